#include "base/source.h"

#include <stdbool.h>
#include <string.h>

/*
 * Line ends are LF, CR LF and CR alone, as editors and libyaml count them. A
 * byte order mark before the first line is no character of it.
 */

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static size_t first_offset(const struct source *source)
{
	return text_starts(source->text, byte_order_mark)
		       ? sizeof(byte_order_mark) - 1
		       : 0;
}

/* The offset of the line end at or after `from`, or of the end of the text. */
static size_t find_line_end(struct text t, size_t from)
{
	struct text rest = text_from(t, from);
	const char *found;

	if (!rest.len)
		return t.len;
	found = memchr(rest.at, '\n', rest.len);
	if (found)
		rest.len = (size_t)(found - rest.at);
	found = rest.len ? memchr(rest.at, '\r', rest.len) : NULL;
	if (found)
		rest.len = (size_t)(found - rest.at);
	return from + rest.len;
}

/* The offset behind the line end at `end`. */
static size_t skip_line_end(struct text t, size_t end)
{
	if (end < t.len && t.at[end] == '\r' && end + 1 < t.len &&
	    t.at[end + 1] == '\n')
		return end + 2;
	return end < t.len ? end + 1 : end;
}

/*
 * Counts the line ends before `offset` and finds where its line starts. LF and
 * lone CR are counted in two passes of memchr, which is fast enough to look at
 * a megabyte for each of hundreds of diagnostics.
 */
static uint32_t count_line_ends(struct text t, size_t offset, size_t *start)
{
	const char *end = t.at + offset, *at = t.at, *last = NULL;
	uint32_t count = 0;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		last = at++;
		count++;
	}
	at = t.at;
	while (at < end && (at = memchr(at, '\r', (size_t)(end - at)))) {
		bool is_alone = at + 1 == t.at + t.len || at[1] != '\n';

		if (is_alone && (!last || at > last))
			last = at;
		count += is_alone;
		at++;
	}
	*start = last ? (size_t)(last + 1 - t.at) : 0;
	return count;
}

struct place source_place(const struct source *source, size_t offset,
			  size_t len)
{
	struct place place = { .source = source };
	size_t start = 0, line_end;
	struct text before, inside;

	if (!source)
		return place;
	if (offset > source->text.len)
		offset = source->text.len;
	place.span.line = 1;
	if (offset)
		place.span.line +=
			count_line_ends(source->text, offset, &start);
	if (!start)
		start = first_offset(source);
	if (offset < start)
		offset = start;
	before = text_part(source->text, start, offset - start);
	inside = text_part(source->text, offset, len);
	line_end = find_line_end(inside, 0);
	inside.len = line_end;
	place.span.column = (uint32_t)text_chars(before) + 1;
	place.span.length = (uint32_t)text_chars(inside);
	return place;
}

struct place source_whole(const struct source *source)
{
	return (struct place){ .source = source };
}

struct place source_at(const struct source *source, struct span span)
{
	return (struct place){ source, span };
}

struct text source_line(const struct source *source, uint32_t line)
{
	size_t start, end;

	if (!source || !line)
		return (struct text){ 0 };
	start = first_offset(source);
	end = find_line_end(source->text, start);
	while (--line) {
		if (end == source->text.len)
			return (struct text){ 0 };
		start = skip_line_end(source->text, end);
		end = find_line_end(source->text, start);
	}
	return text_part(source->text, start, end - start);
}
