/*
 * Mustache against its specification, through the same functions that pages
 * are made with.
 *
 * Our own cases are tests/spec/mustache/NAME.txt: "=== title", then
 * parts that begin with a line "--- template", "--- data" (YAML),
 * "--- partial NAME" and "--- expected". A part ends with the newline before
 * the next such line, or without it where the line says "--- template, cut".
 * An empty line stands between cases.
 *
 * The official cases are JSON files of a folder that is no part of this
 * checkout: ../shared, or what CAREPLAN_SHARED names. Without it that test is
 * skipped. Lambdas are left out.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "content/yamldoc.h"
#include "page/mustache.h"

enum { MOST_TABLES = 256, FILE_BYTES = 1 << 20 };

/* One case, and what it takes to run it. */
struct spec {
	struct arena arena;
	struct diags diags;
	const struct table *tables[MOST_TABLES];
	size_t table_count;
	struct mustache *set;
};

static void spec_begin(struct spec *spec)
{
	memset(spec, 0, sizeof(*spec));
	arena_init(&spec->arena, ARENA_SMALL);
	diags_init(&spec->diags);
	spec->set = mustache_new(&spec->arena, MUSTACHE_RAW_TEXT);
}

static void spec_end(struct spec *spec)
{
	diags_release(&spec->diags);
	arena_release(&spec->arena);
}

/* -- values from data ----------------------------------------------------- */

static struct value value_of(struct spec *spec, const struct node *node);

static struct value value_of_scalar(const struct node *node)
{
	struct value value = { .kind = VALUE_TEXT, .text = node->text };

	if (!node->is_plain)
		return value;
	if (text_is(node->text, "true"))
		value.kind = VALUE_TRUE;
	else if (text_is(node->text, "false") || text_is(node->text, "null"))
		value.kind = VALUE_NONE;
	else if (text_number(node->text, &value.number))
		value.kind = VALUE_NUMBER;
	return value;
}

static struct value value_of_list(struct spec *spec, const struct node *node)
{
	struct value *items =
		ARENA_ARRAY(&spec->arena, node->count + 1, struct value);
	size_t count = 0;

	for (const struct node *n = node->first; n; n = n->next)
		items[count++] = value_of(spec, n);
	return (struct value){ .kind = VALUE_VALUES,
			       .at = items,
			       .count = count };
}

/* A map is a struct of values, with a table made for it. */
static struct value value_of_map(struct spec *spec, const struct node *node)
{
	struct arena *arena = &spec->arena;
	struct value *values =
		ARENA_ARRAY(arena, node->count + 1, struct value);
	struct field *fields =
		ARENA_ARRAY(arena, node->count + 1, struct field);
	struct table *table = ARENA_NEW(arena, struct table);
	size_t count = 0;

	for (const struct node *n = node->first; n; n = n->next, count++) {
		values[count] = value_of(spec, n);
		fields[count] = (struct field){
			.key = arena_text(arena, n->key).at,
			.type = FIELD_VALUE,
			.audience = SEES_ALL,
			.offset = count * sizeof(*values),
		};
	}
	*table = (struct table){ .name = "data",
				 .fields = fields,
				 .count = count,
				 .size = count * sizeof(*values) };
	assert_true(spec->table_count < MOST_TABLES);
	spec->tables[spec->table_count++] = table;
	return (struct value){ .kind = VALUE_OBJECT,
			       .table = table,
			       .at = values };
}

static struct value value_of(struct spec *spec, const struct node *node)
{
	if (node->kind == NODE_MAP)
		return value_of_map(spec, node);
	if (node->kind == NODE_LIST)
		return value_of_list(spec, node);
	return value_of_scalar(node);
}

/* -- running -------------------------------------------------------------- */

static void add(struct spec *spec, struct text name, struct text text)
{
	struct source *source = ARENA_NEW(&spec->arena, struct source);

	*source = (struct source){ name, text };
	if (!mustache_add(spec->set, name, text, source_whole(source),
			  &spec->diags))
		diags_print(&spec->diags, stderr,
			    (struct diag_style){ DIAG_FORMAT_TEXT, false, 0 });
}

/* Renders the template "main"; false, with a message, if it is not expected. */
static bool is_expected(struct spec *spec, const struct node *data,
			const char *file, struct text title,
			struct text expected)
{
	struct mustache_view view = { .audience = SEES_PATIENT };
	struct buf out = BUF_INIT;
	bool good;

	if (data)
		view.root = value_of(spec, data);
	mustache_link(spec->set, spec->tables, spec->table_count);
	good = mustache_render(spec->set, T("main"), &view, &out,
			       &spec->diags) &&
	       !spec->diags.errors && text_equal(buf_text(&out), expected);
	if (!good)
		print_message("%s: %.*s\n--- expected\n%.*s\n--- but got\n"
			      "%.*s\n---\n",
			      file, TEXT_ARG(title), TEXT_ARG(expected),
			      TEXT_ARG(buf_text(&out)));
	buf_release(&out);
	return good;
}

/* -- our own cases -------------------------------------------------------- */

static const struct node *read_data(struct spec *spec, struct text yaml)
{
	struct source *source = ARENA_NEW(&spec->arena, struct source);
	struct yaml_input input;
	const struct node *node;

	*source = (struct source){ T("data"), yaml };
	input = (struct yaml_input){ .source = source, .len = yaml.len };
	node = yamldoc_read(&spec->arena, &input, &spec->diags);
	if (!node)
		diags_print(&spec->diags, stderr,
			    (struct diag_style){ DIAG_FORMAT_TEXT, false, 0 });
	return node;
}

/* Cuts the next part "--- head" off a case; false at its end. */
static bool cut_part(struct text *rest, struct text *head, struct text *body)
{
	struct text whole = *rest;
	size_t end;

	if (!text_starts(whole, "--- "))
		return false;
	text_cut(rest, '\n', head);
	*head = text_from(*head, strlen("--- "));
	end = text_starts(*rest, "--- ") ? 0 : text_find(*rest, "\n--- ") + 1;
	if (end == 0 && !text_starts(*rest, "--- "))
		end = rest->len;
	*body = text_part(*rest, 0, end);
	*rest = text_from(*rest, end);
	if (text_ends(*head, ", cut")) {
		*head = text_part(*head, 0, head->len - strlen(", cut"));
		*body = text_part(*body, 0, body->len - 1);
	}
	return true;
}

static bool run_case(const char *file, struct text title, struct text rest)
{
	struct text head, body, expected = { NULL, 0 };
	const struct node *data = NULL;
	struct spec spec;
	bool good;

	spec_begin(&spec);
	while (cut_part(&rest, &head, &body)) {
		if (text_is(head, "template"))
			add(&spec, T("main"), body);
		else if (text_is(head, "data"))
			data = read_data(&spec, body);
		else if (text_starts(head, "partial "))
			add(&spec, text_from(head, strlen("partial ")), body);
		else if (text_is(head, "expected"))
			expected = body;
		else
			fail_msg("%s: what is a part %.*s?", file,
				 TEXT_ARG(head));
	}
	good = is_expected(&spec, data, file, title, expected);
	spec_end(&spec);
	return good;
}

/* Runs the cases of a file; counts them and those that failed. */
static void run_file(int folder, const char *name, size_t *count, size_t *bad)
{
	struct arena arena;
	struct text all, title;

	arena_init(&arena, ARENA_SMALL);
	assert_int_equal(
		file_read(&arena, folder, name, FILE_BYTES, &all, NULL),
		FILE_OK);
	while (text_starts(all, "=== ")) {
		size_t end;

		text_cut(&all, '\n', &title);
		end = text_find(all, "\n\n=== ");
		end = end == SIZE_MAX ? all.len : end + 1;
		*bad += !run_case(name, text_from(title, 4),
				  text_part(all, 0, end));
		all = text_from(all, end + 1);
		++*count;
	}
	assert_int_equal(all.len, 0);
	arena_release(&arena);
}

static void own_cases(void **state)
{
	int folder = open("tests/spec/mustache", O_RDONLY | O_DIRECTORY);
	DIR *dir = fdopendir(folder);
	size_t count = 0, bad = 0;

	(void)state;
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));)
		if (text_ends(text_of(e->d_name), ".txt"))
			run_file(folder, e->d_name, &count, &bad);
	closedir(dir);
	print_message("# %zu cases of our own\n", count);
	assert_true(count > 0);
	assert_int_equal(bad, 0);
}

/* -- the official cases --------------------------------------------------- */

/* A small JSON reader: what it does not understand fails the test. */
struct json {
	struct arena *arena;
	const char *at, *end;
};

static struct node *json_value(struct json *json);

static char json_peek(struct json *json)
{
	while (json->at < json->end && strchr(" \t\r\n", *json->at))
		json->at++;
	assert_true(json->at < json->end);
	return *json->at;
}

static void add_utf8(struct buf *buf, uint32_t c)
{
	if (c < 0x80) {
		buf_add_char(buf, (char)c);
	} else if (c < 0x800) {
		buf_add_char(buf, (char)(0xC0 | c >> 6));
		buf_add_char(buf, (char)(0x80 | (c & 0x3F)));
	} else {
		buf_add_char(buf, (char)(0xE0 | c >> 12));
		buf_add_char(buf, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_add_char(buf, (char)(0x80 | (c & 0x3F)));
	}
}

static void json_escape(struct json *json, struct buf *buf)
{
	static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
	char c = *json->at++;
	const char *letter = strchr(letters, c);
	char digits[5] = { 0 }, *stop;

	if (c != 'u') {
		buf_add_char(buf, letter ? meant[letter - letters] : c);
		return;
	}
	assert_true(json->end - json->at > 4);
	memcpy(digits, json->at, 4);
	add_utf8(buf, (uint32_t)strtoul(digits, &stop, 16));
	assert_ptr_equal(stop, digits + 4);
	json->at += 4;
}

static struct text json_string(struct json *json)
{
	struct buf buf = BUF_INIT;
	struct text t;

	assert_int_equal(json_peek(json), '"');
	json->at++;
	while (json->at < json->end && *json->at != '"') {
		char c = *json->at++;

		if (c == '\\')
			json_escape(json, &buf);
		else
			buf_add_char(&buf, c);
	}
	json->at++;
	t = arena_text(json->arena, buf_text(&buf));
	buf_release(&buf);
	return t;
}

static void json_items(struct json *json, struct node *parent, char close)
{
	struct node **last = &parent->first;

	json->at++;
	while (json_peek(json) != close) {
		struct text key = { NULL, 0 };

		if (close == '}') {
			key = json_string(json);
			assert_int_equal(json_peek(json), ':');
			json->at++;
		}
		*last = json_value(json);
		(*last)->key = key;
		last = &(*last)->next;
		parent->count++;
		if (json_peek(json) == ',')
			json->at++;
	}
	json->at++;
}

static struct node *json_value(struct json *json)
{
	struct node *node = ARENA_NEW(json->arena, struct node);
	char c = json_peek(json);
	size_t len = 0;

	if (c == '{' || c == '[') {
		node->kind = c == '{' ? NODE_MAP : NODE_LIST;
		json_items(json, node, c == '{' ? '}' : ']');
	} else if (c == '"') {
		node->text = json_string(json);
	} else {
		while (strchr("+-.0123456789eEtruefalsn", json->at[len]))
			len++;
		assert_true(len > 0);
		node->is_plain = true;
		node->text = (struct text){ json->at, len };
		json->at += len;
	}
	return node;
}

static struct text string_of(const struct node *map, const char *key)
{
	const struct node *node = yamldoc_find(map, text_of(key));

	assert_non_null(node);
	return node->text;
}

static bool run_official(const char *file, const struct node *test)
{
	const struct node *partials = yamldoc_find(test, T("partials"));
	struct spec spec;
	bool good;

	spec_begin(&spec);
	add(&spec, T("main"), string_of(test, "template"));
	for (const struct node *n = partials ? partials->first : NULL; n;
	     n = n->next)
		add(&spec, n->key, n->text);
	good = is_expected(&spec, yamldoc_find(test, T("data")), file,
			   string_of(test, "name"),
			   string_of(test, "expected"));
	spec_end(&spec);
	return good;
}

static void official_file(const char *name, size_t least)
{
	const char *shared = getenv("CAREPLAN_SHARED");
	size_t count = 0, bad = 0;
	struct arena arena;
	struct text path, bytes;
	struct json json;
	enum file_result result;
	int folder;

	arena_init(&arena, ARENA_USUAL);
	path = arena_format(&arena, "%s/data/mustache/specs",
			    shared ? shared : "../shared");
	folder = open(path.at, O_RDONLY | O_DIRECTORY);
	if (folder < 0) {
		/* Not skip(): cmocka writes "not ok" before its # SKIP. */
		print_message("# SKIP there is no %s; CAREPLAN_SHARED may name "
			      "another folder\n",
			      path.at);
		arena_release(&arena);
		return;
	}
	result = file_read(&arena, folder, name, FILE_BYTES, &bytes, NULL);
	assert_int_equal(result, FILE_OK);
	json = (struct json){ &arena, bytes.at, bytes.at + bytes.len };
	for (const struct node *n =
		     yamldoc_find(json_value(&json), T("tests"))->first;
	     n; n = n->next, count++)
		bad += !run_official(name, n);
	close(folder);
	arena_release(&arena);
	print_message("# %s: %zu of %zu\n", name, count - bad, count);
	assert_int_equal(bad, 0);
	assert_true(count >= least);
}

static void official_cases(void **state)
{
	const char *name = *state;

	official_file(name, 10);
}

#define OFFICIAL(name_)                                                        \
	{                                                                      \
		.name = "official " name_, .test_func = official_cases,        \
		.initial_state = (char[])                                      \
		{                                                              \
			name_ ".json"                                          \
		}                                                              \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_cases), OFFICIAL("comments"),
		OFFICIAL("delimiters"),	     OFFICIAL("interpolation"),
		OFFICIAL("inverted"),	     OFFICIAL("partials"),
		OFFICIAL("sections"),	     OFFICIAL("~inheritance"),
		OFFICIAL("~dynamic-names"),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
