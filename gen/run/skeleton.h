#ifndef GEN_RUN_SKELETON_H
#define GEN_RUN_SKELETON_H

/*
 * Documents to start from, for `init` and `new`.
 *
 * A skeleton is made from the document's field table: each entry that the
 * document can have, under its name in the site's language, with what it means
 * as a comment above it and an example behind it (run/skeleton_words.c). So a
 * new row of a table is in the skeletons as soon as it has an example, which a
 * test asks for.
 *
 * An example document has everything written out. A new one has what it needs
 * written out and the rest as comments: a therapist takes the "# " away.
 *
 * In examples, words between @ stand for facts: @name@ @call@ @id@ @therapist@ @code@
 * @status@ @language@ @month@ @today@ @today+14@ @today-7@.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "model/fields.h"

struct skeleton {
	bool is_chinese; /* the site's language */
	bool is_example; /* everything written out */
	struct date today;
	struct text name;      /* of whom or what it is */
	struct text id;	       /* plan */
	struct text therapist; /* plan; empty: the entry stays empty */
	struct text code;      /* referrals */
};

/* One example; rows of a list's items follow each other, item by item. */
struct skeleton_row {
	const char *path; /* English names: "treatments.every" */
	unsigned flags;
	const char *zh, *en; /* YAML behind the colon; lines: see skeleton.c */
};

enum skeleton_flags {
	SKELETON_NEW = 1,   /* written out in a new document too */
	SKELETON_OFF = 2,   /* a comment in the example too */
	SKELETON_BLANK = 4, /* in a new document without a value */
};

/* The words of one kind of document. */
struct skeleton_words {
	const char *name;    /* as in model/documents.h */
	const char *zh, *en; /* what stands at its top, as a comment */
	const struct skeleton_row *rows;
	size_t count;
	const char *body_zh, *body_en; /* an article's text, or NULL */
};

extern const struct skeleton_words skeleton_words[];
extern const size_t skeleton_words_count;

/*
 * Adds a document ("plan"). Scratch memory in the arena. The texts of gettext
 * are asked for in the site's language: one thread at a time.
 */
void skeleton_add(struct arena *arena, const char *name,
		  const struct skeleton *skeleton, struct buf *to);

#endif
