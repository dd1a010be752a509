#ifndef GEN_MODEL_POINTS_H
#define GEN_MODEL_POINTS_H

/*
 * What referrals have earned: the entries of a shop's ledger, summed by code.
 *
 * Codes are compared as people type them (identity_code_read); an entry whose
 * code is none counts for nobody. A newcomer who is entered twice, for a trial
 * and for a deal, is one friend: known again by the telephone number, or by the
 * name where one of the entries has no number.
 *
 * Calling sequence: points_make once for a shop; then points_find from any
 * thread. Spending is not in the ledger: these are points earned in all.
 */

#include "model/clinic.h"
#include "model/ledger.h"

struct points_account {
	struct text code; /* 7K3MQ9XDT */
	int64_t trials, deals, friends;
};

struct points; /* the accounts of a shop */

/* Memory: in the arena; the ledger may go. */
struct points *points_make(struct arena *arena, const struct ledger *ledger);

/* The account of a code; NULL where nobody came on it. `points` may be NULL. */
const struct points_account *points_find(const struct points *points,
					 struct text code);

/* By the clinic's rules. */
int64_t points_earned(const struct points_account *account,
		      const struct clinic_points *rules);

/* Warns where points show on patients' pages. */
void points_check(const struct clinic *clinic, struct diags *diags);

#endif
