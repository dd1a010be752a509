#ifndef GEN_MEDIA_LETTERING_H
#define GEN_MEDIA_LETTERING_H

/*
 * Letters on a canvas (FreeType): widths, lines and glyphs.
 *
 * Made for posters of Chinese and Latin text: characters stand one after the
 * other, unhinted, on whole pixels. Lines break between Chinese characters and
 * at blanks, never so that a closing mark begins a line or an opening one ends
 * it. Scripts whose letters change with their neighbours (Arabic, Indic, …)
 * cannot be set like this; lettering_can says so.
 *
 * A character that the font of a kind lacks is taken from the others. Glyphs
 * are kept for the next time they are drawn, LETTERING_KEPT_BYTES of them.
 *
 * Calling sequence: lettering_open, one for each thread; lettering_can; then
 * the others in any order; lettering_close. The fonts' bytes must live until
 * then. The same fonts give the same pixels.
 *
 * Limits: LETTERING_MOST_PX of size, LETTERING_MOST_CHARS of a text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "media/canvas.h"

enum {
	LETTERING_MOST_PX = 200,
	LETTERING_MOST_CHARS = 2000, /* what follows is left out */
	LETTERING_KEPT_BYTES = 8 << 20,
};

/* What a font is for; the spare one has what the others lack. */
enum lettering_kind { LETTERING_HEAD, LETTERING_BODY, LETTERING_SPARE };
enum { LETTERING_FONTS = 3 };

struct lettering_font {
	struct text bytes; /* of the file; empty: none */
	int64_t index;	   /* of the face in it */
};

struct lettering_style {
	enum lettering_kind kind;
	uint32_t size_px;
	uint32_t space_px; /* between characters */
};

struct lettering;

/*
 * Opens the fonts. Memory: its own, until it is closed. NULL: a file is no font
 * that can be drawn in any size; *bad gets its kind.
 */
struct lettering *
lettering_open(const struct lettering_font fonts[LETTERING_FONTS],
	       enum lettering_kind *bad);
void lettering_close(struct lettering *lettering);

/* Can all of it be drawn? If not, *missing gets the first that cannot. */
bool lettering_can(struct lettering *lettering, struct text text,
		   uint32_t *missing);

/* Is it of a script whose letters take other shapes or places beside each
 * other? No font helps then. */
bool lettering_is_joined(uint32_t character);

/* The width in pixels. */
uint32_t lettering_width(struct lettering *lettering,
			 struct lettering_style style, struct text text);

/*
 * Breaks a text into at most `most` lines no wider than width_px; where it is
 * longer, the last one ends in "…". Returns their number. Memory: in the arena.
 */
size_t lettering_lines(struct arena *arena, struct lettering *lettering,
		       struct lettering_style style, struct text text,
		       uint32_t width_px, struct text *lines, size_t most);

/* Where a text begins; y is that of the line the letters stand on. */
struct lettering_at {
	int32_t x, y;
	uint8_t strength; /* of the pen: CANVAS_FULL */
};
void lettering_draw(struct lettering *lettering, struct lettering_style style,
		    struct text text, const struct canvas *canvas,
		    struct lettering_at at, struct canvas_pen pen);

#endif
