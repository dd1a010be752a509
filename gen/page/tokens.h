#ifndef GEN_PAGE_TOKENS_H
#define GEN_PAGE_TOKENS_H

/*
 * Tokens: the custom properties in the :root blocks of a style sheet, by which
 * a theme changes colours and sizes without a style sheet of its own.
 *
 * A token belongs to a scheme: to none (light), or to the @media around its
 * :root, such as (prefers-color-scheme:dark); "screen and" makes no other. Only
 * :root blocks at the top of the sheet or right inside one @media count.
 * tokens.css holds such blocks and nothing else; its values replace those of
 * the same name and scheme in place, so the sheet is as if it had been written
 * by hand.
 *
 * Calling sequence: tokens_read for each tokens.css; tokens_replace, which reads
 * the sheet; tokens_check_names, tokens_find and tokens_check_contrast with what
 * came out, tokens_place for places in it.
 *
 * Promises: a value of tokens.css cannot end what it stands in, because its
 * brackets and strings are closed. A sheet need not be well-formed.
 *
 * Limits: TOKENS_MOST of a file; in a sheet those behind are passed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

enum {
	TOKENS_MOST = 1000,
	TOKENS_MOST_ERRORS = 20, /* of a file; then reading stops */
};

/* The scheme of dark pages. */
#define TOKENS_DARK "(prefers-color-scheme:dark)"

struct token {
	struct text name;   /* --indigo */
	struct text scheme; /* "" or TOKENS_DARK or another condition, in lower
			     * case and without blanks */
	struct text value;  /* as it is written, without blanks around it */
	size_t offset;	    /* of the value in its text */
};

struct tokens {
	const struct source *source;
	struct token *items; /* as they stand */
	size_t count, capacity;
};

/* Where a part of a sheet comes from. */
struct tokens_piece {
	size_t start; /* in the sheet */
	const struct source *source;
	size_t offset; /* in the source */
};

/* A style sheet whose tokens were replaced. */
struct tokens_style {
	struct text css;
	struct tokens tokens;	     /* of css; .source is the sheet's */
	struct tokens_piece *pieces; /* in order, the first starts at 0 */
	size_t piece_count;
};

/*
 * Reads tokens.css. Memory: in the arena, and in the source. Errors: false
 * (theme.token.syntax).
 */
bool tokens_read(struct arena *arena, const struct source *source,
		 struct tokens *tokens, struct diags *diags)
	__attribute__((warn_unused_result));

/* Finds the tokens of a sheet. Memory: in the arena, and in the source. */
void tokens_read_sheet(struct arena *arena, const struct source *source,
		       struct tokens *tokens);

/*
 * Replaces the tokens of a sheet. Of several sets that have a token the first
 * one counts. Memory: in the arena, and in the sources.
 */
void tokens_replace(struct arena *arena, const struct source *sheet,
		    const struct tokens *const *sets, size_t count,
		    struct tokens_style *style);

/* The place of bytes of style->css in the file that they come from. */
struct place tokens_place(const struct tokens_style *style, size_t offset,
			  size_t len);

/*
 * Does the sheet have all tokens of the set? Errors: false, with the nearest
 * known name (theme.token.unknown).
 */
bool tokens_check_names(const struct tokens *set,
			const struct tokens_style *style, struct diags *diags)
	__attribute__((warn_unused_result));

/* The token as pages in that scheme ("" or TOKENS_DARK) see it; NULL where
 * there is none. Dark pages see the light one where there is no dark one. */
const struct token *tokens_find(const struct tokens *tokens, const char *name,
				const char *scheme);

/* Reads #rgb, #rrggbb and rgb(r, g, b) or rgb(r g b). False: something else. */
bool tokens_colour(struct text value, uint8_t rgb[3]);

/*
 * Warns of texts that are hard to read: each documented pair of tokens
 * (docs/themes.md) should have a contrast of 4.5:1 (WCAG 2, 1.4.3) in light and
 * dark. Pairs that are not there, or no plain colours, are passed.
 */
void tokens_check_contrast(const struct tokens_style *style,
			   struct diags *diags);

#endif
