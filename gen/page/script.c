#include "page/script.h"

#include <stdbool.h>
#include <string.h>

struct writer {
	char *out;
	size_t len;
	const char *at, *end; /* of the source */
};

static const char *pass_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

static struct text between(const char *from, const char *until)
{
	return (struct text){ .at = from, .len = (size_t)(until - from) };
}

/* Behind the line that `at` is in. */
static const char *line_end(const char *at, const char *end)
{
	const char *found =
		at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;

	return found ? found + 1 : end;
}

static void copy_to(struct writer *w, const char *until)
{
	size_t len = (size_t)(until - w->at);

	memcpy(w->out + w->len, w->at, len);
	w->len += len;
	w->at = until;
}

/* A block comment at the beginning of a line. Where code follows it on its last
 * line it stays, with that line as it is. */
static void write_comment(struct writer *w)
{
	size_t close = text_find(between(w->at + 2, w->end), "*/");
	const char *until, *next;

	if (close == SIZE_MAX) {
		copy_to(w, w->end);
		return;
	}
	until = w->at + 2 + close + 2;
	next = pass_blanks(until, w->end);
	if (w->at[2] != '!' && (next == w->end || *next == '\n')) {
		w->at = line_end(next, w->end);
		return;
	}
	copy_to(w, line_end(until, w->end));
}

/* Blank, or only a comment. One that holds the end of another comment may stand
 * inside it, and code behind. */
static bool is_spare(struct text line)
{
	return line.len == 0 || line.at[0] == '\n' ||
	       (text_starts(line, "//") && text_find(line, "*/") == SIZE_MAX);
}

static void write_line(struct writer *w)
{
	const char *next = line_end(w->at, w->end);

	w->at = pass_blanks(w->at, next);
	if (is_spare(between(w->at, next)))
		w->at = next;
	else if (text_starts(between(w->at, next), "/*"))
		write_comment(w);
	else
		copy_to(w, next);
}

struct text script_write(struct arena *arena, struct text script)
{
	struct writer w = { .at = script.at, .end = script.at + script.len };

	if (script.len == 0)
		return script;
	w.out = arena_alloc(arena, script.len + 1);
	while (w.at < w.end)
		write_line(&w);
	return (struct text){ w.out, w.len };
}

size_t script_fill(struct arena *arena, struct text script, struct text words,
		   struct text *filled)
{
	size_t mark = sizeof(SCRIPT_WORDS) - 1, count = 0;
	size_t at = text_find(script, SCRIPT_WORDS);
	struct text rest;

	*filled = script;
	if (at == SIZE_MAX)
		return 0;
	*filled = arena_join3(arena, text_part(script, 0, at), words,
			      text_from(script, at + mark));
	for (rest = script; at != SIZE_MAX;
	     at = text_find(rest, SCRIPT_WORDS)) {
		rest = text_from(rest, at + mark);
		count++;
	}
	return count;
}
