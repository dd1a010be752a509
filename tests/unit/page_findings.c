/* page/findings: checks that belong together, plain words, the time line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/findings.h"
#include "page/trend.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct check check_of(const char *name, const char *value,
			     const char *range, int month)
{
	struct check check = {
		.name = text_of(name),
		.date = { 2026, (uint8_t)month, 10 },
	};

	values_read_number(&arena, text_of(value), &check.value);
	if (range[0])
		assert_true(values_read_range(&arena, text_of(range),
					      &check.range));
	return check;
}

struct verdict {
	const char *value, *range, *expected;
};

static void test_verdicts(void **state)
{
	static const struct verdict cases[] = {
		{ "120", "120-180", "t.check_in" },
		{ "180", "120-180", "t.check_in" },
		{ "119", "120-180", "t.check_below" },
		{ "102", "120-180", "t.check_below" },
		{ "101", "120-180", "t.check_low" },
		{ "207", "120-180", "t.check_above" },
		{ "208", "120-180", "t.check_high" },
		{ "11", "15-150", "t.check_low" },
		{ "6", "<5", "t.check_high" },
		{ "5.2", "<5", "t.check_above" },
		{ "61", ">60", "t.check_in" },
		{ "12", "", "" },
		{ "阴性", "0-1", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct check check =
			check_of("a", cases[i].value, cases[i].range, 1);
		struct list checks = { &check, 1 };
		const struct findings *findings = findings_make(
			&arena, &checks, (struct texts){ NULL, 0 });
		const struct finding *finding = findings->items.items;

		assert_int_equal(findings->items.count, 1);
		if (!text_is(finding->verdict, cases[i].expected))
			fail_msg("%s of %s: %.*s", cases[i].value,
				 cases[i].range, TEXT_ARG(finding->verdict));
		assert_null(finding->trend);
	}
}

static void test_one_name_on_several_days_is_a_trend(void **state)
{
	struct text paths[] = { TEXT("media/c.pdf"), TEXT(""),
				TEXT("media/a.pdf"), TEXT("") };
	struct check checks[] = {
		check_of("铁蛋白", "41.5", "15-150", 4),
		check_of("密度", "82", "120-180", 1),
		check_of("铁蛋白", "11", "15-150", 1),
		check_of("铁蛋白", "24", "15-150", 3),
	};
	struct list list = { checks, 4 };
	const struct findings *findings =
		findings_make(&arena, &list, (struct texts){ paths, 4 });
	const struct finding *items = findings->items.items;
	const struct trend_column *columns;
	const struct finding_report *reports;

	(void)state;
	assert_int_equal(findings->items.count, 2);
	assert_true(text_is(items[0].name, "铁蛋白"));
	assert_true(text_is(items[0].value, "41.5"));
	assert_non_null(items[0].trend);
	columns = items[0].trend->columns.items;
	assert_true(text_is(columns[0].value, "11"));
	assert_true(text_is(columns[1].value, "24"));
	assert_true(text_is(columns[2].value, "41.5"));
	assert_true(text_is(items[0].change, "t.check_more"));
	assert_true(text_is(items[0].difference, "30.5"));
	assert_true(text_is(items[0].since.iso, "2026-01-10"));
	assert_int_equal(items[0].reports.count, 2);
	reports = items[0].reports.items;
	assert_true(text_is(reports[0].path, "media/a.pdf"));
	assert_true(text_is(reports[1].path, "media/c.pdf"));
	assert_true(text_is(items[1].name, "密度"));
	assert_null(items[1].trend);
}

static void test_change_downwards_and_none(void **state)
{
	struct check checks[] = {
		check_of("a", "7.25", "", 1),
		check_of("a", "7", "", 2),
		check_of("b", "5", "", 1),
		check_of("b", "5.0", "", 2),
	};
	struct list list = { checks, 4 };
	const struct findings *findings =
		findings_make(&arena, &list, (struct texts){ NULL, 0 });
	const struct finding *items = findings->items.items;

	(void)state;
	assert_true(text_is(items[0].change, "t.check_less"));
	assert_true(text_is(items[0].difference, "0.25"));
	assert_true(text_is(items[1].change, ""));
}

static void test_what_makes_no_trend(void **state)
{
	struct check words[] = { check_of("螨虫", "阳性", "", 1),
				 check_of("螨虫", "阴性", "", 2) };
	struct check one_day[] = { check_of("a", "1", "", 1),
				   check_of("a", "2", "", 1) };
	struct list list = { words, 2 };
	const struct findings *findings =
		findings_make(&arena, &list, (struct texts){ NULL, 0 });

	(void)state;
	/* Each stands for itself; nothing is lost. */
	assert_int_equal(findings->items.count, 2);
	assert_null(((const struct finding *)findings->items.items)[1].trend);
	list = (struct list){ one_day, 2 };
	findings = findings_make(&arena, &list, (struct texts){ NULL, 0 });
	assert_int_equal(findings->items.count, 2);
	list = (struct list){ NULL, 0 };
	assert_null(findings_make(&arena, &list, (struct texts){ NULL, 0 }));
}

struct story {
	const char *markdown;
	size_t items;		 /* 0: prose */
	const char *when, *text; /* of the first */
};

static void test_histories(void **state)
{
	static const struct story cases[] = {
		{ "- 2023年秋：掉发变多\n- 2024年：变宽\n", 2, "2023年秋",
		  "掉发变多" },
		{ "1. **2024年春** 变宽\n2. **今年** 好些\n", 2, "2024年春",
		  "变宽" },
		{ "- **2024年春**：变宽\n", 1, "2024年春", "变宽" },
		{ "- Spring 2024: wider\n", 1, "Spring 2024", "wider" },
		{ "* 掉发变多\n\n* 变宽\n", 2, "", "掉发变多" },
		{ "- 掉发变多，一次约一百五十根，洗头后更多：很担心\n", 1, "",
		  "掉发变多，一次约一百五十根，洗头后更多：很担心" },
		{ "- *a*：b\n", 1, "", "<em>a</em>：b" },
		{ "掉发变多。\n", 0, "", "" },
		{ "- a\n  - b\n", 0, "", "" },
		{ "- a\n\n  b\n", 0, "", "" },
		{ "- a\n\nb\n", 0, "", "" },
		{ "a\n\n- b\n", 0, "", "" },
		{ "- a\n\n<!-- -->\n\n- b\n", 0, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cause cause = { 0 };
		const struct history *history;
		const struct history_item *first;

		cause.history.text = text_of(cases[i].markdown);
		cause.history.html =
			markdown_blocks(&arena, cause.history.text);
		history = history_make(&arena, &cause);
		if (history->line.count != cases[i].items)
			fail_msg("%s: %zu items", cases[i].markdown,
				 history->line.count);
		assert_int_equal(history->has_line, cases[i].items > 0);
		assert_int_equal(history->prose.len > 0, !cases[i].items);
		if (!cases[i].items)
			continue;
		first = history->line.items;
		assert_true(text_is(first->when, cases[i].when));
		if (!text_is(first->text, cases[i].text))
			fail_msg("%s: %.*s", cases[i].markdown,
				 TEXT_ARG(first->text));
		assert_true(first[cases[i].items - 1].is_last);
	}
}

static void test_nothing_written_no_history(void **state)
{
	struct cause cause = { 0 };

	(void)state;
	assert_null(history_make(&arena, &cause));
	cause.diagnosis = T("x");
	assert_non_null(history_make(&arena, &cause));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_one_name_on_several_days_is_a_trend),
		cmocka_unit_test(test_change_downwards_and_none),
		cmocka_unit_test(test_what_makes_no_trend),
		cmocka_unit_test(test_histories),
		cmocka_unit_test(test_nothing_written_no_history),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
