#ifndef GEN_BASE_DATE_H
#define GEN_BASE_DATE_H

/*
 * Days of the Gregorian calendar and times of day, as people write them.
 *
 * A date is a plain value that orders and counts by date_days. The model holds
 * dates of the years 1900 to 2199; {0} is "no date". Nothing here reads a
 * clock, except date_today, which takes the zone from TZ (base/lang sets
 * nothing of it; run/ sets TZ to the site's time zone once, at start).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/text.h"

struct arena;

struct date {
	int16_t year;	    /* 1900..2199; 0: no date */
	uint8_t month, day; /* 1-based */
};

struct month {
	int16_t year;  /* 0: no month */
	uint8_t month; /* 1-based */
};

struct dates {
	struct date *items; /* in an arena; NULL where count is 0 */
	size_t count;
};

/* A time of day; {-1} or minutes from midnight, 0..1440. */
struct clock {
	int16_t minutes; /* -1: none */
};

enum { DATE_FIRST_YEAR = 1900, DATE_LAST_YEAR = 2199 };

/* Days since 1970-01-01 (negative before). */
int32_t date_days(struct date date);
struct date date_of_days(int32_t days);
struct date date_add(struct date date, int days);
int date_weekday(struct date date); /* 0 Sunday .. 6 Saturday */
int date_month_days(int year, int month);
bool date_is_set(struct date date);
bool date_is_valid(int year, int month, int day);
int date_compare(struct date a, struct date b); /* <0, 0, >0 */

/* Today in the zone of TZ. */
struct date date_today(void);
struct date date_of_time(time_t time);

enum date_fault {
	DATE_OK,
	DATE_NOT_A_DATE,  /* not of the form of a date at all */
	DATE_NO_YEAR,	  /* 3月2日: the year is missing */
	DATE_NO_SUCH_DAY, /* 2026-02-30 */
	DATE_NO_SUCH_MONTH,
	DATE_OUT_OF_RANGE, /* year not in 1900..2199 */
};

/*
 * Reads 2026-03-02, 2026-3-2, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302, with
 * full-width digits and signs and blanks around the parts. The whole text must
 * be the date.
 */
enum date_fault date_read(struct text t, struct date *date);

/* Reads 2026-03, 2026-3, 2026/3, 2026.3, 2026年3月, 202603. */
enum date_fault date_read_month(struct text t, struct month *month);

/*
 * Reads 14:30, 14：30, 9:30, 14点, 14点半, 14点30分, 下午2点半, 上午9:30,
 * 晚上8点, 中午12点, 凌晨…; full-width digits too. False if it is none.
 */
bool date_read_clock(struct text t, struct clock *clock);

/* 2026-03-02 and 14:30. Memory: in the arena. */
struct text date_iso(struct arena *arena, struct date date);
struct text date_clock(struct arena *arena, struct clock clock);

/* Writes YYYY-MM-DD and a NUL into out. */
void date_write_iso(char out[11], struct date date);

#endif
