#include "run/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"

bool newfile_exists(const struct newfiles *files, const char *path)
{
	struct stat st;

	return !fstatat(files->folder, path, &st, AT_SYMLINK_NOFOLLOW);
}

static bool fail(struct newfiles *files, struct text path, int error)
{
	struct text shown = arena_join(files->arena, files->shown, path);
	struct diag *diag;

	if (error == EEXIST) {
		diag = diag_add_path(files->diags, SEVERITY_ERROR, shown,
				     "file.exists",
				     _("there is something of this name "
				       "already"));
		diag_hint(files->diags, diag,
			  _("choose another name; nothing was overwritten"));
		return false;
	}
	files->has_failed = true;
	diag = diag_add_path(files->diags, SEVERITY_ERROR, shown, "file.failed",
			     _("this cannot be written"));
	diag_hint(files->diags, diag,
		  _("is there room on the disk, and may this user write "
		    "here?"));
	diag_detail(files->diags, diag, strerror(error));
	return false;
}

static void remember(struct newfiles *files, struct text path)
{
	files->made = arena_grow(files->arena, files->made, files->count,
				 &files->capacity, sizeof(*files->made));
	files->made[files->count++] = arena_text(files->arena, path);
}

bool newfile_folder(struct newfiles *files, struct text path, mode_t mode)
{
	if (!file_make_folders(files->folder, path.at))
		return fail(files, path, errno);
	return mode == NEWFILE_USUAL ||
	       !fchmodat(files->folder, path.at, mode, 0) ||
	       fail(files, path, errno);
}

static bool make_above(struct newfiles *files, struct text path)
{
	const char *slash = memrchr(path.at, '/', path.len);
	size_t above = slash ? (size_t)(slash - path.at) : 0;

	return !slash || newfile_folder(files,
					arena_text(files->arena,
						   text_part(path, 0, above)),
					NEWFILE_USUAL);
}

static bool write_all(int fd, struct text bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.at, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes = text_from(bytes, (size_t)put);
	}
	return true;
}

bool newfile_place(struct newfiles *files, struct text path, struct text bytes,
		   mode_t mode)
{
	bool good;
	int fd, error;

	if (!make_above(files, path))
		return false;
	fd = openat(files->folder, path.at,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return fail(files, path, errno);
	good = write_all(fd, bytes);
	error = errno;
	if (close(fd) && good) {
		error = errno;
		good = false;
	}
	if (!good) {
		unlinkat(files->folder, path.at, 0);
		return fail(files, path, error);
	}
	remember(files, path);
	return true;
}

void newfiles_print(const struct newfiles *files)
{
	for (size_t i = 0; i < files->count; i++)
		printf("%.*s%.*s\n", TEXT_ARG(files->shown),
		       TEXT_ARG(files->made[i]));
}
