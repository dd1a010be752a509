#ifndef GEN_PAGE_THEME_FOLDER_H
#define GEN_PAGE_THEME_FOLDER_H

/*
 * The folders that a theme is read from, one for each layer: part of
 * page/theme, used by nobody else.
 *
 * Layer 0 is the theme's own, the last one the theme that it lies on. A theme
 * without others below has one layer.
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
#include "page/theme.h"

struct theme_folder {
	struct arena *arena;
	struct diags *diags;
	const struct theme_layer *layers;
	size_t count; /* of layers */
	struct digester *digester;
	size_t files[THEME_MOST_LAYERS]; /* read so far */
};

/* A file, in the first layer that has it. */
struct theme_file {
	struct text name; /* without its folder */
	size_t layer;
};

/* What is in a folder of the theme. */
struct theme_files {
	struct theme_file *items; /* each name once, in order */
	size_t count;
	struct listing listings[THEME_MOST_LAYERS];
};

void theme_folder_begin(struct theme_folder *folder, struct text language);
struct digest theme_folder_end(struct theme_folder *folder);

/* What messages call a file of a layer. Memory: in the arena. */
struct text theme_folder_shown(const struct theme_folder *folder, size_t layer,
			       const char *path);

/*
 * Lists a folder in all layers ("" is the theme itself). Names in layer 0 that
 * differ from those below only in upper and lower case are warned of. Memory:
 * in the arena. Errors: false.
 */
bool theme_folder_list(struct theme_folder *folder, const char *path,
		       struct theme_files *files)
	__attribute__((warn_unused_result));

/* The file of a name, or NULL. */
const struct theme_file *theme_folder_find(const struct theme_files *files,
					   struct text name);

/* Does this very layer have it? */
bool theme_folder_has(const struct theme_files *files, size_t layer,
		      struct text name);

/* Reads a whole file. Memory: in the arena. Errors: false. */
bool theme_folder_bytes(struct theme_folder *folder, size_t layer,
			const char *path, struct text *bytes)
	__attribute__((warn_unused_result));

/* Reads a file as text. Memory: in the arena. Errors: NULL. */
const struct source *theme_folder_text(struct theme_folder *folder,
				       size_t layer, const char *path);

#endif
