#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/lang.h"
#include "content/yamldoc.h"
#include "content/yamlscan.h"

/*
 * YAML as therapists write it: what is read, and where each mistake is pointed
 * at. Places are checked to the column, because the caret is the message.
 */

static struct arena arena;
static struct diags diags;

static bool is_key(struct text name)
{
	static const char *const keys[] = { "姓名", "日期", "开始", "说明",
					    "id" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (text_is(name, keys[i]))
			return true;
	return false;
}

static struct node *read(const char *text)
{
	struct source *source = ARENA_NEW(&arena, struct source);
	struct yaml_input input = { .source = source, .is_key = is_key };

	source->path = T("plan.yaml");
	source->text = text_of(text);
	input.len = source->text.len;
	return yamldoc_read(&arena, &input, &diags);
}

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

static void check_text(const struct node *map, const char *key,
		       const char *expected)
{
	const struct node *node = yamldoc_find(map, text_of(key));

	assert_non_null(node);
	assert_int_equal(node->kind, NODE_SCALAR);
	if (!text_is(node->text, expected))
		fail_msg("%s is “%.*s”", key, TEXT_ARG(node->text));
}

static void reads_scalars_as_text(void **state)
{
	struct node *map = read("a: no\nb: 12:30\nc: 0123\nd: ~\ne: 'x: y'\n"
				"f: |\n  one\n  two：three\n"
				"g: [1, 2]\n");

	(void)state;
	assert_non_null(map);
	check_text(map, "a", "no");
	check_text(map, "b", "12:30");
	check_text(map, "c", "0123");
	check_text(map, "d", "~");
	check_text(map, "e", "x: y");
	check_text(map, "f", "one\ntwo：three\n");
	assert_int_equal(yamldoc_find(map, T("g"))->count, 2);
	assert_int_equal(diags.errors + diags.warnings, 0);
}

static void remembers_places(void **state)
{
	struct node *map = read("姓名: 王秀兰\n列表:\n  - 日期: 2026-03-02\n");
	const struct node *name, *item;

	(void)state;
	assert_non_null(map);
	name = yamldoc_find(map, T("姓名"));
	assert_int_equal(name->key_span.line, 1);
	assert_int_equal(name->key_span.column, 1);
	assert_int_equal(name->key_span.length, 2);
	assert_int_equal(name->span.column, 5);
	assert_int_equal(name->span.length, 3);
	item = yamldoc_find(map, T("列表"))->first->first;
	assert_int_equal(item->span.line, 3);
	assert_int_equal(item->span.column, 9);
}

static void adds_the_lines_above_front_matter(void **state)
{
	struct source source = { TEXT("a.md"), TEXT("---\n标题: x\n---\n") };
	struct yaml_input input = { .source = &source, .offset = 4, .len = 10 };
	struct node *map = yamldoc_read(&arena, &input, &diags);

	(void)state;
	assert_non_null(map);
	assert_int_equal(map->first->span.line, 2);
}

/* One mistake a row: its code and the place of the caret. */
static const struct {
	const char *text, *code;
	uint32_t line, column;
	enum severity severity;
} mistakes[] = {
	{ "姓名：王秀兰\n开始: 1\n", "yaml.colon", 1, 3, SEVERITY_ERROR },
	{ "a: 1\n姓名:王秀兰\n", "yaml.colon-space", 2, 3, SEVERITY_ERROR },
	{ "a:\n- 日期：2026\n", "yaml.colon", 2, 5, SEVERITY_ERROR },
	{ "a:\n\tb: 1\n", "yaml.indent", 2, 1, SEVERITY_ERROR },
	{ "a:\n　b: 1\n", "yaml.indent", 2, 1, SEVERITY_ERROR },
	{ "a:\n  • b\n", "yaml.bullet", 2, 3, SEVERITY_ERROR },
	{ "a:\n  －b\n", "yaml.bullet", 2, 3, SEVERITY_ERROR },
	{ "a:\n  -芝麻\n", "yaml.bullet-space", 2, 3, SEVERITY_ERROR },
	{ "a: [黑豆，核桃]\n", "yaml.comma", 1, 7, SEVERITY_ERROR },
	{ "a: *重点\n", "yaml.special", 1, 4, SEVERITY_ERROR },
	{ "a:\n- **早睡**\n", "yaml.special", 2, 3, SEVERITY_ERROR },
	{ "a: @x\n", "yaml.special", 1, 4, SEVERITY_ERROR },
	{ "a: 时间: 下午\n", "yaml.colon-inside", 1, 6, SEVERITY_ERROR },
	{ "a: “好”\n", "yaml.quotes", 1, 4, SEVERITY_WARNING },
	{ "a: 3号楼 #502\n", "yaml.comment", 1, 8, SEVERITY_WARNING },
	{ "a: 1\na: 2\n", "yaml.duplicate-key", 2, 1, SEVERITY_ERROR },
	{ "a: 1\n---\nb: 2\n", "yaml.documents", 2, 1, SEVERITY_ERROR },
	{ "a: \"x\nb: 2\n", "yaml.syntax", 1, 4, SEVERITY_ERROR },
	{ "a: [1, 2\nb: 2\n", "yaml.syntax", 1, 4, SEVERITY_ERROR },
	{ "", "yaml.empty", 0, 0, SEVERITY_ERROR },
	{ "# nothing\n", "yaml.empty", 0, 0, SEVERITY_ERROR },
	{ "[[[[[[[[[[[[[[[[[[", "yaml.too-deep", 1, 13, SEVERITY_ERROR },
};

static void points_at_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		const struct diag *diag;
		struct node *node;

		diags_release(&diags);
		diags_init(&diags);
		node = read(mistakes[i].text);
		diag = diags.first;
		if (!diag || strcmp(diag->code, mistakes[i].code) ||
		    diag->severity != mistakes[i].severity)
			fail_msg("%s: %s", mistakes[i].text,
				 diag ? diag->code : "no diagnostic");
		if (diag->span.line != mistakes[i].line ||
		    diag->span.column != mistakes[i].column)
			fail_msg("%s: %s at %u:%u", mistakes[i].text,
				 diag->code, diag->span.line,
				 diag->span.column);
		assert_true(diag->hint.len > 0);
		assert_int_equal(!node, diags.errors > 0);
	}
}

/* Good lines that a hasty scan would call wrong. */
static const char *const good[] = {
	"a:\n- 注意：今天别洗头\n- 洗头水温：38 度\n",
	"说明: 时间：下午两点\n",
	"a: http://example.org/x:y\n",
	"a: 12:30\n",
	"a: 一句话\n  接着说：还有\n  -5 度也行\n",
	"a: |\n  - 姓名：x\n  * 列表\n   \tTab\nb: 1\n",
	"a: '*重点*: 早睡 #1'\n",
	"a: \"第一行\n  姓名：第二行\"\nb: 1\n",
	"a: [1,\n  2]\nb: 1\n",
	"a:\n- {日期: 2026-05-16, 已到: 是}\n",
	"a: {日期: 2026-05-16}\n",
	"a:\n- {项目: 丙, 说明: 一包煮，不冲}\nb:\n- 晚上，睡\n",
	"a: [{说明: 一，二}]\n",
	"a: 1 # 说明\n",
	"a:\n- - 1\n  - 2\n",
	"a: -5\n",
	"\"a\": 1\n",
};

static void leaves_good_lines_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!read(good[i]) || diags.first)
			fail_msg("%s: %s", good[i],
				 diags.first ? diags.first->code : "refused");
}

static void refuses_what_serves_nobody(void **state)
{
	static const char *const bad[] = {
		"a: &x 1\nb: 2\n", "a: !!str 1\n",	     "a:\n  <<: *x\n",
		"? [a]\n: 1\n",	   "%YAML 1.1\n---\na: 1\n", "a: \"\\0\"\n",
	};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		if (read(bad[i]))
			fail_msg("%s was read", bad[i]);
	assert_null(read(bad[5]));
}

static void is_bounded(void **state)
{
	size_t many = YAML_NODES + 1;
	char *text = test_malloc(many * 3 + 8);
	size_t len = 0;

	(void)state;
	len += (size_t)snprintf(text, 8, "a:\n");
	for (size_t i = 0; i < many; i++, len += 3)
		memcpy(text + len, "- \n", 3);
	text[len] = 0;
	assert_null(read(text));
	assert_string_equal(diags.first->code, "yaml.too-many");
	test_free(text);
}

static void peeks_at_an_id(void **state)
{
	static const char *const names[] = { "编号", "id", NULL };
	static const struct {
		const char *text, *id;
	} cases[] = {
		{ "姓名: x\n编号: p-abc # 别改\n", "p-abc" },
		{ "id: 'p-1'\n", "p-1" },
		{ "id : \"p-2\"\n", "p-2" },
		{ "  id: nested\n", "" },
		{ "idea: x\n", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text id = yamlscan_peek(text_of(cases[i].text), names);

		if (!text_is(id, cases[i].id))
			fail_msg("%s: “%.*s”", cases[i].text, TEXT_ARG(id));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_scalars_as_text, setup,
						teardown),
		cmocka_unit_test_setup_teardown(remembers_places, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			adds_the_lines_above_front_matter, setup, teardown),
		cmocka_unit_test_setup_teardown(points_at_mistakes, setup,
						teardown),
		cmocka_unit_test_setup_teardown(leaves_good_lines_alone, setup,
						teardown),
		cmocka_unit_test_setup_teardown(refuses_what_serves_nobody,
						setup, teardown),
		cmocka_unit_test_setup_teardown(is_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(peeks_at_an_id, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
