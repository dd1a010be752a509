#ifndef GEN_CONTENT_LISTING_H
#define GEN_CONTENT_LISTING_H

/*
 * What is in a folder of content/, sorted by name, without what is never meant.
 *
 * Left out silently: what filename_is_ignored names. Left out with an error:
 * copies that were never merged (filename_is_copy), symbolic links, things that
 * are neither file nor folder, names that are not UTF-8 or hold control
 * characters; what is left of the folder is listed all the same.
 *
 * Calling sequence: listing_read, then the entries in order or listing_find.
 * Names are ordered by bytes, whatever the locale and file system. At most
 * LISTING_MOST entries; one level, folders are listed and not entered.
 */

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER };

struct entry {
	struct text name; /* followed by a NUL */
	enum entry_kind kind;
	struct file_stamp stamp; /* files only, and only where asked for */
};

struct listing {
	struct entry *entries;
	size_t count;
};

enum { LISTING_MOST = 200000, LISTING_WITH_STAMPS = 1 };

/*
 * Lists a folder beneath `root`. `shown` is the folder's path in messages; a
 * missing folder is an empty listing where `flags` has LISTING_MAY_MISS.
 * Memory: in the arena. Errors: false where it cannot be read whole (conflict
 * copies and links are diagnostics, but not a failure to list).
 */
enum { LISTING_MAY_MISS = 2 };
bool listing_read(struct arena *arena, int root, const char *path,
		  struct text shown, unsigned flags, struct listing *listing,
		  struct diags *diags) __attribute__((warn_unused_result));

/* The entry of a name, or NULL. */
const struct entry *listing_find(const struct listing *listing,
				 struct text name);

#endif
