/* page/ics: the bytes of .ics files, and what libical reads in them. */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <libical/ical.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "model/recurrence.h"
#include "page/ics.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena arena;
static struct buf buf = BUF_INIT;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	return setenv("TZ", "Asia/Shanghai", 1) || (tzset(), 0);
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	buf_release(&buf);
	return 0;
}

static void set_zone(const char *name)
{
	assert_int_equal(setenv("TZ", name, 1), 0);
	tzset();
}

static const char *render(const struct ics_event *events, size_t count,
			  const char *tzid)
{
	struct ics_calendar calendar = {
		.name = text_of("王女士的养发方案"),
		.tzid = text_of(tzid),
		.prodid = text_of("-//careplan//test//EN"),
		.stamp = { 2026, 1, 5 },
		.events = events,
		.count = count,
	};

	buf_reset(&buf);
	ics_render(&buf, &calendar);
	return buf.at;
}

static struct ics_event plain_event(void)
{
	return (struct ics_event){
		.uid = T("revisit-1@example.org"),
		.summary = T("复诊"),
		.on = { 2026, 5, 16 },
		.at = { 14 * 60 + 30 },
		.duration_minutes = 60,
	};
}

/* The whole of a small file: what phones are given. */
static void test_whole_file(void **state)
{
	struct ics_event event = plain_event();

	(void)state;
	event.alarm_minutes_before = 1440;
	event.url = T("https://example.org/p/x.html");
	assert_string_equal(render(&event, 1, "Asia/Shanghai"),
			    "BEGIN:VCALENDAR\r\n"
			    "VERSION:2.0\r\n"
			    "PRODID:-//careplan//test//EN\r\n"
			    "CALSCALE:GREGORIAN\r\n"
			    "METHOD:PUBLISH\r\n"
			    "X-WR-CALNAME:王女士的养发方案\r\n"
			    "X-WR-TIMEZONE:Asia/Shanghai\r\n"
			    "BEGIN:VTIMEZONE\r\n"
			    "TZID:Asia/Shanghai\r\n"
			    "BEGIN:STANDARD\r\n"
			    "DTSTART:19700101T000000\r\n"
			    "TZOFFSETFROM:+0800\r\n"
			    "TZOFFSETTO:+0800\r\n"
			    "TZNAME:CST\r\n"
			    "END:STANDARD\r\n"
			    "END:VTIMEZONE\r\n"
			    "BEGIN:VEVENT\r\n"
			    "UID:revisit-1@example.org\r\n"
			    "DTSTAMP:20260105T000000Z\r\n"
			    "DTSTART;TZID=Asia/Shanghai:20260516T143000\r\n"
			    "DURATION:PT60M\r\n"
			    "SUMMARY:复诊\r\n"
			    "URL:https://example.org/p/x.html\r\n"
			    "BEGIN:VALARM\r\n"
			    "ACTION:DISPLAY\r\n"
			    "DESCRIPTION:复诊\r\n"
			    "TRIGGER:-PT1440M\r\n"
			    "END:VALARM\r\n"
			    "END:VEVENT\r\n"
			    "END:VCALENDAR\r\n");
}

static void test_all_day(void **state)
{
	struct date out[] = { { 2026, 1, 7 }, { 2025, 1, 7 } };
	struct ics_event event = {
		.uid = T("t-1@example.org"),
		.summary = T("居家"),
		.on = { 2026, 1, 5 },
		.at = { -1 },
		.duration_minutes = 30,
		.rrule = T("FREQ=DAILY;UNTIL=20260131"),
		.except = { out, COUNT(out) },
	};
	const char *ics = render(&event, 1, "Asia/Shanghai");

	(void)state;
	assert_null(strstr(ics, "VTIMEZONE"));
	assert_null(strstr(ics, "DURATION"));
	assert_non_null(strstr(ics, "\r\nDTSTART;VALUE=DATE:20260105\r\n"
				    "DTEND;VALUE=DATE:20260106\r\n"
				    "RRULE:FREQ=DAILY;UNTIL=20260131\r\n"
				    "EXDATE;VALUE=DATE:20260107\r\n"));
}

static void test_escaping(void **state)
{
	struct ics_event event = plain_event();
	const char *ics;

	(void)state;
	event.summary = T("a\\b;c,d:e\"f");
	event.description = T("一\r\n二\n三\x01\x7F\t四");
	event.url = T("https://e.org/?a=1,2;3\r\nX-EVIL:1");
	event.uid = T("x\r\nX-EVIL:2");
	ics = render(&event, 1, "Asia/Shanghai");
	assert_non_null(strstr(ics, "\r\nSUMMARY:a\\\\b\\;c\\,d:e\"f\r\n"));
	assert_non_null(strstr(ics, "\r\nDESCRIPTION:一\\n二\\n三 四\r\n"));
	assert_non_null(
		strstr(ics, "\r\nURL:https://e.org/?a=1,2;3X-EVIL:1\r\n"));
	assert_null(strstr(ics, "\nX-EVIL"));
}

/* Unfolds (RFC 5545, 3.1) and checks the length of every line on the way. */
static char *unfold(const char *ics)
{
	char *whole = arena_string(&arena, ics), *to = whole;
	const char *from = ics, *line = ics;

	for (; *from; from++) {
		if (from[0] == '\r' && from[1] == '\n') {
			assert_true(from - line <= 75);
			assert_true(text_is_utf8(
				(struct text){ line, (size_t)(from - line) },
				NULL));
			line = from + 2;
			if (from[2] == ' ') {
				from += 2;
				continue;
			}
		} else {
			assert_true(from[0] != '\n' || from[-1] == '\r');
		}
		*to++ = *from;
	}
	*to = '\0';
	return whole;
}

/* Every length around the fold, in one-, two-, three- and four-byte letters. */
static void test_folding(void **state)
{
	static const char *const letters[] = { "x", "é", "髮", "𠮷" };

	(void)state;
	for (size_t l = 0; l < COUNT(letters); l++) {
		for (size_t n = 1; n <= 240; n++) {
			struct ics_event event = plain_event();
			struct buf long_text = BUF_INIT;
			struct text wanted;

			buf_add_string(&long_text, n % 2 ? "a" : "");
			for (size_t i = 0; i < n; i++)
				buf_add_string(&long_text, letters[l]);
			event.summary = buf_text(&long_text);
			wanted = arena_join3(&arena, T("\r\nSUMMARY:"),
					     buf_text(&long_text), T("\r\n"));
			assert_non_null(strstr(
				unfold(render(&event, 1, "Asia/Shanghai")),
				wanted.at));
			buf_release(&long_text);
			arena_reset(&arena);
		}
	}
}

/* Bytes that are no UTF-8 must not keep the folding from ending. */
static void test_folding_no_text(void **state)
{
	struct ics_event event = plain_event();
	char bytes[300];

	(void)state;
	memset(bytes, 0x80, sizeof(bytes));
	event.summary = (struct text){ bytes, sizeof(bytes) };
	render(&event, 1, "Asia/Shanghai");
	assert_true(text_ends(buf_text(&buf), "END:VCALENDAR\r\n"));
}

static void test_summer_time(void **state)
{
	struct ics_event event = plain_event();
	const char *ics;

	(void)state;
	set_zone("America/New_York");
	event.on = (struct date){ 2026, 2, 2 };
	event.rrule = T("FREQ=WEEKLY;UNTIL=20261201T045959Z");
	ics = render(&event, 1, "America/New_York");
	assert_non_null(strstr(ics, "BEGIN:STANDARD\r\n"
				    "DTSTART:19700101T000000\r\n"
				    "TZOFFSETFROM:-0500\r\n"
				    "TZOFFSETTO:-0500\r\n"
				    "TZNAME:EST\r\n"
				    "END:STANDARD\r\n"
				    "BEGIN:DAYLIGHT\r\n"
				    "DTSTART:20260308T020000\r\n"
				    "TZOFFSETFROM:-0500\r\n"
				    "TZOFFSETTO:-0400\r\n"
				    "TZNAME:EDT\r\n"
				    "END:DAYLIGHT\r\n"
				    "BEGIN:STANDARD\r\n"
				    "DTSTART:20261101T020000\r\n"
				    "TZOFFSETFROM:-0400\r\n"
				    "TZOFFSETTO:-0500\r\n"
				    "TZNAME:EST\r\n"
				    "END:STANDARD\r\n"
				    "END:VTIMEZONE\r\n"));
	set_zone("Asia/Shanghai");
}

/* libical's own occurrences of the file's only event, as text. */
static struct text occurrences(const char *ics)
{
	icalcomponent *calendar = icalparser_parse_string(ics);
	icalcomponent *event;
	icalproperty *property;
	struct icaltimetype start, next;
	icalrecur_iterator *iterator;
	struct text all = { 0 };

	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	event = icalcomponent_get_first_component(calendar,
						  ICAL_VEVENT_COMPONENT);
	assert_non_null(event);
	start = icalcomponent_get_dtstart(event);
	property = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	assert_non_null(property);
	iterator =
		icalrecur_iterator_new(icalproperty_get_rrule(property), start);
	assert_non_null(iterator);
	while (next = icalrecur_iterator_next(iterator),
	       !icaltime_is_null_time(next)) {
		struct date date = { (int16_t)next.year, (uint8_t)next.month,
				     (uint8_t)next.day };

		if (!icalproperty_recurrence_is_excluded(event, &start, &next))
			all = arena_join3(&arena, all, date_iso(&arena, date),
					  T(" "));
	}
	icalrecur_iterator_free(iterator);
	icalcomponent_free(calendar);
	return all;
}

static struct text days_text(struct dates dates)
{
	struct text all = { 0 };

	for (size_t i = 0; i < dates.count; i++)
		all = arena_join3(&arena, all, date_iso(&arena, dates.items[i]),
				  T(" "));
	return all;
}

/* A phone sees the days that the calendar on the page shows. */
static void test_read_back(void **state)
{
	static const char *const rules[] = {
		"每天",
		"隔天",
		"周二 周五",
		"每两周周三",
		"每月5日",
		"每月最后一天",
		"RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=4",
	};
	static const char *const zones[] = { "Asia/Shanghai",
					     "America/New_York" };
	struct date out[] = { { 2026, 2, 17 }, { 2026, 3, 1 }, { 2026, 3, 3 } };
	struct dates except = { out, COUNT(out) };
	struct date from = { 2026, 1, 5 }, until = { 2026, 6, 30 };

	(void)state;
	for (size_t i = 0; i < COUNT(rules) * 4; i++) {
		const char *zone = zones[i / 2 % 2];
		bool is_all_day = i % 2;
		struct ics_event event = plain_event();
		struct every every;
		struct dates days;
		struct text read;

		set_zone(zone);
		assert_int_equal(
			recurrence_read(&arena, text_of(rules[i / 4]), &every),
			RECURRENCE_OK);
		days = recurrence_expand(&arena, &every, from, until, except);
		event.on = recurrence_first(&every, from);
		event.rrule = recurrence_rrule(
			&arena, &every, days.items[days.count - 1], is_all_day);
		event.except = recurrence_left_out(&arena, &every, from, until,
						   except);
		if (is_all_day)
			event.at.minutes = -1;
		read = occurrences(render(&event, 1, zone));
		if (!text_equal(read, days_text(days)))
			fail_msg("%s: %.*s\n%.*s", rules[i / 4], TEXT_ARG(read),
				 TEXT_ARG(days_text(days)));
	}
	set_zone("Asia/Shanghai");
}

/* The zone block of the file gives libical the same moments as the C library */
static void test_zone_is_right(void **state)
{
	static const char *const zones[] = {
		"Asia/Shanghai",    "America/New_York", "Europe/Berlin",
		"Australia/Sydney", "Asia/Kathmandu",	"Africa/Casablanca",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		struct ics_event event = plain_event();
		icalcomponent *calendar;
		icaltimezone *zone;

		set_zone(zones[i]);
		event.on = (struct date){ 2026, 1, 1 };
		event.rrule = T("FREQ=DAILY;UNTIL=20270601T000000Z");
		calendar = icalparser_parse_string(render(&event, 1, zones[i]));
		zone = icalcomponent_get_timezone(calendar, zones[i]);
		assert_non_null(zone);
		for (int day = 0; day < 500; day++) {
			struct date date = date_add(event.on, day);
			struct icaltimetype wall = { .year = date.year,
						     .month = date.month,
						     .day = date.day,
						     .hour = 14,
						     .zone = zone };
			struct tm tm = { .tm_year = date.year - 1900,
					 .tm_mon = date.month - 1,
					 .tm_mday = date.day,
					 .tm_hour = 14,
					 .tm_isdst = -1 };

			if (icaltime_as_timet_with_zone(wall, zone) !=
			    mktime(&tm))
				fail_msg("%s %d-%d-%d", zones[i], date.year,
					 date.month, date.day);
		}
		icalcomponent_free(calendar);
	}
	set_zone("Asia/Shanghai");
}

static void test_midnight(void **state)
{
	struct ics_event event = plain_event();

	(void)state;
	event.at.minutes = 1440;
	assert_non_null(strstr(render(&event, 1, "Asia/Shanghai"),
			       ":20260516T235900\r\n"));
	event.at.minutes = 0;
	assert_non_null(strstr(render(&event, 1, "Asia/Shanghai"),
			       ":20260516T000000\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_file),
		cmocka_unit_test(test_all_day),
		cmocka_unit_test(test_escaping),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_folding_no_text),
		cmocka_unit_test(test_summer_time),
		cmocka_unit_test(test_read_back),
		cmocka_unit_test(test_zone_is_right),
		cmocka_unit_test(test_midnight),
	};

	return cmocka_run_group_tests_name("page/ics", tests, set_up,
					   tear_down);
}
