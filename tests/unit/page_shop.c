/* page/shop: what a shop has and has not, its week, its waiting line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/shop.h"

#include "page_public.h"

struct shop_world {
	struct public_world w;
	struct store store;
	struct queue queue;
	struct therapist therapists[3];
	struct therapist_card cards[3];
	struct shop_input input;
};

static void shop_open(struct shop_world *s, const char *language)
{
	*s = (struct shop_world){ 0 };
	public_open(&s->w, language);
	s->store.key = T("guiyang");
	s->input = (struct shop_input){
		.site = &s->w.site,
		.store = &s->store,
		.therapists = s->cards,
	};
}

static void add_therapist(struct shop_world *s, const char *yaml)
{
	size_t i = s->input.therapist_count++;

	public_read(&s->w, &therapist_table, &s->therapists[i], yaml);
	s->cards[i].therapist = &s->therapists[i];
}

static void render(struct shop_world *s)
{
	buf_reset(&s->w.out);
	arena_reset(&s->w.scratch);
	shop_page_render(&s->w.scratch, &s->input, &s->w.out);
	assert_true(public_is_sound(&s->w));
}

static const char whole_store[] = "名称: 贵阳花果园店\n"
				  "地址: 花果园大街 88 号\n"
				  "电话: 0851-8000 0000\n"
				  "营业时间: 每天 9:00-12:00 14:00-20:00\n"
				  "地图: 106.683, 26.563\n"
				  "科室:\n"
				  "  - 名称: 养发科\n"
				  "    介绍: 毛囊镜检测\n"
				  "公告: 周日下午休息\n"
				  "预约:\n"
				  "  电话: 0851-80001111\n"
				  "  链接: https://book.example.cn/hgy\n"
				  "  说明: 请留 90 分钟\n"
				  "体验券:\n"
				  "  名称: 头皮检测一次\n";

static void test_whole(void **state)
{
	static const char *const expected[] = {
		"<title>贵阳花果园店 · 苗岭青丝</title>",
		"<h1>贵阳花果园店</h1>",
		"data-open=\"09:00-12:00 14:00-20:00\" hidden",
		"href=\"tel:085180000000\">打电话",
		"https://uri.amap.com/marker?position=106.683,26.563"
		"&amp;name=%E8%B4%B5%E9%98%B3",
		"周日下午休息",
		"href=\"tel:085180001111\">电话预约",
		"href=\"https://book.example.cn/hgy\"",
		"<h3>养发科</h3><p class=\"sub\">毛囊镜检测</p>",
		"<h2>头皮检测一次</h2>",
		"data-queue=\"guiyang.queue.json\"",
		"<b class=\"num\">A12</b>",
		"前面还有 2 位",
		"<li class=\"tag k-t\">陈*</li>",
		"10:15 更新",
		"从业 16 年",
		"content=\"https://care.example.cn/c/guiyang.html\"",
		"href=\"../assets/careplan.",
	};
	struct shop_world s;

	(void)state;
	shop_open(&s, "zh-CN");
	public_read(&s.w, &store_table, &s.store, whole_store);
	public_read(&s.w, &queue_table, &s.queue,
		    "当前号: A12\n等候: [A13, 陈*]\n更新: '10:15'\n");
	s.input.queue = &s.queue;
	add_therapist(&s, "姓名: 龙秀英\n职称: 理疗师\n从业年限: 16\n"
			  "专长: [养护]\n介绍: 苗医世家\n");
	render(&s);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!public_has(&s.w, expected[i]))
			fail_msg("the page lacks %s", expected[i]);
	public_close(&s.w);
}

/* Nothing is left behind by what a shop has not: no heading, no empty tag. */
static void test_bare(void **state)
{
	static const char *const absent[] = {
		"id=\"queue\"",
		"id=\"book\"",
		"id=\"people\"",
		"id=\"week\"",
		"id=\"rooms\"",
		"ticket",
		"tel:",
		"amap",
		"data-open",
		"<ul",
		"<ol",
		"<p></p>",
		"<p class=\"sub\"></p>",
	};
	struct shop_world s;

	(void)state;
	shop_open(&s, "zh-CN");
	public_read(&s.w, &store_table, &s.store, "名称: 小店\n");
	render(&s);
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		if (public_has(&s.w, absent[i]))
			fail_msg("the page holds %s", absent[i]);
	public_close(&s.w);
}

static void test_title_length(void **state)
{
	static const struct {
		const char *yaml, *title;
	} cases[] = {
		{ "名称: 一二三四五六七八九十一二三\n",
		  "<title>一二三四五六七八九十一二三 · 苗岭青丝</title>" },
		{ "名称: 一二三四五六七八九十一二三四\n",
		  "<title>一二三四五六七八九十一二三四</title>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct shop_world s;

		shop_open(&s, "zh-CN");
		public_read(&s.w, &store_table, &s.store, cases[i].yaml);
		render(&s);
		assert_true(public_has(&s.w, cases[i].title));
		public_close(&s.w);
	}
}

static void test_week(void **state)
{
	static const char *const expected[] = {
		/* Monday off, the others as most cells have it. */
		"<th scope=\"row\">甲</th><td>休</td><td><i>上午</i><i>下午</i>"
		"</td><td><i>上午</i></td><td>休</td>",
		/* Other times are shown, words are kept as words. */
		"<th scope=\"row\">乙</th><td><i>9:30–12:00</i></td>"
		"<td><i>上午</i></td><td>按预约</td><td><i>全天</i></td>",
		"上午 9:00–12:00，下午 14:00–20:00，全天 8:00–18:00。",
		"<span data-past=\"2026-06-21\">甲 2026年6月19日 至 "
		"6月21日休假。",
		"<span data-past=\"2026-07-01\">甲 2026年7月1日休假。",
	};
	struct shop_world s;

	(void)state;
	shop_open(&s, "zh-CN");
	public_read(&s.w, &store_table, &s.store, "名称: 小店\n");
	add_therapist(&s, "姓名: 甲\n排班:\n"
			  "  周一: 休\n"
			  "  周二: 9:00-12:00 14:00-20:00\n"
			  "  周三: 9:00-12:00\n"
			  "休假: [2026-06-19 至 2026-06-21, 2026-07-01]\n");
	add_therapist(&s, "姓名: 乙\n排班:\n"
			  "  周一: 9:30-12:00\n"
			  "  周二: 上午\n"
			  "  周三: 按预约\n"
			  "  周四: 8:00-18:00\n");
	add_therapist(&s, "姓名: 丙\n");
	render(&s);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!public_has(&s.w, expected[i]))
			fail_msg("the page lacks %s", expected[i]);
	assert_int_equal(public_count(&s.w, "<th scope=\"row\">"), 2);
	public_close(&s.w);
}

/* Leave without a schedule is told as well. */
static void test_leave_alone(void **state)
{
	struct shop_world s;

	(void)state;
	shop_open(&s, "en");
	public_read(&s.w, &store_table, &s.store, "名称: Shop\n");
	add_therapist(&s, "姓名: Ann\n休假: 2026-07-01\n");
	render(&s);
	assert_false(public_has(&s.w, "<table"));
	assert_true(public_has(&s.w, "Ann: on leave 1 Jul 2026."));
	public_close(&s.w);
}

/* The patients' side of a therapist's card is not for the public. */
static void test_private_fields(void **state)
{
	struct picture code = { .path = T("media/wechat.png"),
				.width_px = 200,
				.height_px = 200 };
	struct shop_world s;

	(void)state;
	shop_open(&s, "zh-CN");
	public_read(&s.w, &store_table, &s.store, "名称: 小店\n");
	add_therapist(&s, "姓名: 甲\n电话: 13800138000\n微信二维码: q.png\n");
	s.cards[0].wechat_qr = &code;
	render(&s);
	assert_false(public_has(&s.w, "13800138000"));
	assert_false(public_has(&s.w, "wechat"));
	public_close(&s.w);
}

static void test_hostile(void **state)
{
	struct text evil = T(HOSTILE);
	struct department room = { .name = evil };
	struct article_card article = { .slug = T("x"),
					.title = evil,
					.category = evil };
	const struct article_card *articles[] = { &article };
	struct shop_world s;

	(void)state;
	shop_open(&s, "zh-CN");
	public_read(&s.w, &store_table, &s.store, "名称: 小店\n地图: 1, 2\n");
	s.w.clinic.name = s.w.clinic.slogan = s.w.clinic.icp = evil;
	s.store.name = s.store.address = s.store.phone = evil;
	s.store.key = T("a\"b 店");
	s.store.departments = (struct list){ &room, 1 };
	s.store.hours.text = evil;
	s.queue = (struct queue){ .now = evil,
				  .waiting = { &evil, 1 },
				  .updated = evil };
	s.input.queue = &s.queue;
	s.input.articles = (struct article_cards){ articles, 1 };
	s.therapists[0] = (struct therapist){ .name = evil,
					      .title = evil,
					      .specialties = { &evil, 1 } };
	s.therapists[0].schedule.monday.text = evil;
	s.cards[0].therapist = &s.therapists[0];
	s.input.therapist_count = 1;
	render(&s);
	assert_true(public_has(&s.w, "<h1>" HOSTILE_HTML "</h1>"));
	assert_true(public_has(&s.w,
			       "data-queue=\"a%22b%20%E5%BA%97.queue.json\""));
	assert_true(public_has(&s.w, "&amp;name=%3Cscript%3E"));
	assert_false(public_has(&s.w, "<script>alert"));
	public_close(&s.w);
}

static void test_queue_json(void **state)
{
	struct text waiting[] = { TEXT("A13"), TEXT("陈\"\\\n<") };
	struct queue queue = { .now = T("A12"),
			       .waiting = { waiting, 2 },
			       .updated = T("10:15") };
	struct shop_input input = { .queue = &queue };
	struct buf out = BUF_INIT;

	(void)state;
	shop_queue_json(&input, &out);
	assert_string_equal(out.at, "{\"now\":\"A12\",\"waiting\":[\"A13\","
				    "\"陈\\\"\\\\\\n\\u003c\"],"
				    "\"updated\":\"10:15\"}\n");
	buf_reset(&out);
	queue = (struct queue){ 0 };
	shop_queue_json(&input, &out);
	assert_string_equal(out.at,
			    "{\"now\":null,\"waiting\":[],\"updated\":null}\n");
	buf_reset(&out);
	input.queue = NULL;
	shop_queue_json(&input, &out);
	assert_string_equal(out.at,
			    "{\"now\":null,\"waiting\":[],\"updated\":null}\n");
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_title_length),
		cmocka_unit_test(test_week),
		cmocka_unit_test(test_leave_alone),
		cmocka_unit_test(test_private_fields),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_queue_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
