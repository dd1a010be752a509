#ifndef GEN_MEDIA_READER_H
#define GEN_MEDIA_READER_H

/*
 * What every decoder offers: a photo as rows of pixels, from top to bottom.
 *
 * Calling sequence: reader_open, which tells the format by the first bytes and
 * fills in what the file says of itself; then kind->begin with the smallest
 * size that is still useful (a decoder may deliver less than the whole size,
 * never less than that); kind->row once for each of height_px rows; kind->close
 * in any case. Only a jailed child calls these.
 *
 * Each function of a kind returns false after reader_fail has said why.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "media/photo.h"

enum {
	READER_WORDS = 160,
	READER_MOST_PROFILE_BYTES = 4 << 20, /* a larger one is ignored */
};

struct reader {
	const struct reader_kind *kind;
	struct arena *arena;
	struct text bytes; /* the whole file */

	uint32_t width_px, height_px; /* as stored; after begin: of the rows */
	unsigned orientation;	      /* 1 to 8, EXIF's number */
	bool is_held_whole;	      /* decoding needs all pixels in memory */
	bool is_display_p3;	      /* says so without a profile */
	struct text profile;	      /* ICC; empty where there is none */

	enum photo_fault fault;
	char words[READER_WORDS]; /* the library's own; may be empty */
	void *own;		  /* the decoder's state, in the arena */
};

struct reader_kind {
	bool (*knows)(struct text bytes); /* by the first bytes */
	bool (*open)(struct reader *reader);
	bool (*begin)(struct reader *reader, uint32_t least_width_px,
		      uint32_t least_height_px);
	/* rgbx has room for width_px pixels and PICTURE_SLACK_BYTES. */
	bool (*row)(struct reader *reader, uint8_t *rgbx);
	void (*close)(struct reader *reader);
};

/* The kind whose first bytes these are, or NULL. */
const struct reader_kind *reader_kind_of(struct text bytes);

/*
 * Opens a photo and checks its size against the limits of photo.h, before any
 * pixel is decoded. Memory: what is read stays in the arena.
 */
bool reader_open(struct arena *arena, struct text bytes, struct reader *reader)
	__attribute__((warn_unused_result));

/* Notes the first fault; words may be NULL. Returns false, for return. */
bool reader_fail(struct reader *reader, enum photo_fault fault,
		 const char *words);

/* A number of `size` bytes at an offset, by byte order; 0 outside of t. */
uint32_t reader_big(struct text t, size_t offset, size_t size);
uint32_t reader_little(struct text t, size_t offset, size_t size);

#endif
