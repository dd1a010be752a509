/* model/lunar, model/solarterm: the Chinese calendar against known days. */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/date.h"
#include "model/lunar.h"
#include "model/solarterm.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DATA	     "../shared/data/lunar/"

static struct date day(const char *iso)
{
	struct date date;

	if (date_read(text_of(iso), &date) != DATE_OK)
		fail_msg("bad date in the test: %s", iso);
	return date;
}

static int number(struct text t)
{
	int64_t n = -1;

	if (!text_number(t, &n))
		fail_msg("bad number in the test: %.*s", TEXT_ARG(t));
	return (int)n;
}

static void assert_day(struct date date, const char *iso, const char *what)
{
	char is[11];

	date_write_iso(is, date);
	if (strcmp(is, iso) != 0)
		fail_msg("%s: %s, not %s", what, is, iso);
}

static void assert_pair(struct lunar_date lunar, const char *iso)
{
	struct lunar_date back = lunar_of_date(day(iso));

	assert_day(lunar_to_date(lunar), iso, "lunar_to_date");
	if (back.year != lunar.year || back.month != lunar.month ||
	    back.day != lunar.day || back.is_leap != lunar.is_leap)
		fail_msg("%s: %d-%d%s-%d", iso, back.year, back.month,
			 back.is_leap ? "L" : "", back.day);
}

/* Facts of published calendars, independent of the table's source file. */
static void test_known_days(void **state)
{
	static const struct {
		struct lunar_date lunar;
		const char *solar;
	} cases[] = {
		{ { 1901, 1, 1, false }, "1901-02-19" },
		{ { 2026, 1, 1, false }, "2026-02-17" },
		{ { 2027, 1, 1, false }, "2027-02-06" },
		{ { 2026, 12, 29, false }, "2027-02-05" },
		{ { 2023, 2, 1, true }, "2023-03-22" },
		{ { 2025, 6, 1, true }, "2025-07-25" },
		{ { 2033, 11, 1, true }, "2033-12-22" },
		{ { 1975, 7, 10, false }, "1975-08-16" },
		{ { 1976, 8, 1, true }, "1976-09-24" },
		{ { 2026, 8, 15, false }, "2026-09-25" },
		{ { 2100, 12, 29, false }, "2101-01-28" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_pair(cases[i].lunar, cases[i].solar);
	assert_int_equal(lunar_leap_month(2025), 6);
	assert_int_equal(lunar_leap_month(2033), 11);
	assert_int_equal(lunar_leap_month(2026), 0);
	assert_int_equal(lunar_leap_month(1900), 0);
	assert_int_equal(lunar_month_days(2025, 6, true), 29);
	assert_int_equal(lunar_month_days(2025, 6, false), 30);
	assert_int_equal(lunar_month_days(2026, 6, true), 0);
	assert_int_equal(lunar_month_days(2026, 13, false), 0);
	assert_int_equal(lunar_month_days(2101, 1, false), 0);
}

static void test_no_such_day(void **state)
{
	static const struct lunar_date none[] = {
		{ 2025, 6, 30, true },	{ 2026, 6, 1, true },
		{ 1900, 1, 1, false },	{ 2101, 1, 1, false },
		{ 2026, 0, 1, false },	{ 2026, 1, 0, false },
		{ 2026, 1, 31, false }, { 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_false(date_is_set(lunar_to_date(none[i])));
	assert_int_equal(lunar_of_date(day("1901-02-18")).year, 0);
	assert_int_equal(lunar_of_date(day("2101-01-29")).year, 0);
	assert_int_equal(lunar_of_date(day("2199-01-01")).year, 0);
	assert_int_equal(lunar_of_date((struct date){ 0 }).year, 0);
}

/* Every day follows the one before it, and is found again. */
static void test_all_days(void **state)
{
	struct lunar_date before = lunar_of_date(day("1901-02-19"));
	int32_t last = date_days(day("2101-01-28"));
	int leap_months = 0;

	(void)state;
	for (int32_t d = date_days(day("1901-02-20")); d <= last; d++) {
		struct lunar_date lunar = lunar_of_date(date_of_days(d));

		assert_int_equal(date_days(lunar_to_date(lunar)), d);
		if (lunar.day != 1)
			assert_int_equal(lunar.day, before.day + 1);
		else
			assert_int_equal(before.day,
					 lunar_month_days(before.year,
							  before.month,
							  before.is_leap));
		leap_months += lunar.day == 1 && lunar.is_leap;
		before = lunar;
	}
	assert_int_equal(leap_months, 73);
}

/* Calls use(parts, count) for each row of a csv file behind its first line. */
static void each_row(const char *path, size_t columns,
		     void (*use)(const struct text *parts))
{
	FILE *file = fopen(path, "r");
	char line[512];
	size_t rows = 0;

	if (!file) {
		print_message("skipped: no %s\n", path);
		skip();
		return;
	}
	while (fgets(line, sizeof(line), file)) {
		struct text rest = text_trim(text_of(line)), parts[16];
		size_t count = 0;

		while (count < COUNT(parts) &&
		       text_cut(&rest, ',', &parts[count]))
			count++;
		if (rows++ == 0)
			continue;
		if (count < columns)
			fail_msg("%s: line %zu", path, rows);
		use(parts);
	}
	fclose(file);
	assert_true(rows > 100);
}

static void check_month_row(const struct text *parts)
{
	struct lunar_date first = {
		.year = (int16_t)number(parts[0]),
		.month = (uint8_t)number(parts[1]),
		.is_leap = number(parts[2]) == 1,
		.day = 1,
	};
	char iso[11] = "";

	memcpy(iso, parts[4].at, 10);
	assert_pair(first, iso);
	assert_int_equal(
		lunar_month_days(first.year, first.month, first.is_leap),
		number(parts[3]));
}

static void test_month_file(void **state)
{
	(void)state;
	each_row(DATA "lunar-months-1901-2100.csv", 5, check_month_row);
}

static void check_day_row(const struct text *parts)
{
	struct lunar_date lunar = {
		.year = (int16_t)number(parts[0]),
		.month = (uint8_t)number(parts[1]),
		.is_leap = number(parts[2]) == 1,
		.day = (uint8_t)number(parts[3]),
	};
	char iso[11] = "";

	memcpy(iso, parts[4].at, 10);
	assert_pair(lunar, iso);
}

static void test_day_file(void **state)
{
	(void)state;
	each_row(DATA "lunar-solar.csv", 5, check_day_row);
}

static void test_labels(void **state)
{
	static const struct {
		const char *date, *label;
	} cases[] = {
		{ "2026-01-01", "元旦" }, { "2026-01-02", "十四" },
		{ "2026-01-05", "小寒" }, { "2026-01-11", "廿三" },
		{ "2026-01-18", "三十" }, { "2026-01-19", "腊月" },
		{ "2026-01-20", "大寒" }, { "2026-01-26", "腊八" },
		{ "2026-02-04", "立春" }, { "2026-02-16", "除夕" },
		{ "2026-02-17", "春节" }, { "2026-02-18", "雨水" },
		{ "2026-03-03", "元宵" }, { "2026-03-19", "二月" },
		{ "2026-03-20", "春分" }, { "2026-04-05", "清明" },
		{ "2026-05-01", "五一" }, { "2026-05-17", "四月" },
		{ "2026-05-21", "小满" }, { "2026-06-19", "端午" },
		{ "2026-08-19", "七夕" }, { "2026-09-25", "中秋" },
		{ "2026-10-01", "国庆" }, { "2026-10-18", "重阳" },
		{ "2025-07-25", "闰六" }, { "2025-01-28", "除夕" },
		{ "2033-12-22", "闰冬" }, { "2033-12-21", "冬至" },
		{ "2101-01-29", "" },	  { "1900-01-01", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text label = lunar_label(day(cases[i].date));

		if (!text_is(label, cases[i].label))
			fail_msg("%s: %.*s", cases[i].date, TEXT_ARG(label));
	}
}

static void test_label_is_two_characters(void **state)
{
	int32_t last = date_days(day("2101-01-28"));

	(void)state;
	for (int32_t d = date_days(day("1901-02-19")); d <= last; d++)
		assert_int_equal(text_chars(lunar_label(date_of_days(d))), 2);
}

static void test_terms(void **state)
{
	(void)state;
	for (int year = SOLARTERM_FIRST; year <= SOLARTERM_LAST; year++) {
		int32_t before = date_days(solarterm_date(year, 0)) - 15;

		for (int term = 0; term < SOLARTERM_COUNT; term++) {
			struct date date = solarterm_date(year, term);
			int32_t gap = date_days(date) - before;

			assert_int_equal(solarterm_on(date), term);
			assert_in_range(gap, 14, 16);
			before = date_days(date);
		}
	}
	assert_day(solarterm_date(2026, 2), "2026-02-04", "立春");
	assert_day(solarterm_date(2021, 2), "2021-02-03", "立春");
	/* Four seconds before midnight in China. */
	assert_day(solarterm_date(1979, 1), "1979-01-20", "大寒");
	assert_int_equal(solarterm_on(day("2026-02-05")), -1);
	assert_int_equal(solarterm_on(day("1900-02-04")), -1);
	assert_false(date_is_set(solarterm_date(2101, 0)));
	assert_false(date_is_set(solarterm_date(2026, 24)));
	assert_int_equal(solarterm_name(24).len, 0);
	assert_true(text_is(solarterm_name(23), "冬至"));
}

static void test_read_birthday(void **state)
{
	static const struct {
		const char *text;
		enum birthday_fault fault;
		int year, month, day;
		bool is_lunar, is_leap;
	} cases[] = {
		{ "1975-08-16", BIRTHDAY_OK, 1975, 8, 16, false, false },
		{ "1975年8月16日", BIRTHDAY_OK, 1975, 8, 16, false, false },
		{ "公历1975-8-16", BIRTHDAY_OK, 1975, 8, 16, false, false },
		{ "８月１６日", BIRTHDAY_OK, 0, 8, 16, false, false },
		{ "2月29日", BIRTHDAY_OK, 0, 2, 29, false, false },
		{ "八月十六日", BIRTHDAY_OK, 0, 8, 16, false, false },
		{ "公历八月十六", BIRTHDAY_OK, 0, 8, 16, false, false },
		{ "农历1975年七月初十", BIRTHDAY_OK, 1975, 7, 10, true, false },
		{ "农历：1975年七月初十", BIRTHDAY_OK, 1975, 7, 10, true,
		  false },
		{ "阴历1975年7月10日", BIRTHDAY_OK, 1975, 7, 10, true, false },
		{ "农历１９７５年７月１０", BIRTHDAY_OK, 1975, 7, 10, true,
		  false },
		{ "农历一九七五年七月初十", BIRTHDAY_OK, 1975, 7, 10, true,
		  false },
		{ "农历 1975-7-10", BIRTHDAY_OK, 1975, 7, 10, true, false },
		{ "lunar 1975-07-10", BIRTHDAY_OK, 1975, 7, 10, true, false },
		{ "1975年七月初十", BIRTHDAY_OK, 1975, 7, 10, true, false },
		{ "1976年闰八月初一", BIRTHDAY_OK, 1976, 8, 1, true, true },
		{ "lunar 1976-leap 8-1", BIRTHDAY_OK, 1976, 8, 1, true, true },
		{ "农历七月初十", BIRTHDAY_OK, 0, 7, 10, true, false },
		{ "农历七月二十", BIRTHDAY_OK, 0, 7, 20, true, false },
		{ "农历闰八月三十", BIRTHDAY_OK, 0, 8, 30, true, true },
		{ "正月十五", BIRTHDAY_OK, 0, 1, 15, true, false },
		{ "腊月廿三", BIRTHDAY_OK, 0, 12, 23, true, false },
		{ "冬月三十", BIRTHDAY_OK, 0, 11, 30, true, false },
		{ "农历十二月廿九", BIRTHDAY_OK, 0, 12, 29, true, false },
		/* 1975 had no leap 8; 1976 had. */
		{ "农历1975年闰八月初一", BIRTHDAY_NO_LEAP_MONTH, 0, 0, 0, 0,
		  0 },
		{ "农历1976年闰八月三十", BIRTHDAY_NO_SUCH_DAY, 0, 0, 0, 0, 0 },
		{ "农历1975年七月三十一", BIRTHDAY_NO_SUCH_DAY, 0, 0, 0, 0, 0 },
		{ "农历1975年十三月初一", BIRTHDAY_NO_SUCH_MONTH, 0, 0, 0, 0,
		  0 },
		{ "农历1900年七月初十", BIRTHDAY_OUT_OF_RANGE, 0, 0, 0, 0, 0 },
		{ "农历75年七月初十", BIRTHDAY_OUT_OF_RANGE, 0, 0, 0, 0, 0 },
		{ "1975-02-29", BIRTHDAY_NO_SUCH_DAY, 0, 0, 0, 0, 0 },
		{ "1975-13-01", BIRTHDAY_NO_SUCH_MONTH, 0, 0, 0, 0, 0 },
		{ "2月30日", BIRTHDAY_NO_SUCH_DAY, 0, 0, 0, 0, 0 },
		{ "1875-01-01", BIRTHDAY_OUT_OF_RANGE, 0, 0, 0, 0, 0 },
		{ "八月十六", BIRTHDAY_WHICH_CALENDAR, 0, 0, 0, 0, 0 },
		{ "1975年八月十六", BIRTHDAY_WHICH_CALENDAR, 0, 0, 0, 0, 0 },
		{ "公历七月初十", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
		{ "农历", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
		{ "", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
		{ "不详", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
		{ "农历七月初十左右", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
		{ "农历1975-7", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
		{ "农历999999999年七月初十", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0,
		  0 },
		{ "农历七月初\xE5", BIRTHDAY_NOT_A_DAY, 0, 0, 0, 0, 0 },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct birthday b;
		enum birthday_fault fault =
			lunar_read_birthday(&arena, text_of(cases[i].text), &b);

		if (fault != cases[i].fault)
			fail_msg("%s: fault %d", cases[i].text, fault);
		if (fault != BIRTHDAY_OK) {
			assert_true(strlen(lunar_birthday_why(fault)) > 0);
			continue;
		}
		assert_true(text_is(b.text, cases[i].text));
		if (b.year != cases[i].year || b.month != cases[i].month ||
		    b.day != cases[i].day || b.is_lunar != cases[i].is_lunar ||
		    b.is_leap != cases[i].is_leap)
			fail_msg("%s: %d-%d-%d lunar %d leap %d", cases[i].text,
				 b.year, b.month, b.day, b.is_lunar, b.is_leap);
	}
	arena_release(&arena);
}

static void test_next_birthday(void **state)
{
	static const struct {
		const char *text, *from, *next;
		int age;
	} cases[] = {
		{ "1975-08-16", "2026-05-12", "2026-08-16", 51 },
		{ "1975-08-16", "2026-08-16", "2026-08-16", 51 },
		{ "1975-08-16", "2026-08-17", "2027-08-16", 52 },
		{ "2024-02-29", "2025-01-01", "2025-02-28", 1 },
		{ "2024-02-29", "2028-01-01", "2028-02-29", 4 },
		{ "2月29日", "2026-01-01", "2026-02-28", -1 },
		{ "1975-08-16", "1970-01-01", "1975-08-16", 0 },
		{ "农历1976年正月初一", "2026-11-21", "2027-02-06", 51 },
		{ "农历1975年七月初十", "2026-05-12", "2026-08-22", 51 },
		/* Born in a leap month: kept in it where the year has one. */
		{ "农历1987年闰六月初一", "2025-01-01", "2025-07-25", 38 },
		{ "农历1987年闰六月初一", "2026-01-01", "2026-07-14", 39 },
		{ "农历闰六月初一", "2025-06-01", "2025-07-25", -1 },
		/* The leap month is not the birthday of the ordinary one. */
		{ "农历1990年六月初一", "2025-01-01", "2025-06-25", 35 },
		{ "农历1990年六月初一", "2025-06-26", "2026-07-14", 36 },
		/* 腊月三十 in a year whose last month has 29 days. */
		{ "农历1980年腊月三十", "2027-01-01", "2027-02-05", 46 },
		{ "农历腊月廿九", "2026-01-10", "2026-02-16", -1 },
		{ "农历腊月廿九", "2100-06-01", "2101-01-28", -1 },
		{ "农历腊月廿九", "2101-02-01", "", -1 },
		{ "1975-08-16", "2199-12-31", "", -1 },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct birthday b;
		struct date next;

		if (lunar_read_birthday(&arena, text_of(cases[i].text), &b) !=
		    BIRTHDAY_OK)
			fail_msg("%s", cases[i].text);
		next = lunar_next_birthday(&b, day(cases[i].from));
		assert_day(next, cases[i].next, cases[i].text);
		if (date_is_set(next))
			assert_int_equal(lunar_birthday_age(&b, next),
					 cases[i].age);
	}
	assert_false(date_is_set(lunar_next_birthday(&(struct birthday){ 0 },
						     day("2026-01-01"))));
	arena_release(&arena);
}

static void test_names(void **state)
{
	struct arena arena;
	struct lunar_date leap = { 2025, 6, 3, true };
	struct lunar_date plain = { 2026, 11, 21, false };

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	assert_string_equal(lunar_name(&arena, leap).at, "闰六月初三");
	assert_string_equal(lunar_name(&arena, plain).at, "冬月廿一");
	assert_int_equal(lunar_day_name(0).len, 0);
	assert_int_equal(lunar_day_name(31).len, 0);
	assert_int_equal(lunar_month_name(13).len, 0);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_days),
		cmocka_unit_test(test_no_such_day),
		cmocka_unit_test(test_all_days),
		cmocka_unit_test(test_month_file),
		cmocka_unit_test(test_day_file),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_label_is_two_characters),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_read_birthday),
		cmocka_unit_test(test_next_birthday),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("model/lunar", tests, NULL, NULL);
}
