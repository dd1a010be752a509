/* base/arena: alignment, zeroing, reset, growth and formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

static bool is_zero(const unsigned char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i])
			return false;
	return true;
}

/* Every size, small and large, twice over, with a reset between. */
static void test_pieces_are_zeroed_aligned_and_apart(void **state)
{
	static const size_t sizes[] = { 0,    1,     15,      16,     17,
					255,  1000,  4095,    4096,   4097,
					9000, 65536, 1 << 20, 3 << 20 };
	enum { COUNT = sizeof(sizes) / sizeof(sizes[0]) };
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (int round = 0; round < 3; round++) {
		unsigned char *pieces[COUNT];

		for (size_t i = 0; i < COUNT; i++) {
			pieces[i] = arena_alloc(&arena, sizes[i]);
			assert_int_equal((uintptr_t)pieces[i] % 16, 0);
			assert_true(is_zero(pieces[i], sizes[i]));
			memset(pieces[i], (int)i + 1, sizes[i]);
		}
		for (size_t i = 0; i < COUNT; i++)
			for (size_t j = 0; j < sizes[i]; j++)
				if (pieces[i][j] != i + 1)
					fail_msg("piece %zu overwritten", i);
		assert_true(arena.used_bytes >= 4 << 20);
		arena_reset(&arena);
		assert_int_equal(arena.used_bytes, 0);
	}
	arena_release(&arena);
	assert_null(arena.chunks);
}

static void test_reset_keeps_one_chunk(void **state)
{
	struct arena arena;
	char *first, *again;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	arena_reset(&arena); /* unused: nothing to do */
	assert_null(arena.chunks);
	first = arena_alloc(&arena, 100);
	arena_reset(&arena);
	again = arena_alloc(&arena, 100);
	assert_ptr_equal(first, again);
	arena_release(&arena);
	arena_release(&arena);
}

/* An arena whose only piece was a large one starts afresh. */
static void test_reset_after_a_large_piece(void **state)
{
	struct arena arena;
	char *piece;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	arena_alloc(&arena, 1 << 20);
	arena_reset(&arena);
	piece = arena_alloc(&arena, 10);
	assert_int_equal(piece[9], 0);
	arena_release(&arena);
}

static void test_forgotten_memory_is_poisoned(void **state)
{
#ifdef __SANITIZE_ADDRESS__
	struct arena arena;
	char *piece;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	piece = arena_alloc(&arena, 16);
	assert_false(__asan_address_is_poisoned(piece + 15));
	assert_true(__asan_address_is_poisoned(piece + 16));
	arena_reset(&arena);
	assert_true(__asan_address_is_poisoned(piece));
	arena_release(&arena);
#else
	(void)state;
	print_message("skipped: not built with AddressSanitizer\n");
	skip();
#endif
}

static void test_texts_end_with_nul(void **state)
{
	struct arena arena;
	struct text joined;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	assert_string_equal(arena_text(&arena, T("南京")).at, "南京");
	assert_string_equal(arena_text(&arena, (struct text){ 0 }).at, "");
	assert_string_equal(arena_string(&arena, "abc"), "abc");
	joined = arena_join(&arena, T("a"), T("bc"));
	assert_string_equal(joined.at, "abc");
	assert_int_equal(joined.len, 3);
	joined = arena_join3(&arena, T("a/"), (struct text){ 0 }, T("c"));
	assert_string_equal(joined.at, "a/c");
	arena_release(&arena);
}

static void test_format_of_any_length(void **state)
{
	static const int widths[] = { 1, 254, 255, 256, 257, 5000 };
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		struct text t = arena_format(&arena, "%*d", widths[i], 7);

		assert_int_equal(t.len, widths[i]);
		assert_int_equal(strlen(t.at), widths[i]);
		assert_int_equal(t.at[t.len - 1], '7');
	}
	arena_release(&arena);
}

static void test_grow_keeps_what_was_there(void **state)
{
	size_t capacity = 0, moves = 0;
	struct arena arena;
	int *items = NULL;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (int i = 0; i < 1000; i++) {
		int *before = items;

		items = arena_grow(&arena, items, (size_t)i, &capacity,
				   sizeof(*items));
		moves += items != before;
		items[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	assert_true(moves <= 10);
	assert_true(capacity >= 1000);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(test_reset_keeps_one_chunk),
		cmocka_unit_test(test_reset_after_a_large_piece),
		cmocka_unit_test(test_forgotten_memory_is_poisoned),
		cmocka_unit_test(test_texts_end_with_nul),
		cmocka_unit_test(test_format_of_any_length),
		cmocka_unit_test(test_grow_keeps_what_was_there),
	};

	return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
