/* page/script: lines that mean nothing go, everything else stays byte for
 * byte; words go in as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "page/script.h"

static const struct sample {
	const char *script, *expected;
} cases[] = {
	{ "", "" },
	{ "a();\n", "a();\n" },
	{ "\n\n \t\n  a();\n\n  b();", "a();\nb();" },
	{ "// x\n  // y\na(); // z\n", "a(); // z\n" },
	{ "//", "" },
	{ "/* x */\na();\n", "a();\n" },
	{ "  /* x\n   y\n*/ \t\n  a();\n", "a();\n" },
	{ "/* x */", "" },
	{ "/* x */ a();\n", "/* x */ a();\n" },
	{ "/* x\n  y */ a();\n", "/* x\n  y */ a();\n" },
	{ "a(); /* x\n y */\n", "a(); /* x\ny */\n" },
	/* The end of a comment that began elsewhere. */
	{ "a(); /* x\n// y */ b();\n", "a(); /* x\n// y */ b();\n" },
	{ "/* x\n// y */ b();\n", "/* x\n// y */ b();\n" },
	{ "/* x\n// y\n*/\nb();\n", "b();\n" },
	{ "  /*! kept\n   * as it is */\na();\n",
	  "/*! kept\n   * as it is */\na();\n" },
	{ "/*/ x */\na();\n", "a();\n" },
	{ "/* never\n  closed", "/* never\n  closed" },
	{ "a('  // x')\n  .b(\"/* y */\");\n",
	  "a('  // x')\n.b(\"/* y */\");\n" },
	{ "x = a\n/* c */\n/b/g\n", "x = a\n/b/g\n" },
	{ "  a()  \n", "a()  \n" },
};

static void test_cases(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text once =
			script_write(&arena, text_of(cases[i].script));
		struct text twice = script_write(&arena, once);

		if (!text_is(once, cases[i].expected))
			fail_msg("%s\n became %.*s\n not %s", cases[i].script,
				 TEXT_ARG(once), cases[i].expected);
		if (!text_equal(once, twice))
			fail_msg("%.*s\n became %.*s", TEXT_ARG(once),
				 TEXT_ARG(twice));
	}
	arena_release(&arena);
}

static void test_fill(void **state)
{
	static const struct {
		const char *script, *expected;
		size_t count;
	} fills[] = {
		{ "a();", "a();", 0 },
		{ "w = {/* words */};", "w = {\"a\":\"b\"};", 1 },
		{ "{/* words */}", "{\"a\":\"b\"}", 1 },
		{ "{/*words*/}", "{/*words*/}", 0 },
		{ "{/* words */}{/* words */}", "{\"a\":\"b\"}{/* words */}",
		  2 },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(fills) / sizeof(fills[0]); i++) {
		struct text filled;
		size_t count = script_fill(&arena, text_of(fills[i].script),
					   T("{\"a\":\"b\"}"), &filled);

		if (count != fills[i].count ||
		    !text_is(filled, fills[i].expected))
			fail_msg("%s\n became %.*s (%zu)", fills[i].script,
				 TEXT_ARG(filled), count);
	}
	arena_release(&arena);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/* Of any bytes: never longer, and writing it again changes nothing. */
static void test_random(void **state)
{
	static const char *const pieces[] = { " ",  "\t", "\n", "/*", "*/",
					      "//", "/",  "*",	"!",  "a",
					      "'",  "`",  "/*!" };
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]), ROUNDS = 20000 };
	struct arena arena;
	uint32_t seed = 11;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (int round = 0; round < ROUNDS; round++) {
		char *script;
		size_t len = 0, count = next_random(&seed) % 24;
		struct text once, twice;

		arena_reset(&arena);
		script = arena_alloc(&arena, 3 * count + 1);
		for (size_t i = 0; i < count; i++) {
			const char *piece = pieces[next_random(&seed) % PIECES];

			memcpy(script + len, piece, strlen(piece));
			len += strlen(piece);
		}
		once = script_write(&arena, (struct text){ script, len });
		twice = script_write(&arena, once);
		if (once.len > len || !text_equal(once, twice))
			fail_msg("%.*s\n became %.*s\n then %.*s", (int)len,
				 script, TEXT_ARG(once), TEXT_ARG(twice));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
