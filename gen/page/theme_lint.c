#include "page/theme_lint.h"

#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "page/theme_markup.h"

/*
 * Each rule looks at one tag. Values that a template fills in are not known
 * here; what they begin with is enough to tell where an address leads.
 */

struct lint {
	const struct source *source;
	struct diags *diags;
};

/* The place of a part of the text; a text that YAML has changed is no part of
 * the source, and its complaints are about the file. */
static struct place place_of(const struct lint *lint, struct text part)
{
	uintptr_t from = (uintptr_t)part.at;
	uintptr_t start = (uintptr_t)lint->source->text.at;

	if (!part.at || from < start || from - start > lint->source->text.len ||
	    part.len > lint->source->text.len - (from - start))
		return source_whole(lint->source);
	return source_place(lint->source, from - start, part.len);
}

/* -- policy ----------------------------------------------------------------- */

static void say_style(const struct lint *lint, struct text part,
		      const char *what)
{
	struct diag *diag =
		diag_add(lint->diags, SEVERITY_ERROR, place_of(lint, part),
			 "theme.lint.style",
			 _("«%s» has no effect: pages allow style only from "
			   "the style sheet"),
			 what);

	diag_hint(lint->diags, diag, "%s",
		  _("give the element a class, and write its style into "
		    "assets/careplan.css"));
}

static void say_script(const struct lint *lint, struct text part,
		       struct text what)
{
	struct diag *diag =
		diag_add(lint->diags, SEVERITY_ERROR, place_of(lint, part),
			 "theme.lint.script",
			 _("«%.*s» has no effect: pages allow script only from "
			   "the script file"),
			 TEXT_ARG(what));

	diag_hint(lint->diags, diag, "%s",
		  _("write it into assets/careplan.js"));
}

/* Are these bytes nothing but one of the theme's own styles, whose hash the
 * policy holds? */
static bool is_own_style(struct text inside)
{
	inside = text_trim(inside);
	return !inside.len || text_is(inside, "{{{links.style}}}") ||
	       text_is(inside, "{{{links.bare}}}") ||
	       text_is(inside, "{{&links.style}}") ||
	       text_is(inside, "{{&links.bare}}");
}

/* Does it hold a word in any case? `word` is lower case. */
static size_t find_word(struct text t, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= t.len; i++)
		if (!strncasecmp(t.at + i, word, len))
			return i;
	return SIZE_MAX;
}

/* Browsers run a script of no type they know not at all: data may stand in it. */
static bool is_data(const struct markup_tag *tag)
{
	const struct markup_attribute *type = theme_markup_find(tag, "type");

	return type && find_word(type->value, "json") != SIZE_MAX;
}

static void lint_inline(const struct lint *lint, const struct markup_tag *tag)
{
	for (size_t i = 0; i < tag->count; i++) {
		const struct markup_attribute *a = &tag->attributes[i];

		if (theme_markup_is(a->name, "style"))
			say_style(lint, a->whole, "style=");
		else if (a->name.len > 2 && !strncasecmp(a->name.at, "on", 2))
			say_script(lint, a->whole,
				   text_part(a->whole, 0, a->name.len));
	}
	if (theme_markup_is(tag->name, "style") && !is_own_style(tag->inside))
		say_style(lint, tag->whole, "<style>");
	if (theme_markup_is(tag->name, "script") && !is_data(tag) &&
	    text_trim(tag->inside).len)
		say_script(lint, tag->whole, T("<script>"));
}

static void lint_element(const struct lint *lint, const struct markup_tag *tag)
{
	static const char *const refused[] = {
		"iframe", "frame", "object", "embed",
		"applet", "video", "audio",  "base",
	};
	struct diag *diag;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (!theme_markup_is(tag->name, refused[i]))
			continue;
		diag = diag_add(lint->diags, SEVERITY_ERROR,
				place_of(lint, tag->whole),
				"theme.lint.element",
				_("«<%s>» has no effect: the policy of the "
				  "pages does not allow it"),
				refused[i]);
		diag_hint(lint->diags, diag, "%s",
			  _("take it out, or put a link in its place"));
	}
}

/* -- addresses -------------------------------------------------------------- */

static bool leads_to(struct text address, const char *beginning)
{
	size_t len = strlen(beginning);

	return address.len >= len && !strncasecmp(address.at, beginning, len);
}

static bool is_foreign(struct text address)
{
	return leads_to(address, "//") || leads_to(address, "http:") ||
	       leads_to(address, "https:");
}

static void say_scheme(const struct lint *lint, struct text part,
		       const char *scheme, const char *hint)
{
	struct diag *diag =
		diag_add(lint->diags, SEVERITY_ERROR, place_of(lint, part),
			 "theme.lint.address",
			 _("browsers refuse addresses with «%s» on these "
			   "pages"),
			 scheme);

	diag_hint(lint->diags, diag, "%s", hint);
}

static void say_foreign(const struct lint *lint, struct text part)
{
	struct diag *diag =
		diag_add(lint->diags, SEVERITY_ERROR, place_of(lint, part),
			 "theme.lint.foreign",
			 _("pages load nothing from elsewhere, so «%.*s» would "
			   "not show"),
			 TEXT_ARG(part));

	diag_hint(lint->diags, diag, "%s",
		  _("put the file into assets/, and name it in careplan.css"));
}

/* Links lead anywhere; everything else that has an address is loaded. */
static bool is_link(const struct markup_tag *tag)
{
	const struct markup_attribute *rel = theme_markup_find(tag, "rel");

	if (theme_markup_is(tag->name, "a") ||
	    theme_markup_is(tag->name, "area"))
		return true;
	return theme_markup_is(tag->name, "link") && rel &&
	       (theme_markup_is(rel->value, "canonical") ||
		theme_markup_is(rel->value, "alternate"));
}

static bool is_address(struct text name)
{
	static const char *const names[] = { "src",	   "href",
					     "srcset",	   "poster",
					     "data",	   "action",
					     "xlink:href", "formaction" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (theme_markup_is(name, names[i]))
			return true;
	return false;
}

static void lint_address(const struct lint *lint, const struct markup_tag *tag,
			 struct text address)
{
	address = text_trim(address);
	if (leads_to(address, "javascript:"))
		say_scheme(lint, address, "javascript:",
			   _("write it into assets/careplan.js"));
	else if (leads_to(address, "data:"))
		say_scheme(lint, address, "data:",
			   _("put the file into assets/, and name it in "
			     "careplan.css"));
	else if (!is_link(tag) && is_foreign(address))
		say_foreign(lint, address);
}

/* Of "b.png 2x", b.png. */
static struct text first_word(struct text t)
{
	size_t blank;

	t = text_trim(t);
	blank = text_find(t, " ");
	return blank == SIZE_MAX ? t : text_part(t, 0, blank);
}

static void lint_addresses(const struct lint *lint,
			   const struct markup_tag *tag)
{
	for (size_t i = 0; i < tag->count; i++) {
		const struct markup_attribute *a = &tag->attributes[i];
		struct text rest = a->value, part;

		if (!is_address(a->name))
			continue;
		if (!theme_markup_is(a->name, "srcset"))
			lint_address(lint, tag, a->value);
		else
			while (text_cut(&rest, ',', &part))
				lint_address(lint, tag, first_word(part));
	}
}

/* -- people ----------------------------------------------------------------- */

static void lint_picture(const struct lint *lint, const struct markup_tag *tag)
{
	struct diag *diag;

	if (!theme_markup_is(tag->name, "img") || tag->is_open)
		return;
	if (!theme_markup_find(tag, "alt")) {
		diag = diag_add(lint->diags, SEVERITY_WARNING,
				place_of(lint, tag->whole), "theme.lint.alt",
				_("this picture says nothing to those who "
				  "cannot see it"));
		diag_hint(lint->diags, diag, "%s",
			  _("write alt=\"…\" with what it shows, or alt=\"\" "
			    "where it only adorns the page"));
	}
	if (!theme_markup_find(tag, "width") ||
	    !theme_markup_find(tag, "height")) {
		diag = diag_add(lint->diags, SEVERITY_WARNING,
				place_of(lint, tag->whole), "theme.lint.size",
				_("the page jumps while this picture loads"));
		diag_hint(lint->diags, diag, "%s",
			  _("write its width and height; they stand beside "
			    "its src"));
	}
}

static void lint_zoom(const struct lint *lint, const struct markup_tag *tag)
{
	static const char *const words[] = { "user-scalable=no",
					     "user-scalable=0",
					     "maximum-scale" };
	const struct markup_attribute *name = theme_markup_find(tag, "name");
	const struct markup_attribute *content =
		theme_markup_find(tag, "content");
	struct diag *diag;

	if (!theme_markup_is(tag->name, "meta") || !name || !content ||
	    !theme_markup_is(name->value, "viewport"))
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t at = find_word(content->value, words[i]);

		if (at == SIZE_MAX)
			continue;
		diag = diag_add(lint->diags, SEVERITY_ERROR,
				place_of(lint, text_part(content->value, at,
							 strlen(words[i]))),
				"theme.lint.zoom",
				_("«%s» keeps people from enlarging the page"),
				words[i]);
		diag_hint(lint->diags, diag, "%s",
			  _("take it out: many who read these pages are old"));
	}
}

static void lint_opener(const struct lint *lint, const struct markup_tag *tag)
{
	const struct markup_attribute *target =
		theme_markup_find(tag, "target");
	const struct markup_attribute *rel = theme_markup_find(tag, "rel");
	struct diag *diag;

	if (!target || tag->is_open ||
	    !theme_markup_is(target->value, "_blank") ||
	    (rel && (find_word(rel->value, "noopener") != SIZE_MAX ||
		     find_word(rel->value, "noreferrer") != SIZE_MAX)))
		return;
	diag = diag_add(lint->diags, SEVERITY_WARNING,
			place_of(lint, target->whole), "theme.lint.opener",
			_("a page that opens in a window of its own can steer "
			  "the one it came from"));
	diag_hint(lint->diags, diag, "%s", _("add rel=\"noopener\""));
}

/* -- markup ----------------------------------------------------------------- */

static void lint_markup(const struct lint *lint, struct text text)
{
	struct theme_markup markup;
	struct markup_tag tag;

	theme_markup_begin(&markup, text);
	while (theme_markup_next(&markup, &tag)) {
		lint_inline(lint, &tag);
		lint_element(lint, &tag);
		lint_addresses(lint, &tag);
		lint_picture(lint, &tag);
		lint_zoom(lint, &tag);
		lint_opener(lint, &tag);
	}
}

void theme_lint_template(const struct source *source, struct diags *diags)
{
	lint_markup(&(struct lint){ source, diags }, source->text);
}

/* Where a string stands in its line, if YAML left it as it was written. */
static struct text as_written(const struct source *source,
			      const struct node *node)
{
	struct text line = source_line(source, node->span.line);

	for (size_t i = 0; node->text.len && i + node->text.len <= line.len;
	     i++) {
		struct text part = text_part(line, i, node->text.len);

		if (text_equal(part, node->text))
			return part;
	}
	return node->text;
}

void theme_lint_strings(const struct source *source, const struct node *map,
			struct diags *diags)
{
	struct lint lint = { source, diags };

	for (const struct node *node = map->first; node; node = node->next)
		if (node->kind == NODE_SCALAR &&
		    text_find(node->text, "<") != SIZE_MAX)
			lint_markup(&lint, as_written(source, node));
}

/* -- what nobody sees ------------------------------------------------------- */

/* The name of a file without its folders. */
static struct text file_name(struct text path)
{
	for (size_t i = path.len; i; i--)
		if (path.at[i - 1] == '/')
			return text_from(path, i);
	return path;
}

static void say_lacking(const struct theme_lint_words *here,
			const struct theme_lint_words *there,
			const struct node *string, struct diags *diags)
{
	struct diag *diag = diag_add_path(
		diags, SEVERITY_WARNING, here->source->path,
		"theme.lint.language",
		_("this file lacks the string «%.*s», which %.*s has"),
		TEXT_ARG(string->key),
		TEXT_ARG(file_name(there->source->path)));

	diag_hint(diags, diag, "%s",
		  _("add it, so that the page says the same in all "
		    "languages"));
	diag_note(diags, diag, source_at(there->source, string->key_span), "%s",
		  _("it stands here"));
}

/* Loading the theme in that language warns of the string. */
static bool is_told(const struct theme_lint_words *files, size_t at,
		    const struct node *chinese, struct text key)
{
	const struct node *base = files[at].base;

	return chinese && yamldoc_find(chinese, key) &&
	       !(base && yamldoc_find(base, key));
}

/* The first of the files that has a string. */
static size_t first_with(const struct theme_lint_words *files, size_t count,
			 struct text key)
{
	size_t at = 0;

	while (at < count && !yamldoc_find(files[at].map, key))
		at++;
	return at;
}

void theme_lint_languages(const struct theme_lint_words *files, size_t count,
			  size_t zh_cn, struct diags *diags)
{
	const struct node *chinese = zh_cn < count ? files[zh_cn].map : NULL;

	for (size_t from = 0; from < count; from++) {
		const struct node *s = files[from].map->first;

		for (; s; s = s->next) {
			if (first_with(files, count, s->key) != from)
				continue;
			for (size_t at = 0; at < count; at++)
				if (!yamldoc_find(files[at].map, s->key) &&
				    !is_told(files, at, chinese, s->key))
					say_lacking(&files[at], &files[from], s,
						    diags);
		}
	}
}

void theme_lint_unused_partial(const struct source *source, struct text name,
			       struct diags *diags)
{
	struct diag *diag = diag_add_path(diags, SEVERITY_WARNING, source->path,
					  "theme.lint.partial",
					  _("no page shows this partial"));

	diag_hint(diags, diag, _("use it with {{>%.*s}}, or remove the file"),
		  TEXT_ARG(name));
}

void theme_lint_unused_string(const struct source *source,
			      const struct node *string, struct diags *diags)
{
	struct diag *diag = diag_add(
		diags, SEVERITY_WARNING, source_at(source, string->key_span),
		"theme.lint.string", _("no page shows the string «%.*s»"),
		TEXT_ARG(string->key));

	diag_hint(diags, diag, _("use it with {{>t.%.*s}}, or remove it"),
		  TEXT_ARG(string->key));
}
