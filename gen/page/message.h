#ifndef GEN_PAGE_MESSAGE_H
#define GEN_PAGE_MESSAGE_H

/*
 * Messages that therapists copy, filled for one patient.
 *
 * The clinic writes each message once (clinic.yaml, 消息), with names in double
 * braces; full-width braces and blanks around a name are fine:
 *
 *   {{称呼}} {{display_name}}  how the patient is addressed
 *   {{姓名}} {{name}}          the full name
 *   {{日期}} {{date}}          the day
 *   {{时间}} {{time}}          its time
 *   {{带}}   {{bring}}         what to bring
 *
 * A clause, which ends at ，。；！？ or a line's end, is left out with its sign if
 * it names something and all of that is empty: nobody is asked to bring nothing.
 * How a date is worded is the theme's matter, so a message is a list of parts,
 * each a text or a date.
 *
 * Promises: what stands in a value is never read as a name; names that nobody
 * knows stay as they were written. Limits: MESSAGE_MOST_NAMES are filled, each
 * of at most MESSAGE_NAME_BYTES; further ones stay too.
 */

#include "page/view.h"

enum { MESSAGE_MOST_NAMES = 64, MESSAGE_NAME_BYTES = 64 };

/* What the names stand for; all may be empty. */
struct message_values {
	struct text display_name, name, time, bring;
	struct date date;
};

struct message_part {
	struct text text;
	const struct view_date *date; /* NULL: a text */
};

struct message {
	struct list parts; /* struct message_part */
};

extern const struct table message_table; /* of struct message */

/*
 * Fills a message; NULL where it has nothing to say. *unknown (may be NULL)
 * gets the names that stayed, each as often as it stands there. Memory: the
 * parts in the arena; texts in what was given.
 */
const struct message *message_fill(struct arena *arena, struct text message,
				   const struct message_values *values,
				   struct texts *unknown);

#endif
