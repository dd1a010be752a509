/*
 * Parts that several pages share: dates, pictures, cards, the head and foot.
 *
 * Views hold no words of a language. Where a word depends on a value, the view
 * holds the name of a string of the theme ("t.weekday_6"), which the template
 * prints with a dynamic partial.
 */

#include "page/view.h"

#include "page/theme.h"

#include <limits.h>

#define SEEN SEES_ALL

static const struct field date_fields[] = {
	VIEW_ROW(view_date, iso, FIELD_TEXT, SEEN,
		 "the day as 2026-03-02; empty where there is none"),
	VIEW_ROW(view_date, year, FIELD_INT, SEEN, "the year: 2026"),
	VIEW_ROW(view_date, month, FIELD_INT, SEEN,
		 "the month's number, 1 to 12"),
	VIEW_ROW(view_date, day, FIELD_INT, SEEN,
		 "the day of the month, 1 to 31"),
	VIEW_ROW(view_date, weekday, FIELD_TEXT, SEEN,
		 "the string of the weekday: {{>*weekday}}"),
	VIEW_ROW(view_date, month_name, FIELD_TEXT, SEEN,
		 "the string of the month's name: {{>*month_name}}"),
	VIEW_ROW(view_date, more, FIELD_BOOL, SEEN,
		 "it is not the last of its list"),
};
const struct table view_date_table = TABLE("date", view_date, date_fields);

static const struct field dates_fields[] = {
	VIEW_ROW_OF(view_dates, from, FIELD_STRUCT, 0, &view_date_table, SEEN,
		    "the first day"),
	VIEW_ROW_OF(view_dates, until, FIELD_STRUCT, 0, &view_date_table, SEEN,
		    "the last day; the first again where there is no range"),
	VIEW_ROW(view_dates, is_range, FIELD_BOOL, SEEN,
		 "it is more than one day"),
	VIEW_ROW(view_dates, more, FIELD_BOOL, SEEN,
		 "it is not the last of its list"),
};
const struct table view_dates_table = TABLE("dates", view_dates, dates_fields);

static const struct field image_fields[] = {
	VIEW_ROW(view_image, src, FIELD_TEXT, SEEN,
		 "the address, relative to the root of the site; put {{root}} "
		 "before it"),
	VIEW_ROW(view_image, width, FIELD_INT, SEEN, "the width in pixels"),
	VIEW_ROW(view_image, height, FIELD_INT, SEEN, "the height in pixels"),
	VIEW_ROW(view_image, tone, FIELD_INT, SEEN,
		 "1 to 8, for the classes p1 to p8 of the style: a colour near "
		 "the picture's, until it is loaded"),
};
const struct table view_image_table = TABLE("image", view_image, image_fields);

static const struct field article_fields[] = {
	VIEW_ROW(view_article, slug, FIELD_TEXT, SEEN,
		 "the name of its file; the page is a/{{slug}}.html"),
	VIEW_ROW(view_article, title, FIELD_TEXT, SEEN, "the heading"),
	VIEW_ROW(view_article, category, FIELD_TEXT, SEEN,
		 "as written; may be empty"),
	VIEW_ROW(view_article, summary, FIELD_TEXT, SEEN,
		 "one or two sentences; may be empty"),
	VIEW_ROW(view_article, minutes, FIELD_INT, SEEN,
		 "how many minutes it takes to read"),
	VIEW_ROW_OF(view_article, date, FIELD_STRUCT, 0, &view_date_table, SEEN,
		    "the day it was published; may be empty"),
	VIEW_ROW_OF(view_article, cover, FIELD_REF, 0, &view_image_table, SEEN,
		    "a small square picture; may be empty"),
};
const struct table view_article_table =
	TABLE("article card", view_article, article_fields);

static const struct field wechat_fields[] = {
	VIEW_ROW(view_wechat, appid, FIELD_TEXT, SEEN,
		 "the AppID of the clinic's official account"),
	VIEW_ROW(view_wechat, sign_url, FIELD_TEXT, SEEN,
		 "the address that signs a page"),
	VIEW_ROW(view_wechat, origin, FIELD_TEXT, SEEN,
		 "its scheme and host, for the policy"),
};
static const struct table view_wechat_table =
	TABLE("wechat", view_wechat, wechat_fields);

static const struct field page_fields[] = {
	VIEW_ROW(view_page, root, FIELD_TEXT, SEEN,
		 "leads from the page to the root of the site: ../ or nothing; "
		 "stands before every address within the site"),
	VIEW_ROW(view_page, language, FIELD_TEXT, SEEN,
		 "the language of the page: zh-CN"),
	VIEW_ROW(view_page, is_chinese, FIELD_BOOL, SEEN,
		 "the language is Chinese"),
	VIEW_ROW(view_page, is_private, FIELD_BOOL, SEEN,
		 "search engines must not list the page, and links must not "
		 "tell where they come from"),
	VIEW_ROW(view_page, is_inline, FIELD_BOOL, SEEN,
		 "the page carries its style itself ({{{links.style}}}) "
		 "instead of a link to it"),
	VIEW_ROW(view_page, version, FIELD_TEXT, SEEN,
		 "what the script compares to see whether the page is out of "
		 "date; empty but on plan pages"),
	VIEW_ROW_OF(view_page, links, FIELD_REF, 0, &theme_links_table, SEEN,
		    "style, script and icon of the theme"),
	VIEW_ROW_OF(view_page, clinic, FIELD_REF, 0, &clinic_table, SEEN,
		    "the clinic"),
	VIEW_ROW(view_page, title_name, FIELD_TEXT, SEEN,
		 "the clinic's name; empty where it is too long for a title"),
	VIEW_ROW(view_page, seal, FIELD_TEXT, SEEN,
		 "one or two characters of the clinic's name, where there is "
		 "no logo"),
	VIEW_ROW_OF(view_page, logo, FIELD_REF, 0, &view_image_table, SEEN,
		    "the clinic's logo; may be empty"),
	VIEW_ROW_OF(view_page, wechat, FIELD_REF, 0, &view_wechat_table, SEEN,
		    "for WeChat's link cards; empty on private pages, and "
		    "where careplan.yaml does not ask for them"),
};
const struct table view_page_table = TABLE("page", view_page, page_fields);

static const struct field store_fields[] = {
	VIEW_ROW_OF(view_store, store, FIELD_REF, FIELD_BASE, &store_table,
		    SEEN, "the shop as written; its names are seen directly"),
	VIEW_ROW(view_store, key, FIELD_TEXT, SEEN,
		 "the name of its folder; the page is c/{{key}}.html"),
	VIEW_ROW(view_store, call, FIELD_TEXT, SEEN,
		 "the number to dial: that for appointments, else the shop's; "
		 "may be empty"),
	VIEW_ROW(view_store, place, FIELD_TEXT, SEEN,
		 "longitude and latitude for a map's address: 106.683,26.563; "
		 "may be empty"),
};
const struct table view_store_table =
	TABLE("store card", view_store, store_fields);

static const struct field hours_fields[] = {
	VIEW_ROW(view_hours, from, FIELD_TEXT, SEEN,
		 "the string of the first weekday: {{>*from}}"),
	VIEW_ROW(view_hours, until, FIELD_TEXT, SEEN,
		 "the string of the last weekday: {{>*until}}; empty for a "
		 "single day"),
	VIEW_ROW(view_hours, days, FIELD_TEXT, SEEN,
		 "the weekdays for the script, for data-on: 12, where 0 is "
		 "Sunday"),
	VIEW_ROW(view_hours, hours, FIELD_TEXT, SEEN,
		 "the hours as written; empty on days off"),
	VIEW_ROW(view_hours, is_closed, FIELD_BOOL, SEEN,
		 "the therapist is off on these days"),
};
const struct table view_hours_table = TABLE("hours", view_hours, hours_fields);

static const struct field therapist_fields[] = {
	VIEW_ROW_OF(view_therapist, therapist, FIELD_REF, FIELD_BASE,
		    &therapist_table, SEEN,
		    "the therapist as written; its names are seen directly"),
	VIEW_ROW_OF(view_therapist, portrait, FIELD_REF, 0, &view_image_table,
		    SEEN, "a square portrait; may be empty"),
	VIEW_ROW_OF(view_therapist, wechat, FIELD_REF, 0, &view_image_table,
		    SEES_OWNER,
		    "the QR code of the therapist's WeChat; may be empty"),
	VIEW_ROW(view_therapist, call, FIELD_TEXT, SEES_OWNER,
		 "the number to dial; may be empty"),
	VIEW_ROW(view_therapist, has_week, FIELD_BOOL, SEEN,
		 "the hours of the week are known"),
	VIEW_ROW_OF(view_therapist, week, FIELD_LIST, 0, &view_hours_table,
		    SEEN,
		    "neighbouring days with the same hours are one row; empty "
		    "where nothing was written"),
	VIEW_ROW_OF(view_therapist, leave, FIELD_LIST, 0, &view_dates_table,
		    SEEN, "days off"),
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

/*
 * What stands in a picture's place until it is loaded. A page may hold neither
 * an inline style nor a data: address (its policy), so a picture gets one of a
 * few classes of the style sheet: the one nearest in colour to its average.
 * These are the colours of .p1 to .p8 in careplan.css: hair, skin and walls.
 */
static const uint32_t tones[VIEW_TONES] = {
	0x2a2623, 0x57493f, 0x7d6a5c, 0x8c8c8a,
	0xa8917f, 0xb8ab9f, 0xd8d0c6, 0x5f7a86,
};

static int64_t tone_of(uint32_t average)
{
	int64_t nearest = 0;
	int best = INT_MAX;

	for (int i = 0; i < VIEW_TONES; i++) {
		int away = 0;

		for (int shift = 0; shift < 24; shift += 8) {
			int step = (int)(tones[i] >> shift & 255) -
				   (int)(average >> shift & 255);

			away += step * step;
		}
		if (away < best) {
			best = away;
			nearest = i + 1;
		}
	}
	return nearest;
}

static const struct view_image *image(struct arena *arena, struct text src,
				      uint32_t width_px, uint32_t height_px,
				      uint32_t average)
{
	struct view_image *image = ARENA_NEW(arena, struct view_image);

	*image = (struct view_image){ src, width_px, height_px,
				      tone_of(average) };
	return image;
}

const struct view_image *view_image(struct arena *arena,
				    const struct picture *picture)
{
	if (!picture)
		return NULL;
	return image(arena, picture->path, picture->width_px,
		     picture->height_px, picture->average);
}

const struct view_image *view_thumb(struct arena *arena,
				    const struct picture *picture)
{
	if (!picture || !picture->thumb.len)
		return view_image(arena, picture);
	return image(arena, picture->thumb, picture->thumb_px,
		     picture->thumb_px, picture->thumb_average);
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

static struct text root_of(unsigned flags)
{
	if (flags & VIEW_TOP)
		return T("");
	return flags & VIEW_DEEP ? T("../../") : T("../");
}

/* Only public pages have a link card, and load anything of WeChat's. */
static const struct view_wechat *wechat_of(struct arena *arena,
					   const struct site *site)
{
	const struct site_wechat *wechat = &site->wechat;
	const size_t scheme = strlen("https://");
	struct view_wechat *view;
	size_t host;

	if (!wechat->appid.len)
		return NULL;
	host = text_find(text_from(wechat->sign_url, scheme), "/");
	if (host == SIZE_MAX)
		host = wechat->sign_url.len - scheme;
	view = ARENA_NEW(arena, struct view_wechat);
	*view = (struct view_wechat){
		.appid = wechat->appid,
		.sign_url = wechat->sign_url,
		.origin = text_part(wechat->sign_url, 0, scheme + host),
	};
	return view;
}

struct view_page view_page(struct arena *arena, const struct view_site *site,
			   unsigned flags)
{
	struct text name = site->clinic->name;
	bool fits = text_chars(name) <= TITLE_NAME_CHARS;

	return (struct view_page){
		.root = root_of(flags),
		.language = site->site->language,
		.is_chinese = text_starts(site->site->language, "zh"),
		.is_private = flags & VIEW_PRIVATE,
		.is_inline = flags & VIEW_INLINE,
		.links = theme_links(site->theme),
		.clinic = site->clinic,
		.title_name = fits ? name : T(""),
		.seal = seal_of(name),
		.logo = view_image(arena, site->logo),
		.wechat = flags & VIEW_PRIVATE ? NULL
					       : wechat_of(arena, site->site),
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
