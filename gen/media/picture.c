/*
 * Turning works on whole 32-bit pixels, in tiles small enough that the lines of
 * both pictures stay in the cache: a plain double loop that writes columns is
 * several times slower on a view of 1080 pixels.
 */

#include "media/picture.h"

#include <string.h>

#include "base/bug.h"

enum { TILE_PX = 32, WHITE = 255 };

typedef uint8_t bytes8 __attribute__((vector_size(8)));
typedef uint16_t words8 __attribute__((vector_size(16)));

static size_t row_bytes(uint32_t width_px)
{
	return (size_t)width_px * PICTURE_PIXEL_BYTES;
}

struct picture picture_new(struct arena *arena, uint32_t width_px,
			   uint32_t height_px)
{
	size_t bytes = row_bytes(width_px) * height_px + PICTURE_SLACK_BYTES;

	if (!width_px || !height_px)
		BUG("a picture of %u x %u", width_px, height_px);
	return (struct picture){ arena_alloc(arena, bytes), width_px,
				 height_px };
}

uint8_t *picture_new_row(struct arena *arena, uint32_t width_px)
{
	return arena_alloc(arena, row_bytes(width_px) + PICTURE_SLACK_BYTES);
}

uint8_t *picture_row(const struct picture *picture, uint32_t y)
{
	return picture->pixels + row_bytes(picture->width_px) * y;
}

bool picture_is_sideways(unsigned orientation)
{
	return orientation >= 5;
}

/*
 * Where a pixel of the upright picture comes from: it starts at `first` and
 * walks by `right` and `down`, all counted in pixels of the stored picture.
 */
struct walk {
	ptrdiff_t first, right, down;
};

static struct walk walk_of(const struct picture *from, unsigned orientation)
{
	ptrdiff_t w = from->width_px, h = from->height_px;
	ptrdiff_t last = w * h - 1;

	switch (orientation) {
	case 2:
		return (struct walk){ w - 1, -1, w };
	case 3:
		return (struct walk){ last, -1, -w };
	case 4:
		return (struct walk){ last - (w - 1), 1, -w };
	case 5:
		return (struct walk){ 0, w, 1 };
	case 6:
		return (struct walk){ last - (w - 1), -w, 1 };
	case 7:
		return (struct walk){ last, -w, -1 };
	case 8:
		return (struct walk){ w - 1, w, -1 };
	default:
		BUG("orientation %u", orientation);
	}
}

static void turn_tile(const struct picture *to, uint32_t left, uint32_t top,
		      const uint8_t *from, struct walk walk)
{
	uint32_t right = left + TILE_PX, bottom = top + TILE_PX;

	if (right > to->width_px)
		right = to->width_px;
	if (bottom > to->height_px)
		bottom = to->height_px;
	for (uint32_t y = top; y < bottom; y++) {
		uint8_t *out = picture_row(to, y) + row_bytes(left);
		const uint8_t *in;

		in = from + (walk.first + walk.right * (ptrdiff_t)left +
			     walk.down * (ptrdiff_t)y) *
				    PICTURE_PIXEL_BYTES;
		for (uint32_t x = left; x < right; x++) {
			memcpy(out, in, PICTURE_PIXEL_BYTES);
			out += PICTURE_PIXEL_BYTES;
			in += walk.right * PICTURE_PIXEL_BYTES;
		}
	}
}

struct picture picture_upright(struct arena *arena, struct picture picture,
			       unsigned orientation)
{
	struct picture to;
	struct walk walk;

	if (orientation == 1)
		return picture;
	walk = walk_of(&picture, orientation);
	to = picture_is_sideways(orientation)
		     ? picture_new(arena, picture.height_px, picture.width_px)
		     : picture_new(arena, picture.width_px, picture.height_px);
	for (uint32_t y = 0; y < to.height_px; y += TILE_PX)
		for (uint32_t x = 0; x < to.width_px; x += TILE_PX)
			turn_tile(&to, x, y, picture.pixels, walk);
	return to;
}

void picture_flatten_row(uint8_t *rgba, uint32_t width_px)
{
	for (uint32_t x = 0; x < width_px; x++, rgba += PICTURE_PIXEL_BYTES) {
		unsigned alpha = rgba[3];

		if (alpha == 255)
			continue;
		for (int c = 0; c < 3; c++) {
			unsigned mix = rgba[c] * alpha + WHITE * (255 - alpha);

			rgba[c] = (uint8_t)((mix + 127) / 255);
		}
	}
}

/* Adds up to 510 pixels, so that no 16-bit sum can overflow. */
static void sum_pixels(const uint8_t *pixels, size_t count, uint64_t sum[3])
{
	words8 total = { 0 };
	bytes8 two;
	size_t i = 0;

	for (; i + 2 <= count; i += 2) {
		memcpy(&two, pixels + i * PICTURE_PIXEL_BYTES, sizeof(two));
		total += __builtin_convertvector(two, words8);
	}
	for (int c = 0; c < 3; c++) {
		sum[c] += (uint64_t)total[c] + total[c + 4];
		if (i < count)
			sum[c] += pixels[i * PICTURE_PIXEL_BYTES + (size_t)c];
	}
}

void picture_average(const struct picture *picture, uint8_t rgb[3])
{
	size_t count = (size_t)picture->width_px * picture->height_px;
	uint64_t sum[3] = { 0 };

	for (size_t i = 0; i < count; i += 510) {
		size_t some = count - i < 510 ? count - i : 510;

		sum_pixels(picture->pixels + i * PICTURE_PIXEL_BYTES, some,
			   sum);
	}
	for (int c = 0; c < 3; c++)
		rgb[c] = (uint8_t)((sum[c] + count / 2) / count);
}
