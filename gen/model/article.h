#ifndef GEN_MODEL_ARTICLE_H
#define GEN_MODEL_ARTICLE_H

/*
 * articles/<slug>.md: the front matter of an article, and its text.
 */

#include "model/fields.h"
#include "base/date.h"

struct article {
	struct origin origin;
	struct text title, category, summary;
	struct text cover; /* a picture beside the file */
	struct texts tags;
	struct date date;
	/* Not in the front matter: */
	struct text slug; /* its file name without .md */
	struct text body; /* Markdown */
	int64_t minutes;  /* to read, at 400 characters a minute; at least 1 */
};

extern const struct table article_table;

/* Sets slug, body and minutes; checks that the slug can be part of a URL. */
bool article_check(struct arena *arena, struct article *article,
		   struct text slug, struct text body, struct diags *diags);

#endif
