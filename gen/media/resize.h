#ifndef GEN_MEDIA_RESIZE_H
#define GEN_MEDIA_RESIZE_H

/*
 * Shrinks a picture with a Lanczos-3 filter, row by row as it is decoded.
 *
 * Calling sequence: resize_begin; resize_row once for each row of the source,
 * from top to bottom; after the last one the smaller picture is complete. Only
 * as many rows as the filter reaches over are held, not the source.
 *
 * Promises: integers only, so that every machine gives the same bytes; a plain
 * area keeps its colour exactly. It does not enlarge: no side of the source may
 * be smaller than that of the result.
 */

#include <stdint.h>

#include "base/arena.h"
#include "media/picture.h"

/* One direction: which pixels of the source make a pixel of the result. */
struct resize_axis {
	uint32_t taps;	 /* at most the size of the source */
	uint32_t *from;	 /* first source pixel of each result pixel */
	int16_t *weight; /* taps of each, in 1/32768, adding up to one */
};

struct resize {
	struct resize_axis across, down;
	struct picture to;
	uint32_t rows_in, rows_out;
	size_t line_bytes;    /* of a held row, a multiple of a block */
	uint8_t *held;	      /* the last rows, used in turn */
	const uint8_t **rows; /* those that the next row is made of */
	int16_t *line;	      /* one row, already shrunk downwards */
	int16_t *spread;      /* across.weight, laid out for its loop */
};

/* Prepares for a source of that size. Memory: in the arena. */
void resize_begin(struct arena *arena, struct resize *resize,
		  uint32_t from_width_px, uint32_t from_height_px,
		  struct picture to);

/* Takes one row; PICTURE_SLACK_BYTES behind it must be readable. */
void resize_row(struct resize *resize, const uint8_t *rgbx);

#endif
