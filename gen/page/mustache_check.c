#include "page/mustache_scope.h"

#include "base/lang.h"

/*
 * What a template would stumble over, found without any content.
 *
 * The check walks ops as rendering does, but with what the tables say of each
 * name instead of its value: every section is entered once. It ends on
 * templates that include themselves because a template is walked only once for
 * the same scopes and arguments, and of these there are finitely many.
 */

struct arguments {
	const struct arguments *outer;
	const struct template *template;
	uint32_t parent;
	const struct arguments *before; /* in check.arguments */
};

/* The templates that the walk is in. */
struct caller {
	const struct caller *outer;
	const struct template *template;
};

struct here {
	const struct template *template;
	const struct scope *scopes;
	const struct arguments *arguments;
	const struct caller *caller;
	int depth;
};

struct check {
	struct mustache *set;
	struct reader reader;
	struct diags *diags;
	struct arena arena; /* of this check */
	struct map walked;  /* templates with scopes and arguments */
	struct map said;    /* tags that were complained about */
	struct map used;    /* arguments that some block asked for */
	const struct arguments *arguments; /* all there were, newest first */
	uint32_t steps;
	int levels;
	bool is_spent;
	bool is_bad;
	bool is_partly; /* some sections could not be entered */
};

enum { CHECK_STEPS = 1000000 };

static void walk(struct check *c, const struct here *here, uint32_t from,
		 uint32_t to);

/* -- mistakes ------------------------------------------------------------- */

/* Notes an op; was it noted before? */
static bool note(struct check *c, struct map *map,
		 const struct template *template, uint32_t op)
{
	struct text key =
		arena_format(&c->arena, "%p %u", (const void *)template, op);

	return map_set(map, key, c);
}

/* The same tag is met with many scopes: only its first mistake is told. */
static bool is_said(struct check *c, const struct here *here, uint32_t op)
{
	c->is_bad = true;
	return note(c, &c->said, here->template, op);
}

static struct text tag_name(const struct check *c, struct arena *arena,
			    struct path path)
{
	struct text name =
		path.count ? c->set->name_texts[path.names[0]] : T(".");

	for (uint32_t i = 1; i < path.count; i++)
		name = arena_join3(arena, name, T("."),
				   c->set->name_texts[path.names[i]]);
	return name;
}

static void say_unknown(struct check *c, const struct here *here, uint32_t op,
			struct text name)
{
	const char *nearest;
	struct diag *diag;

	if (is_said(c, here, op))
		return;
	nearest = mustache_scope_nearest(&c->reader, here->scopes, name);
	diag = diag_add(c->diags, SEVERITY_ERROR,
			mustache_op_place(here->template, op), "theme.name",
			_("nothing is called «%.*s» here"), TEXT_ARG(name));
	if (nearest)
		diag_hint(c->diags, diag, _("did you mean «%s»?"), nearest);
	else
		diag_hint(c->diags, diag,
			  _("see the manual for what a page of this kind "
			    "knows"));
}

static void say_hidden(struct check *c, const struct here *here, uint32_t op,
		       struct text name)
{
	struct diag *diag;

	if (is_said(c, here, op))
		return;
	diag = diag_add(c->diags, SEVERITY_ERROR,
			mustache_op_place(here->template, op), "theme.audience",
			_("this page may not show «%.*s»"), TEXT_ARG(name));
	diag_hint(c->diags, diag,
		  _("take it out: those who open this page are not meant to "
		    "see it"));
}

static void say_unknown_template(struct check *c, const struct here *here,
				 uint32_t op, struct text name)
{
	const char *nearest;
	struct diag *diag;

	if (is_said(c, here, op))
		return;
	nearest = mustache_scope_nearest_template(c->set, name);
	diag = diag_add(c->diags, SEVERITY_ERROR,
			mustache_op_place(here->template, op), "theme.partial",
			_("the theme has no template «%.*s»"), TEXT_ARG(name));
	if (nearest)
		diag_hint(c->diags, diag, _("did you mean «%s»?"), nearest);
	else
		diag_hint(c->diags, diag,
			  _("add the file to the theme, or take this tag out"));
}

/* A value that cannot be printed, or not like this. */
static void say_wrong_use(struct check *c, const struct here *here, uint32_t op,
			  const struct shape *shape)
{
	struct path path = here->template->ops[op].path;
	struct text name = tag_name(c, &c->arena, path);
	struct place place = mustache_op_place(here->template, op);
	struct diag *diag;

	if (is_said(c, here, op))
		return;
	if (shape->kind == SHAPE_TEXT) {
		diag = diag_add(c->diags, SEVERITY_ERROR, place, "theme.raw",
				_("«%.*s» is plain text, not HTML"),
				TEXT_ARG(name));
		diag_hint(c->diags, diag, _("write {{%.*s}}"), TEXT_ARG(name));
		return;
	}
	diag = diag_add(c->diags, SEVERITY_ERROR, place, "theme.no_text",
			_("«%.*s» has no text of its own to show"),
			TEXT_ARG(name));
	diag_hint(c->diags, diag, _("use it as {{#%.*s}} … {{/%.*s}}"),
		  TEXT_ARG(name), TEXT_ARG(name));
}

static void say_unused(struct check *c, const struct template *template,
		       uint32_t parent, uint32_t block)
{
	const struct op *ops = template->ops;
	struct text name = c->set->name_texts[ops[block].block->name];
	struct diag *diag = diag_add(
		c->diags, SEVERITY_WARNING, mustache_op_place(template, block),
		"theme.block", _("«%.*s» has no block called «%.*s»"),
		TEXT_ARG(ops[parent].call->name), TEXT_ARG(name));

	diag_hint(c->diags, diag,
		  _("compare the names: as it is, this text is never shown"));
}

static void say_limit(struct check *c, const struct here *here, uint32_t op,
		      const char *message)
{
	struct diag *diag;

	if (is_said(c, here, op))
		return;
	diag = diag_add(c->diags, SEVERITY_ERROR,
			mustache_op_place(here->template, op), "theme.limit",
			"%s", message);
	diag_hint(c->diags, diag,
		  _("look for a template that includes itself without end"));
}

/* -- names ---------------------------------------------------------------- */

/* What a tag's name stands for; false after a complaint. */
static bool find_path(struct check *c, const struct here *here, uint32_t op,
		      struct path path, struct shape *shape)
{
	struct here inner = *here;
	struct scope scope;

	if (!path.count) {
		*shape = here->scopes->shape;
		return true;
	}
	for (uint32_t i = 0; i < path.count; i++) {
		struct text name = c->set->name_texts[path.names[i]];
		enum scope_result result = mustache_scope_find(
			&c->reader, inner.scopes, path.names[i], shape);

		if (result == SCOPE_HIDDEN)
			say_hidden(c, here, op, name);
		else if (result == SCOPE_UNKNOWN)
			say_unknown(c, &inner, op, name);
		if (result != SCOPE_FOUND)
			return false;
		if (shape->kind == SHAPE_ANY)
			return true;
		scope = (struct scope){ .shape = *shape };
		inner.scopes = &scope;
	}
	return true;
}

/* -- tags ----------------------------------------------------------------- */

static void check_value(struct check *c, const struct here *here, uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	struct shape shape;

	if (!find_path(c, here, at, op->path, &shape))
		return;
	if (shape.kind == SHAPE_ANY || shape.kind == SHAPE_HTML)
		return;
	if (shape.kind != SHAPE_TEXT || op->kind == OP_RAW)
		say_wrong_use(c, here, at, &shape);
}

/* Nothing is known inside a section of any kind of value. */
static void check_section(struct check *c, const struct here *here, uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	struct scope scope = { .outer = here->scopes };
	struct here inner = *here;

	if (!find_path(c, here, at, op->path, &scope.shape))
		return;
	if (scope.shape.kind == SHAPE_ANY && op->kind == OP_SECTION) {
		c->is_partly = true;
		return;
	}
	if (scope.shape.kind == SHAPE_LIST)
		scope.shape.kind = scope.shape.item;
	if (scope.shape.kind != SHAPE_FLAG && op->kind == OP_SECTION)
		inner.scopes = &scope;
	walk(c, &inner, at + 1, op->end);
}

/* Was the template walked with these scopes and arguments before? */
static bool is_walked(struct check *c, const struct here *here)
{
	struct buf key = BUF_INIT;
	bool walked;

	buf_format(&key, "%p", (const void *)here->template);
	for (const struct scope *s = here->scopes; s; s = s->outer)
		buf_format(&key, " %p/%d", (const void *)s->shape.index,
			   (int)s->shape.kind);
	for (const struct arguments *a = here->arguments; a; a = a->outer)
		buf_format(&key, " %p:%u", (const void *)a->template,
			   a->parent);
	walked = map_find(&c->walked, buf_text(&key));
	if (!walked)
		map_set(&c->walked, arena_text(&c->arena, buf_text(&key)), c);
	buf_release(&key);
	return walked;
}

/*
 * Walks a template that another one includes. A chain of templates that are all
 * different and too many can never be rendered; a ring may be ended by values.
 */
static void walk_call(struct check *c, const struct here *here, uint32_t at,
		      const struct arguments *arguments)
{
	const struct call *call = here->template->ops[at].call;
	struct caller caller = { here->caller, here->template };
	struct here inner = { .template = call->target,
			      .scopes = mustache_scope_needed(&c->arena,
							      here->scopes),
			      .arguments = arguments,
			      .caller = &caller,
			      .depth = here->depth + 1 };
	const struct caller *ring = &caller;

	call->target->is_reached = true;
	if (is_walked(c, &inner))
		return;
	while (ring && ring->template != call->target)
		ring = ring->outer;
	if (inner.depth <= MUSTACHE_DEPTH)
		walk(c, &inner, 0, call->target->count);
	else if (!ring)
		say_limit(c, here, at,
			  _("templates stand in each other too deep"));
}

/* Of a dynamic name only the value that holds it can be checked. */
static bool is_known_call(struct check *c, const struct here *here, uint32_t at)
{
	const struct call *call = here->template->ops[at].call;
	struct shape shape;

	if (!call->is_dynamic && !call->target)
		say_unknown_template(c, here, at, call->name);
	if (call->is_dynamic)
		(void)find_path(c, here, at, call->path, &shape);
	return call->target;
}

static void check_partial(struct check *c, const struct here *here, uint32_t at)
{
	if (is_known_call(c, here, at))
		walk_call(c, here, at, here->arguments);
}

static void check_parent(struct check *c, const struct here *here, uint32_t at)
{
	const struct arguments *chain = here->arguments;
	struct arguments *arguments;

	if (!is_known_call(c, here, at))
		return;
	while (chain &&
	       (chain->template != here->template || chain->parent != at))
		chain = chain->outer;
	if (chain) {
		walk_call(c, here, at, here->arguments);
		return;
	}
	arguments = ARENA_NEW(&c->arena, struct arguments);
	*arguments = (struct arguments){ here->arguments, here->template, at,
					 c->arguments };
	c->arguments = arguments;
	walk_call(c, here, at, arguments);
}

static void check_block(struct check *c, const struct here *here, uint32_t at)
{
	const struct op *op = &here->template->ops[at];
	struct here inner = *here;
	uint32_t argument = 0;

	for (const struct arguments *a = here->arguments; a; a = a->outer) {
		uint32_t found = mustache_argument(a->template, a->parent,
						   op->block->name);

		c->steps += a->template->ops[a->parent].end - a->parent;
		if (found) {
			note(c, &c->used, a->template, found);
			argument = found;
			inner.template = a->template;
			inner.arguments = a->outer;
		}
	}
	if (argument)
		walk(c, &inner, argument + 1,
		     inner.template->ops[argument].end);
	else
		walk(c, here, at + 1, op->end);
}

static void check_nothing(struct check *c, const struct here *here, uint32_t at)
{
	(void)c, (void)here, (void)at;
}

/*
 * Warns of arguments that no block asked for: their text is never shown, most
 * often because of a slip in the name. To be asked when everything was walked.
 */
static void check_arguments(struct check *c)
{
	for (const struct arguments *a = c->arguments; a; a = a->before) {
		const struct op *ops = a->template->ops;
		uint32_t end = ops[a->parent].end;

		for (uint32_t i = a->parent + 1; i < end; i = ops[i].end)
			if (!note(c, &c->used, a->template, i))
				say_unused(c, a->template, a->parent, i);
	}
}

/* -- the whole ------------------------------------------------------------ */

typedef void check_op(struct check *c, const struct here *here, uint32_t at);

static check_op *const check_kinds[OP_KINDS] = {
	[OP_TEXT] = check_nothing,     [OP_VALUE] = check_value,
	[OP_RAW] = check_value,	       [OP_SECTION] = check_section,
	[OP_INVERTED] = check_section, [OP_PARTIAL] = check_partial,
	[OP_PARENT] = check_parent,    [OP_BLOCK] = check_block,
};

static void walk(struct check *c, const struct here *here, uint32_t from,
		 uint32_t to)
{
	const struct op *ops = here->template->ops;

	if (c->levels == MUSTACHE_LEVELS) {
		c->is_partly = true;
		return;
	}
	c->levels++;
	for (uint32_t at = from; at < to && !c->is_spent; at = ops[at].end) {
		check_kinds[ops[at].kind](c, here, at);
		if (c->is_spent || ++c->steps <= CHECK_STEPS)
			continue;
		c->is_spent = true;
		say_limit(c, here, at,
			  _("the theme is too intricate to be checked"));
	}
	c->levels--;
}

bool mustache_check(struct mustache *set, struct text name,
		    const struct table *root, enum audience audience,
		    struct diags *diags)
{
	struct template *template = map_find(&set->templates, name);
	struct check c = { .set = set,
			   .reader = { set, audience },
			   .diags = diags };
	struct scope scope = { .shape = { .kind = SHAPE_OBJECT } };
	struct here here = { .template = template, .scopes = &scope };

	if (!template) {
		mustache_say_missing(name, diags);
		return false;
	}
	template->is_reached = true;
	scope.shape.index = mustache_index(set, root);
	arena_init(&c.arena, ARENA_SMALL);
	map_init(&c.walked, &c.arena);
	map_init(&c.said, &c.arena);
	map_init(&c.used, &c.arena);
	walk(&c, &here, 0, template->count);
	if (!c.is_bad && !c.is_partly)
		check_arguments(&c);
	arena_release(&c.arena);
	return !c.is_bad;
}

bool mustache_is_reached(const struct mustache *set, struct text name)
{
	const struct template *template = map_find(&set->templates, name);

	return template && template->is_reached;
}
