#include "page/theme.h"

/*
 * Loading reads everything into one set of templates: pages and partials under
 * their file names, strings as "t.<key>". Then every page is checked against
 * the table and the audience of its row in `pages`, which is the one place that
 * says which template is made from what.
 */

#include "base/bug.h"
#include "base/lang.h"
#include "base/map.h"
#include "content/yamldoc.h"
#include "page/article_page.h"
#include "page/mustache.h"
#include "page/plan.h"
#include "page/share.h"
#include "page/shop.h"
#include "page/site_page.h"
#include "page/theme_assets.h"
#include "page/theme_folder.h"
#include "page/voucher.h"

struct page {
	const char *template;
	const struct table *root;
	enum audience audience;
};

static const struct page pages[] = {
	{ "plan", &plan_view_table, SEES_PATIENT },
	{ "share", &share_view_table, SEES_PUBLIC },
	{ "voucher", &voucher_view_table, SEES_PUBLIC },
	{ "shop", &shop_table, SEES_PUBLIC },
	{ "article", &article_page_table, SEES_PUBLIC },
	{ "articles", &article_index_table, SEES_PUBLIC },
	{ "index", &site_index_table, SEES_PUBLIC },
	{ "404", &site_404_table, SEES_PUBLIC },
};

enum { PAGES = sizeof(pages) / sizeof(pages[0]), NAME_EDITS = 2 };

struct theme {
	struct arena *arena;
	struct text language;
	struct mustache *set;
	struct map words; /* "t.<key>" → struct text, as written */
	struct theme_assets assets;
	struct digest digest;
};

static const struct field links_fields[] = {
	VIEW_ROW(theme_links, css, FIELD_TEXT, SEES_ALL),
	VIEW_ROW(theme_links, script, FIELD_TEXT, SEES_ALL),
	VIEW_ROW(theme_links, icon, FIELD_TEXT, SEES_ALL),
	VIEW_ROW(theme_links, style, FIELD_HTML, SEES_ALL),
	VIEW_ROW(theme_links, style_hash, FIELD_TEXT, SEES_ALL),
	VIEW_ROW(theme_links, bare, FIELD_HTML, SEES_ALL),
	VIEW_ROW(theme_links, bare_hash, FIELD_TEXT, SEES_ALL),
};
const struct table theme_links_table =
	TABLE("links", theme_links, links_fields);

/* -- templates ------------------------------------------------------------- */

static const char template_ending[] = ".mustache";

static bool add_template(struct theme *theme, struct theme_folder *folder,
			 const char *path, struct text name)
{
	const struct source *source;
	struct diag *diag;

	source = theme_folder_text(folder, path);
	if (!source)
		return false;
	if (mustache_has(theme->set, name)) {
		diag = diag_add_path(folder->diags, SEVERITY_ERROR,
				     source->path, "theme.template.twice",
				     _("there are two templates «%.*s»"),
				     TEXT_ARG(name));
		diag_hint(folder->diags, diag, "%s",
			  _("a page and a partial cannot have the same name; "
			    "rename one of them"));
		return false;
	}
	return mustache_add(theme->set, name, source->text,
			    source_whole(source), folder->diags);
}

/* All templates of a folder of the theme; "" is the theme itself. */
static bool add_templates(struct theme *theme, struct theme_folder *folder,
			  const char *path)
{
	struct listing listing;
	bool is_good = true;

	if (!theme_folder_list(folder, path, &listing))
		return false;
	for (size_t i = 0; i < listing.count; i++) {
		struct entry *entry = &listing.entries[i];
		struct text name = entry->name, file = entry->name;

		if (entry->kind != ENTRY_FILE ||
		    !text_ends(name, template_ending))
			continue;
		name.len -= sizeof(template_ending) - 1;
		if (path[0] != '\0')
			file = arena_join3(folder->arena, text_of(path), T("/"),
					   file);
		is_good &= add_template(theme, folder, file.at, name);
	}
	return is_good;
}

/* -- strings --------------------------------------------------------------- */

static bool is_string_key(struct text key)
{
	for (size_t i = 0; i < key.len; i++) {
		char c = key.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      c == '_'))
			return false;
	}
	return key.len > 0;
}

/*
 * The string as the bytes it has in its file, so that mistakes inside it are
 * pointed at where they stand; as the value where YAML has changed it (folded
 * lines, escapes).
 */
static struct text in_source(const struct source *source,
			     const struct node *node)
{
	struct text line = source_line(source, node->span.line);
	const char *at = line.at, *end = line.at + line.len;
	struct text rest;

	for (uint32_t column = 1; column < node->span.column && at < end;
	     column++)
		text_next(&at, end);
	if (!node->is_plain && at < end)
		at++;
	rest = (struct text){ at, (size_t)(end - at) };
	if (node->text.len == 0 ||
	    !text_equal(text_part(rest, 0, node->text.len), node->text))
		return node->text;
	return text_part(rest, 0, node->text.len);
}

static bool add_string(struct theme *theme, struct theme_folder *folder,
		       const struct source *source, const struct node *node)
{
	struct text name = arena_join(folder->arena, T("t."), node->key);
	struct text *word;
	struct diag *diag;

	if (!is_string_key(node->key)) {
		diag = diag_add(folder->diags, SEVERITY_ERROR,
				source_at(source, node->key_span),
				"theme.string.name",
				_("«%.*s» cannot be the name of a string"),
				TEXT_ARG(node->key));
		diag_hint(folder->diags, diag, "%s",
			  _("use only letters a to z, digits and _"));
		return false;
	}
	if (node->kind != NODE_SCALAR) {
		diag = diag_add(folder->diags, SEVERITY_ERROR,
				source_at(source, node->span),
				"theme.string.value",
				_("the string «%.*s» must be one text"),
				TEXT_ARG(node->key));
		diag_hint(folder->diags, diag, "%s",
			  _("put a text with {{…}} between quotation marks"));
		return false;
	}
	word = ARENA_NEW(folder->arena, struct text);
	*word = in_source(source, node);
	map_set(&theme->words, name, word);
	return mustache_add(theme->set, name, *word,
			    source_at(source, node->span), folder->diags);
}

static bool load_strings(struct theme_folder *folder, const char *path,
			 const struct source **source, struct node **map)
{
	struct diag *diag;

	*source = theme_folder_text(folder, path);
	if (!*source)
		return false;
	*map = yamldoc_read(folder->arena,
			    &(struct yaml_input){
				    .source = *source,
				    .len = (*source)->text.len,
			    },
			    folder->diags);
	if (!*map)
		return false;
	if ((*map)->kind == NODE_MAP)
		return true;
	diag = diag_add(folder->diags, SEVERITY_ERROR,
			source_at(*source, (*map)->span), "theme.strings",
			_("this file must hold one string a line"));
	diag_hint(folder->diags, diag, "%s",
		  _("write «name: text», the names as in zh-CN.yaml"));
	return false;
}

static void miss_string(struct theme_folder *folder, struct text shown,
			const struct source *fallback, const struct node *node)
{
	struct diag *diag;

	diag = diag_add_path(folder->diags, SEVERITY_WARNING, shown,
			     "theme.string.missing",
			     _("the string «%.*s» is missing, so pages show it "
			       "in Chinese"),
			     TEXT_ARG(node->key));
	diag_hint(folder->diags, diag, "%s",
		  _("add it, translated from zh-CN.yaml"));
	diag_note(folder->diags, diag, source_at(fallback, node->key_span),
		  "%s", _("it stands here"));
}

/* The languages of a listing of strings/, for a message. */
static struct text languages_of(struct arena *arena,
				const struct listing *listing)
{
	struct buf names = BUF_INIT;
	struct text result;

	for (size_t i = 0; i < listing->count; i++) {
		struct text name = listing->entries[i].name;

		if (!text_ends(name, ".yaml"))
			continue;
		if (names.len > 0)
			buf_add_string(&names, ", ");
		buf_add_text(&names, text_part(name, 0, name.len - 5));
	}
	result = arena_text(arena, buf_text(&names));
	buf_release(&names);
	return result;
}

static bool has_language(struct theme_folder *folder, struct text language,
			 bool *has_fallback)
{
	struct listing listing;
	struct text file = arena_join(folder->arena, language, T(".yaml"));
	struct diag *diag;

	if (!theme_folder_list(folder, "strings", &listing))
		return false;
	*has_fallback = listing_find(&listing, T("zh-CN.yaml"));
	if (listing_find(&listing, file))
		return true;
	diag = diag_add_path(
		folder->diags, SEVERITY_ERROR,
		theme_folder_shown(folder, "strings"), "theme.language",
		_("this theme does not speak «%.*s»"), TEXT_ARG(language));
	diag_hint(folder->diags, diag,
		  _("choose one of these as language in careplan.yaml: %.*s"),
		  TEXT_ARG(languages_of(folder->arena, &listing)));
	return false;
}

static bool add_strings(struct theme *theme, struct theme_folder *folder)
{
	struct text path = arena_join3(folder->arena, T("strings/"),
				       theme->language, T(".yaml"));
	const struct source *source;
	struct node *map;
	bool has_fallback, is_good = true;

	if (!has_language(folder, theme->language, &has_fallback) ||
	    !load_strings(folder, path.at, &source, &map))
		return false;
	for (struct node *node = map->first; node; node = node->next)
		is_good &= add_string(theme, folder, source, node);
	if (!has_fallback || text_is(theme->language, "zh-CN"))
		return is_good;
	if (!load_strings(folder, "strings/zh-CN.yaml", &source, &map))
		return false;
	for (struct node *node = map->first; node; node = node->next) {
		struct text name =
			arena_join(folder->arena, T("t."), node->key);

		if (mustache_has(theme->set, name))
			continue;
		miss_string(folder, theme_folder_shown(folder, path.at), source,
			    node);
		is_good &= add_string(theme, folder, source, node);
	}
	return is_good;
}

/* -- pages ----------------------------------------------------------------- */

static const struct page *page_of(struct text template)
{
	for (size_t i = 0; i < PAGES; i++)
		if (text_is(template, pages[i].template))
			return &pages[i];
	return NULL;
}

/* The page whose name is nearest to a mistyped one, or NULL. */
static const struct page *nearest_page(struct text template)
{
	const struct page *nearest = NULL;
	size_t best = NAME_EDITS + 1;

	for (size_t i = 0; i < PAGES; i++) {
		if (text_is_nearer(template, text_of(pages[i].template), &best))
			nearest = &pages[i];
	}
	return nearest;
}

/* A template in the theme's own folder that no page is made from is either
 * mistyped or a partial in the wrong place. */
static void check_spare_templates(struct theme_folder *folder,
				  const struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		struct text name = listing->entries[i].name;
		const struct page *nearest;
		struct diag *diag;

		if (listing->entries[i].kind != ENTRY_FILE ||
		    !text_ends(name, template_ending))
			continue;
		name.len -= sizeof(template_ending) - 1;
		if (page_of(name))
			continue;
		diag = diag_add_path(
			folder->diags, SEVERITY_WARNING,
			theme_folder_shown(folder, listing->entries[i].name.at),
			"theme.template.unknown",
			_("no page is made from a template «%.*s»"),
			TEXT_ARG(name));
		nearest = nearest_page(name);
		if (nearest)
			diag_hint(folder->diags, diag, _("did you mean «%s»?"),
				  nearest->template);
		else
			diag_hint(folder->diags, diag, "%s",
				  _("parts of pages belong into partials/"));
	}
}

static bool check_pages(struct theme *theme, struct theme_folder *folder)
{
	const struct table *roots[PAGES];
	bool is_good = true;

	for (size_t i = 0; i < PAGES; i++)
		roots[i] = pages[i].root;
	mustache_link(theme->set, roots, PAGES);
	for (size_t i = 0; i < PAGES; i++) {
		struct text name = text_of(pages[i].template);
		struct diag *diag;

		if (mustache_has(theme->set, name)) {
			is_good &= mustache_check(
				theme->set, name, pages[i].root,
				pages[i].audience, folder->diags);
			continue;
		}
		is_good = false;
		diag = diag_add_path(
			folder->diags, SEVERITY_ERROR, folder->shown,
			"theme.template.missing",
			_("this theme has no template %s.mustache"),
			pages[i].template);
		diag_hint(folder->diags, diag, "%s",
			  _("copy it from the theme «default»"));
	}
	return is_good;
}

/* -- loading --------------------------------------------------------------- */

static bool load(struct theme *theme, struct theme_folder *folder)
{
	struct listing listing;
	bool is_good = true;

	if (!theme_folder_list(folder, "", &listing))
		return false;
	theme->set = mustache_new(theme->arena, 0);
	map_init(&theme->words, theme->arena);
	is_good &= theme_assets_load(folder, &theme->assets);
	is_good &= add_templates(theme, folder, "");
	is_good &= add_templates(theme, folder, "partials");
	is_good &= add_strings(theme, folder);
	check_spare_templates(folder, &listing);
	/* Names that are missing because a file is broken are no news. */
	return is_good && check_pages(theme, folder);
}

struct theme *theme_load(struct arena *run, int folder, struct text shown,
			 struct text language, struct diags *diags)
{
	struct theme *theme = ARENA_NEW(run, struct theme);
	struct theme_folder reading = {
		.arena = run,
		.diags = diags,
		.folder = folder,
		.shown = arena_text(run, shown),
	};
	size_t errors = diags->errors;
	bool is_good;

	theme->arena = run;
	theme->language = arena_text(run, language);
	theme_folder_begin(&reading, language);
	is_good = load(theme, &reading);
	theme->digest = theme_folder_end(&reading);
	/* Listing a folder may add errors (links, conflict copies) and go on;
	 * a theme with any is not used. */
	return is_good && diags->errors == errors ? theme : NULL;
}

struct digest theme_digest(const struct theme *theme)
{
	return theme->digest;
}

const struct theme_links *theme_links(const struct theme *theme)
{
	return &theme->assets.links;
}

struct text theme_word(const struct theme *theme, const char *key)
{
	char name[64];
	int len = snprintf(name, sizeof(name), "t.%s", key);
	const struct text *word =
		map_find(&theme->words, (struct text){ name, (size_t)len });

	return word ? *word : T("");
}

size_t theme_asset_count(const struct theme *theme)
{
	return theme->assets.count;
}

const struct theme_asset *theme_asset(const struct theme *theme, size_t index)
{
	if (index >= theme->assets.count)
		BUG("the theme has no asset %zu", index);
	return &theme->assets.items[index];
}

void theme_render(const struct theme *theme, const char *template,
		  const struct table *root, const void *view,
		  enum audience audience, struct buf *out)
{
	const struct page *page = page_of(text_of(template));
	struct mustache_view made = mustache_view(root, view, audience);
	struct diags diags;

	if (!page || page->root != root || page->audience != audience)
		BUG("page %s is rendered otherwise than it was checked",
		    template);
	diags_init(&diags);
	/* Only an enormous document gets here. It is told by whoever places
	 * the page, because only there is it known whose page it is. */
	if (!mustache_render(theme->set, text_of(template), &made, out,
			     &diags)) {
		/* Nothing was appended. */
	}
	diags_release(&diags);
}
