#ifndef GEN_PAGE_PLAN_H
#define GEN_PAGE_PLAN_H

/*
 * The patient's plan, p/<token>.html, and its calendar file, p/<token>.ics.
 *
 * In goes a struct plan_input (page/view.h) of a plan that has passed
 * plan_check; out come bytes. Private: made for SEES_PATIENT; the full name
 * is on neither. Parts that the plan lacks leave nothing on the page.
 *
 * What is shown of photos is decided by consent here too: without it there are
 * none, whatever the input holds. The page carries its own version, so that an
 * open page can ask p/<token>.ver whether it is the latest.
 */

#include "page/view.h"

enum { PLAN_VERSION_CHARS = 12 };

extern const struct table plan_view_table;

/*
 * Appends the page. `version` gets twelve digits of base16 and a NUL, the same
 * as the page's data-version: a hash of the page with zeros in its place.
 * Memory: scratch in the arena.
 */
void plan_page_render(struct arena *scratch, const struct plan_input *input,
		      struct buf *html, char version[PLAN_VERSION_CHARS + 1]);

/*
 * Appends the calendar: an event for each revisit and a recurring one for each
 * treatment. UIDs come from the token and what an item is, so that other items
 * keep theirs when one is added; DTSTAMP is the plan's first day, so that the
 * same plan gives the same bytes. Memory: scratch in the arena.
 */
void plan_ics_render(struct arena *scratch, const struct plan_input *input,
		     struct buf *ics);

#endif
