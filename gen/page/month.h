#ifndef GEN_PAGE_MONTH_H
#define GEN_PAGE_MONTH_H

/*
 * Month grids: weeks from Monday to Sunday, each day with its label of the
 * Chinese calendar and marks for what falls on it.
 *
 * Calling sequence: month_marks_make with the first and the last day; month_mark
 * for everything that falls on a day; month_grids for the list that templates
 * show (struct month_grid).
 *
 * Promises: whole months from that of the first day to that of the last, at
 * most MONTH_MOST of them; each day stands in exactly one cell; days outside
 * are not marked. Everything lives in the arena given.
 */

#include "base/date.h"
#include "model/fields.h"

enum { MONTH_MOST = 48 };

/* What may fall on a day, or-ed. */
enum month_mark {
	MONTH_REVISIT = 1,
	MONTH_TREATMENT = 2, /* in the shop */
	MONTH_HOME = 4,
	MONTH_MEDICINE = 8,
	MONTH_BILL = 16,
};

struct month_marks {
	int32_t first; /* date_days of the first month's first day */
	int32_t count; /* days; 0: no month at all */
	uint8_t *of_day;
	unsigned all; /* every mark that was set on any day */
};

/* A cell. */
struct month_day {
	int64_t day;	   /* 1..31; 0: an empty cell */
	struct text label; /* 初三; may be empty */
	bool is_revisit;
	bool dots; /* any of the four below */
	bool treatment, home, medicine, bill;
};

struct month_week {
	struct list days; /* seven struct month_day */
};

struct month_grid {
	struct text id;		    /* 2026-05 */
	struct text previous, next; /* ids; empty at the ends */
	int64_t year, month;
	struct text month_name; /* t.month_5 */
	struct list weeks;	/* struct month_week */
};

extern const struct table month_grid_table;

struct month_marks month_marks_make(struct arena *arena, struct date first,
				    struct date last);

void month_mark(struct month_marks *marks, struct date date,
		enum month_mark mark);

/* The marks of a day, or-ed; 0 outside. */
unsigned month_marks_of(const struct month_marks *marks, struct date date);

/* Months since the year 0: what counts and orders them. */
int month_number(struct date date);

/* The first day of such a month. */
struct date month_first(int number);

/* A list of struct month_grid; labels only where they are wanted. */
struct list month_grids(struct arena *arena, const struct month_marks *marks,
			bool has_labels);

#endif
