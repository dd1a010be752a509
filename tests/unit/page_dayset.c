/* page/dayset: what is written means exactly the days given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/dayset.h"

enum { SPAN = DAYSET_MOST_SPAN };

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

static const struct date begin = { 2026, 12, 25 };

static struct text write_days(const bool has[SPAN])
{
	struct dates dates = { ARENA_ARRAY(&arena, SPAN, struct date), 0 };

	for (int i = 0; i < SPAN; i++)
		if (has[i])
			dates.items[dates.count++] = date_add(begin, i);
	return dayset_text(&arena, dates);
}

static struct date read_date(struct text t, int *year)
{
	struct date date;

	if (t.len == 5)
		t = arena_format(&arena, "%d-%.*s", *year, TEXT_ARG(t));
	assert_int_equal(t.len, 10);
	assert_int_equal(date_read(t, &date), DATE_OK);
	*year = date.year;
	return date;
}

/* Reads a set as the page's script does. */
static void read_days(struct text set, bool has[SPAN])
{
	struct text item, part[3] = { 0 };
	int year = 0;

	memset(has, 0, SPAN * sizeof(*has));
	while (text_cut(&set, ' ', &item)) {
		int32_t from, until;
		int64_t step = 1;
		size_t parts = 0;

		while (parts < 3 && text_cut(&item, '/', &part[parts]))
			parts++;
		from = date_days(read_date(part[0], &year));
		until = from;
		if (parts > 1)
			until = date_days(read_date(part[1], &year));
		if (parts > 2)
			assert_true(text_number(part[2], &step));
		for (; from <= until; from += (int32_t)step) {
			int at = from - date_days(begin);

			assert_in_range(at, 0, SPAN - 1);
			assert_false(has[at]); /* no day twice */
			has[at] = true;
		}
	}
}

struct pattern {
	const char *days; /* of so many: x is in the set; repeated */
	int count;
	const char *expected;
};

static void test_patterns(void **state)
{
	static const struct pattern cases[] = {
		{ "x", 1, "2026-12-25" },
		{ "x", 2, "2026-12-25 12-26" },
		{ "x", 3, "2026-12-25/12-27" },
		{ "x", 10, "2026-12-25/2027-01-03" },
		{ "x......", 15, "2026-12-25 2027-01-01 01-08" },
		{ "x......", 22, "2026-12-25/2027-01-15/7" },
		{ "x.............", 50, "2026-12-25/2027-02-05/14" },
		{ "x.", 9, "2026-12-25/2027-01-02/2" },
		{ "x..", 12, "2026-12-25/2027-01-03/3" },
		/* Mondays and Fridays */
		{ "x..x...", 28,
		  "2026-12-25/2027-01-15/7 2026-12-28/2027-01-18/7" },
		/* Five weekdays are five rows, not a range a week. */
		{ "xxxxx..", 42,
		  "2026-12-25/2027-01-29/7 2026-12-26/2027-01-30/7 "
		  "2026-12-27/2027-01-31/7 2026-12-28/2027-02-01/7 "
		  "2026-12-29/2027-02-02/7" },
		/* Saturdays without one are not every other Saturday. */
		{ "x.............x......", 63,
		  "2026-12-25 2027-01-08 01-15 01-29 02-05 02-19" },
		/* A day was left out. */
		{ "xxx.xxxxxx", 10, "2026-12-25/12-27 12-29/2027-01-03" },
		{ ".....", 5, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool has[SPAN] = { false };
		struct text set;

		for (int k = 0; k < cases[i].count; k++)
			has[k] = cases[i].days[(size_t)k %
					       strlen(cases[i].days)] == 'x';
		set = write_days(has);
		if (!text_is(set, cases[i].expected))
			fail_msg("%s: %.*s", cases[i].days, TEXT_ARG(set));
	}
}

/* Any days come back, whatever they are; a plain generator makes them up. */
static void test_any_days_come_back(void **state)
{
	uint32_t seed = 20260105;

	(void)state;
	for (int round = 0; round < 300; round++) {
		bool has[SPAN] = { false }, back[SPAN];
		uint32_t density = (uint32_t)round % 9 + 1;
		int step = round % 15 + 1;

		for (int i = 0; i < SPAN; i++) {
			seed = seed * 1664525 + 1013904223;
			has[i] = i % step == 0 ? (seed >> 16) % 10 <= density
					       : (seed >> 16) % 100 < density;
		}
		read_days(write_days(has), back);
		assert_memory_equal(has, back, sizeof(has));
	}
}

static void test_none_and_three_years(void **state)
{
	bool has[SPAN] = { false };

	(void)state;
	assert_int_equal(write_days(has).len, 0);
	memset(has, true, sizeof(has));
	assert_true(text_is(write_days(has), "2026-12-25/2029-12-28"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_any_days_come_back),
		cmocka_unit_test(test_none_and_three_years),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
