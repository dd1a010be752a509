/* base/diag: the exact printed forms, sorting, counting and moving. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/diag.h"

static const struct diag_style plain = { DIAG_FORMAT_TEXT, false, 0 };
static const struct diag_style json = { DIAG_FORMAT_JSON, false, 0 };

/* Prints and compares with what is expected, byte for byte. */
static void check_printed(struct diags *diags, struct diag_style style,
			  const char *expected)
{
	char *printed = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&printed, &len);

	assert_non_null(to);
	diags_print(diags, to, style);
	assert_int_equal(fclose(to), 0);
	if (strcmp(printed, expected))
		print_message("--- printed:\n%s--- expected:\n%s", printed,
			      expected);
	assert_string_equal(printed, expected);
	free(printed);
}

/* One diagnostic about the first `marked` in a text, printed. */
static void check_marked(const char *content, const char *marked,
			 const char *expected)
{
	struct source source = { T("a.yaml"), text_of(content) };
	size_t offset = text_find(source.text, marked);
	struct diags diags;

	diags_init(&diags);
	diag_add(&diags, SEVERITY_ERROR,
		 source_place(&source, offset, strlen(marked)), "x.y", "wrong");
	check_printed(&diags, plain, expected);
	diags_release(&diags);
}

static void test_whole_form(void **state)
{
	struct source source = {
		T("content/stores/nanjing/patients/王秀兰/plan.yaml"),
		T("姓名: 王秀兰\n治疗:\n  - 日期: 2026年13月6日\n"),
	};
	struct source other = { T("clinic.yaml"), T("a: 1\nb: 22\n") };
	struct diags diags;
	struct diag *diag;
	struct place place;

	(void)state;
	diags_init(&diags);
	place = source_place(&source, text_find(source.text, "2026"),
			     strlen("2026年13月6日"));
	diag = diag_add(&diags, SEVERITY_ERROR, place, "plan.date.invalid",
			"“%s” is written for “%s”, there is no month 13",
			"2026年13月6日", "日期");
	diag_hint(&diags, diag, "write it like this: %s", "2026-12-06");
	diag_note(&diags, diag, source_place(&other, 8, 2), "first seen here");
	diag_detail(&diags, diag, "library: bad month\n");
	check_printed(
		&diags, plain,
		"content/stores/nanjing/patients/王秀兰/plan.yaml:3:9: error: "
		"“2026年13月6日” is written for “日期”, there is no month 13\n"
		"    3 |   - 日期: 2026年13月6日\n"
		"      |           ^~~~~~~~~~~~~\n"
		"   write it like this: 2026-12-06\n"
		"clinic.yaml:2:4: note: first seen here\n"
		"    2 | b: 22\n"
		"      |    ^~\n"
		"   detail: library: bad month\n");
	check_printed(
		&diags, json,
		"{\"file\":\"content/stores/nanjing/patients/王秀兰/"
		"plan.yaml\","
		"\"line\":3,\"column\":9,\"length\":10,\"severity\":\"error\","
		"\"code\":\"plan.date.invalid\",\"message\":\"“2026年13月6日” "
		"is "
		"written for “日期”, there is no month 13\","
		"\"hint\":\"write it like this: 2026-12-06\"}\n");
	diags_release(&diags);
}

static void test_colour(void **state)
{
	struct source source = { T("a"), T("x: y") };
	struct diag_style style = { DIAG_FORMAT_TEXT, true, 0 };
	struct diags diags;

	(void)state;
	diags_init(&diags);
	diag_add(&diags, SEVERITY_ERROR, source_place(&source, 3, 1), "c",
		 "one");
	diag_add(&diags, SEVERITY_WARNING, source_whole(&source), "c", "two");
	check_printed(&diags, style,
		      "\033[1ma:\033[0m \033[1;35mwarning:\033[0m two\n"
		      "\033[1ma:1:4:\033[0m \033[1;31merror:\033[0m one\n"
		      "    1 | x: y\n"
		      "      |    \033[1;32m^\033[0m\n");
	diags_release(&diags);
}

static void test_carets(void **state)
{
	(void)state;
	/* Wide characters before and in the place count two columns. */
	check_marked("理疗师: 张", "张",
		     "a.yaml:1:6: error: wrong\n"
		     "    1 | 理疗师: 张\n"
		     "      |         ^~\n");
	/* Tabs stay tabs in the padding, wherever they are. */
	check_marked("\ta\t坏:\tx", "x",
		     "a.yaml:1:7: error: wrong\n"
		     "    1 | \ta\t坏:\tx\n"
		     "      | \t \t   \t^\n");
	check_marked("a\tb", "a\tb",
		     "a.yaml:1:1: error: wrong\n"
		     "    1 | a\tb\n"
		     "      | ^~~~~~~~~\n");
	/* Marks on a letter take no column. */
	check_marked("e\xCC\x81 x", "x",
		     "a.yaml:1:4: error: wrong\n"
		     "    1 | e\xCC\x81 x\n"
		     "      |   ^\n");
	/* What a terminal would obey is not passed on. */
	check_marked("\033[2J\x80 \xE2\x80\xAEx", "x",
		     "a.yaml:1:8: error: wrong\n"
		     "    1 | \xEF\xBF\xBD[2J\xEF\xBF\xBD \xEF\xBF\xBDx\n"
		     "      |        ^\n");
	/* A place behind the last character: something is missing there. */
	check_marked("key:\nx", "\nx",
		     "a.yaml:1:5: error: wrong\n"
		     "    1 | key:\n"
		     "      |     ^\n");
}

static void test_places_without_column_or_line(void **state)
{
	struct source source = { T("a"), T("one\n\ntwo") };
	struct diags diags;

	(void)state;
	diags_init(&diags);
	diag_add(&diags, SEVERITY_ERROR, source_whole(&source), "c", "whole");
	diag_add(&diags, SEVERITY_ERROR,
		 source_at(&source, (struct span){ 1, 0, 0 }), "c", "line");
	diag_add(&diags, SEVERITY_ERROR,
		 source_at(&source, (struct span){ 2, 1, 0 }), "c", "empty");
	diag_add(&diags, SEVERITY_ERROR,
		 source_at(&source, (struct span){ 3, 99, 9 }), "c", "far");
	diag_add(&diags, SEVERITY_ERROR,
		 source_at(&source, (struct span){ 44, 2, 1 }), "c", "gone");
	diag_add(&diags, SEVERITY_ERROR, (struct place){ 0 }, "c", "nowhere");
	diag_add_path(&diags, SEVERITY_WARNING, T("b/c"), "c", "100%% of %s",
		      "it");
	check_printed(&diags, plain,
		      "error: nowhere\n"
		      "a: error: whole\n"
		      "a:1: error: line\n"
		      "    1 | one\n"
		      "a:2:1: error: empty\n"
		      "a:3:99: error: far\n"
		      "    3 | two\n"
		      "      |    ^\n"
		      "a:44:2: error: gone\n"
		      "b/c: warning: 100% of it\n");
	diags_release(&diags);
}

static void test_json_nulls_and_escapes(void **state)
{
	struct source source = { T("a"), T("\"x\"") };
	struct diags diags;

	(void)state;
	diags_init(&diags);
	diag_add(&diags, SEVERITY_WARNING, (struct place){ 0 }, "c.d",
		 "say \"hi\"\n");
	diag_add(&diags, SEVERITY_ERROR, source_whole(&source), "c", "w");
	diag_add(&diags, SEVERITY_ERROR,
		 source_at(&source, (struct span){ 1, 2, 0 }), "c", "p");
	check_printed(
		&diags, json,
		"{\"file\":null,\"line\":null,\"column\":null,\"length\":null,"
		"\"severity\":\"warning\",\"code\":\"c.d\","
		"\"message\":\"say \\\"hi\\\"\\n\",\"hint\":null}\n"
		"{\"file\":\"a\",\"line\":null,\"column\":null,\"length\":null,"
		"\"severity\":\"error\",\"code\":\"c\",\"message\":\"w\","
		"\"hint\":null}\n"
		"{\"file\":\"a\",\"line\":1,\"column\":2,\"length\":null,"
		"\"severity\":\"error\",\"code\":\"c\",\"message\":\"p\","
		"\"hint\":null}\n");
	diags_release(&diags);
}

/* Content in messages and paths cannot break the line or steer a terminal. */
static void test_messages_stay_one_line(void **state)
{
	struct diags diags;
	struct diag *diag;

	(void)state;
	diags_init(&diags);
	diag = diag_add_path(&diags, SEVERITY_ERROR, T("a\nb\033"), "c", "%s",
			     "x\ny\a");
	diag_hint(&diags, diag, "one\ntwo");
	check_printed(&diags, plain,
		      "a b\xEF\xBF\xBD: error: x y\xEF\xBF\xBD\n"
		      "   one\n"
		      "   two\n");
	diags_release(&diags);
}

static void test_order_and_repeats(void **state)
{
	static const struct {
		const char *path;
		enum severity severity;
		struct span span;
		const char *message;
	} cases[] = {
		{ "b", SEVERITY_ERROR, { 2, 1, 1 }, "6" },
		{ "b", SEVERITY_WARNING, { 1, 9, 1 }, "5" },
		{ "a", SEVERITY_ERROR, { 10, 1, 1 }, "4" },
		{ "a", SEVERITY_WARNING, { 9, 2, 1 }, "2" },
		{ "a", SEVERITY_WARNING, { 9, 2, 1 }, "3" },
		{ "a", SEVERITY_ERROR, { 9, 2, 1 }, "1" },
		{ "a", SEVERITY_ERROR, { 0, 0, 0 }, "0" },
		{ "a", SEVERITY_WARNING, { 9, 2, 1 }, "2" }, /* again */
		{ "a", SEVERITY_ERROR, { 10, 1, 1 }, "4" },  /* again */
	};
	struct diags diags;

	(void)state;
	diags_init(&diags);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct source source = { text_of(cases[i].path), { 0 } };

		diag_add(&diags, cases[i].severity,
			 source_at(&source, cases[i].span), "c", "%s",
			 cases[i].message);
	}
	check_printed(&diags, plain,
		      "a: error: 0\n"
		      "a:9:2: error: 1\n"
		      "a:9:2: warning: 2\n"
		      "a:9:2: warning: 3\n"
		      "a:10:1: error: 4\n"
		      "b:1:9: warning: 5\n"
		      "b:2:1: error: 6\n");
	assert_int_equal(diags.errors, 4);
	assert_int_equal(diags.warnings, 3);
	/* Adding after printing works: the list is whole. */
	diag_add_path(&diags, SEVERITY_ERROR, T("z"), "c", "last");
	assert_int_equal(diags.errors, 5);
	diags_release(&diags);
	assert_int_equal(diags.errors, 0);
	check_printed(&diags, plain, "");
}

static void test_sorting_many_is_stable(void **state)
{
	struct buf expected = BUF_INIT;
	struct diags diags;

	(void)state;
	diags_init(&diags);
	for (int i = 0; i < 1000; i++) {
		struct text path = i % 2 ? T("b") : T("a");

		diag_add_path(&diags, SEVERITY_ERROR, path, "c", "%d", i);
	}
	for (int i = 0; i < 1000; i += 2)
		buf_format(&expected, "a: error: %d\n", i);
	for (int i = 1; i < 1000; i += 2)
		buf_format(&expected, "b: error: %d\n", i);
	check_printed(&diags, plain, buf_text(&expected).at);
	buf_release(&expected);
	diags_release(&diags);
}

static void test_most_per_file(void **state)
{
	struct diag_style style = { DIAG_FORMAT_TEXT, false, 2 };
	struct diags diags;

	(void)state;
	diags_init(&diags);
	for (int i = 0; i < 5; i++)
		diag_add_path(&diags, SEVERITY_ERROR, T("a"), "c", "%d", i);
	for (int i = 0; i < 2; i++)
		diag_add_path(&diags, SEVERITY_ERROR, T("b"), "c", "%d", i);
	for (int i = 0; i < 3; i++)
		diag_add(&diags, SEVERITY_ERROR, (struct place){ 0 }, "c", "%d",
			 i);
	check_printed(&diags, style,
		      "error: 0\n"
		      "error: 1\n"
		      "error: 2\n"
		      "a: error: 0\n"
		      "a: error: 1\n"
		      "   … and 3 more in this file\n"
		      "b: error: 0\n"
		      "b: error: 1\n");
	assert_int_equal(diags.errors, 10);
	diags_release(&diags);
}

static void test_move(void **state)
{
	struct source source = { T("a"), T("x: 1") };
	struct diags run, unit;
	struct diag *diag;

	(void)state;
	diags_init(&run);
	diags_init(&unit);
	diags_move(&run, &unit);
	assert_null(run.first);
	for (int i = 0; i < 2; i++) {
		diag = diag_add(&unit, SEVERITY_ERROR,
				source_place(&source, 3, 1), "c", "%d", i);
		diag_hint(&unit, diag, "hint");
		diag_note(&unit, diag, source_whole(&source), "note");
		diag_detail(&unit, diag, "detail");
		diags_move(&run, &unit);
		assert_null(unit.first);
		assert_int_equal(unit.errors, 0);
	}
	diags_release(&unit);
	assert_int_equal(run.errors, 2);
	check_printed(&run, plain,
		      "a:1:4: error: 0\n"
		      "    1 | x: 1\n"
		      "      |    ^\n"
		      "   hint\n"
		      "a: note: note\n"
		      "   detail: detail\n"
		      "a:1:4: error: 1\n"
		      "    1 | x: 1\n"
		      "      |    ^\n"
		      "   hint\n"
		      "a: note: note\n"
		      "   detail: detail\n");
	diags_release(&run);
}

/* A line of `chars` times 中 with one X, and what is shown of it. */
static void check_long_line(size_t chars, size_t x_at, size_t shown_before,
			    size_t shown_behind)
{
	struct buf line = BUF_INIT, expected = BUF_INIT;
	bool cut_at_start = shown_before < x_at;
	bool cut_at_end = shown_behind < chars - x_at - 1;

	for (size_t i = 0; i < chars; i++)
		buf_add_string(&line, i == x_at ? "X" : "中");
	buf_format(&expected, "a.yaml:1:%zu: error: wrong\n    1 | ", x_at + 1);
	buf_add_string(&expected, cut_at_start ? "…" : "");
	for (size_t i = 0; i < shown_before; i++)
		buf_add_string(&expected, "中");
	buf_add_char(&expected, 'X');
	for (size_t i = 0; i < shown_behind; i++)
		buf_add_string(&expected, "中");
	buf_add_string(&expected, cut_at_end ? "…" : "");
	buf_format(&expected, "\n      | %*s^\n",
		   (int)(2 * shown_before + cut_at_start), "");
	check_marked(buf_text(&line).at, "X", buf_text(&expected).at);
	buf_release(&line);
	buf_release(&expected);
}

static void test_long_lines(void **state)
{
	(void)state;
	check_long_line(60, 59, 59, 0); /* 119 columns: whole */
	check_long_line(62, 0, 0, 59);	/* cut behind */
	check_long_line(62, 61, 30, 0); /* cut before */
	check_long_line(200, 100, 30, 29);
	check_long_line(400, 399, 30, 0); /* only a part of it is kept */
	check_long_line(5000, 0, 0, 59);
	check_long_line(5000, 2500, 30, 29);
	check_long_line(5000, 4999, 30, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_form),
		cmocka_unit_test(test_colour),
		cmocka_unit_test(test_carets),
		cmocka_unit_test(test_places_without_column_or_line),
		cmocka_unit_test(test_json_nulls_and_escapes),
		cmocka_unit_test(test_messages_stay_one_line),
		cmocka_unit_test(test_order_and_repeats),
		cmocka_unit_test(test_sorting_many_is_stable),
		cmocka_unit_test(test_most_per_file),
		cmocka_unit_test(test_move),
		cmocka_unit_test(test_long_lines),
	};

	return cmocka_run_group_tests_name("base/diag", tests, NULL, NULL);
}
