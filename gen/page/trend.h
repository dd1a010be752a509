#ifndef GEN_PAGE_TREND_H
#define GEN_PAGE_TREND_H

/*
 * A trend: the paths of a small drawing of values over a reference band.
 *
 * In go two or more values in the order of their dates, and the range; out
 * comes what a template puts into an inline SVG (partials/trend.mustache): a
 * column of 100 units for each value, 0 at the top and 100 at the bottom. The
 * drawing is stretched to the page's width, so there are columns per value, not
 * a scale of time; values and dates stand below it as text.
 *
 * The scale shows all values, and an edge of the band if that does not squeeze
 * the values into less than a third of the height; a band that goes on beyond
 * the scale is cut there. Whole numbers only: the same values give the same
 * bytes everywhere. Values beyond a milliard are not drawn.
 */

#include "base/date.h"
#include "model/values.h"
#include "page/view.h"

enum {
	TREND_HEIGHT = 100,
	TREND_COLUMN = 100,
	TREND_ALL_SHOWN = 6, /* beyond, every other column has its text */
	TREND_MOST = 60,     /* values drawn: the latest */
};

struct trend_point {
	struct date date;
	struct number value; /* is_known */
};

struct trend_column {
	struct text value;
	struct view_date date;
	bool is_shown;
};

struct trend {
	int64_t width;
	struct text band, edge; /* path data; empty: none in sight */
	struct text curve, points;
	bool is_low;	     /* the band lies in the lower half */
	struct list columns; /* struct trend_column */
};

extern const struct table trend_table;

/* NULL with fewer than two values or values too large. Memory: in the arena. */
const struct trend *trend_make(struct arena *arena,
			       const struct trend_point *points, size_t count,
			       const struct range *range);

#endif
