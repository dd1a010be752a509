#ifndef GEN_MODEL_CONSENT_H
#define GEN_MODEL_CONSENT_H

/*
 * What a patient agreed to, each with the date of a separate consent (PIPL
 * articles 25 and 29). A date that is missing is a consent that was not given.
 */

#include "model/fields.h"
#include "base/date.h"

enum consent_by { CONSENT_BY_SELF, CONSENT_BY_GUARDIAN };

struct consent {
	struct origin origin;
	struct date plan_page, photos, share;
	int by; /* enum consent_by */
};

extern const struct table consent_table;

/* Photos may be on the patient's own page. */
bool consent_allows_photos(const struct consent *consent);

/* A share page may exist. */
bool consent_allows_share(const struct consent *consent);

/* Photos may be on the share page: both consents. */
bool consent_allows_shared_photos(const struct consent *consent);

#endif
