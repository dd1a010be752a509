/*
 * libcrypto looks an algorithm up by name on every use unless it is fetched
 * beforehand, and that look-up takes longer than the digest of a small page.
 * So the algorithms are fetched once for the program, and each thread keeps a
 * few contexts for its next digests. A struct digester is such a context
 * under our name.
 */

#include "base/crypto.h"

#include "base/bug.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <pthread.h>
#include <sys/random.h>

enum { CRYPTO_IDLE_MOST = 8, CRYPTO_SHA256_BYTES = 32 };

/* What a part of a digest is; part of what is digested. */
enum part_kind { PART_TEXT = 1, PART_NUMBER, PART_DIGEST };

/* What one thread keeps between digests. */
struct keep {
	EVP_MD_CTX *idle[CRYPTO_IDLE_MOST];
	size_t idle_count;
	EVP_MAC_CTX *hmac; /* NULL until it is used */
	bool is_known;	   /* keep_free runs when the thread ends */
};

static pthread_once_t fetched = PTHREAD_ONCE_INIT;
static EVP_MD *sha256;
static EVP_MAC *hmac;
static pthread_key_t keep_key;
static _Thread_local struct keep keep;

static void keep_free(void *context)
{
	struct keep *k = context;

	while (k->idle_count)
		EVP_MD_CTX_free(k->idle[--k->idle_count]);
	EVP_MAC_CTX_free(k->hmac);
	k->hmac = NULL;
	k->is_known = false;
}

static void fetch(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	if (!sha256 || !hmac)
		BUG("libcrypto lacks SHA-256, HMAC or AES-256-GCM");
	if (pthread_key_create(&keep_key, keep_free))
		BUG("no thread key is left");
}

static struct keep *keep_of_thread(void)
{
	pthread_once(&fetched, fetch);
	if (!keep.is_known) {
		if (pthread_setspecific(keep_key, &keep))
			BUG("a thread key cannot be set");
		keep.is_known = true;
	}
	return &keep;
}

static void write_le64(uint8_t out[8], uint64_t number)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(number >> (8 * i));
}

static void update(struct digester *digester, const void *bytes, size_t len)
{
	if (len && !EVP_DigestUpdate((EVP_MD_CTX *)digester, bytes, len))
		BUG("libcrypto refused %zu bytes", len);
}

struct digester *crypto_digest_begin(void)
{
	struct keep *k = keep_of_thread();
	EVP_MD_CTX *context =
		k->idle_count ? k->idle[--k->idle_count] : EVP_MD_CTX_new();

	if (!context || !EVP_DigestInit_ex2(context, sha256, NULL))
		BUG("libcrypto cannot start SHA-256");
	return (struct digester *)context;
}

static void add_part(struct digester *digester, enum part_kind kind,
		     struct text part)
{
	uint8_t head[9];

	head[0] = (uint8_t)kind;
	write_le64(head + 1, part.len);
	update(digester, head, sizeof head);
	update(digester, part.at, part.len);
}

void crypto_digest_add(struct digester *digester, struct text part)
{
	add_part(digester, PART_TEXT, part);
}

void crypto_digest_add_number(struct digester *digester, int64_t number)
{
	uint8_t bytes[8];

	write_le64(bytes, (uint64_t)number);
	add_part(digester, PART_NUMBER,
		 (struct text){ (const char *)bytes, sizeof bytes });
}

void crypto_digest_add_digest(struct digester *digester, struct digest digest)
{
	add_part(
		digester, PART_DIGEST,
		(struct text){ (const char *)digest.byte, sizeof digest.byte });
}

struct digest crypto_digest_end(struct digester *digester)
{
	EVP_MD_CTX *context = (EVP_MD_CTX *)digester;
	struct keep *k = keep_of_thread();
	uint8_t whole[CRYPTO_SHA256_BYTES];
	struct digest digest;

	if (!EVP_DigestFinal_ex(context, whole, NULL))
		BUG("libcrypto cannot finish SHA-256");
	if (k->idle_count < CRYPTO_IDLE_MOST)
		k->idle[k->idle_count++] = context;
	else
		EVP_MD_CTX_free(context);
	memcpy(digest.byte, whole, sizeof digest.byte);
	return digest;
}

struct digest crypto_digest(struct text bytes)
{
	struct digester *digester = crypto_digest_begin();

	update(digester, bytes.at, bytes.len);
	return crypto_digest_end(digester);
}

bool crypto_digest_equal(struct digest a, struct digest b)
{
	return !CRYPTO_memcmp(a.byte, b.byte, sizeof a.byte);
}

/* The digest is named once; naming it in each HMAC would look it up again. */
static EVP_MAC_CTX *hmac_context(void)
{
	struct keep *k = keep_of_thread();
	char name[] = "SHA256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name,
						 0),
		OSSL_PARAM_construct_end(),
	};

	if (!k->hmac) {
		k->hmac = EVP_MAC_CTX_new(hmac);
		if (!k->hmac || !EVP_MAC_CTX_set_params(k->hmac, params))
			BUG("libcrypto cannot start HMAC");
	}
	return k->hmac;
}

void crypto_hmac(struct text key, struct text message,
		 uint8_t out[CRYPTO_HMAC_BYTES])
{
	EVP_MAC_CTX *context = hmac_context();
	/* A key of NULL would mean the key of the call before. */
	const char *key_at = key.len ? key.at : "";
	size_t len = 0;

	if (!EVP_MAC_init(context, (const uint8_t *)key_at, key.len, NULL) ||
	    (message.len &&
	     !EVP_MAC_update(context, (const uint8_t *)message.at,
			     message.len)) ||
	    !EVP_MAC_final(context, out, &len, CRYPTO_HMAC_BYTES) ||
	    len != CRYPTO_HMAC_BYTES)
		BUG("libcrypto refused an HMAC");
}

void crypto_random(void *out, size_t bytes)
{
	char *at = out;

	while (bytes) {
		ssize_t got = getrandom(at, bytes, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			BUG("the kernel gives no random numbers");
		at += got;
		bytes -= (size_t)got;
	}
}

void crypto_sha256(struct text bytes, uint8_t out[32])
{
	keep_of_thread();
	if (!EVP_Digest(bytes.len ? bytes.at : "", bytes.len, out, NULL, sha256,
			NULL))
		BUG("libcrypto refused %zu bytes", bytes.len);
}
