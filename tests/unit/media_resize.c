/* media/resize: against the filter written down plainly, and at its edges. */

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "media/resize.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct sizes {
	uint32_t from_width, from_height, to_width, to_height;
};

static const struct sizes cases[] = {
	{ 1, 1, 1, 1 },	       { 2, 2, 1, 1 },	       { 7, 5, 7, 5 },
	{ 7, 5, 3, 2 },	       { 9, 300, 9, 299 },     { 64, 48, 63, 47 },
	{ 200, 150, 108, 81 }, { 321, 123, 100, 38 },  { 1000, 20, 5, 1 },
	{ 20, 1000, 1, 50 },   { 401, 301, 240, 180 }, { 5000, 3, 24, 1 },
};

static uint8_t noise(uint32_t x, uint32_t y, uint32_t c)
{
	uint32_t h = x * 0x9E3779B1U ^ y * 0x85EBCA6BU ^ (c + 1) * 0xC2B2AE35U;

	h ^= h >> 15;
	h *= 0x2C1B3C6DU;
	return (uint8_t)(h >> 24);
}

static uint8_t plain(uint32_t x, uint32_t y, uint32_t c)
{
	static const uint8_t colour[] = { 255, 0, 131, 77 };

	(void)x;
	(void)y;
	return colour[c];
}

static struct picture shrink(struct arena *arena, struct sizes s,
			     uint8_t (*paint)(uint32_t, uint32_t, uint32_t))
{
	struct picture to = picture_new(arena, s.to_width, s.to_height);
	uint8_t *row = picture_new_row(arena, s.from_width);
	struct resize resize;

	resize_begin(arena, &resize, s.from_width, s.from_height, to);
	for (uint32_t y = 0; y < s.from_height; y++) {
		for (uint32_t x = 0; x < s.from_width; x++)
			for (uint32_t c = 0; c < 4; c++)
				row[x * 4 + c] = paint(x, y, c);
		resize_row(&resize, row);
	}
	assert_int_equal(resize.rows_out, s.to_height);
	return to;
}

static double lanczos(double x)
{
	double a = M_PI * x;

	if (fabs(x) < 1e-9)
		return 1;
	return fabs(x) < 3 ? 3 * sin(a) * sin(a / 3) / (a * a) : 0;
}

/* Weights of all source pixels for one result pixel, adding up to one. */
static void weigh(double *weight, uint32_t from, uint32_t to, uint32_t at)
{
	double ratio = (double)from / to, middle = (at + 0.5) * ratio, sum = 0;

	for (uint32_t i = 0; i < from; i++)
		sum += weight[i] = lanczos((i + 0.5 - middle) / ratio);
	for (uint32_t i = 0; i < from; i++)
		weight[i] /= sum;
}

static double expected(struct sizes s, const double *across, const double *down,
		       uint32_t c)
{
	double sum = 0;

	for (uint32_t y = 0; y < s.from_height; y++) {
		double line = 0;

		if (down[y] == 0)
			continue;
		for (uint32_t x = 0; x < s.from_width; x++)
			if (across[x] != 0)
				line += across[x] * noise(x, y, c);
		sum += line * down[y];
	}
	return fmin(fmax(sum, 0), 255);
}

/* The result may be off by the last rounding and a little of the first one. */
static void test_it_is_lanczos(void **state)
{
	static double across[5000], down[1000];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sizes s = cases[i];
		struct arena arena;
		struct picture to;

		arena_init(&arena, ARENA_USUAL);
		to = shrink(&arena, s, noise);
		for (uint32_t y = 0; y < s.to_height; y += 1 + y / 7) {
			weigh(down, s.from_height, s.to_height, y);
			for (uint32_t x = 0; x < s.to_width; x += 1 + x / 5) {
				uint32_t c = (x + y) % 3;
				double is = picture_row(&to, y)[x * 4 + c], be;

				weigh(across, s.from_width, s.to_width, x);
				be = expected(s, across, down, c);
				if (fabs(is - be) > 0.75)
					fail_msg("case %zu, %u,%u: %g for %g",
						 i, x, y, is, be);
			}
		}
		arena_release(&arena);
	}
}

static void test_a_plain_area_keeps_its_colour(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sizes s = cases[i];
		struct arena arena;
		struct picture to;

		arena_init(&arena, ARENA_USUAL);
		to = shrink(&arena, s, plain);
		for (uint32_t p = 0; p < s.to_width * s.to_height * 4; p++)
			assert_int_equal(to.pixels[p], plain(0, 0, p % 4));
		arena_release(&arena);
	}
}

static void test_turning_upright(void **state)
{
	/* Where the corners of a stored 3 x 2 picture are seen: the upright
	   picture's top left and bottom right. */
	static const struct {
		uint32_t left, top, right, bottom;
	} seen[] = {
		{ 0, 0, 2, 1 }, { 2, 0, 0, 1 }, { 2, 1, 0, 0 }, { 0, 1, 2, 0 },
		{ 0, 0, 2, 1 }, { 0, 1, 2, 0 }, { 2, 1, 0, 0 }, { 2, 0, 0, 1 },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (unsigned o = 1; o <= 8; o++) {
		struct picture from = picture_new(&arena, 67, 35), to;
		const uint8_t *first, *last;

		for (uint32_t i = 0; i < 67 * 35; i++) {
			from.pixels[i * 4] = (uint8_t)(i % 67);
			from.pixels[i * 4 + 1] = (uint8_t)(i / 67);
		}
		to = picture_upright(&arena, from, o);
		assert_int_equal(to.width_px, o < 5 ? 67 : 35);
		assert_int_equal(to.height_px, o < 5 ? 35 : 67);
		first = picture_row(&to, 0);
		last = picture_row(&to, to.height_px - 1) +
		       (to.width_px - 1) * 4;
		assert_int_equal(first[0], seen[o - 1].left ? 66 : 0);
		assert_int_equal(first[1], seen[o - 1].top ? 34 : 0);
		assert_int_equal(last[0], seen[o - 1].right ? 66 : 0);
		assert_int_equal(last[1], seen[o - 1].bottom ? 34 : 0);
		/* One step to the right: along the stored row or column. */
		assert_int_equal(first[4] != first[0], o < 5);
	}
	arena_release(&arena);
}

static void test_average_and_flattening(void **state)
{
	struct arena arena;
	struct picture picture;
	uint8_t rgb[3];
	uint8_t row[] = { 10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 128 };
	static const uint8_t flat[] = { 10,  20, 30,  255, 255, 255,
					255, 0,	 127, 177, 227, 128 };

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	picture = picture_new(&arena, 1021, 3);
	for (uint32_t i = 0; i < 1021 * 3; i++) {
		picture.pixels[i * 4] = 255;
		picture.pixels[i * 4 + 1] = i % 2 ? 100 : 50;
		picture.pixels[i * 4 + 2] = i ? 0 : 255;
		picture.pixels[i * 4 + 3] = 99;
	}
	picture_average(&picture, rgb);
	assert_int_equal(rgb[0], 255);
	assert_int_equal(rgb[1], 75);
	assert_int_equal(rgb[2], 0);
	picture_flatten_row(row, 3);
	assert_memory_equal(row, flat, sizeof(row));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_is_lanczos),
		cmocka_unit_test(test_a_plain_area_keeps_its_colour),
		cmocka_unit_test(test_turning_upright),
		cmocka_unit_test(test_average_and_flattening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
