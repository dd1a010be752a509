/* model/values: amounts, ranges, hours, points and periods as people type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/values.h"

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

static void test_money(void **state)
{
	static const struct {
		const char *text;
		int64_t cents; /* -1: no amount */
		const char *shown;
	} cases[] = {
		{ "3600", 360000, "¥3,600" },
		{ "¥3,600.50", 360050, "¥3,600.50" },
		{ "￥２６００ 元", 260000, "¥2,600" },
		{ "99.5", 9950, "¥99.50" },
		{ "0", 0, "¥0" },
		{ "1234567.89", 123456789, "¥1,234,567.89" },
		{ "免费", -1, "" },
		{ "-5", -1, "" },
		{ "", -1, "" },
		{ "12元34", -1, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct money money = { .cents = 0 };
		bool good = values_read_money(&arena, text_of(cases[i].text),
					      &money);

		if (good != (cases[i].cents >= 0))
			fail_msg("“%s”: %d", cases[i].text, good);
		if (!good)
			continue;
		assert_int_equal(money.cents, cases[i].cents);
		assert_string_equal(values_money(&arena, money.cents).at,
				    cases[i].shown);
	}
}

static void test_range(void **state)
{
	static const struct {
		const char *text;
		bool good, has_low, has_high;
		int64_t low, high;
	} cases[] = {
		{ "120-180", true, true, true, 120000000, 180000000 },
		{ "4.0 ~ 9.5", true, true, true, 4000000, 9500000 },
		{ "１２０—１８０", true, true, true, 120000000, 180000000 },
		{ "0.27至4.2", true, true, true, 270000, 4200000 },
		{ "<5", true, false, true, 0, 5000000 },
		{ "≥60", true, true, false, 60000000, 0 },
		{ "＞60", true, true, false, 60000000, 0 },
		{ "180-120", false, false, false, 0, 0 },
		{ "阴性", false, false, false, 0, 0 },
		{ "5", false, false, false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct range range = { .low = 0 };
		bool good = values_read_range(&arena, text_of(cases[i].text),
					      &range);

		if (good != cases[i].good)
			fail_msg("“%s”: %d", cases[i].text, good);
		if (!good)
			continue;
		assert_int_equal(range.has_low, cases[i].has_low);
		assert_int_equal(range.has_high, cases[i].has_high);
		assert_int_equal(range.low, cases[i].low);
		assert_int_equal(range.high, cases[i].high);
	}
}

static void test_compare(void **state)
{
	struct range range = { .text = { NULL, 0 } };
	struct number number;

	(void)state;
	assert_true(values_read_range(&arena, T("120-180"), &range));
	values_read_number(&arena, T("118 根"), &number);
	assert_true(number.is_known);
	assert_int_equal(values_compare(&number, &range), -1);
	values_read_number(&arena, T("180"), &number);
	assert_int_equal(values_compare(&number, &range), 0);
	values_read_number(&arena, T("180.1"), &number);
	assert_int_equal(values_compare(&number, &range), 1);
	values_read_number(&arena, T("阴性"), &number);
	assert_false(number.is_known);
	assert_string_equal(number.text.at, "阴性");
}

static void test_hours(void **state)
{
	static const struct {
		const char *text;
		bool good, is_closed;
		size_t count;
		int from, until; /* of the last part */
	} cases[] = {
		{ "09:00-12:00 14:00-18:00", true, false, 2, 840, 1080 },
		{ "每天 9:00－20:00", true, false, 1, 540, 1200 },
		{ "9:00–20:00（周一休）", true, false, 1, 540, 1200 },
		{ "上午", true, false, 1, 540, 720 },
		{ "休", true, true, 0, 0, 0 },
		{ "14:00-9:00", false, false, 0, 0, 0 },
		{ "每天 25:00-26:00", false, false, 0, 0, 0 },
		{ "电话预约", true, false, 0, 0, 0 },
		{ "上午十点后，9:30 前请按铃", true, false, 1, 540, 720 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hours hours = { .count = 0 };
		bool good = values_read_hours(&arena, text_of(cases[i].text),
					      &hours);

		if (good != cases[i].good ||
		    (good && hours.count != cases[i].count))
			fail_msg("“%s”: %d, %zu", cases[i].text, good,
				 hours.count);
		if (!good || !hours.count)
			continue;
		assert_int_equal(hours.is_closed, cases[i].is_closed);
		assert_int_equal(hours.part[hours.count - 1].from.minutes,
				 cases[i].from);
		assert_int_equal(hours.part[hours.count - 1].until.minutes,
				 cases[i].until);
	}
}

static void test_points_and_periods(void **state)
{
	struct point point;
	struct period period;

	(void)state;
	assert_true(values_read_point(&arena, T("106.683，26.563"), &point));
	assert_int_equal(point.longitude, 106683000);
	assert_int_equal(point.latitude, 26563000);
	assert_false(values_read_point(&arena, T("206.683, 26.563"), &point));
	assert_false(values_read_point(&arena, T("贵阳"), &point));
	assert_true(values_read_period(&arena, T("2026-10-01 至 2026-10-07"),
				       &period));
	assert_int_equal(period.until.day, 7);
	assert_true(values_read_period(&arena, T("2026-10-01-2026-10-07"),
				       &period));
	assert_int_equal(period.from.day, 1);
	assert_true(values_read_period(&arena, T("2026年10月1日"), &period));
	assert_int_equal(period.until.day, 1);
	assert_false(values_read_period(&arena, T("2026-10-07~2026-10-01"),
					&period));
}

static void test_bool_and_phone(void **state)
{
	bool yes = false;

	(void)state;
	assert_true(values_read_bool(T("是"), &yes) && yes);
	assert_true(values_read_bool(T("no"), &yes) && !yes);
	assert_false(values_read_bool(T("大概"), &yes));
	assert_true(text_is(values_phone_digits(&arena, T("0851-8000 0000")),
			    "085180000000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_points_and_periods),
		cmocka_unit_test(test_bool_and_phone),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
