/*
 * Days are counted in eras of 400 years (146,097 days), with the year taken to
 * begin in March: the leap day is then the last day of a year, and the first
 * day of month m (March is 0) is day (153 m + 2) / 5 of it.
 *
 * Reading goes through base/scan, which brings what Chinese keyboards type to
 * plain characters on the fly.
 */

#include "base/date.h"

#include "base/arena.h"
#include "base/scan.h"

enum {
	DAYS_OF_ERA = 146097,
	DAYS_TO_1970 = 719468, /* from 0000-03-01 */
	DAYS_OF_YEAR_1 = -719162,
	DAYS_OF_YEAR_9999 = 2932896,
	MINUTES_A_DAY = 24 * 60,
};

/* -- counting ------------------------------------------------------------- */

static bool is_leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_month_days(int year, int month)
{
	static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30,
					  31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap_year(year));
}

bool date_is_set(struct date date)
{
	return date.year != 0;
}

bool date_is_valid(int year, int month, int day)
{
	return year >= DATE_FIRST_YEAR && year <= DATE_LAST_YEAR && day >= 1 &&
	       day <= date_month_days(year, month);
}

int32_t date_days(struct date date)
{
	int year = date.year - (date.month <= 2);
	int month = date.month + (date.month <= 2 ? 9 : -3);
	int era = (year >= 0 ? year : year - 399) / 400;
	int of_era = year - era * 400;
	int of_year = (153 * month + 2) / 5 + date.day - 1;

	return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

/* Days outside the years 1 to 9999 become the nearest day inside. */
struct date date_of_days(int32_t days)
{
	int32_t shifted;
	int era, day, year, of_year, month;

	if (days < DAYS_OF_YEAR_1)
		days = DAYS_OF_YEAR_1;
	if (days > DAYS_OF_YEAR_9999)
		days = DAYS_OF_YEAR_9999;
	shifted = days + DAYS_TO_1970; /* 306 at least: never negative */
	era = shifted / DAYS_OF_ERA;
	day = shifted % DAYS_OF_ERA;
	year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	of_year = day - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	day = of_year - (153 * month + 2) / 5 + 1;
	year += era * 400 + (month >= 10);
	month += month < 10 ? 3 : -9;
	return (struct date){ .year = (int16_t)year,
			      .month = (uint8_t)month,
			      .day = (uint8_t)day };
}

struct date date_add(struct date date, int days)
{
	int64_t sum;

	if (!date_is_set(date))
		return date;
	sum = (int64_t)date_days(date) + days;
	if (sum < DAYS_OF_YEAR_1)
		sum = DAYS_OF_YEAR_1;
	if (sum > DAYS_OF_YEAR_9999)
		sum = DAYS_OF_YEAR_9999;
	return date_of_days((int32_t)sum);
}

int date_weekday(struct date date)
{
	int weekday = (date_days(date) + 4) % 7; /* 1970-01-01: Thursday */

	return weekday < 0 ? weekday + 7 : weekday;
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

struct date date_of_time(time_t time)
{
	struct tm tm;

	/* localtime_r alone may still use the zone of an earlier TZ. */
	tzset();
	if (!localtime_r(&time, &tm) || tm.tm_year < DATE_FIRST_YEAR - 1900)
		return (struct date){ DATE_FIRST_YEAR, 1, 1 };
	if (tm.tm_year > DATE_LAST_YEAR - 1900)
		return (struct date){ DATE_LAST_YEAR, 12, 31 };
	return (struct date){ .year = (int16_t)(tm.tm_year + 1900),
			      .month = (uint8_t)(tm.tm_mon + 1),
			      .day = (uint8_t)tm.tm_mday };
}

struct date date_today(void)
{
	return date_of_time(time(NULL));
}

/* -- reading -------------------------------------------------------------- */

/* Up to three numbers and the signs behind them: 2026 年 3 月 2 日. */
struct parts {
	int count;
	int number[3];
	int digits[3];
	uint32_t sign[3]; /* 0: nothing behind it */
};

static bool read_parts(struct text t, struct parts *parts)
{
	struct scan scan = scan_of(t);

	*parts = (struct parts){ 0 };
	while (!scan_is_done(&scan)) {
		int i = parts->count;

		if (i == 3)
			return false;
		parts->digits[i] = scan_digits(&scan, &parts->number[i]);
		if (!parts->digits[i])
			return false;
		parts->count++;
		if (scan_is_done(&scan))
			break;
		parts->sign[i] = scan_peek(&scan);
		scan_skip(&scan);
	}
	return parts->count > 0;
}

enum { SIGN_YEAR = 0x5E74, SIGN_MONTH = 0x6708 }; /* 年 月 */

static bool is_day_sign(uint32_t c)
{
	return c == 0 || c == 0x65E5 || c == 0x53F7; /* 日 号 */
}

static bool is_dash(uint32_t c)
{
	return c == '-' || c == '/' || c == '.';
}

static enum date_fault check_month(int year, int digits, int month)
{
	if (digits != 4 || year < DATE_FIRST_YEAR || year > DATE_LAST_YEAR)
		return DATE_OUT_OF_RANGE;
	if (month < 1 || month > 12)
		return DATE_NO_SUCH_MONTH;
	return DATE_OK;
}

/* 3月2日, 3-2, 3/2, 3.2: month and day alone? */
static bool is_without_year(const struct parts *parts)
{
	if (parts->count != 2 || parts->digits[0] > 2 || parts->digits[1] > 2)
		return false;
	if (parts->sign[0] == SIGN_MONTH)
		return is_day_sign(parts->sign[1]);
	return is_dash(parts->sign[0]) && !parts->sign[1];
}

/* Splits 20260302 (or 202603, with count 2) into its parts. */
static void split_digits(struct parts *parts, int count)
{
	int number = parts->number[0];

	if (parts->count != 1 || parts->sign[0] ||
	    parts->digits[0] != 2 + 2 * count)
		return;
	if (count == 3) {
		parts->number[2] = number % 100;
		parts->digits[2] = 2;
		number /= 100;
	}
	parts->number[1] = number % 100;
	parts->number[0] = number / 100;
	parts->digits[0] = 4;
	parts->digits[1] = 2;
	parts->sign[0] = '-';
	parts->sign[1] = count == 3 ? '-' : 0;
	parts->count = count;
}

enum date_fault date_read(struct text t, struct date *date)
{
	enum date_fault fault;
	struct parts parts;
	bool is_chinese;

	*date = (struct date){ 0 };
	if (!read_parts(t, &parts))
		return DATE_NOT_A_DATE;
	split_digits(&parts, 3);
	if (is_without_year(&parts))
		return DATE_NO_YEAR;
	if (parts.count != 3 || parts.digits[1] > 2 || parts.digits[2] > 2)
		return DATE_NOT_A_DATE;
	is_chinese = parts.sign[0] == SIGN_YEAR &&
		     parts.sign[1] == SIGN_MONTH && is_day_sign(parts.sign[2]);
	if (!is_chinese && (!is_dash(parts.sign[0]) ||
			    parts.sign[0] != parts.sign[1] || parts.sign[2]))
		return DATE_NOT_A_DATE;
	fault = check_month(parts.number[0], parts.digits[0], parts.number[1]);
	if (fault != DATE_OK)
		return fault;
	if (!date_is_valid(parts.number[0], parts.number[1], parts.number[2]))
		return DATE_NO_SUCH_DAY;
	date->year = (int16_t)parts.number[0];
	date->month = (uint8_t)parts.number[1];
	date->day = (uint8_t)parts.number[2];
	return DATE_OK;
}

enum date_fault date_read_month(struct text t, struct month *month)
{
	enum date_fault fault;
	struct parts parts;
	bool is_chinese;

	*month = (struct month){ 0 };
	if (!read_parts(t, &parts))
		return DATE_NOT_A_DATE;
	split_digits(&parts, 2);
	if (parts.count == 1 && parts.digits[0] <= 2 &&
	    parts.sign[0] == SIGN_MONTH)
		return DATE_NO_YEAR;
	if (parts.count != 2 || parts.digits[1] > 2)
		return DATE_NOT_A_DATE;
	is_chinese = parts.sign[0] == SIGN_YEAR &&
		     (parts.sign[1] == SIGN_MONTH || !parts.sign[1]);
	if (!is_chinese && (!is_dash(parts.sign[0]) || parts.sign[1]))
		return DATE_NOT_A_DATE;
	fault = check_month(parts.number[0], parts.digits[0], parts.number[1]);
	if (fault != DATE_OK)
		return fault;
	month->year = (int16_t)parts.number[0];
	month->month = (uint8_t)parts.number[1];
	return DATE_OK;
}

/* -- times of day --------------------------------------------------------- */

/*
 * The words for a part of the day. An hour of 12 counts as `noon`; an hour
 * from first to last has `shift` added; from `as_is` on it is taken as it
 * stands (下午14:30, 中午11点). Other hours contradict the word.
 */
struct day_part {
	const char *word;
	int8_t noon; /* -1: contradicts */
	int8_t first, last;
	int8_t shift;
	int8_t as_is; /* 25: never */
};

static const struct day_part day_parts[] = {
	/* clang-format off */
	{ "凌晨",  0, 0,  6,  0, 25 },
	{ "清晨", -1, 4, 11,  0, 25 },
	{ "早上", -1, 4, 11,  0, 25 },
	{ "早晨", -1, 4, 11,  0, 25 },
	{ "上午", 12, 5, 11,  0, 25 },
	{ "中午", 12, 1,  2, 12, 11 },
	{ "下午", 12, 1,  7, 12, 13 },
	{ "傍晚", -1, 4,  8, 12, 13 },
	{ "晚上", 24, 5, 11, 12, 13 },
	{ "早",   -1, 4, 11,  0, 25 },
	{ "晚",   24, 5, 11, 12, 13 },
	{ "am",    0, 1, 11,  0, 25 },
	{ "pm",   12, 1, 11, 12, 13 },
	{ "a.m.",  0, 1, 11,  0, 25 },
	{ "p.m.", 12, 1, 11, 12, 13 },
	/* clang-format on */
};

static const struct day_part *scan_day_part(struct scan *scan)
{
	for (size_t i = 0; i < sizeof(day_parts) / sizeof(day_parts[0]); i++)
		if (scan_word(scan, day_parts[i].word))
			return &day_parts[i];
	return NULL;
}

/* What follows 点: nothing, 半, 一刻, 三刻, 整, 30, 30分. */
static bool scan_minutes(struct scan *scan, int *minutes)
{
	int digits;

	*minutes = 0;
	if (scan_word(scan, "整") || scan_is_done(scan))
		return true;
	if (scan_word(scan, "半"))
		*minutes = 30;
	else if (scan_word(scan, "一刻"))
		*minutes = 15;
	else if (scan_word(scan, "三刻"))
		*minutes = 45;
	else {
		digits = scan_digits(scan, minutes);
		if (digits > 2)
			return false;
		if (digits && !scan_word(scan, "分钟"))
			scan_word(scan, "分");
	}
	return *minutes < 60;
}

static bool scan_hour(struct scan *scan, int *hour, int *minutes)
{
	static const char *const words[] = { "点钟", "点", "點", "时", "時" };
	int digits = scan_digits(scan, hour);

	if (digits > 2 || (!digits && !scan_chinese(scan, hour)))
		return false;
	if (digits && scan_word(scan, ":"))
		return scan_digits(scan, minutes) == 2 && *minutes < 60;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (scan_word(scan, words[i]))
			return scan_minutes(scan, minutes);
	/* "2 pm": an hour alone needs its word. */
	*minutes = 0;
	return digits && !scan_is_done(scan);
}

/* The hour of the 24 that the word means; -1 where they contradict. */
static int hour_of_part(const struct day_part *part, int hour)
{
	if (hour == 12)
		return part->noon;
	if (hour >= part->first && hour <= part->last)
		return hour + part->shift;
	if (hour >= part->as_is)
		return hour;
	return -1;
}

bool date_read_clock(struct text t, struct clock *clock)
{
	struct scan scan = scan_of(t);
	const struct day_part *part = scan_day_part(&scan);
	int hour, minutes;

	clock->minutes = -1;
	if (!scan_hour(&scan, &hour, &minutes))
		return false;
	if (!part)
		part = scan_day_part(&scan);
	if (!scan_is_done(&scan))
		return false;
	if (part)
		hour = hour_of_part(part, hour);
	if (hour < 0 || hour * 60 + minutes > MINUTES_A_DAY)
		return false;
	clock->minutes = (int16_t)(hour * 60 + minutes);
	return true;
}

/* -- writing -------------------------------------------------------------- */

static char *write_digits(char *at, int number, int digits)
{
	for (int i = digits; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + digits;
}

void date_write_iso(char out[11], struct date date)
{
	char *at = out;

	if (date_is_set(date)) {
		at = write_digits(at, date.year, 4);
		*at++ = '-';
		at = write_digits(at, date.month, 2);
		*at++ = '-';
		at = write_digits(at, date.day, 2);
	}
	*at = '\0';
}

struct text date_iso(struct arena *arena, struct date date)
{
	char out[11];

	date_write_iso(out, date);
	return arena_text(arena, text_of(out));
}

struct text date_clock(struct arena *arena, struct clock clock)
{
	char out[6], *at = out;

	if (clock.minutes >= 0) {
		at = write_digits(at, clock.minutes / 60, 2);
		*at++ = ':';
		at = write_digits(at, clock.minutes % 60, 2);
	}
	return arena_text(arena, (struct text){ out, (size_t)(at - out) });
}
