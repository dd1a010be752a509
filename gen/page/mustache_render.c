#include "page/mustache_program.h"

#include <string.h>

#include "base/lang.h"
#include "content/markdown.h"

/*
 * From ops and a struct to bytes.
 *
 * The context stack is a chain of frames on the C stack, so that rendering
 * allocates nothing but the page itself; the set is only read. Indentation of
 * partials and blocks is put before lines of templates, not of values: it is
 * owed at the start of a line (`owes_indent`) and paid before the next byte.
 *
 * Arguments of parents are a chain too. The outermost one that has a block's
 * name wins; its text is rendered with the arguments that its own template was
 * given, so it cannot find itself again.
 */

struct frame {
	const struct frame *outer;
	const struct index *index; /* NULL: not an object */
	struct value value;
};

struct arguments {
	const struct arguments *outer;
	const struct template *template;
	uint32_t parent; /* the op whose blocks these are */
};

/* What ops are rendered in. */
struct here {
	const struct template *template;
	const struct frame *frames;
	const struct arguments *arguments;
};

struct render {
	const struct mustache *set;
	unsigned audience;
	bool has_marks;
	struct buf *out;
	size_t most_len; /* of out */
	uint32_t steps;
	int calls, levels;
	struct buf indents; /* joined; .len is what holds now */
	bool owes_indent;
	const char *excess; /* the limit that was passed */
	const struct template *excess_template;
	uint32_t excess_op;
};

struct found {
	struct value value;
	const struct index *index; /* of an object or a list's objects */
};

static bool render_ops(struct render *r, const struct here *here, uint32_t from,
		       uint32_t to);

static bool give_up(struct render *r, const struct here *here, uint32_t op,
		    const char *excess)
{
	if (!r->excess) {
		r->excess = excess;
		r->excess_template = here->template;
		r->excess_op = op;
	}
	return false;
}

/* -- looking up ----------------------------------------------------------- */

/*
 * Tries the rows of a name in turn; false if none of them leads to a field that
 * the audience may see. `scratch` belongs to the value found.
 */
static bool find_in_rows(const struct render *r, uint32_t row,
			 const void *object, struct found *found, char *scratch)
{
	for (; row; row = r->set->rows[row].other) {
		const struct row *at = &r->set->rows[row];

		if (!(at->field->audience & r->audience))
			continue;
		found->value = fields_value(at->field, object, scratch);
		found->index = at->index;
		if (!at->base)
			return true;
		if (found->value.kind == VALUE_OBJECT &&
		    find_in_rows(r, at->base, found->value.at, found, scratch))
			return true;
	}
	return false;
}

/* Fields of any kind bring their table along. */
static void index_value(const struct render *r, struct found *found)
{
	enum value_kind kind = found->value.kind;

	if (!found->index && (kind == VALUE_OBJECT || kind == VALUE_LIST))
		found->index = mustache_index(r->set, found->value.table);
}

static bool find_name(const struct render *r, const struct frame *frame,
		      uint32_t name, struct found *found, char *scratch)
{
	for (; frame; frame = frame->outer) {
		uint32_t row = frame->index ? frame->index->rows[name] : 0;

		if (row &&
		    find_in_rows(r, row, frame->value.at, found, scratch)) {
			index_value(r, found);
			return true;
		}
	}
	return false;
}

/* The value of a path; nobody's name is VALUE_NONE. */
static void find_path(const struct render *r, const struct frame *frames,
		      struct path path, struct found *found, char *scratch)
{
	bool is_found;

	if (!path.count) {
		found->value = frames->value;
		found->index = frames->index;
		index_value(r, found);
		return;
	}
	is_found = find_name(r, frames, path.names[0], found, scratch);
	for (uint32_t i = 1; is_found && i < path.count; i++) {
		struct frame frame = { .index = found->index,
				       .value = found->value };

		is_found = found->value.kind == VALUE_OBJECT &&
			   find_name(r, &frame, path.names[i], found, scratch);
	}
	if (!is_found)
		*found = (struct found){ .value.kind = VALUE_NONE };
}

/* How often a section of it is shown. */
static size_t value_count(const struct value *value)
{
	switch (value->kind) {
	case VALUE_NONE:
		return 0;
	case VALUE_TEXT:
	case VALUE_HTML:
		return value->text.len != 0;
	case VALUE_NUMBER:
		return value->number != 0;
	case VALUE_TRUE:
	case VALUE_OBJECT:
		return 1;
	case VALUE_LIST:
	case VALUE_TEXTS:
	case VALUE_HTMLS:
	case VALUE_VALUES:
		return value->count;
	}
	return 0;
}

/* Makes the frame of one item of a list, or of a single value. */
static void frame_item(const struct render *r, struct frame *frame,
		       const struct found *list, size_t i)
{
	const struct value *value = &list->value;
	struct found item = *list;

	switch (value->kind) {
	case VALUE_LIST:
		item.value.kind = VALUE_OBJECT;
		item.value.at =
			(const char *)value->at + i * value->table->size;
		break;
	case VALUE_TEXTS:
		item.value.kind = VALUE_TEXT;
		item.value.text = ((const struct text *)value->at)[i];
		break;
	case VALUE_HTMLS:
		item.value.kind = VALUE_HTML;
		item.value.text = ((const struct markdown *)value->at)[i].html;
		break;
	case VALUE_VALUES:
		item.value = ((const struct value *)value->at)[i];
		item.index = NULL;
		index_value(r, &item);
		break;
	default:
		break;
	}
	frame->value = item.value;
	frame->index = item.value.kind == VALUE_OBJECT ? item.index : NULL;
}

/* -- printing ------------------------------------------------------------- */

static void pay_indent(struct render *r)
{
	if (r->owes_indent && r->indents.len)
		buf_add(r->out, r->indents.at, r->indents.len);
	r->owes_indent = false;
}

/* Adds template text line by line; stops early where the page is too large. */
static void add_indented(struct render *r, struct text t)
{
	while (t.len && r->out->len <= r->most_len) {
		const char *end = memchr(t.at, '\n', t.len);
		size_t len = end ? (size_t)(end + 1 - t.at) : t.len;

		pay_indent(r);
		buf_add(r->out, t.at, len);
		r->owes_indent = end;
		t = text_from(t, len);
	}
}

static bool render_text(struct render *r, const struct here *here, uint32_t at)
{
	struct text t = here->template->ops[at].text;

	if (r->indents.len) {
		add_indented(r, t);
	} else if (t.len) {
		buf_add(r->out, t.at, t.len);
		r->owes_indent = t.at[t.len - 1] == '\n';
	}
	return true;
}

/* What would be a mark of the template becomes an entity, as < and & do; "-" is
 * one only with a blank behind it. */
static void add_unmarked(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		bool is_last = i + 1 == t.len;

		if (t.at[i] == '#')
			buf_add_string(out, "&#35;");
		else if (t.at[i] == '[')
			buf_add_string(out, "&#91;");
		else if (t.at[i] == ']')
			buf_add_string(out, "&#93;");
		else if (t.at[i] == '-' &&
			 (is_last || (unsigned char)t.at[i + 1] <= ' '))
			buf_add_string(out, "&#45;");
		else if ((unsigned char)t.at[i] < ' ')
			buf_add_char(out, ' ');
		else
			buf_add_html(out, text_part(t, i, 1));
	}
}

static void add_value(struct render *r, const struct value *value, bool is_raw)
{
	pay_indent(r);
	if (r->has_marks &&
	    (value->kind == VALUE_TEXT || value->kind == VALUE_HTML))
		add_unmarked(r->out, value->text);
	else if (value->kind == VALUE_NUMBER)
		buf_add_number(r->out, value->number);
	else if (value->kind == VALUE_HTML ||
		 (value->kind == VALUE_TEXT && is_raw))
		buf_add_text(r->out, value->text);
	else if (value->kind == VALUE_TEXT)
		buf_add_html(r->out, value->text);
}

static bool render_value(struct render *r, const struct here *here, uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	char scratch[FIELDS_SCRATCH];
	struct found found;

	find_path(r, here->frames, op->path, &found, scratch);
	add_value(r, &found.value,
		  op->kind == OP_RAW && r->set->flags & MUSTACHE_RAW_TEXT);
	return true;
}

/* -- sections ------------------------------------------------------------- */

static bool render_section(struct render *r, const struct here *here,
			   uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	struct frame frame = { .outer = here->frames };
	struct here inner = *here;
	char scratch[FIELDS_SCRATCH];
	struct found found;
	size_t count;

	find_path(r, here->frames, op->path, &found, scratch);
	count = value_count(&found.value);
	if (found.value.kind != VALUE_TRUE)
		inner.frames = &frame;
	for (size_t i = 0; i < count; i++) {
		frame_item(r, &frame, &found, i);
		if (!render_ops(r, &inner, at + 1, op->end))
			return false;
	}
	return true;
}

static bool render_inverted(struct render *r, const struct here *here,
			    uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	char scratch[FIELDS_SCRATCH];
	struct found found;

	find_path(r, here->frames, op->path, &found, scratch);
	return value_count(&found.value) ||
	       render_ops(r, here, at + 1, op->end);
}

/* -- partials, parents, blocks -------------------------------------------- */

static const struct template *find_target(const struct render *r,
					  const struct here *here,
					  const struct call *call)
{
	char scratch[FIELDS_SCRATCH];
	struct found found;

	if (!call->is_dynamic)
		return call->target;
	find_path(r, here->frames, call->path, &found, scratch);
	if (found.value.kind != VALUE_TEXT)
		return NULL;
	return map_find(&r->set->templates, found.value.text);
}

/* Renders a whole template; a standalone one begins and ends lines. */
static bool render_call(struct render *r, const struct here *here, uint32_t at,
			const struct template *target)
{
	const struct call *call = here->template->ops[at].call;
	struct here inner = { target, here->frames, here->arguments };
	size_t indent = r->indents.len;
	bool good;

	if (r->calls == MUSTACHE_DEPTH)
		return give_up(r, here, at,
			       N_("templates stand in each other too deep"));
	r->calls++;
	if (call->is_standalone) {
		buf_add_text(&r->indents, call->indent);
		r->owes_indent = true;
	}
	good = render_ops(r, &inner, 0, target->count);
	if (call->is_standalone) {
		r->indents.len = indent;
		r->owes_indent = true;
	}
	r->calls--;
	return good;
}

static bool render_partial(struct render *r, const struct here *here,
			   uint32_t at)
{
	const struct call *call = here->template->ops[at].call;
	const struct template *target = find_target(r, here, call);

	return !target || render_call(r, here, at, target);
}

static bool has_arguments(const struct arguments *chain,
			  const struct template *template, uint32_t parent)
{
	while (chain &&
	       (chain->template != template || chain->parent != parent))
		chain = chain->outer;
	return chain;
}

/* The arguments of a parent that is in the chain already cannot win. */
static bool render_parent(struct render *r, const struct here *here,
			  uint32_t at)
{
	const struct call *call = here->template->ops[at].call;
	const struct template *target = find_target(r, here, call);
	struct arguments arguments = { here->arguments, here->template, at };
	struct here inner = *here;

	if (!target)
		return true;
	if (!has_arguments(here->arguments, here->template, at))
		inner.arguments = &arguments;
	return render_call(r, &inner, at, target);
}

static bool render_argument(struct render *r, const struct here *here,
			    const struct block *block,
			    const struct arguments *from, uint32_t argument)
{
	struct here inner = { from->template, here->frames, from->outer };
	size_t indent = r->indents.len;
	bool good;

	buf_add_text(&r->indents, block->indent);
	if (block->is_standalone)
		r->owes_indent = true;
	good = render_ops(r, &inner, argument + 1,
			  from->template->ops[argument].end);
	r->indents.len = indent;
	if (block->is_standalone)
		r->owes_indent = true;
	return good;
}

static bool render_block(struct render *r, const struct here *here, uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	const struct arguments *from = NULL;
	uint32_t argument = 0;

	for (const struct arguments *a = here->arguments; a; a = a->outer) {
		uint32_t found = mustache_argument(a->template, a->parent,
						   op->block->name);

		r->steps += a->template->ops[a->parent].end - a->parent;
		if (found) {
			from = a;
			argument = found;
		}
	}
	if (from)
		return render_argument(r, here, op->block, from, argument);
	return render_ops(r, here, at + 1, op->end);
}

/* -- the whole ------------------------------------------------------------ */

typedef bool render_op(struct render *r, const struct here *here, uint32_t at);

static render_op *const render_kinds[OP_KINDS] = {
	[OP_TEXT] = render_text,	 [OP_VALUE] = render_value,
	[OP_RAW] = render_value,	 [OP_SECTION] = render_section,
	[OP_INVERTED] = render_inverted, [OP_PARTIAL] = render_partial,
	[OP_PARENT] = render_parent,	 [OP_BLOCK] = render_block,
};

static bool render_ops(struct render *r, const struct here *here, uint32_t from,
		       uint32_t to)
{
	const struct op *ops = here->template->ops;

	if (r->levels == MUSTACHE_LEVELS)
		return give_up(r, here, from ? from - 1 : 0,
			       N_("sections stand in each other too deep"));
	r->levels++;
	for (uint32_t at = from; at < to; at = ops[at].end) {
		if (++r->steps > MUSTACHE_STEPS)
			return give_up(r, here, at,
				       N_("the page takes too long to make"));
		if (!render_kinds[ops[at].kind](r, here, at))
			return false;
		if (r->out->len > r->most_len)
			return give_up(r, here, at,
				       N_("the page becomes too large"));
	}
	r->levels--;
	return true;
}

static void say_excess(const struct render *r, struct diags *diags)
{
	struct place place =
		mustache_op_place(r->excess_template, r->excess_op);
	struct diag *diag = diag_add(diags, SEVERITY_ERROR, place,
				     "theme.limit", "%s", _(r->excess));

	diag_hint(diags, diag,
		  _("look for a template that includes itself without end"));
}

bool mustache_render(const struct mustache *set, struct text name,
		     const struct mustache_view *view, struct buf *out,
		     struct diags *diags)
{
	const struct template *template = map_find(&set->templates, name);
	size_t len = out->len;
	struct found root = { .value = view->root };
	struct frame frame = { .outer = NULL };
	struct here here = { template, &frame, NULL };
	struct render r = { .set = set,
			    .audience = view->audience,
			    .has_marks = view->has_marks,
			    .out = out,
			    .most_len = len + MUSTACHE_PAGE_BYTES,
			    .indents = BUF_INIT };
	bool good;

	if (!template) {
		mustache_say_missing(name, diags);
		return false;
	}
	index_value(&r, &root);
	frame.value = root.value;
	frame.index = root.value.kind == VALUE_OBJECT ? root.index : NULL;
	good = render_ops(&r, &here, 0, template->count);
	buf_release(&r.indents);
	if (good)
		return true;
	out->len = len;
	if (out->at)
		out->at[len] = '\0';
	say_excess(&r, diags);
	return false;
}

struct mustache_view mustache_view(const struct table *table,
				   const void *object, enum audience audience)
{
	return (struct mustache_view){
		.root = { .kind = VALUE_OBJECT, .table = table, .at = object },
		.audience = audience
	};
}
