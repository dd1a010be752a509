#ifndef GEN_PAGE_THEME_LINT_H
#define GEN_PAGE_THEME_LINT_H

/*
 * What a theme's author would find out only on a patient's phone.
 *
 * Loading a theme (page/theme) finds what a page could not be made from. This
 * finds what makes a page that browsers then leave in pieces, because its
 * content security policy forbids it, or that people cannot use: styles and
 * scripts that never run, pictures from elsewhere, pictures that nobody can
 * hear or that make the page jump, letters that cannot be enlarged; and parts
 * and words that no page shows. Errors are what has no effect or does harm,
 * warnings what is worse than it could be.
 *
 * How themes are found and read is none of its business: in go sources and
 * what was read from them, out come diagnostics with the codes theme.lint.*.
 */

#include "base/diag.h"
#include "base/source.h"
#include "content/yamldoc.h"

/* Checks the HTML of a template, which is the whole source. */
void theme_lint_template(const struct source *source, struct diags *diags);

/* Checks the HTML of every string of a file (a map). */
void theme_lint_strings(const struct source *source, const struct node *map,
			struct diags *diags);

/* The strings that a theme itself has in one language. */
struct theme_lint_words {
	const struct source *source;
	const struct node *map;
	/* What the default theme has in that language; NULL: nothing. */
	const struct node *base;
};

/*
 * Warns of strings that one of a theme's own files has and another lacks. Not
 * of those that zh-CN has and neither the language nor its base: loading the
 * theme tells these. zh_cn: which of the files it is, or count.
 */
void theme_lint_languages(const struct theme_lint_words *files, size_t count,
			  size_t zh_cn, struct diags *diags);

/* Say that no page uses a partial, or a string. */
void theme_lint_unused_partial(const struct source *source, struct text name,
			       struct diags *diags);
void theme_lint_unused_string(const struct source *source,
			      const struct node *string, struct diags *diags);

#endif
