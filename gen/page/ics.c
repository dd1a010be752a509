/*
 * A line is written into the buffer as it is and folded afterwards, in place:
 * the break may stand before any byte that does not continue a character (RFC
 * 5545, 3.1).
 *
 * The zone's rules are observed, not read: the offset from UTC is asked of the
 * C library week by week over the time that the events take, and the moment of
 * a change is then closed in on. A zone without changes, such as China's, is
 * one STANDARD block.
 */

#include "page/ics.h"

#include <time.h>

enum {
	LINE_BYTES = 75,
	MINUTES_A_DAY = 24 * 60,
	SECONDS_A_DAY = 24 * 60 * 60,
	LONGEST_RULE_DAYS = 3 * 366, /* of a rule without UNTIL */
	MOST_CHANGES = 64,	     /* of a zone's offset */
};

/* -- lines ---------------------------------------------------------------- */

static bool is_inside_character(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Folds what was written since `start` and ends the line. */
static void end_line(struct buf *buf, size_t start)
{
	size_t room = LINE_BYTES;

	while (buf->len - start > room) {
		size_t cut = start + room;

		while (cut > start && is_inside_character(buf->at[cut]))
			cut--;
		if (cut == start) /* not UTF-8: cut anywhere */
			cut = start + room;
		buf_add(buf, "   ", 3);
		memmove(buf->at + cut + 3, buf->at + cut, buf->len - 3 - cut);
		memcpy(buf->at + cut, "\r\n ", 3);
		start = cut + 3;
		room = LINE_BYTES - 1; /* the blank counts */
	}
	buf_add_string(buf, "\r\n");
}

static void add_line(struct buf *buf, const char *line)
{
	size_t start = buf->len;

	buf_add_string(buf, line);
	end_line(buf, start);
}

/* A text's characters (RFC 5545, 3.3.11); controls have no place in one. */
static void add_escaped(struct buf *buf, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (c == '\n') {
			buf_add_string(buf, "\\n");
		} else if (c == '\\' || c == ';' || c == ',') {
			buf_add_char(buf, '\\');
			buf_add_char(buf, c);
		} else if ((unsigned char)c >= ' ' && c != 0x7F) {
			buf_add_char(buf, c);
		} else if (c == '\t') {
			buf_add_char(buf, ' ');
		}
	}
}

/* name:text, left out where the text is empty. */
static void add_text(struct buf *buf, const char *name, struct text t)
{
	size_t start = buf->len;

	if (!t.len)
		return;
	buf_add_string(buf, name);
	buf_add_char(buf, ':');
	add_escaped(buf, t);
	end_line(buf, start);
}

/* name:value of a type that knows no escapes: a link, a rule. */
static void add_value(struct buf *buf, const char *name, struct text t)
{
	size_t start = buf->len;

	if (!t.len)
		return;
	buf_add_string(buf, name);
	buf_add_char(buf, ':');
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.at[i] > ' ' && t.at[i] != 0x7F)
			buf_add_char(buf, t.at[i]);
	end_line(buf, start);
}

/* A parameter's value in quotation marks where it needs them (3.2). */
static void add_parameter(struct buf *buf, const char *name, struct text t)
{
	bool is_quoted = false;

	for (size_t i = 0; i < t.len; i++)
		is_quoted = is_quoted || strchr(":;,", t.at[i]);
	buf_format(buf, ";%s=%s", name, is_quoted ? "\"" : "");
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.at[i] >= ' ' && t.at[i] != '"')
			buf_add_char(buf, t.at[i]);
	if (is_quoted)
		buf_add_char(buf, '"');
}

static void add_date(struct buf *buf, struct date date)
{
	buf_format(buf, "%04d%02d%02d", date.year, date.month, date.day);
}

/* The moment so many minutes after a day's midnight. */
static void add_moment(struct buf *buf, struct date date, int minutes)
{
	add_date(buf, date_add(date, minutes / MINUTES_A_DAY));
	minutes %= MINUTES_A_DAY;
	buf_format(buf, "T%02d%02d00", minutes / 60, minutes % 60);
}

/* -- the zone ------------------------------------------------------------- */

/* What the zone's clocks show from a moment on. */
struct zone_rule {
	time_t from;
	long offset; /* seconds east of Greenwich */
	bool is_summer;
	char name[16];
};

static struct zone_rule rule_at(time_t time)
{
	struct zone_rule rule = { .from = time };
	struct tm tm;
	size_t len = 0;

	if (!localtime_r(&time, &tm))
		return rule;
	rule.offset = tm.tm_gmtoff;
	rule.is_summer = tm.tm_isdst > 0;
	if (tm.tm_zone)
		len = strlen(tm.tm_zone);
	if (len < sizeof(rule.name))
		memcpy(rule.name, tm.tm_zone ? tm.tm_zone : "", len);
	return rule;
}

static bool is_same_rule(const struct zone_rule *a, const struct zone_rule *b)
{
	return a->offset == b->offset && a->is_summer == b->is_summer;
}

/* The first second at which the later of two rules holds. */
static struct zone_rule find_change(const struct zone_rule *before,
				    const struct zone_rule *after)
{
	time_t low = before->from, high = after->from;

	while (high - low > 1) {
		time_t middle = low + (high - low) / 2;
		struct zone_rule rule = rule_at(middle);

		if (is_same_rule(&rule, before))
			low = middle;
		else
			high = middle;
	}
	return rule_at(high);
}

static void add_offset(struct buf *buf, const char *name, long offset)
{
	long size = offset < 0 ? -offset : offset;
	size_t start = buf->len;

	buf_format(buf, "%s:%c%02ld%02ld", name, offset < 0 ? '-' : '+',
		   size / 3600, size / 60 % 60);
	if (size % 60)
		buf_format(buf, "%02ld", size % 60);
	end_line(buf, start);
}

/* A block begins at the wall time that the rule before it showed. */
static void add_rule(struct buf *buf, const struct zone_rule *rule,
		     long offset_before, time_t from)
{
	const char *kind = rule->is_summer ? "DAYLIGHT" : "STANDARD";
	time_t wall = from + offset_before;
	size_t start;
	struct tm tm;

	if (!gmtime_r(&wall, &tm))
		return;
	buf_format(buf, "BEGIN:%s\r\n", kind);
	start = buf->len;
	buf_format(buf, "DTSTART:%04d%02d%02dT%02d%02d%02d", tm.tm_year + 1900,
		   tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	end_line(buf, start);
	add_offset(buf, "TZOFFSETFROM", offset_before);
	add_offset(buf, "TZOFFSETTO", rule->offset);
	add_text(buf, "TZNAME", text_of(rule->name));
	buf_format(buf, "END:%s\r\n", kind);
}

/* The last day that the event can take. */
static struct date event_end(const struct ics_event *event)
{
	size_t at = text_find(event->rrule, "UNTIL=");
	struct date until;

	if (!event->rrule.len)
		return event->on;
	if (at != SIZE_MAX &&
	    date_read(text_part(event->rrule, at + 6, 8), &until) == DATE_OK)
		return until;
	return date_add(event->on, LONGEST_RULE_DAYS);
}

static time_t midnight(struct date date)
{
	return (time_t)date_days(date) * SECONDS_A_DAY;
}

static void add_zone_rules(struct buf *buf, struct date first, struct date last)
{
	struct zone_rule rule = rule_at(midnight(first) - 2 * SECONDS_A_DAY);
	time_t end = midnight(last) + 3 * SECONDS_A_DAY;
	int changes = 0;

	/* The first block covers what is before; 1970 is as good as any. */
	add_rule(buf, &rule, rule.offset, -rule.offset);
	while (rule.from < end && changes < MOST_CHANGES) {
		struct zone_rule next = rule_at(rule.from + 7 * SECONDS_A_DAY);

		if (!is_same_rule(&rule, &next)) {
			next = find_change(&rule, &next);
			add_rule(buf, &next, rule.offset, next.from);
			changes++;
		}
		rule = next;
	}
}

/* Only events with a time of day need a zone. */
static void add_zone(struct buf *buf, const struct ics_calendar *calendar)
{
	struct date first = { 0 }, last = { 0 };

	for (size_t i = 0; i < calendar->count; i++) {
		const struct ics_event *event = &calendar->events[i];
		struct date end = event_end(event);

		if (event->at.minutes < 0)
			continue;
		if (!date_is_set(first) || date_compare(event->on, first) < 0)
			first = event->on;
		if (date_compare(end, last) > 0)
			last = end;
	}
	if (!date_is_set(first))
		return;
	add_line(buf, "BEGIN:VTIMEZONE");
	add_text(buf, "TZID", calendar->tzid);
	add_zone_rules(buf, first, last);
	add_line(buf, "END:VTIMEZONE");
}

/* -- events --------------------------------------------------------------- */

static bool is_all_day(const struct ics_event *event)
{
	return event->at.minutes < 0;
}

/* 24:00 would be the next day, which a rule's weekdays do not name. */
static int start_minutes(const struct ics_event *event)
{
	return event->at.minutes < MINUTES_A_DAY ? event->at.minutes
						 : MINUTES_A_DAY - 1;
}

static void begin_time(struct buf *buf, const char *name,
		       const struct ics_event *event, struct text tzid)
{
	buf_add_string(buf, name);
	if (is_all_day(event))
		buf_add_string(buf, ";VALUE=DATE");
	else
		add_parameter(buf, "TZID", tzid);
	buf_add_char(buf, ':');
}

static void add_span(struct buf *buf, const struct ics_event *event,
		     struct text tzid)
{
	size_t start = buf->len;

	begin_time(buf, "DTSTART", event, tzid);
	if (is_all_day(event))
		add_date(buf, event->on);
	else
		add_moment(buf, event->on, start_minutes(event));
	end_line(buf, start);
	start = buf->len;
	if (is_all_day(event)) {
		begin_time(buf, "DTEND", event, tzid);
		add_date(buf, date_add(event->on, 1));
		end_line(buf, start);
	} else if (event->duration_minutes > 0) {
		buf_format(buf, "DURATION:PT%dM", event->duration_minutes);
		end_line(buf, start);
	}
}

static void add_except(struct buf *buf, const struct ics_event *event,
		       struct text tzid)
{
	size_t start = buf->len, written = 0;

	for (size_t i = 0; i < event->except.count; i++) {
		struct date day = event->except.items[i];

		if (date_compare(day, event->on) < 0)
			continue;
		if (written++)
			buf_add_char(buf, ',');
		else
			begin_time(buf, "EXDATE", event, tzid);
		if (is_all_day(event))
			add_date(buf, day);
		else
			add_moment(buf, day, start_minutes(event));
	}
	if (written)
		end_line(buf, start);
}

static void add_alarm(struct buf *buf, const struct ics_event *event)
{
	size_t start;

	if (event->alarm_minutes_before <= 0)
		return;
	add_line(buf, "BEGIN:VALARM");
	add_line(buf, "ACTION:DISPLAY");
	add_text(buf, "DESCRIPTION", event->summary);
	start = buf->len;
	buf_format(buf, "TRIGGER:-PT%dM", event->alarm_minutes_before);
	end_line(buf, start);
	add_line(buf, "END:VALARM");
}

static void add_event(struct buf *buf, const struct ics_calendar *calendar,
		      const struct ics_event *event)
{
	size_t start;

	add_line(buf, "BEGIN:VEVENT");
	add_text(buf, "UID", event->uid);
	start = buf->len;
	buf_add_string(buf, "DTSTAMP:");
	add_moment(buf, calendar->stamp, 0);
	buf_add_char(buf, 'Z');
	end_line(buf, start);
	add_span(buf, event, calendar->tzid);
	if (event->rrule.len) {
		add_value(buf, "RRULE", event->rrule);
		add_except(buf, event, calendar->tzid);
	}
	add_text(buf, "SUMMARY", event->summary);
	add_text(buf, "LOCATION", event->location);
	add_text(buf, "DESCRIPTION", event->description);
	add_value(buf, "URL", event->url);
	if (is_all_day(event))
		add_line(buf, "TRANSP:TRANSPARENT");
	add_alarm(buf, event);
	add_line(buf, "END:VEVENT");
}

void ics_render(struct buf *buf, const struct ics_calendar *calendar)
{
	add_line(buf, "BEGIN:VCALENDAR");
	add_line(buf, "VERSION:2.0");
	add_text(buf, "PRODID", calendar->prodid);
	add_line(buf, "CALSCALE:GREGORIAN");
	add_line(buf, "METHOD:PUBLISH");
	add_text(buf, "X-WR-CALNAME", calendar->name);
	add_text(buf, "X-WR-TIMEZONE", calendar->tzid);
	add_zone(buf, calendar);
	for (size_t i = 0; i < calendar->count; i++)
		add_event(buf, calendar, &calendar->events[i]);
	add_line(buf, "END:VCALENDAR");
}
