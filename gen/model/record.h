#ifndef GEN_MODEL_RECORD_H
#define GEN_MODEL_RECORD_H

/*
 * record.yaml: what only the therapist sees. No field of it is visible to
 * another audience than SEES_THERAPIST.
 */

#include "model/fields.h"
#include "model/lunar.h"
#include "base/date.h"

struct visit {
	struct origin origin;
	struct date date;
	struct text item, note;
};

struct note {
	struct origin origin;
	struct date date;
	struct text text;
};

struct record {
	struct origin origin;
	struct birthday birthday;
	struct text phone, wechat, address, family, job, diet_preference, sleep,
		dress, economy, source, referred_by;
	struct texts tags;
	struct list visits; /* struct visit */
	struct list notes;  /* struct note */
};

extern const struct table record_table;
extern const struct table visit_table;
extern const struct table note_table;

#endif
