#ifndef GEN_BASE_TEXT_H
#define GEN_BASE_TEXT_H

/*
 * Texts: a span of UTF-8 bytes, and what is asked of one.
 *
 * A struct text is a pointer and a length, passed by value. It never owns its
 * bytes: they live in an arena, in a source or in the program. The empty text
 * is {"" or NULL, 0}. Texts made by an arena are followed by a NUL byte, so
 * that .at may be handed to C interfaces; spans into a source are not.
 *
 * Nothing here allocates, except the functions that take an arena, and nothing
 * depends on the locale. Characters are Unicode scalar values; columns and
 * limits of what users see count characters, everything else counts bytes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct text {
	const char *at; /* may be NULL where len is 0 */
	size_t len;	/* bytes */
};

/* A string literal (or a char array) as a text, usable in initialisers. */
#define TEXT(literal)                                                          \
	{                                                                      \
		("" literal), sizeof(literal) - 1                              \
	}
#define T(literal) ((struct text)TEXT(literal))
/* For printf: "%.*s", TEXT_ARG(t) */
#define TEXT_ARG(t) (int)(t).len, (t).at ? (t).at : ""

/* A NUL-terminated string as a text; NULL is the empty text. */
struct text text_of(const char *string);

bool text_equal(struct text a, struct text b);
bool text_is(struct text t, const char *string);
bool text_starts(struct text t, const char *prefix);
bool text_ends(struct text t, const char *suffix);

/* Orders by bytes, shorter first when one begins the other. */
int text_compare(struct text a, struct text b);

/* The offset of the first needle in t, or SIZE_MAX. */
size_t text_find(struct text t, const char *needle);

/* The bytes from offset on, at most len of them; both are clamped. */
struct text text_part(struct text t, size_t offset, size_t len);
struct text text_from(struct text t, size_t offset);

/* Without blanks, tabs, line ends, U+00A0, U+3000, U+FEFF at both ends. */
struct text text_trim(struct text t);

/*
 * Cuts the part before the first separator off *rest and stores it in *part;
 * *rest goes on after the separator. False when *rest was used up (its .at is
 * NULL then), so that a loop sees "a,,b" as three parts.
 */
bool text_cut(struct text *rest, char separator, struct text *part);

/*
 * Decodes the character at *at (below end) and moves *at behind it. Anything
 * that is not strict UTF-8 (RFC 3629: no overlong forms, no surrogates, at most
 * U+10FFFF) gives UINT32_MAX and moves one byte.
 */
uint32_t text_next(const char **at, const char *end);

/* Is it strict UTF-8? *bad (may be NULL) gets the first offset that is not. */
bool text_is_utf8(struct text t, size_t *bad);

/* Are all bytes below 0x80? */
bool text_is_ascii(struct text t);

/* The number of characters. */
size_t text_chars(struct text t);

/* The terminal columns it fills: two for East Asian wide characters. */
size_t text_columns(struct text t);

/* The first `chars` characters. */
struct text text_head(struct text t, size_t chars);

/* A whole decimal number, optional sign, nothing else. False if it is none. */
bool text_number(struct text t, int64_t *number);

/*
 * A decimal number with an optional fraction, scaled by 10^digits (1.25 with
 * digits 2 is 125). Further digits are cut off. False if it is none or too
 * large.
 */
bool text_decimal(struct text t, int digits, int64_t *scaled);

/*
 * Brings what Chinese keyboards type to its plain form: full-width digits,
 * letters and punctuation (U+FF01..FF5E) become ASCII, U+3000 and U+00A0 a
 * blank, 。 and 、 stay. Memory: in the arena; t itself where nothing changes.
 */
struct text text_plain(struct arena *arena, struct text t);

enum text_encoding { TEXT_UTF8, TEXT_UTF16LE, TEXT_UTF16BE, TEXT_GB18030 };

/*
 * Converts bytes of an encoding to UTF-8 (iconv; GB18030 covers GBK). A byte
 * order mark stays, as U+FEFF. Memory: in the arena; `bytes` itself where they
 * are UTF-8. Errors: false where the bytes are not of that encoding.
 */
bool text_convert(struct arena *arena, enum text_encoding from,
		  struct text bytes, struct text *utf8);

/*
 * The number of edits (insert, delete, replace, swap of neighbours) between two
 * texts, counted in characters; more than `limit` is limit + 1. Texts of over
 * 64 characters are taken as unlike.
 */
size_t text_distance(struct text a, struct text b, size_t limit);

/*
 * For "did you mean": is `name` nearer to what was typed than *best edits, and
 * not so short that those edits would change all of it? Then *best gets the
 * distance. Start with *best one above the edits that still count.
 */
bool text_is_nearer(struct text typed, struct text name, size_t *best);

#endif
