#include "run/schema.h"

#include <stdarg.h>
#include <string.h>

#include "base/bug.h"
#include "base/lang.h"

/*
 * Each table becomes a definition; fields refer to it. Values are written as
 * literal JSON, by field type.
 */

enum { MOST_TABLES = 32 };

struct tables {
	const struct table *items[MOST_TABLES];
	size_t count;
};

/* Digits as a Chinese keyboard types them; \\s knows U+3000 and U+00A0. */
#define DIGIT "[0-9０-９]"
#define DAY   "\"^\\\\s*" DIGIT "{4}[0-9０-９\\\\s年月日号./／．。－\\\\-—–]+$\""

static const char scalar[] =
	"{\"type\":[\"string\",\"number\",\"boolean\",\"null\"]}";
static const char line[] = "{\"type\":[\"string\",\"null\"]}";
static const char number[] = "{\"type\":[\"string\",\"number\",\"null\"]}";
static const char date[] =
	"{\"type\":[\"string\",\"number\",\"null\"],\"pattern\":" DAY "}";
/* Several days on one line, with commas between them. */
static const char dates[] = "{\"type\":[\"string\",\"number\",\"null\"],"
			    "\"pattern\":\"^\\\\s*" DIGIT "{4}\"}";

/* What a scalar may be; of lists: what their items may be. */
static const char *const values[] = {
	[FIELD_TEXT] = scalar,
	[FIELD_LINES] = scalar,
	[FIELD_MARKDOWN] = scalar,
	[FIELD_INLINE] = scalar,
	[FIELD_INT] = "{\"type\":[\"integer\",\"string\",\"null\"],"
		      "\"minimum\":0,\"pattern\":\"^\\\\s*" DIGIT "+\\\\s*$\"}",
	[FIELD_BOOL] = "{\"anyOf\":[{\"enum\":[\"是\",\"否\",\"有\",\"无\","
		       "\"已到\",\"未到\",\"yes\",\"no\",\"true\",\"false\","
		       "true,false,1,0,null]},{\"type\":\"string\","
		       "\"pattern\":" DAY "}]}",
	[FIELD_DATE] = date,
	[FIELD_MONTH] = date,
	[FIELD_CLOCK] = number,
	[FIELD_NUMBER] = scalar,
	[FIELD_MONEY] = number,
	[FIELD_RANGE] = line,
	[FIELD_EVERY] = line,
	[FIELD_HOURS] = line,
	[FIELD_BIRTHDAY] = number,
	[FIELD_URL] = "{\"type\":[\"string\",\"null\"],"
		      "\"pattern\":\"^\\\\s*https?://\\\\S+\\\\s*$\"}",
	[FIELD_PHONE] = number,
	[FIELD_FILE] = "{\"type\":[\"string\",\"number\",\"null\"],"
		       "\"pattern\":\"^\\\\s*[^/\\\\\\\\.\\\\s][^/\\\\\\\\]*$"
		       "\"}",
	[FIELD_SLUG] = "{\"type\":[\"string\",\"number\",\"null\"],"
		       "\"pattern\":\"^\\\\s*[^/.\\\\s][^/]*$\"}",
	[FIELD_POINT] = line,
	[FIELD_TEXTS] = scalar,
	[FIELD_INLINES] = scalar,
	[FIELD_DATES] = dates,
	[FIELD_MONTHS] = dates,
	[FIELD_PERIODS] = dates,
	[FIELD_CAPTIONS] = scalar,
	[FIELD_VALUE] = NULL,
};

/* -- tables ----------------------------------------------------------------- */

/* Two tables of one name in a document would be one definition. */
static void take_table(struct tables *tables, const struct table *table)
{
	for (size_t i = 0; i < tables->count; i++) {
		if (tables->items[i] == table)
			return;
		if (!strcmp(tables->items[i]->name, table->name))
			BUG("two tables are called %s", table->name);
	}
	if (tables->count == MOST_TABLES)
		BUG("more than %d tables in a document", MOST_TABLES);
	tables->items[tables->count++] = table;
	for (size_t i = 0; i < table->count; i++)
		if (table->fields[i].table)
			take_table(tables, table->fields[i].table);
}

static void add_string(struct buf *to, const char *string)
{
	buf_add_json(to, text_of(string));
}

/* -- values ----------------------------------------------------------------- */

static void add_choice(struct buf *to, const struct field *field)
{
	buf_add_string(to, "{\"enum\":[");
	for (const struct choice *c = field->choices; c->key; c++) {
		add_string(to, c->zh);
		buf_add_char(to, ',');
		if (!strcmp(c->key, c->zh))
			continue;
		add_string(to, c->key);
		buf_add_char(to, ',');
	}
	buf_add_string(to, "null]}");
}

/* A struct: its entries, nothing, or the scalar that stands for one of them. */
static void add_struct(struct buf *to, const struct table *table)
{
	buf_add_string(to, "{\"$ref\":\"#/definitions/");
	buf_add_string(to, table->name);
	buf_add_string(to, "\"},{\"type\":\"null\"}");
	if (table->scalar_key)
		buf_format(to, ",{\"type\":[\"string\",\"number\"]}");
}

static void add_value(struct buf *to, const struct field *field)
{
	const char *value =
		values[field->type < FIELD_VALUE ? field->type : FIELD_VALUE];

	switch (field->type) {
	case FIELD_CHOICE:
		add_choice(to, field);
		break;
	case FIELD_STRUCT:
		buf_add_string(to, "{\"anyOf\":[");
		add_struct(to, field->table);
		buf_add_string(to, "]}");
		break;
	case FIELD_LIST:
		buf_add_string(to, "{\"anyOf\":[{\"type\":\"array\",\"items\":"
				   "{\"anyOf\":[");
		add_struct(to, field->table);
		buf_add_string(to, "]}},");
		add_struct(to, field->table);
		buf_add_string(to, "]}");
		break;
	case FIELD_CAPTIONS:
		buf_format(to,
			   "{\"type\":[\"object\",\"null\"],"
			   "\"patternProperties\":{\"^\\\\s*" DIGIT "{4}\":%s},"
			   "\"additionalProperties\":false}",
			   value);
		break;
	case FIELD_TEXTS:
	case FIELD_INLINES:
	case FIELD_DATES:
	case FIELD_MONTHS:
	case FIELD_PERIODS:
		buf_format(to,
			   "{\"anyOf\":[%s,{\"type\":\"array\",\"items\":%s}]}",
			   value, value);
		break;
	default:
		if (!value)
			BUG("field %s has no schema", field->key);
		buf_add_string(to, value);
	}
}

/* -- objects ---------------------------------------------------------------- */

static void add_property(struct buf *to, const struct field *field,
			 const char *name, const char *other)
{
	size_t start;

	add_string(to, name);
	buf_add_string(to, ":{\"title\":");
	add_string(to, other);
	buf_add_string(to, ",\"description\":");
	add_string(to, field->about ? _(field->about) : "");
	buf_add_char(to, ',');
	/* The value's own members follow; they begin behind its brace. */
	start = to->len;
	add_value(to, field);
	memmove(to->at + start, to->at + start + 1, to->len - start - 1);
	to->len--;
}

static void add_required(struct buf *to, const struct table *table)
{
	const char *before = ",\"allOf\":[";

	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];

		if (!(field->flags & FIELD_REQUIRED))
			continue;
		buf_add_string(to, before);
		buf_add_string(to, "{\"anyOf\":[{\"required\":[");
		add_string(to, field->key);
		buf_add_string(to, "]},{\"required\":[");
		add_string(to, field->zh);
		buf_add_string(to, "]}]}");
		before = ",";
	}
	if (*before == ',' && !before[1])
		buf_add_char(to, ']');
}

static void add_object(struct buf *to, const struct table *table)
{
	buf_add_string(to, "{\"type\":\"object\",\"properties\":{");
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];

		buf_add_string(to, i ? "," : "");
		add_property(to, field, field->key, field->zh);
		/* A name that is the same in both languages is written once. */
		if (!strcmp(field->key, field->zh))
			continue;
		buf_add_char(to, ',');
		add_property(to, field, field->zh, field->key);
	}
	buf_add_string(to, "},\"additionalProperties\":false");
	add_required(to, table);
	buf_add_char(to, '}');
}

void schema_add(struct buf *to, const struct document_kind *kind)
{
	const struct table *root =
		kind->is_list ? kind->table->fields[0].table : kind->table;
	struct tables tables = { .count = 0 };

	take_table(&tables, root);
	buf_add_string(to, "{\"$schema\":"
			   "\"http://json-schema.org/draft-07/schema#\","
			   "\"$id\":\"");
	buf_format(to, "%s.schema.json\",\"title\":", kind->name);
	add_string(to, kind->pattern);
	buf_add_string(to, ",\"description\":");
	add_string(to, _(kind->about));
	buf_format(to,
		   kind->is_list ? ",\"type\":\"array\",\"items\":{\"$ref\":"
				   "\"#/definitions/%s\"}"
				 : ",\"allOf\":[{\"$ref\":"
				   "\"#/definitions/%s\"}]",
		   root->name);
	buf_add_string(to, ",\"definitions\":{");
	for (size_t i = 0; i < tables.count; i++) {
		buf_add_string(to, i ? "," : "");
		add_string(to, tables.items[i]->name);
		buf_add_char(to, ':');
		add_object(to, tables.items[i]);
	}
	buf_add_string(to, "}}");
}
