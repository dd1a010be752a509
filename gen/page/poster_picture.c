#include "page/poster_picture.h"

#include <string.h>

#include "base/bug.h"
#include "base/map.h"
#include "media/pngstrips.h"
#include "page/theme.h"

/*
 * Each block is a strip of rows. Where a strip lies is decided by the strips
 * above it alone, and its pixels by its place, its block and the ticket it
 * belongs to: these make the key under which it is kept.
 */

enum {
	MARGIN = 36,  /* beside the ticket */
	PADDING = 44, /* within it */
	TICKET_RADIUS = 32,
	NOTCH_RADIUS = 20,
	CARD_RADIUS = 22,
	CODE_PX = 460, /* what the QR code may fill with its quiet zone */
	CODE_LEAST_PX = 360,
	BANDS = 16, /* of the gradient */
	GRADIENT_PX = 1100,
	MOST_LINES = 4, /* of a block */
	DASH = 14,	/* of the line where the ticket is torn */
	DASH_GAP = 10,
	ROSETTE_SCALE = 7, /* quarters of a pixel to its unit */
	LINE_WIDTH = 10,   /* of its lines, quarters of a pixel */
	GAP_PX = 28,
	SCRATCH_BYTES = 1 << 20,
};

/* How a block with words looks. */
struct look {
	enum lettering_kind kind;
	/* Smaller, to least_px, where it fits one line then; else of broken_px. */
	uint8_t size_px, least_px, broken_px;
	uint8_t space_px;
	uint8_t line_px; /* tenths of the size */
	uint8_t above_px, below_px;
	uint8_t lines;
	bool is_soft; /* in the second colour of a text */
};

static const struct look looks[POSTER_KINDS] = {
	[POSTER_PARAGRAPH] = { LETTERING_BODY, 30, 26, 28, 0, 16, 0, 2, 3,
			       false },
	[POSTER_HEADING] = { LETTERING_HEAD, 64, 48, 56, 2, 13, 0, 10, 2,
			     false },
	[POSTER_SUBHEADING] = { LETTERING_HEAD, 38, 32, 36, 1, 14, 6, 4, 2,
				false },
	[POSTER_SMALL] = { LETTERING_BODY, 24, 24, 24, 0, 16, 0, 2, 4, true },
	[POSTER_BRAND] = { LETTERING_HEAD, 36, 28, 28, 2, 14, 2, 26, 1, false },
	[POSTER_CODE] = { LETTERING_HEAD, 48, 32, 32, 4, 14, 16, 2, 1, false },
};

struct pens {
	struct canvas_pen ticket;     /* on paper */
	struct canvas_pen white;      /* on the ticket */
	struct canvas_pen paper;      /* on the ticket */
	struct canvas_pen rosette;    /* on the ticket */
	struct canvas_pen ink, soft;  /* on paper */
	struct canvas_pen seal;	      /* on paper */
	struct canvas_pen seal_white; /* on the seal */
	struct canvas_pen black;
};

struct poster_maker {
	struct lettering *lettering;
	struct pngstrips *strips;
	struct canvas_palette palette;
	struct pens pens;
	struct arena scratch; /* one poster's canvases */
	struct arena kept_arena;
	struct map kept; /* struct strip_key and words → struct pngstrip */
};

/* What a strip's pixels depend on beside its words. */
struct strip_key {
	uint32_t kind, top_px;
	uint32_t ticket_px; /* where its ticket begins; 0: none */
	uint32_t has_rosette;
};

/* The poster as far as it is laid out. */
struct sheet {
	struct poster_maker *maker;
	struct arena *arena;
	const struct qr_modules *code;
	struct pngstrip *strips;
	size_t count;
	bool has_qr;
	struct strip_key at; /* of the next strip */
};

/* -- colours ---------------------------------------------------------------- */

static struct canvas_paint paint_of(const struct theme *theme,
				    const char *token,
				    struct canvas_colour usual)
{
	uint8_t rgb[3];

	if (theme_colour(theme, token, rgb))
		usual = (struct canvas_colour){ rgb[0], rgb[1], rgb[2] };
	return (struct canvas_paint){ usual, usual, 1 };
}

/* A colour a little nearer to white, for lines that stand behind words. */
static struct canvas_colour lighter(struct canvas_colour colour)
{
	enum { SEVENTH = 7 };

	colour.red += (uint8_t)((255 - colour.red) / SEVENTH);
	colour.green += (uint8_t)((255 - colour.green) / SEVENTH);
	colour.blue += (uint8_t)((255 - colour.blue) / SEVENTH);
	return colour;
}

static struct canvas_paint faint(struct canvas_paint paint)
{
	paint.top = lighter(paint.top);
	paint.bottom = lighter(paint.bottom);
	return paint;
}

static void mix_colours(struct poster_maker *maker, const struct theme *theme)
{
	const struct canvas_colour white = { 255, 255, 255 }, black = { 0 };
	const struct canvas_paint on_white = { white, white, 1 };
	const struct canvas_paint in_black = { black, black, 1 };
	struct canvas_paint paper = paint_of(
		theme, "--paper", (struct canvas_colour){ 244, 240, 232 });
	struct canvas_paint ink =
		paint_of(theme, "--ink", (struct canvas_colour){ 35, 39, 43 });
	struct canvas_paint soft =
		paint_of(theme, "--ink2", (struct canvas_colour){ 91, 95, 99 });
	struct canvas_paint seal = paint_of(
		theme, "--red-s", (struct canvas_colour){ 176, 61, 39 });
	struct canvas_paint hero = paint_of(
		theme, "--hero", (struct canvas_colour){ 31, 83, 115 });
	struct canvas_palette *palette = &maker->palette;
	struct pens *pens = &maker->pens;

	hero.bottom =
		paint_of(theme, "--hero2", (struct canvas_colour){ 20, 58, 80 })
			.top;
	hero.bands = BANDS;
	/* An untouched pixel is paper. */
	palette->colours[palette->count++] = paper.top;
	if (!canvas_palette_pen(palette, paper, hero, 3, &pens->ticket) ||
	    !canvas_palette_pen(palette, hero, on_white, 4, &pens->white) ||
	    !canvas_palette_pen(palette, hero, paper, 2, &pens->paper) ||
	    !canvas_palette_pen(palette, hero, faint(hero), 1,
				&pens->rosette) ||
	    !canvas_palette_pen(palette, paper, ink, 4, &pens->ink) ||
	    !canvas_palette_pen(palette, paper, soft, 3, &pens->soft) ||
	    !canvas_palette_pen(palette, paper, seal, 3, &pens->seal) ||
	    !canvas_palette_pen(palette, seal, on_white, 4,
				&pens->seal_white) ||
	    !canvas_palette_pen(palette, in_black, in_black, 1, &pens->black))
		BUG("a poster has too many colours");
}

struct poster_maker *
poster_maker_open(const struct theme *theme,
		  const struct lettering_font fonts[LETTERING_FONTS],
		  enum lettering_kind *bad)
{
	struct lettering *lettering = lettering_open(fonts, bad);
	struct poster_maker *maker;

	if (!lettering)
		return NULL;
	maker = calloc(1, sizeof(*maker));
	if (!maker)
		arena_out_of_memory(sizeof(*maker));
	maker->lettering = lettering;
	maker->strips = pngstrips_open();
	/* Room for the canvases that are drawn for each patient. */
	arena_init(&maker->scratch, SCRATCH_BYTES);
	arena_init(&maker->kept_arena, ARENA_USUAL);
	map_init(&maker->kept, &maker->kept_arena);
	mix_colours(maker, theme);
	return maker;
}

void poster_maker_close(struct poster_maker *maker)
{
	if (!maker)
		return;
	lettering_close(maker->lettering);
	pngstrips_close(maker->strips);
	arena_release(&maker->kept_arena);
	arena_release(&maker->scratch);
	free(maker);
}

bool poster_lacks(struct poster_maker *maker, struct poster_blocks blocks,
		  uint32_t *missing)
{
	for (size_t i = 0; i < blocks.count; i++)
		if (!lettering_can(maker->lettering, blocks.items[i].word,
				   missing) ||
		    !lettering_can(maker->lettering, blocks.items[i].text,
				   missing))
			return true;
	return false;
}

/* -- strips ----------------------------------------------------------------- */

static bool is_in_ticket(const struct sheet *sheet)
{
	return sheet->at.ticket_px;
}

static int32_t ticket_width(void)
{
	return POSTER_WIDTH_PX - 2 * MARGIN;
}

/* One coordinate of a turned point, in quarters of a pixel. */
static int32_t turned(const int8_t point[2], int32_t x, int32_t y)
{
	return ROSETTE_SCALE * (point[0] * x + point[1] * y);
}

/*
 * The rosette of the default theme: two stars around a middle in the upper
 * right of a ticket. A quarter of each is given; y grows downwards.
 */
static void draw_rosette(const struct sheet *sheet, const struct canvas *canvas,
			 struct canvas_box ticket)
{
	static const int8_t outer[][2] = {
		{ 0, -98 }, { 27, -65 }, { 69, -69 }, { 65, -27 }, { 98, 0 }
	};
	static const int8_t inner[][2] = {
		{ 0, -80 }, { 22, -53 }, { 57, -57 }, { 53, -22 }, { 80, 0 }
	};
	static const int8_t petals[][2] = {
		{ 0, -62 }, { 11, -42 }, { 0, -22 }, { -11, -42 }, { 0, -62 }
	};
	static const int8_t between[][2] = {
		{ 44, -44 }, { 38, -22 }, { 16, -16 }, { 22, -38 }, { 44, -44 }
	};
	const int8_t(*const shapes[])[2] = { outer, inner, petals, between };
	const struct pens *pens = &sheet->maker->pens;
	const int32_t middle_x = 4 * (ticket.left + ticket.width - 80);
	const int32_t middle_y = 4 * ((int32_t)sheet->at.ticket_px + 40);

	for (size_t i = 0; i < 16; i++) {
		const int8_t(*shape)[2] = shapes[i / 4];
		/* Turned by a quarter each time: (x, y) → (-y, x). */
		int32_t cosine = i % 4 == 0 ? 1 : i % 4 == 2 ? -1 : 0;
		int32_t sine = i % 4 == 1 ? 1 : i % 4 == 3 ? -1 : 0;

		for (size_t n = 0; n < 4; n++) {
			const int8_t *from = shape[n], *to = shape[n + 1];
			struct canvas_line line = {
				middle_x + turned(from, cosine, -sine),
				middle_y + turned(from, sine, cosine),
				middle_x + turned(to, cosine, -sine),
				middle_y + turned(to, sine, cosine),
				LINE_WIDTH,
				1,
			};

			canvas_line(canvas, ticket, line, pens->rosette,
				    pens->ticket);
		}
	}
}

/* A canvas for the next strip, with the ticket's ground where there is one.
 * `above` and `below` say whether the ticket goes on there. */
static struct canvas begin_strip(const struct sheet *sheet, uint32_t height_px,
				 bool above, bool below)
{
	struct canvas canvas = canvas_new(sheet->arena, POSTER_WIDTH_PX,
					  sheet->at.top_px, height_px);
	struct canvas_box ticket = {
		.left = MARGIN,
		.top = (int32_t)sheet->at.top_px - (above ? TICKET_RADIUS : 0),
		.width = ticket_width(),
		.height = (int32_t)height_px + (above ? TICKET_RADIUS : 0) +
			  (below ? TICKET_RADIUS : 0),
	};

	canvas.gradient_px = GRADIENT_PX;
	canvas.bands = BANDS;
	if (!is_in_ticket(sheet))
		return canvas;
	canvas_fill(&canvas, ticket, TICKET_RADIUS, sheet->maker->pens.ticket);
	if (sheet->at.has_rosette)
		draw_rosette(sheet, &canvas, ticket);
	return canvas;
}

/* Draws one line of words in the middle between two edges. */
static void draw_line(const struct sheet *sheet, const struct canvas *canvas,
		      struct lettering_style style, struct text line,
		      struct canvas_box box, const struct look *look)
{
	const struct pens *pens = &sheet->maker->pens;
	struct lettering *lettering = sheet->maker->lettering;
	int32_t width = (int32_t)lettering_width(lettering, style, line);
	int32_t size = (int32_t)style.size_px;
	/* Chinese characters fill their square, 0.88 of it above the line. */
	struct lettering_at at = {
		.x = box.left + (box.width - width) / 2,
		.y = box.top + (box.height - size) / 2 + size * 88 / 100,
		.strength = CANVAS_FULL,
	};
	struct canvas_pen pen = look->is_soft ? pens->soft : pens->ink;

	if (is_in_ticket(sheet)) {
		pen = pens->white;
		at.strength = look->is_soft ? 220 : CANVAS_FULL;
	}
	lettering_draw(lettering, style, line, canvas, at, pen);
}

/* The largest size in which a text fits one line; else one to break it in. */
static struct lettering_style fit(const struct sheet *sheet,
				  const struct look *look, struct text text,
				  uint32_t width_px)
{
	struct lettering_style style = { look->kind, look->size_px,
					 look->space_px };

	for (; style.size_px >= look->least_px; style.size_px -= 2)
		if (lettering_width(sheet->maker->lettering, style, text) <=
		    width_px)
			return style;
	style.size_px = look->broken_px;
	return style;
}

/* Breaks a text anew into no more lines, but as even ones as can be. Returns
 * how many they are. */
static size_t balance(const struct sheet *sheet, struct lettering_style style,
		      struct text text, struct text *lines, size_t count)
{
	struct lettering *lettering = sheet->maker->lettering;
	uint32_t width_px = lettering_width(lettering, style, text);
	struct text tried[MOST_LINES + 1];
	uint32_t step = style.size_px / 2;
	size_t got;

	/* Too long to be shown whole: the lines are full as they are. */
	if (text_ends(lines[count - 1], "…"))
		return count;
	for (width_px /= (uint32_t)count;; width_px += step) {
		got = lettering_lines(sheet->arena, lettering, style, text,
				      width_px, tried, count + 1);
		if (got <= count)
			break;
	}
	memcpy(lines, tried, got * sizeof(*lines));
	return got;
}

static struct canvas draw_words(const struct sheet *sheet,
				const struct poster_block *block)
{
	const struct look *look = &looks[block->kind];
	int32_t inset = is_in_ticket(sheet) ? MARGIN + PADDING : MARGIN + 12;
	struct canvas_box box = { .left = inset,
				  .width = POSTER_WIDTH_PX - 2 * inset };
	struct lettering_style style =
		fit(sheet, look, block->text, (uint32_t)box.width);
	struct text lines[MOST_LINES];
	struct canvas canvas;
	size_t count;

	count = lettering_lines(sheet->arena, sheet->maker->lettering, style,
				block->text, (uint32_t)box.width, lines,
				look->lines);
	if (count > 1)
		count = balance(sheet, style, block->text, lines, count);
	box.height = (int32_t)style.size_px * look->line_px / 10;
	canvas = begin_strip(sheet,
			     look->above_px + look->below_px +
				     (uint32_t)count * (uint32_t)box.height,
			     true, true);
	box.top = (int32_t)sheet->at.top_px + look->above_px;
	for (size_t i = 0; i < count; i++) {
		draw_line(sheet, &canvas, style, lines[i], box, look);
		box.top += box.height;
	}
	return canvas;
}

/* -- the brand -------------------------------------------------------------- */

/* A seal as one cuts them: its characters below each other, a line around. */
static void draw_seal(const struct sheet *sheet, const struct canvas *canvas,
		      struct text words, struct canvas_box box)
{
	const struct lettering_style style = { LETTERING_HEAD, 28, 0 };
	const struct pens *pens = &sheet->maker->pens;
	struct lettering *lettering = sheet->maker->lettering;
	const char *at = words.at, *end = at + words.len;
	int32_t left = 4 * box.left + 14, top = 4 * box.top + 14;
	int32_t right = 4 * (box.left + box.width) - 14;
	int32_t bottom = 4 * (box.top + box.height) - 14;
	const struct canvas_line frame[] = {
		{ left, top, right, top, 6, 3 },
		{ left, bottom, right, bottom, 6, 3 },
		{ left, top, left, bottom, 6, 3 },
		{ right, top, right, bottom, 6, 3 },
	};

	canvas_fill(canvas, box, 7, pens->seal);
	for (size_t i = 0; i < 4; i++)
		canvas_line(canvas, box, frame[i], pens->seal_white,
			    pens->seal);
	for (int32_t y = box.top + 8; at < end; y += 29) {
		const char *start = at;
		struct text one;
		int32_t width;

		text_next(&at, end);
		one = (struct text){ start, (size_t)(at - start) };
		width = (int32_t)lettering_width(lettering, style, one);
		lettering_draw(lettering, style, one, canvas,
			       (struct lettering_at){
				       .x = box.left + (box.width - width) / 2,
				       .y = y + 28 * 88 / 100,
				       .strength = CANVAS_FULL,
			       },
			       pens->seal_white);
	}
}

/* On paper only: within a ticket it is a heading. */
static struct canvas draw_brand(const struct sheet *sheet,
				const struct poster_block *block)
{
	const struct look *look = &looks[POSTER_BRAND];
	const uint32_t most_px = POSTER_WIDTH_PX - 2 * MARGIN - 80;
	struct text seal = text_head(block->word, 2), line;
	struct lettering_style style;
	struct canvas canvas;
	uint32_t width_px, height_px;
	struct canvas_box box = { .width = 46 };

	if (is_in_ticket(sheet))
		return draw_words(sheet, block);
	style = fit(sheet, look, block->text, most_px);
	if (!lettering_lines(sheet->arena, sheet->maker->lettering, style,
			     block->text, most_px, &line, 1))
		line = T("");
	width_px = lettering_width(sheet->maker->lettering, style, line);
	box.height = text_chars(seal) > 1 ? 75 : 46;
	height_px = (uint32_t)box.height + look->above_px + look->below_px;
	canvas = begin_strip(sheet, height_px, true, true);
	box.left = (int32_t)(POSTER_WIDTH_PX - width_px) / 2;
	box.top = (int32_t)sheet->at.top_px + look->above_px;
	if (seal.len) {
		box.left -= (box.width + 18) / 2;
		draw_seal(sheet, &canvas, seal, box);
		box.left += box.width + 18;
	}
	box.width = (int32_t)width_px;
	draw_line(sheet, &canvas, style, line, box, look);
	return canvas;
}

/* -- the ticket ------------------------------------------------------------- */

static struct canvas draw_edge(const struct sheet *sheet,
			       const struct poster_block *block)
{
	bool is_end = block->kind == POSTER_END;

	return begin_strip(sheet, PADDING, is_end, !is_end);
}

static struct canvas draw_gap(const struct sheet *sheet,
			      const struct poster_block *block)
{
	(void)block;
	return begin_strip(sheet, GAP_PX, true, true);
}

/* A dashed line with a notch at each end. */
static struct canvas draw_cut(const struct sheet *sheet,
			      const struct poster_block *block)
{
	enum { HEIGHT = 64, LINE_PX = 3 };
	const struct pens *pens = &sheet->maker->pens;
	struct canvas canvas = begin_strip(sheet, HEIGHT, true, true);
	int32_t middle = (int32_t)sheet->at.top_px + HEIGHT / 2;
	struct canvas_box notch = { MARGIN - NOTCH_RADIUS,
				    middle - NOTCH_RADIUS, 2 * NOTCH_RADIUS,
				    2 * NOTCH_RADIUS };
	uint8_t dash[DASH * LINE_PX];
	struct canvas_box box = { 0, middle - 1, DASH, LINE_PX };
	int32_t end = POSTER_WIDTH_PX - MARGIN - NOTCH_RADIUS - DASH_GAP;

	(void)block;
	memset(dash, CANVAS_FULL, sizeof(dash));
	for (box.left = MARGIN + NOTCH_RADIUS + DASH_GAP;
	     box.left + DASH <= end; box.left += DASH + DASH_GAP)
		canvas_cover(&canvas, box, dash, 110,
			     is_in_ticket(sheet) ? pens->white : pens->soft);
	if (is_in_ticket(sheet)) {
		canvas_fill(&canvas, notch, NOTCH_RADIUS, pens->paper);
		notch.left += ticket_width();
		canvas_fill(&canvas, notch, NOTCH_RADIUS, pens->paper);
		/* The outer halves lie on paper already. */
		canvas_erase(&canvas, 0, MARGIN);
		canvas_erase(&canvas, POSTER_WIDTH_PX - MARGIN, MARGIN);
	}
	return canvas;
}

/* -- the code --------------------------------------------------------------- */

/* Row by row of modules: the first row of pixels, then copies of it. */
static void draw_code(const struct sheet *sheet, const struct canvas *canvas,
		      struct canvas_box card, uint32_t module_px)
{
	const struct qr_modules *code = sheet->code;
	uint32_t left = (uint32_t)card.left + QR_QUIET * module_px;
	uint32_t black = sheet->maker->pens.black.first;

	for (uint32_t y = 0; y < code->size; y++) {
		uint32_t row = (uint32_t)card.top - canvas->top_px +
			       (QR_QUIET + y) * module_px;
		uint8_t *first = canvas_row(canvas, row) + left;

		for (uint32_t x = 0; x < code->size; x++)
			if (code->dark[y * code->size + x])
				memset(first + x * module_px, (int)black,
				       module_px);
		for (uint32_t i = 1; i < module_px; i++)
			memcpy(canvas_row(canvas, row + i) + left, first,
			       (size_t)code->size * module_px);
	}
}

static struct canvas draw_qr(const struct sheet *sheet,
			     const struct poster_block *block)
{
	enum { ABOVE = 8, BELOW = 8 };
	uint32_t modules = sheet->code->size + 2 * QR_QUIET;
	uint32_t module_px = CODE_PX / modules;
	struct canvas_box card;
	struct canvas canvas;

	(void)block;
	if (module_px * modules < CODE_LEAST_PX)
		module_px++;
	card.width = card.height = (int32_t)(modules * module_px);
	card.left = (POSTER_WIDTH_PX - card.width) / 2;
	card.top = (int32_t)sheet->at.top_px + ABOVE;
	canvas = begin_strip(sheet, (uint32_t)card.height + ABOVE + BELOW, true,
			     true);
	canvas_fill(&canvas, card, is_in_ticket(sheet) ? CARD_RADIUS : 0,
		    sheet->maker->pens.white);
	draw_code(sheet, &canvas, card, module_px);
	return canvas;
}

/* -- the whole -------------------------------------------------------------- */

typedef struct canvas draw_block(const struct sheet *sheet,
				 const struct poster_block *block);

/*
 * Words of the shop are packed well, for they are packed once; small print may
 * be a date that few share; a code is one patient's own and not worth keeping.
 */
static const struct {
	draw_block *draw;
	enum pngstrips_effort effort;
	bool is_kept;
} drawings[POSTER_KINDS] = {
	[POSTER_PARAGRAPH] = { draw_words, PNGSTRIPS_OFTEN, true },
	[POSTER_HEADING] = { draw_words, PNGSTRIPS_SOMETIMES, true },
	[POSTER_SUBHEADING] = { draw_words, PNGSTRIPS_OFTEN, true },
	[POSTER_SMALL] = { draw_words, PNGSTRIPS_ONCE, true },
	[POSTER_CODE] = { draw_words, PNGSTRIPS_ONCE, false },
	[POSTER_BRAND] = { draw_brand, PNGSTRIPS_OFTEN, true },
	[POSTER_TICKET] = { draw_edge, PNGSTRIPS_OFTEN, true },
	[POSTER_END] = { draw_edge, PNGSTRIPS_OFTEN, true },
	[POSTER_CUT] = { draw_cut, PNGSTRIPS_OFTEN, true },
	[POSTER_QR] = { draw_qr, PNGSTRIPS_ONCE, false },
	[POSTER_GAP] = { draw_gap, PNGSTRIPS_OFTEN, true },
};

static struct text key_of(struct sheet *sheet, const struct poster_block *block)
{
	struct text at = { (const char *)&sheet->at, sizeof(sheet->at) };

	sheet->at.kind = block->kind;
	return arena_join3(sheet->arena, at,
			   arena_join(sheet->arena, block->word, T("\n")),
			   block->text);
}

/* Keeps a strip for the next poster that has the same at the same place. */
static void keep(struct poster_maker *maker, struct text key,
		 const struct pngstrip *strip)
{
	struct pngstrip *kept;

	if (maker->kept_arena.used_bytes > POSTER_KEPT_BYTES) {
		arena_reset(&maker->kept_arena);
		map_init(&maker->kept, &maker->kept_arena);
	}
	kept = ARENA_NEW(&maker->kept_arena, struct pngstrip);
	*kept = *strip;
	kept->packed = arena_text(&maker->kept_arena, strip->packed);
	map_set(&maker->kept, arena_text(&maker->kept_arena, key), kept);
}

/* One strip; nothing where the poster would become too high. */
static void add_strip(struct sheet *sheet, const struct poster_block *block)
{
	struct poster_maker *maker = sheet->maker;
	struct pngstrip *strip = &sheet->strips[sheet->count];
	struct text key = key_of(sheet, block);
	const struct pngstrip *kept = map_find(&maker->kept, key);
	struct canvas canvas;

	if (kept) {
		/* What is kept may be forgotten before this poster is done. */
		*strip = *kept;
		strip->packed = arena_text(sheet->arena, kept->packed);
	} else {
		canvas = drawings[block->kind].draw(sheet, block);
		if (sheet->at.top_px + canvas.height_px > POSTER_MOST_HEIGHT_PX)
			return;
		*strip = pngstrips_pack(sheet->arena, maker->strips, &canvas,
					drawings[block->kind].effort);
		if (drawings[block->kind].is_kept)
			keep(maker, key, strip);
	}
	sheet->count++;
	sheet->has_qr |= block->kind == POSTER_QR;
	sheet->at.top_px += strip->rows;
}

static void add_gap(struct sheet *sheet)
{
	add_strip(sheet, &(struct poster_block){ .kind = POSTER_GAP });
}

static void end_ticket(struct sheet *sheet)
{
	if (!is_in_ticket(sheet))
		return;
	add_strip(sheet, &(struct poster_block){ .kind = POSTER_END });
	sheet->at.ticket_px = 0;
	sheet->at.has_rosette = false;
	add_gap(sheet);
}

static void add_block(struct sheet *sheet, const struct poster_block *block)
{
	if (block->kind == POSTER_END || block->kind == POSTER_TICKET)
		end_ticket(sheet);
	if (block->kind == POSTER_END)
		return;
	if (block->kind == POSTER_TICKET) {
		sheet->at.ticket_px = sheet->at.top_px + 1;
		sheet->at.has_rosette = text_is(block->word, "rosette");
	}
	add_strip(sheet, block);
}

struct poster poster_draw(struct arena *arena, struct poster_maker *maker,
			  struct poster_blocks blocks,
			  const struct qr_modules *code)
{
	struct sheet sheet = { .maker = maker,
			       .arena = &maker->scratch,
			       .code = code };
	struct pngstrips_picture picture = { .palette = &maker->palette,
					     .width_px = POSTER_WIDTH_PX };
	struct poster poster;

	arena_reset(&maker->scratch);
	sheet.strips =
		ARENA_ARRAY(sheet.arena, PNGSTRIPS_MOST, struct pngstrip);
	add_gap(&sheet);
	for (size_t i = 0; i < blocks.count; i++)
		add_block(&sheet, &blocks.items[i]);
	end_ticket(&sheet);
	add_gap(&sheet);
	picture.strips = sheet.strips;
	picture.count = sheet.count;
	poster.png = pngstrips_join(arena, &picture);
	poster.width_px = POSTER_WIDTH_PX;
	poster.height_px = sheet.at.top_px;
	poster.has_qr = sheet.has_qr;
	return poster;
}
