/*
 * media/photo against files that want to do harm: each is made here, and each
 * ends with a fault or a picture, in little time, and never with a crash of the
 * decoder, let alone of this process.
 */

#include <stdlib.h>
#include <time.h>

#include "media_files.h"

#include "base/arena.h"
#include "media/photo.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#ifdef __SANITIZE_ADDRESS__
enum { ROUNDS = 60, SLOWER = 20 };
#else
enum { ROUNDS = 300, SLOWER = 1 };
#endif

static const struct photo_wish usual = { 1080, 240, PHOTO_JPEG };

enum {
	OK = 1 << PHOTO_OK,
	EMPTY = 1 << PHOTO_EMPTY,
	UNKNOWN = 1 << PHOTO_UNKNOWN_FORMAT,
	LARGE = 1 << PHOTO_TOO_LARGE_PIXELS,
	SCANS = 1 << PHOTO_TOO_MANY_SCANS,
	TRUNCATED = 1 << PHOTO_TRUNCATED,
	BROKEN = 1 << PHOTO_BROKEN,
	CMYK = 1 << PHOTO_CMYK,
};

static void paint(uint32_t x, uint32_t y, uint8_t rgba[4], const void *with)
{
	uint32_t h = x * 0x9E3779B1U ^ y * 0x85EBCA6BU;

	(void)with;
	rgba[0] = (uint8_t)(x / 2 + (h >> 28));
	rgba[1] = (uint8_t)(y / 2 + (h >> 12) % 16);
	rgba[2] = (uint8_t)(x + y);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Makes the photo; whatever comes of it must be among `faults`. */
static enum photo_fault try(const char *name, struct text file, unsigned faults)
{
	struct arena arena;
	struct photo photo;
	enum photo_fault fault;
	int64_t start = now_ms();
	bool is_made;

	arena_init(&arena, ARENA_USUAL);
	is_made = photo_make(&arena, file, usual, &photo);
	fault = photo.fault;
	assert_int_equal(is_made, fault == PHOTO_OK);
	if (!(faults & 1U << fault))
		fail_msg("%s: %s (%.*s)", name, photo_reason(fault),
			 (int)photo.detail.len, photo.detail.at);
	if (now_ms() - start > 8000 * SLOWER)
		fail_msg("%s took %d ms", name, (int)(now_ms() - start));
	arena_release(&arena);
	return fault;
}

static struct buf good[4];
static const char *const names[] = { "JPEG", "PNG", "WebP", "HEIC" };

static int make_good(void **state)
{
	struct files_wish wish = files_of(240, 180, paint, NULL);

	(void)state;
	wish.orientation = 6;
	good[0] = files_jpeg(&wish);
	good[1] = files_png(&wish);
	good[2] = files_webp(&wish);
	good[3] = files_heic(&wish);
	return 0;
}

static int release_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		buf_release(&good[i]);
	return 0;
}

static void test_no_photos(void **state)
{
	static const struct {
		const char *name;
		struct text file;
		unsigned faults;
	} cases[] = {
		{ "nothing", TEXT(""), EMPTY },
		{ "one byte", TEXT("\xFF"), UNKNOWN },
		{ "SVG", TEXT("<svg xmlns='http://www.w3.org/2000/svg'/>"),
		  UNKNOWN },
		{ "XML", TEXT("<?xml version='1.0'?><svg/>"), UNKNOWN },
		{ "GIF",
		  TEXT("GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0"
		       "\0\1\0\1\0\0\2\2D\1\0;"),
		  UNKNOWN },
		{ "PDF", TEXT("%PDF-1.4\n"), UNKNOWN },
		{ "MVG",
		  TEXT("push graphic-context\nimage over 0,0 0,0 "
		       "'url(https://example.com/)'"),
		  UNKNOWN },
		{ "MP4", TEXT("\0\0\0\030ftypisom\0\0\2\0isommp41"), UNKNOWN },
		{ "AVIF", TEXT("\0\0\0\034ftypavif\0\0\0\0avifmif1miaf"),
		  UNKNOWN },
		{ "bare HEIC head", TEXT("\0\0\0\030ftypheic\0\0\0\0mif1heic"),
		  BROKEN | TRUNCATED },
		{ "bare JPEG head", TEXT("\xFF\xD8\xFF"), TRUNCATED | BROKEN },
		{ "bare PNG head", TEXT("\211PNG\r\n\032\n"), TRUNCATED },
		{ "bare WebP head", TEXT("RIFF\4\0\0\0WEBP"),
		  TRUNCATED | BROKEN },
		{ "RIFF of other kind", TEXT("RIFF\4\0\0\0WAVE"), UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		try(cases[i].name, cases[i].file, cases[i].faults);
}

/* No part of a file passes for the whole, however long. */
static void test_truncated(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct text whole = buf_text(&good[i]);

		if (!whole.len)
			continue;
		try(names[i], whole, OK);
		for (size_t k = 1; k < 12; k++)
			try(names[i], text_part(whole, 0, whole.len * k / 12),
			    TRUNCATED | BROKEN | UNKNOWN);
		try(names[i], text_part(whole, 0, whole.len - 20),
		    TRUNCATED | BROKEN);
	}
}

/* A JPEG that was cut and closed again with an end marker. */
static void test_cut_and_closed(void **state)
{
	struct buf file = BUF_INIT;

	(void)state;
	buf_add(&file, good[0].at, good[0].len / 2);
	buf_add(&file, "\xFF\xD9", 2);
	try("cut and closed", buf_text(&file), TRUNCATED);
	buf_release(&file);
}

static void set_big(char *at, uint32_t value, int bytes)
{
	for (int i = bytes; i-- > 0; value >>= 8)
		at[i] = (char)(value & 0xFF);
}

/* The CRC of a PNG chunk (PNG 3rd edition, annex D). */
static uint32_t checksum(const char *at, size_t len)
{
	uint32_t sum = 0xFFFFFFFFU;

	while (len--) {
		sum ^= (uint8_t)*at++;
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320U : 0);
	}
	return ~sum;
}

/* The good PNG with another head. */
static struct buf png_of_size(uint32_t width, uint32_t height, int interlace)
{
	struct buf file = BUF_INIT;

	buf_add(&file, good[1].at, good[1].len);
	set_big(file.at + 16, width, 4);
	set_big(file.at + 20, height, 4);
	file.at[28] = (char)interlace;
	set_big(file.at + 29, checksum(file.at + 12, 17), 4);
	return file;
}

static void test_headers_that_boast(void **state)
{
	static const struct {
		uint32_t width, height;
		int interlace;
		unsigned faults;
	} pngs[] = {
		{ 50000, 50000, 0, LARGE },
		{ 20001, 1, 0, LARGE },
		{ 0x7FFFFFFF, 0x7FFFFFFF, 0, LARGE },
		{ 10001, 10000, 0, LARGE },
		{ 7072, 7072, 1, LARGE },
		{ 7000, 7000, 1, TRUNCATED | BROKEN },
		{ 10000, 10000, 0, TRUNCATED | BROKEN },
		{ 0, 10, 0, BROKEN },
	};
	struct buf file;
	size_t at;

	(void)state;
	for (size_t i = 0; i < COUNT(pngs); i++) {
		file = png_of_size(pngs[i].width, pngs[i].height,
				   pngs[i].interlace);
		try("PNG size", buf_text(&file), pngs[i].faults);
		buf_release(&file);
	}
	file = (struct buf)BUF_INIT;
	buf_add(&file, good[0].at, good[0].len);
	at = text_find(buf_text(&file), "\xFF\xC0");
	assert_true(at < file.len);
	set_big(file.at + at + 5, 65500, 2);
	set_big(file.at + at + 7, 65500, 2);
	try("JPEG size", buf_text(&file), LARGE);
	set_big(file.at + at + 5, 10000, 2);
	set_big(file.at + at + 7, 10000, 2);
	try("JPEG size", buf_text(&file), TRUNCATED);
	buf_release(&file);
}

static void paint_black(uint32_t x, uint32_t y, uint8_t rgba[4],
			const void *with)
{
	(void)x;
	(void)y;
	(void)with;
	memset(rgba, 0, 3);
}

/*
 * A progressive file of 3 megapixels that sends the same empty scan again and
 * again: a few bytes each in the file, a pass over all blocks in the decoder.
 */
static void test_scan_bomb(void **state)
{
	struct files_wish wish = files_of(2000, 1500, paint_black, NULL);
	struct buf file, bomb = BUF_INIT;
	size_t last = 0;

	(void)state;
	wish.is_progressive = true;
	file = files_jpeg(&wish);
	for (size_t i = 2; i + 1 < file.len; i++)
		if ((uint8_t)file.at[i] == 0xFF &&
		    (uint8_t)file.at[i + 1] == 0xDA)
			last = i;
	assert_true(last > 0);
	buf_add(&bomb, file.at, file.len - 2);
	for (int i = 0; i < 5000; i++)
		buf_add(&bomb, file.at + last, file.len - 2 - last);
	buf_add(&bomb, "\xFF\xD9", 2);
	try("scan bomb", buf_text(&bomb), SCANS);
	buf_release(&bomb);
	buf_release(&file);
}

static void test_progressive_and_large(void **state)
{
	struct files_wish wish = files_of(64, 64, paint, NULL);
	struct buf file;
	size_t at;

	(void)state;
	wish.is_progressive = true;
	file = files_jpeg(&wish);
	at = text_find(buf_text(&file), "\xFF\xC2");
	assert_true(at < file.len);
	set_big(file.at + at + 5, 8000, 2);
	set_big(file.at + at + 7, 8000, 2);
	try("large progressive", buf_text(&file), LARGE);
	buf_release(&file);
}

static void test_cmyk(void **state)
{
	struct files_wish wish = files_of(64, 64, paint, NULL);
	struct buf file;

	(void)state;
	wish.is_cmyk = true;
	file = files_jpeg(&wish);
	try("CMYK", buf_text(&file), CMYK);
	buf_release(&file);
}

/* The good PNG with a chunk put before its pixels. */
static struct buf png_with(const char *type, struct text body)
{
	struct buf file = BUF_INIT, chunk = BUF_INIT;
	char number[4];

	buf_add(&chunk, type, 4);
	buf_add_text(&chunk, body);
	buf_add(&file, good[1].at, 33);
	set_big(number, (uint32_t)body.len, 4);
	buf_add(&file, number, 4);
	buf_add_text(&file, buf_text(&chunk));
	set_big(number, checksum(chunk.at, chunk.len), 4);
	buf_add(&file, number, 4);
	buf_add(&file, good[1].at + 33, good[1].len - 33);
	buf_release(&chunk);
	return file;
}

/*
 * Zeros that unpack to 1,032 times their size: one block of deflate with fixed
 * codes (RFC 1951, 3.2.6), a literal 0 and then the longest match at distance
 * one, 13 bits each, as often as there is room.
 */
static struct buf packed_zeros(size_t bytes)
{
	struct buf packed = BUF_INIT;
	uint64_t bits;
	int waiting;

	buf_add(&packed, "\x78\x01", 2);
	bits = 3;	    /* last block, fixed codes */
	bits |= 0x0CU << 3; /* literal 0: 00110000, highest bit first */
	waiting = 11;
	for (size_t i = 0; i < bytes * 8 / 13; i++) {
		/* length 258 is 11000101, distance 1 is 00000 */
		bits |= (uint64_t)0xA3 << waiting;
		waiting += 13;
		for (; waiting >= 8; waiting -= 8, bits >>= 8)
			buf_add_char(&packed, (char)(bits & 0xFF));
	}
	buf_add_char(&packed, (char)(bits & 0xFF));
	buf_add(&packed, "\0\0\0\0\0", 5);
	return packed;
}

static void test_bombs_in_chunks(void **state)
{
	static const struct {
		const char *name, *type;
		struct text head;
	} cases[] = {
		{ "zTXt", "zTXt", TEXT("Comment\0\0") },
		{ "iTXt", "iTXt", TEXT("Comment\0\1\0\0\0") },
		{ "iCCP", "iCCP", TEXT("profile\0\0") },
	};
	struct buf zeros = packed_zeros(8 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf body = BUF_INIT, file;

		buf_add_text(&body, cases[i].head);
		buf_add_text(&body, buf_text(&zeros));
		file = png_with(cases[i].type, buf_text(&body));
		try(cases[i].name, buf_text(&file), OK);
		buf_release(&file);
		buf_release(&body);
	}
	buf_release(&zeros);
}

/* A profile that lies at every place where one may lie. */
static void test_profiles_that_lie(void **state)
{
	struct buf profile = files_profile(&files_p3);
	struct files_wish wish = files_of(64, 64, paint, NULL);
	uint32_t random = 12345;

	(void)state;
	for (int i = 0; i < ROUNDS / 3; i++) {
		struct buf damaged = BUF_INIT, file;

		buf_add_text(&damaged, buf_text(&profile));
		for (int k = 0; k < 6; k++) {
			random = random * 1103515245U + 12345;
			damaged.at[(random >> 8) % damaged.len] =
				(char)(random >> 24);
		}
		wish.profile = text_part(buf_text(&damaged), 0,
					 i % 4 ? damaged.len
					       : random % damaged.len + 1);
		file = files_jpeg(&wish);
		try("profile", buf_text(&file), OK);
		buf_release(&file);
		buf_release(&damaged);
	}
	buf_release(&profile);
}

/* EXIF data that points everywhere; only the orientation may come of it. */
static void test_exif_that_lies(void **state)
{
	uint32_t random = 99;

	(void)state;
	for (int i = 0; i < ROUNDS / 3; i++) {
		struct buf file = BUF_INIT;
		size_t at;

		buf_add_text(&file, buf_text(&good[0]));
		at = text_find(buf_text(&file), "Exif");
		assert_true(at < file.len);
		for (int k = 0; k < 5; k++) {
			random = random * 1103515245U + 12345;
			file.at[at + 6 + (random >> 8) % 50] =
				(char)(random >> 24);
		}
		try("EXIF", buf_text(&file), OK);
		buf_release(&file);
	}
}

/* Any byte may be wrong anywhere. */
static void test_flipped_bytes(void **state)
{
	unsigned any = OK | UNKNOWN | LARGE | SCANS | TRUNCATED | BROKEN |
		       CMYK | 1U << PHOTO_MEMORY;
	uint32_t random = 4711;
	unsigned seen = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		const struct buf *from = &good[i % 4];
		struct buf file = BUF_INIT;
		uint32_t flips = 1 + (uint32_t)i / 4 % 12;

		if (!from->len)
			continue;
		buf_add(&file, from->at, from->len);
		for (uint32_t k = 0; k < flips; k++) {
			size_t span = i % 3 ? file.len : file.len / 20 + 1;

			random = random * 1103515245U + 12345;
			file.at[(random >> 4) % span] ^=
				(char)(1 << random / 7 % 8);
		}
		seen |= 1U << try(names[i % 4], buf_text(&file), any);
		buf_release(&file);
	}
	assert_true(seen & OK && seen & ~(unsigned)OK);
}

/* The first frame of an animation stands for it. */
static void test_animated_webp(void **state)
{
	struct files_wish wish = files_of(120, 90, paint, NULL);
	struct buf still = files_webp(&wish), frame = BUF_INIT;
	struct buf inner = BUF_INIT, file = BUF_INIT;
	static const char head[] = "\2\0\0\0\167\0\0\131\0";

	(void)state;
	buf_add(&frame, "\0\0\0\0\0\0\167\0\0\131\0\0\144\0\0\0", 16);
	buf_add(&frame, still.at + 12, still.len - 12);
	buf_add(&inner, "WEBP", 4);
	files_riff(&inner, "VP8X", head, 10);
	files_riff(&inner, "ANIM", "\0\0\0\0\0", 6);
	for (int i = 0; i < 3; i++)
		files_riff(&inner, "ANMF", frame.at, frame.len);
	files_riff(&file, "RIFF", inner.at, inner.len);
	try("animated", buf_text(&file), OK);
	buf_release(&file);
	buf_release(&inner);
	buf_release(&frame);
	buf_release(&still);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_photos),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_cut_and_closed),
		cmocka_unit_test(test_headers_that_boast),
		cmocka_unit_test(test_scan_bomb),
		cmocka_unit_test(test_progressive_and_large),
		cmocka_unit_test(test_cmyk),
		cmocka_unit_test(test_bombs_in_chunks),
		cmocka_unit_test(test_profiles_that_lie),
		cmocka_unit_test(test_exif_that_lies),
		cmocka_unit_test(test_flipped_bytes),
		cmocka_unit_test(test_animated_webp),
	};

	return cmocka_run_group_tests(tests, make_good, release_good);
}
