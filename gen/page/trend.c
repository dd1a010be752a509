#include "page/trend.h"

static const struct field column_fields[] = {
	VIEW_ROW(trend_column, value, FIELD_TEXT, SEES_ALL,
		 "the value, as written"),
	VIEW_ROW_OF(trend_column, date, FIELD_STRUCT, 0, &view_date_table,
		    SEES_ALL, "its day"),
	VIEW_ROW(trend_column, is_shown, FIELD_BOOL, SEES_ALL,
		 "its value and day are shown; with many columns every other "
		 "one is not"),
};
static const struct table column_table =
	TABLE("trend column", trend_column, column_fields);

static const struct field trend_fields[] = {
	VIEW_ROW(trend, width, FIELD_INT, SEES_ALL,
		 "the width of the drawing in its own units: 100 for each "
		 "column; the height is 100"),
	VIEW_ROW(trend, band, FIELD_HTML, SEES_ALL,
		 "the reference range, as the d of an SVG path; empty where it "
		 "is not in sight"),
	VIEW_ROW(trend, edge, FIELD_HTML, SEES_ALL,
		 "the edges of the range, as the d of an SVG path; empty where "
		 "none is in sight"),
	VIEW_ROW(trend, curve, FIELD_HTML, SEES_ALL,
		 "the line from value to value, as the d of an SVG path"),
	VIEW_ROW(trend, points, FIELD_HTML, SEES_ALL,
		 "a point for each value, as the d of an SVG path with round "
		 "ends"),
	VIEW_ROW(trend, is_low, FIELD_BOOL, SEES_ALL,
		 "the range lies in the lower half, so its name does not fit "
		 "below"),
	VIEW_ROW_OF(trend, columns, FIELD_LIST, 0, &column_table, SEES_ALL,
		    "a column for each value, by date"),
};
const struct table trend_table = TABLE("trend", trend, trend_fields);

/* Millionths; small enough that what is computed with them cannot overflow. */
static const int64_t most = INT64_C(1000000000000000);

/* The values at the top and the bottom of the drawing, in millionths. */
struct scale {
	int64_t high, low;
};

static bool is_drawable(int64_t value)
{
	return value >= -most && value <= most;
}

static int64_t y_of(const struct scale *scale, int64_t value)
{
	return (scale->high - value) * TREND_HEIGHT /
	       (scale->high - scale->low);
}

/* Widens a scale to an edge of the band that is near enough to the values. */
static void reach(struct scale *scale, const struct scale *values, int64_t edge)
{
	int64_t spread = values->high - values->low;

	if (!is_drawable(edge) || edge > values->high + spread ||
	    edge < values->low - spread)
		return;
	if (edge > scale->high)
		scale->high = edge;
	if (edge < scale->low)
		scale->low = edge;
}

static struct scale scale_of(const struct trend_point *points, size_t count,
			     const struct range *range)
{
	struct scale values = { -most, most }, scale;
	int64_t room, height;

	for (size_t i = 0; i < count; i++) {
		int64_t value = points[i].value.millionths;

		if (value > values.high)
			values.high = value;
		if (value < values.low)
			values.low = value;
	}
	/* Values that hardly differ are not blown up to look as if. */
	height = values.high < 0 ? -values.low : values.high;
	room = height / 10 - (values.high - values.low);
	if (room > 0) {
		values.high += room / 2;
		values.low -= room / 2;
	}
	if (values.high == values.low)
		values.high++, values.low--;
	scale = values;
	if (range->has_low)
		reach(&scale, &values, range->low);
	if (range->has_high)
		reach(&scale, &values, range->high);
	room = (scale.high - scale.low) / 8 + 1;
	/* A band that lies wholly on one side still wants to be seen. */
	if (range->has_low && scale.high == range->low)
		scale.high += 2 * room;
	if (range->has_high && scale.low == range->high)
		scale.low -= 2 * room;
	scale.high += room;
	scale.low -= room;
	return scale;
}

static void draw_band(struct arena *arena, struct trend *trend,
		      const struct scale *scale, const struct range *range)
{
	int64_t top = 0, bottom = TREND_HEIGHT;
	bool has_top, has_bottom; /* edges in sight */
	struct text high = { 0 }, low = { 0 };

	if (!range->has_low && !range->has_high)
		return;
	if ((range->has_low && range->low >= scale->high) ||
	    (range->has_high && range->high <= scale->low))
		return;
	has_top = range->has_high && range->high < scale->high;
	has_bottom = range->has_low && range->low > scale->low;
	if (has_top)
		top = y_of(scale, range->high);
	if (has_bottom)
		bottom = y_of(scale, range->low);
	trend->band = arena_format(arena, "M0 %dH%dV%dH0z", (int)top,
				   (int)trend->width, (int)bottom);
	trend->is_low = top + bottom > TREND_HEIGHT;
	if (has_top)
		high = arena_format(arena, "M0 %dH%d", (int)top,
				    (int)trend->width);
	if (has_bottom)
		low = arena_format(arena, "M0 %dH%d", (int)bottom,
				   (int)trend->width);
	trend->edge = arena_join(arena, high, low);
}

/* Beyond six, the last and every other one before it. */
static bool is_shown(size_t index, size_t count)
{
	return count <= TREND_ALL_SHOWN || (count - 1 - index) % 2 == 0;
}

static void draw_points(struct arena *arena, struct trend *trend,
			const struct scale *scale,
			const struct trend_point *points, size_t count)
{
	struct trend_column *columns =
		ARENA_ARRAY(arena, count, struct trend_column);
	/* "M-2147483648 100 " is more than any point needs. */
	const size_t room = 20;
	char *curve = arena_alloc(arena, count * room);
	char *dots = arena_alloc(arena, count * room);
	size_t curve_len = 0, dots_len = 0;

	for (size_t i = 0; i < count; i++) {
		int x = (int)i * TREND_COLUMN + TREND_COLUMN / 2;
		int y = (int)y_of(scale, points[i].value.millionths);

		curve_len += (size_t)snprintf(curve + curve_len, room,
					      "%s%d %d", i ? " " : "M", x, y);
		dots_len += (size_t)snprintf(dots + dots_len, room, "M%d %dh0",
					     x, y);
		columns[i] = (struct trend_column){
			.value = points[i].value.text,
			.date = view_date(arena, points[i].date),
			.is_shown = is_shown(i, count),
		};
	}
	trend->curve = (struct text){ curve, curve_len };
	trend->points = (struct text){ dots, dots_len };
	trend->columns = (struct list){ columns, count };
}

const struct trend *trend_make(struct arena *arena,
			       const struct trend_point *points, size_t count,
			       const struct range *range)
{
	struct trend *trend;
	struct scale scale;

	if (count < 2)
		return NULL;
	if (count > TREND_MOST) {
		points += count - TREND_MOST;
		count = TREND_MOST;
	}
	for (size_t i = 0; i < count; i++)
		if (!is_drawable(points[i].value.millionths))
			return NULL;
	trend = ARENA_NEW(arena, struct trend);
	trend->width = (int64_t)count * TREND_COLUMN;
	scale = scale_of(points, count, range);
	draw_band(arena, trend, &scale, range);
	draw_points(arena, trend, &scale, points, count);
	return trend;
}
