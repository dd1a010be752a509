/*
 * Draws tests/media/quarters.heic: red, green, blue and white quarters of 128 x
 * 96 pixels, as HEIC, to standard output. The file is kept, because a test that
 * encodes one has already started threads, and what is to be tested is a first
 * one.
 */

#include <stdio.h>

#include <libheif/heif.h>

enum { WIDTH = 256, HEIGHT = 192 };

static struct heif_error write_out(struct heif_context *context,
				   const void *bytes, size_t len, void *with)
{
	struct heif_error error = { heif_error_Ok, heif_suberror_Unspecified,
				    "" };

	(void)context;
	fwrite(bytes, 1, len, with);
	return error;
}

static void paint(struct heif_image *image)
{
	static const uint8_t quarter[4][3] = { { 220, 30, 30 },
					       { 30, 200, 30 },
					       { 30, 30, 220 },
					       { 240, 240, 240 } };
	int stride;
	uint8_t *rows =
		heif_image_get_plane(image, heif_channel_interleaved, &stride);

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH * 3; x++)
			rows[y * stride + x] =
				quarter[(x >= WIDTH / 2 * 3) +
					2 * (y >= HEIGHT / 2)][x % 3];
}

int main(void)
{
	struct heif_context *context = heif_context_alloc();
	struct heif_encoder *encoder = NULL;
	struct heif_image *image = NULL;
	struct heif_writer writer = { 1, write_out };

	heif_context_get_encoder_for_format(context, heif_compression_HEVC,
					    &encoder);
	if (!encoder)
		return 1;
	heif_encoder_set_lossy_quality(encoder, 80);
	heif_image_create(WIDTH, HEIGHT, heif_colorspace_RGB,
			  heif_chroma_interleaved_RGB, &image);
	heif_image_add_plane(image, heif_channel_interleaved, WIDTH, HEIGHT, 8);
	paint(image);
	heif_context_encode_image(context, image, encoder, NULL, NULL);
	heif_context_write(context, &writer, stdout);
	heif_image_release(image);
	heif_encoder_release(encoder);
	heif_context_free(context);
	return 0;
}
