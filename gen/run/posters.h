#ifndef GEN_RUN_POSTERS_H
#define GEN_RUN_POSTERS_H

/*
 * The referral posters of a site: with which fonts, and one of each patient.
 *
 * Fonts are named in careplan.yaml or found on this computer. Which were found
 * is remembered in .careplan/fonts, so that a build in which nothing changed
 * neither looks for fonts nor opens one: their stamps tell whether they are
 * still the same. Where they lack something, it is forgotten, so that a font
 * installed meanwhile is found.
 *
 * Calling sequence: posters_open; posters_digest and posters_make from any
 * worker; posters_tell before messages are printed; posters_close. Where no
 * font has the characters, there are no posters, pages do without, and
 * posters_tell says so once for each cause, at the first patient (by the plan's
 * path) whose own words are the cause.
 *
 * Limit: POSTERS_FONT_BYTES of a font file.
 */

#include "media/qr.h"
#include "page/view.h"
#include "run/workspace.h"

enum { POSTERS_FONT_BYTES = 128 << 20 };

struct posters;

/* Memory: in the run's arena, and its own until it is closed. */
struct posters *posters_open(struct workspace *ws);
/* NULL is nothing to close. */
void posters_close(struct posters *posters);

/* Changes whenever posters must be made anew: fonts, or whether to make any. */
struct digest posters_digest(const struct workspace *ws);

enum posters_result {
	POSTERS_MADE,
	POSTERS_OFF,   /* none are made for anybody */
	POSTERS_LACKS, /* a character that no font has, room for the QR code,
			* or a font is broken */
};

/* Makes the poster of one patient. Memory: the PNG file in the arena. */
enum posters_result posters_make(const struct workspace *ws,
				 struct worker *worker,
				 const struct plan_input *input,
				 const struct qr_modules *code,
				 struct text *png);

/* Adds warnings to ws->diags where posters could not be made. */
void posters_tell(struct workspace *ws);

#endif
