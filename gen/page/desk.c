#include "page/desk.h"

#include <stdlib.h>

#include "page/message.h"
#include "page/month.h"
#include "page/theme.h"

/*
 * First the calendar's months, then the rows (revisits and birthdays, by day),
 * then the numbers in the calendar's cells, which are counted from the rows: so
 * the numbers and the list of a day cannot disagree.
 */

#define SEEN SEES_THERAPIST

struct desk_patient {
	const struct desk_card *card;
	struct text name, record_path, plan_path, problem;
	struct text call; /* digits to dial */
	struct text find; /* what the search looks in */
	struct texts tags;
	struct view_date end, last_visit;
	int64_t points;
};

/* A revisit or a birthday. */
struct desk_row {
	const struct desk_patient *patient;
	bool is_birthday;
	struct view_date date;
	struct clock time;
	int64_t nth;
	struct text item;
	bool is_done, is_due;
	struct text lunar; /* the birthday's name by the moon */
	int64_t age;	   /* reached on it; 0: not known */
	const struct message *greeting, *remind, *missed;
	struct date day; /* to sort by, as `order` */
	size_t order;
};

struct desk_day {
	int64_t day;	   /* 1..31; 0: an empty cell */
	struct text label; /* 初三; may be empty */
	bool has_counts;
	int64_t revisits, birthdays;
};

struct desk_week {
	struct list days; /* seven struct desk_day */
};

struct desk_month {
	const struct month_grid *grid;
	struct list weeks; /* struct desk_week */
};

struct desk_view {
	struct view_page page;
	struct text store_name;
	const struct view_therapist *therapist;
	bool has_schedule, has_notices;
	struct texts notices;
	int64_t count; /* of patients */
	bool has_patients;
	struct list patients; /* struct desk_patient */
	bool has_rows;
	struct list rows;   /* struct desk_row */
	struct list months; /* struct desk_month */
	struct view_date updated;
};

/* -- tables ---------------------------------------------------------------- */

#define ROW(struct_, member_, type_, about_)                                   \
	VIEW_ROW(struct_, member_, type_, SEEN, about_)
#define ROW_OF(struct_, member_, type_, flags_, table_, about_)                \
	VIEW_ROW_OF(struct_, member_, type_, flags_, table_, SEEN, about_)

static const struct field patient_fields[] = {
	ROW(desk_patient, name, FIELD_TEXT, "the full name"),
	ROW(desk_patient, record_path, FIELD_TEXT,
	    "the patient's record, relative to the root"),
	ROW(desk_patient, plan_path, FIELD_TEXT,
	    "the patient's own page, relative to the root; may be empty"),
	ROW(desk_patient, problem, FIELD_TEXT,
	    "what it is about, in a few words; may be empty"),
	ROW(desk_patient, call, FIELD_TEXT,
	    "the number to dial; empty where there is none"),
	ROW(desk_patient, find, FIELD_TEXT,
	    "what the search looks in: names, digits, small letters"),
	ROW(desk_patient, tags, FIELD_TEXTS, "a few words to sort by"),
	ROW_OF(desk_patient, end, FIELD_STRUCT, 0, &view_date_table,
	       "the last day of the plan; may be empty"),
	ROW_OF(desk_patient, last_visit, FIELD_STRUCT, 0, &view_date_table,
	       "the last visit to the shop; may be empty"),
	ROW(desk_patient, points, FIELD_INT, "points for referrals; 0: none"),
};
static const struct table patient_table =
	TABLE("patient on the desk", desk_patient, patient_fields);

static const struct field row_fields[] = {
	ROW_OF(desk_row, patient, FIELD_REF, FIELD_BASE, &patient_table,
	       "whose it is; the patient's names are seen directly"),
	ROW(desk_row, is_birthday, FIELD_BOOL, "a birthday, not a revisit"),
	ROW_OF(desk_row, date, FIELD_STRUCT, 0, &view_date_table, "the day"),
	ROW(desk_row, time, FIELD_CLOCK, "the revisit's time; may be empty"),
	ROW(desk_row, nth, FIELD_INT, "which of the plan's revisits it is"),
	ROW(desk_row, item, FIELD_TEXT,
	    "what will be done, a few words; may be empty"),
	ROW(desk_row, is_done, FIELD_BOOL, "the patient has been there"),
	ROW(desk_row, is_due, FIELD_BOOL, "a revisit that is not done"),
	ROW(desk_row, lunar, FIELD_TEXT,
	    "a birthday kept by the moon: its Chinese name; else empty"),
	ROW(desk_row, age, FIELD_INT, "reached on the birthday; 0: not known"),
	ROW_OF(desk_row, greeting, FIELD_REF, 0, &message_table,
	       "the message for a birthday; empty where there is none"),
	ROW_OF(desk_row, remind, FIELD_REF, 0, &message_table,
	       "the message before a revisit; empty where there is none"),
	ROW_OF(desk_row, missed, FIELD_REF, 0, &message_table,
	       "the message after a missed revisit; empty likewise"),
};
static const struct table row_table = TABLE("reminder", desk_row, row_fields);

static const struct field day_fields[] = {
	ROW(desk_day, day, FIELD_INT, "1 to 31; 0: an empty cell"),
	ROW(desk_day, label, FIELD_TEXT, "the lunar day; may be empty"),
	ROW(desk_day, has_counts, FIELD_BOOL, "something is on that day"),
	ROW(desk_day, revisits, FIELD_INT, "how many come"),
	ROW(desk_day, birthdays, FIELD_INT, "how many have birthday"),
};
static const struct table day_table =
	TABLE("day of the desk", desk_day, day_fields);

static const struct field week_fields[] = {
	ROW_OF(desk_week, days, FIELD_LIST, 0, &day_table,
	       "seven days, from Monday"),
};
static const struct table week_table =
	TABLE("week of the desk", desk_week, week_fields);

static const struct field month_fields[] = {
	ROW_OF(desk_month, grid, FIELD_REF, FIELD_BASE, &month_grid_table,
	       "the month; its names are seen directly"),
	ROW_OF(desk_month, weeks, FIELD_LIST, 0, &week_table,
	       "its weeks, with the numbers of each day"),
};
static const struct table month_table =
	TABLE("month of the desk", desk_month, month_fields);

static const struct field desk_view_fields[] = {
	ROW_OF(desk_view, page, FIELD_STRUCT, FIELD_BASE, &view_page_table,
	       "what all pages know; its names are seen directly"),
	ROW(desk_view, store_name, FIELD_TEXT, "the shop's name"),
	ROW_OF(desk_view, therapist, FIELD_REF, 0, &view_therapist_table,
	       "whose desk it is"),
	ROW(desk_view, has_schedule, FIELD_BOOL,
	    "the therapist's week or days off are known"),
	ROW(desk_view, has_notices, FIELD_BOOL, "there are notices"),
	ROW(desk_view, notices, FIELD_TEXTS,
	    "what is wrong in the files, a line each"),
	ROW(desk_view, count, FIELD_INT, "how many patients"),
	ROW(desk_view, has_patients, FIELD_BOOL, "there are patients"),
	ROW_OF(desk_view, patients, FIELD_LIST, 0, &patient_table,
	       "all patients"),
	ROW(desk_view, has_rows, FIELD_BOOL, "there are reminders"),
	ROW_OF(desk_view, rows, FIELD_LIST, 0, &row_table,
	       "revisits and birthdays, by day"),
	ROW_OF(desk_view, months, FIELD_LIST, 0, &month_table,
	       "the calendar's months"),
	ROW_OF(desk_view, updated, FIELD_STRUCT, 0, &view_date_table,
	       "the last change of the content; may be empty"),
};
const struct table desk_view_table = TABLE("desk", desk_view, desk_view_fields);

/* -- the calendar's months ------------------------------------------------- */

struct days {
	struct date first, last; /* both unset: none */
};

static struct date later(struct date a, struct date b)
{
	return date_compare(a, b) < 0 ? b : a;
}

/* What the cards say of time. */
struct times {
	struct date known; /* the last day that was lived to see */
	struct date open;  /* the first revisit that is not done */
	struct date last;  /* revisit */
};

/* What is said to have happened later than anything was written is a slip of
 * the pen, and must not take everybody's calendar along. */
static struct date lived(const struct desk_input *input, struct date known,
			 struct date day)
{
	if (date_is_set(input->updated) &&
	    date_compare(day, input->updated) > 0)
		return known;
	return later(known, day);
}

static struct times times_of(const struct desk_input *input)
{
	struct times times = { .known = input->updated };

	for (size_t i = 0; i < input->card_count; i++) {
		const struct desk_card *card = &input->cards[i];

		times.known = lived(input, times.known, card->last_visit);
		for (size_t k = 0; k < card->revisits.count; k++) {
			struct desk_revisit r = card->revisits.items[k];

			times.last = later(times.last, r.date);
			if (r.is_done)
				times.known = lived(input, times.known, r.date);
			else if (!date_is_set(times.open) ||
				 date_compare(r.date, times.open) < 0)
				times.open = r.date;
		}
	}
	return times;
}

static struct days calendar_of(const struct desk_input *input)
{
	struct times times = times_of(input);
	struct days days = { 0 };
	int from, until, latest;

	if (!date_is_set(times.known))
		times.known = times.open;
	if (!date_is_set(times.known))
		return days;
	from = latest = month_number(times.known);
	if (date_is_set(times.open) && month_number(times.open) < from)
		from = month_number(times.open);
	if (from < latest - DESK_MONTHS_BACK)
		from = latest - DESK_MONTHS_BACK;
	until = month_number(later(times.last, times.known)) + 1;
	if (until < from + DESK_MONTHS_LEAST)
		until = from + DESK_MONTHS_LEAST;
	if (until > from + DESK_MONTHS)
		until = from + DESK_MONTHS;
	days.first = month_first(from);
	days.last = date_add(month_first(until), -1);
	return days;
}

/* -- rows ------------------------------------------------------------------ */

struct rows {
	struct arena *arena;
	const struct clinic_messages *messages;
	struct days days;
	bool is_chinese; /* others do without lunar names */
	struct desk_row *items;
	size_t count, capacity;
};

static struct desk_row *add_row(struct rows *rows, struct date day,
				const struct desk_patient *patient)
{
	struct desk_row *row;

	rows->items = arena_grow(rows->arena, rows->items, rows->count,
				 &rows->capacity, sizeof(*rows->items));
	row = &rows->items[rows->count];
	*row = (struct desk_row){
		.patient = patient,
		.date = view_date(rows->arena, day),
		.time = { -1 },
		.day = day,
		.order = rows->count++,
	};
	return row;
}

static bool is_shown(const struct rows *rows, const struct desk_revisit *r)
{
	if (!r->is_done)
		return true;
	return date_compare(r->date, rows->days.first) >= 0 &&
	       date_compare(r->date, rows->days.last) <= 0;
}

static void add_revisit(struct rows *rows, const struct desk_patient *patient,
			const struct desk_revisit *r)
{
	struct message_values values = {
		.display_name = patient->card->display_name,
		.name = patient->card->name,
		.date = r->date,
		.bring = r->bring,
	};
	struct desk_row *row = add_row(rows, r->date, patient);

	row->time = r->time;
	row->nth = r->nth;
	row->item = r->item;
	row->is_done = r->is_done;
	row->is_due = !r->is_done;
	if (r->is_done)
		return;
	if (r->time.minutes >= 0)
		values.time = date_clock(rows->arena, r->time);
	row->remind = message_fill(rows->arena, rows->messages->revisit,
				   &values, NULL);
	row->missed = message_fill(rows->arena, rows->messages->missed, &values,
				   NULL);
}

static void add_birthday(struct rows *rows, const struct desk_patient *patient,
			 struct date day)
{
	const struct birthday *birthday = &patient->card->birthday;
	struct message_values values = {
		.display_name = patient->card->display_name,
		.name = patient->card->name,
		.date = day,
	};
	struct desk_row *row = add_row(rows, day, patient);
	int age = lunar_birthday_age(birthday, day);

	row->is_birthday = true;
	row->age = age > 0 ? age : 0;
	if (birthday->is_lunar && rows->is_chinese)
		row->lunar = lunar_birthday_name(rows->arena, birthday);
	row->greeting = message_fill(rows->arena, rows->messages->birthday,
				     &values, NULL);
}

static void add_birthdays(struct rows *rows, const struct desk_patient *patient)
{
	const struct birthday *birthday = &patient->card->birthday;
	struct date day = lunar_next_birthday(birthday, rows->days.first);

	while (date_is_set(day) && date_compare(day, rows->days.last) <= 0) {
		add_birthday(rows, patient, day);
		day = lunar_next_birthday(birthday, date_add(day, 1));
	}
}

/* By day; on a day the revisits first, by time; else as the patients stand. */
static int compare_rows(const void *a, const void *b)
{
	const struct desk_row *x = a, *y = b;
	int order = date_compare(x->day, y->day);

	if (!order)
		order = (int)x->is_birthday - (int)y->is_birthday;
	if (!order)
		order = x->time.minutes - y->time.minutes;
	if (!order)
		order = x->order < y->order ? -1 : 1;
	return order;
}

static struct list rows_of(struct arena *arena, const struct desk_input *input,
			   const struct desk_view *view, struct days days)
{
	const struct desk_patient *patients = view->patients.items;
	struct rows rows = {
		.arena = arena,
		.messages = &input->site->clinic->messages,
		.days = days,
		.is_chinese = view->page.is_chinese,
	};

	for (size_t i = 0; i < input->card_count; i++) {
		struct desk_revisits revisits = input->cards[i].revisits;

		for (size_t k = 0; k < revisits.count; k++)
			if (is_shown(&rows, &revisits.items[k]))
				add_revisit(&rows, &patients[i],
					    &revisits.items[k]);
		if (date_is_set(days.first))
			add_birthdays(&rows, &patients[i]);
	}
	if (rows.count)
		qsort(rows.items, rows.count, sizeof(*rows.items),
		      compare_rows);
	if (rows.count > DESK_MOST_ROWS)
		rows.count = DESK_MOST_ROWS;
	return (struct list){ rows.items, rows.count };
}

/* -- the numbers in the cells ---------------------------------------------- */

/* Rows are in order of their days, so one walk over both is enough. */
static void count_rows(struct desk_day *cell, struct date date,
		       const struct list *rows, size_t *at)
{
	const struct desk_row *items = rows->items;

	while (*at < rows->count && date_compare(items[*at].day, date) < 0)
		++*at;
	for (; *at < rows->count && !date_compare(items[*at].day, date); ++*at)
		if (items[*at].is_birthday)
			cell->birthdays++;
		else
			cell->revisits++;
	cell->has_counts = cell->revisits || cell->birthdays;
}

static struct list weeks_of(struct arena *arena, const struct month_grid *grid,
			    const struct list *rows, size_t *at)
{
	struct desk_week *weeks =
		ARENA_ARRAY(arena, grid->weeks.count, struct desk_week);

	for (size_t w = 0; w < grid->weeks.count; w++) {
		const struct month_week *week =
			(const struct month_week *)grid->weeks.items + w;
		const struct month_day *from = week->days.items;
		struct desk_day *days =
			ARENA_ARRAY(arena, week->days.count, struct desk_day);

		for (size_t d = 0; d < week->days.count; d++) {
			struct date date = { (int16_t)grid->year,
					     (uint8_t)grid->month,
					     (uint8_t)from[d].day };

			days[d].day = from[d].day;
			days[d].label = from[d].label;
			if (from[d].day)
				count_rows(&days[d], date, rows, at);
		}
		weeks[w].days = (struct list){ days, week->days.count };
	}
	return (struct list){ weeks, grid->weeks.count };
}

static struct list months_of(struct arena *arena, struct days days,
			     const struct list *rows, bool has_labels)
{
	struct month_marks marks =
		month_marks_make(arena, days.first, days.last);
	struct list grids = month_grids(arena, &marks, has_labels);
	const struct month_grid *grid = grids.items;
	struct desk_month *months =
		ARENA_ARRAY(arena, grids.count, struct desk_month);
	size_t at = 0;

	for (size_t i = 0; i < grids.count; i++) {
		months[i].grid = &grid[i];
		months[i].weeks = weeks_of(arena, &grid[i], rows, &at);
	}
	return (struct list){ months, grids.count };
}

/* -- patients -------------------------------------------------------------- */

/* A name as it is looked for: without blanks, letters small. */
static void add_key(struct buf *keys, struct text key, bool has_blanks)
{
	if (key.len && keys->len)
		buf_add_char(keys, ' ');
	for (size_t i = 0; i < key.len; i++) {
		char c = key.at[i];

		if (c == ' ' && !has_blanks)
			continue;
		buf_add_char(keys,
			     c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
}

static struct text keys_of(struct arena *arena, const struct desk_card *card,
			   struct text digits)
{
	struct buf keys = BUF_INIT;
	struct text found;

	add_key(&keys, card->name, false);
	if (!text_equal(card->display_name, card->name))
		add_key(&keys, card->display_name, false);
	add_key(&keys, digits, false);
	add_key(&keys, card->search, true);
	found = arena_text(arena, buf_text(&keys));
	buf_release(&keys);
	return found;
}

static struct desk_patient *patients_of(struct arena *arena,
					const struct desk_input *input)
{
	struct desk_patient *patients =
		ARENA_ARRAY(arena, input->card_count, struct desk_patient);

	for (size_t i = 0; i < input->card_count; i++) {
		const struct desk_card *card = &input->cards[i];
		struct text call = values_phone_digits(arena, card->phone);

		patients[i] = (struct desk_patient){
			.card = card,
			.name = card->name,
			.record_path = card->record_path,
			.plan_path = card->plan_path,
			.problem = card->problem,
			.call = call,
			.find = keys_of(arena, card, call),
			.tags = card->tags,
			.end = view_date(arena, card->end),
			.last_visit = view_date(arena, card->last_visit),
			.points = card->points > 0 ? card->points : 0,
		};
	}
	return patients;
}

void desk_render(struct arena *scratch, const struct desk_input *input,
		 struct buf *html)
{
	struct desk_view *view = ARENA_NEW(scratch, struct desk_view);
	struct desk_patient *patients = patients_of(scratch, input);
	struct days days = calendar_of(input);

	view->page = view_page(scratch, input->site, VIEW_PRIVATE | VIEW_DEEP);
	view->store_name = input->store->name;
	view->therapist = view_therapist(scratch, input->therapist);
	view->has_schedule = view->therapist && (view->therapist->week.count ||
						 view->therapist->leave.count);
	view->notices = input->notices;
	view->has_notices = view->notices.count;
	view->count = (int64_t)input->card_count;
	view->has_patients = input->card_count;
	view->patients = (struct list){ patients, input->card_count };
	view->rows = rows_of(scratch, input, view, days);
	view->has_rows = view->rows.count;
	if (view->has_rows)
		view->months = months_of(scratch, days, &view->rows,
					 view->page.is_chinese);
	view->updated = view_date(scratch, input->updated);
	theme_render(input->site->theme, "desk", &desk_view_table, view,
		     SEES_THERAPIST, html);
}
