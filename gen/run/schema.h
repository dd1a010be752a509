#ifndef GEN_RUN_SCHEMA_H
#define GEN_RUN_SCHEMA_H

/*
 * JSON Schemas (draft-07) of a site's documents, from their field tables.
 *
 * For editors: they complete names in both languages, show what each means and
 * mark what cannot be right. A schema is never stricter than the program: it
 * knows names, lists, choices and the look of dates, and leaves the rest to
 * `careplan check`. Scalars may be strings, numbers or booleans, because YAML
 * guesses and this program does not.
 *
 * Each entry appears under its two names, each with the other as its title; a
 * required one may have either. Draft-07 and not a later one, because editors'
 * YAML support is complete for it.
 */

#include "base/buf.h"
#include "model/documents.h"

/* Adds one schema as a JSON object on one line, without a line end. */
void schema_add(struct buf *to, const struct document_kind *kind);

#endif
