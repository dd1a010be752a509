#include "run/skeleton.h"

#include <libintl.h>
#include <string.h>

#include "base/bug.h"
#include "base/lang.h"
#include "model/documents.h"
#include "model/identity.h"
#include "run/paragraph.h"

/*
 * The writer walks a table and, beside it, the rows of examples under the same
 * path. Where a part is not to be written out it goes on in the same way, with
 * "# " before each line at the depth where that part begins.
 *
 * An example of several lines becomes what its field's type asks for: a list of
 * one line each, a map, or a text behind "|".
 */

enum { INDENT = 2, WRITTEN = -1 };

struct rows {
	const struct skeleton_row *first, *end;
};

struct writer {
	struct arena *arena;
	const struct skeleton *skeleton;
	struct buf *to;
	struct text about; /* the comment above, not to be said twice */
	bool is_explained; /* an item like this was there before */
	bool starts_item;  /* the next line begins with "- " */
	int depth;	   /* of the current line, in steps */
	int comment_depth; /* where "# " stands, or WRITTEN */
	bool stays_off;	   /* a comment within the comment */
};

/* -- facts ------------------------------------------------------------------ */

/* Could YAML, or the scan for typing mistakes, take it for something else? */
static bool is_plain(struct text value)
{
	static const char *const doubtful[] = { "：", "“", "「", "『", "，" };

	for (size_t i = 0; i < sizeof(doubtful) / sizeof(doubtful[0]); i++)
		if (text_find(value, doubtful[i]) != SIZE_MAX)
			return false;
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.at[i];
		bool is_inside = i && i + 1 < value.len;

		if (c < 0x80 && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z') && c != '_' &&
		    !(i && c >= '0' && c <= '9') &&
		    !(is_inside && strchr(" -.", c)))
			return false;
	}
	return value.len;
}

/* A value of the user's as a YAML scalar. */
static struct text quoted(struct arena *arena, struct text value)
{
	struct buf out = BUF_INIT;
	struct text done;

	if (is_plain(value))
		return value;
	buf_add_char(&out, '\'');
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '\'')
			buf_add_char(&out, '\'');
		buf_add_char(&out, value.at[i]);
	}
	buf_add_char(&out, '\'');
	done = arena_text(arena, buf_text(&out));
	buf_release(&out);
	return done;
}

/*
 * How a page may address somebody, to begin with: never by the full name. The
 * surname of a Chinese name, the first word of another.
 */
static struct text call_fact(const struct writer *w)
{
	struct text name = w->skeleton->name, first = text_head(name, 1), word;

	if (!w->skeleton->is_chinese || !first.len ||
	    (unsigned char)first.at[0] < 0x80) {
		text_cut(&name, ' ', &word);
		return quoted(w->arena, word);
	}
	return quoted(w->arena,
		      arena_join(w->arena, first,
				 w->skeleton->is_example ? T("女士")
							 : T("女士/先生")));
}

static struct text day_fact(const struct writer *w, struct text name)
{
	int64_t days = 0;

	if (name.len > 5 && !text_number(text_from(name, 5), &days))
		BUG("no fact @%.*s@", TEXT_ARG(name));
	return date_iso(w->arena, date_add(w->skeleton->today, (int)days));
}

static struct text fact(const struct writer *w, struct text name)
{
	const struct skeleton *s = w->skeleton;

	if (text_is(name, "name"))
		return quoted(w->arena, s->name);
	if (text_is(name, "call"))
		return call_fact(w);
	if (text_is(name, "id"))
		return s->id;
	if (text_is(name, "therapist"))
		return s->therapist.len ? quoted(w->arena, s->therapist)
					: T("");
	if (text_is(name, "code"))
		return identity_code_printed(w->arena, s->code);
	if (text_is(name, "language"))
		return s->is_chinese ? T("zh-CN") : T("en");
	if (text_is(name, "status") && s->is_chinese)
		return s->is_example ? T("进行中") : T("草稿");
	if (text_is(name, "status"))
		return s->is_example ? T("active") : T("draft");
	if (text_is(name, "month"))
		return text_part(date_iso(w->arena, s->today), 0, 7);
	if (text_starts(name, "today"))
		return day_fact(w, name);
	BUG("no fact @%.*s@", TEXT_ARG(name));
}

static struct text with_facts(const struct writer *w, const char *example)
{
	struct buf out = BUF_INIT;
	struct text rest = text_of(example), part, done;

	for (bool is_fact = false; text_cut(&rest, '@', &part);
	     is_fact = !is_fact)
		buf_add_text(&out, is_fact ? fact(w, part) : part);
	done = arena_text(w->arena, buf_text(&out));
	buf_release(&out);
	return done;
}

static struct text value_of(const struct writer *w,
			    const struct skeleton_row *row)
{
	if ((row->flags & SKELETON_BLANK) && !w->skeleton->is_example)
		return T("");
	return with_facts(w, w->skeleton->is_chinese ? row->zh : row->en);
}

/* -- lines ------------------------------------------------------------------ */

static void add_blanks(struct buf *to, int count)
{
	while (count-- > 0)
		buf_add_char(to, ' ');
}

/* The start of a line: blanks, "# " where the part is a comment, "- ". */
static struct text line_start(struct writer *w, bool is_entry)
{
	struct buf out = BUF_INIT;
	struct text start;
	int depth = w->depth;
	bool begins = is_entry && w->starts_item;

	if (w->comment_depth != WRITTEN) {
		add_blanks(&out, w->comment_depth * INDENT);
		buf_add_string(&out, "# ");
		depth -= w->comment_depth;
	}
	add_blanks(&out, depth * INDENT);
	if (is_entry && w->stays_off)
		buf_add_string(&out, "# ");
	if (begins) {
		out.len -= INDENT;
		buf_add_string(&out, "- ");
		w->starts_item = false;
	}
	start = arena_text(w->arena, buf_text(&out));
	buf_release(&out);
	return start;
}

static void add_about(struct writer *w, const struct field *field)
{
	struct text about = text_of(field->about ? _(field->about) : "");
	struct text start;

	if (!about.len || w->is_explained || text_equal(about, w->about))
		return;
	w->about = about;
	/* Above an item's first entry the comment lines up with the dash. */
	w->depth -= w->starts_item;
	start = line_start(w, false);
	w->depth += w->starts_item;
	paragraph_add(w->to, about, arena_join(w->arena, start, T("# ")).at,
		      PARAGRAPH_COLUMNS);
}

static void add_key(struct writer *w, const struct field *field)
{
	buf_add_text(w->to, line_start(w, true));
	buf_add_string(w->to, w->skeleton->is_chinese ? field->zh : field->key);
	buf_add_char(w->to, ':');
}

static void add_lines(struct writer *w, struct text lines, const char *before)
{
	struct text line;

	w->depth++;
	while (text_cut(&lines, '\n', &line)) {
		if (line.len || w->comment_depth != WRITTEN)
			buf_add_text(w->to, line_start(w, false));
		if (line.len)
			buf_add_string(w->to, before);
		buf_add_text(w->to, line);
		while (w->to->at[w->to->len - 1] == ' ')
			w->to->len--;
		buf_add_char(w->to, '\n');
	}
	w->depth--;
}

static void add_value(struct writer *w, const struct field *field,
		      struct text value)
{
	bool is_list =
		field->type == FIELD_TEXTS || field->type == FIELD_INLINES ||
		field->type == FIELD_DATES || field->type == FIELD_MONTHS ||
		field->type == FIELD_PERIODS;

	if (is_list && text_find(value, "[") == SIZE_MAX) {
		buf_add_char(w->to, '\n');
		add_lines(w, value, "- ");
	} else if (field->type == FIELD_CAPTIONS) {
		buf_add_char(w->to, '\n');
		add_lines(w, value, "");
	} else if (text_find(value, "\n") != SIZE_MAX) {
		buf_add_string(w->to, " |\n");
		add_lines(w, value, "");
	} else {
		buf_add_string(w->to, value.len ? " " : "");
		buf_add_text(w->to, value);
		buf_add_char(w->to, '\n');
	}
}

/* -- tables ----------------------------------------------------------------- */

/* Does the row's path stand at or below prefix + key? */
static bool is_under(const struct skeleton_row *row, struct text prefix,
		     const char *key)
{
	struct text rest = text_from(text_of(row->path), prefix.len);
	size_t len = strlen(key);

	return text_equal(text_part(text_of(row->path), 0, prefix.len),
			  prefix) &&
	       text_starts(rest, key) &&
	       (rest.len == len || rest.at[len] == '.');
}

/* The rows of one field; they stand together. */
static struct rows rows_under(struct rows rows, struct text prefix,
			      const char *key)
{
	struct rows found = { rows.first, rows.first };

	while (found.first < rows.end && !is_under(found.first, prefix, key))
		found.first++;
	found.end = found.first;
	while (found.end < rows.end && is_under(found.end, prefix, key))
		found.end++;
	return found;
}

static bool is_written(const struct writer *w, struct rows rows)
{
	for (; rows.first < rows.end; rows.first++)
		if ((rows.first->flags & (SKELETON_NEW | SKELETON_BLANK)) ||
		    (w->skeleton->is_example &&
		     !(rows.first->flags & SKELETON_OFF)))
			return true;
	return false;
}

/* Is it one that is to stay a comment when what it belongs to is used? */
static bool is_off(struct rows rows)
{
	for (; rows.first < rows.end; rows.first++)
		if (!(rows.first->flags & SKELETON_OFF))
			return false;
	return true;
}

/* The rows of the first item: up to where its first path comes again. */
static struct rows cut_item(struct rows *rows)
{
	struct rows item = { rows->first, rows->first + 1 };

	while (item.end < rows->end && strcmp(item.end->path, item.first->path))
		item.end++;
	rows->first = item.end;
	return item;
}

static void add_table(struct writer *w, const struct table *table,
		      struct text prefix, struct rows rows);

/* The entries of items stand two steps below their list's name, one below the
 * margin where the document is a bare list. */
static void add_items(struct writer *w, const struct field *field,
		      struct text prefix, struct rows rows, int steps)
{
	bool was_explained = w->is_explained;

	w->depth += steps;
	while (rows.first < rows.end) {
		w->starts_item = true;
		add_table(w, field->table, prefix, cut_item(&rows));
		w->is_explained = true;
	}
	w->is_explained = was_explained;
	w->depth -= steps;
}

static void add_field(struct writer *w, const struct field *field,
		      struct text prefix, struct rows rows)
{
	struct text inner =
		arena_join3(w->arena, prefix, text_of(field->key), T("."));
	int comment_depth = w->comment_depth;

	bool stays_off = w->stays_off;

	add_about(w, field);
	w->stays_off |= comment_depth != WRITTEN && is_off(rows);
	if (comment_depth == WRITTEN && !is_written(w, rows))
		w->comment_depth = w->depth;
	add_key(w, field);
	if (field->type == FIELD_LIST) {
		buf_add_char(w->to, '\n');
		add_items(w, field, inner, rows, 2);
	} else if (field->type == FIELD_STRUCT) {
		buf_add_char(w->to, '\n');
		w->depth++;
		add_table(w, field->table, inner, rows);
		w->depth--;
	} else {
		add_value(w, field, value_of(w, rows.first));
	}
	w->comment_depth = comment_depth;
	w->stays_off = stays_off;
}

static void add_table(struct writer *w, const struct table *table,
		      struct text prefix, struct rows rows)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		struct rows found = rows_under(rows, prefix, field->key);

		if (found.first == found.end)
			continue;
		if (!w->depth)
			buf_add_char(w->to, '\n');
		add_field(w, field, prefix, found);
	}
}

/* -- documents -------------------------------------------------------------- */

static const struct skeleton_words *find_words(const char *name)
{
	for (size_t i = 0; i < skeleton_words_count; i++)
		if (!strcmp(skeleton_words[i].name, name))
			return &skeleton_words[i];
	BUG("no skeleton of %s", name);
}

static const struct document_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < document_kind_count; i++)
		if (!strcmp(document_kinds[i].name, name))
			return &document_kinds[i];
	BUG("no document %s", name);
}

/* gettext asks LANGUAGE anew once textdomain was called again. */
static void speak(const char *language)
{
	setenv("LANGUAGE", language, 1);
	textdomain(textdomain(NULL));
}

static void add_document(struct writer *w, const struct document_kind *kind,
			 const struct skeleton_words *words)
{
	struct rows rows = { words->rows, words->rows + words->count };

	paragraph_add(
		w->to,
		with_facts(w, w->skeleton->is_chinese ? words->zh : words->en),
		"# ", PARAGRAPH_COLUMNS);
	if (!kind->is_list) {
		add_table(w, kind->table, T(""), rows);
		return;
	}
	buf_add_char(w->to, '\n');
	if (!is_written(w, rows))
		w->comment_depth = 0;
	add_items(w, &kind->table->fields[0], T(""), rows, 1);
	/* A file of comments alone would be an empty one. */
	if (w->comment_depth != WRITTEN)
		buf_add_string(w->to, "[]\n");
}

void skeleton_add(struct arena *arena, const char *name,
		  const struct skeleton *skeleton, struct buf *to)
{
	const struct skeleton_words *words = find_words(name);
	struct writer w = { .arena = arena,
			    .skeleton = skeleton,
			    .to = to,
			    .comment_depth = WRITTEN };
	const char *body =
		skeleton->is_chinese ? words->body_zh : words->body_en;

	speak(skeleton->is_chinese ? "zh_CN" : "en");
	if (body)
		buf_add_string(to, "---\n");
	add_document(&w, find_kind(name), words);
	if (body)
		buf_format(to, "---\n\n%.*s", TEXT_ARG(with_facts(&w, body)));
	speak(lang_is_chinese() ? "zh_CN" : "en");
}
