#include "page/mustache_scope.h"

/* What a tag makes of a field of each type. */
static const struct shape shapes[] = {
	[FIELD_TEXT] = { .kind = SHAPE_TEXT },
	[FIELD_LINES] = { .kind = SHAPE_TEXT },
	[FIELD_MARKDOWN] = { .kind = SHAPE_HTML },
	[FIELD_INLINE] = { .kind = SHAPE_HTML },
	[FIELD_INT] = { .kind = SHAPE_TEXT },
	[FIELD_BOOL] = { .kind = SHAPE_FLAG },
	[FIELD_DATE] = { .kind = SHAPE_TEXT },
	[FIELD_MONTH] = { .kind = SHAPE_TEXT },
	[FIELD_CLOCK] = { .kind = SHAPE_TEXT },
	[FIELD_CHOICE] = { .kind = SHAPE_TEXT },
	[FIELD_NUMBER] = { .kind = SHAPE_TEXT },
	[FIELD_MONEY] = { .kind = SHAPE_TEXT },
	[FIELD_RANGE] = { .kind = SHAPE_TEXT },
	[FIELD_EVERY] = { .kind = SHAPE_TEXT },
	[FIELD_HOURS] = { .kind = SHAPE_TEXT },
	[FIELD_BIRTHDAY] = { .kind = SHAPE_TEXT },
	[FIELD_URL] = { .kind = SHAPE_TEXT },
	[FIELD_PHONE] = { .kind = SHAPE_TEXT },
	[FIELD_FILE] = { .kind = SHAPE_TEXT },
	[FIELD_SLUG] = { .kind = SHAPE_TEXT },
	[FIELD_POINT] = { .kind = SHAPE_TEXT },
	[FIELD_TEXTS] = { .kind = SHAPE_LIST, .item = SHAPE_TEXT },
	[FIELD_INLINES] = { .kind = SHAPE_LIST, .item = SHAPE_HTML },
	[FIELD_DATES] = { .kind = SHAPE_FLAG },
	[FIELD_MONTHS] = { .kind = SHAPE_FLAG },
	[FIELD_PERIODS] = { .kind = SHAPE_FLAG },
	[FIELD_CAPTIONS] = { .kind = SHAPE_FLAG },
	[FIELD_STRUCT] = { .kind = SHAPE_OBJECT },
	[FIELD_LIST] = { .kind = SHAPE_LIST, .item = SHAPE_OBJECT },
	[FIELD_HTML] = { .kind = SHAPE_HTML },
	[FIELD_REF] = { .kind = SHAPE_OBJECT },
	[FIELD_VALUE] = { .kind = SHAPE_ANY },
};

static bool can_see(const struct reader *reader, const struct field *field)
{
	return field->audience & reader->audience;
}

/* -- names ---------------------------------------------------------------- */

/* The row of the field itself, through its bases; NULL if there is none that
 * the reader may see, and *hidden if there is another. */
static const struct row *find_row(const struct reader *reader, uint32_t at,
				  bool *hidden)
{
	for (; at; at = reader->set->rows[at].other) {
		const struct row *row = &reader->set->rows[at];

		if (!can_see(reader, row->field)) {
			*hidden = true;
			continue;
		}
		if (row->base)
			row = find_row(reader, row->base, hidden);
		if (row)
			return row;
	}
	return NULL;
}

enum scope_result mustache_scope_find(const struct reader *reader,
				      const struct scope *scope, uint32_t name,
				      struct shape *shape)
{
	bool hidden = false;

	for (; scope; scope = scope->outer) {
		const struct row *row;

		if (scope->shape.kind != SHAPE_OBJECT)
			continue;
		row = find_row(reader, scope->shape.index->rows[name], &hidden);
		if (row) {
			*shape = shapes[row->field->type];
			shape->index = row->index;
			return SCOPE_FOUND;
		}
	}
	return hidden ? SCOPE_HIDDEN : SCOPE_UNKNOWN;
}

const struct scope *mustache_scope_needed(struct arena *arena,
					  const struct scope *scope)
{
	struct scope *first = NULL, *last = NULL;

	for (; scope; scope = scope->outer) {
		const struct scope *seen = first;
		struct scope *copy;

		while (seen && seen->shape.index != scope->shape.index)
			seen = seen->outer;
		if (first && (seen || scope->shape.kind != SHAPE_OBJECT))
			continue;
		copy = ARENA_NEW(arena, struct scope);
		copy->shape = scope->shape;
		if (last)
			last->outer = copy;
		else
			first = copy;
		last = copy;
	}
	return first;
}

/* -- suggestions ---------------------------------------------------------- */

/* The nearest name so far. */
struct suggestion {
	struct text wrong;
	const char *name; /* NULL: none */
	size_t distance;  /* only nearer names count */
};

enum { BASES_DEEP = 4 }; /* bases may refer to each other in a ring */

static struct suggestion suggestion_for(struct text wrong)
{
	size_t chars = text_chars(wrong);

	return (struct suggestion){ .wrong = wrong,
				    .distance = chars < 3   ? 2
						: chars < 8 ? 3
							    : 4 };
}

static void suggest(struct suggestion *best, const char *name)
{
	size_t distance =
		text_distance(best->wrong, text_of(name), best->distance);

	if (distance < best->distance) {
		best->distance = distance;
		best->name = name;
	}
}

static void suggest_fields(const struct reader *reader,
			   const struct table *table, int depth,
			   struct suggestion *best)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];

		if (!can_see(reader, field))
			continue;
		suggest(best, field->key);
		if (field->flags & FIELD_BASE && depth < BASES_DEEP)
			suggest_fields(reader, field->table, depth + 1, best);
	}
}

const char *mustache_scope_nearest(const struct reader *reader,
				   const struct scope *scope, struct text wrong)
{
	struct suggestion best = suggestion_for(wrong);

	for (; scope; scope = scope->outer)
		if (scope->shape.kind == SHAPE_OBJECT)
			suggest_fields(reader, scope->shape.index->table, 0,
				       &best);
	return best.name;
}

const char *mustache_scope_nearest_template(const struct mustache *set,
					    struct text wrong)
{
	struct suggestion best = suggestion_for(wrong);

	for (size_t i = 0; i < set->count; i++)
		suggest(&best, set->list[i]->name.at);
	return best.name;
}
