#include "media/lettering.h"

#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "base/buf.h"
#include "base/map.h"

enum { NOTHING = 0x20, MOST_GLYPH_PX = 4 * LETTERING_MOST_PX };

/* One character of a font in one size. */
struct glyph {
	uint8_t *coverage; /* width * height, 0..255 */
	int32_t left, top; /* from the pen's place, up is positive */
	int32_t width, height;
	int32_t advance; /* 1/64 pixels */
};

struct glyph_key {
	uint32_t kind, size_px, character;
};

struct lettering {
	FT_Library library;
	FT_Face faces[LETTERING_FONTS]; /* NULL: none */
	struct arena arena;		/* the glyphs */
	struct map glyphs;		/* struct glyph_key → struct glyph */
};

/* -- fonts ------------------------------------------------------------------ */

static bool open_face(struct lettering *l, const struct lettering_font *font,
		      FT_Face *face)
{
	if (!font->bytes.len)
		return true;
	if (FT_New_Memory_Face(l->library, (const FT_Byte *)font->bytes.at,
			       (FT_Long)font->bytes.len, (FT_Long)font->index,
			       face)) {
		*face = NULL;
		return false;
	}
	return FT_IS_SCALABLE(*face) &&
	       !FT_Select_Charmap(*face, FT_ENCODING_UNICODE);
}

struct lettering *
lettering_open(const struct lettering_font fonts[LETTERING_FONTS],
	       enum lettering_kind *bad)
{
	struct lettering *l = calloc(1, sizeof(*l));

	if (!l || FT_Init_FreeType(&l->library))
		arena_out_of_memory(sizeof(*l));
	arena_init(&l->arena, ARENA_USUAL);
	map_init(&l->glyphs, &l->arena);
	for (int i = 0; i < LETTERING_FONTS; i++) {
		if (open_face(l, &fonts[i], &l->faces[i]))
			continue;
		*bad = (enum lettering_kind)i;
		lettering_close(l);
		return NULL;
	}
	return l;
}

void lettering_close(struct lettering *lettering)
{
	if (!lettering)
		return;
	FT_Done_FreeType(lettering->library); /* and all faces */
	arena_release(&lettering->arena);
	free(lettering);
}

/* -- characters ------------------------------------------------------------- */

struct range {
	uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}
#define IS_IN(ranges, c) is_in(ranges, sizeof(ranges) / sizeof((ranges)[0]), c)

/* Marks that only say how their neighbours are to be shown. */
static bool is_silent(uint32_t c)
{
	static const struct range ranges[] = {
		{ 0xad, 0xad },	    { 0x200b, 0x200f },	  { 0x202a, 0x202e },
		{ 0x2060, 0x206f }, { 0xfe00, 0xfe0f },	  { 0xfeff, 0xfeff },
		{ 0x180b, 0x180e }, { 0xe0000, 0xe0fff },
	};

	return c >= 0xad && IS_IN(ranges, c);
}

bool lettering_is_joined(uint32_t c)
{
	static const struct range ranges[] = {
		{ 0x300, 0x36f },   { 0x590, 0x109f },	  { 0x1700, 0x1cff },
		{ 0xa800, 0xabff }, { 0xfb1d, 0xfdff },	  { 0xfe20, 0xfe2f },
		{ 0xfe70, 0xfefe }, { 0x1f1e6, 0x1f1ff },
	};

	return c >= 0x300 && IS_IN(ranges, c);
}

static bool is_blank(uint32_t c)
{
	return c <= 0x20 || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a);
}

/* May a line break before and after it without a blank? */
static bool is_wide(uint32_t c)
{
	return c >= 0x2e80 && c < 0xe0000;
}

static bool is_among(const char *characters, uint32_t c)
{
	const char *at = characters, *end = at + strlen(at);

	while (at < end)
		if (text_next(&at, end) == c)
			return true;
	return false;
}

static bool is_closing(uint32_t c)
{
	return is_among("，。、；：！？）】》」』〕〉”’…—～·％℃,.;:!?)]}%", c);
}

static bool is_opening(uint32_t c)
{
	return is_among("（【《「『〔〈“‘￥¥$([{", c);
}

static bool may_break(uint32_t before, uint32_t after)
{
	if (is_blank(before) || is_blank(after))
		return true;
	return (is_wide(before) || is_wide(after)) && !is_closing(after) &&
	       !is_opening(before);
}

/* The next character that is to be drawn; what is no text counts as one. */
static bool next(const char **at, const char *end, uint32_t *c)
{
	while (*at < end) {
		*c = text_next(at, end);
		if (*c == UINT32_MAX)
			*c = 0xfffd;
		if (is_blank(*c))
			*c = NOTHING;
		if (!is_silent(*c))
			return true;
	}
	return false;
}

/* -- glyphs ----------------------------------------------------------------- */

/* The face that has a character, the kind's own first; or NULL. */
static FT_Face face_of(struct lettering *l, enum lettering_kind kind,
		       uint32_t c, FT_UInt *index)
{
	for (int i = 0; i < LETTERING_FONTS; i++) {
		FT_Face face = l->faces[((int)kind + i) % LETTERING_FONTS];

		*index = face ? FT_Get_Char_Index(face, c) : 0;
		if (*index)
			return face;
	}
	return NULL;
}

static void keep_coverage(struct arena *arena, const FT_GlyphSlot slot,
			  struct glyph *glyph)
{
	const FT_Bitmap *bitmap = &slot->bitmap;

	if (bitmap->pixel_mode != FT_PIXEL_MODE_GRAY || bitmap->pitch < 0 ||
	    bitmap->width > MOST_GLYPH_PX || bitmap->rows > MOST_GLYPH_PX)
		return;
	glyph->left = slot->bitmap_left;
	glyph->top = slot->bitmap_top;
	glyph->width = (int32_t)bitmap->width;
	glyph->height = (int32_t)bitmap->rows;
	glyph->coverage =
		arena_alloc(arena, (size_t)bitmap->width * bitmap->rows);
	for (size_t row = 0; row < bitmap->rows; row++)
		memcpy(glyph->coverage + row * bitmap->width,
		       bitmap->buffer + row * (size_t)bitmap->pitch,
		       bitmap->width);
}

/* Unhinted, so that the same outline gives the same pixels with any release
 * of the library; embedded bitmaps would be another drawing. */
static void render(struct lettering *l, const struct glyph_key *key,
		   struct glyph *glyph)
{
	FT_UInt index;
	FT_Face face = face_of(l, (enum lettering_kind)key->kind,
			       key->character, &index);

	if (!face || FT_Set_Pixel_Sizes(face, 0, key->size_px) ||
	    FT_Load_Glyph(face, index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
		return;
	/* 16.16 pixels of the outline, not rounded. */
	glyph->advance = (int32_t)(face->glyph->linearHoriAdvance >> 10);
	if (!FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL))
		keep_coverage(&l->arena, face->glyph, glyph);
}

static const struct glyph *glyph_of(struct lettering *l,
				    struct lettering_style style, uint32_t c)
{
	uint32_t size_px = style.size_px < LETTERING_MOST_PX
				   ? style.size_px
				   : LETTERING_MOST_PX;
	struct glyph_key key = { style.kind, size_px, c };
	struct text name = { (const char *)&key, sizeof(key) };
	struct glyph *glyph = map_find(&l->glyphs, name);

	if (glyph)
		return glyph;
	if (l->arena.used_bytes > LETTERING_KEPT_BYTES) {
		arena_reset(&l->arena);
		map_init(&l->glyphs, &l->arena);
	}
	glyph = ARENA_NEW(&l->arena, struct glyph);
	render(l, &key, glyph);
	map_set(&l->glyphs, arena_text(&l->arena, name), glyph);
	return glyph;
}

/* -- texts ------------------------------------------------------------------ */

bool lettering_can(struct lettering *lettering, struct text text,
		   uint32_t *missing)
{
	const char *at = text.at, *end = at + text.len;
	FT_UInt index;

	while (next(&at, end, missing))
		if (*missing != NOTHING &&
		    (lettering_is_joined(*missing) ||
		     !face_of(lettering, LETTERING_HEAD, *missing, &index)))
			return false;
	return true;
}

/* In 1/64 pixels. */
static int64_t advance(struct lettering *l, struct lettering_style style,
		       uint32_t c)
{
	return glyph_of(l, style, c)->advance + 64 * (int64_t)style.space_px;
}

static int64_t measure(struct lettering *l, struct lettering_style style,
		       struct text text)
{
	const char *at = text.at, *end = at + text.len;
	int64_t width = 0;
	uint32_t c;

	for (size_t i = 0; i < LETTERING_MOST_CHARS && next(&at, end, &c); i++)
		width += advance(l, style, c);
	/* No space behind the last one. */
	return width ? width - 64 * (int64_t)style.space_px : 0;
}

uint32_t lettering_width(struct lettering *lettering,
			 struct lettering_style style, struct text text)
{
	return (uint32_t)((measure(lettering, style, text) + 63) / 64);
}

/* The end of a line that begins at `from`: as much as fits, at least one
 * character. */
static const char *line_end(struct lettering *l, struct lettering_style style,
			    const char *from, const char *end, int64_t most)
{
	const char *at = from, *last_break = NULL, *before = from;
	uint32_t c, previous = 0;
	int64_t width = 0;

	while (next(&at, end, &c)) {
		if (previous && may_break(previous, c))
			last_break = before;
		width += advance(l, style, c);
		if (previous && c != NOTHING &&
		    width - 64 * (int64_t)style.space_px > most)
			return last_break ? last_break : before;
		previous = c;
		before = at;
	}
	return end;
}

/* Cuts a text so that it fits with a "…" behind it. Memory: in the arena. */
static struct text cut(struct arena *arena, struct lettering *l,
		       struct lettering_style style, struct text text,
		       int64_t most)
{
	int64_t room = most - advance(l, style, 0x2026);
	const char *at = text.at, *end = at + text.len, *kept = at;
	int64_t width = 0;
	uint32_t c;

	while (next(&at, end, &c)) {
		width += advance(l, style, c);
		if (width > room)
			break;
		kept = at;
	}
	text.len = (size_t)(kept - text.at);
	return arena_join(arena, text_trim(text), T("…"));
}

size_t lettering_lines(struct arena *arena, struct lettering *lettering,
		       struct lettering_style style, struct text text,
		       uint32_t width_px, struct text *lines, size_t most)
{
	int64_t width = (int64_t)width_px * 64;
	size_t count = 0;

	text = text_trim(text_head(text, LETTERING_MOST_CHARS));
	while (text.len && count < most) {
		const char *end = line_end(lettering, style, text.at,
					   text.at + text.len, width);
		struct text line = { text.at, (size_t)(end - text.at) };

		if (count + 1 == most && line.len < text.len) {
			lines[count++] =
				cut(arena, lettering, style, text, width);
			break;
		}
		lines[count++] = arena_text(arena, text_trim(line));
		text = text_trim(text_from(text, line.len));
	}
	return count;
}

void lettering_draw(struct lettering *lettering, struct lettering_style style,
		    struct text text, const struct canvas *canvas,
		    struct lettering_at place, struct canvas_pen pen)
{
	const char *at = text.at, *end = at + text.len;
	int64_t x = (int64_t)place.x * 64;
	uint32_t c;

	for (size_t i = 0; i < LETTERING_MOST_CHARS && next(&at, end, &c);
	     i++) {
		const struct glyph *glyph = glyph_of(lettering, style, c);
		struct canvas_box box = {
			(int32_t)((x + 32) / 64) + glyph->left,
			place.y - glyph->top,
			glyph->width,
			glyph->height,
		};

		if (c != NOTHING && glyph->coverage)
			canvas_cover(canvas, box, glyph->coverage,
				     place.strength, pen);
		x += advance(lettering, style, c);
	}
}
