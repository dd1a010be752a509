#include "model/site.h"

#include "base/lang.h"

static const struct choice format_choices[] = {
	{ "jpeg", "jpeg" },
	{ "webp", "webp" },
	{ NULL, NULL },
};

static const struct field photos_fields[] = {
	FIELD_ROW_CHOICE(site_photos, format, "格式", format_choices,
			 SEES_NOBODY,
			 N_("jpeg, or webp: a sixth smaller, three times the "
			    "work")),
};

const struct table site_photos_table =
	TABLE_DOCUMENT("photos", site_photos, photos_fields);

static const struct field site_fields[] = {
	FIELD_ROW(site, base_url, "网址", FIELD_URL, FIELD_REQUIRED, SEES_ALL,
		  N_("the address the site is published under: "
		     "https://plan.example.cn/")),
	FIELD_ROW(site, theme, "主题", FIELD_SLUG, 0, SEES_NOBODY,
		  N_("a folder of themes/")),
	FIELD_ROW(site, language, "语言", FIELD_SLUG, 0, SEES_ALL,
		  N_("the language of the pages: zh-CN or en")),
	FIELD_ROW(site, timezone, "时区", FIELD_TEXT, 0, SEES_NOBODY,
		  N_("the clinic's time zone: Asia/Shanghai")),
	FIELD_ROW_OF(site, photos, "照片", FIELD_STRUCT, &site_photos_table,
		     SEES_NOBODY, N_("how photos are made")),
};

const struct table site_table = TABLE_DOCUMENT("site", site, site_fields);

bool site_check(struct arena *arena, struct site *site, struct diags *diags)
{
	if (!text_ends(site->base_url, "/"))
		site->base_url = arena_join(arena, site->base_url, T("/"));
	if (!site->theme.len)
		site->theme = T("default");
	if (!site->language.len)
		site->language = T("zh-CN");
	if (!site->timezone.len)
		site->timezone = T("Asia/Shanghai");
	if (text_starts(site->timezone, "/") ||
	    text_find(site->timezone, "..") != SIZE_MAX) {
		struct diag *diag = diag_add(
			diags, SEVERITY_ERROR,
			fields_place(&site_table, site, &site->timezone),
			"site.timezone.invalid",
			_("that is not the name of a time zone"));
		diag_hint(diags, diag, _("write for example Asia/Shanghai"));
		return false;
	}
	return true;
}
