#ifndef GEN_BASE_MAP_H
#define GEN_BASE_MAP_H

/*
 * A hash map from texts to pointers.
 *
 * Keys are not copied: they live as long as the map. Memory grows in the arena
 * given to map_init; nothing is ever removed. One thread writes at a time; any
 * number may read while none writes.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct map_slot {
	struct text key;
	void *value; /* NULL: free */
	uint64_t hash;
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t count, capacity; /* capacity is 0 or a power of two */
};

void map_init(struct map *map, struct arena *arena);

/* The value, or NULL. */
void *map_find(const struct map *map, struct text key);

/* Sets a value (not NULL); returns the one it replaced, or NULL. */
void *map_set(struct map *map, struct text key, void *value);

/* A 64-bit hash of the bytes, the same on every run and host. */
uint64_t map_hash(struct text key);

#endif
