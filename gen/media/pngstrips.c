#include "media/pngstrips.h"

#include <string.h>

#include <zlib.h>

#include "base/bug.h"
#include "base/buf.h"

enum {
	FILTER_NONE = 0,
	FILTER_UP = 2,
	WINDOW_BITS = 15,
	LEAST_REPEATS = 4, /* fewer are not worth a run of their own */
	MOST_REPEATS = 64,
	FLUSH_BYTES = 16,	   /* what a full flush adds at most */
	DEFLATE_BYTES = 268 << 10, /* what zlib says it needs */
};

/* A run of rows that repeat the row above it, packed: always the same bytes. */
struct repeat {
	struct text packed; /* empty: not yet made */
	uint32_t adler;
};

struct pngstrips {
	z_stream zlib[PNGSTRIPS_EFFORTS];
	struct buf rows, packed;
	struct arena arena; /* the repeats */
	struct repeat repeats[MOST_REPEATS + 1];
	uint32_t width_px; /* of the repeats */
};

/* Runs alone are found three times as fast as matches, and are most of what
 * there is to be found in a drawing. */
static const struct {
	int level, memory, strategy;
} efforts[PNGSTRIPS_EFFORTS] = {
	[PNGSTRIPS_ONCE] = { 1, 5, Z_RLE },
	[PNGSTRIPS_SOMETIMES] = { 6, 8, Z_DEFAULT_STRATEGY },
	[PNGSTRIPS_OFTEN] = { 8, 8, Z_DEFAULT_STRATEGY },
};

struct pngstrips *pngstrips_open(void)
{
	struct pngstrips *strips = calloc(1, sizeof(*strips));

	if (!strips)
		arena_out_of_memory(sizeof(*strips));
	for (size_t i = 0; i < PNGSTRIPS_EFFORTS; i++)
		if (deflateInit2(&strips->zlib[i], efforts[i].level, Z_DEFLATED,
				 -WINDOW_BITS, efforts[i].memory,
				 efforts[i].strategy) != Z_OK)
			arena_out_of_memory(DEFLATE_BYTES);
	arena_init(&strips->arena, ARENA_SMALL);
	return strips;
}

void pngstrips_close(struct pngstrips *strips)
{
	if (!strips)
		return;
	for (size_t i = 0; i < PNGSTRIPS_EFFORTS; i++)
		deflateEnd(&strips->zlib[i]);
	buf_release(&strips->rows);
	buf_release(&strips->packed);
	arena_release(&strips->arena);
	free(strips);
}

static bool repeats_above(const struct canvas *canvas, uint32_t row)
{
	const uint8_t *pixels = canvas_row(canvas, row);

	return row &&
	       !memcmp(pixels, pixels - canvas->width_px, canvas->width_px);
}

/*
 * Adds a row with the filter's byte before it. A row like the one above it
 * becomes zeros, which pack into almost nothing; of all others neither the left
 * nor the upper neighbour says much, because pixels are numbers of colours.
 */
static void add_row(struct buf *to, const struct canvas *canvas, uint32_t row,
		    bool is_repeat)
{
	size_t width = canvas->width_px;
	char *out = buf_reserve(to, width + 1);

	*out = is_repeat ? FILTER_UP : FILTER_NONE;
	if (is_repeat)
		memset(out + 1, 0, width);
	else
		memcpy(out + 1, canvas_row(canvas, row), width);
	to->len += width + 1;
}

/* Packs the rows that were added behind what is packed; *adler goes on. */
static void pack_rows(struct pngstrips *strips, enum pngstrips_effort effort,
		      struct buf *packed, uint32_t *adler)
{
	z_stream *zlib = &strips->zlib[effort];
	struct buf *rows = &strips->rows;
	size_t room = deflateBound(zlib, rows->len) + FLUSH_BYTES;

	if (!rows->len)
		return;
	deflateReset(zlib);
	zlib->next_in = (Bytef *)rows->at;
	zlib->avail_in = (uInt)rows->len;
	zlib->next_out = (Bytef *)buf_reserve(packed, room);
	zlib->avail_out = (uInt)room;
	if (deflate(zlib, Z_FULL_FLUSH) != Z_OK || !zlib->avail_out)
		BUG("%zu bytes do not fit %zu", rows->len, room);
	packed->len += room - zlib->avail_out;
	*adler = (uint32_t)adler32(*adler, (const Bytef *)rows->at,
				   (uInt)rows->len);
	buf_reset(rows);
}

static const struct repeat *
repeat_of(struct pngstrips *strips, const struct canvas *canvas, uint32_t count)
{
	struct repeat *repeat = &strips->repeats[count];
	struct buf packed = BUF_INIT;

	if (strips->width_px != canvas->width_px) {
		arena_reset(&strips->arena);
		memset(strips->repeats, 0, sizeof(strips->repeats));
		strips->width_px = canvas->width_px;
	}
	if (repeat->packed.len)
		return repeat;
	for (uint32_t i = 0; i < count; i++)
		add_row(&strips->rows, canvas, 0, true);
	repeat->adler = 1;
	pack_rows(strips, PNGSTRIPS_OFTEN, &packed, &repeat->adler);
	repeat->packed = arena_text(&strips->arena, buf_text(&packed));
	buf_release(&packed);
	return repeat;
}

/*
 * Packs a drawing in which most rows repeat the one above them, as those of a
 * QR code do, without looking at the repeats: that is four fifths of the work.
 */
static void pack_runs(struct pngstrips *strips, const struct canvas *canvas,
		      struct buf *packed, uint32_t *adler)
{
	uint32_t row = 0, count;

	while (row < canvas->height_px) {
		const struct repeat *repeat;

		for (count = 0; row + count < canvas->height_px &&
				count < MOST_REPEATS &&
				repeats_above(canvas, row + count);)
			count++;
		if (count < LEAST_REPEATS) {
			add_row(&strips->rows, canvas, row++, count > 0);
			continue;
		}
		pack_rows(strips, PNGSTRIPS_ONCE, packed, adler);
		repeat = repeat_of(strips, canvas, count);
		buf_add_text(packed, repeat->packed);
		*adler = (uint32_t)adler32_combine(
			*adler, repeat->adler,
			(z_off_t)((canvas->width_px + 1) * count));
		row += count;
	}
	pack_rows(strips, PNGSTRIPS_ONCE, packed, adler);
}

struct pngstrip pngstrips_pack(struct arena *arena, struct pngstrips *strips,
			       const struct canvas *canvas,
			       enum pngstrips_effort effort)
{
	struct buf *packed = &strips->packed;
	struct pngstrip strip = { .rows = canvas->height_px, .adler = 1 };

	buf_reset(&strips->rows);
	buf_reset(packed);
	if (effort == PNGSTRIPS_ONCE) {
		pack_runs(strips, canvas, packed, &strip.adler);
	} else {
		for (uint32_t row = 0; row < canvas->height_px; row++)
			add_row(&strips->rows, canvas, row,
				repeats_above(canvas, row));
		pack_rows(strips, effort, packed, &strip.adler);
	}
	strip.packed = arena_text(arena, buf_text(packed));
	strip.crc = (uint32_t)crc32(0, (const Bytef *)packed->at,
				    (uInt)packed->len);
	return strip;
}

/* -- the file --------------------------------------------------------------- */

static void add_number(struct buf *to, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_add_char(to, (char)(number >> shift));
}

static void add_chunk(struct buf *to, const char *type, const void *bytes,
		      size_t len)
{
	uLong crc = crc32(0, (const Bytef *)type, 4);

	add_number(to, (uint32_t)len);
	buf_add(to, type, 4);
	buf_add(to, bytes, len);
	add_number(to, (uint32_t)crc32(crc, bytes, (uInt)len));
}

static void add_head(struct buf *to, const struct pngstrips_picture *picture,
		     uint32_t height_px)
{
	struct buf head = BUF_INIT;

	add_number(&head, picture->width_px);
	add_number(&head, height_px);
	/* Eight bits, a palette; the only packing, filters; not interlaced. */
	buf_add(&head, "\x08\x03\x00\x00\x00", 5);
	add_chunk(to, "IHDR", head.at, head.len);
	buf_release(&head);
}

static void add_palette(struct buf *to, const struct canvas_palette *palette)
{
	uint8_t bytes[3 * CANVAS_COLOURS];

	for (size_t i = 0; i < palette->count; i++) {
		bytes[3 * i] = palette->colours[i].red;
		bytes[3 * i + 1] = palette->colours[i].green;
		bytes[3 * i + 2] = palette->colours[i].blue;
	}
	add_chunk(to, "PLTE", bytes, 3 * palette->count);
}

/*
 * The checksums of the strips are put together, so that no byte of a packed
 * strip is looked at again.
 */
static void add_pixels(struct buf *to, const struct pngstrips_picture *picture)
{
	static const char start[] = "IDAT\x78\x01", end[] = "\x03\x00";
	uLong crc = crc32(0, (const Bytef *)start, 6);
	uLong adler = adler32(0, NULL, 0);
	size_t len = 2 + 2 + 4, at;

	for (size_t i = 0; i < picture->count; i++)
		len += picture->strips[i].packed.len;
	add_number(to, (uint32_t)len);
	buf_add(to, start, 6);
	for (size_t i = 0; i < picture->count; i++) {
		const struct pngstrip *strip = &picture->strips[i];
		size_t raw = ((size_t)picture->width_px + 1) * strip->rows;

		buf_add_text(to, strip->packed);
		crc = crc32_combine(crc, strip->crc,
				    (z_off_t)strip->packed.len);
		adler = adler32_combine(adler, strip->adler, (z_off_t)raw);
	}
	at = to->len;
	buf_add(to, end, 2);
	add_number(to, (uint32_t)adler);
	add_number(to, (uint32_t)crc32(crc, (const Bytef *)to->at + at, 2 + 4));
}

struct text pngstrips_join(struct arena *arena,
			   const struct pngstrips_picture *picture)
{
	struct buf file = BUF_INIT;
	uint32_t height_px = 0;
	struct text png;

	if (picture->count > PNGSTRIPS_MOST)
		BUG("a picture of %zu strips", picture->count);
	for (size_t i = 0; i < picture->count; i++)
		height_px += picture->strips[i].rows;
	buf_add(&file, "\x89PNG\r\n\x1A\n", 8);
	add_head(&file, picture, height_px);
	add_palette(&file, picture->palette);
	add_pixels(&file, picture);
	add_chunk(&file, "IEND", "", 0);
	png = arena_text(arena, buf_text(&file));
	buf_release(&file);
	return png;
}
