/*
 * Files as therapists' computers write them: encodings, byte order marks, line
 * ends, damage; and the front matter of articles.
 */

#include "content/document.h"

#include <fcntl.h>
#include <ftw.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder_name[] = "/tmp/careplan-document-XXXXXX";
static int folder;
static struct arena arena;
static struct diags diags;
static struct document document;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	diags_init(&diags);
	if (!mkdtemp(folder_name))
		return -1;
	folder = open(folder_name, O_RDONLY | O_DIRECTORY);
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
	diags_release(&diags);
	arena_release(&arena);
	return nftw(folder_name, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static bool read_bytes(struct text bytes)
{
	diags_release(&diags);
	diags_init(&diags);
	assert_true(file_write(folder, "plan.yaml", bytes, 0644, NULL));
	return document_read(&arena, folder, "plan.yaml",
			     T("content/plan.yaml"), 4096, &document, &diags);
}

/* The text in another encoding, as iconv writes it. */
static struct text encode(const char *encoding, struct text utf8)
{
	iconv_t converter = iconv_open(encoding, "UTF-8");
	size_t room = 4 * utf8.len, left = utf8.len;
	char *out = arena_alloc(&arena, room), *at = out;
	char *in = (char *)(uintptr_t)utf8.at;

	assert_true(converter != (iconv_t)(intptr_t)-1);
	assert_true(iconv(converter, &in, &left, &at, &room) != (size_t)-1);
	iconv_close(converter);
	return (struct text){ out, (size_t)(at - out) };
}

static void assert_text(struct text expected)
{
	struct text got = document.source.text;

	if (!text_equal(got, expected))
		fail_msg("got \"%.*s\"", TEXT_ARG(got));
}

static const struct text plan =
	TEXT("姓名: 王秀兰\n理疗师: zhang-li\n病因:\n  小结: 一一一\n");

static void test_quiet(void **state)
{
	static const struct {
		struct text bytes, expected;
	} cases[] = {
		{ TEXT(""), TEXT("") },
		{ TEXT("a: 1\n"), TEXT("a: 1\n") },
		{ TEXT("a: 1"), TEXT("a: 1") },
		{ TEXT("\xEF\xBB\xBF姓名: 王\n"), TEXT("姓名: 王\n") },
		{ TEXT("\xEF\xBB\xBF"), TEXT("") },
		{ TEXT("a\r\nb\r\n"), TEXT("a\nb\n") },
		{ TEXT("a\rb\r"), TEXT("a\nb\n") },
		{ TEXT("a\r\r\nb\n\r"), TEXT("a\n\nb\n\n") },
		{ TEXT("\xEF\xBB\xBFx\r\n"), TEXT("x\n") },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(read_bytes(cases[i].bytes));
		assert_int_equal(diags.errors + diags.warnings, 0);
		assert_text(cases[i].expected);
		assert_true(text_equal(document.bytes, cases[i].bytes));
		assert_int_equal(document.stamp.size_bytes, cases[i].bytes.len);
	}
}

static void test_encodings(void **state)
{
	static const struct {
		const char *encoding;
		struct text mark;
		const char *shown;
	} cases[] = {
		{ "GB18030", TEXT(""), "GBK" },
		{ "GBK", TEXT(""), "GBK" },
		{ "UTF-16LE", TEXT("\xFF\xFE"), "UTF-16" },
		{ "UTF-16BE", TEXT("\xFE\xFF"), "UTF-16" },
		{ "UTF-16LE", TEXT(""), "UTF-16" },
		{ "UTF-16BE", TEXT(""), "UTF-16" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text bytes = encode(cases[i].encoding, plan);

		assert_true(
			read_bytes(arena_join(&arena, cases[i].mark, bytes)));
		assert_int_equal(diags.errors, 0);
		assert_int_equal(diags.warnings, 1);
		assert_string_equal(diags.first->code, "file.encoding");
		assert_true(text_find(diags.first->message, cases[i].shown) !=
			    SIZE_MAX);
		assert_true(diags.first->hint.len > 0);
		assert_text(plan);
	}
}

static void test_other_encoded_texts(void **state)
{
	struct text ascii = T("name: Wang\r\ntherapist: zhang-li\r\n");
	struct text rare = T("姓名: 㐱𠀀€\n");

	(void)state;
	assert_true(read_bytes(encode("UTF-16LE", ascii)));
	assert_text(T("name: Wang\ntherapist: zhang-li\n"));
	assert_true(read_bytes(encode("UTF-16BE", ascii)));
	assert_text(T("name: Wang\ntherapist: zhang-li\n"));
	assert_true(read_bytes(encode("GB18030", rare)));
	assert_text(rare);
	assert_true(read_bytes(encode("UTF-16LE", rare)));
	assert_text(rare);
}

static void test_refused(void **state)
{
	static const struct {
		struct text bytes;
		const char *code;
		uint32_t line, column;
	} cases[] = {
		{ TEXT("a: 1\nb: \0\0\0\0\n"), "file.nul", 2, 4 },
		{ TEXT("\0\0\0\0\0\0\0\0"), "file.nul", 1, 1 },
		{ TEXT("\0"), "file.nul", 1, 1 },
		/* One byte of a character was lost. */
		{ TEXT("姓名: 王秀兰\n备注: 每天\xE7\xA7洗头\n"),
		  "file.damaged", 2, 7 },
		{ TEXT("\xEF\xBB\xBF姓\xFF\n"), "file.damaged", 1, 2 },
		{ TEXT("\xFF\xFE"
		       "a"),
		  "file.not-text", 0, 0 },
		{ TEXT("\xFF\xFE\x00\xD8\x0A\x00"), "file.not-text", 0, 0 },
		{ TEXT("\xFF\xFE\x07\x00\x0A\x00"), "file.not-text", 0, 0 },
		{ TEXT("\x89PNG\r\n\x1A\n\xFE\xDC"), "file.not-text", 0, 0 },
		{ TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "file.not-text", 0,
		  0 },
		{ TEXT("\xFF\xFF\xFF"), "file.not-text", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(read_bytes(cases[i].bytes));
		assert_int_equal(diags.errors, 1);
		assert_int_equal(diags.warnings, 0);
		assert_string_equal(diags.first->code, cases[i].code);
		assert_int_equal(diags.first->span.line, cases[i].line);
		assert_int_equal(diags.first->span.column, cases[i].column);
		assert_true(diags.first->hint.len > 0);
		assert_true(text_is_utf8(diags.first->line, NULL));
	}
}

/* A real file of a spreadsheet or picture has zero bytes among the others. */
static void test_binary(void **state)
{
	char bytes[2000];
	uint32_t seed = 12345;

	(void)state;
	for (int round = 0; round < 50; round++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24);
		}
		assert_false(read_bytes((struct text){ bytes, sizeof bytes }));
		assert_string_equal(diags.first->code, "file.not-text");
	}
}

static void test_files_that_cannot_be_read(void **state)
{
	static const struct {
		const char *path, *code;
	} cases[] = {
		{ "missing", "file.missing" },	 { "link", "file.link" },
		{ "../plan.yaml", "file.link" }, { "folder", "file.kind" },
		{ "pipe", "file.kind" },	 { "large", "file.too-large" },
	};
	char large[4097] = { 0 };

	(void)state;
	memset(large, 'a', sizeof large);
	mkdirat(folder, "folder", 0755);
	mkfifoat(folder, "pipe", 0644);
	symlinkat("plan.yaml", folder, "link");
	assert_true(file_write(folder, "large",
			       (struct text){ large, sizeof large }, 0644,
			       NULL));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		diags_release(&diags);
		diags_init(&diags);
		assert_false(document_read(&arena, folder, cases[i].path,
					   T("content/x"), 4096, &document,
					   &diags));
		assert_int_equal(diags.errors, 1);
		assert_string_equal(diags.first->code, cases[i].code);
		assert_true(text_is(diags.first->path, "content/x"));
		assert_true(diags.first->message.len > 0);
		assert_true(diags.first->hint.len > 0);
	}
}

static void test_cut(void **state)
{
	static const struct {
		const char *bytes, *front, *body;
	} cases[] = {
		{ "---\ntitle: a\n---\ntext\n", "title: a\n", "text\n" },
		{ "---  \t\r\ntitle: a\r\n---\xE3\x80\x80\r\ntext",
		  "title: a\n", "text" },
		{ "\xEF\xBB\xBF---\na: b\n---", "a: b\n", "" },
		{ "---\n---\ntext", "", "text" },
		{ "---\na: ---\n ---\n----\n---\n---\n", "a: ---\n ---\n----\n",
		  "---\n" },
		{ "text\n---\nmore", "", "text\n---\nmore" },
		{ "--- a\n---\n", "", "--- a\n---\n" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text t;

		assert_true(read_bytes(text_of(cases[i].bytes)));
		assert_true(document_cut(&document, &diags));
		t = document.source.text;
		if (!text_is(text_part(t, document.front, document.front_len),
			     cases[i].front))
			fail_msg("front of case %zu", i);
		if (!text_is(text_from(t, document.body), cases[i].body))
			fail_msg("body of case %zu", i);
		assert_int_equal(diags.errors, 0);
	}
}

static void test_cut_without_end(void **state)
{
	static const char *const cases[] = { "---\ntitle: a\ntext\n", "---",
					     "---\n", "---\n --- \n" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(read_bytes(text_of(cases[i])));
		assert_false(document_cut(&document, &diags));
		assert_int_equal(diags.errors, 1);
		assert_string_equal(diags.first->code, "article.front-matter");
		assert_int_equal(diags.first->span.line, 1);
		assert_int_equal(document.front_len, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_other_encoded_texts),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_binary),
		cmocka_unit_test(test_files_that_cannot_be_read),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_cut_without_end),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
