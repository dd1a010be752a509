#ifndef GEN_PAGE_POSTER_H
#define GEN_PAGE_POSTER_H

/*
 * What stands on a patient's referral poster, media/….png: a picture to be kept
 * and passed on, with a QR code that leads to the voucher. Public.
 *
 * Its words come from the theme's poster.mustache, made for SEES_PUBLIC; each
 * line that it gives is a block of the poster:
 *
 *   # …           a heading            [brand 青丝] …  a seal and a name
 *   ## …          a smaller one        [ticket]        a ticket begins
 *   …             a paragraph          [ticket rosette] the same, with lines
 *   - …           small print          [end]           the ticket ends
 *   [code] …      the code to be read  [cut]           where it is torn off
 *                                      [gap]           a little room
 *                                      [qr]            the QR code
 *
 * Values are words wherever they stand: one that looks like such a line is none.
 * Empty lines count for nothing. Who it comes from stands on it only while
 * there is a share page, and only by the name given for that (share.name). It
 * promises nothing: the shop invites whoever comes, whoever sent them.
 *
 * Calling sequence: poster_text; poster_blocks of it; then page/poster_picture.
 * Limit: POSTER_MOST_BLOCKS; what follows is left out.
 */

#include "page/view.h"

enum { POSTER_MOST_BLOCKS = 64 };

extern const struct table poster_view_table;

enum poster_kind {
	POSTER_PARAGRAPH,
	POSTER_HEADING,
	POSTER_SUBHEADING,
	POSTER_SMALL,
	POSTER_BRAND,
	POSTER_TICKET,
	POSTER_END,
	POSTER_CUT,
	POSTER_QR,
	POSTER_CODE,
	POSTER_GAP,
	POSTER_KINDS,
};

struct poster_block {
	enum poster_kind kind;
	struct text word; /* of [brand …] and [ticket …]; may be empty */
	struct text text; /* may be empty */
};

struct poster_blocks {
	struct poster_block *items;
	size_t count;
};

/*
 * Renders the template. Memory: in the arena. Empty where the page would be too
 * large.
 */
struct text poster_text(struct arena *arena, const struct plan_input *input);

/* The name that stands on it; empty where none may. */
struct text poster_name(const struct plan_input *input);

/* Reads rendered lines; a word in [ ] that is no block is a paragraph. Blanks
 * beside each other become one. Memory: in the arena. */
struct poster_blocks poster_blocks(struct arena *arena, struct text text);

/*
 * Looks for words in [ ] that are no block, in the template as it is written,
 * and that it has one QR code as far as can be seen: not in partials, and not
 * whether a section is shown. An empty one, of a theme for sites without
 * posters, is fine. Errors: false.
 */
bool poster_check(const struct source *source, struct diags *diags)
	__attribute__((warn_unused_result));

#endif
