/*
 * Any bytes as templates: read, checked and rendered. An input is up to three
 * templates, page, p and q, divided by NUL bytes.
 *
 * Besides not crashing: an error is told exactly when a function fails, and
 * what the audience may not see has no influence on the page.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/bug.h"
#include "model/values.h"
#include "page/mustache.h"

#define FUZZ_CORPUS "tests/fuzz/corpus/mustache"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

struct node {
	struct text name, secret;
	struct markdown html;
	struct texts tags;
	struct inlines lines;
	struct list children;
	bool yes;
	int64_t count;
	const struct node *next;
	struct value any;
};

static const struct table node_table;
static const struct field node_fields[] = {
	VIEW_ROW(node, name, FIELD_TEXT, SEES_ALL, NULL),
	VIEW_ROW(node, secret, FIELD_TEXT, SEES_NOBODY, NULL),
	VIEW_ROW(node, html, FIELD_MARKDOWN, SEES_ALL, NULL),
	VIEW_ROW(node, tags, FIELD_TEXTS, SEES_ALL, NULL),
	VIEW_ROW(node, lines, FIELD_INLINES, SEES_ALL, NULL),
	VIEW_ROW_OF(node, children, FIELD_LIST, 0, &node_table, SEES_ALL, NULL),
	VIEW_ROW(node, yes, FIELD_BOOL, SEES_ALL, NULL),
	VIEW_ROW(node, count, FIELD_INT, SEES_ALL, NULL),
	VIEW_ROW_OF(node, next, FIELD_REF, FIELD_BASE, &node_table, SEES_ALL,
		    NULL),
	VIEW_ROW(node, any, FIELD_VALUE, SEES_ALL, NULL),
};
static const struct table node_table = TABLE("node", node, node_fields);

static struct text tags[] = { TEXT("<a>\nb"), TEXT(""), TEXT("p") };
static struct markdown lines[] = { { TEXT("x"), TEXT("<i>x</i>") } };
static const struct node leaf = { .name = TEXT("q"), .yes = true };
static struct node children[] = {
	{ .name = TEXT("p"), .tags = { tags, 3 }, .next = &leaf },
	{ .name = TEXT("二"), .count = 2 },
};
static const struct value values[] = {
	{ .kind = VALUE_TEXT, .text = TEXT("p") },
	{ .kind = VALUE_OBJECT, .table = &node_table, .at = &leaf },
};
static const struct node root = {
	.name = TEXT("&\n"),
	.secret = TEXT("secret"),
	.html = { TEXT("x"), TEXT("<b>x</b>\n") },
	.tags = { tags, 3 },
	.lines = { lines, 1 },
	.children = { children, 2 },
	.yes = true,
	.count = -1,
	.next = &leaf,
	.any = { .kind = VALUE_VALUES, .at = values, .count = 2 },
};

static void expect(bool good, const struct diags *diags, size_t errors)
{
	if (good != (diags->errors == errors))
		BUG("errors and result disagree");
}

static void add(struct arena *arena, struct mustache *set, const char *name,
		struct text text, struct diags *diags)
{
	struct source *source = ARENA_NEW(arena, struct source);
	size_t errors = diags->errors;
	bool good;

	*source = (struct source){ text_of(name), text };
	good = mustache_add(set, source->path, text, source_whole(source),
			    diags);
	expect(good, diags, errors);
}

/* Makes the page of a node; false if a limit forbids it. */
static bool make(const struct mustache *set, const struct node *node,
		 struct buf *out, struct diags *diags)
{
	struct mustache_view view =
		mustache_view(&node_table, node, SEES_PATIENT);
	size_t errors = diags->errors;
	bool good = mustache_render(set, T("page"), &view, out, diags);

	expect(good, diags, errors);
	return good;
}

static void use(struct mustache *set, struct diags *diags)
{
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct node twin = root;
	size_t errors = diags->errors;
	bool good;

	expect(mustache_check(set, T("page"), &node_table, SEES_PATIENT, diags),
	       diags, errors);
	twin.secret = T("");
	good = make(set, &root, &one, diags);
	if (good != make(set, &twin, &two, diags) ||
	    !text_equal(buf_text(&one), buf_text(&two)))
		BUG("a page depends on what nobody may see");
	buf_release(&one);
	buf_release(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const names[] = { "page", "p", "q" };
	const struct table *roots[] = { &node_table };
	struct text rest = { (const char *)bytes, len }, part;
	struct mustache *set;
	struct arena arena;
	struct diags diags;

	arena_init(&arena, ARENA_SMALL);
	diags_init(&diags);
	set = mustache_new(&arena, 0);
	add(&arena, set, names[0], T(""), &diags);
	for (size_t i = 0; i < 3 && text_cut(&rest, '\0', &part); i++)
		add(&arena, set, names[i], part, &diags);
	mustache_link(set, roots, 1);
	use(set, &diags);
	diags_release(&diags);
	arena_release(&arena);
	return 0;
}

#include "fuzz/fuzz_main.h"
