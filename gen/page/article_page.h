#ifndef GEN_PAGE_ARTICLE_PAGE_H
#define GEN_PAGE_ARTICLE_PAGE_H

/*
 * An article, a/<slug>.html, and the list of all of them, a/index.html.
 *
 * In goes a struct article_input or article_index_input (page/view.h); out come
 * bytes. Public. An article says nothing of the clinic's shops, telephone or
 * codes, and neither does the list: general advice on health must not stand
 * beside the means to buy from who gives it (rules on internet advertising,
 * article 8).
 *
 * The list has a part for each category, in the order of clinic.categories,
 * then those that are not named there, by name, then articles without one.
 * Within a part articles keep the order they are given in (newest first).
 */

#include "page/view.h"

extern const struct table article_page_table;
extern const struct table article_index_table;

/* Append a page. Memory: scratch in the arena. */
void article_page_render(struct arena *arena, const struct article_input *input,
			 struct buf *out);
void article_index_render(struct arena *arena,
			  const struct article_index_input *input,
			  struct buf *out);

#endif
