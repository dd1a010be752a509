/* media/photo: upright, right colours, right size, nothing left of the rest. */

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "media_files.h"

#include "base/arena.h"
#include "base/lang.h"
#include "media/photo.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct photo_wish usual = { 1080, 240, PHOTO_JPEG };

typedef struct buf make_file(const struct files_wish *wish);

static const struct {
	const char *name;
	make_file *make;
} formats[] = {
	{ "JPEG", files_jpeg },
	{ "PNG", files_png },
	{ "WebP", files_webp },
	{ "HEIC", files_heic },
};

enum { HEIC = 3 };

/* Red, green, blue and white quarters, from the top left on. */
static const uint8_t quarter[4][3] = {
	{ 220, 30, 30 }, { 30, 200, 30 }, { 30, 30, 220 }, { 240, 240, 240 }
};

static void paint_quarters(uint32_t x, uint32_t y, uint8_t rgba[4],
			   const void *with)
{
	const struct files_wish *wish = with;
	int which = (x >= wish->width / 2) + 2 * (y >= wish->height / 2);

	memcpy(rgba, quarter[which], 3);
}

/* Soft waves: nothing that a small shift or rounding would change much. */
static void paint_waves(uint32_t x, uint32_t y, uint8_t rgba[4],
			const void *with)
{
	(void)with;
	rgba[0] = (uint8_t)(128 + (int)(x % 256 + y % 97) / 4);
	rgba[1] = (uint8_t)(90 + (x * 3 + y * 5) / 40 % 80);
	rgba[2] = (uint8_t)(200 - (x + y) / 60 % 90);
}

static void paint_plain(uint32_t x, uint32_t y, uint8_t rgba[4],
			const void *with)
{
	(void)x;
	(void)y;
	memcpy(rgba, with, 4);
}

static struct files_wish quarters(uint32_t width, uint32_t height)
{
	return files_of(width, height, paint_quarters, NULL);
}

static void make(struct arena *arena, const struct buf *file,
		 struct photo_wish wish, struct photo *photo)
{
	if (!photo_make(arena, buf_text(file), wish, photo))
		fail_msg("%s (%.*s)", photo_reason(photo->fault),
			 (int)photo->detail.len, photo->detail.at);
	assert_int_equal(photo->fault, PHOTO_OK);
}

static void assert_near(const uint8_t *is, const uint8_t *be, int most)
{
	for (int c = 0; c < 3; c++)
		if (abs(is[c] - be[c]) > most)
			fail_msg("%d,%d,%d for %d,%d,%d", is[0], is[1], is[2],
				 be[0], be[1], be[2]);
}

/* Which quarter of the painting the four quarters of an output show. */
static void assert_quarters(const struct photo_picture *picture,
			    const uint8_t seen[4])
{
	uint32_t w, h;
	uint8_t *pixels = files_pixels(picture->bytes, &w, &h);

	assert_int_equal(w, picture->width_px);
	assert_int_equal(h, picture->height_px);
	for (uint32_t i = 0; i < 4; i++) {
		uint32_t x = i % 2 ? w - w / 4 : w / 4;
		uint32_t y = i / 2 ? h - h / 4 : h / 4;

		assert_near(pixels + ((size_t)y * w + x) * 4, quarter[seen[i]],
			    12);
	}
	free(pixels);
}

/* EXIF 2.32, 4.6.4: what the stored quarters look like when turned. */
static const uint8_t turned[9][4] = {
	{ 0, 1, 2, 3 }, { 0, 1, 2, 3 }, { 1, 0, 3, 2 },
	{ 3, 2, 1, 0 }, { 2, 3, 0, 1 }, { 0, 2, 1, 3 },
	{ 2, 0, 3, 1 }, { 3, 1, 2, 0 }, { 1, 3, 0, 2 },
};

static void test_orientation(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT(formats); f++) {
		for (unsigned o = 0; o <= 8; o++) {
			struct files_wish wish = quarters(300, 200);
			unsigned acts = f == HEIC ? 0 : o;
			struct arena arena;
			struct photo photo;
			struct buf file;

			wish.with = &wish;
			wish.orientation = o;
			file = formats[f].make(&wish);
			if (!file.len)
				break; /* no encoder for it here */
			arena_init(&arena, ARENA_USUAL);
			make(&arena, &file, (struct photo_wish){ 150, 50, 0 },
			     &photo);
			assert_int_equal(photo.view.width_px, 150);
			assert_int_equal(photo.view.height_px,
					 acts < 5 ? 100 : 225);
			assert_int_equal(photo.thumb.width_px, 50);
			assert_int_equal(photo.thumb.height_px, 50);
			assert_quarters(&photo.view, turned[acts]);
			assert_quarters(&photo.thumb, turned[acts]);
			arena_release(&arena);
			buf_release(&file);
		}
	}
}

static void test_sizes(void **state)
{
	static const struct {
		uint32_t width, height, wished, thumb;
		uint32_t view_width, view_height, side;
	} cases[] = {
		{ 2000, 1500, 1080, 240, 1080, 810, 240 },
		{ 1500, 2000, 1080, 240, 1080, 1440, 240 },
		{ 1081, 1081, 1080, 240, 1080, 1080, 240 },
		{ 1080, 300, 1080, 240, 1080, 300, 240 },
		{ 500, 100, 1080, 240, 500, 100, 100 }, /* never larger */
		{ 1, 1, 1080, 240, 1, 1, 1 },
		{ 3, 900, 1080, 0, 3, 900, 0 },
		{ 3000, 2, 1080, 240, 1080, 1, 1 },
		{ 100, 17000, 1080, 240, 94, 16000, 94 }, /* too tall */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct files_wish wish =
			quarters(cases[i].width, cases[i].height);
		struct photo_wish wished = { cases[i].wished, cases[i].thumb,
					     0 };

		wish.with = &wish;
		for (size_t f = 0; f < HEIC; f++) {
			struct arena arena;
			struct photo photo;
			struct buf file;

			if (wish.height > 16383 && f == 2)
				continue;
			file = formats[f].make(&wish);
			arena_init(&arena, ARENA_USUAL);
			make(&arena, &file, wished, &photo);
			assert_int_equal(photo.view.width_px,
					 cases[i].view_width);
			assert_int_equal(photo.view.height_px,
					 cases[i].view_height);
			assert_int_equal(photo.thumb.width_px, cases[i].side);
			assert_int_equal(photo.thumb.height_px, cases[i].side);
			assert_int_equal(!photo.thumb.bytes.len,
					 !cases[i].thumb);
			arena_release(&arena);
			buf_release(&file);
		}
	}
}

/* Empty where there is no such file. */
static struct buf read_file(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct buf file = BUF_INIT;
	ssize_t len;

	if (fd < 0)
		return file;
	while ((len = read(fd, buf_reserve(&file, 65536), 65536)) > 0)
		file.len += (size_t)len;
	close(fd);
	file.at[file.len] = '\0';
	return file;
}

/*
 * HEIC takes a thread, and the first thread of a process takes more from the
 * system than later ones. So this test comes before those that encode.
 */
static void test_the_first_thread(void **state)
{
	struct buf file = read_file("tests/media/quarters.heic");
	struct arena arena;
	struct photo photo;

	(void)state;
	assert_true(file.len > 0);
	arena_init(&arena, ARENA_USUAL);
	make(&arena, &file, (struct photo_wish){ 100, 50, 0 }, &photo);
	assert_int_equal(photo.view.width_px, 100);
	assert_int_equal(photo.view.height_px, 75);
	assert_quarters(&photo.view, turned[0]);
	arena_release(&arena);
	buf_release(&file);
}

/* The orientation set of the MIT-licensed test pictures, where it is there. */
static void test_pictures_of_others(void **state)
{
	static const char *const paths[] = {
		"../shared/data/images/orientation-mit/Landscape_0.jpg",
		"../shared/data/images/orientation-mit/Portrait_0.jpg",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct buf file = read_file(paths[i]);
		struct arena arena;
		struct photo photo;

		if (!file.len) {
			print_message("%s is not there\n", paths[i]);
			skip();
		}
		arena_init(&arena, ARENA_USUAL);
		make(&arena, &file, usual, &photo);
		assert_int_equal(photo.view.width_px, 1080);
		assert_int_equal(photo.view.height_px, i ? 1620 : 720);
		arena_release(&arena);
		buf_release(&file);
	}
}

static void plain_result(make_file *maker, const struct files_wish *wish,
			 uint8_t rgb[3])
{
	struct buf file = maker(wish);
	struct arena arena;
	struct photo photo;

	arena_init(&arena, ARENA_USUAL);
	make(&arena, &file, usual, &photo);
	for (int i = 0; i < 3; i++)
		rgb[i] = (uint8_t)(photo.view.average >> (16 - 8 * i));
	arena_release(&arena);
	buf_release(&file);
}

/*
 * Display P3 to sRGB as linear light: the product of one space's matrix and the
 * other's inverse (CSS Color 4, 10 and 18).
 */
static double linear(double v)
{
	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double curved(double v)
{
	v = v < 0 ? 0 : v > 1 ? 1 : v;
	return v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

static void p3_to_srgb(const uint8_t p3[3], double srgb[3])
{
	static const double m[3][3] = {
		{ 1.2249401762805598, -0.2249401762805598, 0 },
		{ -0.0420569547096881, 1.0420569547096881, 0 },
		{ -0.0196375545903344, -0.0786360455506319,
		  1.0982736001409663 },
	};

	for (int i = 0; i < 3; i++) {
		double sum = 0;

		for (int j = 0; j < 3; j++)
			sum += m[i][j] * linear(p3[j] / 255.0);
		srgb[i] = curved(sum) * 255;
	}
}

static const uint8_t patches[][4] = {
	{ 200, 100, 50, 255 },	{ 0, 0, 0, 255 },	{ 255, 255, 255, 255 },
	{ 128, 128, 128, 255 }, { 180, 140, 120, 255 }, { 60, 90, 70, 255 },
	{ 230, 190, 170, 255 }, { 20, 30, 60, 255 },	{ 120, 60, 60, 255 },
	{ 90, 110, 200, 255 },
};

/* The PNG keeps the patch exact, so the result may only be rounded. */
static void test_display_p3(void **state)
{
	struct buf p3 = files_profile(&files_p3);

	(void)state;
	for (size_t i = 0; i < COUNT(patches); i++) {
		struct files_wish wish =
			files_of(64, 64, paint_plain, patches[i]);
		uint8_t rgb[3];
		double be[3];

		p3_to_srgb(patches[i], be);
		wish.profile = buf_text(&p3);
		plain_result(files_png, &wish, rgb);
		for (int c = 0; c < 3; c++)
			if (fabs(rgb[c] - be[c]) > 0.75)
				fail_msg("patch %zu: %d for %g", i, rgb[c],
					 be[c]);
	}
	buf_release(&p3);
}

/* The other containers carry the profile as well, with their own losses. */
static void test_profiles_in_all_formats(void **state)
{
	struct buf p3 = files_profile(&files_p3);

	(void)state;
	for (size_t f = 0; f < COUNT(formats); f++) {
		struct files_wish wish =
			files_of(64, 64, paint_plain, patches[0]);
		uint8_t rgb[3], be[3] = { 215, 93, 31 };
		struct buf probe = formats[f].make(&wish);

		buf_release(&probe);
		if (!probe.len && f == HEIC)
			continue;
		wish.profile = buf_text(&p3);
		plain_result(formats[f].make, &wish, rgb);
		assert_near(rgb, be, 3);
		if (f == HEIC) {
			wish.profile = (struct text){ 0 };
			wish.is_p3 = true;
			plain_result(formats[f].make, &wish, rgb);
			assert_near(rgb, be, 3);
		}
	}
	buf_release(&p3);
}

/* No profile, sRGB and a broken profile give the very same bytes. */
static void test_srgb_is_left_alone(void **state)
{
	struct buf srgb = files_profile(&files_srgb);
	struct text profiles[] = { { 0 }, buf_text(&srgb), T("not a profile") };
	struct text first = { 0 };
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (size_t i = 0; i < COUNT(profiles); i++) {
		struct files_wish wish = files_of(500, 400, paint_waves, NULL);
		struct photo photo;
		struct buf file;

		wish.profile = profiles[i];
		file = files_jpeg(&wish);
		make(&arena, &file, usual, &photo);
		if (!i)
			first = photo.view.bytes;
		assert_true(text_equal(photo.view.bytes, first));
		buf_release(&file);
	}
	arena_release(&arena);
	buf_release(&srgb);
}

static void paint_clear(uint32_t x, uint32_t y, uint8_t rgba[4],
			const void *with)
{
	(void)y;
	(void)with;
	rgba[0] = 200;
	rgba[1] = rgba[2] = 0;
	rgba[3] = x < 50 ? 255 : x < 100 ? 0 : 128;
}

static void test_transparency_is_white(void **state)
{
	static const uint8_t seen[3][3] = { { 200, 0, 0 },
					    { 255, 255, 255 },
					    { 227, 127, 127 } };

	(void)state;
	for (size_t f = 1; f <= 2; f++) {
		struct files_wish wish = files_of(150, 40, paint_clear, NULL);
		struct arena arena;
		struct photo photo;
		struct buf file;
		uint32_t w, h;
		uint8_t *pixels;

		wish.is_clear = true;
		file = formats[f].make(&wish);
		arena_init(&arena, ARENA_USUAL);
		make(&arena, &file, usual, &photo);
		pixels = files_pixels(photo.view.bytes, &w, &h);
		for (uint32_t i = 0; i < 3; i++)
			assert_near(pixels + (20 * w + 25 + i * 50) * 4,
				    seen[i], 6);
		free(pixels);
		arena_release(&arena);
		buf_release(&file);
	}
}

static void test_kinds_of_files(void **state)
{
	struct files_wish wishes[4];
	make_file *makers[4] = { files_jpeg, files_jpeg, files_png, files_png };
	uint8_t rgb[3], be[3];

	(void)state;
	for (size_t i = 0; i < COUNT(wishes); i++)
		wishes[i] = files_of(300, 300, paint_plain, patches[0]);
	wishes[0].is_progressive = true;
	wishes[1].is_grey = true;
	wishes[2].is_interlaced = true;
	wishes[3].is_interlaced = wishes[3].is_clear = true;
	for (size_t i = 0; i < COUNT(wishes); i++) {
		plain_result(makers[i], &wishes[i], rgb);
		memcpy(be, patches[0], 3);
		if (wishes[i].is_grey)
			memset(be, 124, 3); /* 0.299 R + 0.587 G + 0.114 B */
		assert_near(rgb, be, 2);
	}
}

static bool has(struct text file, const char *word)
{
	return text_find(file, word) != SIZE_MAX;
}

static void assert_clean(const struct photo_picture *picture, bool ask)
{
	static const char *const traces[] = {
		FILES_SECRET,  "Exif", "http:", "xmpmeta", "Photoshop",
		"ICC_PROFILE", "ICCP", "EXIF",	"XMP ",	   "acsp",
	};
	char path[64], command[160];
	struct buf told;

	for (size_t i = 0; i < COUNT(traces); i++)
		assert_false(has(picture->bytes, traces[i]));
	if (!ask)
		return;
	files_save(picture->bytes, path);
	snprintf(command, sizeof(command),
		 "exiftool -a -G1 -s -ee -u -U %s 2>/dev/null | cut -d']' -f1 "
		 "| sort -u | tr -d '\\n'",
		 path);
	told = files_told(command);
	unlink(path);
	if (has(buf_text(&told), "[JFIF"))
		assert_string_equal(told.at, "[Composite[ExifTool[File[JFIF"
					     "[System");
	else
		assert_true(text_is(buf_text(&told),
				    "[Composite[ExifTool[File[RIFF[System") ||
			    text_is(buf_text(&told),
				    "[Composite[ExifTool[File[System"));
	buf_release(&told);
}

/* Whatever a file carries, no output has any of it. */
static void test_nothing_else_survives(void **state)
{
	struct buf p3 = files_profile(&files_p3);
	struct buf version = files_told("exiftool -ver 2>/dev/null");
	bool ask = version.len > 0;

	(void)state;
	if (!ask)
		print_message("no exiftool: only the bytes were searched\n");
	for (size_t f = 0; f < COUNT(formats); f++) {
		for (int to = PHOTO_JPEG; to <= PHOTO_WEBP; to++) {
			struct files_wish wish =
				files_of(400, 300, paint_waves, NULL);
			struct photo_wish wished = { 200, 60,
						     (enum photo_format)to };
			struct arena arena;
			struct photo photo;
			struct buf file;

			wish.orientation = 6;
			wish.is_gossipy = true;
			wish.profile = buf_text(&p3);
			file = formats[f].make(&wish);
			if (!file.len)
				continue;
			if (f != 1) /* there it is packed */
				assert_true(has(buf_text(&file), FILES_SECRET));
			arena_init(&arena, ARENA_USUAL);
			make(&arena, &file, wished, &photo);
			assert_clean(&photo.view, ask);
			assert_clean(&photo.thumb, ask);
			arena_release(&arena);
			buf_release(&file);
		}
	}
	buf_release(&version);
	buf_release(&p3);
}

enum { THREADS = 3, ROUNDS = 12 };

struct crowd {
	struct text file[COUNT(formats)];
	struct text first[COUNT(formats)]; /* what each gave when alone */
	bool is_over;
};

struct maker {
	struct crowd *crowd;
	int failures;
};

static void *make_often(void *context)
{
	struct maker *maker = context;
	struct crowd *crowd = maker->crowd;
	struct arena arena;

	arena_init(&arena, ARENA_USUAL);
	for (size_t i = 0; i < ROUNDS; i++) {
		size_t f = i % COUNT(formats);
		struct photo photo;

		if (crowd->file[f].len &&
		    (!photo_make(&arena, crowd->file[f], usual, &photo) ||
		     !text_equal(photo.view.bytes, crowd->first[f])))
			maker->failures++;
		arena_reset(&arena);
	}
	arena_release(&arena);
	return NULL;
}

/* With pauses where malloc holds locks over a fork; see media_jail.c. */
static void *allocate_often(void *context)
{
	struct crowd *crowd = context;
	void *held[32] = { 0 };

	for (unsigned i = 0;
	     !__atomic_load_n(&crowd->is_over, __ATOMIC_RELAXED); i++) {
#ifdef __SANITIZE_ADDRESS__
		usleep(100);
#endif
		free(held[i % 32]);
		held[i % 32] = malloc(i * 97 % 300000 + 1);
	}
	for (int i = 0; i < 32; i++)
		free(held[i]);
	return NULL;
}

static void test_threads_and_the_same_bytes(void **state)
{
	struct files_wish wish = files_of(1300, 700, paint_waves, NULL);
	struct buf file[COUNT(formats)];
	struct crowd crowd = { 0 };
	struct maker maker[THREADS];
	pthread_t thread[THREADS + 1];
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	for (size_t f = 0; f < COUNT(formats); f++) {
		struct photo photo;

		file[f] = formats[f].make(&wish);
		crowd.file[f] = buf_text(&file[f]);
		if (!file[f].len)
			continue;
		make(&arena, &file[f], usual, &photo);
		crowd.first[f] = photo.view.bytes;
	}
	pthread_create(&thread[THREADS], NULL, allocate_often, &crowd);
	for (int i = 0; i < THREADS; i++) {
		maker[i] = (struct maker){ &crowd, 0 };
		pthread_create(&thread[i], NULL, make_often, &maker[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(maker[i].failures, 0);
	}
	__atomic_store_n(&crowd.is_over, true, __ATOMIC_RELAXED);
	pthread_join(thread[THREADS], NULL);
	for (size_t f = 0; f < COUNT(formats); f++)
		buf_release(&file[f]);
	arena_release(&arena);
}

/* A photo of 16 megapixels in a child of under 64 MB. */
static void test_memory(void **state)
{
	struct files_wish wish = files_of(4608, 3456, paint_waves, NULL);
	struct buf file = files_jpeg(&wish);
	struct arena arena;
	struct photo photo;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	make(&arena, &file, usual, &photo);
	print_message("16 megapixels: %u kB, %u ms\n", photo.peak_kb,
		      photo.cpu_ms);
#ifndef __SANITIZE_ADDRESS__
	assert_true(photo.peak_kb < 64 << 10);
#endif
	arena_release(&arena);
	buf_release(&file);
}

static void test_words(void **state)
{
	(void)state;
	for (int i = PHOTO_OK + 1; i < PHOTO_FAULTS; i++) {
		assert_true(strlen(photo_reason((enum photo_fault)i)) > 10);
		assert_true(strlen(photo_advice((enum photo_fault)i)) > 10);
	}
	assert_string_equal(photo_extension(PHOTO_JPEG), "jpg");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_thread),
		cmocka_unit_test(test_orientation),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_pictures_of_others),
		cmocka_unit_test(test_display_p3),
		cmocka_unit_test(test_profiles_in_all_formats),
		cmocka_unit_test(test_srgb_is_left_alone),
		cmocka_unit_test(test_transparency_is_white),
		cmocka_unit_test(test_kinds_of_files),
		cmocka_unit_test(test_nothing_else_survives),
		cmocka_unit_test(test_threads_and_the_same_bytes),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
