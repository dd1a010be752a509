#ifndef GEN_PAGE_ICS_H
#define GEN_PAGE_ICS_H

/*
 * Calendar files (RFC 5545) that phones take in: .ics from plain events.
 *
 * Fill a struct ics_calendar and its events, call ics_render. Texts are plain
 * UTF-8; the writer escapes and folds. Repeated events carry the RRULE that
 * recurrence_rrule wrote and the days left out of it (recurrence_left_out); the
 * first day is the rule's own (recurrence_first), left out or not.
 *
 * Promises: the same calendar gives the same bytes, whatever the clock. Lines
 * end in CR LF and hold at most 75 bytes, never cut within a character. Times
 * of day are in the zone of TZ, under the name `tzid`, and the zone's rules for
 * the time the events take are in the file, so that no reader need know it.
 */

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"

struct ics_event {
	struct text uid; /* unique and stable: id@host */
	struct text summary;
	struct text location;	 /* this and what follows may be empty */
	struct text description; /* several lines if need be */
	struct text url;
	struct date on;		  /* the first day */
	struct clock at;	  /* {-1}: all day */
	int duration_minutes;	  /* 0: not said; not for all-day events */
	struct text rrule;	  /* the value alone: FREQ=… */
	struct dates except;	  /* days of the rule left out */
	int alarm_minutes_before; /* 0: no alarm */
};

struct ics_calendar {
	struct text name;   /* as a phone lists it */
	struct text tzid;   /* of TZ: Asia/Shanghai */
	struct text prodid; /* -//careplan//0.1//EN */
	struct date stamp;  /* DTSTAMP of all events, midnight UTC */
	const struct ics_event *events;
	size_t count;
};

/* Appends the calendar. */
void ics_render(struct buf *buf, const struct ics_calendar *calendar);

#endif
