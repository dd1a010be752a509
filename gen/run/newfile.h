#ifndef GEN_RUN_NEWFILE_H
#define GEN_RUN_NEWFILE_H

/*
 * Files that must not exist yet, for `init` and `new`: made, never overwritten.
 *
 * Calling sequence: fill a struct newfiles; newfile_place for each; what was
 * made is printed by newfiles_print. Paths are relative to the folder.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

struct newfiles {
	struct arena *arena;
	struct diags *diags;
	int folder;	   /* of the site */
	struct text shown; /* what messages put before paths: "" or "DIR/" */
	struct text *made; /* paths, in order */
	size_t count, capacity;
	bool has_failed; /* the system refused something */
};

/* Is there anything of that name, be it a link that leads nowhere? */
bool newfile_exists(const struct newfiles *files, const char *path);

/*
 * Writes a file and the folders above it. Errors: false; code file.exists where
 * something is there already, file.failed for the system's reasons. Nothing is
 * left of a file that could not be written whole.
 */
bool newfile_place(struct newfiles *files, struct text path, struct text bytes,
		   mode_t mode) __attribute__((warn_unused_result));

/* Makes a folder; one that exists is fine. The mode is set whatever the umask,
 * unless it is NEWFILE_USUAL. Errors: false, file.failed. */
enum { NEWFILE_USUAL = 0 };
bool newfile_folder(struct newfiles *files, struct text path, mode_t mode)
	__attribute__((warn_unused_result));

/* Prints the paths of what was made to standard output, one a line. */
void newfiles_print(const struct newfiles *files);

#endif
