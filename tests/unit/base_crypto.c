/*
 * Digests against the examples of FIPS 180-4 (abc, the empty message, the two
 * blocks, a million a) and HMACs against RFC 4231 (its case 5 is about truncation,
 * which we do not do); then what is ours: that borders between parts count, and
 * that threads do not meet.
 */

#include "base/crypto.h"

#include "base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>

#include <cmocka.h>

static void assert_hex(const uint8_t *bytes, size_t len, const char *expected)
{
	char hex[2 * 32 + 1];

	assert_true(len <= 32);
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	assert_string_equal(hex, expected);
}

static void test_digest(void **state)
{
	static const struct {
		struct text bytes;
		const char *expected;
	} cases[] = {
		{ TEXT(""), "e3b0c44298fc1c149afbf4c8996fb924" },
		{ TEXT("abc"), "ba7816bf8f01cfea414140de5dae2223" },
		{ TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmno"
		       "mnopnopq"),
		  "248d6a61d20638b8e5c026930c3e6039" },
	};
	static char many[1000000];
	struct digest digest;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		digest = crypto_digest(cases[i].bytes);
		assert_hex(digest.byte, sizeof digest.byte, cases[i].expected);
	}
	memset(many, 'a', sizeof many);
	digest = crypto_digest((struct text){ many, sizeof many });
	assert_hex(digest.byte, sizeof digest.byte,
		   "cdc76e5c9914fb9281a1c7e284d73e67");
}

static struct text repeat(char *to, int c, size_t len)
{
	memset(to, c, len);
	return (struct text){ to, len };
}

static void test_hmac(void **state)
{
	static char keys[7][131], messages[7][50], counting[25];
	const struct {
		struct text key, message;
		const char *expected;
	} cases[] = {
		{ repeat(keys[0], 0x0b, 20), T("Hi There"),
		  "b0344c61d8db38535ca8afceaf0bf12b"
		  "881dc200c9833da726e9376c2e32cff7" },
		{ T("Jefe"), T("what do ya want for nothing?"),
		  "5bdcc146bf60754e6a042426089575c7"
		  "5a003f089d2739839dec58b964ec3843" },
		{ repeat(keys[2], 0xaa, 20), repeat(messages[2], 0xdd, 50),
		  "773ea91e36800e46854db8ebd09181a7"
		  "2959098b3ef8c122d9635514ced565fe" },
		{ { counting, 25 },
		  repeat(messages[3], 0xcd, 50),
		  "82558a389a443c0ea4cc819899f2083a"
		  "85f0faa3e578f8077a2e3ff46729665b" },
		{ repeat(keys[5], 0xaa, 131),
		  T("Test Using Larger Than Block-Size Key - Hash Key First"),
		  "60e431591ee0b67f0d8a26aacbf5b77f"
		  "8e0bc6213728c5140546040f0ee37f54" },
		{ repeat(keys[6], 0xaa, 131),
		  T("This is a test using a larger than block-size key and a "
		    "larger than block-size data. The key needs to be hashed "
		    "before being used by the HMAC algorithm."),
		  "9b09ffa71b942fcb27635fbcd5b0e944"
		  "bfdc63644f0713938a7f51535c3a35e2" },
		{ T(""), T(""),
		  "b613679a0814d9ec772f95d778c35fc5"
		  "ff1697c493715653c6c712144292c5ad" },
		{ { NULL, 0 },
		  { NULL, 0 },
		  "b613679a0814d9ec772f95d778c35fc5"
		  "ff1697c493715653c6c712144292c5ad" },
	};
	uint8_t out[CRYPTO_HMAC_BYTES];

	(void)state;
	for (int i = 0; i < 25; i++)
		counting[i] = (char)(i + 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		crypto_hmac(cases[i].key, cases[i].message, out);
		assert_hex(out, sizeof out, cases[i].expected);
	}
}

static struct digest of_parts(struct text a, struct text b)
{
	struct digester *digester = crypto_digest_begin();

	crypto_digest_add(digester, a);
	crypto_digest_add(digester, b);
	return crypto_digest_end(digester);
}

static void test_borders_count(void **state)
{
	struct digest ab_c = of_parts(T("ab"), T("c"));

	(void)state;
	assert_true(crypto_digest_equal(ab_c, of_parts(T("ab"), T("c"))));
	assert_false(crypto_digest_equal(ab_c, of_parts(T("a"), T("bc"))));
	assert_false(crypto_digest_equal(ab_c, of_parts(T(""), T("abc"))));
	assert_false(crypto_digest_equal(ab_c, of_parts(T("c"), T("ab"))));
	assert_false(crypto_digest_equal(ab_c, crypto_digest(T("abc"))));
}

static void test_kinds_count(void **state)
{
	const char bytes[8] = { 5 };
	struct digester *number = crypto_digest_begin();
	struct digester *text = crypto_digest_begin();
	struct digester *negative = crypto_digest_begin();
	struct digest a, b, c;

	(void)state;
	crypto_digest_add_number(number, 5);
	crypto_digest_add(text, (struct text){ bytes, sizeof bytes });
	crypto_digest_add_number(negative, -5);
	a = crypto_digest_end(number);
	b = crypto_digest_end(text);
	c = crypto_digest_end(negative);
	assert_false(crypto_digest_equal(a, b));
	assert_false(crypto_digest_equal(a, c));

	/* The same on every host and in every release: states depend on it. */
	assert_hex(a.byte, sizeof a.byte, "f56b2f12abe84e2c26d65d2d6dead457");
}

static void test_many_at_once(void **state)
{
	struct digester *open[20];
	struct digest first, last;

	(void)state;
	for (int i = 0; i < 20; i++) {
		open[i] = crypto_digest_begin();
		crypto_digest_add(open[i], T("same"));
	}
	first = crypto_digest_end(open[0]);
	for (int i = 1; i < 20; i++) {
		last = crypto_digest_end(open[i]);
		assert_true(crypto_digest_equal(first, last));
	}
}

static void digest_index(void *context, size_t worker, size_t index)
{
	atomic_size_t *wrong = context;
	uint8_t out[CRYPTO_HMAC_BYTES];

	(void)worker, (void)index;
	if (crypto_digest(T("abc")).byte[0] != 0xba)
		atomic_fetch_add(wrong, 1);
	crypto_hmac(T("Jefe"), T("what do ya want for nothing?"), out);
	if (out[0] != 0x5b)
		atomic_fetch_add(wrong, 1);
}

static void test_threads(void **state)
{
	atomic_size_t wrong = 0;

	(void)state;
	pool_run(8, 2000, digest_index, &wrong);
	assert_int_equal(wrong, 0);
}

static void test_random(void **state)
{
	uint8_t a[300] = { 0 }, b[300] = { 0 };
	size_t seen = 0;
	bool found[256] = { false };

	(void)state;
	crypto_random(a, sizeof a);
	crypto_random(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
	for (size_t i = 0; i < sizeof a; i++)
		found[a[i]] = found[b[i]] = true;
	for (size_t i = 0; i < 256; i++)
		seen += found[i];
	assert_true(seen > 150);
	crypto_random(a, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_borders_count),
		cmocka_unit_test(test_kinds_count),
		cmocka_unit_test(test_many_at_once),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
