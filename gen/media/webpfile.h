#ifndef GEN_MEDIA_WEBPFILE_H
#define GEN_MEDIA_WEBPFILE_H

/*
 * WebP files (libwebp), read and written.
 *
 * Of an animated file the first frame is read. Writing is lossy, with no chunk
 * but the picture.
 */

#include "base/arena.h"
#include "media/picture.h"
#include "media/reader.h"

extern const struct reader_kind webpfile_kind;

/* Memory: the file in the arena. False: out of memory. */
bool webpfile_write(struct arena *arena, const struct picture *picture,
		    int quality, struct text *bytes)
	__attribute__((warn_unused_result));

#endif
