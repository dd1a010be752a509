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
	struct text disclaimer; /* may be empty */
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

struct text poster_name(const struct plan_input *input)
{
	if (input->has_share && consent_allows_share(&input->plan->consent))
		return input->plan->share.name;
	return T("");
}

struct text poster_text(struct arena *arena, const struct plan_input *input)
{
	const struct plan *plan = input->plan;
	struct poster_view *view = ARENA_NEW(arena, struct poster_view);
	struct buf lines = BUF_INIT;
	struct text text;

	view->page = view_page(arena, input->site, VIEW_PRIVATE);
	view->name = poster_name(input);
	view->code = identity_code_printed(arena, input->code);
	view->until = view_date(arena, voucher_until(plan, input->store));
	view->store = view_store(arena, input->store);
	view->disclaimer = input->site->clinic->disclaimer;
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

/* What the template engine has made of < > & " ' and of marks in values.
 * Memory: in the arena. */
static struct text unescaped(struct arena *arena, struct text text)
{
	static const struct {
		const char *entity, *character;
	} entities[] = {
		{ "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&#39;", "'" }, { "&#35;", "#" },
		{ "&#91;", "[" },   { "&#93;", "]" }, { "&#45;", "-" },
	};
	const size_t count = sizeof(entities) / sizeof(entities[0]);
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0, at = 0;

	while (at < text.len) {
		struct text rest = text_from(text, at);
		size_t i = 0;

		while (i < count && !text_starts(rest, entities[i].entity))
			i++;
		out[len++] = i < count ? entities[i].character[0] : rest.at[0];
		at += i < count ? strlen(entities[i].entity) : 1;
	}
	return (struct text){ out, len };
}

/* Blanks together as one: nobody wants to see how many were typed. Memory: in
 * the arena. */
static struct text without_runs(struct arena *arena, struct text text)
{
	const char *at = text.at, *end = at + text.len;
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;
	bool was_blank = false;

	while (at < end) {
		const char *from = at;
		uint32_t c = text_next(&at, end);
		bool is_blank = c <= ' ' || c == 0xa0 || c == 0x3000 ||
				(c >= 0x2000 && c <= 0x200a);

		if (is_blank && !was_blank)
			out[len++] = ' ';
		while (!is_blank && from < at)
			out[len++] = *from++;
		was_blank = is_blank;
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
		block.text = without_runs(arena, unescaped(arena, block.text));
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

/* What is known of a template's QR codes without any content. */
struct codes {
	size_t open;	    /* sections around the line */
	size_t anywhere;    /* of them, in sections too */
	size_t always;	    /* outside of sections */
	bool has_partial;   /* which may hold others */
	struct text second; /* of those outside; empty: none */
};

/* Cuts a tag off the start of a line. */
static bool cut_tag(struct text *line, struct codes *codes)
{
	size_t end = text_find(*line, "}}");
	struct text name;

	if (!text_starts(*line, "{{") || end == SIZE_MAX)
		return false;
	name = text_trim(text_part(*line, 2, end - 2));
	*line = text_trim(text_from(*line, end + strlen("}}")));
	if (text_starts(name, "#") || text_starts(name, "^"))
		codes->open++;
	else if (text_starts(name, "/") && codes->open)
		codes->open--;
	else if (text_starts(name, ">") || text_starts(name, "<"))
		/* Strings are words. */
		codes->has_partial |=
			!text_starts(text_trim(text_from(name, 1)), "t.");
	return true;
}

/* Cuts off what may stand before a block: {{#until.iso}}[cut]. */
static void cut_sections(struct text *line, struct codes *codes)
{
	while (line->len > 2 && strchr("#^/!", line->at[2]) &&
	       cut_tag(line, codes))
		;
}

static void pass_tags(struct text line, struct codes *codes)
{
	size_t at;

	while ((at = text_find(line, "{{")) != SIZE_MAX) {
		line = text_from(line, at);
		if (!cut_tag(&line, codes))
			break;
	}
}

static void count_code(struct codes *codes, struct text line)
{
	codes->anywhere++;
	if (codes->open)
		return;
	if (++codes->always == 2)
		codes->second = line;
}

static bool check_codes(const struct source *source, const struct codes *codes,
			struct diags *diags)
{
	struct place place = source_whole(source);
	struct diag *diag;

	if (codes->second.len)
		place = source_place(
			source,
			(size_t)(codes->second.at - source->text.at) + 1,
			strlen("qr"));
	else if (codes->anywhere || codes->has_partial ||
		 !text_trim(source->text).len)
		return true;
	diag = diag_add(diags, SEVERITY_ERROR, place, "theme.poster.qr", "%s",
			codes->second.len ? _("the poster has a second QR code")
					  : _("the poster has no QR code"));
	diag_hint(diags, diag,
		  _("write one line [qr] where the QR code is to stand"));
	return false;
}

bool poster_check(const struct source *source, struct diags *diags)
{
	struct text text = source->text, rest = text, line;
	struct codes codes = { 0 };
	bool is_good = true;

	while (text_cut(&rest, '\n', &line)) {
		struct text word, inside, start;
		enum poster_kind kind;

		line = text_trim(line);
		cut_sections(&line, &codes);
		start = line;
		if (!cut_brackets(&line, &word, &inside)) {
			pass_tags(line, &codes);
			continue;
		}
		if (!find_word(word, &kind)) {
			is_good = false;
			complain(source, (size_t)(start.at - text.at) + 1, word,
				 diags);
		} else if (kind == POSTER_QR) {
			count_code(&codes, start);
		}
		pass_tags(line, &codes);
	}
	return check_codes(source, &codes, diags) && is_good;
}
