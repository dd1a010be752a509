#include "run/paragraph.h"

#include <string.h>

enum { FIRST_WIDE = 0x2e80, LEAST_COLUMNS = 20 };

static bool is_one_of(uint32_t c, const char *signs)
{
	const char *end = signs + strlen(signs);

	while (signs < end)
		if (text_next(&signs, end) == c)
			return true;
	return false;
}

/* May a line end between these two? */
static bool may_break(uint32_t before, uint32_t after)
{
	if (after == ' ')
		return true;
	return before >= FIRST_WIDE && after >= FIRST_WIDE &&
	       !is_one_of(after, "、。，；：！？）」』》】") &&
	       !is_one_of(before, "（「『《【");
}

/* The bytes of t that go on a line of so many columns. */
static size_t line_len(struct text t, size_t columns)
{
	const char *at = t.at, *end = t.at + t.len;
	size_t best = 0, width = 0;
	uint32_t before = ' ';

	while (at < end) {
		const char *start = at;
		uint32_t c = text_next(&at, end);

		if (start > t.at && may_break(before, c))
			best = (size_t)(start - t.at);
		width += text_columns(
			(struct text){ start, (size_t)(at - start) });
		if (width > columns && best)
			return best;
		before = c;
	}
	return t.len;
}

static void add_line(struct buf *to, struct text line, const char *prefix)
{
	size_t start = to->len;

	buf_add_string(to, prefix);
	buf_add_text(to, line);
	while (to->len > start && to->at[to->len - 1] == ' ')
		to->len--;
	buf_add_char(to, '\n');
}

void paragraph_add(struct buf *to, struct text words, const char *prefix,
		   size_t columns)
{
	size_t taken = text_columns(text_of(prefix));
	struct text line;

	columns = columns > taken + LEAST_COLUMNS ? columns - taken
						  : LEAST_COLUMNS;
	while (text_cut(&words, '\n', &line)) {
		do {
			size_t len = line_len(line, columns);

			add_line(to, text_part(line, 0, len), prefix);
			line = text_trim(text_from(line, len));
		} while (line.len);
	}
}
