#include "page/dayset.h"

#include <string.h>

#include "base/bug.h"

/*
 * The earliest day left is taken again and again, with as many as follow it at
 * an even distance. Long rows win, so that five weekdays become five rows of
 * weeks and not a range for each week.
 */

enum {
	ROW = 4, /* from how many days on a row is shorter than its days */
	RANGE = 3,
};

/* Days of the set that are not written yet, by their distance to the first. */
struct left {
	int32_t first;
	int count; /* of the span */
	bool has[DAYSET_MOST_SPAN];
};

struct row {
	int step, days;
};

/*
 * How many days from `at` on follow each other at that distance. Halfway there
 * must be none, or the row would only be an accident of days left out: every
 * other week is one only if nothing is done in the weeks between.
 */
static int days_in_row(const struct left *left, int at, int step, int halfway)
{
	int days = 0;

	for (; at < left->count && left->has[at]; at += step) {
		if (halfway && at + halfway < left->count &&
		    left->has[at + halfway])
			break;
		days++;
	}
	return days;
}

static struct row best_row(const struct left *left, int at)
{
	static const struct {
		int step, halfway, least;
	} rows[] = {
		{ 1, 0, RANGE }, { 2, 1, ROW },	 { 3, 1, ROW },
		{ 7, 0, ROW },	 { 14, 7, ROW },
	};
	struct row best = { 1, 1 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int days = days_in_row(left, at, rows[i].step, rows[i].halfway);

		if (days > best.days && days >= rows[i].least)
			best = (struct row){ rows[i].step, days };
	}
	return best;
}

/* Writes a date, without its year where that is known; returns its end. */
static char *put_date(char *out, const struct left *left, int at, int *year)
{
	struct date date = date_of_days(left->first + at);
	char iso[11];
	size_t skip = date.year == *year ? 5 : 0;

	date_write_iso(iso, date);
	*year = date.year;
	memcpy(out, iso + skip, 10 - skip);
	return out + 10 - skip;
}

struct text dayset_text(struct arena *arena, struct dates dates)
{
	const size_t room = sizeof("2026-01-05/2026-06-30/14");
	char *out = arena_alloc(arena, dates.count * room + 1), *to = out;
	struct left left = { 0 };
	int year = 0;

	if (!dates.count)
		return (struct text){ out, 0 };
	left.first = date_days(dates.items[0]);
	left.count = date_days(dates.items[dates.count - 1]) - left.first + 1;
	if (left.count < 1 || left.count > DAYSET_MOST_SPAN)
		BUG("a set of days spans %d days", left.count);
	for (size_t i = 0; i < dates.count; i++)
		left.has[date_days(dates.items[i]) - left.first] = true;
	for (int at = 0; at < left.count; at++) {
		struct row row;

		if (!left.has[at])
			continue;
		row = best_row(&left, at);
		if (at)
			*to++ = ' ';
		to = put_date(to, &left, at, &year);
		if (row.days > 1) {
			*to++ = '/';
			to = put_date(to, &left, at + row.step * (row.days - 1),
				      &year);
		}
		if (row.step > 1)
			to += snprintf(to, 4, "/%d", row.step);
		for (int i = 0; i < row.days; i++)
			left.has[at + row.step * i] = false;
	}
	return (struct text){ out, (size_t)(to - out) };
}
