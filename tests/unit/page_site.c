/* page/site_page: index.html, 404.html, robots.txt and absolute addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/site_page.h"

#include "page_public.h"

static void test_index(void **state)
{
	struct public_world w;

	(void)state;
	public_open(&w, "zh-CN");
	site_index_render(&w.scratch, &w.site, &w.out);
	assert_true(public_is_sound(&w));
	assert_true(public_has(&w, "<title>苗岭青丝</title>"));
	assert_true(public_has(&w, "<h1>苗岭青丝</h1>"));
	assert_true(public_has(&w, "看得见的生长"));
	assert_true(public_has(&w, "三十年，只做一件事"));
	assert_true(public_has(&w, "href=\"a/index.html\""));
	assert_true(public_has(&w, "href=\"assets/careplan."));
	assert_false(public_has(&w, "../"));
	public_close(&w);
}

/* It names no folder of private pages, however hostile the clinic. */
static void test_index_hostile(void **state)
{
	struct public_world w;

	(void)state;
	public_open(&w, "en");
	w.clinic.name = w.clinic.slogan = w.clinic.icp = T(HOSTILE);
	site_index_render(&w.scratch, &w.site, &w.out);
	assert_true(public_is_sound(&w));
	assert_true(public_has(&w, "<h1>" HOSTILE_HTML "</h1>"));
	assert_false(public_has(&w, "\"p/"));
	assert_false(public_has(&w, "\"d/"));
	public_close(&w);
}

/* A server shows it under any address: nothing in it may be relative. */
static void test_404(void **state)
{
	static const char *const never[] = { "href=", "src=",	 "url(",
					     "<link", "<script", "../" };
	struct public_world w;
	const struct theme_links *links;
	struct buf style = BUF_INIT;

	(void)state;
	public_open(&w, "zh-CN");
	w.clinic.name = T(HOSTILE);
	site_404_render(&w.scratch, &w.site, &w.out);
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (public_has(&w, never[i]))
			fail_msg("404.html holds %s", never[i]);
	links = theme_links(w.site.theme);
	buf_format(&style, "style-src '%.*s'", TEXT_ARG(links->bare_hash));
	assert_true(public_has(&w, style.at));
	buf_reset(&style);
	buf_format(&style, "<style>%.*s</style>", TEXT_ARG(links->bare));
	assert_true(public_has(&w, style.at));
	assert_true(public_has(&w, "找不到这一页"));
	assert_true(public_has(&w, HOSTILE_HTML));
	assert_true(public_has(&w, "content=\"noindex\""));
	buf_release(&style);
	public_close(&w);
}

static void test_robots(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	site_robots(&out);
	assert_string_equal(out.at, "User-agent: *\nDisallow:\n");
	buf_release(&out);
}

static void test_og(void **state)
{
	static const struct {
		const char *base, *path, *picture, *logo, *url, *image;
	} cases[] = {
		{ "https://x.cn/", "c/a.html", NULL, NULL,
		  "https://x.cn/c/a.html", "" },
		{ "https://x.cn/k/", "a/店.html", "media/p.jpg", "media/l.png",
		  "https://x.cn/k/a/%E5%BA%97.html",
		  "https://x.cn/k/media/p.jpg" },
		{ "https://x.cn/", "index.html", NULL, "media/l.png",
		  "https://x.cn/index.html", "https://x.cn/media/l.png" },
		{ "", "c/a.html", "media/p.jpg", NULL, "", "" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct site settings = { .base_url = text_of(cases[i].base) };
		struct picture logo = { .path = text_of(cases[i].logo) };
		struct picture picture = { .path = text_of(cases[i].picture) };
		struct view_site site = { .site = &settings,
					  .logo = cases[i].logo ? &logo
								: NULL };
		struct site_og og =
			site_og(&arena, &site, text_of(cases[i].path),
				cases[i].picture ? &picture : NULL);

		assert_true(text_is(og.url, cases[i].url));
		assert_true(text_is(og.image, cases[i].image));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_index_hostile),
		cmocka_unit_test(test_404),
		cmocka_unit_test(test_robots),
		cmocka_unit_test(test_og),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
