#include "page/mustache_lines.h"

#include <string.h>

#include "base/lang.h"

/*
 * From a template's text to its ops, in one pass.
 *
 * Inheritance has three rules of its own (~inheritance of the specification).
 * Inside a parent only blocks count, all other text is dropped. A parent with
 * nothing else on the lines where it begins and ends is standalone. An argument
 * whose opening tag ends its line loses the indentation of its first line and
 * gets that of the block it replaces.
 *
 * After a mistake the parser goes on, to find the next one, but the template
 * stays empty.
 */

/* A section, parent or block whose closing tag has not come yet. */
struct opened {
	uint32_t op;
	struct text name;
	bool is_dynamic;
	bool has_blanks; /* a parent: only `blanks` bytes before it */
	size_t blanks;
	struct text dedent; /* to go back to */
};

struct parser {
	struct mustache *set;
	struct template *template;
	struct tag_reader tags;
	struct lines lines;
	struct opened opened[MUSTACHE_NESTING];
	size_t depth;
	size_t op_capacity, place_capacity;
};

/* -- ops ------------------------------------------------------------------ */

static struct op *add_op(struct parser *p, enum op_kind kind,
			 const struct tag *tag)
{
	struct template *t = p->template;
	struct op *op;

	t->ops = arena_grow(p->set->arena, t->ops, t->count, &p->op_capacity,
			    sizeof(*t->ops));
	t->places = arena_grow(p->set->arena, t->places, t->count,
			       &p->place_capacity, sizeof(*t->places));
	if (tag)
		t->places[t->count] =
			(struct op_place){ (uint32_t)tag->at,
					   (uint32_t)(tag->end - tag->at) };
	op = &t->ops[t->count++];
	op->kind = kind;
	op->end = t->count;
	return op;
}

static const struct op *innermost(const struct parser *p)
{
	return p->depth ? &p->template->ops[p->opened[p->depth - 1].op] : NULL;
}

/* Directly in a parent, where only blocks count? */
static bool is_in_parent(const struct parser *p)
{
	const struct op *op = innermost(p);

	return op && op->kind == OP_PARENT;
}

/* Makes an op of the text gathered so far. */
static void flush(struct parser *p)
{
	struct text t = arena_text(p->set->arena, buf_text(&p->lines.literal));

	if (t.len && !is_in_parent(p))
		add_op(p, OP_TEXT, NULL)->text = t;
	buf_reset(&p->lines.literal);
	p->lines.blanks = 0;
}

/* -- mistakes ------------------------------------------------------------- */

static struct place tag_mistake(struct parser *p, const struct tag *tag)
{
	return mustache_tag_mistake(&p->tags, tag->at, tag->end - tag->at);
}

static void say_not_opened(struct parser *p, const struct tag *tag)
{
	struct diags *diags = p->tags.diags;
	struct place place = tag_mistake(p, tag);
	const struct opened *last = p->opened + p->depth;
	struct diag *diag;

	if (!p->depth) {
		diag = diag_add(diags, SEVERITY_ERROR, place,
				"theme.section.not_open",
				_("«%.*s» is closed here but was not opened"),
				TEXT_ARG(tag->name));
		diag_hint(diags, diag,
			  _("take this tag out, or open it before"));
		return;
	}
	last--;
	diag = diag_add(diags, SEVERITY_ERROR, place, "theme.section.mismatch",
			_("«%.*s» is closed here, but «%.*s» is still open"),
			TEXT_ARG(tag->name), TEXT_ARG(last->name));
	diag_hint(diags, diag, _("what was opened last must be closed first"));
	diag_note(diags, diag, mustache_op_place(p->template, last->op),
		  _("it was opened here"));
}

static void say_unclosed_section(struct parser *p, const struct opened *opened)
{
	const struct op_place *tag = &p->template->places[opened->op];
	struct place place =
		mustache_tag_mistake(&p->tags, tag->offset, tag->len);
	struct diags *diags = p->tags.diags;
	struct diag *diag = diag_add(
		diags, SEVERITY_ERROR, place, "theme.section.unclosed",
		_("«%.*s» is opened but never closed"), TEXT_ARG(opened->name));

	diag_hint(diags, diag, _("close it with %.*s/%.*s%.*s"),
		  TEXT_ARG(p->tags.open), TEXT_ARG(opened->name),
		  TEXT_ARG(p->tags.close));
	diag_note(diags, diag, mustache_place(p->template, p->lines.in.len, 0),
		  _("the template ends here"));
}

/* Only blocks may stand in a parent: anything else would silently vanish. */
static void check_parent(struct parser *p, const struct tag *tag)
{
	struct diags *diags = p->tags.diags;
	struct diag *diag;

	if (!is_in_parent(p) || (tag->kind && strchr("$/!=", tag->kind)))
		return;
	diag = diag_add(diags, SEVERITY_ERROR, tag_mistake(p, tag),
			"theme.parent.content",
			_("«%.*s» stands directly in «%.*s», where it is never "
			  "shown"),
			TEXT_ARG(tag->name),
			TEXT_ARG(p->opened[p->depth - 1].name));
	diag_hint(diags, diag, _("put it into a block: %.*s$name%.*s"),
		  TEXT_ARG(p->tags.open), TEXT_ARG(p->tags.close));
}

/* -- names ---------------------------------------------------------------- */

static uint32_t name_number(struct parser *p, const struct tag *tag,
			    struct text name)
{
	uint32_t number = mustache_name(p->set, name);
	struct diag *diag;

	if (number != UINT32_MAX)
		return number;
	diag = diag_add(p->tags.diags, SEVERITY_ERROR, tag_mistake(p, tag),
			"theme.names", _("the theme uses too many names"));
	diag_hint(p->tags.diags, diag,
		  _("at most %d different names are allowed"), MUSTACHE_NAMES);
	return 0;
}

static struct path name_path(struct parser *p, const struct tag *tag)
{
	struct text rest = tag->name, part;
	uint32_t names[MUSTACHE_TAG_BYTES], *copy;
	uint32_t count = 0;

	if (text_is(tag->name, "."))
		return (struct path){ NULL, 0 };
	while (text_cut(&rest, '.', &part))
		names[count++] = name_number(p, tag, part);
	copy = ARENA_ARRAY(p->set->arena, count, uint32_t);
	memcpy(copy, names, count * sizeof(*names));
	return (struct path){ copy, count };
}

/* -- one function for each kind of tag ------------------------------------ */

/* Takes the op added last as opened. Too many of them end the template. */
static void open_section(struct parser *p, const struct tag *tag,
			 struct opened opened)
{
	struct diag *diag;

	if (p->depth < MUSTACHE_NESTING) {
		opened.op = p->template->count - 1;
		opened.name = tag->name;
		opened.is_dynamic = tag->is_dynamic;
		p->opened[p->depth++] = opened;
		return;
	}
	diag = diag_add(p->tags.diags, SEVERITY_ERROR, tag_mistake(p, tag),
			"theme.nesting",
			_("sections stand too deep in each other"));
	diag_hint(p->tags.diags, diag,
		  _("at most %d levels are allowed; move the inner ones to a "
		    "partial"),
		  MUSTACHE_NESTING);
	p->depth = 0;
	p->lines.at = p->lines.in.len;
}

static void parse_value(struct parser *p, const struct tag *tag)
{
	mustache_lines_go_on(&p->lines, tag->end);
	flush(p);
	add_op(p, tag->kind ? OP_RAW : OP_VALUE, tag)->path = name_path(p, tag);
}

static void parse_section(struct parser *p, const struct tag *tag)
{
	mustache_lines_take(&p->lines, tag);
	flush(p);
	add_op(p, tag->kind == '#' ? OP_SECTION : OP_INVERTED, tag)->path =
		name_path(p, tag);
	open_section(p, tag, (struct opened){ .dedent = p->lines.dedent });
}

static struct call *new_call(struct parser *p, const struct tag *tag)
{
	struct call *call = ARENA_NEW(p->set->arena, struct call);

	call->is_dynamic = tag->is_dynamic;
	if (tag->is_dynamic)
		call->path = name_path(p, tag);
	else
		call->name = arena_text(p->set->arena, tag->name);
	return call;
}

static void parse_partial(struct parser *p, const struct tag *tag)
{
	struct call *call = new_call(p, tag);
	struct text blanks = mustache_lines_blanks(p->set->arena, &p->lines);

	call->is_standalone = mustache_lines_take(&p->lines, tag);
	if (call->is_standalone)
		call->indent = blanks;
	flush(p);
	add_op(p, OP_PARTIAL, tag)->call = call;
}

/* Whether a parent is standalone shows at its end; see close_parent. */
static void parse_parent(struct parser *p, const struct tag *tag)
{
	struct opened opened = { .dedent = p->lines.dedent,
				 .has_blanks =
					 p->lines.is_blank && !is_in_parent(p),
				 .blanks = p->lines.blanks };

	mustache_lines_go_on(&p->lines, tag->end);
	flush(p);
	add_op(p, OP_PARENT, tag)->call = new_call(p, tag);
	open_section(p, tag, opened);
}

/* A block in a parent: what precedes it is dropped anyway, so only what stands
 * behind it decides on its line. */
static void open_argument(struct parser *p, const struct tag *tag)
{
	struct text indent;

	p->lines.dedent = T("");
	if (!tag->ends_line) {
		mustache_lines_go_on(&p->lines, tag->end);
		return;
	}
	mustache_lines_begin(&p->lines, tag->next);
	if (mustache_lines_indent(&p->lines, tag->next, p->tags.open, &indent))
		p->lines.dedent = indent;
}

/* Any other block: a place that an argument may fill, with the indentation
 * that the default text has there. */
static void open_place(struct parser *p, const struct tag *tag,
		       struct block *block)
{
	struct text indent = mustache_lines_blanks(p->set->arena, &p->lines);

	block->indent = indent;
	block->is_standalone = mustache_lines_take(&p->lines, tag);
	if (block->is_standalone &&
	    mustache_lines_indent(&p->lines, tag->next, p->tags.open, &indent))
		block->indent = arena_text(p->set->arena, indent);
}

static void parse_block(struct parser *p, const struct tag *tag)
{
	struct block *block = ARENA_NEW(p->set->arena, struct block);
	struct opened opened = { .dedent = p->lines.dedent };

	block->name = name_number(p, tag, tag->name);
	if (is_in_parent(p))
		open_argument(p, tag);
	else
		open_place(p, tag, block);
	flush(p);
	add_op(p, OP_BLOCK, tag)->block = block;
	open_section(p, tag, opened);
}

static bool is_closed_by(const struct opened *opened, const struct tag *tag)
{
	return opened->is_dynamic == tag->is_dynamic &&
	       text_equal(opened->name, tag->name);
}

/* A standalone parent takes back the blanks before it: they are the end of the
 * text op before its own. */
static void close_parent(struct parser *p, const struct tag *tag,
			 const struct opened *opened)
{
	struct op *op = &p->template->ops[opened->op];

	if (!opened->has_blanks || !tag->ends_line) {
		mustache_lines_go_on(&p->lines, tag->end);
		return;
	}
	mustache_lines_begin(&p->lines, tag->next);
	op->call->is_standalone = true;
	if (opened->blanks) {
		struct text *before = &op[-1].text;

		before->len -= opened->blanks;
		op->call->indent = (struct text){ before->at + before->len,
						  opened->blanks };
	}
}

static void parse_close(struct parser *p, const struct tag *tag)
{
	const struct opened *opened;
	size_t depth = p->depth;
	struct op *op;

	while (depth && !is_closed_by(&p->opened[depth - 1], tag))
		depth--;
	if (!depth || depth < p->depth)
		say_not_opened(p, tag);
	if (!depth) {
		mustache_lines_take(&p->lines, tag);
		return;
	}
	p->depth = depth;
	opened = &p->opened[depth - 1];
	op = &p->template->ops[opened->op];
	if (op->kind == OP_PARENT) {
		flush(p);
		close_parent(p, tag, opened);
	} else {
		bool is_argument =
			depth > 1 &&
			p->template->ops[opened[-1].op].kind == OP_PARENT;

		if (is_argument && op->kind == OP_BLOCK) {
			mustache_lines_drop_blanks(&p->lines);
			mustache_lines_go_on(&p->lines, tag->end);
		} else {
			mustache_lines_take(&p->lines, tag);
		}
		flush(p);
	}
	p->lines.dedent = opened->dedent;
	p->template->ops[opened->op].end = p->template->count;
	p->depth--;
}

static void parse_comment(struct parser *p, const struct tag *tag)
{
	mustache_lines_take(&p->lines, tag);
}

static void parse_delimiters(struct parser *p, const struct tag *tag)
{
	mustache_lines_take(&p->lines, tag);
	mustache_tag_delimiters(&p->tags, tag);
}

/* -- the whole ------------------------------------------------------------ */

typedef void parse_tag(struct parser *p, const struct tag *tag);

static parse_tag *parser_of(char kind)
{
	static parse_tag *const parsers[128] = {
		[0] = parse_value,	  ['&'] = parse_value,
		['{'] = parse_value,	  ['#'] = parse_section,
		['^'] = parse_section,	  ['>'] = parse_partial,
		['<'] = parse_parent,	  ['$'] = parse_block,
		['/'] = parse_close,	  ['!'] = parse_comment,
		['='] = parse_delimiters,
	};

	return parsers[(unsigned char)kind];
}

static void parse_all(struct parser *p)
{
	struct lines *lines = &p->lines;
	struct tag tag;

	while (p->tags.mistakes < MUSTACHE_MISTAKES) {
		mustache_lines_add(lines,
				   mustache_tag_find(&p->tags, lines->at));
		if (lines->at == lines->in.len)
			break;
		if (!mustache_tag_read(&p->tags, lines->at, &tag)) {
			lines->at = tag.end;
			continue;
		}
		check_parent(p, &tag);
		parser_of(tag.kind)(p, &tag);
	}
	while (p->depth && p->tags.mistakes < MUSTACHE_MISTAKES)
		say_unclosed_section(p, &p->opened[--p->depth]);
	p->depth = 0;
	flush(p);
}

bool mustache_parse(struct mustache *set, struct template *template,
		    struct diags *diags)
{
	struct parser p = { .set = set,
			    .template = template,
			    .tags = { .template = template,
				      .diags = diags,
				      .in = template->text,
				      .open = TEXT("{{"),
				      .close = TEXT("}}") },
			    .lines = { .in = template->text,
				       .literal = BUF_INIT } };

	template->ops = NULL;
	template->places = NULL;
	template->count = 0;
	if (!template->text.len)
		return true;
	mustache_lines_begin(&p.lines, 0);
	parse_all(&p);
	buf_release(&p.lines.literal);
	if (p.tags.mistakes)
		template->count = 0;
	return !p.tags.mistakes;
}
