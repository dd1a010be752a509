#include "media/fontfind.h"

#include <fontconfig/fontconfig.h>

/* fontconfig knows languages as "zh-cn". */
static FcPattern *pattern_of(struct arena *arena,
			     const struct fontfind_wish *wish)
{
	struct text language = arena_text(arena, wish->language);
	FcChar8 *tag = FcLangNormalize((const FcChar8 *)language.at);
	FcPattern *pattern = FcPatternCreate();

	if (pattern) {
		FcPatternAddString(pattern, FC_FAMILY,
				   (const FcChar8 *)wish->family);
		FcPatternAddString(pattern, FC_LANG,
				   tag ? tag : (const FcChar8 *)"zh-cn");
		FcPatternAddInteger(pattern, FC_WEIGHT,
				    wish->is_bold ? FC_WEIGHT_BOLD
						  : FC_WEIGHT_REGULAR);
		FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
		FcPatternAddBool(pattern, FC_OUTLINE, FcTrue);
		FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
		FcPatternAddBool(pattern, FC_VARIABLE, FcFalse);
	}
	FcStrFree(tag);
	return pattern;
}

static bool has_all(FcPattern *font, const char *sample)
{
	struct text text = text_of(sample);
	const char *at = text.at, *end = at + text.len;
	FcCharSet *characters;

	if (FcPatternGetCharSet(font, FC_CHARSET, 0, &characters) !=
	    FcResultMatch)
		return false;
	while (at < end)
		if (!FcCharSetHasChar(characters, text_next(&at, end)))
			return false;
	return true;
}

static bool take(struct arena *arena, FcPattern *found, const char *sample,
		 struct fontfind_font *font)
{
	FcChar8 *path;
	int index = 0;

	if (!has_all(found, sample) ||
	    FcPatternGetString(found, FC_FILE, 0, &path) != FcResultMatch)
		return false;
	FcPatternGetInteger(found, FC_INDEX, 0, &index);
	font->path = arena_text(arena, text_of((const char *)path));
	font->index = index;
	return true;
}

/*
 * The configuration is loaded for this one question and let go: nothing of the
 * library stays behind between questions.
 */
bool fontfind(struct arena *arena, const struct fontfind_wish *wish,
	      struct fontfind_font *font)
{
	FcConfig *config = FcInitLoadConfigAndFonts();
	FcPattern *pattern = NULL, *found = NULL;
	FcResult result;
	bool is_found = false;

	if (config)
		pattern = pattern_of(arena, wish);
	if (pattern && FcConfigSubstitute(config, pattern, FcMatchPattern)) {
		FcDefaultSubstitute(pattern);
		found = FcFontMatch(config, pattern, &result);
	}
	if (found) {
		is_found = take(arena, found, wish->sample, font);
		FcPatternDestroy(found);
	}
	if (pattern)
		FcPatternDestroy(pattern);
	if (config)
		FcConfigDestroy(config);
	return is_found;
}
