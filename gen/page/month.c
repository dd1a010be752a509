#include "page/month.h"

#include "model/lunar.h"
#include "page/view.h"

enum { DAYS_OF_WEEK = 7, MONTHS = 12 };

static const struct field day_fields[] = {
	VIEW_ROW(month_day, day, FIELD_INT, SEES_ALL,
		 "the day of the month, 1 to 31; empty in the cells before and "
		 "after the month"),
	VIEW_ROW(month_day, label, FIELD_TEXT, SEES_ALL,
		 "the day of the Chinese calendar, festival or solar term: "
		 "初三; empty in other languages"),
	VIEW_ROW(month_day, is_revisit, FIELD_BOOL, SEES_ALL,
		 "a revisit falls on it"),
	VIEW_ROW(month_day, dots, FIELD_BOOL, SEES_ALL,
		 "something else falls on it, one or more of the next four"),
	VIEW_ROW(month_day, treatment, FIELD_BOOL, SEES_ALL,
		 "a treatment in the shop"),
	VIEW_ROW(month_day, home, FIELD_BOOL, SEES_ALL, "a treatment at home"),
	VIEW_ROW(month_day, medicine, FIELD_BOOL, SEES_ALL,
		 "a medicine that is not taken every day"),
	VIEW_ROW(month_day, bill, FIELD_BOOL, SEES_ALL, "a bill is due"),
};
static const struct table day_table = TABLE("day", month_day, day_fields);

static const struct field week_fields[] = {
	VIEW_ROW_OF(month_week, days, FIELD_LIST, 0, &day_table, SEES_ALL,
		    "seven days, Monday first"),
};
static const struct table week_table = TABLE("week", month_week, week_fields);

static const struct field grid_fields[] = {
	VIEW_ROW(month_grid, id, FIELD_TEXT, SEES_ALL,
		 "the month as 2026-05, for anchors"),
	VIEW_ROW(month_grid, previous, FIELD_TEXT, SEES_ALL,
		 "the id of the month before; empty for the first"),
	VIEW_ROW(month_grid, next, FIELD_TEXT, SEES_ALL,
		 "the id of the month after; empty for the last"),
	VIEW_ROW(month_grid, year, FIELD_INT, SEES_ALL, "the year: 2026"),
	VIEW_ROW(month_grid, month, FIELD_INT, SEES_ALL,
		 "the month's number, 1 to 12"),
	VIEW_ROW(month_grid, month_name, FIELD_TEXT, SEES_ALL,
		 "the string of the month's name: {{>*month_name}}"),
	VIEW_ROW_OF(month_grid, weeks, FIELD_LIST, 0, &week_table, SEES_ALL,
		    "the rows of the grid"),
};
const struct table month_grid_table = TABLE("month", month_grid, grid_fields);

int month_number(struct date date)
{
	return date.year * MONTHS + date.month - 1;
}

struct date month_first(int number)
{
	return (struct date){ (int16_t)(number / MONTHS),
			      (uint8_t)(number % MONTHS + 1), 1 };
}

struct month_marks month_marks_make(struct arena *arena, struct date first,
				    struct date last)
{
	struct month_marks marks = { 0 };
	int from, until;

	if (!date_is_set(first) || date_compare(first, last) > 0)
		return marks;
	from = month_number(first);
	until = month_number(last) + 1;
	if (until > from + MONTH_MOST)
		until = from + MONTH_MOST;
	if (until > (DATE_LAST_YEAR + 1) * MONTHS)
		until = (DATE_LAST_YEAR + 1) * MONTHS;
	marks.first = date_days(month_first(from));
	first = month_first(until - 1);
	marks.count = date_days(first) +
		      date_month_days(first.year, first.month) - marks.first;
	marks.of_day = ARENA_ARRAY(arena, (size_t)marks.count, uint8_t);
	return marks;
}

void month_mark(struct month_marks *marks, struct date date,
		enum month_mark mark)
{
	int32_t at = date_days(date) - marks->first;

	if (at < 0 || at >= marks->count)
		return;
	marks->of_day[at] |= (uint8_t)mark;
	marks->all |= mark;
}

unsigned month_marks_of(const struct month_marks *marks, struct date date)
{
	int32_t at = date_days(date) - marks->first;

	return at < 0 || at >= marks->count ? 0 : marks->of_day[at];
}

static void fill_day(struct month_day *cell, struct date date, unsigned marks,
		     bool has_label)
{
	*cell = (struct month_day){
		.day = date.day,
		.is_revisit = marks & MONTH_REVISIT,
		.dots = marks & ~(unsigned)MONTH_REVISIT,
		.treatment = marks & MONTH_TREATMENT,
		.home = marks & MONTH_HOME,
		.medicine = marks & MONTH_MEDICINE,
		.bill = marks & MONTH_BILL,
	};
	if (has_label)
		cell->label = lunar_label(date);
}

static struct list weeks_of(struct arena *arena, struct date first,
			    const uint8_t *marks, bool has_labels)
{
	/* Cells before the 1st: none if it is a Monday, six if a Sunday. */
	size_t lead =
		(size_t)(date_weekday(first) + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK;
	size_t days = (size_t)date_month_days(first.year, first.month);
	size_t count = (lead + days + DAYS_OF_WEEK - 1) / DAYS_OF_WEEK;
	struct month_day *cells =
		ARENA_ARRAY(arena, count * DAYS_OF_WEEK, struct month_day);
	struct month_week *weeks = ARENA_ARRAY(arena, count, struct month_week);

	for (size_t i = 0; i < days; i++) {
		struct date date = { first.year, first.month,
				     (uint8_t)(i + 1) };

		fill_day(&cells[lead + i], date, marks[i], has_labels);
	}
	for (size_t i = 0; i < count; i++)
		weeks[i].days =
			(struct list){ &cells[i * DAYS_OF_WEEK], DAYS_OF_WEEK };
	return (struct list){ weeks, count };
}

struct list month_grids(struct arena *arena, const struct month_marks *marks,
			bool has_labels)
{
	struct date day = date_of_days(marks->first);
	struct month_grid *grids;
	size_t count = 0;

	if (!marks->count)
		return (struct list){ NULL, 0 };
	grids = ARENA_ARRAY(arena, MONTH_MOST, struct month_grid);
	for (int32_t at = 0; at < marks->count; count++) {
		struct month_grid *grid = &grids[count];
		struct view_date names = view_date(arena, day);

		*grid = (struct month_grid){
			.id = text_part(names.iso, 0, 7),
			.year = day.year,
			.month = day.month,
			.month_name = names.month_name,
			.weeks = weeks_of(arena, day, marks->of_day + at,
					  has_labels),
		};
		if (count) {
			grid->previous = grid[-1].id;
			grid[-1].next = grid->id;
		}
		at += date_month_days(day.year, day.month);
		day = month_first(month_number(day) + 1);
	}
	return (struct list){ grids, count };
}
