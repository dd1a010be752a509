#include "page/voucher.h"

#include "page/theme.h"

struct voucher_view {
	struct view_page page;
	struct text name;
	const struct view_image *qr;
	struct text code;
	struct view_date until;
	struct view_store store;
};

#define SHOWN(member_, type_, about_)                                          \
	VIEW_ROW(voucher_view, member_, type_, SEES_PUBLIC, about_)
#define SHOWN_OF(member_, type_, table_, about_)                               \
	VIEW_ROW_OF(voucher_view, member_, type_, 0, table_, SEES_PUBLIC,      \
		    about_)

static const struct field voucher_view_fields[] = {
	VIEW_ROW_OF(voucher_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	SHOWN(name, FIELD_TEXT,
	      "the name the patient chose for sharing; empty without consent"),
	SHOWN_OF(qr, FIELD_REF, &view_image_table,
		 "the QR code of this page; empty where there is none"),
	SHOWN(code, FIELD_TEXT, "the code as people read it out: 7K3M-Q9XD-T"),
	SHOWN_OF(until, FIELD_STRUCT, &view_date_table,
		 "the last day it is good for; may be empty"),
	SHOWN_OF(store, FIELD_STRUCT, &view_store_table, "the shop"),
};
const struct table voucher_view_table =
	TABLE("voucher page", voucher_view, voucher_view_fields);

struct date voucher_until(const struct plan *plan, const struct store *store)
{
	if (date_is_set(plan->share.until))
		return plan->share.until;
	if (store->voucher.valid_days <= 0 ||
	    store->voucher.valid_days > PLAN_MOST_DAYS)
		return (struct date){ 0 };
	return date_add(plan->end, (int)store->voucher.valid_days);
}

void voucher_page_render(struct arena *scratch, const struct plan_input *input,
			 struct buf *html)
{
	const struct plan *plan = input->plan;
	struct voucher_view *view = ARENA_NEW(scratch, struct voucher_view);

	view->page =
		view_page(scratch, input->site, VIEW_PRIVATE | VIEW_INLINE);
	if (consent_allows_share(&plan->consent))
		view->name = plan->share.name;
	view->qr = view_image(scratch, input->qr);
	view->code = identity_code_printed(scratch, input->code);
	view->until = view_date(scratch, voucher_until(plan, input->store));
	view->store = view_store(scratch, input->store);
	theme_render(input->site->theme, "voucher", &voucher_view_table, view,
		     SEES_PUBLIC, html);
}
