#ifndef GEN_MEDIA_PNGFILE_H
#define GEN_MEDIA_PNGFILE_H

/*
 * PNG files (libpng): photos and screenshots read, black-and-white codes
 * written.
 *
 * Reading turns every kind of PNG (palette, grey, 1 to 16 bits, transparent,
 * interlaced) into rows of pixels over white. Of the further chunks only the
 * profile and the orientation are looked at.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "media/reader.h"

extern const struct reader_kind pngfile_kind;

/* Rows of bits, the first pixel highest, 1 is white. */
struct pngfile_bits {
	const uint8_t *rows; /* each padded to whole bytes */
	uint32_t width_px;
	uint32_t rows_count;
	uint32_t repeat; /* how often each row is written */
};

/*
 * Writes a PNG of one bit a pixel with no chunk that need not be. Memory: the
 * file in the arena. False: out of memory.
 */
bool pngfile_write_bits(struct arena *arena, const struct pngfile_bits *bits,
			struct text *png) __attribute__((warn_unused_result));

#endif
