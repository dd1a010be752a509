/* publish/out: written once, in place or brought back, strays swept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "publish/out.h"

static struct arena arena;
static struct diags diags;
static struct out out;
static char folder[64];
static int site;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	diags_init(&diags);
	snprintf(folder, sizeof(folder), "/tmp/careplan-out-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	site = open(folder, O_RDONLY | O_DIRECTORY);
	return out_open(&out, site, &diags) ? 0 : -1;
}

static int teardown(void **state)
{
	const char *const argv[] = { "rm", "-rf", folder, NULL };
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		execvp("rm", (char *const *)argv);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	out_close(&out);
	close(site);
	arena_release(&arena);
	diags_release(&diags);
	return 0;
}

static bool exists(const char *path)
{
	return !faccessat(out.folder, path, F_OK, 0);
}

static void writes_only_what_differs(void **state)
{
	struct output made[1], again;
	struct unit last = { .outputs = made, .output_count = 1 };

	(void)state;
	assert_true(out_place(&out, NULL, T("p/a.html"), T("one"), &made[0],
			      &diags));
	assert_int_equal(out.written, 1);
	assert_true(out_is_in_place(&out, &made[0]));
	assert_true(out_place(&out, &last, T("p/a.html"), T("one"), &again,
			      &diags));
	assert_int_equal(out.written, 1);
	assert_true(out_place(&out, &last, T("p/a.html"), T("two"), &again,
			      &diags));
	assert_int_equal(out.written, 2);
	assert_int_equal(unlinkat(out.folder, "p/a.html", 0), 0);
	assert_false(out_is_in_place(&out, &again));
	made[0] = again;
	assert_true(out_place(&out, &last, T("p/a.html"), T("two"), &again,
			      &diags));
	assert_true(exists("p/a.html"));
}

static void sweeps_strays_and_half_files(void **state)
{
	struct out_set sets[2] = { { NULL, 0, 0 }, { NULL, 0, 0 } }, kept;
	struct output made;

	(void)state;
	assert_true(
		out_place(&out, NULL, T("p/keep.html"), T("x"), &made, &diags));
	assert_true(out_place(&out, NULL, T("media/keep.jpg"), T("x"), &made,
			      &diags));
	assert_true(out_place(&out, NULL, T("p/stray.html"), T("x"), &made,
			      &diags));
	assert_true(out_place(&out, NULL, T("p/.half.html.tmp"), T("x"), &made,
			      &diags));
	assert_true(out_place(&out, NULL, T("own.txt"), T("x"), &made, &diags));
	out_keep(&sets[0], T("p/keep.html"));
	out_keep(&sets[1], T("media/keep.jpg"));
	kept = out_set_join(sets, 2, sizeof(sets[0]));
	assert_true(out_set_has(&kept, T("p/keep.html")));
	assert_false(out_set_has(&kept, T("p/stray.html")));
	assert_true(out_sweep(&out, &kept, &diags));
	assert_true(exists("p/keep.html"));
	assert_true(exists("media/keep.jpg"));
	assert_true(exists("own.txt"));
	assert_false(exists("p/stray.html"));
	assert_false(exists("p/.half.html.tmp"));
	assert_false(exists(".4711.tmp"));
	assert_int_equal(out.removed, 2);
	out_set_release(&sets[0]);
	out_set_release(&sets[1]);
	out_set_release(&kept);
}

/* A full disk fails thousands of times and is told once. */
static void tells_the_first_failure(void **state)
{
	struct output made;

	(void)state;
	/* The page's name is taken by a folder that is not empty. */
	assert_int_equal(mkdirat(out.folder, "p/x.html", 0700), 0);
	assert_int_equal(mkdirat(out.folder, "p/x.html/y", 0700), 0);
	for (int i = 0; i < 3; i++)
		assert_false(out_place(&out, NULL, T("p/x.html"), T("x"), &made,
				       &diags));
	assert_int_equal(diags.errors, 1);
	assert_string_equal(diags.first->code, "out.failed");
}

static void refuses_a_link(void **state)
{
	struct out other;

	(void)state;
	out_close(&out);
	assert_int_equal(renameat(site, "out", site, "elsewhere"), 0);
	assert_int_equal(symlinkat("elsewhere", site, "out"), 0);
	assert_false(out_open(&other, site, &diags));
	assert_int_equal(diags.errors, 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(writes_only_what_differs),
		TEST(sweeps_strays_and_half_files),
		TEST(tells_the_first_failure),
		TEST(refuses_a_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
