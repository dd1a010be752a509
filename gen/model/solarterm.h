#ifndef GEN_MODEL_SOLARTERM_H
#define GEN_MODEL_SOLARTERM_H

/*
 * The 24 solar terms (节气): the days, in China's time, on which the sun
 * reaches every fifteenth degree of its way.
 *
 * solarterm_on tells the term of a day, solarterm_date the day of a term,
 * solarterm_name its Chinese name. Terms are numbered as a calendar year shows
 * them: 0 小寒 (about 6 January) to 23 冬至 (about 22 December).
 *
 * Promises: years 1901 to 2100; by astronomy, not by a table of days; the day
 * is that of UTC+8, whatever TZ says. Any number of threads may ask; a year is
 * worked out once and kept. Nothing is allocated.
 */

#include "base/date.h"
#include "base/text.h"

enum {
	SOLARTERM_COUNT = 24,
	SOLARTERM_FIRST = 1901, /* years */
	SOLARTERM_LAST = 2100,
};

/* The term that falls on the day, or -1. */
int solarterm_on(struct date date);

/* The day of a term in a year; {0} outside the years and the terms. */
struct date solarterm_date(int year, int term);

/* Its name, two characters; empty for no term. */
struct text solarterm_name(int term);

#endif
