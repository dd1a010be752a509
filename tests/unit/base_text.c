/* base/text: strict UTF-8, columns, numbers, plain forms, distances. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_text(struct text t, const char *expected)
{
	if (!text_is(t, expected))
		fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARG(t), expected);
}

static void test_comparing(void **state)
{
	(void)state;
	assert_true(text_equal(T(""), (struct text){ NULL, 0 }));
	assert_true(text_is(text_of(NULL), ""));
	assert_false(text_equal(T("ab"), T("ac")));
	assert_false(text_equal(T("ab"), T("abc")));
	assert_true(text_starts(T("plan.yaml"), "plan"));
	assert_false(text_starts(T("pl"), "plan"));
	assert_true(text_ends(T("plan.yaml"), ".yaml"));
	assert_false(text_ends(T("l"), ".yaml"));
	assert_true(text_ends((struct text){ NULL, 0 }, ""));
	assert_true(text_compare(T("a"), T("ab")) < 0);
	assert_true(text_compare(T("b"), T("ab")) > 0);
	assert_true(text_compare(T("z"), T("一")) < 0);
	assert_int_equal(text_compare(T("ab"), T("ab")), 0);
	assert_true(text_compare((struct text){ NULL, 0 }, T("a")) < 0);
}

static void test_parts(void **state)
{
	struct text none = { NULL, 0 };

	(void)state;
	assert_int_equal(text_find(T("abcabc"), "ca"), 2);
	assert_int_equal(text_find(T("abc"), "x"), SIZE_MAX);
	assert_int_equal(text_find(T("ab"), "abc"), SIZE_MAX);
	assert_int_equal(text_find(none, ""), 0);
	assert_int_equal(text_find(none, "a"), SIZE_MAX);
	assert_text(text_part(T("abcdef"), 2, 3), "cde");
	assert_text(text_part(T("abc"), 2, 99), "c");
	assert_text(text_part(T("abc"), 99, 1), "");
	assert_text(text_from(T("abc"), 1), "bc");
	assert_text(text_from(none, 5), "");
	assert_text(text_head(T("王秀兰"), 2), "王秀");
	assert_text(text_head(T("王秀兰"), 9), "王秀兰");
	assert_text(text_head(T("a\xFFz"), 2), "a\xFF");
	assert_text(text_head(none, 2), "");
}

static void test_trim(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ " \t\r\n", "" },
		{ " a b ", "a b" },
		{ "\xE3\x80\x80王\xE3\x80\x80 ", "王" },
		{ "\xC2\xA0 x\xC2\xA0", "x" },
		{ "\xEF\xBB\xBF\xE3\x80\x80", "" },
		{ "\xEF\xBB\xBF---", "---" },
		/* The last byte of a blank alone is no blank. */
		{ "中\x80", "中\x80" },
		{ "\xC2\xA9", "\xC2\xA9" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(text_trim(text_of(cases[i][0])), cases[i][1]);
	assert_int_equal(text_trim((struct text){ NULL, 0 }).len, 0);
}

static void test_cut(void **state)
{
	static const char *const cases[][5] = {
		{ "a,,b", "a", "", "b", NULL },
		{ "", "", NULL },
		{ "a", "a", NULL },
		{ ",", "", "", NULL },
		{ "a,", "a", "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text rest = text_of(cases[i][0]), part;
		size_t count = 0;

		while (text_cut(&rest, ',', &part)) {
			assert_non_null(cases[i][count + 1]);
			assert_text(part, cases[i][++count]);
		}
		assert_null(cases[i][count + 1]);
		assert_null(rest.at);
	}
}

static void test_next(void **state)
{
	static const struct {
		struct text text;
		uint32_t character;
	} cases[] = {
		{ TEXT("A"), 'A' },
		{ TEXT("\0"), 0 },
		{ TEXT("\x7F"), 0x7F },
		{ TEXT("\xC2\x80"), 0x80 },
		{ TEXT("\xDF\xBF"), 0x7FF },
		{ TEXT("\xE0\xA0\x80"), 0x800 },
		{ TEXT("\xED\x9F\xBF"), 0xD7FF },
		{ TEXT("\xEE\x80\x80"), 0xE000 },
		{ TEXT("\xEF\xBF\xBF"), 0xFFFF },
		{ TEXT("\xF0\x90\x80\x80"), 0x10000 },
		{ TEXT("\xF4\x8F\xBF\xBF"), 0x10FFFF },
		{ TEXT("王"), 0x738B },
	};
	static const char *const bad[] = {
		"\x80",
		"\xBF",
		"\xC0\x80",
		"\xC1\xBF",
		"\xC2",
		"\xC2x",
		"\xE0\x9F\xBF",
		"\xED\xA0\x80",
		"\xED\xBF\xBF",
		"\xE5\x8D",
		"\xE5\x8Dx",
		"\xF0\x8F\xBF\xBF",
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"\xF0\x9F\x98",
		"\xFE",
		"\xFF",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *at = cases[i].text.at;
		const char *end = at + cases[i].text.len;

		assert_int_equal(text_next(&at, end), cases[i].character);
		assert_ptr_equal(at, end);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *at = bad[i];

		assert_int_equal(text_next(&at, bad[i] + strlen(bad[i])),
				 UINT32_MAX);
		assert_ptr_equal(at, bad[i] + 1);
	}
}

static void test_utf8(void **state)
{
	size_t bad = 99;

	(void)state;
	assert_true(text_is_utf8(T(""), NULL));
	assert_true(text_is_utf8(T("plain ASCII, and then 南京😀"), &bad));
	assert_int_equal(bad, 99);
	assert_false(text_is_utf8(T("0123456789中\xFFx"), &bad));
	assert_int_equal(bad, 13);
	assert_false(text_is_utf8(T("\xE5\x8D"), NULL));
}

static void test_chars_and_columns(void **state)
{
	static const struct {
		struct text text;
		size_t chars, columns;
	} cases[] = {
		{ { NULL, 0 }, 0, 0 },
		{ TEXT("abcdefghijk"), 11, 11 },
		{ TEXT("王秀兰"), 3, 6 },
		{ TEXT("abcdefgh王x"), 10, 11 },
		{ TEXT("，：「」。、"), 6, 12 },
		{ TEXT("ＡＢ"), 2, 4 },
		{ TEXT("한글"), 2, 4 },
		{ TEXT("ひらカナ"), 4, 8 },
		{ TEXT("😀👍"), 2, 4 },
		{ TEXT("\xF0\xA0\x80\x80"), 1, 2 }, /* extension B */
		{ TEXT("ｱｲ"), 2, 2 },		    /* half-width kana */
		{ TEXT("é…—°"), 4, 4 },
		{ TEXT("e\xCC\x81"), 2, 1 }, /* e and a mark on it */
		{ TEXT("a\xE2\x80\x8D\xEF\xB8\x8F"), 3, 1 },
		{ TEXT("a\xFF\xFEz"), 4, 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(text_chars(cases[i].text), cases[i].chars);
		assert_int_equal(text_columns(cases[i].text), cases[i].columns);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		int64_t number;
	} cases[] = {
		{ "0", true, 0 },
		{ "007", true, 7 },
		{ "-12", true, -12 },
		{ "+12", true, 12 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775809", false, 0 },
		{ "99999999999999999999", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "+-1", false, 0 },
		{ "1 ", false, 0 },
		{ " 1", false, 0 },
		{ "1.0", false, 0 },
		{ "0x10", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t number = 4711;

		assert_int_equal(text_number(text_of(cases[i].text), &number),
				 cases[i].is_number);
		assert_int_equal(number,
				 cases[i].is_number ? cases[i].number : 4711);
	}
}

static void test_decimals(void **state)
{
	static const struct {
		const char *text;
		int digits;
		bool is_number;
		int64_t scaled;
	} cases[] = {
		{ "1.25", 2, true, 125 },
		{ "1.2", 2, true, 120 },
		{ "1.259", 2, true, 125 },
		{ "-1.259", 2, true, -125 },
		{ "-0.5", 1, true, -5 },
		{ "3", 2, true, 300 },
		{ "3.9", 0, true, 3 },
		{ "0.1234567891234567899999", 3, true, 123 },
		{ "92233720368547758.07", 2, true, INT64_MAX },
		{ "92233720368547758.08", 2, false, 0 },
		{ "1.", 2, false, 0 },
		{ ".5", 2, false, 0 },
		{ "", 2, false, 0 },
		{ "1.2.3", 2, false, 0 },
		{ "1.2x", 1, false, 0 },
		{ "1e3", 2, false, 0 },
		{ "1,5", 2, false, 0 },
		{ "--1", 2, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t scaled = 4711;

		assert_int_equal(text_decimal(text_of(cases[i].text),
					      cases[i].digits, &scaled),
				 cases[i].is_number);
		assert_int_equal(scaled,
				 cases[i].is_number ? cases[i].scaled : 4711);
	}
}

static void test_plain(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "abc", "abc" },
		{ "２０２６－０３－０２", "2026-03-02" },
		{ "ＡｚＺ～！", "AzZ~!" },
		{ "下午\xE3\x80\x80２：３０", "下午 2:30" },
		{ "a\xC2\xA0z", "a z" },
		{ "。、「」", "。、「」" },
		{ "long enough ASCII，坏\xFF字", "long enough ASCII,坏\xFF字" },
	};
	struct text same = T("王秀兰");
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(text_plain(&arena, text_of(cases[i][0])),
			    cases[i][1]);
	assert_ptr_equal(text_plain(&arena, same).at, same.at);
	assert_int_equal(text_plain(&arena, (struct text){ 0 }).len, 0);
	arena_release(&arena);
}

static void test_convert(void **state)
{
	static const struct {
		enum text_encoding from;
		struct text bytes;
		const char *utf8; /* NULL: not of that encoding */
	} cases[] = {
		{ TEXT_UTF8, TEXT("王"), "王" },
		{ TEXT_UTF8, TEXT("\xCD\xF5"), NULL },
		{ TEXT_GB18030, TEXT("\xCD\xF5\xD0\xE3\xC0\xBC"), "王秀兰" },
		{ TEXT_GB18030, TEXT("a: \xD6\xD0\n"), "a: 中\n" },
		{ TEXT_GB18030, TEXT("\x95\x32\x82\x36"), "𠀀" },
		{ TEXT_GB18030, TEXT("\xFE\x51\xFE\x51"), "𠂇𠂇" },
		{ TEXT_GB18030, TEXT("\xCD"), NULL },
		{ TEXT_GB18030, TEXT("\xFF\xFF"), NULL },
		{ TEXT_UTF16LE, TEXT("\x8B\x73\x0A\0"), "王\n" },
		{ TEXT_UTF16BE, TEXT("\x73\x8B\0\x0A"), "王\n" },
		{ TEXT_UTF16LE, TEXT("\x3D\xD8\x00\xDE"), "😀" },
		{ TEXT_UTF16LE, TEXT("\x3D\xD8"), NULL },
		{ TEXT_UTF16LE, TEXT("\x8B"), NULL },
		{ TEXT_UTF16LE, TEXT(""), "" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text utf8 = { 0 };
		bool done = text_convert(&arena, cases[i].from, cases[i].bytes,
					 &utf8);

		assert_int_equal(done, cases[i].utf8 != NULL);
		if (done)
			assert_text(utf8, cases[i].utf8);
	}
	arena_release(&arena);
}

static void test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		size_t limit, distance;
	} cases[] = {
		{ "", "", 3, 0 },
		{ "abc", "abc", 0, 0 },
		{ "abc", "abd", 0, 1 },
		{ "", "abc", 5, 3 },
		{ "abc", "", 2, 3 },
		{ "title", "titel", 3, 1 }, /* neighbours swapped */
		{ "ca", "abc", 5, 3 },	    /* no part edited twice */
		{ "kitten", "sitting", 5, 3 },
		{ "kitten", "sitting", 2, 3 },
		{ "kitten", "sitting", 1, 2 },
		{ "zhang-ly", "zhang-li", 2, 1 },
		{ "理疗师", "理疗帅", 2, 1 },
		{ "疗理师", "理疗师", 2, 1 },
		{ "理疗师", "therapist", 3, 4 },
		{ "a", "b", SIZE_MAX, 1 },
	};
	char many[66];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text a = text_of(cases[i].a), b = text_of(cases[i].b);

		assert_int_equal(text_distance(a, b, cases[i].limit),
				 cases[i].distance);
		assert_int_equal(text_distance(b, a, cases[i].limit),
				 cases[i].distance);
	}
	memset(many, 'x', sizeof(many));
	assert_int_equal(text_distance((struct text){ many, 64 },
				       (struct text){ many, 63 }, 2),
			 1);
	assert_int_equal(text_distance((struct text){ many, 65 },
				       (struct text){ many, 65 }, 2),
			 3);
}

static void test_is_nearer(void **state)
{
	size_t best = 3;

	(void)state;
	assert_false(text_is_nearer(T("zhang-ly"), T("wang"), &best));
	assert_int_equal(best, 3);
	assert_true(text_is_nearer(T("zhang-ly"), T("zhang-lily"), &best));
	assert_int_equal(best, 2);
	assert_true(text_is_nearer(T("zhang-ly"), T("zhang-li"), &best));
	assert_int_equal(best, 1);
	assert_false(text_is_nearer(T("zhang-ly"), T("zhang-lu"), &best));
	/* Two edits make any two characters of any other two. */
	best = 3;
	assert_false(text_is_nearer(T("疗程"), T("用药"), &best));
	assert_true(text_is_nearer(T("疗成"), T("疗程"), &best));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_nearer),
		cmocka_unit_test(test_comparing),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_chars_and_columns),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_decimals),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_convert),
		cmocka_unit_test(test_distance),
	};

	return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
