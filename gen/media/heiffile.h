#ifndef GEN_MEDIA_HEIFFILE_H
#define GEN_MEDIA_HEIFFILE_H

/*
 * HEIC photos, as telephones write them (libheif with its HEVC decoder).
 *
 * libheif turns the picture upright itself, so an orientation in the EXIF data
 * is not looked at. The whole picture is decoded in begin.
 */

#include "media/reader.h"

extern const struct reader_kind heiffile_kind;

/*
 * Lets libheif look for its plug-ins, which takes files. Called before the
 * jail is entered, from any thread.
 */
void heiffile_prepare(void);

#endif
