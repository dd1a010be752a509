/*
 * Memory is taken from malloc in chunks and handed out from the front of the
 * newest one. A request too large for the rest of it either opens a new chunk
 * (twice as large as the one before, up to CHUNK_MOST) or, when it is large
 * itself, gets a chunk of its own behind the newest, whose rest stays in use.
 */

#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/lang.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
/* A poisoned gap behind every piece, so that writing past its end is caught. */
enum { GAP_BYTES = 16 };
#define POISON(at, bytes)   ASAN_POISON_MEMORY_REGION(at, bytes)
#define UNPOISON(at, bytes) ASAN_UNPOISON_MEMORY_REGION(at, bytes)
#else
enum { GAP_BYTES = 0 };
#define POISON(at, bytes)   ((void)(at), (void)(bytes))
#define UNPOISON(at, bytes) ((void)(at), (void)(bytes))
#endif

#ifdef CAREPLAN_DEBUG
enum { FILL_FORGOTTEN = 1 };
#else
enum { FILL_FORGOTTEN = 0 };
#endif

enum {
	ALIGNMENT = 16,
	FORGOTTEN = 0xDD,
	CHUNK_LEAST = 256,
	CHUNK_MOST = 1 << 20,
	EXIT_NO_MEMORY = 4,
};

struct arena_chunk {
	struct arena_chunk *next; /* older */
	size_t bytes;		  /* behind this header */
	alignas(ALIGNMENT) char memory[];
};

void arena_out_of_memory(size_t bytes)
{
	fprintf(stderr, _("careplan: out of memory (%zu bytes were needed)\n"),
		bytes);
	_exit(EXIT_NO_MEMORY);
}

/* An upper bound far below SIZE_MAX, so that sizes can be added up freely. */
static void refuse_if_absurd(size_t bytes)
{
	if (bytes > PTRDIFF_MAX / 2)
		arena_out_of_memory(bytes);
}

static struct arena_chunk *new_chunk(size_t bytes, bool zeroed)
{
	size_t whole = sizeof(struct arena_chunk) + bytes;
	struct arena_chunk *chunk = zeroed ? calloc(1, whole) : malloc(whole);

	if (!chunk)
		arena_out_of_memory(bytes);
	chunk->next = NULL;
	chunk->bytes = bytes;
	return chunk;
}

static void forget_chunk(struct arena_chunk *chunk)
{
	UNPOISON(chunk->memory, chunk->bytes);
	if (FILL_FORGOTTEN)
		memset(chunk->memory, FORGOTTEN, chunk->bytes);
}

static void free_chunks(struct arena_chunk *chunk)
{
	while (chunk) {
		struct arena_chunk *next = chunk->next;

		forget_chunk(chunk);
		free(chunk);
		chunk = next;
	}
}

/* Makes all of the newest chunk the free part. */
static void use_chunk(struct arena *arena, struct arena_chunk *chunk)
{
	arena->at = chunk->memory;
	arena->end = chunk->memory + chunk->bytes;
	POISON(chunk->memory, chunk->bytes);
}

void arena_init(struct arena *arena, size_t chunk_bytes)
{
	if (chunk_bytes < CHUNK_LEAST)
		chunk_bytes = CHUNK_LEAST;
	if (chunk_bytes > CHUNK_MOST)
		chunk_bytes = CHUNK_MOST;
	*arena = (struct arena){ .chunk_bytes = chunk_bytes };
}

void arena_reset(struct arena *arena)
{
	struct arena_chunk *newest = arena->chunks;

	arena->used_bytes = 0;
	if (!newest)
		return;
	free_chunks(newest->next);
	newest->next = NULL;
	if (!arena->end) { /* it holds one large piece only */
		free_chunks(newest);
		arena->chunks = NULL;
		return;
	}
	forget_chunk(newest);
	use_chunk(arena, newest);
}

void arena_release(struct arena *arena)
{
	free_chunks(arena->chunks);
	arena->chunks = NULL;
	arena->at = arena->end = NULL;
	arena->used_bytes = 0;
}

/* Makes the next chunk larger, so that there are few of them. */
static void expect_more(struct arena *arena)
{
	if (arena->chunk_bytes < CHUNK_MOST)
		arena->chunk_bytes *= 2;
}

/* A chunk for one large piece, put behind the newest one. */
static void *alloc_large(struct arena *arena, size_t bytes)
{
	struct arena_chunk *chunk = new_chunk(bytes, true);

	if (arena->chunks) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		arena->chunks = chunk;
	}
	arena->used_bytes += bytes;
	expect_more(arena);
	return chunk->memory;
}

static void open_chunk(struct arena *arena)
{
	struct arena_chunk *chunk = new_chunk(arena->chunk_bytes, false);

	chunk->next = arena->chunks;
	arena->chunks = chunk;
	use_chunk(arena, chunk);
	expect_more(arena);
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	size_t wanted;
	char *at;

	refuse_if_absurd(bytes);
	wanted = bytes ? bytes : 1; /* every piece has an address of its own */
	wanted = (wanted + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	wanted += GAP_BYTES;
	if (wanted > (size_t)(arena->end - arena->at)) {
		if (wanted > arena->chunk_bytes / 4)
			return alloc_large(arena, wanted - GAP_BYTES);
		open_chunk(arena);
	}
	at = arena->at;
	arena->at += wanted;
	arena->used_bytes += wanted;
	UNPOISON(at, bytes);
	return memset(at, 0, bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t bytes)
{
	size_t product;

	if (__builtin_mul_overflow(count, bytes, &product))
		arena_out_of_memory(SIZE_MAX);
	return arena_alloc(arena, product);
}

struct text arena_text(struct arena *arena, struct text t)
{
	return arena_join3(arena, t, (struct text){ 0 }, (struct text){ 0 });
}

char *arena_string(struct arena *arena, const char *string)
{
	size_t len = strlen(string);

	return memcpy(arena_alloc(arena, len + 1), string, len);
}

struct text arena_join(struct arena *arena, struct text a, struct text b)
{
	return arena_join3(arena, a, b, (struct text){ 0 });
}

struct text arena_join3(struct arena *arena, struct text a, struct text b,
			struct text c)
{
	size_t len;
	char *at;

	refuse_if_absurd(a.len);
	refuse_if_absurd(b.len);
	refuse_if_absurd(c.len);
	len = a.len + b.len + c.len;
	at = arena_alloc(arena, len + 1);
	if (a.len)
		memcpy(at, a.at, a.len);
	if (b.len)
		memcpy(at + a.len, b.at, b.len);
	if (c.len)
		memcpy(at + a.len + b.len, c.at, c.len);
	return (struct text){ at, len };
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
	struct text t;
	va_list ap;

	va_start(ap, format);
	t = arena_vformat(arena, format, ap);
	va_end(ap);
	return t;
}

struct text arena_vformat(struct arena *arena, const char *format, va_list ap)
{
	char room[256];
	va_list again;
	char *at;
	int len;

	va_copy(again, ap);
	len = vsnprintf(room, sizeof(room), format, ap);
	if (len < 0)
		BUG("a format that cannot be printed: %s", format);
	at = arena_alloc(arena, (size_t)len + 1);
	if ((size_t)len < sizeof(room))
		memcpy(at, room, (size_t)len);
	else
		vsnprintf(at, (size_t)len + 1, format, again);
	va_end(again);
	return (struct text){ at, (size_t)len };
}

void *arena_grow(struct arena *arena, void *items, size_t count,
		 size_t *capacity, size_t bytes)
{
	size_t more;
	void *moved;

	if (count < *capacity)
		return items;
	if (__builtin_mul_overflow(count ? count : 4, (size_t)2, &more))
		arena_out_of_memory(SIZE_MAX);
	moved = arena_array(arena, more, bytes);
	if (count)
		memcpy(moved, items, count * bytes);
	*capacity = more;
	return moved;
}
