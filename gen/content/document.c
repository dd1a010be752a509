/*
 * Which encoding a file is in is decided in this order: a byte order mark, the
 * zero bytes of UTF-16, strict UTF-8, and only then GB18030, which accepts
 * almost any bytes. Two checks keep that last guess honest: text that came out
 * with control characters was no text, and bytes that are UTF-8 for the most
 * part are a damaged UTF-8 file, which GB18030 would turn into other
 * characters without complaint.
 */

#include "content/document.h"

#include "base/lang.h"

#include <errno.h>

enum {
	/* One unit in so many has a zero byte: the line ends and blanks */
	UTF16_UNITS_PER_ZERO = 32,
	BYTES_PER_KB = 1024,
};

/* What the user is told about a result of file_read. */
struct words {
	const char *code, *message, *hint;
};

static const struct words words_of[] = {
	[FILE_MISSING] = { "file.missing", N_("this file is missing"),
			   N_("check whether it was renamed, moved or not yet "
			      "synced") },
	[FILE_IS_LINK] = { "file.link",
			   N_("this is a link to another place, and links are "
			      "not followed"),
			   N_("delete the link and put the file or folder "
			      "itself here") },
	[FILE_NOT_PLAIN] = { "file.kind",
			     N_("this should be a file, but it is something "
				"else"),
			     N_("delete it or move it somewhere else") },
	[FILE_TOO_LARGE] = { "file.too-large", N_("this file is too large"),
			     N_("keep the text short, and put pictures and "
				"reports into files of their own") },
	[FILE_CHANGING] = { "file.changing",
			    N_("this file is being written right now"),
			    N_("wait until it is saved and synced, then try "
			       "again") },
	[FILE_NO_PERMISSION] = { "file.permission",
				 N_("the program has no permission to read "
				    "this file"),
				 N_("ask whoever set up this computer to allow "
				    "reading it") },
	[FILE_FAILED] = { "file.unreadable",
			  N_("this could not be read from the disk or the "
			     "network"),
			  N_("check that the disk or network drive is "
			     "connected, then try again") },
};

static void report_unread(struct text shown, enum file_result result,
			  size_t most, struct diags *diags)
{
	const struct words *words = &words_of[result];
	const char *reason = strerror(errno);
	struct diag *diag;

	if (result == FILE_TOO_LARGE)
		diag = diag_add_path(diags, SEVERITY_ERROR, shown, words->code,
				     _("this file is larger than %zu KB"),
				     most / BYTES_PER_KB);
	else
		diag = diag_add_path(diags, SEVERITY_ERROR, shown, words->code,
				     "%s", _(words->message));
	diag_hint(diags, diag, "%s", _(words->hint));
	if (result == FILE_FAILED)
		diag_detail(diags, diag, reason);
}

static void report_not_text(struct text shown, struct diags *diags)
{
	struct diag *diag =
		diag_add_path(diags, SEVERITY_ERROR, shown, "file.not-text",
			      _("this is not a plain text file"));

	diag_hint(diags, diag,
		  _("a Word, WPS or Excel document must be saved as plain "
		    "text, with the encoding UTF-8"));
}

/* Shows the line up to the first bad byte: what follows is not UTF-8. */
static void report_damage(struct text shown, struct text bytes, size_t bad,
			  struct diags *diags)
{
	struct source sound = { shown, text_part(bytes, 0, bad) };
	struct diag *diag = diag_add(
		diags, SEVERITY_ERROR, source_place(&sound, bad, 0),
		"file.damaged",
		_("this file is damaged: here are bytes that are no text"));

	diag_hint(diags, diag,
		  _("type this line again, or bring back an earlier version of "
		    "the file"));
}

static void report_zero(struct text shown, struct text bytes,
			struct diags *diags)
{
	const char *zero = memchr(bytes.at, '\0', bytes.len);
	struct source sound = { shown, text_part(bytes, 0,
						 (size_t)(zero - bytes.at)) };
	struct diag *diag = diag_add(
		diags, SEVERITY_ERROR, source_place(&sound, sound.text.len, 0),
		"file.nul",
		_("this file is damaged: here are empty bytes instead of "
		  "text"));

	diag_hint(diags, diag,
		  _("this happens when a computer is switched off while "
		    "saving; bring back an earlier version of the file"));
}

static void warn_encoding(struct text shown, enum text_encoding encoding,
			  struct diags *diags)
{
	const char *name =
		encoding == TEXT_GB18030 ? "ANSI (GBK)" : "Unicode (UTF-16)";
	struct diag *diag = diag_add_path(
		diags, SEVERITY_WARNING, shown, "file.encoding",
		_("this file is saved as %s, not as UTF-8"), name);

	diag_hint(diags, diag,
		  _("in Notepad choose File, Save As, and set Encoding to "
		    "UTF-8 at the bottom of the window"));
}

static bool holds_zero(struct text t)
{
	return t.len && memchr(t.at, '\0', t.len);
}

/*
 * Is it UTF-16 without a byte order mark? ASCII characters have a zero byte on
 * one side. Chinese ones may have it on the other (一 is U+4E00), so the side
 * with more of them counts. Bytes that would do as UTF-8 too are only taken as
 * UTF-16 where every second one is zero, as in pure ASCII.
 */
static bool looks_utf16(struct text t, enum text_encoding *encoding)
{
	size_t zeros[2] = { 0, 0 }, most;

	if (t.len % 2 || !holds_zero(t))
		return false;
	for (size_t i = 0; i < t.len; i++)
		zeros[i % 2] += !t.at[i];
	*encoding = zeros[1] > zeros[0] ? TEXT_UTF16LE : TEXT_UTF16BE;
	most = zeros[1] > zeros[0] ? zeros[1] : zeros[0];
	if (text_is_utf8(t, NULL))
		return most == t.len / 2 && zeros[0] != zeros[1];
	return most >= t.len / 2 / UTF16_UNITS_PER_ZERO && most > 0;
}

/* More characters of three and four bytes than bytes that fit nowhere. */
static bool is_mostly_utf8(struct text t)
{
	const char *at = t.at, *end = t.at + t.len;
	size_t good = 0, bad = 0;

	while (at < end) {
		const char *start = at;

		if (text_next(&at, end) == UINT32_MAX)
			bad++;
		else if (at - start >= 3)
			good++;
	}
	return good > bad;
}

/* Text as people type it: no control characters but tabs and line ends. */
static bool is_typed(struct text t)
{
	const char *at = t.at, *end = t.at + t.len;

	while (at < end) {
		uint32_t c = text_next(&at, end);

		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
			return false;
		if (c >= 0x7F && c < 0xA0)
			return false;
	}
	return true;
}

/* The encoding, and *text without its byte order mark. */
static enum text_encoding encoding_of(struct text *text)
{
	enum text_encoding encoding;

	if (text_starts(*text, "\xEF\xBB\xBF")) {
		*text = text_from(*text, 3);
		return TEXT_UTF8;
	}
	if (text_starts(*text, "\xFF\xFE")) {
		*text = text_from(*text, 2);
		return TEXT_UTF16LE;
	}
	if (text_starts(*text, "\xFE\xFF")) {
		*text = text_from(*text, 2);
		return TEXT_UTF16BE;
	}
	if (text_is_utf8(*text, NULL) && !holds_zero(*text))
		return TEXT_UTF8;
	if (looks_utf16(*text, &encoding))
		return encoding;
	if (text_is_utf8(*text, NULL) || is_mostly_utf8(*text))
		return TEXT_UTF8;
	return TEXT_GB18030;
}

static bool decode(struct arena *arena, struct text shown, struct text *text,
		   struct diags *diags)
{
	struct text bytes = *text;
	enum text_encoding encoding = encoding_of(&bytes);
	size_t bad;

	*text = bytes;
	if (encoding == TEXT_UTF8 && !text_is_utf8(bytes, &bad)) {
		report_damage(shown, bytes, bad, diags);
		return false;
	}
	if (encoding != TEXT_UTF8 &&
	    !text_convert(arena, encoding, bytes, text)) {
		report_not_text(shown, diags);
		return false;
	}
	if (holds_zero(*text) && encoding != TEXT_GB18030) {
		report_zero(shown, *text, diags);
		return false;
	}
	if (encoding == TEXT_UTF8)
		return true;
	if (!is_typed(*text)) {
		report_not_text(shown, diags);
		return false;
	}
	warn_encoding(shown, encoding, diags);
	return true;
}

/* CR LF and CR become LF. The text itself where it has neither. */
static struct text with_plain_line_ends(struct arena *arena, struct text t)
{
	char *out;
	size_t len = 0;

	if (!t.len || !memchr(t.at, '\r', t.len))
		return t;
	out = arena_alloc(arena, t.len + 1);
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] != '\r')
			out[len++] = t.at[i];
		else if (i + 1 == t.len || t.at[i + 1] != '\n')
			out[len++] = '\n';
	}
	return (struct text){ out, len };
}

bool document_read(struct arena *arena, int folder, const char *path,
		   struct text shown, size_t most, struct document *document,
		   struct diags *diags)
{
	enum file_result result;
	struct text text;

	*document = (struct document){ .source = { .path = shown } };
	result = file_read(arena, folder, path, most, &document->bytes,
			   &document->stamp);
	if (result != FILE_OK) {
		report_unread(shown, result, most, diags);
		return false;
	}
	text = document->bytes;
	if (!decode(arena, shown, &text, diags))
		return false;
	document->source.text = with_plain_line_ends(arena, text);
	return true;
}

static bool is_fence(struct text line)
{
	return text_starts(line, "---") && !text_trim(text_from(line, 3)).len;
}

bool document_cut(struct document *document, struct diags *diags)
{
	struct text all = document->source.text, rest = all, line;
	struct diag *diag;

	document->front = document->front_len = document->body = 0;
	if (!text_cut(&rest, '\n', &line) || !is_fence(line))
		return true;
	while (text_cut(&rest, '\n', &line)) {
		size_t at = (size_t)(line.at - all.at);

		if (!document->front)
			document->front = at;
		if (!is_fence(line))
			continue;
		document->front_len = at - document->front;
		document->body = rest.at ? (size_t)(rest.at - all.at) : all.len;
		return true;
	}
	document->front = 0;
	diag = diag_add(diags, SEVERITY_ERROR,
			source_place(&document->source, 0, 3),
			"article.front-matter",
			_("the head of this article has no closing line of "
			  "---"));
	diag_hint(diags, diag,
		  _("put a line of --- between the head (title, category, …) "
		    "and the text"));
	return false;
}
