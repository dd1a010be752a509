#include "page/mustache.h"

#include "base/bug.h"
#include "base/lang.h"
#include "page/mustache_program.h"

/*
 * A set of templates, the numbers of their names, and the indexes that lead
 * from a table and a name's number to a field.
 */

struct mustache *mustache_new(struct arena *arena, unsigned flags)
{
	struct mustache *set = ARENA_NEW(arena, struct mustache);

	set->arena = arena;
	set->flags = flags;
	map_init(&set->templates, arena);
	map_init(&set->names, arena);
	set->rows = arena_grow(arena, NULL, 0, &set->row_capacity,
			       sizeof(*set->rows));
	set->row_count = 1;
	return set;
}

uint32_t mustache_name(struct mustache *set, struct text name)
{
	uintptr_t number = (uintptr_t)map_find(&set->names, name);

	if (number)
		return (uint32_t)(number - 1);
	if (set->name_count == MUSTACHE_NAMES)
		return UINT32_MAX;
	set->name_texts =
		arena_grow(set->arena, set->name_texts, set->name_count,
			   &set->name_capacity, sizeof(*set->name_texts));
	name = arena_text(set->arena, name);
	set->name_texts[set->name_count++] = name;
	map_set(&set->names, name, (void *)(uintptr_t)set->name_count);
	return (uint32_t)(set->name_count - 1);
}

/* Does a text lie within another, as bytes in memory? */
static bool is_part(struct text part, struct text whole)
{
	uintptr_t from = (uintptr_t)part.at, start = (uintptr_t)whole.at;

	return part.at && whole.at && from >= start &&
	       from - start <= whole.len &&
	       part.len <= whole.len - (from - start);
}

struct place mustache_place(const struct template *template, size_t offset,
			    size_t len)
{
	const struct source *source = template->place.source;

	if (!template->is_in_source)
		return template->place;
	return source_place(
		source, (size_t)(template->text.at - source->text.at) + offset,
		len);
}

struct place mustache_op_place(const struct template *template, uint32_t op)
{
	if (op >= template->count)
		return mustache_place(template, 0, 0);
	return mustache_place(template, template->places[op].offset,
			      template->places[op].len);
}

static struct template *new_template(struct mustache *set, struct text name)
{
	struct template *template = ARENA_NEW(set->arena, struct template);

	set->list = arena_grow(set->arena, set->list, set->count,
			       &set->capacity, sizeof(*set->list));
	set->list[set->count++] = template;
	template->name = arena_text(set->arena, name);
	map_set(&set->templates, template->name, template);
	return template;
}

bool mustache_add(struct mustache *set, struct text name, struct text text,
		  struct place place, struct diags *diags)
{
	struct template *template = map_find(&set->templates, name);

	if (set->is_linked)
		BUG("a template is added to a set that is in use");
	if (!template)
		template = new_template(set, name);
	template->place = place;
	template->count = 0;
	template->is_in_source =
		place.source &&is_part(text, place.source->text);
	template->text =
		template->is_in_source ? text : arena_text(set->arena, text);
	if (text.len > MUSTACHE_TEMPLATE_BYTES) {
		struct diag *diag = diag_add(
			diags, SEVERITY_ERROR, place, "theme.size",
			_("the template «%.*s» is too large"), TEXT_ARG(name));

		diag_hint(
			diags, diag,
			_("keep it below %d bytes, or split it into partials"),
			MUSTACHE_TEMPLATE_BYTES);
		return false;
	}
	return mustache_parse(set, template, diags);
}

bool mustache_has(const struct mustache *set, struct text name)
{
	return map_find(&set->templates, name);
}

void mustache_say_missing(struct text name, struct diags *diags)
{
	struct diag *diag = diag_add_path(
		diags, SEVERITY_ERROR, T(""), "theme.missing",
		_("the theme has no template «%.*s»"), TEXT_ARG(name));

	diag_hint(diags, diag,
		  _("add the file to the theme, or use another theme"));
}

uint32_t mustache_argument(const struct template *template, uint32_t parent,
			   uint32_t name)
{
	const struct op *ops = template->ops;

	for (uint32_t at = parent + 1; at < ops[parent].end; at = ops[at].end)
		if (ops[at].block->name == name)
			return at;
	return 0;
}

/* -- linking -------------------------------------------------------------- */

/* Tables are static, so their addresses say which they are. */
static size_t bucket_of(const struct table *table)
{
	uintptr_t address = (uintptr_t)table / sizeof(void *);

	return (address ^ address >> 8) % MUSTACHE_BUCKETS;
}

static struct index *find_index(const struct mustache *set,
				const struct table *table)
{
	struct index *index = set->buckets[bucket_of(table)];

	while (index && index->table != table)
		index = index->next;
	return index;
}

const struct index *mustache_index(const struct mustache *set,
				   const struct table *table)
{
	const struct index *index;

	if (!table)
		return NULL;
	index = find_index(set, table);
	if (!index)
		BUG("the table %s is not linked", table->name);
	return index;
}

/* Puts a row behind those that the index has for a name already. */
static void add_row(struct mustache *set, struct index *index, size_t name,
		    struct row row)
{
	uint32_t *link = &index->rows[name];

	set->rows = arena_grow(set->arena, set->rows, set->row_count,
			       &set->row_capacity, sizeof(*set->rows));
	while (*link)
		link = &set->rows[*link].other;
	*link = (uint32_t)set->row_count;
	set->rows[set->row_count++] = row;
}

/* Finds the template that a partial or parent names. */
static void link_call(struct mustache *set, const struct op *op)
{
	bool is_call = op->kind == OP_PARTIAL || op->kind == OP_PARENT;

	if (is_call && !op->call->is_dynamic)
		op->call->target = map_find(&set->templates, op->call->name);
}

static const struct index *add_table(struct mustache *set,
				     const struct table *table);

static void add_own_rows(struct mustache *set, struct index *index)
{
	const struct table *table = index->table;

	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		struct row row = { .field = field };
		uintptr_t name =
			(uintptr_t)map_find(&set->names, text_of(field->key));

		if (field->table)
			row.index = add_table(set, field->table);
		if (name)
			add_row(set, index, name - 1, row);
	}
}

/* Makes the index of a table, and of those it refers to, without bases. */
static const struct index *add_table(struct mustache *set,
				     const struct table *table)
{
	struct index *index = find_index(set, table);
	struct index **bucket = &set->buckets[bucket_of(table)];

	if (index)
		return index;
	index = ARENA_NEW(set->arena, struct index);
	index->table = table;
	index->rows = ARENA_ARRAY(set->arena, set->name_count + 1, uint32_t);
	index->next = *bucket;
	*bucket = index;
	add_own_rows(set, index);
	return index;
}

/*
 * Lets names that a table lacks go on into its bases, theirs first. A base that
 * is being worked on is a base of itself in a ring, and adds nothing.
 */
static void add_bases(struct mustache *set, struct index *index)
{
	const struct table *table = index->table;

	if (index->bases != BASES_MISSING)
		return;
	index->bases = BASES_BEGUN;
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		struct index *base;

		if (!(field->flags & FIELD_BASE))
			continue;
		base = find_index(set, field->table);
		add_bases(set, base);
		for (size_t name = 0; name < set->name_count; name++)
			if (base->bases == BASES_IN && base->rows[name])
				add_row(set, index, name,
					(struct row){
						.field = field,
						.index = base,
						.base = base->rows[name] });
	}
	index->bases = BASES_IN;
}

void mustache_link(struct mustache *set, const struct table *const *roots,
		   size_t count)
{
	if (set->is_linked)
		BUG("a set of templates is linked twice");
	set->is_linked = true;
	for (size_t i = 0; i < set->count; i++)
		for (uint32_t op = 0; op < set->list[i]->count; op++)
			link_call(set, &set->list[i]->ops[op]);
	for (size_t i = 0; i < count; i++)
		add_table(set, roots[i]);
	for (size_t i = 0; i < MUSTACHE_BUCKETS; i++)
		for (struct index *x = set->buckets[i]; x; x = x->next)
			add_bases(set, x);
}
