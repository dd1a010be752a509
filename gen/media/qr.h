#ifndef GEN_MEDIA_QR_H
#define GEN_MEDIA_QR_H

/*
 * QR codes (libqrencode): a text, usually an address, as a PNG file for pages
 * or as characters for a terminal.
 *
 * Codes have error correction level M (15 %), the smallest version that holds
 * the text, and a quiet zone of QR_QUIET modules inside the picture, so that no
 * page can crop it. A module is a whole number of pixels; the PNG is black and
 * white with no chunk that need not be, and always the same for the same text.
 *
 * Limits: QR_MOST_BYTES of text, what the largest version holds at level M.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum {
	QR_QUIET = 4, /* modules, ISO/IEC 18004 */
	QR_MOST_BYTES = 2331,
	QR_USUAL_PX = 330, /* the largest picture with module_px 0 */
	QR_LEAST_MODULE_PX = 3,
	QR_MOST_MODULE_PX = 32,
};

/* The bare code, without its quiet zone. */
struct qr_modules {
	uint8_t *dark; /* size * size, row by row; 1: dark */
	uint32_t size; /* modules on each side */
};

struct qr_wish {
	/* 0: as many as fit QR_USUAL_PX; at most QR_MOST_MODULE_PX */
	uint32_t module_px;
};

/*
 * Encodes a text. Memory: the modules in the arena. Errors: as qr_png. This is
 * most of the work of a code: whoever draws it twice encodes it once.
 */
bool qr_encode(struct arena *arena, struct text content,
	       struct qr_modules *modules) __attribute__((warn_unused_result));

/* Makes a picture of an encoded text. Errors: false, out of memory. */
bool qr_modules_png(struct arena *arena, const struct qr_modules *modules,
		    struct qr_wish wish, struct text *png, uint32_t *width_px)
	__attribute__((warn_unused_result));

/*
 * Encodes a text and makes a picture. Memory: the PNG in the arena. Errors: false for a text that
 * is empty or longer than QR_MOST_BYTES; no diagnostic is added.
 */
bool qr_png(struct arena *arena, struct text content, struct qr_wish wish,
	    struct text *png, uint32_t *width_px)
	__attribute__((warn_unused_result));

/*
 * Adds the code as lines of half blocks, two modules high each. In colour the
 * lines set black on white, which any terminal shows rightly; without, they
 * suit a terminal that writes light on dark. Errors: as qr_png.
 */
bool qr_terminal(struct buf *to, struct text content, bool in_colour)
	__attribute__((warn_unused_result));

#endif
