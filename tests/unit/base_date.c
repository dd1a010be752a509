/* base/date: counting days, and reading dates as people write them. */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/date.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_days_are_consecutive(void **state)
{
	struct date before = { 1899, 12, 31 };

	(void)state;
	for (int year = 1900; year <= 2199; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= date_month_days(year, month);
			     day++) {
				struct date date = { (int16_t)year,
						     (uint8_t)month,
						     (uint8_t)day };
				struct date back =
					date_of_days(date_days(date));

				assert_int_equal(date_days(date),
						 date_days(before) + 1);
				assert_int_equal(date_compare(back, date), 0);
				assert_int_equal(date_weekday(date),
						 (date_weekday(before) + 1) %
							 7);
				assert_true(date_compare(before, date) < 0);
				assert_true(date_compare(date, before) > 0);
				before = date;
			}
		}
	}
}

static void test_known_days(void **state)
{
	struct date epoch = { 1970, 1, 1 }, leap = { 2024, 2, 28 };
	struct date none = { 0 };

	(void)state;
	assert_int_equal(date_days(epoch), 0);
	assert_int_equal(date_weekday(epoch), 4);
	assert_int_equal(date_days((struct date){ 2000, 3, 1 }), 11017);
	assert_int_equal(date_weekday((struct date){ 2026, 5, 12 }), 2);
	assert_int_equal(date_add(leap, 1).day, 29);
	assert_int_equal(date_add(leap, 2).month, 3);
	assert_int_equal(date_add(leap, -59).year, 2023);
	assert_int_equal(date_month_days(1900, 2), 28);
	assert_int_equal(date_month_days(2000, 2), 29);
	assert_int_equal(date_month_days(2026, 13), 0);
	assert_false(date_is_set(none));
	assert_false(date_is_set(date_add(none, 5)));
	assert_true(date_is_valid(2024, 2, 29));
	assert_false(date_is_valid(2023, 2, 29));
	assert_false(date_is_valid(1899, 12, 31));
	assert_false(date_is_valid(2200, 1, 1));
	assert_false(date_is_valid(2026, 0, 1));
	assert_int_equal(date_of_days(INT32_MAX).year, 9999);
	assert_int_equal(date_of_days(INT32_MIN).year, 1);
	assert_int_equal(date_add(leap, INT32_MAX).year, 9999);
}

static void test_read(void **state)
{
	static const struct {
		const char *text;
		enum date_fault fault;
		struct date date;
	} cases[] = {
		{ "2026-03-02", DATE_OK, { 2026, 3, 2 } },
		{ "2026-3-2", DATE_OK, { 2026, 3, 2 } },
		{ "2026/3/2", DATE_OK, { 2026, 3, 2 } },
		{ "2026.3.2", DATE_OK, { 2026, 3, 2 } },
		{ "2026年3月2日", DATE_OK, { 2026, 3, 2 } },
		{ "2026年3月2号", DATE_OK, { 2026, 3, 2 } },
		{ "2026年3月2", DATE_OK, { 2026, 3, 2 } },
		{ "20260302", DATE_OK, { 2026, 3, 2 } },
		{ "２０２６－３－２", DATE_OK, { 2026, 3, 2 } },
		{ "２０２６／０３／０２", DATE_OK, { 2026, 3, 2 } },
		{ "２０２６年３月２日", DATE_OK, { 2026, 3, 2 } },
		{ "　2026 年 3 月 2 日 ", DATE_OK, { 2026, 3, 2 } },
		{ "2026—3—2", DATE_OK, { 2026, 3, 2 } },
		{ "2026。3。2", DATE_OK, { 2026, 3, 2 } },
		{ "2024-02-29", DATE_OK, { 2024, 2, 29 } },
		{ "1900-01-01", DATE_OK, { 1900, 1, 1 } },
		{ "2199-12-31", DATE_OK, { 2199, 12, 31 } },
		{ "2026-02-30", DATE_NO_SUCH_DAY, { 0 } },
		{ "2023-02-29", DATE_NO_SUCH_DAY, { 0 } },
		{ "2026-03-00", DATE_NO_SUCH_DAY, { 0 } },
		{ "20260431", DATE_NO_SUCH_DAY, { 0 } },
		{ "2026年13月6日", DATE_NO_SUCH_MONTH, { 0 } },
		{ "2026-00-06", DATE_NO_SUCH_MONTH, { 0 } },
		{ "3月2日", DATE_NO_YEAR, { 0 } },
		{ "3月2号", DATE_NO_YEAR, { 0 } },
		{ "3-2", DATE_NO_YEAR, { 0 } },
		{ "03/02", DATE_NO_YEAR, { 0 } },
		{ "1899-12-31", DATE_OUT_OF_RANGE, { 0 } },
		{ "2200-01-01", DATE_OUT_OF_RANGE, { 0 } },
		{ "26-3-2", DATE_OUT_OF_RANGE, { 0 } },
		{ "02026-3-2", DATE_OUT_OF_RANGE, { 0 } },
		{ "", DATE_NOT_A_DATE, { 0 } },
		{ "  ", DATE_NOT_A_DATE, { 0 } },
		{ "明天", DATE_NOT_A_DATE, { 0 } },
		{ "2026", DATE_NOT_A_DATE, { 0 } },
		{ "2026-03", DATE_NOT_A_DATE, { 0 } },
		{ "2026-3/2", DATE_NOT_A_DATE, { 0 } },
		{ "2026-3-2-1", DATE_NOT_A_DATE, { 0 } },
		{ "2026-3-2 周一", DATE_NOT_A_DATE, { 0 } },
		{ "2026-3-2.", DATE_NOT_A_DATE, { 0 } },
		{ "2026年3-2日", DATE_NOT_A_DATE, { 0 } },
		{ "2026-123-2", DATE_NOT_A_DATE, { 0 } },
		{ "3-2-2026", DATE_NOT_A_DATE, { 0 } },
		{ "2026--2", DATE_NOT_A_DATE, { 0 } },
		{ "99999999999-1-1", DATE_NOT_A_DATE, { 0 } },
		{ "2026\xE5\xB9", DATE_NOT_A_DATE, { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct date date = { 1, 1, 1 };
		enum date_fault fault =
			date_read(text_of(cases[i].text), &date);

		if (fault != cases[i].fault ||
		    date_compare(date, cases[i].date) != 0)
			fail_msg("%s: fault %d, %d-%d-%d", cases[i].text, fault,
				 date.year, date.month, date.day);
	}
}

static void test_read_month(void **state)
{
	static const struct {
		const char *text;
		enum date_fault fault;
		int year, month;
	} cases[] = {
		{ "2026-03", DATE_OK, 2026, 3 },
		{ "2026-3", DATE_OK, 2026, 3 },
		{ "2026/3", DATE_OK, 2026, 3 },
		{ "2026.3", DATE_OK, 2026, 3 },
		{ "2026年3月", DATE_OK, 2026, 3 },
		{ "2026年12", DATE_OK, 2026, 12 },
		{ "202603", DATE_OK, 2026, 3 },
		{ "２０２６年０３月", DATE_OK, 2026, 3 },
		{ "2026-13", DATE_NO_SUCH_MONTH, 0, 0 },
		{ "202600", DATE_NO_SUCH_MONTH, 0, 0 },
		{ "1899-12", DATE_OUT_OF_RANGE, 0, 0 },
		{ "26-3", DATE_OUT_OF_RANGE, 0, 0 },
		{ "3月", DATE_NO_YEAR, 0, 0 },
		{ "2026-03-02", DATE_NOT_A_DATE, 0, 0 },
		{ "2026", DATE_NOT_A_DATE, 0, 0 },
		{ "三月", DATE_NOT_A_DATE, 0, 0 },
		{ "", DATE_NOT_A_DATE, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct month month;
		enum date_fault fault =
			date_read_month(text_of(cases[i].text), &month);

		if (fault != cases[i].fault || month.year != cases[i].year ||
		    month.month != cases[i].month)
			fail_msg("%s: fault %d, %d-%d", cases[i].text, fault,
				 month.year, month.month);
	}
}

static void test_read_clock(void **state)
{
	static const struct {
		const char *text;
		int minutes; /* -1: no time of day */
	} cases[] = {
		{ "14:30", 870 },      { "14：30", 870 },
		{ "9:30", 570 },       { "09:30", 570 },
		{ "0:00", 0 },	       { "24:00", 1440 },
		{ "１４：３０", 870 }, { "14点", 840 },
		{ "14点半", 870 },     { "14点30分", 870 },
		{ "14点30", 870 },     { "14时5分", 845 },
		{ "下午2点半", 870 },  { "下午两点半", 870 },
		{ "下午2:30", 870 },   { "下午14:30", 870 },
		{ "上午9:30", 570 },   { "早上8点", 480 },
		{ "上午十一点", 660 }, { "晚上8点", 1200 },
		{ "晚上12点", 1440 },  { "凌晨12点", 0 },
		{ "凌晨1点", 60 },     { "中午12点", 720 },
		{ "中午1点", 780 },    { "中午11点半", 690 },
		{ "下午12点", 720 },   { "傍晚6点", 1080 },
		{ "十点一刻", 615 },   { "8点整", 480 },
		{ "2:30 pm", 870 },    { "2:30PM", 870 },
		{ "2 pm", 840 },       { "12 am", 0 },
		{ " 14 : 30 ", 870 },  { "24:01", -1 },
		{ "25:00", -1 },       { "14:60", -1 },
		{ "14:3", -1 },	       { "14:300", -1 },
		{ "14", -1 },	       { "", -1 },
		{ "下午", -1 },	       { "上午14:30", -1 },
		{ "晚上3点", -1 },     { "14:30-15:30", -1 },
		{ "14:30 左右", -1 },  { "点半", -1 },
		{ "14点60分", -1 },    { "140:30", -1 },
		{ "早上早上8点", -1 }, { "\xE4\xB8", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct clock clock = { 0 };
		bool is_read = date_read_clock(text_of(cases[i].text), &clock);

		if (is_read != (cases[i].minutes >= 0) ||
		    clock.minutes != cases[i].minutes)
			fail_msg("%s: %d", cases[i].text, clock.minutes);
	}
}

static void test_write(void **state)
{
	struct arena arena;
	char out[11];

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	date_write_iso(out, (struct date){ 2026, 3, 2 });
	assert_string_equal(out, "2026-03-02");
	date_write_iso(out, (struct date){ 0 });
	assert_string_equal(out, "");
	assert_string_equal(date_iso(&arena, (struct date){ 2199, 12, 31 }).at,
			    "2199-12-31");
	assert_int_equal(date_iso(&arena, (struct date){ 0 }).len, 0);
	assert_string_equal(date_clock(&arena, (struct clock){ 545 }).at,
			    "09:05");
	assert_string_equal(date_clock(&arena, (struct clock){ 1440 }).at,
			    "24:00");
	assert_int_equal(date_clock(&arena, (struct clock){ -1 }).len, 0);
	arena_release(&arena);
}

static void test_zone(void **state)
{
	time_t at = 1767225600 - 8 * 3600; /* 2026-01-01 00:00 in UTC+8 */

	(void)state;
	assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
	assert_int_equal(date_of_time(at).year, 2026);
	assert_int_equal(date_of_time(at - 1).day, 31);
	assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
	assert_int_equal(date_of_time(at).year, 2025);
	assert_true(date_is_set(date_today()));
	assert_int_equal(date_of_time((time_t)1 << 40).year, DATE_LAST_YEAR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_are_consecutive),
		cmocka_unit_test(test_known_days),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_read_month),
		cmocka_unit_test(test_read_clock),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_zone),
	};

	return cmocka_run_group_tests_name("base/date", tests, NULL, NULL);
}
