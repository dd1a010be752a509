#ifndef GEN_PAGE_THEME_MARKUP_H
#define GEN_PAGE_THEME_MARKUP_H

/*
 * The HTML tags of a template: part of page/theme_lint, used by nobody else.
 *
 * Reads what an author has written, tag by tag, without making a page of it.
 * Mustache tags may stand anywhere, between attributes and in values; they are
 * stepped over, whatever their delimiters are. What a section or a block may
 * add to a tag counts as there. HTML comments and end tags are left out.
 *
 * Calling sequence: theme_markup_begin, then theme_markup_next until false. It
 * never fails: what is no HTML is text. Everything points into the text given.
 *
 * Limits: the first MARKUP_ATTRIBUTES attributes of a tag are told.
 */

#include <stdbool.h>

#include "base/text.h"

enum { MARKUP_ATTRIBUTES = 32, MARKUP_DELIMITER = 16 };

struct markup_attribute {
	struct text name;
	struct text value; /* as written, without its quotation marks */
	struct text whole; /* both */
};

struct markup_tag {
	struct text name;
	struct text whole; /* from < to > */
	struct markup_attribute attributes[MARKUP_ATTRIBUTES];
	size_t count;
	/* A partial or value stands among the attributes: there may be more
	 * of them than are told. */
	bool is_open;
	/* What stands in a <script> or <style>; else empty. */
	struct text inside;
};

struct theme_markup {
	const char *at, *end;
	struct text open, close; /* the delimiters of Mustache tags */
	char kept[2][MARKUP_DELIMITER];
};

void theme_markup_begin(struct theme_markup *markup, struct text text);

/* The next start tag; false at the end. */
bool theme_markup_next(struct theme_markup *markup, struct markup_tag *tag);

/* The attribute of a name (lower case), or NULL. */
const struct markup_attribute *theme_markup_find(const struct markup_tag *tag,
						 const char *name);

/* Equal without regard to case; `word` is lower case. */
bool theme_markup_is(struct text t, const char *word);

#endif
