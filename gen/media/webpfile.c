/*
 * The container (RIFF: a tag, a length, the bytes, padded to even) is walked
 * here, because libwebp's own walker is another library that we would need for
 * just this: profile, EXIF and the first frame of an animation.
 */

#include "media/webpfile.h"

#include <string.h>

#include <webp/decode.h>
#include <webp/encode.h>

#include "media/exif.h"

enum {
	RIFF_BYTES = 12,  /* "RIFF", length, "WEBP" */
	CHUNK_BYTES = 8,  /* tag and length */
	FRAME_BYTES = 16, /* what stands before the pictures in an ANMF */
	METHOD = 4,	  /* of 6; 2 is twice as fast, its files 3 % larger */
};

struct webpfile {
	struct text picture; /* what libwebp is given */
	struct picture whole;
	bool is_clear;
	uint32_t rows_given;
};

static bool knows(struct text bytes)
{
	return text_starts(bytes, "RIFF") &&
	       text_is(text_part(bytes, 8, 4), "WEBP");
}

static void take_chunk(struct reader *reader, struct text tag, struct text body)
{
	struct webpfile *own = reader->own;

	if (text_is(tag, "ICCP") && body.len <= READER_MOST_PROFILE_BYTES)
		reader->profile = body;
	else if (text_is(tag, "EXIF"))
		reader->orientation = exif_orientation(body);
	else if (text_is(tag, "ANMF") && !own->picture.at)
		own->picture = text_from(body, FRAME_BYTES);
}

static void walk_chunks(struct reader *reader)
{
	struct text bytes = reader->bytes;
	size_t at = RIFF_BYTES;

	while (bytes.len - at >= CHUNK_BYTES) {
		size_t len = reader_little(bytes, at + 4, 4);

		if (len > bytes.len - at - CHUNK_BYTES)
			break; /* libwebp judges the one that is cut */
		take_chunk(reader, text_part(bytes, at, 4),
			   text_part(bytes, at + CHUNK_BYTES, len));
		at += CHUNK_BYTES + len + len % 2;
		if (at > bytes.len)
			break;
	}
}

static bool refuse(struct reader *reader, VP8StatusCode status)
{
	switch (status) {
	case VP8_STATUS_OUT_OF_MEMORY:
		return reader_fail(reader, PHOTO_MEMORY, NULL);
	case VP8_STATUS_NOT_ENOUGH_DATA:
	case VP8_STATUS_SUSPENDED:
		return reader_fail(reader, PHOTO_TRUNCATED, NULL);
	default:
		return reader_fail(reader, PHOTO_BROKEN, NULL);
	}
}

static bool open_photo(struct reader *reader)
{
	struct webpfile *own = ARENA_NEW(reader->arena, struct webpfile);
	WebPBitstreamFeatures features;
	VP8StatusCode status;

	reader->own = own;
	walk_chunks(reader);
	if (!own->picture.at)
		own->picture = reader->bytes;
	status = WebPGetFeatures((const uint8_t *)own->picture.at,
				 own->picture.len, &features);
	if (status != VP8_STATUS_OK)
		return refuse(reader, status);
	reader->width_px = (uint32_t)features.width;
	reader->height_px = (uint32_t)features.height;
	reader->is_held_whole = true;
	own->is_clear = features.has_alpha;
	return true;
}

static bool begin(struct reader *reader, uint32_t least_width_px,
		  uint32_t least_height_px)
{
	struct webpfile *own = reader->own;
	size_t stride = (size_t)reader->width_px * PICTURE_PIXEL_BYTES;
	WebPDecoderConfig config;
	VP8StatusCode status;

	(void)least_width_px;
	(void)least_height_px;
	own->whole =
		picture_new(reader->arena, reader->width_px, reader->height_px);
	if (!WebPInitDecoderConfig(&config))
		return reader_fail(reader, PHOTO_BROKEN, NULL);
	config.output.colorspace = MODE_RGBA;
	config.output.is_external_memory = 1;
	config.output.u.RGBA.rgba = own->whole.pixels;
	config.output.u.RGBA.stride = (int)stride;
	config.output.u.RGBA.size = stride * reader->height_px;
	status = WebPDecode((const uint8_t *)own->picture.at, own->picture.len,
			    &config);
	return status == VP8_STATUS_OK || refuse(reader, status);
}

static bool row(struct reader *reader, uint8_t *rgbx)
{
	struct webpfile *own = reader->own;

	memcpy(rgbx, picture_row(&own->whole, own->rows_given++),
	       (size_t)reader->width_px * PICTURE_PIXEL_BYTES);
	if (own->is_clear)
		picture_flatten_row(rgbx, reader->width_px);
	return true;
}

/* All it holds is in the arena. */
static void close_photo(struct reader *reader)
{
	(void)reader;
}

const struct reader_kind webpfile_kind = { knows, open_photo, begin, row,
					   close_photo };

static bool encode(WebPPicture *webp, const WebPConfig *config,
		   const struct picture *picture)
{
	int stride = (int)picture->width_px * PICTURE_PIXEL_BYTES;

	webp->width = (int)picture->width_px;
	webp->height = (int)picture->height_px;
	return WebPPictureImportRGBX(webp, picture->pixels, stride) &&
	       WebPEncode(config, webp);
}

bool webpfile_write(struct arena *arena, const struct picture *picture,
		    int quality, struct text *bytes)
{
	WebPConfig config;
	WebPPicture webp;
	WebPMemoryWriter writer;
	bool is_done;

	if (!WebPConfigInit(&config) || !WebPPictureInit(&webp))
		return false;
	config.quality = (float)quality;
	config.method = METHOD;
	WebPMemoryWriterInit(&writer);
	webp.writer = WebPMemoryWrite;
	webp.custom_ptr = &writer;
	is_done = encode(&webp, &config, picture);
	if (is_done)
		*bytes = arena_text(arena, (struct text){ (char *)writer.mem,
							  writer.size });
	WebPPictureFree(&webp);
	WebPMemoryWriterClear(&writer);
	return is_done;
}
