#ifndef GEN_PAGE_STYLESHEET_H
#define GEN_PAGE_STYLESHEET_H

/*
 * A style sheet made smaller, and its pictures renamed.
 *
 * Comments and blanks that mean nothing go; strings, escapes, the insides of
 * url() and every blank that may mean something stay as they are: the blank
 * between compound selectors, around + and - in calc(), before "(" in a media
 * query, after a hexadecimal escape. No token is rewritten, so the result
 * means what the source means. Writing the result again changes nothing.
 *
 * The source need not be well-formed: whatever it is, writing ends, and without
 * `resolve` the result is never longer than the source.
 */

#include "base/arena.h"
#include "base/text.h"

/*
 * Called for each url() and for the string behind @import, with the target and
 * its offset in the source; what it returns is written as url(…) without
 * quotation marks, so it must hold only characters of plain paths. Returning
 * the empty text writes `none`.
 */
typedef struct text stylesheet_resolve(void *context, struct text target,
				       size_t offset);

/* White space of CSS (CSS Syntax Level 3, 4.2), line ends included. */
bool stylesheet_is_blank(char c);

/* Without `resolve` (NULL) targets stay. Memory: the result in the arena. */
struct text stylesheet_write(struct arena *arena, struct text css,
			     stylesheet_resolve *resolve, void *context);

#endif
