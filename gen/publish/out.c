#include "publish/out.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/map.h"

static const char *const folders[] = { "p", "s", "r",	  "d",
				       "c", "a", "media", "assets" };

enum { FOLDERS = sizeof(folders) / sizeof(folders[0]), OUT_MODE = 0644 };

static bool complain(struct out *out, struct text path, int error,
		     struct diags *diags)
{
	struct text full = arena_join3(&diags->arena, out->shown, T("/"), path);
	struct diag *diag =
		diag_add_path(diags, SEVERITY_ERROR, full, "out.failed",
			      _("the page cannot be written"));

	if (error == ENOSPC || error == EDQUOT)
		diag_hint(diags, diag,
			  _("the disk is full: make room and run it again; "
			    "nothing is lost"));
	else
		diag_hint(diags, diag,
			  _("may this user write here? run it again once it "
			    "may; nothing is lost"));
	diag_detail(diags, diag, strerror(error));
	return false;
}

/* One call of stdio a line: lines of two threads do not mix. */
static void tell(const struct out *out, const char *what, const char *folder,
		 const char *name)
{
	if (out->is_verbose)
		fprintf(stderr, "%s out/%s%s%s\n", what, folder,
			folder[0] ? "/" : "", name);
}

bool out_open(struct out *out, int site, struct diags *diags)
{
	enum file_result result;

	*out = (struct out){ .folder = -1, .shown = TEXT("out") };
	if (!file_make_folders(site, "out"))
		return complain(out, T(""), errno, diags);
	out->folder = file_open_folder(site, "out", &result);
	if (out->folder < 0) {
		struct diag *diag = diag_add_path(
			diags, SEVERITY_ERROR, out->shown, "out.failed",
			_("the folder for the pages cannot be opened: %s"),
			file_reason(result));
		diag_hint(diags, diag,
			  _("it must be a folder of its own, not a link"));
		return false;
	}
	for (size_t i = 0; i < FOLDERS; i++)
		if (strcmp(folders[i], "d") &&
		    !file_make_folders(out->folder, folders[i]))
			return complain(out, text_of(folders[i]), errno, diags);
	return true;
}

void out_close(struct out *out)
{
	if (out->folder >= 0)
		close(out->folder);
	out->folder = -1;
}

bool out_is_in_place(const struct out *out, const struct output *output)
{
	struct file_stamp stamp;

	return file_stamp(out->folder, output->path.at, &stamp) == FILE_OK &&
	       stamp.size_bytes == output->size_bytes &&
	       stamp.mtime_ns == output->mtime_ns;
}

static const struct output *find_last(const struct unit *last, struct text path)
{
	for (size_t i = 0; last && i < last->output_count; i++)
		if (text_equal(last->outputs[i].path, path))
			return &last->outputs[i];
	return NULL;
}

/*
 * Tells two versions of one page apart: a 64-bit hash and the length. Nobody
 * gains by a collision, and SHA-256 of all pages would be a tenth of a build.
 */
static struct digest tell_apart(struct text bytes)
{
	uint64_t parts[2] = { map_hash(bytes), bytes.len };
	struct digest digest;

	memcpy(digest.byte, parts, sizeof(digest.byte));
	return digest;
}

bool out_place(struct out *out, const struct unit *last, struct text path,
	       struct text bytes, struct output *made, struct diags *diags)
{
	const struct output *before = find_last(last, path);
	struct file_stamp stamp;
	int none = 0;

	made->path = path;
	made->digest = tell_apart(bytes);
	if (before && crypto_digest_equal(before->digest, made->digest) &&
	    out_is_in_place(out, before)) {
		*made = *before;
		made->path = path;
		return true;
	}
	if (!file_write(out->folder, path.at, bytes, OUT_MODE, &stamp)) {
		int error = errno;

		if (atomic_compare_exchange_strong(&out->error, &none, error))
			return complain(out, path, error, diags);
		return false;
	}
	atomic_fetch_add(&out->written, 1);
	tell(out, "+", "", path.at);
	made->size_bytes = stamp.size_bytes;
	made->mtime_ns = stamp.mtime_ns;
	return true;
}

/* A page that cannot be taken away is online: the first is told. */
static void complain_stays(struct out *out, struct text path, int error,
			   struct diags *diags)
{
	int none = 0;
	struct diag *diag;

	if (!atomic_compare_exchange_strong(&out->error, &none, error))
		return;
	diag = diag_add_path(
		diags, SEVERITY_ERROR,
		arena_join3(&diags->arena, out->shown, T("/"), path),
		"out.not-removed",
		_("this page should be gone and cannot be removed"));
	diag_hint(diags, diag,
		  _("may this user write in the folder? remove the file by "
		    "hand, or run it again once it may"));
	diag_detail(diags, diag, strerror(error));
}

void out_remove(struct out *out, struct text path, struct diags *diags)
{
	if (unlinkat(out->folder, path.at, 0)) {
		if (errno != ENOENT)
			complain_stays(out, path, errno, diags);
		return;
	}
	atomic_fetch_add(&out->removed, 1);
	tell(out, "-", "", path.at);
}

/* -- what stays ------------------------------------------------------------- */

void out_keep(struct out_set *set, struct text path)
{
	if (set->count == set->capacity) {
		size_t capacity = set->capacity ? 2 * set->capacity : 1024;
		uint64_t *grown =
			reallocarray(set->hashes, capacity, sizeof(*grown));

		if (!grown)
			arena_out_of_memory(capacity * sizeof(*grown));
		set->hashes = grown;
		set->capacity = capacity;
	}
	set->hashes[set->count++] = map_hash(path);
}

void out_set_release(struct out_set *set)
{
	free(set->hashes);
	*set = (struct out_set){ NULL, 0, 0 };
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

struct out_set out_set_join(const struct out_set *sets, size_t count,
			    size_t stride)
{
	struct out_set all = { NULL, 0, 0 };
	const char *at = (const char *)sets;

	for (size_t i = 0; i < count; i++)
		all.capacity +=
			((const struct out_set *)(at + i * stride))->count;
	all.hashes = reallocarray(NULL, all.capacity ? all.capacity : 1,
				  sizeof(*all.hashes));
	if (!all.hashes)
		arena_out_of_memory(all.capacity * sizeof(*all.hashes));
	for (size_t i = 0; i < count; i++) {
		const struct out_set *set =
			(const struct out_set *)(at + i * stride);

		if (set->count)
			memcpy(all.hashes + all.count, set->hashes,
			       set->count * sizeof(*all.hashes));
		all.count += set->count;
	}
	qsort(all.hashes, all.count, sizeof(*all.hashes), compare_hashes);
	return all;
}

bool out_set_has(const struct out_set *joined, struct text path)
{
	uint64_t hash = map_hash(path);

	return joined->count && bsearch(&hash, joined->hashes, joined->count,
					sizeof(hash), compare_hashes);
}

static void sweep_file(struct out *out, const struct out_set *keep, int fd,
		       const char *folder, const char *name,
		       struct diags *diags)
{
	char path[64 + NAME_MAX];
	int len = snprintf(path, sizeof(path), "%s/%s", folder, name);

	if (len < 0 || (size_t)len >= sizeof(path) ||
	    out_set_has(keep, (struct text){ path, (size_t)len }))
		return;
	if (unlinkat(fd, name, 0)) {
		complain_stays(out, (struct text){ path, (size_t)len }, errno,
			       diags);
		return;
	}
	atomic_fetch_add(&out->removed, 1);
	tell(out, "-", folder, name);
}

static bool sweep_folder(struct out *out, const struct out_set *keep,
			 const char *folder, struct diags *diags)
{
	enum file_result result;
	int fd = file_open_folder(out->folder, folder, &result);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		if (fd < 0 && result == FILE_MISSING)
			return true;
		if (fd >= 0)
			close(fd);
		return complain(out, text_of(folder), errno, diags);
	}
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			sweep_file(out, keep, fd, folder, entry->d_name, diags);
	closedir(dir);
	return true;
}

/* ".<digits>.tmp": what a killed run was writing. */
static bool is_temporary(const char *name)
{
	size_t digits = name[0] == '.' ? strspn(name + 1, "0123456789") : 0;

	return digits && !strcmp(name + 1 + digits, ".tmp");
}

static void sweep_temporaries(struct out *out)
{
	int fd = dup(out->folder);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	rewinddir(dir);
	while ((entry = readdir(dir)))
		if (is_temporary(entry->d_name))
			unlinkat(out->folder, entry->d_name, 0);
	closedir(dir);
}

bool out_sweep(struct out *out, const struct out_set *keep, struct diags *diags)
{
	bool good = true;

	for (size_t i = 0; i < FOLDERS; i++)
		good &= sweep_folder(out, keep, folders[i], diags);
	sweep_temporaries(out);
	return good && !out->error;
}
