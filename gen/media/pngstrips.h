#ifndef GEN_MEDIA_PNGSTRIPS_H
#define GEN_MEDIA_PNGSTRIPS_H

/*
 * PNG files put together from strips of rows that were packed one by one
 * (zlib). A strip that many pictures share is drawn and packed only once.
 *
 * A strip is a piece of a deflate stream that refers to nothing before it and
 * ends at a whole byte; its first row is filtered without the row above. So
 * strips of one width may follow each other in any order. The files are plain
 * PNG (one IDAT): colours of a palette, eight bits a pixel, no other chunk.
 *
 * Calling sequence: pngstrips_open, one for each thread; pngstrips_pack for
 * each strip; pngstrips_join; pngstrips_close at the end.
 *
 * Limits: PNGSTRIPS_MOST strips in a picture, CANVAS_MOST_PX on each side.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "media/canvas.h"

enum { PNGSTRIPS_MOST = 256 };

struct pngstrips; /* what one thread packs with */

struct pngstrip {
	struct text packed; /* without head and end of the stream */
	uint32_t rows;
	uint32_t crc;	/* of the packed bytes */
	uint32_t adler; /* of the rows as they were before */
};

/* How much work is put into packing, by how often a strip is likely used. */
enum pngstrips_effort {
	PNGSTRIPS_ONCE,
	PNGSTRIPS_SOMETIMES,
	PNGSTRIPS_OFTEN,
	PNGSTRIPS_EFFORTS,
};

/* Memory: its own, until it is closed. */
struct pngstrips *pngstrips_open(void);
void pngstrips_close(struct pngstrips *strips);

/* Packs all rows of a canvas. Memory: the packed bytes in the arena. */
struct pngstrip pngstrips_pack(struct arena *arena, struct pngstrips *strips,
			       const struct canvas *canvas,
			       enum pngstrips_effort effort);

struct pngstrips_picture {
	const struct canvas_palette *palette;
	uint32_t width_px;
	const struct pngstrip *strips; /* from top to bottom */
	size_t count;
};

/* Makes the file. Memory: in the arena. */
struct text pngstrips_join(struct arena *arena,
			   const struct pngstrips_picture *picture);

#endif
