#ifndef GEN_PAGE_DAYSET_H
#define GEN_PAGE_DAYSET_H

/*
 * A set of days, written short for the script of a page (data-on).
 *
 * Items stand side by side, with a blank between them:
 *
 *   2026-01-10               a day
 *   2026-01-05/2026-06-30    every day from the one to the other
 *   2026-01-17/01-31/7       every seventh day from the one to the other
 *
 * A date leaves its year out where it is that of the date before it. The days
 * are exactly those given: it is a way of writing, not a rule, so whatever a
 * therapist leaves out or adds is told truly. Half a year of Mondays and
 * Fridays takes 40 bytes instead of 300; a page has many of them.
 */

#include "base/arena.h"
#include "base/date.h"

enum { DAYSET_MOST_SPAN = 1100 /* days from the first to the last */ };

/* Days in order, each once. Memory: in the arena. */
struct text dayset_text(struct arena *arena, struct dates dates);

#endif
