/*
 * libjpeg reports errors through a function that must not return, so each call
 * into it runs under guarded(), which gives false when that function jumped.
 * A warning is tolerated, except when it says that the data ended: libjpeg
 * would then paint the rest grey and call that success.
 */

#include "media/jpegfile.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "media/exif.h"

enum {
	MARKER_EXIF = JPEG_APP0 + 1,
	MARKER_ICC = JPEG_APP0 + 2,
	MARKER_MOST = 0xFFFF,
	EIGHTHS = 8, /* DCT scales are counted in eighths */
	/* Rows that the last, possibly clipped, line of blocks may lack. */
	LAST_LINES = 1,
};

struct jpegfile {
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf jump;
	struct reader *reader;
	uint8_t *row; /* where the next row goes */
};

typedef void jpegfile_step(struct jpegfile *jpeg);

static bool guarded(struct jpegfile *jpeg, jpegfile_step *step)
{
	if (setjmp(jpeg->jump))
		return false;
	step(jpeg);
	return true;
}

static void give_up(struct jpegfile *jpeg, enum photo_fault fault,
		    const char *words)
{
	reader_fail(jpeg->reader, fault, words);
	longjmp(jpeg->jump, 1);
}

static enum photo_fault fault_of(int code)
{
	switch (code) {
	case JERR_OUT_OF_MEMORY:
		return PHOTO_MEMORY;
	case JERR_INPUT_EMPTY:
	case JERR_INPUT_EOF:
	case JWRN_JPEG_EOF:
		return PHOTO_TRUNCATED;
	case JERR_IMAGE_TOO_BIG:
	case JERR_WIDTH_OVERFLOW:
		return PHOTO_TOO_LARGE_PIXELS;
	default:
		return PHOTO_BROKEN;
	}
}

static void on_error(j_common_ptr in)
{
	char words[JMSG_LENGTH_MAX];

	in->err->format_message(in, words);
	give_up(in->client_data, fault_of(in->err->msg_code), words);
}

/*
 * The data of a file that was cut and closed again ends in a proper end marker;
 * libjpeg then says that a segment is short.
 */
static bool is_cut_short(const struct jpegfile *jpeg)
{
	const struct jpeg_decompress_struct *in = &jpeg->in;

	return jpeg->errors.msg_code == JWRN_HIT_MARKER &&
	       in->unread_marker == JPEG_EOI &&
	       in->input_iMCU_row + LAST_LINES < in->total_iMCU_rows;
}

static void on_message(j_common_ptr in, int level)
{
	struct jpegfile *jpeg = in->client_data;

	if (level >= 0)
		return;
	in->err->num_warnings++;
	if (in->err->msg_code == JWRN_JPEG_EOF || is_cut_short(jpeg))
		give_up(jpeg, PHOTO_TRUNCATED, NULL);
}

/*
 * A file may hold any number of scans, each of which costs a pass over all
 * blocks; honest ones have about ten.
 */
static void on_progress(j_common_ptr in)
{
	struct jpegfile *jpeg = in->client_data;

	if (jpeg->in.input_scan_number > PHOTO_MOST_SCANS)
		give_up(jpeg, PHOTO_TOO_MANY_SCANS, NULL);
}

static bool knows(struct text bytes)
{
	return text_starts(bytes, "\xFF\xD8\xFF");
}

static void read_head(struct jpegfile *jpeg)
{
	struct jpeg_decompress_struct *in = &jpeg->in;
	struct text bytes = jpeg->reader->bytes;

	jpeg_create_decompress(in);
	in->client_data = jpeg;
	in->progress = &jpeg->progress;
	jpeg->progress.progress_monitor = on_progress;
	jpeg_mem_src(in, (const unsigned char *)bytes.at, bytes.len);
	jpeg_save_markers(in, MARKER_EXIF, MARKER_MOST);
	jpeg_save_markers(in, MARKER_ICC, MARKER_MOST);
	jpeg_read_header(in, TRUE);
}

/* APP1 also carries XMP, which does not begin like EXIF. */
static unsigned orientation_of(const struct jpeg_decompress_struct *in)
{
	const struct jpeg_marker_struct *marker = in->marker_list;

	for (; marker; marker = marker->next) {
		struct text t = { (const char *)marker->data,
				  marker->data_length };

		if (marker->marker == MARKER_EXIF && text_starts(t, "Exif"))
			return exif_orientation(t);
	}
	return 1;
}

static void take_profile(struct jpegfile *jpeg)
{
	JOCTET *profile = NULL;
	unsigned len = 0;

	if (!jpeg_read_icc_profile(&jpeg->in, &profile, &len))
		return;
	if (len <= READER_MOST_PROFILE_BYTES)
		jpeg->reader->profile =
			arena_text(jpeg->reader->arena,
				   (struct text){ (char *)profile, len });
	free(profile);
}

static bool open_photo(struct reader *reader)
{
	struct jpegfile *jpeg = ARENA_NEW(reader->arena, struct jpegfile);
	struct jpeg_decompress_struct *in = &jpeg->in;

	reader->own = jpeg;
	jpeg->reader = reader;
	in->err = jpeg_std_error(&jpeg->errors);
	in->client_data = jpeg;
	jpeg->errors.error_exit = on_error;
	jpeg->errors.emit_message = on_message;
	if (!guarded(jpeg, read_head))
		return false;
	reader->width_px = in->image_width;
	reader->height_px = in->image_height;
	reader->is_held_whole = jpeg_has_multiple_scans(in);
	if (in->jpeg_color_space == JCS_CMYK ||
	    in->jpeg_color_space == JCS_YCCK)
		return reader_fail(reader, PHOTO_CMYK, NULL);
	reader->orientation = orientation_of(in);
	return guarded(jpeg, take_profile);
}

/* Does this many eighths of a side leave 1.1 times what is wished? */
static bool leaves_enough(uint32_t side_px, unsigned eighths, uint32_t least_px)
{
	uint64_t scaled = ((uint64_t)side_px * eighths + EIGHTHS - 1) / EIGHTHS;

	return scaled * 10 >= (uint64_t)least_px * 11;
}

static void start(struct jpegfile *jpeg)
{
	jpeg_start_decompress(&jpeg->in);
}

static bool begin(struct reader *reader, uint32_t least_width_px,
		  uint32_t least_height_px)
{
	struct jpegfile *jpeg = reader->own;
	struct jpeg_decompress_struct *in = &jpeg->in;
	unsigned eighths = 1;

	while (eighths < EIGHTHS &&
	       !(leaves_enough(in->image_width, eighths, least_width_px) &&
		 leaves_enough(in->image_height, eighths, least_height_px)))
		eighths *= 2;
	in->scale_num = eighths;
	in->scale_denom = EIGHTHS;
	in->out_color_space = JCS_EXT_RGBX;
	in->do_block_smoothing = FALSE;
	if (!guarded(jpeg, start))
		return false;
	reader->width_px = in->output_width;
	reader->height_px = in->output_height;
	return true;
}

static void read_row(struct jpegfile *jpeg)
{
	jpeg_read_scanlines(&jpeg->in, &jpeg->row, 1);
}

static bool row(struct reader *reader, uint8_t *rgbx)
{
	struct jpegfile *jpeg = reader->own;

	jpeg->row = rgbx;
	return guarded(jpeg, read_row);
}

static void destroy(struct jpegfile *jpeg)
{
	jpeg_destroy_decompress(&jpeg->in);
}

static void close_photo(struct reader *reader)
{
	guarded(reader->own, destroy);
}

const struct reader_kind jpegfile_kind = { knows, open_photo, begin, row,
					   close_photo };

struct writing {
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	jmp_buf jump;
	unsigned char *bytes; /* libjpeg's, from malloc */
	unsigned long len;
};

/*
 * What a progressive file holds in which order: a blurred picture, the rough
 * shape of the brightness, the colours, then the detail; only brightness is
 * sent with its last bit afterwards. Half as many scans as libjpeg's usual ten
 * make the same size in four fifths of the time.
 * Each line: components, first and last coefficient, high and low bit.
 */
static const jpeg_scan_info scans[] = {
	{ 3, { 0, 1, 2 }, 0, 0, 0, 0 }, { 1, { 0 }, 1, 5, 0, 1 },
	{ 1, { 2 }, 1, 63, 0, 0 },	{ 1, { 1 }, 1, 63, 0, 0 },
	{ 1, { 0 }, 6, 63, 0, 1 },	{ 1, { 0 }, 1, 63, 1, 0 },
};

static void on_write_error(j_common_ptr out)
{
	struct writing *writing = out->client_data;

	longjmp(writing->jump, 1);
}

static void set_up(struct writing *writing, const struct picture *picture,
		   int quality)
{
	struct jpeg_compress_struct *out = &writing->out;

	jpeg_create_compress(out);
	out->client_data = writing;
	jpeg_mem_dest(out, &writing->bytes, &writing->len);
	out->image_width = picture->width_px;
	out->image_height = picture->height_px;
	out->input_components = PICTURE_PIXEL_BYTES;
	out->in_color_space = JCS_EXT_RGBX;
	jpeg_set_defaults(out); /* 4:2:0 */
	jpeg_set_quality(out, quality, TRUE);
	out->scan_info =
		scans; /* progressive files optimise their tables, too */
	out->num_scans = sizeof(scans) / sizeof(*scans);
}

static bool write_all(struct writing *writing, const struct picture *picture,
		      int quality)
{
	struct jpeg_compress_struct *out = &writing->out;

	if (setjmp(writing->jump))
		return false;
	set_up(writing, picture, quality);
	jpeg_start_compress(out, TRUE);
	while (out->next_scanline < out->image_height) {
		JSAMPROW row = picture_row(picture, out->next_scanline);

		jpeg_write_scanlines(out, &row, 1);
	}
	jpeg_finish_compress(out);
	return true;
}

bool jpegfile_write(struct arena *arena, const struct picture *picture,
		    int quality, struct text *bytes)
{
	struct writing writing = { 0 };
	bool is_done;

	writing.out.err = jpeg_std_error(&writing.errors);
	writing.out.client_data = &writing;
	writing.errors.error_exit = on_write_error;
	is_done = write_all(&writing, picture, quality);
	if (is_done)
		*bytes = arena_text(arena, (struct text){ (char *)writing.bytes,
							  writing.len });
	jpeg_destroy_compress(&writing.out);
	free(writing.bytes);
	return is_done;
}
