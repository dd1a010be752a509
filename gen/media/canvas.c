#include "media/canvas.h"

#include <string.h>

#include "base/bug.h"

static uint8_t mix(uint8_t from, uint8_t to, uint32_t part, uint32_t whole)
{
	return (uint8_t)((from * (whole - part) + to * part + whole / 2) /
			 whole);
}

static struct canvas_colour blend(struct canvas_colour from,
				  struct canvas_colour to, uint32_t part,
				  uint32_t whole)
{
	return (struct canvas_colour){
		mix(from.red, to.red, part, whole),
		mix(from.green, to.green, part, whole),
		mix(from.blue, to.blue, part, whole),
	};
}

static struct canvas_colour in_band(const struct canvas_paint *paint,
				    uint32_t band)
{
	if (paint->bands < 2)
		return paint->top;
	return blend(paint->top, paint->bottom, band, paint->bands - 1);
}

bool canvas_palette_pen(struct canvas_palette *palette,
			struct canvas_paint ground, struct canvas_paint ink,
			uint8_t levels, struct canvas_pen *pen)
{
	uint32_t bands = ground.bands > ink.bands ? ground.bands : ink.bands;

	if (!bands || !levels ||
	    bands > (CANVAS_COLOURS - palette->count) / levels)
		return false;
	*pen = (struct canvas_pen){ (uint8_t)palette->count, levels,
				    bands > 1 ? levels : 0 };
	for (uint32_t band = 0; band < bands; band++)
		for (uint32_t level = 1; level <= levels; level++)
			palette->colours[palette->count++] =
				blend(in_band(&ground, band),
				      in_band(&ink, band), level, levels);
	return true;
}

struct canvas canvas_new(struct arena *arena, uint32_t width_px,
			 uint32_t top_px, uint32_t height_px)
{
	struct canvas canvas = { .width_px = width_px,
				 .height_px = height_px,
				 .top_px = top_px,
				 .gradient_px = 1,
				 .bands = 1 };

	if (width_px > CANVAS_MOST_PX || height_px > CANVAS_MOST_PX)
		BUG("a canvas of %u by %u", width_px, height_px);
	canvas.pixels = arena_alloc(arena, (size_t)width_px * height_px);
	return canvas;
}

uint8_t *canvas_row(const struct canvas *canvas, uint32_t row)
{
	return canvas->pixels + (size_t)row * canvas->width_px;
}

/* The number before level 1 of a pen in a row of the canvas. */
static uint32_t base_of(const struct canvas *canvas, uint32_t row,
			struct canvas_pen pen)
{
	uint64_t y = canvas->top_px + row;
	uint64_t band = y * canvas->bands / canvas->gradient_px;

	if (band >= canvas->bands)
		band = canvas->bands - 1;
	return pen.first + (uint32_t)band * pen.stride - 1;
}

/* Sets a pixel, unless the same pen has set it stronger. */
static void set(uint8_t *pixel, uint32_t base, uint32_t level,
		struct canvas_pen pen)
{
	uint32_t before = *pixel - base;

	if (level && (before - 1 >= pen.levels || before < level))
		*pixel = (uint8_t)(base + level);
}

/* The part of a box that lies on the canvas, in rows of the canvas. */
static bool clip(const struct canvas *canvas, struct canvas_box box,
		 struct canvas_box *part)
{
	int32_t top = box.top - (int32_t)canvas->top_px;
	int32_t right = box.left + box.width, bottom = top + box.height;

	if (right > (int32_t)canvas->width_px)
		right = (int32_t)canvas->width_px;
	if (bottom > (int32_t)canvas->height_px)
		bottom = (int32_t)canvas->height_px;
	part->left = box.left < 0 ? 0 : box.left;
	part->top = top < 0 ? 0 : top;
	part->width = right - part->left;
	part->height = bottom - part->top;
	return part->width > 0 && part->height > 0;
}

/*
 * How much of a pixel lies in a quarter disc, 0 to 16: x and y count from the
 * corner of the square around it, whose far corner is the disc's middle.
 */
static uint32_t corner(int32_t x, int32_t y, int32_t radius)
{
	uint32_t inside = 0;

	for (int32_t i = 0; i < 16; i++) {
		/* In eighths of a pixel, at the middle of each sixteenth. */
		int32_t dx = 8 * (radius - x) - 2 * (i & 3) - 1;
		int32_t dy = 8 * (radius - y) - 2 * (i >> 2) - 1;

		inside += dx * dx + dy * dy <= 64 * radius * radius;
	}
	return inside;
}

/* The distance from the nearer end, where that end is rounded. */
static int32_t from_end(int32_t at, int32_t length)
{
	return at < length - 1 - at ? at : length - 1 - at;
}

void canvas_fill(const struct canvas *canvas, struct canvas_box box,
		 int32_t radius, struct canvas_pen pen)
{
	struct canvas_box part;

	if (!clip(canvas, box, &part))
		return;
	for (int32_t row = part.top; row < part.top + part.height; row++) {
		uint32_t base = base_of(canvas, (uint32_t)row, pen);
		uint8_t *pixels = canvas_row(canvas, (uint32_t)row);
		int32_t y = from_end(row + (int32_t)canvas->top_px - box.top,
				     box.height);

		if (y >= radius) {
			memset(pixels + part.left, (int)(base + pen.levels),
			       (size_t)part.width);
			continue;
		}
		for (int32_t i = 0; i < part.width; i++) {
			int32_t x =
				from_end(part.left + i - box.left, box.width);
			uint32_t inside =
				x < radius ? corner(x, y, radius) : 16;

			set(pixels + part.left + i, base,
			    (inside * pen.levels + 8) / 16, pen);
		}
	}
}

void canvas_erase(const struct canvas *canvas, uint32_t left, uint32_t width)
{
	if (left + width > canvas->width_px)
		BUG("columns %u to %u of a canvas of %u", left, left + width,
		    canvas->width_px);
	for (uint32_t row = 0; row < canvas->height_px; row++)
		memset(canvas_row(canvas, row) + left, 0, width);
}

void canvas_cover(const struct canvas *canvas, struct canvas_box box,
		  const uint8_t *coverage, uint8_t strength,
		  struct canvas_pen pen)
{
	uint8_t levels[256];
	struct canvas_box part;

	if (!clip(canvas, box, &part))
		return;
	for (uint32_t i = 0; i < 256; i++)
		levels[i] =
			(uint8_t)((i * strength * pen.levels + 32512) / 65025);
	for (int32_t row = part.top; row < part.top + part.height; row++) {
		uint32_t base = base_of(canvas, (uint32_t)row, pen);
		uint8_t *pixels = canvas_row(canvas, (uint32_t)row) + part.left;
		const uint8_t *from =
			coverage +
			(ptrdiff_t)(row + (int32_t)canvas->top_px - box.top) *
				box.width +
			(part.left - box.left);

		for (int32_t i = 0; i < part.width; i++)
			if (levels[from[i]])
				set(pixels + i, base, levels[from[i]], pen);
	}
}

/* Is a point that near to the line? All in quarters of a pixel. */
static bool is_on(const struct canvas_line *line, int32_t x, int32_t y)
{
	int64_t dx = line->x1 - line->x0, dy = line->y1 - line->y0;
	int64_t px = x - line->x0, py = y - line->y0;
	int64_t along = px * dx + py * dy, length = dx * dx + dy * dy;
	int64_t across = px * dy - py * dx;
	int64_t near = (int64_t)line->width * line->width;

	if (along >= 0 && along <= length)
		return 4 * across * across <= near * length;
	if (along > 0) {
		px = x - line->x1;
		py = y - line->y1;
	}
	return 4 * (px * px + py * py) <= near;
}

static int32_t lesser(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* The box around a line, in pixels. */
static struct canvas_box around(const struct canvas_line *line)
{
	int32_t left = (lesser(line->x0, line->x1) - line->width) / 4 - 1;
	int32_t top = (lesser(line->y0, line->y1) - line->width) / 4 - 1;
	int32_t right = (lesser(-line->x0, -line->x1) - line->width) / 4 - 1;
	int32_t bottom = (lesser(-line->y0, -line->y1) - line->width) / 4 - 1;

	return (struct canvas_box){ left, top, -right - left, -bottom - top };
}

static struct canvas_box common(struct canvas_box a, struct canvas_box b)
{
	int32_t left = a.left > b.left ? a.left : b.left;
	int32_t top = a.top > b.top ? a.top : b.top;

	return (struct canvas_box){
		left,
		top,
		lesser(a.left + a.width, b.left + b.width) - left,
		lesser(a.top + a.height, b.top + b.height) - top,
	};
}

void canvas_line(const struct canvas *canvas, struct canvas_box limits,
		 struct canvas_line line, struct canvas_pen pen,
		 struct canvas_pen over)
{
	struct canvas_box part = common(limits, around(&line));

	if (!clip(canvas, part, &part))
		return;
	for (int32_t row = part.top; row < part.top + part.height; row++) {
		int32_t y = 4 * (row + (int32_t)canvas->top_px) + 2;
		uint32_t ink = base_of(canvas, (uint32_t)row, pen) + line.level;
		uint32_t full =
			base_of(canvas, (uint32_t)row, over) + over.levels;
		uint8_t *pixels = canvas_row(canvas, (uint32_t)row);

		for (int32_t x = part.left; x < part.left + part.width; x++)
			if (pixels[x] == full && is_on(&line, 4 * x + 2, y))
				pixels[x] = (uint8_t)ink;
	}
}
