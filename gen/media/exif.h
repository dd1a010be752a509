#ifndef GEN_MEDIA_EXIF_H
#define GEN_MEDIA_EXIF_H

/*
 * The one thing a photo's EXIF data is read for: which way is up.
 */

#include "base/text.h"

/*
 * The orientation, 1 to 8, in EXIF data that begins with its TIFF header, with
 * or without "Exif\0\0" before it. What is damaged or silent is 1, upright.
 */
unsigned exif_orientation(struct text exif);

#endif
