#include "media/colour.h"

#include <math.h>

#include <lcms2.h>

enum { PRIMARIES = 3, STEPS = 16 };

/* A curve may differ from sRGB's by a fifth of a step of 8 bits. */
#define CURVE_TOLERANCE 0.0008
/* A primary as XYZ; profiles round to 1/65536, and some to three places. */
#define PRIMARY_TOLERANCE 0.0012

static bool is_same_colour(const cmsCIEXYZ *a, const cmsCIEXYZ *b)
{
	return a && b && fabs(a->X - b->X) < PRIMARY_TOLERANCE &&
	       fabs(a->Y - b->Y) < PRIMARY_TOLERANCE &&
	       fabs(a->Z - b->Z) < PRIMARY_TOLERANCE;
}

static bool is_same_curve(const cmsToneCurve *a, const cmsToneCurve *b)
{
	if (!a || !b)
		return false;
	for (int i = 0; i <= STEPS; i++) {
		float x = (float)i / STEPS;

		if (fabsf(cmsEvalToneCurveFloat(a, x) -
			  cmsEvalToneCurveFloat(b, x)) >= CURVE_TOLERANCE)
			return false;
	}
	return true;
}

/*
 * Most photos carry a profile that is sRGB by one name or another. Comparing
 * its numbers is cheaper than a transform, and spares their bytes one rounding.
 */
static bool is_srgb(cmsHPROFILE profile, cmsHPROFILE srgb)
{
	static const cmsTagSignature primary[PRIMARIES] = {
		cmsSigRedColorantTag, cmsSigGreenColorantTag,
		cmsSigBlueColorantTag
	};
	static const cmsTagSignature curve[PRIMARIES] = { cmsSigRedTRCTag,
							  cmsSigGreenTRCTag,
							  cmsSigBlueTRCTag };

	if (!cmsIsMatrixShaper(profile) || cmsIsTag(profile, cmsSigAToB0Tag))
		return false;
	for (int i = 0; i < PRIMARIES; i++)
		if (!is_same_colour(cmsReadTag(profile, primary[i]),
				    cmsReadTag(srgb, primary[i])) ||
		    !is_same_curve(cmsReadTag(profile, curve[i]),
				   cmsReadTag(srgb, curve[i])))
			return false;
	return true;
}

/* The fourth byte of a pixel is skipped, which is a good deal faster. */
static void convert(struct picture *picture, cmsHPROFILE from, cmsHPROFILE srgb)
{
	cmsHTRANSFORM transform =
		cmsCreateTransform(from, TYPE_RGBA_8, srgb, TYPE_RGBA_8,
				   INTENT_RELATIVE_COLORIMETRIC, 0);

	if (!transform)
		return;
	cmsDoTransform(transform, picture->pixels, picture->pixels,
		       picture->width_px * picture->height_px);
	cmsDeleteTransform(transform);
}

static void convert_unless_srgb(struct picture *picture, cmsHPROFILE from)
{
	cmsHPROFILE srgb = cmsCreate_sRGBProfile();

	if (srgb && !is_srgb(from, srgb))
		convert(picture, from, srgb);
	if (srgb)
		cmsCloseProfile(srgb);
}

void colour_from_profile(struct picture *picture, struct text profile)
{
	cmsHPROFILE from =
		cmsOpenProfileFromMem(profile.at, (cmsUInt32Number)profile.len);

	if (!from)
		return;
	if (cmsGetColorSpace(from) == cmsSigRgbData)
		convert_unless_srgb(picture, from);
	cmsCloseProfile(from);
}

void colour_from_display_p3(struct picture *picture)
{
	static const cmsCIExyY white = { 0.3127, 0.3290, 1 };
	static const cmsCIExyYTRIPLE p3 = { { 0.680, 0.320, 1 },
					    { 0.265, 0.690, 1 },
					    { 0.150, 0.060, 1 } };
	cmsHPROFILE srgb = cmsCreate_sRGBProfile();
	cmsHPROFILE from = NULL;
	cmsToneCurve *curve;

	if (!srgb)
		return;
	curve = cmsReadTag(srgb, cmsSigRedTRCTag);
	if (curve) /* Display P3 shares it */
		from = cmsCreateRGBProfile(
			&white, &p3,
			(cmsToneCurve *[PRIMARIES]){ curve, curve, curve });
	if (from) {
		convert(picture, from, srgb);
		cmsCloseProfile(from);
	}
	cmsCloseProfile(srgb);
}
