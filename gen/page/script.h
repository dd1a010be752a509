#ifndef GEN_PAGE_SCRIPT_H
#define GEN_PAGE_SCRIPT_H

/*
 * A script made smaller without being understood, and the words put into it.
 *
 * Nothing here parses JavaScript. By lines, these are left out: blank lines;
 * blanks at the beginning of a line; lines that hold only a comment with two
 * slashes (and no end of another comment); block comments that begin at the
 * beginning of a line and end at the end of one, but not those that begin with
 * an exclamation mark. Everything else stays as it is, line ends included. So a
 * text that goes on over several lines must not begin a line like a comment,
 * or hang on its indentation; all else means what it meant. Writing the result
 * again changes nothing.
 */

#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

/* Stands in careplan.js where its words are to be. */
#define SCRIPT_WORDS "{/* words */}"

/* Memory: the result in the arena. */
struct text script_write(struct arena *arena, struct text script);

/*
 * Puts `words` (a JSON object) in the place of SCRIPT_WORDS; returns how often
 * that was there. Only the first one is replaced. Memory: *filled in the arena.
 */
size_t script_fill(struct arena *arena, struct text script, struct text words,
		   struct text *filled);

#endif
