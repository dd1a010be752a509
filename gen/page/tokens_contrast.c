#include "page/tokens.h"

#include <math.h>

#include "base/lang.h"
#include "page/stylesheet.h"

/* -- colours --------------------------------------------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The digits behind #. */
static bool read_hex(struct text t, uint8_t rgb[3])
{
	size_t each = t.len / 3; /* digits of a part */

	if (t.len != 3 && t.len != 6)
		return false;
	for (size_t i = 0; i < 3; i++) {
		int high = hex_digit(t.at[i * each]);
		int low = hex_digit(t.at[i * each + each - 1]);

		if (high < 0 || low < 0)
			return false;
		rgb[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* A whole number up to 255 and the blanks behind it. */
static bool read_part(const char **at, const char *end, uint8_t *part)
{
	int number = 0, digits = 0;

	for (; *at < end && **at >= '0' && **at <= '9' && digits < 4; ++*at) {
		number = number * 10 + (**at - '0');
		digits++;
	}
	while (*at < end && stylesheet_is_blank(**at))
		++*at;
	*part = (uint8_t)number;
	return digits > 0 && number <= 255;
}

/* What stands between the brackets of rgb(): all with commas or all without. */
static bool read_rgb(struct text t, uint8_t rgb[3])
{
	const char *at = t.at, *end = t.at + t.len;
	bool has_commas = text_find(t, ",") != SIZE_MAX;

	while (at < end && stylesheet_is_blank(*at))
		at++;
	for (size_t i = 0; i < 3; i++) {
		if (i > 0 && has_commas) {
			if (at == end || *at++ != ',')
				return false;
			while (at < end && stylesheet_is_blank(*at))
				at++;
		}
		if (!read_part(&at, end, &rgb[i]))
			return false;
	}
	return at == end;
}

bool tokens_colour(struct text value, uint8_t rgb[3])
{
	if (text_starts(value, "#"))
		return read_hex(text_from(value, 1), rgb);
	if (text_starts(value, "rgb(") && text_ends(value, ")"))
		return read_rgb(text_part(value, 4, value.len - 5), rgb);
	return false;
}

/* -- contrast -------------------------------------------------------------- */

static const char white[] = "white"; /* no token: always #fff */

/* What stands on what; docs/themes.md has this list. */
static const struct pair {
	const char *front, *back;
} pairs[] = {
	{ "--ink", "--card" },	      { "--ink", "--paper" },
	{ "--ink", "--inset" },	      { "--ink2", "--card" },
	{ "--ink2", "--paper" },      { "--ink2", "--inset" },
	{ "--indigo", "--card" },     { "--indigo", "--paper" },
	{ "--red", "--card" },	      { "--red", "--paper" },
	{ "--leaf", "--card" },	      { "--leaf", "--paper" },
	{ "--amber", "--card" },      { "--amber", "--paper" },
	{ "--indigo", "--indigo-t" }, { "--red", "--red-t" },
	{ "--leaf", "--leaf-t" },     { "--amber", "--amber-t" },
	{ white, "--indigo-s" },      { white, "--red-s" },
	{ white, "--leaf-s" },	      { white, "--hero" },
	{ white, "--hero2" },
};

static const double least_contrast = 4.5;

/* Relative luminance, as WCAG 2 defines it. */
static double luminance(const uint8_t rgb[3])
{
	static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (size_t i = 0; i < 3; i++) {
		double part = rgb[i] / 255.0;

		sum += weights[i] *
		       (part <= 0.04045 ? part / 12.92
					: pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(const uint8_t a[3], const uint8_t b[3])
{
	double one = luminance(a), two = luminance(b);

	return one > two ? (one + 0.05) / (two + 0.05)
			 : (two + 0.05) / (one + 0.05);
}

static struct place place_of(const struct tokens_style *style,
			     const struct token *token)
{
	return tokens_place(style, token->offset, token->value.len);
}

/* Is it set in a tokens.css? */
static bool is_replaced(const struct tokens_style *style,
			const struct token *token)
{
	return place_of(style, token).source != style->tokens.source;
}

/* A pair that is hard to read. */
struct finding {
	const struct pair *pair;
	const struct token *front, *back; /* front NULL: white */
	bool is_dark;
	int hundredths; /* of the ratio */
};

/* Tells where the theme's maker can mend it: in tokens.css if one is there. */
static void tell(const struct tokens_style *style, const struct finding *f,
		 struct diags *diags)
{
	const struct token *at = f->front ? f->front : f->back;
	const struct token *other = f->front ? f->back : NULL;
	struct diag *diag;

	if (other && is_replaced(style, other) && !is_replaced(style, at)) {
		other = at;
		at = f->back;
	}
	diag = diag_add(diags, SEVERITY_WARNING, place_of(style, at),
			"theme.token.contrast",
			f->is_dark ? _("on dark pages, %s on %s has a "
				       "contrast of only %d.%02d:1")
				   : _("on light pages, %s on %s has a "
				       "contrast of only %d.%02d:1"),
			f->pair->front, f->pair->back, f->hundredths / 100,
			f->hundredths % 100);
	diag_hint(diags, diag, "%s",
		  _("old eyes need 4.5:1 to read a text; make one of the two "
		    "colours darker or lighter"));
	if (other)
		diag_note(diags, diag, place_of(style, other), "%s",
			  _("the other colour stands here"));
}

static void check_pair(const struct tokens_style *style,
		       const struct pair *pair, const char *scheme,
		       struct diags *diags)
{
	const struct tokens *tokens = &style->tokens;
	struct finding f = { .pair = pair, .is_dark = scheme[0] != '\0' };
	uint8_t above[3] = { 255, 255, 255 }, below[3];
	double ratio;

	f.front = tokens_find(tokens, pair->front, scheme);
	f.back = tokens_find(tokens, pair->back, scheme);
	if (!f.back || !tokens_colour(f.back->value, below))
		return;
	if (pair->front != white &&
	    (!f.front || !tokens_colour(f.front->value, above)))
		return;
	/* Where dark pages have the same two, they were looked at before. */
	if (f.is_dark && !f.back->scheme.len &&
	    (!f.front || !f.front->scheme.len))
		return;
	ratio = contrast(above, below);
	f.hundredths = (int)(ratio * 100);
	if (ratio < least_contrast)
		tell(style, &f, diags);
}

void tokens_check_contrast(const struct tokens_style *style,
			   struct diags *diags)
{
	static const char *const schemes[] = { "", TOKENS_DARK };

	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < sizeof(pairs) / sizeof(pairs[0]); j++)
			check_pair(style, &pairs[j], schemes[i], diags);
}
