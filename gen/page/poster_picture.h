#ifndef GEN_PAGE_POSTER_PICTURE_H
#define GEN_PAGE_POSTER_PICTURE_H

/*
 * A referral poster drawn: blocks (page/poster.h) one below the other, 750
 * pixels wide, in the colours of the theme, as a PNG file.
 *
 * What all posters of a shop share is drawn and packed once for each thread and
 * kept, POSTER_KEPT_BYTES of it; it is the same whether it was kept or not.
 *
 * Calling sequence: poster_maker_open, one for each thread; poster_lacks, then
 * poster_draw for each poster; poster_maker_close. The fonts' bytes and the
 * theme must live until then. The same blocks, code, theme and fonts give the
 * same bytes.
 *
 * Limits: POSTER_MOST_HEIGHT_PX; blocks that would go beyond are left out.
 */

#include "media/lettering.h"
#include "media/qr.h"
#include "page/poster.h"

enum {
	POSTER_WIDTH_PX = 750,
	POSTER_MOST_HEIGHT_PX = 2600,
	POSTER_KEPT_BYTES = 2 << 20,
};

struct poster_maker;

/*
 * Memory: its own, until it is closed. NULL: a font cannot be used; *bad gets
 * its kind.
 */
struct poster_maker *
poster_maker_open(const struct theme *theme,
		  const struct lettering_font fonts[LETTERING_FONTS],
		  enum lettering_kind *bad);
void poster_maker_close(struct poster_maker *maker);

/* Is there a character that the fonts lack? *missing gets the first. */
bool poster_lacks(struct poster_maker *maker, struct poster_blocks blocks,
		  uint32_t *missing);

struct poster {
	struct text png;
	uint32_t width_px, height_px;
	bool has_qr; /* false: there was no [qr], or no room for it */
};

/* Draws a poster. Memory: the file in the arena. */
struct poster poster_draw(struct arena *arena, struct poster_maker *maker,
			  struct poster_blocks blocks,
			  const struct qr_modules *code);

#endif
