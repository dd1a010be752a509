/*
 * The line on the terminal, seen from the other side of one: nothing before
 * half a second, nothing where it is no terminal, and wiped at the end.
 */

#include "base/progress.h"

#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { STEPS = 70, STEP_US = 10000 };

static void step(void *context, size_t worker, size_t index)
{
	(void)worker, (void)index;
	usleep(*(const unsigned *)context);
	progress_step();
}

struct scene {
	const char *term;
	unsigned short columns;
	bool quiet;
	unsigned step_us;
};

static void play(const struct scene *scene)
{
	unsigned step_us = scene->step_us;

	setenv("TERM", scene->term, 1);
	progress_begin("Building", STEPS, scene->quiet);
	pool_run(1, STEPS, step, &step_us);
	progress_end();
	_exit(0);
}

/* What the scene writes to a terminal, as a string. */
static void watch(const struct scene *scene, char *seen, size_t size)
{
	struct winsize window = { 24, scene->columns, 0, 0 };
	size_t len = 0;
	int terminal, status;
	pid_t child = forkpty(&terminal, NULL, NULL, &window);

	assert_true(child >= 0);
	if (!child)
		play(scene);
	while (len + 1 < size) {
		ssize_t got = read(terminal, seen + len, size - 1 - len);

		if (got <= 0) /* EIO: the other side is closed */
			break;
		len += (size_t)got;
	}
	seen[len] = '\0';
	close(terminal);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void test_line(void **state)
{
	const struct scene scene = { "xterm", 80, false, STEP_US };
	char seen[4000];
	size_t draws = 0;

	(void)state;
	watch(&scene, seen, sizeof seen);
	assert_int_equal(strncmp(seen, "\rBuilding ", 10), 0);
	assert_non_null(strstr(seen, "/70, "));
	assert_non_null(strstr(seen, " a second, 1 s left\033[K"));
	assert_true(strlen(seen) >= 4);
	assert_string_equal(seen + strlen(seen) - 4, "\r\033[K");
	for (const char *at = seen; (at = strstr(at, "Building")); at++)
		draws++;
	assert_in_range(draws, 1, 5);
}

/* The rest of the line is left out where the terminal is narrow. */
static void test_narrow(void **state)
{
	const struct scene scene = { "xterm", 20, false, STEP_US };
	char seen[4000];

	(void)state;
	watch(&scene, seen, sizeof seen);
	assert_non_null(strstr(seen, "/70\033[K"));
	assert_null(strstr(seen, "second"));
}

static void test_silent(void **state)
{
	static const struct scene scenes[] = {
		{ "dumb", 80, false, STEP_US },
		{ "", 80, false, STEP_US },
		{ "xterm", 80, true, STEP_US },
		{ "xterm", 80, false, 100 }, /* too short to say anything */
		{ "xterm", 5, false, STEP_US },
	};
	char seen[4000];

	(void)state;
	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
		watch(&scenes[i], seen, sizeof seen);
		assert_string_equal(seen, "");
	}
}

static void test_no_terminal(void **state)
{
	const struct scene scene = { "xterm", 80, false, STEP_US };
	int ends[2], status;
	pid_t child;
	char byte;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[1]);
		play(&scene);
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_no_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
