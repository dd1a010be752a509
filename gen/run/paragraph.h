#ifndef GEN_RUN_PARAGRAPH_H
#define GEN_RUN_PARAGRAPH_H

/*
 * Sentences broken into lines for a terminal or a comment.
 *
 * A line ends at a blank or between two Chinese characters, never before a
 * closing sign or behind an opening one. Widths are terminal columns. A word
 * that is wider than a line stays whole.
 */

#include "base/buf.h"
#include "base/text.h"

enum { PARAGRAPH_COLUMNS = 78 };

/*
 * Adds the words as lines, each with the prefix before it and a line end behind
 * it; line ends in the words stay. `columns` counts the prefix too.
 */
void paragraph_add(struct buf *to, struct text words, const char *prefix,
		   size_t columns);

#endif
