#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bug.h"

enum { CAPACITY_LEAST = 256 };

static const char hex_upper[] = "0123456789ABCDEF";
static const char hex_lower[] = "0123456789abcdef";

void buf_reset(struct buf *buf)
{
	buf->len = 0;
	if (buf->at)
		buf->at[0] = '\0';
}

void buf_release(struct buf *buf)
{
	free(buf->at);
	*buf = (struct buf)BUF_INIT;
}

struct text buf_text(const struct buf *buf)
{
	if (!buf->at)
		return (struct text){ "", 0 };
	/* Whoever filled what buf_reserve gave need not think of the NUL. */
	if (buf->at[buf->len])
		buf->at[buf->len] = '\0';
	return (struct text){ buf->at, buf->len };
}

static void grow(struct buf *buf, size_t needed)
{
	size_t capacity = buf->capacity ? buf->capacity : CAPACITY_LEAST;
	char *at;

	while (capacity < needed)
		capacity *= 2;
	at = realloc(buf->at, capacity);
	if (!at)
		arena_out_of_memory(capacity);
	buf->at = at;
	buf->capacity = capacity;
}

char *buf_reserve(struct buf *buf, size_t bytes)
{
	if (bytes > PTRDIFF_MAX / 4)
		arena_out_of_memory(bytes);
	if (buf->capacity - buf->len <= bytes)
		grow(buf, buf->len + bytes + 1);
	return buf->at + buf->len;
}

void buf_add(struct buf *buf, const void *bytes, size_t len)
{
	char *at = buf_reserve(buf, len);

	if (len)
		memcpy(at, bytes, len);
	at[len] = '\0';
	buf->len += len;
}

void buf_add_text(struct buf *buf, struct text t)
{
	buf_add(buf, t.at, t.len);
}

void buf_add_string(struct buf *buf, const char *string)
{
	buf_add(buf, string, strlen(string));
}

void buf_add_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_add_number(struct buf *buf, int64_t number)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[24];
	char *at = digits + sizeof(digits);

	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		*--at = '-';
	buf_add(buf, at, (size_t)(digits + sizeof(digits) - at));
}

void buf_format(struct buf *buf, const char *format, ...)
{
	size_t room;
	va_list ap;
	char *at;
	int len;

	at = buf_reserve(buf, 128);
	room = buf->capacity - buf->len;
	va_start(ap, format);
	len = vsnprintf(at, room, format, ap);
	va_end(ap);
	if (len < 0)
		BUG("a format that cannot be printed: %s", format);
	if ((size_t)len >= room) {
		at = buf_reserve(buf, (size_t)len);
		va_start(ap, format);
		vsnprintf(at, (size_t)len + 1, format, ap);
		va_end(ap);
	}
	buf->len += (size_t)len;
}

/* A byte repeated in all eight places of a word. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Is there a zero byte among the eight? */
static uint64_t has_zero(uint64_t word)
{
	return (word - EACH(0x01)) & ~word & EACH(0x80);
}

/*
 * Is one of the eight bytes special in HTML? " (22) and & (26) differ in one
 * bit, < (3C) and > (3E) in one; ' is 27.
 */
static uint64_t has_html_special(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return has_zero((word & EACH(0xFB)) ^ EACH(0x22)) |
	       has_zero((word & EACH(0xFD)) ^ EACH(0x3C)) |
	       has_zero(word ^ EACH(0x27));
}

static const char *html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void buf_add_html(struct buf *buf, struct text t)
{
	const char *end = t.len ? t.at + t.len : t.at;
	const char *at = t.at, *run = t.at;

	buf_reserve(buf, t.len);
	while (at < end) {
		const char *entity;

		if (end - at >= 8 && !has_html_special(at)) {
			at += 8;
			continue;
		}
		entity = html_entity(*at);
		if (entity) {
			buf_add(buf, run, (size_t)(at - run));
			buf_add_string(buf, entity);
			run = at + 1;
		}
		at++;
	}
	buf_add(buf, run, (size_t)(end - run));
}

/* Adds one character that a JSON string must not hold as it is. */
static void add_json_escape(struct buf *buf, uint32_t character)
{
	static const char short_form[] = "\b\f\n\r\t\"\\";
	static const char short_letter[] = "bfnrt\"\\";
	const char *found = NULL;
	char escape[6] = { '\\', 'u', '0', '0', '0', '0' };

	if (character && character < 0x80)
		found = strchr(short_form, (int)character);
	if (found) {
		buf_add_char(buf, '\\');
		buf_add_char(buf, short_letter[found - short_form]);
		return;
	}
	for (int i = 5; i > 1; i--, character >>= 4)
		escape[i] = hex_lower[character & 15];
	buf_add(buf, escape, sizeof(escape));
}

/* May the character stand in a JSON string that stands in a <script>? */
static bool is_plain_in_json(uint32_t character)
{
	return character >= 0x20 && character != '"' && character != '\\' &&
	       character != '<' && character != 0x7F && character != 0x2028 &&
	       character != 0x2029;
}

void buf_add_json(struct buf *buf, struct text t)
{
	const char *end = t.len ? t.at + t.len : t.at;
	const char *at = t.at, *run = t.at;

	buf_reserve(buf, t.len + 2);
	buf_add_char(buf, '"');
	while (at < end) {
		const char *start = at;
		uint32_t character = text_next(&at, end);

		if (character != UINT32_MAX && is_plain_in_json(character))
			continue;
		buf_add(buf, run, (size_t)(start - run));
		run = at;
		if (character == UINT32_MAX)
			buf_add_string(buf, "\xEF\xBF\xBD");
		else
			add_json_escape(buf, character);
	}
	buf_add(buf, run, (size_t)(end - run));
	buf_add_char(buf, '"');
}

static bool is_plain_in_url(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~' || c == '/';
}

void buf_add_url(struct buf *buf, struct text t)
{
	buf_reserve(buf, t.len);
	for (size_t i = 0; i < t.len; i++) {
		unsigned byte = (unsigned char)t.at[i];
		char escape[3] = { '%', hex_upper[byte >> 4],
				   hex_upper[byte & 15] };

		if (is_plain_in_url(t.at[i]))
			buf_add(buf, &t.at[i], 1);
		else
			buf_add(buf, escape, sizeof(escape));
	}
}
