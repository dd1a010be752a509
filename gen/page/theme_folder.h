#ifndef GEN_PAGE_THEME_FOLDER_H
#define GEN_PAGE_THEME_FOLDER_H

/*
 * The folder that a theme is read from: part of page/theme, used by nobody
 * else.
 *
 * Every file that is read here goes into the digest of the theme, so that
 * nothing can be used without being noticed when it changes. Texts must be
 * UTF-8; they come without a byte order mark and with LF line ends.
 *
 * Calling sequence: theme_folder_begin; theme_folder_list, then
 * theme_folder_text or theme_folder_bytes for the files wanted;
 * theme_folder_end.
 */

#include "base/arena.h"
#include "base/crypto.h"
#include "base/diag.h"
#include "content/listing.h"

struct theme_folder {
	struct arena *arena;
	struct diags *diags;
	int folder;
	struct text shown; /* themes/default */
	struct digester *digester;
	size_t files; /* read so far */
};

void theme_folder_begin(struct theme_folder *folder, struct text language);
struct digest theme_folder_end(struct theme_folder *folder);

/* What messages call a file of the theme. Memory: in the arena. */
struct text theme_folder_shown(const struct theme_folder *folder,
			       const char *path);

/* Lists a folder of the theme ("" is the theme itself). Errors: false. */
bool theme_folder_list(struct theme_folder *folder, const char *path,
		       struct listing *listing)
	__attribute__((warn_unused_result));

/* Reads a whole file. Memory: in the arena. Errors: false. */
bool theme_folder_bytes(struct theme_folder *folder, const char *path,
			struct text *bytes) __attribute__((warn_unused_result));

/* Reads a file as text. Memory: in the arena. Errors: NULL. */
const struct source *theme_folder_text(struct theme_folder *folder,
				       const char *path);

#endif
