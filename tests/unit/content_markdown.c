/*
 * What Markdown becomes, what it must never become, and that no text takes
 * long. The expected HTML is exact: what a page carries is what stands here.
 */

#include "content/markdown.h"

#include "base/buf.h"
#include "content/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void assert_html(const char *source, struct text got,
			const char *expected)
{
	if (!text_is(got, expected))
		fail_msg("%s\ngave     %.*s\nexpected %s", source,
			 TEXT_ARG(got), expected);
	assert_int_equal(got.at ? got.at[got.len] : 0, 0);
}

struct html_case {
	const char *source, *html;
};

static void test_blocks(void **state)
{
	static const struct html_case cases[] = {
		{ "", "" },
		{ "\n \n", "" },
		{ "一行\n又一行", "<p>一行\n又一行</p>\n" },
		{ "一行  \n又一行\\\n三", "<p>一行<br>\n又一行<br>\n三</p>\n" },
		{ "# 一\n## 二\n###### 六",
		  "<h3>一</h3>\n<h4>二</h4>\n<h6>六</h6>\n" },
		{ "一\n===\n二\n---", "<h3>一</h3>\n<h4>二</h4>\n" },
		{ "##### 五", "<h3>五</h3>\n" },
		{ "- 米\n- 面", "<ul>\n<li>米</li>\n<li>面</li>\n</ul>\n" },
		{ "- 米\n\n- 面",
		  "<ul>\n<li><p>米</p>\n</li>\n<li><p>面</p>\n</li>\n</ul>\n" },
		{ "1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n" },
		{ "3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n" },
		{ "- a\n  - b",
		  "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n" },
		{ "> 引\n> 用",
		  "<blockquote>\n<p>引\n用</p>\n</blockquote>\n" },
		{ "***", "<hr>\n" },
		{ "```js\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n" },
		{ "**重点**和*轻*和`a<b`",
		  "<p><strong>重点</strong>和<em>轻</em>和"
		  "<code>a&lt;b</code></p>\n" },
		{ "\"a\" -- 'b' ...",
		  "<p>&quot;a&quot; -- &#39;b&#39; ...</p>\n" },
		{ "&lt;b&gt; &amp; &copy;", "<p>&lt;b&gt; &amp; ©</p>\n" },
		{ "&lt;script&gt;", "<p>&lt;script&gt;</p>\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_html(cases[i].source,
			    markdown_blocks(&arena, text_of(cases[i].source)),
			    cases[i].html);
}

static void test_links(void **state)
{
	static const struct html_case cases[] = {
		{ "[a](https://e.com/?a=1&b=2)",
		  "<p><a href=\"https://e.com/?a=1&amp;b=2\" "
		  "rel=\"noopener noreferrer\">a</a></p>\n" },
		{ "[a](HTTP://e.com 'title')",
		  "<p><a href=\"HTTP://e.com\" rel=\"noopener noreferrer\">a"
		  "</a></p>\n" },
		{ "<https://e.com>",
		  "<p><a href=\"https://e.com\" rel=\"noopener noreferrer\">"
		  "https://e.com</a></p>\n" },
		{ "[电话](tel:+86-25-123)",
		  "<p><a href=\"tel:+86-25-123\">电话</a></p>\n" },
		{ "<a@b.cn>", "<p><a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n" },
		{ "[a](../a/hair.html#top)",
		  "<p><a href=\"../a/hair.html#top\">a</a></p>\n" },
		{ "[a](?x=1:2)", "<p><a href=\"?x=1:2\">a</a></p>\n" },
		{ "[a](a/b:c)", "<p><a href=\"a/b:c\">a</a></p>\n" },
		{ "[**a**](原理.html)",
		  "<p><a href=\"%E5%8E%9F%E7%90%86.html\"><strong>a</strong>"
		  "</a></p>\n" },
		{ "[a](%E5%8E%9F.html)",
		  "<p><a href=\"%E5%8E%9F.html\">a</a></p>\n" },
		{ "[a](<x y\">)", "<p><a href=\"x%20y%22\">a</a></p>\n" },
		{ "[a](x'y)", "<p><a href=\"x%27y\">a</a></p>\n" },
		{ "[a][b]\n\n[b]: https://e.com",
		  "<p><a href=\"https://e.com\" rel=\"noopener noreferrer\">a"
		  "</a></p>\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_html(cases[i].source,
			    markdown_blocks(&arena, text_of(cases[i].source)),
			    cases[i].html);
}

/* Each of these runs a script or leaves the site in some other converter. */
static void test_hostile(void **state)
{
	static const struct html_case cases[] = {
		{ "<script>alert(1)</script>", "" },
		{ "a<script>alert(1)</script>b", "<p>aalert(1)b</p>\n" },
		{ "<img src=x onerror=alert(1)>", "" },
		{ "a <img src=x onerror=alert(1)>", "<p>a </p>\n" },
		{ "<b onclick=\"alert(1)\">fett</b>", "<p>fett</p>\n" },
		{ "<!-- --><div style=\"x\">\n\ntext\n\n</div>",
		  "<p>text</p>\n" },
		{ "<svg/onload=alert(1)//",
		  "<p>&lt;svg/onload=alert(1)//</p>\n" },
		{ "[a](javascript:alert(1))", "<p>a</p>\n" },
		{ "[a](JaVaScRiPt:alert(1))", "<p>a</p>\n" },
		{ "[a](java&#10;script:alert(1))", "<p>a</p>\n" },
		{ "[a](&#1;javascript:alert(1))", "<p>a</p>\n" },
		{ "[a](javascript&colon;alert(1))", "<p>a</p>\n" },
		{ "[a](javascript&#58;alert(1))", "<p>a</p>\n" },
		{ "[a](java\\script:alert(1))", "<p>a</p>\n" },
		{ "[a](<java\tscript:alert(1)>)", "<p>a</p>\n" },
		{ "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n" },
		{ "[a](vbscript:x)", "<p>a</p>\n" },
		{ "[a](data:text/html,<script>alert(1)</script>)",
		  "<p>a</p>\n" },
		{ "[a](data:text/html;base64,PHN2Zz4=)", "<p>a</p>\n" },
		{ "[a](file:///etc/passwd)", "<p>a</p>\n" },
		{ "[a](weixin://dl/scan)", "<p>a</p>\n" },
		{ "[a](//evil.com)", "<p>a</p>\n" },
		{ "[a](&sol;/evil.com)", "<p>a</p>\n" },
		{ "[a](/\\evil.com)",
		  "<p><a href=\"/%5Cevil.com\">a</a></p>\n" },
		{ "[a]()", "<p>a</p>\n" },
		{ "[a][b]\n\n[b]: javascript:alert(1)", "<p>a</p>\n" },
		{ "[a](https://e.com/\"onclick=\"alert(1))",
		  "<p><a href=\"https://e.com/%22onclick=%22alert(1)\" "
		  "rel=\"noopener noreferrer\">a</a></p>\n" },
		{ "[a](x \"t\" onclick=alert(1))",
		  "<p>[a](x &quot;t&quot; onclick=alert(1))</p>\n" },
		{ "![b](javascript:alert(1))", "<p>b</p>\n" },
		{ "![**b** \"c\"](https://e.com/x.png)",
		  "<p><strong>b</strong> &quot;c&quot;</p>\n" },
		{ "```\"><script>\na\n```", "<pre><code>a\n</code></pre>\n" },
		{ "`<script>`", "<p><code>&lt;script&gt;</code></p>\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_html(cases[i].source,
			    markdown_blocks(&arena, text_of(cases[i].source)),
			    cases[i].html);
}

static struct markdown_image choose_picture(void *context, struct text target)
{
	size_t *calls = context;

	++*calls;
	if (text_is(target, "evil.jpg"))
		return (struct markdown_image){ T("javascript:alert(1)"), 4,
						3 };
	if (text_is(target, "sized.jpg"))
		return (struct markdown_image){ T("../media/a.jpg"), 960, 720 };
	if (text_ends(target, ".jpg"))
		return (struct markdown_image){ T("../media/a&b.jpg"), 0, 0 };
	return (struct markdown_image){ T(""), 0, 0 };
}

static void test_pictures(void **state)
{
	static const struct html_case cases[] = {
		{ "![头顶 *一* \"月\"](top.jpg \"t\")",
		  "<p><img src=\"../media/a&amp;b.jpg\" alt=\"头顶 一 "
		  "&quot;月&quot;\" loading=\"lazy\"></p>\n" },
		{ "![头顶](sized.jpg)",
		  "<p><img src=\"../media/a.jpg\" width=\"960\" "
		  "height=\"720\" alt=\"头顶\" loading=\"lazy\"></p>\n" },
		{ "![头顶](top.png)", "<p>头顶</p>\n" },
		{ "![](top.png)", "<p></p>\n" },
		{ "![头顶](evil.jpg)", "<p>头顶</p>\n" },
		{ "![a <b onload=x> `c`\nd](x.jpg)",
		  "<p><img src=\"../media/a&amp;b.jpg\" alt=\"a  c d\" "
		  "loading=\"lazy\"></p>\n" },
		{ "![a ![b](y.jpg) c](x.jpg)",
		  "<p><img src=\"../media/a&amp;b.jpg\" alt=\"a b c\" "
		  "loading=\"lazy\"></p>\n" },
		{ "![a ![b](y.jpg) c](x.png)",
		  "<p>a <img src=\"../media/a&amp;b.jpg\" alt=\"b\" "
		  "loading=\"lazy\"> c</p>\n" },
		{ "[![a](x.jpg)](b.html)",
		  "<p><a href=\"b.html\"><img src=\"../media/a&amp;b.jpg\" "
		  "alt=\"a\" loading=\"lazy\"></a></p>\n" },
		{ "![[a](b.html)](x.jpg)",
		  "<p><img src=\"../media/a&amp;b.jpg\" alt=\"a\" "
		  "loading=\"lazy\"></p>\n" },
	};
	size_t calls = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_html(cases[i].source,
			    markdown_article(&arena, text_of(cases[i].source),
					     choose_picture, &calls),
			    cases[i].html);
	assert_int_equal(calls, 11);
}

static void test_inline(void **state)
{
	static const struct html_case cases[] = {
		{ "", "" },
		{ "饭后温服", "饭后温服" },
		{ "  饭后 < 1 小时\n", "饭后 &lt; 1 小时" },
		{ "**忌** 辛辣 & `酒`",
		  "<strong>忌</strong> 辛辣 &amp; <code>酒</code>" },
		{ "[看](a/b.html)", "<a href=\"a/b.html\">看</a>" },
		{ "[看](javascript:x)", "看" },
		{ "<script>x</script>忌酒", "x忌酒" },
		{ "<div onclick=x>忌酒</div>", "忌酒" },
		{ "![图](x.jpg)", "图" },
		/* What would begin a block stands as it was typed. */
		{ "1. 饭后", "1. 饭后" },
		{ "- *不要*抓", "- <em>不要</em>抓" },
		{ "# 一\n> 二\n* 三", "# 一\n&gt; 二\n* 三" },
		{ "*三*\n---", "<em>三</em>\n---" },
		{ "```\n*a*", "```\n<em>a</em>" },
		{ "[a]: https://e.com", "[a]: https://e.com" },
		{ "    *a*", "<em>a</em>" },
		{ "_a_\n\nb\n\nc", "<em>a</em><br>\nb<br>\nc" },
		{ "`a\nb`", "<code>a b</code>" },
		{ "a  \n*b*", "a<br>\n<em>b</em>" },
		{ "\xE1\x9A\x80*a*\xE1\x9A\x80 b", "<em>a</em> b" },
		/* Emphasis around punctuation works at the start of a line. */
		{ "**“重点”**", "<strong>“重点”</strong>" },
		{ "**“重点”** 请记住", "<strong>“重点”</strong> 请记住" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_html(cases[i].source,
			    markdown_inline(&arena, text_of(cases[i].source)),
			    cases[i].html);
}

static void test_plain(void **state)
{
	static const struct {
		const char *source;
		size_t chars;
		const char *text;
	} cases[] = {
		{ "", 10, "" },
		{ "# 标题\n\n第一段*强调*了\n第二行", 100,
		  "标题 第一段强调了 第二行" },
		{ "- a\n- b\n\n> c", 100, "a b c" },
		{ "a<script>x</script> & \"b\"", 100, "ax & \"b\"" },
		{ "[链接](https://e.com) ![图](x.jpg) `码`", 100,
		  "链接 图 码" },
		{ "```\na\n  b\n```\nc", 100, "a b c" },
		{ "一二三四五", 5, "一二三四五" },
		{ "一二三四五", 4, "一二三…" },
		{ "一二 三四五", 4, "一二…" },
		{ "一二三", 1, "…" },
		{ "一二三", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_html(cases[i].source,
			    markdown_plain(&arena, text_of(cases[i].source),
					   cases[i].chars),
			    cases[i].text);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void repeat(struct buf *out, const char *part, size_t bytes)
{
	while (out->len + strlen(part) <= bytes)
		buf_add_string(out, part);
}

/*
 * A text is a beginning repeated and an end repeated. Each took cmark itself,
 * or could take another converter, minutes; a second is far above what it
 * takes here under a sanitizer.
 */
static void test_pathological(void **state)
{
	static const struct html_case cases[] = {
		{ "[", "]" },	       { "![[]()", "" },
		{ "![a](", ")" },      { "> ", "\n" },
		{ ">", "" },	       { "- ", "\n" },
		{ "1) ", "a\n" },      { "*", "" },
		{ "**a *b ", "c**" },  { "_a ", "_" },
		{ "`a", "``" },	       { "<", ">" },
		{ "<!--", "" },	       { "<![CDATA[", "" },
		{ "\\", "" },	       { "&", "" },
		{ "[a]: b\n", "[a]" }, { " ", "\n" },
		{ "  - a\n", "\n" },   { "a\n\n", "" },
		{ "[a](b)", "" },      { "**", "\n\n" },
		{ "\t", "- " },	       { "* * ", "\n" },
		{ "![", "](x)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf source = BUF_INIT;
		double before = seconds();
		struct text html;

		repeat(&source, cases[i].source, MARKDOWN_BYTES / 2);
		if (*cases[i].html)
			repeat(&source, cases[i].html, MARKDOWN_BYTES);
		html = markdown_blocks(&arena, buf_text(&source));
		assert_true(html.len < 64 * source.len);
		markdown_inline(&arena, buf_text(&source));
		markdown_plain(&arena, buf_text(&source), 100);
		if (seconds() - before > 3)
			fail_msg("case %zu takes %.1f s", i,
				 seconds() - before);
		buf_release(&source);
		arena_reset(&arena);
	}
}

static size_t count(struct text t, const char *needle)
{
	size_t times = 0, at;

	while ((at = text_find(t, needle)) != SIZE_MAX) {
		t = text_from(t, at + 1);
		times++;
	}
	return times;
}

/* Tags stay balanced where nesting ends. */
static void test_depth(void **state)
{
	static const char *const parts[] = { "> ", "- ", "- > ", "*a **b " };
	struct text html;

	(void)state;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct buf source = BUF_INIT;

		for (int depth = 1; depth < 60; depth++)
			buf_add_string(&source, parts[i]);
		buf_add_string(&source, "end");
		for (int depth = 1; depth < 60 && i == 3; depth++)
			buf_add_string(&source, "** *");
		html = markdown_blocks(&arena, buf_text(&source));
		assert_true(text_find(html, "end") != SIZE_MAX);
		assert_int_equal(count(html, "<ul>"), count(html, "</ul>"));
		assert_int_equal(count(html, "<li>"), count(html, "</li>"));
		assert_int_equal(count(html, "<em>"), count(html, "</em>"));
		assert_true(count(html, "<li>") >= count(html, "<ul>"));
		buf_release(&source);
	}
}

static void test_too_much(void **state)
{
	struct buf source = BUF_INIT;
	struct text html;

	(void)state;
	repeat(&source, "发", MARKDOWN_BYTES + 100);
	html = markdown_blocks(&arena, buf_text(&source));
	assert_true(html.len <= MARKDOWN_BYTES + 10);
	assert_true(text_is_utf8(html, NULL));
	buf_release(&source);
}

static void test_absurd_is_shown_as_written(void **state)
{
	struct buf source = BUF_INIT;
	struct text html;

	(void)state;
	buf_add_string(&source, "*a* <b>\n");
	repeat(&source, "[", 5000);
	html = markdown_blocks(&arena, buf_text(&source));
	assert_true(text_starts(html, "<p>*a* &lt;b&gt;<br>\n[[["));
	html = markdown_inline(&arena, buf_text(&source));
	assert_true(text_starts(html, "*a* &lt;b&gt;<br>\n[[["));
	buf_release(&source);
}

static void test_link_kinds(void **state)
{
	static const struct {
		const char *target;
		enum link_kind kind;
	} cases[] = {
		{ "https://e.com", LINK_OUTSIDE },
		{ "http:", LINK_OUTSIDE },
		{ "tel:120", LINK_ALLOWED },
		{ "a.html", LINK_ALLOWED },
		{ "/a", LINK_ALLOWED },
		{ "#a:b", LINK_ALLOWED },
		{ "", LINK_REFUSED },
		{ "//e.com", LINK_REFUSED },
		{ "ftp://e.com", LINK_REFUSED },
		{ "httpsx:a", LINK_REFUSED },
		{ "htt:a", LINK_REFUSED },
		{ " https://e.com", LINK_REFUSED },
		{ ":a", LINK_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (link_kind(text_of(cases[i].target)) != cases[i].kind)
			fail_msg("%s", cases[i].target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_inline),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_pathological),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_too_much),
		cmocka_unit_test(test_absurd_is_shown_as_written),
		cmocka_unit_test(test_link_kinds),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
