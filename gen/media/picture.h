#ifndef GEN_MEDIA_PICTURE_H
#define GEN_MEDIA_PICTURE_H

/*
 * Pixels in memory: what the decoders fill, and what is turned and encoded.
 *
 * A pixel is four bytes: red, green, blue and one that nobody reads. Rows
 * follow each other without gaps, and PICTURE_SLACK_BYTES readable bytes follow
 * the last one, so that loops may take whole vectors.
 *
 * Orientation is EXIF's number: 1 upright, 2 mirrored, 3 half a turn, 4
 * mirrored upside down, 5 to 8 the four that exchange width and height.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum { PICTURE_PIXEL_BYTES = 4, PICTURE_SLACK_BYTES = 128 };

struct picture {
	uint8_t *pixels;
	uint32_t width_px, height_px; /* at least 1 */
};

/* Makes room for a picture, black. Memory: in the arena. */
struct picture picture_new(struct arena *arena, uint32_t width_px,
			   uint32_t height_px);

/* Room for a single row, with the slack that follows a picture. */
uint8_t *picture_new_row(struct arena *arena, uint32_t width_px);

uint8_t *picture_row(const struct picture *picture, uint32_t y);

/* Does this orientation exchange width and height? */
bool picture_is_sideways(unsigned orientation);

/* Turns a picture upright. Memory: in the arena; itself if it is upright. */
struct picture picture_upright(struct arena *arena, struct picture picture,
			       unsigned orientation);

/* Lays a row of RGBA over white, in place. */
void picture_flatten_row(uint8_t *rgba, uint32_t width_px);

/* The average of all pixels, rounded. */
void picture_average(const struct picture *picture, uint8_t rgb[3]);

#endif
