#include "model/points.h"

#include "base/lang.h"
#include "base/map.h"
#include "model/identity.h"
#include "model/values.h"

enum { MOST = 1000000000 }; /* of a rule, so that no sum overflows */

struct points {
	struct map accounts; /* code → struct points_account */
};

/* Friends that are known, while a ledger is summed: the keys are a code and a
 * number or name, the value says whether an entry without a number had it. */
struct summing {
	struct arena *arena;
	struct points *points;
	struct map friends;
};

static char with_number[] = "number", without_number[] = "none";

static struct points_account *account_of(struct summing *s, struct text code)
{
	struct points_account *account = map_find(&s->points->accounts, code);

	if (account)
		return account;
	account = ARENA_NEW(s->arena, struct points_account);
	account->code = code;
	map_set(&s->points->accounts, code, account);
	return account;
}

/* Is it somebody who came on this code before? Notes who it is. */
static bool is_known(struct summing *s, struct text code,
		     const struct referral *entry)
{
	struct text phone = values_phone_digits(s->arena, entry->phone);
	struct text by_phone = arena_join3(s->arena, code, T(" "), phone);
	struct text by_name = arena_join3(s->arena, code, T("\n"), entry->name);
	const char *named =
		entry->name.len ? map_find(&s->friends, by_name) : NULL;
	bool is_same = phone.len ? map_find(&s->friends, by_phone) ||
					   named == without_number
				 : named != NULL;

	if (phone.len)
		map_set(&s->friends, by_phone, with_number);
	if (entry->name.len)
		map_set(&s->friends, by_name,
			phone.len ? with_number : without_number);
	return is_same;
}

struct points *points_make(struct arena *arena, const struct ledger *ledger)
{
	const struct referral *entries = ledger->referrals.items;
	struct summing s = { arena, ARENA_NEW(arena, struct points), { 0 } };

	map_init(&s.points->accounts, arena);
	map_init(&s.friends, arena);
	for (size_t i = 0; i < ledger->referrals.count; i++) {
		struct points_account *account;
		struct text code;

		if (!identity_code_read(arena, entries[i].code, &code))
			continue;
		account = account_of(&s, code);
		if (entries[i].status == REFERRAL_DEAL)
			account->deals++;
		else
			account->trials++;
		account->friends += !is_known(&s, code, &entries[i]);
	}
	return s.points;
}

const struct points_account *points_find(const struct points *points,
					 struct text code)
{
	return points ? map_find(&points->accounts, code) : NULL;
}

static int64_t at_most(int64_t rule)
{
	return rule < 0 ? 0 : rule > MOST ? MOST : rule;
}

int64_t points_earned(const struct points_account *account,
		      const struct clinic_points *rules)
{
	return account->trials * at_most(rules->referral) +
	       account->deals * at_most(rules->deal);
}

void points_check(const struct clinic *clinic, struct diags *diags)
{
	struct diag *diag;

	if (clinic->points.shown != POINTS_ON_PLAN)
		return;
	diag = diag_add(diags, SEVERITY_WARNING,
			fields_place(&clinic_points_table, &clinic->points,
				     &clinic->points.shown),
			"clinic.points.shown",
			_("points show on patients' pages"));
	diag_hint(diags, diag,
		  _("WeChat forbids pages that reward sharing and may block "
		    "the address; with “shown: shop” points are told in the "
		    "shop only"));
}
