#ifndef GEN_PAGE_RECORD_PAGE_H
#define GEN_PAGE_RECORD_PAGE_H

/*
 * One patient for the therapist's eyes, d/<token>/<patient>.html: the next
 * revisit, messages ready to copy, the record (record.yaml), the plan in short,
 * visits and notes. To be sealed before it is placed, like the desk.
 *
 * In go the plan, which must have passed plan_check, and the record; out come
 * bytes made for SEES_THERAPIST. No other page can reach a record: all rows of
 * its table are for this audience only.
 *
 * A page without a clock. Messages before a revisit carry the day after which
 * they are stale, those after a missed one the day from which they are wanted;
 * the script hides the others. The birthdays shown are the next two after the
 * last day of which the content tells.
 */

#include "model/record.h"
#include "page/view.h"

enum {
	RECORD_BIRTHDAYS = 2,
	RECORD_VISITS = 6, /* shown at once; older ones are folded away */
};

struct record_input {
	const struct view_site *site;
	const struct store *store;
	const struct plan *plan;
	const struct record *record; /* NULL: there is none */
	struct text plan_path;	     /* p/<token>.html; empty: not published */
	struct text problem;	     /* in a few words; may be empty */
	int64_t points;		     /* shown where there are any */
	struct date updated;	     /* last change of plan or record */
};

extern const struct table record_view_table;

/* Appends the page. Memory: scratch in the arena. */
void record_page_render(struct arena *scratch, const struct record_input *input,
			struct buf *html);

#endif
