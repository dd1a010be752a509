/* page/month: every day once, in its column, with its label and its marks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/month.h"

static struct arena arena;

static const struct date no_date = { 0 };

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

/* Walks all cells: they must be exactly the days from `day` on. Returns how
 * many there were. */
static int32_t check_cells(struct list months, struct date day,
			   const struct month_marks *marks)
{
	const struct month_grid *grids = months.items;
	int32_t seen = 0;

	for (size_t m = 0; m < months.count; m++) {
		const struct month_week *weeks = grids[m].weeks.items;

		assert_int_equal(grids[m].year, day.year);
		assert_int_equal(grids[m].month, day.month);
		for (size_t w = 0; w < grids[m].weeks.count; w++) {
			const struct month_day *days = weeks[w].days.items;

			assert_int_equal(weeks[w].days.count, 7);
			for (int column = 0; column < 7; column++) {
				unsigned of_day;

				if (!days[column].day)
					continue;
				assert_int_equal(days[column].day, day.day);
				assert_int_equal((column + 1) % 7,
						 date_weekday(day));
				of_day = month_marks_of(marks, day);
				assert_int_equal(days[column].is_revisit,
						 !!(of_day & MONTH_REVISIT));
				assert_int_equal(days[column].treatment,
						 !!(of_day & MONTH_TREATMENT));
				assert_int_equal(days[column].home,
						 !!(of_day & MONTH_HOME));
				assert_int_equal(days[column].medicine,
						 !!(of_day & MONTH_MEDICINE));
				assert_int_equal(days[column].bill,
						 !!(of_day & MONTH_BILL));
				assert_int_equal(days[column].dots,
						 of_day > MONTH_REVISIT);
				day = date_add(day, 1);
				seen++;
			}
		}
	}
	return seen;
}

struct months_case {
	struct date first, last, from;
	size_t months;
	int32_t days;
};

static void test_every_day_stands_once(void **state)
{
	static const struct months_case cases[] = {
		{ { 2026, 1, 5 }, { 2026, 6, 30 }, { 2026, 1, 1 }, 6, 181 },
		/* Four whole weeks: no row too many. */
		{ { 2027, 2, 1 }, { 2027, 2, 28 }, { 2027, 2, 1 }, 1, 28 },
		{ { 2024, 2, 29 }, { 2024, 2, 29 }, { 2024, 2, 1 }, 1, 29 },
		{ { 2026, 12, 31 }, { 2027, 1, 1 }, { 2026, 12, 1 }, 2, 62 },
		{ { 2199, 11, 1 }, { 2199, 12, 31 }, { 2199, 11, 1 }, 2, 61 },
		/* No more months than are allowed. */
		{ { 2026, 1, 1 }, { 2099, 1, 1 }, { 2026, 1, 1 }, 48, 1461 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct month_marks marks =
			month_marks_make(&arena, cases[i].first, cases[i].last);
		struct list months = month_grids(&arena, &marks, false);

		assert_int_equal(months.count, cases[i].months);
		assert_int_equal(check_cells(months, cases[i].from, &marks),
				 cases[i].days);
	}
}

static void test_rows_are_no_more_than_needed(void **state)
{
	struct month_marks marks =
		month_marks_make(&arena, (struct date){ 2027, 2, 1 },
				 (struct date){ 2027, 5, 31 });
	struct list months = month_grids(&arena, &marks, false);
	const struct month_grid *grids = months.items;
	/* Feb 2027 is 4 weeks from Monday; May begins on a Saturday. */
	static const size_t rows[] = { 4, 5, 5, 6 };

	(void)state;
	for (size_t i = 0; i < months.count; i++)
		assert_int_equal(grids[i].weeks.count, rows[i]);
}

static void test_marks_come_back(void **state)
{
	struct month_marks marks =
		month_marks_make(&arena, (struct date){ 2026, 4, 10 },
				 (struct date){ 2026, 6, 2 });

	(void)state;
	month_mark(&marks, (struct date){ 2026, 4, 1 }, MONTH_HOME);
	month_mark(&marks, (struct date){ 2026, 5, 16 }, MONTH_REVISIT);
	month_mark(&marks, (struct date){ 2026, 5, 16 }, MONTH_TREATMENT);
	month_mark(&marks, (struct date){ 2026, 6, 30 }, MONTH_BILL);
	month_mark(&marks, (struct date){ 2026, 6, 29 }, MONTH_MEDICINE);
	assert_int_equal(marks.all, 31);
	assert_int_equal(month_marks_of(&marks, (struct date){ 2026, 5, 16 }),
			 3);
	assert_int_equal(check_cells(month_grids(&arena, &marks, false),
				     (struct date){ 2026, 4, 1 }, &marks),
			 91);
}

static void test_days_outside_are_not_marked(void **state)
{
	static const struct date outside[] = {
		{ 2026, 3, 31 }, { 2026, 5, 1 }, { 1900, 1, 1 }, { 2199, 1, 1 }
	};
	struct month_marks marks =
		month_marks_make(&arena, (struct date){ 2026, 4, 1 },
				 (struct date){ 2026, 4, 30 });

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		month_mark(&marks, outside[i], MONTH_BILL);
		assert_int_equal(month_marks_of(&marks, outside[i]), 0);
	}
	assert_int_equal(marks.all, 0);
}

static void test_neighbours_know_each_other(void **state)
{
	struct month_marks marks =
		month_marks_make(&arena, (struct date){ 2026, 12, 1 },
				 (struct date){ 2027, 2, 1 });
	struct list months = month_grids(&arena, &marks, false);
	const struct month_grid *grids = months.items;

	(void)state;
	assert_true(text_is(grids[0].id, "2026-12"));
	assert_true(text_is(grids[0].previous, ""));
	assert_true(text_is(grids[0].next, "2027-01"));
	assert_true(text_is(grids[1].previous, "2026-12"));
	assert_true(text_is(grids[1].next, "2027-02"));
	assert_true(text_is(grids[2].next, ""));
	assert_true(text_is(grids[1].month_name, "t.month_1"));
}

static void test_labels_only_where_wanted(void **state)
{
	struct month_marks marks =
		month_marks_make(&arena, (struct date){ 2026, 2, 1 },
				 (struct date){ 2026, 2, 28 });
	struct list plain = month_grids(&arena, &marks, false);
	struct list labelled = month_grids(&arena, &marks, true);
	const struct month_week *without =
		((const struct month_grid *)plain.items)->weeks.items;
	const struct month_week *with =
		((const struct month_grid *)labelled.items)->weeks.items;

	(void)state;
	for (size_t w = 0; w < 4; w++)
		for (size_t d = 0; d < 7; d++)
			assert_int_equal(((const struct month_day *)without[w]
						  .days.items)[d]
						 .label.len,
					 0);
	/* Tuesday 17 February 2026 is New Year's Day of the moon's year. */
	assert_true(
		text_is(((const struct month_day *)with[3].days.items)[1].label,
			"春节"));
}

static void test_no_days_no_months(void **state)
{
	struct month_marks none = month_marks_make(&arena, no_date, no_date);
	struct month_marks back =
		month_marks_make(&arena, (struct date){ 2026, 4, 2 },
				 (struct date){ 2026, 4, 1 });

	(void)state;
	assert_int_equal(month_grids(&arena, &none, true).count, 0);
	assert_int_equal(month_grids(&arena, &back, true).count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_stands_once),
		cmocka_unit_test(test_rows_are_no_more_than_needed),
		cmocka_unit_test(test_marks_come_back),
		cmocka_unit_test(test_days_outside_are_not_marked),
		cmocka_unit_test(test_neighbours_know_each_other),
		cmocka_unit_test(test_labels_only_where_wanted),
		cmocka_unit_test(test_no_days_no_months),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
