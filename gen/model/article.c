#include "model/article.h"

#include "base/lang.h"
#include "model/identity.h"

enum { CHARS_A_MINUTE = 400 };

static const struct field article_fields[] = {
	FIELD_ROW(article, title, "标题", FIELD_TEXT, FIELD_REQUIRED, SEES_ALL,
		  N_("the article's title")),
	FIELD_ROW(article, category, "栏目", FIELD_TEXT, 0, SEES_ALL,
		  N_("one of the categories of clinic.yaml")),
	FIELD_ROW(article, summary, "摘要", FIELD_LINES, 0, SEES_ALL,
		  N_("one or two sentences for its card")),
	FIELD_ROW(article, cover, "封面", FIELD_FILE, 0, SEES_ALL,
		  N_("a picture beside the file")),
	FIELD_ROW(article, tags, "标签", FIELD_TEXTS, 0, SEES_ALL,
		  N_("a few words")),
	FIELD_ROW(article, date, "日期", FIELD_DATE, 0, SEES_ALL,
		  N_("the day it was written")),
};

const struct table article_table =
	TABLE_DOCUMENT("article", article, article_fields);

bool article_check(struct arena *arena, struct article *article,
		   struct text slug, struct text body, struct diags *diags)
{
	article->slug = arena_text(arena, slug);
	article->body = body;
	article->minutes = 1 + (int64_t)text_chars(body) / CHARS_A_MINUTE;
	if (!identity_is_slug(slug) || text_is(slug, "index")) {
		struct diag *diag = diag_add(
			diags, SEVERITY_ERROR,
			source_whole(article->origin.source),
			"article.name.invalid",
			_("the file's name becomes part of a link and cannot "
			  "be “%.*s”"),
			TEXT_ARG(slug));
		diag_hint(diags, diag,
			  _("name it with a-z, digits, - and _ only, for "
			    "example sesame-porridge.md"));
		return false;
	}
	return true;
}
