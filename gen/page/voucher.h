#ifndef GEN_PAGE_VOUCHER_H
#define GEN_PAGE_VOUCHER_H

/*
 * The voucher that a newcomer shows in the shop, r/<code>.html. Public by link.
 *
 * In goes a struct plan_input; out come bytes made for SEES_PUBLIC. Who it came
 * from stands on it only with consent to sharing, and only by the name given
 * for that (share.name).
 */

#include "page/view.h"

extern const struct table voucher_view_table;

/*
 * The last day on which it is good: share.until, else that many days after the
 * end of the plan as the shop gives; {0}: no last day.
 */
struct date voucher_until(const struct plan *plan, const struct store *store);

/* Appends the page. Memory: scratch in the arena. */
void voucher_page_render(struct arena *scratch, const struct plan_input *input,
			 struct buf *html);

#endif
