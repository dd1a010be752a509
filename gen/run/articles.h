#ifndef GEN_RUN_ARTICLES_H
#define GEN_RUN_ARTICLES_H

/*
 * All articles of a site: read once, shown as cards on many pages.
 *
 * Their front matter is read at the start of every run, because plans and
 * shops refer to it; a body is rendered only where its page is out of date.
 */

#include "base/map.h"
#include "model/article.h"
#include "run/workspace.h"

struct article_file {
	struct article article;
	struct article_card card;
	struct picture cover;
	struct picture_made *cover_made; /* NULL: none */
	struct source *source;
	struct digest digest; /* of the file and its cover */
	bool is_broken;	      /* it has errors: its page stays as it was */
};

struct articles {
	struct article_file *items; /* by name */
	size_t count;
	struct map by_slug;	     /* → struct article_file */
	struct article_cards newest; /* the good ones, newest first */
	struct digest digest;	     /* of all cards */
};

/* Errors: false where the folder cannot be listed; broken articles are
 * diagnostics and marked. */
bool articles_read(struct workspace *ws) __attribute__((warn_unused_result));

/* NULL: there is none of that name. */
const struct article_file *articles_find(const struct articles *articles,
					 struct text slug);

/* The name nearest to a mistyped one, or the empty text. */
struct text articles_nearest(const struct articles *articles, struct text slug);

/* Builds a/<slug>.html of one article, and a/index.html. */
void articles_build_one(struct workspace *ws, struct worker *worker,
			const struct article_file *file);
void articles_build_index(struct workspace *ws, struct worker *worker);

#endif
