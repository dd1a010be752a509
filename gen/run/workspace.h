#ifndef GEN_RUN_WORKSPACE_H
#define GEN_RUN_WORKSPACE_H

/*
 * A site that is open for work: what all commands share.
 *
 * Calling sequence: workspace_open with what the command needs; the command;
 * workspace_close. Everything in it lives in its run arena. A worker is what
 * one thread needs for itself; workspace->workers of them are made at the start
 *
 * Only one program may build a site at a time: WORKSPACE_BUILD takes a lock and
 * waits for whoever holds it, saying who that is.
 */

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/diag.h"
#include "content/document.h"
#include "content/yamldoc.h"
#include "model/clinic.h"
#include "model/identity.h"
#include "model/site.h"
#include "page/theme.h"
#include "page/view.h"
#include "publish/out.h"
#include "publish/state.h"

/* Exit statuses, as in the manual. */
enum status {
	STATUS_DONE = 0,
	STATUS_CONTENT = 1, /* the content has errors; the rest is built */
	STATUS_USAGE = 2,   /* wrong usage or configuration */
	STATUS_PARTLY = 3,  /* published in part */
	STATUS_FAILED = 4,  /* input, output or internal */
};

/* What thread-local work needs. */
struct worker {
	struct arena unit;  /* one unit; reset before the next */
	struct arena keep;  /* what a whole run needs of many units */
	struct diags diags; /* moved to the workspace at the end */
	struct state_reader *reader;
	struct buf html, other;
	struct out_set kept;
	size_t breakdowns;   /* pictures that the machine failed to write */
	struct out_set seen; /* the keys of the units that exist */
	struct build_counts {
		size_t plans;  /* published plans, built or unchanged */
		size_t drafts; /* without a page */
		size_t built;  /* units whose pages were made anew */
		size_t failed; /* units that keep their last pages */
		size_t photos; /* decoded */
	} counts;
};

enum workspace_needs {
	WORKSPACE_SITE = 0,    /* careplan.yaml and content/ */
	WORKSPACE_KEY = 1,     /* the site key */
	WORKSPACE_BUILD = 2,   /* lock, state, out/, theme */
	WORKSPACE_NEW_KEY = 4, /* make a key where there is none */
	WORKSPACE_THEME = 8,   /* careplan.yaml, and nothing else */
};

struct workspace {
	struct arena run;
	struct diags diags;
	int folder;  /* of the site */
	int content; /* its content/ */
	int lock;
	struct site site;
	struct clinic clinic;
	struct site_key key;
	struct theme *theme;
	struct state *state; /* NULL where nothing is to be built */
	const char *state_path;
	struct out out;
	struct view_site view;
	struct picture logo;
	struct output *logo_outputs; /* recorded with the site's unit */
	size_t logo_output_count;
	struct digest environment; /* of all that touches every page */
	struct date today;
	int64_t started_ns; /* files changed just before are looked at twice */
	struct pictures *pictures;
	struct posters *posters; /* NULL where nothing is to be built */
	struct articles *articles;
	struct worker *worker;
	size_t workers;
	bool full; /* take nothing over from the last run */
	bool quiet, verbose;
	bool dry;	    /* check: write nothing */
	enum status status; /* why opening failed */
};

struct workspace_options {
	const char *folder; /* of the site; NULL: the current one */
	unsigned needs;	    /* enum workspace_needs */
	size_t workers;	    /* 0: as many as processors */
	struct date today;  /* {0}: today in the site's time zone */
	bool full, quiet, verbose;
};

/* Errors: false, with diagnostics in ws->diags and ws->status set. */
bool workspace_open(struct workspace *ws,
		    const struct workspace_options *options)
	__attribute__((warn_unused_result));
void workspace_close(struct workspace *ws);

/* A theme's folder, and the default's below it. */
struct workspace_theme {
	struct theme_layer layers[THEME_MOST_LAYERS];
	size_t count;
};

/*
 * Opens themes/<name>: the site's own, else the one beside the program, else
 * the installed one; and in the same way the one that it lies on, which is
 * `default` for all others. Memory: names in the run arena; to be closed.
 * Errors: false, with nothing open.
 */
bool workspace_open_theme(struct workspace *ws, struct text name,
			  struct workspace_theme *theme)
	__attribute__((warn_unused_result));
void workspace_close_theme(struct workspace_theme *theme);

/*
 * Reads a YAML document beneath content/ into `object`. `path` is relative to
 * content/. Memory: in the arena, the document's bytes in *document.
 * Errors: false.
 */
bool workspace_read(struct workspace *ws, struct arena *arena, const char *path,
		    const struct table *table, void *object,
		    struct document *document, struct diags *diags)
	__attribute__((warn_unused_result));

/* "content/…" for messages. Memory: in the arena. */
struct text workspace_shown(struct arena *arena, struct text path);

/* Prints all diagnostics to standard error. */
void workspace_print(struct workspace *ws, enum diag_format format, FILE *to);

#endif
