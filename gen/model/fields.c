#include "model/fields.h"

#include "base/bug.h"

/* How far "did you mean" reaches. */
enum { NAME_EDITS = 2 };

const struct field *fields_find(const struct table *table, struct text name)
{
	for (size_t i = 0; i < table->count; i++)
		if (text_is(name, table->fields[i].key) ||
		    (table->fields[i].zh && text_is(name, table->fields[i].zh)))
			return &table->fields[i];
	return NULL;
}

const char *fields_nearest(const struct table *table, struct text name)
{
	bool english = text_is_ascii(name);
	size_t best = NAME_EDITS + 1;
	const char *nearest = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		const char *candidate = english ? field->key : field->zh;

		if (candidate &&
		    text_is_nearer(name, text_of(candidate), &best))
			nearest = candidate;
	}
	return nearest;
}

/* -- places ---------------------------------------------------------------- */

static size_t index_of(const struct table *table, const void *object,
		       const void *member)
{
	size_t offset = (size_t)((const char *)member - (const char *)object);

	for (size_t i = 0; i < table->count; i++)
		if (table->fields[i].offset == offset)
			return i;
	BUG("no field of %s at offset %zu", table->name, offset);
}

struct place fields_place(const struct table *table, const void *object,
			  const void *member)
{
	const struct origin *origin = object;
	size_t i = index_of(table, object, member);

	if (!origin->fields || !origin->fields[i].line)
		return source_at(origin->source, origin->self);
	return source_at(origin->source, origin->fields[i]);
}

bool fields_is_written(const struct table *table, const void *object,
		       const void *member)
{
	const struct origin *origin = object;

	return origin->fields &&
	       origin->fields[index_of(table, object, member)].line;
}
