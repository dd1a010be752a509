/* model/points: a ledger summed by code, friends counted once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/identity.h"
#include "model/points.h"

struct world {
	struct arena arena;
	struct text codes[2];
	struct referral entries[16];
	size_t count;
};

static void open_world(struct world *w)
{
	static const struct site_key key = { { 7 } };

	*w = (struct world){ .count = 0 };
	arena_init(&w->arena, ARENA_SMALL);
	w->codes[0] = identity_code(&w->arena, &key, T("p-1"), 1);
	w->codes[1] = identity_code(&w->arena, &key, T("p-2"), 1);
}

static void add(struct world *w, struct text code, int status, const char *name,
		const char *phone)
{
	w->entries[w->count++] = (struct referral){
		.code = code,
		.status = status,
		.name = text_of(name),
		.phone = text_of(phone),
	};
}

static const struct points_account *find(struct world *w, size_t which)
{
	struct ledger ledger = { .referrals = { w->entries, w->count } };

	return points_find(points_make(&w->arena, &ledger), w->codes[which]);
}

static void test_nobody_came(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	assert_null(find(&w, 0));
	assert_null(points_find(NULL, w.codes[0]));
	arena_release(&w.arena);
}

static void test_entries_are_summed_by_code(void **state)
{
	const struct clinic_points rules = { .referral = 50, .deal = 200 };
	const struct points_account *account;
	struct world w;

	(void)state;
	open_world(&w);
	add(&w, w.codes[0], REFERRAL_TRIAL, "谭女士", "138 0000 0091");
	add(&w, w.codes[1], REFERRAL_TRIAL, "李女士", "138 0000 0092");
	add(&w, w.codes[0], REFERRAL_DEAL, "谭女士", "13800000091");
	add(&w, w.codes[0], REFERRAL_TRIAL, "王先生", "");
	account = find(&w, 0);
	assert_non_null(account);
	assert_int_equal(account->trials, 2);
	assert_int_equal(account->deals, 1);
	assert_int_equal(account->friends, 2);
	assert_int_equal(points_earned(account, &rules), 300);
	assert_int_equal(find(&w, 1)->friends, 1);
	arena_release(&w.arena);
}

/* As they are typed: small letters, no dashes, blanks, O for 0. */
static void test_codes_are_read_as_typed(void **state)
{
	struct world w;
	struct text printed, code;
	char typed[32] = "";
	size_t len = 0;

	(void)state;
	open_world(&w);
	code = w.codes[0];
	printed = identity_code_printed(&w.arena, code);
	for (size_t i = 0; i < code.len; i++) {
		char c = code.at[i];

		typed[len++] = ' ';
		typed[len++] = c == '0'		      ? 'o'
			       : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a')
						      : c;
	}
	add(&w, printed, REFERRAL_TRIAL, "", "");
	add(&w, (struct text){ typed, len }, REFERRAL_TRIAL, "", "");
	add(&w, T("0000-0000-1"), REFERRAL_TRIAL, "", "");
	add(&w, T("谁的码"), REFERRAL_TRIAL, "", "");
	add(&w, T(""), REFERRAL_TRIAL, "", "");
	assert_int_equal(find(&w, 0)->trials, 2);
	/* Nobody knows who they were: two. */
	assert_int_equal(find(&w, 0)->friends, 2);
	arena_release(&w.arena);
}

static void test_a_friend_is_counted_once(void **state)
{
	static const struct {
		const char *names[2], *phones[2];
		int64_t friends;
	} cases[] = {
		{ { "谭女士", "谭女士" }, { "13800000091", "" }, 1 },
		{ { "谭女士", "谭女士" }, { "", "13800000091" }, 1 },
		{ { "谭女士", "谭女士" }, { "", "" }, 1 },
		{ { "谭女士", "谭女士" }, { "13800000091", "13800000092" }, 2 },
		{ { "谭女士", "小谭" }, { "138-0000-0091", "13800000091" }, 1 },
		{ { "谭女士", "小谭" }, { "", "" }, 2 },
		{ { "", "" }, { "13800000091", "13800000091" }, 1 },
		{ { "", "" }, { "", "" }, 2 },
		{ { "谭女士", "" }, { "", "" }, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world w;

		open_world(&w);
		for (size_t n = 0; n < 2; n++)
			add(&w, w.codes[0], (int)n, cases[i].names[n],
			    cases[i].phones[n]);
		/* The same person on another code is another's friend. */
		add(&w, w.codes[1], REFERRAL_TRIAL, cases[i].names[0],
		    cases[i].phones[0]);
		assert_int_equal(find(&w, 0)->friends, cases[i].friends);
		assert_int_equal(find(&w, 1)->friends, 1);
		arena_release(&w.arena);
	}
}

static void test_rules_without_sense(void **state)
{
	const struct points_account account = { .trials = 1000, .deals = 1000 };
	const struct clinic_points rules = { .referral = -5,
					     .deal = INT64_MAX };

	(void)state;
	assert_int_equal(points_earned(&account, &rules),
			 INT64_C(1000000000000));
}

static void test_warning_where_points_show(void **state)
{
	struct clinic clinic = { .points = { .shown = POINTS_IN_SHOP } };
	struct diags diags;

	(void)state;
	diags_init(&diags);
	points_check(&clinic, &diags);
	assert_int_equal(diags.warnings, 0);
	clinic.points.shown = POINTS_ON_PLAN;
	points_check(&clinic, &diags);
	assert_int_equal(diags.warnings, 1);
	assert_int_equal(diags.errors, 0);
	assert_string_equal(diags.first->code, "clinic.points.shown");
	diags_release(&diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nobody_came),
		cmocka_unit_test(test_entries_are_summed_by_code),
		cmocka_unit_test(test_codes_are_read_as_typed),
		cmocka_unit_test(test_a_friend_is_counted_once),
		cmocka_unit_test(test_rules_without_sense),
		cmocka_unit_test(test_warning_where_points_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
