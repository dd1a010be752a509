#ifndef GEN_MODEL_FREQUENCY_H
#define GEN_MODEL_FREQUENCY_H

/*
 * How often a medicine is taken: 每天2次 says on which days (每天) and what on
 * each of them (2次). A calendar wants the first, the day's list the second.
 *
 * frequency_read never fails: words that it does not know are taken as "daily",
 * with the whole text to be shown. Nothing is lost either way.
 */

#include <stdbool.h>

#include "base/text.h"
#include "model/every.h"

struct arena;

struct frequency {
	struct every every; /* its text is the whole */
	struct text head;   /* what told the days: 每天; may be empty */
	struct text rest;   /* what is left to say on such a day: 2次 */
	bool is_recognised; /* false: taken as daily, rest is the whole text */
};

/*
 * Reads 每天2次, 每周日 1次, 隔天1次, 一日三次, twice daily and the like.
 * A Chinese numeral before 次 becomes a digit. Memory: in the arena.
 */
struct frequency frequency_read(struct arena *arena, struct text t);

#endif
