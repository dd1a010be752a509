#ifndef GEN_MEDIA_FONTFIND_H
#define GEN_MEDIA_FONTFIND_H

/*
 * Which font of this computer suits a text (fontconfig).
 *
 * Looking for fonts reads the configuration and its cache (tens of
 * milliseconds), so whoever asks remembers the answer. Any thread may ask, one
 * at a time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct fontfind_wish {
	struct text language; /* zh-CN */
	const char *family;   /* serif, sans-serif */
	bool is_bold;
	const char *sample; /* characters that it must have */
};

struct fontfind_font {
	struct text path; /* absolute */
	int64_t index;	  /* of the face in the file */
};

/*
 * Finds a font with outlines. Memory: in the arena. False: there is none that
 * has all of the sample; no diagnostic is added.
 */
bool fontfind(struct arena *arena, const struct fontfind_wish *wish,
	      struct fontfind_font *font) __attribute__((warn_unused_result));

#endif
