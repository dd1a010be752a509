/*
 * The parent tells an empty or foreign file at once and forks a child for
 * everything else; the child reads, shrinks, turns, converts and encodes, in
 * that order, so that all but the first step work on a small picture.
 *
 * The child's answer is a struct reply and the bytes that it announces. The
 * child handled hostile bytes, so the parent believes none of its numbers.
 */

#include "media/photo.h"

#include <stdatomic.h>
#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/lang.h"
#include "media/colour.h"
#include "media/heiffile.h"
#include "media/jail.h"
#include "media/jpegfile.h"
#include "media/picture.h"
#include "media/reader.h"
#include "media/resize.h"
#include "media/webpfile.h"

enum {
	VIEW_QUALITY = 80,
	THUMB_QUALITY = 75,
	MEMORY_BYTES = 600 << 20,
	CPU_S = 10,
	WAIT_MS = 60000,
	ANSWER_BYTES = 64 << 20,
};

enum { VIEW, THUMB, PICTURES };

struct reply {
	uint32_t fault; /* enum photo_fault */
	struct {
		uint32_t width_px, height_px, average, len;
	} picture[PICTURES];
	uint32_t words_len;
};

struct making {
	struct arena arena;
	struct reader reader;
	struct photo_wish wish;
	struct reply reply;
	struct text file[PICTURES];
};

struct size {
	uint32_t width_px, height_px;
};

static uint32_t scaled(uint32_t side, uint32_t by, uint32_t whole)
{
	uint64_t product = (uint64_t)side * by + whole / 2;
	uint64_t result = product / whole;

	return result ? (uint32_t)result : 1;
}

/* The size of the view of an upright picture. */
static struct size view_size(struct size from, uint32_t width_px)
{
	struct size view = from;

	if (from.width_px > width_px) {
		view.width_px = width_px;
		view.height_px =
			scaled(from.height_px, width_px, from.width_px);
	}
	if (view.height_px > PHOTO_VIEW_MOST_HEIGHT_PX) {
		view.height_px = PHOTO_VIEW_MOST_HEIGHT_PX;
		view.width_px = scaled(from.width_px, PHOTO_VIEW_MOST_HEIGHT_PX,
				       from.height_px);
	}
	return view;
}

static struct size turned(struct size size, unsigned orientation)
{
	if (!picture_is_sideways(orientation))
		return size;
	return (struct size){ size.height_px, size.width_px };
}

static bool read_unchanged(struct reader *reader, const struct picture *to)
{
	uint8_t *line = picture_new_row(reader->arena, to->width_px);
	size_t row_bytes = (size_t)to->width_px * PICTURE_PIXEL_BYTES;

	for (uint32_t y = 0; y < to->height_px; y++) {
		if (!reader->kind->row(reader, line))
			return false;
		memcpy(picture_row(to, y), line, row_bytes);
	}
	return true;
}

static bool read_shrunk(struct reader *reader, const struct picture *to)
{
	struct resize resize;
	uint8_t *line = picture_new_row(reader->arena, reader->width_px);

	resize_begin(reader->arena, &resize, reader->width_px,
		     reader->height_px, *to);
	for (uint32_t y = 0; y < reader->height_px; y++) {
		if (!reader->kind->row(reader, line))
			return false;
		resize_row(&resize, line);
	}
	return true;
}

/* Decodes into a picture of the view's size that lies as it is stored. */
static bool read_view(struct making *making, struct picture *view)
{
	struct reader *reader = &making->reader;
	struct size stored = { reader->width_px, reader->height_px };
	struct size size = view_size(turned(stored, reader->orientation),
				     making->wish.view_width_px);

	size = turned(size, reader->orientation);
	if (!reader->kind->begin(reader, size.width_px, size.height_px))
		return false;
	*view = picture_new(&making->arena, size.width_px, size.height_px);
	if (reader->width_px == size.width_px &&
	    reader->height_px == size.height_px)
		return read_unchanged(reader, view);
	return read_shrunk(reader, view);
}

static void finish_view(struct making *making, struct picture *view)
{
	struct reader *reader = &making->reader;

	if (reader->profile.len)
		colour_from_profile(view, reader->profile);
	else if (reader->is_display_p3)
		colour_from_display_p3(view);
	*view = picture_upright(&making->arena, *view, reader->orientation);
}

/* The square in the middle of the view, at most side_px wide. */
static struct picture make_thumb(struct arena *arena,
				 const struct picture *view, uint32_t side_px)
{
	bool is_wide = view->width_px > view->height_px;
	uint32_t square_px = is_wide ? view->height_px : view->width_px;
	uint32_t left = (view->width_px - square_px) / 2;
	uint32_t top = (view->height_px - square_px) / 2;
	struct picture thumb;
	struct resize resize;

	if (side_px > square_px)
		side_px = square_px;
	thumb = picture_new(arena, side_px, side_px);
	resize_begin(arena, &resize, square_px, square_px, thumb);
	for (uint32_t y = 0; y < square_px; y++)
		resize_row(&resize, picture_row(view, top + y) +
					    left * PICTURE_PIXEL_BYTES);
	return thumb;
}

static bool encode(struct making *making, int which,
		   const struct picture *picture)
{
	int quality = which == VIEW ? VIEW_QUALITY : THUMB_QUALITY;
	struct text *file = &making->file[which];
	uint8_t rgb[3];
	bool is_done;

	if (making->wish.format == PHOTO_WEBP)
		is_done =
			webpfile_write(&making->arena, picture, quality, file);
	else
		is_done =
			jpegfile_write(&making->arena, picture, quality, file);
	if (!is_done)
		return reader_fail(&making->reader, PHOTO_MEMORY, NULL);
	making->reply.picture[which].width_px = picture->width_px;
	making->reply.picture[which].height_px = picture->height_px;
	picture_average(picture, rgb);
	making->reply.picture[which].average =
		(uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
	making->reply.picture[which].len = (uint32_t)file->len;
	return true;
}

static bool make_pictures(struct making *making, struct text original)
{
	struct picture view, thumb;
	bool is_read;

	if (!reader_open(&making->arena, original, &making->reader))
		return false;
	is_read = read_view(making, &view);
	making->reader.kind->close(&making->reader);
	if (!is_read)
		return false;
	finish_view(making, &view);
	if (!encode(making, VIEW, &view))
		return false;
	if (!making->wish.thumb_px)
		return true;
	thumb = make_thumb(&making->arena, &view, making->wish.thumb_px);
	return encode(making, THUMB, &thumb);
}

/* Runs in the child. */
static void answer_photo(const void *context, struct text original,
			 struct buf *answer)
{
	const struct photo_wish *wish = context;
	struct making making = { .wish = *wish };
	struct text words;

	arena_init(&making.arena, ARENA_USUAL);
	if (!make_pictures(&making, original)) {
		making.reply = (struct reply){ .fault = making.reader.fault };
		making.file[VIEW] = making.file[THUMB] = T("");
	}
	words = text_of(making.reader.words);
	making.reply.words_len = (uint32_t)words.len;
	buf_add(answer, &making.reply, sizeof(making.reply));
	for (int i = 0; i < PICTURES; i++)
		buf_add_text(answer, making.file[i]);
	buf_add_text(answer, words);
	arena_release(&making.arena);
}

static bool fail(struct photo *photo, enum photo_fault fault)
{
	photo->fault = fault;
	return false;
}

static bool looks_right(struct text file, enum photo_format format)
{
	if (format == PHOTO_WEBP)
		return text_starts(file, "RIFF") &&
		       text_is(text_part(file, 8, 4), "WEBP");
	return text_starts(file, "\xFF\xD8\xFF") && text_ends(file, "\xFF\xD9");
}

/* Cuts the announced parts off the answer; they must add up to all of it. */
static bool take_answer(struct photo *photo, const struct photo_wish *wish,
			struct text answer)
{
	struct photo_picture *to[PICTURES] = { &photo->view, &photo->thumb };
	struct reply reply;
	size_t at = sizeof(reply);
	size_t count = wish->thumb_px ? PICTURES : 1;

	if (answer.len < sizeof(reply))
		return fail(photo, PHOTO_CRASHED);
	memcpy(&reply, answer.at, sizeof(reply));
	for (size_t i = 0; i < PICTURES; i++) {
		to[i]->bytes = text_part(answer, at, reply.picture[i].len);
		to[i]->width_px = reply.picture[i].width_px;
		to[i]->height_px = reply.picture[i].height_px;
		to[i]->average = reply.picture[i].average;
		at += reply.picture[i].len;
	}
	if (at + reply.words_len != answer.len || reply.fault >= PHOTO_FAULTS)
		return fail(photo, PHOTO_CRASHED);
	photo->detail = text_from(answer, at);
	if (reply.fault != PHOTO_OK)
		return fail(photo, reply.fault);
	for (size_t i = 0; i < count; i++)
		if (!looks_right(to[i]->bytes, wish->format))
			return fail(photo, PHOTO_CRASHED);
	return true;
}

static enum photo_fault fault_of(enum jail_end end)
{
	switch (end) {
	case JAIL_DONE:
		return PHOTO_OK;
	case JAIL_TIMEOUT:
		return PHOTO_TIMEOUT;
	case JAIL_MEMORY:
		return PHOTO_MEMORY;
	case JAIL_FORBIDDEN:
	case JAIL_CRASHED:
		return PHOTO_CRASHED;
	case JAIL_FAILED:
		return PHOTO_JAIL_FAILED;
	}
	BUG("no such end: %d", (int)end);
}

static atomic_uint walls_missing;

/* Is it worth a child? */
static enum photo_fault look_at(struct text original)
{
	const struct reader_kind *kind;

	if (!original.len)
		return PHOTO_EMPTY;
	if (original.len > PHOTO_MOST_BYTES)
		return PHOTO_TOO_LARGE_BYTES;
	kind = reader_kind_of(original);
	if (kind == &heiffile_kind)
		heiffile_prepare();
	return kind ? PHOTO_OK : PHOTO_UNKNOWN_FORMAT;
}

bool photo_make(struct arena *arena, struct text original,
		struct photo_wish wish, struct photo *photo)
{
	struct jail_job job = {
		.work = answer_photo,
		.context = &wish,
		.input = original,
		.limits = { MEMORY_BYTES, CPU_S, WAIT_MS, ANSWER_BYTES },
	};
	struct jail_result result;
	bool is_answered;

	if (!wish.view_width_px)
		BUG("a view of no width");
	*photo = (struct photo){ .fault = look_at(original) };
	if (photo->fault != PHOTO_OK)
		return false;
	is_answered = jail_run(arena, &job, &result);
	atomic_fetch_or(&walls_missing, result.missing & ~result.given_up);
	photo->peak_kb = result.peak_kb;
	photo->cpu_ms = result.cpu_ms;
	if (is_answered)
		return take_answer(photo, &wish, result.answer);
	if (result.system_error)
		photo->detail = text_of(strerrordesc_np(result.system_error));
	return fail(photo, fault_of(result.end));
}

struct saying {
	const char *reason, *advice;
};

static const struct saying sayings[PHOTO_FAULTS] = {
	[PHOTO_OK] = { N_("there is nothing wrong with the photo"), "" },
	[PHOTO_EMPTY] = { N_("the photo file is empty"),
			  N_("copy the photo again from the telephone or "
			     "camera") },
	[PHOTO_UNKNOWN_FORMAT] = { N_("this file is not a photo that can be "
				      "used, whatever its "
				      "name says"),
				   N_("save the photo as JPEG, PNG, WebP or "
				      "HEIC") },
	[PHOTO_TOO_LARGE_BYTES] = { N_("the photo file is larger than 64 MB"),
				    N_("save the photo in a smaller size") },
	[PHOTO_TOO_LARGE_PIXELS] = { N_("the photo has more pixels than can be "
					"used"),
				     N_("make it smaller: at most 20,000 "
					"pixels a side and 50 "
					"megapixels") },
	[PHOTO_TOO_MANY_SCANS] = { N_("the photo is stored in an unusual way "
				      "that takes too long "
				      "to read"),
				   N_("open the photo and save it again as an "
				      "ordinary JPEG") },
	[PHOTO_TRUNCATED] = { N_("the photo file ends too early; a part of it "
				 "is missing"),
			      N_("copy the photo again from the telephone or "
				 "camera; the "
				 "transfer was cut off") },
	[PHOTO_BROKEN] = { N_("the photo file is damaged"),
			   N_("copy the photo again, or open it and save it "
			      "again as JPEG") },
	[PHOTO_CMYK] = { N_("the photo is in printing colours (CMYK)"),
			 N_("save the photo again as JPEG in RGB colours") },
	[PHOTO_TIMEOUT] = { N_("reading the photo took too long"),
			    N_("open the photo and save it again as an "
			       "ordinary JPEG") },
	[PHOTO_MEMORY] = { N_("reading the photo took too much memory"),
			   N_("save the photo in a smaller size") },
	[PHOTO_CRASHED] = { N_("the photo could not be read safely"),
			    N_("open the photo and save it again as an "
			       "ordinary JPEG; if it came from a stranger, "
			       "delete it") },
	[PHOTO_JAIL_FAILED] = { N_("the system could not start a process to "
				   "read the photo"),
				N_("close other programs and try again") },
};

const char *photo_reason(enum photo_fault fault)
{
	return _(sayings[fault].reason);
}

const char *photo_advice(enum photo_fault fault)
{
	const char *advice = sayings[fault].advice;

	return *advice ? _(advice) : advice; /* _("") is the file's header */
}

const char *photo_extension(enum photo_format format)
{
	return format == PHOTO_WEBP ? "webp" : "jpg";
}

const char *photo_jail_warning(void)
{
	static atomic_uint walls_told;
	unsigned missing = atomic_load(&walls_missing);
	unsigned told = atomic_fetch_or(&walls_told, missing);

	if (!(missing & ~told))
		return NULL;
	return _("this system cannot shut the decoding of photos off "
		 "completely, so only use photos from people you know");
}
