#ifndef GEN_PUBLISH_OUT_H
#define GEN_PUBLISH_OUT_H

/*
 * out/: finished bytes under their names, and nothing else.
 *
 * A file is written beside its name and renamed, so that half a page never
 * exists; one that is in place with the same bytes is not written again. What
 * nobody made in this run, or stands for from the last, is swept out of the
 * folders that hold pages and pictures: a stray page is a privacy fault.
 *
 * Calling sequence: out_open; for each output out_place (or out_is_in_place and
 * nothing); for everything that is to stay out_keep, into the set of the
 * worker; at the end out_sweep with all sets; out_close.
 *
 * Folders swept: p s r d c a media assets. At the top of out/ only recorded
 * files are removed (out_remove), because root/ may put anything there.
 */

#include <stdbool.h>
#include <stdatomic.h>

#include "base/diag.h"
#include "publish/state.h"

struct out {
	int folder;
	struct text shown;	/* "out" in messages */
	bool is_verbose;	/* name each written and removed file */
	_Atomic size_t written; /* files written in this run */
	_Atomic size_t removed; /* files removed in this run */
	_Atomic int error;	/* errno of the first failed write or removal */
};

/* The hashes of the paths that stay; belongs to one thread while it grows. */
struct out_set {
	uint64_t *hashes; /* malloc'ed by the set */
	size_t count, capacity;
};

/* Opens out/ beneath the site, making it and its folders. Errors: false. */
bool out_open(struct out *out, int site, struct diags *diags)
	__attribute__((warn_unused_result));
void out_close(struct out *out);

/* Does the file exist with the recorded size and time? */
bool out_is_in_place(const struct out *out, const struct output *output);

/*
 * Brings path to hold the bytes. `last` (may be NULL) is the unit's row of the
 * last run; an output of the same digest that is in place is left alone.
 * *made gets what is to be recorded; its path is `path` itself.
 * Errors: false; a diagnostic is added for the first failure of a run only,
 * because a full disk fails thousands of times.
 */
bool out_place(struct out *out, const struct unit *last, struct text path,
	       struct text bytes, struct output *made, struct diags *diags)
	__attribute__((warn_unused_result));

/* Removes a recorded file; one that is gone already is fine. What cannot be
 * removed is told once a run, and out->error says so. */
void out_remove(struct out *out, struct text path, struct diags *diags);

void out_keep(struct out_set *set, struct text path);
void out_set_release(struct out_set *set);

/* One set of all that are in several, to be asked by out_set_has; the caller
 * releases it. `sets` lie `stride` bytes apart. */
struct out_set out_set_join(const struct out_set *sets, size_t count,
			    size_t stride);
bool out_set_has(const struct out_set *joined, struct text path);

/* Removes every file of the swept folders that is not in the joined set, and
 * half-written files of killed runs. Errors: false. */
bool out_sweep(struct out *out, const struct out_set *keep, struct diags *diags)
	__attribute__((warn_unused_result));

#endif
