#ifndef GEN_MEDIA_JPEGFILE_H
#define GEN_MEDIA_JPEGFILE_H

/*
 * JPEG files (libjpeg-turbo), read and written.
 *
 * Reading delivers the picture at the largest of 1/2, 1/4 and 1/8 that leaves a
 * tenth more than the wished size, which saves most of the decoding and cannot
 * be seen after resizing. Writing makes progressive files with 4:2:0 chroma
 * and no metadata but the JFIF header.
 */

#include "base/arena.h"
#include "media/picture.h"
#include "media/reader.h"

extern const struct reader_kind jpegfile_kind;

/* Memory: the file in the arena. False: out of memory. */
bool jpegfile_write(struct arena *arena, const struct picture *picture,
		    int quality, struct text *bytes)
	__attribute__((warn_unused_result));

#endif
