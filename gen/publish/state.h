#ifndef GEN_PUBLISH_STATE_H
#define GEN_PUBLISH_STATE_H

/*
 * What was made from what (SQLite). Never the content.
 *
 * A unit is what is built as a whole: a patient, a shop, an article, the site's
 * own pages. Its row holds what its inputs looked like (stamps: without opening
 * them; fingerprint: their bytes and all they refer to) and what was made: each
 * output with its digest, size and time. Equal stamps, equal references and
 * outputs in place mean that nothing needs to be opened.
 *
 * A picture's row says what was made of a picture file, so that it is decoded
 * once in its life: by path and stamp (nothing is opened), or by content (a
 * copied or renamed photo is not decoded again).
 *
 * Calling sequence: state_open; a state_reader for each worker (its own
 * connection, so that look-ups run in parallel); state_put_… from any thread;
 * state_close. Changes are committed every STATE_BATCH puts and at the end; a
 * run that is killed loses at most the last batch, and the next run does that
 * part again. A state of another format version is set aside and begun anew.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/text.h"

enum { STATE_FORMAT = 2, STATE_BATCH = 2000 };

struct state;
struct state_reader;

struct output {
	struct text path;     /* relative to out/ */
	struct digest digest; /* tells versions of one output apart */
	uint64_t size_bytes;
	int64_t mtime_ns;
};

enum unit_flags {
	UNIT_HAS_PHOTOS = 1,   /* pages that need consent.photos */
	UNIT_HAS_SHARE = 2,    /* pages that need consent.share */
	UNIT_LACKS_POSTER = 4, /* no font had all of its characters */
	UNIT_HAS_POINTS = 8,   /* a page that shows points */
};

struct unit {
	struct digest stamps; /* of the inputs' stamps; zero: do not trust */
	struct digest fingerprint;
	struct digest references; /* of all that refs name, and the site */
	struct text id;
	/* The days for which the same pages exist; {0}: without bound. */
	struct date valid_from, valid_until;
	uint32_t flags;	   /* enum unit_flags */
	struct text *refs; /* names of what the unit refers to */
	size_t ref_count;
	struct output *outputs;
	size_t output_count;
};

/* A picture as it was made for out/, or why it was not. */
struct picture_row {
	struct digest stamp;   /* of path, stamp and wish */
	struct digest content; /* of the original's bytes and the wish */
	int32_t fault;	       /* enum photo_fault; 0: fine */
	uint32_t width_px, height_px, thumb_px;
	uint32_t average, thumb_average; /* colours, 0xRRGGBB */
	struct output view, thumb;	 /* thumb.path empty: none */
};

/*
 * Opens (or makes) the state file `path`. Memory: in the run's arena.
 * Errors: NULL.
 */
struct state *state_open(struct arena *run, const char *path,
			 struct diags *diags);

/* Commits and closes. Errors: false where the last changes were not kept. */
bool state_close(struct state *state, struct diags *diags);

/* Looks up in the state file `path`; one that is not there holds nothing.
 * Memory: in the run's arena. */
struct state_reader *state_reader_open(struct arena *run, const char *path);
void state_reader_close(struct state_reader *reader);

/*
 * Between the two, every look-up sees the state as it was at the first, and
 * costs no locks of its own. Not to be held while much is put: the file cannot
 * be tidied up meanwhile.
 */
void state_reader_hold(struct state_reader *reader);
void state_reader_let_go(struct state_reader *reader);

/* The row of a unit. Memory: in the arena. False: there is none. */
bool state_find_unit(struct state_reader *reader, struct arena *arena,
		     struct text key, struct unit *unit);

/* By path and stamp, or by content where `path` is empty. */
bool state_find_picture(struct state_reader *reader, struct arena *arena,
			struct text path, struct picture_row *row);
bool state_find_picture_made(struct state_reader *reader, struct arena *arena,
			     struct digest content, struct picture_row *row);

void state_put_unit(struct state *state, struct text key,
		    const struct unit *unit);
void state_drop_unit(struct state *state, struct text key);
void state_put_picture(struct state *state, struct text path,
		       const struct picture_row *row);

/* Calls visit for every unit whose key starts with prefix. `unit` lives until
 * visit returns; visit must not call state_put_… or state_drop_unit. */
typedef void state_visit(void *context, struct text key,
			 const struct unit *unit);
void state_each_unit(struct state *state, const char *prefix,
		     state_visit *visit, void *context);

#endif
