/*
 * progress_step adds to a counter and looks at a coarse clock, both without a
 * lock. The one thread that wins the right to the next drawing draws; the
 * others go on. Nobody draws while progress_end wipes the line, because the
 * work has ended by then.
 */

#include "base/progress.h"

#include "base/lang.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
	PROGRESS_FIRST_MS = 500, /* shorter work prints nothing */
	PROGRESS_EVERY_MS = 100,
	PROGRESS_USUAL_COLUMNS = 80,
	PROGRESS_LINE_BYTES = 400,
	PROGRESS_MINUTES_FROM_S = 120, /* time left is told in minutes */
};

static struct {
	const char *what;
	size_t total; /* 0: unknown */
	int64_t start_ms;
	atomic_bool is_shown; /* false: every step returns at once */
	atomic_size_t done;
	_Atomic int64_t next_ms; /* when to draw again */
	atomic_bool is_drawn;	 /* there is a line to wipe */
} progress;

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool can_be_shown(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb");
}

/* A terminal that cannot take it is no reason to stop the work. */
static void print(const char *line)
{
	ssize_t put = write(STDERR_FILENO, line, strlen(line));

	(void)put;
}

static size_t columns(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return PROGRESS_USUAL_COLUMNS;
	return size.ws_col;
}

/* "12 s", "3 min"; nothing where the total or the rate is unknown. */
static void write_left(char *out, size_t size, size_t done, size_t rate)
{
	size_t left_s;

	out[0] = '\0';
	if (!rate || done >= progress.total)
		return;
	left_s = (progress.total - done + rate - 1) / rate;
	if (left_s < PROGRESS_MINUTES_FROM_S)
		snprintf(out, size, _(", %zu s left"), left_s);
	else
		snprintf(out, size, _(", %zu min left"), (left_s + 59) / 60);
}

/*
 * A line as wide as the terminal would wrap, and then "\r" no longer leads to
 * its start; so the last column stays free, and what does not fit is left out.
 */
static void draw(size_t done, int64_t now)
{
	char line[PROGRESS_LINE_BYTES], count[64], left[64], rest[160];
	int64_t gone_ms = now - progress.start_ms;
	size_t rate = gone_ms > 0 ? done * 1000 / (size_t)gone_ms : 0;
	size_t room = columns(), used;

	if (progress.total)
		snprintf(count, sizeof count, " %zu/%zu", done, progress.total);
	else
		snprintf(count, sizeof count, " %zu", done);
	write_left(left, sizeof left, done, rate);
	snprintf(rest, sizeof rest, _(", %zu a second%s"), rate, left);
	used = text_columns(text_of(progress.what)) + strlen(count);
	if (used >= room)
		return;
	if (used + text_columns(text_of(rest)) >= room)
		rest[0] = '\0';
	snprintf(line, sizeof line, "\r%s%s%s\033[K", progress.what, count,
		 rest);
	print(line);
	atomic_store_explicit(&progress.is_drawn, true, memory_order_relaxed);
}

void progress_begin(const char *what, size_t total, bool quiet)
{
	progress.what = what;
	progress.total = total;
	progress.start_ms = now_ms();
	atomic_store(&progress.done, 0);
	atomic_store(&progress.is_drawn, false);
	atomic_store(&progress.next_ms, progress.start_ms + PROGRESS_FIRST_MS);
	atomic_store(&progress.is_shown, !quiet && can_be_shown());
}

void progress_step(void)
{
	int64_t now, next;
	size_t done;

	if (!atomic_load_explicit(&progress.is_shown, memory_order_relaxed))
		return;
	done = 1 + atomic_fetch_add_explicit(&progress.done, 1,
					     memory_order_relaxed);
	now = now_ms();
	next = atomic_load_explicit(&progress.next_ms, memory_order_relaxed);
	if (now >= next &&
	    atomic_compare_exchange_strong(&progress.next_ms, &next,
					   now + PROGRESS_EVERY_MS))
		draw(done, now);
}

void progress_end(void)
{
	if (atomic_load(&progress.is_drawn))
		print("\r\033[K");
	atomic_store(&progress.is_drawn, false);
	atomic_store(&progress.is_shown, false);
}
