#ifndef GEN_PAGE_CARE_H
#define GEN_PAGE_CARE_H

/*
 * What is done on which days, as the plan page shows it: revisits, treatments,
 * medicines and meals.
 *
 * Every item is expanded to its days once; the days become marks of the month
 * grids and the item's `on`, from which the page's script makes the list of a
 * day. So the dots and the lists cannot disagree. `on` is a set of days as
 * page/dayset writes it; meals may also have w135 (weekdays, 0 is Sunday) or *
 * (every day). What happens every day of its span gets no mark: a dot in every
 * cell would say nothing.
 *
 * The plan must have passed plan_check. Everything lives in the arena given.
 */

#include "model/plan.h"
#include "page/month.h"
#include "page/view.h"

enum { CARE_DAYS_SHOWN = 12 /* of a rule without words */ };

struct care_visit {
	struct view_date date;
	struct clock time; /* may be none */
	int64_t nth;	   /* 1-based, by date */
	struct text bring, note;
	bool is_done;
};

struct care_visits {
	struct list items; /* struct care_visit, by date and time */
	int64_t count;
	struct view_date first, last;
	bool is_range;	/* more than one day */
	bool has_bring; /* something is brought along to one of them */
};

struct care_treatment {
	struct text kind; /* t in the shop, h at home */
	struct text item, duration, note, on;
	struct text when; /* the rule as written; empty: see days */
	struct clock time;
	bool is_home;
	struct list days; /* struct view_date, where the rule has no words */
	bool has_more_days;
	bool has_range; /* its span is not that of the plan */
	bool is_range;	/* more than one day */
	struct view_date from, until;
	bool has_except;
	struct list except; /* struct view_date, those within its span */
};

struct care_medicine {
	struct text item, dose, per, frequency, timing, note, on;
	bool has_dot;
	bool has_range, is_range;
	struct view_date from, until;
};

struct care_meal {
	struct text meal, content, on;
	struct text days; /* as written; empty: every day */
};

struct care_items {
	struct list items;
	int64_t count;
};

struct care {
	const struct care_visits *visits;    /* NULL: none */
	const struct care_items *treatments; /* of struct care_treatment */
	const struct care_items *medicines;  /* of struct care_medicine */
	const struct care_items *meals;	     /* of struct care_meal */
	struct month_marks marks;
};

extern const struct table care_visits_table;
extern const struct table care_treatments_table;
extern const struct table care_medicines_table;
extern const struct table care_meals_table;

struct care care_make(struct arena *arena, const struct plan *plan);

#endif
