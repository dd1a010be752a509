#include "page/record_page.h"

#include <stdlib.h>

#include "page/care.h"
#include "page/message.h"
#include "page/theme.h"

#define SEEN SEES_THERAPIST

struct record_message {
	struct text word;	   /* t.record_revisit: what it is for */
	struct text until, behind; /* days; see the header. May be empty */
	struct view_date date;	   /* of the revisit */
	const struct message *message;
};

struct record_birthday {
	struct view_date date;
	int64_t age; /* reached on it; 0: not known */
};

/* A visit or a note. */
struct record_entry {
	struct view_date date; /* may be empty */
	struct text item, note;
	bool is_latest;
	struct date day; /* to sort by, as `order` */
	size_t order;
};

struct record_bill {
	struct text item, amount;
	struct view_date due;
};

struct record_view {
	struct view_page page;
	struct text name, problem;
	const struct plan *plan;
	const struct record *record;
	struct text plan_path, call;
	bool has_links, has_tags;
	struct view_date start, end, updated;
	int64_t points;

	const struct care_visits *visits;
	const struct care_items *treatments, *medicines;
	bool has_bills, has_care;
	struct list bills;

	bool has_messages;
	struct list messages;

	bool has_birthday;
	struct text lunar;
	int64_t birth_year;
	struct list birthdays;
	bool has_facts;

	int64_t came_count, older_count;
	struct list came, older, notes;
	bool has_notes;
};

/* -- tables ---------------------------------------------------------------- */

#define ROW(struct_, member_, type_, about_)                                   \
	VIEW_ROW(struct_, member_, type_, SEEN, about_)
#define ROW_OF(struct_, member_, type_, table_, about_)                        \
	VIEW_ROW_OF(struct_, member_, type_, 0, table_, SEEN, about_)

static const struct field message_fields[] = {
	ROW(record_message, word, FIELD_TEXT,
	    "the name of the string that says what it is for"),
	ROW(record_message, until, FIELD_TEXT,
	    "the last day on which it can be sent; empty: any day"),
	ROW(record_message, behind, FIELD_TEXT,
	    "it is wanted only after this day; empty: at once"),
	ROW_OF(record_message, date, FIELD_STRUCT, &view_date_table,
	       "the revisit's day; empty where it is for none"),
	ROW_OF(record_message, message, FIELD_REF, &message_table,
	       "the message"),
};
static const struct table record_message_table =
	TABLE("message to copy", record_message, message_fields);

static const struct field birthday_fields[] = {
	ROW_OF(record_birthday, date, FIELD_STRUCT, &view_date_table,
	       "the day it falls on"),
	ROW(record_birthday, age, FIELD_INT,
	    "reached on it; 0: the year of birth is not known"),
};
static const struct table birthday_table =
	TABLE("birthday", record_birthday, birthday_fields);

static const struct field entry_fields[] = {
	ROW_OF(record_entry, date, FIELD_STRUCT, &view_date_table,
	       "the day; may be empty"),
	ROW(record_entry, item, FIELD_TEXT, "what was done; may be empty"),
	ROW(record_entry, note, FIELD_LINES, "what was noted; may be empty"),
	ROW(record_entry, is_latest, FIELD_BOOL, "the newest of its list"),
};
static const struct table entry_table =
	TABLE("entry of a record", record_entry, entry_fields);

static const struct field bill_fields[] = {
	ROW(record_bill, item, FIELD_TEXT, "what it is for"),
	ROW(record_bill, amount, FIELD_TEXT, "how much"),
	ROW_OF(record_bill, due, FIELD_STRUCT, &view_date_table,
	       "when it is due; may be empty"),
};
static const struct table bill_table_of_record =
	TABLE("open bill", record_bill, bill_fields);

#define SHOWN(member_, type_, about_)                                          \
	VIEW_ROW(record_view, member_, type_, SEEN, about_)
#define SHOWN_OF(member_, type_, table_, about_)                               \
	VIEW_ROW_OF(record_view, member_, type_, 0, table_, SEEN, about_)

static const struct field record_view_fields[] = {
	VIEW_ROW_OF(record_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEEN,
		    "what all pages know; its names are seen directly"),
	SHOWN(name, FIELD_TEXT, "the full name"),
	SHOWN(problem, FIELD_TEXT,
	      "what it is about, in a few words; may be empty"),
	SHOWN_OF(plan, FIELD_REF, &plan_table, "the plan as it was written"),
	SHOWN_OF(record, FIELD_REF, &record_table,
		 "the record as it was written; empty where there is none"),
	SHOWN(plan_path, FIELD_TEXT,
	      "the patient's own page, relative to the root; may be empty"),
	SHOWN(call, FIELD_TEXT,
	      "the number to dial; empty where there is none"),
	SHOWN(has_links, FIELD_BOOL, "there is a number to dial or a page"),
	SHOWN(has_tags, FIELD_BOOL, "the record has tags"),
	SHOWN_OF(start, FIELD_STRUCT, &view_date_table, "the plan's first day"),
	SHOWN_OF(end, FIELD_STRUCT, &view_date_table, "the plan's last day"),
	SHOWN_OF(updated, FIELD_STRUCT, &view_date_table,
		 "the last change of the content; may be empty"),
	SHOWN(points, FIELD_INT, "points for referrals; 0: none"),
	SHOWN_OF(visits, FIELD_REF, &care_visits_table,
		 "the plan's revisits; empty where there are none"),
	SHOWN_OF(treatments, FIELD_REF, &care_treatments_table,
		 "the plan's treatments; empty where there are none"),
	SHOWN_OF(medicines, FIELD_REF, &care_medicines_table,
		 "the plan's medicines; empty where there are none"),
	SHOWN(has_bills, FIELD_BOOL, "there are bills to pay"),
	SHOWN_OF(bills, FIELD_LIST, &bill_table_of_record, "bills to pay"),
	SHOWN(has_care, FIELD_BOOL,
	      "there are treatments, medicines or bills to pay"),
	SHOWN(has_messages, FIELD_BOOL, "there are messages"),
	SHOWN_OF(messages, FIELD_LIST, &record_message_table,
		 "messages to copy, by day"),
	SHOWN(has_birthday, FIELD_BOOL, "the birthday is known"),
	SHOWN(lunar, FIELD_TEXT,
	      "a birthday kept by the moon: its Chinese name; else empty"),
	SHOWN(birth_year, FIELD_INT, "0: not known"),
	SHOWN_OF(birthdays, FIELD_LIST, &birthday_table,
		 "the next days it falls on"),
	SHOWN(has_facts, FIELD_BOOL, "there is a record"),
	SHOWN(came_count, FIELD_INT, "how often the patient was there"),
	SHOWN_OF(came, FIELD_LIST, &entry_table,
		 "the latest visits, newest first"),
	SHOWN(older_count, FIELD_INT, "how many visits are older"),
	SHOWN_OF(older, FIELD_LIST, &entry_table, "the older visits"),
	SHOWN(has_notes, FIELD_BOOL, "there are notes"),
	SHOWN_OF(notes, FIELD_LIST, &entry_table, "notes, newest first"),
};
const struct table record_view_table =
	TABLE("patient's record", record_view, record_view_fields);

/* -- visits and notes ------------------------------------------------------ */

/* Newest first; what has no day comes last; else as it was written. */
static int compare_entries(const void *a, const void *b)
{
	const struct record_entry *x = a, *y = b;
	int order = date_compare(y->day, x->day);

	return order ? order : x->order < y->order ? -1 : 1;
}

static void sort_entries(struct record_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		entries[i].order = i;
	if (!count)
		return;
	qsort(entries, count, sizeof(*entries), compare_entries);
	entries[0].is_latest = true;
}

static void fill_visits(struct arena *arena, struct record_view *view,
			const struct record *record)
{
	const struct visit *visits = record->visits.items;
	size_t count = record->visits.count, shown = count;
	struct record_entry *entries =
		ARENA_ARRAY(arena, count, struct record_entry);

	for (size_t i = 0; i < count; i++)
		entries[i] = (struct record_entry){
			.date = view_date(arena, visits[i].date),
			.item = visits[i].item,
			.note = visits[i].note,
			.day = visits[i].date,
		};
	sort_entries(entries, count);
	if (shown > RECORD_VISITS)
		shown = RECORD_VISITS;
	view->came = (struct list){ entries, shown };
	view->older = (struct list){ entries + shown, count - shown };
	view->came_count = (int64_t)count;
	view->older_count = (int64_t)(count - shown);
}

static void fill_notes(struct arena *arena, struct record_view *view,
		       const struct record *record)
{
	const struct note *notes = record->notes.items;
	size_t count = record->notes.count;
	struct record_entry *entries =
		ARENA_ARRAY(arena, count, struct record_entry);

	for (size_t i = 0; i < count; i++)
		entries[i] = (struct record_entry){
			.date = view_date(arena, notes[i].date),
			.note = notes[i].text,
			.day = notes[i].date,
		};
	sort_entries(entries, count);
	view->notes = (struct list){ entries, count };
	view->has_notes = count;
}

/* -- birthdays ------------------------------------------------------------- */

/* The last day of which the content tells. It cannot lie in the future: a visit
 * later than anything was written is a slip of the pen. */
static struct date known_day(const struct record_input *input)
{
	const struct visit *visits = input->record->visits.items;
	struct date known = input->updated;

	if (date_is_set(known))
		return known;
	for (size_t i = 0; i < input->record->visits.count; i++)
		if (date_compare(visits[i].date, known) > 0)
			known = visits[i].date;
	return date_is_set(known) ? known : input->plan->start;
}

static void fill_birthday(struct arena *arena, struct record_view *view,
			  const struct record_input *input)
{
	const struct birthday *birthday = &input->record->birthday;
	struct record_birthday *days;
	struct date day;
	size_t count = 0;

	if (!birthday->month)
		return;
	view->has_birthday = true;
	view->birth_year = birthday->year;
	if (birthday->is_lunar && view->page.is_chinese)
		view->lunar = lunar_birthday_name(arena, birthday);
	days = ARENA_ARRAY(arena, RECORD_BIRTHDAYS, struct record_birthday);
	day = lunar_next_birthday(birthday, known_day(input));
	for (; count < RECORD_BIRTHDAYS && date_is_set(day); count++) {
		int age = lunar_birthday_age(birthday, day);

		days[count].date = view_date(arena, day);
		days[count].age = age > 0 ? age : 0;
		day = lunar_next_birthday(birthday, date_add(day, 1));
	}
	view->birthdays = (struct list){ days, count };
}

/* -- messages -------------------------------------------------------------- */

struct messages {
	struct arena *arena;
	struct message_values values;
	struct record_message *items;
	size_t count;
};

/* The new message, or NULL where the clinic has none of that kind. */
static struct record_message *add_message(struct messages *messages,
					  struct text word, struct text written)
{
	const struct message *message =
		message_fill(messages->arena, written, &messages->values, NULL);
	struct record_message *added = &messages->items[messages->count];

	if (!message)
		return NULL;
	*added = (struct record_message){ .word = word, .message = message };
	messages->count++;
	return added;
}

static void add_revisit(struct messages *messages,
			const struct clinic_messages *written,
			const struct care_visit *visit)
{
	struct message_values *values = &messages->values;
	struct record_message *added;

	if (visit->is_done)
		return;
	values->date = (struct date){ (int16_t)visit->date.year,
				      (uint8_t)visit->date.month,
				      (uint8_t)visit->date.day };
	values->bring = visit->bring;
	values->time = T("");
	if (visit->time.minutes >= 0)
		values->time = date_clock(messages->arena, visit->time);
	added = add_message(messages, T("t.record_revisit"), written->revisit);
	if (added) {
		added->date = visit->date;
		added->until = visit->date.iso;
	}
	added = add_message(messages, T("t.record_missed"), written->missed);
	if (added) {
		added->date = visit->date;
		added->behind = visit->date.iso;
	}
}

static void fill_messages(struct arena *arena, struct record_view *view,
			  const struct record_input *input)
{
	const struct clinic_messages *written = &input->site->clinic->messages;
	const struct record_birthday *birthday = view->birthdays.items;
	const struct care_visit *visits =
		view->visits ? view->visits->items.items : NULL;
	size_t count = view->visits ? view->visits->items.count : 0;
	struct messages messages = {
		.arena = arena,
		.values = { .display_name = input->plan->display_name,
			    .name = input->plan->name },
		.items = ARENA_ARRAY(arena, 2 * count + 2,
				     struct record_message),
	};

	for (size_t i = 0; i < count; i++)
		add_revisit(&messages, written, &visits[i]);
	messages.values.bring = messages.values.time = T("");
	messages.values.date = (struct date){ 0 };
	if (view->birthdays.count) {
		messages.values.date =
			(struct date){ (int16_t)birthday->date.year,
				       (uint8_t)birthday->date.month,
				       (uint8_t)birthday->date.day };
		add_message(&messages, T("t.record_greeting"),
			    written->birthday);
		messages.values.date = (struct date){ 0 };
	}
	add_message(&messages, T("t.record_thanks"), written->referral);
	view->messages = (struct list){ messages.items, messages.count };
	view->has_messages = messages.count;
}

/* -- the page -------------------------------------------------------------- */

static void fill_plan(struct arena *arena, struct record_view *view,
		      const struct plan *plan)
{
	struct care care = care_make(arena, plan);
	const struct bill *bills = plan->bills.items;
	struct record_bill *due =
		ARENA_ARRAY(arena, plan->bills.count, struct record_bill);
	size_t count = 0;

	view->plan = plan;
	view->start = view_date(arena, plan->start);
	view->end = view_date(arena, plan->end);
	view->visits = care.visits;
	view->treatments = care.treatments;
	view->medicines = care.medicines;
	for (size_t i = 0; i < plan->bills.count; i++)
		if (!date_is_set(bills[i].paid))
			due[count++] = (struct record_bill){
				.item = bills[i].item,
				.amount = values_money(arena,
						       bills[i].amount.cents),
				.due = view_date(arena, bills[i].due),
			};
	view->bills = (struct list){ due, count };
	view->has_bills = count;
	view->has_care = view->treatments || view->medicines || count;
}

void record_page_render(struct arena *scratch, const struct record_input *input,
			struct buf *html)
{
	struct record_view *view = ARENA_NEW(scratch, struct record_view);
	const struct record *record = input->record;

	view->page = view_page(scratch, input->site, VIEW_PRIVATE | VIEW_DEEP);
	view->name = input->plan->name;
	view->problem = input->problem;
	view->plan_path = input->plan_path;
	view->updated = view_date(scratch, input->updated);
	view->points = input->points > 0 ? input->points : 0;
	fill_plan(scratch, view, input->plan);
	if (record) {
		view->record = record;
		view->call = values_phone_digits(scratch, record->phone);
		view->has_tags = record->tags.count;
		view->has_facts = true;
		fill_birthday(scratch, view, input);
		fill_visits(scratch, view, record);
		fill_notes(scratch, view, record);
	}
	fill_messages(scratch, view, input);
	view->has_links = view->call.len || view->plan_path.len;
	theme_render(input->site->theme, "record", &record_view_table, view,
		     SEES_THERAPIST, html);
}
