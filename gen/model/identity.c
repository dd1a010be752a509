#include "model/identity.h"

#include <string.h>

/* RFC 4648 base32, lower case: names of files and links. */
static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

/* Crockford's base32: no I, L, O, U, so that codes can be read aloud. */
static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct text identity_base32(struct arena *arena, const uint8_t *bytes,
			    size_t count)
{
	size_t chars = (count * 8 + 4) / 5;
	char *out = arena_alloc(arena, chars + 1);
	uint32_t bits = 0;
	unsigned held = 0;
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		bits = (bits << 8) | bytes[i];
		for (held += 8; held >= 5; held -= 5)
			out[at++] = base32[(bits >> (held - 5)) & 31];
	}
	if (held)
		out[at++] = base32[(bits << (5 - held)) & 31];
	return (struct text){ out, at };
}

static const char *const kinds[] = {
	[IDENTITY_PLAN] = "plan",
	[IDENTITY_CODE] = "code",
	[IDENTITY_DESK] = "desk",
};

/* The parts are separated by a NUL, which no id can hold. */
static void keyed(struct arena *arena, const struct site_key *key,
		  const char *kind, struct text id, int64_t link_version,
		  uint8_t out[CRYPTO_HMAC_BYTES])
{
	struct text message =
		arena_format(arena, "%s%c%.*s%c%lld", kind, 0, TEXT_ARG(id), 0,
			     (long long)link_version);

	crypto_hmac(
		(struct text){ (const char *)key->byte, IDENTITY_KEY_BYTES },
		message, out);
}

struct text identity_token(struct arena *arena, const struct site_key *key,
			   enum identity_kind kind, struct text id,
			   int64_t link_version)
{
	uint8_t mac[CRYPTO_HMAC_BYTES];

	keyed(arena, key, kinds[kind], id, link_version, mac);
	return identity_base32(arena, mac, 16);
}

/* -- codes ------------------------------------------------------------------ */

/* x·α in GF(32), α a root of x⁵ + x² + 1 (primitive). */
static unsigned times_alpha(unsigned x)
{
	x <<= 1;
	return x & 32 ? (x ^ 0x25) & 31 : x;
}

/*
 * The check value: Σ αⁱ·dᵢ over GF(32), i from 1. A single wrong character
 * changes one term; a swap of two different characters changes the sum by
 * (αⁱ + αʲ)(dᵢ + dⱼ), which is not zero for i ≠ j below 31.
 */
static unsigned check_value(const unsigned *digits, size_t count)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned term = digits[i];

		for (size_t n = 0; n <= i; n++)
			term = times_alpha(term);
		sum ^= term;
	}
	return sum;
}

struct text identity_code(struct arena *arena, const struct site_key *key,
			  struct text id, int64_t link_version)
{
	uint8_t mac[CRYPTO_HMAC_BYTES];
	unsigned digits[IDENTITY_CODE_CHARS];
	char *out = arena_alloc(arena, IDENTITY_CODE_CHARS + 1);
	uint64_t bits = 0;

	keyed(arena, key, kinds[IDENTITY_CODE], id, link_version, mac);
	for (size_t i = 0; i < 5; i++)
		bits = (bits << 8) | mac[i];
	for (size_t i = 0; i < IDENTITY_CODE_CHARS - 1; i++)
		digits[i] = (bits >> (35 - 5 * i)) & 31;
	digits[IDENTITY_CODE_CHARS - 1] =
		check_value(digits, IDENTITY_CODE_CHARS - 1);
	for (size_t i = 0; i < IDENTITY_CODE_CHARS; i++)
		out[i] = crockford[digits[i]];
	return (struct text){ out, IDENTITY_CODE_CHARS };
}

struct text identity_code_printed(struct arena *arena, struct text code)
{
	return arena_format(
		arena, "%.*s-%.*s-%.*s", TEXT_ARG(text_part(code, 0, 4)),
		TEXT_ARG(text_part(code, 4, 4)), TEXT_ARG(text_from(code, 8)));
}

/* The value of a typed character, or -1. Crockford: O is 0, I and L are 1. */
static int crockford_value(char c)
{
	const char *found;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	found = c ? strchr(crockford, c) : NULL;
	return found ? (int)(found - crockford) : -1;
}

bool identity_code_read(struct arena *arena, struct text typed,
			struct text *code)
{
	struct text plain = text_plain(arena, typed);
	char *out = arena_alloc(arena, IDENTITY_CODE_CHARS + 1);
	unsigned digits[IDENTITY_CODE_CHARS];
	size_t count = 0;

	for (size_t i = 0; i < plain.len; i++) {
		int value;

		if (plain.at[i] == '-' || plain.at[i] == ' ')
			continue;
		value = crockford_value(plain.at[i]);
		if (value < 0 || count == IDENTITY_CODE_CHARS)
			return false;
		out[count] = crockford[value];
		digits[count++] = (unsigned)value;
	}
	if (count != IDENTITY_CODE_CHARS ||
	    check_value(digits, count - 1) != digits[count - 1])
		return false;
	*code = (struct text){ out, count };
	return true;
}

/* -- other names ------------------------------------------------------------ */

struct text identity_media(struct arena *arena, const struct site_key *key,
			   const char *kind, struct digest of)
{
	uint8_t mac[CRYPTO_HMAC_BYTES];
	char message[64];
	size_t len = strnlen(kind, sizeof(message) - CRYPTO_DIGEST_BYTES - 1);

	memcpy(message, kind, len);
	message[len++] = 0;
	memcpy(message + len, of.byte, CRYPTO_DIGEST_BYTES);
	crypto_hmac(
		(struct text){ (const char *)key->byte, IDENTITY_KEY_BYTES },
		(struct text){ message, len + CRYPTO_DIGEST_BYTES }, mac);
	return identity_base32(arena, mac, 16);
}

struct text identity_new(struct arena *arena)
{
	uint8_t bytes[8];

	crypto_random(bytes, sizeof(bytes));
	return arena_join(arena, T("p-"),
			  identity_base32(arena, bytes, sizeof(bytes)));
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool identity_is_id(struct text id)
{
	for (size_t i = 0; i < id.len; i++)
		if (!is_name_char(id.at[i]))
			return false;
	return id.len && id.len <= IDENTITY_ID_MOST;
}

bool identity_is_slug(struct text slug)
{
	return identity_is_id(slug) && slug.at[0] != '-';
}
