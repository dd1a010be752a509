#include "model/fields.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/lang.h"
#include "content/markdown.h"
#include "content/yamldoc.h"
#include "model/lunar.h"
#include "model/recurrence.h"
#include "model/values.h"

/*
 * A document is read by walking its YAML map and looking each key up in the
 * table; a second table, indexed by field type, says how a scalar becomes a
 * value. Reading never stops at a mistake: all that is wrong in a file is told
 * in one go.
 */

enum {
	TEXT_CHARS = 400,   /* one line */
	LINES_CHARS = 4000, /* several lines */
	LIST_ITEMS = 1000,  /* of any list */
	NAME_EDITS = 2,	    /* how far "did you mean" reaches */
};

struct reading {
	struct arena *arena;
	const struct source *source;
	struct diags *diags;
	const char *document; /* the outermost table's name: starts the codes */
};

/* -- names ----------------------------------------------------------------- */

const struct field *fields_find(const struct table *table, struct text name)
{
	for (size_t i = 0; i < table->count; i++)
		if (text_is(name, table->fields[i].key) ||
		    (table->fields[i].zh && text_is(name, table->fields[i].zh)))
			return &table->fields[i];
	return NULL;
}

static bool is_ascii(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.at[i] >= 0x80)
			return false;
	return true;
}

const char *fields_nearest(const struct table *table, struct text name)
{
	bool english = is_ascii(name);
	size_t best = NAME_EDITS + 1;
	const char *nearest = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		const char *candidate = english ? field->key : field->zh;
		size_t chars, distance;

		if (!candidate)
			continue;
		/* Two edits turn any Chinese word of two into any other. */
		chars = text_chars(text_of(candidate));
		distance = text_distance(name, text_of(candidate), NAME_EDITS);
		if (distance < best && distance < chars) {
			best = distance;
			nearest = candidate;
		}
	}
	return nearest;
}

/* -- diagnostics ----------------------------------------------------------- */

/* "plan.date.invalid". Memory: in the collection, as long as the diagnostic. */
static const char *code_of(const struct reading *r, const char *what,
			   const char *fault)
{
	return arena_format(&r->diags->arena, "%s.%s.%s", r->document, what,
			    fault)
		.at;
}

static struct place at_node(const struct reading *r, const struct node *node)
{
	return source_at(r->source, node->span);
}

static struct place at_key(const struct reading *r, const struct node *node)
{
	return source_at(r->source,
			 node->key_span.line ? node->key_span : node->span);
}

/* "“日期” is “2026年13月6日”: <why>", with what to write instead. */
static bool wrong(const struct reading *r, const struct node *node,
		  const char *what, const char *why, const char *hint)
{
	struct text shown = text_head(node->text, 40);
	struct diag *diag;

	if (node->key.len)
		diag = diag_add(r->diags, SEVERITY_ERROR, at_node(r, node),
				code_of(r, what, "invalid"),
				_("“%.*s” says “%.*s”: %s"),
				TEXT_ARG(node->key), TEXT_ARG(shown), why);
	else
		diag = diag_add(r->diags, SEVERITY_ERROR, at_node(r, node),
				code_of(r, what, "invalid"),
				_("here stands “%.*s”: %s"), TEXT_ARG(shown),
				why);
	diag_hint(r->diags, diag, "%s", hint);
	return false;
}

/* -- scalars, by type ------------------------------------------------------ */

typedef bool read_scalar(const struct reading *r, const struct node *node,
			 void *out);

static bool check_length(const struct reading *r, const struct node *node,
			 size_t most)
{
	if (node->text.len <= most || text_chars(node->text) <= most)
		return true;
	return wrong(r, node, "text", _("the text is too long"),
		     _("shorten it, or put the long part in an article"));
}

/* A text of one line: line ends and runs of blanks become one blank. */
static bool read_text(const struct reading *r, const struct node *node,
		      void *out)
{
	struct text t = text_trim(node->text);

	if (!check_length(r, node, TEXT_CHARS))
		return false;
	if (memchr(t.at, '\n', t.len)) {
		char *copy = arena_alloc(r->arena, t.len + 1);

		for (size_t i = 0; i < t.len; i++)
			copy[i] = t.at[i] == '\n' ? ' ' : t.at[i];
		t.at = copy;
	} else if (t.len != node->text.len) {
		t = arena_text(r->arena, t);
	}
	*(struct text *)out = t;
	return true;
}

static bool read_lines(const struct reading *r, const struct node *node,
		       void *out)
{
	if (!check_length(r, node, LINES_CHARS))
		return false;
	*(struct text *)out = arena_text(r->arena, text_trim(node->text));
	return true;
}

static bool read_markdown(const struct reading *r, const struct node *node,
			  void *out)
{
	struct markdown *markdown = out;

	if (!check_length(r, node, LINES_CHARS))
		return false;
	markdown->text = node->text;
	markdown->html = markdown_blocks(r->arena, node->text);
	return true;
}

static bool read_inline(const struct reading *r, const struct node *node,
			void *out)
{
	struct markdown *markdown = out;

	if (!check_length(r, node, LINES_CHARS))
		return false;
	markdown->text = text_trim(node->text);
	markdown->html = markdown_inline(r->arena, node->text);
	return true;
}

static bool read_int(const struct reading *r, const struct node *node,
		     void *out)
{
	struct text t = text_trim(text_plain(r->arena, node->text));

	if (text_number(t, out) && *(int64_t *)out >= 0 &&
	    *(int64_t *)out <= 1000000000)
		return true;
	return wrong(r, node, "number", _("that is not a whole number"),
		     _("write digits only, for example 16"));
}

static bool read_bool(const struct reading *r, const struct node *node,
		      void *out)
{
	/* A date says "yes, on that day": 已到: 2026-03-02. */
	struct text t = text_trim(text_plain(r->arena, node->text));
	struct date date;

	if (values_read_bool(t, out))
		return true;
	if (date_read(t, &date) == DATE_OK) {
		*(bool *)out = true;
		return true;
	}
	return wrong(r, node, "bool", _("that is neither yes nor no"),
		     _("write 是 or 否"));
}

static const char *date_why(enum date_fault fault)
{
	switch (fault) {
	case DATE_NO_YEAR:
		return _("the year is missing");
	case DATE_NO_SUCH_DAY:
		return _("that month has no such day");
	case DATE_NO_SUCH_MONTH:
		return _("there is no such month");
	case DATE_OUT_OF_RANGE:
		return _("the year cannot be right");
	default:
		return _("that is not a date");
	}
}

static bool read_date(const struct reading *r, const struct node *node,
		      void *out)
{
	enum date_fault fault = date_read(node->text, out);

	if (fault == DATE_OK)
		return true;
	return wrong(r, node, "date", date_why(fault),
		     _("write it like this: 2026-12-06"));
}

static bool read_month(const struct reading *r, const struct node *node,
		       void *out)
{
	enum date_fault fault = date_read_month(node->text, out);

	if (fault == DATE_OK)
		return true;
	return wrong(r, node, "month", _("that is not a month"),
		     _("write it like this: 2026-12"));
}

static bool read_clock(const struct reading *r, const struct node *node,
		       void *out)
{
	if (date_read_clock(node->text, out))
		return true;
	return wrong(r, node, "time", _("that is not a time of day"),
		     _("write it like this: 14:30"));
}

static bool read_number(const struct reading *r, const struct node *node,
			void *out)
{
	values_read_number(r->arena, node->text, out);
	return true;
}

static bool read_money(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_money(r->arena, node->text, out) ||
	       wrong(r, node, "money", _("that is not an amount"),
		     _("write digits only, for example 3600 or 99.50"));
}

static bool read_range(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_range(r->arena, node->text, out) ||
	       wrong(r, node, "range", _("that is not a range"),
		     _("write it like 120-180, <5 or >60"));
}

static bool read_every(const struct reading *r, const struct node *node,
		       void *out)
{
	enum recurrence_fault fault =
		recurrence_read(r->arena, node->text, out);

	return fault == RECURRENCE_OK ||
	       wrong(r, node, "every", recurrence_why(fault),
		     recurrence_hint(fault));
}

static bool read_hours(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_hours(r->arena, node->text, out) ||
	       wrong(r, node, "hours", _("these hours are not possible"),
		     _("write them like 09:00-12:00 14:00-18:00, or 休"));
}

static bool read_birthday(const struct reading *r, const struct node *node,
			  void *out)
{
	enum birthday_fault fault =
		lunar_read_birthday(r->arena, node->text, out);

	return fault == BIRTHDAY_OK ||
	       wrong(r, node, "birthday", lunar_birthday_why(fault),
		     _("write it like 1975-08-16 or 农历1975年七月初十"));
}

static bool read_url(const struct reading *r, const struct node *node,
		     void *out)
{
	struct text t = text_trim(node->text);
	bool is_whole = text_starts(t, "https://") || text_starts(t, "http://");

	for (size_t i = 0; i < t.len && is_whole; i++)
		is_whole = (unsigned char)t.at[i] > ' ' &&
			   !strchr("\"<>\\^`{|}", t.at[i]);
	if (!is_whole)
		return wrong(r, node, "link", _("that is not a link"),
			     _("copy the whole address, from https:// on"));
	*(struct text *)out = arena_text(r->arena, t);
	return true;
}

static bool read_phone(const struct reading *r, const struct node *node,
		       void *out)
{
	struct text t = text_trim(text_plain(r->arena, node->text));

	for (size_t i = 0; i < t.len; i++)
		if (!strchr("0123456789+-() *#", t.at[i]))
			return wrong(r, node, "phone",
				     _("that is not a telephone number"),
				     _("write digits, for example 0851-8000 "
				       "0000"));
	*(struct text *)out = arena_text(r->arena, t);
	return true;
}

/* The name of a file in the same folder: never a path. */
static bool read_file(const struct reading *r, const struct node *node,
		      void *out)
{
	struct text t = text_trim(node->text);

	if (memchr(t.at, '/', t.len) || memchr(t.at, '\\', t.len) ||
	    text_starts(t, ".") || t.len > 200)
		return wrong(r, node, "file",
			     _("that is not the name of a file"),
			     _("write the file's name alone; the file lies "
			       "in the folder meant for it"));
	*(struct text *)out = arena_text(r->arena, t);
	return true;
}

static bool read_slug(const struct reading *r, const struct node *node,
		      void *out)
{
	struct text t = text_trim(node->text);

	if (memchr(t.at, '/', t.len) || text_starts(t, ".") || t.len > 120)
		return wrong(r, node, "name",
			     _("that cannot be the name of a file"),
			     _("write the file's name alone, without folder "
			       "and ending"));
	*(struct text *)out = arena_text(r->arena, t);
	return true;
}

static bool read_point(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_point(r->arena, node->text, out) ||
	       wrong(r, node, "map", _("that is not a place on the map"),
		     _("write longitude and latitude: 106.683, 26.563"));
}

static bool read_period(const struct reading *r, const struct node *node,
			void *out)
{
	return values_read_period(r->arena, node->text, out) ||
	       wrong(r, node, "period",
		     _("that is neither a date nor a range of dates"),
		     _("write 2026-10-01 or 2026-10-01 至 2026-10-07"));
}

/* By type; NULL where the type is not one scalar. */
static read_scalar *const scalar_readers[] = {
	[FIELD_TEXT] = read_text,
	[FIELD_LINES] = read_lines,
	[FIELD_MARKDOWN] = read_markdown,
	[FIELD_INLINE] = read_inline,
	[FIELD_INT] = read_int,
	[FIELD_BOOL] = read_bool,
	[FIELD_DATE] = read_date,
	[FIELD_MONTH] = read_month,
	[FIELD_CLOCK] = read_clock,
	[FIELD_NUMBER] = read_number,
	[FIELD_MONEY] = read_money,
	[FIELD_RANGE] = read_range,
	[FIELD_EVERY] = read_every,
	[FIELD_HOURS] = read_hours,
	[FIELD_BIRTHDAY] = read_birthday,
	[FIELD_URL] = read_url,
	[FIELD_PHONE] = read_phone,
	[FIELD_FILE] = read_file,
	[FIELD_SLUG] = read_slug,
	[FIELD_POINT] = read_point,
	[FIELD_VALUE] = NULL,
};

/* Lists of scalars: how an element is read and how large it is. */
static const struct {
	read_scalar *read;
	size_t size;
} element_readers[] = {
	[FIELD_TEXTS] = { read_text, sizeof(struct text) },
	[FIELD_INLINES] = { read_inline, sizeof(struct markdown) },
	[FIELD_DATES] = { read_date, sizeof(struct date) },
	[FIELD_MONTHS] = { read_month, sizeof(struct month) },
	[FIELD_PERIODS] = { read_period, sizeof(struct period) },
	[FIELD_VALUE] = { NULL, 0 },
};

static bool expect_scalar(const struct reading *r, const struct node *node)
{
	struct diag *diag;

	if (node->kind == NODE_SCALAR)
		return true;
	diag = diag_add(r->diags, SEVERITY_ERROR, at_key(r, node),
			code_of(r, "value", "list"),
			_("here belongs one value, not a list or further "
			  "entries"));
	diag_hint(r->diags, diag,
		  _("write it on the same line, behind the colon"));
	return false;
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
			   is_ascii(t) ? field->choices[i].key
				       : field->choices[i].zh);
	wrong(r, node, "choice", _("that is not one of the words known here"),
	      arena_format(r->arena, _("write one of these: %s"), names.at).at);
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
			code_of(r, "list", "too-long"),
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
	read_scalar *read = element_readers[field->type].read;
	size_t size = element_readers[field->type].size, count;
	struct array *array = out;
	const struct node *element;
	bool good = true;

	if (node->kind == NODE_MAP)
		return expect_scalar(r, node);
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
		if (!expect_scalar(r, element) ||
		    !read(r, element,
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
		struct diag *diag =
			diag_add(r->diags, SEVERITY_ERROR, at_node(r, node),
				 code_of(r, "captions", "invalid"),
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

		if (!read_month(r, &key, &caption->month) ||
		    !expect_scalar(r, n) || !read_text(r, n, &caption->text))
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
	struct node *map, *value;

	if (node->kind != NODE_SCALAR || !table->scalar_key)
		return node;
	map = ARENA_NEW(r->arena, struct node);
	value = ARENA_NEW(r->arena, struct node);
	*map = *node;
	*value = *node;
	value->key = text_of(table->scalar_key);
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
		return expect_scalar(r, node) &&
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
		if (!scalar_readers[field->type])
			BUG("field %s has a view's type", field->key);
		return expect_scalar(r, node) &&
		       scalar_readers[field->type](r, node, out);
	}
}

/* A name no row has: a typing mistake is an error, a remark a warning. */
static bool unknown_key(const struct reading *r, const struct table *table,
			const struct node *node)
{
	const char *nearest = fields_nearest(table, node->key);
	struct diag *diag =
		diag_add(r->diags, nearest ? SEVERITY_ERROR : SEVERITY_WARNING,
			 at_key(r, node), code_of(r, "key", "unknown"),
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
				code_of(r, field->key, "missing"),
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
				 code_of(r, "key", "twice"),
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
			diag_add(r->diags, SEVERITY_ERROR, at_node(r, map),
				 code_of(r, table->name, "invalid"),
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
