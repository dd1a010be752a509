/*
 * The skeletons of `init` and `new`: an example of every entry, none of an
 * entry that does not exist, and documents that read without a word said.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "content/yamldoc.h"
#include "model/documents.h"
#include "run/skeleton.h"

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

static const struct skeleton_words *words_of(const char *name)
{
	for (size_t i = 0; i < skeleton_words_count; i++)
		if (!strcmp(skeleton_words[i].name, name))
			return &skeleton_words[i];
	fail_msg("no skeleton of %s", name);
	return NULL;
}

/* The table of the document itself: of a bare list, that of its items. */
static const struct table *root_of(const struct document_kind *kind)
{
	return kind->is_list ? kind->table->fields[0].table : kind->table;
}

static bool has_row(const struct skeleton_words *words, struct text path)
{
	for (size_t i = 0; i < words->count; i++)
		if (text_equal(text_of(words->rows[i].path), path))
			return true;
	return false;
}

static void expect_rows(const struct skeleton_words *words,
			const struct table *table, struct text prefix)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		struct text path =
			arena_join(&arena, prefix, text_of(field->key));

		if (field->table)
			expect_rows(words, field->table,
				    arena_join(&arena, path, T(".")));
		else if (!has_row(words, path))
			fail_msg("%s has no example of %s", words->name,
				 path.at);
	}
}

static void every_entry_has_an_example(void **state)
{
	(void)state;
	assert_int_equal(skeleton_words_count, document_kind_count);
	for (size_t i = 0; i < document_kind_count; i++)
		expect_rows(words_of(document_kinds[i].name),
			    root_of(&document_kinds[i]), T(""));
}

static void every_example_has_its_entry(void **state)
{
	(void)state;
	for (size_t i = 0; i < document_kind_count; i++) {
		const struct skeleton_words *words =
			words_of(document_kinds[i].name);

		for (size_t n = 0; n < words->count; n++) {
			const struct table *table = root_of(&document_kinds[i]);
			struct text rest = text_of(words->rows[n].path), part;

			while (text_cut(&rest, '.', &part)) {
				const struct field *field =
					fields_find(table, part);

				if (!field)
					fail_msg("%s has no entry %s",
						 words->name,
						 words->rows[n].path);
				table = field->table;
			}
		}
	}
}

static struct skeleton usual(bool is_chinese, bool is_example)
{
	return (struct skeleton){
		.is_chinese = is_chinese,
		.is_example = is_example,
		.today = { 2026, 6, 10 },
		.name = T("O'Neil: 王 #1"),
		.id = T("p-abc"),
		.therapist = T("li"),
		.code = T("7K3MQ9XDT"),
	};
}

/* The part of an article between its lines of dashes; else all of it. */
static struct text yaml_part(struct text document)
{
	size_t end;

	if (!text_starts(document, "---\n"))
		return document;
	document = text_from(document, 4);
	end = text_find(document, "\n---\n");
	assert_true(end != SIZE_MAX);
	return text_part(document, 0, end + 1);
}

static void expect_readable(const struct document_kind *kind,
			    struct text document)
{
	struct source source = { T("skeleton"), yaml_part(document) };
	struct yaml_input input = { .source = &source,
				    .len = source.text.len,
				    .is_key = documents_know };
	void *object = arena_alloc(&arena, kind->table->size);
	struct node map = { .kind = NODE_MAP, .count = 1 }, *root;
	struct diags diags;

	diags_init(&diags);
	root = yamldoc_read(&arena, &input, &diags);
	if (root && kind->is_list) {
		root->key = text_of(kind->table->fields[0].key);
		map.first = root;
		root = &map;
	}
	if (!root ||
	    !fields_read(&arena, kind->table, object, &source, root, &diags) ||
	    diags.warnings)
		fail_msg("%s: line %u: %s\n%s", kind->name,
			 diags.first->span.line, diags.first->message.at,
			 document.at);
	diags_release(&diags);
}

static void all_skeletons_can_be_read(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < document_kind_count; i++)
		for (int n = 0; n < 4; n++) {
			struct skeleton skeleton = usual(n & 1, n & 2);

			buf_reset(&out);
			skeleton_add(&arena, document_kinds[i].name, &skeleton,
				     &out);
			expect_readable(&document_kinds[i], buf_text(&out));
		}
	buf_release(&out);
}

/* Takes "# " away at the start of lines, as a therapist would. */
static struct text uncommented(struct text document, struct text from)
{
	struct buf out = BUF_INIT;
	struct text line, done;
	bool is_on = false;

	while (text_cut(&document, '\n', &line)) {
		is_on |= text_equal(line, from);
		if (is_on && text_starts(line, "# "))
			line = text_from(line, 2);
		buf_add_text(&out, line);
		buf_add_char(&out, '\n');
	}
	done = arena_text(&arena, buf_text(&out));
	buf_release(&out);
	return done;
}

static void commented_parts_can_be_used(void **state)
{
	struct skeleton skeleton = usual(true, false);
	const struct document_kind *kind = document_kinds;
	struct buf out = BUF_INIT;

	(void)state;
	while (strcmp(kind->name, "plan"))
		kind++;
	skeleton_add(&arena, "plan", &skeleton, &out);
	/* The last part: what stands behind it is only its own entries. */
	expect_readable(kind, uncommented(buf_text(&out), T("# 分享:")));
	assert_true(text_find(buf_text(&out), "# 分享:") != SIZE_MAX);
	buf_release(&out);
}

static void values_are_quoted(void **state)
{
	static const struct {
		const char *name, *line;
	} cases[] = {
		{ "王秀兰", "\n姓名: 王秀兰\n" },
		{ "Emily Carter", "\n姓名: Emily Carter\n" },
		{ "O'Neil", "\n姓名: 'O''Neil'\n" },
		{ "- a", "\n姓名: '- a'\n" },
		{ "a: b", "\n姓名: 'a: b'\n" },
		{ "3号", "\n姓名: '3号'\n" },
		{ "“小王”", "\n姓名: '“小王”'\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct skeleton skeleton = usual(true, false);
		struct buf out = BUF_INIT;

		skeleton.name = text_of(cases[i].name);
		skeleton_add(&arena, "plan", &skeleton, &out);
		if (text_find(buf_text(&out), cases[i].line) == SIZE_MAX)
			fail_msg("no line %s in\n%s", cases[i].line, out.at);
		buf_release(&out);
	}
}

/* What a page calls somebody is never the full name to begin with. */
static void the_full_name_is_not_the_call(void **state)
{
	static const struct {
		bool is_chinese;
		const char *name, *line;
	} cases[] = {
		{ true, "王秀兰", "\n称呼: '王女士/先生'\n" },
		{ true, "Emily Carter", "\n称呼: Emily\n" },
		{ false, "Emily Carter", "\ndisplay_name: Emily\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct skeleton skeleton = usual(cases[i].is_chinese, false);
		struct buf out = BUF_INIT;

		skeleton.name = text_of(cases[i].name);
		skeleton_add(&arena, "plan", &skeleton, &out);
		if (text_find(buf_text(&out), cases[i].line) == SIZE_MAX)
			fail_msg("no line %s in\n%s", cases[i].line, out.at);
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_entry_has_an_example),
		cmocka_unit_test(every_example_has_its_entry),
		cmocka_unit_test(all_skeletons_can_be_read),
		cmocka_unit_test(commented_parts_can_be_used),
		cmocka_unit_test(values_are_quoted),
		cmocka_unit_test(the_full_name_is_not_the_call),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
