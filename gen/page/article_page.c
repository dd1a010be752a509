#include "page/article_page.h"

#include "base/map.h"
#include "page/site_page.h"
#include "page/theme.h"

struct article_view {
	struct view_page page;
	struct site_og og;
	struct text slug, title, category, summary;
	int64_t minutes;
	struct view_date date;
	const struct view_image *cover; /* NULL: none */
	struct text body;
	struct list related; /* struct view_article */
	bool has_related;
};

static const struct field article_fields[] = {
	VIEW_ROW_OF(article_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	VIEW_ROW_OF(article_view, og, FIELD_STRUCT, 0, &site_og_table,
		    SEES_PUBLIC, "the addresses that other apps ask for"),
	VIEW_ROW(article_view, slug, FIELD_TEXT, SEES_PUBLIC,
		 "the name of its file; the page is a/{{slug}}.html"),
	VIEW_ROW(article_view, title, FIELD_TEXT, SEES_PUBLIC, "the heading"),
	VIEW_ROW(article_view, category, FIELD_TEXT, SEES_PUBLIC,
		 "as written; may be empty"),
	VIEW_ROW(article_view, summary, FIELD_TEXT, SEES_PUBLIC,
		 "one or two sentences; may be empty"),
	VIEW_ROW(article_view, minutes, FIELD_INT, SEES_PUBLIC,
		 "how many minutes it takes to read"),
	VIEW_ROW_OF(article_view, date, FIELD_STRUCT, 0, &view_date_table,
		    SEES_PUBLIC, "the day it was published; may be empty"),
	VIEW_ROW_OF(article_view, cover, FIELD_REF, 0, &view_image_table,
		    SEES_PUBLIC, "the picture above it; may be empty"),
	VIEW_ROW(article_view, body, FIELD_HTML, SEES_PUBLIC, "the text"),
	VIEW_ROW_OF(article_view, related, FIELD_LIST, 0, &view_article_table,
		    SEES_PUBLIC, "other articles, those of its category first"),
	VIEW_ROW(article_view, has_related, FIELD_BOOL, SEES_PUBLIC,
		 "there are other articles"),
};
const struct table article_page_table =
	TABLE("article", article_view, article_fields);

/* A part of the list. */
struct group {
	struct text name;
	int64_t number;
	struct list articles; /* struct view_article */
	size_t listed;	      /* where it stands in clinic.categories */
	struct article_cards cards;
};

static const struct field group_fields[] = {
	VIEW_ROW(group, name, FIELD_TEXT, SEES_PUBLIC,
		 "the category; empty for articles without one"),
	VIEW_ROW(group, number, FIELD_INT, SEES_PUBLIC,
		 "counts the groups from 1, for the names of anchors"),
	VIEW_ROW_OF(group, articles, FIELD_LIST, 0, &view_article_table,
		    SEES_PUBLIC, "the articles, newest first"),
};
static const struct table group_table = TABLE("category", group, group_fields);

struct index_view {
	struct view_page page;
	struct site_og og;
	struct list groups; /* struct group */
	bool has_choice;
};

static const struct field index_fields[] = {
	VIEW_ROW_OF(index_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	VIEW_ROW_OF(index_view, og, FIELD_STRUCT, 0, &site_og_table,
		    SEES_PUBLIC, "the addresses that other apps ask for"),
	VIEW_ROW_OF(index_view, groups, FIELD_LIST, 0, &group_table,
		    SEES_PUBLIC,
		    "a group for each category, in the order of clinic.yaml"),
	VIEW_ROW(index_view, has_choice, FIELD_BOOL, SEES_PUBLIC,
		 "there are several groups to choose from"),
};
const struct table article_index_table =
	TABLE("articles", index_view, index_fields);

void article_page_render(struct arena *arena, const struct article_input *input,
			 struct buf *out)
{
	const struct article *article = input->article;
	struct text path =
		arena_join3(arena, T("a/"), article->slug, T(".html"));
	struct article_view view = {
		.page = view_page(arena, input->site, 0),
		.og = site_og(arena, input->site, path, input->cover),
		.slug = article->slug,
		.title = article->title,
		.category = article->category,
		.summary = article->summary,
		.minutes = article->minutes,
		.date = view_date(arena, article->date),
		.cover = view_image(arena, input->cover),
		.body = input->html,
		.related = view_articles(arena, input->related),
		.has_related = input->related.count > 0,
	};

	theme_render(input->site->theme, "article", &article_page_table, &view,
		     SEES_PUBLIC, out);
}

static int group_compare(const void *one, const void *other)
{
	const struct group *a = one, *b = other;

	if (a->listed != b->listed)
		return a->listed < b->listed ? -1 : 1;
	return text_compare(a->name, b->name);
}

/* Where a category stands: the named ones, others, none at all. */
static size_t place_of(const struct texts *categories, struct text name)
{
	for (size_t i = 0; i < categories->count; i++)
		if (text_equal(categories->items[i], name))
			return i;
	return categories->count + (name.len == 0);
}

/* Two passes: how many articles each category has, then the articles. */
static struct list groups_of(struct arena *arena, struct article_cards all,
			     const struct texts *categories)
{
	struct group *groups = ARENA_ARRAY(arena, all.count, struct group);
	struct map found;
	size_t count = 0;

	map_init(&found, arena);
	for (size_t i = 0; i < all.count; i++) {
		struct text name = all.items[i]->category;
		struct group *group = map_find(&found, name);

		if (!group) {
			group = &groups[count++];
			group->name = name;
			group->listed = place_of(categories, name);
			map_set(&found, name, group);
		}
		group->cards.count++;
	}
	for (size_t i = 0; i < count; i++) {
		groups[i].cards.items =
			arena_array(arena, groups[i].cards.count,
				    sizeof(*groups[i].cards.items));
		groups[i].cards.count = 0;
	}
	for (size_t i = 0; i < all.count; i++) {
		struct group *group = map_find(&found, all.items[i]->category);

		group->cards.items[group->cards.count++] = all.items[i];
	}
	if (count > 1)
		qsort(groups, count, sizeof(*groups), group_compare);
	for (size_t i = 0; i < count; i++) {
		groups[i].number = (int64_t)i + 1;
		groups[i].articles = view_articles(arena, groups[i].cards);
	}
	return (struct list){ groups, count };
}

void article_index_render(struct arena *arena,
			  const struct article_index_input *input,
			  struct buf *out)
{
	struct index_view view = {
		.page = view_page(arena, input->site, 0),
		.og = site_og(arena, input->site, T("a/index.html"), NULL),
		.groups = groups_of(arena, input->articles,
				    &input->site->clinic->categories),
	};

	view.has_choice = view.groups.count > 1;
	theme_render(input->site->theme, "articles", &article_index_table,
		     &view, SEES_PUBLIC, out);
}
