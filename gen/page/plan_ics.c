/*
 * The calendar file of a plan.
 *
 * Its texts come from the content alone: the clinic's and shop's names for a
 * revisit, the item for a treatment. A phone shows them on its lock screen, so
 * nothing there says what the visit is about; that is in the description.
 */

#include "page/plan.h"

#include "base/crypto.h"
#include "content/markdown.h"
#include "model/recurrence.h"
#include "page/ics.h"
#include "page/theme.h"

enum {
	DAY_BEFORE = 24 * 60,  /* minutes before an appointment */
	EVE_AT_NINE = 15 * 60, /* before the midnight an all-day event begins */
	HOUR_BEFORE = 60,
	MOST_MINUTES = 24 * 60, /* of a duration */
	NOTE_CHARS = 400,
};

struct plan_ics {
	struct arena *arena;
	const struct plan_input *input;
	struct text title, location; /* of what is done in the shop */
	struct ics_event *events;
	size_t count;
};

/*
 * The name of an event: the same as long as it is the same thing on the same
 * days, whatever stands around it. `nth` tells apart what is equal.
 */
static struct text uid(const struct plan_ics *ics, const char *kind,
		       struct text what, struct date from, int64_t nth)
{
	struct digester *digester = crypto_digest_begin();
	struct digest digest;

	crypto_digest_add(digester, ics->input->token);
	crypto_digest_add(digester, text_of(kind));
	crypto_digest_add(digester, what);
	crypto_digest_add_number(digester, date_days(from));
	crypto_digest_add_number(digester, nth);
	digest = crypto_digest_end(digester);
	return arena_join(
		ics->arena,
		identity_base32(ics->arena, digest.byte, sizeof(digest.byte)),
		T("@careplan"));
}

/* 60 分钟, 1小时, 半小时, 45 min, 2 hours as minutes; 0 for other words. */
static int minutes_of(struct text duration)
{
	static const char *const hours[] = { "小时", "hour", "h" };
	static const char *const minutes[] = { "分", "min" };
	int64_t number = 0;
	size_t at = 0;

	if (text_starts(duration, "半小时"))
		return 30;
	while (at < duration.len && duration.at[at] >= '0' &&
	       duration.at[at] <= '9' && number <= MOST_MINUTES)
		number = number * 10 + duration.at[at++] - '0';
	duration = text_trim(text_from(duration, at));
	if (number > MOST_MINUTES)
		return 0;
	for (size_t i = 0; i < sizeof(minutes) / sizeof(minutes[0]); i++)
		if (text_starts(duration, minutes[i]))
			return (int)number;
	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++)
		if (text_starts(duration, hours[i]) && number <= 24)
			return (int)number * 60;
	return 0;
}

static struct text plain(const struct plan_ics *ics, const struct markdown *m)
{
	return markdown_plain(ics->arena, m->text, NOTE_CHARS);
}

static void add_revisit(struct plan_ics *ics, const struct revisit *revisit)
{
	const struct revisit *all = ics->input->plan->revisits.items;
	struct text about = plain(ics, &revisit->note);
	bool is_all_day = revisit->time.minutes < 0;
	int64_t nth = 0;

	for (const struct revisit *other = all; other < revisit; other++)
		nth += !date_compare(other->date, revisit->date);
	if (about.len && revisit->bring.len)
		about = arena_join(ics->arena, about, T("\n"));
	ics->events[ics->count++] = (struct ics_event){
		.uid = uid(ics, "revisit", T(""), revisit->date, nth),
		.summary = ics->title,
		.location = ics->location,
		.description = arena_join(ics->arena, about, revisit->bring),
		.on = revisit->date,
		.at = revisit->time,
		.alarm_minutes_before = is_all_day ? EVE_AT_NINE : DAY_BEFORE,
	};
}

static void add_treatment(struct plan_ics *ics, const struct treatment *t)
{
	static const struct dates none = { NULL, 0 };
	const struct treatment *all = ics->input->plan->treatments.items;
	struct dates days = recurrence_expand(ics->arena, &t->every, t->from,
					      t->until, none);
	struct dates except = recurrence_left_out(ics->arena, &t->every,
						  t->from, t->until, t->except);
	bool is_home = t->place == PLAN_AT_HOME;
	bool is_all_day = t->time.minutes < 0;
	int64_t nth = 0;

	if (days.count == except.count)
		return;
	for (const struct treatment *other = all; other < t; other++)
		nth += text_equal(other->item, t->item) &&
		       !date_compare(other->from, t->from);
	ics->events[ics->count++] = (struct ics_event){
		.uid = uid(ics, "treatment", t->item, t->from, nth),
		.summary = t->item,
		.location = is_home ? T("") : ics->location,
		.description = plain(ics, &t->note),
		.on = days.items[0],
		.at = t->time,
		.duration_minutes = is_all_day ? 0 : minutes_of(t->duration),
		.rrule = recurrence_rrule(ics->arena, &t->every,
					  days.items[days.count - 1],
					  is_all_day),
		.except = except,
		.alarm_minutes_before = is_home || is_all_day ? 0 : HOUR_BEFORE,
	};
}

void plan_ics_render(struct arena *scratch, const struct plan_input *input,
		     struct buf *ics)
{
	const struct plan *plan = input->plan;
	const struct revisit *revisits = plan->revisits.items;
	const struct treatment *treatments = plan->treatments.items;
	const struct clinic *clinic = input->site->clinic;
	const struct store *store = input->store;
	const struct text word = theme_word(input->site->theme, "revisit");
	struct plan_ics making = { .arena = scratch, .input = input };

	making.title = arena_join3(scratch, clinic->name, T(" "), store->name);
	if (word.len)
		making.title = arena_join3(scratch, word, T(" "), making.title);
	making.location = store->address.len
				  ? arena_join3(scratch, store->name, T(" "),
						store->address)
				  : store->name;
	making.events = ARENA_ARRAY(
		scratch, plan->revisits.count + plan->treatments.count,
		struct ics_event);
	for (size_t i = 0; i < plan->revisits.count; i++)
		add_revisit(&making, &revisits[i]);
	for (size_t i = 0; i < plan->treatments.count; i++)
		add_treatment(&making, &treatments[i]);
	ics_render(ics, &(struct ics_calendar){
				.name = clinic->name,
				.tzid = input->site->site->timezone,
				.prodid = T("-//careplan//plan//EN"),
				.stamp = plan->start,
				.events = making.events,
				.count = making.count,
			});
}
