#ifndef GEN_MODEL_LEDGER_H
#define GEN_MODEL_LEDGER_H

/*
 * referrals.yaml: who came on whose code. A list at the top level.
 */

#include "model/fields.h"
#include "base/date.h"

enum referral_status { REFERRAL_TRIAL, REFERRAL_DEAL };

struct referral {
	struct origin origin;
	struct date date;
	struct text code, name, phone;
	int status; /* enum referral_status */
	struct text note;
};

struct ledger {
	struct origin origin;
	struct list referrals; /* struct referral */
};

extern const struct table referral_table;
extern const struct table ledger_table;

#endif
