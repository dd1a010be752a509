/*
 * base/lang: which language is chosen, and that a catalogue beside the program
 * is found on a host without generated locales. The test copies itself into a
 * new folder, puts a small catalogue there, and runs the copy with each
 * environment; the copy prints what it sees.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/lang.h"

static char folder[] = "/tmp/careplan-lang-XXXXXX";
static struct arena arena;

static const char *in_folder(const char *name)
{
	return arena_format(&arena, "%s/%s", folder, name).at;
}

/* A catalogue of one message (the file format of GNU gettext, version 0). */
static void write_catalogue(const char *path, const char *id, const char *text)
{
	uint32_t id_len = (uint32_t)strlen(id);
	uint32_t text_len = (uint32_t)strlen(text);
	const uint32_t words[] = {
		0x950412DE,	0, 1, 28, 36, 0, 44, id_len, 44, text_len,
		44 + id_len + 1
	};
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(words, sizeof(words), 1, file), 1);
	assert_int_equal(fwrite(id, id_len + 1, 1, file), 1);
	assert_int_equal(fwrite(text, text_len + 1, 1, file), 1);
	assert_int_equal(fclose(file), 0);
}

static void copy_program(const char *path)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
	struct stat stat;

	assert_true(from >= 0 && to >= 0);
	assert_int_equal(fstat(from, &stat), 0);
	while (stat.st_size > 0) {
		ssize_t sent = sendfile(to, from, NULL, (size_t)stat.st_size);

		assert_true(sent > 0);
		stat.st_size -= sent;
	}
	close(from);
	close(to);
}

static const char *const folders[] = { "build", "build/locale",
				       "build/locale/zh_CN",
				       "build/locale/zh_CN/LC_MESSAGES" };
enum { FOLDERS = sizeof(folders) / sizeof(folders[0]) };

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_SMALL);
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < FOLDERS; i++)
		assert_int_equal(mkdir(in_folder(folders[i]), 0700), 0);
	write_catalogue(in_folder("build/locale/zh_CN/LC_MESSAGES/careplan.mo"),
			"error", "错误");
	copy_program(in_folder("program"));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(in_folder("program"));
	unlink(in_folder("build/locale/zh_CN/LC_MESSAGES/careplan.mo"));
	for (size_t i = FOLDERS; i-- > 0;)
		rmdir(in_folder(folders[i]));
	rmdir(folder);
	arena_release(&arena);
	return 0;
}

/* The copy's part: says what it sees. */
static int answer(void)
{
	lang_init();
	printf("%s %s %.1f\n", lang_is_chinese() ? "zh" : "other", _("error"),
	       1.5);
	return 0;
}

/* Runs the copy; its first line of output, in the arena. */
static const char *ask(const char *const *environment)
{
	char room[256] = "";
	int status, pipe_ends[2];
	ssize_t len;
	pid_t child;

	assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		const char *arguments[] = { "program", "answer", NULL };

		dup2(pipe_ends[1], STDOUT_FILENO);
		execve(in_folder("program"),
		       (char *const *)(uintptr_t)arguments,
		       (char *const *)(uintptr_t)environment);
		_exit(127);
	}
	close(pipe_ends[1]);
	len = read(pipe_ends[0], room, sizeof(room) - 1);
	close(pipe_ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_true(len > 0);
	return arena_string(&arena, room);
}

static void test_languages(void **state)
{
	static const char chinese[] = "zh 错误 1.5\n";
	static const char english[] = "other error 1.5\n";
	/* LOCPATH hides the locales that this host may have. */
	static const struct {
		const char *environment[5];
		const char *answer;
	} cases[] = {
		{ { "LOCPATH=/none", "LANG=zh_CN.UTF-8" }, chinese },
		{ { "LANG=zh_CN.UTF-8" }, chinese },
		{ { "LANG=zh_CN.GBK" }, chinese },
		{ { "LOCPATH=/none", "LANG=zh_TW" }, chinese },
		{ { "LOCPATH=/none", "LANG=en_US.UTF-8" }, english },
		{ { "LANG=en_US.UTF-8" }, english },
		{ { "LANG=de_DE.UTF-8", "LANGUAGE=zh_CN" }, english },
		{ { "LOCPATH=/none" }, english },
		{ { "LANG=C" }, english },
		{ { "LC_ALL=", "LC_MESSAGES=zh_CN.UTF-8", "LANG=en" },
		  chinese },
		{ { "LC_ALL=C", "LC_MESSAGES=zh_CN.UTF-8", "LANG=zh_CN" },
		  english },
		{ { "LC_ALL=zh_CN.UTF-8", "LANGUAGE=en", "LANG=C" }, chinese },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(ask(cases[i].environment), cases[i].answer);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_languages) };

	if (count > 1 && !strcmp(arguments[1], "answer"))
		return answer();
	return cmocka_run_group_tests_name("base/lang", tests, set_up,
					   tear_down);
}
