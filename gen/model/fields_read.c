#include "model/fields.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/lang.h"
#include "model/scalar.h"
#include "model/values.h"

/*
 * A document is read by walking its YAML map and looking each key up in the
 * table. Reading never stops at a mistake: all that is wrong in a file is told
 * in one go.
 */

enum { LIST_ITEMS = 5000 }; /* of any list; plans have a limit of their own */

static struct place at_key(const struct reading *r, const struct node *node)
{
	return source_at(r->source,
			 node->key_span.line ? node->key_span : node->span);
}

static bool read_choice(const struct reading *r, const struct field *field,
			const struct node *node, void *out)
{
	struct buf names = BUF_INIT;
	struct text t = text_trim(node->text);

	for (int i = 0; field->choices[i].key; i++)
		if (text_is(t, field->choices[i].key) ||
		    text_is(t, field->choices[i].zh)) {
			*(int *)out = i;
			return true;
		}
	for (int i = 0; field->choices[i].key; i++)
		buf_format(&names, "%s%s", i ? ", " : "",
			   text_is_ascii(t) ? field->choices[i].key
					    : field->choices[i].zh);
	scalar_wrong(
		r, node, "choice", _("that is not one of the words known here"),
		arena_format(r->arena, _("write one of these: %s"), names.at)
			.at);
	buf_release(&names);
	return false;
}

/* -- lists and structures -------------------------------------------------- */

/* One scalar counts as a list of one; *count elements start at the result. */
static const struct node *elements(const struct node *node, size_t *count)
{
	if (node->kind == NODE_LIST) {
		*count = node->count;
		return node->first;
	}
	*count = 1;
	return node;
}

static bool expect_few(const struct reading *r, const struct node *node,
		       size_t count)
{
	struct diag *diag;

	if (count <= LIST_ITEMS)
		return true;
	diag = diag_add(r->diags, SEVERITY_ERROR, at_key(r, node),
			scalar_code(r, "list", "too-long"),
			_("this list is too long"));
	diag_hint(r->diags, diag, _("at most %d items"), LIST_ITEMS);
	return false;
}

static bool is_blank(const struct node *node)
{
	return node->kind == NODE_SCALAR && node->is_plain && !node->text.len;
}

/* "a b、c": several dates or months on one line are as good as a list. */
static const struct node *split_scalar(const struct reading *r,
				       const struct node *node)
{
	struct text plain = text_plain(r->arena, node->text);
	struct node *list = ARENA_NEW(r->arena, struct node);
	struct node **last = &list->first;
	size_t at = 0;

	*list = (struct node){ .kind = NODE_LIST,
			       .span = node->span,
			       .key = node->key,
			       .key_span = node->key_span,
			       .first = NULL };
	while (at < plain.len) {
		size_t end = at;
		struct node *item;

		while (end < plain.len && plain.at[end] != ',' &&
		       !text_starts(text_from(plain, end), "、"))
			end++;
		item = ARENA_NEW(r->arena, struct node);
		*item = *node;
		item->next = NULL;
		item->text = arena_text(
			r->arena, text_trim(text_part(plain, at, end - at)));
		if (item->text.len) {
			*last = item;
			last = &item->next;
			list->count++;
		}
		at = end + (end < plain.len && plain.at[end] == ',' ? 1 : 3);
	}
	return list;
}

struct array {
	void *items;
	size_t count;
};

static bool read_elements(const struct reading *r, const struct field *field,
			  const struct node *node, void *out)
{
	enum field_type type;
	size_t size, count;
	struct array *array = out;
	const struct node *element;
	bool good = true;

	if (!scalar_element(field->type, &type, &size))
		BUG("field %s is no list of scalars", field->key);
	if (node->kind == NODE_MAP)
		return scalar_expect(r, node);
	if (node->kind == NODE_SCALAR &&
	    (field->type == FIELD_DATES || field->type == FIELD_MONTHS ||
	     field->type == FIELD_PERIODS))
		node = split_scalar(r, node);
	element = elements(node, &count);
	if (!expect_few(r, node, count))
		return false;
	array->items = arena_array(r->arena, count ? count : 1, size);
	for (; element;
	     element = node->kind == NODE_LIST ? element->next : NULL) {
		if (is_blank(element))
			continue;
		if (!scalar_read(r, type, element,
				 (char *)array->items + array->count * size))
			good = false;
		else
			array->count++;
	}
	return good;
}

static bool read_captions(const struct reading *r, const struct node *node,
			  void *out)
{
	struct captions *captions = out;
	bool good = true;

	if (node->kind != NODE_MAP) {
		struct diag *diag = diag_add(
			r->diags, SEVERITY_ERROR, scalar_place(r, node),
			scalar_code(r, "captions", "invalid"),
			_("here belong months, each with its text"));
		diag_hint(r->diags, diag,
			  _("write one a line: “2026-03: text”"));
		return false;
	}
	captions->items = ARENA_ARRAY(r->arena, node->count, struct caption);
	for (const struct node *n = node->first; n; n = n->next) {
		struct caption *caption = &captions->items[captions->count];
		struct node key = { .kind = NODE_SCALAR,
				    .text = n->key,
				    .span = n->key_span };

		if (!scalar_read(r, FIELD_MONTH, &key, &caption->month) ||
		    !scalar_read(r, FIELD_TEXT, n, &caption->text))
			good = false;
		else
			captions->count++;
	}
	return good;
}

static bool read_struct(const struct reading *r, const struct table *table,
			void *object, const struct node *map);

/* A bare scalar where a struct is expected stands for one of its fields. */
static const struct node *as_map(const struct reading *r,
				 const struct table *table,
				 const struct node *node)
{
	const struct field *field;
	struct node *map, *value;

	if (node->kind != NODE_SCALAR || !table->scalar_key)
		return node;
	map = ARENA_NEW(r->arena, struct node);
	value = ARENA_NEW(r->arena, struct node);
	*map = *node;
	*value = *node;
	field = fields_find(table, text_of(table->scalar_key));
	value->key = text_of(lang_is_chinese() ? field->zh : field->key);
	value->key_span = node->span;
	value->next = NULL;
	map->kind = NODE_MAP;
	map->first = value;
	map->count = 1;
	return map;
}

static bool read_list(const struct reading *r, const struct field *field,
		      const struct node *node, void *out)
{
	struct list *list = out;
	const struct node *element;
	size_t count;
	bool good = true;

	element = elements(node, &count);
	if (!expect_few(r, node, count))
		return false;
	list->items =
		arena_array(r->arena, count ? count : 1, field->table->size);
	for (; element;
	     element = node->kind == NODE_LIST ? element->next : NULL) {
		if (is_blank(element))
			continue;
		good &= read_struct(r, field->table,
				    (char *)list->items +
					    list->count * field->table->size,
				    as_map(r, field->table, element));
		list->count++;
	}
	return good;
}

static bool read_field(const struct reading *r, const struct field *field,
		       const struct node *node, void *out)
{
	switch (field->type) {
	case FIELD_CHOICE:
		return scalar_expect(r, node) &&
		       read_choice(r, field, node, out);
	case FIELD_TEXTS:
	case FIELD_INLINES:
	case FIELD_DATES:
	case FIELD_MONTHS:
	case FIELD_PERIODS:
		return read_elements(r, field, node, out);
	case FIELD_CAPTIONS:
		return read_captions(r, node, out);
	case FIELD_STRUCT:
		return read_struct(r, field->table, out,
				   as_map(r, field->table, node));
	case FIELD_LIST:
		return read_list(r, field, node, out);
	default:
		return scalar_read(r, field->type, node, out);
	}
}

/* A name no row has: a typing mistake is an error, a remark a warning. */
static bool unknown_key(const struct reading *r, const struct table *table,
			const struct node *node)
{
	const char *nearest = fields_nearest(table, node->key);
	struct diag *diag =
		diag_add(r->diags, nearest ? SEVERITY_ERROR : SEVERITY_WARNING,
			 at_key(r, node), scalar_code(r, "key", "unknown"),
			 _("nothing here is called “%.*s”"),
			 TEXT_ARG(text_head(node->key, 40)));

	if (nearest)
		diag_hint(r->diags, diag, _("did you mean “%s”?"), nearest);
	else
		diag_hint(r->diags, diag,
			  _("it is left out; `careplan schema` lists the names "
			    "that are known"));
	return !nearest;
}

static bool check_required(const struct reading *r, const struct table *table,
			   const struct origin *origin, const struct node *map)
{
	bool good = true;

	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		struct diag *diag;

		if (!(field->flags & FIELD_REQUIRED) || origin->fields[i].line)
			continue;
		diag = diag_add(r->diags, SEVERITY_ERROR, at_key(r, map),
				scalar_code(r, field->key, "missing"),
				_("“%s” is missing here"),
				lang_is_chinese() && field->zh ? field->zh
							       : field->key);
		diag_hint(r->diags, diag, "%s",
			  field->about ? _(field->about) : "");
		good = false;
	}
	return good;
}

static bool read_pair(const struct reading *r, const struct table *table,
		      void *object, const struct node *node)
{
	const struct field *field = fields_find(table, node->key);
	struct origin *origin = object;
	struct span *span;

	if (!field)
		return unknown_key(r, table, node);
	span = &origin->fields[field - table->fields];
	if (span->line) {
		struct diag *diag =
			diag_add(r->diags, SEVERITY_ERROR, at_key(r, node),
				 scalar_code(r, "key", "twice"),
				 _("“%.*s” is written twice, in Chinese and "
				   "in English"),
				 TEXT_ARG(node->key));
		diag_hint(r->diags, diag, _("keep one of them"));
		return false;
	}
	if (is_blank(node))
		return true;
	*span = node->span;
	return read_field(r, field, node, (char *)object + field->offset);
}

/* Midnight is a time: a clock that is not written says so. */
static void unset_clocks(const struct table *table, void *object)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->fields[i].type == FIELD_CLOCK)
			((struct clock *)((char *)object +
					  table->fields[i].offset))
				->minutes = -1;
}

static bool read_struct(const struct reading *r, const struct table *table,
			void *object, const struct node *map)
{
	struct origin *origin = object;
	bool good = true;

	if (!table->is_document)
		BUG("table %s is a view's", table->name);
	unset_clocks(table, object);
	origin->source = r->source;
	origin->self = map->key_span.line ? map->key_span : map->span;
	origin->fields = ARENA_ARRAY(r->arena, table->count, struct span);
	if (map->kind != NODE_MAP) {
		struct diag *diag =
			diag_add(r->diags, SEVERITY_ERROR, scalar_place(r, map),
				 scalar_code(r, table->name, "invalid"),
				 _("here belong entries of the form “name: "
				   "value”"));
		diag_hint(r->diags, diag,
			  _("write one a line, lined up below each other"));
		return false;
	}
	for (const struct node *n = map->first; n; n = n->next)
		good &= read_pair(r, table, object, n);
	return check_required(r, table, origin, map) && good;
}

bool fields_read(struct arena *arena, const struct table *table, void *object,
		 const struct source *source, const struct node *map,
		 struct diags *diags)
{
	struct reading r = { arena, source, diags, table->name };

	return read_struct(&r, table, object, map);
}
