/* media/canvas: pens on grounds, clipping, corners, lines. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "media/canvas.h"

enum { WIDTH = 40, HEIGHT = 30, TOP = 100 };

static const struct canvas_colour black = { 0, 0, 0 },
				  white = { 255, 255, 255 };

struct world {
	struct arena arena;
	struct canvas_palette palette;
	struct canvas_pen pen;
	struct canvas canvas;
};

/* A canvas of rows 100 to 129 whose colour 0 is black; a pen of white. */
static void open_world(struct world *w, uint8_t levels)
{
	struct canvas_paint ground = { black, black, 1 };
	struct canvas_paint ink = { white, white, 1 };

	*w = (struct world){ .palette = { .colours = { black }, .count = 1 } };
	arena_init(&w->arena, ARENA_SMALL);
	assert_true(
		canvas_palette_pen(&w->palette, ground, ink, levels, &w->pen));
	w->canvas = canvas_new(&w->arena, WIDTH, TOP, HEIGHT);
}

static void close_world(struct world *w)
{
	arena_release(&w->arena);
}

/* The level of a pixel by its place in the picture. */
static uint32_t level(const struct world *w, int32_t x, int32_t y)
{
	uint8_t pixel = canvas_row(&w->canvas, (uint32_t)(y - TOP))[x];

	return pixel ? (uint32_t)pixel - w->pen.first + 1 : 0;
}

static void test_a_pen_holds_the_colours_between(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, 4);
	assert_int_equal(w.palette.count, 5);
	assert_int_equal(w.pen.stride, 0);
	for (uint32_t i = 0; i < 4; i++)
		assert_in_range(w.palette.colours[w.pen.first + i].green,
				63 * (i + 1), 64 * (i + 1));
	assert_int_equal(w.palette.colours[w.pen.first + 3].red, 255);
	close_world(&w);
}

static void test_a_gradient_has_a_pen_for_each_band(void **state)
{
	struct canvas_paint ground = { { 0, 0, 0 }, { 90, 60, 30 }, 4 };
	struct canvas_paint ink = { white, white, 1 };
	struct canvas_palette palette = { .count = 1 };
	struct canvas_pen pen;
	struct canvas canvas;
	struct arena arena;

	(void)state;
	assert_true(canvas_palette_pen(&palette, ground, ink, 2, &pen));
	assert_int_equal(palette.count, 9);
	assert_int_equal(pen.stride, 2);
	/* Half way from each band's ground to white. */
	assert_int_equal(palette.colours[pen.first].red, 128);
	assert_int_equal(palette.colours[pen.first + 6].red, 173);
	assert_int_equal(palette.colours[pen.first + 6].blue, 143);

	arena_init(&arena, ARENA_SMALL);
	canvas = canvas_new(&arena, 4, 0, 100);
	canvas.bands = 4;
	canvas.gradient_px = 80;
	canvas_fill(&canvas, (struct canvas_box){ 0, 0, 4, 100 }, 0, pen);
	for (uint32_t y = 0; y < 100; y++)
		assert_int_equal(*canvas_row(&canvas, y),
				 pen.first + 1 + 2 * (y < 80 ? y / 20 : 3));
	arena_release(&arena);
}

static void test_a_full_palette_takes_no_pen(void **state)
{
	struct canvas_paint paint = { black, white, 16 };
	struct canvas_palette palette = { .count = 1 };
	struct canvas_pen pen;

	(void)state;
	assert_true(canvas_palette_pen(&palette, paint, paint, 15, &pen));
	assert_int_equal(palette.count, 241);
	assert_false(canvas_palette_pen(&palette, paint, paint, 1, &pen));
	assert_int_equal(palette.count, 241);
	paint.bands = 1;
	assert_true(canvas_palette_pen(&palette, paint, paint, 15, &pen));
	assert_int_equal(palette.count, CANVAS_COLOURS);
	assert_false(canvas_palette_pen(&palette, paint, paint, 1, &pen));
}

/* Whatever lies outside is left out, and nothing beside it is touched. */
static void test_boxes_are_clipped(void **state)
{
	static const struct canvas_box boxes[] = {
		{ -5, 95, 10, 10 },    { 35, 125, 10, 10 },
		{ -100, 0, 10, 1000 }, { 0, 0, 40, 100 },
		{ 0, 130, 40, 10 },    { 10, 110, 0, 5 },
		{ 10, 110, -3, 5 },    { -1000, -1000, 3000, 3000 },
		{ 20, 50, 3, 200 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		const struct canvas_box *box = &boxes[i];
		struct world w;

		open_world(&w, 3);
		canvas_fill(&w.canvas, *box, 0, w.pen);
		for (int32_t y = TOP; y < TOP + HEIGHT; y++)
			for (int32_t x = 0; x < WIDTH; x++) {
				bool inside = x >= box->left &&
					      x < box->left + box->width &&
					      y >= box->top &&
					      y < box->top + box->height;

				assert_int_equal(level(&w, x, y),
						 inside ? 3 : 0);
			}
		close_world(&w);
	}
}

/* A rounded box is the same on one canvas as on two below each other. */
static void test_corners_are_round(void **state)
{
	const struct canvas_box box = { 4, TOP + 2, 24, 24 };
	struct world w;
	struct canvas upper, lower;

	(void)state;
	open_world(&w, 4);
	canvas_fill(&w.canvas, box, 12, w.pen);
	/* A disc: empty in its corners, full in its middle, the same from all
	 * sides, and with soft edges. */
	assert_int_equal(level(&w, 4, TOP + 2), 0);
	assert_int_equal(level(&w, 16, TOP + 14), 4);
	assert_int_equal(level(&w, 16, TOP + 2), 4);
	for (int32_t y = 0; y < 24; y++)
		for (int32_t x = 0; x < 24; x++) {
			uint32_t is = level(&w, 4 + x, TOP + 2 + y);

			assert_int_equal(is, level(&w, 27 - x, TOP + 2 + y));
			assert_int_equal(is, level(&w, 4 + x, TOP + 25 - y));
			assert_int_equal(is, level(&w, 4 + y, TOP + 2 + x));
		}
	upper = canvas_new(&w.arena, WIDTH, TOP, 7);
	lower = canvas_new(&w.arena, WIDTH, TOP + 7, HEIGHT - 7);
	canvas_fill(&upper, box, 12, w.pen);
	canvas_fill(&lower, box, 12, w.pen);
	assert_memory_equal(upper.pixels, w.canvas.pixels, 7 * WIDTH);
	assert_memory_equal(lower.pixels, canvas_row(&w.canvas, 7),
			    (HEIGHT - 7) * WIDTH);
	close_world(&w);
}

static void test_coverage(void **state)
{
	static const uint8_t coverage[] = { 0, 64, 128, 255, 255, 10 };
	struct canvas_box box = { 38, TOP - 1, 3, 2 };
	struct world w;

	(void)state;
	open_world(&w, 4);
	/* Its second row, and of that two columns. */
	canvas_cover(&w.canvas, box, coverage, CANVAS_FULL, w.pen);
	assert_int_equal(level(&w, 38, TOP), 4);
	assert_int_equal(level(&w, 39, TOP), 4);
	assert_int_equal(level(&w, 37, TOP), 0);
	assert_int_equal(level(&w, 38, TOP + 1), 0);
	/* The stronger of two stays. */
	box.top = TOP + 5;
	box.left = 10;
	canvas_cover(&w.canvas, box, coverage, CANVAS_FULL, w.pen);
	canvas_cover(&w.canvas, box, coverage, 128, w.pen);
	assert_int_equal(level(&w, 10, TOP + 5), 0);
	assert_int_equal(level(&w, 11, TOP + 5), 1);
	assert_int_equal(level(&w, 12, TOP + 5), 2);
	assert_int_equal(level(&w, 10, TOP + 6), 4);
	assert_int_equal(level(&w, 12, TOP + 6), 0);
	box.top = TOP + 10;
	canvas_cover(&w.canvas, box, coverage, 128, w.pen);
	assert_int_equal(level(&w, 10, TOP + 11), 2);
	close_world(&w);
}

/* Two pens in turn: each has its own ladder, the later one is seen. */
static void test_pens_do_not_mix(void **state)
{
	struct canvas_paint ground = { black, black, 1 };
	struct canvas_paint ink = { { 200, 0, 0 }, black, 1 };
	static const uint8_t half[] = { 128 };
	const struct canvas_box one = { 3, TOP, 1, 1 };
	struct canvas_pen red;
	struct world w;

	(void)state;
	open_world(&w, 4);
	assert_true(canvas_palette_pen(&w.palette, ground, ink, 4, &red));
	canvas_fill(&w.canvas, one, 0, w.pen);
	canvas_cover(&w.canvas, one, half, CANVAS_FULL, red);
	assert_int_equal(canvas_row(&w.canvas, 0)[3], red.first + 1);
	canvas_cover(&w.canvas, one, half, CANVAS_FULL, w.pen);
	assert_int_equal(canvas_row(&w.canvas, 0)[3], w.pen.first + 1);
	close_world(&w);
}

static void test_lines_stay_on_their_ground(void **state)
{
	const struct canvas_box ground = { 5, TOP, 30, HEIGHT };
	const struct canvas_box limits = { 0, TOP + 3, WIDTH, 20 };
	struct canvas_line line = { 0, 4 * TOP, 4 * WIDTH, 4 * (TOP + HEIGHT),
				    8, 1 };
	struct canvas_paint paint = { white, white, 1 };
	struct canvas_pen faint;
	struct world w;
	size_t drawn = 0;

	(void)state;
	open_world(&w, 2);
	assert_true(canvas_palette_pen(&w.palette, paint, paint, 1, &faint));
	canvas_fill(&w.canvas, ground, 0, w.pen);
	canvas_line(&w.canvas, limits, line, faint, w.pen);
	for (int32_t y = TOP; y < TOP + HEIGHT; y++)
		for (int32_t x = 0; x < WIDTH; x++) {
			int32_t off = 3 * x - 4 * (y - TOP);

			if (canvas_row(&w.canvas, (uint32_t)(y - TOP))[x] !=
			    faint.first)
				continue;
			drawn++;
			assert_in_range(x, 5, 34);
			assert_in_range(y, TOP + 3, TOP + 22);
			assert_in_range(off + 10, 0, 20);
		}
	assert_in_range(drawn, 40, 90);
	close_world(&w);
}

static void test_columns_are_erased(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, 1);
	canvas_fill(&w.canvas, (struct canvas_box){ 0, TOP, WIDTH, HEIGHT }, 0,
		    w.pen);
	canvas_erase(&w.canvas, 30, 10);
	for (int32_t y = TOP; y < TOP + HEIGHT; y++) {
		assert_int_equal(level(&w, 29, y), 1);
		assert_int_equal(level(&w, 30, y), 0);
		assert_int_equal(level(&w, 39, y), 0);
	}
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_pen_holds_the_colours_between),
		cmocka_unit_test(test_a_gradient_has_a_pen_for_each_band),
		cmocka_unit_test(test_a_full_palette_takes_no_pen),
		cmocka_unit_test(test_boxes_are_clipped),
		cmocka_unit_test(test_corners_are_round),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_pens_do_not_mix),
		cmocka_unit_test(test_lines_stay_on_their_ground),
		cmocka_unit_test(test_columns_are_erased),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
