#ifndef GEN_MEDIA_CANVAS_H
#define GEN_MEDIA_CANVAS_H

/*
 * Drawing in few colours: a run of rows of a picture whose pixels are numbers
 * of a palette.
 *
 * A picture is made of canvases one below the other. All coordinates are those
 * of the whole picture; what lies outside of a canvas is left out, so a thing
 * that spans two of them is drawn on both.
 *
 * A pen is an ink on a known ground: it holds the colours between the two, from
 * the faintest to the ink itself, because a palette cannot blend. A ground may
 * be a gradient, in bands from top to bottom; a pen on it has its colours for
 * each band. Where a pen meets what it drew before, the stronger one stays.
 *
 * Calling sequence: canvas_palette_pen for all pens; canvas_new, and its
 * gradient where there is one; then draw. Equal calls give equal bytes on every
 * host.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
	CANVAS_COLOURS = 256,
	CANVAS_MOST_PX = 4096, /* width and height */
	CANVAS_FULL = 255,     /* the whole strength of a pen */
};

struct canvas_colour {
	uint8_t red, green, blue;
};

struct canvas_palette {
	struct canvas_colour colours[CANVAS_COLOURS];
	size_t count;
};

/* What a ground or an ink looks like: one colour, or one for each band. */
struct canvas_paint {
	struct canvas_colour top, bottom; /* of the gradient */
	uint32_t bands;			  /* 1: the colour `top` alone */
};

/* Of a band b and a level l (1 .. levels): first + b * stride + l - 1. */
struct canvas_pen {
	uint8_t first;
	uint8_t levels; /* the last is the ink itself */
	uint8_t stride; /* 0: the same colours in every band */
};

struct canvas {
	uint8_t *pixels;
	uint32_t width_px, height_px;
	uint32_t top_px; /* where its first row lies in the picture */
	/* The gradient goes over that many rows from the picture's top. */
	uint32_t gradient_px, bands;
};

/*
 * Enters the pen that draws an ink on a ground. Where both are gradients, they
 * have the same number of bands. False: the palette has no room for it.
 */
bool canvas_palette_pen(struct canvas_palette *palette,
			struct canvas_paint ground, struct canvas_paint ink,
			uint8_t levels, struct canvas_pen *pen)
	__attribute__((warn_unused_result));

/* Makes a canvas, each pixel of colour 0. Memory: in the arena. */
struct canvas canvas_new(struct arena *arena, uint32_t width_px,
			 uint32_t top_px, uint32_t height_px);

uint8_t *canvas_row(const struct canvas *canvas, uint32_t row);

/* A place in the picture; it may lie outside of the canvas in part or whole. */
struct canvas_box {
	int32_t left, top, width, height;
};

/* Fills a box with the pen's ink, its corners rounded. */
void canvas_fill(const struct canvas *canvas, struct canvas_box box,
		 int32_t radius, struct canvas_pen pen);

/* Sets columns back to colour 0. */
void canvas_erase(const struct canvas *canvas, uint32_t left, uint32_t width);

/*
 * Draws coverage (0 .. 255, box.width bytes a row) with a pen of at most that
 * strength.
 */
void canvas_cover(const struct canvas *canvas, struct canvas_box box,
		  const uint8_t *coverage, uint8_t strength,
		  struct canvas_pen pen);

/* In quarters of a pixel. */
struct canvas_line {
	int32_t x0, y0, x1, y1, width;
	uint8_t level; /* of the pen */
};

/*
 * Draws an ornament: a line without soft edges in one of the faint levels of a
 * pen, as far as it lies in the box and on the full ink of another pen.
 */
void canvas_line(const struct canvas *canvas, struct canvas_box limits,
		 struct canvas_line line, struct canvas_pen pen,
		 struct canvas_pen over);

#endif
