#ifndef GEN_MODEL_VALUES_H
#define GEN_MODEL_VALUES_H

/*
 * Values that people write as one text and the model wants typed: amounts,
 * reference ranges, opening hours, map points, periods.
 *
 * Each struct begins with the text as it was written, which is what a template
 * prints. The readers take any spelling a therapist may use (full-width digits
 * and signs, 至, ~, –) and answer false where the text cannot mean one.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "content/markdown.h"

/* A measured value, in millionths; a text without a number keeps is_known
 * false ("阴性" is a fine result). */
struct number {
	struct text text;
	int64_t millionths;
	bool is_known;
};

/* An amount of money in hundredths of the currency unit (分). */
struct money {
	struct text text;
	int64_t cents;
};

/* A reference range in millionths: 120-180, <5, >60, 4.0~9.5. */
struct range {
	struct text text;
	int64_t low, high; /* millionths */
	bool has_low, has_high;
};

enum { HOURS_MOST = 4 };

/* 09:00-12:00 14:00-18:00, 休, 上午, 下午, 全天. */
struct hours {
	struct text text;
	struct {
		struct clock from, until;
	} part[HOURS_MOST];
	size_t count;
	bool is_closed; /* 休 */
};

/* Longitude and latitude in degrees, millionths; WGS-84 or GCJ-02 as given. */
struct point {
	struct text text;
	int64_t longitude, latitude;
};

struct period {
	struct date from, until; /* both included */
};

struct periods {
	struct period *items;
	size_t count;
};

struct months {
	struct month *items;
	size_t count;
};

struct caption {
	struct month month;
	struct text text;
};

struct captions {
	struct caption *items;
	size_t count;
};

struct inlines {
	struct markdown *items;
	size_t count;
};

/* Never fails: a text without a number is a value too. */
void values_read_number(struct arena *arena, struct text t,
			struct number *number);
bool values_read_money(struct arena *arena, struct text t, struct money *money);
bool values_read_range(struct arena *arena, struct text t, struct range *range);
/* Accepts a leading 每天 or 周一至周五 and any text behind the hours. False where
 * it looks like hours but they are impossible (14:00-9:00). */
bool values_read_hours(struct arena *arena, struct text t, struct hours *hours);
bool values_read_point(struct arena *arena, struct text t, struct point *point);
bool values_read_period(struct arena *arena, struct text t,
			struct period *period);
/* 是 否 true false yes no 1 0 有 无. */
bool values_read_bool(struct text t, bool *yes);

/* Is a value inside its reference range? -1 below, 0 inside, 1 above. */
int values_compare(const struct number *value, const struct range *range);

/* 360000 cents → ¥3,600; hundredths only where there are any. */
struct text values_money(struct arena *arena, int64_t cents);

/* A masked telephone link's digits: only 0-9, + and *; empty if none. */
struct text values_phone_digits(struct arena *arena, struct text phone);

#endif
