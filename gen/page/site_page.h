#ifndef GEN_PAGE_SITE_PAGE_H
#define GEN_PAGE_SITE_PAGE_H

/*
 * The pages of the root of out/: index.html, 404.html and robots.txt. Neutral:
 * they name the clinic and lead to its articles, and say nothing of patients,
 * therapists or shops, for they are all that someone sees who guesses at links.
 *
 * 404.html carries its style itself and links to nothing, because a server
 * shows it under any address. robots.txt names no folder: what must not be
 * found says so itself, and a list of private folders would only point at them.
 *
 * Also the tags that other apps read from public pages (Open Graph).
 */

#include "page/view.h"

/* What og.mustache prints; empty without a base_url. */
struct site_og {
	struct text url;   /* of the page */
	struct text image; /* of its picture; may be empty */
};

extern const struct table site_og_table;
extern const struct table site_index_table;
extern const struct table site_404_table;

/*
 * The absolute addresses of a page (path: relative to the root of out/) and of
 * its picture, which may be NULL: the clinic's logo then. Memory: in the arena.
 */
struct site_og site_og(struct arena *arena, const struct view_site *site,
		       struct text path, const struct picture *picture);

/* Append a page. Memory: scratch in the arena. */
void site_index_render(struct arena *arena, const struct view_site *site,
		       struct buf *out);
void site_404_render(struct arena *arena, const struct view_site *site,
		     struct buf *out);

/* Appends robots.txt. */
void site_robots(struct buf *out);

#endif
