#ifndef GEN_PAGE_MUSTACHE_TAG_H
#define GEN_PAGE_MUSTACHE_TAG_H

/*
 * Single tags of a template: where the next one is, where it ends, its kind
 * and name, and what is wrong with it. Used by mustache_parse alone, which
 * knows what tags mean together.
 *
 * Calling sequence: mustache_tag_find, mustache_tag_read, over and over, and
 * mustache_tag_delimiters for a tag of kind '='. A tag with a mistake is
 * reported and skipped.
 */

#include "page/mustache_program.h"

enum { MUSTACHE_MISTAKES = 20 }; /* of a template; then reading ends */

struct tag_reader {
	const struct template *template;
	struct diags *diags;
	struct text in;		 /* the template */
	struct text open, close; /* the delimiters */
	size_t mistakes;
};

struct tag {
	char kind;	  /* # ^ / > < $ & ! = {, or 0: a value */
	size_t at, end;	  /* offsets of the whole tag */
	struct text name; /* trimmed, without kind and star */
	bool is_dynamic;  /* a star was before the name */
	bool ends_line;	  /* only blanks behind it */
	size_t next;	  /* ends_line: the offset of the next line */
};

/* The offset of the next tag at or after `from`, or of the template's end. */
size_t mustache_tag_find(const struct tag_reader *reader, size_t from);

/* Reads the tag at an offset; false if it is wrong: go on at tag->end. */
bool mustache_tag_read(struct tag_reader *reader, size_t at, struct tag *tag);

/* Changes the delimiters to what the tag says. */
void mustache_tag_delimiters(struct tag_reader *reader, const struct tag *tag);

/* Counts a mistake and says where it is. */
struct place mustache_tag_mistake(struct tag_reader *reader, size_t at,
				  size_t len);

/* The offset behind blanks; behind a line end, or `at` if there is none. */
size_t mustache_tag_skip_blanks(struct text in, size_t at);
size_t mustache_tag_skip_line_end(struct text in, size_t at);

/* Does `what` stand at an offset (at most in.len)? */
bool mustache_tag_begins(struct text in, size_t at, struct text what);

#endif
