/*
 * Draws a picture that is as hard to decode and encode as a photo: soft light,
 * texture at all sizes, hard edges, and the noise of a sensor. The same seed
 * gives the same picture.
 *
 *     draw_photo SEED WIDTH HEIGHT QUALITY > photo.jpg
 */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

enum { OCTAVES = 7, COARSEST_PX = 640, DISCS = 40 };

struct drawing {
	uint32_t seed;
	uint32_t width, height;
	float disc[DISCS][6]; /* x, y, radius squared, colour */
};

static uint32_t mix(uint32_t x)
{
	x ^= x >> 16;
	x *= 0x7FEB352DU;
	x ^= x >> 15;
	x *= 0x846CA68BU;
	return x ^ x >> 16;
}

static float lattice(uint32_t seed, uint32_t x, uint32_t y)
{
	uint32_t h = mix(seed ^ mix(x * 0x9E3779B1U ^ mix(y)));

	return (float)(h >> 8) / 16777216.0F - 0.5F;
}

/* Value noise: random heights on a grid, joined by a smooth curve. */
static float noise(uint32_t seed, float x, float y)
{
	uint32_t cx = (uint32_t)x, cy = (uint32_t)y;
	float fx = x - (float)cx, fy = y - (float)cy;
	float top, bottom;

	fx = fx * fx * (3 - 2 * fx);
	fy = fy * fy * (3 - 2 * fy);
	top = lattice(seed, cx, cy) * (1 - fx) + lattice(seed, cx + 1, cy) * fx;
	bottom = lattice(seed, cx, cy + 1) * (1 - fx) +
		 lattice(seed, cx + 1, cy + 1) * fx;
	return top * (1 - fy) + bottom * fy;
}

static void place_discs(struct drawing *drawing)
{
	for (uint32_t i = 0; i < DISCS; i++) {
		float *disc = drawing->disc[i];
		float radius;

		for (uint32_t k = 0; k < 6; k++)
			disc[k] = lattice(drawing->seed + 7, i, k) + 0.5F;
		disc[0] *= (float)drawing->width;
		disc[1] *= (float)drawing->height;
		radius = (float)drawing->height * (0.02F + disc[2] * 0.1F);
		disc[2] = radius * radius;
	}
}

static void colour_at(const struct drawing *drawing, float x, float y,
		      float rgb[3])
{
	float light = noise(drawing->seed, x / 900, y / 900);

	rgb[0] = 0.60F + light * 0.5F;
	rgb[1] = 0.48F + light * 0.4F;
	rgb[2] = 0.40F + light * 0.2F + x / (float)drawing->width * 0.2F;
	for (int i = 0; i < DISCS; i++) {
		const float *disc = drawing->disc[i];
		float dx = x - disc[0], dy = y - disc[1];

		if (dx * dx + dy * dy < disc[2])
			for (int c = 0; c < 3; c++)
				rgb[c] = rgb[c] * 0.4F + disc[3 + c] * 0.6F;
	}
}

static void draw_pixel(const struct drawing *drawing, uint32_t px, uint32_t py,
		       uint8_t *out)
{
	float x = (float)px, y = (float)py;
	float texture = 0, size = COARSEST_PX, weight = 0.22F, rgb[3];

	for (uint32_t o = 0; o < OCTAVES; o++) {
		texture +=
			weight * noise(drawing->seed + o, x / size, y / size);
		size /= 2.4F;
		weight /= 1.22F;
	}
	colour_at(drawing, x, y, rgb);
	for (uint32_t c = 0; c < 3; c++) {
		float grain = lattice(drawing->seed + 90 + c, px, py) * 0.10F;
		float v = (rgb[c] + texture + grain) * 255;

		out[c] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
	}
}

static void write_jpeg(const struct drawing *drawing, int quality)
{
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	uint8_t *row = malloc((size_t)drawing->width * 3);

	if (!row)
		exit(1);
	out.err = jpeg_std_error(&errors);
	jpeg_create_compress(&out);
	jpeg_stdio_dest(&out, stdout);
	out.image_width = drawing->width;
	out.image_height = drawing->height;
	out.input_components = 3;
	out.in_color_space = JCS_RGB;
	jpeg_set_defaults(&out);
	jpeg_set_quality(&out, quality, TRUE);
	jpeg_start_compress(&out, TRUE);
	for (uint32_t y = 0; y < drawing->height; y++) {
		for (uint32_t x = 0; x < drawing->width; x++)
			draw_pixel(drawing, x, y, row + (size_t)x * 3);
		jpeg_write_scanlines(&out, &row, 1);
	}
	jpeg_finish_compress(&out);
	jpeg_destroy_compress(&out);
	free(row);
}

int main(int argc, char **argv)
{
	struct drawing drawing;

	if (argc != 5) {
		fputs("usage: draw_photo SEED WIDTH HEIGHT QUALITY\n", stderr);
		return 2;
	}
	drawing.seed = (uint32_t)strtoul(argv[1], NULL, 10);
	drawing.width = (uint32_t)strtoul(argv[2], NULL, 10);
	drawing.height = (uint32_t)strtoul(argv[3], NULL, 10);
	place_discs(&drawing);
	write_jpeg(&drawing, (int)strtol(argv[4], NULL, 10));
	return 0;
}
