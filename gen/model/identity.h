#ifndef GEN_MODEL_IDENTITY_H
#define GEN_MODEL_IDENTITY_H

/*
 * Names that cannot be guessed: tokens of links, referral codes, media names.
 *
 * token = base32(HMAC-SHA-256(site key, kind ‖ id ‖ link version)), 128 bits,
 * 26 lower-case characters (RFC 4648 alphabet). A referral code is 40 bits of
 * the same kind in Crockford's alphabet, 8 characters, and a check character
 * that finds every single wrong character and every swap of two characters.
 * Raising the link version changes all of them at once.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"

enum {
	IDENTITY_KEY_BYTES = 32,
	IDENTITY_TOKEN_CHARS = 26,
	IDENTITY_CODE_CHARS = 9, /* with its check character */
	IDENTITY_ID_MOST = 64,
};

struct site_key {
	uint8_t byte[IDENTITY_KEY_BYTES];
};

enum identity_kind { IDENTITY_PLAN, IDENTITY_CODE, IDENTITY_DESK };

/* The token of a plan's or desk's link. Memory: 26 characters in the arena. */
struct text identity_token(struct arena *arena, const struct site_key *key,
			   enum identity_kind kind, struct text id,
			   int64_t link_version);

/* The referral code without its dashes: 7K3MQ9XDT. */
struct text identity_code(struct arena *arena, const struct site_key *key,
			  struct text id, int64_t link_version);

/* 7K3MQ9XDT → 7K3M-Q9XD-T. */
struct text identity_code_printed(struct arena *arena, struct text code);

/*
 * Reads a code as people type it: any case, with or without dashes and blanks,
 * O for 0, I and L for 1. False where the check character does not agree.
 */
bool identity_code_read(struct arena *arena, struct text typed,
			struct text *code);

/* The name of a media file made from these bytes: 26 characters. */
struct text identity_media(struct arena *arena, const struct site_key *key,
			   const char *kind, struct digest of);

/* A fresh id for a patient: "p-" and 13 characters. */
struct text identity_new(struct arena *arena);

/* Lower-case base32 without padding. */
struct text identity_base32(struct arena *arena, const uint8_t *bytes,
			    size_t count);

/* Letters, digits, - and _, at most IDENTITY_ID_MOST: what an id may be. */
bool identity_is_id(struct text id);

/* The same for the names of shops, therapists and articles in URLs. */
bool identity_is_slug(struct text slug);

#endif
