/* page/mustache: what the check finds and where, who may see what, limits,
 * and rendering from many threads. The language itself: tests/spec. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/date.h"
#include "base/pool.h"
#include "model/values.h"
#include "page/mustache.h"

/* -- a clinic to show ----------------------------------------------------- */

struct clinic {
	struct text name, slogan, phone;
};

struct item {
	struct text name, note;
	int64_t count;
};

struct plan {
	struct text display_name, phone;
	struct markdown cause;
	struct inlines precautions;
	struct texts tags;
	struct date start;
	bool is_sealed;
	int status;
	struct list items;
	struct item first;
	const struct clinic *clinic;
	const struct plan *before;
	struct value any;
};

static const struct choice statuses[] = { { "active", NULL },
					  { "finished", NULL },
					  { NULL, NULL } };

static const struct field clinic_fields[] = {
	VIEW_ROW(clinic, name, FIELD_TEXT, SEES_ALL, NULL),
	VIEW_ROW(clinic, slogan, FIELD_TEXT, SEES_ALL, NULL),
	VIEW_ROW(clinic, phone, FIELD_PHONE, SEES_PUBLIC, NULL),
};
static const struct table clinic_table = TABLE("clinic", clinic, clinic_fields);

static const struct field item_fields[] = {
	VIEW_ROW(item, name, FIELD_TEXT, SEES_ALL, NULL),
	VIEW_ROW(item, note, FIELD_TEXT, SEES_ALL, NULL),
	VIEW_ROW(item, count, FIELD_INT, SEES_ALL, NULL),
};
static const struct table item_table = TABLE("item", item, item_fields);

static const struct table plan_table;
static const struct field plan_fields[] = {
	VIEW_ROW(plan, display_name, FIELD_TEXT, SEES_ALL, NULL),
	VIEW_ROW(plan, phone, FIELD_PHONE, SEES_THERAPIST, NULL),
	VIEW_ROW(plan, cause, FIELD_MARKDOWN, SEES_ALL, NULL),
	VIEW_ROW(plan, precautions, FIELD_INLINES, SEES_ALL, NULL),
	VIEW_ROW(plan, tags, FIELD_TEXTS, SEES_ALL, NULL),
	VIEW_ROW(plan, start, FIELD_DATE, SEES_ALL, NULL),
	VIEW_ROW(plan, is_sealed, FIELD_BOOL, SEES_ALL, NULL),
	FIELD_ROW_CHOICE(plan, status, NULL, statuses, SEES_ALL, NULL),
	VIEW_ROW_OF(plan, items, FIELD_LIST, 0, &item_table, SEES_ALL, NULL),
	VIEW_ROW_OF(plan, first, FIELD_STRUCT, 0, &item_table, SEES_ALL, NULL),
	VIEW_ROW_OF(plan, clinic, FIELD_REF, FIELD_BASE, &clinic_table,
		    SEES_ALL, NULL),
	VIEW_ROW_OF(plan, before, FIELD_REF, FIELD_BASE, &plan_table, SEES_ALL,
		    NULL),
	VIEW_ROW(plan, any, FIELD_VALUE, SEES_ALL, NULL),
};
static const struct table plan_table = TABLE("plan", plan, plan_fields);

static const struct clinic clinic = { .name = TEXT("仁和堂"),
				      .phone = TEXT("0851-8000") };
static struct markdown precautions[] = {
	{ TEXT("*a*"), TEXT("<em>a</em>") },
	{ TEXT("b"), TEXT("b") },
};
static struct text tags[] = { TEXT("<x>"), TEXT("y") };
static struct item items[] = { { TEXT("洗发"), TEXT(""), 2 },
			       { TEXT("针灸"), TEXT("轻"), 0 } };
static const struct plan plan = {
	.display_name = TEXT("王 & 女士"),
	.phone = TEXT("139"),
	.cause = { TEXT("**x**"), TEXT("<p><b>x</b></p>") },
	.precautions = { precautions, 2 },
	.tags = { tags, 2 },
	.start = { 2026, 3, 2 },
	.status = 1,
	.items = { items, 2 },
	.first = { TEXT("洗发"), TEXT(""), 1 },
	.clinic = &clinic,
};

/* -- a set of templates for one test -------------------------------------- */

struct world {
	struct arena arena;
	struct diags diags;
	struct mustache *set;
	struct buf out;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	arena_init(&w->arena, ARENA_SMALL);
	diags_init(&w->diags);
	w->set = mustache_new(&w->arena, 0);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	buf_release(&w->out);
	diags_release(&w->diags);
	arena_release(&w->arena);
	free(w);
	return 0;
}

static bool add(struct world *w, const char *name, struct text text)
{
	struct source *source = ARENA_NEW(&w->arena, struct source);

	*source = (struct source){ arena_format(&w->arena, "%s.mustache", name),
				   text };
	return mustache_add(w->set, text_of(name), text, source_whole(source),
			    &w->diags);
}

static void add_good(struct world *w, const char *name, const char *text)
{
	assert_true(add(w, name, text_of(text)));
	assert_int_equal(w->diags.errors, 0);
}

static void link_plan(struct world *w)
{
	const struct table *roots[] = { &plan_table };

	mustache_link(w->set, roots, 1);
}

static bool check(struct world *w, enum audience audience)
{
	bool good = mustache_check(w->set, T("plan"), &plan_table, audience,
				   &w->diags);

	assert_int_equal(good, w->diags.errors == 0);
	return good;
}

static bool render(struct world *w, enum audience audience)
{
	struct mustache_view view = mustache_view(&plan_table, &plan, audience);

	return mustache_render(w->set, T("plan"), &view, &w->out, &w->diags);
}

static void assert_text(struct text t, const char *expected)
{
	if (!text_is(t, expected))
		fail_msg("expected «%s», got «%.*s»", expected, TEXT_ARG(t));
}

/* Renders one template as the patient's. */
static void assert_renders(struct world *w, const char *template,
			   const char *expected)
{
	add_good(w, "plan", template);
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
	assert_true(render(w, SEES_PATIENT));
	assert_text(buf_text(&w->out), expected);
}

static void assert_diag(const struct diag *diag, const char *code,
			uint32_t line, uint32_t column)
{
	assert_non_null(diag);
	if (strcmp(diag->code, code) != 0 || diag->span.line != line ||
	    diag->span.column != column)
		fail_msg("expected %s at %u:%u, got %s at %u:%u (%.*s)", code,
			 line, column, diag->code, diag->span.line,
			 diag->span.column, TEXT_ARG(diag->message));
	assert_true(diag->message.len > 0);
	assert_true(diag->hint.len > 0);
}

/* -- rendering from tables ------------------------------------------------ */

static void test_types(void **state)
{
	assert_renders(
		*state,
		"{{display_name}}|{{{cause}}}|{{cause}}|{{start}}|{{status}}|"
		"{{#tags}}{{.}},{{/tags}}|{{#precautions}}{{.}},"
		"{{/precautions}}|"
		"{{#items}}{{name}}{{count}}{{#count}}!{{/count}}{{#note}}"
		"({{.}}){{/note}};{{/items}}|{{first.name}}|"
		"{{#is_sealed}}never{{/is_sealed}}{{^is_sealed}}open"
		"{{/is_sealed}}",
		"王 &amp; 女士|<p><b>x</b></p>|<p><b>x</b></p>|2026-03-02|"
		"finished|&lt;x&gt;,y,|<em>a</em>,b,|"
		"洗发2!;针灸0(轻);|洗发|open");
}

/* A name that the plan lacks is the clinic's; an empty one does not go on. */
static void test_base(void **state)
{
	assert_renders(*state,
		       "{{name}}[{{slogan}}]{{clinic.name}}"
		       "{{#items}}{{name}}[{{note}}]{{/items}}",
		       "仁和堂[]仁和堂洗发[]针灸[轻]");
}

/* A base that is NULL has no names, though its table has. */
static void test_base_missing(void **state)
{
	static const struct plan alone = { .display_name = TEXT("a") };
	struct world *w = *state;
	struct mustache_view view =
		mustache_view(&plan_table, &alone, SEES_PATIENT);

	add_good(w, "plan",
		 "[{{name}}{{#clinic}}x{{/clinic}}]{{display_name}}");
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
	assert_true(
		mustache_render(w->set, T("plan"), &view, &w->out, &w->diags));
	assert_text(buf_text(&w->out), "[]a");
}

static void test_raw_is_escaped(void **state)
{
	struct world *w = *state;

	add_good(w, "plan", "{{{display_name}}}{{&display_name}}");
	link_plan(w);
	assert_true(render(w, SEES_PATIENT));
	assert_text(buf_text(&w->out), "王 &amp; 女士王 &amp; 女士");
}

/* The plan's phone is the therapist's alone; the public sees the clinic's. */
static void test_audience(void **state)
{
	struct world *w = *state;

	add_good(w, "plan", "[{{phone}}]");
	link_plan(w);
	assert_true(render(w, SEES_THERAPIST));
	assert_true(render(w, SEES_PATIENT));
	assert_true(render(w, SEES_PUBLIC));
	assert_text(buf_text(&w->out), "[139][][0851-8000]");
	assert_true(check(w, SEES_THERAPIST));
	assert_true(check(w, SEES_PUBLIC));
	assert_false(check(w, SEES_PATIENT));
	assert_diag(w->diags.first, "theme.audience", 1, 2);
	assert_text(w->diags.first->message, "this page may not show «phone»");
}

static void test_replaced(void **state)
{
	struct world *w = *state;

	add_good(w, "plan", "old");
	add_good(w, "plan", "new{{>part}}");
	add_good(w, "part", "old");
	add_good(w, "part", "");
	link_plan(w);
	assert_true(mustache_has(w->set, T("part")));
	assert_false(mustache_has(w->set, T("plam")));
	assert_true(render(w, SEES_PATIENT));
	assert_text(buf_text(&w->out), "new");
}

/* -- mistakes in templates ------------------------------------------------ */

static const struct {
	const char *text, *code;
	uint32_t line, column;
	const char *hint;
} bad_templates[] = {
	{ "a\n  {{name", "theme.tag.unclosed", 2, 3, "close it with }}" },
	{ "名 {{name <b>{{start}}", "theme.tag.unclosed", 1, 3, NULL },
	{ "{{{cause}} {{start}}", "theme.tag.unclosed", 1, 1,
	  "close it with }}}" },
	{ "{{! no end", "theme.tag.unclosed", 1, 1, NULL },
	{ "{{=<% %>", "theme.tag.unclosed", 1, 1, "close it with =}}" },
	{ "x{{ }}", "theme.tag.empty", 1, 2, NULL },
	{ "x{{#}}", "theme.tag.empty", 1, 2, NULL },
	{ "x{{>* }}", "theme.tag.empty", 1, 2, NULL },
	{ "{{a b}}", "theme.tag.name", 1, 1, NULL },
	{ "{{a..b}}", "theme.tag.name", 1, 1, NULL },
	{ "{{.a}}", "theme.tag.name", 1, 1, NULL },
	{ "{{#a.}}{{/a.}}", "theme.tag.name", 1, 1, NULL },
	{ "{{>a b}}", "theme.tag.name", 1, 1, NULL },
	{ "{{=<%=}}", "theme.delimiters", 1, 1, NULL },
	{ "{{=a b c=}}", "theme.delimiters", 1, 1, NULL },
	{ "{{=12345678901234567 %=}}", "theme.delimiters", 1, 1, NULL },
	{ "\n {{/items}}", "theme.section.not_open", 2, 2, NULL },
	{ "{{#items}}\nx", "theme.section.unclosed", 1, 1,
	  "close it with {{/items}}" },
	{ "{{<a}}{{start}}{{/a}}", "theme.parent.content", 1, 7, NULL },
	{ "{{<a}}\n{{#items}}{{$b}}{{/b}}{{/items}}{{/a}}",
	  "theme.parent.content", 2, 1, NULL },
};

static void test_bad_templates(void **state)
{
	const size_t count = sizeof(bad_templates) / sizeof(*bad_templates);
	struct world *w = *state;

	for (size_t i = 0; i < count; i++) {
		diags_release(&w->diags);
		diags_init(&w->diags);
		assert_false(add(w, "plan", text_of(bad_templates[i].text)));
		assert_diag(w->diags.first, bad_templates[i].code,
			    bad_templates[i].line, bad_templates[i].column);
		if (bad_templates[i].hint)
			assert_text(w->diags.first->hint,
				    bad_templates[i].hint);
	}
}

static void test_mismatch(void **state)
{
	struct world *w = *state;
	const struct diag *diag;

	assert_false(
		add(w, "plan", T("{{#items}}\n{{#tags}}\n{{/items}}\n{{/x}}")));
	diag = w->diags.first;
	assert_diag(diag, "theme.section.mismatch", 3, 1);
	assert_text(diag->message,
		    "«items» is closed here, but «tags» is still open");
	assert_int_equal(diag->note->span.line, 2);
	assert_diag(diag->next, "theme.section.not_open", 4, 1);
	assert_null(diag->next->next);
}

static void test_unclosed_note(void **state)
{
	struct world *w = *state;

	assert_false(add(w, "plan", T("{{#items}}\n\nx")));
	assert_diag(w->diags.first, "theme.section.unclosed", 1, 1);
	assert_int_equal(w->diags.first->note->span.line, 3);
	assert_int_equal(w->diags.first->note->span.column, 2);
}

/* A broken template is empty, and not unknown to others. */
static void test_broken_is_empty(void **state)
{
	struct world *w = *state;

	add_good(w, "plan", "a{{>part}}b");
	assert_false(add(w, "part", T("x{{")));
	link_plan(w);
	assert_true(mustache_check(w->set, T("plan"), &plan_table, SEES_PATIENT,
				   &w->diags));
	assert_true(render(w, SEES_PATIENT));
	assert_text(buf_text(&w->out), "ab");
}

static void test_few_mistakes_told(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;

	for (int i = 0; i < 1000; i++)
		buf_add_string(&text, "{{}}\n");
	assert_false(add(w, "plan", buf_text(&text)));
	assert_int_equal(w->diags.errors, 20);
	buf_release(&text);
}

/* A string of the theme is a part of its file: errors point into the file. A
 * text that YAML has folded is not: they point at the whole value. */
static void test_places(void **state)
{
	static const struct source source = { TEXT("zh-CN.yaml"),
					      TEXT("a: x\nb: 见 {{nam}}!\n") };
	struct place place = source_place(&source, 8, 14);
	struct world *w = *state;

	assert_true(mustache_add(w->set, T("plan"),
				 text_part(source.text, 8, 14), place,
				 &w->diags));
	assert_true(
		mustache_add(w->set, T("t.b"), T("{{nam}}"), place, &w->diags));
	link_plan(w);
	assert_false(check(w, SEES_PATIENT));
	assert_diag(w->diags.first, "theme.name", 2, 6);
	assert_int_equal(w->diags.first->span.length, 7);
	assert_text(w->diags.first->hint, "did you mean «name»?");
	assert_false(mustache_check(w->set, T("t.b"), &plan_table, SEES_PATIENT,
				    &w->diags));
	assert_diag(w->diags.first->next, "theme.name", 2, 4);
}

/* -- the check ------------------------------------------------------------ */

static const struct {
	const char *text, *code, *message, *hint;
	uint32_t line, column;
} wrong_pages[] = {
	{ "a\n {{diplay_name}}", "theme.name",
	  "nothing is called «diplay_name» here",
	  "did you mean «display_name»?", 2, 2 },
	{ "{{#items}}{{coumt}}{{/items}}", "theme.name", NULL,
	  "did you mean «count»?", 1, 11 },
	{ "{{#items}}{{display_nam}}{{/items}}", "theme.name", NULL,
	  "did you mean «display_name»?", 1, 11 },
	{ "{{slogam}}", "theme.name", NULL, "did you mean «slogan»?", 1, 1 },
	{ "{{clinic.display_name}}", "theme.name", NULL, NULL, 1, 1 },
	{ "{{clinic.nme}}", "theme.name", "nothing is called «nme» here",
	  "did you mean «name»?", 1, 1 },
	{ "{{completely_other}}", "theme.name", NULL,
	  "see the manual for what a page of this kind knows", 1, 1 },
	{ "{{^nosuch}}{{/nosuch}}", "theme.name", NULL, NULL, 1, 1 },
	{ "{{>*nosuch}}", "theme.name", NULL, NULL, 1, 1 },
	{ "{{#tags}}{{.}}{{{.}}}{{/tags}}", "theme.raw",
	  "«.» is plain text, not HTML", "write {{.}}", 1, 15 },
	{ "{{&display_name}}", "theme.raw", NULL, NULL, 1, 1 },
	{ "{{{first.name}}}", "theme.raw",
	  "«first.name» is plain text, not HTML", NULL, 1, 1 },
	{ "{{items}}", "theme.no_text",
	  "«items» has no text of its own to show",
	  "use it as {{#items}} … {{/items}}", 1, 1 },
	{ "{{is_sealed}}", "theme.no_text", NULL, NULL, 1, 1 },
	{ "{{first}}", "theme.no_text", NULL, NULL, 1, 1 },
	{ "{{#first}}{{.}}{{/first}}", "theme.no_text", NULL, NULL, 1, 11 },
	{ "{{#is_sealed}}{{nosuch}}{{/is_sealed}}", "theme.name", NULL, NULL, 1,
	  15 },
	{ "{{^any}}{{nosuch}}{{/any}}", "theme.name", NULL, NULL, 1, 9 },
	{ "{{phon}}", "theme.name", NULL,
	  "see the manual for what a page of this kind knows", 1, 1 },
	{ "{{<head}}{{$a}}{{$a}}{{nosuch}}{{/a}}{{/a}}{{/head}}", "theme.name",
	  NULL, NULL, 1, 22 },
	{ "{{>haed}}", "theme.partial", "the theme has no template «haed»",
	  "did you mean «head»?", 1, 1 },
	{ "{{<nowhere_at_all}}{{/nowhere_at_all}}", "theme.partial", NULL,
	  "add the file to the theme, or take this tag out", 1, 1 },
	{ "{{#items}}{{#items}}{{#items}}{{clinc}}{{/items}}{{/items}}"
	  "{{/items}}",
	  "theme.name", NULL, "did you mean «clinic»?", 1, 31 },
};

static void test_wrong_pages(void **state)
{
	for (size_t i = 0; i < sizeof(wrong_pages) / sizeof(*wrong_pages);
	     i++) {
		void *own = NULL;
		struct world *w;
		const struct diag *diag;

		assert_int_equal(setup(&own), 0);
		w = own;
		add_good(w, "plan", wrong_pages[i].text);
		add_good(w, "head", "<head>{{$a}}{{/a}}");
		link_plan(w);
		assert_false(check(w, SEES_PATIENT));
		diag = w->diags.first;
		assert_diag(diag, wrong_pages[i].code, wrong_pages[i].line,
			    wrong_pages[i].column);
		if (wrong_pages[i].message)
			assert_text(diag->message, wrong_pages[i].message);
		if (wrong_pages[i].hint)
			assert_text(diag->hint, wrong_pages[i].hint);
		assert_int_equal(w->diags.errors, 1);
		teardown(&own);
	}
	(void)state;
}

/* Names that only a value of any kind could have are not judged. */
static void test_any(void **state)
{
	struct world *w = *state;

	add_good(w, "plan",
		 "{{any}}{{#any}}{{x}}{{{y}}}{{>p}}{{/any}}"
		 "{{any.thing}}{{#any.thing}}{{z}}{{/any.thing}}"
		 "{{>*status}}");
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
}

/* A partial is judged by each place it is included from, and told once. */
static void test_partial_places(void **state)
{
	struct world *w = *state;

	add_good(w, "plan", "{{#items}}{{>part}}{{/items}}{{>part}}{{>part}}");
	add_good(w, "part", "\n{{count}}");
	link_plan(w);
	assert_false(check(w, SEES_PATIENT));
	assert_diag(w->diags.first, "theme.name", 2, 1);
	assert_text(w->diags.first->path, "part.mustache");
	assert_int_equal(w->diags.errors, 1);
}

/* Blocks are judged where the parent shows them. */
static void test_blocks(void **state)
{
	struct world *w = *state;

	add_good(w, "plan",
		 "{{<list}}{{$item}}{{count}}{{/item}}{{/list}}"
		 "{{<list}}{{$foot}}{{count}}{{/foot}}{{/list}}");
	add_good(w, "list",
		 "{{#items}}{{$item}}{{note}}{{/item}}{{/items}}"
		 "{{$foot}}{{/foot}}");
	link_plan(w);
	assert_false(check(w, SEES_PATIENT));
	assert_diag(w->diags.first, "theme.name", 1, 64);
	assert_int_equal(w->diags.errors, 1);
}

static void test_unused_block(void **state)
{
	struct world *w = *state;

	add_good(w, "plan",
		 "{{<page}}{{$titel}}x{{/titel}}{{$main}}y{{/main}}"
		 "{{/page}}");
	add_good(w, "page", "{{<base}}{{$title}}z{{/title}}{{/base}}");
	add_good(w, "base", "{{$title}}{{/title}}{{$main}}{{/main}}");
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
	assert_int_equal(w->diags.warnings, 1);
	assert_diag(w->diags.first, "theme.block", 1, 10);
	assert_text(w->diags.first->message,
		    "«page» has no block called «titel»");
}

/* A check comes to what pages include, in the blocks that they show. */
static void test_reached(void **state)
{
	static const struct {
		const char *name, *text;
		bool reached;
	} templates[] = {
		{ "plan", "{{<frame}}{{$main}}{{>a}}{{/main}}{{/frame}}",
		  true },
		{ "frame", "{{$main}}{{>b}}{{/main}}{{^tags}}{{>c}}{{/tags}}",
		  true },
		{ "a", "{{#items}}{{>d}}{{/items}}", true },
		{ "b", "{{display_name}}", false },
		{ "c", "{{>*display_name}}", true },
		{ "d", "{{>a}}", true },
		{ "e", "{{>e}}", false },
	};
	const size_t count = sizeof(templates) / sizeof(templates[0]);
	struct world *w = *state;

	for (size_t i = 0; i < count; i++)
		add_good(w, templates[i].name, templates[i].text);
	link_plan(w);
	assert_false(mustache_is_reached(w->set, T("plan")));
	assert_true(check(w, SEES_PATIENT));
	for (size_t i = 0; i < count; i++)
		if (mustache_is_reached(w->set, text_of(templates[i].name)) !=
		    templates[i].reached)
			fail_msg("%s", templates[i].name);
	assert_false(mustache_is_reached(w->set, T("none")));
}

/* -- limits --------------------------------------------------------------- */

static void add_times(struct buf *buf, const char *string, int times)
{
	while (times-- > 0)
		buf_add_string(buf, string);
}

static void test_nesting(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;

	add_times(&text, "{{#is_sealed}}", MUSTACHE_NESTING);
	add_times(&text, "{{/is_sealed}}", MUSTACHE_NESTING);
	assert_true(add(w, "plan", buf_text(&text)));
	buf_reset(&text);
	add_times(&text, "{{#is_sealed}}", MUSTACHE_NESTING + 1);
	add_times(&text, "{{/is_sealed}}", MUSTACHE_NESTING + 1);
	assert_false(add(w, "plan", buf_text(&text)));
	assert_diag(w->diags.first, "theme.nesting", 1,
		    MUSTACHE_NESTING * 14 + 1);
	assert_int_equal(w->diags.errors, 1);
	buf_release(&text);
}

static void test_size(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;

	add_times(&text, "x", MUSTACHE_TEMPLATE_BYTES + 1);
	assert_true(
		add(w, "plan",
		    text_part(buf_text(&text), 0, MUSTACHE_TEMPLATE_BYTES)));
	assert_false(add(w, "plan", buf_text(&text)));
	assert_string_equal(w->diags.first->code, "theme.size");
	buf_release(&text);
}

static void test_long_tag(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;

	buf_add_string(&text, "{{");
	add_times(&text, "n", MUSTACHE_TAG_BYTES);
	buf_add_string(&text, "}}");
	assert_true(add(w, "plan", buf_text(&text)));
	buf_reset(&text);
	buf_add_string(&text, "{{");
	add_times(&text, "n", MUSTACHE_TAG_BYTES + 1);
	buf_add_string(&text, "}}");
	assert_false(add(w, "plan", buf_text(&text)));
	assert_diag(w->diags.first, "theme.tag.unclosed", 1, 1);
	buf_release(&text);
}

/* Adds templates 0 .. last, each of which includes the next. */
static void add_chain(struct world *w, int last)
{
	char name[16], text[32];

	add_good(w, "plan", "{{>0}}");
	for (int i = 0; i <= last; i++) {
		snprintf(name, sizeof(name), "%d", i);
		snprintf(text, sizeof(text), i < last ? "{{>%d}}" : "end",
			 i + 1);
		assert_true(add(w, name, arena_text(&w->arena, text_of(text))));
	}
	link_plan(w);
}

static void test_depth(void **state)
{
	struct world *w = *state;

	add_chain(w, MUSTACHE_DEPTH - 1);
	assert_true(check(w, SEES_PATIENT));
	assert_true(render(w, SEES_PATIENT));
	assert_text(buf_text(&w->out), "end");
}

static void test_too_deep(void **state)
{
	struct world *w = *state;

	add_chain(w, MUSTACHE_DEPTH);
	buf_add_string(&w->out, "before");
	assert_false(check(w, SEES_PATIENT));
	assert_diag(w->diags.first, "theme.limit", 1, 1);
	assert_text(w->diags.first->path, "31.mustache");
	assert_false(render(w, SEES_PATIENT));
	assert_diag(w->diags.first->next, "theme.limit", 1, 1);
	assert_text(buf_text(&w->out), "before");
}

/* Rings may be ended by values, so they pass the check; without an end they
 * end at the limit. */
static void test_rings(void **state)
{
	struct world *w = *state;
	static const struct plan third = { .display_name = TEXT("c") };
	static const struct plan second = { .display_name = TEXT("b"),
					    .before = &third };
	static const struct plan first = { .display_name = TEXT("a"),
					   .before = &second };
	struct mustache_view view =
		mustache_view(&plan_table, &first, SEES_PATIENT);

	add_good(w, "plan", "{{display_name}}{{#before}}{{>again}}{{/before}}");
	add_good(w, "again", "-{{>plan}}");
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
	assert_true(
		mustache_render(w->set, T("plan"), &view, &w->out, &w->diags));
	assert_text(buf_text(&w->out), "a-b-c");
}

/* Each round asks twice: without a memory the check would not end. */
static void test_branching_ring(void **state)
{
	struct world *w = *state;

	add_good(w, "plan",
		 "{{#items}}{{#first}}{{>plan}}{{>plan}}{{/first}}"
		 "{{>plan}}{{/items}}{{#before}}{{>plan}}{{>plan}}"
		 "{{/before}}");
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
}

static void test_endless_rings(void **state)
{
	static const char *const endless[] = {
		"{{>plan}}",
		"{{#items}}{{>plan}}{{/items}}",
		"{{<plan}}{{$a}}{{>plan}}{{/a}}{{/plan}}{{$a}}{{/a}}",
		"{{$a}}{{/a}}{{<plan}}{{$a}}{{$a}}{{/a}}{{/a}}{{/plan}}",
		"{{>*status}}",
	};

	for (size_t i = 0; i < sizeof(endless) / sizeof(*endless); i++) {
		void *own = NULL;
		struct world *w;

		assert_int_equal(setup(&own), 0);
		w = own;
		add_good(w, "plan", endless[i]);
		add_good(w, "finished", "{{>plan}}");
		link_plan(w);
		assert_true(check(w, SEES_PATIENT));
		assert_false(render(w, SEES_PATIENT));
		assert_string_equal(w->diags.first->code, "theme.limit");
		assert_int_equal(w->out.len, 0);
		teardown(&own);
	}
	(void)state;
}

/* Two to the power of 31 partials, one list in itself 40 times: too long. */
static void test_bombs(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;
	char name[16];

	for (int i = 0; i < 31; i++) {
		buf_reset(&text);
		buf_format(&text, "{{>p%d}}{{>p%d}}", i + 1, i + 1);
		snprintf(name, sizeof(name), "p%d", i);
		assert_true(
			add(w, name, arena_text(&w->arena, buf_text(&text))));
	}
	add_good(w, "p31", "x");
	add_good(w, "plan", "{{>p0}}");
	buf_reset(&text);
	add_times(&text, "{{#items}}", 40);
	add_times(&text, "{{/items}}", 40);
	assert_true(add(w, "list", arena_text(&w->arena, buf_text(&text))));
	buf_release(&text);
	link_plan(w);
	assert_true(check(w, SEES_PATIENT));
	assert_false(render(w, SEES_PATIENT));
	assert_text(w->diags.first->message, "the page takes too long to make");
}

static void test_page_too_large(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;

	add_times(&text, "x\n", 400000);
	assert_true(add(w, "part", arena_text(&w->arena, buf_text(&text))));
	buf_reset(&text);
	add_times(&text, "  {{>part}}\n", 25);
	assert_true(add(w, "plan", arena_text(&w->arena, buf_text(&text))));
	buf_release(&text);
	link_plan(w);
	assert_false(render(w, SEES_PATIENT));
	assert_text(w->diags.first->message, "the page becomes too large");
	assert_int_equal(w->out.len, 0);
}

static void test_missing(void **state)
{
	struct world *w = *state;

	link_plan(w);
	assert_false(check(w, SEES_PATIENT));
	assert_false(render(w, SEES_PATIENT));
	assert_string_equal(w->diags.first->code, "theme.missing");
	assert_int_equal(w->diags.errors, 2);
}

/* -- threads -------------------------------------------------------------- */

enum { PAGES = 400, WORKERS = 4 };

struct pages {
	const struct mustache *set;
	struct buf out[PAGES];
	bool good[PAGES];
};

static void make_page(void *context, size_t worker, size_t index)
{
	struct mustache_view view =
		mustache_view(&plan_table, &plan, SEES_PATIENT);
	struct pages *pages = context;
	struct diags diags;

	(void)worker;
	diags_init(&diags);
	pages->good[index] = mustache_render(pages->set, T("plan"), &view,
					     &pages->out[index], &diags);
	diags_release(&diags);
}

static void test_threads(void **state)
{
	static struct pages pages;
	struct world *w = *state;

	add_good(w, "plan",
		 "{{<layout}}{{$main}}\n  {{#items}}\n  {{name}} {{start}}\n"
		 "  {{/items}}\n{{/main}}{{/layout}}");
	add_good(w, "layout", "<\n    {{$main}}\n    {{/main}}\n{{>*status}}>");
	add_good(w, "finished", "{{display_name}}");
	link_plan(w);
	pages.set = w->set;
	pool_run(WORKERS, PAGES, make_page, &pages);
	for (size_t i = 0; i < PAGES; i++) {
		assert_true(pages.good[i]);
		assert_text(buf_text(&pages.out[i]),
			    "<\n    洗发 2026-03-02\n    针灸 2026-03-02\n"
			    "王 &amp; 女士>");
		buf_release(&pages.out[i]);
	}
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_types),
		TEST(test_base),
		TEST(test_base_missing),
		TEST(test_raw_is_escaped),
		TEST(test_audience),
		TEST(test_replaced),
		TEST(test_bad_templates),
		TEST(test_mismatch),
		TEST(test_unclosed_note),
		TEST(test_broken_is_empty),
		TEST(test_few_mistakes_told),
		TEST(test_places),
		TEST(test_wrong_pages),
		TEST(test_any),
		TEST(test_partial_places),
		TEST(test_blocks),
		TEST(test_unused_block),
		TEST(test_reached),
		TEST(test_nesting),
		TEST(test_size),
		TEST(test_long_tag),
		TEST(test_depth),
		TEST(test_too_deep),
		TEST(test_rings),
		TEST(test_branching_ring),
		TEST(test_endless_rings),
		TEST(test_bombs),
		TEST(test_page_too_large),
		TEST(test_missing),
		TEST(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
