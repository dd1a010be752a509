/* page/record_page: one patient for the therapist's eyes; what is not written
 * is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "unit/page_sealed.h"

#define HOSTILE "<script>alert(1)</script>\"'&{{clinic.name}}"

static struct buf page = BUF_INIT;

static void render(struct sealed *s)
{
	assert_non_null(s->patient->view.theme);
	buf_reset(&page);
	record_page_render(&s->patient->scratch, &s->input, &page);
	assert_true(patient_has(&page, "</html>\n"));
}

static size_t count(const char *needle)
{
	return patient_count(buf_text(&page), needle);
}

static bool is_before(const char *a, const char *b)
{
	return text_find(buf_text(&page), a) < text_find(buf_text(&page), b);
}

static void test_everything(void **state)
{
	static const char *const shown[] = {
		"<h1>王丽华</h1>",
		"<p>发缝变宽</p>",
		"<span class=\"tag\">怕疼</span>",
		"href=\"tel:13900000007\"",
		"139 0000 0007",
		"href=\"../../p/p7.html\"",
		"href=\"index.html\"",
		"wanglh_demo",
		"南明区花果园 R2 区 6 栋",
		"丈夫跑长途；女儿在成都读研",
		"小学语文老师",
		"不吃羊肉",
		"凌晨五点醒",
		"冬天戴毛线帽",
		"分三期付",
		"同事赵老师介绍",
		"4H2P-M8TR-6",
		"<dd>200</dd>",
		"说膏方有点甜",
		"怕针，第一次做先用手指叩",
		"记得当面谢",
		"头皮导引",
		"二至养发膏",
		"10 克，温水化开",
		"第二期疗程",
		"¥3,600",
		"剩下的膏方和木梳",
		"更新于 2026年11月20日",
	};
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (!patient_has(&page, shown[i]))
			fail_msg("the record lacks %s", shown[i]);
	/* What is paid is of no interest here. */
	assert_false(patient_has(&page, "第一期疗程"));
	assert_false(patient_has(&page, "{{"));
	sealed_close(s);
}

/* Each says when it is wanted; none for revisits that are done. */
static void test_messages(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	assert_int_equal(count("<details data-past="), 3);
	assert_int_equal(count("<details data-late="), 3);
	assert_int_equal(count("data-copy"), 3 + 3 + 2);
	assert_true(patient_has(&page, "<details data-past=\"2026-11-28\">"));
	assert_true(patient_has(&page, "<details data-late=\"2026-11-28\">"));
	assert_false(patient_has(&page, "data-late=\"2026-10-10\""));
	assert_true(patient_has(&page, "王女士您好，我是龙秀英。您 11月28日 "
				       "周六 14:30 复诊，请带上剩下的膏方和木梳"
				       "，当天先别洗头。"));
	assert_true(patient_has(&page, "您 1月9日 周六 复诊，当天先别洗头。"));
	assert_true(patient_has(&page, "王女士，今天是您的生日"));
	assert_true(patient_has(&page, "您介绍的朋友到店了"));

	memset(&s->patient->clinic.messages, 0,
	       sizeof(s->patient->clinic.messages));
	render(s);
	assert_int_equal(count("data-copy"), 0);
	assert_false(patient_has(&page, "发消息"));
	sealed_close(s);
}

struct birthday_case {
	const char *birthday, *updated;
	const char *wording;
	const char *days[RECORD_BIRTHDAYS]; /* as they are shown */
};

static const struct birthday_case birthday_cases[] = {
	/* 2027 and 2028 have no leap eighth month. */
	{ "农历1976年闰八月初十",
	  "2026-11-20",
	  "农历1976年闰八月初十",
	  { "2027年9月10日，满 51 岁", "2028年9月28日，满 52 岁" } },
	/* 2025 has a leap sixth month. */
	{ "农历1987年闰六月初三",
	  "2025-06-01",
	  "农历1987年闰六月初三",
	  { "2025年7月27日，满 38 岁", "2026年7月16日，满 39 岁" } },
	{ "1996-02-29",
	  "2026-11-20",
	  "1996-02-29",
	  { "2027年2月28日，满 31 岁", "2028年2月29日，满 32 岁" } },
	/* Without a year there is no age. */
	{ "农历七月初十",
	  "2026-11-20",
	  "农历七月初十",
	  { "2027年8月11日</p>", "2028年8月29日</p>" } },
	/* On the very day. */
	{ "8月16日",
	  "2026-08-16",
	  "8月16日",
	  { "2026年8月16日</p>", "2027年8月16日</p>" } },
	/* After the last visit, where nothing tells of the last change. */
	{ "1980-10-01",
	  NULL,
	  "1980-10-01",
	  { "2027年10月1日，满 47 岁", "2028年10月1日，满 48 岁" } },
};

static void test_birthdays(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	for (size_t i = 0;
	     i < sizeof(birthday_cases) / sizeof(birthday_cases[0]); i++) {
		const struct birthday_case *c = &birthday_cases[i];

		/* The last visit is of 14 November 2026. */
		s->record.visits.count = i == 5 ? 8 : 0;
		s->input.updated = (struct date){ 0 };
		if (c->updated)
			assert_int_equal(date_read(text_of(c->updated),
						   &s->input.updated),
					 DATE_OK);
		assert_int_equal(lunar_read_birthday(&s->patient->arena,
						     text_of(c->birthday),
						     &s->record.birthday),
				 BIRTHDAY_OK);
		render(s);
		assert_true(patient_has(&page, c->wording));
		for (size_t k = 0; k < RECORD_BIRTHDAYS; k++)
			if (!patient_has(&page, c->days[k]))
				fail_msg("%s: not %s", c->birthday, c->days[k]);
	}
	sealed_close(s);
}

static void test_visits_and_notes(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	assert_true(patient_has(&page, "8 次"));
	assert_true(patient_has(&page, "更早的 2 次"));
	assert_true(is_before("2026年11月14日", "2026年10月24日"));
	assert_true(is_before("2026年8月22日", "更早的"));
	assert_true(is_before("更早的", "2026年8月8日"));
	/* Notes without a day come last. */
	assert_true(is_before("怕针，第一次", "记得当面谢"));
	assert_int_equal(count("class=\"on\""), 2);
	s->record.visits.count = RECORD_VISITS;
	render(s);
	assert_false(patient_has(&page, "更早的"));
	s->record.visits.count = s->record.notes.count = 0;
	render(s);
	assert_false(patient_has(&page, "class=\"line\""));
	sealed_close(s);
}

static void test_almost_nothing(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->record.phone = T("");
	s->record.birthday = (struct birthday){ 0 };
	s->record.tags.count = 0;
	s->input.points = 0;
	render(s);
	assert_false(patient_has(&page, "tel:"));
	assert_false(patient_has(&page, "生日"));
	assert_false(patient_has(&page, "积分"));
	assert_false(patient_has(&page, "class=\"tags\""));

	/* No record, no page, nothing in the plan. */
	s->input.record = NULL;
	s->input.plan_path = s->input.problem = T("");
	s->input.updated = (struct date){ 0 };
	s->patient->plan.revisits.count = 0;
	s->patient->plan.treatments.count = 0;
	s->patient->plan.medicines.count = 0;
	s->patient->plan.bills.count = 0;
	render(s);
	assert_true(patient_has(&page, "还没有写档案"));
	assert_int_equal(count("class=\"btns\""), 1); /* 谢谢转介绍 */
	assert_int_equal(count("<section"), 1);
	sealed_close(s);
}

static void test_escapes(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct record *r = &s->record;
	struct visit *visits = r->visits.items;
	struct note *notes = r->notes.items;

	(void)state;
	r->phone = r->wechat = r->address = r->family = T(HOSTILE);
	r->job = r->diet_preference = r->sleep = r->dress = T(HOSTILE);
	r->economy = r->source = r->referred_by = T(HOSTILE);
	r->tags.items[0] = r->birthday.text = T(HOSTILE);
	r->birthday.is_lunar = false;
	visits[7].item = visits[7].note = notes[0].text = T(HOSTILE);
	s->patient->plan.name = s->patient->plan.display_name = T(HOSTILE);
	s->input.problem = s->input.plan_path = T(HOSTILE);
	render(s);
	assert_false(patient_has(&page, "<script>"));
	assert_false(patient_has(&page, "\"'&{{"));
	/* 11 facts, birthday, tag, visit (2), note, name, problem, path, and
	 * the name in each of 8 messages; the number to dial has no digits
	 * but one. */
	assert_int_equal(count("&lt;script&gt;"), 11 + 1 + 1 + 2 + 1 + 3 + 8);
	sealed_close(s);
}

static void test_is_private(void **state)
{
	struct sealed *s = sealed_open("en");
	struct text title;

	(void)state;
	render(s);
	assert_true(sealed_is_private(&page, &title));
	assert_true(patient_has(&page, "href=\"../../assets/"));
	assert_true(text_find(title, "王") == SIZE_MAX);
	sealed_close(s);
}

static void test_no_clock(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct buf first = BUF_INIT;

	(void)state;
	render(s);
	buf_add_text(&first, buf_text(&page));
	setenv("TZ", "Pacific/Kiritimati", 1);
	tzset();
	render(s);
	assert_true(text_equal(buf_text(&page), buf_text(&first)));
	setenv("TZ", "", 1);
	buf_release(&first);
	sealed_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_birthdays),
		cmocka_unit_test(test_visits_and_notes),
		cmocka_unit_test(test_almost_nothing),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_is_private),
		cmocka_unit_test(test_no_clock),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_release(&page);
	return failed;
}
