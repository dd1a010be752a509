#include "content/yamldoc.h"

#include <string.h>

#include <yaml.h>

#include "base/lang.h"
#include "content/yamlscan.h"

/*
 * A tree is built from libyaml's events with an explicit stack of open lists
 * and maps, so depth is bounded by an array and not by the C stack. libyaml's
 * marks count from 0 and in characters; everything here counts from 1. Front
 * matter starts below the first line of its file: base_line is added once,
 * here, and nowhere else.
 */

enum { MAP_KEYS = 1024 };

struct level {
	struct node *node;  /* the list or map */
	struct node **last; /* where its next child goes */
	struct text key;    /* of a map: the key that waits for its value */
	struct span key_span;
	bool has_key;
};

struct builder {
	struct arena *arena;
	const struct yaml_input *input;
	struct diags *diags;
	uint32_t base_line;
	struct level levels[YAML_DEPTH];
	size_t depth, nodes;
	struct node *root;
};

static struct span span_of(const struct builder *b, const yaml_mark_t *start,
			   const yaml_mark_t *end)
{
	struct span span = {
		.line = (uint32_t)start->line + 1 + b->base_line,
		.column = (uint32_t)start->column + 1,
		.length = 1,
	};

	if (end && end->line == start->line && end->column > start->column)
		span.length = (uint32_t)(end->column - start->column);
	return span;
}

static struct diag *complain(struct builder *b, struct span span,
			     const char *code, const char *message)
{
	return diag_add(b->diags, SEVERITY_ERROR,
			source_at(b->input->source, span), code, "%s", message);
}

/* -- what libyaml says, in words a therapist can use ---------------------- */

static const struct {
	const char *problem, *message, *hint;
} problems[] = {
	{ "mapping values are not allowed in this context",
	  N_("there is a second colon on this line, or the line is indented "
	     "further than the one above"),
	  N_("put the text behind the first colon in quotation marks, or line "
	     "it up with the lines above") },
	{ "could not find expected ':'",
	  N_("this line has no colon, so it is not clear which entry it is"),
	  N_("write it as “name: value”, with a blank behind the colon") },
	{ "did not find expected key",
	  N_("this line is not lined up with the entries above it"),
	  N_("entries that belong together start at the same column") },
	{ "did not find expected '-' indicator",
	  N_("this line is not lined up with the “-” above it"),
	  N_("items of one list start at the same column with “- ”") },
	{ "block sequence entries are not allowed in this context",
	  N_("a list starts here, but there is already text on the line"),
	  N_("start the list on a line of its own below the name") },
	{ "found unexpected end of stream",
	  N_("a quotation mark is opened here and never closed"),
	  N_("close it with the same mark at the end of the text") },
	{ "did not find expected ',' or ']'",
	  N_("this list in [ ] is not closed or a comma is missing"),
	  N_("write it as [one, two], or one item a line with “- ”") },
	{ "did not find expected ',' or '}'",
	  N_("this { is not closed or a comma is missing"),
	  N_("write one entry a line instead") },
	{ "found character that cannot start any token",
	  N_("a text cannot start with this character"),
	  N_("put the text in quotation marks") },
	{ "found a tab character that violates indentation",
	  N_("there is a Tab in the indentation"), N_("use blanks instead") },
};

static void complain_problem(struct builder *b, const yaml_parser_t *parser)
{
	const char *problem = parser->problem ? parser->problem : "";
	const yaml_mark_t *mark = &parser->problem_mark;
	const char *message = N_("this cannot be read");
	const char *hint = N_("compare it with the example of `careplan new`");
	struct diag *diag;

	/* The context is where the trouble began: the key without a colon,
	 * the opening quotation mark. The problem is where it was noticed. */
	if (parser->context && (strstr(parser->context, "simple key") ||
				strstr(parser->context, "quoted scalar") ||
				strstr(parser->context, "flow ")))
		mark = &parser->context_mark;
	for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++)
		if (!strcmp(problem, problems[i].problem)) {
			message = problems[i].message;
			hint = problems[i].hint;
		}
	if (parser->error == YAML_READER_ERROR)
		message = N_("there is a character here that no text may hold");
	diag = complain(b, span_of(b, mark, NULL), "yaml.syntax", _(message));
	diag_hint(b->diags, diag, "%s", _(hint));
	diag_detail(b->diags, diag, problem);
}

/* -- building ------------------------------------------------------------- */

static bool key_is_taken(const struct node *map, struct text key)
{
	for (const struct node *n = map->first; n; n = n->next)
		if (text_equal(n->key, key))
			return true;
	return false;
}

/* Puts a finished or opened node where it belongs; false stops the reading. */
static bool attach(struct builder *b, struct node *node)
{
	struct level *top = b->depth ? &b->levels[b->depth - 1] : NULL;

	if (!top) {
		b->root = node;
		return true;
	}
	if (top->node->kind == NODE_MAP) {
		node->key = top->key;
		node->key_span = top->key_span;
		top->has_key = false;
		if (top->node->count >= MAP_KEYS) {
			complain(b, node->key_span, "yaml.too-many",
				 _("there are too many entries here"));
			return false;
		}
		if (key_is_taken(top->node, node->key)) {
			struct diag *diag = diag_add(
				b->diags, SEVERITY_ERROR,
				source_at(b->input->source, node->key_span),
				"yaml.duplicate-key",
				_("“%.*s” is written twice"),
				TEXT_ARG(node->key));
			diag_hint(b->diags, diag,
				  _("keep one of them; two lists under the "
				    "same name become one"));
		}
	}
	*top->last = node;
	top->last = &node->next;
	top->node->count++;
	return true;
}

static struct node *new_node(struct builder *b, enum node_kind kind,
			     const yaml_event_t *event)
{
	struct node *node = ARENA_NEW(b->arena, struct node);

	node->kind = kind;
	node->span = span_of(b, &event->start_mark, &event->end_mark);
	b->nodes++;
	return node;
}

static bool refuse(struct builder *b, const yaml_event_t *event,
		   const char *code, const char *message, const char *hint)
{
	struct diag *diag =
		complain(b, span_of(b, &event->start_mark, &event->end_mark),
			 code, message);

	diag_hint(b->diags, diag, "%s", hint);
	return false;
}

static bool refuse_anchor(struct builder *b, const yaml_event_t *event)
{
	return refuse(b, event, "yaml.anchor",
		      _("a value cannot start with & or * here"),
		      _("put the text in quotation marks"));
}

static bool refuse_tag(struct builder *b, const yaml_event_t *event)
{
	return refuse(b, event, "yaml.tag",
		      _("a value cannot start with ! here"),
		      _("put the text in quotation marks"));
}

static bool open_level(struct builder *b, enum node_kind kind,
		       const yaml_event_t *event)
{
	struct node *node = new_node(b, kind, event);
	struct level *level;

	if (b->depth && b->levels[b->depth - 1].node->kind == NODE_MAP &&
	    !b->levels[b->depth - 1].has_key)
		return refuse(b, event, "yaml.key",
			      _("a list cannot be the name of an entry"),
			      _("write “name: value”"));
	if (b->depth == YAML_DEPTH)
		return refuse(b, event, "yaml.too-deep",
			      _("this is nested too deeply"),
			      _("no document needs so many levels; look for a "
				"bracket or an indentation too many"));
	if (!attach(b, node))
		return false;
	level = &b->levels[b->depth++];
	*level = (struct level){ .node = node, .last = &node->first };
	return true;
}

static bool add_scalar(struct builder *b, const yaml_event_t *event)
{
	struct level *top = b->depth ? &b->levels[b->depth - 1] : NULL;
	struct text text = arena_text(
		b->arena, (struct text){ (const char *)event->data.scalar.value,
					 event->data.scalar.length });
	struct node *node;

	if (event->data.scalar.anchor)
		return refuse_anchor(b, event);
	if (event->data.scalar.tag)
		return refuse_tag(b, event);
	if (memchr(text.at, 0, text.len))
		return refuse(b, event, "yaml.nul",
			      _("there is a character here that no text may "
				"hold"),
			      _("delete it and type the text again"));
	if (top && top->node->kind == NODE_MAP && !top->has_key) {
		top->key = text;
		top->key_span =
			span_of(b, &event->start_mark, &event->end_mark);
		top->has_key = true;
		return true;
	}
	node = new_node(b, NODE_SCALAR, event);
	node->text = text;
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	return attach(b, node);
}

/* Takes one event. False stops the reading, with an error added. */
static bool take(struct builder *b, const yaml_event_t *event)
{
	if (b->nodes >= YAML_NODES)
		return refuse(b, event, "yaml.too-many",
			      _("there are too many entries here"),
			      _("a file of a patient or a shop never needs "
				"that many; was something pasted?"));
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return !b->root ||
		       refuse(b, event, "yaml.documents",
			      _("there are several documents in one file"),
			      _("delete the line --- or move what follows it "
				"to a file of its own"));
	case YAML_SEQUENCE_START_EVENT:
		if (event->data.sequence_start.anchor)
			return refuse_anchor(b, event);
		if (event->data.sequence_start.tag)
			return refuse_tag(b, event);
		return open_level(b, NODE_LIST, event);
	case YAML_MAPPING_START_EVENT:
		if (event->data.mapping_start.anchor)
			return refuse_anchor(b, event);
		if (event->data.mapping_start.tag)
			return refuse_tag(b, event);
		return open_level(b, NODE_MAP, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		b->depth--;
		return true;
	case YAML_SCALAR_EVENT:
		return add_scalar(b, event);
	case YAML_ALIAS_EVENT:
		return refuse_anchor(b, event);
	default:
		return true;
	}
}

static bool read_events(struct builder *b, yaml_parser_t *parser)
{
	yaml_event_t event;
	bool at_end = false;

	while (!at_end) {
		bool taken;

		if (!yaml_parser_parse(parser, &event)) {
			complain_problem(b, parser);
			return false;
		}
		at_end = event.type == YAML_STREAM_END_EVENT;
		taken = take(b, &event);
		yaml_event_delete(&event);
		if (!taken)
			return false;
	}
	return true;
}

static bool is_empty(const struct node *root)
{
	return !root ||
	       (root->kind == NODE_SCALAR && root->is_plain && !root->text.len);
}

struct node *yamldoc_read(struct arena *arena, const struct yaml_input *input,
			  struct diags *diags)
{
	struct builder b = { .arena = arena, .input = input, .diags = diags };
	struct text part =
		text_part(input->source->text, input->offset, input->len);
	size_t errors = diags->errors;
	yaml_parser_t parser;
	bool done;

	if (input->offset)
		b.base_line = source_place(input->source, input->offset, 0)
				      .span.line -
			      1;
	if (!yamlscan_check(input, diags))
		return NULL;
	if (!yaml_parser_initialize(&parser))
		arena_out_of_memory(sizeof(parser));
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)part.at,
				     part.len);
	done = read_events(&b, &parser);
	yaml_parser_delete(&parser);
	if (done && is_empty(b.root)) {
		struct diag *diag = diag_add(
			diags, SEVERITY_ERROR, source_whole(input->source),
			"yaml.empty", _("the file is empty"));
		diag_hint(diags, diag,
			  _("was it saved half-way? the page stays as it was "
			    "until there is something here"));
	}
	return diags->errors == errors ? b.root : NULL;
}

const struct node *yamldoc_find(const struct node *map, struct text key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *n = map->first; n; n = n->next)
		if (text_equal(n->key, key))
			return n;
	return NULL;
}
