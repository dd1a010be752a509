/* page/theme: what is wrong with a theme is found when it is loaded, and told
 * where it stands; the same files give the same names. Each case changes a
 * small theme that is right in every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/shop.h"
#include "page/tokens.h"
#include "unit/page_theme.h"

static void test_right(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	world_load_good(&w, "zh-CN");
	assert_true(text_is(theme_word(w.theme, "none_such"), ""));
	assert_int_equal(theme_asset_count(w.theme), 4);
	world_close(&w);
}

/* What is around its pages and pictures has its colours. */
static void check_frame(const struct world *w)
{
	const struct theme_links *links = theme_links(w->theme);
	uint8_t rgb[3], hero[3];

	assert_true(theme_colour(w->theme, "--hero", rgb));
	assert_true(tokens_colour(links->theme_color, hero));
	assert_memory_equal(rgb, hero, sizeof(rgb));
	assert_true(tokens_colour(links->theme_color_dark, hero));
	assert_memory_not_equal(rgb, hero, sizeof(rgb));
	assert_false(theme_colour(w->theme, "--none-such", rgb));
	assert_false(theme_colour(w->theme, "--sans", rgb));
}

static void test_default_theme(void **state)
{
	static const char *const languages[] = { "zh-CN", "en" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world w = { .folder = -1, .own = -1 };

		arena_init(&w.arena, ARENA_USUAL);
		diags_init(&w.diags);
		w.folder = open("themes/default", O_RDONLY | O_DIRECTORY);
		if (w.folder < 0)
			fail_msg("run this at the repository's root");
		world_load_good(&w, languages[i]);
		check_frame(&w);
		close(w.folder);
		diags_release(&w.diags);
		arena_release(&w.arena);
	}
}

/* Names hold a hash of the bytes that are published; styles name the others by
 * those names, from where they stand. */
static void test_assets(void **state)
{
	const struct theme_links *links;
	const struct theme_asset *css, *motif;
	struct text name;
	struct world w;

	(void)state;
	world_open(&w);
	assert_non_null(world_load(&w, "zh-CN"));
	links = theme_links(w.theme);
	css = world_asset(&w, "assets/careplan.", ".css");
	motif = world_asset(&w, "assets/motif.", ".svg");
	assert_true(text_equal(css->path, links->css));
	assert_int_equal(css->path.len,
			 strlen("assets/careplan..css") + THEME_HASH_CHARS);
	assert_true(text_is(css->type, "text/css; charset=utf-8"));
	assert_true(text_is(motif->bytes, "<svg></svg>"));
	assert_true(text_is(motif->type, "image/svg+xml"));
	name = text_from(motif->path, strlen("assets/"));
	assert_true(text_equal(
		css->bytes, arena_format(&w.arena, ".a{background:url(%.*s)}",
					 TEXT_ARG(name))));
	assert_true(
		text_equal(links->style,
			   arena_format(&w.arena, ".a{background:url(../%.*s)}",
					TEXT_ARG(motif->path))));
	assert_true(text_starts(links->script, "assets/careplan."));
	assert_true(text_ends(links->script, ".js"));
	assert_true(text_starts(links->icon, "assets/icon."));
	world_close(&w);
}

/* The name of a file follows from its bytes alone (SHA-256 of "<svg/>"). */
static void test_hash(void **state)
{
	struct digest digest = crypto_digest(T("<svg/>"));
	char expected[48];
	struct world w;

	(void)state;
	snprintf(expected, sizeof(expected),
		 "assets/icon.%02x%02x%02x%02x%02x.svg", digest.byte[0],
		 digest.byte[1], digest.byte[2], digest.byte[3],
		 digest.byte[4]);
	world_open(&w);
	assert_non_null(world_load(&w, "zh-CN"));
	assert_true(text_is(theme_links(w.theme)->icon, expected));
	world_close(&w);
}

/* The known SHA-256 of nothing and of "a{}" in base64. */
static void test_policy_hash(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	assert_non_null(world_load(&w, "zh-CN"));
	assert_true(
		text_is(theme_links(w.theme)->bare_hash,
			"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
	world_put(&w, "404.css", " a { }\r\n");
	assert_non_null(world_load(&w, "zh-CN"));
	assert_true(text_is(theme_links(w.theme)->bare, "a{}"));
	assert_true(
		text_is(theme_links(w.theme)->bare_hash,
			"sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk="));
	world_close(&w);
}

struct wrong {
	struct file change[2];
	const char *language;
	const char *code, *path, *message, *hint; /* parts; NULL: any */
	uint32_t line, column;			  /* 0: any */
	bool loads;
};

static const struct wrong wrongs[] = {
	{ .change = { { "shop.mustache", "a\n b {{store.nmae}}" } },
	  .code = "theme.name",
	  .path = "themes/x/shop.mustache",
	  .message = "nmae",
	  .hint = "name",
	  .line = 2,
	  .column = 4 },
	{ .change = { { "partials/head.mustache", "{{rot}}" } },
	  .code = "theme.name",
	  .path = "themes/x/partials/head.mustache",
	  .hint = "root",
	  .line = 1,
	  .column = 1 },
	/* A string is told where it stands in its file. */
	{ .change = { { "strings/zh-CN.yaml",
			"bye: 再见\nhello: \"您好 {{store.nmae}}\"\n" } },
	  .code = "theme.name",
	  .path = "themes/x/strings/zh-CN.yaml",
	  .line = 2,
	  .column = 12 },
	{ .change = { { "strings/zh-CN.yaml",
			"hello: x\nbye: 再见 {{#a}}\n" } },
	  .code = "theme.section.unclosed",
	  .path = "themes/x/strings/zh-CN.yaml",
	  .line = 2,
	  .column = 9 },
	{ .change = { { "shop.mustache", "{{>t.helo}}" } },
	  .code = "theme.partial",
	  .message = "t.helo",
	  .hint = "t.hello",
	  .line = 1,
	  .column = 1 },
	/* What patients see is not for the public, and so on. */
	{ .change = { { "shop.mustache",
			"{{#therapists}}{{wechat_qr}}{{/therapists}}" } },
	  .code = "theme.audience",
	  .message = "wechat_qr" },
	{ .change = { { "shop.mustache", NULL }, { "shpo.mustache", "x" } },
	  .code = "theme.template.missing",
	  .path = "themes/x",
	  .message = "shop.mustache" },
	{ .change = { { "shpo.mustache", "x" } },
	  .code = "theme.template.unknown",
	  .path = "themes/x/shpo.mustache",
	  .hint = "shop",
	  .loads = true },
	{ .change = { { "partials/shop.mustache", "x" } },
	  .code = "theme.template.twice",
	  .path = "themes/x/partials/shop.mustache" },
	{ .change = { { "shop.mustache", "\xff" } },
	  .code = "theme.encoding",
	  .path = "themes/x/shop.mustache" },
	{ .change = { { "strings/zh-CN.yaml", "- a\n" } },
	  .code = "theme.strings" },
	{ .change = { { "strings/zh-CN.yaml", "hello: [a]\nbye: b\n" } },
	  .code = "theme.string.value",
	  .line = 1,
	  .column = 8 },
	{ .change = { { "strings/zh-CN.yaml", "hello: a\nBye bye: b\n" } },
	  .code = "theme.string.name",
	  .line = 2,
	  .column = 1 },
	{ .change = { { "strings/en.yaml", "hello: Hello\n" } },
	  .language = "en",
	  .code = "theme.string.missing",
	  .path = "themes/x/strings/en.yaml",
	  .message = "bye",
	  .loads = true },
	{ .language = "fr",
	  .code = "theme.language",
	  .message = "fr",
	  .hint = "en, zh-CN" },
	{ .language = "../strings/en", .code = "theme.language" },
	{ .change = { { "assets/careplan.js", NULL } },
	  .code = "theme.asset.missing",
	  .message = "careplan.js" },
	{ .change = { { "assets/note.txt", "x" } },
	  .code = "theme.asset.type",
	  .path = "themes/x/assets/note.txt",
	  .loads = true },
	{ .change = { { "assets/a b.svg", "x" } }, .code = "theme.asset.name" },
	{ .change = { { "assets/careplan.css", "a{}\nb{x:url(mtif.svg)}" } },
	  .code = "theme.style.missing",
	  .path = "themes/x/assets/careplan.css",
	  .message = "mtif.svg",
	  .line = 2,
	  .column = 9 },
	{ .change = { { "assets/careplan.css",
			"@import \"https://x.cn/y.css\";" } },
	  .code = "theme.style.foreign",
	  .line = 1,
	  .column = 10 },
	{ .change = { { "assets/careplan.css", "a{x:url(data:,x)}" } },
	  .code = "theme.style.foreign" },
	{ .change = { { "assets/careplan.css",
			"a::after{content:\"</STYLE>\"}" } },
	  .code = "theme.style.tag" },
	{ .change = { { "404.css", "a{x:url(motif.svg)}" } },
	  .code = "theme.style.alone",
	  .path = "themes/x/404.css" },
	{ .change = { { "assets/careplan.js",
			"a={/* words */};b={/* words */}" } },
	  .code = "theme.script.words",
	  .path = "themes/x/assets/careplan.js",
	  .message = "{/* words */}" },
	{ .change = { { "assets/careplan.js", "\xff" } },
	  .code = "theme.encoding",
	  .path = "themes/x/assets/careplan.js" },
	{ .change = { { "strings/zh-CN.yaml",
			"hello: a\nbye: b\nscript_x: a {{b}}\n" } },
	  .code = "theme.string.plain",
	  .path = "themes/x/strings/zh-CN.yaml",
	  .message = "script_x",
	  .line = 3,
	  .column = 11 },
	{ .change = { { "tokens.css", "a{b:c}" } },
	  .code = "theme.token.syntax",
	  .path = "themes/x/tokens.css",
	  .line = 1,
	  .column = 1 },
	{ .change = { { "tokens.css", ":root{--b:c}" } },
	  .code = "theme.token.unknown",
	  .path = "themes/x/tokens.css",
	  .message = "--b",
	  .line = 1,
	  .column = 7 },
	/* A value is told where it stands, whatever it stands for. */
	{ .change = { { "assets/careplan.css", ":root{--m:url(icon.svg)}" },
		      { "tokens.css", "\n:root{--m:url(http://x/y)}" } },
	  .code = "theme.style.foreign",
	  .path = "themes/x/tokens.css",
	  .line = 2,
	  .column = 15 },
	{ .change = { { "assets/careplan.css",
			":root{--m:url(icon.svg)}\na{b:url(no.svg)}" },
		      { "tokens.css", ":root{--m:url(motif.svg)}" } },
	  .code = "theme.style.missing",
	  .path = "themes/x/assets/careplan.css",
	  .line = 2,
	  .column = 9 },
	{ .change = { { "404.css", ":root{--m:red}" },
		      { "tokens.css", ":root{--m:url(motif.svg)}" } },
	  .code = "theme.token.unknown" },
	{ .change = { { "404.css", NULL } },
	  .code = "theme.file",
	  .path = "themes/x/404.css" },
};

static bool holds(struct text t, const char *part)
{
	return !part || text_find(t, part) != SIZE_MAX;
}

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct wrong *wrong = &wrongs[i];
		const struct diag *diag;
		struct world w;
		bool good;

		world_open(&w);
		for (size_t j = 0; j < 2 && wrong->change[j].path; j++)
			world_put(&w, wrong->change[j].path,
				  wrong->change[j].text);
		world_load(&w, wrong->language ? wrong->language : "zh-CN");
		diag = world_find(&w, wrong->code);
		good = diag && !w.theme == !wrong->loads &&
		       (!wrong->path || text_is(diag->path, wrong->path)) &&
		       holds(diag->message, wrong->message) &&
		       holds(diag->hint, wrong->hint) && diag->hint.len > 0 &&
		       (!wrong->line || diag->span.line == wrong->line) &&
		       (!wrong->column || diag->span.column == wrong->column);
		if (!good) {
			world_show(&w);
			fail_msg("case %zu: %s", i, wrong->code);
		}
		world_close(&w);
	}
}

/* A string that a language lacks shows in Chinese. */
static void test_fallback(void **state)
{
	struct buf out = BUF_INIT;
	struct world w;
	char *view;

	(void)state;
	world_open(&w);
	world_put(&w, "shop.mustache", "{{>t.bye}}");
	world_put(&w, "strings/en.yaml", "hello: Hello\n");
	world_put(&w, "strings/zh-CN.yaml", "hello: 您好\nbye: 再见\n");
	assert_non_null(world_load(&w, "en"));
	view = arena_alloc(&w.arena, shop_table.size);
	theme_render(w.theme, "shop", &shop_table, view, SEES_PUBLIC, &out);
	assert_string_equal(out.at, "再见");
	buf_release(&out);
	world_close(&w);
}

/* Every file counts, and so does the language; loading again does not. */
static void test_digest(void **state)
{
	struct digest first;
	struct world w;

	(void)state;
	world_open(&w);
	assert_non_null(world_load(&w, "zh-CN"));
	first = theme_digest(w.theme);
	assert_non_null(world_load(&w, "zh-CN"));
	assert_true(crypto_digest_equal(first, theme_digest(w.theme)));
	assert_non_null(world_load(&w, "en"));
	assert_false(crypto_digest_equal(first, theme_digest(w.theme)));
	for (size_t i = 0; i < RIGHT; i++) {
		struct text longer;

		if (!strcmp(right[i].path, "strings/en.yaml"))
			continue; /* not read for zh-CN */
		longer = arena_join(&w.arena, text_of(right[i].text), T("\n"));
		world_put(&w, right[i].path, longer.at);
		assert_non_null(world_load(&w, "zh-CN"));
		if (crypto_digest_equal(first, theme_digest(w.theme)))
			fail_msg("%s does not count", right[i].path);
		world_put(&w, right[i].path, right[i].text);
	}
	assert_non_null(world_load(&w, "zh-CN"));
	assert_true(crypto_digest_equal(first, theme_digest(w.theme)));
	world_close(&w);
}

static void test_no_folder(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i < RIGHT; i++)
		if (strchr(right[i].path, '/'))
			world_put(&w, right[i].path, NULL);
	assert_int_equal(unlinkat(w.folder, "assets", AT_REMOVEDIR), 0);
	assert_int_equal(unlinkat(w.folder, "partials", AT_REMOVEDIR), 0);
	assert_int_equal(unlinkat(w.folder, "strings", AT_REMOVEDIR), 0);
	assert_null(world_load(&w, "zh-CN"));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_default_theme),
		cmocka_unit_test(test_assets),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_policy_hash),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_fallback),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
