#ifndef GEN_BASE_CRYPTO_H
#define GEN_BASE_CRYPTO_H

/*
 * Digests and random bytes (OpenSSL libcrypto): SHA-256 (FIPS 180-4),
 * HMAC-SHA-256 (RFC 2104), and the kernel's random numbers.
 *
 * A digest here is the first 16 bytes of SHA-256: enough to tell any two states
 * of content apart and to name a file so that it cannot be guessed. Digests are
 * the same on every host and in every release. Any thread may call anything
 * here at any time; a digester belongs to one thread at a time.
 * Nothing here can fail on good arguments; what libcrypto refuses is a BUG.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum {
	CRYPTO_DIGEST_BYTES = 16,
	CRYPTO_HMAC_BYTES = 32,
};

struct digest {
	uint8_t byte[CRYPTO_DIGEST_BYTES];
};

struct digester; /* a digest being taken */

struct digest crypto_digest(struct text bytes);

/*
 * The digest of several parts. Each part is taken with its kind and length, so
 * that moving a border changes the digest. Several may be open at once;
 * crypto_digest_end closes one and gives its memory back.
 */
struct digester *crypto_digest_begin(void);
void crypto_digest_add(struct digester *digester, struct text part);
void crypto_digest_add_number(struct digester *digester, int64_t number);
void crypto_digest_add_digest(struct digester *digester, struct digest digest);
struct digest crypto_digest_end(struct digester *digester);

bool crypto_digest_equal(struct digest a, struct digest b);

void crypto_hmac(struct text key, struct text message,
		 uint8_t out[CRYPTO_HMAC_BYTES]);

void crypto_random(void *out, size_t bytes);

/* All 32 bytes of SHA-256, for formats that want them (CSP hashes, S3). */
void crypto_sha256(struct text bytes, uint8_t out[32]);

#endif
