#ifndef GEN_BASE_BUF_H
#define GEN_BASE_BUF_H

/*
 * A growing run of bytes: what pages, files and messages are written into.
 *
 * Calling sequence: start from BUF_INIT (or buf_reset to use one again), add,
 * take buf_text while it stands, buf_release at the end. The bytes are always
 * followed by a NUL; buf_text stays valid until the next add. Memory comes from
 * malloc, because a page's size is not known beforehand and a buffer is used
 * for thousands of pages; running out of it ends the program.
 */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct buf {
	char *at;
	size_t len, capacity; /* bytes */
};

#define BUF_INIT                                                               \
	{                                                                      \
		NULL, 0, 0                                                     \
	}

void buf_reset(struct buf *buf);
void buf_release(struct buf *buf);
struct text buf_text(const struct buf *buf);

/*
 * Makes room for that many more bytes (and a NUL); returns where they go. The
 * caller adds what it wrote to len; buf_text or the next add closes with NUL.
 */
char *buf_reserve(struct buf *buf, size_t bytes);

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_add_text(struct buf *buf, struct text t);
void buf_add_string(struct buf *buf, const char *string);
void buf_add_char(struct buf *buf, char c);

/* A whole number in decimal; faster than buf_format. */
void buf_add_number(struct buf *buf, int64_t number);

void buf_format(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds t with & < > " ' as HTML entities: safe in text and in attributes. */
void buf_add_html(struct buf *buf, struct text t);

/*
 * Adds t as a JSON string with its quotation marks (RFC 8259). Bytes that are
 * no UTF-8 become U+FFFD; < is escaped too, so that it may stand in a <script>.
 */
void buf_add_json(struct buf *buf, struct text t);

/* Adds t percent-encoded, leaving A-Z a-z 0-9 - . _ ~ and / (RFC 3986). */
void buf_add_url(struct buf *buf, struct text t);

#endif
