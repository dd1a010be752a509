#ifndef GEN_PAGE_THEME_STRINGS_H
#define GEN_PAGE_THEME_STRINGS_H

/*
 * The words of a theme: part of page/theme, used by nobody else.
 *
 * Each string becomes a template "t.<key>". It is looked for in the site's
 * language, from the upper layer down, and then in zh-CN the same way. Strings
 * that begin with script_ are gathered for careplan.js besides.
 */

#include "base/map.h"
#include "page/mustache.h"
#include "page/theme_folder.h"

struct theme_strings {
	struct map words;   /* key → struct text, as written */
	struct text script; /* the script's words, a JSON object by key */
};

/* Adds all strings to the set. Memory: in the arena. Errors: false. */
bool theme_strings_load(struct theme_folder *folder, struct mustache *set,
			struct text language, struct theme_strings *strings)
	__attribute__((warn_unused_result));

#endif
