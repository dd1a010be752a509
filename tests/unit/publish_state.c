/* publish/state: what is put is found again, by another connection too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

#include "publish/state.h"

static struct arena arena;
static struct diags diags;
static char folder[64], path[96];

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	diags_init(&diags);
	snprintf(folder, sizeof(folder), "/tmp/careplan-state-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/state.db", folder);
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = { "", "-wal", "-shm", ".broken" };
	char name[128];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", path, names[i]);
		unlink(name);
	}
	rmdir(folder);
	arena_release(&arena);
	diags_release(&diags);
	return 0;
}

static struct state *open_state(void)
{
	struct state *state = state_open(&arena, path, &diags);

	assert_non_null(state);
	return state;
}

static void keeps_units(void **unused)
{
	struct text refs[] = { TEXT("t:zhang"), TEXT("a:x") };
	struct output outputs[] = {
		{ TEXT("p/a.html"), crypto_digest(T("1")), 12, -5 },
		{ TEXT("p/a.ver"), crypto_digest(T("2")), 0, 7 },
	};
	struct unit unit = { .stamps = crypto_digest(T("s")),
			     .fingerprint = crypto_digest(T("f")),
			     .references = crypto_digest(T("r")),
			     .id = TEXT("p-1"),
			     .valid_until = { 2026, 12, 31 },
			     .flags = UNIT_HAS_SHARE,
			     .refs = refs,
			     .ref_count = 2,
			     .outputs = outputs,
			     .output_count = 2 };
	struct state *state = open_state();
	struct state_reader *reader;
	struct unit found;

	(void)unused;
	state_put_unit(state, T("p/贵阳/王秀兰"), &unit);
	assert_true(state_close(state, &diags));
	reader = state_reader_open(&arena, path);
	assert_true(
		state_find_unit(reader, &arena, T("p/贵阳/王秀兰"), &found));
	assert_true(crypto_digest_equal(found.stamps, unit.stamps));
	assert_true(crypto_digest_equal(found.references, unit.references));
	assert_true(text_is(found.id, "p-1"));
	assert_int_equal(found.valid_until.year, 2026);
	assert_false(date_is_set(found.valid_from));
	assert_int_equal(found.flags, UNIT_HAS_SHARE);
	assert_int_equal(found.ref_count, 2);
	assert_true(text_is(found.refs[1], "a:x"));
	assert_int_equal(found.output_count, 2);
	assert_true(text_is(found.outputs[0].path, "p/a.html"));
	assert_int_equal(found.outputs[0].size_bytes, 12);
	assert_int_equal(found.outputs[0].mtime_ns, -5);
	assert_false(state_find_unit(reader, &arena, T("p/x"), &found));
	state_reader_close(reader);
}

static void visit(void *context, struct text key, const struct unit *unit)
{
	size_t *count = context;

	assert_true(text_starts(key, "p/"));
	assert_true(text_is(unit->id, "x"));
	++*count;
}

static void drops_and_visits(void **unused)
{
	struct unit unit = { .id = TEXT("x") };
	struct state *state = open_state();
	size_t count = 0;

	(void)unused;
	state_put_unit(state, T("p/a"), &unit);
	state_put_unit(state, T("p/b"), &unit);
	state_put_unit(state, T("c/a"), &unit);
	state_drop_unit(state, T("p/a"));
	state_each_unit(state, "p/", visit, &count);
	assert_int_equal(count, 1);
	assert_true(state_close(state, &diags));
}

static void finds_pictures_both_ways(void **unused)
{
	struct picture_row row = { .stamp = crypto_digest(T("stamp")),
				   .content = crypto_digest(T("bytes")),
				   .width_px = 1080,
				   .height_px = 1440,
				   .view = { .path = TEXT("media/v.jpg") } };
	struct state *state = open_state();
	struct state_reader *reader;
	struct picture_row found;

	(void)unused;
	state_put_picture(state, T("stores/a/front.jpg"), &row);
	assert_true(state_close(state, &diags));
	reader = state_reader_open(&arena, path);
	assert_true(state_find_picture(reader, &arena, T("stores/a/front.jpg"),
				       &found));
	assert_int_equal(found.height_px, 1440);
	assert_true(
		state_find_picture_made(reader, &arena, row.content, &found));
	assert_true(text_is(found.view.path, "media/v.jpg"));
	assert_int_equal(found.thumb.path.len, 0);
	assert_false(
		state_find_picture_made(reader, &arena, row.stamp, &found));
	state_reader_close(reader);
}

static void is_empty_where_there_is_none(void **unused)
{
	struct state_reader *reader = state_reader_open(&arena, path);
	struct unit unit;

	(void)unused;
	assert_false(state_find_unit(reader, &arena, T("x"), &unit));
	state_reader_close(reader);
}

/* A file that is no database holds nothing worth a stopped clinic. */
static void begins_anew_where_it_is_broken(void **unused)
{
	FILE *f = fopen(path, "w");
	struct unit unit = { .id = TEXT("x") };
	struct state *state;

	(void)unused;
	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fputs("this is no database ", f);
	fclose(f);
	state = open_state();
	assert_int_equal(diags.errors, 0);
	assert_int_equal(diags.warnings, 1);
	state_put_unit(state, T("p/a"), &unit);
	assert_true(state_close(state, &diags));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(keeps_units),
		TEST(drops_and_visits),
		TEST(finds_pictures_both_ways),
		TEST(is_empty_where_there_is_none),
		TEST(begins_anew_where_it_is_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
