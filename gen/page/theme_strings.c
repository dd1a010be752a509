#include "page/theme_strings.h"

#include <stdlib.h>

#include "base/lang.h"
#include "content/yamldoc.h"

#define FALLBACK "zh-CN.yaml"

static const char script_beginning[] = "script_";

/* A word of the script. */
struct word {
	struct text key, text; /* the key without script_ */
};

struct loading {
	struct theme_folder *folder;
	struct mustache *set;
	struct theme_strings *strings;
	struct theme_files files; /* of strings/ */
	struct text file;	  /* en.yaml */
	/* A line of the file being read, and where it starts: strings come in
	 * order, so the next one is looked for from there. */
	uint32_t line;
	size_t offset;
	struct word *words;
	size_t count, capacity;
};

/* -- one string ------------------------------------------------------------ */

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

/* What stands from a place of the file to the end of that line. */
static struct text rest_of_line(struct loading *l, const struct source *source,
				struct span span)
{
	struct text rest = text_from(source->text, l->offset);
	struct text line = T("");
	const char *at, *end;

	while (l->line < span.line && text_cut(&rest, '\n', &line)) {
		l->line++;
		l->offset += line.len + 1;
	}
	rest = text_from(source->text, l->offset);
	(void)text_cut(&rest, '\n', &line);
	at = line.at;
	end = line.at + line.len;
	for (uint32_t i = 1; i < span.column && at < end; i++)
		text_next(&at, end);
	return (struct text){ at, (size_t)(end - at) };
}

/*
 * The string as the bytes it has in its file, so that mistakes inside it are
 * pointed at where they stand; as the value where YAML has changed it (folded
 * lines, escapes).
 */
static struct text in_source(struct loading *l, const struct source *source,
			     const struct node *node)
{
	struct text rest = rest_of_line(l, source, node->span);

	if (!node->is_plain)
		rest = text_from(rest, 1);
	if (node->text.len == 0 ||
	    !text_equal(text_part(rest, 0, node->text.len), node->text))
		return node->text;
	return text_part(rest, 0, node->text.len);
}

static bool check_string(struct loading *l, const struct source *source,
			 const struct node *node)
{
	struct diags *diags = l->folder->diags;
	struct diag *diag;

	if (!is_string_key(node->key)) {
		diag = diag_add(diags, SEVERITY_ERROR,
				source_at(source, node->key_span),
				"theme.string.name",
				_("«%.*s» cannot be the name of a string"),
				TEXT_ARG(node->key));
		diag_hint(diags, diag, "%s",
			  _("use only letters a to z, digits and _"));
		return false;
	}
	if (node->kind != NODE_SCALAR) {
		diag = diag_add(diags, SEVERITY_ERROR,
				source_at(source, node->span),
				"theme.string.value",
				_("the string «%.*s» must be one text"),
				TEXT_ARG(node->key));
		diag_hint(diags, diag, "%s",
			  _("put a text with {{…}} between quotation marks"));
		return false;
	}
	if (text_starts(node->key, script_beginning) &&
	    text_find(node->text, "{{") != SIZE_MAX) {
		diag = diag_add(diags, SEVERITY_ERROR,
				source_at(source, node->span),
				"theme.string.plain",
				_("the string «%.*s» is for the script, which "
				  "does not know {{…}}"),
				TEXT_ARG(node->key));
		diag_hint(diags, diag, "%s",
			  _("put {n} and the like between single braces, as "
			    "zh-CN.yaml of the theme «default» does"));
		return false;
	}
	return true;
}

static void add_word(struct loading *l, const struct node *node)
{
	size_t beginning = sizeof(script_beginning) - 1;

	if (!text_starts(node->key, script_beginning))
		return;
	l->words = arena_grow(l->folder->arena, l->words, l->count,
			      &l->capacity, sizeof(*l->words));
	l->words[l->count++] =
		(struct word){ text_from(node->key, beginning), node->text };
}

static bool add_string(struct loading *l, const struct source *source,
		       const struct node *node)
{
	struct arena *arena = l->folder->arena;
	struct text *text;

	if (!check_string(l, source, node))
		return false;
	text = ARENA_NEW(arena, struct text);
	*text = in_source(l, source, node);
	map_set(&l->strings->words, node->key, text);
	add_word(l, node);
	return mustache_add(l->set, arena_join(arena, T("t."), node->key),
			    *text, source_at(source, node->span),
			    l->folder->diags);
}

/* -- a file of strings ----------------------------------------------------- */

static struct node *read_strings(struct theme_folder *folder, size_t layer,
				 const char *path, const struct source **source)
{
	struct yaml_input input;
	struct node *map;
	struct diag *diag;

	*source = theme_folder_text(folder, layer, path);
	if (!*source)
		return NULL;
	input = (struct yaml_input){ .source = *source,
				     .len = (*source)->text.len };
	map = yamldoc_read(folder->arena, &input, folder->diags);
	if (!map || map->kind == NODE_MAP)
		return map;
	diag = diag_add(folder->diags, SEVERITY_ERROR,
			source_at(*source, map->span), "theme.strings",
			_("this file must hold one string a line"));
	diag_hint(folder->diags, diag, "%s",
		  _("write «name: text», the names as in zh-CN.yaml"));
	return NULL;
}

/*
 * Tells of the language's file of the layer that has the string; or of a layer
 * above, if there is one: its author is the one who reads this.
 */
static void miss_string(struct loading *l, size_t layer,
			const struct source *fallback, const struct node *node)
{
	struct theme_folder *folder = l->folder;
	const struct theme_file *file = theme_folder_find(&l->files, l->file);
	struct text path = arena_join(folder->arena, T("strings/"), l->file);
	struct diag *diag = diag_add_path(
		folder->diags, SEVERITY_WARNING,
		theme_folder_shown(folder,
				   file->layer < layer ? file->layer : layer,
				   path.at),
		"theme.string.missing",
		_("the string «%.*s» is missing, so pages show it in Chinese"),
		TEXT_ARG(node->key));

	diag_hint(folder->diags, diag, "%s",
		  _("add it, translated from zh-CN.yaml"));
	diag_note(folder->diags, diag, source_at(fallback, node->key_span),
		  "%s", _("it stands here"));
}

/* Adds what is still missing, from the file of all layers. */
static bool add_file(struct loading *l, struct text file, bool is_fallback)
{
	struct theme_folder *folder = l->folder;
	struct text path = arena_join(folder->arena, T("strings/"), file);
	bool is_good = true;

	for (size_t i = 0; i < folder->count; i++) {
		const struct source *source;
		struct node *map;

		if (!theme_folder_has(&l->files, i, file))
			continue;
		map = read_strings(folder, i, path.at, &source);
		l->line = 1;
		l->offset = 0;
		is_good &= map != NULL;
		for (struct node *node = map ? map->first : NULL; node;
		     node = node->next) {
			if (map_find(&l->strings->words, node->key))
				continue;
			if (is_fallback)
				miss_string(l, i, source, node);
			is_good &= add_string(l, source, node);
		}
	}
	return is_good;
}

/* -- all of them ----------------------------------------------------------- */

/* The languages of strings/, for a message. */
static struct text languages_of(struct arena *arena,
				const struct theme_files *files)
{
	struct buf names = BUF_INIT;
	struct text result;

	for (size_t i = 0; i < files->count; i++) {
		struct text name = files->items[i].name;

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

static bool has_language(struct loading *l, struct text language)
{
	struct theme_folder *folder = l->folder;
	struct diag *diag;

	if (theme_folder_find(&l->files, l->file))
		return true;
	diag = diag_add_path(
		folder->diags, SEVERITY_ERROR,
		theme_folder_shown(folder, 0, "strings"), "theme.language",
		_("this theme does not speak «%.*s»"), TEXT_ARG(language));
	diag_hint(folder->diags, diag,
		  _("choose one of these as language in careplan.yaml: %.*s"),
		  TEXT_ARG(languages_of(folder->arena, &l->files)));
	return false;
}

static int compare_words(const void *a, const void *b)
{
	const struct word *left = a, *right = b;

	return text_compare(left->key, right->key);
}

/* In the order of their keys, so that it does not matter which layer says
 * them. */
static struct text json_of(struct loading *l)
{
	struct buf json = BUF_INIT;
	struct text result;

	if (l->count > 0)
		qsort(l->words, l->count, sizeof(*l->words), compare_words);
	buf_add_char(&json, '{');
	for (size_t i = 0; i < l->count; i++) {
		if (i > 0)
			buf_add_char(&json, ',');
		buf_add_json(&json, l->words[i].key);
		buf_add_char(&json, ':');
		buf_add_json(&json, l->words[i].text);
	}
	buf_add_char(&json, '}');
	result = arena_text(l->folder->arena, buf_text(&json));
	buf_release(&json);
	return result;
}

bool theme_strings_load(struct theme_folder *folder, struct mustache *set,
			struct text language, struct theme_strings *strings)
{
	struct loading l = { .folder = folder, .set = set, .strings = strings };
	bool is_good;

	*strings = (struct theme_strings){ 0 };
	map_init(&strings->words, folder->arena);
	l.file = arena_join(folder->arena, language, T(".yaml"));
	if (!theme_folder_list(folder, "strings", &l.files) ||
	    !has_language(&l, language))
		return false;
	is_good = add_file(&l, l.file, false);
	/* A broken file would be told string by string. */
	if (is_good && !text_is(l.file, FALLBACK))
		is_good = add_file(&l, T(FALLBACK), true);
	strings->script = json_of(&l);
	return is_good;
}
