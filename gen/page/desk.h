#ifndef GEN_PAGE_DESK_H
#define GEN_PAGE_DESK_H

/*
 * A therapist's desk, d/<token>/index.html: the calendar of revisits and
 * birthdays, each with its message ready to copy, and all patients to look up.
 *
 * In go small cards, one a patient, which are made when that patient's plan is
 * read; the desk never reads a patient again. Out come bytes made for
 * SEES_THERAPIST. They hold full names and telephone numbers, so they are to be
 * sealed before they are placed (page/lock).
 *
 * A page without a clock: every revisit and birthday carries its date, and the
 * script picks out what is due today and what is overdue. Which months the
 * calendar has follows from the cards alone: the last day on which a visit, or
 * a change of the content, is known to have been cannot lie in the future. The
 * calendar begins with its month, or up to DESK_MONTHS_BACK before where
 * revisits are open, and has at least a year, so that each birthday is in it.
 *
 * What is listed: all revisits that are not done, whenever they are; done ones
 * and birthdays in the months of the calendar. Limit: DESK_MOST_ROWS of them,
 * the earliest first.
 */

#include "model/lunar.h"
#include "page/view.h"

enum {
	DESK_MONTHS = 18, /* of the calendar, at most */
	DESK_MONTHS_LEAST = 12,
	DESK_MONTHS_BACK = 5,
	DESK_MOST_ROWS = 5000,
};

struct desk_revisit {
	struct date date;
	struct clock time; /* may be none */
	int64_t nth;	   /* of the plan's revisits, 1-based */
	struct text item;  /* what will be done, a few words; may be empty */
	struct text bring; /* may be empty */
	bool is_done;
};

struct desk_revisits {
	const struct desk_revisit *items;
	size_t count;
};

/* What the desk knows of a patient. Texts may be empty, days unset. */
struct desk_card {
	struct text record_path; /* d/<token>/<patient>.html */
	struct text plan_path;	 /* p/<token>.html; empty: not published */
	struct text name;	 /* full */
	struct text display_name;
	struct text search; /* more to be found by: "wxl wangxiulan" */
	struct text phone;  /* as written */
	struct text problem;
	struct texts tags;
	struct birthday birthday;
	struct date end;	/* of the plan */
	struct date last_visit; /* to the shop */
	int64_t points;		/* shown where there are any */
	struct desk_revisits revisits;
};

struct desk_input {
	const struct view_site *site;
	const struct store *store;
	const struct therapist_card *therapist;
	const struct desk_card *cards; /* in the order they are to show */
	size_t card_count;
	struct texts notices; /* what is wrong in the files, one line each */
	struct date updated;  /* last change of plan or record */
};

extern const struct table desk_view_table;

/* Appends the page. Memory: scratch in the arena. */
void desk_render(struct arena *scratch, const struct desk_input *input,
		 struct buf *html);

#endif
