#ifndef GEN_RUN_SHOPS_H
#define GEN_RUN_SHOPS_H

/*
 * One shop with all that its pages and its patients' pages need, read from
 * stores/<store>/. Shops are the shards: a shop is opened, its patients are
 * built, and it is forgotten again.
 */

#include "base/map.h"
#include "model/points.h"
#include "model/store.h"
#include "model/therapist.h"
#include "run/workspace.h"

struct therapist_file {
	struct therapist therapist;
	struct therapist_card card;
	struct picture portrait, wechat_qr;
	struct output outputs[4];
	size_t output_count;
	struct text key;      /* the file's name without .yaml */
	struct digest digest; /* of the file and its pictures */
	bool is_broken;
};

struct shop {
	struct arena arena;
	struct text key;  /* the folder's name */
	struct text path; /* stores/<store> */
	struct store store;
	struct digest store_digest; /* of store.yaml */
	struct queue *queue;	    /* NULL: none, or broken */
	struct digest queue_digest;
	struct points *points; /* NULL: no ledger, or broken */
	bool ledger_is_broken; /* there is one, but nobody can read it */
	struct therapist_file *therapists; /* by name */
	size_t therapist_count;
	bool is_broken; /* store.yaml has errors: its pages stay as they are */
};

/*
 * Reads a shop. What is broken in it is a diagnostic and marked. Errors: false
 * where a folder cannot be listed: nothing may be removed then.
 */
bool shops_read(struct workspace *ws, struct worker *worker, struct text key,
		struct shop *shop) __attribute__((warn_unused_result));
void shops_forget(struct shop *shop);

const struct therapist_file *shops_therapist(const struct shop *shop,
					     struct text key);

/* Builds c/<store>.html and its queue. */
void shops_build(struct workspace *ws, struct worker *worker,
		 const struct shop *shop);

#endif
