#include "page/care.h"

#include "model/frequency.h"
#include "model/recurrence.h"
#include "page/dayset.h"

static const struct field visit_fields[] = {
	VIEW_ROW_OF(care_visit, date, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "the day"),
	VIEW_ROW(care_visit, time, FIELD_CLOCK, SEES_OWNER,
		 "the time as 14:30; may be empty"),
	VIEW_ROW(care_visit, nth, FIELD_INT, SEES_OWNER,
		 "counts the revisits from 1, by date"),
	VIEW_ROW(care_visit, bring, FIELD_TEXT, SEES_OWNER,
		 "what the patient brings along; may be empty"),
	VIEW_ROW(care_visit, note, FIELD_HTML, SEES_OWNER,
		 "one line more; may be empty"),
	VIEW_ROW(care_visit, is_done, FIELD_BOOL, SEES_OWNER,
		 "the patient has been there"),
};
static const struct table visit_table =
	TABLE("revisit card", care_visit, visit_fields);

static const struct field visits_fields[] = {
	VIEW_ROW_OF(care_visits, items, FIELD_LIST, 0, &visit_table, SEES_OWNER,
		    "the revisits by date and time"),
	VIEW_ROW(care_visits, count, FIELD_INT, SEES_OWNER,
		 "how many revisits there are"),
	VIEW_ROW_OF(care_visits, first, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "the day of the first one"),
	VIEW_ROW_OF(care_visits, last, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "the day of the last one"),
	VIEW_ROW(care_visits, is_range, FIELD_BOOL, SEES_OWNER,
		 "they are on more than one day"),
	VIEW_ROW(care_visits, has_bring, FIELD_BOOL, SEES_OWNER,
		 "something is brought along to one of them"),
};
const struct table care_visits_table =
	TABLE("revisits", care_visits, visits_fields);

static const struct field treatment_fields[] = {
	VIEW_ROW(care_treatment, kind, FIELD_TEXT, SEES_OWNER,
		 "t in the shop, h at home: for classes k-t, k-h and data-k"),
	VIEW_ROW(care_treatment, item, FIELD_TEXT, SEES_OWNER, "what is done"),
	VIEW_ROW(care_treatment, when, FIELD_TEXT, SEES_OWNER,
		 "on which days, as written: 周二 周五; empty where days are "
		 "listed instead"),
	VIEW_ROW_OF(care_treatment, days, FIELD_LIST, 0, &view_date_table,
		    SEES_OWNER,
		    "the first days, where the rule is an RRULE that nobody "
		    "can read"),
	VIEW_ROW(care_treatment, has_more_days, FIELD_BOOL, SEES_OWNER,
		 "the list of days is cut short"),
	VIEW_ROW(care_treatment, duration, FIELD_TEXT, SEES_OWNER,
		 "how long it takes, as written; may be empty"),
	VIEW_ROW(care_treatment, note, FIELD_HTML, SEES_OWNER,
		 "one line more; may be empty"),
	VIEW_ROW(
		care_treatment, on, FIELD_TEXT, SEES_OWNER,
		"all its days for the script, for data-on: 2026-03-02/06-30/7"),
	VIEW_ROW(care_treatment, time, FIELD_CLOCK, SEES_OWNER,
		 "the time as 14:30; may be empty"),
	VIEW_ROW(care_treatment, is_home, FIELD_BOOL, SEES_OWNER,
		 "it is done at home, not in the shop"),
	VIEW_ROW(care_treatment, has_range, FIELD_BOOL, SEES_OWNER,
		 "its first and last day are not those of the plan, so they "
		 "must be shown"),
	VIEW_ROW(care_treatment, is_range, FIELD_BOOL, SEES_OWNER,
		 "it is on more than one day"),
	VIEW_ROW_OF(care_treatment, from, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "its first day"),
	VIEW_ROW_OF(care_treatment, until, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "its last day"),
	VIEW_ROW(care_treatment, has_except, FIELD_BOOL, SEES_OWNER,
		 "some of its days are left out"),
	VIEW_ROW_OF(care_treatment, except, FIELD_LIST, 0, &view_date_table,
		    SEES_OWNER, "the days left out"),
};
static const struct table treatment_view_table =
	TABLE("treatment card", care_treatment, treatment_fields);

static const struct field medicine_fields[] = {
	VIEW_ROW(care_medicine, item, FIELD_TEXT, SEES_OWNER,
		 "the medicine's name"),
	VIEW_ROW(care_medicine, dose, FIELD_TEXT, SEES_OWNER,
		 "how much each time, as written; may be empty"),
	VIEW_ROW(care_medicine, per, FIELD_TEXT, SEES_OWNER,
		 "on which days: 每天; empty where the frequency says it all"),
	VIEW_ROW(care_medicine, frequency, FIELD_TEXT, SEES_OWNER,
		 "how often on such a day: 2次; may be empty"),
	VIEW_ROW(care_medicine, timing, FIELD_TEXT, SEES_OWNER,
		 "at which time of the day, as written: 饭后; may be empty"),
	VIEW_ROW(care_medicine, note, FIELD_HTML, SEES_OWNER,
		 "one line more; may be empty"),
	VIEW_ROW(care_medicine, on, FIELD_TEXT, SEES_OWNER,
		 "all its days for the script, for data-on: 2026-03-02/06-30"),
	VIEW_ROW(care_medicine, has_dot, FIELD_BOOL, SEES_OWNER,
		 "it is not taken every day, so it has dots in the calendar"),
	VIEW_ROW(care_medicine, has_range, FIELD_BOOL, SEES_OWNER,
		 "its first and last day are not those of the plan, so they "
		 "must be shown"),
	VIEW_ROW(care_medicine, is_range, FIELD_BOOL, SEES_OWNER,
		 "it is on more than one day"),
	VIEW_ROW_OF(care_medicine, from, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "its first day"),
	VIEW_ROW_OF(care_medicine, until, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "its last day"),
};
static const struct table medicine_view_table =
	TABLE("medicine card", care_medicine, medicine_fields);

static const struct field meal_fields[] = {
	VIEW_ROW(care_meal, meal, FIELD_TEXT, SEES_OWNER, "which meal: 早餐"),
	VIEW_ROW(care_meal, content, FIELD_TEXT, SEES_OWNER, "what to eat"),
	VIEW_ROW(care_meal, on, FIELD_TEXT, SEES_OWNER,
		 "its days for the script, for data-on: w135 (weekdays, 0 is "
		 "Sunday), * (every day), or days"),
	VIEW_ROW(care_meal, days, FIELD_TEXT, SEES_OWNER,
		 "on which days, as written: 周一; empty for every day"),
};
static const struct table meal_view_table =
	TABLE("meal card", care_meal, meal_fields);

static const struct field treatments_fields[] = {
	VIEW_ROW_OF(care_items, items, FIELD_LIST, 0, &treatment_view_table,
		    SEES_OWNER, "in the order of the plan"),
	VIEW_ROW(care_items, count, FIELD_INT, SEES_OWNER,
		 "how many there are"),
};
const struct table care_treatments_table =
	TABLE("treatment cards", care_items, treatments_fields);

static const struct field medicines_fields[] = {
	VIEW_ROW_OF(care_items, items, FIELD_LIST, 0, &medicine_view_table,
		    SEES_OWNER, "in the order of the plan"),
	VIEW_ROW(care_items, count, FIELD_INT, SEES_OWNER,
		 "how many there are"),
};
const struct table care_medicines_table =
	TABLE("medicine cards", care_items, medicines_fields);

static const struct field meals_fields[] = {
	VIEW_ROW_OF(care_items, items, FIELD_LIST, 0, &meal_view_table,
		    SEES_OWNER, "in the order of the plan"),
	VIEW_ROW(care_items, count, FIELD_INT, SEES_OWNER,
		 "how many there are"),
};
const struct table care_meals_table =
	TABLE("meal cards", care_items, meals_fields);

/* -- days ----------------------------------------------------------------- */

static const struct dates no_dates = { NULL, 0 };

static bool is_every_day(struct dates dates, struct date from,
			 struct date until, size_t left_out)
{
	int32_t span = date_days(until) - date_days(from) + 1;

	return (int64_t)(dates.count + left_out) >= span;
}

static void mark_all(struct month_marks *marks, struct dates dates,
		     enum month_mark mark)
{
	for (size_t i = 0; i < dates.count; i++)
		month_mark(marks, dates.items[i], mark);
}

static bool is_within(struct date date, struct date from, struct date until)
{
	return date_compare(date, from) >= 0 && date_compare(date, until) <= 0;
}

static void stretch(struct date *first, struct date *last, struct date from,
		    struct date until)
{
	if (date_is_set(from) && date_compare(from, *first) < 0)
		*first = from;
	if (date_is_set(until) && date_compare(until, *last) > 0)
		*last = until;
}

/*
 * The months from the first to the last day on which something is planned. A
 * revisit or bill after the page is gone is a slip of the year (plan_check has
 * warned), and would draw years of empty months.
 */
static struct month_marks marks_of(struct arena *arena, const struct plan *plan)
{
	const struct treatment *treatments = plan->treatments.items;
	const struct medicine *medicines = plan->medicines.items;
	const struct revisit *revisits = plan->revisits.items;
	const struct bill *bills = plan->bills.items;
	struct date first = plan->start, last = plan->end;

	for (size_t i = 0; i < plan->treatments.count; i++)
		stretch(&first, &last, treatments[i].from, treatments[i].until);
	for (size_t i = 0; i < plan->medicines.count; i++)
		stretch(&first, &last, medicines[i].from, medicines[i].until);
	for (size_t i = 0; i < plan->revisits.count; i++)
		if (is_within(revisits[i].date, plan->start, plan->expires))
			stretch(&first, &last, revisits[i].date,
				revisits[i].date);
	for (size_t i = 0; i < plan->bills.count; i++)
		if (!date_is_set(bills[i].paid) &&
		    is_within(bills[i].due, plan->start, plan->expires))
			stretch(&first, &last, bills[i].due, bills[i].due);
	return month_marks_make(arena, first, last);
}

/* -- sections ------------------------------------------------------------- */

static bool is_before(const struct revisit *a, const struct revisit *b)
{
	int order = date_compare(a->date, b->date);

	return order < 0 || (!order && a->time.minutes < b->time.minutes);
}

static const struct revisit **in_order(struct arena *arena,
				       const struct list *revisits)
{
	const struct revisit *items = revisits->items;
	const struct revisit **order =
		ARENA_ARRAY(arena, revisits->count, const struct revisit *);

	/* Few, and nearly always written in order already. */
	for (size_t i = 0; i < revisits->count; i++) {
		size_t at = i;

		while (at && is_before(&items[i], order[at - 1])) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = &items[i];
	}
	return order;
}

static const struct care_visits *visits_of(struct arena *arena,
					   const struct plan *plan,
					   struct month_marks *marks)
{
	const struct revisit **order = in_order(arena, &plan->revisits);
	size_t count = plan->revisits.count;
	struct care_visit *items = ARENA_ARRAY(arena, count, struct care_visit);
	struct care_visits *visits = ARENA_NEW(arena, struct care_visits);

	if (!count)
		return NULL;
	*visits = (struct care_visits){ .count = (int64_t)count };
	for (size_t i = 0; i < count; i++) {
		const struct revisit *revisit = order[i];

		items[i] = (struct care_visit){
			.date = view_date(arena, revisit->date),
			.time = revisit->time,
			.nth = (int64_t)i + 1,
			.bring = revisit->bring,
			.note = revisit->note.html,
			.is_done = revisit->done,
		};
		visits->has_bring |= revisit->bring.len > 0;
		month_mark(marks, revisit->date, MONTH_REVISIT);
	}
	visits->items = (struct list){ items, count };
	visits->first = items[0].date;
	visits->last = items[count - 1].date;
	visits->is_range = !text_equal(visits->first.iso, visits->last.iso);
	return visits;
}

static struct list except_of(struct arena *arena,
			     const struct treatment *treatment)
{
	struct dates except = treatment->except;
	struct view_date *dates =
		ARENA_ARRAY(arena, except.count, struct view_date);
	size_t count = 0;

	for (size_t i = 0; i < except.count; i++)
		if (is_within(except.items[i], treatment->from,
			      treatment->until))
			dates[count++] = view_date(arena, except.items[i]);
	for (size_t i = 0; i + 1 < count; i++)
		dates[i].more = true;
	return (struct list){ dates, count };
}

/* Not that of the plan, so that it must be said. */
static bool is_own_span(const struct plan *plan, struct date from,
			struct date until)
{
	return date_compare(from, plan->start) ||
	       date_compare(until, plan->end);
}

/*
 * An RRULE is nothing to read: its first days stand there instead of it, so
 * that the page is complete without script.
 */
static void say_when(struct arena *arena, struct care_treatment *view,
		     const struct treatment *t, struct dates days)
{
	size_t count =
		days.count < CARE_DAYS_SHOWN ? days.count : CARE_DAYS_SHOWN;
	struct view_date *shown;

	if (!text_starts(t->every.text, "RRULE")) {
		view->when = t->every.text;
		return;
	}
	shown = ARENA_ARRAY(arena, count, struct view_date);
	for (size_t i = 0; i < count; i++) {
		shown[i] = view_date(arena, days.items[i]);
		shown[i].more = i + 1 < count;
	}
	view->days = (struct list){ shown, count };
	view->has_more_days = days.count > count;
}

static struct care_treatment treatment_of(struct arena *arena,
					  const struct plan *plan,
					  const struct treatment *t,
					  struct month_marks *marks)
{
	bool is_home = t->place == PLAN_AT_HOME;
	struct list except = except_of(arena, t);
	struct care_treatment view = {
		.kind = is_home ? T("h") : T("t"),
		.item = t->item,
		.duration = t->duration,
		.note = t->note.html,
		.time = t->time,
		.is_home = is_home,
		.has_range = is_own_span(plan, t->from, t->until),
		.is_range = date_compare(t->from, t->until),
		.from = view_date(arena, t->from),
		.until = view_date(arena, t->until),
		.has_except = except.count,
		.except = except,
	};
	struct dates days;

	days = recurrence_expand(arena, &t->every, t->from, t->until,
				 t->except);
	view.on = dayset_text(arena, days);
	say_when(arena, &view, t, days);
	if (!is_every_day(days, t->from, t->until, except.count))
		mark_all(marks, days, is_home ? MONTH_HOME : MONTH_TREATMENT);
	return view;
}

static const struct care_items *items_of(struct arena *arena, void *items,
					 size_t count)
{
	struct care_items *list;

	if (!count)
		return NULL;
	list = ARENA_NEW(arena, struct care_items);
	*list = (struct care_items){ { items, count }, (int64_t)count };
	return list;
}

static const struct care_items *treatments_of(struct arena *arena,
					      const struct plan *plan,
					      struct month_marks *marks)
{
	const struct treatment *from = plan->treatments.items;
	size_t count = plan->treatments.count;
	struct care_treatment *items =
		ARENA_ARRAY(arena, count, struct care_treatment);

	for (size_t i = 0; i < count; i++)
		items[i] = treatment_of(arena, plan, &from[i], marks);
	return items_of(arena, items, count);
}

static struct care_medicine medicine_of(struct arena *arena,
					const struct plan *plan,
					const struct medicine *m,
					struct month_marks *marks)
{
	struct frequency split = frequency_read(arena, m->frequency);
	struct care_medicine view = {
		.item = m->name,
		.dose = m->dose,
		.per = split.head,
		.frequency = split.rest,
		.timing = m->timing,
		.note = m->note.html,
		.has_range = is_own_span(plan, m->from, m->until),
		.is_range = date_compare(m->from, m->until),
		.from = view_date(arena, m->from),
		.until = view_date(arena, m->until),
	};
	struct dates days;

	/* "On Sundays" alone is no heading, but the frequency itself. */
	if (!view.frequency.len) {
		view.frequency = view.per;
		view.per = (struct text){ 0 };
	}
	days = recurrence_expand(arena, &split.every, m->from, m->until,
				 no_dates);
	view.on = dayset_text(arena, days);
	view.has_dot = !is_every_day(days, m->from, m->until, 0);
	if (view.has_dot)
		mark_all(marks, days, MONTH_MEDICINE);
	return view;
}

static const struct care_items *medicines_of(struct arena *arena,
					     const struct plan *plan,
					     struct month_marks *marks)
{
	const struct medicine *from = plan->medicines.items;
	size_t count = plan->medicines.count;
	struct care_medicine *items =
		ARENA_ARRAY(arena, count, struct care_medicine);

	for (size_t i = 0; i < count; i++)
		items[i] = medicine_of(arena, plan, &from[i], marks);
	return items_of(arena, items, count);
}

static struct text meal_on(struct arena *arena, const struct plan *plan,
			   const struct every *every)
{
	struct dates days;
	char on[] = "w0123456";
	size_t len = 1;

	if (every->kind == EVERY_NEVER ||
	    (every->kind == EVERY_DAY && every->interval == 1))
		return T("*");
	if (every->kind != EVERY_WEEK || every->interval != 1 ||
	    !every->weekdays || every->count || date_is_set(every->until)) {
		days = recurrence_expand(arena, every, plan->start, plan->end,
					 no_dates);
		return dayset_text(arena, days);
	}
	for (int day = 0; day < 7; day++)
		if (every->weekdays & 1 << day)
			on[len++] = (char)('0' + day);
	return arena_text(arena, (struct text){ on, len });
}

static const struct care_items *meals_of(struct arena *arena,
					 const struct plan *plan)
{
	const struct meal *from = plan->diet.meals.items;
	size_t count = plan->diet.meals.count;
	struct care_meal *items = ARENA_ARRAY(arena, count, struct care_meal);

	for (size_t i = 0; i < count; i++)
		items[i] = (struct care_meal){
			.meal = from[i].meal,
			.content = from[i].content,
			.on = meal_on(arena, plan, &from[i].day),
			.days = from[i].day.text,
		};
	return items_of(arena, items, count);
}

static void mark_bills(const struct plan *plan, struct month_marks *marks)
{
	const struct bill *bills = plan->bills.items;

	for (size_t i = 0; i < plan->bills.count; i++)
		if (!date_is_set(bills[i].paid) && date_is_set(bills[i].due))
			month_mark(marks, bills[i].due, MONTH_BILL);
}

struct care care_make(struct arena *arena, const struct plan *plan)
{
	struct care care = { .marks = marks_of(arena, plan) };

	care.visits = visits_of(arena, plan, &care.marks);
	care.treatments = treatments_of(arena, plan, &care.marks);
	care.medicines = medicines_of(arena, plan, &care.marks);
	care.meals = meals_of(arena, plan);
	mark_bills(plan, &care.marks);
	return care;
}
