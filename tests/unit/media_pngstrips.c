/* media/pngstrips: strips packed alone, read together by libpng. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <png.h>

#include "media/pngstrips.h"

enum { WIDTH = 97, STRIPS = 6 };

/* Numbers that repeat from run to run. */
static uint32_t next_number(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

/* Rows that repeat, rows that do not, flat ones, of any height. */
static struct canvas scribble(struct arena *arena, uint32_t height,
			      uint32_t seed)
{
	struct canvas canvas = canvas_new(arena, WIDTH, 0, height);

	for (uint32_t y = 0; y < height; y++) {
		uint8_t *row = canvas_row(&canvas, y);
		uint32_t kind = next_number(&seed) % 8;

		if (y && kind > 1) {
			memcpy(row, row - WIDTH, WIDTH);
			continue;
		}
		for (uint32_t x = 0; x < WIDTH; x++)
			row[x] = kind ? (uint8_t)(next_number(&seed) % 5) : 3;
	}
	return canvas;
}

static void make_palette(struct canvas_palette *palette)
{
	for (palette->count = 0; palette->count < 5; palette->count++)
		palette->colours[palette->count] = (struct canvas_colour){
			(uint8_t)(palette->count * 50),
			(uint8_t)(255 - palette->count * 50),
			(uint8_t)(palette->count * palette->count),
		};
}

/* What libpng reads must be what was drawn. */
static void assert_reads(struct text png, const struct canvas *canvases,
			 size_t count, const struct canvas_palette *palette)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	uint8_t *pixels, *at;

	assert_true(png_image_begin_read_from_memory(&image, png.at, png.len));
	assert_int_equal(image.width, WIDTH);
	image.format = PNG_FORMAT_RGB;
	at = pixels = malloc(PNG_IMAGE_SIZE(image));
	assert_non_null(pixels);
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < WIDTH * canvases[i].height_px; n++) {
			const struct canvas_colour *colour =
				&palette->colours[canvases[i].pixels[n]];

			assert_int_equal(*at++, colour->red);
			assert_int_equal(*at++, colour->green);
			assert_int_equal(*at++, colour->blue);
		}
	assert_int_equal(at - pixels, PNG_IMAGE_SIZE(image));
	free(pixels);
}

static void test_strips_in_any_order(void **state)
{
	static const uint32_t heights[STRIPS] = { 1, 5, 44, 200, 3, 130 };
	struct pngstrips *packer = pngstrips_open();
	struct canvas_palette palette;
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	make_palette(&palette);
	for (size_t order = 0; order < 3 * STRIPS; order++) {
		struct canvas canvases[STRIPS];
		struct pngstrip strips[STRIPS], again;
		struct pngstrips_picture picture = { &palette, WIDTH, strips,
						     STRIPS };

		for (size_t i = 0; i < STRIPS; i++) {
			size_t which = (i * 5 + order) % STRIPS;

			canvases[i] = scribble(&arena, heights[which],
					       (uint32_t)(which + order));
			strips[i] = pngstrips_pack(
				&arena, packer, &canvases[i],
				(enum pngstrips_effort)((i + order) %
							PNGSTRIPS_EFFORTS));
			/* What was packed before leaves no trace. */
			again = pngstrips_pack(
				&arena, packer, &canvases[i],
				(enum pngstrips_effort)((i + order) %
							PNGSTRIPS_EFFORTS));
			assert_true(text_equal(strips[i].packed, again.packed));
		}
		assert_reads(pngstrips_join(&arena, &picture), canvases, STRIPS,
			     &palette);
	}
	pngstrips_close(packer);
	arena_release(&arena);
}

/* A packer that is asked for another width makes its repeats anew. */
static void test_widths(void **state)
{
	struct pngstrips *packer = pngstrips_open();
	struct canvas_palette palette;
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	make_palette(&palette);
	for (uint32_t width = 1; width < 300; width += 97) {
		struct canvas canvas = canvas_new(&arena, width, 0, 100);
		struct pngstrip strip =
			pngstrips_pack(&arena, packer, &canvas, PNGSTRIPS_ONCE);
		struct pngstrips_picture picture = { &palette, width, &strip,
						     1 };
		struct text png = pngstrips_join(&arena, &picture);
		png_image image = { .version = PNG_IMAGE_VERSION };
		uint8_t pixels[300 * 100 * 3];

		assert_true(png_image_begin_read_from_memory(&image, png.at,
							     png.len));
		assert_int_equal(image.width, width);
		assert_int_equal(image.height, 100);
		image.format = PNG_FORMAT_RGB;
		assert_true(
			png_image_finish_read(&image, NULL, pixels, 0, NULL));
	}
	pngstrips_close(packer);
	arena_release(&arena);
}

static void test_flat_rows_cost_nothing(void **state)
{
	struct pngstrips *packer = pngstrips_open();
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (int effort = 0; effort < PNGSTRIPS_EFFORTS; effort++) {
		struct canvas canvas = canvas_new(&arena, 750, 0, 640);
		struct pngstrip strip = pngstrips_pack(
			&arena, packer, &canvas, (enum pngstrips_effort)effort);

		assert_int_equal(strip.rows, 640);
		assert_true(strip.packed.len < 2600);
	}
	pngstrips_close(packer);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strips_in_any_order),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_flat_rows_cost_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
