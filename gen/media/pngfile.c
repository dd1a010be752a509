/*
 * libpng reports errors through a function that must not return; see
 * jpegfile.c, which does the same. A PNG is read row by row, unless it is
 * interlaced: then all of it is decoded in begin.
 */

#include "media/pngfile.h"

#include <setjmp.h>
#include <string.h>

#include <png.h>

#include "base/buf.h"
#include "media/exif.h"
#include "media/picture.h"

enum {
	SIGNATURE_BYTES = 8,
	CHUNK_MOST_BYTES = READER_MOST_PROFILE_BYTES,
	CHUNK_OVERHEAD = 12, /* length, type, checksum */
};

struct pngfile {
	png_structp png;
	png_infop info;
	jmp_buf jump;
	struct reader *reader;
	size_t at;	      /* how much of reader->bytes was read */
	uint8_t *row;	      /* where the next row goes */
	bool is_clear;	      /* has transparency */
	struct picture whole; /* of an interlaced file */
	uint32_t rows_given;
};

typedef void pngfile_step(struct pngfile *own);

static bool guarded(struct pngfile *own, pngfile_step *step)
{
	if (setjmp(own->jump))
		return false;
	step(own);
	return true;
}

/* libpng has a few words for being out of memory, all of them these. */
static enum photo_fault fault_of(const char *words)
{
	if (strstr(words, "memory"))
		return PHOTO_MEMORY;
	return PHOTO_BROKEN;
}

static void on_error(png_structp png, png_const_charp words)
{
	struct pngfile *own = png_get_error_ptr(png);

	reader_fail(own->reader, fault_of(words), words);
	longjmp(own->jump, 1);
}

static void on_warning(png_structp png, png_const_charp words)
{
	(void)png;
	(void)words;
}

static void on_read(png_structp png, png_bytep to, size_t len)
{
	struct pngfile *own = png_get_io_ptr(png);
	struct text bytes = own->reader->bytes;

	if (len > bytes.len - own->at) {
		reader_fail(own->reader, PHOTO_TRUNCATED, NULL);
		longjmp(own->jump, 1);
	}
	memcpy(to, bytes.at + own->at, len);
	own->at += len;
}

static bool knows(struct text bytes)
{
	return text_starts(bytes, "\x89PNG\r\n\x1A\n");
}

/*
 * Walks over the chunks: an eXIf chunk may stand behind the pixels, where
 * libpng would find it too late, and a file without IEND was cut off.
 */
static bool walk_chunks(struct reader *reader)
{
	size_t at = SIGNATURE_BYTES;

	while (reader->bytes.len - at >= CHUNK_OVERHEAD) {
		size_t len = reader_big(reader->bytes, at, 4);
		struct text type = text_part(reader->bytes, at + 4, 4);

		if (text_is(type, "IEND"))
			return true;
		if (len > reader->bytes.len - at - CHUNK_OVERHEAD)
			break;
		if (text_is(type, "eXIf"))
			reader->orientation = exif_orientation(
				text_part(reader->bytes, at + 8, len));
		at += len + CHUNK_OVERHEAD;
	}
	return reader_fail(reader, PHOTO_TRUNCATED, NULL);
}

/*
 * Everything that is not needed for the pixels is skipped unread: packed texts
 * (zTXt, iTXt) can be bombs, and colour hints without a profile (gAMA, cHRM)
 * are more often wrong than right.
 */
static void skip_extras(png_structp png)
{
	static const png_byte skipped[] = "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0"
					  "iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0"
					  "sCAL\0sPLT\0sTER\0tEXt\0tIME\0"
					  "zTXt";

	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped,
				    sizeof(skipped) / 5);
	png_set_chunk_malloc_max(png, CHUNK_MOST_BYTES);
}

static void read_head(struct pngfile *own)
{
	png_structp png = own->png;

	skip_extras(png);
	png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_benign_errors(png, 1);
	png_set_read_fn(png, own, on_read);
	png_read_info(png, own->info);
}

static void take_profile(struct pngfile *own)
{
	png_charp name;
	png_bytep profile;
	png_uint_32 len;
	int method;

	if (!png_get_iCCP(own->png, own->info, &name, &method, &profile, &len))
		return;
	own->reader->profile = arena_text(
		own->reader->arena, (struct text){ (char *)profile, len });
}

static bool open_photo(struct reader *reader)
{
	struct pngfile *own = ARENA_NEW(reader->arena, struct pngfile);

	reader->own = own;
	own->reader = reader;
	if (!walk_chunks(reader))
		return false;
	own->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, own, on_error,
					  on_warning);
	own->info = own->png ? png_create_info_struct(own->png) : NULL;
	if (!own->info)
		return reader_fail(reader, PHOTO_MEMORY, NULL);
	if (!guarded(own, read_head))
		return false;
	reader->width_px = png_get_image_width(own->png, own->info);
	reader->height_px = png_get_image_height(own->png, own->info);
	reader->is_held_whole = png_get_interlace_type(own->png, own->info) !=
				PNG_INTERLACE_NONE;
	return guarded(own, take_profile);
}

/* Asks for four bytes a pixel, whatever the file has. */
static void set_up(struct pngfile *own)
{
	png_structp png = own->png;

	own->is_clear =
		png_get_color_type(png, own->info) & PNG_COLOR_MASK_ALPHA ||
		png_get_valid(png, own->info, PNG_INFO_tRNS);
	png_set_expand(png);
	png_set_scale_16(png);
	png_set_gray_to_rgb(png);
	if (!own->is_clear)
		png_set_filler(png, 255, PNG_FILLER_AFTER);
	if (own->reader->is_held_whole)
		png_set_interlace_handling(png);
	png_read_update_info(png, own->info);
}

static void read_row(struct pngfile *own)
{
	png_read_row(own->png, own->row, NULL);
}

static bool read_whole(struct pngfile *own)
{
	enum { PASSES = 7 };
	struct reader *reader = own->reader;

	own->whole =
		picture_new(reader->arena, reader->width_px, reader->height_px);
	for (int pass = 0; pass < PASSES; pass++) {
		for (uint32_t y = 0; y < reader->height_px; y++) {
			own->row = picture_row(&own->whole, y);
			if (!guarded(own, read_row))
				return false;
		}
	}
	return true;
}

static bool begin(struct reader *reader, uint32_t least_width_px,
		  uint32_t least_height_px)
{
	struct pngfile *own = reader->own;

	(void)least_width_px;
	(void)least_height_px;
	if (!guarded(own, set_up))
		return false;
	return !reader->is_held_whole || read_whole(own);
}

static bool row(struct reader *reader, uint8_t *rgbx)
{
	struct pngfile *own = reader->own;

	own->row = rgbx;
	if (own->whole.pixels)
		memcpy(rgbx, picture_row(&own->whole, own->rows_given++),
		       (size_t)reader->width_px * PICTURE_PIXEL_BYTES);
	else if (!guarded(own, read_row))
		return false;
	if (own->is_clear)
		picture_flatten_row(rgbx, reader->width_px);
	return true;
}

static void close_photo(struct reader *reader)
{
	struct pngfile *own = reader->own;

	if (own->png)
		png_destroy_read_struct(&own->png, &own->info, NULL);
}

const struct reader_kind pngfile_kind = { knows, open_photo, begin, row,
					  close_photo };

struct writing {
	png_structp png;
	png_infop info;
	jmp_buf jump;
	struct buf out;
};

static void on_write_error(png_structp png, png_const_charp words)
{
	struct writing *writing = png_get_error_ptr(png);

	(void)words;
	longjmp(writing->jump, 1);
}

static void on_write(png_structp png, png_bytep bytes, size_t len)
{
	struct writing *writing = png_get_io_ptr(png);

	buf_add(&writing->out, bytes, len);
}

static void on_flush(png_structp png)
{
	(void)png;
}

/*
 * A code's rows repeat, so a window of a few rows and a shallow search find all
 * there is to find, and filters would only hide it. Setting zlib up for more
 * would cost more than all of the packing.
 */
static void set_up_writing(struct writing *writing,
			   const struct pngfile_bits *bits)
{
	png_structp png = writing->png;

	png_set_write_fn(png, writing, on_write, on_flush);
	png_set_IHDR(png, writing->info, bits->width_px,
		     bits->rows_count * bits->repeat, 1, PNG_COLOR_TYPE_GRAY,
		     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		     PNG_FILTER_TYPE_DEFAULT);
	png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
	png_set_compression_level(png, 1);
	png_set_compression_window_bits(png, 12);
	png_set_compression_mem_level(png, 4);
}

static bool write_all(struct writing *writing, const struct pngfile_bits *bits)
{
	size_t row_bytes = ((size_t)bits->width_px + 7) / 8;

	if (setjmp(writing->jump))
		return false;
	set_up_writing(writing, bits);
	png_write_info(writing->png, writing->info);
	for (uint32_t y = 0; y < bits->rows_count; y++)
		for (uint32_t i = 0; i < bits->repeat; i++)
			png_write_row(writing->png, bits->rows + y * row_bytes);
	png_write_end(writing->png, NULL);
	return true;
}

bool pngfile_write_bits(struct arena *arena, const struct pngfile_bits *bits,
			struct text *png)
{
	struct writing writing = { .out = BUF_INIT };
	bool is_done = false;

	writing.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writing,
					      on_write_error, on_warning);
	if (!writing.png)
		return false;
	writing.info = png_create_info_struct(writing.png);
	if (writing.info)
		is_done = write_all(&writing, bits);
	if (is_done)
		*png = arena_text(arena, buf_text(&writing.out));
	png_destroy_write_struct(&writing.png, &writing.info);
	buf_release(&writing.out);
	return is_done;
}
