#include "run/posters.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "media/fontfind.h"
#include "page/poster_picture.h"

#define RECORD_FILE ".careplan/fonts"
#define RECORD_HEAD "careplan fonts 1"

enum { RECORD_BYTES = 64 << 10 };

/* A font file, and what tells one state of it from another. */
struct font {
	struct text path; /* empty: none; absolute, or beneath the site */
	int64_t index;
	int64_t size_bytes, mtime_ns;
	struct text bytes; /* empty until it is opened */
	bool is_mapped;
};

enum readiness { UNKNOWN, READY, OFF };

/* Why a poster is not made. */
enum lack_cause {
	LACK_OF_NAME,  /* of a character in the name for sharing */
	LACK_OF_WORDS, /* of one in other words */
	LACK_OF_ROOM,  /* for the QR code */
	LACKS,
};

/* Posters that are not made for one cause. */
struct lack {
	size_t count;
	/* Of the first by the path of its plan: */
	struct source plan; /* copied */
	struct span span;
	uint32_t character;
};

struct posters {
	pthread_mutex_t lock; /* guards all but the makers */
	enum readiness fonts_known, fonts_open;
	struct font fonts[LETTERING_FONTS];
	struct digest digest;
	struct arena arena; /* names of fonts: several workers may ask */
	struct poster_maker **makers; /* for each worker; NULL: not yet */
	size_t workers;
	/* For posters_tell: */
	struct text bad_font; /* a file that is no font */
	struct lack lacks[LACKS];
	bool wants_font; /* another font could have what was missed */
};

/* What makes a font fit: the clinic's language first, the spare one Chinese. */
static const struct {
	const char *family;
	bool is_bold;
} wanted[LETTERING_FONTS] = {
	[LETTERING_HEAD] = { "serif", true },
	[LETTERING_BODY] = { "sans-serif", false },
	[LETTERING_SPARE] = { "sans-serif", false },
};

struct posters *posters_open(struct workspace *ws)
{
	struct posters *posters = ARENA_NEW(&ws->run, struct posters);

	pthread_mutex_init(&posters->lock, NULL);
	arena_init(&posters->arena, ARENA_SMALL);
	posters->workers = ws->workers;
	posters->makers =
		ARENA_ARRAY(&ws->run, ws->workers, struct poster_maker *);
	return posters;
}

void posters_close(struct posters *posters)
{
	if (!posters)
		return;
	for (size_t i = 0; i < posters->workers; i++)
		poster_maker_close(posters->makers[i]);
	for (size_t i = 0; i < LETTERING_FONTS; i++)
		if (posters->fonts[i].is_mapped)
			munmap((void *)posters->fonts[i].bytes.at,
			       posters->fonts[i].bytes.len);
	arena_release(&posters->arena);
	pthread_mutex_destroy(&posters->lock);
}

/* -- which fonts ------------------------------------------------------------ */

static bool stamp(const struct workspace *ws, struct font *font)
{
	struct stat st;

	if (fstatat(ws->folder, font->path.at, &st, 0) || !S_ISREG(st.st_mode))
		return false;
	font->size_bytes = st.st_size;
	font->mtime_ns =
		st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
	return true;
}

/* Takes the fonts that careplan.yaml names: one for all, or two. */
static bool take_named(const struct workspace *ws)
{
	const struct texts *names = &ws->site.poster_fonts;
	struct posters *posters = ws->posters;

	for (size_t i = 0; i < names->count; i++) {
		posters->fonts[i].path = names->items[i];
		if (stamp(ws, &posters->fonts[i]))
			continue;
		posters->bad_font = names->items[i];
		return false;
	}
	return true;
}

/* "0 2 26337488 1640000000000000000 /usr/share/fonts/…": a kind, the index, the
 * size, the time, the path. */
static bool read_line(const struct workspace *ws, struct text line)
{
	struct text part;
	int64_t numbers[4];
	struct font *font, now;

	for (size_t i = 0; i < 4; i++)
		if (!text_cut(&line, ' ', &part) ||
		    !text_number(part, &numbers[i]))
			return false;
	if (numbers[0] < 0 || numbers[0] >= LETTERING_FONTS || !line.len)
		return false;
	font = &ws->posters->fonts[numbers[0]];
	*font = (struct font){
		.path = arena_text(&ws->posters->arena, line),
		.index = numbers[1],
		.size_bytes = numbers[2],
		.mtime_ns = numbers[3],
	};
	now = *font;
	return stamp(ws, &now) && now.size_bytes == font->size_bytes &&
	       now.mtime_ns == font->mtime_ns;
}

/* What an earlier run found, if it is all still there. */
static bool take_remembered(const struct workspace *ws)
{
	struct text bytes, line;

	if (ws->full || file_read(&ws->posters->arena, ws->folder, RECORD_FILE,
				  RECORD_BYTES, &bytes, NULL) != FILE_OK)
		return false;
	if (!text_cut(&bytes, '\n', &line) || !text_is(line, RECORD_HEAD) ||
	    !text_cut(&bytes, '\n', &line) ||
	    !text_equal(line, ws->site.language))
		return false;
	while (text_cut(&bytes, '\n', &line))
		if (line.len && !read_line(ws, line))
			return false;
	return ws->posters->fonts[LETTERING_HEAD].path.len &&
	       ws->posters->fonts[LETTERING_BODY].path.len;
}

/* A record that cannot be written costs the next run a search, no more; nor is
 * a search worth one that found no font with Chinese characters. */
static void remember(const struct workspace *ws)
{
	struct buf record = BUF_INIT;
	bool is_kept;

	/* Whoever installs one wants it to be found. */
	if (!text_starts(ws->site.language, "zh") &&
	    !ws->posters->fonts[LETTERING_SPARE].path.len)
		return;
	buf_format(&record, RECORD_HEAD "\n%.*s\n",
		   TEXT_ARG(ws->site.language));
	for (int i = 0; i < LETTERING_FONTS; i++) {
		const struct font *font = &ws->posters->fonts[i];

		if (font->path.len)
			buf_format(&record, "%d %lld %lld %lld %.*s\n", i,
				   (long long)font->index,
				   (long long)font->size_bytes,
				   (long long)font->mtime_ns,
				   TEXT_ARG(font->path));
	}
	is_kept = file_write(ws->folder, RECORD_FILE, buf_text(&record), 0600,
			     NULL);
	(void)is_kept;
	buf_release(&record);
}

static bool find_font(const struct workspace *ws, enum lettering_kind kind,
		      struct text language)
{
	bool is_chinese = text_starts(language, "zh");
	struct fontfind_wish wish = {
		.language = language,
		.family = wanted[kind].family,
		.is_bold = wanted[kind].is_bold,
		.sample = is_chinese ? "请您来体验一次" : "Aa0",
	};
	struct font *font = &ws->posters->fonts[kind];
	struct fontfind_font found;

	if (!fontfind(&ws->posters->arena, &wish, &found))
		return false;
	*font = (struct font){ .path = found.path, .index = found.index };
	return stamp(ws, font);
}

/*
 * Looks for fonts on this computer. Names of patients and shops are Chinese
 * whatever the pages' language is.
 */
static bool search(const struct workspace *ws)
{
	struct text language = ws->site.language;

	memset(ws->posters->fonts, 0, sizeof(ws->posters->fonts));
	if (!find_font(ws, LETTERING_HEAD, language) ||
	    !find_font(ws, LETTERING_BODY, language))
		return false;
	if (!text_starts(language, "zh") &&
	    !find_font(ws, LETTERING_SPARE, T("zh-CN")))
		ws->posters->fonts[LETTERING_SPARE].path = T("");
	remember(ws);
	return true;
}

static enum readiness know_fonts(const struct workspace *ws)
{
	struct posters *posters = ws->posters;
	struct digester *d = crypto_digest_begin();
	bool is_found = ws->site.posters;

	if (ws->site.poster_fonts.count)
		is_found = is_found && take_named(ws);
	else
		is_found = is_found && (take_remembered(ws) || search(ws));
	crypto_digest_add_number(d, is_found);
	for (size_t i = 0; is_found && i < LETTERING_FONTS; i++) {
		const struct font *font = &posters->fonts[i];

		crypto_digest_add(d, font->path);
		crypto_digest_add_number(d, font->index);
		crypto_digest_add_number(d, font->size_bytes);
		crypto_digest_add_number(d, font->mtime_ns);
	}
	posters->digest = crypto_digest_end(d);
	return is_found ? READY : OFF;
}

struct digest posters_digest(const struct workspace *ws)
{
	struct posters *posters = ws->posters;

	if (!posters)
		return (struct digest){ { 0 } };
	pthread_mutex_lock(&posters->lock);
	if (posters->fonts_known == UNKNOWN)
		posters->fonts_known = know_fonts(ws);
	pthread_mutex_unlock(&posters->lock);
	return posters->digest;
}

/* -- making ----------------------------------------------------------------- */

/* A font in the folder of the site may be cut short by whoever copies it there
 * at this moment, which memory that is mapped does not survive. */
static bool read_font(const struct workspace *ws, struct font *font)
{
	return file_read(&ws->posters->arena, ws->folder, font->path.at,
			 POSTERS_FONT_BYTES, &font->bytes, NULL) == FILE_OK &&
	       font->bytes.len;
}

/*
 * Mapped, not read: of a font of twenty megabytes a poster needs a few pages,
 * and all workers share them. The system puts whole new files in the place of
 * its own.
 */
static bool map_font(const struct workspace *ws, struct font *font)
{
	int fd = openat(ws->folder, font->path.at, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *bytes = MAP_FAILED;

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    st.st_size <= POSTERS_FONT_BYTES)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
			     fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return false;
	font->bytes = (struct text){ bytes, (size_t)st.st_size };
	font->is_mapped = true;
	return true;
}

static enum readiness open_fonts(const struct workspace *ws)
{
	struct posters *posters = ws->posters;

	for (size_t i = 0; i < LETTERING_FONTS; i++) {
		struct font *font = &posters->fonts[i];

		if (!font->path.len ||
		    (ws->site.poster_fonts.count ? read_font(ws, font)
						 : map_font(ws, font)))
			continue;
		posters->bad_font = font->path;
		return OFF;
	}
	return READY;
}

static struct poster_maker *open_maker(const struct workspace *ws)
{
	struct lettering_font fonts[LETTERING_FONTS];
	struct posters *posters = ws->posters;
	struct poster_maker *maker;
	enum lettering_kind bad;

	for (size_t i = 0; i < LETTERING_FONTS; i++)
		fonts[i] = (struct lettering_font){ posters->fonts[i].bytes,
						    posters->fonts[i].index };
	maker = poster_maker_open(ws->theme, fonts, &bad);
	if (!maker) {
		posters->bad_font = posters->fonts[bad].path;
		posters->fonts_open = OFF;
	}
	return maker;
}

/* The worker's own maker; NULL where there are no posters. */
static struct poster_maker *maker_of(const struct workspace *ws,
				     const struct worker *worker)
{
	struct posters *posters = ws->posters;
	struct poster_maker **maker = &posters->makers[worker - ws->worker];

	if (*maker)
		return *maker;
	posters_digest(ws);
	pthread_mutex_lock(&posters->lock);
	if (posters->fonts_known == READY && posters->fonts_open == UNKNOWN)
		posters->fonts_open = open_fonts(ws);
	if (posters->fonts_open == READY)
		*maker = open_maker(ws);
	pthread_mutex_unlock(&posters->lock);
	return *maker;
}

/* U+4E2D as text. Memory: in the arena. */
static const char *character(struct arena *arena, uint32_t c)
{
	char bytes[5] = "";

	if (c < 0x80) {
		bytes[0] = (char)c;
	} else if (c < 0x800) {
		bytes[0] = (char)(0xc0 | c >> 6);
		bytes[1] = (char)(0x80 | (c & 63));
	} else if (c < 0x10000) {
		bytes[0] = (char)(0xe0 | c >> 12);
		bytes[1] = (char)(0x80 | (c >> 6 & 63));
		bytes[2] = (char)(0x80 | (c & 63));
	} else {
		bytes[0] = (char)(0xf0 | c >> 18);
		bytes[1] = (char)(0x80 | (c >> 12 & 63));
		bytes[2] = (char)(0x80 | (c >> 6 & 63));
		bytes[3] = (char)(0x80 | (c & 63));
	}
	return arena_string(arena, bytes);
}

static void note_lack(struct posters *posters, enum lack_cause cause,
		      struct place place, uint32_t character)
{
	struct lack *lack = &posters->lacks[cause];
	const struct source *plan = place.source;

	pthread_mutex_lock(&posters->lock);
	if (!lack->count || text_compare(plan->path, lack->plan.path) < 0) {
		lack->plan.path = arena_text(&posters->arena, plan->path);
		lack->plan.text = arena_text(&posters->arena, plan->text);
		lack->span = place.span;
		lack->character = character;
	}
	lack->count++;
	posters->wants_font |=
		cause != LACK_OF_ROOM && !lettering_is_joined(character);
	pthread_mutex_unlock(&posters->lock);
}

static enum posters_result lack_character(const struct workspace *ws,
					  struct arena *arena,
					  const struct plan_input *input,
					  uint32_t missing)
{
	const struct share *share = &input->plan->share;
	bool is_name = text_find(poster_name(input),
				 character(arena, missing)) != SIZE_MAX;

	if (is_name)
		note_lack(ws->posters, LACK_OF_NAME,
			  fields_place(&share_table, share, &share->name),
			  missing);
	else
		note_lack(ws->posters, LACK_OF_WORDS,
			  source_whole(input->plan->origin.source), missing);
	return POSTERS_LACKS;
}

enum posters_result posters_make(const struct workspace *ws,
				 struct worker *worker,
				 const struct plan_input *input,
				 const struct qr_modules *code,
				 struct text *png)
{
	struct poster_maker *maker = maker_of(ws, worker);
	struct poster_blocks blocks;
	struct poster poster;
	uint32_t missing;

	if (!maker)
		return ws->posters->fonts_known == READY ? POSTERS_LACKS
							 : POSTERS_OFF;
	blocks =
		poster_blocks(&worker->unit, poster_text(&worker->unit, input));
	if (poster_lacks(maker, blocks, &missing))
		return lack_character(ws, &worker->unit, input, missing);
	poster = poster_draw(&worker->unit, maker, blocks, code);
	*png = poster.png;
	if (poster.has_qr)
		return POSTERS_MADE;
	note_lack(ws->posters, LACK_OF_ROOM,
		  source_whole(input->plan->origin.source), 0);
	return POSTERS_LACKS;
}

/* -- telling ---------------------------------------------------------------- */

/* What is written about the fonts, or where it could be. */
static struct place place_of_fonts(const struct workspace *ws)
{
	const struct site *site = &ws->site;
	const void *about = site->poster_fonts.count
				    ? (const void *)&site->poster_fonts
				    : (const void *)&site->base_url;

	return fields_place(&site_table, site, about);
}

static void warn(struct workspace *ws, struct place place, const char *code,
		 struct text message, const char *hint)
{
	struct diag *diag = diag_add(&ws->diags, SEVERITY_WARNING, place, code,
				     "%.*s", TEXT_ARG(message));

	diag_hint(&ws->diags, diag, "%s", hint);
}

static void warn_of_font(struct workspace *ws, struct place place,
			 struct text message)
{
	warn(ws, place, "poster.font", message,
	     _("install fonts-noto-cjk or fonts-wqy-zenhei, or put a font "
	       "file into the folder of the site and name it in "
	       "careplan.yaml: “poster_fonts: fonts/song.otf”; pages are "
	       "made without the posters"));
}

/* "3 referral posters are not made: …" */
static struct text not_made(struct workspace *ws, size_t count,
			    struct text reason)
{
	if (count == 1)
		return arena_format(&ws->run,
				    _("1 referral poster is not made: %.*s"),
				    TEXT_ARG(reason));
	return arena_format(&ws->run,
			    _("%zu referral posters are not made: %.*s"), count,
			    TEXT_ARG(reason));
}

static void tell_of_characters(struct workspace *ws, enum lack_cause cause)
{
	struct lack *lack = &ws->posters->lacks[cause];
	struct place place = { &lack->plan, lack->span };
	bool is_joined = lettering_is_joined(lack->character);
	struct text reason;

	if (!lack->count)
		return;
	if (cause == LACK_OF_WORDS)
		place = place_of_fonts(ws);
	reason = arena_format(
		&ws->run,
		is_joined ? _("the character “%s” (U+%04X) does not stand "
			      "alone")
			  : _("no font has the character “%s” (U+%04X)"),
		character(&ws->run, lack->character), lack->character);
	reason = not_made(ws, lack->count, reason);
	if (!is_joined)
		warn_of_font(ws, place, reason);
	else if (cause == LACK_OF_NAME)
		warn(ws, place, "poster.character", reason,
		     _("write the name for sharing in characters that stand "
		       "alone, as Chinese and Latin ones do: a poster cannot "
		       "show letters that join or carry marks"));
	else
		warn(ws, place, "poster.character", reason,
		     _("write the words of clinic, shop and theme that are on "
		       "the poster in characters that stand alone, as Chinese "
		       "and Latin ones do: a poster cannot show letters that "
		       "join or carry marks"));
}

static void tell_of_room(struct workspace *ws)
{
	struct lack *lack = &ws->posters->lacks[LACK_OF_ROOM];

	if (!lack->count)
		return;
	warn(ws, (struct place){ &lack->plan, lack->span }, "poster.qr",
	     not_made(ws, lack->count,
		      text_of(_("the QR code has no place on it"))),
	     _("make what stands on the poster shorter, such as the voucher's "
	       "title and the disclaimer; if the theme has its own "
	       "poster.mustache, see that it comes to [qr] early"));
}

/* The next run is to look again: another font may be there then. */
static void forget_fonts(const struct workspace *ws)
{
	if (ws->site.poster_fonts.count)
		return;
	/* It may have been gone before. */
	(void)unlinkat(ws->folder, RECORD_FILE, 0);
}

void posters_tell(struct workspace *ws)
{
	struct posters *posters = ws->posters;

	if (!posters || !ws->site.posters)
		return;
	if (posters->bad_font.len)
		warn_of_font(ws, place_of_fonts(ws),
			     arena_format(&ws->run,
					  _("there are no referral posters, "
					    "because this is no font that can "
					    "be used: %.*s"),
					  TEXT_ARG(posters->bad_font)));
	else if (posters->fonts_known == OFF)
		warn_of_font(ws, place_of_fonts(ws),
			     text_of(_("there are no referral posters, because "
				       "this computer has no font with Chinese "
				       "characters")));
	tell_of_characters(ws, LACK_OF_NAME);
	tell_of_characters(ws, LACK_OF_WORDS);
	tell_of_room(ws);
	if (posters->bad_font.len || posters->wants_font)
		forget_fonts(ws);
}
