#include "media/heiffile.h"

#include <pthread.h>
#include <string.h>

#include <libheif/heif.h>

#include "media/picture.h"

enum {
	BOX_BYTES = 8, /* length and "ftyp" */
	BRAND_BYTES = 4,
	BRANDS_MOST = 32,
};

struct heiffile {
	struct heif_context *context;
	struct heif_image_handle *handle;
	struct heif_image *image;
	const uint8_t *pixels;
	int stride;
	bool is_clear;
	uint32_t rows_given;
};

static void prepare(void)
{
	heif_init(NULL);
}

void heiffile_prepare(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, prepare);
}

/*
 * ISO/IEC 23008-12, annex B: still pictures in HEVC are marked heic, heix (more
 * than 8 bits), heim or heis (layered), either first or, after the general
 * mif1, among the compatible brands. AVIF uses the same container and is none.
 */
static bool knows(struct text bytes)
{
	size_t len = reader_big(bytes, 0, 4);

	if (!text_is(text_part(bytes, 4, 4), "ftyp") || len > bytes.len)
		return false;
	for (size_t i = 0; i < BRANDS_MOST; i++) {
		size_t at = BOX_BYTES + i * BRAND_BYTES;
		struct text brand = text_part(bytes, at, BRAND_BYTES);

		if (at + BRAND_BYTES > len)
			return false;
		if (text_is(brand, "heic") || text_is(brand, "heix") ||
		    text_is(brand, "heim") || text_is(brand, "heis"))
			return true;
	}
	return false;
}

static bool refuse(struct reader *reader, struct heif_error error)
{
	enum photo_fault fault = PHOTO_BROKEN;

	if (error.code == heif_error_Memory_allocation_error)
		fault = PHOTO_MEMORY;
	else if (error.subcode == heif_suberror_End_of_data)
		fault = PHOTO_TRUNCATED;
	return reader_fail(reader, fault, error.message);
}

static void take_profile(struct reader *reader,
			 const struct heif_image_handle *handle)
{
	size_t len = heif_image_handle_get_raw_color_profile_size(handle);
	struct heif_color_profile_nclx *nclx = NULL;
	char *profile;

	if (len && len <= READER_MOST_PROFILE_BYTES) {
		profile = arena_alloc(reader->arena, len);
		if (!heif_image_handle_get_raw_color_profile(handle, profile)
			     .code)
			reader->profile = (struct text){ profile, len };
	} else if (!heif_image_handle_get_nclx_color_profile(handle, &nclx)
			    .code) {
		reader->is_display_p3 = nclx->color_primaries ==
					heif_color_primaries_SMPTE_EG_432_1;
		heif_nclx_color_profile_free(nclx);
	}
}

static bool open_photo(struct reader *reader)
{
	struct heiffile *own = ARENA_NEW(reader->arena, struct heiffile);
	struct heif_error error;

	reader->own = own;
	own->context = heif_context_alloc();
	if (!own->context)
		return reader_fail(reader, PHOTO_MEMORY, NULL);
	heif_context_set_maximum_image_size_limit(own->context,
						  PHOTO_MOST_SIDE_PX);
	heif_context_set_max_decoding_threads(own->context, 0);
	error = heif_context_read_from_memory_without_copy(
		own->context, reader->bytes.at, reader->bytes.len, NULL);
	if (error.code)
		return refuse(reader, error);
	error = heif_context_get_primary_image_handle(own->context,
						      &own->handle);
	if (error.code)
		return refuse(reader, error);
	reader->width_px = (uint32_t)heif_image_handle_get_width(own->handle);
	reader->height_px = (uint32_t)heif_image_handle_get_height(own->handle);
	reader->is_held_whole = true;
	own->is_clear = heif_image_handle_has_alpha_channel(own->handle);
	take_profile(reader, own->handle);
	return true;
}

/* What the file says of its size need not be what its data has. */
static bool check_decoded(struct reader *reader)
{
	struct heiffile *own = reader->own;
	enum heif_channel all = heif_channel_interleaved;

	own->pixels =
		heif_image_get_plane_readonly(own->image, all, &own->stride);
	if (!own->pixels ||
	    heif_image_get_width(own->image, all) < (int)reader->width_px ||
	    heif_image_get_height(own->image, all) < (int)reader->height_px)
		return reader_fail(reader, PHOTO_BROKEN, NULL);
	return true;
}

static bool begin(struct reader *reader, uint32_t least_width_px,
		  uint32_t least_height_px)
{
	struct heiffile *own = reader->own;
	struct heif_decoding_options *options = heif_decoding_options_alloc();
	struct heif_error error;

	(void)least_width_px;
	(void)least_height_px;
	if (!options)
		return reader_fail(reader, PHOTO_MEMORY, NULL);
	options->convert_hdr_to_8bit = 1;
	error = heif_decode_image(own->handle, &own->image, heif_colorspace_RGB,
				  own->is_clear ? heif_chroma_interleaved_RGBA
						: heif_chroma_interleaved_RGB,
				  options);
	heif_decoding_options_free(options);
	if (error.code)
		return refuse(reader, error);
	return check_decoded(reader);
}

static bool row(struct reader *reader, uint8_t *rgbx)
{
	struct heiffile *own = reader->own;
	const uint8_t *in =
		own->pixels + (size_t)own->stride * own->rows_given++;

	if (own->is_clear) {
		memcpy(rgbx, in,
		       (size_t)reader->width_px * PICTURE_PIXEL_BYTES);
		picture_flatten_row(rgbx, reader->width_px);
		return true;
	}
	for (uint32_t x = 0; x < reader->width_px; x++) {
		memcpy(rgbx, in, 3);
		rgbx += PICTURE_PIXEL_BYTES;
		in += 3;
	}
	return true;
}

static void close_photo(struct reader *reader)
{
	struct heiffile *own = reader->own;

	heif_image_release(own->image);
	heif_image_handle_release(own->handle);
	if (own->context)
		heif_context_free(own->context);
}

const struct reader_kind heiffile_kind = { knows, open_photo, begin, row,
					   close_photo };
