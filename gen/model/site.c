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

static const struct field wechat_fields[] = {
	FIELD_ROW(site_wechat, appid, "公众号", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_PUBLIC,
		  N_("the AppID of your WeChat official account: wx and 16 "
		     "letters or digits")),
	FIELD_ROW(site_wechat, sign_url, "签名地址", FIELD_URL, FIELD_REQUIRED,
		  SEES_PUBLIC,
		  N_("the address of your own service that signs a page for "
		     "WeChat: https://…")),
};

const struct table site_wechat_table =
	TABLE_DOCUMENT("wechat", site_wechat, wechat_fields);

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
	FIELD_ROW_OF(site, wechat, "微信", FIELD_STRUCT, &site_wechat_table,
		     SEES_PUBLIC,
		     N_("how links to public pages look in WeChat; without it "
			"nothing of WeChat's is loaded")),
	FIELD_ROW(site, posters, "海报", FIELD_BOOL, 0, SEES_NOBODY,
		  N_("are referral posters made? yes where nothing is said")),
	FIELD_ROW(site, poster_fonts, "海报字体", FIELD_TEXTS, 0, SEES_NOBODY,
		  N_("font files beneath this folder for the posters: one, or "
		     "one for headings and one for the rest; where nothing is "
		     "said, fonts of this computer")),
};

const struct table site_table = TABLE_DOCUMENT("site", site, site_fields);

/* wx and 16 letters or digits, as WeChat gives them out. */
static bool is_appid(struct text id)
{
	if (id.len != 18 || !text_starts(id, "wx"))
		return false;
	for (size_t i = 2; i < id.len; i++) {
		char c = id.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return true;
}

/* https://host… with a host that needs no escape in a page's policy. */
static bool is_https(struct text url)
{
	const size_t scheme = strlen("https://");
	size_t at = scheme;

	if (!text_starts(url, "https://"))
		return false;
	while (at < url.len && url.at[at] != '/') {
		char c = url.at[at++];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '.' || c == '-' ||
		      c == ':'))
			return false;
	}
	return at > scheme;
}

static bool refuse_wechat(const struct site *site, const void *member,
			  const char *code, const char *message,
			  const char *hint, struct diags *diags)
{
	struct diag *diag = diag_add(
		diags, SEVERITY_ERROR,
		fields_place(&site_wechat_table, &site->wechat, member), code,
		"%s", message);

	diag_hint(diags, diag, "%s", hint);
	return false;
}

static bool check_wechat(const struct site *site, struct diags *diags)
{
	const struct site_wechat *wechat = &site->wechat;

	if (!wechat->appid.len && !wechat->sign_url.len)
		return true;
	if (!is_appid(wechat->appid))
		return refuse_wechat(
			site, &wechat->appid, "site.wechat.appid",
			_("that is not the AppID of an official account"),
			_("it begins with wx and has 18 letters and digits; it "
			  "stands in the account's settings"),
			diags);
	if (!is_https(wechat->sign_url))
		return refuse_wechat(
			site, &wechat->sign_url, "site.wechat.sign-url",
			_("the address that signs must begin with https:// and "
			  "a host"),
			_("write for example https://sign.example.cn/wechat"),
			diags);
	return true;
}

/* Font files lie beneath the site's folder. */
static bool check_fonts(const struct site *site, struct diags *diags)
{
	const struct texts *fonts = &site->poster_fonts;
	bool is_good = fonts->count <= SITE_POSTER_FONTS;
	struct diag *diag;

	for (size_t i = 0; i < fonts->count; i++)
		is_good &= fonts->items[i].len &&
			   !text_starts(fonts->items[i], "/") &&
			   text_find(fonts->items[i], "..") == SIZE_MAX;
	if (is_good)
		return true;
	diag = diag_add(diags, SEVERITY_ERROR,
			fields_place(&site_table, site, &site->poster_fonts),
			"site.poster-fonts.invalid",
			_("one or two font files in the folder of the site are "
			  "expected"));
	diag_hint(diags, diag, _("write for example fonts/song.otf"));
	return false;
}

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
	if (!fields_is_written(&site_table, site, &site->posters))
		site->posters = true;
	return check_fonts(site, diags) && check_wechat(site, diags);
}
