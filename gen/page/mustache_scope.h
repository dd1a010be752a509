#ifndef GEN_PAGE_MUSTACHE_SCOPE_H
#define GEN_PAGE_MUSTACHE_SCOPE_H

/*
 * What names stand for while a template is checked: the types of the tables
 * instead of values. Used by mustache_check alone.
 *
 * A scope is a frame of the context stack without its object. Scopes are
 * chained from the innermost out and live where the check puts them.
 */

#include "page/mustache_program.h"

enum shape_kind {
	SHAPE_FLAG,   /* true or false, no text */
	SHAPE_TEXT,   /* to be escaped */
	SHAPE_HTML,   /* safe */
	SHAPE_OBJECT, /* has names */
	SHAPE_LIST,   /* of texts, HTML or objects */
	SHAPE_ANY,    /* not known before there is content */
};

/* What a value will be. */
struct shape {
	enum shape_kind kind;
	enum shape_kind item;	   /* SHAPE_LIST */
	const struct index *index; /* of an OBJECT, or of a list of them */
};

struct scope {
	const struct scope *outer;
	struct shape shape;
};

/* Whose eyes names are looked up with. */
struct reader {
	const struct mustache *set;
	unsigned audience;
};

enum scope_result { SCOPE_FOUND, SCOPE_HIDDEN, SCOPE_UNKNOWN };

/* Looks a name up from a scope outwards. SCOPE_HIDDEN: it is there, but this
 * audience may not see it. */
enum scope_result mustache_scope_find(const struct reader *reader,
				      const struct scope *scope, uint32_t name,
				      struct shape *shape);

/* The visible name nearest to a wrong one, or NULL. */
const char *mustache_scope_nearest(const struct reader *reader,
				   const struct scope *scope,
				   struct text wrong);

/* The template whose name is nearest to a wrong one, or NULL. */
const char *mustache_scope_nearest_template(const struct mustache *set,
					    struct text wrong);

/*
 * The scopes that can matter to what is inside: a table that stands twice only
 * where it stands innermost, for no name is found in the other; of scopes
 * without names only the innermost, for the dot. There are finitely many such
 * chains. Memory: in the arena.
 */
const struct scope *mustache_scope_needed(struct arena *arena,
					  const struct scope *scope);

#endif
