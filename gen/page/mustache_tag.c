#include "page/mustache_tag.h"

#include <string.h>

#include "base/lang.h"

/*
 * A tag is searched for its end no further than MUSTACHE_TAG_BYTES, so that a
 * missing end costs little and is noticed where it is missing; only comments
 * may be longer.
 */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
	return is_blank(c) || c == '\n' || c == '\r';
}

size_t mustache_tag_skip_blanks(struct text in, size_t at)
{
	while (at < in.len && is_blank(in.at[at]))
		at++;
	return at;
}

size_t mustache_tag_skip_line_end(struct text in, size_t at)
{
	if (at < in.len && in.at[at] == '\n')
		return at + 1;
	if (at + 1 < in.len && in.at[at] == '\r' && in.at[at + 1] == '\n')
		return at + 2;
	return at;
}

bool mustache_tag_begins(struct text in, size_t at, struct text what)
{
	return in.len - at >= what.len &&
	       !memcmp(in.at + at, what.at, what.len);
}

/* The offset of needle between from and to, or SIZE_MAX. */
static size_t find(struct text in, size_t from, size_t to, struct text needle)
{
	const char *found =
		memmem(in.at + from, to - from, needle.at, needle.len);

	return found ? (size_t)(found - in.at) : SIZE_MAX;
}

size_t mustache_tag_find(const struct tag_reader *reader, size_t from)
{
	size_t at = find(reader->in, from, reader->in.len, reader->open);

	return at == SIZE_MAX ? reader->in.len : at;
}

/* -- mistakes ------------------------------------------------------------- */

struct place mustache_tag_mistake(struct tag_reader *reader, size_t at,
				  size_t len)
{
	reader->mistakes++;
	return mustache_place(reader->template, at, len);
}

static void say_unclosed(struct tag_reader *r, size_t at, size_t len,
			 struct text close)
{
	struct place place = mustache_tag_mistake(r, at, len);
	struct diag *diag =
		diag_add(r->diags, SEVERITY_ERROR, place, "theme.tag.unclosed",
			 _("this tag has no end"));

	diag_hint(r->diags, diag, _("close it with %.*s"), TEXT_ARG(close));
}

static void say_empty(struct tag_reader *r, const struct tag *tag)
{
	struct place place =
		mustache_tag_mistake(r, tag->at, tag->end - tag->at);
	struct diag *diag =
		diag_add(r->diags, SEVERITY_ERROR, place, "theme.tag.empty",
			 _("this tag has no name"));

	diag_hint(r->diags, diag, _("write a name into it, or take it out"));
}

static void say_bad_name(struct tag_reader *r, const struct tag *tag)
{
	struct place place =
		mustache_tag_mistake(r, tag->at, tag->end - tag->at);
	struct diag *diag =
		diag_add(r->diags, SEVERITY_ERROR, place, "theme.tag.name",
			 _("«%.*s» cannot be a name"), TEXT_ARG(tag->name));

	diag_hint(r->diags, diag,
		  _("a name is one word without blanks, or several joined by "
		    "single dots"));
}

/* -- the parts of a tag --------------------------------------------------- */

/* What ends a tag of that kind: }}} or =}} or }}. */
static struct text closing(const struct tag_reader *r, char kind,
			   char room[MUSTACHE_DELIMITER_BYTES + 1])
{
	if (kind != '{' && kind != '=')
		return r->close;
	room[0] = kind == '{' ? '}' : '=';
	memcpy(room + 1, r->close.at, r->close.len);
	return (struct text){ room, r->close.len + 1 };
}

/*
 * Finds the end of a tag whose name begins at `from`. A tag that would swallow
 * the beginning of another one lacks its end, and reading goes on with the
 * other one.
 */
static bool read_name(struct tag_reader *r, struct tag *tag, size_t from)
{
	char room[MUSTACHE_DELIMITER_BYTES + 1];
	struct text close = closing(r, tag->kind, room);
	size_t most = from + MUSTACHE_TAG_BYTES + close.len;
	size_t to = tag->kind != '!' && most < r->in.len ? most : r->in.len;
	size_t stop = find(r->in, from, to, close);
	size_t open = SIZE_MAX;

	if (tag->kind != '!' && tag->kind != '=')
		open = find(r->in, from, to, r->open);
	if (tag->kind == '{' && find(r->in, from, to, r->close) < stop)
		stop = SIZE_MAX;
	if (stop == SIZE_MAX || open < stop) {
		say_unclosed(r, tag->at, from - tag->at, close);
		tag->end = open < r->in.len ? open : from;
		if (tag->kind == '!')
			tag->end = r->in.len;
		return false;
	}
	tag->name = text_trim(text_part(r->in, from, stop - from));
	tag->end = stop + close.len;
	return true;
}

/* Reads what stands before the name; returns the offset of the name. */
static size_t read_kind(const struct tag_reader *r, struct tag *tag)
{
	size_t at = tag->at + r->open.len;

	if (at < r->in.len && r->in.at[at] == '{') {
		tag->kind = '{';
		return at + 1;
	}
	while (at < r->in.len && is_space(r->in.at[at]))
		at++;
	if (at < r->in.len && r->in.at[at] &&
	    strchr("#^/><$&!=", r->in.at[at]) &&
	    !mustache_tag_begins(r->in, at, r->close))
		tag->kind = r->in.at[at++];
	return at;
}

/* Names have no blanks; those that are looked up have no empty parts. */
static bool is_name(struct text t, bool is_looked_up)
{
	char before = '.';

	if (is_looked_up && text_is(t, "."))
		return true;
	for (size_t i = 0; i < t.len; before = t.at[i++]) {
		if (is_space(t.at[i]))
			return false;
		if (is_looked_up && t.at[i] == '.' && before == '.')
			return false;
	}
	return !is_looked_up || before != '.';
}

static bool check_name(struct tag_reader *r, const struct tag *tag)
{
	bool is_looked_up = !tag->kind || !strchr("><$/", tag->kind);

	if (!tag->name.len) {
		say_empty(r, tag);
		return false;
	}
	if (!is_name(tag->name, is_looked_up || tag->is_dynamic)) {
		say_bad_name(r, tag);
		return false;
	}
	return true;
}

bool mustache_tag_read(struct tag_reader *reader, size_t at, struct tag *tag)
{
	size_t after;

	*tag = (struct tag){ .at = at };
	if (!read_name(reader, tag, read_kind(reader, tag)))
		return false;
	if (tag->kind && strchr("></", tag->kind) &&
	    text_starts(tag->name, "*")) {
		tag->is_dynamic = true;
		tag->name = text_trim(text_from(tag->name, 1));
	}
	after = mustache_tag_skip_blanks(reader->in, tag->end);
	tag->next = mustache_tag_skip_line_end(reader->in, after);
	tag->ends_line = after == reader->in.len || tag->next != after;
	return tag->kind == '!' || tag->kind == '=' || check_name(reader, tag);
}

/* Cuts a delimiter off: a word that is not too long and has no equals sign. */
static bool cut_delimiter(struct text *rest, struct text *word)
{
	size_t len = 0;

	*rest = text_trim(*rest);
	while (len < rest->len && !is_space(rest->at[len]))
		len++;
	*word = text_part(*rest, 0, len);
	*rest = text_from(*rest, len);
	return len && len <= MUSTACHE_DELIMITER_BYTES &&
	       !memchr(word->at, '=', len);
}

void mustache_tag_delimiters(struct tag_reader *reader, const struct tag *tag)
{
	struct text rest = tag->name, open, close;
	struct place place;
	struct diag *diag;

	if (cut_delimiter(&rest, &open) && cut_delimiter(&rest, &close) &&
	    !text_trim(rest).len) {
		reader->open = open;
		reader->close = close;
		return;
	}
	place = mustache_tag_mistake(reader, tag->at, tag->end - tag->at);
	diag = diag_add(reader->diags, SEVERITY_ERROR, place,
			"theme.delimiters",
			_("this does not say what tags shall look like"));
	diag_hint(reader->diags, diag,
		  _("write two signs with a blank between them, like "
		    "{{=[[ ]]=}}"));
}
