#ifndef GEN_PAGE_SHARE_H
#define GEN_PAGE_SHARE_H

/*
 * What a patient agreed to share, s/<code>.html: photos of the months named,
 * words of their own, and an invitation. Public by link, and only with consent.
 *
 * In goes a struct plan_input; out come bytes made for SEES_PUBLIC. Of the
 * plan there is nothing on it but the struct share: not the full name, not the
 * plan's own address of the patient.
 */

#include "page/view.h"

extern const struct table share_view_table;

/*
 * The photos that may be on the page: those of the months in share.photos, with
 * consent to photos and to sharing; else none. Memory: in the arena.
 */
bool share_photos(struct arena *arena, const struct plan_input *input,
		  struct plan_photos_list *photos);

/* Appends the page; nothing without consent. Memory: scratch in the arena. */
void share_page_render(struct arena *scratch, const struct plan_input *input,
		       struct buf *html);

#endif
