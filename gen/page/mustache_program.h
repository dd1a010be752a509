#ifndef GEN_PAGE_MUSTACHE_PROGRAM_H
#define GEN_PAGE_MUSTACHE_PROGRAM_H

/*
 * What a template is once it was read: shared by the files of page/mustache
 * and by nobody else.
 *
 * A program is an array of ops. An op with something inside (a section, a
 * parent, a block) is followed by what is inside and says with `end` where that
 * ends; for all others, end is the next op. Inside a parent there are blocks
 * only: the arguments.
 *
 * Names are numbers. For every table there is an index, an array from the
 * number of a name to the row that finds its value (0: the table lacks it), so
 * that rendering compares no strings. A row says which field, or in which base
 * to go on; rows of one name are tried in order: the own field, then the bases.
 */

#include "base/map.h"
#include "page/mustache.h"

enum op_kind {
	OP_TEXT,
	OP_VALUE,
	OP_RAW,
	OP_SECTION,
	OP_INVERTED,
	OP_PARTIAL,
	OP_PARENT,
	OP_BLOCK,
	OP_KINDS,
};

struct template;

/* A name of one or several parts: a.b.c; none: the dot. */
struct path {
	const uint32_t *names;
	uint32_t count;
};

/* {{>name}}, {{<name}} and {{>*name}}. */
struct call {
	bool is_dynamic;
	struct path path;	 /* is_dynamic: holds the template's name */
	struct text name;	 /* otherwise: the template's name */
	struct template *target; /* set by mustache_link; or NULL */
	struct text indent;	 /* goes before each line */
	bool is_standalone;	 /* its own line was taken out */
};

struct block {
	uint32_t name;
	struct text indent; /* goes before each line of an argument */
	bool is_standalone;
};

struct op {
	enum op_kind kind;
	uint32_t end;
	union {
		struct text text;	   /* OP_TEXT */
		struct path path;	   /* VALUE, RAW, SECTION, INVERTED */
		struct call *call;	   /* PARTIAL, PARENT */
		const struct block *block; /* BLOCK */
	};
};

/* Where the tag of an op stands in the template's text. */
struct op_place {
	uint32_t offset, len; /* bytes */
};

struct template
{
	struct text name, text;
	struct place place;
	bool is_in_source; /* text is a part of place.source */
	bool is_reached;   /* a check came to it */
	struct op *ops;
	struct op_place *places; /* as many as ops */
	uint32_t count;
};

struct row {
	const struct field *field;
	const struct index *index; /* of what the field holds, or NULL */
	uint32_t base;		   /* 0: field is it; else the base's row */
	uint32_t other;		   /* the next to try, or 0 */
};

struct index {
	const struct table *table;
	uint32_t *rows; /* by name; 0: the table lacks it */
	enum { BASES_MISSING, BASES_BEGUN, BASES_IN } bases;
	struct index *next;
};

enum { MUSTACHE_BUCKETS = 256 };

struct mustache {
	struct arena *arena;
	unsigned flags;
	bool is_linked;
	struct map templates; /* name -> struct template */
	struct template **list;
	size_t count, capacity;
	struct map names; /* name -> its number + 1 */
	struct text *name_texts;
	size_t name_count, name_capacity;
	struct row *rows; /* the first is unused */
	size_t row_count, row_capacity;
	struct index *buckets[MUSTACHE_BUCKETS]; /* by the table's address */
};

/* Reads a template into ops. Errors: false; the template has none then. */
bool mustache_parse(struct mustache *set, struct template *template,
		    struct diags *diags);

/* The number of a name, or UINT32_MAX when there are MUSTACHE_NAMES already. */
uint32_t mustache_name(struct mustache *set, struct text name);

/* The place of bytes of a template, and of an op's tag. */
struct place mustache_place(const struct template *template, size_t offset,
			    size_t len);
struct place mustache_op_place(const struct template *template, uint32_t op);

/* The index of a table; one that was not linked is a BUG. NULL of NULL. */
const struct index *mustache_index(const struct mustache *set,
				   const struct table *table);

/* Says that the set has no template of that name. */
void mustache_say_missing(struct text name, struct diags *diags);

/* The argument of a parent op for a block's name, or 0 (never an argument). */
uint32_t mustache_argument(const struct template *template, uint32_t parent,
			   uint32_t name);

#endif
