/*
 * Parts that several pages share: dates, pictures, cards, the head and foot.
 *
 * Views hold no words of a language. Where a word depends on a value, the view
 * holds the name of a string of the theme ("t.weekday_6"), which the template
 * prints with a dynamic partial.
 */

#include "page/view.h"

#include "page/theme.h"

#define SEEN SEES_ALL

static const struct field date_fields[] = {
	VIEW_ROW(view_date, iso, FIELD_TEXT, SEEN),
	VIEW_ROW(view_date, year, FIELD_INT, SEEN),
	VIEW_ROW(view_date, month, FIELD_INT, SEEN),
	VIEW_ROW(view_date, day, FIELD_INT, SEEN),
	VIEW_ROW(view_date, weekday, FIELD_TEXT, SEEN),
	VIEW_ROW(view_date, month_name, FIELD_TEXT, SEEN),
	VIEW_ROW(view_date, more, FIELD_BOOL, SEEN),
};
const struct table view_date_table = TABLE("date", view_date, date_fields);

static const struct field dates_fields[] = {
	VIEW_ROW_OF(view_dates, from, FIELD_STRUCT, 0, &view_date_table, SEEN),
	VIEW_ROW_OF(view_dates, until, FIELD_STRUCT, 0, &view_date_table, SEEN),
	VIEW_ROW(view_dates, is_range, FIELD_BOOL, SEEN),
	VIEW_ROW(view_dates, more, FIELD_BOOL, SEEN),
};
const struct table view_dates_table = TABLE("dates", view_dates, dates_fields);

static const struct field image_fields[] = {
	VIEW_ROW(view_image, src, FIELD_TEXT, SEEN),
	VIEW_ROW(view_image, width, FIELD_INT, SEEN),
	VIEW_ROW(view_image, height, FIELD_INT, SEEN),
};
const struct table view_image_table = TABLE("image", view_image, image_fields);

static const struct field article_fields[] = {
	VIEW_ROW(view_article, slug, FIELD_TEXT, SEEN),
	VIEW_ROW(view_article, title, FIELD_TEXT, SEEN),
	VIEW_ROW(view_article, category, FIELD_TEXT, SEEN),
	VIEW_ROW(view_article, summary, FIELD_TEXT, SEEN),
	VIEW_ROW(view_article, minutes, FIELD_INT, SEEN),
	VIEW_ROW_OF(view_article, date, FIELD_STRUCT, 0, &view_date_table,
		    SEEN),
	VIEW_ROW_OF(view_article, cover, FIELD_REF, 0, &view_image_table, SEEN),
};
const struct table view_article_table =
	TABLE("article card", view_article, article_fields);

static const struct field page_fields[] = {
	VIEW_ROW(view_page, root, FIELD_TEXT, SEEN),
	VIEW_ROW(view_page, language, FIELD_TEXT, SEEN),
	VIEW_ROW(view_page, is_chinese, FIELD_BOOL, SEEN),
	VIEW_ROW(view_page, is_private, FIELD_BOOL, SEEN),
	VIEW_ROW(view_page, is_inline, FIELD_BOOL, SEEN),
	VIEW_ROW(view_page, version, FIELD_TEXT, SEEN),
	VIEW_ROW_OF(view_page, links, FIELD_REF, 0, &theme_links_table, SEEN),
	VIEW_ROW_OF(view_page, clinic, FIELD_REF, 0, &clinic_table, SEEN),
	VIEW_ROW(view_page, title_name, FIELD_TEXT, SEEN),
	VIEW_ROW(view_page, seal, FIELD_TEXT, SEEN),
	VIEW_ROW_OF(view_page, logo, FIELD_REF, 0, &view_image_table, SEEN),
};
const struct table view_page_table = TABLE("page", view_page, page_fields);

static const struct field store_fields[] = {
	VIEW_ROW_OF(view_store, store, FIELD_REF, FIELD_BASE, &store_table,
		    SEEN),
	VIEW_ROW(view_store, key, FIELD_TEXT, SEEN),
	VIEW_ROW(view_store, call, FIELD_TEXT, SEEN),
	VIEW_ROW(view_store, place, FIELD_TEXT, SEEN),
};
const struct table view_store_table =
	TABLE("store card", view_store, store_fields);

static const struct field hours_fields[] = {
	VIEW_ROW(view_hours, from, FIELD_TEXT, SEEN),
	VIEW_ROW(view_hours, until, FIELD_TEXT, SEEN),
	VIEW_ROW(view_hours, days, FIELD_TEXT, SEEN),
	VIEW_ROW(view_hours, hours, FIELD_TEXT, SEEN),
	VIEW_ROW(view_hours, is_closed, FIELD_BOOL, SEEN),
};
const struct table view_hours_table = TABLE("hours", view_hours, hours_fields);

static const struct field therapist_fields[] = {
	VIEW_ROW_OF(view_therapist, therapist, FIELD_REF, FIELD_BASE,
		    &therapist_table, SEEN),
	VIEW_ROW_OF(view_therapist, portrait, FIELD_REF, 0, &view_image_table,
		    SEEN),
	VIEW_ROW_OF(view_therapist, wechat, FIELD_REF, 0, &view_image_table,
		    SEES_OWNER),
	VIEW_ROW(view_therapist, call, FIELD_TEXT, SEES_OWNER),
	VIEW_ROW(view_therapist, has_week, FIELD_BOOL, SEEN),
	VIEW_ROW_OF(view_therapist, week, FIELD_LIST, 0, &view_hours_table,
		    SEEN),
	VIEW_ROW_OF(view_therapist, leave, FIELD_LIST, 0, &view_dates_table,
		    SEEN),
};
const struct table view_therapist_table =
	TABLE("therapist card", view_therapist, therapist_fields);

static const struct text weekday_keys[] = {
	TEXT("t.weekday_0"), TEXT("t.weekday_1"), TEXT("t.weekday_2"),
	TEXT("t.weekday_3"), TEXT("t.weekday_4"), TEXT("t.weekday_5"),
	TEXT("t.weekday_6"),
};

static const struct text month_keys[] = {
	TEXT("t.month_1"),  TEXT("t.month_2"),	TEXT("t.month_3"),
	TEXT("t.month_4"),  TEXT("t.month_5"),	TEXT("t.month_6"),
	TEXT("t.month_7"),  TEXT("t.month_8"),	TEXT("t.month_9"),
	TEXT("t.month_10"), TEXT("t.month_11"), TEXT("t.month_12"),
};

/* A clinic's name stands in a title of 20 characters only if it fits. */
enum { TITLE_NAME_CHARS = 12, FIRST_EAST_ASIAN = 0x2e80 };

struct view_date view_date(struct arena *arena, struct date date)
{
	if (!date_is_set(date))
		return (struct view_date){ 0 };
	return (struct view_date){
		.iso = date_iso(arena, date),
		.year = date.year,
		.month = date.month,
		.day = date.day,
		.weekday = weekday_keys[date_weekday(date)],
		.month_name = month_keys[date.month - 1],
	};
}

static const struct view_image *image(struct arena *arena, struct text src,
				      uint32_t width_px, uint32_t height_px)
{
	struct view_image *image = ARENA_NEW(arena, struct view_image);

	*image = (struct view_image){ src, width_px, height_px };
	return image;
}

const struct view_image *view_image(struct arena *arena,
				    const struct picture *picture)
{
	if (!picture)
		return NULL;
	return image(arena, picture->path, picture->width_px,
		     picture->height_px);
}

const struct view_image *view_thumb(struct arena *arena,
				    const struct picture *picture)
{
	if (!picture || !picture->thumb.len)
		return view_image(arena, picture);
	return image(arena, picture->thumb, picture->thumb_px,
		     picture->thumb_px);
}

struct list view_articles(struct arena *arena, struct article_cards cards)
{
	struct view_article *items;

	items = ARENA_ARRAY(arena, cards.count, struct view_article);
	for (size_t i = 0; i < cards.count; i++) {
		const struct article_card *card = cards.items[i];

		items[i] = (struct view_article){
			.card = card,
			.slug = card->slug,
			.title = card->title,
			.category = card->category,
			.summary = card->summary,
			.minutes = card->minutes,
			.date = view_date(arena, card->date),
			.cover = view_thumb(arena, card->cover),
		};
	}
	return (struct list){ items, cards.count };
}

/*
 * What the seal shows where there is no logo: the last two characters of a
 * Chinese name (苗岭青丝 → 青丝), which carry more than the place they begin
 * with; the first letter of any other.
 */
static struct text seal_of(struct text name)
{
	const char *at = name.at, *end = name.at + name.len;
	const char *last[2] = { at, at }; /* the last two seen, newest first */
	uint32_t c = 0, first = 0;
	size_t chars = 0;

	if (!name.len)
		return name;
	while (at < end) {
		last[1] = last[0];
		last[0] = at;
		c = text_next(&at, end);
		if (!chars++)
			first = c;
	}
	if (first < FIRST_EAST_ASIAN || c < FIRST_EAST_ASIAN)
		return text_head(name, 1);
	return text_from(name, (size_t)(last[1] - name.at));
}

struct view_page view_page(struct arena *arena, const struct view_site *site,
			   unsigned flags)
{
	struct text name = site->clinic->name;
	bool fits = text_chars(name) <= TITLE_NAME_CHARS;

	return (struct view_page){
		.root = flags & VIEW_TOP ? T("") : T("../"),
		.language = site->site->language,
		.is_chinese = text_starts(site->site->language, "zh"),
		.is_private = flags & VIEW_PRIVATE,
		.is_inline = flags & VIEW_INLINE,
		.links = theme_links(site->theme),
		.clinic = site->clinic,
		.title_name = fits ? name : T(""),
		.seal = seal_of(name),
		.logo = view_image(arena, site->logo),
	};
}

/* Degrees from millionths, as map links want them: 106.683. */
static void add_degrees(char *out, size_t bytes, int64_t millionths)
{
	const int64_t million = 1000000;
	int64_t whole = millionths < 0 ? -millionths : millionths;

	int len = snprintf(out, bytes, "%s%d.%06d", millionths < 0 ? "-" : "",
			   (int)(whole / million), (int)(whole % million));

	while (out[len - 1] == '0' && out[len - 2] != '.')
		out[--len] = '\0';
}

struct view_store view_store(struct arena *arena, const struct store *store)
{
	struct view_store view = { .store = store, .key = store->key };
	struct text phone = store->booking.phone;
	char longitude[24], latitude[24];

	view.call =
		values_phone_digits(arena, phone.len ? phone : store->phone);
	if (store->map.text.len) {
		add_degrees(longitude, sizeof(longitude), store->map.longitude);
		add_degrees(latitude, sizeof(latitude), store->map.latitude);
		view.place = arena_format(arena, "%s,%s", longitude, latitude);
	}
	return view;
}

static bool same_hours(const struct hours *a, const struct hours *b)
{
	return a->is_closed == b->is_closed && text_equal(a->text, b->text);
}

/* Joins neighbouring days with the same hours; leaves out unwritten days. */
static struct list week_of(struct arena *arena,
			   const struct therapist *therapist)
{
	struct view_hours *rows =
		ARENA_ARRAY(arena, WEEK_DAYS, struct view_hours);
	size_t count = 0;
	int next;

	for (int day = 0; day < WEEK_DAYS; day = next) {
		const struct hours *hours = therapist_hours(therapist, day);
		char days[WEEK_DAYS + 1];
		size_t len = 0;

		for (next = day; next < WEEK_DAYS; next++) {
			if (!same_hours(hours,
					therapist_hours(therapist, next)))
				break;
			days[len++] = (char)('0' + (next + 1) % WEEK_DAYS);
		}
		if (!hours->text.len)
			continue;
		rows[count++] = (struct view_hours){
			.from = weekday_keys[(day + 1) % WEEK_DAYS],
			.until = len > 1 ? weekday_keys[next % WEEK_DAYS]
					 : T(""),
			.days = arena_text(arena, (struct text){ days, len }),
			.hours = hours->is_closed ? T("") : hours->text,
			.is_closed = hours->is_closed,
		};
	}
	return (struct list){ rows, count };
}

static struct list leave_of(struct arena *arena, struct periods leave)
{
	struct view_dates *rows =
		ARENA_ARRAY(arena, leave.count, struct view_dates);

	for (size_t i = 0; i < leave.count; i++) {
		struct period period = leave.items[i];

		rows[i].from = view_date(arena, period.from);
		rows[i].until = view_date(arena, period.until);
		rows[i].is_range = date_compare(period.from, period.until);
		rows[i].more = i + 1 < leave.count;
	}
	return (struct list){ rows, leave.count };
}

const struct view_therapist *view_therapist(struct arena *arena,
					    const struct therapist_card *card)
{
	struct view_therapist *view;

	if (!card || !card->therapist)
		return NULL;
	view = ARENA_NEW(arena, struct view_therapist);
	*view = (struct view_therapist){
		.therapist = card->therapist,
		.portrait = view_thumb(arena, card->portrait),
		.wechat = view_image(arena, card->wechat_qr),
		.call = values_phone_digits(arena, card->therapist->phone),
		.week = week_of(arena, card->therapist),
		.leave = leave_of(arena, card->therapist->leave),
	};
	view->has_week = view->week.count;
	return view;
}
