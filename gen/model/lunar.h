#ifndef GEN_MODEL_LUNAR_H
#define GEN_MODEL_LUNAR_H

/*
 * The Chinese calendar: lunar days, the small labels of a calendar's cells, and
 * birthdays, which many patients keep by the moon.
 *
 * Days from 1901-02-19 to 2101-01-28 (the lunar years 1901 to 2100) are known
 * from a table of months; the 24 solar terms come from model/solarterm. Outside
 * these years functions answer "no day" ({0}, 0 or the empty text).
 *
 * Calling sequence: none. Everything is a plain function of its arguments, any
 * number of threads may call, nothing depends on TZ. Labels and names are
 * static Chinese texts; a site in another language does without them.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/text.h"

struct arena;

struct lunar_date {
	int16_t year;	    /* 1901..2100; 0: no day */
	uint8_t month, day; /* 1-based */
	bool is_leap;	    /* of the leap month of that number */
};

enum { LUNAR_FIRST_YEAR = 1901, LUNAR_LAST_YEAR = 2100 };

/* From and to days of the sun; {0} where there is no such day. */
struct lunar_date lunar_of_date(struct date date);
struct date lunar_to_date(struct lunar_date lunar);

/* The number of the year's leap month; 0 in a year without one. */
int lunar_leap_month(int year);

/* 29 or 30; 0 for a month that the year does not have. */
int lunar_month_days(int year, int month, bool is_leap);

/* 初一 … 三十, and 正月 … 冬月 腊月. */
struct text lunar_day_name(int day);
struct text lunar_month_name(int month);

/* 闰六月初三. Memory: in the arena. */
struct text lunar_name(struct arena *arena, struct lunar_date lunar);

/*
 * What a calendar's cell says below the number, two characters: a festival,
 * else a solar term, else the month on its first day (正月, 闰六), else the
 * day.
 */
struct text lunar_label(struct date date);

/* -- birthdays ------------------------------------------------------------ */

struct birthday {
	struct text text; /* as it was written */
	int16_t year;	  /* of the calendar it is kept by; 0: unknown */
	uint8_t month, day;
	bool is_lunar;
	bool is_leap; /* born in a leap month */
};

enum birthday_fault {
	BIRTHDAY_OK,
	BIRTHDAY_NOT_A_DAY,	 /* not of the form of a birthday */
	BIRTHDAY_WHICH_CALENDAR, /* 八月十六, without 农历, 公历 or 日 */
	BIRTHDAY_NO_SUCH_MONTH, /* no month 13 */
	BIRTHDAY_NO_SUCH_DAY,	/* that month had fewer days */
	BIRTHDAY_NO_LEAP_MONTH, /* that year did not repeat that month */
	BIRTHDAY_OUT_OF_RANGE,	/* years: solar 1900-2199, lunar 1901-2100 */
};

/*
 * Reads 1975-08-16 (any spelling of date_read), 8月16日, 农历1975年七月初十,
 * 农历1975年闰八月初一, 阴历1975-7-10, 农历七月初十; a day like 初十 or 廿一
 * makes it lunar without the word. Memory: the text in the arena.
 */
enum birthday_fault lunar_read_birthday(struct arena *arena, struct text t,
					struct birthday *birthday);

/* What is wrong, in a sentence of the user's language. */
const char *lunar_birthday_why(enum birthday_fault fault);

/*
 * The birthday's next day on or after a date, never before the birth. A birth
 * in a leap month is kept in that leap month where the year has it, else in the
 * month of the same number; a day that a month lacks becomes its last (the 30th
 * of a short month, 29 February). {0}: none before the table ends, or not set.
 */
struct date lunar_next_birthday(const struct birthday *birthday,
				struct date on_or_after);

/* A birthday by the moon as lunar_name says it: 七月初十. Memory: in the arena. */
struct text lunar_birthday_name(struct arena *arena,
				const struct birthday *birthday);

/* The age reached on the birthday that falls on `on`; -1: year not known. */
int lunar_birthday_age(const struct birthday *birthday, struct date on);

#endif
