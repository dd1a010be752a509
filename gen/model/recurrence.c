/*
 * Rules of days, weeks and months are expanded by model/daylist: libical
 * with ICU takes some two microseconds for a day and tens for setting out,
 * which for a clinic's ten thousand treatments is seconds of every build. Its
 * judgement is asked for all that is written as RRULE, and its iterator for
 * those rules that the three kinds cannot hold (BYSETPOS, 1MO, BYMONTH …). The
 * tests expand every kind both ways.
 *
 * libical keeps its error number per thread; the one process-wide switch, that
 * errors must not abort, is set before its first use.
 */

#include "model/recurrence.h"

#include <stdatomic.h>

#include <libical/ical.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/lang.h"
#include "model/daylist.h"

/* -- rules for libical ---------------------------------------------------- */

static struct icalrecurrencetype parse_rule(const char *rule)
{
	static _Atomic bool is_set;

	if (!atomic_load_explicit(&is_set, memory_order_relaxed)) {
		icalerror_set_errors_are_fatal(0);
		atomic_store_explicit(&is_set, true, memory_order_relaxed);
	}
	return icalrecurrencetype_from_string(rule);
}

static struct date date_of_ical(struct icaltimetype time)
{
	return (struct date){ .year = (int16_t)time.year,
			      .month = (uint8_t)time.month,
			      .day = (uint8_t)time.day };
}

static icalrecur_iterator *open_rule(struct icalrecurrencetype *rule,
				     struct date from)
{
	struct icaltimetype start = { .year = from.year,
				      .month = from.month,
				      .day = from.day,
				      .is_date = 1 };

	return icalrecur_iterator_new(*rule, start);
}

/* The first day on or after `from` that the rule names; {0}: none. */
static struct date find_first(const char *text, struct date from)
{
	struct icalrecurrencetype rule = parse_rule(text);
	icalrecur_iterator *iterator;
	struct icaltimetype first;

	/* The interval counts from the day that is looked for. */
	rule.interval = 1;
	iterator = open_rule(&rule, from);
	if (!iterator)
		return (struct date){ 0 };
	first = icalrecur_iterator_next(iterator);
	icalrecur_iterator_free(iterator);
	if (icaltime_is_null_time(first))
		return (struct date){ 0 };
	return date_of_ical(first);
}

static void expand_rule(const struct every *every, struct daylist *list)
{
	struct date first =
		find_first(every->rule.at, date_of_days(list->from));
	struct icalrecurrencetype rule;
	icalrecur_iterator *iterator;
	struct icaltimetype next;
	int32_t day, before = INT32_MIN;

	if (!date_is_set(first) || date_days(first) > list->until)
		return;
	rule = parse_rule(every->rule.at);
	iterator = open_rule(&rule, first);
	if (!iterator)
		BUG("a rule that was read cannot be expanded: %s",
		    every->rule.at);
	for (;;) {
		next = icalrecur_iterator_next(iterator);
		if (icaltime_is_null_time(next))
			break;
		day = date_days(date_of_ical(next));
		if (day > before && !daylist_add(list, day))
			break;
		before = day;
	}
	icalrecur_iterator_free(iterator);
}

/* -- expanding ------------------------------------------------------------ */

static void expand(const struct every *every, struct daylist *list)
{
	if (every->kind == EVERY_RULE)
		expand_rule(every, list);
	else
		daylist_fill(list, every);
}

struct dates recurrence_expand(struct arena *arena, const struct every *every,
			       struct date from, struct date until,
			       struct dates except)
{
	struct daylist list;

	if (!date_is_set(from))
		return (struct dates){ 0 };
	daylist_init(&list, every, from, until);
	daylist_except(&list, except);
	expand(every, &list);
	return daylist_dates(arena, &list);
}

struct dates recurrence_left_out(struct arena *arena, const struct every *every,
				 struct date from, struct date until,
				 struct dates except)
{
	struct daylist list;
	size_t count = 0;

	if (!date_is_set(from) || !except.count)
		return (struct dates){ 0 };
	daylist_init(&list, every, from, until);
	expand(every, &list);
	daylist_except(&list, except);
	for (size_t i = 0; i < list.count; i++)
		if (daylist_is_excepted(&list, list.day[i]))
			list.day[count++] = list.day[i];
	list.count = count;
	return daylist_dates(arena, &list);
}

struct date recurrence_first(const struct every *every, struct date from)
{
	struct every once = *every;
	struct daylist list;

	if (!date_is_set(from))
		return from;
	once.count = 1;
	daylist_init(&list, &once, from, (struct date){ 0 });
	expand(&once, &list);
	return list.count ? date_of_days(list.day[0]) : (struct date){ 0 };
}

/* -- reading -------------------------------------------------------------- */

/* 20261231, 20261231T155959Z: the last day, in the zone of TZ. */
static bool read_until(struct text t, struct date *until)
{
	int64_t clock = 0;
	struct tm tm = { 0 };
	bool is_utc = text_ends(t, "Z");

	if (date_read(text_part(t, 0, 8), until) != DATE_OK)
		return false;
	if (t.len == 8)
		return true;
	if (t.len != 15U + is_utc || t.at[8] != 'T' ||
	    !text_number(text_part(t, 9, 6), &clock) || clock < 0)
		return false;
	if (!is_utc)
		return true;
	tm.tm_year = until->year - 1900;
	tm.tm_mon = until->month - 1;
	tm.tm_mday = until->day;
	tm.tm_hour = (int)(clock / 10000);
	tm.tm_min = (int)(clock / 100 % 100);
	tm.tm_sec = (int)(clock % 100);
	*until = date_of_time(timegm(&tm));
	return true;
}

/* The parts that are kept apart, and those that have no place here. */
static enum recurrence_fault read_part(struct text key, struct text value,
				       struct every *every, bool *is_kept)
{
	static const char *const fine[] = { "BYHOUR", "BYMINUTE", "BYSECOND" };
	int64_t count;

	*is_kept = false;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (text_is(key, fine[i]))
			return RECURRENCE_TOO_FINE;
	if (text_is(key, "RSCALE") || text_is(key, "SKIP"))
		return RECURRENCE_LUNAR;
	if (text_is(key, "FREQ") &&
	    (text_is(value, "HOURLY") || text_is(value, "MINUTELY") ||
	     text_is(value, "SECONDLY")))
		return RECURRENCE_TOO_FINE;
	if (text_is(key, "COUNT")) {
		if (every->count || date_is_set(every->until) ||
		    !text_number(value, &count) || count < 1 ||
		    count > INT16_MAX)
			return RECURRENCE_BAD_RULE;
		every->count = (int16_t)count;
	} else if (text_is(key, "UNTIL")) {
		if (every->count || date_is_set(every->until) ||
		    !read_until(value, &every->until))
			return RECURRENCE_BAD_RULE;
	} else {
		*is_kept = true;
	}
	return RECURRENCE_OK;
}

/* A rule's bytes in plain capitals without blanks, with a NUL. */
struct plain {
	char at[RECURRENCE_MOST_BYTES + 1];
	size_t len;
};

static bool add_plain(struct plain *plain, struct text t)
{
	if (plain->len + t.len >= sizeof(plain->at))
		return false;
	if (t.len)
		memcpy(plain->at + plain->len, t.at, t.len);
	plain->len += t.len;
	plain->at[plain->len] = '\0';
	return true;
}

static bool make_plain(struct scan *scan, struct plain *plain)
{
	plain->len = 0;
	for (; !scan_is_done(scan); scan_skip(scan)) {
		uint32_t c = scan_peek(scan);
		char byte = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);

		if (c < ' ' || c > '~' ||
		    !add_plain(plain, (struct text){ &byte, 1 }))
			return false;
	}
	return true;
}

/* Takes COUNT and UNTIL out; what is left goes to `rest`. */
static enum recurrence_fault read_parts(const struct plain *plain,
					struct plain *rest, struct every *every)
{
	struct text left = { plain->at, plain->len }, part;

	rest->len = 0;
	rest->at[0] = '\0';
	while (text_cut(&left, ';', &part)) {
		enum recurrence_fault fault;
		struct text value = part, key;
		bool is_kept;

		if (!part.len)
			continue;
		if (!text_cut(&value, '=', &key) || !value.at)
			return RECURRENCE_BAD_RULE;
		fault = read_part(key, value, every, &is_kept);
		if (fault != RECURRENCE_OK)
			return fault;
		if (!is_kept)
			continue;
		if ((rest->len && !add_plain(rest, T(";"))) ||
		    !add_plain(rest, part))
			return RECURRENCE_BAD_RULE;
	}
	return RECURRENCE_OK;
}

static bool is_absent(const short *by)
{
	return by[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* Does the rule say no more than its frequency, BYDAY and BYMONTHDAY? */
static bool is_plain_rule(const struct icalrecurrencetype *rule)
{
	return is_absent(rule->by_year_day) && is_absent(rule->by_week_no) &&
	       is_absent(rule->by_month) && is_absent(rule->by_set_pos);
}

/* BYDAY as bits. False where a day has a position (1MO, -1FR). */
static bool weekdays_of(const struct icalrecurrencetype *rule, uint8_t *bits)
{
	*bits = 0;
	for (size_t i = 0; i < ICAL_BY_DAY_SIZE &&
			   rule->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX;
	     i++) {
		short day = rule->by_day[i];

		if (icalrecurrencetype_day_position(day) != 0)
			return false;
		*bits |= (uint8_t)(1U
				   << (icalrecurrencetype_day_day_of_week(day) -
				       ICAL_SUNDAY_WEEKDAY));
	}
	return true;
}

/* BYMONTHDAY as bits. False where it counts from the end, but for -1. */
static bool month_days_of(const struct icalrecurrencetype *rule, uint32_t *bits)
{
	*bits = 0;
	for (size_t i = 0; i < ICAL_BY_MONTHDAY_SIZE &&
			   rule->by_month_day[i] != ICAL_RECURRENCE_ARRAY_MAX;
	     i++) {
		short day = rule->by_month_day[i];

		if (day == -1)
			*bits |= EVERY_LAST_DAY;
		else if (day >= 1 && day <= 31)
			*bits |= UINT32_C(1) << day;
		else
			return false;
	}
	return true;
}

/* The plain kind that a rule is; EVERY_RULE where it is more. */
static enum every_kind classify(const struct icalrecurrencetype *rule,
				struct every *every)
{
	bool has_weekdays = !is_absent(rule->by_day);
	bool has_month_days = !is_absent(rule->by_month_day);

	if (!is_plain_rule(rule))
		return EVERY_RULE;
	if (rule->freq == ICAL_DAILY_RECURRENCE && !has_weekdays &&
	    !has_month_days)
		return EVERY_DAY;
	if (rule->freq == ICAL_WEEKLY_RECURRENCE && !has_month_days &&
	    (rule->interval == 1 || rule->week_start == ICAL_MONDAY_WEEKDAY) &&
	    weekdays_of(rule, &every->weekdays))
		return EVERY_WEEK;
	if (rule->freq == ICAL_MONTHLY_RECURRENCE && !has_weekdays &&
	    month_days_of(rule, &every->month_days))
		return EVERY_MONTH;
	return EVERY_RULE;
}

/* RFC 5545, 3.3.10: a position only in months and years. */
static bool is_lawful(const struct icalrecurrencetype *rule)
{
	uint8_t bits;

	return rule->freq != ICAL_NO_RECURRENCE && rule->interval >= 1 &&
	       (rule->freq == ICAL_MONTHLY_RECURRENCE ||
		rule->freq == ICAL_YEARLY_RECURRENCE ||
		weekdays_of(rule, &bits));
}

static enum recurrence_fault read_rule(struct arena *arena, struct scan *scan,
				       struct every *every)
{
	/* 28 years hold every weekday of every date. */
	static const struct date any_day = { 2000, 1, 1 };
	struct plain plain, rest;
	struct icalrecurrencetype rule;
	enum recurrence_fault fault;

	if (!make_plain(scan, &plain))
		return RECURRENCE_BAD_RULE;
	fault = read_parts(&plain, &rest, every);
	if (fault != RECURRENCE_OK)
		return fault;
	rule = parse_rule(rest.at);
	if (!is_lawful(&rule))
		return RECURRENCE_BAD_RULE;
	every->interval = rule.interval;
	every->kind = (uint8_t)classify(&rule, every);
	if (every->kind != EVERY_RULE)
		return RECURRENCE_OK;
	every->weekdays = 0;
	every->month_days = 0;
	every->rule = arena_text(arena, (struct text){ rest.at, rest.len });
	return date_is_set(find_first(every->rule.at, any_day))
		       ? RECURRENCE_OK
		       : RECURRENCE_EMPTY;
}

/* 每天早晚, 周二晚上, 每天一次: words that change nothing about the days. */
static void scan_time_words(struct scan *scan, int *times)
{
	static const char *const words[] = { "早中晚", "早晚", "早上", "上午",
					     "中午",   "下午", "傍晚", "晚上",
					     "睡前",   "早",   "晚" };

	*times = 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (scan_word(scan, words[i]))
			break;
	every_scan_times(scan, times);
}

static enum recurrence_fault read_words(struct scan *scan, struct every *every)
{
	enum recurrence_fault fault = every_scan(scan, every);
	int times;

	if (fault != RECURRENCE_OK)
		return fault;
	scan_time_words(scan, &times);
	if (!scan_is_done(scan))
		return RECURRENCE_UNKNOWN;
	return every_lacks_days(every, times) ? RECURRENCE_NEEDS_DAYS
					      : RECURRENCE_OK;
}

enum recurrence_fault recurrence_read(struct arena *arena, struct text t,
				      struct every *every)
{
	struct scan scan = scan_of(text_trim(t));
	struct scan start = scan;
	enum recurrence_fault fault;
	bool is_rule = scan_word(&scan, "rrule") && scan_word(&scan, ":");

	*every = (struct every){ 0 };
	if (!is_rule) {
		scan = start;
		is_rule = scan_word(&start, "freq");
	}
	fault = is_rule ? read_rule(arena, &scan, every)
			: read_words(&scan, every);
	if (fault != RECURRENCE_OK)
		*every = (struct every){ 0 };
	every->text = arena_text(arena, text_trim(t));
	return fault;
}

const char *recurrence_why(enum recurrence_fault fault)
{
	switch (fault) {
	case RECURRENCE_OK:
		break;
	case RECURRENCE_UNKNOWN:
		return _("it is not clear which days that means");
	case RECURRENCE_NEEDS_DAYS:
		return _("it is not said on which days");
	case RECURRENCE_NO_SUCH_DAY:
		return _("a month has no such day");
	case RECURRENCE_BAD_RULE:
		return _("that is not a rule of RFC 5545");
	case RECURRENCE_TOO_FINE:
		return _("a rule cannot name hours, minutes or seconds");
	case RECURRENCE_LUNAR:
		return _("a rule cannot use another calendar");
	case RECURRENCE_EMPTY:
		return _("no day ever matches this rule");
	}
	return "";
}

const char *recurrence_hint(enum recurrence_fault fault)
{
	switch (fault) {
	case RECURRENCE_NEEDS_DAYS:
		return _("name the days, for example tue thu sat");
	case RECURRENCE_NO_SUCH_DAY:
		return _("write a day from 1 to 31, or monthly on the last "
			 "day");
	case RECURRENCE_TOO_FINE:
		return _("give the days here and the time of day in an "
			 "entry of its own");
	default:
		return _("write for example daily, every other day, every 3 "
			 "days, tue fri, weekdays, monthly on 5 or every 2 "
			 "weeks on wed");
	}
}

/* -- writing -------------------------------------------------------------- */

/* A small text, built in place; rules are short by construction. */
static void add_format(struct plain *plain, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_format(struct plain *plain, const char *format, ...)
{
	size_t room = sizeof(plain->at) - plain->len;
	va_list ap;
	int len;

	va_start(ap, format);
	len = vsnprintf(plain->at + plain->len, room, format, ap);
	va_end(ap);
	if (len < 0 || (size_t)len >= room)
		BUG("a rule of more than %zu bytes", sizeof(plain->at));
	plain->len += (size_t)len;
}

static void add_weekdays(struct plain *plain, unsigned bits)
{
	static const char names[7][3] = { "SU", "MO", "TU", "WE",
					  "TH", "FR", "SA" };
	const char *before = ";BYDAY=";

	for (int i = 1; i <= 7; i++) {
		if (bits >> i % 7 & 1) {
			add_format(plain, "%s%s", before, names[i % 7]);
			before = ",";
		}
	}
}

static void add_month_days(struct plain *plain, uint32_t bits)
{
	const char *before = ";BYMONTHDAY=";

	for (int day = 1; day <= 31; day++) {
		if (bits >> day & 1) {
			add_format(plain, "%s%d", before, day);
			before = ",";
		}
	}
	if (bits & EVERY_LAST_DAY)
		add_format(plain, "%s-1", before);
}

static void add_until(struct plain *plain, struct date last, bool is_all_day)
{
	struct tm tm = { .tm_year = last.year - 1900,
			 .tm_mon = last.month - 1,
			 .tm_mday = last.day,
			 .tm_hour = 23,
			 .tm_min = 59,
			 .tm_sec = 59,
			 .tm_isdst = -1 };
	time_t end;

	if (is_all_day) {
		add_format(plain, ";UNTIL=%04d%02d%02d", last.year, last.month,
			   last.day);
		return;
	}
	end = mktime(&tm);
	if (!gmtime_r(&end, &tm))
		BUG("a day of the year %d has no end", last.year);
	add_format(plain, ";UNTIL=%04d%02d%02dT%02d%02d%02dZ",
		   tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		   tm.tm_min, tm.tm_sec);
}

struct text recurrence_rrule(struct arena *arena, const struct every *every,
			     struct date last, bool is_all_day)
{
	static const char *const names[] = {
		[EVERY_NEVER] = NULL,	 [EVERY_DAY] = "DAILY",
		[EVERY_WEEK] = "WEEKLY", [EVERY_MONTH] = "MONTHLY",
		[EVERY_RULE] = NULL,
	};
	struct plain plain = { .len = 0 };

	if (every->kind == EVERY_NEVER)
		return (struct text){ 0 };
	if (every->kind == EVERY_RULE) {
		add_format(&plain, "%.*s", TEXT_ARG(every->rule));
	} else {
		add_format(&plain, "FREQ=%s", names[every->kind]);
		if (every->interval > 1)
			add_format(&plain, ";INTERVAL=%d", every->interval);
		add_weekdays(&plain, every->weekdays);
		add_month_days(&plain, every->month_days);
	}
	if (date_is_set(last))
		add_until(&plain, last, is_all_day);
	return arena_text(arena, (struct text){ plain.at, plain.len });
}
