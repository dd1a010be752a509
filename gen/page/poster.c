#include "page/poster.h"

#include <string.h>

#include "base/lang.h"
#include "page/theme.h"
#include "page/voucher.h"

enum { NAME_EDITS = 2 };

struct poster_view {
	struct view_page page;
	struct text name; /* of who gives it; empty without consent */
	struct text code; /* as printed */
	struct view_date until;
	struct view_store store;
	struct text disclaimer; /* on one line; may be empty */
};

#define SHOWN(member_, type_, about_)                                          \
	VIEW_ROW(poster_view, member_, type_, SEES_PUBLIC, about_)
#define SHOWN_OF(member_, type_, table_, about_)                               \
	VIEW_ROW_OF(poster_view, member_, type_, 0, table_, SEES_PUBLIC, about_)

static const struct field poster_view_fields[] = {
	VIEW_ROW_OF(poster_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	SHOWN(name, FIELD_TEXT,
	      "the name the patient chose for sharing; empty without consent"),
	SHOWN(code, FIELD_TEXT, "the code as people read it out: 7K3M-Q9XD-T"),
	SHOWN_OF(until, FIELD_STRUCT, &view_date_table,
		 "the last day the voucher is good for; may be empty"),
	SHOWN_OF(store, FIELD_STRUCT, &view_store_table, "the shop"),
	SHOWN(disclaimer, FIELD_TEXT,
	      "the clinic's disclaimer on one line; may be empty"),
};
const struct table poster_view_table =
	TABLE("poster", poster_view, poster_view_fields);

/* A line end would begin another block. */
static struct text on_one_line(struct arena *arena, struct text text)
{
	struct text line = arena_text(arena, text);

	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.at[i] < ' ')
			((char *)line.at)[i] = ' ';
	return line;
}

struct text poster_text(struct arena *arena, const struct plan_input *input)
{
	const struct plan *plan = input->plan;
	struct poster_view *view = ARENA_NEW(arena, struct poster_view);
	struct buf lines = BUF_INIT;
	struct text text;

	view->page = view_page(arena, input->site, VIEW_PRIVATE);
	if (input->has_share && consent_allows_share(&plan->consent))
		view->name = plan->share.name;
	view->code = identity_code_printed(arena, input->code);
	view->until = view_date(arena, voucher_until(plan, input->store));
	view->store = view_store(arena, input->store);
	view->disclaimer = on_one_line(arena, input->site->clinic->disclaimer);
	theme_render(input->site->theme, "poster", &poster_view_table, view,
		     SEES_PUBLIC, &lines);
	text = arena_text(arena, buf_text(&lines));
	buf_release(&lines);
	return text;
}

/* -- lines ------------------------------------------------------------------ */

/* Words in [ ] and marks at the start of a line. */
static const struct {
	const char *word;
	enum poster_kind kind;
} words[] = {
	{ "brand", POSTER_BRAND }, { "ticket", POSTER_TICKET },
	{ "end", POSTER_END },	   { "cut", POSTER_CUT },
	{ "qr", POSTER_QR },	   { "code", POSTER_CODE },
	{ "gap", POSTER_GAP },
};
static const struct {
	const char *mark;
	enum poster_kind kind;
} marks[] = {
	{ "## ", POSTER_SUBHEADING },
	{ "# ", POSTER_HEADING },
	{ "- ", POSTER_SMALL },
};

enum {
	WORDS = sizeof(words) / sizeof(words[0]),
	MARKS = sizeof(marks) / sizeof(marks[0]),
};

/* Cuts "[word rest]" off a line. */
static bool cut_brackets(struct text *line, struct text *word,
			 struct text *rest)
{
	struct text after = *line, inside;

	if (!text_starts(after, "[") || text_find(after, "]") == SIZE_MAX)
		return false;
	text_cut(&after, ']', &inside);
	*rest = text_from(inside, 1);
	text_cut(rest, ' ', word);
	*rest = text_trim(*rest);
	*line = text_trim(after);
	return true;
}

static bool find_word(struct text word, enum poster_kind *kind)
{
	for (size_t i = 0; i < WORDS; i++) {
		if (!text_is(word, words[i].word))
			continue;
		*kind = words[i].kind;
		return true;
	}
	return false;
}

static struct poster_block block_of(struct text line)
{
	struct poster_block block = { .kind = POSTER_PARAGRAPH, .text = line };
	struct text word;

	if (cut_brackets(&line, &word, &block.word) &&
	    find_word(word, &block.kind)) {
		block.text = line;
		return block;
	}
	block.word = T("");
	for (size_t i = 0; i < MARKS; i++) {
		if (!text_starts(block.text, marks[i].mark))
			continue;
		block.kind = marks[i].kind;
		block.text =
			text_trim(text_from(block.text, strlen(marks[i].mark)));
		break;
	}
	return block;
}

/* What buf_add_html has made of < > & " '. Memory: in the arena. */
static struct text unescaped(struct arena *arena, struct text text)
{
	static const struct {
		const char *entity, *character;
	} entities[] = {
		{ "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&#39;", "'" },
	};
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0, at = 0;

	while (at < text.len) {
		struct text rest = text_from(text, at);
		size_t i = 0;

		while (i < 5 && !text_starts(rest, entities[i].entity))
			i++;
		out[len++] = i < 5 ? entities[i].character[0] : rest.at[0];
		at += i < 5 ? strlen(entities[i].entity) : 1;
	}
	return (struct text){ out, len };
}

struct poster_blocks poster_blocks(struct arena *arena, struct text text)
{
	struct poster_blocks blocks = {
		.items = ARENA_ARRAY(arena, POSTER_MOST_BLOCKS,
				     struct poster_block),
	};
	struct text line;

	while (blocks.count < POSTER_MOST_BLOCKS &&
	       text_cut(&text, '\n', &line)) {
		struct poster_block block = block_of(text_trim(line));

		if (block.kind == POSTER_PARAGRAPH && !block.text.len)
			continue;
		block.word = unescaped(arena, block.word);
		block.text = unescaped(arena, block.text);
		blocks.items[blocks.count++] = block;
	}
	return blocks;
}

/* -- the template ----------------------------------------------------------- */

static void complain(const struct source *source, size_t offset,
		     struct text word, struct diags *diags)
{
	struct place place = source_place(source, offset, word.len);
	size_t best = NAME_EDITS + 1;
	const char *nearest = NULL;
	struct diag *diag = diag_add(
		diags, SEVERITY_ERROR, place, "theme.poster.block",
		_("a poster has no part called “%.*s”"), TEXT_ARG(word));

	for (size_t i = 0; i < WORDS; i++)
		if (text_is_nearer(word, text_of(words[i].word), &best))
			nearest = words[i].word;
	if (nearest)
		diag_hint(diags, diag, _("did you mean “%s”?"), nearest);
	else
		diag_hint(diags, diag,
			  _("there are [brand], [ticket], [end], [cut], [gap], "
			    "[qr] and [code]"));
}

bool poster_check(const struct source *source, struct diags *diags)
{
	struct text text = source->text, rest = text, line;
	bool is_good = true;

	while (text_cut(&rest, '\n', &line)) {
		struct text word, inside;
		enum poster_kind kind;
		const char *start;

		line = text_trim(line);
		/* A section may stand before it: {{#until.iso}}[cut]. */
		while (text_starts(line, "{{") &&
		       text_find(line, "}}") != SIZE_MAX)
			line = text_trim(text_from(line, text_find(line, "}}") +
								 strlen("}}")));
		start = line.at;
		if (!cut_brackets(&line, &word, &inside) ||
		    find_word(word, &kind))
			continue;
		is_good = false;
		complain(source, (size_t)(start - text.at) + 1, word, diags);
	}
	return is_good;
}
