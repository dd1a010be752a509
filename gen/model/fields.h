#ifndef GEN_MODEL_FIELDS_H
#define GEN_MODEL_FIELDS_H

/*
 * Field tables: what a struct consists of, said once.
 *
 * A table has a row for each field of a struct: its English and Chinese name,
 * its type, where it lies, who may see it, what it means. Everything that needs
 * to know a document walks its table: reading YAML into the struct, "did you
 * mean", the JSON Schema (cmd_schema), the manual, and the templates' look-up
 * (page/mustache). Adding a field is adding a row.
 *
 * Documents (plan, store, …) are read from YAML by fields_read. Views (what a
 * page shows) have tables too, but are filled by code; they may use the view
 * types and refer to documents. Scalars are text until a row types them.
 *
 * Every struct that is read from YAML starts with a struct origin, so that a
 * value found wrong later can still be pointed at: fields_place.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"

struct node;

/* Who may see a field. A page is made for exactly one of these. */
enum audience {
	SEES_NOBODY = 0,    /* steers the program; on no page */
	SEES_PATIENT = 1,   /* p/: the patient's own plan */
	SEES_PUBLIC = 2,    /* s/ r/ c/ a/: anyone with the link */
	SEES_THERAPIST = 4, /* d/: the therapist's desk */
	SEES_OWNER = SEES_PATIENT | SEES_THERAPIST,
	SEES_ALL = SEES_PATIENT | SEES_PUBLIC | SEES_THERAPIST,
};

enum field_type {
	/* Scalars that YAML may hold. The C type is named behind each. */
	FIELD_TEXT,	/* struct text, one line */
	FIELD_LINES,	/* struct text, several lines */
	FIELD_MARKDOWN, /* struct markdown, blocks */
	FIELD_INLINE,	/* struct markdown, one line */
	FIELD_INT,	/* int64_t */
	FIELD_BOOL,	/* bool: 是 否 true false yes no */
	FIELD_DATE,	/* struct date */
	FIELD_MONTH,	/* struct month */
	FIELD_CLOCK,	/* struct clock */
	FIELD_CHOICE,	/* int: the index of the choice */
	FIELD_NUMBER,	/* struct number */
	FIELD_MONEY,	/* struct money */
	FIELD_RANGE,	/* struct range */
	FIELD_EVERY,	/* struct every (model/recurrence.h) */
	FIELD_HOURS,	/* struct hours */
	FIELD_BIRTHDAY, /* struct birthday */
	FIELD_URL,	/* struct text: http(s) or a relative path */
	FIELD_PHONE,	/* struct text */
	FIELD_FILE,	/* struct text: a name in the same folder */
	FIELD_SLUG,	/* struct text: the name of another document */
	FIELD_POINT,	/* struct point: longitude, latitude */
	FIELD_PERIOD,	/* struct period, only as an element of FIELD_PERIODS */
	/* Lists that YAML may hold; one scalar counts as a list of one. */
	FIELD_TEXTS,	/* struct texts */
	FIELD_INLINES,	/* struct inlines */
	FIELD_DATES,	/* struct dates */
	FIELD_MONTHS,	/* struct months */
	FIELD_PERIODS,	/* struct periods: dates or ranges */
	FIELD_CAPTIONS, /* struct captions: a map from months to texts */
	/* Structures. */
	FIELD_STRUCT, /* the struct itself, inside */
	FIELD_LIST,   /* struct list of structs */
	/* Only in views. */
	FIELD_HTML,  /* struct text: safe markup, not escaped */
	FIELD_REF,   /* const void *: a struct elsewhere, or NULL */
	FIELD_VALUE, /* struct value: of any kind */
};

enum field_flags {
	FIELD_REQUIRED = 1, /* an error where it is missing */
	/* FIELD_REF, FIELD_STRUCT of a view: names that the view itself does
	 * not have are looked up there. */
	FIELD_BASE = 2,
	/* Kept in the file, but refused until the feature exists. */
	FIELD_SECRET = 4, /* never in a message, a schema example or a log */
};

struct choice {
	const char *key, *zh; /* a row with NULL ends the choices */
};

struct table;

struct field {
	const char *key; /* English: YAML, templates, JSON Schema */
	const char *zh;	 /* Chinese: YAML; NULL in views */
	enum field_type type;
	unsigned flags;
	unsigned audience; /* enum audience, or-ed */
	size_t offset;
	const struct table *table;    /* STRUCT, LIST, REF */
	const struct choice *choices; /* CHOICE */
	const char *about;	      /* one sentence; N_() in documents */
};

struct table {
	const char *name; /* "plan", "treatment": messages, code prefix */
	const struct field *fields;
	size_t count;
	size_t size;	  /* of the struct, bytes */
	bool is_document; /* begins with a struct origin */
	/* The field that a bare scalar stands for ("- 多吃芝麻" for an item of
	 * a list of structs), or NULL: a scalar is an error there. */
	const char *scalar_key;
};

/* Where a struct that was read stands, and each of its fields. */
struct origin {
	const struct source *source;
	struct span self;
	struct span *fields; /* [table->count]; line 0: not written */
};

struct texts {
	struct text *items;
	size_t count;
};

struct list {
	void *items; /* count structs of table->size bytes */
	size_t count;
};

#define FIELD_ROW(struct_, member_, zh_, type_, flags_, sees_, about_)         \
	{                                                                      \
		.key = #member_, .zh = (zh_), .type = (type_),                 \
		.flags = (flags_), .audience = (sees_),                        \
		.offset = offsetof(struct struct_, member_), .about = (about_) \
	}
#define FIELD_ROW_OF(struct_, member_, zh_, type_, table_, sees_, about_)      \
	{                                                                      \
		.key = #member_, .zh = (zh_), .type = (type_),                 \
		.audience = (sees_),                                           \
		.offset = offsetof(struct struct_, member_),                   \
		.table = (table_), .about = (about_)                           \
	}
#define FIELD_ROW_CHOICE(struct_, member_, zh_, choices_, sees_, about_)       \
	{                                                                      \
		.key = #member_, .zh = (zh_), .type = FIELD_CHOICE,            \
		.audience = (sees_),                                           \
		.offset = offsetof(struct struct_, member_),                   \
		.choices = (choices_), .about = (about_)                       \
	}
/* A row of a view: English only, and `about_` for the manual of themes. */
#define VIEW_ROW(struct_, member_, type_, sees_, about_)                       \
	{                                                                      \
		.key = #member_, .type = (type_), .audience = (sees_),         \
		.offset = offsetof(struct struct_, member_), .about = (about_) \
	}
#define VIEW_ROW_OF(struct_, member_, type_, flags_, table_, sees_, about_)    \
	{                                                                      \
		.key = #member_, .type = (type_), .flags = (flags_),           \
		.audience = (sees_),                                           \
		.offset = offsetof(struct struct_, member_),                   \
		.table = (table_), .about = (about_)                           \
	}
#define TABLE(name_, struct_, fields_)                                         \
	{                                                                      \
		.name = (name_), .fields = (fields_),                          \
		.count = sizeof(fields_) / sizeof((fields_)[0]),               \
		.size = sizeof(struct struct_)                                 \
	}
#define TABLE_DOCUMENT(name_, struct_, fields_)                                \
	{                                                                      \
		.name = (name_), .fields = (fields_),                          \
		.count = sizeof(fields_) / sizeof((fields_)[0]),               \
		.size = sizeof(struct struct_), .is_document = true            \
	}
#define TABLE_ITEM(name_, struct_, fields_, scalar_key_)                       \
	{                                                                      \
		.name = (name_), .fields = (fields_),                          \
		.count = sizeof(fields_) / sizeof((fields_)[0]),               \
		.size = sizeof(struct struct_), .is_document = true,           \
		.scalar_key = (scalar_key_)                                    \
	}

/*
 * Fills `object` (zeroed, of table->size) from a YAML map. Unknown keys, wrong
 * types and missing required fields are diagnostics; reading goes on.
 * Memory: values and places in the arena. Errors: false if any was added.
 */
bool fields_read(struct arena *arena, const struct table *table, void *object,
		 const struct source *source, const struct node *map,
		 struct diags *diags) __attribute__((warn_unused_result));

/* The place of a member of a struct that was read: fields_place(&plan_table,
 * plan, &plan->therapist). Of one not written: the struct's own place. */
struct place fields_place(const struct table *table, const void *object,
			  const void *member);

/* Was the member written in the file? */
bool fields_is_written(const struct table *table, const void *object,
		       const void *member);

/* The row of an English or Chinese name, or NULL. */
const struct field *fields_find(const struct table *table, struct text name);

/* The name nearest to a mistyped one, in the script it was typed in; or NULL */
const char *fields_nearest(const struct table *table, struct text name);

/* -- how templates see a field ------------------------------------------- */

enum value_kind {
	VALUE_NONE,   /* false, empty, not there */
	VALUE_TRUE,   /* true without a text of its own */
	VALUE_TEXT,   /* to be escaped */
	VALUE_HTML,   /* safe already */
	VALUE_NUMBER, /* 0 counts as false in sections */
	VALUE_OBJECT, /* one struct */
	VALUE_LIST,   /* count structs, at distance table->size */
	VALUE_TEXTS,  /* count struct texts */
	VALUE_HTMLS,  /* count struct markdowns, shown as their HTML */
	VALUE_VALUES, /* count struct values (tests, mixed lists) */
};

struct value {
	enum value_kind kind;
	struct text text;	   /* TEXT, HTML */
	int64_t number;		   /* NUMBER */
	const struct table *table; /* OBJECT, LIST */
	const void *at;		   /* OBJECT and all lists */
	size_t count;		   /* all lists */
};

/*
 * What a field of an object is to a template. Dates, months and clocks are
 * texts in ISO form; they are written into `scratch` (at least
 * FIELDS_SCRATCH bytes), which must live as long as the value is used.
 */
enum { FIELDS_SCRATCH = 32 };
struct value fields_value(const struct field *field, const void *object,
			  char *scratch);

#endif
