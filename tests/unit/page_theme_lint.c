/* page/theme_lint: what browsers would refuse or people could not use, and
 * where it stands; and that nothing is said of what is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "page/theme_lint.h"
#include "page/theme_markup.h"

struct world {
	struct arena arena;
	struct diags diags;
	struct source source;
};

static void open_world(struct world *w, const char *text)
{
	arena_init(&w->arena, ARENA_USUAL);
	diags_init(&w->diags);
	/* A block of its own, so that reading beyond it is seen. */
	w->source = (struct source){ .path = T("themes/x/f"),
				     .text = text_of(text) };
	w->source.text.at = memcpy(malloc(strlen(text)), text, strlen(text));
}

static void close_world(struct world *w)
{
	free((char *)w->source.text.at);
	diags_release(&w->diags);
	arena_release(&w->arena);
}

/* "alt 1:5+9 size 1:5+9": codes without theme.lint., sign E or W, places. */
static void tell(const struct world *w, struct buf *to)
{
	const size_t prefix = strlen("theme.lint.");

	for (const struct diag *d = w->diags.first; d; d = d->next) {
		assert_memory_equal(d->code, "theme.lint.", prefix);
		assert_true(d->message.len > 0 && d->hint.len > 0);
		buf_format(to, "%s%s %c %u:%u+%u", to->len ? ", " : "",
			   d->code + prefix,
			   d->severity == SEVERITY_ERROR ? 'E' : 'W',
			   d->span.line, d->span.column, d->span.length);
	}
	buf_add_string(to, "");
}

struct lint_case {
	const char *text, *expected;
};

static const struct lint_case templates[] = {
	{ "", "" },
	{ "<", "" },
	{ "a < b <3 </p> <!doctype html><p class=style>", "" },

	/* the policy */
	{ "<p style=\"x\">", "style E 1:4+9" },
	{ "<p\n\tSTYLE='x'\n>", "style E 2:2+9" },
	{ "<p data-style=x class='style'>style=</p>", "" },
	{ "<p 字=1 style=x>", "style E 1:8+7" },
	{ "<a href={{x}} onClick = \"go()\">", "script E 1:15+16" },
	{ "<p on=1 data-on=w12>", "" },
	{ "<script>go()</script>", "script E 1:1+8" },
	{ "<SCRIPT\nsrc=a.js> </SCRIPT>", "" },
	{ "<script>{{{x}}}</script>", "script E 1:1+8" },
	{ "<script type=\"application/json\">{}</script><p style=x>",
	  "style E 1:47+7" },
	{ "<script>", "" },
	{ "<script>if (a<b) '<img>'", "script E 1:1+8" },
	{ "<style>a{}</style>", "style E 1:1+7" },
	{ "<style>{{{links.style}}}</style>", "" },
	{ "<style> {{{links.bare}}} </style><p onx=1>", "script E 1:37+5" },
	{ "<style>{{{links.style}}}a{}</style>", "style E 1:1+7" },
	{ "<iframe src=x></iframe>", "element E 1:1+14" },
	{ "<Video>", "element E 1:1+7" },

	/* addresses */
	{ "<a href='javascript:x'>", "address E 1:10+12" },
	{ "<a href=' JavaScript:x'>", "address E 1:11+12" },
	{ "<a href=data:x>", "address E 1:9+6" },
	{ "<a href='https://x.cn'><a href=//x.cn><area href=http://x.cn>", "" },
	{ "<a href='tel:{{call}}'><a href='mailto:a@x.cn'>", "" },
	{ "<img alt='' width=1 height=1 src='https://x.cn/a'>",
	  "foreign E 1:35+14" },
	{ "<img alt='' width=1 height=1 src=//x.cn/a>", "foreign E 1:34+8" },
	{ "<img alt='' width=1 height=1 src='data:,a'>", "address E 1:35+7" },
	{ "<img alt='' width=1 height=1 src='{{root}}a' "
	  "srcset='a 1x, HTTP://x.cn/b 2x'>",
	  "foreign E 1:60+13" },
	{ "<script src=\"http://x.cn/x.js\" defer></script>",
	  "foreign E 1:14+16" },
	{ "<link rel=stylesheet href='//x.cn'>", "foreign E 1:28+6" },
	{ "<link rel=canonical href='{{og.url}}'>"
	  "<link rel=canonical href='https://x.cn'>",
	  "" },
	{ "<meta property='og:image' content='https://x.cn/a.png'>", "" },
	{ "<svg xmlns='http://www.w3.org/2000/svg'><use xlink:href='#a'/>",
	  "" },

	/* people */
	{ "<img src=a width=1 height=1>", "alt W 1:1+28" },
	{ "<img src=a alt=''>", "size W 1:1+18" },
	{ "<img src=a alt='' width=1>", "size W 1:1+26" },
	{ "<img src=a>", "alt W 1:1+11, size W 1:1+11" },
	{ "<img src=a alt width={{w}} height={{h}}/>", "" },
	{ "<img src=a {{>more}}>", "" },
	{ "<img src=a {{{more}}}>", "" },
	{ "<img src=a{{#a}} alt=\"{{b}}>\"{{/a}}{{$c}} width=1{{/c}} "
	  "height=\"1\">",
	  "" },
	{ "<meta name=viewport content='width=1,user-scalable=no'>",
	  "zoom E 1:38+16" },
	{ "<meta name=viewport content='Maximum-Scale=1,user-scalable=0'>",
	  "zoom E 1:46+15, zoom E 1:30+13" },
	{ "<meta name=x content='maximum-scale=1'>", "" },
	{ "<a target=_blank href=x>", "opener W 1:4+13" },
	{ "<a target=_blank rel='me NoOpener' href=x>", "" },
	{ "<a target=_blank rel=noreferrer href=x><a target=x>", "" },

	/* what is no markup, and Mustache */
	{ "<!-- <p style=x> --><p style=y>", "style E 1:24+7" },
	{ "<!-- <p style=x>", "" },
	{ "{{! <p style=x> }}{{{<p style=x>}}}", "" },
	{ "{{#a}}<p style=x>{{/a}}", "style E 1:10+7" },
	{ "<p class=\"{{#a}}b\"{{/a}}\" style=x>", "style E 1:27+7" },
	{ "<p title='{{a \"b\"}} style=x'>", "" },
	{ "{{=<% %>=}}<p <%x%> style=x><%={{ }}=%>{{! <p style=y> }}",
	  "style E 1:21+7" },
	{ "{{=<% %>=}}<%! <p style=x> %>{{<img>}}",
	  "alt W 1:32+5, size W 1:32+5" },
	{ "{{=a}}<p style=x>", "style E 1:10+7" },
	{ "<p style=x", "style E 1:4+7" },
	{ "<p style", "style E 1:4+5" },
	{ "<p style='x", "style E 1:4+8" },
	{ "<p {{x", "" },
	{ "<p = / => style=x>", "" },
};

static void test_templates(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++) {
		struct buf told = BUF_INIT;
		struct world w;

		open_world(&w, templates[i].text);
		theme_lint_template(&w.source, &w.diags);
		tell(&w, &told);
		if (strcmp(told.at, templates[i].expected)) {
			print_error("%s\n  expected: %s\n  told:     %s\n",
				    templates[i].text, templates[i].expected,
				    told.at);
			wrong++;
		}
		buf_release(&told);
		close_world(&w);
	}
	assert_int_equal(wrong, 0);
}

/* Messages name what the author wrote. */
static void test_messages(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "<p onToggle=x>", "«onToggle»" },
		{ "<p style=x>", "«style=»" },
		{ "<script>x</script>", "«<script>»" },
		{ "<object>", "«<object>»" },
		{ "<a href=JAVASCRIPT:>", "«javascript:»" },
		{ "<script src='//x.cn/y'>", "«//x.cn/y»" },
		{ "<meta name=viewport content=maximum-scale=1>",
		  "«maximum-scale»" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct world w;

		open_world(&w, cases[i].text);
		theme_lint_template(&w.source, &w.diags);
		assert_int_equal(w.diags.errors, 1);
		if (text_find(w.diags.first->message, cases[i].message) ==
		    SIZE_MAX)
			fail_msg("%s: %.*s", cases[i].text,
				 TEXT_ARG(w.diags.first->message));
		close_world(&w);
	}
}

/* More attributes than are kept: what is not known is not missed. */
static void test_many_attributes(void **state)
{
	struct buf text = BUF_INIT;
	struct world w;

	(void)state;
	buf_add_string(&text, "<img src=a");
	for (int i = 0; i < 2 * MARKUP_ATTRIBUTES; i++)
		buf_format(&text, " a%d", i);
	buf_add_string(&text, " alt='' width=1 height=1>");
	open_world(&w, text.at);
	theme_lint_template(&w.source, &w.diags);
	assert_int_equal(w.diags.errors + w.diags.warnings, 0);
	close_world(&w);
	buf_release(&text);
}

/* -- strings ---------------------------------------------------------------- */

static const struct node *read_strings(struct world *w,
				       const struct source *source)
{
	const struct node *map =
		yamldoc_read(&w->arena,
			     &(struct yaml_input){ .source = source,
						   .len = source->text.len },
			     &w->diags);

	assert_non_null(map);
	return map;
}

/* Strings are told where they stand; one that YAML has changed, in its file. */
static void test_strings(void **state)
{
	static const struct lint_case cases[] = {
		{ "a: b\nc: \"<b style='x'>y</b>\"\n", "style E 2:8+9" },
		{ "a: x <p style=y> z\n", "style E 1:9+7" },
		{ "a: \"<b style=\\\"x\\\">\"\n", "style E 0:0+0" },
		{ "a: <5 style=x\n", "" },
		{ "a: [<b style=x>]\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf told = BUF_INIT;
		struct world w;

		open_world(&w, cases[i].text);
		theme_lint_strings(&w.source, read_strings(&w, &w.source),
				   &w.diags);
		tell(&w, &told);
		assert_string_equal(told.at, cases[i].expected);
		buf_release(&told);
		close_world(&w);
	}
}

/* a is in both; b only in Chinese; c only in English, d only in French. */
static void test_languages(void **state)
{
	const struct source sources[] = {
		{ T("t/strings/en.yaml"), T("a: 1\nc: 1\n") },
		{ T("t/strings/fr.yaml"), T("a: 1\nb: 1\nc: 1\nd: 1\n") },
		{ T("t/strings/zh-CN.yaml"), T("a: 1\nb: 1\n") },
	};
	const struct source base = { T("d/strings/en.yaml"), T("b: 1\n") };
	struct theme_lint_words files[3];
	struct buf told = BUF_INIT;
	struct world w;

	(void)state;
	open_world(&w, "");
	for (size_t i = 0; i < 3; i++)
		files[i] = (struct theme_lint_words){
			&sources[i], read_strings(&w, &sources[i]), NULL
		};
	files[0].base = read_strings(&w, &base);
	theme_lint_languages(files, 3, 2, &w.diags);
	for (const struct diag *d = w.diags.first; d; d = d->next) {
		assert_string_equal(d->code, "theme.lint.language");
		assert_int_equal(d->severity, SEVERITY_WARNING);
		buf_format(&told, "%.*s %.*s %.*s:%u\n",
			   TEXT_ARG(text_from(d->path, 10)),
			   TEXT_ARG(d->message),
			   TEXT_ARG(text_from(d->note->path, 10)),
			   d->note->span.line);
	}
	assert_string_equal(
		told.at,
		"zh-CN.yaml this file lacks the string «c», which en.yaml has "
		"en.yaml:2\n"
		"en.yaml this file lacks the string «b», which fr.yaml has "
		"fr.yaml:2\n"
		"en.yaml this file lacks the string «d», which fr.yaml has "
		"fr.yaml:4\n"
		"zh-CN.yaml this file lacks the string «d», which fr.yaml has "
		"fr.yaml:4\n");
	/* What no base has either is told when the theme is loaded. */
	diags_release(&w.diags);
	diags_init(&w.diags);
	files[0].base = NULL;
	theme_lint_languages(files, 1, 1, &w.diags);
	assert_int_equal(w.diags.warnings, 0);
	theme_lint_languages(files, 3, 2, &w.diags);
	assert_int_equal(w.diags.warnings, 3);
	buf_release(&told);
	close_world(&w);
}

static void test_unused(void **state)
{
	struct world w;
	const struct node *map;
	const struct diag *d;

	(void)state;
	open_world(&w, "a: 1\nbee: 2\n");
	map = read_strings(&w, &w.source);
	theme_lint_unused_string(&w.source, map->first->next, &w.diags);
	theme_lint_unused_partial(&w.source, T("card"), &w.diags);
	d = w.diags.first;
	assert_string_equal(d->code, "theme.lint.string");
	assert_true(text_is(d->message, "no page shows the string «bee»"));
	assert_true(text_is(d->hint, "use it with {{>t.bee}}, or remove it"));
	assert_int_equal(d->span.line, 2);
	assert_int_equal(d->span.length, 3);
	d = d->next;
	assert_string_equal(d->code, "theme.lint.partial");
	assert_true(
		text_is(d->hint, "use it with {{>card}}, or remove the file"));
	assert_int_equal(d->span.line, 0);
	assert_int_equal(w.diags.warnings, 2);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_many_attributes),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_unused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
