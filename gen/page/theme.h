#ifndef GEN_PAGE_THEME_H
#define GEN_PAGE_THEME_H

/*
 * A theme: how pages look and what words stand on them.
 *
 * A theme is a folder:
 *
 *   <page>.mustache          a template for each page: plan, share, voucher,
 *                            shop, article, articles, index, 404
 *   partials/<name>.mustache parts of pages: {{>head}}
 *   strings/<language>.yaml  the words: key → a small template, which stands
 *                            in templates as {{>t.key}}
 *   assets/                  careplan.css, careplan.js, icon.svg, pictures and
 *                            fonts; they are published under names that hold
 *                            a hash of their bytes
 *   404.css                  the style of 404.html, which links to nothing
 *   tokens.css               colours and sizes that stand for those of the
 *                            same names in careplan.css and 404.css
 *
 * Themes lie on top of each other: of two layers, the upper one holds what
 * differs, and every file that it lacks is taken from the one below. Strings
 * and tokens are laid over each other one by one.
 *
 * Strings that begin with script_ are the words of careplan.js: they stand in
 * it without that beginning, as a JSON object in the place of SCRIPT_WORDS
 * (page/script), and hold no {{…}}.
 *
 * Calling sequence: theme_load once; then theme_render from any thread. A
 * theme is only read after it was loaded and lives in the arena given to
 * theme_load.
 *
 * Promises: every template has been checked against the table of its page and
 * the audience that the page is made for, with all partials and strings it
 * uses, so that no name is unknown when a page is made. The same files give
 * the same names and bytes.
 *
 * Limits: THEME_MOST_FILES files of a layer, each of at most THEME_FILE_BYTES.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/diag.h"
#include "model/fields.h"

enum {
	THEME_MOST_LAYERS = 2,
	THEME_MOST_FILES = 256,
	THEME_FILE_BYTES = 4 << 20,
	THEME_HASH_CHARS = 10, /* of an asset's name, base16 */
};

struct theme;
struct tokens_style;

/* A page: which template it is made with, from what, for whom. */
struct theme_page {
	const char *template; /* plan: plan.mustache */
	const struct table *root;
	enum audience audience;
	bool has_marks; /* as of page/mustache */
};

size_t theme_page_count(void);
struct theme_page theme_page(size_t index);

/* A file to be placed in out/. */
struct theme_asset {
	struct text path; /* assets/careplan.0123456789.css */
	struct text bytes;
	struct text type; /* text/css; charset=utf-8 */
};

/* What pages put into their head; paths are relative to the root of out/. */
struct theme_links {
	struct text css;	/* assets/careplan.….css */
	struct text script;	/* assets/careplan.….js */
	struct text icon;	/* assets/icon.….svg */
	struct text wechat;	/* assets/wechat.….js, or empty */
	struct text style;	/* careplan.css minified, for pages in a folder
				 * (its pictures are ../assets/…) */
	struct text style_hash; /* sha256-…, for the policy of such a page */
	struct text bare;	/* 404.css, minified */
	struct text bare_hash;
	struct text theme_color; /* --hero as it is written, for what is around
				  * the page; empty where it is no plain colour
				  */
	struct text theme_color_dark;
};

/* English names as above; all texts, style and bare are not escaped. */
extern const struct table theme_links_table;

/* An open theme folder, and what messages call it: themes/default. */
struct theme_layer {
	int folder;
	struct text shown;
};

/*
 * Loads a theme from its layers, the upper one first; folders may be missing
 * in it, but not in the lowest. `language` is one of strings/, in any layer. A
 * string that no layer has in that language is taken from zh-CN, with a
 * warning. Keeps no descriptor.
 * Memory: everything in the arena. Errors: NULL.
 */
struct theme *theme_load(struct arena *run, const struct theme_layer *layers,
			 size_t count, struct text language,
			 struct diags *diags);

/* Changes whenever a file of the theme or the language does. */
struct digest theme_digest(const struct theme *theme);

const struct theme_links *theme_links(const struct theme *theme);

/* The string of a key as it is written, for what is no page (a calendar file):
 * one without {{…}}. The empty text where there is none. */
struct text theme_word(const struct theme *theme, const char *key);

/* The light colour of a token ("--indigo"), for pictures that are drawn. False
 * where careplan.css has no such token, or it is no plain colour. */
bool theme_colour(const struct theme *theme, const char *token, uint8_t rgb[3]);

/* For page/theme_check: careplan.css as its tokens stand, and whether a page
 * comes to a partial ("head") or string ("t.hello"); what only a {{>*name}}
 * leads to is not known. */
const struct tokens_style *theme_style(const struct theme *theme);
bool theme_shows(const struct theme *theme, struct text template);

size_t theme_asset_count(const struct theme *theme);
const struct theme_asset *theme_asset(const struct theme *theme, size_t index);

/*
 * Appends the page of a template ("plan") made from a view of that table, as
 * the audience sees it. A template that theme_load did not check against this
 * table is a BUG. A page that passes a limit of page/mustache is left empty:
 * whoever places it tells.
 */
void theme_render(const struct theme *theme, const char *template,
		  const struct table *root, const void *view,
		  enum audience audience, struct buf *out);

#endif
