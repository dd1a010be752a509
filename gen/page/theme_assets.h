#ifndef GEN_PAGE_THEME_ASSETS_H
#define GEN_PAGE_THEME_ASSETS_H

/*
 * The style, script and pictures of a theme: part of page/theme, used by nobody
 * else.
 *
 * What is in assets/ is published as assets/<name>.<hash>.<ending>, so that
 * browsers may keep it for ever: all of the upper layer, and of those below
 * what is needed and not in the upper one. Style sheets get the tokens of
 * tokens.css, are made smaller, and what they name with url() is looked for
 * among the other files and renamed with them. Scripts are made smaller too,
 * and careplan.js gets its words. careplan.css, careplan.js and icon.svg must
 * be there.
 *
 * The tokens of a layer change the styles of that layer and of those below: a
 * style that a theme brings along is not changed by the theme that it lies on.
 */

#include "page/theme.h"
#include "page/theme_folder.h"
#include "page/tokens.h"

struct theme_assets {
	struct theme_asset *items;
	struct text *names; /* as in the folder, by item: careplan.css */
	size_t count;
	struct theme_links links;
	struct tokens_style style; /* careplan.css */
};

/*
 * Reads assets/, 404.css and tokens.css; `root` is what the theme's own folder
 * holds, `words` the JSON of the script. Memory: in the arena. Errors: false.
 */
bool theme_assets_load(struct theme_folder *folder,
		       const struct theme_files *root, struct text words,
		       struct theme_assets *assets)
	__attribute__((warn_unused_result));

#endif
