/* page/message: names become values, clauses about nothing go, and what nobody
 * knows stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/message.h"

#include "base/buf.h"

static const struct message_values all = {
	.display_name = TEXT("王女士"),
	.name = TEXT("王丽华"),
	.time = TEXT("14:30"),
	.bring = TEXT("膏方和木梳"),
	.date = { 2026, 11, 28 },
};

static const struct message_values no_bring = {
	.display_name = TEXT("王女士"),
	.time = TEXT("14:30"),
	.date = { 2026, 11, 28 },
};

static const struct message_values only_date = { .date = { 2026, 11, 28 } };

static const struct message_values nothing = { 0 };

struct message_case {
	const struct message_values *values;
	const char *message, *expected; /* a date as [2026-11-28] */
	const char *unknown;		/* with a blank behind each */
};

static const struct message_case cases[] = {
	{ &all, "{{称呼}}您好，您 {{日期}} {{时间}} 复诊，请带上{{带}}。",
	  "王女士您好，您 [2026-11-28] 14:30 复诊，请带上膏方和木梳。", "" },
	{ &all, "{{display_name}} {{name}} {{date}} {{time}} {{bring}}",
	  "王女士 王丽华 [2026-11-28] 14:30 膏方和木梳", "" },
	{ &all, "｛｛ 称呼　｝｝，{{ 姓名 }}", "王女士，王丽华", "" },
	{ &all, "没有名字的话", "没有名字的话", "" },
	{ &all, "", "", "" },
	{ &all, "  \n ", "", "" },
	{ &all, "第一行\n\n第二行 {{时间}}\n", "第一行\n\n第二行 14:30", "" },

	/* What nobody knows stays, and is told as often as it is there. */
	{ &all, "{{电话}}，{{称乎}}，{{称乎}}", "{{电话}}，{{称乎}}，{{称乎}}",
	  "电话 称乎 称乎 " },
	{ &all, "{{}}", "{{}}", " " },
	{ &all, "{{称呼", "{{称呼", "" },
	{ &all, "{称呼} }} {{ {{称呼}}", "{称呼} }} {{ {{称呼}}", "{{称呼 " },
	{ &all,
	  "{{很长很长很长很长很长很长很长很长很长很长很长很长很长的名字}}",
	  "{{很长很长很长很长很长很长很长很长很长很长很长很长很长的名字}}",
	  "" },

	/* Clauses about nothing. */
	{ &no_bring, "您 {{日期}} 复诊，请带上{{带}}，别洗头。来不了说一声。",
	  "您 [2026-11-28] 复诊，别洗头。来不了说一声。", "" },
	{ &no_bring, "您 {{日期}} 复诊，请带上{{带}}。\n路上慢一点。",
	  "您 [2026-11-28] 复诊。\n路上慢一点。", "" },
	{ &no_bring, "到店回访。请带上：{{带}}。\n不用洗头。",
	  "到店回访。\n不用洗头。", "" },
	{ &no_bring, "到店回访\n请带上：{{带}}\n不用洗头", "到店回访\n不用洗头",
	  "" },
	{ &no_bring, "到店回访\n请带上：{{带}}", "到店回访", "" },
	{ &no_bring, "您来一趟，请带上{{带}}", "您来一趟", "" },
	{ &no_bring, "请带上{{带}}", "", "" },
	{ &no_bring, "请带上{{带}}，{{姓名}}，别洗头", "别洗头", "" },
	{ &no_bring, "{{姓名}}！{{称呼}}您好", "王女士您好", "" },
	{ &nothing, "{{称呼}}，生日快乐！", "生日快乐！", "" },
	{ &no_bring, "Come at {{时间}}. Please bring {{带}}. Bye.",
	  "Come at 14:30. Bye.", "" },
	{ &no_bring, "Please bring {{带}}. Bye.", "Bye.", "" },
	/* A clause that still says something stays, without double blanks. */
	{ &only_date, "提醒您 {{日期}} {{时间}} 到店。",
	  "提醒您 [2026-11-28] 到店。", "" },
	{ &only_date, "{{日期}} {{时间}}，到店", "[2026-11-28]，到店", "" },
	{ &only_date, "{{日期}} {{时间}}", "[2026-11-28]", "" },
	{ &only_date, "{{称呼}}{{日期}}没等到您", "[2026-11-28]没等到您", "" },
	/* A sign inside a number ends nothing. */
	{ &no_bring, "1.5 公斤{{带}}或 2,5", "", "" },
	{ &no_bring, "14.30 {{时间}}", "14.30 14:30", "" },
};

static struct text joined(struct buf *buf, const struct message *message)
{
	const struct message_part *parts =
		message ? message->parts.items : NULL;

	buf_reset(buf);
	for (size_t i = 0; message && i < message->parts.count; i++)
		if (parts[i].date)
			buf_format(buf, "[%.*s]", TEXT_ARG(parts[i].date->iso));
		else
			buf_add_text(buf, parts[i].text);
	return buf_text(buf);
}

static void test_cases(void **state)
{
	struct arena arena;
	struct buf buf = BUF_INIT;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct message_case *c = &cases[i];
		struct texts unknown;
		const struct message *message = message_fill(
			&arena, text_of(c->message), c->values, &unknown);
		struct text got = joined(&buf, message);

		if (!text_is(got, c->expected))
			fail_msg("%s\n  expected %s\n  but was  %.*s",
				 c->message, c->expected, TEXT_ARG(got));
		if (!message != !c->expected[0])
			fail_msg("%s: nothing to say?", c->message);
		buf_reset(&buf);
		for (size_t k = 0; k < unknown.count; k++)
			buf_format(&buf, "%.*s ", TEXT_ARG(unknown.items[k]));
		if (!text_is(buf_text(&buf), c->unknown))
			fail_msg("%s\n  expected unknown %s\n  but was  %.*s",
				 c->message, c->unknown,
				 TEXT_ARG(buf_text(&buf)));
		arena_reset(&arena);
	}
	buf_release(&buf);
	arena_release(&arena);
}

/* A name in a value is no name. */
static void test_values_are_not_read(void **state)
{
	const struct message_values values = {
		.display_name = TEXT("{{姓名}}，{{带}}"),
		.name = TEXT("王丽华"),
	};
	struct arena arena;
	struct buf buf = BUF_INIT;
	struct texts unknown;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	assert_true(text_is(joined(&buf, message_fill(&arena, T("{{称呼}}您好"),
						      &values, &unknown)),
			    "{{姓名}}，{{带}}您好"));
	assert_int_equal(unknown.count, 0);
	buf_release(&buf);
	arena_release(&arena);
}

/* Names beyond the limit stay; unknown may be NULL. */
static void test_limit(void **state)
{
	struct arena arena;
	struct buf written = BUF_INIT, buf = BUF_INIT;
	struct texts unknown;
	const struct message *message;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (int i = 0; i < MESSAGE_MOST_NAMES + 2; i++)
		buf_add_string(&written, "{{时间}}");
	message = message_fill(&arena, buf_text(&written), &all, &unknown);
	assert_int_equal(unknown.count, 2);
	assert_true(
		text_ends(joined(&buf, message), "14:3014:30{{时间}}{{时间}}"));
	assert_non_null(message_fill(&arena, buf_text(&written), &all, NULL));
	buf_release(&buf);
	buf_release(&written);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_values_are_not_read),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
