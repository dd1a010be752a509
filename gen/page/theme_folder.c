#include "page/theme_folder.h"

#include "base/file.h"
#include "base/lang.h"
#include "page/theme.h"

#include <errno.h>

void theme_folder_begin(struct theme_folder *folder, struct text language)
{
	folder->digester = crypto_digest_begin();
	folder->files = 0;
	crypto_digest_add(folder->digester, language);
}

struct digest theme_folder_end(struct theme_folder *folder)
{
	struct digest digest = crypto_digest_end(folder->digester);

	folder->digester = NULL;
	return digest;
}

struct text theme_folder_shown(const struct theme_folder *folder,
			       const char *path)
{
	if (path[0] == '\0')
		return folder->shown;
	return arena_join3(folder->arena, folder->shown, T("/"), text_of(path));
}

bool theme_folder_list(struct theme_folder *folder, const char *path,
		       struct listing *listing)
{
	return listing_read(
		folder->arena, folder->folder, path[0] != '\0' ? path : ".",
		theme_folder_shown(folder, path), 0, listing, folder->diags);
}

bool theme_folder_bytes(struct theme_folder *folder, const char *path,
			struct text *bytes)
{
	struct text shown = theme_folder_shown(folder, path);
	enum file_result result;
	struct diag *diag;

	*bytes = T("");
	if (folder->files == THEME_MOST_FILES) {
		diag = diag_add_path(folder->diags, SEVERITY_ERROR,
				     folder->shown, "theme.files",
				     _("this theme has too many files"));
		diag_hint(folder->diags, diag,
			  _("a theme may have %d files; remove some"),
			  THEME_MOST_FILES);
		return false;
	}
	folder->files++;
	result = file_read(folder->arena, folder->folder, path,
			   THEME_FILE_BYTES, bytes, NULL);
	if (result != FILE_OK) {
		int reason = errno;

		diag = diag_add_path(folder->diags, SEVERITY_ERROR, shown,
				     "theme.file",
				     _("this file of the theme cannot be read: "
				       "%s"),
				     file_reason(result));
		diag_hint(folder->diags, diag, "%s",
			  _("a theme needs this file; copy it from the theme "
			    "«default»"));
		if (result == FILE_FAILED)
			diag_detail(folder->diags, diag, strerror(reason));
		return false;
	}
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
				       const char *path)
{
	struct source *source = ARENA_NEW(folder->arena, struct source);
	struct text bytes;
	struct diag *diag;

	if (!theme_folder_bytes(folder, path, &bytes))
		return NULL;
	if (text_starts(bytes, "\xef\xbb\xbf"))
		bytes = text_from(bytes, 3);
	source->path = theme_folder_shown(folder, path);
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
