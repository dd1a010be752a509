/* page/plan_ics: which events there are, and names that stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/plan.h"
#include "unit/page_patient.h"

static struct buf ics = BUF_INIT;

static struct patient *open_and_render(const char *plan)
{
	struct patient *patient = patient_open("zh-CN", plan);

	assert_int_equal(patient->diags.errors, 0);
	buf_reset(&ics);
	plan_ics_render(&patient->scratch, &patient->input, &ics);
	return patient;
}

#define HEAD                                                                   \
	"编号: p-1\n姓名: 王秀兰\n称呼: 王女士\n理疗师: a\n"    \
	"开始: 2026-01-05\n结束: 2026-02-28\n"

/* The UID of the n-th event. */
static struct text uid_of(size_t n)
{
	struct text rest = buf_text(&ics);

	for (size_t i = 0; i <= n; i++)
		rest = text_from(rest, text_find(rest, "UID:") + 4);
	return text_part(rest, 0, text_find(rest, "\r"));
}

static void test_an_event_for_each(void **state)
{
	struct patient *patient = open_and_render(patient_plan);

	(void)state;
	assert_int_equal(patient_count(buf_text(&ics), "BEGIN:VEVENT"), 10);
	assert_int_equal(patient_count(buf_text(&ics), "RRULE:"), 4);
	assert_int_equal(
		patient_count(buf_text(&ics), "DTSTAMP:20260105T000000Z"), 10);
	assert_true(patient_has(&ics,
				"DTSTART;TZID=Asia/Shanghai:20260516T143000"));
	assert_true(patient_has(&ics, "SUMMARY:苗药头皮导引"));
	assert_true(patient_has(&ics, "SUMMARY:复诊 苗岭青丝 贵阳花果园店"));
	assert_false(patient_has(&ics, "王"));
	for (size_t a = 0; a < 10; a++)
		for (size_t b = 0; b < a; b++)
			assert_false(text_equal(uid_of(a), uid_of(b)));
	patient_close(patient);
}

static void test_same_plan_same_bytes(void **state)
{
	struct patient *patient = open_and_render(patient_plan);
	struct text first = arena_text(&patient->arena, buf_text(&ics));

	(void)state;
	buf_reset(&ics);
	patient->input.updated.day++;
	plan_ics_render(&patient->scratch, &patient->input, &ics);
	assert_true(text_equal(first, buf_text(&ics)));
	patient_close(patient);
}

static void test_names_stay_when_items_are_added(void **state)
{
	static const char before[] =
		HEAD "疗程: [{项目: 乙, 每: 周二}, {项目: 乙, 每: 周五}]\n"
		     "复诊: [2026-02-07]\n";
	static const char after[] = HEAD
		"疗程:\n  - {项目: 甲, 每: 周一}\n  - {项目: 乙, 每: 周二}\n"
		"  - {项目: 丙, 每: 周三}\n  - {项目: 乙, 每: 周五}\n"
		"复诊: [2026-01-20, 2026-02-07]\n";
	struct patient *patient = open_and_render(before);
	struct text revisit, first, second;

	(void)state;
	revisit = arena_text(&patient->arena, uid_of(0));
	first = arena_text(&patient->arena, uid_of(1));
	second = arena_text(&patient->arena, uid_of(2));
	assert_false(text_equal(first, second));
	patient_close(open_and_render(after));
	assert_true(text_equal(uid_of(1), revisit));
	assert_true(text_equal(uid_of(3), first));
	assert_true(text_equal(uid_of(5), second));
	patient_close(patient);
}

static void test_another_link_other_names(void **state)
{
	struct patient *patient = open_and_render(patient_plan);
	struct text first = arena_text(&patient->arena, uid_of(0));

	(void)state;
	patient->input.token = T("bbbbbbbbbbbbbbbbbbbbbbbbbb");
	buf_reset(&ics);
	plan_ics_render(&patient->scratch, &patient->input, &ics);
	assert_false(text_equal(first, uid_of(0)));
	assert_false(patient_has(&ics, "bbbbbbbb"));
	patient_close(patient);
}

static void test_days_left_out(void **state)
{
	static const char plan[] = HEAD
		"疗程:\n"
		"  - {项目: 甲, 每: 周二, 时间: 10:00,\n"
		"     除: [2026-01-13, 2026-01-14, 2026-03-03]}\n"
		/* Nothing is left of this one. */
		"  - {项目: 乙, 每: 周二, 从: 2026-01-05, 到: 2026-01-11,\n"
		"     除: 2026-01-06}\n"
		/* And no day matches here. */
		"  - {项目: 丙, 每: 每月31日, 从: 2026-02-01}\n";
	struct patient *patient = open_and_render(plan);

	(void)state;
	assert_int_equal(patient_count(buf_text(&ics), "BEGIN:VEVENT"), 1);
	assert_true(patient_has(
		&ics, "EXDATE;TZID=Asia/Shanghai:20260113T100000\r\n"));
	assert_false(patient_has(&ics, "20260114"));
	assert_false(patient_has(&ics, "20260303T"));
	patient_close(patient);
}

struct length {
	const char *duration, *expected; /* "" for none */
};

static void test_lengths_in_words(void **state)
{
	static const struct length cases[] = {
		{ "60 分钟", "DURATION:PT60M\r" },
		{ "45分钟", "DURATION:PT45M\r" },
		{ "半小时", "DURATION:PT30M\r" },
		{ "2小时", "DURATION:PT120M\r" },
		{ "30 min", "DURATION:PT30M\r" },
		{ "1 hour", "DURATION:PT60M\r" },
		{ "100 下", "" },
		{ "999999999999999999999 分钟", "" },
		{ "分钟", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct patient *patient = patient_open(
			"zh-CN", HEAD "疗程: [{项目: 甲, 每: 周二, "
				      "时间: 10:00, 时长: x}]\n");
		struct treatment *treatment = patient->plan.treatments.items;

		treatment->duration = text_of(cases[i].duration);
		buf_reset(&ics);
		plan_ics_render(&patient->scratch, &patient->input, &ics);
		if (!cases[i].expected[0])
			assert_false(patient_has(&ics, "DURATION:"));
		else if (!patient_has(&ics, cases[i].expected))
			fail_msg("%s: not %s", cases[i].duration,
				 cases[i].expected);
		patient_close(patient);
	}
}

static int setup(void **state)
{
	(void)state;
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_release(&ics);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_event_for_each),
		cmocka_unit_test(test_same_plan_same_bytes),
		cmocka_unit_test(test_names_stay_when_items_are_added),
		cmocka_unit_test(test_another_link_other_names),
		cmocka_unit_test(test_days_left_out),
		cmocka_unit_test(test_lengths_in_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
