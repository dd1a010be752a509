#ifndef GEN_MODEL_RECURRENCE_H
#define GEN_MODEL_RECURRENCE_H

/*
 * Recurring days: from the therapist's words to days, and to the RRULE of an
 * .ics file (RFC 5545).
 *
 * recurrence_read reads a rule; recurrence_expand lists its days between two
 * dates; recurrence_first is the day it begins (an event's DTSTART);
 * recurrence_rrule writes it for .ics. A medicine's frequency (每天2次) is
 * parted by model/frequency.
 *
 * A rule begins on the first day on or after `from` that matches it: 每两周周三
 * begins on the first Wednesday, and intervals count from there. A day that a
 * month lacks is left out (每月31日), as RFC 5545 has it; the last day never is.
 *
 * Limits: three years from `from`, so at most RECURRENCE_MOST days; an RRULE of
 * at most 500 bytes. Any number of threads may call. Weekly, daily and monthly
 * rules are plain arithmetic; libical judges every RRULE and expands those that
 * are more than that.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/text.h"
#include "model/daylist.h"
#include "model/every.h"

struct arena;

enum {
	RECURRENCE_MOST = DAYLIST_MOST,		  /* days a rule can have */
	RECURRENCE_MOST_SPAN = DAYLIST_MOST_SPAN, /* days: three years */
	RECURRENCE_MOST_BYTES = 500,		  /* of an RRULE */
};

/*
 * Reads 每天 隔天 每3天 周二 周五 每周一三五 周一至周五 工作日 周末 每月5日、20日
 * 每月最后一天 每两周周三 隔周 每周一次, daily, every 3 days, tue fri, every 2
 * weeks on wed, monthly on 5, and RRULE:FREQ=…. Memory: in the arena.
 */
enum recurrence_fault recurrence_read(struct arena *arena, struct text t,
				      struct every *every)
	__attribute__((warn_unused_result));

/* What is wrong, and what to do, in sentences of the user's language. */
const char *recurrence_why(enum recurrence_fault fault);
const char *recurrence_hint(enum recurrence_fault fault);

/* The first day on or after `from`; {0} for a rule that is not set or ended. */
struct date recurrence_first(const struct every *every, struct date from);

/*
 * Lists the days from `from` to `until`, both included, without those of
 * `except`; in order. Without `from` there are none, without `until` ({0}) as
 * many as the limits allow. Memory: in the arena.
 */
struct dates recurrence_expand(struct arena *arena, const struct every *every,
			       struct date from, struct date until,
			       struct dates except);

/*
 * Lists those days of the rule that `except` leaves out, in order, each once:
 * what an event's EXDATE may hold. (Readers of .ics files stumble over others.)
 * Memory: in the arena.
 */
struct dates recurrence_left_out(struct arena *arena, const struct every *every,
				 struct date from, struct date until,
				 struct dates except);

/*
 * The rule as the value of an RRULE, to end with `last`, the last day it was
 * expanded to ({0}: without end). UNTIL is a day for an all-day event, else the
 * end of that day in the zone of TZ as UTC (RFC 5545, 3.3.10); a COUNT becomes
 * an UNTIL, which `last` makes equal. Memory: in the arena.
 */
struct text recurrence_rrule(struct arena *arena, const struct every *every,
			     struct date last, bool is_all_day);

#endif
