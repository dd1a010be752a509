#ifndef GEN_RUN_PATIENT_PAGES_H
#define GEN_RUN_PATIENT_PAGES_H

/*
 * The pages of one patient: plan, calendar file, version, voucher, share page,
 * and the pictures on them.
 */

#include "run/patient_files.h"
#include "run/shops.h"
#include "run/unit.h"

struct patient_pages {
	const struct shop *shop;
	const struct therapist_file *therapist;
	struct article_cards articles;
	struct patient_files *files;
	bool has_share; /* set by patient_pages_exist */
};

/*
 * Are there pages of this plan today? Enters the days for which that holds.
 */
bool patient_pages_exist(struct unit_work *work, struct patient_pages *pages);

/* Makes the pictures, and the pages where anything on them changed. */
void patient_pages_build(struct unit_work *work, struct patient_pages *pages);

/* Adds what is wrong with the photos and attachments of a plan. */
void patient_pages_check(struct workspace *ws, struct worker *worker,
			 struct patient_files *files);

#endif
