#ifndef TESTS_MEDIA_FILES_H
#define TESTS_MEDIA_FILES_H

/*
 * Photo files made for tests: JPEG, PNG, WebP and HEIC from a function that
 * paints, with orientation, profile and other metadata as wished; and the way
 * back, from a JPEG or WebP file to pixels. Bytes come from malloc by way of a
 * struct buf and are released by whoever asked.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <jpeglib.h>
#include <lcms2.h>
#include <libheif/heif.h>
#include <png.h>
#include <webp/decode.h>
#include <webp/encode.h>

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#else
#define VALGRIND_MAKE_MEM_DEFINED(at, len) ((void)(at), (void)(len))
#endif

#include "base/buf.h"
#include "base/text.h"

typedef void files_paint(uint32_t x, uint32_t y, uint8_t rgba[4],
			 const void *with);

struct files_wish {
	uint32_t width, height;
	files_paint *paint;
	const void *with;     /* handed to paint */
	unsigned orientation; /* 0: no EXIF data */
	struct text profile;
	int quality; /* 0: 95 */
	bool is_progressive, is_cmyk, is_grey, is_clear, is_interlaced;
	bool is_gossipy; /* carries texts that nobody may see */
	bool is_p3;	 /* HEIC: says so in nclx */
};

static inline struct files_wish files_of(uint32_t width, uint32_t height,
					 files_paint *paint, const void *with)
{
	return (struct files_wish){
		.width = width, .height = height, .paint = paint, .with = with
	};
}

/* Stands in every kind of metadata of a gossipy file. */
#define FILES_SECRET "SECRET-OF-THE-PATIENT"

static inline void files_exif(struct buf *to, unsigned orientation,
			      bool is_gossipy)
{
	uint8_t head[] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0 };
	uint8_t turn[] = { 0x12, 0x01, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0 };
	uint8_t said[] = { 0x0E, 0x01, 2, 0, 0, 0, 0, 0, 38, 0, 0, 0 };
	uint8_t end[4] = { 0 };

	turn[8] = (uint8_t)orientation;
	said[4] = sizeof(FILES_SECRET);
	buf_add(to, head, sizeof(head));
	buf_add(to, said, sizeof(said));
	buf_add(to, turn, sizeof(turn));
	buf_add(to, end, sizeof(end));
	if (is_gossipy)
		buf_add(to, FILES_SECRET, sizeof(FILES_SECRET));
	else
		buf_add(to, "nothing to be said     ", sizeof(FILES_SECRET));
}

/* All rows as RGBA. */
static inline uint8_t *files_rows(const struct files_wish *wish)
{
	uint8_t *rows = malloc((size_t)wish->width * wish->height * 4);

	assert_non_null(rows);
	for (uint32_t y = 0; y < wish->height; y++) {
		for (uint32_t x = 0; x < wish->width; x++) {
			uint8_t *at = rows + ((size_t)y * wish->width + x) * 4;

			at[3] = 255;
			wish->paint(x, y, at, wish->with);
		}
	}
	return rows;
}

static inline void files_jpeg_markers(struct jpeg_compress_struct *out,
				      const struct files_wish *wish)
{
	struct buf exif = BUF_INIT;

	if (wish->orientation) {
		buf_add(&exif, "Exif\0", 6);
		files_exif(&exif, wish->orientation, wish->is_gossipy);
		jpeg_write_marker(out, JPEG_APP0 + 1, (const JOCTET *)exif.at,
				  (unsigned)exif.len);
	}
	if (wish->profile.len)
		jpeg_write_icc_profile(out, (const JOCTET *)wish->profile.at,
				       (unsigned)wish->profile.len);
	if (wish->is_gossipy) {
		static const char xmp[] = "http://ns.adobe.com/xap/1.0/\0"
					  "<x:xmpmeta>" FILES_SECRET;
		static const char iptc[] =
			"Photoshop 3.0\0008BIM\004\004\0\0"
			"\0\0\0\032\034\002\170\0\025" FILES_SECRET;

		jpeg_write_marker(out, JPEG_APP0 + 1, (const JOCTET *)xmp,
				  sizeof(xmp));
		jpeg_write_marker(out, JPEG_APP0 + 13, (const JOCTET *)iptc,
				  sizeof(iptc));
		jpeg_write_marker(out, JPEG_COM, (const JOCTET *)FILES_SECRET,
				  sizeof(FILES_SECRET));
	}
	buf_release(&exif);
}

static inline struct buf files_jpeg(const struct files_wish *wish)
{
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	uint8_t *rows = files_rows(wish);
	struct buf file = BUF_INIT;

	out.err = jpeg_std_error(&errors);
	jpeg_create_compress(&out);
	jpeg_mem_dest(&out, &bytes, &len);
	out.image_width = wish->width;
	out.image_height = wish->height;
	out.input_components = 4;
	out.in_color_space = wish->is_cmyk ? JCS_CMYK : JCS_EXT_RGBX;
	jpeg_set_defaults(&out);
	if (wish->is_grey)
		jpeg_set_colorspace(&out, JCS_GRAYSCALE);
	jpeg_set_quality(&out, wish->quality ? wish->quality : 95, TRUE);
	if (!wish->is_cmyk && !wish->is_grey) /* 4:4:4 */
		out.comp_info[0].h_samp_factor =
			out.comp_info[0].v_samp_factor = 1;
	if (wish->is_progressive)
		jpeg_simple_progression(&out);
	jpeg_start_compress(&out, TRUE);
	files_jpeg_markers(&out, wish);
	while (out.next_scanline < out.image_height) {
		JSAMPROW row =
			rows + (size_t)out.next_scanline * wish->width * 4;

		jpeg_write_scanlines(&out, &row, 1);
	}
	jpeg_finish_compress(&out);
	jpeg_destroy_compress(&out);
	buf_add(&file, bytes, len);
	free(bytes);
	free(rows);
	return file;
}

static inline void files_on_png(png_structp png, png_bytep bytes, size_t len)
{
	buf_add(png_get_io_ptr(png), bytes, len);
}

static inline void files_png_extras(png_structp png, png_infop info,
				    const struct files_wish *wish)
{
	struct buf exif = BUF_INIT;
	png_text said = { .compression = PNG_TEXT_COMPRESSION_zTXt,
			  .key = (char[]){ "Comment" },
			  .text = (char[]){ FILES_SECRET },
			  .text_length = sizeof(FILES_SECRET) - 1 };

	if (wish->orientation) {
		files_exif(&exif, wish->orientation, wish->is_gossipy);
		png_set_eXIf_1(png, info, (png_uint_32)exif.len,
			       (png_bytep)exif.at);
	}
	if (wish->profile.len)
		png_set_iCCP(png, info, "profile", 0,
			     (png_const_bytep)wish->profile.at,
			     (png_uint_32)wish->profile.len);
	if (wish->is_gossipy)
		png_set_text(png, info, &said, 1);
	buf_release(&exif);
}

static inline struct buf files_png(const struct files_wish *wish)
{
	struct buf file = BUF_INIT;
	uint8_t *rows = files_rows(wish);
	png_bytep *lines = calloc(wish->height, sizeof(*lines));
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
						  NULL, NULL);
	png_infop info = png_create_info_struct(png);

	assert_non_null(lines);
	for (uint32_t y = 0; y < wish->height; y++)
		lines[y] = rows + (size_t)y * wish->width * 4;
	png_set_write_fn(png, &file, files_on_png, NULL);
	png_set_IHDR(
		png, info, wish->width, wish->height, 8,
		wish->is_clear ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
		wish->is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
		PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_compression_level(png, 1);
	files_png_extras(png, info, wish);
	png_write_info(png, info);
	if (!wish->is_clear)
		png_set_filler(png, 0, PNG_FILLER_AFTER);
	png_write_image(png, lines);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	free(lines);
	free(rows);
	return file;
}

static inline void files_riff(struct buf *to, const char *tag, const void *body,
			      size_t len)
{
	uint8_t size[4] = { (uint8_t)len, (uint8_t)(len >> 8),
			    (uint8_t)(len >> 16), (uint8_t)(len >> 24) };

	buf_add(to, tag, 4);
	buf_add(to, size, 4);
	buf_add(to, body, len);
	if (len % 2)
		buf_add(to, "", 1);
}

/* The extended form of a simple WebP file, with what it is wished to carry. */
static inline struct buf files_webp_extended(const struct files_wish *wish,
					     struct text simple)
{
	struct buf inner = BUF_INIT, file = BUF_INIT, exif = BUF_INIT;
	uint32_t w = wish->width - 1, h = wish->height - 1;
	uint8_t head[10] = { 0 };

	head[0] = (uint8_t)((wish->profile.len ? 0x20 : 0) |
			    (wish->orientation ? 0x08 : 0) |
			    (wish->is_clear ? 0x10 : 0));
	for (int i = 0; i < 3; i++) {
		head[4 + i] = (uint8_t)(w >> (8 * i));
		head[7 + i] = (uint8_t)(h >> (8 * i));
	}
	buf_add(&inner, "WEBP", 4);
	files_riff(&inner, "VP8X", head, sizeof(head));
	if (wish->profile.len)
		files_riff(&inner, "ICCP", wish->profile.at, wish->profile.len);
	buf_add(&inner, simple.at + 12, simple.len - 12);
	if (wish->orientation) {
		files_exif(&exif, wish->orientation, wish->is_gossipy);
		files_riff(&inner, "EXIF", exif.at, exif.len);
	}
	files_riff(&file, "RIFF", inner.at, inner.len);
	buf_release(&inner);
	buf_release(&exif);
	return file;
}

static inline struct buf files_webp(const struct files_wish *wish)
{
	uint8_t *rows = files_rows(wish), *bytes = NULL;
	int width = (int)wish->width, height = (int)wish->height;
	struct buf file = BUF_INIT;
	size_t len;

	len = wish->is_clear ? WebPEncodeLosslessRGBA(rows, width, height,
						      width * 4, &bytes)
			     : WebPEncodeRGBA(rows, width, height, width * 4,
					      95, &bytes);
	free(rows);
	assert_true(len > 0);
	if (wish->orientation || wish->profile.len)
		file = files_webp_extended(wish,
					   (struct text){ (char *)bytes, len });
	else
		buf_add(&file, bytes, len);
	WebPFree(bytes);
	return file;
}

static inline struct heif_error files_on_heif(struct heif_context *context,
					      const void *bytes, size_t len,
					      void *to)
{
	(void)context;
	buf_add(to, bytes, len);
	return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified,
				    "" };
}

static inline struct heif_image *files_heif_image(const struct files_wish *wish)
{
	struct heif_image *image = NULL;
	uint8_t *rows = files_rows(wish), *to;
	int stride;

	heif_image_create((int)wish->width, (int)wish->height,
			  heif_colorspace_RGB, heif_chroma_interleaved_RGB,
			  &image);
	heif_image_add_plane(image, heif_channel_interleaved, (int)wish->width,
			     (int)wish->height, 8);
	to = heif_image_get_plane(image, heif_channel_interleaved, &stride);
	assert_non_null(to);
	for (uint32_t y = 0; y < wish->height; y++)
		for (uint32_t x = 0; x < wish->width; x++)
			memcpy(to + y * (size_t)stride + x * 3UL,
			       rows + ((size_t)y * wish->width + x) * 4, 3);
	free(rows);
	if (wish->profile.len)
		heif_image_set_raw_color_profile(
			image, "prof", wish->profile.at, wish->profile.len);
	return image;
}

/* Empty where libheif has no HEVC encoder. */
static inline struct buf files_heic(const struct files_wish *wish)
{
	struct heif_context *context = heif_context_alloc();
	struct heif_encoder *encoder = NULL;
	struct heif_image_handle *handle = NULL;
	struct heif_writer writer = { 1, files_on_heif };
	struct heif_color_profile_nclx *nclx = heif_nclx_color_profile_alloc();
	struct heif_encoding_options *options = heif_encoding_options_alloc();
	struct heif_image *image;
	struct buf file = BUF_INIT, exif = BUF_INIT;

	heif_context_get_encoder_for_format(context, heif_compression_HEVC,
					    &encoder);
	if (!encoder)
		goto out;
	heif_encoder_set_lossy_quality(encoder, 95);
	image = files_heif_image(wish);
	if (wish->is_p3) {
		nclx->color_primaries = heif_color_primaries_SMPTE_EG_432_1;
		heif_image_set_nclx_color_profile(image, nclx);
		options->output_nclx_profile = nclx;
	}
	heif_context_encode_image(context, image, encoder, options, &handle);
	assert_non_null(handle);
	if (wish->orientation) {
		files_exif(&exif, wish->orientation, wish->is_gossipy);
		heif_context_add_exif_metadata(context, handle, exif.at,
					       (int)exif.len);
	}
	heif_context_write(context, &writer, &file);
	/* libx265 writes what valgrind never saw written; see x265.supp. */
	VALGRIND_MAKE_MEM_DEFINED(file.at, file.len);
	heif_image_handle_release(handle);
	heif_image_release(image);
	heif_encoder_release(encoder);
out:
	buf_release(&exif);
	heif_encoding_options_free(options);
	heif_nclx_color_profile_free(nclx);
	heif_context_free(context);
	return file;
}

#ifdef __SANITIZE_ADDRESS__
/* What the encoder that makes the HEIC files for us does not give back. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libx265\n";
}
#endif

/* The pixels of an output file as RGBA, from malloc; damage fails the test. */
static inline uint8_t *files_pixels(struct text file, uint32_t *width,
				    uint32_t *height)
{
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	uint8_t *rows;
	int w, h;

	if (text_starts(file, "RIFF")) {
		rows = WebPDecodeRGBA((const uint8_t *)file.at, file.len, &w,
				      &h);
		assert_non_null(rows);
		*width = (uint32_t)w;
		*height = (uint32_t)h;
		return rows;
	}
	in.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&in);
	jpeg_mem_src(&in, (const unsigned char *)file.at, file.len);
	jpeg_read_header(&in, TRUE);
	in.out_color_space = JCS_EXT_RGBA;
	jpeg_start_decompress(&in);
	*width = in.output_width;
	*height = in.output_height;
	rows = malloc((size_t)*width * *height * 4);
	assert_non_null(rows);
	while (in.output_scanline < *height) {
		JSAMPROW row = rows + (size_t)in.output_scanline * *width * 4;

		jpeg_read_scanlines(&in, &row, 1);
	}
	jpeg_finish_decompress(&in);
	jpeg_destroy_decompress(&in);
	assert_int_equal(errors.num_warnings, 0);
	return rows;
}

/* An RGB profile with these primaries and sRGB's curve. */
static inline struct buf files_profile(const cmsCIExyYTRIPLE *primaries)
{
	static const cmsCIExyY white = { 0.3127, 0.3290, 1 };
	cmsHPROFILE srgb = cmsCreate_sRGBProfile(), profile;
	cmsToneCurve *curve = cmsReadTag(srgb, cmsSigRedTRCTag);
	cmsUInt32Number len = 0;
	struct buf file = BUF_INIT;

	profile = cmsCreateRGBProfile(
		&white, primaries, (cmsToneCurve *[]){ curve, curve, curve });
	cmsSaveProfileToMem(profile, NULL, &len);
	cmsSaveProfileToMem(profile, buf_reserve(&file, len), &len);
	file.len += len;
	file.at[file.len] = '\0';
	cmsCloseProfile(profile);
	cmsCloseProfile(srgb);
	return file;
}

static const cmsCIExyYTRIPLE files_p3 = { { 0.680, 0.320, 1 },
					  { 0.265, 0.690, 1 },
					  { 0.150, 0.060, 1 } };
static const cmsCIExyYTRIPLE files_srgb = { { 0.640, 0.330, 1 },
					    { 0.300, 0.600, 1 },
					    { 0.150, 0.060, 1 } };

/* Writes a file below /tmp; path gets its name. */
static inline void files_save(struct text file, char path[64])
{
	int fd;

	snprintf(path, 64, "/tmp/careplan-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, file.at, file.len), (ssize_t)file.len);
	close(fd);
}

/* What a command prints, at most `most` bytes; empty where it is missing. */
static inline struct buf files_told(const char *command)
{
	struct buf told = BUF_INIT;
	char some[4096];
	size_t len;
	FILE *from = popen(command, "r");

	assert_non_null(from);
	while ((len = fread(some, 1, sizeof(some), from)) > 0)
		buf_add(&told, some, len);
	pclose(from);
	return told;
}

#endif
