#include "model/values.h"

#include <string.h>

/*
 * All readers first bring the text to its plain form (full-width digits and
 * signs become ASCII), then look for what they want and refuse the rest.
 */

/* Hyphens of all kinds, tildes and 至/到 between two ends of a range. */
static const char *const dashes[] = { "-",  "~",  "–",	"—",  "－",
				      "～", "〜", "至", "到", "−" };

/* The bytes of the dash at `at`, or 0. */
static size_t dash_at(struct text t, size_t at)
{
	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (text_starts(text_from(t, at), dashes[i]))
			return strlen(dashes[i]);
	return 0;
}

/* The bytes of the number that starts at `at` (digits and one point). */
static size_t number_at(struct text t, size_t at)
{
	size_t end = at;
	bool has_point = false;

	if (end < t.len && (t.at[end] == '-' || t.at[end] == '+'))
		end++;
	while (end < t.len) {
		char c = t.at[end];

		if (c == '.' && !has_point)
			has_point = true;
		else if (c < '0' || c > '9')
			break;
		end++;
	}
	while (end > at && !(t.at[end - 1] >= '0' && t.at[end - 1] <= '9'))
		end--;
	return end - at;
}

static struct text written(struct arena *arena, struct text t)
{
	return arena_text(arena, text_trim(t));
}

void values_read_number(struct arena *arena, struct text t,
			struct number *number)
{
	struct text plain = text_trim(text_plain(arena, t));
	size_t len = number_at(plain, 0);

	number->text = written(arena, t);
	number->is_known = len && text_decimal(text_part(plain, 0, len), 6,
					       &number->millionths);
}

bool values_read_money(struct arena *arena, struct text t, struct money *money)
{
	static const char *const signs[] = { "¥",  "￥", "RMB", "CNY",
					     "元", "块", "圆" };
	struct text plain = text_trim(text_plain(arena, t));
	char digits[32];
	size_t len = 0;

	money->text = written(arena, t);
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (text_starts(plain, signs[i]))
			plain = text_from(plain, strlen(signs[i]));
		if (text_ends(plain, signs[i]))
			plain.len -= strlen(signs[i]);
		plain = text_trim(plain);
	}
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.at[i] == ',')
			continue;
		if (len == sizeof(digits) - 1)
			return false;
		digits[len++] = plain.at[i];
	}
	return len &&
	       text_decimal((struct text){ digits, len }, 2, &money->cents) &&
	       money->cents >= 0;
}

bool values_read_range(struct arena *arena, struct text t, struct range *range)
{
	static const struct {
		const char *sign;
		bool is_high;
	} signs[] = { { "<=", true }, { ">=", false }, { "≤", true },
		      { "≥", false }, { "<", true },   { ">", false } };
	struct text plain = text_trim(text_plain(arena, t));
	size_t len, dash, at;

	range->text = written(arena, t);
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct text rest;

		if (!text_starts(plain, signs[i].sign))
			continue;
		rest = text_trim(text_from(plain, strlen(signs[i].sign)));
		len = number_at(rest, 0);
		range->has_high = signs[i].is_high;
		range->has_low = !signs[i].is_high;
		return len && text_decimal(text_part(rest, 0, len), 6,
					   signs[i].is_high ? &range->high
							    : &range->low);
	}
	len = number_at(plain, 0);
	if (!len || !text_decimal(text_part(plain, 0, len), 6, &range->low))
		return false;
	for (at = len; at < plain.len && plain.at[at] == ' ';)
		at++;
	dash = dash_at(plain, at);
	for (at += dash; at < plain.len && plain.at[at] == ' ';)
		at++;
	len = number_at(plain, at);
	range->has_low = range->has_high = true;
	return dash && len &&
	       text_decimal(text_part(plain, at, len), 6, &range->high) &&
	       range->low <= range->high;
}

/* -- hours ------------------------------------------------------------------ */

/* The longest start of t that is a time of day; its bytes, or 0. */
static size_t clock_at(struct text t, struct clock *clock)
{
	size_t most = t.len < 24 ? t.len : 24;

	for (size_t len = most; len; len--)
		if (date_read_clock(text_part(t, 0, len), clock) &&
		    t.at[len - 1] != ' ')
			return len;
	return 0;
}

static void add_hours(struct hours *hours, int from, int until)
{
	if (hours->count == HOURS_MOST)
		return;
	hours->part[hours->count].from.minutes = (int16_t)from;
	hours->part[hours->count++].until.minutes = (int16_t)until;
}

static bool add_word(struct hours *hours, struct text *rest)
{
	static const struct {
		const char *word;
		int from, until;
	} words[] = { { "上午", 9 * 60, 12 * 60 },
		      { "下午", 14 * 60, 18 * 60 },
		      { "晚上", 18 * 60, 21 * 60 },
		      { "全天", 9 * 60, 18 * 60 } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_starts(*rest, words[i].word)) {
			add_hours(hours, words[i].from, words[i].until);
			*rest = text_from(*rest, strlen(words[i].word));
			return true;
		}
	return false;
}

/* One "9:00-12:00" at the start of *rest. */
static bool add_span(struct hours *hours, struct text *rest, bool *good)
{
	struct clock from, until;
	size_t len = clock_at(*rest, &from), dash;
	struct text after = text_trim(text_from(*rest, len));

	dash = len ? dash_at(after, 0) : 0;
	after = text_trim(text_from(after, dash));
	len = dash ? clock_at(after, &until) : 0;
	if (!len)
		return false;
	if (until.minutes <= from.minutes)
		*good = false;
	add_hours(hours, from.minutes, until.minutes);
	*rest = text_from(after, len);
	return true;
}

static bool looks_like_clock(struct text t)
{
	size_t digits = 0;

	while (digits < t.len && t.at[digits] >= '0' && t.at[digits] <= '9')
		digits++;
	return digits && digits + 1 < t.len && t.at[digits] == ':' &&
	       t.at[digits + 1] >= '0' && t.at[digits + 1] <= '9';
}

bool values_read_hours(struct arena *arena, struct text t, struct hours *hours)
{
	struct text rest = text_trim(text_plain(arena, t));
	struct clock clock;
	bool good = true;

	hours->text = written(arena, t);
	if (text_starts(rest, "休") || text_is(rest, "off") ||
	    text_is(rest, "closed")) {
		hours->is_closed = true;
		return true;
	}
	while (rest.len) {
		const char *at = rest.at;

		if (add_span(hours, &rest, &good) || add_word(hours, &rest))
			continue;
		/* 25:00 looks like a time and is none. */
		if (looks_like_clock(rest) && !clock_at(rest, &clock))
			return false;
		text_next(&at, rest.at + rest.len);
		rest = text_from(rest, (size_t)(at - rest.at));
	}
	return good;
}

/* -- points, periods, yes and no -------------------------------------------- */

bool values_read_point(struct arena *arena, struct text t, struct point *point)
{
	struct text plain = text_trim(text_plain(arena, t));
	size_t len = number_at(plain, 0), at = len;

	point->text = written(arena, t);
	if (!len ||
	    !text_decimal(text_part(plain, 0, len), 6, &point->longitude))
		return false;
	while (at < plain.len && (plain.at[at] == ' ' || plain.at[at] == ','))
		at++;
	len = number_at(plain, at);
	return len && at + len == plain.len &&
	       text_decimal(text_part(plain, at, len), 6, &point->latitude) &&
	       point->longitude >= -180000000 &&
	       point->longitude <= 180000000 && point->latitude >= -90000000 &&
	       point->latitude <= 90000000;
}

bool values_read_period(struct arena *arena, struct text t,
			struct period *period)
{
	struct text plain = text_trim(text_plain(arena, t));

	if (date_read(plain, &period->from) == DATE_OK) {
		period->until = period->from;
		return true;
	}
	/* Dates hold hyphens themselves: try every dash as the border. */
	for (size_t at = 1; at < plain.len; at++) {
		size_t dash = dash_at(plain, at);

		if (dash &&
		    date_read(text_trim(text_part(plain, 0, at)),
			      &period->from) == DATE_OK &&
		    date_read(text_trim(text_from(plain, at + dash)),
			      &period->until) == DATE_OK)
			return date_compare(period->from, period->until) <= 0;
	}
	return false;
}

bool values_read_bool(struct text t, bool *yes)
{
	static const struct {
		const char *word;
		bool yes;
	} words[] = { { "是", true },	  { "否", false },  { "有", true },
		      { "无", false },	  { "true", true }, { "false", false },
		      { "yes", true },	  { "no", false },  { "True", true },
		      { "False", false }, { "1", true },    { "0", false },
		      { "已到", true },	  { "未到", false } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(t, words[i].word)) {
			*yes = words[i].yes;
			return true;
		}
	return false;
}

int values_compare(const struct number *value, const struct range *range)
{
	if (range->has_low && value->millionths < range->low)
		return -1;
	return range->has_high && value->millionths > range->high;
}

/* -- for showing ------------------------------------------------------------ */

struct text values_money(struct arena *arena, int64_t cents)
{
	char digits[32];
	char out[64];
	size_t len = 0;
	int count = snprintf(digits, sizeof(digits), "%lld",
			     (long long)(cents / 100));

	for (int i = 0; i < count; i++) {
		if (i && (count - i) % 3 == 0)
			out[len++] = ',';
		out[len++] = digits[i];
	}
	if (cents % 100)
		return arena_format(arena, "¥%.*s.%02d", (int)len, out,
				    (int)(cents % 100));
	return arena_format(arena, "¥%.*s", (int)len, out);
}

struct text values_phone_digits(struct arena *arena, struct text phone)
{
	char *out = arena_alloc(arena, phone.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < phone.len; i++)
		if (strchr("0123456789+*", phone.at[i]))
			out[len++] = phone.at[i];
	return (struct text){ out, len };
}
