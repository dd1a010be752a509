#ifndef GEN_MEDIA_PHOTO_H
#define GEN_MEDIA_PHOTO_H

/*
 * A therapist's photo made fit for a page: turned upright, shrunk, brought to
 * sRGB and encoded anew, so that nothing of the original but its look survives
 * (no place, no time, no camera, no profile).
 *
 * In go the bytes of a JPEG, PNG, WebP or HEIC file, told apart by their first
 * bytes and never by a name; out come a view, a square thumb cut from the
 * middle of the view, each with its average colour. The original is decoded
 * once, in a child process without files, network or much memory (jail.h).
 *
 * Calling sequence: photo_make, from any number of threads at once; then, once
 * at the end of a run, photo_jail_warning.
 *
 * Promises: the output is a function of the original, the wish and
 * PHOTO_PIPELINE_VERSION alone; a picture is never enlarged; transparency
 * becomes white; the parent cannot be harmed or held up by a hostile file.
 *
 * Limits: see the enumerators. A photo that is wider than the wish gets exactly
 * the wished width, unless it is so tall that PHOTO_VIEW_MOST_HEIGHT_PX counts.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

enum {
	/* Part of what names a photo: grows when any output byte changes. */
	PHOTO_PIPELINE_VERSION = 1,

	PHOTO_MOST_BYTES = 64 << 20,	    /* of an original */
	PHOTO_MOST_SIDE_PX = 20000,	    /* of an original */
	PHOTO_MOST_PIXELS = 100000000,	    /* decoded row by row */
	PHOTO_MOST_PIXELS_WHOLE = 50000000, /* held in memory as a whole */
	PHOTO_MOST_SCANS = 100,		    /* of a progressive JPEG */
	PHOTO_VIEW_MOST_HEIGHT_PX = 16000,  /* WebP ends at 16383 */
};

enum photo_format { PHOTO_JPEG, PHOTO_WEBP };

struct photo_wish {
	uint32_t view_width_px; /* at least 1; usually 1080 */
	uint32_t thumb_px;	/* side of the square, usually 240; 0: none */
	enum photo_format format;
};

struct photo_picture {
	struct text bytes; /* a whole file; empty where none was wished */
	uint32_t width_px, height_px;
	uint32_t average; /* colour, 0xRRGGBB */
};

enum photo_fault {
	PHOTO_OK,
	PHOTO_EMPTY,		/* no bytes */
	PHOTO_UNKNOWN_FORMAT,	/* none of the four formats */
	PHOTO_TOO_LARGE_BYTES,	/* over PHOTO_MOST_BYTES */
	PHOTO_TOO_LARGE_PIXELS, /* over a limit in pixels */
	PHOTO_TOO_MANY_SCANS,	/* over PHOTO_MOST_SCANS */
	PHOTO_TRUNCATED,	/* the file ends too early */
	PHOTO_BROKEN,		/* damaged, or a variant nobody uses */
	PHOTO_CMYK,		/* in printing colours */
	PHOTO_TIMEOUT,		/* it took too long */
	PHOTO_MEMORY,		/* it took too much memory */
	PHOTO_CRASHED,		/* the decoder died or did what is forbidden */
	PHOTO_JAIL_FAILED,	/* no process could be started: the machine */
	PHOTO_FAULTS,
};

struct photo {
	struct photo_picture view, thumb;
	enum photo_fault fault;
	struct text
		detail; /* a library's or the system's words; may be empty */
	uint32_t peak_kb, cpu_ms; /* what the child used; 0: none was started */
};

/*
 * Makes the derivatives of one photo. Memory: the bytes and the detail are in
 * the arena. Errors: false, and fault and detail say why; no diagnostic is
 * added, because only the caller knows the place that names the photo.
 */
bool photo_make(struct arena *arena, struct text original,
		struct photo_wish wish, struct photo *photo)
	__attribute__((warn_unused_result));

/* A sentence on a fault, in the user's language, for a diagnostic. */
const char *photo_reason(enum photo_fault fault);

/* What the user can do about it, for its hint. */
const char *photo_advice(enum photo_fault fault);

/* "jpg" or "webp". */
const char *photo_extension(enum photo_format format);
/*
 * A sentence about the parts of the jail that this system refused, or NULL. It
 * is told once: later calls give NULL until something else is refused.
 */
const char *photo_jail_warning(void);

#endif
