#include "model/frequency.h"

#include "base/arena.h"
#include "base/scan.h"

/* The part of the text between two cursors into it. */
static struct text between(const struct scan *from, const struct scan *to)
{
	return text_trim(
		(struct text){ from->at, (size_t)(to->at - from->at) });
}

/* 日三次, 一日三次, 三天一次: so many times in so many days. */
static bool scan_per(struct scan *scan, struct every *every)
{
	static const struct {
		const char *word;
		enum every_kind unit;
	} units[] = {
		{ "日", EVERY_DAY },	 { "天", EVERY_DAY },
		{ "周", EVERY_WEEK },	 { "星期", EVERY_WEEK },
		{ "个月", EVERY_MONTH }, { "月", EVERY_MONTH },
	};
	int interval = 1, times;
	struct scan ahead;

	if (!scan_number(scan, &interval))
		interval = 1;
	if (interval < 1 || interval > EVERY_MOST_INTERVAL)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (!scan_word(scan, units[i].word))
			continue;
		ahead = *scan;
		*every = (struct every){ .kind = (uint8_t)units[i].unit,
					 .interval = (int16_t)interval };
		return every_scan_times(&ahead, &times);
	}
	return false;
}

/* 三次 -> 3次, 各一次 -> 1次; anything else as it is. */
static struct text plain_times(struct arena *arena, struct text rest)
{
	struct scan scan = scan_of(rest), after;
	int times;

	if (!rest.len)
		return rest;
	scan_word(&scan, "各");
	after = scan;
	if (scan_chinese(&after, &times) &&
	    (scan_peek(&after) == 0x6B21 || scan_peek(&after) == 0x56DE))
		return arena_format(arena, "%d%.*s", times,
				    TEXT_ARG(scan_rest(&after)));
	return arena_text(arena, scan_rest(&scan));
}

/* 每天2次: the days first. */
static bool split_days_first(struct arena *arena, struct scan scan,
			     struct frequency *frequency)
{
	struct scan start = scan, ahead;
	int times = 1;

	if (every_scan(&scan, &frequency->every) != RECURRENCE_OK) {
		scan = start;
		if (!scan_per(&scan, &frequency->every))
			return false;
	}
	ahead = scan;
	every_scan_times(&ahead, &times);
	if (every_lacks_days(&frequency->every, times))
		return false;
	frequency->head = arena_text(arena, between(&start, &scan));
	frequency->rest = plain_times(arena, scan_rest(&scan));
	return true;
}

/* 3 times a day, twice daily: the times first. */
static bool split_times_first(struct arena *arena, struct scan scan,
			      struct frequency *frequency)
{
	struct scan start = scan, middle;
	int times;

	if (!every_scan_times(&scan, &times))
		return false;
	middle = scan;
	if ((scan_word(&scan, "a") || scan_word(&scan, "per")) &&
	    scan_word(&scan, "day")) {
		frequency->every =
			(struct every){ .kind = EVERY_DAY, .interval = 1 };
	} else {
		scan = middle;
		if (every_scan(&scan, &frequency->every) != RECURRENCE_OK ||
		    every_lacks_days(&frequency->every, times))
			return false;
	}
	if (!scan_is_done(&scan))
		return false;
	frequency->head = arena_text(arena, scan_rest(&middle));
	frequency->rest = arena_text(arena, between(&start, &middle));
	return true;
}

struct frequency frequency_read(struct arena *arena, struct text t)
{
	struct frequency frequency = { .is_recognised = true };
	struct text whole = arena_text(arena, text_trim(t));
	struct scan scan = scan_of(whole);

	if (!split_days_first(arena, scan, &frequency) &&
	    !split_times_first(arena, scan, &frequency)) {
		frequency = (struct frequency){
			.every = { .kind = EVERY_DAY, .interval = 1 },
			.rest = whole,
		};
	}
	frequency.every.text = whole;
	return frequency;
}
