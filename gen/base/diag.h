#ifndef GEN_BASE_DIAG_H
#define GEN_BASE_DIAG_H

/*
 * Diagnostics: what is wrong, where, and what to do about it.
 *
 * Readers and checks add to a struct diags and go on; the commands print all
 * of it at the end, sorted by file and line. A diagnostic keeps copies of
 * everything it shows (the path, the source line), so that the source may go.
 *
 * Calling sequence: diags_init; diag_add, then diag_hint and diag_note on what
 * it returned; diags_move from a unit's collection into the run's; diags_print;
 * diags_release. A collection belongs to one thread at a time.
 *
 * A code ("plan.date.invalid") is stable and documented; a message is one
 * sentence without a full stop at its end in the user's language; a hint says
 * what to do. Messages are English in the source and translated by gettext.
 *
 * Contract of the house: a function that returns false or NULL has added at
 * least one error, one that returns true has added none.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/source.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct diag {
	struct diag *next;
	enum severity severity;
	const char *code;    /* in the collection's arena */
	struct text path;    /* empty: about no file */
	struct span span;    /* line 0: the file as a whole */
	struct text line;    /* the source line, empty where there is none */
	uint32_t line_skips; /* characters left out before .line (long lines) */
	struct text message; /* one sentence */
	struct text hint;    /* may be empty */
	struct text detail;  /* a library's own words, may be empty */
	struct diag *note;   /* a second place, or NULL */
};

struct diags {
	struct arena arena;
	struct diag *first, **last;
	size_t errors, warnings;
};

void diags_init(struct diags *diags);
void diags_release(struct diags *diags);

/*
 * Adds a diagnostic and returns it, for hint and note. Memory: in the
 * collection; valid until it is moved or released.
 */
struct diag *diag_add(struct diags *diags, enum severity severity,
		      struct place place, const char *code, const char *format,
		      ...) __attribute__((format(printf, 5, 6)));

/* The same about a path that is not (or could not be) read. */
struct diag *diag_add_path(struct diags *diags, enum severity severity,
			   struct text path, const char *code,
			   const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Says what to do. */
void diag_hint(struct diags *diags, struct diag *diag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a second place with a sentence of its own. */
void diag_note(struct diags *diags, struct diag *diag, struct place place,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Keeps foreign words (strerror, a library's message) as a last detail line. */
void diag_detail(struct diags *diags, struct diag *diag, const char *words);

/* Moves all of `from` behind what `to` has; `from` is empty afterwards. */
void diags_move(struct diags *to, struct diags *from);

enum diag_format { DIAG_FORMAT_TEXT, DIAG_FORMAT_JSON };

struct diag_style {
	enum diag_format format;
	bool colour;	      /* only for DIAG_FORMAT_TEXT */
	size_t most_per_file; /* 0: all */
};

/*
 * Prints all, sorted by path, line, column and severity; of two that say the
 * same of the same place only one stays, and is counted. Text: the head line,
 * the source line with carets, the hint, a note and a detail, then a line that
 * counts what was left out of a file with more than most_per_file. JSON: one
 * object a line with the keys of docs/commands.md, nothing left out. Nothing
 * that could steer a terminal is passed on from content.
 */
void diags_print(struct diags *diags, FILE *to, struct diag_style style);

#endif
