/* media/qr: codes that a scanner reads, small and always the same. */

#include <stdlib.h>

#include "media_files.h"

#include "base/arena.h"
#include "media/pngfile.h"
#include "media/qr.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const contents[] = {
	"1",
	"https://care.example.com/p/3fA9xK2mQ7Lw8ZrT5vBn1Hs0/",
	"https://care.example.com/nanjing/p/3fA9xK2mQ7Lw8ZrT5vBn1Hs0/p.html",
	"https://example.com/?a=1&b=%E7%8E%8B&c=<>\"'",
	"0123456789012345678901234567890123456789",
	"UPPER CASE ONLY 123",
};

static bool has_zbar(void)
{
	struct buf told = files_told("zbarimg --version 2>/dev/null");
	bool has = told.len > 0;

	buf_release(&told);
	return has;
}

static void assert_reads(struct text png, struct text content)
{
	char path[64], command[128];
	struct buf told;

	files_save(png, path);
	snprintf(command, sizeof(command),
		 "zbarimg -q --raw -Sbinary %s 2>/dev/null", path);
	told = files_told(command);
	unlink(path);
	if (!text_equal(buf_text(&told), content))
		fail_msg("read \"%.*s\" for \"%.*s\"", (int)told.len, told.at,
			 (int)content.len, content.at);
	buf_release(&told);
}

static void test_scanners_read_it(void **state)
{
	static const uint32_t modules[] = { 0, 3, 5 };
	struct arena arena;

	(void)state;
	if (!has_zbar()) {
		print_message("zbarimg is not installed\n");
		skip();
	}
	arena_init(&arena, ARENA_USUAL);
	for (size_t i = 0; i < COUNT(contents); i++) {
		struct text content = text_of(contents[i]), png;
		uint32_t width;

		for (size_t k = 0; k < COUNT(modules); k++) {
			struct qr_wish wish = { modules[k] };

			assert_true(
				qr_png(&arena, content, wish, &png, &width));
			assert_reads(png, content);
		}
	}
	arena_release(&arena);
}

static uint32_t big(const char *at)
{
	const uint8_t *b = (const uint8_t *)at;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | b[3];
}

/* One bit of grey, and no chunk but the three that every PNG needs. */
static void test_the_file_is_plain(void **state)
{
	static const char *const chunks[] = { "IHDR", "IDAT", "IEND" };
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (size_t i = 0; i < COUNT(contents); i++) {
		struct text png, again;
		uint32_t width, chunk = 0;
		size_t at = 8;

		assert_true(qr_png(&arena, text_of(contents[i]),
				   (struct qr_wish){ 0 }, &png, &width));
		for (; at < png.len; at += big(png.at + at) + 12, chunk++) {
			assert_true(chunk < COUNT(chunks));
			assert_memory_equal(png.at + at + 4, chunks[chunk], 4);
		}
		assert_int_equal(chunk, COUNT(chunks));
		assert_int_equal(big(png.at + 16), width);
		assert_int_equal(big(png.at + 20), width);
		assert_memory_equal(png.at + 24, "\1\0\0\0\0", 5);
		assert_in_range(width, 280, 330);
		assert_true(png.len < 1000);
		assert_true(qr_png(&arena, text_of(contents[i]),
				   (struct qr_wish){ 0 }, &again, &width));
		assert_true(text_equal(png, again));
	}
	arena_release(&arena);
}

static uint8_t *pixels_of(struct text png, uint32_t *width)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	uint8_t *pixels;

	assert_true(png_image_begin_read_from_memory(&image, png.at, png.len));
	image.format = PNG_FORMAT_GRAY;
	*width = image.width;
	assert_int_equal(image.width, image.height);
	pixels = malloc(PNG_IMAGE_SIZE(image));
	assert_non_null(pixels);
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	return pixels;
}

/* Four white modules around, whole pixels for each module, finder corners. */
static void test_the_picture(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (uint32_t px = 1; px <= 32; px++) {
		struct text png;
		uint32_t width, shown;
		uint8_t *pixels;

		assert_true(qr_png(&arena, text_of(contents[1]),
				   (struct qr_wish){ px }, &png, &width));
		pixels = pixels_of(png, &shown);
		assert_int_equal(shown, width);
		assert_int_equal(width % px, 0);
		for (uint32_t y = 0; y < width; y++) {
			for (uint32_t x = 0; x < width; x++) {
				uint8_t is = pixels[y * width + x];
				uint32_t mx = x / px, my = y / px;

				if (mx < 4 || my < 4 || mx >= width / px - 4 ||
				    my >= width / px - 4)
					assert_int_equal(is, 255);
				assert_int_equal(
					is, pixels[my * px * width + mx * px]);
			}
		}
		assert_int_equal(pixels[4 * px * width + 4 * px], 0);
		assert_int_equal(pixels[5 * px * width + 5 * px], 255);
		assert_int_equal(pixels[4 * px * width + width - 1 - 4 * px],
				 0);
		free(pixels);
	}
	arena_release(&arena);
}

static void test_limits(void **state)
{
	char *longest = malloc(QR_MOST_BYTES + 1);
	struct arena arena;
	struct text png;
	struct buf buf = BUF_INIT;
	uint32_t width;

	(void)state;
	assert_non_null(longest);
	memset(longest, 'a', QR_MOST_BYTES + 1);
	arena_init(&arena, ARENA_USUAL);
	assert_true(qr_png(&arena, (struct text){ longest, QR_MOST_BYTES },
			   (struct qr_wish){ 0 }, &png, &width));
	assert_int_equal(width, (177 + 8) * 3);
	assert_false(qr_png(&arena, (struct text){ longest, QR_MOST_BYTES + 1 },
			    (struct qr_wish){ 0 }, &png, &width));
	assert_false(
		qr_png(&arena, T(""), (struct qr_wish){ 0 }, &png, &width));
	assert_false(qr_terminal(&buf, T(""), true));
	assert_int_equal(buf.len, 0);
	arena_release(&arena);
	free(longest);
}

/*
 * What a terminal shows, as rows of modules: one is light. Blocks are in the
 * colour of writing, which is black in colour and light without.
 */
static uint32_t modules_shown(struct text shown, bool in_colour, uint8_t *light)
{
	const char *end = shown.at + shown.len, *at = shown.at;
	uint32_t x = 0, y = 0, width = 0;

	while (at < end) {
		uint32_t c = text_next(&at, end);
		bool upper = c == 0x2580 || c == 0x2588;
		bool lower = c == 0x2584 || c == 0x2588;

		if (c == 033) {
			while (*at++ != 'm')
				;
		} else if (c == '\n') {
			assert_true(!width || width == x);
			width = x;
			x = 0;
			y += 2;
		} else {
			assert_true(upper || lower || c == ' ');
			light[y * 256 + x] = upper != in_colour;
			light[(y + 1) * 256 + x] = lower != in_colour;
			x++;
		}
	}
	assert_int_equal(y, width + width % 2);
	return width;
}

static void test_terminals_show_the_same(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (size_t i = 0; i < COUNT(contents) * 2; i++) {
		struct text content = text_of(contents[i / 2]), png;
		bool in_colour = i % 2;
		struct buf shown = BUF_INIT;
		static uint8_t light[256 * 256];
		uint32_t width, modules;
		uint8_t *pixels;

		assert_true(qr_terminal(&shown, content, in_colour));
		modules = modules_shown(buf_text(&shown), in_colour, light);
		assert_true(qr_png(&arena, content, (struct qr_wish){ 1 }, &png,
				   &width));
		assert_int_equal(modules, width);
		pixels = pixels_of(png, &width);
		for (uint32_t y = 0; y < width; y++)
			for (uint32_t x = 0; x < width; x++)
				assert_int_equal(light[y * 256 + x],
						 pixels[y * width + x] / 255);
		if (!in_colour)
			assert_null(strchr(shown.at, 033));
		free(pixels);
		buf_release(&shown);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scanners_read_it),
		cmocka_unit_test(test_the_file_is_plain),
		cmocka_unit_test(test_the_picture),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_terminals_show_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
