#ifndef GEN_MODEL_CLAIMS_H
#define GEN_MODEL_CLAIMS_H

/*
 * Who claims which id. Links derive from ids, so two plans with one id would
 * show one patient's plan under the other's link.
 *
 * Calling sequence: fill an array of claims, claims_find_rivals, look at
 * .rival. Nothing is allocated.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct claim {
	struct text id;	 /* empty: claims nothing */
	uint64_t hash;	 /* of the id; set by claims_find_rivals */
	size_t claimant; /* the caller's number for it */
	ptrdiff_t rival; /* the claimant of the same id, or -1 */
};

/* Sorts the claims by id and enters for each of those that share one another
 * that does. Returns the number of claims that have a rival. */
size_t claims_find_rivals(struct claim *claims, size_t count);

#endif
