#include "model/consent.h"

#include "base/lang.h"

static const struct choice by_choices[] = {
	{ "self", "本人" },
	{ "guardian", "监护人" },
	{ NULL, NULL },
};

static const struct field consent_fields[] = {
	FIELD_ROW(consent, plan_page, "计划页", FIELD_DATE, 0, SEES_OWNER,
		  N_("the day on which the patient agreed to a page of their "
		     "own")),
	FIELD_ROW(consent, photos, "照片", FIELD_DATE, 0, SEES_OWNER,
		  N_("the day on which the patient agreed to photos on it; "
		     "without it no photo is published")),
	FIELD_ROW(consent, share, "分享", FIELD_DATE, 0, SEES_OWNER,
		  N_("the day on which the patient agreed to a page for "
		     "friends; without it there is none")),
	FIELD_ROW_CHOICE(consent, by, "同意人", by_choices, SEES_OWNER,
			 N_("who agreed: the patient or a guardian")),
};

const struct table consent_table =
	TABLE_DOCUMENT("consent", consent, consent_fields);

bool consent_allows_photos(const struct consent *consent)
{
	return date_is_set(consent->photos);
}

bool consent_allows_share(const struct consent *consent)
{
	return date_is_set(consent->share);
}

bool consent_allows_shared_photos(const struct consent *consent)
{
	return consent_allows_photos(consent) && consent_allows_share(consent);
}
