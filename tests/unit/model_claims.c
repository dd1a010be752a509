/* model/claims: two plans with one id are found, whatever their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/claims.h"

static void fill(struct claim *claims, const char *const *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		claims[i] =
			(struct claim){ .id = text_of(ids[i]), .claimant = i };
}

static ptrdiff_t rival_of(const struct claim *claims, size_t count,
			  size_t claimant)
{
	for (size_t i = 0; i < count; i++)
		if (claims[i].claimant == claimant)
			return claims[i].rival;
	fail();
	return -1;
}

static void test_pairs_and_triples(void **state)
{
	static const char *const ids[] = { "b", "a", "c", "a", "",
					   "b", "b", "",  "d" };
	struct claim claims[9];

	(void)state;
	fill(claims, ids, 9);
	assert_int_equal(claims_find_rivals(claims, 9), 5);
	assert_int_equal(rival_of(claims, 9, 1), 3);
	assert_int_equal(rival_of(claims, 9, 3), 1);
	assert_int_not_equal(rival_of(claims, 9, 0), -1);
	assert_int_not_equal(rival_of(claims, 9, 5), -1);
	assert_int_not_equal(rival_of(claims, 9, 6), -1);
	assert_int_equal(rival_of(claims, 9, 2), -1);
	assert_int_equal(rival_of(claims, 9, 4), -1);
	assert_int_equal(rival_of(claims, 9, 7), -1);
}

static void test_none(void **state)
{
	static const char *const ids[] = { "a", "b" };
	struct claim claims[2];

	(void)state;
	fill(claims, ids, 2);
	assert_int_equal(claims_find_rivals(claims, 2), 0);
	assert_int_equal(claims_find_rivals(claims, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs_and_triples),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
