/*
 * The grammar, in the order it is tried:
 *
 *   rule     = phrase | "every" [N | other] unit [days] | weekdays
 *   phrase   = 每天, 工作日, weekends, monthly … (the table `phrases`)
 *   unit     = 天 | 周 | 月 | day | week | month
 *   weekdays = name { [separator | through] name }     周二 周五, mon-fri
 *   days     = number [日] { [separator | through] … }  5日、20日, 最后一天
 *
 * 隔天 is every second day, 每隔两天 every third: 隔 counts the days between. A
 * numeral before 次 is a number of times, never a day: 每周三次 is not 每周三.
 */

#include "model/every.h"

enum {
	ALL_WEEK = 0x7F,
	MONDAY_TO_FRIDAY = 0x3E,
	WEEKEND = 0x41,
};

static bool scan_any(struct scan *scan, const char *const *words)
{
	for (; *words; words++)
		if (scan_word(scan, *words))
			return true;
	return false;
}

static bool scan_separator(struct scan *scan)
{
	static const char *const words[] = { "、", ",",	 ";",  "/",   "+", "&",
					     "和", "与", "及", "and", NULL };

	return scan_any(scan, words);
}

static bool scan_through(struct scan *scan)
{
	static const char *const words[] = { "至",	"到", "-", "~",
					     "through", "to", NULL };

	return scan_any(scan, words);
}

bool every_scan_times(struct scan *scan, int *times)
{
	static const char *const units[] = { "次", "回", "times", NULL };
	struct scan start = *scan;

	scan_word(scan, "各");
	if (scan_word(scan, "once")) {
		*times = 1;
		return true;
	}
	if (scan_word(scan, "twice")) {
		*times = 2;
		return true;
	}
	if (scan_number(scan, times) && scan_any(scan, units))
		return true;
	*scan = start;
	return false;
}

/* -- weekdays ------------------------------------------------------------- */

static const char *const week_words[] = { "周", "星期", "礼拜", "週", NULL };

/* The part behind 周: 一 … 六, 日, 天, 1 … 7; not where 次 follows. */
static bool scan_weekday_number(struct scan *scan, int *weekday)
{
	struct scan start = *scan;
	int times;

	if (every_scan_times(scan, &times)) {
		*scan = start;
		return false;
	}
	if (scan_word(scan, "日") || scan_word(scan, "天")) {
		*weekday = 0;
		return true;
	}
	if (scan_digits(scan, weekday) == 1 ||
	    scan_chinese_digit(scan, weekday)) {
		if (*weekday >= 1 && *weekday <= 7) {
			*weekday %= 7;
			return true;
		}
	}
	*scan = start;
	return false;
}

static bool scan_english_weekday(struct scan *scan, int *weekday)
{
	static const char *const names[][5] = {
		{ "sunday", "sundays", "sun", NULL },
		{ "monday", "mondays", "mon", NULL },
		{ "tuesday", "tuesdays", "tues", "tue", NULL },
		{ "wednesday", "wednesdays", "wed", NULL },
		{ "thursday", "thursdays", "thurs", "thu", NULL },
		{ "friday", "fridays", "fri", NULL },
		{ "saturday", "saturdays", "sat", NULL },
	};

	for (int i = 0; i < 7; i++) {
		if (scan_any(scan, names[i])) {
			*weekday = i;
			return true;
		}
	}
	return false;
}

/* One weekday. Behind a 周 a bare numeral will do: 周二、五. */
static bool scan_weekday(struct scan *scan, bool is_after_week, int *weekday)
{
	struct scan start = *scan;

	scan_word(scan, "每");
	if (scan_any(scan, week_words))
		is_after_week = true;
	if (is_after_week && scan_weekday_number(scan, weekday))
		return true;
	*scan = start;
	return scan_english_weekday(scan, weekday);
}

static uint8_t weekday_range(int first, int last)
{
	unsigned bits = 1U << first;

	while (first != last) {
		first = (first + 1) % 7;
		bits |= 1U << first;
	}
	return (uint8_t)(bits & ALL_WEEK);
}

/* A list of weekdays, as long as it goes. 0 where there is none. */
static uint8_t scan_weekdays(struct scan *scan, bool is_after_week)
{
	struct scan end = *scan;
	uint8_t bits = 0;
	int first, last;

	while (scan_weekday(scan, is_after_week, &first)) {
		is_after_week = true;
		end = *scan;
		last = first;
		if (scan_through(scan) && scan_weekday(scan, true, &last))
			end = *scan;
		else
			last = first;
		bits |= weekday_range(first, last);
		*scan = end;
		scan_separator(scan);
	}
	*scan = end;
	return bits;
}

/* -- days of the month ---------------------------------------------------- */

static bool scan_last_day(struct scan *scan)
{
	static const char *const words[] = {
		"最后一天",	"最后一日", "月底", "月末",
		"the last day", "last day", NULL
	};

	return scan_any(scan, words);
}

/* 5, 5日, 5号, 十五日, the 5th; not where 次 follows. */
static bool scan_month_day(struct scan *scan, int *day)
{
	static const char *const ends[] = { "日", "号", "th", "st",
					    "nd", "rd", NULL };
	struct scan start = *scan;
	int times;

	if (every_scan_times(scan, &times)) {
		*scan = start;
		return false;
	}
	scan_word(scan, "每月");
	scan_word(scan, "the");
	if (!scan_number(scan, day)) {
		*scan = start;
		return false;
	}
	scan_any(scan, ends);
	return true;
}

/* One day or a range of them, as bits. */
static enum recurrence_fault scan_month_part(struct scan *scan, uint32_t *bits)
{
	struct scan end;
	int first, last;

	if (scan_last_day(scan)) {
		*bits |= EVERY_LAST_DAY;
		return RECURRENCE_OK;
	}
	if (!scan_month_day(scan, &first))
		return RECURRENCE_UNKNOWN;
	end = *scan;
	if (!scan_through(scan) || !scan_month_day(scan, &last)) {
		*scan = end;
		last = first;
	}
	if (first < 1 || last > 31 || first > last)
		return RECURRENCE_NO_SUCH_DAY;
	for (int day = first; day <= last; day++)
		*bits |= UINT32_C(1) << day;
	return RECURRENCE_OK;
}

/* A list of days, as long as it goes; *bits stays 0 where there is none. */
static enum recurrence_fault scan_month_days(struct scan *scan, uint32_t *bits)
{
	struct scan end = *scan;
	enum recurrence_fault fault;

	while ((fault = scan_month_part(scan, bits)) == RECURRENCE_OK) {
		end = *scan;
		scan_separator(scan);
	}
	*scan = end;
	return fault == RECURRENCE_UNKNOWN ? RECURRENCE_OK : fault;
}

/* -- rules ---------------------------------------------------------------- */

static bool scan_unit(struct scan *scan, enum every_kind *unit)
{
	static const struct {
		const char *words[6];
		enum every_kind unit;
	} units[] = {
		{ { "天", "日", "day", "days", NULL }, EVERY_DAY },
		{ { "周", "星期", "礼拜", "週", NULL }, EVERY_WEEK },
		{ { "week", "weeks", NULL }, EVERY_WEEK },
		{ { "月", "month", "months", NULL }, EVERY_MONTH },
	};

	scan_word(scan, "个");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (scan_any(scan, units[i].words)) {
			*unit = units[i].unit;
			return true;
		}
	}
	return false;
}

/* The days that may follow the unit: 每两周|周三, every 2 weeks|on wed. */
static enum recurrence_fault scan_days(struct scan *scan, struct every *every)
{
	struct scan start = *scan;
	enum recurrence_fault fault = RECURRENCE_OK;

	if (!scan_word(scan, "的"))
		scan_word(scan, "on");
	if (every->kind == EVERY_WEEK)
		every->weekdays = scan_weekdays(scan, true);
	else if (every->kind == EVERY_MONTH)
		fault = scan_month_days(scan, &every->month_days);
	if (!every->weekdays && !every->month_days)
		*scan = start;
	return fault;
}

/* 每3天, 隔周, 每隔两天, every other day: the interval, then the unit. */
static enum recurrence_fault scan_interval(struct scan *scan,
					   struct every *every)
{
	bool is_every = scan_word(scan, "每") || scan_word(scan, "every") ||
			scan_word(scan, "each");
	bool is_between = scan_word(scan, "隔");
	enum every_kind unit;
	int interval = 1;

	if (!is_every && !is_between)
		return RECURRENCE_UNKNOWN;
	if (scan_word(scan, "other"))
		interval = 2;
	else if (!scan_number(scan, &interval))
		interval = 1;
	interval += is_between;
	if (!scan_unit(scan, &unit) || interval < 1 ||
	    interval > EVERY_MOST_INTERVAL)
		return RECURRENCE_UNKNOWN;
	every->kind = (uint8_t)unit;
	every->interval = (int16_t)interval;
	return scan_days(scan, every);
}

/* Whole rules of one word. A day list may follow the last ones. */
static bool scan_phrase(struct scan *scan, struct every *every)
{
	static const struct {
		const char *words[6];
		enum every_kind kind;
		int16_t interval;
		uint8_t weekdays;
	} phrases[] = {
		{ { "天天", "日日", "逐日", "daily", "everyday", NULL },
		  EVERY_DAY,
		  1,
		  0 },
		{ { "每早", "每晚", NULL }, EVERY_DAY, 1, 0 },
		{ { "每个工作日", "每工作日", "工作日", "平日", NULL },
		  EVERY_WEEK,
		  1,
		  MONDAY_TO_FRIDAY },
		{ { "every weekday", "weekdays", NULL },
		  EVERY_WEEK,
		  1,
		  MONDAY_TO_FRIDAY },
		{ { "每个周末", "每周末", "周末", "双休日", NULL },
		  EVERY_WEEK,
		  1,
		  WEEKEND },
		{ { "every weekend", "weekends", NULL },
		  EVERY_WEEK,
		  1,
		  WEEKEND },
		{ { "weekly", NULL }, EVERY_WEEK, 1, 0 },
		{ { "双周", "biweekly", "fortnightly", NULL },
		  EVERY_WEEK,
		  2,
		  0 },
		{ { "monthly", NULL }, EVERY_MONTH, 1, 0 },
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		if (scan_any(scan, phrases[i].words)) {
			every->kind = (uint8_t)phrases[i].kind;
			every->interval = phrases[i].interval;
			every->weekdays = phrases[i].weekdays;
			return true;
		}
	}
	return false;
}

/* 周二 周五, every tue and fri. */
static bool scan_weekday_rule(struct scan *scan, struct every *every)
{
	struct scan start = *scan;

	if (!scan_word(scan, "每逢") && !scan_word(scan, "逢") &&
	    !scan_word(scan, "every"))
		scan_word(scan, "on");
	every->weekdays = scan_weekdays(scan, false);
	if (!every->weekdays) {
		*scan = start;
		return false;
	}
	every->kind = EVERY_WEEK;
	every->interval = 1;
	return true;
}

enum recurrence_fault every_scan(struct scan *scan, struct every *every)
{
	*every = (struct every){ 0 };
	if (scan->end - scan->at > EVERY_MOST_BYTES)
		return RECURRENCE_UNKNOWN;
	if (scan_phrase(scan, every))
		return every->weekdays ? RECURRENCE_OK : scan_days(scan, every);
	if (scan_weekday_rule(scan, every))
		return RECURRENCE_OK;
	return scan_interval(scan, every);
}

bool every_lacks_days(const struct every *every, int times)
{
	return times > 1 && !every->weekdays && !every->month_days &&
	       (every->kind != EVERY_DAY || every->interval > 1);
}
