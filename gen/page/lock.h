#ifndef GEN_PAGE_LOCK_H
#define GEN_PAGE_LOCK_H

/*
 * The lock: what everyone sees of a sealed page or desk before the password is
 * typed. It stands under the page's own address and carries the sealed page.
 *
 * In go the clinic, the shop and the sealed bytes; out come bytes made for
 * SEES_PUBLIC. Nothing of a patient or a therapist goes in, so whatever a theme
 * asks for, nothing of them can come out: not whose page it is, nor what kind
 * of plan. It is not to be indexed, all the same.
 *
 * `sealed` must be base64 (letters, digits, + / =), so that it needs no escape
 * anywhere. The theme keeps it in a <template>: that is no script, so no policy
 * concerns it, is parsed as one text, is neither shown nor read out, and may be
 * as long as a page is. In a data block (<script type=…>) it would meet filters
 * that take inline scripts out; in an attribute it would be held twice.
 *
 * A patient's PIN is numeric. A therapist's passphrase is words: its field has
 * neither a numeric keyboard nor a greatest length.
 */

#include "page/view.h"

enum lock_key { LOCK_PIN, LOCK_PASSPHRASE };

struct lock_input {
	const struct view_site *site;
	const struct store *store;
	enum lock_key key;
	bool is_deep;	    /* under d/<token>/, not under p/ */
	struct text sealed; /* base64; empty: nothing to open yet */
};

extern const struct table lock_view_table;

/* Appends the page. Memory: scratch in the arena. */
void lock_render(struct arena *scratch, const struct lock_input *input,
		 struct buf *html);

#endif
