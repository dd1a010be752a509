#include "media/qr.h"

#include <string.h>

#include <qrencode.h>

#include "media/pngfile.h"

/* Outside of the code all is light. */
static bool is_dark(const struct qr_modules *code, int x, int y)
{
	int size = (int)code->size;

	if (x < 0 || y < 0 || x >= size || y >= size)
		return false;
	return code->dark[y * size + x];
}

/*
 * As bytes, not as text: libqrencode would guess at numbers and Kanji, and
 * telephones guess back in as many ways as there are of them.
 */
bool qr_encode(struct arena *arena, struct text content,
	       struct qr_modules *modules)
{
	QRcode *code;
	size_t count;

	if (!content.len || content.len > QR_MOST_BYTES)
		return false;
	code = QRcode_encodeData((int)content.len,
				 (const unsigned char *)content.at, 0,
				 QR_ECLEVEL_M);
	if (!code)
		return false;
	modules->size = (uint32_t)code->width;
	count = (size_t)modules->size * modules->size;
	modules->dark = arena_alloc(arena, count);
	/* libqrencode's bytes: the lowest bit says dark. */
	for (size_t i = 0; i < count; i++)
		modules->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return true;
}

static uint32_t module_size(struct qr_wish wish, uint32_t modules)
{
	uint32_t fitting = QR_USUAL_PX / modules;

	if (wish.module_px > QR_MOST_MODULE_PX)
		return QR_MOST_MODULE_PX;
	if (wish.module_px)
		return wish.module_px;
	return fitting < QR_LEAST_MODULE_PX ? QR_LEAST_MODULE_PX : fitting;
}

/* One row of pixels for a row of modules, quiet zone included; 1 is white. */
static uint8_t *draw_row(uint8_t *to, const struct qr_modules *code, int y,
			 uint32_t module_px)
{
	const uint64_t white = ((uint64_t)1 << module_px) - 1;
	uint64_t bits = 0;
	uint32_t waiting = 0; /* bits not yet written, below 8 after a step */

	for (int x = -QR_QUIET; x < (int)code->size + QR_QUIET; x++) {
		bits = bits << module_px | (is_dark(code, x, y) ? 0 : white);
		for (waiting += module_px; waiting >= 8; waiting -= 8)
			*to++ = (uint8_t)(bits >> (waiting - 8));
	}
	if (waiting)
		*to++ = (uint8_t)(bits << (8 - waiting));
	return to;
}

static uint8_t *draw_rows(struct arena *arena, const struct qr_modules *code,
			  uint32_t modules, uint32_t module_px)
{
	size_t row_bytes = ((size_t)modules * module_px + 7) / 8;
	uint8_t *rows = arena_alloc(arena, row_bytes * modules);
	uint8_t *to = rows;

	for (int y = -QR_QUIET; y < (int)code->size + QR_QUIET; y++)
		to = draw_row(to, code, y, module_px);
	return rows;
}

bool qr_modules_png(struct arena *arena, const struct qr_modules *code,
		    struct qr_wish wish, struct text *png, uint32_t *width_px)
{
	uint32_t modules = code->size + 2 * QR_QUIET;
	uint32_t module_px = module_size(wish, modules);
	struct pngfile_bits bits = {
		.rows = draw_rows(arena, code, modules, module_px),
		.width_px = modules * module_px,
		.rows_count = modules,
		.repeat = module_px,
	};

	*width_px = bits.width_px;
	return pngfile_write_bits(arena, &bits, png);
}

bool qr_png(struct arena *arena, struct text content, struct qr_wish wish,
	    struct text *png, uint32_t *width_px)
{
	struct qr_modules code;

	return qr_encode(arena, content, &code) &&
	       qr_modules_png(arena, &code, wish, png, width_px);
}

/* One line of the terminal shows two rows of modules. */
static void add_line(struct buf *to, const struct qr_modules *code, int y,
		     bool in_colour)
{
	static const char *const blocks[2][2] = {
		{ " ", "\xE2\x96\x84" },	    /* lower half */
		{ "\xE2\x96\x80", "\xE2\x96\x88" }, /* upper half, full */
	};

	if (in_colour)
		buf_add_string(to, "\033[38;5;16;48;5;231m");
	for (int x = -QR_QUIET; x < (int)code->size + QR_QUIET; x++) {
		bool upper = is_dark(code, x, y) == in_colour;
		bool lower = is_dark(code, x, y + 1) == in_colour;

		buf_add_string(to, blocks[upper][lower]);
	}
	buf_add_string(to, in_colour ? "\033[0m\n" : "\n");
}

bool qr_terminal(struct buf *to, struct text content, bool in_colour)
{
	struct qr_modules code;
	struct arena scratch;
	bool is_good;

	arena_init(&scratch, ARENA_SMALL);
	is_good = qr_encode(&scratch, content, &code);
	for (int y = -QR_QUIET; is_good && y < (int)code.size + QR_QUIET;
	     y += 2)
		add_line(to, &code, y, in_colour);
	arena_release(&scratch);
	return is_good;
}
