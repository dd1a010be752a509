/* base/source: from byte offsets to lines and columns, and back to lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/source.h"

static void test_places(void **state)
{
	static const struct {
		struct text text;
		const char *at; /* what the place starts with */
		size_t len;
		struct span span;
	} cases[] = {
		{ TEXT("abc"), "abc", 3, { 1, 1, 3 } },
		{ TEXT("abc"), "c", 1, { 1, 3, 1 } },
		{ TEXT("abc"), "c", 99, { 1, 3, 1 } },
		{ TEXT("a\nbc\nd"), "bc", 2, { 2, 1, 2 } },
		{ TEXT("a\nbc\nd"), "bc", 4, { 2, 1, 2 } },
		{ TEXT("a\nbc\nd"), "\nd", 1, { 2, 3, 0 } },
		{ TEXT("a\r\nbc\r\nd"), "d", 1, { 3, 1, 1 } },
		{ TEXT("a\r\nbc\r\nd"), "bc", 9, { 2, 1, 2 } },
		{ TEXT("a\rbc\rd"), "d", 1, { 3, 1, 1 } },
		{ TEXT("a\n\rb\r\n\n\rc"), "c", 1, { 6, 1, 1 } },
		{ TEXT("日期: 2026年"), "2026", 7, { 1, 5, 5 } },
		{ TEXT("x\n日期: 坏"), "坏", 3, { 2, 5, 1 } },
		{ TEXT("\xEF\xBB\xBFkey: 1"), "key", 3, { 1, 1, 3 } },
		{ TEXT("\xEF\xBB\xBFkey: 1"), "\xEF", 0, { 1, 1, 0 } },
		{ TEXT("a\xFF\xFE-b"), "b", 1, { 1, 5, 1 } },
		{ TEXT("\t\tx"), "x", 1, { 1, 3, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct source source = { T("f"), cases[i].text };
		size_t offset = text_find(source.text, cases[i].at);
		struct place place =
			source_place(&source, offset, cases[i].len);

		assert_ptr_equal(place.source, &source);
		assert_int_equal(place.span.line, cases[i].span.line);
		assert_int_equal(place.span.column, cases[i].span.column);
		assert_int_equal(place.span.length, cases[i].span.length);
	}
}

static void test_places_at_the_borders(void **state)
{
	struct source source = { T("f"), T("a\nb\n") };
	struct source unread = { T("f"), { NULL, 0 } };
	struct place place = source_place(&source, 999, 5);

	(void)state;
	assert_int_equal(place.span.line, 3);
	assert_int_equal(place.span.column, 1);
	assert_int_equal(place.span.length, 0);
	place = source_place(&unread, 0, 0);
	assert_int_equal(place.span.line, 1);
	assert_int_equal(source_place(NULL, 3, 1).span.line, 0);
	assert_int_equal(source_whole(&source).span.line, 0);
	assert_ptr_equal(source_whole(&source).source, &source);
	place = source_at(&source, (struct span){ 2, 1, 1 });
	assert_int_equal(place.span.line, 2);
}

static void check_line(struct text text, uint32_t line, const char *expected)
{
	struct source source = { T("f"), text };
	struct text got = source_line(&source, line);

	if (!text_is(got, expected))
		fail_msg("line %u is \"%.*s\", not \"%s\"", line, TEXT_ARG(got),
			 expected);
}

static void test_lines(void **state)
{
	(void)state;
	check_line(T("a\nbc\r\nd\re"), 1, "a");
	check_line(T("a\nbc\r\nd\re"), 2, "bc");
	check_line(T("a\nbc\r\nd\re"), 3, "d");
	check_line(T("a\nbc\r\nd\re"), 4, "e");
	check_line(T("a\nbc\r\nd\re"), 5, "");
	check_line(T("a\n\nb"), 2, "");
	check_line(T("a\n\nb"), 3, "b");
	check_line(T("a"), 0, "");
	check_line(T("\xEF\xBB\xBFkey"), 1, "key");
	check_line((struct text){ NULL, 0 }, 1, "");
	assert_int_equal(source_line(NULL, 1).len, 0);
}

/* Line numbers and lines agree wherever one looks. */
static void test_places_and_lines_agree(void **state)
{
	struct source source = { T("f"), T("一\r\n二b\n\r三\n\n四\r\r五") };

	(void)state;
	for (size_t i = 0; i < source.text.len; i++) {
		struct place place = source_place(&source, i, 1);
		struct text line = source_line(&source, place.span.line);
		size_t start = (size_t)(line.at - source.text.at);

		assert_true(i >= start);
		assert_true(i <= start + line.len + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_places_at_the_borders),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_places_and_lines_agree),
	};

	return cmocka_run_group_tests_name("base/source", tests, NULL, NULL);
}
