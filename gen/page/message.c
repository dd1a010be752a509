#include "page/message.h"

/*
 * One walk over the message, clause by clause. Parts are added as the walk
 * finds them; at the end of a clause it is known whether any of its names had a
 * value, and if none had, its parts are taken back.
 */

#define SEEN SEES_THERAPIST

static const struct field part_fields[] = {
	VIEW_ROW(message_part, text, FIELD_TEXT, SEEN,
		 "a piece of the message; empty where a date stands"),
	VIEW_ROW_OF(message_part, date, FIELD_REF, 0, &view_date_table, SEEN,
		    "a day in the message; the theme has the words for it"),
};
static const struct table part_table =
	TABLE("piece of a message", message_part, part_fields);

static const struct field message_fields[] = {
	VIEW_ROW_OF(message, parts, FIELD_LIST, 0, &part_table, SEEN,
		    "the pieces, to be printed one behind the other"),
};
const struct table message_table = TABLE("message", message, message_fields);

enum value_of_name {
	DISPLAY_NAME,
	NAME,
	DATE,
	TIME,
	BRING,
	VALUES,
	UNKNOWN = VALUES,
};

static const char *const names[VALUES][2] = {
	[DISPLAY_NAME] = { "称呼", "display_name" },
	[NAME] = { "姓名", "name" },
	[DATE] = { "日期", "date" },
	[TIME] = { "时间", "time" },
	[BRING] = { "带", "bring" },
};

/* What may end a clause. A soft sign gives way to a hard one behind it. */
enum sign { SIGN_NONE, SIGN_SOFT, SIGN_HARD, SIGN_LINE };

static const struct sign_row {
	const char *sign;
	enum sign kind;
	bool is_ascii; /* only before a blank: 14.30, 1,5 */
} signs[] = {
	{ "，", SIGN_SOFT, false }, { "；", SIGN_SOFT, false },
	{ "。", SIGN_HARD, false }, { "！", SIGN_HARD, false },
	{ "？", SIGN_HARD, false }, { "\n", SIGN_LINE, false },
	{ ",", SIGN_SOFT, true },   { ";", SIGN_SOFT, true },
	{ ".", SIGN_HARD, true },   { "!", SIGN_HARD, true },
	{ "?", SIGN_HARD, true },
};

enum { SIGNS = sizeof(signs) / sizeof(signs[0]) };

struct filling {
	struct arena *arena;
	const struct message_values *values;
	struct message_part *parts;
	size_t count, capacity;
	size_t clause;	   /* the count where the clause began */
	size_t clause_len; /* of the part before it, which may have grown */
	bool has_empty, has_full; /* names of the clause */
	enum sign before;	  /* what ended the clause before it */
	size_t before_len;
	size_t names;
	struct text *unknown;
	size_t unknown_count, unknown_capacity;
};

static struct message_part *last_part(struct filling *f)
{
	return f->count ? &f->parts[f->count - 1] : NULL;
}

static struct message_part *new_part(struct filling *f)
{
	f->parts = arena_grow(f->arena, f->parts, f->count, &f->capacity,
			      sizeof(*f->parts));
	f->parts[f->count] = (struct message_part){ 0 };
	return &f->parts[f->count++];
}

static bool is_clause_empty(struct filling *f)
{
	struct message_part *last = last_part(f);

	return f->count == f->clause &&
	       (!last || last->text.len == f->clause_len);
}

/* Pieces that are neighbours in the message become one part. */
static void add_text(struct filling *f, struct text t)
{
	struct message_part *last = last_part(f);
	bool is_line_start = f->before == SIGN_NONE || f->before == SIGN_LINE;

	if (!t.len || (t.at[0] == ' ' && is_line_start && is_clause_empty(f)))
		return;
	if (last && !last->date && last->text.at + last->text.len == t.at)
		last->text.len += t.len;
	else
		new_part(f)->text = t;
}

static void begin_clause(struct filling *f, enum sign before, size_t len)
{
	struct message_part *last = last_part(f);

	f->clause = f->count;
	f->clause_len = last ? last->text.len : 0;
	f->has_empty = f->has_full = false;
	f->before = before;
	f->before_len = len;
}

/* Takes the clause back. */
static void drop_clause(struct filling *f)
{
	f->count = f->clause;
	if (f->count)
		f->parts[f->count - 1].text.len = f->clause_len;
}

static void cut_end(struct filling *f, size_t bytes)
{
	struct message_part *last = last_part(f);

	last->text.len -= bytes;
	if (!last->text.len)
		f->count--;
}

static void end_clause(struct filling *f, enum sign kind, struct text sign)
{
	bool is_dropped = f->has_empty && !f->has_full;
	bool is_kept = true;

	if (is_dropped) {
		drop_clause(f);
		if ((f->before == SIGN_SOFT && kind != SIGN_SOFT) ||
		    (f->before == SIGN_LINE && kind == SIGN_NONE))
			cut_end(f, f->before_len);
		else
			is_kept = f->before == SIGN_HARD && kind == SIGN_LINE;
	}
	if (is_kept) {
		add_text(f, sign);
		begin_clause(f, kind, sign.len);
	} else {
		begin_clause(f, f->before, f->before_len);
	}
}

/* The sign that a text begins with. */
static const struct sign_row *sign_at(struct text t)
{
	for (size_t i = 0; i < SIGNS; i++) {
		struct text rest;

		if (!text_starts(t, signs[i].sign))
			continue;
		rest = text_from(t, strlen(signs[i].sign));
		if (!signs[i].is_ascii || !rest.len || rest.at[0] == ' ' ||
		    rest.at[0] == '\n')
			return &signs[i];
	}
	return NULL;
}

/* -- names ----------------------------------------------------------------- */

/* {{name}} at the beginning of a text: its length with braces, or 0. */
static size_t name_at(struct text t, struct text *name)
{
	bool is_wide = text_starts(t, "｛｛");
	const char *close = is_wide ? "｝｝" : "}}";
	size_t open_len = strlen(is_wide ? "｛｛" : "{{"), end;

	if (!is_wide && !text_starts(t, "{{"))
		return 0;
	end = text_find(text_part(t, open_len, MESSAGE_NAME_BYTES), close);
	if (end == SIZE_MAX)
		return 0;
	*name = text_trim(text_part(t, open_len, end));
	return open_len + end + strlen(close);
}

static enum value_of_name value_of(struct text name)
{
	for (int i = 0; i < VALUES; i++)
		if (text_is(name, names[i][0]) || text_is(name, names[i][1]))
			return (enum value_of_name)i;
	return UNKNOWN;
}

/* A blank on both sides of nothing is one too many. */
static void add_nothing(struct filling *f, struct text rest)
{
	struct message_part *last = last_part(f);
	bool is_behind = last && !last->date && text_ends(last->text, " ") &&
			 !is_clause_empty(f);

	f->has_empty = true;
	if (is_behind && (!rest.len || rest.at[0] == ' ' || sign_at(rest)))
		cut_end(f, 1);
}

static void add_value(struct filling *f, enum value_of_name which,
		      struct text rest)
{
	const struct message_values *v = f->values;
	const struct text texts[VALUES] = {
		[DISPLAY_NAME] = v->display_name,
		[NAME] = v->name,
		[TIME] = v->time,
		[BRING] = v->bring,
	};
	struct view_date *date;

	if (which == DATE && date_is_set(v->date)) {
		date = ARENA_NEW(f->arena, struct view_date);
		*date = view_date(f->arena, v->date);
		new_part(f)->date = date;
		f->has_full = true;
	} else if (texts[which].len) {
		new_part(f)->text = texts[which];
		f->has_full = true;
	} else {
		add_nothing(f, rest);
	}
}

static void add_unknown(struct filling *f, struct text name)
{
	f->unknown = arena_grow(f->arena, f->unknown, f->unknown_count,
				&f->unknown_capacity, sizeof(*f->unknown));
	f->unknown[f->unknown_count++] = name;
	f->has_full = true;
}

/* Takes a name, if there is one, and says how long it is with its braces. */
static size_t take_name(struct filling *f, struct text rest)
{
	struct text name;
	size_t len = name_at(rest, &name);
	enum value_of_name which = UNKNOWN;

	if (!len)
		return 0;
	if (f->names < MESSAGE_MOST_NAMES)
		which = value_of(name);
	f->names++;
	if (which != UNKNOWN) {
		add_value(f, which, text_from(rest, len));
	} else {
		add_unknown(f, name);
		add_text(f, text_part(rest, 0, len));
	}
	return len;
}

const struct message *message_fill(struct arena *arena, struct text message,
				   const struct message_values *values,
				   struct texts *unknown)
{
	struct filling f = { .arena = arena, .values = values };
	struct message *filled;
	struct text rest = text_trim(message);

	while (rest.len) {
		const struct sign_row *sign = sign_at(rest);
		size_t len = sign ? strlen(sign->sign) : take_name(&f, rest);

		if (sign)
			end_clause(&f, sign->kind, text_part(rest, 0, len));
		else if (!len)
			add_text(&f, text_part(rest, 0, len = 1));
		rest = text_from(rest, len);
	}
	end_clause(&f, SIGN_NONE, T(""));
	if (unknown)
		*unknown = (struct texts){ f.unknown, f.unknown_count };
	if (!f.count)
		return NULL;
	filled = ARENA_NEW(arena, struct message);
	filled->parts = (struct list){ f.parts, f.count };
	return filled;
}
