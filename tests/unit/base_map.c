/* base/map: finding, replacing, growing, and a hash that never changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"

static void test_empty(void **state)
{
	struct arena arena;
	struct map map;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	map_init(&map, &arena);
	assert_null(map_find(&map, T("a")));
	assert_null(map_find(&map, (struct text){ 0 }));
	assert_int_equal(arena.used_bytes, 0);
	arena_release(&arena);
}

static void test_set_and_replace(void **state)
{
	int one = 1, two = 2, none = 0;
	struct arena arena;
	struct map map;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	map_init(&map, &arena);
	assert_null(map_set(&map, T("王秀兰"), &one));
	assert_null(map_set(&map, (struct text){ 0 }, &none));
	assert_ptr_equal(map_set(&map, T("王秀兰"), &two), &one);
	assert_ptr_equal(map_find(&map, T("王秀兰")), &two);
	assert_ptr_equal(map_find(&map, T("")), &none);
	assert_null(map_find(&map, T("王秀")));
	assert_int_equal(map.count, 2);
	arena_release(&arena);
}

static void test_many_keys(void **state)
{
	enum { COUNT = 20000 };
	struct arena arena;
	struct map map;
	struct text *keys;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	map_init(&map, &arena);
	keys = ARENA_ARRAY(&arena, COUNT, struct text);
	for (size_t i = 0; i < COUNT; i++) {
		keys[i] = arena_format(&arena, "store/patient-%zu", i);
		assert_null(map_set(&map, keys[i], &keys[i]));
	}
	assert_int_equal(map.count, COUNT);
	assert_true(map.count <= map.capacity / 4 * 3);
	for (size_t i = 0; i < COUNT; i++) {
		struct text key = arena_text(&arena, keys[i]);

		assert_ptr_equal(map_find(&map, key), &keys[i]);
	}
	assert_null(map_find(&map, T("store/patient-20000")));
	arena_release(&arena);
}

/* Neighbouring keys must spread: no half of the slots stays empty. */
static void test_hash_spreads(void **state)
{
	enum { SLOTS = 1024, KEYS = SLOTS };
	size_t used = 0, count[SLOTS] = { 0 };

	(void)state;
	for (size_t i = 0; i < KEYS; i++) {
		char key[9] = { 'k', 'e', 'y', 0, 0, 0, 0, 0, 0 };
		size_t slot;

		key[3] = (char)(i & 255);
		key[4] = (char)(i >> 8);
		slot = (size_t)map_hash((struct text){ key, 5 }) % SLOTS;
		used += !count[slot]++;
		assert_true(count[slot] < 10);
	}
	/* 1 - 1/e of them, 647, is what chance gives. */
	assert_in_range(used, 600, 700);
}

/* Every byte and the length change it, whichever way it is read. */
static void test_hash_depends_on_every_byte(void **state)
{
	char bytes[64] = { 0 };

	(void)state;
	for (size_t len = 0; len < sizeof(bytes); len++) {
		uint64_t plain = map_hash((struct text){ bytes, len });

		assert_true(plain != map_hash((struct text){ bytes, len + 1 }));
		for (size_t i = 0; i < len; i++) {
			bytes[i] = 1;
			assert_true(plain !=
				    map_hash((struct text){ bytes, len }));
			bytes[i] = 0;
		}
	}
}

/* Kept in states between runs and hosts: these numbers must not change. */
static void test_hash_is_stable(void **state)
{
	(void)state;
	assert_true(map_hash(T("")) == UINT64_C(0xd6cb8892a926a943));
	assert_true(map_hash(T("careplan")) == UINT64_C(0x2f738f905ca922c1));
	assert_true(map_hash(T("content/stores/nanjing")) ==
		    UINT64_C(0xefb7e89fcd9e5d79));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_set_and_replace),
		cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_hash_spreads),
		cmocka_unit_test(test_hash_depends_on_every_byte),
		cmocka_unit_test(test_hash_is_stable),
	};

	return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
