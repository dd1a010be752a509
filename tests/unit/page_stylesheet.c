/* page/stylesheet: what goes, what must stay, and that writing ends and is
 * stable whatever it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "page/stylesheet.h"

struct sample {
	const char *css, *expected;
};

static const struct sample cases[] = {
	{ "", "" },
	{ " \n/* only a comment */\t", "" },
	{ "a { color : red ; }", "a{color :red}" },
	{ "a{b:c;;}", "a{b:c}" },
	{ "a , b > c{}", "a,b>c{}" },
	{ "a  b\n\t:hover{}", "a b :hover{}" },
	{ "a + b ~ c{}", "a + b ~ c{}" },
	{ "x{width:calc( 1px + 2px )}", "x{width:calc(1px + 2px)}" },
	{ "x{width:calc(1px - ( 2px * 3 ))}",
	  "x{width:calc(1px - (2px * 3))}" },
	{ "@media  (min-width: 1px)  and (max-width:2px) {a{}}",
	  "@media (min-width:1px) and (max-width:2px){a{}}" },
	{ "@media (width > 1px){}", "@media (width > 1px){}" },
	{ "a{margin:1px  -2px !important}", "a{margin:1px -2px!important}" },
	{ "a{b:\"x  ; } /* no */ y\"}", "a{b:\"x  ; } /* no */ y\"}" },
	{ "a{b:'it\\'s  ok'  c}", "a{b:'it\\'s  ok' c}" },
	{ "a{b:url( x y.png )}", "a{b:url( x y.png )}" },
	{ "a{b:url(//x/*y*/z)}", "a{b:url(//x/*y*/z)}" },
	{ "a{b:URL('x)y')  c}", "a{b:URL('x)y') c}" },
	{ "a{--x: ;}", "a{--x: ;}" },
	{ "a{--x:;}", "a{--x:;}" },
	/* A comment parts tokens without being a blank. */
	{ ".a/**/.b{}", ".a/**/.b{}" },
	{ "a{b:1px/* x */2px}", "a{b:1px/**/2px}" },
	{ "a{b:c /* x */ d}", "a{b:c d}" },
	{ "a{b:c,/* x */d}", "a{b:c,d}" },
	{ "a{b:1 //* x *// 2}", "a{b:1 //**// 2}" },
	{ "a/* never closed", "a" },
	/* Escapes: a hexadecimal one ends with one blank, which is its own. */
	{ ".\\31  .b{}", ".\\31  .b{}" },
	{ ".\\31 {}", ".\\31 {}" },
	{ ".a\\;{b:c}", ".a\\;{b:c}" },
	{ ".a\\, b{}", ".a\\, b{}" },
	{ "a{b:\\;}", "a{b:\\;}" },
	/* A line end breaks a string off; what follows is no part of it. */
	{ "a{b:\"x\n;c:d}", "a{b:\"x\n;c:d}" },
	{ "a{b:\"x", "a{b:\"x" },
	{ "@charset \"utf-8\"; a{}", "@charset \"utf-8\";a{}" },
	{ "a[ b = \"c\" ]{}", "a[b = \"c\"]{}" },
	{ "a{grid-area:1 / 2}", "a{grid-area:1 / 2}" },
	{ "a{font:1rem/1.5 -apple-system , \"X\"}",
	  "a{font:1rem/1.5 -apple-system,\"X\"}" },
};

static void test_cases(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text out = stylesheet_write(
			&arena, text_of(cases[i].css), NULL, NULL);

		if (!text_is(out, cases[i].expected))
			fail_msg("%s\n became %.*s\n not %s", cases[i].css,
				 TEXT_ARG(out), cases[i].expected);
	}
	arena_release(&arena);
}

static struct text rename_target(void *context, struct text target,
				 size_t offset)
{
	struct text css = text_of(context);

	/* The offset leads to the target in the source. */
	assert_true(text_equal(text_part(css, offset, target.len), target));
	return text_is(target, "gone") ? T("") : T("new.svg");
}

static void test_targets(void **state)
{
	static const struct sample targets[] = {
		{ "a{b:url(x)}", "a{b:url(new.svg)}" },
		{ "a{b:url( \" x \" )}", "a{b:url(new.svg)}" },
		{ "a{b:url(gone)}", "a{b:none}" },
		{ "@import 'x';", "@import url(new.svg);" },
		{ "@import url(x);", "@import url(new.svg);" },
		{ "a{b:curl(x)}", "a{b:curl(x)}" },
		{ "a{b:\"url(x)\"}", "a{b:\"url(x)\"}" },
		{ "/* url(x) */", "" },
		{ "a{b:url(x", "a{b:url(new.svg)" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		char *css = arena_string(&arena, targets[i].css);
		struct text out = stylesheet_write(&arena, text_of(css),
						   rename_target, css);

		if (!text_is(out, targets[i].expected))
			fail_msg("%s\n became %.*s\n not %s", css,
				 TEXT_ARG(out), targets[i].expected);
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
	static const char *const pieces[] = {
		" ", "\n", "/*", "*/", "\"",   "'",	  "\\", "{",
		"}", "(",  ")",	 "[",  "]",    ";",	  ":",	",",
		">", "+",  "-",	 "/",  "*",    "!",	  "a",	"1",
		"f", ".",  "#",	 "@",  "url(", "@import", "</", "\xe4\xb8\xad",
	};
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]), ROUNDS = 20000 };
	struct arena arena;
	uint32_t seed = 7;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (int round = 0; round < ROUNDS; round++) {
		char css[128];
		size_t len = 0, count = next_random(&seed) % 24;
		struct text once, twice;

		arena_reset(&arena);
		for (size_t i = 0; i < count; i++) {
			const char *piece = pieces[next_random(&seed) % PIECES];

			memcpy(css + len, piece, strlen(piece));
			len += strlen(piece);
		}
		once = stylesheet_write(&arena, (struct text){ css, len }, NULL,
					NULL);
		twice = stylesheet_write(&arena, once, NULL, NULL);
		if (once.len > len || !text_equal(once, twice))
			fail_msg("%.*s\n became %.*s\n then %.*s", (int)len,
				 css, TEXT_ARG(once), TEXT_ARG(twice));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
