#include "base/text.h"

#include <iconv.h>
#include <string.h>

#include "base/arena.h"

enum {
	NO_BREAK_BLANK = 0xA0,
	WIDE_BLANK = 0x3000,
	BYTE_ORDER_MARK = 0xFEFF,
	WIDE_FIRST = 0xFF01, /* the full-width twins of ! .. ~ */
	WIDE_LAST = 0xFF5E,
	WIDE_TO_ASCII = 0xFF01 - '!',
	DISTANCE_CHARS = 64,
};

static const char *end_of(struct text t)
{
	return t.len ? t.at + t.len : t.at;
}

struct text text_of(const char *string)
{
	return (struct text){ string, string ? strlen(string) : 0 };
}

bool text_equal(struct text a, struct text b)
{
	return a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));
}

bool text_is(struct text t, const char *string)
{
	return strnlen(string, t.len + 1) == t.len &&
	       (!t.len || !memcmp(t.at, string, t.len));
}

bool text_starts(struct text t, const char *prefix)
{
	size_t len = strlen(prefix);

	return len <= t.len && (!len || !memcmp(t.at, prefix, len));
}

bool text_ends(struct text t, const char *suffix)
{
	size_t len = strlen(suffix);

	return len <= t.len &&
	       (!len || !memcmp(t.at + t.len - len, suffix, len));
}

int text_compare(struct text a, struct text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.at, b.at, len) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t text_find(struct text t, const char *needle)
{
	size_t len = strlen(needle);
	const char *found;

	if (!len)
		return 0;
	if (len > t.len)
		return SIZE_MAX;
	found = memmem(t.at, t.len, needle, len);
	return found ? (size_t)(found - t.at) : SIZE_MAX;
}

struct text text_part(struct text t, size_t offset, size_t len)
{
	if (offset > t.len)
		offset = t.len;
	if (len > t.len - offset)
		len = t.len - offset;
	return (struct text){ offset ? t.at + offset : t.at, len };
}

struct text text_from(struct text t, size_t offset)
{
	return text_part(t, offset, SIZE_MAX);
}

/* The bytes of a blank at the start of t, 0 where there is none. */
static size_t blank_at_start(struct text t)
{
	static const char *const blanks[] = { "\xC2\xA0", "\xE3\x80\x80",
					      "\xEF\xBB\xBF" };

	if (t.len && (t.at[0] == ' ' || (t.at[0] >= '\t' && t.at[0] <= '\r')))
		return 1;
	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (text_starts(t, blanks[i]))
			return strlen(blanks[i]);
	return 0;
}

static size_t blank_at_end(struct text t)
{
	for (size_t len = 1; len <= 3 && len <= t.len; len++)
		if (blank_at_start(text_from(t, t.len - len)) == len)
			return len;
	return 0;
}

struct text text_trim(struct text t)
{
	size_t blank;

	while ((blank = blank_at_start(t)))
		t = text_from(t, blank);
	while ((blank = blank_at_end(t)))
		t.len -= blank;
	return t;
}

bool text_cut(struct text *rest, char separator, struct text *part)
{
	const char *found;

	if (!rest->at)
		return false;
	found = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	if (!found) {
		*part = *rest;
		*rest = (struct text){ 0 };
		return true;
	}
	*part = text_part(*rest, 0, (size_t)(found - rest->at));
	*rest = text_from(*rest, part->len + 1);
	return true;
}

/* What a first byte says: how many follow, and where the second may lie. */
struct lead {
	unsigned follow; /* 0: no character starts with this byte */
	unsigned char least, most;
	uint32_t bits;
};

/* RFC 3629, section 4: the ranges leave out overlong forms and surrogates. */
static struct lead lead_of(unsigned char byte)
{
	if (byte >= 0xC2 && byte <= 0xDF)
		return (struct lead){ 1, 0x80, 0xBF, byte & 0x1Fu };
	if (byte >= 0xE0 && byte <= 0xEF)
		return (struct lead){ 2, byte == 0xE0 ? 0xA0 : 0x80,
				      byte == 0xED ? 0x9F : 0xBF,
				      byte & 0x0Fu };
	if (byte >= 0xF0 && byte <= 0xF4)
		return (struct lead){ 3, byte == 0xF0 ? 0x90 : 0x80,
				      byte == 0xF4 ? 0x8F : 0xBF,
				      byte & 0x07u };
	return (struct lead){ 0 };
}

uint32_t text_next(const char **at, const char *end)
{
	const unsigned char *byte = (const unsigned char *)*at;
	size_t left = (size_t)(end - *at);
	struct lead lead;
	uint32_t character;

	++*at;
	if (byte[0] < 0x80)
		return byte[0];
	lead = lead_of(byte[0]);
	if (!lead.follow || left <= lead.follow || byte[1] < lead.least ||
	    byte[1] > lead.most)
		return UINT32_MAX;
	character = lead.bits << 6 | (byte[1] & 0x3F);
	for (unsigned i = 2; i <= lead.follow; i++) {
		if ((byte[i] & 0xC0) != 0x80)
			return UINT32_MAX;
		character = character << 6 | (byte[i] & 0x3F);
	}
	*at += lead.follow;
	return character;
}

/* Skips eight ASCII bytes at a time. */
static const char *skip_ascii(const char *at, const char *end)
{
	uint64_t word;

	while (end - at >= 8) {
		memcpy(&word, at, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
		at += 8;
	}
	return at;
}

bool text_is_utf8(struct text t, size_t *bad)
{
	const char *at = t.at, *end = end_of(t);

	while ((at = skip_ascii(at, end)) < end) {
		const char *start = at;

		if (text_next(&at, end) != UINT32_MAX)
			continue;
		if (bad)
			*bad = (size_t)(start - t.at);
		return false;
	}
	return true;
}

bool text_is_ascii(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.at[i] >= 0x80)
			return false;
	return true;
}

size_t text_chars(struct text t)
{
	const char *at = t.at, *end = end_of(t);
	size_t chars = 0;

	while (at < end) {
		const char *behind = skip_ascii(at, end);

		chars += (size_t)(behind - at);
		at = behind;
		if (at == end)
			break;
		text_next(&at, end);
		chars++;
	}
	return chars;
}

struct range {
	uint32_t first, last;
};

/*
 * What terminals show two columns wide: Unicode's East Asian Width W and F
 * (UAX #11), joined to whole blocks where the gaps are unassigned or rare.
 */
static const struct range wide[] = {
	{ 0x1100, 0x115F },   { 0x231A, 0x231B },   { 0x2329, 0x232A },
	{ 0x23E9, 0x23EC },   { 0x23F0, 0x23F0 },   { 0x23F3, 0x23F3 },
	{ 0x25FD, 0x25FE },   { 0x2614, 0x2615 },   { 0x2648, 0x2653 },
	{ 0x267F, 0x267F },   { 0x2693, 0x2693 },   { 0x26A1, 0x26A1 },
	{ 0x26AA, 0x26AB },   { 0x26BD, 0x26BE },   { 0x26C4, 0x26C5 },
	{ 0x26CE, 0x26CE },   { 0x26D4, 0x26D4 },   { 0x26EA, 0x26EA },
	{ 0x26F2, 0x26F3 },   { 0x26F5, 0x26F5 },   { 0x26FA, 0x26FA },
	{ 0x26FD, 0x26FD },   { 0x2705, 0x2705 },   { 0x270A, 0x270B },
	{ 0x2728, 0x2728 },   { 0x274C, 0x274C },   { 0x274E, 0x274E },
	{ 0x2753, 0x2755 },   { 0x2757, 0x2757 },   { 0x2795, 0x2797 },
	{ 0x27B0, 0x27B0 },   { 0x27BF, 0x27BF },   { 0x2B1B, 0x2B1C },
	{ 0x2B50, 0x2B50 },   { 0x2B55, 0x2B55 },   { 0x2E80, 0x303E },
	{ 0x3041, 0x3247 },   { 0x3250, 0x4DBF },   { 0x4E00, 0xA4CF },
	{ 0xA960, 0xA97F },   { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },
	{ 0xFE10, 0xFE19 },   { 0xFE30, 0xFE6F },   { 0xFF01, 0xFF60 },
	{ 0xFFE0, 0xFFE6 },   { 0x16FE0, 0x18DFF }, { 0x1AFF0, 0x1B2FF },
	{ 0x1F004, 0x1F004 }, { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F18E },
	{ 0x1F191, 0x1F19A }, { 0x1F200, 0x1F320 }, { 0x1F32D, 0x1F335 },
	{ 0x1F337, 0x1F37C }, { 0x1F37E, 0x1F393 }, { 0x1F3A0, 0x1F3CA },
	{ 0x1F3CF, 0x1F3D3 }, { 0x1F3E0, 0x1F3F0 }, { 0x1F3F4, 0x1F3F4 },
	{ 0x1F3F8, 0x1F43E }, { 0x1F440, 0x1F440 }, { 0x1F442, 0x1F4FC },
	{ 0x1F4FF, 0x1F53D }, { 0x1F54B, 0x1F54E }, { 0x1F550, 0x1F567 },
	{ 0x1F57A, 0x1F57A }, { 0x1F595, 0x1F596 }, { 0x1F5A4, 0x1F5A4 },
	{ 0x1F5FB, 0x1F64F }, { 0x1F680, 0x1F6C5 }, { 0x1F6CC, 0x1F6CC },
	{ 0x1F6D0, 0x1F6D2 }, { 0x1F6D5, 0x1F6DF }, { 0x1F6EB, 0x1F6EC },
	{ 0x1F6F4, 0x1F6FC }, { 0x1F7E0, 0x1F7F0 }, { 0x1F90C, 0x1F93A },
	{ 0x1F93C, 0x1F945 }, { 0x1F947, 0x1F9FF }, { 0x1FA70, 0x1FAFF },
	{ 0x20000, 0x2FFFD }, { 0x30000, 0x3FFFD },
};

/* Marks that sit on the character before them, and invisible signs. */
static const struct range narrow[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 },	  { 0x0591, 0x05BD },
	{ 0x0610, 0x061A }, { 0x064B, 0x065F },	  { 0x0E34, 0x0E3A },
	{ 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF },	  { 0x1DC0, 0x1DFF },
	{ 0x200B, 0x200F }, { 0x202A, 0x202E },	  { 0x2060, 0x2064 },
	{ 0x2066, 0x206F }, { 0x20D0, 0x20F0 },	  { 0x302A, 0x302D },
	{ 0x3099, 0x309A }, { 0xFE00, 0xFE0F },	  { 0xFE20, 0xFE2F },
	{ 0xFEFF, 0xFEFF }, { 0xE0001, 0xE007F }, { 0xE0100, 0xE01EF },
};

static bool is_among(const struct range *ranges, size_t count, uint32_t c)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && c >= ranges[low].first;
}

static size_t columns_of(uint32_t character)
{
	if (character < narrow[0].first || character == UINT32_MAX)
		return 1;
	if (is_among(narrow, sizeof(narrow) / sizeof(narrow[0]), character))
		return 0;
	if (is_among(wide, sizeof(wide) / sizeof(wide[0]), character))
		return 2;
	return 1;
}

size_t text_columns(struct text t)
{
	const char *at = t.at, *end = end_of(t);
	size_t columns = 0;

	while (at < end)
		columns += columns_of(text_next(&at, end));
	return columns;
}

struct text text_head(struct text t, size_t chars)
{
	const char *at = t.at, *end = end_of(t);

	while (chars-- && at < end)
		text_next(&at, end);
	return text_part(t, 0, at ? (size_t)(at - t.at) : 0);
}

/* Takes a sign off the front; true for a minus. */
static bool take_sign(struct text *t)
{
	bool is_minus = text_starts(*t, "-");

	if (is_minus || text_starts(*t, "+"))
		*t = text_from(*t, 1);
	return is_minus;
}

/* Hangs a digit on the number; false where it is none or grows too large. */
static bool add_digit(int64_t *number, char digit, bool is_minus)
{
	int64_t value = digit - '0';

	if (digit < '0' || digit > '9')
		return false;
	return !__builtin_mul_overflow(*number, INT64_C(10), number) &&
	       !__builtin_add_overflow(*number, is_minus ? -value : value,
				       number);
}

bool text_number(struct text t, int64_t *number)
{
	bool is_minus = take_sign(&t);
	int64_t sum = 0;

	if (!t.len)
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (!add_digit(&sum, t.at[i], is_minus))
			return false;
	*number = sum;
	return true;
}

static bool is_digits(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (t.at[i] < '0' || t.at[i] > '9')
			return false;
	return t.len > 0;
}

bool text_decimal(struct text t, int digits, int64_t *scaled)
{
	bool is_minus = take_sign(&t);
	size_t point = text_find(t, ".");
	struct text whole = text_part(t, 0, point);
	struct text fraction = { 0 };
	int64_t sum = 0;

	if (point != SIZE_MAX) {
		fraction = text_from(t, point + 1);
		if (!is_digits(fraction))
			return false;
	}
	if (!is_digits(whole))
		return false;
	for (size_t i = 0; i < whole.len; i++)
		if (!add_digit(&sum, whole.at[i], is_minus))
			return false;
	for (size_t i = 0; digits > 0 && i < (size_t)digits; i++)
		if (!add_digit(&sum, i < fraction.len ? fraction.at[i] : '0',
			       is_minus))
			return false;
	*scaled = sum;
	return true;
}

/* The plain form of a character, or 0 where it is plain already. */
static char plain_of(uint32_t character)
{
	if (character >= WIDE_FIRST && character <= WIDE_LAST)
		return (char)(character - WIDE_TO_ASCII);
	if (character == WIDE_BLANK || character == NO_BREAK_BLANK)
		return ' ';
	return '\0';
}

/* The offset of the first character that has a plain form, or t.len. */
static size_t find_unplain(struct text t)
{
	const char *at = t.at, *end = end_of(t);

	while ((at = skip_ascii(at, end)) < end) {
		const char *start = at;

		if (plain_of(text_next(&at, end)))
			return (size_t)(start - t.at);
	}
	return t.len;
}

struct text text_plain(struct arena *arena, struct text t)
{
	size_t len = find_unplain(t);
	const char *at = t.at + (t.at ? len : 0), *end = end_of(t);
	char *out;

	if (len == t.len)
		return t;
	out = arena_alloc(arena, t.len + 1); /* it only gets shorter */
	memcpy(out, t.at, len);
	while (at < end) {
		const char *start = at;
		char plain = plain_of(text_next(&at, end));

		if (plain) {
			out[len++] = plain;
		} else {
			memcpy(out + len, start, (size_t)(at - start));
			len += (size_t)(at - start);
		}
	}
	out[len] = '\0';
	return (struct text){ out, len };
}

static const char *const encoding_names[] = {
	[TEXT_UTF8] = "UTF-8",
	[TEXT_UTF16LE] = "UTF-16LE",
	[TEXT_UTF16BE] = "UTF-16BE",
	[TEXT_GB18030] = "GB18030",
};

bool text_convert(struct arena *arena, enum text_encoding from,
		  struct text bytes, struct text *utf8)
{
	/* Two bytes become at most three, or four in a corner of GB18030. */
	size_t room = 2 * bytes.len + 4, left = bytes.len;
	char *in = (char *)(uintptr_t)bytes.at, *out, *start;
	size_t failed;
	iconv_t converter;

	if (from == TEXT_UTF8) {
		*utf8 = bytes;
		return text_is_utf8(bytes, NULL);
	}
	converter = iconv_open(encoding_names[TEXT_UTF8], encoding_names[from]);
	if (converter == (iconv_t)(intptr_t)-1)
		return false;
	start = out = arena_alloc(arena, room + 1);
	failed = left ? iconv(converter, &in, &left, &out, &room) : 0;
	iconv_close(converter);
	if (failed == (size_t)-1 || left)
		return false;
	*utf8 = (struct text){ start, (size_t)(out - start) };
	return true;
}

/* Decodes at most DISTANCE_CHARS characters; SIZE_MAX where there are more. */
static size_t decode(struct text t, uint32_t characters[DISTANCE_CHARS])
{
	const char *at = t.at, *end = end_of(t);
	size_t count = 0;

	while (at < end) {
		if (count == DISTANCE_CHARS)
			return SIZE_MAX;
		characters[count++] = text_next(&at, end);
	}
	return count;
}

static size_t least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * One row of the table of distances between all beginnings (the restricted
 * form of Damerau's: no part is edited twice). `a` is at its row's character,
 * row[-1] and row[-2] are the rows above. Returns the least of the row.
 */
static size_t fill_row(const uint32_t *a, const uint32_t *b, size_t b_count,
		       size_t (*row)[DISTANCE_CHARS + 1], bool is_first)
{
	size_t least = row[0][0] = row[-1][0] + 1;

	for (size_t j = 1; j <= b_count; j++) {
		size_t edits = row[-1][j - 1] + (a[0] != b[j - 1]);

		edits = least_of(edits, row[-1][j] + 1);
		edits = least_of(edits, row[0][j - 1] + 1);
		if (!is_first && j > 1 && a[0] == b[j - 2] && a[-1] == b[j - 1])
			edits = least_of(edits, row[-2][j - 2] + 1);
		row[0][j] = edits;
		least = least_of(least, edits);
	}
	return least;
}

size_t text_distance(struct text a, struct text b, size_t limit)
{
	uint32_t from[DISTANCE_CHARS], to[DISTANCE_CHARS];
	size_t row[DISTANCE_CHARS + 1][DISTANCE_CHARS + 1];
	size_t from_count = decode(a, from), to_count = decode(b, to);

	if (limit == SIZE_MAX)
		limit--;
	if (from_count == SIZE_MAX || to_count == SIZE_MAX)
		return limit + 1;
	if ((from_count > to_count ? from_count - to_count
				   : to_count - from_count) > limit)
		return limit + 1;
	for (size_t j = 0; j <= to_count; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= from_count; i++)
		if (fill_row(&from[i - 1], to, to_count, &row[i], i == 1) >
		    limit)
			return limit + 1;
	return row[from_count][to_count] > limit ? limit + 1
						 : row[from_count][to_count];
}

bool text_is_nearer(struct text typed, struct text name, size_t *best)
{
	size_t distance = text_distance(typed, name, *best);

	if (distance >= *best || distance >= text_chars(name))
		return false;
	*best = distance;
	return true;
}
