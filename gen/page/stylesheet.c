#include "page/stylesheet.h"

#include <stdbool.h>

#include "base/buf.h"

/*
 * One pass over the bytes. What stands between two tokens (blanks, comments) is
 * not written when it is met, but remembered; whether it is needed is decided
 * when the next token begins, from the last byte written and the next one.
 */
struct writer {
	struct buf out;
	const char *start, *at, *end; /* of the source */
	bool blank, comment;	      /* what stands before `at` */
	bool after_escape;	      /* the last byte written ends an escape */
	int depth;		      /* of ( and [ */
	stylesheet_resolve *resolve;
	void *context;
};

bool stylesheet_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct text between(const char *from, const char *until)
{
	return (struct text){ .at = from, .len = (size_t)(until - from) };
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/* Bytes that would run together into one token with their like. */
static bool is_name(char c)
{
	return is_hex(c) || (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z') ||
	       c == '-' || c == '_' || c == '\\' || (unsigned char)c >= 0x80;
}

/* Bytes with which no blank means anything, before or behind. */
static bool is_border(char c)
{
	return c == '{' || c == '}' || c == ';' || c == ',';
}

static char last_byte(const struct writer *w)
{
	return w->out.len > 0 ? w->out.at[w->out.len - 1] : '\0';
}

/* Does the blank before a token that begins with `next` mean anything? */
static bool blank_matters(const struct writer *w, char next)
{
	char last = last_byte(w);

	if (last == '\0' || last == '\n') /* the end of a broken string */
		return false;
	if (w->after_escape) /* "\," is no comma */
		return !is_border(next) && next != ')';
	if (is_border(last) || is_border(next))
		return last == ':' && next != '{'; /* "--x: ;" is a value */
	if (last == '(' || last == '[' || next == ')' || next == ']')
		return false;
	if (last == ':')
		return false;
	if (next == '!')
		return false;
	return w->depth > 0 || (last != '>' && next != '>');
}

/* Would these two become one token, or open a comment, side by side? */
static bool comment_matters(char last, char next)
{
	if (last == '/')
		return next == '*' || next == '/';
	return (is_name(last) || last == '#' || last == '@' || last == '.') &&
	       (is_name(next) || next == '(' || next == '%' || next == '.');
}

/* The last semicolon of a block ends nothing, unless it ends an empty value or
 * was escaped. */
static bool ends_in_spare_semicolon(const struct writer *w)
{
	char before;

	if (w->after_escape || w->out.len < 2 || last_byte(w) != ';')
		return false;
	before = w->out.at[w->out.len - 2];
	return before != ':' && before != ' ' && before != '\\';
}

/* Writes what is needed between the last token and one beginning with next. */
static void join(struct writer *w, char next)
{
	char last = last_byte(w);

	if (w->blank) {
		if (blank_matters(w, next))
			buf_add_char(&w->out, ' ');
	} else if (w->comment) {
		/* A comment parts tokens, yet is no blank. */
		if (comment_matters(last, next))
			buf_add_string(&w->out, "/**/");
	}
	while (next == '}' && ends_in_spare_semicolon(w))
		w->out.len--;
	w->blank = w->comment = w->after_escape = false;
}

/* Passes blanks and comments; remembers which there were. */
static void pass_gap(struct writer *w)
{
	while (w->at < w->end) {
		if (stylesheet_is_blank(*w->at)) {
			w->blank = true;
			w->at++;
		} else if (w->end - w->at > 1 && w->at[0] == '/' &&
			   w->at[1] == '*') {
			w->comment = true;
			w->at += 2;
			while (w->at < w->end &&
			       !(w->end - w->at > 1 && w->at[0] == '*' &&
				 w->at[1] == '/'))
				w->at++;
			w->at = w->end - w->at > 1 ? w->at + 2 : w->end;
		} else {
			return;
		}
	}
}

/*
 * Moves behind the string that begins here. False where a line end breaks it
 * off (CSS Syntax 4.3.5), or the end of the source.
 */
static bool pass_string(struct writer *w)
{
	char mark = *w->at++;

	while (w->at < w->end && *w->at != mark) {
		if (*w->at == '\n' || *w->at == '\r' || *w->at == '\f')
			return false;
		if (*w->at == '\\' && w->end - w->at > 1)
			w->at++;
		w->at++;
	}
	if (w->at == w->end)
		return false;
	w->at++;
	return true;
}

/* A backslash, what it escapes, and the blank that ends a hexadecimal one. */
static void write_escape(struct writer *w)
{
	const char *from = w->at++;
	int digits = 0;

	while (digits < 6 && w->at < w->end && is_hex(*w->at)) {
		w->at++;
		digits++;
	}
	if (digits == 0 && w->at < w->end)
		w->at++;
	buf_add(&w->out, from, (size_t)(w->at - from));
	if (digits > 0 && w->at < w->end && stylesheet_is_blank(*w->at)) {
		buf_add_char(&w->out, ' ');
		w->at++;
	}
	w->after_escape = true;
}

/* Is this the beginning of url( as a name of its own? */
static bool at_url(const struct writer *w)
{
	const char *p = w->at;

	if (w->end - p < 4 || (w->out.len > 0 && is_name(last_byte(w))))
		return false;
	return (p[0] | 0x20) == 'u' && (p[1] | 0x20) == 'r' &&
	       (p[2] | 0x20) == 'l' && p[3] == '(';
}

static void write_target(struct writer *w, struct text target)
{
	struct text to =
		w->resolve(w->context, target, (size_t)(target.at - w->start));

	if (to.len == 0) {
		buf_add_string(&w->out, "none");
		return;
	}
	buf_add_string(&w->out, "url(");
	buf_add_text(&w->out, to);
	buf_add_char(&w->out, ')');
}

/* url(…), with or without quotation marks inside. */
static void write_url(struct writer *w)
{
	const char *whole = w->at, *from, *until;

	w->at += 4;
	while (w->at < w->end && stylesheet_is_blank(*w->at))
		w->at++;
	from = w->at;
	if (w->at < w->end && (*w->at == '"' || *w->at == '\'')) {
		until = pass_string(w) ? w->at - 1 : w->at;
		from++;
	} else {
		while (w->at < w->end && *w->at != ')') {
			if (*w->at == '\\' && w->end - w->at > 1)
				w->at++;
			w->at++;
		}
		until = w->at;
	}
	while (w->at < w->end && *w->at != ')')
		w->at++;
	if (w->at < w->end)
		w->at++;
	if (w->resolve)
		write_target(w, text_trim(between(from, until)));
	else
		buf_add(&w->out, whole, (size_t)(w->at - whole));
}

/* @import "x": a target without url(). */
static bool after_import(const struct writer *w)
{
	return text_ends(buf_text(&w->out), "@import") ||
	       text_ends(buf_text(&w->out), "@import ");
}

static void write_string(struct writer *w)
{
	const char *from = w->at;
	bool is_closed = pass_string(w);

	if (is_closed && w->resolve && after_import(w)) {
		write_target(w, between(from + 1, w->at - 1));
		return;
	}
	buf_add(&w->out, from, (size_t)(w->at - from));
	if (!is_closed && w->at < w->end)
		buf_add_char(&w->out, '\n'); /* it ends the string */
}

static void write_token(struct writer *w)
{
	char c = *w->at;

	join(w, c);
	if (c == '"' || c == '\'') {
		write_string(w);
	} else if (c == '\\') {
		write_escape(w);
	} else if (at_url(w)) {
		write_url(w);
	} else {
		if (c == '(' || c == '[')
			w->depth++;
		else if ((c == ')' || c == ']') && w->depth > 0)
			w->depth--;
		else if (c == '{' || c == '}')
			w->depth = 0; /* where a bracket was forgotten */
		buf_add_char(&w->out, c);
		w->at++;
	}
}

struct text stylesheet_write(struct arena *arena, struct text css,
			     stylesheet_resolve *resolve, void *context)
{
	struct writer w = { .start = css.at,
			    .at = css.at,
			    .end = css.at + css.len,
			    .resolve = resolve,
			    .context = context };
	struct text result;

	if (css.len == 0)
		return css;
	for (pass_gap(&w); w.at < w.end; pass_gap(&w))
		write_token(&w);
	result = arena_text(arena, buf_text(&w.out));
	buf_release(&w.out);
	return result;
}
