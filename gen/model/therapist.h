#ifndef GEN_MODEL_THERAPIST_H
#define GEN_MODEL_THERAPIST_H

/*
 * therapists/<therapist>.yaml: one therapist of a shop.
 */

#include "model/fields.h"
#include "model/values.h"

enum { WEEK_DAYS = 7 };

struct schedule {
	struct origin origin;
	struct hours monday, tuesday, wednesday, thursday, friday, saturday,
		sunday;
};

struct therapist {
	struct origin origin;
	struct text name, title;
	int64_t years; /* in the trade; 0: not said */
	struct texts specialties;
	struct markdown bio;
	struct text phone;
	struct text wechat_qr; /* a picture beside the file */
	struct schedule schedule;
	struct periods leave;
	/* Not in the file: */
	struct text key; /* its file name without .yaml */
};

extern const struct table therapist_table;
extern const struct table schedule_table;

/* The hours of a weekday, 0 Monday .. 6 Sunday. */
const struct hours *therapist_hours(const struct therapist *therapist, int day);

#endif
