#include "page/theme.h"

/*
 * Loading reads everything into one set of templates: pages and partials under
 * their file names, strings as "t.<key>". Then every page is checked against
 * the table and the audience of its row in `pages`, which is the one place that
 * says which template is made from what.
 */

#include "base/bug.h"
#include "base/lang.h"
#include "page/article_page.h"
#include "page/desk.h"
#include "page/lock.h"
#include "page/mustache.h"
#include "page/plan.h"
#include "page/poster.h"
#include "page/record_page.h"
#include "page/share.h"
#include "page/shop.h"
#include "page/site_page.h"
#include "page/theme_assets.h"
#include "page/theme_folder.h"
#include "page/theme_strings.h"
#include "page/voucher.h"

static const struct theme_page pages[] = {
	{ "plan", &plan_view_table, SEES_PATIENT, false },
	{ "share", &share_view_table, SEES_PUBLIC, false },
	{ "voucher", &voucher_view_table, SEES_PUBLIC, false },
	{ "poster", &poster_view_table, SEES_PUBLIC, true },
	{ "shop", &shop_table, SEES_PUBLIC, false },
	{ "article", &article_page_table, SEES_PUBLIC, false },
	{ "articles", &article_index_table, SEES_PUBLIC, false },
	{ "index", &site_index_table, SEES_PUBLIC, false },
	{ "404", &site_404_table, SEES_PUBLIC, false },
	{ "desk", &desk_view_table, SEES_THERAPIST, false },
	{ "record", &record_view_table, SEES_THERAPIST, false },
	{ "lock", &lock_view_table, SEES_PUBLIC, false },
};

enum { PAGES = sizeof(pages) / sizeof(pages[0]), NAME_EDITS = 2 };

struct theme {
	struct mustache *set;
	struct theme_strings strings;
	struct theme_assets assets;
	struct digest digest;
};

static const struct field links_fields[] = {
	VIEW_ROW(theme_links, css, FIELD_TEXT, SEES_ALL,
		 "the address of careplan.css; put {{root}} before it"),
	VIEW_ROW(theme_links, script, FIELD_TEXT, SEES_ALL,
		 "the address of careplan.js; put {{root}} before it"),
	VIEW_ROW(theme_links, icon, FIELD_TEXT, SEES_ALL,
		 "the address of icon.svg; put {{root}} before it"),
	VIEW_ROW(theme_links, wechat, FIELD_TEXT, SEES_ALL,
		 "the address of wechat.js, which makes link cards in WeChat; "
		 "empty where the theme has none"),
	VIEW_ROW(theme_links, style, FIELD_HTML, SEES_ALL,
		 "careplan.css made smaller, for a <style> in a page of a "
		 "folder"),
	VIEW_ROW(theme_links, style_hash, FIELD_TEXT, SEES_ALL,
		 "what the page's policy must hold to allow that style: "
		 "sha256-…"),
	VIEW_ROW(theme_links, bare, FIELD_HTML, SEES_ALL,
		 "404.css made smaller, for a <style>"),
	VIEW_ROW(theme_links, bare_hash, FIELD_TEXT, SEES_ALL,
		 "what the page's policy must hold to allow that style: "
		 "sha256-…"),
	VIEW_ROW(theme_links, theme_color, FIELD_TEXT, SEES_ALL,
		 "the colour of the page's head, --hero, for a <meta>; empty "
		 "where it is not written as #rrggbb or rgb()"),
	VIEW_ROW(theme_links, theme_color_dark, FIELD_TEXT, SEES_ALL,
		 "the same on dark pages"),
};
const struct table theme_links_table =
	TABLE("links", theme_links, links_fields);

/* -- templates ------------------------------------------------------------- */

static const char template_ending[] = ".mustache";

struct loading {
	struct theme *theme;
	struct theme_folder folder;
	struct theme_files root, partials;
};

/* A partial has the name of a page, or of a template in the wrong place. */
static void refuse_twice(struct loading *l, const char *path,
			 const struct theme_file *partial, struct text name)
{
	struct theme_folder *folder = &l->folder;
	const struct theme_file *other =
		theme_folder_find(&l->root, partial->name);
	struct text shown = theme_folder_shown(folder, partial->layer, path);
	struct diag *diag;

	/* The theme's own file is the one that can be mended. */
	if (other && other->layer < partial->layer)
		shown = theme_folder_shown(folder, other->layer,
					   other->name.at);
	diag = diag_add_path(
		folder->diags, SEVERITY_ERROR, shown, "theme.template.twice",
		_("there are two templates «%.*s»"), TEXT_ARG(name));
	if (other && other->layer < partial->layer)
		diag_hint(folder->diags, diag, "%s",
			  _("the other one is a part of pages; put this one "
			    "into partials/, or rename it"));
	else
		diag_hint(folder->diags, diag, "%s",
			  _("a page and a partial cannot have the same name; "
			    "rename one of them"));
}

static bool add_template(struct loading *l, const char *path,
			 const struct theme_file *file, struct text name)
{
	struct mustache *set = l->theme->set;
	const struct source *source;

	if (mustache_has(set, name)) {
		refuse_twice(l, path, file, name);
		return false;
	}
	source = theme_folder_text(&l->folder, file->layer, path);
	if (!source ||
	    (text_is(name, "poster") && !poster_check(source, l->folder.diags)))
		return false;
	return mustache_add(set, name, source->text, source_whole(source),
			    l->folder.diags);
}

/* All templates of a folder of the theme; "" is the theme itself. */
static bool add_templates(struct loading *l, const struct theme_files *files,
			  const char *folder)
{
	bool is_good = true;

	for (size_t i = 0; i < files->count; i++) {
		const struct theme_file *file = &files->items[i];
		struct text name = file->name;
		struct text path = arena_join(l->folder.arena, text_of(folder),
					      file->name);

		if (!text_ends(name, template_ending))
			continue;
		name.len -= sizeof(template_ending) - 1;
		is_good &= add_template(l, path.at, file, name);
	}
	return is_good;
}

/* -- pages ----------------------------------------------------------------- */

static const struct theme_page *page_of(struct text template)
{
	for (size_t i = 0; i < PAGES; i++)
		if (text_is(template, pages[i].template))
			return &pages[i];
	return NULL;
}

size_t theme_page_count(void)
{
	return PAGES;
}

struct theme_page theme_page(size_t index)
{
	if (index >= PAGES)
		BUG("there is no page %zu", index);
	return pages[index];
}

/* The page whose name is nearest to a mistyped one, or NULL. */
static const struct theme_page *nearest_page(struct text template)
{
	const struct theme_page *nearest = NULL;
	size_t best = NAME_EDITS + 1;

	for (size_t i = 0; i < PAGES; i++) {
		if (text_is_nearer(template, text_of(pages[i].template), &best))
			nearest = &pages[i];
	}
	return nearest;
}

/* A template in the theme's own folder that no page is made from is either
 * mistyped or a partial in the wrong place. */
static void check_spare_template(struct loading *l, struct text file,
				 struct text name)
{
	struct diags *diags = l->folder.diags;
	const struct theme_page *nearest = nearest_page(name);
	struct diag *diag;

	diag = diag_add_path(diags, SEVERITY_WARNING,
			     theme_folder_shown(&l->folder, 0, file.at),
			     "theme.template.unknown",
			     _("no page is made from a template «%.*s»"),
			     TEXT_ARG(name));
	if (nearest)
		diag_hint(diags, diag, _("did you mean «%s»?"),
			  nearest->template);
	else
		diag_hint(diags, diag, "%s",
			  _("parts of pages belong into partials/"));
}

static void check_spare_templates(struct loading *l)
{
	for (size_t i = 0; i < l->root.count; i++) {
		struct text name = l->root.items[i].name;

		if (l->root.items[i].layer > 0 ||
		    !text_ends(name, template_ending))
			continue;
		name.len -= sizeof(template_ending) - 1;
		if (!page_of(name))
			check_spare_template(l, l->root.items[i].name, name);
	}
}

static bool check_pages(struct loading *l)
{
	struct mustache *set = l->theme->set;
	struct diags *diags = l->folder.diags;
	const struct table *roots[PAGES];
	bool is_good = true;

	for (size_t i = 0; i < PAGES; i++)
		roots[i] = pages[i].root;
	mustache_link(set, roots, PAGES);
	for (size_t i = 0; i < PAGES; i++) {
		struct text name = text_of(pages[i].template);
		struct diag *diag;

		if (mustache_has(set, name)) {
			is_good &= mustache_check(set, name, pages[i].root,
						  pages[i].audience, diags);
			continue;
		}
		is_good = false;
		diag = diag_add_path(
			diags, SEVERITY_ERROR, l->folder.layers[0].shown,
			"theme.template.missing",
			_("this theme has no template %s.mustache"),
			pages[i].template);
		diag_hint(diags, diag, "%s",
			  _("copy it from the theme «default» that comes with "
			    "the program"));
	}
	return is_good;
}

/* -- loading --------------------------------------------------------------- */

static bool load(struct loading *l, struct text language)
{
	struct theme *theme = l->theme;
	struct theme_folder *folder = &l->folder;
	bool is_good = true;

	if (!theme_folder_list(folder, "", &l->root))
		return false;
	theme->set = mustache_new(folder->arena, 0);
	is_good &= add_templates(l, &l->root, "");
	is_good &= theme_folder_list(folder, "partials", &l->partials) &&
		   add_templates(l, &l->partials, "partials/");
	is_good &= theme_strings_load(folder, theme->set, language,
				      &theme->strings);
	is_good &= theme_assets_load(folder, &l->root, theme->strings.script,
				     &theme->assets);
	check_spare_templates(l);
	/* Names that are missing because a file is broken are no news. */
	return is_good && check_pages(l);
}

struct theme *theme_load(struct arena *run, const struct theme_layer *layers,
			 size_t count, struct text language,
			 struct diags *diags)
{
	struct theme *theme = ARENA_NEW(run, struct theme);
	struct loading l = { .theme = theme,
			     .folder = { .arena = run,
					 .diags = diags,
					 .layers = layers,
					 .count = count } };
	size_t errors = diags->errors;
	bool is_good;

	if (count == 0 || count > THEME_MOST_LAYERS)
		BUG("a theme cannot have %zu layers", count);
	theme_folder_begin(&l.folder, language);
	is_good = load(&l, language);
	theme->digest = theme_folder_end(&l.folder);
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
	const struct text *word = map_find(&theme->strings.words, text_of(key));

	return word ? *word : T("");
}

bool theme_colour(const struct theme *theme, const char *token, uint8_t rgb[3])
{
	const struct token *found =
		tokens_find(&theme->assets.style.tokens, token, "");

	return found && tokens_colour(found->value, rgb);
}

const struct tokens_style *theme_style(const struct theme *theme)
{
	return &theme->assets.style;
}

bool theme_shows(const struct theme *theme, struct text template)
{
	return mustache_is_reached(theme->set, template);
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
	const struct theme_page *page = page_of(text_of(template));
	struct mustache_view made = mustache_view(root, view, audience);
	struct diags diags;

	if (!page || page->root != root || page->audience != audience)
		BUG("page %s is rendered otherwise than it was checked",
		    template);
	made.has_marks = page->has_marks;
	diags_init(&diags);
	/* Only an enormous document gets here. It is told by whoever places
	 * the page, because only there is it known whose page it is. */
	if (!mustache_render(theme->set, text_of(template), &made, out,
			     &diags)) {
		/* Nothing was appended. */
	}
	diags_release(&diags);
}
