#ifndef GEN_MODEL_DAYLIST_H
#define GEN_MODEL_DAYLIST_H

/*
 * The days of one rule while they are found: a bounded list within a range.
 *
 * daylist_init sets the range, daylist_except the days to leave out; then
 * daylist_fill adds the days of a daily, weekly or monthly rule, or the caller
 * adds days itself, in order, with daylist_add. daylist_dates gives the result.
 * Part of model/recurrence, which holds the rules' meaning; nothing here
 * allocates but the last. A struct daylist is about 5 KB: for the stack.
 *
 * Limits: three years from the first day.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "model/every.h"

struct arena;

enum {
	DAYLIST_MOST = 1100,	  /* days */
	DAYLIST_MOST_SPAN = 1096, /* days from the first on */
};

struct daylist {
	int32_t from, until; /* days since 1970, both included */
	int32_t left;	     /* of the rule's COUNT */
	bool is_cut;	     /* the limit comes before the end asked for */
	size_t count;
	int32_t day[DAYLIST_MOST];
	uint8_t except[DAYLIST_MOST_SPAN / 8 + 1]; /* bits from `from` on */
};

/* From a day to another ({0}: no end), or to the rule's own end. */
void daylist_init(struct daylist *list, const struct every *every,
		  struct date from, struct date until);

/* Has these days left out from now on. */
void daylist_except(struct daylist *list, struct dates except);
bool daylist_is_excepted(const struct daylist *list, int32_t day);

/* Adds a day that the rule names; false once nothing more is wanted. */
bool daylist_add(struct daylist *list, int32_t day);

/* Adds all days of a rule of days, weeks or months. */
void daylist_fill(struct daylist *list, const struct every *every);

/* Memory: in the arena. */
struct dates daylist_dates(struct arena *arena, const struct daylist *list);

#endif
