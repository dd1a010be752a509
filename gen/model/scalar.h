#ifndef GEN_MODEL_SCALAR_H
#define GEN_MODEL_SCALAR_H

/*
 * One YAML scalar made a value of a field's type, or told why it cannot be.
 *
 * For model/fields_read alone: documents are read through fields_read. What is
 * being read is a struct reading; scalar_wrong and scalar_code give every
 * diagnostic of a document the same form: "plan.date.invalid".
 */

#include "content/yamldoc.h"
#include "model/fields.h"

struct reading {
	struct arena *arena;
	const struct source *source;
	struct diags *diags;
	const char *document; /* the outermost table's name: starts the codes */
};

struct place scalar_place(const struct reading *r, const struct node *node);

/* "plan.date.invalid". Memory: in the collection, as long as the diagnostic. */
const char *scalar_code(const struct reading *r, const char *what,
			const char *fault);

/* Adds "“日期” says “2026年13月6日”: <why>" with what to write instead; false. */
bool scalar_wrong(const struct reading *r, const struct node *node,
		  const char *what, const char *why, const char *hint);

/* Is it an error that the node is no scalar? Adds it. */
bool scalar_expect(const struct reading *r, const struct node *node);

/*
 * Reads a scalar as one of FIELD_TEXT … FIELD_PERIOD; other types are a BUG.
 * Memory: in the reading's arena. Errors: false.
 */
bool scalar_read(const struct reading *r, enum field_type type,
		 const struct node *node, void *out);

/* The scalar type of the elements of FIELD_TEXTS … FIELD_PERIODS, with *size
 * the bytes of one. Other types: false. */
bool scalar_element(enum field_type list, enum field_type *type, size_t *size);

#endif
