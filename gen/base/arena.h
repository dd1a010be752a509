#ifndef GEN_BASE_ARENA_H
#define GEN_BASE_ARENA_H

/*
 * Memory that is given back all at once.
 *
 * Everything the program keeps lives in an arena with one of three lifetimes:
 * the run (theme, articles, listing), a plan (one patient, from reading to the
 * placed pages) or scratch (one page). The rule of the house: a function that
 * returns memory takes the arena it comes from as its first parameter, and a
 * function without one keeps nothing.
 *
 * Calling sequence: arena_init, any number of arena_alloc and friends,
 * arena_reset to use it again, arena_release at the end. An arena belongs to
 * one thread at a time.
 *
 * Promises: memory is zeroed and aligned to 16 bytes; allocation never returns
 * NULL (without memory the program ends here, with a message and status 4);
 * under AddressSanitizer a reset arena is poisoned, so late use is caught.
 */

#include <stdarg.h>
#include <stddef.h>

#include "base/text.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* newest first; NULL while unused */
	char *at, *end;		    /* the free part of the newest chunk */
	size_t chunk_bytes;	    /* size of the next ordinary chunk */
	size_t used_bytes;	    /* handed out since the last reset */
};

enum { ARENA_SMALL = 4 << 10, ARENA_USUAL = 64 << 10 };

/* Makes an empty arena; nothing is allocated before it is used. */
void arena_init(struct arena *arena, size_t chunk_bytes);

/* Forgets everything in it, keeps one chunk for the next use. */
void arena_reset(struct arena *arena);

/* Forgets everything and gives the memory back. Accepts an unused arena. */
void arena_release(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t bytes)
	__attribute__((malloc, alloc_size(2), returns_nonnull));

/* An array of count things of `bytes` each; a product too large ends the run */
void *arena_array(struct arena *arena, size_t count, size_t bytes)
	__attribute__((malloc, alloc_size(2, 3), returns_nonnull));

/* A copy of the bytes, followed by a NUL. */
struct text arena_text(struct arena *arena, struct text t);
char *arena_string(struct arena *arena, const char *string);

/* Two or three texts joined. */
struct text arena_join(struct arena *arena, struct text a, struct text b);
struct text arena_join3(struct arena *arena, struct text a, struct text b,
			struct text c);

struct text arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct text arena_vformat(struct arena *arena, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));

/*
 * Room for one more element behind an array of `count`, growing by doubling in
 * the arena. Use: items = arena_grow(arena, items, count, &capacity, sizeof
 * *items); items[count++] = ….
 */
void *arena_grow(struct arena *arena, void *items, size_t count,
		 size_t *capacity, size_t bytes);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type)                                        \
	((type *)arena_array((arena), (count), sizeof(type)))

/* Ends the program with a message about memory, status 4. */
void arena_out_of_memory(size_t bytes) __attribute__((noreturn));

#endif
