#ifndef GEN_BASE_SOURCE_H
#define GEN_BASE_SOURCE_H

/*
 * A text that came from somewhere, and places in it.
 *
 * A source is a path as users know it and the UTF-8 text that was read there.
 * A place is a source with a line, a column and a length: 1-based, the column
 * and length in characters as an editor shows them. Line 0 means the file as a
 * whole. Places are plain values; they live as long as their source does.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct source {
	struct text path; /* as messages show it: content/stores/… */
	struct text text; /* the whole file as UTF-8; empty where unread */
};

struct span {
	uint32_t line;	 /* 1-based; 0: no place in the file */
	uint32_t column; /* 1-based, characters */
	uint32_t length; /* characters; 0: unknown */
};

struct place {
	const struct source *source; /* NULL: nowhere */
	struct span span;
};

/* The place of len bytes at a byte offset of the source. */
struct place source_place(const struct source *source, size_t offset,
			  size_t len);

/* The file as a whole. */
struct place source_whole(const struct source *source);

struct place source_at(const struct source *source, struct span span);

/* The text of a line without its line end; empty where there is none. */
struct text source_line(const struct source *source, uint32_t line);

#endif
