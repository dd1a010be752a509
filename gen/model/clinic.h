#ifndef GEN_MODEL_CLINIC_H
#define GEN_MODEL_CLINIC_H

/*
 * clinic.yaml: the brand, and what holds for all shops.
 */

#include "content/markdown.h"
#include "model/fields.h"

struct clinic_privacy {
	struct origin origin;
	struct text who, contact, purpose, retention;
};

struct clinic_gift {
	struct origin origin;
	struct text name;
	int64_t cost; /* points */
	struct text photo;
};

enum points_shown { POINTS_IN_SHOP, POINTS_ON_PLAN };

struct clinic_points {
	struct origin origin;
	int64_t referral, deal; /* points for a visit, for a contract */
	struct list gifts;	/* struct clinic_gift */
	int shown;		/* enum points_shown */
};

struct clinic_messages {
	struct origin origin;
	struct text revisit, birthday, missed, referral;
};

struct clinic {
	struct origin origin;
	struct text name, slogan, logo;
	struct markdown about;
	struct text icp, disclaimer;
	struct clinic_privacy privacy;
	bool licensed;
	struct text licence;
	struct clinic_points points;
	struct clinic_messages messages;
	struct texts categories; /* of articles, in the order of the index */
};

extern const struct table clinic_table;
extern const struct table clinic_gift_table;
extern const struct table clinic_privacy_table;
extern const struct table clinic_points_table;
extern const struct table clinic_messages_table;

#endif
