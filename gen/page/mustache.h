#ifndef GEN_PAGE_MUSTACHE_H
#define GEN_PAGE_MUSTACHE_H

/*
 * Mustache templates, filled from field tables.
 *
 * In go templates and, for each page, a struct with its table and the audience
 * that the page is made for; out come bytes. All of the Mustache specification
 * is here but lambdas: inheritance ({{<parent}}{{$block}}) and dynamic names
 * ({{>*name}}) included. A field whose row leaves the audience out does not
 * exist for a template; names that an object lacks are looked up in what its
 * FIELD_BASE rows refer to, then in the objects around it.
 *
 * Calling sequence: mustache_new; mustache_add for each template; mustache_link
 * with the tables of all pages; mustache_check for each page; then
 * mustache_render from any thread, for the set is only read from then on.
 *
 * Promises: the check finds every name, partial and {{{raw}}} text that a page
 * could stumble over, without any content. Texts are always escaped for HTML,
 * in {{{name}}} too (see MUSTACHE_RAW_TEXT); only values that are HTML already
 * are not. Rendering ends, whatever the templates and values are.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "model/fields.h"

enum {
	MUSTACHE_TEMPLATE_BYTES = 1 << 20,
	MUSTACHE_TAG_BYTES = 512, /* of a name with its blanks */
	MUSTACHE_DELIMITER_BYTES = 16,
	MUSTACHE_NAMES = 20000,	  /* different names in a set */
	MUSTACHE_NESTING = 64,	  /* sections in a template */
	MUSTACHE_DEPTH = 32,	  /* partials and parents in each other */
	MUSTACHE_LEVELS = 512,	  /* both together, while rendering */
	MUSTACHE_STEPS = 5000000, /* tags and texts of a page */
	MUSTACHE_PAGE_BYTES = 16 << 20,
};

enum mustache_flags {
	/* {{{name}}} and {{& name}} leave texts as they are, as the
	 * specification has it; only for templates and values of our own. */
	MUSTACHE_RAW_TEXT = 1,
};

struct mustache; /* a set of templates that know each other by name */

/* What a page is made from. */
struct mustache_view {
	struct value root; /* usually a VALUE_OBJECT */
	enum audience audience;
	/* For a template whose lines begin with marks (page/poster): values
	 * are words on one line, and none of # - [ ] in them is a mark. */
	bool has_marks;
};

/* Makes an empty set. Memory: everything of it in the arena. */
struct mustache *mustache_new(struct arena *arena, unsigned flags);

/*
 * Adds a template, or replaces the one of that name. If its text is a part of
 * place.source (a whole file, or a value in it), errors point at their own line
 * and column; otherwise, as for a value that YAML has folded, they point at
 * `place`. The source must live as long as the set; name and text are copied.
 * Errors: false; the template is empty then.
 */
bool mustache_add(struct mustache *set, struct text name, struct text text,
		  struct place place, struct diags *diags)
	__attribute__((warn_unused_result));

/*
 * Prepares the look-up of names: to be called once, after the last template,
 * with the tables of all views. Tables that they refer to are found.
 */
void mustache_link(struct mustache *set, const struct table *const *roots,
		   size_t count);

bool mustache_has(const struct mustache *set, struct text name);

/*
 * Checks a template, and those it includes, against the table of its page:
 * unknown names and partials, what the audience may not see, lists where a text
 * is wanted, texts in {{{ }}}. Nothing is known of what stands in a FIELD_VALUE
 * or behind a {{>*name}}. A block that no parent has is a warning. Errors:
 * false.
 */
bool mustache_check(struct mustache *set, struct text name,
		    const struct table *root, enum audience audience,
		    struct diags *diags) __attribute__((warn_unused_result));

/*
 * Has a check come to that template, as a page or through one? What only a
 * {{>*name}} leads to is not known. To be asked when all pages were checked
 * and found right.
 */
bool mustache_is_reached(const struct mustache *set, struct text name);

struct mustache_view mustache_view(const struct table *table,
				   const void *object, enum audience audience);

/*
 * Appends a page. Names that nobody knows print nothing, as the specification
 * wants it. Errors: false, with nothing appended, if there is no such template
 * or the page passes MUSTACHE_DEPTH or another limit above.
 */
bool mustache_render(const struct mustache *set, struct text name,
		     const struct mustache_view *view, struct buf *out,
		     struct diags *diags) __attribute__((warn_unused_result));

#endif
