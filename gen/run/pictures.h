#ifndef GEN_RUN_PICTURES_H
#define GEN_RUN_PICTURES_H

/*
 * Pictures of content/ made for out/, each decoded once in its life.
 *
 * A picture is looked up by path and stamp (nothing is opened), then by its
 * bytes among those of earlier runs and of this one; only a new one is decoded.
 * What was made is placed in out/media under a name that follows from the
 * original's bytes and the site key. A picture that cannot be made is one
 * diagnostic each run and is not decoded again until it changes.
 */

#include "page/view.h"
#include "run/workspace.h"

enum picture_kind {
	PICTURE_PHOTO,	  /* a view and a thumb */
	PICTURE_PORTRAIT, /* a small square-ish view */
	PICTURE_COVER,	  /* an article's cover */
	PICTURE_REPORT,	  /* a photographed report, larger, without thumb */
	PICTURE_CODE,	  /* a QR code that somebody photographed or saved */
	PICTURE_KINDS,
};

/* A picture that is wanted. */
struct picture_wanted {
	struct text path;		/* relative to content/ */
	const struct file_stamp *stamp; /* NULL: it is asked for here */
	enum picture_kind kind;
	struct place place; /* what names it; nowhere: the picture itself */
};

/* What came of it. */
struct picture_made {
	struct picture picture;
	struct digest content;	  /* changes with the picture */
	struct output outputs[2]; /* to be recorded with the unit */
	size_t output_count;
};

struct pictures *pictures_open(struct workspace *ws);
void pictures_close(struct pictures *pictures);

/*
 * Makes a picture, or finds it made. From any worker's thread.
 * Memory: in the arena. Errors: false; one diagnostic in the worker's. Where it
 * was the machine that failed and not the picture, worker->breakdowns grows:
 * then no page may be made without it.
 */
bool pictures_make(struct workspace *ws, struct worker *worker,
		   struct arena *arena, const struct picture_wanted *wanted,
		   struct picture_made *made);

/* The clinic's logo, for ws->view. */
void pictures_logo(struct workspace *ws);

#endif
