#include "model/daylist.h"

#include "base/arena.h"
#include "base/bug.h"

/* The part of two ends that comes first; {0} counts as never. */
static struct date earlier(struct date a, struct date b)
{
	if (!date_is_set(a))
		return b;
	return !date_is_set(b) || date_compare(a, b) < 0 ? a : b;
}

void daylist_init(struct daylist *list, const struct every *every,
		  struct date from, struct date until)
{
	int32_t most = date_days(from) + DAYLIST_MOST_SPAN - 1;

	until = earlier(until, every->until);
	list->from = date_days(from);
	list->until = date_is_set(until) ? date_days(until) : INT32_MAX;
	list->is_cut = list->until > most;
	if (list->is_cut)
		list->until = most;
	list->left = every->count ? every->count : INT32_MAX;
	list->count = 0;
	memset(list->except, 0, sizeof(list->except));
}

void daylist_except(struct daylist *list, struct dates except)
{
	for (size_t i = 0; i < except.count; i++) {
		int32_t at = date_days(except.items[i]) - list->from;

		if (at >= 0 && at < DAYLIST_MOST_SPAN)
			list->except[at / 8] |= (uint8_t)(1U << (at % 8));
	}
}

bool daylist_is_excepted(const struct daylist *list, int32_t day)
{
	int32_t at = day - list->from;

	return list->except[at / 8] >> (at % 8) & 1;
}

bool daylist_add(struct daylist *list, int32_t day)
{
	if (day > list->until || list->left == 0)
		return false;
	if (day < list->from)
		return true;
	list->left--;
	if (daylist_is_excepted(list, day))
		return true;
	if (list->count == DAYLIST_MOST)
		BUG("more than %d days within the longest span", DAYLIST_MOST);
	list->day[list->count++] = day;
	return true;
}

static void expand_days(const struct every *every, struct daylist *list)
{
	for (int32_t day = list->from; daylist_add(list, day);
	     day += every->interval)
		;
}

static int weekday_of(int32_t day)
{
	return date_weekday(date_of_days(day));
}

static void expand_weeks(const struct every *every, struct daylist *list)
{
	int32_t first = list->from, monday;
	unsigned bits = every->weekdays;

	if (!bits)
		bits = 1U << weekday_of(first);
	while (!(bits >> weekday_of(first) & 1))
		first++;
	monday = first - (weekday_of(first) + 6) % 7;
	for (;; monday += 7 * every->interval)
		for (int i = 0; i < 7; i++)
			if ((bits >> (i + 1) % 7 & 1) &&
			    !daylist_add(list, monday + i))
				return;
}

/* The month's days that the rule names, as bits 1 to 31. */
static uint32_t bits_of_month(uint32_t bits, struct date month)
{
	int last = date_month_days(month.year, month.month);

	if (bits & EVERY_LAST_DAY)
		bits |= UINT32_C(1) << last;
	return bits & ~UINT32_C(1) & (UINT32_MAX >> (31 - last));
}

static struct date add_months(struct date month, int months)
{
	int number = month.month - 1 + months;

	return (struct date){ .year = (int16_t)(month.year + number / 12),
			      .month = (uint8_t)(number % 12 + 1),
			      .day = 1 };
}

static void expand_months(const struct every *every, struct daylist *list)
{
	struct date start = date_of_days(list->from);
	struct date month = { start.year, start.month, 1 };
	uint32_t rule = every->month_days, bits;

	if (!rule)
		rule = UINT32_C(1) << start.day;
	bits = bits_of_month(rule, month) & (UINT32_MAX << start.day);
	/* Intervals count from the first month with a day: at most two on. */
	while (!bits) {
		month = add_months(month, 1);
		bits = bits_of_month(rule, month);
	}
	while (date_days(month) <= list->until) {
		for (int day = 1; day <= 31; day++)
			if ((bits >> day & 1) &&
			    !daylist_add(list, date_days(month) + day - 1))
				return;
		month = add_months(month, every->interval);
		bits = bits_of_month(rule, month);
	}
}

void daylist_fill(struct daylist *list, const struct every *every)
{
	switch ((enum every_kind)every->kind) {
	case EVERY_DAY:
		expand_days(every, list);
		break;
	case EVERY_WEEK:
		expand_weeks(every, list);
		break;
	case EVERY_MONTH:
		expand_months(every, list);
		break;
	case EVERY_NEVER:
	case EVERY_RULE:
		break;
	}
}

struct dates daylist_dates(struct arena *arena, const struct daylist *list)
{
	struct dates dates = { NULL, list->count };

	if (!list->count)
		return dates;
	dates.items = ARENA_ARRAY(arena, list->count, struct date);
	for (size_t i = 0; i < list->count; i++)
		dates.items[i] = date_of_days(list->day[i]);
	return dates;
}
