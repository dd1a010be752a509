#include "model/fields.h"

#include <string.h>

#include "base/bug.h"
#include "base/date.h"
#include "content/markdown.h"

/*
 * Fields as templates see them.
 *
 * What was not written is VALUE_NONE, so that a section of it is not shown:
 * empty texts and lists, days that are not set, a struct of a document that the
 * file does not have. Types with a reading of their own (amounts, ranges, hours
 * and so on) begin with the text that was written, and that is what shows.
 */

/* What all lists of a document look like: struct texts, struct dates, … */
struct any_list {
	const void *items;
	size_t count;
};

static struct any_list list_at(const void *at)
{
	struct any_list list;

	memcpy(&list, at, sizeof(list));
	return list;
}

static const struct value nothing = { .kind = VALUE_NONE };

static struct value text_value(enum value_kind kind, struct text t)
{
	return (struct value){ .kind = t.len ? kind : VALUE_NONE, .text = t };
}

static struct value list_value(enum value_kind kind, const void *at)
{
	struct any_list list = list_at(at);

	return (struct value){ .kind = list.count ? kind : VALUE_NONE,
			       .at = list.items,
			       .count = list.count };
}

/* The functions below are the rows of `values`: each for some field types, `at`
 * being where the field lies. */

static struct value value_of_text(const struct field *field, const void *at,
				  char *scratch)
{
	(void)field, (void)scratch;
	return text_value(VALUE_TEXT, *(const struct text *)at);
}

static struct value value_of_html(const struct field *field, const void *at,
				  char *scratch)
{
	(void)field, (void)scratch;
	return text_value(VALUE_HTML, *(const struct text *)at);
}

static struct value value_of_markdown(const struct field *field, const void *at,
				      char *scratch)
{
	(void)field, (void)scratch;
	return text_value(VALUE_HTML, ((const struct markdown *)at)->html);
}

static struct value value_of_int(const struct field *field, const void *at,
				 char *scratch)
{
	(void)field, (void)scratch;
	return (struct value){ .kind = VALUE_NUMBER,
			       .number = *(const int64_t *)at };
}

static struct value value_of_bool(const struct field *field, const void *at,
				  char *scratch)
{
	(void)field, (void)scratch;
	return (struct value){ .kind = *(const bool *)at ? VALUE_TRUE
							 : VALUE_NONE };
}

static struct value value_of_date(const struct field *field, const void *at,
				  char *scratch)
{
	const struct date *date = at;

	(void)field;
	if (!date_is_set(*date))
		return nothing;
	date_write_iso(scratch, *date);
	return text_value(VALUE_TEXT, (struct text){ scratch, 10 });
}

static struct value value_of_month(const struct field *field, const void *at,
				   char *scratch)
{
	const struct month *month = at;

	(void)field;
	if (!month->year)
		return nothing;
	date_write_iso(scratch, (struct date){ month->year, month->month, 1 });
	return text_value(VALUE_TEXT, (struct text){ scratch, 7 });
}

static struct value value_of_clock(const struct field *field, const void *at,
				   char *scratch)
{
	int minutes = ((const struct clock *)at)->minutes;

	(void)field;
	if (minutes < 0)
		return nothing;
	scratch[0] = (char)('0' + minutes / 600 % 10);
	scratch[1] = (char)('0' + minutes / 60 % 10);
	scratch[2] = ':';
	scratch[3] = (char)('0' + minutes % 60 / 10);
	scratch[4] = (char)('0' + minutes % 10);
	return text_value(VALUE_TEXT, (struct text){ scratch, 5 });
}

static struct value value_of_choice(const struct field *field, const void *at,
				    char *scratch)
{
	int index = *(const int *)at;

	(void)scratch;
	if (index < 0)
		return nothing;
	for (int i = 0; i <= index; i++)
		if (!field->choices[i].key)
			BUG("%s has no choice %d", field->key, index);
	return text_value(VALUE_TEXT, text_of(field->choices[index].key));
}

static struct value value_of_texts(const struct field *field, const void *at,
				   char *scratch)
{
	(void)field, (void)scratch;
	return list_value(VALUE_TEXTS, at);
}

static struct value value_of_inlines(const struct field *field, const void *at,
				     char *scratch)
{
	(void)field, (void)scratch;
	return list_value(VALUE_HTMLS, at);
}

/* Only whether there are any; a view makes them showable. */
static struct value value_of_many(const struct field *field, const void *at,
				  char *scratch)
{
	(void)field, (void)scratch;
	return (struct value){ .kind = list_at(at).count ? VALUE_TRUE
							 : VALUE_NONE };
}

static struct value value_of_object(const struct field *field,
				    const void *object)
{
	return (struct value){ .kind = object ? VALUE_OBJECT : VALUE_NONE,
			       .table = field->table,
			       .at = object };
}

/* A struct inside a document that the file does not have has no origin. */
static struct value value_of_struct(const struct field *field, const void *at,
				    char *scratch)
{
	const struct origin *origin = at;

	(void)scratch;
	if (field->table->is_document && !origin->source)
		return nothing;
	return value_of_object(field, at);
}

static struct value value_of_reference(const struct field *field,
				       const void *at, char *scratch)
{
	const void *object;

	(void)scratch;
	memcpy(&object, at, sizeof(object));
	return value_of_object(field, object);
}

static struct value value_of_list(const struct field *field, const void *at,
				  char *scratch)
{
	struct value value = list_value(VALUE_LIST, at);

	(void)scratch;
	value.table = field->table;
	return value;
}

static struct value value_of_value(const struct field *field, const void *at,
				   char *scratch)
{
	(void)field, (void)scratch;
	return *(const struct value *)at;
}

typedef struct value value_of(const struct field *field, const void *at,
			      char *scratch);

static value_of *const values[] = {
	[FIELD_TEXT] = value_of_text,
	[FIELD_LINES] = value_of_text,
	[FIELD_MARKDOWN] = value_of_markdown,
	[FIELD_INLINE] = value_of_markdown,
	[FIELD_INT] = value_of_int,
	[FIELD_BOOL] = value_of_bool,
	[FIELD_DATE] = value_of_date,
	[FIELD_MONTH] = value_of_month,
	[FIELD_CLOCK] = value_of_clock,
	[FIELD_CHOICE] = value_of_choice,
	[FIELD_NUMBER] = value_of_text,
	[FIELD_MONEY] = value_of_text,
	[FIELD_RANGE] = value_of_text,
	[FIELD_EVERY] = value_of_text,
	[FIELD_HOURS] = value_of_text,
	[FIELD_BIRTHDAY] = value_of_text,
	[FIELD_URL] = value_of_text,
	[FIELD_PHONE] = value_of_text,
	[FIELD_FILE] = value_of_text,
	[FIELD_SLUG] = value_of_text,
	[FIELD_POINT] = value_of_text,
	[FIELD_TEXTS] = value_of_texts,
	[FIELD_INLINES] = value_of_inlines,
	[FIELD_DATES] = value_of_many,
	[FIELD_MONTHS] = value_of_many,
	[FIELD_PERIODS] = value_of_many,
	[FIELD_CAPTIONS] = value_of_many,
	[FIELD_STRUCT] = value_of_struct,
	[FIELD_LIST] = value_of_list,
	[FIELD_HTML] = value_of_html,
	[FIELD_REF] = value_of_reference,
	[FIELD_VALUE] = value_of_value,
};

struct value fields_value(const struct field *field, const void *object,
			  char *scratch)
{
	return values[field->type](field, (const char *)object + field->offset,
				   scratch);
}
