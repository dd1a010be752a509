/*
 * Files beneath a folder: what is read, what is refused, and that writing
 * leaves either the old file or the new one. All of the reading runs twice: as
 * the kernel has it, and in a child process in which openat2 is answered with
 * ENOSYS, as in older containers.
 */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder_name[] = "/tmp/careplan-file-XXXXXX";
static int folder;
static struct arena arena;

static void put(const char *path, const char *bytes)
{
	int fd = openat(folder, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
	close(fd);
}

static void get(const char *path, const char *expected)
{
	struct text bytes;

	assert_int_equal(file_read(&arena, folder, path, 100, &bytes, NULL),
			 FILE_OK);
	assert_int_equal(bytes.len, strlen(expected));
	assert_memory_equal(bytes.at, expected, bytes.len + 1);
}

static int set_up(void **state)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	if (!mkdtemp(folder_name))
		return -1;
	folder = open(folder_name, O_RDONLY | O_DIRECTORY);
	fchmod(folder, 0755);
	mkdirat(folder, "inside", 0755);
	mkdirat(folder, "inside/deep", 0755);
	put("inside/deep/plan.yaml", "a: 1\n");
	put("inside/empty", "");
	put("outside", "secret");
	symlinkat("deep/plan.yaml", folder, "inside/link");
	symlinkat("/etc/passwd", folder, "inside/far");
	symlinkat("deep", folder, "inside/door");
	symlinkat("nowhere", folder, "inside/dangling");
	mkfifoat(folder, "inside/pipe", 0644);
	snprintf(name.sun_path, sizeof name.sun_path, "%s/inside/socket",
		 folder_name);
	bind(fd, (struct sockaddr *)&name, sizeof name);
	close(fd);
	return folder < 0;
}

static int remove_one(const char *path, const struct stat *st, int kind,
		      struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static int tear_down(void **state)
{
	(void)state;
	close(folder);
	arena_release(&arena);
	return nftw(folder_name, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

struct read_case {
	const char *path;
	enum file_result result;
};

static const struct read_case read_cases[] = {
	{ "deep/plan.yaml", FILE_OK },
	{ "./deep/plan.yaml", FILE_OK },
	{ "deep//plan.yaml", FILE_OK },
	{ "empty", FILE_OK },
	{ "missing", FILE_MISSING },
	{ "missing/plan.yaml", FILE_MISSING },
	{ "empty/plan.yaml", FILE_MISSING },
	{ "", FILE_MISSING },
	{ "link", FILE_IS_LINK },
	{ "far", FILE_IS_LINK },
	{ "dangling", FILE_IS_LINK },
	{ "door/plan.yaml", FILE_IS_LINK },
	{ "../outside", FILE_IS_LINK },
	{ "deep/../../outside", FILE_IS_LINK },
	{ "deep/..", FILE_IS_LINK },
	{ "/etc/passwd", FILE_IS_LINK },
	{ "deep", FILE_NOT_PLAIN },
	{ "pipe", FILE_NOT_PLAIN },
	{ "socket", FILE_NOT_PLAIN },
};

/* Returns the number of the first case that fails, counted from 1. */
static int first_failing_read(void)
{
	int inside = openat(folder, "inside", O_RDONLY | O_DIRECTORY), failed;
	size_t i, count = sizeof read_cases / sizeof *read_cases;
	struct text bytes;

	for (i = 0; i < count; i++) {
		if (file_read(&arena, inside, read_cases[i].path, 100, &bytes,
			      NULL) != read_cases[i].result)
			break;
	}
	failed = i < count ? (int)i + 1 : 0;
	close(inside);
	return failed;
}

static int first_failing_folder(void)
{
	static const struct read_case cases[] = {
		{ "inside/deep", FILE_OK },
		{ "inside/", FILE_OK },
		{ ".", FILE_OK },
		{ "inside/missing", FILE_MISSING },
		{ "inside/door", FILE_IS_LINK },
		{ "inside/empty", FILE_NOT_PLAIN },
		{ "inside/../inside", FILE_IS_LINK },
	};
	enum file_result result;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int fd = file_open_folder(folder, cases[i].path, &result);

		if (result != cases[i].result || (fd >= 0) != !result)
			return (int)i + 1;
		if (fd >= 0)
			close(fd);
	}
	return 0;
}

static void test_reading(void **state)
{
	(void)state;
	assert_int_equal(first_failing_read(), 0);
	assert_int_equal(first_failing_folder(), 0);
	get("inside/deep/plan.yaml", "a: 1\n");
	get("inside/empty", "");
}

static bool answer_openat2(int error)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		(unsigned short)(sizeof rules / sizeof *rules), rules
	};

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void test_reading_without_openat2(void **state)
{
	static const int errors[] = { ENOSYS, EPERM };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		pid_t child = fork();
		int status;

		assert_true(child >= 0);
		if (!child) {
			if (!answer_openat2(errors[i]))
				_exit(77);
			if (first_failing_read())
				_exit(first_failing_read());
			_exit(first_failing_folder() ? 100 : 0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) == 77) {
			print_message("# no seccomp here\n");
			skip();
		}
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void test_size(void **state)
{
	struct text bytes;

	(void)state;
	assert_int_equal(file_read(&arena, folder, "outside", 6, &bytes, NULL),
			 FILE_OK);
	assert_int_equal(file_read(&arena, folder, "outside", 5, &bytes, NULL),
			 FILE_TOO_LARGE);
	assert_int_equal(
		file_read(&arena, folder, "inside/empty", 0, &bytes, NULL),
		FILE_OK);
}

/* Root may read everything, so it becomes somebody else for the while. */
static void test_permission(void **state)
{
	const uid_t nobody = 65534, self = geteuid();
	enum file_result result;
	struct text bytes;

	(void)state;
	put("inside/deep/closed", "x");
	fchmodat(folder, "inside/deep/closed", 0, 0);
	if (!self && seteuid(nobody)) {
		print_message("# root cannot become another user here\n");
		skip();
	}
	get("outside", "secret");
	result = file_read(&arena, folder, "inside/deep/closed", 9, &bytes,
			   NULL);
	assert_int_equal(seteuid(self), 0);
	assert_int_equal(result, FILE_NO_PERMISSION);
}

static atomic_bool grown_enough;

static void *grow(void *context)
{
	int fd = *(int *)context;

	while (!atomic_load(&grown_enough))
		if (write(fd, "more", 4) != 4)
			break;
	return NULL;
}

/* A file that somebody appends to all the time is never read half. */
static void test_changing(void **state)
{
	int fd = openat(folder, "growing", O_WRONLY | O_CREAT | O_APPEND, 0644);
	enum file_result result = FILE_OK;
	struct text bytes;
	pthread_t thread;

	(void)state;
	assert_int_equal(ftruncate(fd, 8 << 20), 0);
	assert_int_equal(pthread_create(&thread, NULL, grow, &fd), 0);
	for (int i = 0; i < 100 && result == FILE_OK; i++) {
		arena_reset(&arena);
		result = file_read(&arena, folder, "growing", 1 << 30, &bytes,
				   NULL);
	}
	atomic_store(&grown_enough, true);
	pthread_join(thread, NULL);
	close(fd);
	assert_int_equal(result, FILE_CHANGING);
	arena_reset(&arena);
	assert_int_equal(
		file_read(&arena, folder, "growing", 1 << 30, &bytes, NULL),
		FILE_OK);
	arena_release(&arena);
}

static void test_stamp(void **state)
{
	struct file_stamp a, b;
	struct text bytes;

	(void)state;
	assert_int_equal(file_stamp(folder, "outside", &a), FILE_OK);
	assert_int_equal(a.size_bytes, 6);
	assert_int_equal(file_read(&arena, folder, "outside", 9, &bytes, &b),
			 FILE_OK);
	assert_memory_equal(&a, &b, sizeof a);
	assert_int_equal(file_stamp(folder, "inside/link", &a), FILE_IS_LINK);
	assert_int_equal(file_stamp(folder, "inside", &a), FILE_NOT_PLAIN);
	assert_int_equal(file_stamp(folder, "nothing", &a), FILE_MISSING);
	assert_int_equal(file_stamp(folder, "../x", &a), FILE_IS_LINK);
}

/* The stamp of a write is the one that is found later, ctime included. */
static void test_write(void **state)
{
	struct file_stamp written, found;

	(void)state;
	assert_true(file_write(folder, "page.html", T("one"), 0644, &written));
	get("page.html", "one");
	assert_int_equal(file_stamp(folder, "page.html", &found), FILE_OK);
	assert_memory_equal(&written, &found, sizeof found);
	assert_true(file_write(folder, "page.html", T("second"), 0644, NULL));
	get("page.html", "second");
	assert_true(file_write(folder, "page.html", T(""), 0644, NULL));
	get("page.html", "");
	assert_int_equal(file_stamp(folder, ".page.html.tmp", &found),
			 FILE_MISSING);
}

static void test_write_fails(void **state)
{
	struct file_stamp stamp;

	(void)state;
	assert_false(file_write(folder, "none/page.html", T("x"), 0644, NULL));
	assert_int_equal(errno, ENOENT);
	assert_false(file_write(folder, "../page.html", T("x"), 0644, NULL));
	assert_int_equal(errno, EINVAL);
	assert_false(file_write(folder, "inside/", T("x"), 0644, NULL));

	/* Renaming over a folder fails after the bytes were written. */
	assert_false(file_write(folder, "inside/deep", T("x"), 0644, NULL));
	assert_int_equal(errno, EISDIR);
	assert_int_equal(file_stamp(folder, "inside/.deep.tmp", &stamp),
			 FILE_MISSING);
}

/* A link where the page goes is replaced; what it leads to is not written. */
static void test_write_replaces_link(void **state)
{
	(void)state;
	symlinkat("deep/plan.yaml", folder, "inside/target");
	assert_true(file_write(folder, "inside/target", T("new"), 0644, NULL));
	get("inside/target", "new");
	get("inside/deep/plan.yaml", "a: 1\n");
}

static void test_make_folders(void **state)
{
	struct stat st;

	(void)state;
	assert_true(file_make_folders(folder, "new/one/two"));
	assert_int_equal(fstatat(folder, "new/one/two", &st, 0), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_true(file_make_folders(folder, "new/one/two"));
	assert_true(file_make_folders(folder, "new"));
	assert_false(file_make_folders(folder, "outside"));
	assert_int_equal(errno, ENOTDIR);
	assert_false(file_make_folders(folder, "outside/x"));
	assert_false(file_make_folders(folder, "new/../../x"));
	assert_int_equal(errno, EINVAL);
}

static void test_reasons(void **state)
{
	(void)state;
	for (int i = FILE_OK; i <= FILE_FAILED; i++)
		assert_true(strlen(file_reason((enum file_result)i)) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_reading_without_openat2),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_permission),
		cmocka_unit_test(test_changing),
		cmocka_unit_test(test_stamp),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_fails),
		cmocka_unit_test(test_write_replaces_link),
		cmocka_unit_test(test_make_folders),
		cmocka_unit_test(test_reasons),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
