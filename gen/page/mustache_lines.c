#include "page/mustache_lines.h"

#include <string.h>

void mustache_lines_begin(struct lines *lines, size_t at)
{
	lines->at = at;
	lines->is_new = true;
	lines->is_blank = true;
	lines->blanks = 0;
}

void mustache_lines_go_on(struct lines *lines, size_t at)
{
	lines->at = at;
	lines->is_new = false;
	lines->is_blank = false;
	lines->blanks = 0;
}

/* How many bytes of a line (from .. to) dedent takes off. */
static size_t dedent_len(const struct lines *lines, size_t from, size_t to)
{
	size_t len = 0;

	while (from + len < to && len < lines->dedent.len &&
	       lines->in.at[from + len] == lines->dedent.at[len])
		len++;
	return len;
}

/* Adds a line, or the part of one before a tag. */
static void add_line(struct lines *lines, size_t from, size_t to, bool is_ended)
{
	if (lines->is_new)
		from += dedent_len(lines, from, to);
	lines->is_new = false;
	buf_add(&lines->literal, lines->in.at + from, to - from);
	if (is_ended)
		mustache_lines_begin(lines, to);
	else if (lines->is_blank &&
		 mustache_tag_skip_blanks(lines->in, from) >= to)
		lines->blanks += to - from;
	else
		lines->is_blank = false;
}

void mustache_lines_add(struct lines *lines, size_t to)
{
	const char *in = lines->in.at;

	while (lines->at < to) {
		size_t from = lines->at;
		const char *end = memchr(in + from, '\n', to - from);

		lines->at = end ? (size_t)(end + 1 - in) : to;
		add_line(lines, from, lines->at, end);
	}
}

void mustache_lines_drop_blanks(struct lines *lines)
{
	if (lines->is_blank)
		lines->literal.len -= lines->blanks;
	lines->blanks = 0;
}

bool mustache_lines_take(struct lines *lines, const struct tag *tag)
{
	bool is_alone = lines->is_blank && tag->ends_line;

	if (is_alone) {
		mustache_lines_drop_blanks(lines);
		mustache_lines_begin(lines, tag->next);
	} else {
		mustache_lines_go_on(lines, tag->end);
	}
	return is_alone;
}

struct text mustache_lines_blanks(struct arena *arena,
				  const struct lines *lines)
{
	struct text t = buf_text(&lines->literal);

	if (!lines->is_blank || !lines->blanks)
		return T("");
	return arena_text(arena, text_from(t, t.len - lines->blanks));
}

/* Looks no further than the next tag or text, so that all these looks together
 * cost no more than one pass. */
bool mustache_lines_indent(const struct lines *lines, size_t at,
			   struct text open, struct text *indent)
{
	struct text in = lines->in;
	size_t from, to;

	for (from = at;; from = at) {
		to = mustache_tag_skip_blanks(in, from);
		at = mustache_tag_skip_line_end(in, to);
		if (at == to)
			break;
	}
	from += dedent_len(lines, from, to);
	*indent = (struct text){ in.at + from, to - from };
	if (to == in.len)
		return false;
	if (!mustache_tag_begins(in, to, open))
		return true;
	at = mustache_tag_skip_blanks(in, to + open.len);
	return at == in.len || in.at[at] != '/';
}
