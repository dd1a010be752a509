#ifndef GEN_RUN_BUILD_H
#define GEN_RUN_BUILD_H

/*
 * Brings out/ up to date with content/: the one path by which pages are made.
 *
 * All shops are surveyed first (what changed, who claims which id), then what
 * changed is built, shop by shop, on all workers; last goes what nobody stands
 * for any more. Nothing is removed where content/ could not be listed whole.
 */

#include "run/workspace.h"

struct build_options {
	size_t shard, shards; /* 1-based, of how many; 0: all */
};

struct build_result {
	struct build_counts counts;
	size_t pages;	/* outputs that stand for something now */
	size_t written; /* files */
	size_t removed; /* files */
};

/* Errors: false where the run had to stop; ws->status says which kind. */
bool build_site(struct workspace *ws, const struct build_options *options,
		struct build_result *result)
	__attribute__((warn_unused_result));

/* Reads all content and adds diagnostics; writes nothing. */
bool build_check(struct workspace *ws) __attribute__((warn_unused_result));

#endif
