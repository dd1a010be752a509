#ifndef TESTS_UNIT_PAGE_THEME_H
#define TESTS_UNIT_PAGE_THEME_H

/*
 * A small theme that is right in every way, in a temporary folder, and room
 * for a second one that lies on it.
 *
 * Calling sequence: world_open; world_put and world_put_own what the case
 * changes; world_load; world_find and world_asset; world_close.
 */

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "page/theme.h"

struct file {
	const char *path, *text; /* text NULL: not there */
};

static const struct file right[] = {
	{ "plan.mustache", "{{root}}" },
	{ "share.mustache", "{{root}}" },
	{ "voucher.mustache", "{{root}}" },
	{ "shop.mustache", "{{>head}}\n{{store.name}}: {{>t.hello}}\n" },
	{ "article.mustache", "{{title}}" },
	{ "articles.mustache", "{{#groups}}{{name}}{{/groups}}" },
	{ "index.mustache", "{{clinic.name}}" },
	{ "404.mustache", "<style>{{{links.bare}}}</style>" },
	{ "partials/head.mustache", "<link href=\"{{root}}{{links.css}}\">" },
	{ "strings/zh-CN.yaml", "hello: 您好，{{store.name}}\n"
				"bye: \"再见 {{clinic.name}}\"\n" },
	{ "strings/en.yaml", "hello: Hello\nbye: Bye\n" },
	{ "assets/careplan.css",
	  "/* c */\n.a {\n\tbackground: url( \"motif.svg\" );\n}\n" },
	{ "assets/careplan.js", "x()" },
	{ "assets/icon.svg", "<svg/>" },
	{ "assets/motif.svg", "<svg></svg>" },
	{ "404.css", "" },
};

enum { RIGHT = sizeof(right) / sizeof(right[0]) };

struct world {
	struct arena arena;
	struct diags diags;
	char path[32], own_path[32];
	int folder;
	int own; /* -1: there is no theme above */
	struct theme *theme;
};

static inline void world_put_in(int folder, const char *path, const char *text)
{
	char *slash = strrchr(path, '/');
	char parent[64];

	if (!text) {
		assert_int_equal(unlinkat(folder, path, 0), 0);
		return;
	}
	snprintf(parent, sizeof(parent), "%.*s",
		 slash ? (int)(slash - path) : 0, path);
	assert_true(!slash || file_make_folders(folder, parent));
	assert_true(file_write(folder, path, text_of(text), 0644, NULL));
}

static inline void world_put(struct world *w, const char *path,
			     const char *text)
{
	world_put_in(w->folder, path, text);
}

/* Makes a folder for the theme above where there is none yet. */
static inline void world_open_own(struct world *w)
{
	if (w->own >= 0)
		return;
	snprintf(w->own_path, sizeof(w->own_path), "/tmp/theme-own-XXXXXX");
	assert_non_null(mkdtemp(w->own_path));
	w->own = open(w->own_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(w->own >= 0);
}

static inline void world_put_own(struct world *w, const char *path,
				 const char *text)
{
	world_open_own(w);
	world_put_in(w->own, path, text);
}

/* Pages that are none of this test's business are empty. */
static inline void world_put_pages(struct world *w)
{
	for (size_t i = 0; i < theme_page_count(); i++)
		world_put(w,
			  arena_format(&w->arena, "%s.mustache",
				       theme_page(i).template)
				  .at,
			  "");
}

static inline void world_open(struct world *w)
{
	*w = (struct world){ .path = "/tmp/theme-test-XXXXXX", .own = -1 };
	arena_init(&w->arena, ARENA_USUAL);
	diags_init(&w->diags);
	assert_non_null(mkdtemp(w->path));
	w->folder = open(w->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(w->folder >= 0);
	world_put_pages(w);
	for (size_t i = 0; i < RIGHT; i++)
		world_put(w, right[i].path, right[i].text);
}

static inline int world_remove_entry(const char *path, const struct stat *st,
				     int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static inline void world_close(struct world *w)
{
	close(w->folder);
	nftw(w->path, world_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	if (w->own >= 0) {
		close(w->own);
		nftw(w->own_path, world_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	}
	diags_release(&w->diags);
	arena_release(&w->arena);
}

/* Alone it is themes/x; with one above, that is themes/x and it is the
 * default. What was told before is forgotten. */
static inline struct theme *world_load(struct world *w, const char *language)
{
	struct theme_layer layers[THEME_MOST_LAYERS] = { { w->folder,
							   T("themes/x") } };
	size_t count = 1;

	if (w->own >= 0) {
		layers[0].folder = w->own;
		layers[1] =
			(struct theme_layer){ w->folder, T("themes/default") };
		count = 2;
	}
	diags_release(&w->diags);
	diags_init(&w->diags);
	w->theme = theme_load(&w->arena, layers, count, text_of(language),
			      &w->diags);
	assert_true(!w->theme == (w->diags.errors > 0));
	return w->theme;
}

static inline const struct diag *world_find(const struct world *w,
					    const char *code)
{
	for (const struct diag *d = w->diags.first; d; d = d->next)
		if (!strcmp(d->code, code))
			return d;
	return NULL;
}

static inline void world_show(struct world *w)
{
	diags_print(&w->diags, stderr, (struct diag_style){ 0 });
}

/* Loads a theme that nothing is wrong with. */
static inline void world_load_good(struct world *w, const char *language)
{
	if (!world_load(w, language) || w->diags.warnings > 0) {
		world_show(w);
		fail_msg("a theme without faults has some");
	}
}

/* The asset whose path begins and ends like that, or NULL. */
static inline const struct theme_asset *
world_asset(const struct world *w, const char *stem, const char *ending)
{
	for (size_t i = 0; i < theme_asset_count(w->theme); i++) {
		const struct theme_asset *a = theme_asset(w->theme, i);

		if (text_starts(a->path, stem) && text_ends(a->path, ending))
			return a;
	}
	return NULL;
}

#endif
