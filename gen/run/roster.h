#ifndef GEN_RUN_ROSTER_H
#define GEN_RUN_ROSTER_H

/*
 * All patients of a site by what people call them: for commands that take
 * PATIENT, which is store/folder, an id, a name or a referral code.
 *
 * Calling sequence: roster_read once, then roster_find for each word. Reading
 * looks at the plainest entries of each plan.yaml only; whoever needs a plan
 * reads it whole. Ids that two plans claim are marked, because their links
 * would lead to one another's page.
 */

#include "run/workspace.h"

struct roster_entry {
	struct text store, folder;
	struct text path;     /* of plan.yaml, relative to content/ */
	struct text id, name; /* as written; empty: not found */
	int64_t link_version;
	const struct roster_entry *rival; /* of the same id; NULL: none */
};

struct roster {
	struct roster_entry *items; /* by store and folder */
	size_t count;
};

/* Memory: as long as the workspace. Errors: false where a folder cannot be
 * listed. What is wrong in a plan is not told here. */
bool roster_read(struct workspace *ws, struct roster *roster)
	__attribute__((warn_unused_result));

/*
 * The one patient that a word means. Errors: NULL, with a diagnostic that lists
 * all it could mean (patient.ambiguous), or the nearest (patient.unknown).
 */
const struct roster_entry *roster_find(struct workspace *ws,
				       const struct roster *roster,
				       struct text word);

/* "store/folder". Memory: in the arena. */
struct text roster_name(struct arena *arena, const struct roster_entry *entry);

#endif
