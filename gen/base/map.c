#include "base/map.h"

#include <endian.h>
#include <string.h>

#include "base/bug.h"

enum { CAPACITY_LEAST = 16 };

/* Odd numbers with an even mix of bits, which the hash stirs with. */
static const uint64_t stir_a = UINT64_C(0x9E3779B97F4A7C15);
static const uint64_t stir_b = UINT64_C(0xD1B54A32D192ED03);

static uint64_t read_word(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return le64toh(word);
}

/* Up to eight bytes as a number, the first one lowest. */
static uint64_t read_tail(const char *at, size_t len)
{
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)(unsigned char)at[i] << (8 * i);
	return word;
}

/* Folds the 128-bit product: every bit of both reaches every bit of it. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = a;

	product *= b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t map_hash(struct text key)
{
	uint64_t hash = stir_a ^ ((uint64_t)key.len * stir_b);
	const char *at = key.at;
	size_t left = key.len;

	for (; left >= 16; left -= 16, at += 16)
		hash = fold(read_word(at) ^ stir_b, read_word(at + 8) ^ hash);
	if (left >= 8) {
		hash = fold(read_word(at) ^ stir_b, hash ^ stir_a);
		at += 8;
		left -= 8;
	}
	hash = fold(read_tail(at, left) ^ stir_b, hash ^ stir_a);
	return fold(hash ^ stir_a, stir_b);
}

void map_init(struct map *map, struct arena *arena)
{
	*map = (struct map){ .arena = arena };
}

/* The slot of the key, or the free one where it belongs. */
static struct map_slot *find_slot(struct map_slot *slots, size_t capacity,
				  struct text key, uint64_t hash)
{
	size_t i = (size_t)hash & (capacity - 1);

	while (slots[i].value &&
	       (slots[i].hash != hash || !text_equal(slots[i].key, key)))
		i = (i + 1) & (capacity - 1);
	return &slots[i];
}

void *map_find(const struct map *map, struct text key)
{
	if (!map->count)
		return NULL;
	return find_slot(map->slots, map->capacity, key, map_hash(key))->value;
}

/* Keeps at least a quarter of the slots free, so that probing stays short. */
static void make_room(struct map *map)
{
	size_t capacity = map->capacity ? map->capacity * 2 : CAPACITY_LEAST;
	struct map_slot *slots;

	if (map->count + 1 <= map->capacity / 4 * 3)
		return;
	slots = ARENA_ARRAY(map->arena, capacity, struct map_slot);
	for (size_t i = 0; i < map->capacity; i++) {
		const struct map_slot *old = &map->slots[i];
		size_t at = (size_t)old->hash & (capacity - 1);

		if (!old->value)
			continue;
		while (slots[at].value)
			at = (at + 1) & (capacity - 1);
		slots[at] = *old;
	}
	map->slots = slots;
	map->capacity = capacity;
}

void *map_set(struct map *map, struct text key, void *value)
{
	uint64_t hash = map_hash(key);
	struct map_slot *slot;
	void *replaced;

	if (!value)
		BUG("map_set without a value");
	make_room(map);
	slot = find_slot(map->slots, map->capacity, key, hash);
	replaced = slot->value;
	if (!replaced)
		map->count++;
	*slot = (struct map_slot){ replaced ? slot->key : key, value, hash };
	return replaced;
}
