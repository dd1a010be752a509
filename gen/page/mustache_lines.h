#ifndef GEN_PAGE_MUSTACHE_LINES_H
#define GEN_PAGE_MUSTACHE_LINES_H

/*
 * The text between tags, gathered with Mustache's rules on lines. Used by
 * mustache_parse alone.
 *
 * A section tag (or comment, partial, …) that stands alone on its line takes
 * the line with it. So struct lines knows of the line it is on whether it is
 * blank so far, and how many of the gathered bytes are those blanks, which
 * mustache_lines_take gives up again. An argument of a parent loses the
 * indentation of its first line: `dedent` is taken off each line.
 */

#include "page/mustache_tag.h"

struct lines {
	struct text in;	    /* the template */
	size_t at;	    /* the offset that was reached */
	struct buf literal; /* the text since the last op */
	struct text dedent; /* blanks that lines lose; part of in */
	bool is_new;	    /* nothing of this line was looked at */
	bool is_blank;	    /* only blanks on this line so far */
	size_t blanks;	    /* is_blank: its bytes in literal */
};

/* Goes on at an offset where a line begins; or where more than blanks stand
 * before it on its line. */
void mustache_lines_begin(struct lines *lines, size_t at);
void mustache_lines_go_on(struct lines *lines, size_t at);

/* Gathers the text up to an offset. */
void mustache_lines_add(struct lines *lines, size_t to);

/*
 * Goes on behind a tag. If it stands alone on its line, takes the whole line
 * out and returns true.
 */
bool mustache_lines_take(struct lines *lines, const struct tag *tag);

/* Gives up the blanks that the line has so far, if it has nothing else. */
void mustache_lines_drop_blanks(struct lines *lines);

/* Those blanks, or the empty text. Memory: in the arena. */
struct text mustache_lines_blanks(struct arena *arena,
				  const struct lines *lines);

/*
 * Finds the indentation of the first line from `at` on that is not blank, a
 * part of the template, as it will be without dedent. False if a closing tag
 * or the end is what comes first.
 */
bool mustache_lines_indent(const struct lines *lines, size_t at,
			   struct text open, struct text *indent);

#endif
