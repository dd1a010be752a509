#ifndef GEN_MODEL_PLAN_H
#define GEN_MODEL_PLAN_H

/*
 * plan.yaml: what a patient sees.
 */

#include "model/consent.h"
#include "model/fields.h"
#include "model/recurrence.h"
#include "model/values.h"

enum plan_status { PLAN_ACTIVE, PLAN_FINISHED, PLAN_DRAFT };
enum plan_place { PLAN_IN_SHOP, PLAN_AT_HOME };

enum {
	PLAN_EXPIRES_DAYS = 180, /* after the end, where nothing is said */
	PLAN_MOST_DAYS = 3 * 366,
	PLAN_MOST_ITEMS = 500, /* of all its lists together */
};

struct cause {
	struct origin origin;
	struct text summary;
	struct markdown history;
	struct text diagnosis;
};

struct check {
	struct origin origin;
	struct text name;
	struct number value;
	struct text unit;
	struct range range;
	struct date date;
	struct text file; /* in files/ */
	struct text note;
};

struct treatment {
	struct origin origin;
	struct text item;
	struct every every;
	struct clock time;
	struct text duration;
	struct date from, until;
	struct dates except;
	int place; /* enum plan_place */
	struct markdown note;
};

struct medicine {
	struct origin origin;
	struct text name, dose, frequency, timing;
	struct date from, until;
	struct markdown note;
};

struct meal {
	struct origin origin;
	struct text meal, content;
	struct every day; /* weekdays; unset: every day */
};

struct diet {
	struct origin origin;
	struct texts eat, avoid;
	struct list meals; /* struct meal */
};

struct revisit {
	struct origin origin;
	struct date date;
	struct clock time;
	struct text bring;
	struct markdown note;
	bool done;
};

struct plan_photos {
	struct origin origin;
	struct captions captions;
	struct texts angles; /* order */
	struct months hide;
};

struct bill {
	struct origin origin;
	struct text item;
	struct money amount;
	struct date due, paid;
	struct text link;
};

struct share {
	struct origin origin;
	struct text name;
	struct months photos;
	struct text quote;
	struct date until;
};

struct plan {
	struct origin origin;
	struct text id;
	struct text name;	  /* full: on the desk only */
	struct text display_name; /* how pages address the patient */
	int status;		  /* enum plan_status */
	struct text therapist;
	struct date start, end, expires;
	int64_t link_version;
	struct text pin;
	struct consent consent;
	struct cause cause;
	struct list checks;	/* struct check */
	struct list treatments; /* struct treatment */
	struct list medicines;	/* struct medicine */
	struct diet diet;
	struct inlines precautions;
	struct list revisits; /* struct revisit */
	struct texts articles;
	struct plan_photos photos;
	struct list bills; /* struct bill */
	struct share share;
};

extern const struct table plan_table;
extern const struct table check_table;
extern const struct table treatment_table;
extern const struct table medicine_table;
extern const struct table meal_table;
extern const struct table revisit_table;
extern const struct table bill_table;
extern const struct table cause_table;
extern const struct table diet_table;
extern const struct table plan_photos_table;
extern const struct table share_table;

/*
 * Puts defaults where nothing was written (until, expires, display_name) and
 * checks what fields_read cannot see: the order of dates, lengths, revisits
 * outside the plan. Errors: false if any error was added.
 */
bool plan_check(struct plan *plan, struct diags *diags);

#endif
