/*
 * Fixed point throughout, and no product is cut off: a weight has 15 bits of
 * fraction, the line between the two directions 6, the sums are 32 bits wide.
 * Each direction rounds once.
 *
 * First down, then across: down is the cheaper direction, because it takes
 * whole rows, so it gets the wide ones. Both take two source pixels at a time,
 * because the multiplication that adds neighbours (pmaddwd) is what makes this
 * quick. It and what feeds it have no portable spelling that compilers see
 * through, so there are two: one for SSE2, which every x86-64 has, and one in
 * plain vectors. Both give the same numbers.
 */

#include "media/resize.h"

#include <math.h>
#include <string.h>

#include "base/bug.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef uint8_t octets __attribute__((vector_size(16)));
typedef int16_t words __attribute__((vector_size(16)));
typedef int32_t longs __attribute__((vector_size(16)));

enum {
	LOBES = 3,
	LANES = 16,	   /* octets in a vector */
	BLOCK = 2 * LANES, /* what one step downwards takes */
	ONE = 32768,	   /* a weight of one, which int16_t just misses */
	WEIGHT_BITS = 15,
	LINE_BITS = 6,
	CHANNELS = PICTURE_PIXEL_BYTES,
	MOST = 255,
};

#ifdef __SSE2__

/* a0*b0 + a1*b1, a2*b2 + a3*b3 and so on. */
static inline longs multiply_pairs(words a, words b)
{
	return (longs)_mm_madd_epi16((__m128i)a, (__m128i)b);
}

/* The first and the second half of a0 b0 a1 b1 and so on, widened. */
static inline void pair_octets(octets a, octets b, words pairs[4])
{
	__m128i low = _mm_unpacklo_epi8((__m128i)a, (__m128i)b);
	__m128i high = _mm_unpackhi_epi8((__m128i)a, (__m128i)b);
	__m128i none = _mm_setzero_si128();

	pairs[0] = (words)_mm_unpacklo_epi8(low, none);
	pairs[1] = (words)_mm_unpackhi_epi8(low, none);
	pairs[2] = (words)_mm_unpacklo_epi8(high, none);
	pairs[3] = (words)_mm_unpackhi_epi8(high, none);
}

/* Both halves in one; the numbers fit. */
static inline words narrow(longs a, longs b)
{
	return (words)_mm_packs_epi32((__m128i)a, (__m128i)b);
}

/* Four channels, kept within 0 to MOST. */
static inline void store_pixel(uint8_t *to, longs channels)
{
	__m128i narrow = _mm_packs_epi32((__m128i)channels, (__m128i)channels);
	int pixel = _mm_cvtsi128_si32(_mm_packus_epi16(narrow, narrow));

	memcpy(to, &pixel, sizeof(pixel));
}

#else

typedef int16_t words16 __attribute__((vector_size(32)));
typedef int32_t longs8 __attribute__((vector_size(32)));

static inline longs multiply_pairs(words a, words b)
{
	longs8 product = __builtin_convertvector(a, longs8) *
			 __builtin_convertvector(b, longs8);
	longs low, high;

	memcpy(&low, &product, sizeof(low));
	memcpy(&high, (char *)&product + sizeof(low), sizeof(high));
	return __builtin_shufflevector(low, high, 0, 2, 4, 6) +
	       __builtin_shufflevector(low, high, 1, 3, 5, 7);
}

static inline void pair_octets(octets a, octets b, words pairs[4])
{
	octets low = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19,
					     4, 20, 5, 21, 6, 22, 7, 23);
	octets high =
		__builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12,
					28, 13, 29, 14, 30, 15, 31);
	words16 wide[2] = { __builtin_convertvector(low, words16),
			    __builtin_convertvector(high, words16) };

	memcpy(pairs, wide, sizeof(wide));
}

static inline words narrow(longs a, longs b)
{
	longs8 both;

	memcpy(&both, &a, sizeof(a));
	memcpy((char *)&both + sizeof(a), &b, sizeof(b));
	return __builtin_convertvector(both, words);
}

static inline void store_pixel(uint8_t *to, longs channels)
{
	for (int c = 0; c < CHANNELS; c++)
		to[c] = (uint8_t)(channels[c] < 0      ? 0
				  : channels[c] > MOST ? MOST
						       : channels[c]);
}

#endif

static double lanczos(double x)
{
	double a = M_PI * x, b = a / LOBES;

	if (fabs(x) < 1e-9)
		return 1;
	if (fabs(x) >= LOBES)
		return 0;
	return sin(a) / a * sin(b) / b;
}

/*
 * Rounds weights so that they add up to ONE; what rounding lost goes to the
 * largest, or beside it where that would no longer fit.
 */
static void round_weights(int16_t *weight, const double *exact, uint32_t taps)
{
	double sum = 0;
	int left = ONE;
	uint32_t top = 0;

	for (uint32_t i = 0; i < taps; i++)
		sum += exact[i];
	for (uint32_t i = 0; i < taps; i++) {
		long w = lround(exact[i] / sum * ONE);

		weight[i] = (int16_t)(w < ONE ? w : ONE - 1);
		left -= weight[i];
		if (weight[i] > weight[top])
			top = i;
	}
	if (weight[top] + left >= ONE) {
		if (taps == 1)
			return;
		top = top ? top - 1 : top + 1;
	}
	weight[top] = (int16_t)(weight[top] + left);
}

static void make_axis(struct arena *arena, struct resize_axis *axis,
		      uint32_t from, uint32_t to)
{
	double ratio = (double)from / to, reach = LOBES * ratio;
	uint32_t wide = (uint32_t)ceil(2 * reach);
	uint32_t taps = wide < from ? wide : from;
	double *exact = ARENA_ARRAY(arena, wide, double);

	if (to > from)
		BUG("asked to enlarge %u to %u", from, to);
	axis->taps = taps;
	axis->from = ARENA_ARRAY(arena, to, uint32_t);
	axis->weight = ARENA_ARRAY(arena, (size_t)to * taps, int16_t);
	for (uint32_t i = 0; i < to; i++) {
		double middle = (i + 0.5) * ratio;
		double first = ceil(middle - reach - 0.5);

		if (first > from - taps)
			first = from - taps;
		if (first < 0)
			first = 0;
		for (uint32_t k = 0; k < taps; k++)
			exact[k] = lanczos((first + k + 0.5 - middle) / ratio);
		axis->from[i] = (uint32_t)first;
		round_weights(axis->weight + (size_t)i * taps, exact, taps);
	}
}

/*
 * Across takes pixels in pairs and four channels at once: its weights are laid
 * out as pairs, repeated for each channel. A single last tap gets a partner
 * that weighs nothing.
 */
static void spread_weights(struct arena *arena, struct resize *resize)
{
	const struct resize_axis *across = &resize->across;
	size_t taps = across->taps, pairs = (taps + 1) / 2;
	int16_t *to = ARENA_ARRAY(
		arena, pairs * 2 * CHANNELS * resize->to.width_px, int16_t);

	resize->spread = to;
	for (size_t x = 0; x < resize->to.width_px; x++) {
		const int16_t *weight = across->weight + x * taps;

		for (size_t k = 0; k < taps; k += 2) {
			for (int c = 0; c < CHANNELS; c++) {
				*to++ = weight[k];
				*to++ = k + 1 < taps ? weight[k + 1] : 0;
			}
		}
	}
}

void resize_begin(struct arena *arena, struct resize *resize,
		  uint32_t from_width_px, uint32_t from_height_px,
		  struct picture to)
{
	size_t bytes = ((size_t)from_width_px + 1) * CHANNELS;

	*resize = (struct resize){ .to = to };
	make_axis(arena, &resize->across, from_width_px, to.width_px);
	make_axis(arena, &resize->down, from_height_px, to.height_px);
	spread_weights(arena, resize);
	resize->line_bytes = (bytes + BLOCK - 1) / BLOCK * BLOCK;
	resize->held = ARENA_ARRAY(
		arena, resize->line_bytes * resize->down.taps, uint8_t);
	resize->line = ARENA_ARRAY(arena, resize->line_bytes, int16_t);
	resize->rows = ARENA_ARRAY(arena, (size_t)resize->down.taps + 1,
				   const uint8_t *);
}

/* Rows are held in turn: no more of them are needed than there are taps. */
static uint8_t *held_row(const struct resize *resize, uint32_t y)
{
	return resize->held + y % resize->down.taps * resize->line_bytes;
}

static inline octets load_octets(const uint8_t *at)
{
	octets o;

	memcpy(&o, at, sizeof(o));
	return o;
}

static inline words load_words(const int16_t *at)
{
	words w;

	memcpy(&w, at, sizeof(w));
	return w;
}

/* One block of the wished rows, shrunk downwards to one. */
static void shrink_block(const struct resize *resize, size_t at,
			 const int16_t *weight)
{
	enum { VECTORS = BLOCK / 4 };
	const int half = 1 << (WEIGHT_BITS - LINE_BITS - 1);
	longs sum[VECTORS];

#pragma GCC unroll 8 /* so that the sums stay in registers */
	for (int i = 0; i < VECTORS; i++)
		sum[i] = (longs){ half, half, half, half };
	for (uint32_t k = 0; k < resize->down.taps; k += 2) {
		bool is_pair = k + 1 < resize->down.taps;
		int16_t a = weight[k], b = is_pair ? weight[k + 1] : 0;
		const words w = { a, b, a, b, a, b, a, b };
		const uint8_t *upper = resize->rows[k] + at;
		const uint8_t *lower = resize->rows[k + 1] + at;

#pragma GCC unroll 2
		for (int i = 0; i < BLOCK / LANES; i++) {
			words pairs[4];

			pair_octets(load_octets(upper + i * LANES),
				    load_octets(lower + i * LANES), pairs);
#pragma GCC unroll 4
			for (int j = 0; j < 4; j++)
				sum[i * 4 + j] += multiply_pairs(pairs[j], w);
		}
	}
#pragma GCC unroll 4
	for (int i = 0; i < VECTORS; i += 2) {
		words out = narrow(sum[i] >> (WEIGHT_BITS - LINE_BITS),
				   sum[i + 1] >> (WEIGHT_BITS - LINE_BITS));

		memcpy(resize->line + at + i * 4, &out, sizeof(out));
	}
}

/* All rows that the next row of the result is made of, to one line. */
static void shrink_down(const struct resize *resize)
{
	const struct resize_axis *down = &resize->down;
	uint32_t first = down->from[resize->rows_out];

	for (uint32_t k = 0; k < down->taps; k++)
		resize->rows[k] = held_row(resize, first + k);
	resize->rows[down->taps] = resize->held; /* weighs nothing */
	for (size_t at = 0; at < resize->line_bytes; at += BLOCK)
		shrink_block(resize, at,
			     down->weight +
				     (size_t)resize->rows_out * down->taps);
}

/* The shrunk line, now across, into the picture. */
static void shrink_across(const struct resize *resize, uint8_t *out)
{
	const int half = 1 << (WEIGHT_BITS + LINE_BITS - 1);
	const int16_t *weight = resize->spread;

	for (uint32_t x = 0; x < resize->to.width_px; x++) {
		const int16_t *in = resize->line +
				    (size_t)resize->across.from[x] * CHANNELS;
		longs sum = { half, half, half, half };

		for (uint32_t k = 0; k < resize->across.taps; k += 2) {
			words left = load_words(in);
			words right = __builtin_shufflevector(left, left, 4, 5,
							      6, 7, 4, 5, 6, 7);

			sum += multiply_pairs(
				__builtin_shufflevector(left, right, 0, 8, 1, 9,
							2, 10, 3, 11),
				load_words(weight));
			in += 2 * CHANNELS;
			weight += 2 * CHANNELS;
		}
		store_pixel(out + (size_t)x * CHANNELS,
			    sum >> (WEIGHT_BITS + LINE_BITS));
	}
}

void resize_row(struct resize *resize, const uint8_t *rgbx)
{
	const struct resize_axis *down = &resize->down;

	_Static_assert(PICTURE_SLACK_BYTES >= BLOCK + CHANNELS, "the slack");
	memcpy(held_row(resize, resize->rows_in), rgbx, resize->line_bytes);
	resize->rows_in++;
	while (resize->rows_out < resize->to.height_px) {
		uint32_t y = resize->rows_out;

		if (down->from[y] + down->taps > resize->rows_in)
			break;
		shrink_down(resize);
		shrink_across(resize, picture_row(&resize->to, y));
		resize->rows_out++;
	}
}
