#include "content/yamlscan.h"

#include <string.h>

#include "base/lang.h"

/*
 * One pass over the lines, keeping only what tells ordinary lines from the
 * inside of a longer text: the indentation of an open block scalar, an open
 * quotation mark, the number of open brackets, and the column of a plain value
 * that the next, deeper line may continue.
 *
 * A colon is only called wrong where what stands before it is the name of an
 * entry, or where the line could be nothing else than an entry: "- 注意：别洗头"
 * in a list of texts is a good line.
 */

#define FULL_COLON "："
#define FULL_COMMA "，"

struct scan {
	const struct yaml_input *input;
	struct diags *diags;
	/* Open across lines: */
	ptrdiff_t block; /* column of a block scalar's parent, or -1 */
	ptrdiff_t plain; /* column of a plain value that may go on, or -1 */
	char quote;	 /* an open quotation mark, or 0 */
	size_t brackets; /* open [ and { */
	uint64_t lists;	 /* a bit for each, innermost lowest: is it a [ */
	bool wrong;	 /* an error was added */
};

/* One line and what was found out about it. */
struct line {
	size_t offset;	  /* of the line in the source */
	struct text text; /* without its line end */
	size_t indent;	  /* bytes of indentation */
	size_t start;	  /* behind indentation and bullets */
	size_t bullet;	  /* of the last bullet; SIZE_MAX: none */
	bool is_item;
	bool goes_on; /* may continue the plain value above */
};

static struct diag *found(struct scan *scan, enum severity severity,
			  size_t offset, size_t len, const char *code,
			  const char *message)
{
	if (severity == SEVERITY_ERROR)
		scan->wrong = true;
	return diag_add(scan->diags, severity,
			source_place(scan->input->source, offset, len), code,
			"%s", message);
}

static void found_error(struct scan *scan, size_t offset, size_t len,
			const char *code, const char *const words[2])
{
	struct diag *diag =
		found(scan, SEVERITY_ERROR, offset, len, code, _(words[0]));

	diag_hint(scan->diags, diag, "%s", _(words[1]));
}

static bool begins(struct text t, size_t at, const char *with)
{
	return text_starts(text_from(t, at), with);
}

/* Is it a byte of a character beyond ASCII? */
static bool is_wide(char c)
{
	return (unsigned char)c >= 0x80;
}

static size_t find_from(struct text t, size_t at, const char *what)
{
	size_t found_at = text_find(text_from(t, at), what);

	return found_at == SIZE_MAX ? SIZE_MAX : at + found_at;
}

static bool is_blank_at(struct text t, size_t at)
{
	return at >= t.len || t.at[at] == ' ' || t.at[at] == '\t';
}

/* The first colon that YAML takes as one: before a blank or the line's end. */
static size_t find_colon(struct text t, size_t at)
{
	for (size_t i = at; i < t.len; i++) {
		if (t.at[i] == '#' && i > at && is_blank_at(t, i - 1))
			return SIZE_MAX;
		if (t.at[i] == ':' && is_blank_at(t, i + 1))
			return i;
	}
	return SIZE_MAX;
}

/* Where a quoted text that starts at `at` ends (its mark), or SIZE_MAX. */
static size_t find_quote_end(struct text t, size_t at, char quote)
{
	for (size_t i = at; i < t.len; i++) {
		if (quote == '"' && t.at[i] == '\\')
			i++;
		else if (t.at[i] == quote) {
			if (quote == '\'' && i + 1 < t.len &&
			    t.at[i + 1] == '\'')
				i++;
			else
				return i;
		}
	}
	return SIZE_MAX;
}

/* -- the start of a line --------------------------------------------------- */

static const char *const indent_words[2] = {
	N_("there is a Tab or a full-width blank in the indentation"),
	N_("indent with ordinary blanks only"),
};
static const char *const bullet_words[2] = {
	N_("this is not the mark of a list item"),
	N_("type a minus and a blank: “- ”"),
};
static const char *const bullet_space_words[2] = {
	N_("there is no blank behind the “-”"),
	N_("type a minus and a blank: “- ”"),
};

static bool check_indent(struct scan *scan, struct line *line)
{
	static const char *const wrong[] = { "\t", "\xE3\x80\x80", "\xC2\xA0" };
	struct text t = line->text;
	size_t at = 0;

	while (at < t.len && t.at[at] == ' ')
		at++;
	line->indent = line->start = at;
	if (at == t.len || (t.at[at] != '\t' && !is_wide(t.at[at])))
		return true;
	for (size_t i = 0; i < 3; i++)
		if (begins(t, at, wrong[i]) && text_trim(t).len) {
			found_error(scan, line->offset + at, strlen(wrong[i]),
				    "yaml.indent", indent_words);
			return false;
		}
	return true;
}

static bool check_bullet(struct scan *scan, struct line *line)
{
	enum { WRONG_BULLETS = 8 };
	static const char *const wrong[WRONG_BULLETS] = {
		"－", "•", "·", "●", "○", "▪", "＊", "–"
	};
	struct text t = line->text;
	size_t at;

	while (begins(t, line->start, "-") && is_blank_at(t, line->start + 1)) {
		line->is_item = true;
		line->bullet = line->start++;
		while (line->start < t.len && t.at[line->start] == ' ')
			line->start++;
	}
	at = line->start;
	if (line->goes_on || line->is_item || at >= t.len)
		return true;
	for (size_t i = 0; is_wide(t.at[at]) && i < WRONG_BULLETS; i++)
		if (begins(t, at, wrong[i])) {
			found_error(scan, line->offset + at, strlen(wrong[i]),
				    "yaml.bullet", bullet_words);
			return false;
		}
	if (t.at[at] == '-' && at + 1 < t.len &&
	    !strchr("-0123456789.", t.at[at + 1])) {
		found_error(scan, line->offset + at, 1, "yaml.bullet-space",
			    bullet_space_words);
		return false;
	}
	return true;
}

/* -- the colon ------------------------------------------------------------- */

static const char *const colon_words[2] = {
	N_("there is a full-width colon behind the name of the entry"),
	N_("type an ordinary colon and a blank: “: ”"),
};
static const char *const colon_space_words[2] = {
	N_("there is no blank behind the colon"),
	N_("type a colon and a blank: “: ”"),
};

static bool is_key(const struct scan *scan, struct text t, size_t from,
		   size_t to)
{
	return scan->input->is_key &&
	       scan->input->is_key(text_trim(text_part(t, from, to - from)));
}

/*
 * Looks at the colon of a line without a proper one, or with a full-width one
 * before it. Returns false where it was wrong.
 */
static bool check_colon(struct scan *scan, const struct line *line,
			size_t colon)
{
	struct text t = line->text;
	size_t full = find_from(t, line->start, FULL_COLON);
	size_t tight = find_from(t, line->start, ":");
	bool must_be_entry = !line->is_item && !line->goes_on;

	if (full != SIZE_MAX && full < colon &&
	    (is_key(scan, t, line->start, full) ||
	     (must_be_entry && colon == SIZE_MAX))) {
		found_error(scan, line->offset + full, strlen(FULL_COLON),
			    "yaml.colon", colon_words);
		return false;
	}
	if (colon == SIZE_MAX && tight != SIZE_MAX && tight < full &&
	    is_key(scan, t, line->start, tight)) {
		found_error(scan, line->offset + tight, 1, "yaml.colon-space",
			    colon_space_words);
		return false;
	}
	return true;
}

/* -- the value ------------------------------------------------------------- */

static const char *const special_words[2] = {
	N_("a value cannot start with this character"),
	N_("put the whole text in quotation marks: '…'"),
};
static const char *const inside_words[2] = {
	N_("there is a second colon with a blank on this line"),
	N_("put the text behind the first colon in quotation marks: '…'"),
};
static const char *const comma_words[2] = {
	N_("there is a full-width comma inside [ ]"),
	N_("type an ordinary comma and a blank between the items: “, ”"),
};

/* Remembers what kind the brackets are that are open, innermost lowest. */
static void open_bracket(struct scan *scan, bool is_list)
{
	scan->brackets++;
	scan->lists = scan->lists << 1 | is_list;
}

static void close_bracket(struct scan *scan)
{
	scan->brackets--;
	scan->lists >>= 1;
}

/* Inside [ ] a full-width comma parts nothing; inside { } it may be text. */
static void scan_brackets(struct scan *scan, const struct line *line, size_t at)
{
	struct text t = line->text;

	for (; at < t.len; at++) {
		char c = t.at[at];

		if (c == '"' || c == '\'') {
			size_t end = find_quote_end(t, at + 1, c);

			if (end == SIZE_MAX)
				return;
			at = end;
		} else if (c == '[' || c == '{') {
			open_bracket(scan, c == '[');
		} else if (c == ']' || c == '}') {
			close_bracket(scan);
			if (!scan->brackets)
				return;
		} else if ((scan->lists & 1) && begins(t, at, FULL_COMMA)) {
			found_error(scan, line->offset + at, strlen(FULL_COMMA),
				    "yaml.comma", comma_words);
		}
	}
}

static void warn_quotes(struct scan *scan, const struct line *line, size_t at)
{
	struct text value = text_trim(text_from(line->text, at));
	struct diag *diag;

	if (!(text_starts(value, "“") && text_ends(value, "”")) &&
	    !(text_starts(value, "‘") && text_ends(value, "’")))
		return;
	diag = found(scan, SEVERITY_WARNING, line->offset + at, value.len,
		     "yaml.quotes",
		     _("these quotation marks will be part of the text"));
	diag_hint(scan->diags, diag,
		  _("leave them out, or type ' at both ends to say that they "
		    "belong to it"));
}

/* A plain value: everything up to the line's end is text. */
static void check_plain(struct scan *scan, const struct line *line, size_t at)
{
	struct text t = line->text;
	size_t colon = find_colon(t, at);
	size_t hash = find_from(t, at, " #");

	if (strchr("*&!%@`", t.at[at])) {
		found_error(scan, line->offset + at, 1, "yaml.special",
			    special_words);
		return;
	}
	if (colon != SIZE_MAX)
		found_error(scan, line->offset + colon, 1, "yaml.colon-inside",
			    inside_words);
	if (hash != SIZE_MAX && !is_blank_at(t, hash + 2) &&
	    t.at[hash + 2] != '#') {
		struct diag *diag = found(
			scan, SEVERITY_WARNING, line->offset + hash + 1,
			t.len - hash - 1, "yaml.comment",
			_("what stands behind # is a remark and is left out"));
		diag_hint(scan->diags, diag,
			  _("put the text in quotation marks if it belongs to "
			    "it; type a blank behind # if it is a remark"));
	}
	warn_quotes(scan, line, at);
}

static void check_value(struct scan *scan, const struct line *line, size_t at,
			bool has_key)
{
	struct text t = line->text;

	while (at < t.len && (t.at[at] == ' ' || t.at[at] == '\t'))
		at++;
	if (at >= t.len || t.at[at] == '#')
		return;
	if (t.at[at] == '|' || t.at[at] == '>') {
		scan->block = (ptrdiff_t)(has_key ? line->start : line->bullet);
	} else if (t.at[at] == '"' || t.at[at] == '\'') {
		if (find_quote_end(t, at + 1, t.at[at]) == SIZE_MAX)
			scan->quote = t.at[at];
	} else if (t.at[at] == '[' || t.at[at] == '{') {
		scan_brackets(scan, line, at);
	} else {
		scan->plain = (ptrdiff_t)(has_key ? line->start : line->bullet);
		check_plain(scan, line, at);
	}
}

/* An ordinary line: indentation, bullets, then an entry or a text. */
static void check_line(struct scan *scan, struct line *line)
{
	struct text t = line->text;
	size_t colon;

	if (!check_indent(scan, line) || line->start >= t.len ||
	    t.at[line->start] == '#' || begins(t, 0, "---") ||
	    begins(t, 0, "..."))
		return;
	line->goes_on = scan->plain >= 0 && line->indent > (size_t)scan->plain;
	if (!check_bullet(scan, line) || line->start >= t.len)
		return;
	if (strchr("[{", t.at[line->start])) {
		colon = SIZE_MAX;
	} else if (strchr("'\"", t.at[line->start])) {
		size_t end =
			find_quote_end(t, line->start + 1, t.at[line->start]);

		colon = end == SIZE_MAX ? SIZE_MAX : find_colon(t, end + 1);
	} else {
		colon = find_colon(t, line->start);
		if (!check_colon(scan, line, colon))
			return;
	}
	if (line->goes_on && !line->is_item)
		return;
	scan->plain = -1;
	if (colon != SIZE_MAX)
		check_value(scan, line, colon + 1, true);
	else if (line->is_item || strchr("[{", t.at[line->start]))
		check_value(scan, line, line->start, false);
}

/* The inside of something longer than a line; false where it has ended. */
static bool skip_line(struct scan *scan, const struct line *line)
{
	struct text t = line->text;
	size_t indent = 0;

	if (scan->quote) {
		if (find_quote_end(t, 0, scan->quote) != SIZE_MAX)
			scan->quote = 0;
		return true;
	}
	if (scan->brackets) {
		scan_brackets(scan, line, 0);
		return true;
	}
	if (scan->block < 0)
		return false;
	while (indent < t.len && t.at[indent] == ' ')
		indent++;
	if (indent == t.len || (ptrdiff_t)indent > scan->block)
		return true;
	scan->block = -1;
	return false;
}

bool yamlscan_check(const struct yaml_input *input, struct diags *diags)
{
	struct scan scan = {
		.input = input, .diags = diags, .block = -1, .plain = -1
	};
	struct text part =
		text_part(input->source->text, input->offset, input->len);
	struct text rest = part, text;

	while (text_cut(&rest, '\n', &text)) {
		struct line line = {
			.offset = (size_t)(text.at - input->source->text.at),
			.text = text,
			.bullet = 0,
		};

		if (!skip_line(&scan, &line))
			check_line(&scan, &line);
	}
	return !scan.wrong;
}

/* -- one value, without reading the document ------------------------------- */

struct text yamlscan_peek(struct text text, const char *const *names)
{
	struct text rest = text, line;

	while (text_cut(&rest, '\n', &line)) {
		for (size_t i = 0; names[i]; i++) {
			struct text value;

			if (!text_starts(line, names[i]))
				continue;
			value = text_trim(text_from(line, strlen(names[i])));
			if (!value.len || value.at[0] != ':')
				continue;
			value = text_trim(text_from(value, 1));
			if (find_from(value, 0, " #") != SIZE_MAX)
				value = text_trim(text_part(
					value, 0, find_from(value, 0, " #")));
			if (value.len >= 2 && strchr("'\"", value.at[0]) &&
			    value.at[value.len - 1] == value.at[0])
				value = text_part(value, 1, value.len - 2);
			return value;
		}
	}
	return T("");
}
