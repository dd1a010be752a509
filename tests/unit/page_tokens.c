/* page/tokens: what tokens.css may hold, what it replaces, what it cannot
 * break, and which colours can be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "page/tokens.h"

struct world {
	struct arena arena;
	struct diags diags;
};

static void open_world(struct world *w)
{
	arena_init(&w->arena, ARENA_SMALL);
	diags_init(&w->diags);
}

static void close_world(struct world *w)
{
	diags_release(&w->diags);
	arena_release(&w->arena);
}

static const struct source *source_of(struct world *w, const char *path,
				      const char *text)
{
	struct source *source = ARENA_NEW(&w->arena, struct source);

	source->path = text_of(path);
	source->text = arena_text(&w->arena, text_of(text));
	return source;
}

static bool read(struct world *w, const char *text, struct tokens *tokens)
{
	size_t errors = w->diags.errors;
	bool is_good = tokens_read(&w->arena, source_of(w, "tokens.css", text),
				   tokens, &w->diags);

	assert_true(is_good == (w->diags.errors == errors));
	return is_good;
}

/* -- replacing ------------------------------------------------------------- */

static const struct sample {
	const char *sheet, *tokens, *expected;
} replacements[] = {
	{ ":root{--a:1;--b:2}x{y:z}", ":root{--a:9}",
	  ":root{--a:9;--b:2}x{y:z}" },
	{ ":root{--a:1;--b:2}", ":root{--b:long value;--a:x}",
	  ":root{--a:x;--b:long value}" },
	{ ":root{--a: 1 ;}", " :root { --a :\t9 9 ; } ", ":root{--a: 9 9 ;}" },
	/* Comments are no part of a value, in either file. */
	{ ":root{--a:/* x */1/* y */;}", ":root{--a:/* z */9/* ; */}/**/",
	  ":root{--a:/* x */9/* y */;}" },
	{ ":root/**/{--a:1}", ":root{--a:9}", ":root/**/{--a:9}" },
	/* Light and dark each their own, however the condition is written. */
	{ ":root{--a:1}@media (prefers-color-scheme:dark){:root{--a:2}}",
	  ":root{--a:8}",
	  ":root{--a:8}@media (prefers-color-scheme:dark){:root{--a:2}}" },
	{ ":root{--a:1}@media screen and (prefers-color-scheme:dark)"
	  "{:root{--a:2}}",
	  "@media ( prefers-color-scheme : DARK ) { :root { --a:9 } }",
	  ":root{--a:1}@media screen and (prefers-color-scheme:dark)"
	  "{:root{--a:9}}" },
	{ "@media (min-width:9px){:root{--a:1}}:root{--a:0}",
	  "@media(min-width:9px){:root{--a:2}}",
	  "@media (min-width:9px){:root{--a:2}}:root{--a:0}" },
	/* As in CSS, of two that are alike the last one counts. */
	{ ":root{--a:1}:root{--a:2}", ":root{--a:8;--a:9}",
	  ":root{--a:9}:root{--a:9}" },
	/* What looks like one and is none. */
	{ ":root{--a:1}p:root{--a:1}/*:root{--a:1}*/q{r:\":root{--a:1}\"}",
	  ":root{--a:9}",
	  ":root{--a:9}p:root{--a:1}/*:root{--a:1}*/q{r:\":root{--a:1}\"}" },
	{ ":root{--a:1}@supports (x:y){:root{--a:1}}", ":root{--a:9}",
	  ":root{--a:9}@supports (x:y){:root{--a:1}}" },
	{ ":root{--a:url(a;b);--aa:1;color:--a}", ":root{--a:9}",
	  ":root{--a:9;--aa:1;color:--a}" },
	{ ":root{--a:1;--b:2}", ":root{--a:f([1,(2)]);--b:URL( 'x)' )}",
	  ":root{--a:f([1,(2)]);--b:URL( 'x)' )}" },
	{ ":root{--a:1}", ":root{--a:url(//x/*y)}", ":root{--a:url(//x/*y)}" },
	{ ":root{--a:\"};\";b:c}", ":root{--a:'{'}", ":root{--a:'{';b:c}" },
	{ ":root{--a:1", ":root{--a:9}", ":root{--a:9" },
	{ "", "", "" },
	{ ":root{--a:1}", "/* nothing */", ":root{--a:1}" },
};

static void test_replacing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(replacements) / sizeof(replacements[0]);
	     i++) {
		const struct sample *sample = &replacements[i];
		struct tokens_style style;
		struct tokens tokens;
		const struct tokens *sets[] = { &tokens };
		struct world w;

		open_world(&w);
		if (!read(&w, sample->tokens, &tokens))
			fail_msg("%s cannot be read", sample->tokens);
		tokens_replace(&w.arena,
			       source_of(&w, "careplan.css", sample->sheet),
			       sets, 1, &style);
		if (!text_is(style.css, sample->expected))
			fail_msg("%s\n became %.*s\n not %s", sample->sheet,
				 TEXT_ARG(style.css), sample->expected);
		for (size_t j = 0; j < style.tokens.count; j++) {
			const struct token *token = &style.tokens.items[j];

			/* What is told of a token is so in the new sheet. */
			assert_true(
				text_equal(text_part(style.css, token->offset,
						     token->value.len),
					   token->value));
		}
		close_world(&w);
	}
}

/* The upper set counts; what it lacks comes from the other one. */
static void test_two_sets(void **state)
{
	struct tokens upper, lower;
	const struct tokens *sets[] = { &upper, &lower };
	struct tokens_style style;
	struct world w;

	(void)state;
	open_world(&w);
	assert_true(read(&w, ":root{--b:7}", &upper));
	assert_true(read(&w, ":root{--a:5;--b:5}", &lower));
	tokens_replace(&w.arena,
		       source_of(&w, "x.css", ":root{--a:1;--b:1;--c:1}"), sets,
		       2, &style);
	assert_true(text_is(style.css, ":root{--a:5;--b:7;--c:1}"));
	close_world(&w);
}

/* A place in what came out is the place in the file that it came from. */
static void test_places(void **state)
{
	static const struct {
		const char *what, *path;
		uint32_t line, column;
	} places[] = {
		{ "--a", "careplan.css", 1, 7 },
		{ "new", "tokens.css", 2, 5 },
		{ ";--b", "careplan.css", 2, 2 },
		{ "other", "tokens.css", 3, 5 },
		{ "tail", "careplan.css", 4, 2 },
	};
	struct tokens tokens;
	const struct tokens *sets[] = { &tokens };
	struct tokens_style style;
	struct world w;

	(void)state;
	open_world(&w);
	assert_true(read(&w, ":root{\n--a:new;\n--b:other}", &tokens));
	tokens_replace(
		&w.arena,
		source_of(&w, "careplan.css", ":root{--a:\n1;--b:2\n}\n tail"),
		sets, 1, &style);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		size_t at = text_find(style.css, places[i].what);
		struct place place = tokens_place(&style, at, 1);

		if (!text_is(place.source->path, places[i].path) ||
		    place.span.line != places[i].line ||
		    place.span.column != places[i].column)
			fail_msg("%s: %.*s:%u:%u", places[i].what,
				 TEXT_ARG(place.source->path), place.span.line,
				 place.span.column);
	}
	close_world(&w);
}

/* -- mistakes -------------------------------------------------------------- */

static const struct wrong {
	const char *tokens;
	uint32_t line, column;
} wrongs[] = {
	{ ".a{--b:1}", 1, 1 },
	{ ":root{--a:1}\n.b{c:d}", 2, 1 },
	{ ":root,.a{--b:1}", 1, 1 },
	{ ":root{color:red}", 1, 7 },
	{ ":root{--:1}", 1, 7 },
	{ ":root{--a b:1}", 1, 7 },
	{ ":root{a}", 1, 7 },
	{ ":root{--a:}", 1, 7 },
	{ ":root{--a: /* x */ ;}", 1, 7 },
	{ ":root{--a:calc(1px}", 1, 11 },
	{ ":root{--a:1)}", 1, 11 },
	{ ":root{--a:\"x\n;--b:1}", 1, 11 },
	{ ":root{--a:{b}}", 1, 7 },
	{ ":root{--a:1", 1, 12 },
	{ ":root{--a:1}}", 1, 13 },
	{ ":root{--a:x\\", 1, 11 },
	{ ":root{--a:\\75rl(x);}", 1, 11 },
	{ ":root{--a:(];}", 1, 11 },
	{ ":root{--a:[)}", 1, 11 },
	{ ":root{--a:url(a\"b)\"c)}", 1, 11 },
	{ ":root{--a:url(it's)}", 1, 11 },
	{ ":root{--a:url((x))}", 1, 11 },
	{ ":root{--a:url(x", 1, 11 },
	{ ":root", 1, 1 },
	{ "--a:1", 1, 1 },
	{ ";", 1, 1 },
	{ "@import \"x.css\";", 1, 1 },
	{ "@media print{.a{--b:1}}", 1, 14 },
	{ "@media print{@media screen{:root{--a:1}}}", 1, 14 },
	{ "@media print{:root{--a:1}", 1, 26 },
	{ "@supports (a:b){:root{--a:1}}", 1, 1 },
	{ "@media print{--a:1}", 1, 14 },
	{ "名{}", 1, 1 },
};

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct diag *diag;
		struct tokens tokens;
		struct world w;

		open_world(&w);
		if (read(&w, wrongs[i].tokens, &tokens))
			fail_msg("%s is good", wrongs[i].tokens);
		diag = w.diags.first;
		if (strcmp(diag->code, "theme.token.syntax") != 0 ||
		    diag->span.line != wrongs[i].line ||
		    diag->span.column != wrongs[i].column ||
		    diag->hint.len == 0)
			fail_msg("%s: %s at %u:%u", wrongs[i].tokens,
				 diag->code, diag->span.line,
				 diag->span.column);
		close_world(&w);
	}
}

/* A file that is something else altogether is not told line by line. */
static void test_many_errors(void **state)
{
	struct buf text = BUF_INIT;
	struct tokens tokens;
	struct world w;

	(void)state;
	open_world(&w);
	buf_add_string(&text, ":root{");
	for (int i = 0; i < 1000; i++)
		buf_add_string(&text, "a:b;");
	assert_false(read(&w, text.at, &tokens));
	assert_int_equal(w.diags.errors, TOKENS_MOST_ERRORS);
	buf_release(&text);
	close_world(&w);
}

static void test_too_many(void **state)
{
	struct buf text = BUF_INIT;
	struct tokens tokens;
	struct world w;

	(void)state;
	open_world(&w);
	buf_add_string(&text, ":root{");
	for (int i = 0; i < TOKENS_MOST; i++)
		buf_format(&text, "--a%d:1;", i);
	buf_add_char(&text, '}');
	assert_true(read(&w, text.at, &tokens));
	assert_int_equal(tokens.count, TOKENS_MOST);
	buf_add_string(&text, ":root{--one-more:1}");
	assert_false(read(&w, text.at, &tokens));
	buf_release(&text);
	close_world(&w);
}

static void test_unknown(void **state)
{
	static const struct {
		const char *tokens, *message, *hint;
	} unknown[] = {
		{ ":root{--indgo:1}", "--indgo", "--indigo" },
		{ ":root{--zzzzzzzz:1}", "--zzzzzzzz", ":root" },
		{ ":root{--Indigo:1}", "--Indigo", "--indigo" },
		/* It is known, but not there. */
		{ "@media (prefers-color-scheme:dark){:root{--r:1}}", "--r",
		  "@media" },
		{ "@media (min-width:1px){:root{--indigo:1}}", "--indigo",
		  "@media" },
		{ ":root{--night:1}", "--night", "@media" },
	};
	static const char sheet[] =
		":root{--indigo:1;--r:1}@media "
		"(prefers-color-scheme:dark){:root{--indigo:1;--night:1}}";

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		const struct diag *diag;
		struct tokens tokens;
		struct tokens_style style;
		struct world w;

		open_world(&w);
		assert_true(read(&w, unknown[i].tokens, &tokens));
		tokens_replace(&w.arena, source_of(&w, "x.css", sheet), NULL, 0,
			       &style);
		assert_false(tokens_check_names(&tokens, &style, &w.diags));
		assert_int_equal(w.diags.errors, 1);
		diag = w.diags.first;
		assert_string_equal(diag->code, "theme.token.unknown");
		assert_true(text_is(diag->path, "tokens.css"));
		if (text_find(diag->message, unknown[i].message) == SIZE_MAX ||
		    text_find(diag->hint, unknown[i].hint) == SIZE_MAX)
			fail_msg("%s: %.*s (%.*s)", unknown[i].tokens,
				 TEXT_ARG(diag->message), TEXT_ARG(diag->hint));
		close_world(&w);
	}
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/*
 * Of any bytes: reading ends, and whatever tokens.css holds, what is around a
 * value stays as it was: only the value of the token that it names is another
 * one when the result is read again.
 */
static void test_random(void **state)
{
	static const char *const pieces[] = {
		" ",  "\n", "/*",     "*/",  "\"",    "'",
		"\\", "{",  "}",      "(",   ")",     ";",
		":",  "@",  "a",      "--a", ":root", "@media",
		"1",  "[",  "url(x)", "]",   "--b",   ":root{--a:",
	};
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]), ROUNDS = 40000 };
	static const char sheet[] = ":root{--b:before;--a:old;--c:after}z{}";
	size_t replaced = 0;
	uint32_t seed = 5;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct tokens tokens, none;
		const struct tokens *sets[] = { &tokens };
		struct tokens_style style, again;
		struct source written;
		struct buf bytes = BUF_INIT;
		const char *text;
		struct world w;

		open_world(&w);
		bool is_value = round % 2;

		buf_add_string(&bytes, is_value ? ":root{--a:" : "");
		for (uint32_t n = next_random(&seed) % 12; n > 0; n--)
			buf_add_string(&bytes,
				       pieces[next_random(&seed) % PIECES]);
		buf_add_string(&bytes, is_value ? "}" : "");
		text = bytes.at;
		tokens_replace(&w.arena, source_of(&w, "any.css", text), NULL,
			       0, &style);
		assert_true(text_is(style.css, text));
		if (read(&w, text, &tokens) &&
		    tokens_find(&tokens, "--a", "")) {
			tokens_replace(&w.arena, source_of(&w, "x.css", sheet),
				       sets, 1, &style);
			written = (struct source){ T("y.css"), style.css };
			tokens_replace(&w.arena, &written, NULL, 0, &again);
			none = again.tokens;
			if (none.count != 3 ||
			    !text_is(tokens_find(&none, "--c", "")->value,
				     "after") ||
			    !text_ends(again.css, ";--c:after}z{}"))
				fail_msg("%s\n made %.*s", text,
					 TEXT_ARG(style.css));
			replaced++;
		}
		buf_release(&bytes);
		close_world(&w);
	}
	assert_true(replaced > ROUNDS / 40);
}

/* -- colours --------------------------------------------------------------- */

static void test_colours(void **state)
{
	static const struct {
		const char *value;
		bool is_colour;
		uint8_t rgb[3];
	} colours[] = {
		{ "#1f5373", true, { 0x1f, 0x53, 0x73 } },
		{ "#FFF", true, { 255, 255, 255 } },
		{ "#a0C", true, { 0xaa, 0, 0xcc } },
		{ "rgb(1,2,3)", true, { 1, 2, 3 } },
		{ "rgb( 1 , 2 , 255 )", true, { 1, 2, 255 } },
		{ "rgb(1 2 3)", true, { 1, 2, 3 } },
		{ "rgb(1,2 3)", false, { 0 } },
		{ "rgb(1 2 3,)", false, { 0 } },
		{ "rgb(1,2,256)", false, { 0 } },
		{ "rgb(1,2,99999999999)", false, { 0 } },
		{ "rgb(1,2)", false, { 0 } },
		{ "rgb(1,2,3,.5)", false, { 0 } },
		{ "rgb(1 2 3/50%)", false, { 0 } },
		{ "rgb(10%,2%,3%)", false, { 0 } },
		{ "rgb()", false, { 0 } },
		{ "rgb(", false, { 0 } },
		{ "#12345", false, { 0 } },
		{ "#12345678", false, { 0 } },
		{ "#12x", false, { 0 } },
		{ "#", false, { 0 } },
		{ "red", false, { 0 } },
		{ "var(--x)", false, { 0 } },
		{ "", false, { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
		uint8_t rgb[3] = { 0 };
		bool is = tokens_colour(text_of(colours[i].value), rgb);

		if (is != colours[i].is_colour ||
		    (is && memcmp(rgb, colours[i].rgb, 3) != 0))
			fail_msg("%s: %d %d,%d,%d", colours[i].value, is,
				 rgb[0], rgb[1], rgb[2]);
	}
}

/* The published values of WCAG's own examples: black on white is 21:1, #777 on
 * white just misses 4.5:1, #767676 just has it. */
static void test_contrast(void **state)
{
	static const struct {
		const char *sheet, *tokens;
		size_t warnings;
		const char *message, *path; /* of the first one */
	} contrasts[] = {
		{ ":root{--ink:#000;--card:#fff}", "", 0, NULL, NULL },
		{ ":root{--ink:#767676;--card:#fff}", "", 0, NULL, NULL },
		{ ":root{--ink:#777;--card:#fff}", "", 1,
		  "light pages, --ink on --card has a contrast of only 4.47:1",
		  "careplan.css" },
		{ ":root{--ink:#000;--card:#000}", "", 1, "1.00:1",
		  "careplan.css" },
		/* Dark pages see what is dark, and else what is light. */
		{ ":root{--ink:#000;--card:#fff}"
		  "@media (prefers-color-scheme:dark){:root{--card:#222}}",
		  "", 1, "dark pages, --ink on --card", "careplan.css" },
		{ ":root{--ink:#777;--card:#fff;--x:0}"
		  "@media (prefers-color-scheme:dark){:root{--x:1}}",
		  "", 1, "light pages", "careplan.css" },
		/* It is told where it can be mended. */
		{ ":root{--ink:#000;--card:#fff}", ":root{--ink:#888}", 1,
		  "3.54:1", "tokens.css" },
		{ ":root{--ink:#777;--card:#fff}", ":root{--card:#eee}", 1,
		  "--ink on --card", "tokens.css" },
		{ ":root{--hero:#777}", "", 1, "white on --hero",
		  "careplan.css" },
		/* Not every pair has texts. */
		{ ":root{--leaf:#777;--inset:#fff}", "", 0, NULL, NULL },
		{ ":root{--amber:#777;--card:var(--x)}", "", 0, NULL, NULL },
		{ ":root{--ink:red;--card:#fff}", "", 0, NULL, NULL },
		{ "", "", 0, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(contrasts) / sizeof(contrasts[0]); i++) {
		const struct diag *diag;
		struct tokens tokens;
		const struct tokens *sets[] = { &tokens };
		struct tokens_style style;
		struct world w;

		open_world(&w);
		assert_true(read(&w, contrasts[i].tokens, &tokens));
		tokens_replace(
			&w.arena,
			source_of(&w, "careplan.css", contrasts[i].sheet), sets,
			1, &style);
		tokens_check_contrast(&style, &w.diags);
		assert_int_equal(w.diags.errors, 0);
		diag = w.diags.first;
		if (w.diags.warnings != contrasts[i].warnings ||
		    (diag && (strcmp(diag->code, "theme.token.contrast") != 0 ||
			      text_find(diag->message, contrasts[i].message) ==
				      SIZE_MAX ||
			      !text_is(diag->path, contrasts[i].path))))
			fail_msg("case %zu: %zu warnings, %.*s", i,
				 w.diags.warnings,
				 TEXT_ARG(diag ? diag->message : T("")));
		close_world(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replacing),
		cmocka_unit_test(test_two_sets),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_many_errors),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_contrast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
