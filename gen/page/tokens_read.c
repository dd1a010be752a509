#include "page/tokens.h"

#include <string.h>

#include "base/lang.h"
#include "page/stylesheet.h"

/*
 * One reader for both kinds of files. In a sheet everything but tokens is
 * passed in silence; in tokens.css (with diags) it is a mistake that is told
 * and then passed the same way.
 */
struct reader {
	struct arena *arena;
	struct tokens *tokens;
	struct diags *diags; /* NULL: a sheet */
	const char *at, *end;
	const char *stop; /* no rule that begins behind it matters */
	const char *last; /* behind the last token that pass_to_sign met */
	bool is_broken;	  /* a bracket or string there was not closed */
	size_t errors;
};

static struct text between(const char *from, const char *until)
{
	return (struct text){ .at = from, .len = (size_t)(until - from) };
}

/* Is this one of the bytes that a name is made of? */
static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool is_token_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_name(name.at[i]))
			return false;
	return name.len > 2 && text_starts(name, "--");
}

/* -- mistakes in tokens.css ------------------------------------------------ */

/* What is wrong with bytes of tokens.css; in a sheet nothing is. */
static void complain(struct reader *r, struct text bytes, const char *message,
		     const char *hint)
{
	const struct source *source = r->tokens->source;
	struct diag *diag;

	if (!r->diags)
		return;
	diag = diag_add(r->diags, SEVERITY_ERROR,
			source_place(source,
				     (size_t)(bytes.at - source->text.at),
				     bytes.len),
			"theme.token.syntax", "%s", message);
	diag_hint(r->diags, diag, "%s", hint);
	if (++r->errors == TOKENS_MOST_ERRORS)
		r->at = r->end;
}

static void complain_rule(struct reader *r, struct text bytes)
{
	complain(r, bytes, _("only :root blocks may stand in tokens.css"),
		 _("write :root{--name:value} or "
		   "@media (prefers-color-scheme:dark){:root{--name:value}}; "
		   "anything else belongs into careplan.css"));
}

static void complain_name(struct reader *r, struct text bytes)
{
	complain(r, bytes, _("only names that begin with -- may be set here"),
		 _("write --name:value, with the names that careplan.css has"));
}

static void complain_value(struct reader *r, struct text bytes)
{
	complain(r, bytes, _("this value cannot be used"),
		 _("it must not be empty or hold a backslash, and its brackets "
		   "and quotation marks must be closed"));
}

static void complain_end(struct reader *r)
{
	complain(r, between(r->end, r->end), _("a block is not closed"),
		 _("every { needs its }"));
}

/* -- reading --------------------------------------------------------------- */

static void pass_comment(struct reader *r)
{
	size_t end = text_find(between(r->at + 2, r->end), "*/");

	r->at = end == SIZE_MAX ? r->end : r->at + 2 + end + 2;
}

static bool at_comment(const struct reader *r)
{
	return r->end - r->at > 1 && r->at[0] == '/' && r->at[1] == '*';
}

static void pass_gap(struct reader *r)
{
	while (r->at < r->end) {
		if (stylesheet_is_blank(*r->at))
			r->at++;
		else if (at_comment(r))
			pass_comment(r);
		else
			return;
	}
}

/* A line end breaks a string off (CSS Syntax 4.3.5). */
static void pass_string(struct reader *r)
{
	char mark = *r->at++;

	while (r->at < r->end && *r->at != mark && *r->at != '\n' &&
	       *r->at != '\f') {
		if (*r->at == '\\' && r->end - r->at > 1)
			r->at++;
		r->at++;
	}
	if (r->at < r->end && *r->at == mark)
		r->at++;
	else
		r->is_broken = true;
}

/* Bytes that begin, end or part something. */
static const bool is_special[256] = {
	[' '] = true,  ['\t'] = true, ['\n'] = true, ['\r'] = true,
	['\f'] = true, ['"'] = true,  ['\''] = true, ['\\'] = true,
	['/'] = true,  ['('] = true,  [')'] = true,  ['['] = true,
	[']'] = true,  ['{'] = true,  ['}'] = true,  [';'] = true,
};

/* Brackets that are open, the innermost in the lowest bit; a 1 is a [. */
struct brackets {
	uint32_t squares;
	unsigned depth;
};

enum { BRACKETS_MOST = 32 };

static void open_bracket(struct reader *r, struct brackets *open, char c)
{
	if (open->depth == BRACKETS_MOST)
		r->is_broken = true;
	open->depth++;
	open->squares = open->squares << 1 | (c == '[');
}

static void close_bracket(struct reader *r, struct brackets *open, char c)
{
	if (open->depth == 0 || (open->squares & 1) != (c == ']')) {
		r->is_broken = true;
		return;
	}
	open->depth--;
	open->squares >>= 1;
}

/* Do the bytes before `at` end in url as a name of its own? */
static bool ends_in_url(const char *from, const char *at)
{
	return at - from >= 3 && (at[-3] | 0x20) == 'u' &&
	       (at[-2] | 0x20) == 'r' && (at[-1] | 0x20) == 'l' &&
	       (at - from == 3 || !is_name(at[-4]));
}

/* The inside of url( ) without quotation marks, where comments and strings are
 * none (CSS Syntax 4.3.6); with quotation marks it is like any other. */
static void pass_url(struct reader *r, struct brackets *open)
{
	const char *at = r->at + 1;

	while (at < r->end && stylesheet_is_blank(*at))
		at++;
	if (at < r->end && (*at == '"' || *at == '\'')) {
		open_bracket(r, open, *r->at++);
		return;
	}
	while (at < r->end && *at != ')') {
		r->is_broken |= *at == '"' || *at == '\'' || *at == '(';
		at++;
	}
	r->is_broken |= at == r->end;
	r->at = at == r->end ? at : at + 1;
}

/* Moves behind bytes that are no gap and none of { } ; Escapes are for strings
 * only: outside, they could hide a name as url. */
static void pass_token(struct reader *r, struct brackets *open)
{
	const char *from = r->at;
	char c = *r->at;

	if (!is_special[(unsigned char)c]) {
		while (r->at < r->end && !is_special[(unsigned char)*r->at])
			r->at++;
		if (r->at < r->end && *r->at == '(' && ends_in_url(from, r->at))
			pass_url(r, open);
		return;
	}
	if (c == '"' || c == '\'') {
		pass_string(r);
		return;
	}
	if (c == '(' || c == '[')
		open_bracket(r, open, c);
	else if (c == ')' || c == ']')
		close_bracket(r, open, c);
	else if (c == '\\')
		r->is_broken = true;
	r->at += c == '\\' && r->end - r->at > 1 ? 2 : 1;
}

/* Moves to the next { } or ; and returns it, 0 at the end. A semicolon in
 * brackets is none; a brace in brackets means that one was forgotten. */
static char pass_to_sign(struct reader *r)
{
	struct brackets open = { 0 };
	char sign = 0;

	r->is_broken = false;
	r->last = r->at;
	for (pass_gap(r); r->at < r->end; pass_gap(r)) {
		char c = *r->at;

		if (c == '{' || c == '}' || (c == ';' && open.depth == 0)) {
			sign = c;
			break;
		}
		pass_token(r, &open);
		r->last = r->at;
	}
	r->is_broken |= open.depth > 0;
	return sign;
}

/* Moves behind the } that closes an open block. */
static void pass_block(struct reader *r)
{
	size_t depth = 1;

	while (depth > 0) {
		char sign = pass_to_sign(r);

		if (!sign)
			return;
		r->at++;
		depth += sign == '{';
		depth -= sign == '}';
	}
}

static void add_token(struct reader *r, struct text name, struct text scheme,
		      struct text value)
{
	struct tokens *tokens = r->tokens;

	if (tokens->count == TOKENS_MOST) {
		complain(r, name, _("there are too many values"),
			 _("set only what differs from careplan.css"));
		return;
	}
	tokens->items = arena_grow(r->arena, tokens->items, tokens->count,
				   &tokens->capacity, sizeof(*tokens->items));
	tokens->items[tokens->count++] = (struct token){
		.name = name,
		.scheme = scheme,
		.value = value,
		.offset = (size_t)(value.at - tokens->source->text.at),
	};
}

static void read_declaration(struct reader *r, struct text scheme)
{
	const char *from = r->at;
	char sign = pass_to_sign(r);
	struct text whole = between(from, r->last), name, value;
	size_t colon = text_find(whole, ":");

	if (sign == '{') {
		complain_rule(r, whole);
		if (r->at == r->end) /* enough was told */
			return;
		r->at++;
		pass_block(r);
		return;
	}
	name = text_trim(text_part(whole, 0, colon));
	if (colon == SIZE_MAX || !is_token_name(name)) {
		complain_name(r, whole);
		return;
	}
	/* Blanks and comments before the value are none of it. */
	r->at = whole.at + colon + 1;
	pass_gap(r);
	value = r->at < r->last ? between(r->at, r->last)
				: between(r->last, r->last);
	pass_to_sign(r);
	if (r->is_broken || value.len == 0)
		complain_value(r, value.len ? value : name);
	else
		add_token(r, name, scheme, value);
}

static void read_root(struct reader *r, struct text scheme)
{
	for (pass_gap(r); r->at < r->end && *r->at != '}'; pass_gap(r)) {
		if (*r->at == ';')
			r->at++;
		else
			read_declaration(r, scheme);
	}
	if (r->at < r->end)
		r->at++;
	else if (r->errors < TOKENS_MOST_ERRORS)
		complain_end(r);
}

/*
 * The condition behind @media in lower case, without blanks and comments, and
 * without "screen and": what is said of screens is said of pages.
 */
static struct text condition_of(struct reader *r, struct text rule)
{
	struct reader part = { .at = rule.at + strlen("@media"),
			       .end = rule.at + rule.len };
	static const char screen[] = "screenand";
	char *out = arena_alloc(r->arena, rule.len + 1);
	struct text condition;
	size_t len = 0;

	for (pass_gap(&part); part.at < part.end; pass_gap(&part)) {
		char c = *part.at++;

		out[len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	condition = (struct text){ out, len };
	return text_starts(condition, screen)
		       ? text_from(condition, sizeof(screen) - 1)
		       : condition;
}

static void read_rules(struct reader *r, struct text scheme, bool is_inside);

static void read_rule(struct reader *r, struct text scheme, bool is_inside)
{
	const char *from = r->at;
	char sign = pass_to_sign(r);
	struct text rule = between(from, r->last);
	bool opens = sign == '{';

	if (opens && text_is(rule, ":root")) {
		r->at++;
		read_root(r, scheme);
		return;
	}
	if (opens && !is_inside && text_starts(rule, "@media")) {
		r->at++;
		read_rules(r, condition_of(r, rule), true);
		return;
	}
	complain_rule(r, rule);
	if (r->at == r->end)
		return;
	if (sign == '}' && is_inside) /* ends what is around */
		return;
	r->at++;
	if (opens)
		pass_block(r);
}

/* Rules up to the end, or to the } of what is around them. */
static void read_rules(struct reader *r, struct text scheme, bool is_inside)
{
	for (pass_gap(r); r->at < r->stop; pass_gap(r)) {
		if (is_inside && *r->at == '}') {
			r->at++;
			return;
		}
		read_rule(r, scheme, is_inside);
	}
	if (is_inside && r->errors < TOKENS_MOST_ERRORS)
		complain_end(r);
}

/* Behind the last :root. Most of a sheet comes after its tokens. */
static const char *last_root(struct text sheet)
{
	static const char root[] = ":root";
	const char *last = sheet.at;

	for (size_t at = text_find(sheet, root); at != SIZE_MAX;
	     at = text_find(sheet, root)) {
		sheet = text_from(sheet, at + sizeof(root) - 1);
		last = sheet.at;
	}
	return last;
}

static bool read_all(struct reader *r, const struct source *source)
{
	r->at = source->text.at;
	r->end = source->text.at + source->text.len;
	r->stop = r->diags ? r->end : last_root(source->text);
	*r->tokens = (struct tokens){ .source = source };
	if (source->text.len > 0)
		read_rules(r, T(""), false);
	return r->errors == 0;
}

bool tokens_read(struct arena *arena, const struct source *source,
		 struct tokens *tokens, struct diags *diags)
{
	struct reader r = { .arena = arena, .tokens = tokens, .diags = diags };

	return read_all(&r, source);
}

void tokens_read_sheet(struct arena *arena, const struct source *source,
		       struct tokens *tokens)
{
	struct reader r = { .arena = arena, .tokens = tokens };

	(void)read_all(&r, source);
}
