#include "page/theme_check.h"

#include <string.h>

#include "content/yamldoc.h"
#include "page/theme_folder.h"
#include "page/theme_lint.h"
#include "page/tokens.h"

struct checking {
	struct diags *diags;
	/* Reads everything once more, and tells nothing of it: loading did. */
	struct theme_folder folder;
	struct diags told;
	struct text language; /* the site's */
	struct theme_files strings;
	/* For each file of strings the theme in that language; or NULL, where
	 * it is no such file or the theme could not be loaded. */
	struct theme **themes;
	struct theme *some; /* any of them, or NULL */
	bool is_whole;	    /* none is missing */
};

static const char template_ending[] = ".mustache", strings_ending[] = ".yaml";

/* -- languages -------------------------------------------------------------- */

/* Takes out what a theme need not care for in a language it does not speak. */
static void drop_missing(struct diags *diags)
{
	struct diag **at = &diags->first;

	while (*at) {
		if (strcmp((*at)->code, "theme.string.missing")) {
			at = &(*at)->next;
			continue;
		}
		*at = (*at)->next;
		diags->warnings--;
	}
	diags->last = at;
}

static void load_language(struct checking *c, struct text language,
			  bool is_spoken, struct theme **theme)
{
	struct diags diags;

	diags_init(&diags);
	*theme = theme_load(c->folder.arena, c->folder.layers, c->folder.count,
			    language, &diags);
	if (!is_spoken)
		drop_missing(&diags);
	diags_move(c->diags, &diags);
	diags_release(&diags);
	c->is_whole &= *theme != NULL;
	if (*theme)
		c->some = *theme;
}

static void load_languages(struct checking *c)
{
	struct theme *none;
	size_t count = 0;

	c->is_whole = true;
	c->themes = ARENA_ARRAY(c->folder.arena, c->strings.count + 1,
				struct theme *);
	for (size_t i = 0; i < c->strings.count; i++) {
		struct text name = c->strings.items[i].name;

		if (!text_ends(name, strings_ending))
			continue;
		name.len -= sizeof(strings_ending) - 1;
		load_language(c, name,
			      !c->strings.items[i].layer ||
				      text_equal(name, c->language),
			      &c->themes[i]);
		count++;
	}
	/* Says what is missing. */
	if (!count)
		load_language(c, c->language, true, &none);
}

/* Is the template shown in any language? */
static bool is_shown(const struct checking *c, struct text template)
{
	for (size_t i = 0; i < c->strings.count; i++)
		if (c->themes[i] && theme_shows(c->themes[i], template))
			return true;
	return false;
}

/* -- templates -------------------------------------------------------------- */

static void check_template(struct checking *c, struct text path,
			   struct text name, bool is_partial)
{
	const struct source *source = theme_folder_text(&c->folder, 0, path.at);

	if (!source)
		return;
	theme_lint_template(source, c->diags);
	if (is_partial && c->is_whole && !is_shown(c, name))
		theme_lint_unused_partial(source, name, c->diags);
}

static void check_templates(struct checking *c, const char *folder)
{
	struct theme_files files;

	if (!theme_folder_list(&c->folder, folder, &files))
		return;
	for (size_t i = 0; i < files.count; i++) {
		struct text name = files.items[i].name, path = name;

		if (files.items[i].layer > 0 ||
		    !text_ends(name, template_ending))
			continue;
		if (folder[0] != '\0')
			path = arena_join3(c->folder.arena, text_of(folder),
					   T("/"), name);
		name.len -= sizeof(template_ending) - 1;
		check_template(c, path, name, folder[0] != '\0');
	}
}

/* -- strings ---------------------------------------------------------------- */

static const struct node *read_strings(struct checking *c, size_t layer,
				       struct text name,
				       const struct source **source)
{
	struct text path = arena_join(c->folder.arena, T("strings/"), name);
	struct yaml_input input;
	const struct node *map;

	*source = theme_folder_text(&c->folder, layer, path.at);
	if (!*source)
		return NULL;
	input = (struct yaml_input){ .source = *source,
				     .len = (*source)->text.len };
	map = yamldoc_read(c->folder.arena, &input, &c->told);
	return map && map->kind == NODE_MAP ? map : NULL;
}

/* A language's strings in the layer below, or NULL. */
static const struct node *read_base(struct checking *c, struct text name)
{
	const struct source *source;

	for (size_t i = 1; i < c->folder.count; i++)
		if (theme_folder_has(&c->strings, i, name))
			return read_strings(c, i, name, &source);
	return NULL;
}

/*
 * Does the theme below know the string, in any way? Then the program itself may
 * use it (in calendar files, by names that fields hold); so may the script.
 */
static bool is_known(const struct node *string, const struct node *base,
		     const struct node *chinese)
{
	return text_starts(string->key, "script_") ||
	       (base && yamldoc_find(base, string->key)) ||
	       (chinese && yamldoc_find(chinese, string->key));
}

static void check_unused(struct checking *c, const struct theme *theme,
			 const struct theme_lint_words *words,
			 const struct node *chinese)
{
	for (const struct node *string = words->map->first; string;
	     string = string->next) {
		struct text name =
			arena_join(c->folder.arena, T("t."), string->key);

		if (!is_known(string, words->base, chinese) &&
		    !theme_shows(theme, name))
			theme_lint_unused_string(words->source, string,
						 c->diags);
	}
}

static void check_strings(struct checking *c)
{
	const struct theme_files *files = &c->strings;
	struct theme_lint_words *words = ARENA_ARRAY(
		c->folder.arena, files->count, struct theme_lint_words);
	const struct node *chinese = read_base(c, T("zh-CN.yaml"));
	size_t count = 0, zh_cn = SIZE_MAX;

	for (size_t i = 0; i < files->count; i++) {
		struct text name = files->items[i].name;
		struct theme_lint_words *word = &words[count];

		if (files->items[i].layer > 0 ||
		    !text_ends(name, strings_ending))
			continue;
		word->map = read_strings(c, 0, name, &word->source);
		if (!word->map)
			continue;
		word->base = read_base(c, name);
		if (text_is(name, "zh-CN.yaml"))
			zh_cn = count;
		theme_lint_strings(word->source, word->map, c->diags);
		if (c->folder.count > 1 && c->themes[i])
			check_unused(c, c->themes[i], word, chinese);
		count++;
	}
	theme_lint_languages(words, count, zh_cn < count ? zh_cn : count,
			     c->diags);
}

/* -- all of it -------------------------------------------------------------- */

bool theme_check(struct arena *arena, const struct theme_layer *layers,
		 size_t count, struct text language, struct diags *diags)
{
	struct checking c = { .diags = diags, .language = language };
	size_t errors = diags->errors;

	diags_init(&c.told);
	c.folder = (struct theme_folder){ .arena = arena,
					  .diags = &c.told,
					  .layers = layers,
					  .count = count };
	theme_folder_begin(&c.folder, T(""));
	if (!theme_folder_list(&c.folder, "strings", &c.strings))
		c.strings.count = 0;
	load_languages(&c);
	check_templates(&c, "");
	check_templates(&c, "partials");
	check_strings(&c);
	if (c.some)
		tokens_check_contrast(theme_style(c.some), diags);
	(void)theme_folder_end(&c.folder);
	diags_release(&c.told);
	return diags->errors == errors;
}
