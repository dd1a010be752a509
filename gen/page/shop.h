#ifndef GEN_PAGE_SHOP_H
#define GEN_PAGE_SHOP_H

/*
 * The page of a shop, c/<store>.html, and the waiting line beside it,
 * c/<store>.queue.json, which the open page asks for now and then.
 *
 * In goes a struct shop_input (page/view.h); out come bytes. Public: anyone
 * may open it. What the shop has not (no waiting line, no therapists, no
 * voucher) leaves nothing on the page.
 *
 * The week shows each therapist's hours by the part of the day. The mornings
 * that most cells of the table have are called "morning", and a line below says
 * when that is; cells with other times show those.
 */

#include "page/view.h"

enum { SHOP_ARTICLES_MOST = 6 };

extern const struct table shop_table;

/* Appends the page. Memory: scratch in the arena. */
void shop_page_render(struct arena *arena, const struct shop_input *input,
		      struct buf *out);

/*
 * Appends {"now":"A12","waiting":["A13"],"updated":"10:15"} and a line end.
 * What is not known is null; without a waiting line nobody waits.
 */
void shop_queue_json(const struct shop_input *input, struct buf *out);

#endif
