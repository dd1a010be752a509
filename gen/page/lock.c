#include "page/lock.h"

#include "base/bug.h"
#include "page/theme.h"

struct lock_view {
	struct view_page page;
	struct text store_name;
	struct text call;
	bool is_pin;
	struct text sealed;
};

#define SHOWN(member_, type_, about_)                                          \
	VIEW_ROW(lock_view, member_, type_, SEES_PUBLIC, about_)

static const struct field lock_view_fields[] = {
	VIEW_ROW_OF(lock_view, page, FIELD_STRUCT, FIELD_BASE, &view_page_table,
		    SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	SHOWN(store_name, FIELD_TEXT, "the shop's name"),
	SHOWN(call, FIELD_TEXT,
	      "the shop's number to dial; empty where there is none"),
	SHOWN(is_pin, FIELD_BOOL,
	      "a patient's numeric PIN is asked for, not a passphrase"),
	SHOWN(sealed, FIELD_TEXT,
	      "the sealed page, base64; goes into a <template> as it is"),
};
const struct table lock_view_table = TABLE("lock", lock_view, lock_view_fields);

static bool is_base64(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		      (c >= '0' && c <= '9') || c == '+' || c == '/' ||
		      c == '='))
			return false;
	}
	return true;
}

void lock_render(struct arena *scratch, const struct lock_input *input,
		 struct buf *html)
{
	struct lock_view *view = ARENA_NEW(scratch, struct lock_view);
	unsigned depth = input->is_deep ? VIEW_DEEP : 0;

	if (!is_base64(input->sealed))
		BUG("what is sealed must be base64");
	view->page = view_page(scratch, input->site, VIEW_PRIVATE | depth);
	view->store_name = input->store->name;
	view->call = values_phone_digits(scratch, input->store->phone);
	view->is_pin = input->key == LOCK_PIN;
	view->sealed = input->sealed;
	theme_render(input->site->theme, "lock", &lock_view_table, view,
		     SEES_PUBLIC, html);
}
