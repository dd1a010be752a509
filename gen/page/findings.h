#ifndef GEN_PAGE_FINDINGS_H
#define GEN_PAGE_FINDINGS_H

/*
 * What was found: checks with their trends, and the history of the complaint.
 *
 * Checks of one name and several days become one finding with a trend and the
 * change since the first; others stand for themselves, words ("negative") too.
 * The verdict is a string of the theme in plain words; what is near its limit,
 * within 15 hundredths of it, is said to be a little off.
 *
 * A history that is one list in Markdown becomes a time line: each item's date
 * is what stands in bold at its start, or before a colon near it. Anything else
 * stays the prose that it is.
 */

#include "model/plan.h"
#include "page/view.h"

enum {
	FINDING_NEAR = 15,	 /* hundredths of a limit */
	HISTORY_WHEN_CHARS = 16, /* before the colon of an item */
};

struct finding_report {
	struct text path; /* relative to the root of out/ */
	struct view_date date;
};

struct finding {
	struct text name, value, unit, range, note;
	struct view_date date;	   /* the latest */
	struct text verdict;	   /* t.check_in …; empty: none possible */
	struct text verdict_class; /* k-h in range, k-m outside */
	struct text change;	   /* t.check_more, t.check_less, or empty */
	struct view_date since;	   /* the first */
	struct text difference;	   /* without a sign */
	struct list reports;	   /* struct finding_report */
	const struct trend *trend; /* NULL: a single value */
	bool has_about;		   /* range, date, change or report */
};

struct findings {
	struct list items; /* struct finding */
};

struct history_item {
	struct text when, text; /* safe HTML; when may be empty */
	bool is_last;
};

struct history {
	struct text summary, diagnosis;
	struct text prose; /* safe HTML, where it is no line */
	bool has_line;
	struct list line; /* struct history_item */
};

extern const struct table findings_table;
extern const struct table history_table;

/*
 * attachments: for each check a path, or an empty text; may be shorter.
 * NULL without checks. Memory: in the arena.
 */
const struct findings *findings_make(struct arena *arena,
				     const struct list *checks,
				     struct texts attachments);

/* NULL where nothing was written. Memory: in the arena. */
const struct history *history_make(struct arena *arena,
				   const struct cause *cause);

#endif
