#ifndef GEN_RUN_UNIT_H
#define GEN_RUN_UNIT_H

/*
 * Building one unit: what patients, shops, articles and the site's own pages
 * have in common.
 *
 * Calling sequence: unit_begin with the fingerprint of the inputs; if it says
 * that all is in place, unit_keep and done; else unit_place for each page and
 * unit_record for each picture, then unit_end. unit_fail instead keeps the last
 * good pages. Every way ends with the unit's outputs kept from the sweep.
 */

#include "run/workspace.h"

struct unit_work {
	struct workspace *ws;
	struct worker *worker;
	struct text key;
	struct unit last; /* the row of the last run */
	bool has_last;
	struct unit now;
	size_t capacity; /* of now.outputs */
	size_t troubles; /* diagnostics of the worker when it began */
	bool failed;
};

/* Looks the unit up. Memory: in the worker's unit arena. */
void unit_open(struct unit_work *work, struct workspace *ws,
	       struct worker *worker, struct text key);

/* Are all recorded outputs in place? */
bool unit_in_place(const struct unit_work *work);

/* Is nothing to be done for inputs of this fingerprint? */
bool unit_is_current(const struct unit_work *work, struct digest fingerprint);

/* Keeps the outputs of the last run; the row stays as it is. */
void unit_keep(struct unit_work *work);

/* Keeps them too, under a new row: the inputs look different, but say the same
 * (work->now holds all but the outputs). */
void unit_refresh(struct unit_work *work);

/* Keeps them, but the inputs are looked at again the next time. */
void unit_fail(struct unit_work *work);

/* Places one page. An empty one was too large to be made, which is told. */
void unit_page(struct unit_work *work, struct text path, struct text bytes);

/* Places any file. Errors are remembered: unit_end keeps the unit for the next
 * run then. */
void unit_place(struct unit_work *work, struct text path, struct text bytes);

/* Takes an output that was placed already among those of the unit. */
void unit_record(struct unit_work *work, const struct output *output);

/*
 * Writes the row. Where the unit had diagnostics, its stamps are not trusted
 * the next time, so that they are told again.
 */
void unit_end(struct unit_work *work);

#endif
