/*
 * Photos a second and core, against vipsthumbnail making the same two sizes of
 * the same files; and how much a second core adds.
 *
 *     photo.sh          draws the photos and runs this
 *     photo FILE.jpg…   with photos of one's own
 *
 * Both take turns, ROUNDS times, pinned to the same core, and the medians are
 * compared: on a shared machine times vary, ratios hardly. vipsthumbnail gets
 * all files in one call for each size, so that it starts only twice.
 */

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/pool.h"
#include "media/photo.h"

enum { FILES_MOST = 64, ROUNDS = 5, WORKERS = 2 };

static struct buf files[FILES_MOST];
static char *names[FILES_MOST];
static size_t count;
static size_t made_bytes[FILES_MOST];
static uint32_t peak_kb[FILES_MOST];

extern char **environ;

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void read_file(const char *path)
{
	struct buf *file = &files[count];
	int fd = open(path, O_RDONLY);
	ssize_t len = -1;

	while (fd >= 0 &&
	       (len = read(fd, buf_reserve(file, 1 << 20), 1 << 20)) > 0)
		file->len += (size_t)len;
	if (fd < 0 || len < 0) {
		perror(path);
		exit(1);
	}
	close(fd);
}

static void make_one(void *context, size_t worker, size_t index)
{
	struct arena arena;
	struct photo photo;
	struct photo_wish wish = { 1080, 240, PHOTO_JPEG };
	size_t i = index % count;

	(void)context;
	(void)worker;
	arena_init(&arena, ARENA_USUAL);
	if (!photo_make(&arena, buf_text(&files[i]), wish, &photo)) {
		fprintf(stderr, "%s: %s\n", names[i],
			photo_reason(photo.fault));
		exit(1);
	}
	made_bytes[i] = photo.view.bytes.len + photo.thumb.bytes.len;
	peak_kb[i] = photo.peak_kb;
	arena_release(&arena);
}

/* Seconds for all files `times` times. */
static double run_ours(size_t workers, size_t times)
{
	double start = now_s();

	pool_run(workers, count * times, make_one, NULL);
	return now_s() - start;
}

static void run_program(char **arguments)
{
	pid_t pid;
	int status;

	if (posix_spawnp(&pid, arguments[0], NULL, NULL, arguments, environ) ||
	    waitpid(pid, &status, 0) != pid || status) {
		fprintf(stderr, "%s failed\n", arguments[0]);
		exit(1);
	}
}

static double run_vips(const char *folder)
{
	char *arguments[FILES_MOST + 8] = { (char[]){ "vipsthumbnail" } };
	char view[256], thumb[256];
	double start = now_s();
	size_t at = 1;

	snprintf(view, sizeof(view),
		 "%s/%%s-view.jpg[Q=80,strip,interlace,optimize_coding]",
		 folder);
	snprintf(thumb, sizeof(thumb),
		 "%s/%%s-thumb.jpg[Q=75,strip,interlace,optimize_coding]",
		 folder);
	for (size_t i = 0; i < count; i++)
		arguments[at++] = names[i];
	arguments[at++] = (char[]){ "-o" };
	arguments[at++] = view;
	arguments[at++] = (char[]){ "-s" };
	arguments[at] = (char[]){ "1080x" };
	run_program(arguments);
	arguments[at - 2] = thumb;
	arguments[at++] = (char[]){ "240x240" };
	arguments[at++] = (char[]){ "--smartcrop" };
	arguments[at] = (char[]){ "centre" };
	run_program(arguments);
	return now_s() - start;
}

/* Pins this process and what it starts to so many cores. */
static void use_cores(size_t most)
{
	cpu_set_t cores;

	CPU_ZERO(&cores);
	for (size_t i = 0; i < most; i++)
		CPU_SET(i, &cores);
	sched_setaffinity(0, sizeof(cores), &cores);
}

static int order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *times)
{
	qsort(times, ROUNDS, sizeof(*times), order);
	return times[ROUNDS / 2];
}

static void compare(const char *folder)
{
	double ours[ROUNDS], vips[ROUNDS], we, they;
	uint32_t peak = 0;
	size_t bytes = 0;

	use_cores(1);
	run_ours(1, 1);
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = run_ours(1, 1);
		vips[i] = run_vips(folder);
	}
	we = median(ours) / (double)count;
	they = median(vips) / (double)count;
	for (size_t i = 0; i < count; i++) {
		peak = peak_kb[i] > peak ? peak_kb[i] : peak;
		bytes += made_bytes[i];
	}
	printf("careplan       %6.1f ms a photo, %5.1f photos/s/core\n",
	       we * 1e3, 1 / we);
	printf("vipsthumbnail  %6.1f ms a photo, %5.1f photos/s/core\n",
	       they * 1e3, 1 / they);
	printf("ratio          %6.2f\n", they / we);
	printf("peak memory    %6.1f MB, output %.0f kB a photo\n",
	       peak / 1024.0, (double)bytes / 1024.0 / (double)count);
}

static void scale(void)
{
	double one[ROUNDS], two[ROUNDS], ratio;

	use_cores(WORKERS);
	for (int i = 0; i < ROUNDS; i++) {
		one[i] = run_ours(1, 2);
		two[i] = run_ours(WORKERS, 2);
	}
	ratio = median(one) / median(two);
	printf("two cores      %6.2f times one\n", ratio);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/careplan-bench-XXXXXX";
	char *clean[] = { (char[]){ "rm" }, (char[]){ "-r" }, folder, NULL };

	if (argc < 2 || argc > FILES_MOST) {
		fputs("usage: photo FILE.jpg…\n", stderr);
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		names[count] = argv[i];
		read_file(argv[i]);
		count++;
	}
	if (!mkdtemp(folder)) {
		perror(folder);
		return 1;
	}
	compare(folder);
	scale();
	run_program(clean);
	return 0;
}
