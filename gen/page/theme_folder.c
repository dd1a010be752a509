#include "page/theme_folder.h"

#include "base/file.h"
#include "base/lang.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void theme_folder_begin(struct theme_folder *folder, struct text language)
{
	folder->digester = crypto_digest_begin();
	for (size_t i = 0; i < THEME_MOST_LAYERS; i++)
		folder->files[i] = 0;
	crypto_digest_add(folder->digester, language);
}

struct digest theme_folder_end(struct theme_folder *folder)
{
	struct digest digest = crypto_digest_end(folder->digester);

	folder->digester = NULL;
	return digest;
}

struct text theme_folder_shown(const struct theme_folder *folder, size_t layer,
			       const char *path)
{
	struct text shown = folder->layers[layer].shown;

	if (path[0] == '\0')
		return shown;
	return arena_join3(folder->arena, shown, T("/"), text_of(path));
}

/* -- what is there --------------------------------------------------------- */

static int compare_files(const void *a, const void *b)
{
	const struct theme_file *left = a, *right = b;

	return text_compare(left->name, right->name);
}

const struct theme_file *theme_folder_find(const struct theme_files *files,
					   struct text name)
{
	struct theme_file key = { .name = name };

	if (files->count == 0)
		return NULL;
	return bsearch(&key, files->items, files->count, sizeof(key),
		       compare_files);
}

bool theme_folder_has(const struct theme_files *files, size_t layer,
		      struct text name)
{
	const struct entry *entry = listing_find(&files->listings[layer], name);

	return entry && entry->kind == ENTRY_FILE;
}

/* Adds what the layers above do not have. */
static void add_layer(struct theme_files *files, size_t layer)
{
	const struct listing *listing = &files->listings[layer];
	struct theme_files above = { files->items, files->count, { { 0 } } };

	for (size_t i = 0; i < listing->count; i++) {
		struct text name = listing->entries[i].name;

		if (listing->entries[i].kind == ENTRY_FILE &&
		    !theme_folder_find(&above, name))
			files->items[files->count++] =
				(struct theme_file){ name, layer };
	}
	if (above.count > 0)
		qsort(files->items, files->count, sizeof(*files->items),
		      compare_files);
}

/* A file that was meant to stand for another one, and does not. */
static void warn_of_case(struct theme_folder *folder, const char *path,
			 const struct theme_file *own,
			 const struct theme_file *below)
{
	struct text file = own->name;
	struct diag *diag;

	if (path[0] != '\0')
		file = arena_join3(folder->arena, text_of(path), T("/"), file);
	diag = diag_add_path(
		folder->diags, SEVERITY_WARNING,
		theme_folder_shown(folder, own->layer, file.at), "theme.case",
		_("this name differs from «%.*s» of the theme below only in "
		  "upper and lower case, so it does not stand for it"),
		TEXT_ARG(below->name));
	diag_hint(folder->diags, diag, _("rename it to «%.*s»"),
		  TEXT_ARG(below->name));
}

static void check_case(struct theme_folder *folder, const char *path,
		       const struct theme_files *files)
{
	if (files->count > (size_t)THEME_MOST_LAYERS * THEME_MOST_FILES)
		return; /* more than can be read */
	for (size_t i = 0; i < files->count; i++) {
		const struct theme_file *own = &files->items[i];

		for (size_t j = 0; j < files->count && own->layer == 0; j++) {
			const struct theme_file *below = &files->items[j];

			if (below->layer > 0 &&
			    below->name.len == own->name.len &&
			    !strncasecmp(below->name.at, own->name.at,
					 own->name.len))
				warn_of_case(folder, path, own, below);
		}
	}
}

bool theme_folder_list(struct theme_folder *folder, const char *path,
		       struct theme_files *files)
{
	size_t most = 0;

	*files = (struct theme_files){ 0 };
	for (size_t i = 0; i < folder->count; i++) {
		unsigned may_miss =
			i + 1 < folder->count ? LISTING_MAY_MISS : 0;

		if (!listing_read(folder->arena, folder->layers[i].folder,
				  path[0] != '\0' ? path : ".",
				  theme_folder_shown(folder, i, path), may_miss,
				  &files->listings[i], folder->diags))
			return false;
		most += files->listings[i].count;
	}
	files->items = ARENA_ARRAY(folder->arena, most, struct theme_file);
	for (size_t i = 0; i < folder->count; i++)
		add_layer(files, i);
	if (folder->count > 1)
		check_case(folder, path, files);
	return true;
}

/* -- what is in it --------------------------------------------------------- */

static void refuse_file(struct theme_folder *folder, size_t layer,
			const char *path, enum file_result result)
{
	int reason = errno;
	struct diag *diag = diag_add_path(
		folder->diags, SEVERITY_ERROR,
		theme_folder_shown(folder, layer, path), "theme.file",
		_("this file of the theme cannot be read: %s"),
		file_reason(result));

	if (layer + 1 < folder->count)
		diag_hint(folder->diags, diag, "%s",
			  _("mend it or remove it; without it, the one of the "
			    "theme «default» is used"));
	else
		diag_hint(folder->diags, diag, "%s",
			  _("a theme needs this file; copy it from the theme "
			    "«default» that comes with the program"));
	if (result == FILE_FAILED)
		diag_detail(folder->diags, diag, strerror(reason));
}

bool theme_folder_bytes(struct theme_folder *folder, size_t layer,
			const char *path, struct text *bytes)
{
	enum file_result result;
	struct diag *diag;

	*bytes = T("");
	if (folder->files[layer] == THEME_MOST_FILES) {
		diag = diag_add_path(folder->diags, SEVERITY_ERROR,
				     folder->layers[layer].shown, "theme.files",
				     _("this theme has too many files"));
		diag_hint(folder->diags, diag,
			  _("a theme may have %d files; remove some"),
			  THEME_MOST_FILES);
		return false;
	}
	folder->files[layer]++;
	result = file_read(folder->arena, folder->layers[layer].folder, path,
			   THEME_FILE_BYTES, bytes, NULL);
	if (result != FILE_OK) {
		refuse_file(folder, layer, path, result);
		return false;
	}
	crypto_digest_add_number(folder->digester, (int64_t)layer);
	crypto_digest_add(folder->digester, text_of(path));
	crypto_digest_add(folder->digester, *bytes);
	return true;
}

/* CRLF and CR become LF: an HTML parser would do it, and the hash of an
 * inlined style is taken after that. */
static struct text with_lf(struct arena *arena, struct text t)
{
	char *out = arena_alloc(arena, t.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] == '\r') {
			if (i + 1 == t.len || t.at[i + 1] != '\n')
				out[len++] = '\n';
		} else {
			out[len++] = t.at[i];
		}
	}
	return (struct text){ out, len };
}

const struct source *theme_folder_text(struct theme_folder *folder,
				       size_t layer, const char *path)
{
	struct source *source = ARENA_NEW(folder->arena, struct source);
	struct text bytes;
	struct diag *diag;

	if (!theme_folder_bytes(folder, layer, path, &bytes))
		return NULL;
	if (text_starts(bytes, "\xef\xbb\xbf"))
		bytes = text_from(bytes, 3);
	source->path = theme_folder_shown(folder, layer, path);
	if (!text_is_utf8(bytes, NULL) || memchr(bytes.at, '\0', bytes.len)) {
		diag = diag_add_path(folder->diags, SEVERITY_ERROR,
				     source->path, "theme.encoding",
				     _("this file of the theme is not UTF-8 "
				       "text"));
		diag_hint(folder->diags, diag, "%s",
			  _("save it again with the encoding UTF-8"));
		return NULL;
	}
	source->text = with_lf(folder->arena, bytes);
	return source;
}
