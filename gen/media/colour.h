#ifndef GEN_MEDIA_COLOUR_H
#define GEN_MEDIA_COLOUR_H

/*
 * Brings a picture's colours to sRGB (lcms2), because its profile is not
 * published and browsers take a picture without one for sRGB.
 *
 * A picture that is sRGB already, or whose profile is broken or not for RGB,
 * is left as it is, byte for byte.
 */

#include "base/arena.h"
#include "base/text.h"
#include "media/picture.h"

/* From an ICC profile, in place. */
void colour_from_profile(struct picture *picture, struct text profile);

/* From Display P3, in place. */
void colour_from_display_p3(struct picture *picture);

#endif
