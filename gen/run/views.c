#include "run/views.h"

#include <string.h>

#include "base/bug.h"

enum { MOST_TABLES = 64 };

/* The tables of a page, from its own inwards. */
struct tables {
	const struct table *items[MOST_TABLES];
	size_t count;
	unsigned audience;
};

static const char *const types[] = {
	[FIELD_TEXT] = "text",
	[FIELD_LINES] = "text",
	[FIELD_MARKDOWN] = "html",
	[FIELD_INLINE] = "html",
	[FIELD_INT] = "number",
	[FIELD_BOOL] = "yes/no",
	[FIELD_DATE] = "date",
	[FIELD_MONTH] = "month",
	[FIELD_CLOCK] = "time",
	[FIELD_CHOICE] = "choice",
	[FIELD_NUMBER] = "text",
	[FIELD_MONEY] = "text",
	[FIELD_RANGE] = "text",
	[FIELD_EVERY] = "text",
	[FIELD_HOURS] = "text",
	[FIELD_BIRTHDAY] = "text",
	[FIELD_URL] = "text",
	[FIELD_PHONE] = "text",
	[FIELD_FILE] = "text",
	[FIELD_SLUG] = "text",
	[FIELD_POINT] = "text",
	[FIELD_TEXTS] = "list of text",
	[FIELD_INLINES] = "list of html",
	/* A template sees only whether there are any. */
	[FIELD_DATES] = "yes/no",
	[FIELD_MONTHS] = "yes/no",
	[FIELD_PERIODS] = "yes/no",
	[FIELD_CAPTIONS] = "yes/no",
	[FIELD_STRUCT] = "object",
	[FIELD_LIST] = "list",
	[FIELD_HTML] = "html",
	[FIELD_REF] = "object",
	[FIELD_VALUE] = "any",
};

static bool is_seen(const struct tables *tables, const struct field *field)
{
	return field->audience & tables->audience;
}

/* A table's name leads to it, so two of a page cannot share one. */
static void take_table(struct tables *tables, const struct table *table)
{
	for (size_t i = 0; i < tables->count; i++) {
		if (tables->items[i] == table)
			return;
		if (!strcmp(tables->items[i]->name, table->name))
			BUG("two tables of a page are called %s", table->name);
	}
	if (tables->count == MOST_TABLES)
		BUG("more than %d tables in a page", MOST_TABLES);
	tables->items[tables->count++] = table;
	for (size_t i = 0; i < table->count; i++)
		if (table->fields[i].table &&
		    is_seen(tables, &table->fields[i]))
			take_table(tables, table->fields[i].table);
}

static void add_member(struct buf *to, const char *key, const char *value)
{
	buf_format(to, ",\"%s\":", key);
	buf_add_json(to, text_of(value));
}

static void add_field(struct buf *to, const struct field *field)
{
	buf_add_json(to, text_of(field->key));
	buf_format(to, ":{\"type\":\"%s\"", types[field->type]);
	add_member(to, "about", field->about ? field->about : "");
	if (field->type == FIELD_CHOICE) {
		buf_add_string(to, ",\"choices\":[");
		for (const struct choice *c = field->choices; c->key; c++) {
			buf_add_string(to, c == field->choices ? "" : ",");
			buf_add_json(to, text_of(c->key));
		}
		buf_add_char(to, ']');
	}
	if (field->table)
		add_member(to, "table", field->table->name);
	if (field->flags & FIELD_BASE)
		buf_add_string(to, ",\"base\":true");
	buf_add_char(to, '}');
}

static void add_table(struct buf *to, const struct tables *tables,
		      const struct table *table)
{
	const char *before = "";

	buf_add_json(to, text_of(table->name));
	buf_add_string(to, ":{");
	for (size_t i = 0; i < table->count; i++) {
		if (!is_seen(tables, &table->fields[i]))
			continue;
		buf_add_string(to, before);
		add_field(to, &table->fields[i]);
		before = ",";
	}
	buf_add_char(to, '}');
}

static const char *audience_word(enum audience audience)
{
	switch (audience) {
	case SEES_PATIENT:
		return "patient";
	case SEES_PUBLIC:
		return "public";
	case SEES_THERAPIST:
		return "therapist";
	default:
		BUG("a page is for audience %d", (int)audience);
	}
}

void views_add(struct buf *to, const struct theme_page *page)
{
	struct tables tables = { .audience = page->audience };

	take_table(&tables, page->root);
	buf_add_string(to, "{\"template\":");
	buf_add_json(to, text_of(page->template));
	add_member(to, "audience", audience_word(page->audience));
	add_member(to, "root", page->root->name);
	buf_add_string(to, ",\"tables\":{");
	for (size_t i = 0; i < tables.count; i++) {
		buf_add_string(to, i ? "," : "");
		add_table(to, &tables, tables.items[i]);
	}
	buf_add_string(to, "}}");
}
