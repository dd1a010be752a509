#include "model/scalar.h"

#include <string.h>

#include "base/bug.h"
#include "base/lang.h"
#include "content/markdown.h"
#include "model/lunar.h"
#include "model/recurrence.h"
#include "model/values.h"

/*
 * A table, indexed by field type, says how a scalar becomes a value. Each
 * reader takes any spelling a therapist may use and refuses the rest in words
 * that name what was written and what to write instead.
 */

enum {
	TEXT_CHARS = 400,   /* one line */
	LINES_CHARS = 4000, /* several lines */
};

/* -- diagnostics ----------------------------------------------------------- */

/* "plan.date.invalid". Memory: in the collection, as long as the diagnostic. */
const char *scalar_code(const struct reading *r, const char *what,
			const char *fault)
{
	return arena_format(&r->diags->arena, "%s.%s.%s", r->document, what,
			    fault)
		.at;
}

struct place scalar_place(const struct reading *r, const struct node *node)
{
	return source_at(r->source, node->span);
}

/* "“日期” is “2026年13月6日”: <why>", with what to write instead. */
bool scalar_wrong(const struct reading *r, const struct node *node,
		  const char *what, const char *why, const char *hint)
{
	struct text shown = text_head(node->text, 40);
	struct diag *diag;

	if (node->key.len)
		diag = diag_add(r->diags, SEVERITY_ERROR, scalar_place(r, node),
				scalar_code(r, what, "invalid"),
				_("“%.*s” says “%.*s”: %s"),
				TEXT_ARG(node->key), TEXT_ARG(shown), why);
	else
		diag = diag_add(r->diags, SEVERITY_ERROR, scalar_place(r, node),
				scalar_code(r, what, "invalid"),
				_("here stands “%.*s”: %s"), TEXT_ARG(shown),
				why);
	diag_hint(r->diags, diag, "%s", hint);
	return false;
}

/* -- by type ---------------------------------------------------------------- */

typedef bool read_scalar(const struct reading *r, const struct node *node,
			 void *out);

static bool check_length(const struct reading *r, const struct node *node,
			 size_t most)
{
	if (node->text.len <= most || text_chars(node->text) <= most)
		return true;
	return scalar_wrong(
		r, node, "text", _("the text is too long"),
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
	return scalar_wrong(r, node, "number", _("that is not a whole number"),
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
	return scalar_wrong(r, node, "bool", _("that is neither yes nor no"),
			    _("write yes or no"));
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
	return scalar_wrong(r, node, "date", date_why(fault),
			    _("write it like this: 2026-12-06"));
}

static bool read_month(const struct reading *r, const struct node *node,
		       void *out)
{
	enum date_fault fault = date_read_month(node->text, out);

	if (fault == DATE_OK)
		return true;
	return scalar_wrong(r, node, "month", _("that is not a month"),
			    _("write it like this: 2026-12"));
}

static bool read_clock(const struct reading *r, const struct node *node,
		       void *out)
{
	if (date_read_clock(node->text, out))
		return true;
	return scalar_wrong(r, node, "time", _("that is not a time of day"),
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
	       scalar_wrong(r, node, "money", _("that is not an amount"),
			    _("write digits only, for example 3600 or 99.50"));
}

static bool read_range(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_range(r->arena, node->text, out) ||
	       scalar_wrong(r, node, "range", _("that is not a range"),
			    _("write it like 120-180, <5 or >60"));
}

static bool read_every(const struct reading *r, const struct node *node,
		       void *out)
{
	enum recurrence_fault fault =
		recurrence_read(r->arena, node->text, out);

	return fault == RECURRENCE_OK ||
	       scalar_wrong(r, node, "every", recurrence_why(fault),
			    recurrence_hint(fault));
}

static bool read_hours(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_hours(r->arena, node->text, out) ||
	       scalar_wrong(
		       r, node, "hours", _("these hours are not possible"),
		       _("write them like 09:00-12:00 14:00-18:00, or off"));
}

static bool read_birthday(const struct reading *r, const struct node *node,
			  void *out)
{
	enum birthday_fault fault =
		lunar_read_birthday(r->arena, node->text, out);

	return fault == BIRTHDAY_OK ||
	       scalar_wrong(r, node, "birthday", lunar_birthday_why(fault),
			    _("write it like 1975-08-16 or lunar 1975-7-10"));
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
		return scalar_wrong(
			r, node, "link", _("that is not a link"),
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
			return scalar_wrong(
				r, node, "phone",
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
		return scalar_wrong(
			r, node, "file", _("that is not the name of a file"),
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
		return scalar_wrong(
			r, node, "name", _("that cannot be the name of a file"),
			_("write the file's name alone, without folder "
			  "and ending"));
	*(struct text *)out = arena_text(r->arena, t);
	return true;
}

static bool read_point(const struct reading *r, const struct node *node,
		       void *out)
{
	return values_read_point(r->arena, node->text, out) ||
	       scalar_wrong(r, node, "map", _("that is not a place on the map"),
			    _("write longitude and latitude: 106.683, 26.563"));
}

static bool read_period(const struct reading *r, const struct node *node,
			void *out)
{
	return values_read_period(r->arena, node->text, out) ||
	       scalar_wrong(r, node, "period",
			    _("that is neither a date nor a range of dates"),
			    _("write 2026-10-01 or 2026-10-01 ~ 2026-10-07"));
}

/* By type; NULL where the type is not one scalar. */
static read_scalar *const scalar_readers[] = {
	[FIELD_TEXT] = read_text,	  [FIELD_LINES] = read_lines,
	[FIELD_MARKDOWN] = read_markdown, [FIELD_INLINE] = read_inline,
	[FIELD_INT] = read_int,		  [FIELD_BOOL] = read_bool,
	[FIELD_DATE] = read_date,	  [FIELD_MONTH] = read_month,
	[FIELD_CLOCK] = read_clock,	  [FIELD_NUMBER] = read_number,
	[FIELD_MONEY] = read_money,	  [FIELD_RANGE] = read_range,
	[FIELD_EVERY] = read_every,	  [FIELD_HOURS] = read_hours,
	[FIELD_BIRTHDAY] = read_birthday, [FIELD_URL] = read_url,
	[FIELD_PHONE] = read_phone,	  [FIELD_FILE] = read_file,
	[FIELD_SLUG] = read_slug,	  [FIELD_POINT] = read_point,
	[FIELD_PERIOD] = read_period,
};

bool scalar_read(const struct reading *r, enum field_type type,
		 const struct node *node, void *out)
{
	if (type > FIELD_PERIOD || !scalar_readers[type])
		BUG("field type %d is no scalar", type);
	return scalar_expect(r, node) && scalar_readers[type](r, node, out);
}

bool scalar_element(enum field_type list, enum field_type *type, size_t *size)
{
	static const struct {
		enum field_type list, type;
		size_t size;
	} elements[] = {
		{ FIELD_TEXTS, FIELD_TEXT, sizeof(struct text) },
		{ FIELD_INLINES, FIELD_INLINE, sizeof(struct markdown) },
		{ FIELD_DATES, FIELD_DATE, sizeof(struct date) },
		{ FIELD_MONTHS, FIELD_MONTH, sizeof(struct month) },
		{ FIELD_PERIODS, FIELD_PERIOD, sizeof(struct period) },
	};

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (elements[i].list == list) {
			*type = elements[i].type;
			*size = elements[i].size;
			return true;
		}
	return false;
}

bool scalar_expect(const struct reading *r, const struct node *node)
{
	struct diag *diag;

	if (node->kind == NODE_SCALAR)
		return true;
	diag = diag_add(r->diags, SEVERITY_ERROR,
			source_at(r->source, node->key_span.line
						     ? node->key_span
						     : node->span),
			scalar_code(r, "value", "list"),
			_("here belongs one value, not a list or further "
			  "entries"));
	diag_hint(r->diags, diag,
		  _("write it on the same line, behind the colon"));
	return false;
}
