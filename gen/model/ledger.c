#include "model/ledger.h"

#include "base/lang.h"

static const struct choice status_choices[] = {
	{ "trial", "体验" },
	{ "deal", "成交" },
	{ NULL, NULL },
};

static const struct field referral_fields[] = {
	FIELD_ROW(referral, date, "日期", FIELD_DATE, FIELD_REQUIRED,
		  SEES_THERAPIST, N_("the day the newcomer came")),
	FIELD_ROW(referral, code, "码", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_THERAPIST, N_("the code they brought")),
	FIELD_ROW(referral, name, "姓名", FIELD_TEXT, 0, SEES_THERAPIST,
		  N_("the newcomer's name")),
	FIELD_ROW(referral, phone, "电话", FIELD_PHONE, 0, SEES_THERAPIST,
		  N_("the newcomer's telephone number")),
	FIELD_ROW_CHOICE(referral, status, "状态", status_choices,
			 SEES_THERAPIST,
			 N_("came for a trial, or started a plan")),
	FIELD_ROW(referral, note, "说明", FIELD_LINES, 0, SEES_THERAPIST,
		  N_("a remark")),
};

const struct table referral_table =
	TABLE_DOCUMENT("referral", referral, referral_fields);

/* The file is a bare list; run/ gives it this one name before reading. */
static const struct field ledger_fields[] = {
	FIELD_ROW_OF(ledger, referrals, "转介绍", FIELD_LIST, &referral_table,
		     SEES_THERAPIST, N_("one entry for each newcomer")),
};

const struct table ledger_table =
	TABLE_DOCUMENT("ledger", ledger, ledger_fields);
