/*
 * Folders are read with getdents64 into a block on the stack: this runs once
 * or twice per patient, and opendir would allocate, fstat and fcntl each time.
 * The kernel tells a file from a folder, so nothing is stat'ed unless stamps
 * are wanted or the file system does not tell.
 *
 * Copies that were never merged are reported after sorting, because what to do
 * about one depends on whether its original is here.
 */

#include "content/listing.h"

#include "base/lang.h"
#include "content/filename.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LISTING_BLOCK_BYTES = 16 << 10 };

/* A copy that was never merged. */
struct copy {
	struct text name;
	struct text original; /* empty: cannot be told from the name */
	struct copy *next;
};

struct reader {
	struct arena *arena;
	int fd;
	struct text shown;
	unsigned flags;
	struct listing *listing;
	size_t capacity;
	struct copy *copies;
	struct diags *diags;
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Keeps a copy for report_copy; false where the name is not a copy's. */
static bool keep_copy(struct reader *r, struct text name, bool is_folder)
{
	struct text original;
	struct copy *copy;

	if (!filename_is_copy(r->arena, name, is_folder, &original))
		return false;
	copy = ARENA_NEW(r->arena, struct copy);
	copy->name = arena_text(r->arena, name);
	copy->original = original;
	copy->next = r->copies;
	r->copies = copy;
	return true;
}

static struct text shown_path(struct reader *r, struct text name)
{
	return arena_join3(r->arena, r->shown, T("/"), name);
}

static void report_copy(struct reader *r, const struct copy *copy)
{
	struct text original = copy->original;
	struct diag *diag;

	if (!original.len) {
		diag = diag_add_path(
			r->diags, SEVERITY_ERROR, shown_path(r, copy->name),
			"file.conflict",
			_("this is a copy of another file that was made when "
			  "two people changed it, and was never merged"));
		diag_hint(r->diags, diag,
			  _("open both, keep what is right in the original, "
			    "then delete this copy"));
		return;
	}
	diag = diag_add_path(r->diags, SEVERITY_ERROR,
			     shown_path(r, copy->name), "file.conflict",
			     _("this is a copy of \"%.*s\" that was never "
			       "merged"),
			     TEXT_ARG(original));
	if (listing_find(r->listing, original))
		diag_hint(r->diags, diag,
			  _("open both, keep what is right in \"%.*s\", then "
			    "delete this copy"),
			  TEXT_ARG(original));
	else
		diag_hint(r->diags, diag,
			  _("there is no \"%.*s\" here: if this one is right, "
			    "rename it to that, otherwise delete it"),
			  TEXT_ARG(original));
}

static void report_link(struct reader *r, struct text name)
{
	struct diag *diag = diag_add_path(
		r->diags, SEVERITY_ERROR, shown_path(r, name), "file.link",
		_("this is a link to another place, and links are not "
		  "followed"));

	diag_hint(r->diags, diag,
		  _("delete the link and put the file or folder itself here"));
}

static void report_kind(struct reader *r, struct text name)
{
	struct diag *diag = diag_add_path(
		r->diags, SEVERITY_ERROR, shown_path(r, name), "file.kind",
		_("this is neither a file nor a folder"));

	diag_hint(r->diags, diag, _("delete it or move it somewhere else"));
}

/* Shows what can be shown of the name: "?" for each bad byte. */
static void report_name(struct reader *r, struct text name)
{
	struct text shown = arena_text(r->arena, name);
	const char *at = shown.at, *end = shown.at + shown.len;
	struct diag *diag;

	while (at < end) {
		size_t offset = (size_t)(at - shown.at);
		uint32_t c = text_next(&at, end);

		if (c == UINT32_MAX || c < 0x20 || c == 0x7F)
			((char *)(uintptr_t)shown.at)[offset] = '?';
	}
	diag = diag_add_path(r->diags, SEVERITY_ERROR, shown_path(r, shown),
			     "file.name",
			     _("this name has characters that cannot be "
			       "read"));
	diag_hint(r->diags, diag,
		  _("rename it; names from an old archive or USB stick are "
		    "often stored in another encoding"));
}

static bool is_good_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] < 0x20 || name.at[i] == 0x7F)
			return false;
	return text_is_utf8(name, NULL);
}

/* DT_UNKNOWN where it is gone again. */
static unsigned char type_of(int fd, const char *name, unsigned char type)
{
	struct stat st;

	if (type != DT_UNKNOWN)
		return type;
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW))
		return DT_UNKNOWN;
	return (unsigned char)IFTODT(st.st_mode);
}

static bool report_unreadable(struct reader *r, struct text name)
{
	struct diag *diag = diag_add_path(
		r->diags, SEVERITY_ERROR,
		name.len ? shown_path(r, name) : r->shown, "file.unreadable",
		_("this could not be read from the disk or the network"));

	diag_detail(r->diags, diag, strerror(errno));
	return false;
}

static bool add_entry(struct reader *r, struct text name, enum entry_kind kind)
{
	struct listing *l = r->listing;
	struct entry entry = { .kind = kind };

	if (l->count == LISTING_MOST) {
		struct diag *diag = diag_add_path(
			r->diags, SEVERITY_ERROR, r->shown, "file.too-many",
			_("this folder holds more than %d files"),
			LISTING_MOST);

		diag_hint(r->diags, diag,
			  _("move what does not belong here somewhere else"));
		return false;
	}
	if (kind == ENTRY_FILE && (r->flags & LISTING_WITH_STAMPS)) {
		switch (file_stamp(r->fd, name.at, &entry.stamp)) {
		case FILE_OK:
			break;
		case FILE_MISSING: /* deleted since: as if never listed */
			return true;
		case FILE_IS_LINK:
			report_link(r, name);
			return true;
		default:
			return report_unreadable(r, name);
		}
	}
	entry.name = arena_text(r->arena, name);
	l->entries = arena_grow(r->arena, l->entries, l->count, &r->capacity,
				sizeof *l->entries);
	l->entries[l->count++] = entry;
	return true;
}

/* False only where the folder can no longer be listed whole. */
static bool take_entry(struct reader *r, const struct dirent64 *d)
{
	struct text name = text_of(d->d_name);
	unsigned char type;

	if (filename_is_ignored(name))
		return true;
	type = type_of(r->fd, name.at, d->d_type);
	if (type == DT_UNKNOWN)
		return errno == ENOENT ? true : report_unreadable(r, name);
	if (!is_good_name(name))
		report_name(r, name);
	else if (type == DT_LNK)
		report_link(r, name);
	else if (type != DT_REG && type != DT_DIR)
		report_kind(r, name);
	else if (!keep_copy(r, name, type == DT_DIR))
		return add_entry(r, name,
				 type == DT_DIR ? ENTRY_FOLDER : ENTRY_FILE);
	return true;
}

static bool read_entries(struct reader *r)
{
	alignas(struct dirent64) char block[LISTING_BLOCK_BYTES];
	ssize_t len;

	while ((len = getdents64(r->fd, block, sizeof block)) > 0) {
		for (ssize_t at = 0; at < len;) {
			const struct dirent64 *d = (const void *)(block + at);

			if (!take_entry(r, d))
				return false;
			at += d->d_reclen;
		}
	}
	if (len < 0)
		return report_unreadable(r, T(""));
	return true;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return text_compare(x->name, y->name);
}

static void report_folder(struct text shown, enum file_result result,
			  struct diags *diags)
{
	static const struct {
		const char *code, *message, *hint;
	} words[] = {
		[FILE_MISSING] = { "file.missing", N_("this folder is missing"),
				   N_("create it, or check that the network "
				      "drive is connected") },
		[FILE_IS_LINK] = { "file.link",
				   N_("this is a link to another place, and "
				      "links are not followed"),
				   N_("delete the link and put the file or "
				      "folder itself here") },
		[FILE_NOT_PLAIN] = { "file.kind",
				     N_("this should be a folder, but it is a "
					"file"),
				     N_("delete the file or rename it") },
		[FILE_NO_PERMISSION] = { "file.permission",
					 N_("the program has no permission to "
					    "read this folder"),
					 N_("ask whoever set up this computer "
					    "to allow reading it") },
		[FILE_FAILED] = { "file.unreadable",
				  N_("this could not be read from the disk or "
				     "the network"),
				  N_("check that the disk or network drive is "
				     "connected, then try again") },
	};
	const char *reason = strerror(errno);
	struct diag *diag;

	if (result >= COUNT(words) || !words[result].code)
		result = FILE_FAILED;
	diag = diag_add_path(diags, SEVERITY_ERROR, shown, words[result].code,
			     "%s", _(words[result].message));
	diag_hint(diags, diag, "%s", _(words[result].hint));
	if (result == FILE_FAILED)
		diag_detail(diags, diag, reason);
}

bool listing_read(struct arena *arena, int root, const char *path,
		  struct text shown, unsigned flags, struct listing *listing,
		  struct diags *diags)
{
	struct reader r = { .arena = arena,
			    .shown = shown,
			    .flags = flags,
			    .listing = listing,
			    .diags = diags };
	enum file_result result;
	bool is_whole;

	*listing = (struct listing){ NULL, 0 };
	r.fd = file_open_folder(root, path, &result);
	if (r.fd < 0) {
		if (result == FILE_MISSING && (flags & LISTING_MAY_MISS))
			return true;
		report_folder(shown, result, diags);
		return false;
	}
	is_whole = read_entries(&r);
	close(r.fd);
	if (!is_whole)
		return false;
	if (listing->count > 1)
		qsort(listing->entries, listing->count,
		      sizeof *listing->entries, compare_entries);
	for (const struct copy *copy = r.copies; copy; copy = copy->next)
		report_copy(&r, copy);
	return true;
}

const struct entry *listing_find(const struct listing *listing,
				 struct text name)
{
	size_t low = 0, high = listing->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry *entry = &listing->entries[middle];
		int order = text_compare(name, entry->name);

		if (!order)
			return entry;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
