/* model/identity: names that cannot be guessed, codes that can be read out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/identity.h"

static struct arena arena;
static const struct site_key key = { { 1, 2, 3 } };
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void test_base32(void **state)
{
	(void)state;
	/* RFC 4648, section 10, in lower case and without padding. */
	assert_string_equal(
		identity_base32(&arena, (const uint8_t *)"foobar", 6).at,
		"mzxw6ytboi");
	assert_string_equal(identity_base32(&arena, (const uint8_t *)"f", 1).at,
			    "my");
}

/* Every part of what a token is made from changes it. */
static void test_tokens(void **state)
{
	struct site_key other = { { 1, 2, 4 } };
	struct text token =
		identity_token(&arena, &key, IDENTITY_PLAN, T("p-1"), 0);

	(void)state;
	assert_int_equal(token.len, IDENTITY_TOKEN_CHARS);
	assert_true(
		text_equal(token, identity_token(&arena, &key, IDENTITY_PLAN,
						 T("p-1"), 0)));
	assert_false(
		text_equal(token, identity_token(&arena, &key, IDENTITY_DESK,
						 T("p-1"), 0)));
	assert_false(
		text_equal(token, identity_token(&arena, &key, IDENTITY_PLAN,
						 T("p-2"), 0)));
	assert_false(
		text_equal(token, identity_token(&arena, &key, IDENTITY_PLAN,
						 T("p-1"), 1)));
	assert_false(
		text_equal(token, identity_token(&arena, &other, IDENTITY_PLAN,
						 T("p-1"), 0)));
}

static void check_read(const char *typed, const char *expected)
{
	struct text code = { NULL, 0 };
	bool good = identity_code_read(&arena, text_of(typed), &code);

	if (good != (expected != NULL) || (good && !text_is(code, expected)))
		fail_msg("“%s”: %d %.*s", typed, good, TEXT_ARG(code));
}

static void test_codes_as_people_type_them(void **state)
{
	struct text code = identity_code(&arena, &key, T("p-1"), 0);
	struct text printed = identity_code_printed(&arena, code);
	char typed[32];
	size_t len = 0;

	(void)state;
	assert_int_equal(code.len, IDENTITY_CODE_CHARS);
	assert_int_equal(printed.len, IDENTITY_CODE_CHARS + 2);
	check_read(printed.at, code.at);
	for (size_t i = 0; i < code.len; i++) {
		char c = code.at[i];

		typed[len++] = (char)(c >= 'A' ? c - 'A' + 'a' : c);
		if (c == '0')
			typed[len - 1] = 'o';
		if (c == '1')
			typed[len - 1] = 'l';
		if (i == 3)
			typed[len++] = ' ';
	}
	typed[len] = 0;
	check_read(typed, code.at);
	check_read("", NULL);
	check_read("1234", NULL);
	check_read("7K3M-Q9XD-U", NULL);
	check_read("7K3M-Q9XD-TT", NULL);
}

/* What the check character is for: one wrong character, or two swapped. */
static void test_check_character(void **state)
{
	struct text code = identity_code(&arena, &key, T("p-77"), 3);
	char typed[IDENTITY_CODE_CHARS + 1] = "";

	(void)state;
	for (size_t i = 0; i < IDENTITY_CODE_CHARS; i++) {
		memcpy(typed, code.at, IDENTITY_CODE_CHARS);
		for (size_t n = 0; n < 32; n++) {
			typed[i] = alphabet[n];
			if (typed[i] != code.at[i])
				check_read(typed, NULL);
		}
		for (size_t n = 0; n < IDENTITY_CODE_CHARS; n++) {
			memcpy(typed, code.at, IDENTITY_CODE_CHARS);
			typed[i] = code.at[n];
			typed[n] = code.at[i];
			if (typed[i] != typed[n])
				check_read(typed, NULL);
		}
	}
}

static void test_names(void **state)
{
	struct text a = identity_new(&arena), b = identity_new(&arena);

	(void)state;
	assert_true(identity_is_id(a));
	assert_false(text_equal(a, b));
	assert_true(identity_is_slug(T("sesame-porridge")));
	assert_false(identity_is_slug(T("-x")));
	assert_false(identity_is_slug(T("芝麻")));
	assert_false(identity_is_id(T("")));
	assert_false(identity_is_id(T("../x")));
	assert_false(identity_is_id(T("a.b")));
}

static void test_media_names(void **state)
{
	struct digest digest = crypto_digest(T("photo"));
	struct text view = identity_media(&arena, &key, "view", digest);

	(void)state;
	assert_int_equal(view.len, IDENTITY_TOKEN_CHARS);
	assert_false(text_equal(view,
				identity_media(&arena, &key, "thumb", digest)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base32),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_codes_as_people_type_them),
		cmocka_unit_test(test_check_character),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_media_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
