/*
 * model/fields with the real table of plans: both languages, every kind of
 * mistake with its code and place, and what stays readable beside it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "content/yamldoc.h"
#include "model/documents.h"
#include "model/plan.h"

static struct arena arena;
static struct diags diags;

#define HEAD                                                                   \
	"编号: p-1\n姓名: 王秀兰\n称呼: 王女士\n理疗师: t\n"    \
	"开始: 2026-01-05\n结束: 2026-06-30\n"

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	diags_init(&diags);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	diags_release(&diags);
	return 0;
}

static struct plan *read(const char *text, bool *good)
{
	struct source *source = ARENA_NEW(&arena, struct source);
	struct plan *plan = ARENA_NEW(&arena, struct plan);
	struct yaml_input input = { .source = source,
				    .is_key = documents_know };
	struct node *root;

	source->path = T("plan.yaml");
	source->text = text_of(text);
	input.len = source->text.len;
	root = yamldoc_read(&arena, &input, &diags);
	*good = root &&
		fields_read(&arena, &plan_table, plan, source, root, &diags);
	return plan;
}

static void reads_both_languages(void **state)
{
	bool good, good_english;
	struct plan *zh =
		read(HEAD "疗程:\n- 项目: 导引\n  每: 周六\n"
			  "  地点: 居家\n  除: 2026-02-14、2026-2-21\n",
		     &good);
	struct plan *en = read(
		"id: p-1\nname: 王秀兰\ndisplay_name: 王女士\ntherapist: t\n"
		"start: 2026.1.5\nend: 2026/6/30\ntreatments:\n- item: 导引\n"
		"  every: sat\n  place: home\n  except: [2026-02-14]\n",
		&good_english);
	const struct treatment *t = zh->treatments.items;

	(void)state;
	assert_true(good && good_english);
	assert_int_equal(diags.errors + diags.warnings, 0);
	assert_true(text_equal(zh->name, en->name));
	assert_int_equal(date_compare(zh->end, en->end), 0);
	assert_int_equal(zh->treatments.count, 1);
	assert_int_equal(t->place, PLAN_AT_HOME);
	assert_int_equal(t->except.count, 2);
	t = en->treatments.items;
	assert_int_equal(t->place, PLAN_AT_HOME);
}

static void takes_one_for_a_list(void **state)
{
	bool good;
	struct plan *plan =
		read(HEAD "注意事项: 早睡\n膳食:\n  宜: 芝麻\n"
			  "复诊:\n- 2026-02-07\n- 日期: 2026-03-14\n"
			  "  已到: 2026-03-14\n",
		     &good);
	const struct revisit *revisits = plan->revisits.items;

	(void)state;
	assert_true(good);
	assert_int_equal(plan->precautions.count, 1);
	assert_int_equal(plan->diet.eat.count, 1);
	assert_int_equal(plan->revisits.count, 2);
	assert_int_equal(revisits[0].date.month, 2);
	assert_true(revisits[1].done);
}

/* A mistake a row, behind HEAD (six lines). */
static const struct {
	const char *text, *code;
	uint32_t line, column;
	enum severity severity;
	const char *hint; /* a part of it, or NULL */
} mistakes[] = {
	{ "状态: 进行\n", "plan.choice.invalid", 7, 5, SEVERITY_ERROR,
	  "进行中" },
	{ "失效: 2026年13月6日\n", "plan.date.invalid", 7, 5, SEVERITY_ERROR,
	  "2026-12-06" },
	{ "失效: 2026-02-30\n", "plan.date.invalid", 7, 5, SEVERITY_ERROR,
	  NULL },
	{ "失效: 3月2日\n", "plan.date.invalid", 7, 5, SEVERITY_ERROR, NULL },
	{ "疗成:\n- 项目: x\n", "plan.key.unknown", 7, 1, SEVERITY_ERROR,
	  "疗程" },
	{ "artcles: x\n", "plan.key.unknown", 7, 1, SEVERITY_ERROR,
	  "articles" },
	{ "给自己的备忘: x\n", "plan.key.unknown", 7, 1, SEVERITY_WARNING,
	  NULL },
	{ "id: p-2\n", "plan.key.twice", 7, 1, SEVERITY_ERROR, NULL },
	{ "链接版本: 二\n", "plan.number.invalid", 7, 7, SEVERITY_ERROR, NULL },
	{ "疗程:\n- 项目: x\n", "plan.every.missing", 8, 3, SEVERITY_ERROR,
	  NULL },
	{ "疗程:\n- 项目: x\n  每: 有空时\n", "plan.every.invalid", 9, 6,
	  SEVERITY_ERROR, NULL },
	{ "疗程:\n- 项目: x\n  每: 每天\n  时间: 25:00\n", "plan.time.invalid",
	  10, 7, SEVERITY_ERROR, "14:30" },
	{ "疗程: 每天\n", "plan.treatment.invalid", 7, 5, SEVERITY_ERROR,
	  NULL },
	{ "费用:\n- 项目: x\n  金额: 免费\n", "plan.money.invalid", 9, 7,
	  SEVERITY_ERROR, NULL },
	{ "费用:\n- 项目: x\n  金额: 1\n  链接: javascript:alert(1)\n",
	  "plan.link.invalid", 10, 7, SEVERITY_ERROR, NULL },
	{ "检查:\n- 名称: x\n  日期: 2026-01-10\n  附件: ../../x.pdf\n",
	  "plan.file.invalid", 10, 7, SEVERITY_ERROR, NULL },
	{ "照片:\n  说明: 好\n", "plan.captions.invalid", 8, 7, SEVERITY_ERROR,
	  NULL },
	{ "照片:\n  说明:\n    ../x: 好\n", "plan.month.invalid", 9, 5,
	  SEVERITY_ERROR, NULL },
};

static void tells_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		char text[1024];
		const struct diag *diag;
		bool good;

		diags_release(&diags);
		diags_init(&diags);
		snprintf(text, sizeof(text), "%s%s", HEAD, mistakes[i].text);
		read(text, &good);
		diag = diags.first;
		if (!diag || strcmp(diag->code, mistakes[i].code))
			fail_msg("%s: %s", mistakes[i].text,
				 diag ? diag->code : "no diagnostic");
		assert_int_equal(diag->severity, mistakes[i].severity);
		assert_int_equal(good, diags.errors == 0);
		if (diag->span.line != mistakes[i].line ||
		    diag->span.column != mistakes[i].column)
			fail_msg("%s: at %u:%u", mistakes[i].text,
				 diag->span.line, diag->span.column);
		if (mistakes[i].hint &&
		    text_find(diag->hint, mistakes[i].hint) == SIZE_MAX)
			fail_msg("%s: hint “%.*s”", mistakes[i].text,
				 TEXT_ARG(diag->hint));
	}
}

static void misses_what_is_required(void **state)
{
	bool good;

	(void)state;
	read("编号: p-1\n姓名: x\n", &good);
	assert_false(good);
	assert_int_equal(diags.errors, 4);
}

static void checks_what_fields_cannot_see(void **state)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "疗程:\n- 项目: x\n  每: 每天\n  从: 2026-03-01\n"
		  "  到: 2026-02-01\n",
		  "plan.dates.order" },
		{ "复诊:\n- 2036-02-07\n", "plan.revisit.outside" },
		{ "状态: 进行中\n", "plan.consent.missing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[1024];
		struct plan *plan;
		bool good;

		diags_release(&diags);
		diags_init(&diags);
		snprintf(text, sizeof(text), "%s%s", HEAD, cases[i].text);
		plan = read(text, &good);
		assert_true(good);
		good = plan_check(plan, &diags);
		assert_int_equal(good, diags.errors == 0);
		if (!diags.first || strcmp(diags.first->code, cases[i].code))
			fail_msg("%s: %s", cases[i].text,
				 diags.first ? diags.first->code : "nothing");
	}
}

static void points_at_members(void **state)
{
	bool good;
	struct plan *plan = read(HEAD "同意:\n  照片: 2026-01-05\n", &good);
	struct place place = fields_place(&plan_table, plan, &plan->therapist);

	(void)state;
	assert_true(good);
	assert_int_equal(place.span.line, 4);
	assert_int_equal(place.span.column, 6);
	assert_true(fields_is_written(&consent_table, &plan->consent,
				      &plan->consent.photos));
	assert_false(fields_is_written(&consent_table, &plan->consent,
				       &plan->consent.share));
	assert_true(consent_allows_photos(&plan->consent));
	assert_false(consent_allows_shared_photos(&plan->consent));
}

/* Every row of every document can be found by both names, and says something */
static void check_rows(const struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];

		assert_ptr_equal(fields_find(table, text_of(field->key)),
				 field);
		assert_non_null(field->zh);
		assert_ptr_equal(fields_find(table, text_of(field->zh)), field);
		assert_non_null(field->about);
		if (field->table)
			check_rows(field->table);
	}
}

static void has_whole_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < document_kind_count; i++)
		check_rows(document_kinds[i].table);
	assert_true(documents_know(T("每")));
	assert_true(documents_know(T("valid_days")));
	assert_false(documents_know(T("注意")));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(reads_both_languages),
		TEST(takes_one_for_a_list),
		TEST(tells_mistakes),
		TEST(misses_what_is_required),
		TEST(checks_what_fields_cannot_see),
		TEST(points_at_members),
		TEST(has_whole_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
