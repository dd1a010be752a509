#ifndef GEN_PAGE_THEME_CHECK_H
#define GEN_PAGE_THEME_CHECK_H

/*
 * Everything that can be said of a theme before a patient sees it: what loading
 * it tells (page/theme) in each language there is, what page/theme_lint
 * finds in its own templates and strings, parts and words that no page shows,
 * and colours that are hard to read (page/tokens). Of the theme that it lies on
 * nothing is told that is not about both.
 *
 * What depends on the whole theme (is this ever shown? can it be read?) is told
 * only where the theme can be loaded. What is wrong in several languages is
 * added for each; printing leaves one of them.
 */

#include "page/theme.h"

/*
 * Takes the layers as theme_load does, and the site's language: strings that
 * are missing are told of in that and in those that the theme itself has a
 * file of. Memory: in the arena. Errors: false.
 */
bool theme_check(struct arena *arena, const struct theme_layer *layers,
		 size_t count, struct text language, struct diags *diags)
	__attribute__((warn_unused_result));

#endif
