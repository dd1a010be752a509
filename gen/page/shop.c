#include "page/shop.h"

#include "page/site_page.h"
#include "page/theme.h"

/* -- what the template sees ------------------------------------------------ */

/* A stretch of a therapist's day. */
struct part {
	struct text name;
	struct text times;
	bool more;
};

/* A day of the week of one therapist. */
struct day {
	struct list parts; /* struct part */
	struct text text;
};

struct row {
	struct text name;
	struct list days; /* WEEK_DAYS of struct day, Monday first */
};

struct leave {
	struct text name;
	struct view_date from, until;
	bool is_range;
};

struct line {
	const struct queue *queue;
	int64_t count;
};

/* A therapist of the list. */
struct person {
	struct view_therapist card;
	bool has_about, has_tags;
};

struct shop_view {
	struct view_page page;
	struct site_og og;
	struct view_store store;
	struct text title_name;
	struct text phone;
	struct text booking;
	bool has_address, has_booking, has_week, has_note, has_departments,
		has_articles;
	struct text open;
	struct text place;
	struct text feed;
	const struct line *line; /* NULL: no waiting line */
	struct list therapists;	 /* struct person */
	int64_t therapist_count;
	struct list week;   /* struct row */
	struct list legend; /* struct part */
	struct list leaves; /* struct leave */
	struct list articles;
};

static const struct field part_fields[] = {
	VIEW_ROW(part, name, FIELD_TEXT, SEES_PUBLIC,
		 "the string of the part of the day: {{>*name}}; empty where "
		 "only the times are shown"),
	VIEW_ROW(part, times, FIELD_TEXT, SEES_PUBLIC,
		 "from when to when: 9:00–12:00; empty where none are written"),
	VIEW_ROW(part, more, FIELD_BOOL, SEES_PUBLIC,
		 "it is not the last of its list"),
};
static const struct table part_table =
	TABLE("part of a day", part, part_fields);

static const struct field day_fields[] = {
	VIEW_ROW_OF(day, parts, FIELD_LIST, 0, &part_table, SEES_PUBLIC,
		    "the parts of the day at which the therapist works; empty "
		    "on days off"),
	VIEW_ROW(day, text, FIELD_TEXT, SEES_PUBLIC,
		 "what is written, where no hours could be read from it"),
};
static const struct table day_table =
	TABLE("day of a therapist", day, day_fields);

static const struct field row_fields[] = {
	VIEW_ROW(row, name, FIELD_TEXT, SEES_PUBLIC, "the therapist's name"),
	VIEW_ROW_OF(row, days, FIELD_LIST, 0, &day_table, SEES_PUBLIC,
		    "seven days, Monday first"),
};
static const struct table row_table =
	TABLE("week of a therapist", row, row_fields);

static const struct field leave_fields[] = {
	VIEW_ROW(leave, name, FIELD_TEXT, SEES_PUBLIC, "the therapist's name"),
	VIEW_ROW_OF(leave, from, FIELD_STRUCT, 0, &view_date_table, SEES_PUBLIC,
		    "the first day off"),
	VIEW_ROW_OF(leave, until, FIELD_STRUCT, 0, &view_date_table,
		    SEES_PUBLIC, "the last day off"),
	VIEW_ROW(leave, is_range, FIELD_BOOL, SEES_PUBLIC,
		 "it is more than one day"),
};
static const struct table leave_table = TABLE("leave", leave, leave_fields);

static const struct field line_fields[] = {
	VIEW_ROW(line, count, FIELD_INT, SEES_PUBLIC, "how many wait"),
	VIEW_ROW_OF(line, queue, FIELD_REF, FIELD_BASE, &queue_table,
		    SEES_PUBLIC,
		    "the waiting line as written; its names are seen directly"),
};
static const struct table line_table = TABLE("waiting line", line, line_fields);

static const struct field person_fields[] = {
	VIEW_ROW(person, has_about, FIELD_BOOL, SEES_PUBLIC,
		 "there is a title or a number of years to be shown"),
	VIEW_ROW(person, has_tags, FIELD_BOOL, SEES_PUBLIC,
		 "there is something the therapist is good at"),
	VIEW_ROW_OF(person, card, FIELD_STRUCT, FIELD_BASE,
		    &view_therapist_table, SEES_PUBLIC,
		    "the therapist; its names are seen directly"),
};
static const struct table person_table =
	TABLE("therapist of the shop", person, person_fields);

static const struct field shop_fields[] = {
	VIEW_ROW_OF(shop_view, og, FIELD_STRUCT, 0, &site_og_table, SEES_PUBLIC,
		    "the addresses that other apps ask for"),
	VIEW_ROW_OF(shop_view, store, FIELD_STRUCT, 0, &view_store_table,
		    SEES_PUBLIC, "the shop"),
	VIEW_ROW(shop_view, title_name, FIELD_TEXT, SEES_PUBLIC,
		 "the clinic's name; empty where it and the shop's do not fit "
		 "into a title"),
	VIEW_ROW(shop_view, phone, FIELD_TEXT, SEES_PUBLIC,
		 "the number to dial; may be empty"),
	VIEW_ROW(shop_view, booking, FIELD_TEXT, SEES_PUBLIC,
		 "the number to dial for appointments; may be empty"),
	VIEW_ROW(shop_view, has_address, FIELD_BOOL, SEES_PUBLIC,
		 "there is an address, a number or a place on the map"),
	VIEW_ROW(shop_view, has_booking, FIELD_BOOL, SEES_PUBLIC,
		 "the shop says how to make an appointment"),
	VIEW_ROW(shop_view, has_week, FIELD_BOOL, SEES_PUBLIC,
		 "a therapist has hours"),
	VIEW_ROW(shop_view, has_note, FIELD_BOOL, SEES_PUBLIC,
		 "there is a legend or a day off to be shown below the week"),
	VIEW_ROW(shop_view, has_departments, FIELD_BOOL, SEES_PUBLIC,
		 "the shop has departments"),
	VIEW_ROW(shop_view, has_articles, FIELD_BOOL, SEES_PUBLIC,
		 "there are articles"),
	VIEW_ROW(shop_view, open, FIELD_TEXT, SEES_PUBLIC,
		 "when it is open, for the script: 09:00-12:00 14:00-18:00; "
		 "may be empty"),
	VIEW_ROW(shop_view, place, FIELD_TEXT, SEES_PUBLIC,
		 "longitude, latitude and name for a map's address: "
		 "106.683,26.563&name=…; may be empty"),
	VIEW_ROW(shop_view, feed, FIELD_TEXT, SEES_PUBLIC,
		 "the file beside the page that the script asks for the "
		 "waiting line: guiyang.queue.json"),
	VIEW_ROW_OF(shop_view, line, FIELD_REF, 0, &line_table, SEES_PUBLIC,
		    "the waiting line; empty where the shop has none"),
	VIEW_ROW_OF(shop_view, therapists, FIELD_LIST, 0, &person_table,
		    SEES_PUBLIC, "the therapists of the shop"),
	VIEW_ROW(shop_view, therapist_count, FIELD_INT, SEES_PUBLIC,
		 "how many therapists there are"),
	VIEW_ROW_OF(shop_view, week, FIELD_LIST, 0, &row_table, SEES_PUBLIC,
		    "a row for each therapist who has hours"),
	VIEW_ROW_OF(shop_view, legend, FIELD_LIST, 0, &part_table, SEES_PUBLIC,
		    "the times that the words of the week stand for"),
	VIEW_ROW_OF(shop_view, leaves, FIELD_LIST, 0, &leave_table, SEES_PUBLIC,
		    "days off of the therapists"),
	VIEW_ROW_OF(shop_view, articles, FIELD_LIST, 0, &view_article_table,
		    SEES_PUBLIC, "a few of the newest articles"),
	VIEW_ROW_OF(shop_view, page, FIELD_STRUCT, FIELD_BASE, &view_page_table,
		    SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
};
const struct table shop_table = TABLE("shop", shop_view, shop_fields);

/* -- the week -------------------------------------------------------------- */

enum kind { MORNING, AFTERNOON, EVENING, WHOLE_DAY, KINDS };

static const struct text kind_names[KINDS] = {
	[MORNING] = TEXT("t.shop_morning"),
	[AFTERNOON] = TEXT("t.shop_afternoon"),
	[EVENING] = TEXT("t.shop_evening"),
	[WHOLE_DAY] = TEXT("t.shop_whole_day"),
};

/* Times that therapists of the shop work at, each once. */
struct stretch {
	enum kind kind;
	struct clock from, until;
	size_t uses;
};

struct stretches {
	struct stretch *items;
	size_t count;
	const struct stretch *usual[KINDS]; /* the most used; NULL: none */
};

enum { NOON = 12 * 60, LUNCH = 14 * 60, DUSK = 17 * 60 };

static enum kind kind_of(struct clock from, struct clock until)
{
	if (from.minutes >= DUSK)
		return EVENING;
	if (from.minutes >= NOON - 30)
		return AFTERNOON;
	return until.minutes <= LUNCH ? MORNING : WHOLE_DAY;
}

/* Were times written, or only words like "morning", for which the model has
 * hours that nobody promised? */
static bool has_times(const struct hours *hours)
{
	for (size_t i = 0; i < hours->text.len; i++) {
		unsigned char c = (unsigned char)hours->text.at[i];

		/* Full-width digits are EF BC 90..99; 十点 is not read. */
		if ((c >= '0' && c <= '9') || c == 0xef)
			return true;
	}
	return false;
}

static void note_hours(const struct hours *hours, struct stretches *all)
{
	if (!has_times(hours))
		return;
	for (size_t i = 0; i < hours->count; i++) {
		struct clock from = hours->part[i].from;
		struct clock until = hours->part[i].until;
		size_t j = 0;

		while (j < all->count &&
		       (all->items[j].from.minutes != from.minutes ||
			all->items[j].until.minutes != until.minutes))
			j++;
		if (j == all->count)
			all->items[all->count++] =
				(struct stretch){ kind_of(from, until), from,
						  until, 0 };
		all->items[j].uses++;
	}
}

/* What "morning" means in this shop: the times that most cells have. */
static struct stretches stretches_of(struct arena *arena,
				     const struct shop_input *input)
{
	struct stretches all = { 0 };

	all.items = ARENA_ARRAY(arena,
				input->therapist_count * WEEK_DAYS * HOURS_MOST,
				struct stretch);
	for (size_t i = 0; i < input->therapist_count; i++)
		for (int day = 0; day < WEEK_DAYS; day++)
			note_hours(therapist_hours(
					   input->therapists[i].therapist, day),
				   &all);
	for (size_t i = 0; i < all.count; i++) {
		const struct stretch **usual = &all.usual[all.items[i].kind];

		if (!*usual || (*usual)->uses < all.items[i].uses)
			*usual = &all.items[i];
	}
	return all;
}

static bool is_usual(const struct stretches *all, struct clock from,
		     struct clock until)
{
	const struct stretch *usual = all->usual[kind_of(from, until)];

	return usual && usual->from.minutes == from.minutes &&
	       usual->until.minutes == until.minutes;
}

/* 9:00–12:00 */
static struct text times_of(struct arena *arena, struct clock from,
			    struct clock until)
{
	return arena_format(arena, "%d:%02d–%d:%02d", from.minutes / 60,
			    from.minutes % 60, until.minutes / 60,
			    until.minutes % 60);
}

static struct day day_of(struct arena *arena, const struct hours *hours,
			 const struct stretches *all)
{
	struct part *parts = ARENA_ARRAY(arena, hours->count, struct part);
	bool timed = has_times(hours);
	struct day day = { .parts = { parts, hours->count } };

	if (hours->is_closed)
		return (struct day){ 0 };
	if (hours->count == 0)
		day.text = hours->text;
	for (size_t i = 0; i < hours->count; i++) {
		struct clock from = hours->part[i].from;
		struct clock until = hours->part[i].until;

		parts[i].more = i + 1 < hours->count;
		if (!timed || is_usual(all, from, until))
			parts[i].name = kind_names[kind_of(from, until)];
		if (timed)
			parts[i].times = times_of(arena, from, until);
	}
	return day;
}

static bool has_schedule(const struct therapist *therapist)
{
	for (int day = 0; day < WEEK_DAYS; day++)
		if (therapist_hours(therapist, day)->text.len > 0)
			return true;
	return false;
}

static struct list legend_of(struct arena *arena, const struct stretches *all)
{
	struct part *parts = ARENA_ARRAY(arena, KINDS, struct part);
	size_t count = 0;

	for (size_t i = 0; i < KINDS; i++) {
		const struct stretch *usual = all->usual[i];

		if (!usual)
			continue;
		parts[count++] = (struct part){
			.name = kind_names[i],
			.times = times_of(arena, usual->from, usual->until),
			.more = true,
		};
	}
	if (count > 0)
		parts[count - 1].more = false;
	return (struct list){ parts, count };
}

static void fill_week(struct arena *arena, const struct shop_input *input,
		      struct shop_view *view)
{
	struct row *rows =
		ARENA_ARRAY(arena, input->therapist_count, struct row);
	struct stretches all = stretches_of(arena, input);
	size_t count = 0;

	for (size_t i = 0; i < input->therapist_count; i++) {
		const struct therapist *who = input->therapists[i].therapist;
		struct day *days;

		if (!has_schedule(who))
			continue;
		days = ARENA_ARRAY(arena, WEEK_DAYS, struct day);
		for (int day = 0; day < WEEK_DAYS; day++)
			days[day] =
				day_of(arena, therapist_hours(who, day), &all);
		rows[count++] = (struct row){ who->name, { days, WEEK_DAYS } };
	}
	view->week = (struct list){ rows, count };
	view->legend = legend_of(arena, &all);
}

static void fill_leaves(struct arena *arena, const struct shop_input *input,
			struct shop_view *view)
{
	struct leave *leaves;
	size_t count = 0;

	for (size_t i = 0; i < input->therapist_count; i++)
		count += input->therapists[i].therapist->leave.count;
	leaves = ARENA_ARRAY(arena, count, struct leave);
	view->leaves = (struct list){ leaves, count };
	for (size_t i = 0; i < input->therapist_count; i++) {
		const struct therapist *who = input->therapists[i].therapist;

		for (size_t j = 0; j < who->leave.count; j++) {
			struct period period = who->leave.items[j];

			*leaves++ = (struct leave){
				.name = who->name,
				.from = view_date(arena, period.from),
				.until = view_date(arena, period.until),
				.is_range = date_compare(period.from,
							 period.until) != 0,
			};
		}
	}
}

/* -- the rest -------------------------------------------------------------- */

/* What data-open holds: every stretch, 09:00-12:00 14:00-18:00. */
static struct text open_of(struct arena *arena, const struct hours *hours)
{
	struct text open = T("");

	for (size_t i = 0; i < hours->count; i++)
		open = arena_join3(
			arena, open, i > 0 ? T(" ") : T(""),
			arena_join3(arena,
				    date_clock(arena, hours->part[i].from),
				    T("-"),
				    date_clock(arena, hours->part[i].until)));
	return open;
}

static struct text url_encoded(struct arena *arena, struct text t)
{
	struct buf url = BUF_INIT;
	struct text result;

	buf_add_url(&url, t);
	result = arena_text(arena, buf_text(&url));
	buf_release(&url);
	return result;
}

static const struct line *line_of(struct arena *arena,
				  const struct queue *queue)
{
	struct line *line;

	if (!queue)
		return NULL;
	line = ARENA_NEW(arena, struct line);
	*line = (struct line){ .queue = queue,
			       .count = (int64_t)queue->waiting.count };
	return line;
}

static struct list therapists_of(struct arena *arena,
				 const struct shop_input *input)
{
	struct person *items =
		ARENA_ARRAY(arena, input->therapist_count, struct person);

	for (size_t i = 0; i < input->therapist_count; i++) {
		const struct therapist *who = input->therapists[i].therapist;

		items[i] = (struct person){
			.card = *view_therapist(arena, &input->therapists[i]),
			.has_about = who->title.len > 0 || who->years > 0,
			.has_tags = who->specialties.count > 0,
		};
	}
	return (struct list){ items, input->therapist_count };
}

static void fill_contact(struct arena *arena, const struct store *store,
			 struct shop_view *view)
{
	const struct booking *booking = &store->booking;

	view->phone = values_phone_digits(arena, store->phone);
	view->booking = values_phone_digits(
		arena, booking->phone.len > 0 ? booking->phone : store->phone);
	view->has_booking = booking->phone.len > 0 || booking->link.len > 0 ||
			    booking->note.html.len > 0;
	view->open = open_of(arena, &store->hours);
	if (view->store.place.len > 0)
		view->place = arena_join3(arena, view->store.place, T("&name="),
					  url_encoded(arena, store->name));
	view->has_address = store->address.len > 0 || view->phone.len > 0 ||
			    view->place.len > 0;
}

enum { TITLE_CHARS = 20, SEPARATOR_CHARS = 3 };

void shop_page_render(struct arena *arena, const struct shop_input *input,
		      struct buf *out)
{
	const struct store *store = input->store;
	struct text key = url_encoded(arena, store->key);
	struct text path = arena_join3(arena, T("c/"), store->key, T(".html"));
	struct article_cards articles = input->articles;
	struct shop_view view = {
		.page = view_page(arena, input->site, 0),
		.og = site_og(arena, input->site, path, NULL),
		.store = view_store(arena, store),
		.feed = arena_join(arena, key, T(".queue.json")),
		.line = line_of(arena, input->queue),
		.therapists = therapists_of(arena, input),
		.therapist_count = (int64_t)input->therapist_count,
	};

	if (articles.count > SHOP_ARTICLES_MOST)
		articles.count = SHOP_ARTICLES_MOST;
	view.articles = view_articles(arena, articles);
	if (text_chars(store->name) + SEPARATOR_CHARS +
		    text_chars(input->site->clinic->name) <=
	    TITLE_CHARS)
		view.title_name = input->site->clinic->name;
	fill_contact(arena, store, &view);
	fill_week(arena, input, &view);
	fill_leaves(arena, input, &view);
	view.has_week = view.week.count > 0;
	view.has_note = view.legend.count > 0 || view.leaves.count > 0;
	view.has_departments = store->departments.count > 0;
	view.has_articles = articles.count > 0;
	theme_render(input->site->theme, "shop", &shop_table, &view,
		     SEES_PUBLIC, out);
}

static void add_json_or_null(struct buf *out, struct text t)
{
	if (t.len > 0)
		buf_add_json(out, t);
	else
		buf_add_string(out, "null");
}

void shop_queue_json(const struct shop_input *input, struct buf *out)
{
	const struct queue *queue = input->queue;

	buf_add_string(out, "{\"now\":");
	add_json_or_null(out, queue ? queue->now : T(""));
	buf_add_string(out, ",\"waiting\":[");
	for (size_t i = 0; queue && i < queue->waiting.count; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		buf_add_json(out, queue->waiting.items[i]);
	}
	buf_add_string(out, "],\"updated\":");
	add_json_or_null(out, queue ? queue->updated : T(""));
	buf_add_string(out, "}\n");
}
