#ifndef GEN_RUN_PATIENTS_H
#define GEN_RUN_PATIENTS_H

/*
 * One patient: surveyed, then built where anything changed.
 *
 * The survey looks at the folder's stamps and the state, without opening a file
 * of a patient that did not change, and finds the plan's id; after all shops
 * were surveyed it is known which ids two plans claim. Building reads, checks,
 * renders and places the patient's pages in the worker's arena and forgets it.
 *
 * What takes a page away counts even where the plan has other errors: a draft,
 * a PIN (until sealed pages exist) and a withdrawn consent.
 */

#include "run/shops.h"
#include "run/workspace.h"

/* What is remembered of a patient between survey and build. */
struct patient {
	struct text name;  /* of the folder */
	struct text id;	   /* empty: it could not be found */
	bool is_current;   /* nothing changed; its outputs are kept already */
	bool is_claimed;   /* another plan has the same id */
	struct text rival; /* that plan: store/folder */
};

/* Memory: the id in `keep`, under the caller's care. */
void patients_survey(struct workspace *ws, struct worker *worker,
		     const struct shop *shop, struct patient *patient);

void patients_build(struct workspace *ws, struct worker *worker,
		    const struct shop *shop, const struct patient *patient);

/* Adds what is wrong with a patient's files; writes nothing. */
void patients_check(struct workspace *ws, struct worker *worker,
		    const struct shop *shop, const struct patient *patient);

/* "p/<store>/<folder>": the unit's key. Memory: in the arena. */
struct text patients_key(struct arena *arena, struct text store,
			 struct text name);

/*
 * The names of the patients' folders of a shop. Memory: in the arena.
 * Errors: false.
 */
struct patient_list {
	struct patient *items;
	size_t count;
};
bool patients_list(struct workspace *ws, struct worker *worker,
		   struct arena *arena, const struct shop *shop,
		   struct patient_list *list)
	__attribute__((warn_unused_result));

#endif
