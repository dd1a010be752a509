#ifndef GEN_PAGE_THEME_ASSETS_H
#define GEN_PAGE_THEME_ASSETS_H

/*
 * The style, script and pictures of a theme: part of page/theme, used by nobody
 * else.
 *
 * Everything in assets/ is published as assets/<name>.<hash>.<ending>, so that
 * browsers may keep it for ever. Style sheets are made smaller, and what they
 * name with url() is looked for among the other files and renamed with them.
 * careplan.css, careplan.js and icon.svg must be there.
 */

#include "page/theme.h"
#include "page/theme_folder.h"

struct theme_assets {
	struct theme_asset *items;
	struct text *names; /* as in the folder, by item: careplan.css */
	size_t count;
	struct theme_links links;
};

/* Reads all of assets/ and 404.css. Memory: in the arena. Errors: false. */
bool theme_assets_load(struct theme_folder *folder, struct theme_assets *assets)
	__attribute__((warn_unused_result));

#endif
