/* media/lettering: widths, line breaks and glyphs, with a font found here. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "fonts.h"

static struct arena arena;
static struct lettering_font fonts[LETTERING_FONTS];
static struct lettering *lettering; /* NULL: this computer has no font */

static const struct lettering_style body = { LETTERING_BODY, 32, 0 };

static int open_fonts(void **state)
{
	enum lettering_kind bad;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	if (fonts_open(&arena, fonts))
		lettering = lettering_open(fonts, &bad);
	return 0;
}

static int close_fonts(void **state)
{
	(void)state;
	lettering_close(lettering);
	fonts_close(fonts);
	arena_release(&arena);
	return 0;
}

static void need_fonts(void)
{
	if (lettering)
		return;
	print_message("no font with Chinese characters is installed\n");
	skip();
}

static void test_what_can_be_drawn(void **state)
{
	static const struct {
		const char *text;
		uint32_t missing; /* 0: none */
	} cases[] = {
		{ "", 0 },
		{ "王女士 请您来体验一次：7K3M-Q9XD-T，¥198。", 0 },
		{ "a\tb\xE3\x80\x80\xC2\xA0", 0 },
		/* Marks that are not shown themselves. */
		{ "王\xEF\xB8\x8F\xE2\x80\x8D", 0 },
		/* Letters that join, whatever the fonts have. */
		{ "王\xD8\xA7", 0x627 },
		{ "\xE0\xBD\x80", 0xF40 },
		{ "e\xCC\x81", 0x301 },
		/* Nobody's character. */
		{ "王\xF3\xB0\x80\x80", 0xF0000 },
		{ "王\xFF", 0 },
	};

	(void)state;
	need_fonts();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t missing = 0;
		bool can = lettering_can(lettering, text_of(cases[i].text),
					 &missing);

		/* Broken bytes are shown as U+FFFD, which a font may lack. */
		if (i == 8)
			continue;
		if (can != !cases[i].missing ||
		    (!can && missing != cases[i].missing))
			fail_msg("\"%s\": %d, U+%04X", cases[i].text, can,
				 missing);
	}
}

static void test_widths(void **state)
{
	struct lettering_style spaced = { LETTERING_BODY, 32, 5 };
	struct lettering_style large = { LETTERING_HEAD, 64, 0 };

	(void)state;
	need_fonts();
	assert_int_equal(lettering_width(lettering, body, T("")), 0);
	/* Chinese characters are squares. */
	assert_int_equal(lettering_width(lettering, body, T("请您来")), 96);
	assert_int_equal(lettering_width(lettering, large, T("请您来")), 192);
	/* Room between characters, none at the end. */
	assert_int_equal(lettering_width(lettering, spaced, T("请您来")), 106);
	assert_in_range(lettering_width(lettering, body, T("iiii")), 10, 64);
	assert_true(lettering_width(lettering, body, T("WWWW")) >
		    lettering_width(lettering, body, T("iiii")));
	/* What is not shown has no width. */
	assert_int_equal(lettering_width(lettering, body,
					 T("请\xEF\xB8\x8F您来\xE2\x80\x8B")),
			 96);
}

/* Sizes beyond the limit are that limit. */
static void test_too_large_letters(void **state)
{
	struct lettering_style most = { LETTERING_HEAD, LETTERING_MOST_PX, 0 };
	struct lettering_style more = { LETTERING_HEAD, 5000, 0 };

	(void)state;
	need_fonts();
	assert_int_equal(lettering_width(lettering, more, T("请")),
			 lettering_width(lettering, most, T("请")));
}

/* Widths are in Chinese characters of 32 pixels. */
static void test_lines(void **state)
{
	static const struct {
		const char *text;
		uint32_t width;
		size_t most;
		const char *lines; /* with | between them */
	} cases[] = {
		{ "", 5, 3, "" },
		{ "  ", 5, 3, "" },
		{ "请您来", 5, 3, "请您来" },
		{ "请您来体验一次", 4, 3, "请您来体|验一次" },
		{ "请您来体验一次", 4, 1, "请您来…" },
		{ "请您来体验一次好不好呀", 4, 2, "请您来体|验一次…" },
		/* No closing mark at the start, no opening one at the end. */
		{ "请您来体，验一次", 4, 3, "请您来|体，验一|次" },
		{ "请您来《体验》", 4, 3, "请您来|《体验》" },
		{ "“请”“您”", 4, 9, NULL },
		/* Words stay whole, and blanks end lines. */
		{ "请您来 one 体验", 4, 3, NULL },
		{ "一 二 三 四 五", 2, 9, NULL },
		/* A word that fits no line is broken where it must. */
		{ "wwwwwwwwwwwwwwwwwwwwwwwwww", 4, 20, NULL },
		{ "，，，，，，，，", 3, 20, NULL },
		{ "请", 0, 3, "请" },
	};

	(void)state;
	need_fonts();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text lines[20];
		struct buf got = BUF_INIT;
		size_t count = lettering_lines(
			&arena, lettering, body, text_of(cases[i].text),
			cases[i].width * 32, lines, cases[i].most);

		assert_true(count <= cases[i].most);
		for (size_t n = 0; n < count; n++) {
			assert_true(lines[n].len > 0);
			/* One character alone may be too wide. */
			if (text_chars(lines[n]) > 1)
				assert_in_range(lettering_width(lettering, body,
								lines[n]),
						1, cases[i].width * 32);
			if (n)
				buf_add_char(&got, '|');
			buf_add_text(&got, lines[n]);
		}
		if (cases[i].lines &&
		    !text_equal(buf_text(&got), text_of(cases[i].lines)))
			fail_msg("\"%s\" became \"%s\"", cases[i].text, got.at);
		buf_release(&got);
	}
}

/* Every character of a text that is not cut stands in some line. */
static void test_nothing_is_lost(void **state)
{
	static const char text[] =
		"养护感受因人而异。身体不适请及时就医，本页内容只作日常养护参考"
		"。"
		"Every body is different (see a doctor), 电话 0851-8000 0010；"
		"“好的”——《方案》！";

	(void)state;
	need_fonts();
	for (uint32_t width = 33; width < 700; width += 13) {
		struct text lines[200];
		size_t count =
			lettering_lines(&arena, lettering, body, text_of(text),
					width, lines, 200);
		const char *at = text;

		for (size_t i = 0; i < count; i++) {
			while (*at == ' ')
				at++;
			assert_memory_equal(lines[i].at, at, lines[i].len);
			at += lines[i].len;
		}
		assert_int_equal(*at, 0);
	}
}

static struct canvas_pen pen_on(struct canvas_palette *palette)
{
	struct canvas_paint black = { { 0, 0, 0 }, { 0, 0, 0 }, 1 };
	struct canvas_paint white = { { 255, 255, 255 }, { 0, 0, 0 }, 1 };
	struct canvas_pen pen;

	palette->count = 1;
	assert_true(canvas_palette_pen(palette, black, white, 7, &pen));
	return pen;
}

/* The box around all that was drawn. */
static struct canvas_box drawn(const struct canvas *canvas)
{
	int32_t left = 9999, right = -1, top = 9999, bottom = -1;

	for (int32_t y = 0; y < (int32_t)canvas->height_px; y++)
		for (int32_t x = 0; x < (int32_t)canvas->width_px; x++) {
			if (!canvas_row(canvas, (uint32_t)y)[x])
				continue;
			left = x < left ? x : left;
			right = x > right ? x : right;
			top = y < top ? y : top;
			bottom = y;
		}
	return (struct canvas_box){ left, top, right - left + 1,
				    bottom - top + 1 };
}

static void test_glyphs_stand_where_they_should(void **state)
{
	struct canvas_palette palette;
	struct canvas canvas = canvas_new(&arena, 200, 0, 100);
	struct canvas_pen pen = pen_on(&palette);
	struct canvas_box box;

	(void)state;
	need_fonts();
	lettering_draw(lettering, body, T("国国"), &canvas,
		       (struct lettering_at){ 50, 60, CANVAS_FULL }, pen);
	box = drawn(&canvas);
	assert_in_range(box.left, 50, 56);
	assert_in_range(box.width, 50, 64);
	assert_in_range(box.top, 30, 36);
	assert_in_range(box.height, 26, 36);
	/* A second time changes nothing: the glyph was kept. */
	for (size_t i = 0; i < 3; i++) {
		struct canvas again = canvas_new(&arena, 200, 0, 100);

		lettering_draw(lettering, body, T("国国"), &again,
			       (struct lettering_at){ 50, 60, CANVAS_FULL },
			       pen);
		assert_memory_equal(again.pixels, canvas.pixels, 200 * 100);
	}
}

/* More glyphs than are kept, and larger ones than are allowed. */
static void test_many_glyphs(void **state)
{
	struct canvas_palette palette;
	struct canvas canvas = canvas_new(&arena, 300, 0, 300);
	struct canvas_pen pen = pen_on(&palette);
	struct lettering_style style = { LETTERING_HEAD, 180, 0 };

	(void)state;
	need_fonts();
	for (uint32_t c = 0x4e00; c < 0x4e00 + 400; c++) {
		char at[3] = { (char)(0xe0 | c >> 12),
			       (char)(0x80 | (c >> 6 & 63)),
			       (char)(0x80 | (c & 63)) };

		lettering_draw(
			lettering, style, (struct text){ at, 3 }, &canvas,
			(struct lettering_at){ 20, 200, CANVAS_FULL }, pen);
	}
	style.size_px = 100000;
	assert_true(lettering_width(lettering, style, T("国")) <=
		    2 * LETTERING_MOST_PX);
}

static void test_what_is_no_font(void **state)
{
	static const char *const files[] = { "no font at all", "\x89PNG\r\n",
					     "OTTO\0\1\0\0\0\0\0\0" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct lettering_font broken[LETTERING_FONTS] = {
			[LETTERING_BODY] = { text_of(files[i]), 0 },
		};
		enum lettering_kind bad = LETTERING_SPARE;

		assert_null(lettering_open(broken, &bad));
		assert_int_equal(bad, LETTERING_BODY);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_can_be_drawn),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_too_large_letters),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_nothing_is_lost),
		cmocka_unit_test(test_glyphs_stand_where_they_should),
		cmocka_unit_test(test_many_glyphs),
		cmocka_unit_test(test_what_is_no_font),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
