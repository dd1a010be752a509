#include "page/share.h"

#include "page/album.h"
#include "page/theme.h"
#include "page/voucher.h"

struct share_view {
	struct view_page page;
	struct text name, quote; /* may be empty */
	const struct album *photos;
	struct view_date first, last; /* months of the photos */
	bool is_range;
	const struct view_image *qr;
	struct text code, code_path;
	struct view_date until;
	struct view_store store;
	bool has_articles;
	struct list articles;
};

#define SHOWN(member_, type_, about_)                                          \
	VIEW_ROW(share_view, member_, type_, SEES_PUBLIC, about_)
#define SHOWN_OF(member_, type_, table_, about_)                               \
	VIEW_ROW_OF(share_view, member_, type_, 0, table_, SEES_PUBLIC, about_)

static const struct field share_view_fields[] = {
	VIEW_ROW_OF(share_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	SHOWN(name, FIELD_TEXT,
	      "the name the patient chose for sharing; may be empty"),
	SHOWN(quote, FIELD_LINES, "the patient's own words; may be empty"),
	SHOWN_OF(photos, FIELD_REF, &album_table,
		 "photos of the months that may be shared; empty without "
		 "consent"),
	SHOWN_OF(first, FIELD_STRUCT, &view_date_table,
		 "the first month of the photos, as its first day; may be "
		 "empty"),
	SHOWN_OF(
		last, FIELD_STRUCT, &view_date_table,
		"the last month of the photos, as its first day; may be empty"),
	SHOWN(is_range, FIELD_BOOL, "the photos are of more than one month"),
	SHOWN_OF(qr, FIELD_REF, &view_image_table,
		 "the QR code that leads to the voucher; empty where there is "
		 "none"),
	SHOWN(code, FIELD_TEXT, "the code as people read it out: 7K3M-Q9XD-T"),
	SHOWN(code_path, FIELD_TEXT,
	      "the name of the voucher: r/{{code_path}}.html"),
	SHOWN_OF(until, FIELD_STRUCT, &view_date_table,
		 "the last day the voucher is good for; may be empty"),
	SHOWN_OF(store, FIELD_STRUCT, &view_store_table, "the shop"),
	SHOWN(has_articles, FIELD_BOOL, "there are articles"),
	SHOWN_OF(articles, FIELD_LIST, &view_article_table,
		 "the articles that the plan recommends"),
};
const struct table share_view_table =
	TABLE("share page", share_view, share_view_fields);

static bool is_shared(const struct months *months, struct month month)
{
	for (size_t i = 0; i < months->count; i++)
		if (months->items[i].year == month.year &&
		    months->items[i].month == month.month)
			return true;
	return false;
}

bool share_photos(struct arena *arena, const struct plan_input *input,
		  struct plan_photos_list *photos)
{
	const struct plan *plan = input->plan;
	struct plan_photo *items;
	size_t count = 0;

	*photos = (struct plan_photos_list){ NULL, 0 };
	if (!consent_allows_shared_photos(&plan->consent))
		return false;
	items = ARENA_ARRAY(arena, input->photos.count, struct plan_photo);
	for (size_t i = 0; i < input->photos.count; i++)
		if (is_shared(&plan->share.photos,
			      input->photos.items[i].month))
			items[count++] = input->photos.items[i];
	*photos = (struct plan_photos_list){ items, count };
	return count;
}

static void fill_photos(struct arena *arena, struct share_view *view,
			const struct plan_input *input)
{
	/* Captions were written for the patient; they stay on the plan. */
	const struct plan_photos shown = {
		.angles = input->plan->photos.angles,
	};
	struct plan_photos_list photos;
	const struct album_month *months;

	if (!share_photos(arena, input, &photos))
		return;
	view->photos = album_make(arena, photos, &shown);
	months = view->photos->months.items;
	view->first = months[view->photos->months.count - 1].month;
	view->last = months[0].month;
	view->is_range = view->photos->months.count > 1;
}

void share_page_render(struct arena *scratch, const struct plan_input *input,
		       struct buf *html)
{
	const struct plan *plan = input->plan;
	struct share_view *view = ARENA_NEW(scratch, struct share_view);

	if (!consent_allows_share(&plan->consent))
		return;
	view->page =
		view_page(scratch, input->site, VIEW_PRIVATE | VIEW_INLINE);
	view->name = plan->share.name;
	view->quote = plan->share.quote;
	fill_photos(scratch, view, input);
	view->qr = view_image(scratch, input->qr);
	view->code = identity_code_printed(scratch, input->code);
	view->code_path = input->code;
	view->until = view_date(scratch, voucher_until(plan, input->store));
	view->store = view_store(scratch, input->store);
	view->articles = view_articles(scratch, input->articles);
	view->has_articles = view->articles.count;
	theme_render(input->site->theme, "share", &share_view_table, view,
		     SEES_PUBLIC, html);
}
