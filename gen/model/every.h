#ifndef GEN_MODEL_EVERY_H
#define GEN_MODEL_EVERY_H

/*
 * "Every": on which days something is done, as a therapist writes it.
 *
 * A struct every is a rule without a beginning: 每天, 隔天, 每3天, 周二 周五,
 * 工作日, 每月5日, 每两周周三 and their English forms, or an RFC 5545 rule.
 * model/recurrence reads it (recurrence_read) and turns it into days; this
 * module holds the struct and the grammar of the words, nothing else.
 *
 * Limits: 200 bytes of words, intervals up to 366.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/scan.h"
#include "base/text.h"

enum every_kind {
	EVERY_NEVER, /* not set */
	EVERY_DAY,
	EVERY_WEEK,
	EVERY_MONTH,
	EVERY_RULE, /* an RFC 5545 rule that none of the above can hold */
};

enum {
	EVERY_MOST_BYTES = 200,
	EVERY_MOST_INTERVAL = 366,
	EVERY_LAST_DAY = 1, /* in month_days: bit 0 */
};

struct every {
	struct text text;    /* as it was written; must stay first */
	struct text rule;    /* RULE: without COUNT and UNTIL, in the arena */
	struct date until;   /* last day of an RFC 5545 rule; {0}: none */
	uint32_t month_days; /* MONTH: bits 1..31, bit 0 the last day;
				0: the day of the month it begins on */
	int16_t interval;    /* every so many days, weeks or months */
	int16_t count;	     /* of an RFC 5545 rule: so many days; 0: no end */
	uint8_t weekdays;    /* WEEK: bit 0 Sunday .. bit 6 Saturday;
				0: the weekday it begins on */
	uint8_t kind;	     /* enum every_kind */
};

enum recurrence_fault {
	RECURRENCE_OK,
	RECURRENCE_UNKNOWN,	/* words that mean no rule */
	RECURRENCE_NEEDS_DAYS,	/* 每周3次: on which days? */
	RECURRENCE_NO_SUCH_DAY, /* 每月32日 */
	RECURRENCE_BAD_RULE,	/* RRULE: not of RFC 5545 */
	RECURRENCE_TOO_FINE,	/* RRULE: several times a day */
	RECURRENCE_LUNAR,	/* RRULE: another calendar (RFC 7529) */
	RECURRENCE_EMPTY,	/* RRULE: no day ever matches */
};

/*
 * Takes the longest rule in words from the cursor; what follows (2次) is left.
 * Fills all of *every but the text. Errors: the fault; the cursor is anywhere.
 */
enum recurrence_fault every_scan(struct scan *scan, struct every *every);

/* Takes 2次, 各一次, 两回, twice; false (nothing taken) if it is none. */
bool every_scan_times(struct scan *scan, int *times);

/* 每周3次 does not say on which days. */
bool every_lacks_days(const struct every *every, int times);

#endif
