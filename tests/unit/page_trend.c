/* page/trend: what is drawn agrees with the numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/trend.h"

enum { MOST = 8 };

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

struct drawing {
	const char *range;
	const char *values[MOST]; /* NULL ends them */
};

static const struct drawing drawings[] = {
	{ "120-180", { "82", "91", "104", "118", NULL } },
	{ "120-180", { "82", "150", "200", NULL } },
	{ "15-150", { "11", "24", "41", NULL } },
	{ "<5", { "7.5", "5.1", "3", NULL } },
	{ ">60", { "12", "40", "61", NULL } },
	{ "0.27-4.20", { "2.31", "2.31", NULL } },
	{ "4-9", { "400", "420", NULL } }, /* the band is far away */
	{ "4-9", { "-3", "0", "-2", NULL } },
	{ "", { "1", "2", "3", NULL } },
	{ "0-1", { "0", "0", NULL } },
	{ "36-37", { "36.5", "36.6", "36.4", "36.7", NULL } },
};

static const struct trend *draw(const struct drawing *drawing,
				struct trend_point *points, size_t *count,
				struct range *range)
{
	*range = (struct range){ 0 };
	if (drawing->range[0])
		assert_true(values_read_range(&arena, text_of(drawing->range),
					      range));
	for (*count = 0; drawing->values[*count]; ++*count) {
		struct trend_point *point = &points[*count];

		point->date = (struct date){ 2026, 1, (uint8_t)(*count + 1) };
		values_read_number(&arena, text_of(drawing->values[*count]),
				   &point->value);
		assert_true(point->value.is_known);
	}
	return trend_make(&arena, points, *count, range);
}

/* The points of the curve: "M50 82 150 75". */
static void read_curve(struct text curve, int x[MOST], int y[MOST],
		       size_t count)
{
	const char *at = curve.at;
	int read = 0;

	assert_int_equal(*at++, 'M');
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(sscanf(at, "%d %d%n", &x[i], &y[i], &read), 2);
		at += read;
	}
	assert_ptr_equal(at, curve.at + curve.len);
}

static void test_points_stand_in_their_columns_by_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drawings) / sizeof(drawings[0]); i++) {
		struct trend_point points[MOST];
		struct range range;
		int x[MOST], y[MOST];
		size_t count;
		const struct trend *trend =
			draw(&drawings[i], points, &count, &range);

		assert_non_null(trend);
		assert_int_equal(trend->width, 100 * count);
		read_curve(trend->curve, x, y, count);
		for (size_t a = 0; a < count; a++) {
			assert_int_equal(x[a], 50 + 100 * (int)a);
			assert_in_range(y[a], 1, 99);
			for (size_t b = 0; b < count; b++)
				if (points[a].value.millionths >
				    points[b].value.millionths)
					assert_true(y[a] <= y[b]);
		}
	}
}

/* A point lies in the band exactly where its value lies in the range. */
static void test_band_tells_the_truth(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drawings) / sizeof(drawings[0]); i++) {
		struct trend_point points[MOST];
		struct range range;
		int x[MOST], y[MOST], top = -1, bottom = -1, width = 0;
		size_t count;
		const struct trend *trend =
			draw(&drawings[i], points, &count, &range);

		read_curve(trend->curve, x, y, count);
		if (trend->band.len)
			assert_int_equal(sscanf(trend->band.at,
						"M0 %dH%dV%dH0z", &top, &width,
						&bottom),
					 3);
		for (size_t k = 0; k < count; k++) {
			bool inside = (range.has_low || range.has_high) &&
				      !values_compare(&points[k].value, &range);

			/* An edge and a point may share a unit. */
			if (inside)
				assert_true(y[k] >= top && y[k] <= bottom);
			else
				assert_true(y[k] <= top || y[k] >= bottom);
		}
	}
}

static void test_band_that_is_near_can_be_seen(void **state)
{
	static const struct drawing below = {
		"120-180", { "82", "91", "104", "118", NULL }
	};
	struct trend_point points[MOST];
	struct range range;
	size_t count;
	int top, width, bottom;
	const struct trend *trend = draw(&below, points, &count, &range);

	(void)state;
	assert_int_equal(
		sscanf(trend->band.at, "M0 %dH%dV%d", &top, &width, &bottom),
		3);
	assert_int_equal(top, 0);
	assert_true(bottom >= 20);
	assert_false(trend->is_low);
}

static void test_band_out_of_sight_is_not_drawn(void **state)
{
	static const struct drawing far = { "4-9", { "400", "420", NULL } };
	struct trend_point points[MOST];
	struct range range;
	size_t count;
	const struct trend *trend = draw(&far, points, &count, &range);

	(void)state;
	assert_int_equal(trend->band.len, 0);
	assert_int_equal(trend->edge.len, 0);
}

static void test_every_other_text_of_many(void **state)
{
	struct trend_point points[9];
	struct range range = { 0 };
	const struct trend_column *columns;
	const struct trend *trend;

	(void)state;
	for (int i = 0; i < 9; i++) {
		points[i].date = (struct date){ 2026, (uint8_t)(i + 1), 1 };
		points[i].value = (struct number){ T("x"), i * 1000000, true };
	}
	trend = trend_make(&arena, points, 6, &range);
	columns = trend->columns.items;
	for (int i = 0; i < 6; i++)
		assert_true(columns[i].is_shown);
	trend = trend_make(&arena, points, 9, &range);
	columns = trend->columns.items;
	assert_int_equal(trend->columns.count, 9);
	for (int i = 0; i < 9; i++)
		assert_int_equal(columns[i].is_shown, i % 2 == 0);
	assert_true(text_is(columns[8].date.iso, "2026-09-01"));
}

static void test_what_cannot_be_drawn(void **state)
{
	struct range range = { 0 };
	struct trend_point points[2] = {
		{ { 2026, 1, 1 }, { T("1"), 1000000, true } },
		{ { 2026, 1, 2 }, { T("9e12"), INT64_MAX, true } },
	};

	(void)state;
	assert_null(trend_make(&arena, points, 0, &range));
	assert_null(trend_make(&arena, points, 1, &range));
	assert_null(trend_make(&arena, points, 2, &range));
	points[1].value.millionths = INT64_MIN;
	assert_null(trend_make(&arena, points, 2, &range));
	/* A range of any size is fine: it is only compared. */
	points[1].value.millionths = 2000000;
	range = (struct range){ .low = INT64_MIN,
				.high = INT64_MAX,
				.has_low = true,
				.has_high = true };
	assert_non_null(trend_make(&arena, points, 2, &range));
}

static void test_only_the_latest_are_drawn(void **state)
{
	static struct trend_point points[TREND_MOST + 40];
	const size_t count = TREND_MOST + 40;
	const struct trend_column *columns;
	const struct trend *trend;
	struct range range = { 0 };

	(void)state;
	for (size_t i = 0; i < count; i++) {
		points[i].date = date_add((struct date){ 2026, 1, 1 }, (int)i);
		points[i].value.millionths = (int64_t)i;
	}
	trend = trend_make(&arena, points, count, &range);
	columns = trend->columns.items;
	assert_int_equal(trend->columns.count, TREND_MOST);
	assert_true(text_is(columns[0].date.iso, "2026-02-10"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_points_stand_in_their_columns_by_value),
		cmocka_unit_test(test_band_tells_the_truth),
		cmocka_unit_test(test_band_that_is_near_can_be_seen),
		cmocka_unit_test(test_band_out_of_sight_is_not_drawn),
		cmocka_unit_test(test_every_other_text_of_many),
		cmocka_unit_test(test_what_cannot_be_drawn),
		cmocka_unit_test(test_only_the_latest_are_drawn),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
