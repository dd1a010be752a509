#ifndef GEN_MODEL_DOCUMENTS_H
#define GEN_MODEL_DOCUMENTS_H

/*
 * The kinds of documents a site consists of, each with its table. For what
 * walks them all: the JSON Schema, and telling a mistyped colon from a text.
 */

#include <stdbool.h>
#include <stddef.h>

#include "model/fields.h"

struct document_kind {
	const char *name;    /* "plan": the schema's file name too */
	const char *pattern; /* which files: content/stores/… (a glob) */
	const struct table *table;
	bool is_list; /* the file is a list of the table's one list field */
	const char *about; /* N_() */
};

extern const struct document_kind document_kinds[];
extern const size_t document_kind_count;

/* Is it the name of an entry of any document, Chinese or English? */
bool documents_know(struct text name);

#endif
