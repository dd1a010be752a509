/* page/article_page: an article, what it must not say, and the list of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/article_page.h"

#include "page_public.h"

static void test_article(void **state)
{
	static const char *const expected[] = {
		"<title>梅花针疼不疼</title>",
		"<h1>梅花针疼不疼</h1>",
		"<p class=\"sub\">特色，2026年3月2日，3 分钟读完</p>",
		"<img src=\"../media/c.jpg\" width=\"480\" height=\"360\"",
		"<p class=\"lead\">多数人说不疼</p>",
		"<h2>为什么</h2>\n<p>正文</p>",
		"href=\"index.html\" data-back",
		"href=\"../a/next.html\"",
		"property=\"og:type\" content=\"article\"",
		"content=\"https://care.example.cn/a/needle.html\"",
		"property=\"og:image\" "
		"content=\"https://care.example.cn/media/c.jpg\"",
	};
	struct picture cover = { .path = T("media/c.jpg"),
				 .width_px = 480,
				 .height_px = 360 };
	struct article_card next = { .slug = T("next"), .title = T("下一篇") };
	const struct article_card *related[] = { &next };
	struct article article = { .title = T("梅花针疼不疼"),
				   .category = T("特色"),
				   .summary = T("多数人说不疼"),
				   .date = { 2026, 3, 2 },
				   .slug = T("needle"),
				   .minutes = 3 };
	struct public_world w;
	struct article_input input = {
		.site = &w.site,
		.article = &article,
		.cover = &cover,
		.html = T("<h2>为什么</h2>\n<p>正文</p>\n"),
		.related = { related, 1 }
	};

	(void)state;
	public_open(&w, "zh-CN");
	article_page_render(&w.scratch, &input, &w.out);
	assert_true(public_is_sound(&w));
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!public_has(&w, expected[i]))
			fail_msg("the page lacks %s", expected[i]);
	public_close(&w);
}

/* General advice must not stand beside the means to buy from who gives it. */
static void test_no_contact(void **state)
{
	static const char *const never[] = {
		"tel:", "amap", "ticket", "../c/", "qr", "class=\"face\""
	};
	struct article article = { .title = T("甲"),
				   .slug = T("a"),
				   .minutes = 1 };
	struct public_world w;
	struct article_input input = { .site = &w.site, .article = &article };

	(void)state;
	public_open(&w, "zh-CN");
	article_page_render(&w.scratch, &input, &w.out);
	assert_true(public_is_sound(&w));
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (public_has(&w, never[i]))
			fail_msg("an article holds %s", never[i]);
	/* Nothing stands for what it lacks. */
	assert_true(public_has(&w, "<p class=\"sub\">1 分钟读完</p>"));
	assert_false(public_has(&w, "<img"));
	assert_false(public_has(&w, "class=\"lead\""));
	assert_false(public_has(&w, "<ul"));
	assert_false(public_has(&w, "og:image"));
	public_close(&w);
}

static void test_hostile(void **state)
{
	struct text evil = T(HOSTILE);
	struct article_card next = {
		.slug = T("x"), .title = evil, .category = evil, .summary = evil
	};
	const struct article_card *cards[] = { &next };
	struct picture cover = { .path = T("media/\"><script>.jpg"),
				 .width_px = 1,
				 .height_px = 1 };
	struct article article = { .title = evil,
				   .category = evil,
				   .summary = evil,
				   .slug = T("a"),
				   .minutes = 1 };
	struct public_world w;
	struct article_input input = { .site = &w.site,
				       .article = &article,
				       .cover = &cover,
				       .related = { cards, 1 } };
	struct article_index_input list = { .site = &w.site,
					    .articles = { cards, 1 } };

	(void)state;
	public_open(&w, "zh-CN");
	article_page_render(&w.scratch, &input, &w.out);
	assert_true(public_is_sound(&w));
	assert_true(public_has(&w, "<h1>" HOSTILE_HTML "</h1>"));
	assert_true(public_has(&w, "content=\"" HOSTILE_HTML "\""));
	buf_reset(&w.out);
	article_index_render(&w.scratch, &list, &w.out);
	assert_true(public_is_sound(&w));
	assert_true(public_has(&w, HOSTILE_HTML));
	public_close(&w);
}

/* The parts of the list: those named in clinic.yaml in that order, the others
 * by name, those without one last; newest first within each. */
static void test_index_order(void **state)
{
	static const char *const order[] = {
		"id=\"c1\"",  "</i>原理<", "a/y2.html", "a/y1.html",
		"id=\"c2\"",  "</i>膳食<", "a/s1.html", "id=\"c3\"",
		"</i>Alpha<", "a/al.html", "id=\"c4\"", "</i>zeta<",
		"a/ze.html",  "id=\"c5\"", "</i>其他<", "a/no.html",
	};
	struct article_card cards[] = {
		{ .slug = T("no"), .title = T("1") },
		{ .slug = T("ze"), .title = T("2"), .category = T("zeta") },
		{ .slug = T("s1"), .title = T("3"), .category = T("膳食") },
		{ .slug = T("y2"), .title = T("4"), .category = T("原理") },
		{ .slug = T("al"), .title = T("5"), .category = T("Alpha") },
		{ .slug = T("y1"), .title = T("6"), .category = T("原理") },
	};
	const struct article_card *all[6];
	struct public_world w;
	struct article_index_input list = { .site = &w.site,
					    .articles = { all, 6 } };
	struct text rest;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		all[i] = &cards[i];
	public_open(&w, "zh-CN");
	article_index_render(&w.scratch, &list, &w.out);
	assert_true(public_is_sound(&w));
	rest = buf_text(&w.out);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		size_t at = text_find(rest, order[i]);

		if (at == SIZE_MAX)
			fail_msg("%s is not where it belongs", order[i]);
		rest = text_from(rest, at);
	}
	assert_true(public_has(&w, "href=\"#c5\">其他</a>"));
	public_close(&w);
}

static void test_index_small(void **state)
{
	struct article_card card = { .slug = T("a"),
				     .title = T("甲"),
				     .category = T("原理") };
	const struct article_card *all[] = { &card };
	struct public_world w;
	struct article_index_input list = { .site = &w.site };

	(void)state;
	public_open(&w, "zh-CN");
	article_index_render(&w.scratch, &list, &w.out);
	assert_true(public_is_sound(&w));
	assert_true(public_has(&w, "还没有文章"));
	buf_reset(&w.out);
	list.articles = (struct article_cards){ all, 1 };
	article_index_render(&w.scratch, &list, &w.out);
	/* One category needs no list of categories. */
	assert_false(public_has(&w, "<nav"));
	assert_int_equal(public_count(&w, "<section"), 1);
	public_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_article),
		cmocka_unit_test(test_no_contact),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_index_order),
		cmocka_unit_test(test_index_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
