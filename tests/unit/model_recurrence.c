/* model/recurrence, every, frequency: words to days, and what libical says. */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <libical/ical.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/pool.h"
#include "model/frequency.h"
#include "model/recurrence.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	return setenv("TZ", "Asia/Shanghai", 1);
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct date day(const char *iso)
{
	struct date date = { 0 };

	if (*iso && date_read(text_of(iso), &date) != DATE_OK)
		fail_msg("bad date in the test: %s", iso);
	return date;
}

static struct every read_rule(const char *words)
{
	struct every every;

	if (recurrence_read(&arena, text_of(words), &every) != RECURRENCE_OK)
		fail_msg("not read: %s", words);
	return every;
}

static const struct dates none;

/* The days as "2026-01-05 2026-01-07". */
static struct text days_text(struct dates dates)
{
	struct text all = { 0 };

	for (size_t i = 0; i < dates.count; i++) {
		struct text blank = TEXT(" ");

		if (!i)
			blank.len = 0;
		all = arena_join3(&arena, all, blank,
				  date_iso(&arena, dates.items[i]));
	}
	return all;
}

/* Each wording, and the RRULE it comes to. */
static const struct {
	const char *words, *rrule;
} wordings[] = {
	{ "每天", "FREQ=DAILY" },
	{ "每日", "FREQ=DAILY" },
	{ "天天", "FREQ=DAILY" },
	{ "每晚", "FREQ=DAILY" },
	{ "daily", "FREQ=DAILY" },
	{ "every day", "FREQ=DAILY" },
	{ "Every Day", "FREQ=DAILY" },
	{ "每天一次", "FREQ=DAILY" },
	{ "每天两次", "FREQ=DAILY" },
	{ "每天早晚", "FREQ=DAILY" },
	{ "每天早晚各一次", "FREQ=DAILY" },
	{ "隔天", "FREQ=DAILY;INTERVAL=2" },
	{ "隔日", "FREQ=DAILY;INTERVAL=2" },
	{ "隔一天", "FREQ=DAILY;INTERVAL=2" },
	{ "每隔一天", "FREQ=DAILY;INTERVAL=2" },
	{ "every other day", "FREQ=DAILY;INTERVAL=2" },
	{ "每3天", "FREQ=DAILY;INTERVAL=3" },
	{ "每三天", "FREQ=DAILY;INTERVAL=3" },
	{ "每 ３ 天", "FREQ=DAILY;INTERVAL=3" },
	{ "每3天一次", "FREQ=DAILY;INTERVAL=3" },
	{ "隔两天", "FREQ=DAILY;INTERVAL=3" },
	{ "every 3 days", "FREQ=DAILY;INTERVAL=3" },
	{ "每十天", "FREQ=DAILY;INTERVAL=10" },
	{ "周二 周五", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "周二、周五", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "周五，周二", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "周二和周五", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "每周二、五", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "每周二、每周五", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "每周一三五", "FREQ=WEEKLY;BYDAY=MO,WE,FR" },
	{ "周一 三 五", "FREQ=WEEKLY;BYDAY=MO,WE,FR" },
	{ "周1、3、5", "FREQ=WEEKLY;BYDAY=MO,WE,FR" },
	{ "星期二", "FREQ=WEEKLY;BYDAY=TU" },
	{ "礼拜天", "FREQ=WEEKLY;BYDAY=SU" },
	{ "每星期日", "FREQ=WEEKLY;BYDAY=SU" },
	{ "周二晚上", "FREQ=WEEKLY;BYDAY=TU" },
	{ "周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
	{ "周一到五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
	{ "周六-周一", "FREQ=WEEKLY;BYDAY=MO,SA,SU" },
	{ "工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
	{ "每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
	{ "weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
	{ "周末", "FREQ=WEEKLY;BYDAY=SA,SU" },
	{ "weekends", "FREQ=WEEKLY;BYDAY=SA,SU" },
	{ "tue fri", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "Tuesday and Friday", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "every tue, fri", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "on mondays", "FREQ=WEEKLY;BYDAY=MO" },
	{ "mon-wed", "FREQ=WEEKLY;BYDAY=MO,TU,WE" },
	{ "每周", "FREQ=WEEKLY" },
	{ "每周一次", "FREQ=WEEKLY" },
	{ "每周1次", "FREQ=WEEKLY" },
	{ "每个星期", "FREQ=WEEKLY" },
	{ "weekly", "FREQ=WEEKLY" },
	{ "weekly on wed", "FREQ=WEEKLY;BYDAY=WE" },
	{ "每周二一次", "FREQ=WEEKLY;BYDAY=TU" },
	{ "每两周周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE" },
	{ "每2周的周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE" },
	{ "隔周周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE" },
	{ "隔周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE" },
	{ "every 2 weeks on wed", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE" },
	{ "每3周周一", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO" },
	{ "每两周", "FREQ=WEEKLY;INTERVAL=2" },
	{ "每月5日", "FREQ=MONTHLY;BYMONTHDAY=5" },
	{ "每月5号", "FREQ=MONTHLY;BYMONTHDAY=5" },
	{ "每月十五日", "FREQ=MONTHLY;BYMONTHDAY=15" },
	{ "每月5日、20日", "FREQ=MONTHLY;BYMONTHDAY=5,20" },
	{ "每月5、20日", "FREQ=MONTHLY;BYMONTHDAY=5,20" },
	{ "每月5日、每月20日", "FREQ=MONTHLY;BYMONTHDAY=5,20" },
	{ "每月1日至3日", "FREQ=MONTHLY;BYMONTHDAY=1,2,3" },
	{ "每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1" },
	{ "每月15日和月底", "FREQ=MONTHLY;BYMONTHDAY=15,-1" },
	{ "每两个月5日", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5" },
	{ "每月", "FREQ=MONTHLY" },
	{ "每月一次", "FREQ=MONTHLY" },
	{ "monthly on 5", "FREQ=MONTHLY;BYMONTHDAY=5" },
	{ "every month on the 5th and 20th", "FREQ=MONTHLY;BYMONTHDAY=5,20" },
	{ "monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1" },
	{ "RRULE:FREQ=DAILY;INTERVAL=4", "FREQ=DAILY;INTERVAL=4" },
	{ "rrule：freq=weekly；byday=tu，fr", "FREQ=WEEKLY;BYDAY=TU,FR" },
	{ "FREQ=MONTHLY;BYMONTHDAY=5,-1", "FREQ=MONTHLY;BYMONTHDAY=5,-1" },
	{ "RRULE:FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO" },
	{ "RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU;BYSETPOS=-1;",
	  "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1" },
	{ "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU",
	  "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU" },
};

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wordings); i++) {
		struct every every = read_rule(wordings[i].words);
		struct text rrule =
			recurrence_rrule(&arena, &every, day(""), true);

		assert_true(text_is(every.text, wordings[i].words));
		if (!text_is(rrule, wordings[i].rrule))
			fail_msg("%s: %.*s", wordings[i].words,
				 TEXT_ARG(rrule));
	}
}

static void test_faults(void **state)
{
	static const struct {
		const char *words;
		enum recurrence_fault fault;
	} cases[] = {
		{ "", RECURRENCE_UNKNOWN },
		{ "  ", RECURRENCE_UNKNOWN },
		{ "有空就来", RECURRENCE_UNKNOWN },
		{ "每天和周二", RECURRENCE_UNKNOWN },
		{ "每", RECURRENCE_UNKNOWN },
		{ "每0天", RECURRENCE_UNKNOWN },
		{ "每400天", RECURRENCE_UNKNOWN },
		{ "每999999999天", RECURRENCE_UNKNOWN },
		{ "周八", RECURRENCE_UNKNOWN },
		{ "周25", RECURRENCE_UNKNOWN },
		{ "每周二、", RECURRENCE_UNKNOWN },
		{ "每月初一", RECURRENCE_UNKNOWN },
		{ "tuesfri", RECURRENCE_UNKNOWN },
		{ "every", RECURRENCE_UNKNOWN },
		{ "\xE6\xAF\x8F\xE5\xA4", RECURRENCE_UNKNOWN },
		{ "每周三次", RECURRENCE_NEEDS_DAYS },
		{ "每周3次", RECURRENCE_NEEDS_DAYS },
		{ "每月两次", RECURRENCE_NEEDS_DAYS },
		{ "每3天两次", RECURRENCE_NEEDS_DAYS },
		{ "每月32日", RECURRENCE_NO_SUCH_DAY },
		{ "每月0日", RECURRENCE_NO_SUCH_DAY },
		{ "每月20日至5日", RECURRENCE_NO_SUCH_DAY },
		{ "RRULE:", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=SOMETIMES", RECURRENCE_BAD_RULE },
		{ "RRULE:BYDAY=MO", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;INTERVAL=0", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;INTERVAL=99999", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;FREQ=WEEKLY", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;NONSENSE", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=WEEKLY;BYDAY=XX", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=WEEKLY;BYDAY=1MO", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;COUNT=0", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;COUNT=99999", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260101",
		  RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;UNTIL=20260230", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;UNTIL=soon", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=DAILY;UNTIL=20260101T9", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=每天", RECURRENCE_BAD_RULE },
		{ "RRULE:FREQ=HOURLY", RECURRENCE_TOO_FINE },
		{ "RRULE:FREQ=MINUTELY;INTERVAL=30", RECURRENCE_TOO_FINE },
		{ "RRULE:FREQ=DAILY;BYHOUR=8,20", RECURRENCE_TOO_FINE },
		{ "RRULE:RSCALE=CHINESE;FREQ=YEARLY", RECURRENCE_LUNAR },
		{ "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		  RECURRENCE_EMPTY },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct every every;
		enum recurrence_fault fault = recurrence_read(
			&arena, text_of(cases[i].words), &every);

		if (fault != cases[i].fault)
			fail_msg("%s: fault %d", cases[i].words, fault);
		assert_int_equal(every.kind, EVERY_NEVER);
		assert_true(strlen(recurrence_why(fault)) > 0);
		assert_true(strlen(recurrence_hint(fault)) > 0);
	}
}

static void test_long_rule(void **state)
{
	char words[700] = "RRULE:FREQ=YEARLY;BYYEARDAY=1";
	struct every every;

	(void)state;
	for (size_t at = strlen(words); at + 3 < sizeof(words); at += 2)
		memcpy(words + at, ",2", 3);
	assert_int_equal(recurrence_read(&arena, text_of(words), &every),
			 RECURRENCE_BAD_RULE);
}

static void test_days(void **state)
{
	static const struct {
		const char *words, *from, *until, *days;
	} cases[] = {
		{ "每天", "2026-01-05", "2026-01-07",
		  "2026-01-05 2026-01-06 2026-01-07" },
		{ "隔天", "2026-01-30", "2026-02-03",
		  "2026-01-30 2026-02-01 2026-02-03" },
		{ "每3天", "2024-02-27", "2024-03-04",
		  "2024-02-27 2024-03-01 2024-03-04" },
		{ "周二 周五", "2026-01-07", "2026-01-16",
		  "2026-01-09 2026-01-13 2026-01-16" },
		/* Begins on the first Wednesday, then every second one. */
		{ "每两周周三", "2026-01-08", "2026-02-12",
		  "2026-01-14 2026-01-28 2026-02-11" },
		/* Begins on a Wednesday: that Monday was before. */
		{ "每两周周一、周三", "2026-01-06", "2026-01-25",
		  "2026-01-07 2026-01-19 2026-01-21" },
		{ "每周日", "2026-01-01", "2026-01-12",
		  "2026-01-04 2026-01-11" },
		{ "每周一次", "2026-01-07", "2026-01-20",
		  "2026-01-07 2026-01-14" },
		{ "周末", "2026-01-04", "2026-01-11",
		  "2026-01-04 2026-01-10 2026-01-11" },
		{ "每月5日、20日", "2026-01-06", "2026-03-05",
		  "2026-01-20 2026-02-05 2026-02-20 2026-03-05" },
		{ "每月31日", "2026-01-01", "2026-05-31",
		  "2026-01-31 2026-03-31 2026-05-31" },
		{ "每月31日", "2026-02-10", "2026-05-31",
		  "2026-03-31 2026-05-31" },
		{ "每月最后一天", "2026-01-15", "2026-04-30",
		  "2026-01-31 2026-02-28 2026-03-31 2026-04-30" },
		{ "每月", "2026-01-15", "2026-03-20",
		  "2026-01-15 2026-02-15 2026-03-15" },
		{ "每两个月5日", "2026-01-06", "2026-06-30",
		  "2026-02-05 2026-04-05 2026-06-05" },
		{ "RRULE:FREQ=DAILY;COUNT=2", "2026-01-05", "2026-12-31",
		  "2026-01-05 2026-01-06" },
		{ "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260112", "2026-01-01",
		  "2026-12-31", "2026-01-05 2026-01-12" },
		/* 16:00 UTC is the next day in the zone of the site. */
		{ "RRULE:FREQ=DAILY;UNTIL=20260105T160000Z", "2026-01-05",
		  "2026-12-31", "2026-01-05 2026-01-06" },
		{ "RRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR", "2026-01-06",
		  "2026-03-02", "2026-01-30 2026-02-02 2026-02-27 2026-03-02" },
		{ "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "2026-01-06",
		  "2026-04-30", "2026-02-02 2026-04-06" },
		{ "RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2", "2026-01-06",
		  "2026-12-31", "2026-02-02 2026-03-02" },
		{ "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "2026-01-01",
		  "2028-12-31", "2026-03-08 2027-03-08 2028-03-08" },
		{ "每天", "2026-01-05", "2026-01-04", "" },
		{ "每周一", "2026-01-06", "2026-01-11", "" },
		{ "RRULE:FREQ=MONTHLY;BYDAY=1MO", "2026-01-06", "2026-02-01",
		  "" },
		{ "RRULE:FREQ=DAILY;UNTIL=20251231", "2026-01-05", "2026-12-31",
		  "" },
		{ "每天", "", "2026-01-05", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct every every = read_rule(cases[i].words);
		struct dates dates =
			recurrence_expand(&arena, &every, day(cases[i].from),
					  day(cases[i].until), none);
		struct text is = days_text(dates);

		if (!text_is(is, cases[i].days))
			fail_msg("%s: %.*s", cases[i].words, TEXT_ARG(is));
		if (dates.count)
			assert_int_equal(
				date_compare(
					recurrence_first(&every,
							 day(cases[i].from)),
					dates.items[0]),
				0);
	}
}

static void test_except(void **state)
{
	struct date out[] = { day("2026-01-06"), day("2026-01-05"),
			      day("2025-01-05"), day("2026-02-05"),
			      day("2031-02-05") };
	struct dates except = { out, COUNT(out) };
	struct every every = read_rule("每天");
	struct every twice = read_rule("RRULE:FREQ=DAILY;COUNT=3");

	(void)state;
	assert_string_equal(
		days_text(recurrence_expand(&arena, &every, day("2026-01-05"),
					    day("2026-01-08"), except))
			.at,
		"2026-01-07 2026-01-08");
	/* A COUNT counts the days that are left out as well. */
	assert_string_equal(
		days_text(recurrence_expand(&arena, &twice, day("2026-01-05"),
					    day("2026-12-31"), except))
			.at,
		"2026-01-07");
	/* The first day stays the rule's first, though it is left out. */
	assert_int_equal(
		date_compare(recurrence_first(&every, day("2026-01-05")),
			     day("2026-01-05")),
		0);
}

static void test_left_out(void **state)
{
	struct date out[] = { day("2026-01-20"), day("2026-01-06"),
			      day("2026-01-07"), day("2026-01-06"),
			      day("2026-02-03"), day("2025-12-30") };
	struct dates except = { out, COUNT(out) };
	struct every every = read_rule("周二");

	(void)state;
	assert_string_equal(
		days_text(recurrence_left_out(&arena, &every, day("2026-01-05"),
					      day("2026-01-31"), except))
			.at,
		"2026-01-06 2026-01-20");
	assert_int_equal(recurrence_left_out(&arena, &every, day("2026-01-05"),
					     day("2026-01-31"), none)
				 .count,
			 0);
	assert_int_equal(recurrence_left_out(&arena, &every, day(""),
					     day("2026-01-31"), except)
				 .count,
			 0);
}

static void test_limits(void **state)
{
	struct every daily = read_rule("每天");
	struct every rule = read_rule("RRULE:FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,"
				      "8,9,10,11,12");
	struct every unset = { 0 };
	struct date from = day("2026-01-05");
	struct dates dates =
		recurrence_expand(&arena, &daily, from, day(""), none);

	(void)state;
	assert_int_equal(dates.count, RECURRENCE_MOST_SPAN);
	assert_int_equal(rule.kind, EVERY_RULE);
	dates = recurrence_expand(&arena, &rule, from, day(""), none);
	assert_int_equal(dates.count, RECURRENCE_MOST_SPAN);
	dates = recurrence_expand(&arena, &unset, from, day(""), none);
	assert_int_equal(dates.count, 0);
	assert_false(date_is_set(recurrence_first(&unset, from)));
	assert_int_equal(recurrence_rrule(&arena, &unset, from, true).len, 0);
}

/* The days that libical makes of an RRULE. */
static struct dates days_of_libical(struct text rrule, struct date first)
{
	static struct date items[2 * RECURRENCE_MOST];
	struct icalrecurrencetype rule =
		icalrecurrencetype_from_string(rrule.at);
	struct icaltimetype start = { .year = first.year,
				      .month = first.month,
				      .day = first.day,
				      .is_date = 1 };
	icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
	struct dates dates = { items, 0 };
	struct icaltimetype next;

	assert_non_null(iterator);
	while (next = icalrecur_iterator_next(iterator),
	       !icaltime_is_null_time(next) && dates.count < COUNT(items))
		items[dates.count++] =
			(struct date){ (int16_t)next.year, (uint8_t)next.month,
				       (uint8_t)next.day };
	icalrecur_iterator_free(iterator);
	return dates;
}

/* What the .ics says, read by libical, are the days the calendar shows. */
static void test_agrees_with_libical(void **state)
{
	static const char *const rules[] = {
		"每天",
		"隔天",
		"每3天",
		"每7天",
		"周二 周五",
		"周日",
		"周六、日",
		"每两周周三",
		"每两周周日、周一",
		"每3周周一三五日",
		"工作日",
		"周末",
		"每周",
		"隔周",
		"每月5日",
		"每月5日、20日",
		"每月31日",
		"每月29日、30日",
		"每月最后一天",
		"每月15日和月底",
		"每两个月31日",
		"每月",
		"每3个月",
		"RRULE:FREQ=DAILY;COUNT=17",
		"RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=5",
		"RRULE:FREQ=MONTHLY;BYMONTHDAY=30,31;COUNT=9",
		"RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU",
		"RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"RRULE:FREQ=MONTHLY;BYMONTHDAY=-3",
		"RRULE:FREQ=DAILY;INTERVAL=5;BYDAY=MO,TU,WE,TH,FR",
		"RRULE:FREQ=YEARLY;BYMONTH=2,5;BYDAY=2TU",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		struct every every = read_rule(rules[i]);

		for (int shift = 0; shift < 62; shift++) {
			struct date from = date_add(day("2027-12-10"), shift);
			struct dates ours =
				recurrence_expand(&arena, &every, from,
						  date_add(from, 420), none);
			struct dates theirs;
			struct text rrule;

			assert_true(ours.count > 0);
			rrule = recurrence_rrule(&arena, &every,
						 ours.items[ours.count - 1],
						 true);
			theirs = days_of_libical(
				rrule, recurrence_first(&every, from));
			if (!text_equal(days_text(ours), days_text(theirs)))
				fail_msg("%s from %s: %s\n%.*s\n%.*s", rules[i],
					 date_iso(&arena, from).at, rrule.at,
					 TEXT_ARG(days_text(ours)),
					 TEXT_ARG(days_text(theirs)));
			arena_reset(&arena);
			every = read_rule(rules[i]);
		}
	}
}

static void test_until(void **state)
{
	struct every every = read_rule("周二");

	(void)state;
	assert_string_equal(
		recurrence_rrule(&arena, &every, day("2026-06-30"), true).at,
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630");
	assert_string_equal(
		recurrence_rrule(&arena, &every, day("2026-06-30"), false).at,
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T155959Z");
	assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
	assert_string_equal(
		recurrence_rrule(&arena, &every, day("2026-06-30"), false).at,
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20260701T035959Z");
	assert_string_equal(
		recurrence_rrule(&arena, &every, day("2026-12-31"), false).at,
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101T045959Z");
	assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
}

static void test_frequency(void **state)
{
	static const struct {
		const char *text, *rrule, *head, *rest;
		bool is_recognised;
	} cases[] = {
		{ "每天2次", "FREQ=DAILY", "每天", "2次", true },
		{ "每天 2 次", "FREQ=DAILY", "每天", "2 次", true },
		{ "每天", "FREQ=DAILY", "每天", "", true },
		{ "每日三次", "FREQ=DAILY", "每日", "3次", true },
		{ "一日三次", "FREQ=DAILY", "一日", "3次", true },
		{ "日三次", "FREQ=DAILY", "日", "3次", true },
		{ "1日3次", "FREQ=DAILY", "1日", "3次", true },
		{ "一天两次", "FREQ=DAILY", "一天", "2次", true },
		{ "每天1次，每次2片", "FREQ=DAILY", "每天", "1次，每次2片",
		  true },
		{ "每天早晚各一次", "FREQ=DAILY", "每天", "早晚各一次", true },
		{ "隔天1次", "FREQ=DAILY;INTERVAL=2", "隔天", "1次", true },
		{ "三天一次", "FREQ=DAILY;INTERVAL=3", "三天", "1次", true },
		{ "每周日 1次", "FREQ=WEEKLY;BYDAY=SU", "每周日", "1次", true },
		{ "每周日1次", "FREQ=WEEKLY;BYDAY=SU", "每周日", "1次", true },
		{ "每周二、五各一次", "FREQ=WEEKLY;BYDAY=TU,FR", "每周二、五",
		  "1次", true },
		{ "每周一次", "FREQ=WEEKLY", "每周", "1次", true },
		{ "一周一次", "FREQ=WEEKLY", "一周", "1次", true },
		{ "twice daily", "FREQ=DAILY", "daily", "twice", true },
		{ "3 times a day", "FREQ=DAILY", "a day", "3 times", true },
		{ "once every 3 days", "FREQ=DAILY;INTERVAL=3", "every 3 days",
		  "once", true },
		{ "每周三次", "FREQ=DAILY", "", "每周三次", false },
		{ "一周三次", "FREQ=DAILY", "", "一周三次", false },
		{ "twice weekly", "FREQ=DAILY", "", "twice weekly", false },
		{ "每8小时一次", "FREQ=DAILY", "", "每8小时一次", false },
		{ "必要时", "FREQ=DAILY", "", "必要时", false },
		{ "", "FREQ=DAILY", "", "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct frequency f =
			frequency_read(&arena, text_of(cases[i].text));
		struct text rrule =
			recurrence_rrule(&arena, &f.every, day(""), true);

		if (!text_is(rrule, cases[i].rrule) ||
		    !text_is(f.head, cases[i].head) ||
		    !text_is(f.rest, cases[i].rest) ||
		    f.is_recognised != cases[i].is_recognised)
			fail_msg("%s: %.*s | %.*s | %.*s", cases[i].text,
				 TEXT_ARG(rrule), TEXT_ARG(f.head),
				 TEXT_ARG(f.rest));
		assert_true(text_is(f.every.text, cases[i].text));
	}
}

static void expand_in_thread(void *context, size_t worker, size_t index)
{
	static const char *const rules[] = {
		"每天",
		"RRULE:FREQ=MONTHLY;BYDAY=1MO",
		"RRULE:FREQ=NO",
	};
	size_t *counts = context;
	struct arena own;
	struct every every;

	(void)worker;
	arena_init(&own, ARENA_SMALL);
	if (recurrence_read(&own, text_of(rules[index % 3]), &every) ==
	    RECURRENCE_OK)
		counts[index] =
			recurrence_expand(&own, &every,
					  (struct date){ 2026, 1, 1 },
					  (struct date){ 2026, 12, 31 }, none)
				.count;
	arena_release(&own);
}

static void test_threads(void **state)
{
	static const size_t expected[] = { 365, 12, 0 };
	size_t counts[300] = { 0 };

	(void)state;
	pool_run(4, COUNT(counts), expand_in_thread, counts);
	for (size_t i = 0; i < COUNT(counts); i++)
		assert_int_equal(counts[i], expected[i % 3]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_long_rule),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_except),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_agrees_with_libical),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_frequency),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests_name("model/recurrence", tests, set_up,
					   tear_down);
}
