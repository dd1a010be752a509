/*
 * Collecting is at the top, then sorting, then the two printed forms. The text
 * form is built in one buffer and written once, so that the output of a run is
 * not torn by what others write to the same terminal.
 */

#include "base/diag.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/lang.h"
#include "base/map.h"

enum {
	KEPT_BEFORE_CHARS = 256, /* of a long source line, before the place */
	KEPT_CHARS = 512,
	LINE_MOST_COLUMNS = 120,
	LINE_BEFORE_COLUMNS = 60, /* of a line that is cut, before the place */
	TAB_COLUMNS = 8,
	NUMBER_COLUMNS = 5,
};

static const char ellipsis[] = "\xE2\x80\xA6";

void diags_init(struct diags *diags)
{
	arena_init(&diags->arena, ARENA_SMALL);
	diags->first = NULL;
	diags->last = &diags->first;
	diags->errors = diags->warnings = 0;
}

void diags_release(struct diags *diags)
{
	arena_release(&diags->arena);
	diags_init(diags);
}

/* Keeps the line of a place; of a very long one the part around the place. */
static void keep_line(struct diags *diags, struct diag *diag,
		      const struct source *source)
{
	struct text line = source_line(source, diag->span.line);
	struct text skipped = { line.at, 0 };

	if (line.len > KEPT_CHARS) {
		if (diag->span.column > KEPT_BEFORE_CHARS)
			skipped = text_head(line, diag->span.column -
							  KEPT_BEFORE_CHARS);
		line = text_head(text_from(line, skipped.len), KEPT_CHARS);
		diag->line_skips = (uint32_t)text_chars(skipped);
	}
	diag->line = arena_text(&diags->arena, line);
}

static struct diag *new_diag(struct diags *diags, struct place place,
			     const char *format, va_list ap)
{
	struct diag *diag = ARENA_NEW(&diags->arena, struct diag);

	diag->span = place.span;
	diag->message = arena_vformat(&diags->arena, format, ap);
	if (!place.source) {
		diag->span = (struct span){ 0 };
		return diag;
	}
	diag->path = arena_text(&diags->arena, place.source->path);
	keep_line(diags, diag, place.source);
	return diag;
}

static struct diag *vadd(struct diags *diags, enum severity severity,
			 struct place place, const char *format, va_list ap)
{
	struct diag *diag = new_diag(diags, place, format, ap);

	diag->severity = severity;
	*diags->last = diag;
	diags->last = &diag->next;
	if (severity == SEVERITY_ERROR)
		diags->errors++;
	else
		diags->warnings++;
	return diag;
}

struct diag *diag_add(struct diags *diags, enum severity severity,
		      struct place place, const char *code, const char *format,
		      ...)
{
	struct diag *diag;
	va_list ap;

	va_start(ap, format);
	diag = vadd(diags, severity, place, format, ap);
	va_end(ap);
	diag->code = arena_string(&diags->arena, code);
	return diag;
}

struct diag *diag_add_path(struct diags *diags, enum severity severity,
			   struct text path, const char *code,
			   const char *format, ...)
{
	struct source source = { .path = path };
	struct diag *diag;
	va_list ap;

	va_start(ap, format);
	diag = vadd(diags, severity, source_whole(&source), format, ap);
	va_end(ap);
	diag->code = arena_string(&diags->arena, code);
	return diag;
}

void diag_hint(struct diags *diags, struct diag *diag, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	diag->hint = arena_vformat(&diags->arena, format, ap);
	va_end(ap);
}

void diag_note(struct diags *diags, struct diag *diag, struct place place,
	       const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	diag->note = new_diag(diags, place, format, ap);
	va_end(ap);
}

void diag_detail(struct diags *diags, struct diag *diag, const char *words)
{
	diag->detail = arena_text(&diags->arena, text_of(words));
}

static struct diag *copy_diag(struct arena *arena, const struct diag *from)
{
	struct diag *copy = ARENA_NEW(arena, struct diag);

	*copy = *from;
	copy->next = NULL;
	if (from->code) /* a note has none */
		copy->code = arena_string(arena, from->code);
	copy->path = arena_text(arena, from->path);
	copy->line = arena_text(arena, from->line);
	copy->message = arena_text(arena, from->message);
	copy->hint = arena_text(arena, from->hint);
	copy->detail = arena_text(arena, from->detail);
	return copy;
}

void diags_move(struct diags *to, struct diags *from)
{
	if (to == from)
		BUG("diagnostics moved to where they are");
	for (const struct diag *diag = from->first; diag; diag = diag->next) {
		struct diag *copy = copy_diag(&to->arena, diag);

		if (diag->note)
			copy->note = copy_diag(&to->arena, diag->note);
		*to->last = copy;
		to->last = &copy->next;
	}
	to->errors += from->errors;
	to->warnings += from->warnings;
	arena_reset(&from->arena);
	from->first = NULL;
	from->last = &from->first;
	from->errors = from->warnings = 0;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_diags(const struct diag *a, const struct diag *b)
{
	int order = text_compare(a->path, b->path);

	if (!order)
		order = compare_numbers(a->span.line, b->span.line);
	if (!order)
		order = compare_numbers(a->span.column, b->span.column);
	if (!order)
		order = compare_numbers(a->severity, b->severity);
	return order;
}

/* Joins two sorted lists; of equal ones those of `a` come first. */
static struct diag *merge(struct diag *a, struct diag *b)
{
	struct diag *first = NULL, **last = &first;

	while (a && b) {
		struct diag **least = compare_diags(a, b) <= 0 ? &a : &b;

		*last = *least;
		*least = (*least)->next;
		last = &(*last)->next;
	}
	*last = a ? a : b;
	return first;
}

/*
 * Sorts a list stably: runs[i] holds a sorted run of 2^i of them, or none, as
 * the digits of a binary counter.
 */
static struct diag *sort_list(struct diag *diag)
{
	struct diag *runs[64] = { NULL }, *sorted = NULL;

	while (diag) {
		struct diag *run = diag;
		size_t i = 0;

		diag = diag->next;
		run->next = NULL;
		for (; runs[i]; i++) {
			run = merge(runs[i], run);
			runs[i] = NULL;
		}
		runs[i] = run;
	}
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		sorted = merge(runs[i], sorted);
	return sorted;
}

/* What makes two diagnostics the same: place, code and message. */
static struct text sameness(struct arena *arena, const struct diag *diag)
{
	return arena_format(arena, "%u:%u:%u:%s:%.*s:%.*s", diag->span.line,
			    diag->span.column, diag->span.length, diag->code,
			    TEXT_ARG(diag->path), TEXT_ARG(diag->message));
}

static void drop_repeated(struct diags *diags)
{
	struct diag **at = &diags->first;
	struct arena scratch;
	struct map seen;

	arena_init(&scratch, ARENA_USUAL);
	map_init(&seen, &scratch);
	while (*at) {
		struct diag *diag = *at;

		if (!map_set(&seen, sameness(&scratch, diag), diag)) {
			at = &diag->next;
			continue;
		}
		*at = diag->next;
		if (diag->severity == SEVERITY_ERROR)
			diags->errors--;
		else
			diags->warnings--;
	}
	diags->last = at;
	arena_release(&scratch);
}

/* What a terminal would obey, or what would show text in another order. */
static bool is_unsafe(uint32_t character)
{
	return character < 0x20 || (character >= 0x7F && character < 0xA0) ||
	       character == 0x200E || character == 0x200F ||
	       (character >= 0x2028 && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069) ||
	       character == UINT32_MAX;
}

/* Adds one character of content as a terminal may have it. */
static void add_safe(struct buf *out, const char *at, size_t len,
		     uint32_t character)
{
	if (character == '\n' || character == '\r')
		buf_add_char(out, ' ');
	else if (character != '\t' && is_unsafe(character))
		buf_add_string(out, "\xEF\xBF\xBD");
	else
		buf_add(out, at, len);
}

/* Adds content; each line of it starts with the indent after the first. */
static void add_content(struct buf *out, struct text t, const char *indent)
{
	const char *at = t.at, *end = t.len ? t.at + t.len : t.at;

	while (at < end) {
		const char *start = at;
		uint32_t character = text_next(&at, end);

		if (character == '\n' && indent) {
			buf_add_char(out, '\n');
			buf_add_string(out, indent);
			continue;
		}
		add_safe(out, start, (size_t)(at - start), character);
	}
}

enum colour { BOLD, RED, MAGENTA, GREEN, PLAIN };

static void paint(struct buf *out, bool colour, enum colour which)
{
	static const char *const codes[] = {
		[BOLD] = "\033[1m",	  [RED] = "\033[1;31m",
		[MAGENTA] = "\033[1;35m", [GREEN] = "\033[1;32m",
		[PLAIN] = "\033[0m",
	};

	if (colour)
		buf_add_string(out, codes[which]);
}

static void add_head(struct buf *out, const struct diag *diag, const char *word,
		     enum colour which, bool colour)
{
	if (diag->path.len) {
		paint(out, colour, BOLD);
		add_content(out, diag->path, NULL);
		if (diag->span.line)
			buf_format(out, ":%u", diag->span.line);
		if (diag->span.line && diag->span.column)
			buf_format(out, ":%u", diag->span.column);
		buf_add_char(out, ':');
		paint(out, colour, PLAIN);
		buf_add_char(out, ' ');
	}
	paint(out, colour, which);
	buf_format(out, "%s:", word);
	paint(out, colour, PLAIN);
	buf_add_char(out, ' ');
	add_content(out, diag->message, NULL);
	buf_add_char(out, '\n');
}

/* The columns that a character of a source line takes where it stands. */
static size_t shown_columns(const char *at, size_t len, uint32_t character,
			    size_t column)
{
	if (character == '\t')
		return TAB_COLUMNS - column % TAB_COLUMNS;
	if (is_unsafe(character))
		return 1;
	return text_columns((struct text){ at, len });
}

/* The longest beginning that fills at most so many columns. */
static struct text head_within(struct text line, size_t most, size_t *columns)
{
	const char *at = line.at, *end = line.len ? line.at + line.len : at;
	size_t len = 0;

	*columns = 0;
	while (at < end) {
		const char *start = at;
		uint32_t character = text_next(&at, end);
		size_t more = shown_columns(start, (size_t)(at - start),
					    character, *columns);

		if (more > most - *columns)
			break;
		*columns += more;
		len = (size_t)(at - line.at);
	}
	return text_part(line, 0, len);
}

static size_t line_columns(struct text line)
{
	size_t columns;

	head_within(line, SIZE_MAX, &columns);
	return columns;
}

/* The part of a source line that is shown, and where the place lies in it. */
struct window {
	struct text text;
	size_t before;	   /* bytes of text before the place */
	size_t length;	   /* bytes of text in the place */
	bool cut_at_start; /* something stands before it */
	bool cut_at_end;
};

/* Cuts both ends off a long line, so that the place stays in sight. */
static void narrow_window(struct window *window)
{
	struct text *text = &window->text;
	size_t columns = line_columns(text_part(*text, 0, window->before));
	size_t len = text->len;

	if (columns > LINE_BEFORE_COLUMNS) {
		size_t skip = head_within(*text, columns - LINE_BEFORE_COLUMNS,
					  &columns)
				      .len;

		*text = text_from(*text, skip);
		window->before -= skip;
		window->cut_at_start = true;
		len = text->len;
	}
	*text = head_within(*text, LINE_MOST_COLUMNS, &columns);
	window->cut_at_end = text->len < len;
	if (window->before > text->len)
		window->before = text->len;
}

static struct window cut_window(const struct diag *diag)
{
	size_t column = diag->span.column ? diag->span.column - 1 : 0;
	struct window window = { .text = diag->line };

	column = column > diag->line_skips ? column - diag->line_skips : 0;
	window.before = text_head(window.text, column).len;
	window.cut_at_start = diag->line_skips > 0;
	if (diag->line_skips || line_columns(window.text) > LINE_MOST_COLUMNS)
		narrow_window(&window);
	window.length = text_head(text_from(window.text, window.before),
				  diag->span.length)
				.len;
	return window;
}

/* Adds what moves the cursor under the place: tabs stay, the rest is blank. */
static void add_padding(struct buf *out, struct text before)
{
	const char *at = before.at, *end = before.at + before.len;

	while (at < end) {
		const char *start = at;
		uint32_t character = text_next(&at, end);
		size_t columns = shown_columns(start, (size_t)(at - start),
					       character, 0);

		if (character == '\t') {
			buf_add_char(out, '\t');
			continue;
		}
		while (columns--)
			buf_add_char(out, ' ');
	}
}

static void add_carets(struct buf *out, const struct window *window,
		       bool colour)
{
	struct text place =
		text_part(window->text, window->before, window->length);
	size_t columns = line_columns(place);

	if (window->cut_at_start)
		buf_add_char(out, ' ');
	if (window->before)
		add_padding(out, text_part(window->text, 0, window->before));
	paint(out, colour, GREEN);
	buf_add_char(out, '^');
	while (columns-- > 1)
		buf_add_char(out, '~');
	paint(out, colour, PLAIN);
	buf_add_char(out, '\n');
}

static void add_line(struct buf *out, const struct diag *diag, bool colour)
{
	struct window window;
	size_t start = out->len;
	int width;

	if (!diag->span.line || (!diag->line.len && !diag->line_skips))
		return;
	window = cut_window(diag);
	buf_format(out, "%*u", NUMBER_COLUMNS, diag->span.line);
	width = (int)(out->len - start);
	buf_add_string(out, " | ");
	if (window.cut_at_start)
		buf_add_string(out, ellipsis);
	add_content(out, window.text, NULL);
	if (window.cut_at_end)
		buf_add_string(out, ellipsis);
	buf_add_char(out, '\n');
	if (!diag->span.column)
		return;
	buf_format(out, "%*s | ", width, "");
	add_carets(out, &window, colour);
}

static void add_text_form(struct buf *out, const struct diag *diag, bool colour)
{
	static const char indent[] = "   ";
	bool is_error = diag->severity == SEVERITY_ERROR;

	add_head(out, diag, is_error ? _("error") : _("warning"),
		 is_error ? RED : MAGENTA, colour);
	add_line(out, diag, colour);
	if (diag->hint.len) {
		buf_add_string(out, indent);
		add_content(out, diag->hint, indent);
		buf_add_char(out, '\n');
	}
	if (diag->note) {
		add_head(out, diag->note, _("note"), BOLD, colour);
		add_line(out, diag->note, colour);
	}
	if (diag->detail.len) {
		buf_format(out, "%s%s: ", indent, _("detail"));
		add_content(out, text_trim(diag->detail), indent);
		buf_add_char(out, '\n');
	}
}

static void add_json_key(struct buf *out, const char *key, struct text value)
{
	buf_format(out, "\"%s\":", key);
	if (value.len)
		buf_add_json(out, value);
	else
		buf_add_string(out, "null");
}

static void add_json_number(struct buf *out, const char *key, uint32_t value)
{
	buf_format(out, ",\"%s\":", key);
	if (value)
		buf_add_number(out, value);
	else
		buf_add_string(out, "null");
}

static void add_json_form(struct buf *out, const struct diag *diag)
{
	bool is_placed = diag->span.line > 0;

	buf_add_char(out, '{');
	add_json_key(out, "file", diag->path);
	add_json_number(out, "line", diag->span.line);
	add_json_number(out, "column", is_placed ? diag->span.column : 0);
	add_json_number(out, "length", is_placed ? diag->span.length : 0);
	buf_format(out, ",\"severity\":\"%s\",",
		   diag->severity == SEVERITY_ERROR ? "error" : "warning");
	add_json_key(out, "code", text_of(diag->code));
	buf_add_char(out, ',');
	add_json_key(out, "message", diag->message);
	buf_add_char(out, ',');
	add_json_key(out, "hint", diag->hint);
	buf_add_string(out, "}\n");
}

/* Adds all of one file; returns the first of the next. */
static const struct diag *add_file(struct buf *out, const struct diag *diag,
				   struct diag_style style)
{
	struct text path = diag->path;
	size_t count = 0, most = path.len ? style.most_per_file : 0;

	for (; diag && text_equal(diag->path, path); diag = diag->next) {
		count++;
		if (style.format == DIAG_FORMAT_JSON)
			add_json_form(out, diag);
		else if (!most || count <= most)
			add_text_form(out, diag, style.colour);
	}
	if (style.format == DIAG_FORMAT_TEXT && most && count > most) {
		buf_format(out, "   %s ", ellipsis);
		buf_format(out, _("and %zu more in this file"), count - most);
		buf_add_char(out, '\n');
	}
	return diag;
}

void diags_print(struct diags *diags, FILE *to, struct diag_style style)
{
	struct buf out = BUF_INIT;
	const struct diag *diag;
	struct text all;

	diags->first = sort_list(diags->first);
	drop_repeated(diags);
	diag = diags->first;
	while (diag)
		diag = add_file(&out, diag, style);
	all = buf_text(&out);
	fwrite(all.at, 1, all.len, to);
	fflush(to);
	buf_release(&out);
}
