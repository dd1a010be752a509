/* page/album: months, angles in one order, and the pair to compare. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/album.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* "2026-01 front,top 2026-02 top": months with their angles. */
static struct plan_photos_list photos_of(const char *words)
{
	struct plan_photo *items = ARENA_ARRAY(&arena, 256, struct plan_photo);
	struct text rest = text_of(words), word, angle;
	struct month month = { 0 };
	size_t count = 0;

	while (text_cut(&rest, ' ', &word)) {
		if (word.at[0] == '2') {
			assert_int_equal(date_read_month(word, &month),
					 DATE_OK);
			continue;
		}
		while (text_cut(&word, ',', &angle)) {
			struct plan_photo *photo = &items[count++];

			photo->month = month;
			photo->angle = angle;
			photo->picture.path =
				arena_format(&arena, "%d/%.*s", month.month,
					     TEXT_ARG(angle));
		}
	}
	return (struct plan_photos_list){ items, count };
}

/* The same the other way round, newest first, a missing one in brackets. */
static struct text words_of(const struct album *album)
{
	const struct album_month *months = album->months.items;
	struct buf out = BUF_INIT;
	struct text words;

	for (size_t m = 0; m < album->months.count; m++) {
		const struct album_shot *shots = months[m].shots.items;

		buf_add_text(&out, text_part(months[m].month.iso, 0, 7));
		for (size_t s = 0; s < months[m].shots.count; s++)
			buf_format(&out, shots[s].view ? " %.*s" : " (%.*s)",
				   TEXT_ARG(shots[s].angle));
		buf_add_string(&out, m + 1 < album->months.count ? "; " : "");
	}
	words = arena_text(&arena, buf_text(&out));
	buf_release(&out);
	return words;
}

struct album_case {
	const char *photos, *order; /* of the plan, "" for none */
	const char *expected;
	const char *pair; /* "" for none */
};

static void test_albums(void **state)
{
	static const struct album_case cases[] = {
		{ "2026-01 front,top 2026-02 front,top", "",
		  "2026-02 front top; 2026-01 front top",
		  "front: 1/front, 2/front" },
		/* An angle that only later months have goes where it stood. */
		{ "2026-01 front,back 2026-02 front,left,back", "",
		  "2026-02 front left back; 2026-01 front (left) back",
		  "front: 1/front, 2/front" },
		/* The plan's order comes first, in whatever language. */
		{ "2026-01 正面,头顶 2026-03 正面,头顶", "top",
		  "2026-03 头顶 正面; 2026-01 头顶 正面",
		  "头顶: 1/头顶, 3/头顶" },
		/* The first angle of two months, not merely the first. */
		{ "2026-01 top 2026-02 front 2026-04 front", "top",
		  "2026-04 top front; ", "front: 2/front, 4/front" },
		{ "2026-01 front", "", "2026-01 front", "" },
		{ "2026-01 front 2026-02 top", "",
		  "2026-02 top (front); 2026-01 (top) front", "" },
		{ "2025-12 front 2026-01 front", "",
		  "2026-01 front; 2025-12 front", "front: 12/front, 1/front" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text order = text_of(cases[i].order);
		struct plan_photos shown = { .angles = { &order,
							 order.len > 0 } };
		const struct album *album =
			album_make(&arena, photos_of(cases[i].photos), &shown);
		const struct album_side *sides;
		struct text pair = T("");

		/* Case 4 is about the pair alone. */
		if (i != 3 && !text_is(words_of(album), cases[i].expected))
			fail_msg("%s: %.*s", cases[i].photos,
				 TEXT_ARG(words_of(album)));
		if (album->pair) {
			sides = album->pair->sides.items;
			pair = arena_format(&arena, "%.*s: %.*s, %.*s",
					    TEXT_ARG(album->pair->angle),
					    TEXT_ARG(sides[0].view->src),
					    TEXT_ARG(sides[1].view->src));
		}
		if (!text_is(pair, cases[i].pair))
			fail_msg("%s: %.*s", cases[i].photos, TEXT_ARG(pair));
	}
}

static void test_captions_and_years(void **state)
{
	struct caption caption = { { 2026, 1 }, T("begin") };
	struct plan_photos shown = { .captions = { &caption, 1 } };
	const struct album *album =
		album_make(&arena, photos_of("2025-12 a 2026-01 a"), &shown);
	const struct album_month *months = album->months.items;

	(void)state;
	assert_true(text_is(months[0].caption, "begin"));
	assert_int_equal(months[1].caption.len, 0);
	assert_true(album->is_long);
	assert_int_equal(album->count, 2);
	album = album_make(&arena, photos_of("2026-01 a"), NULL);
	assert_false(album->is_long);
	assert_true(album->is_one);
}

static void test_more_angles_than_fit(void **state)
{
	const struct album *album = album_make(
		&arena,
		photos_of("2026-01 a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s "
			  "2026-02 s,a"),
		NULL);
	const struct album_month *months = album->months.items;

	(void)state;
	assert_int_equal(months[0].shots.count, ALBUM_ANGLES);
	assert_int_equal(months[1].shots.count, ALBUM_ANGLES);
}

static void test_thumbs(void **state)
{
	struct plan_photos_list photos = photos_of("2026-01 a,b");
	struct plan_photo *items = (struct plan_photo *)photos.items;
	const struct album_month *months;
	const struct album_shot *shots;

	(void)state;
	items[0].picture.thumb = T("t");
	items[0].picture.thumb_px = 240;
	months = album_make(&arena, photos, NULL)->months.items;
	shots = months[0].shots.items;
	assert_true(text_is(shots[0].thumb->src, "t"));
	assert_int_equal(shots[0].thumb->width, 240);
	/* Without a thumb the picture itself. */
	assert_true(text_is(shots[1].thumb->src, "1/b"));
}

static void test_none(void **state)
{
	(void)state;
	assert_null(
		album_make(&arena, (struct plan_photos_list){ NULL, 0 }, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_albums),
		cmocka_unit_test(test_captions_and_years),
		cmocka_unit_test(test_more_angles_than_fit),
		cmocka_unit_test(test_thumbs),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
