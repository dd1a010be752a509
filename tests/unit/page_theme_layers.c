/* page/theme: a theme that holds only what differs from the one that it lies
 * on. Files are taken one by one, strings and tokens too; what is told names
 * the file of the layer that it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "page/shop.h"
#include "unit/page_theme.h"

/* The page of a shop that has nothing. */
static const char *shop_page(struct world *w)
{
	void *view = arena_alloc(&w->arena, shop_table.size);
	struct buf out = BUF_INIT;
	struct text page;

	theme_render(w->theme, "shop", &shop_table, view, SEES_PUBLIC, &out);
	page = arena_text(&w->arena, buf_text(&out));
	buf_release(&out);
	return page.at;
}

static struct text bytes_of(const struct world *w, const char *stem,
			    const char *ending)
{
	const struct theme_asset *asset = world_asset(w, stem, ending);

	if (!asset)
		fail_msg("there is no asset %s…%s", stem, ending);
	return asset->bytes;
}

static bool same_assets(const struct theme *a, const struct theme *b)
{
	if (theme_asset_count(a) != theme_asset_count(b))
		return false;
	for (size_t i = 0; i < theme_asset_count(a); i++)
		if (!text_equal(theme_asset(a, i)->path,
				theme_asset(b, i)->path))
			return false;
	return true;
}

/* -- files ----------------------------------------------------------------- */

/* A theme with nothing in it is the one below. */
static void test_empty(void **state)
{
	struct theme *alone;
	struct world w;
	const char *page;

	(void)state;
	world_open(&w);
	world_load_good(&w, "zh-CN");
	alone = w.theme;
	page = shop_page(&w);
	world_open_own(&w);
	world_load_good(&w, "zh-CN");
	assert_string_equal(shop_page(&w), page);
	assert_true(
		text_equal(theme_links(w.theme)->css, theme_links(alone)->css));
	assert_true(text_equal(theme_links(w.theme)->bare,
			       theme_links(alone)->bare));
	world_close(&w);
}

/* A theme that is whole does not notice the one below. */
static void test_whole(void **state)
{
	struct theme *alone;
	struct world w;

	(void)state;
	world_open(&w);
	world_load_good(&w, "zh-CN");
	alone = w.theme;
	for (size_t i = 0; i < RIGHT; i++)
		world_put_own(&w, right[i].path, right[i].text);
	world_put(&w, "shop.mustache", "{{no_such_name}}");
	world_put(&w, "assets/careplan.css", "a{b:url(nothing)}");
	world_put(&w, "assets/more.svg", "<svg id=\"x\"/>");
	world_put(&w, "tokens.css", ":root{--x:1}");
	world_put(&w, "404.css", "/* x */");
	world_load_good(&w, "zh-CN");
	assert_true(same_assets(w.theme, alone));
	world_close(&w);
}

static void test_templates(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	world_put(&w, "partials/card.mustache", "below");
	world_put(&w, "shop.mustache", "{{>card}} {{>t.hello}}");
	world_put_own(&w, "partials/card.mustache", "above");
	world_load_good(&w, "en");
	assert_string_equal(shop_page(&w), "above Hello");
	world_put_own(&w, "shop.mustache", "{{>card}}, {{>extra}}");
	world_put_own(&w, "partials/extra.mustache", "{{>t.bye}}");
	world_load_good(&w, "en");
	assert_string_equal(shop_page(&w), "above, Bye");
	world_put_own(&w, "partials/card.mustache", NULL);
	world_load_good(&w, "en");
	assert_string_equal(shop_page(&w), "below, Bye");
	world_close(&w);
}

/* Of the layer below only what is needed is published. */
static void test_assets(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	world_put_own(&w, "assets/motif.svg", "<svg>own</svg>");
	world_put_own(&w, "assets/spare.png", "png");
	world_load_good(&w, "zh-CN");
	assert_true(text_is(bytes_of(&w, "assets/motif.", ".svg"),
			    "<svg>own</svg>"));
	assert_int_equal(theme_asset_count(w.theme), 5);
	assert_true(text_find(theme_links(w.theme)->style,
			      world_asset(&w, "assets/motif.", "")->path.at) !=
		    SIZE_MAX);
	/* A style of its own finds what is below. */
	world_put_own(&w, "assets/motif.svg", NULL);
	world_put_own(&w, "assets/careplan.css", "b{c:url(./motif.svg)}");
	world_load_good(&w, "zh-CN");
	assert_true(
		text_is(bytes_of(&w, "assets/motif.", ".svg"), "<svg></svg>"));
	assert_int_equal(theme_asset_count(w.theme), 5);
	/* And what nobody names stays away. */
	world_put_own(&w, "assets/careplan.css", "b{}");
	world_load_good(&w, "zh-CN");
	assert_null(world_asset(&w, "assets/motif.", ""));
	assert_int_equal(theme_asset_count(w.theme), 4);
	world_close(&w);
}

/* -- strings --------------------------------------------------------------- */

/* In which of the four places the string is: own and lower in English, own and
 * lower in Chinese. What is shown, and where it is told that it is missing. */
static const struct {
	const char *own, *below, *own_zh, *below_zh;
	const char *shown, *told;
} precedence[] = {
	{ "1", "2", "3", "4", "1", NULL },
	{ "1", NULL, NULL, NULL, "1", NULL },
	{ "", "2", "3", "4", "2", NULL },
	{ NULL, "2", "3", "4", "2", NULL },
	{ "", "", "3", "4", "3", "themes/x/strings/en.yaml" },
	{ NULL, "", "3", "4", "3", "themes/x/strings/en.yaml" },
	{ "", NULL, NULL, "4", "4", "themes/x/strings/en.yaml" },
	{ "", "", "", "4", "4", "themes/x/strings/en.yaml" },
	{ NULL, "", NULL, "4", "4", "themes/default/strings/en.yaml" },
};

/* value "": the file is there without the string; NULL: no file. */
static void put_string(struct world *w, int folder, const char *file,
		       const char *value)
{
	if (value)
		world_put_in(
			folder, file,
			value[0] ? arena_format(&w->arena, "x: \"%s\"\n", value)
					   .at
				 : "y: \"\"\n");
	else
		(void)unlinkat(folder, file, 0);
}

static void test_precedence(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(precedence) / sizeof(precedence[0]);
	     i++) {
		const struct diag *diag;
		struct world w;

		world_open(&w);
		world_open_own(&w);
		world_put(&w, "shop.mustache", "{{>t.x}}");
		world_put_own(&w, "strings/en.yaml", "");
		put_string(&w, w.own, "strings/en.yaml", precedence[i].own);
		put_string(&w, w.folder, "strings/en.yaml",
			   precedence[i].below);
		put_string(&w, w.own, "strings/zh-CN.yaml",
			   precedence[i].own_zh);
		put_string(&w, w.folder, "strings/zh-CN.yaml",
			   precedence[i].below_zh);
		if (!world_load(&w, "en")) {
			world_show(&w);
			fail_msg("case %zu does not load", i);
		}
		diag = world_find(&w, "theme.string.missing");
		if (strcmp(shop_page(&w), precedence[i].shown) != 0 ||
		    !diag != !precedence[i].told ||
		    (diag && !text_is(diag->path, precedence[i].told)))
			fail_msg("case %zu shows %s, told in %.*s", i,
				 shop_page(&w),
				 TEXT_ARG(diag ? diag->path : T("nowhere")));
		assert_int_equal(w.diags.warnings, diag ? 1 : 0);
		world_close(&w);
	}
}

/* A language that only one of the two has. */
static void test_languages(void **state)
{
	const struct diag *diag;
	struct world w;

	(void)state;
	world_open(&w);
	world_put_own(&w, "strings/fr.yaml", "hello: Bonjour\nbye: Adieu\n");
	world_put(&w, "shop.mustache", "{{>t.hello}}");
	world_load_good(&w, "fr");
	assert_string_equal(shop_page(&w), "Bonjour");
	world_load_good(&w, "en");
	assert_string_equal(shop_page(&w), "Hello");
	assert_null(world_load(&w, "it"));
	diag = world_find(&w, "theme.language");
	assert_non_null(diag);
	assert_true(text_is(diag->path, "themes/x/strings"));
	assert_true(text_find(diag->hint, "en, fr, zh-CN") != SIZE_MAX);
	world_close(&w);
}

/* -- tokens ---------------------------------------------------------------- */

static void expect_style(struct world *w, const char *css, const char *bare)
{
	const struct theme_links *links;

	world_load_good(w, "zh-CN");
	links = theme_links(w->theme);
	if (!text_is(links->style, css) || !text_is(links->bare, bare))
		fail_msg("%.*s | %.*s", TEXT_ARG(links->style),
			 TEXT_ARG(links->bare));
	assert_true(text_is(bytes_of(w, "assets/careplan.", ".css"), css));
}

static void test_tokens(void **state)
{
	static const char sheet[] =
		":root{--a:#000;--b:1}\n"
		"@media (prefers-color-scheme:dark){:root{--a:#111}}\n";
	struct world w;

	(void)state;
	world_open(&w);
	world_put(&w, "assets/careplan.css", sheet);
	world_put(&w, "404.css", ":root{--a:#000}");
	world_put_own(&w, "tokens.css", "/* mine */ :root { --a: #222; }");
	expect_style(&w,
		     ":root{--a:#222;--b:1}@media (prefers-color-scheme:dark)"
		     "{:root{--a:#111}}",
		     ":root{--a:#222}");
	/* Those of the layer below count where there are no others. */
	world_put(&w, "tokens.css",
		  ":root{--a:#333;--b:3}"
		  "@media (prefers-color-scheme:dark){:root{--a:#344}}");
	expect_style(&w,
		     ":root{--a:#222;--b:3}@media (prefers-color-scheme:dark)"
		     "{:root{--a:#344}}",
		     ":root{--a:#222}");
	/* But they do not change a style that lies above them. */
	world_put_own(&w, "404.css", ":root{--a:#444;--b:4}");
	expect_style(&w,
		     ":root{--a:#222;--b:3}@media (prefers-color-scheme:dark)"
		     "{:root{--a:#344}}",
		     ":root{--a:#222;--b:4}");
	world_put_own(&w, "assets/careplan.css", ":root{--a:#555}");
	expect_style(&w, ":root{--a:#222}", ":root{--a:#222;--b:4}");
	world_put_own(&w, "tokens.css", NULL);
	expect_style(&w, ":root{--a:#555}", ":root{--a:#444;--b:4}");
	world_close(&w);
}

static void test_colours(void **state)
{
	static const struct {
		const char *hero, *token, *light, *dark;
	} colours[] = {
		{ ":root{--hero:#123}", "", "#123", "#123" },
		{ ":root{--hero:#123}", ":root{--hero:rgb(1,2,3)}",
		  "rgb(1,2,3)", "rgb(1,2,3)" },
		{ ":root{--hero:#123}@media (prefers-color-scheme:dark){:root{"
		  "--hero:#456}}",
		  ":root{--hero:var(--x)}", "", "#456" },
		{ "", "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
		const struct theme_links *links;
		uint8_t rgb[3];
		struct world w;

		world_open(&w);
		world_put(&w, "assets/careplan.css", colours[i].hero);
		world_put_own(&w, "tokens.css", colours[i].token);
		world_load_good(&w, "zh-CN");
		links = theme_links(w.theme);
		if (!text_is(links->theme_color, colours[i].light) ||
		    !text_is(links->theme_color_dark, colours[i].dark))
			fail_msg("case %zu: %.*s, %.*s", i,
				 TEXT_ARG(links->theme_color),
				 TEXT_ARG(links->theme_color_dark));
		assert_true(theme_colour(w.theme, "--hero", rgb) ==
			    (colours[i].light[0] != '\0'));
		world_close(&w);
	}
}

/* -- the words of the script ----------------------------------------------- */

static void expect_script(struct world *w, const char *language,
			  const char *script)
{
	world_load_good(w, language);
	if (!text_is(bytes_of(w, "assets/careplan.", ".js"), script))
		fail_msg("%.*s\n is not %s",
			 TEXT_ARG(bytes_of(w, "assets/careplan.", ".js")),
			 script);
}

static void test_words(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	world_put(&w, "assets/careplan.js",
		  "/* has the words in\n   {/* words */\n"
		  "const w = {/* words */};\n");
	expect_script(&w, "zh-CN", "const w = {};\n");
	world_put(&w, "strings/zh-CN.yaml",
		  "hello: h\nbye: b\nscript_b: 二\nscript_a: 一 {n}\n");
	world_put(&w, "strings/en.yaml",
		  "hello: h\nbye: b\nscript_a: One {n}\nscript_b: Two\n");
	expect_script(&w, "zh-CN",
		      "const w = {\"a\":\"一 {n}\",\"b\":\"二\"};\n");
	expect_script(&w, "en",
		      "const w = {\"a\":\"One {n}\",\"b\":\"Two\"};\n");
	/* One by one, like all strings; what they hold cannot end a script. */
	world_put_own(&w, "strings/en.yaml",
		      "script_b: \"</script>\\u2028\\\\\\\"\\t\"\n");
	expect_script(&w, "en",
		      "const w = {\"a\":\"One {n}\",\"b\":\"\\u003c/script>"
		      "\\u2028\\\\\\\"\\t\"};\n");
	/* A script of its own gets the words of both. */
	world_put_own(&w, "assets/careplan.js", "f({/* words */})");
	world_put_own(&w, "strings/en.yaml", "script_c: Three\n");
	expect_script(&w, "en",
		      "f({\"a\":\"One {n}\",\"b\":\"Two\",\"c\":\"Three\"})");
	world_put_own(&w, "assets/careplan.js", "f()");
	expect_script(&w, "en", "f()");
	world_close(&w);
}

/* -- what is told ---------------------------------------------------------- */

struct wrong {
	struct file own[2], below;
	const char *code, *path, *hint;
	bool loads;
};

static const struct wrong wrongs[] = {
	{ .own = { { "shop.mustache", "{{nmae}}" } },
	  .code = "theme.name",
	  .path = "themes/x/shop.mustache" },
	{ .below = { "shop.mustache", "{{nmae}}" },
	  .code = "theme.name",
	  .path = "themes/default/shop.mustache" },
	/* A part that is no longer what pages want of it. */
	{ .own = { { "strings/zh-CN.yaml", "hello: \"{{nmae}}\"\n" } },
	  .code = "theme.name",
	  .path = "themes/x/strings/zh-CN.yaml" },
	{ .own = { { "assets/careplan.css", "a{b:url(c.svg)}" } },
	  .code = "theme.style.missing",
	  .path = "themes/x/assets/careplan.css" },
	/* A style sheet cannot name another one, wherever that is. */
	{ .own = { { "assets/careplan.css", "@import 'more.css';" } },
	  .below = { "assets/more.css", "a{}" },
	  .code = "theme.style.missing",
	  .path = "themes/x/assets/careplan.css" },
	{ .own = { { "tokens.css", ":root{--x:1}" } },
	  .code = "theme.token.unknown",
	  .path = "themes/x/tokens.css" },
	{ .below = { "tokens.css", "x" },
	  .code = "theme.token.syntax",
	  .path = "themes/default/tokens.css" },
	{ .own = { { "shpo.mustache", "" } },
	  .code = "theme.template.unknown",
	  .path = "themes/x/shpo.mustache",
	  .hint = "shop",
	  .loads = true },
	/* What the theme below has too much is not this author's business. */
	{ .below = { "shpo.mustache", "" }, .loads = true },
	{ .own = { { "head.mustache", "" } },
	  .code = "theme.template.twice",
	  .path = "themes/x/head.mustache",
	  .hint = "partials/" },
	{ .own = { { "partials/shop.mustache", "" } },
	  .code = "theme.template.twice",
	  .path = "themes/x/partials/shop.mustache" },
	{ .own = { { "assets/Motif.svg", "<svg/>" } },
	  .code = "theme.case",
	  .path = "themes/x/assets/Motif.svg",
	  .hint = "motif.svg",
	  .loads = true },
	{ .own = { { "strings/zh-cn.yaml", "hello: x\n" } },
	  .code = "theme.case",
	  .path = "themes/x/strings/zh-cn.yaml",
	  .hint = "zh-CN.yaml",
	  .loads = true },
	{ .own = { { "Tokens.css", "" } }, .code = NULL, .loads = true },
	{ .own = { { "partials", "" } },
	  .code = "file.kind",
	  .path = "themes/x/partials" },
	{ .own = { { "strings/zh-CN.yaml", "x: 1\nx: 2\n" } },
	  .code = "yaml.duplicate-key",
	  .path = "themes/x/strings/zh-CN.yaml" },
	{ .below = { "404.css", NULL },
	  .code = "theme.file",
	  .path = "themes/default/404.css" },
	{ .below = { "plan.mustache", NULL },
	  .code = "theme.template.missing",
	  .path = "themes/x" },
	{ .below = { "assets/icon.svg", NULL },
	  .code = "theme.asset.missing",
	  .path = "themes/x" },
};

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		const struct wrong *wrong = &wrongs[i];
		const struct diag *diag;
		struct world w;

		world_open(&w);
		world_open_own(&w);
		for (size_t j = 0; j < 2 && wrong->own[j].path; j++)
			world_put_own(&w, wrong->own[j].path,
				      wrong->own[j].text);
		if (wrong->below.path)
			world_put(&w, wrong->below.path, wrong->below.text);
		world_load(&w, "zh-CN");
		diag = wrong->code ? world_find(&w, wrong->code)
				   : w.diags.first;
		if (!w.theme != !wrong->loads || !diag != !wrong->code ||
		    (diag &&
		     (!text_is(diag->path, wrong->path) ||
		      (wrong->hint &&
		       text_find(diag->hint, wrong->hint) == SIZE_MAX)))) {
			world_show(&w);
			fail_msg("case %zu: %s", i,
				 wrong->code ? wrong->code : "nothing");
		}
		world_close(&w);
	}
}

/* A link is told, whatever it leads to, and the theme is not used. */
static void test_links(void **state)
{
	static const char *const links[] = { "shop.mustache", "assets",
					     "partials" };

	(void)state;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		const struct diag *diag;
		struct world w;

		world_open(&w);
		world_open_own(&w);
		assert_int_equal(symlinkat(w.path, w.own, links[i]), 0);
		assert_null(world_load(&w, "zh-CN"));
		diag = world_find(&w, "file.link");
		assert_non_null(diag);
		assert_true(text_starts(diag->path, "themes/x/"));
		assert_true(text_ends(diag->path, links[i]));
		world_close(&w);
	}
}

/* -- what counts ----------------------------------------------------------- */

static void test_digest(void **state)
{
	static const struct file own[] = {
		{ "shop.mustache", "x" },
		{ "partials/extra.mustache", "x" },
		{ "strings/zh-CN.yaml", "hello: x\n" },
		{ "tokens.css", "/* x */" },
		{ "404.css", "a{}" },
		{ "assets/motif.svg", "<svg/>" },
		{ "assets/careplan.js", "y()" },
	};
	struct digest first, before;
	struct world w;

	(void)state;
	world_open(&w);
	world_open_own(&w);
	world_load_good(&w, "zh-CN");
	first = before = theme_digest(w.theme);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		world_put_own(&w, own[i].path, own[i].text);
		world_load_good(&w, "zh-CN");
		if (crypto_digest_equal(before, theme_digest(w.theme)))
			fail_msg("%s does not count", own[i].path);
		before = theme_digest(w.theme);
	}
	/* What is hidden by a file of its own does not. */
	world_put(&w, "shop.mustache", "y");
	world_put(&w, "assets/motif.svg", "y");
	world_load_good(&w, "zh-CN");
	assert_true(crypto_digest_equal(before, theme_digest(w.theme)));
	world_put(&w, "plan.mustache", "y");
	world_load_good(&w, "zh-CN");
	assert_false(crypto_digest_equal(before, theme_digest(w.theme)));
	assert_false(crypto_digest_equal(first, theme_digest(w.theme)));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_assets),
		cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
