#ifndef GEN_BASE_FILE_H
#define GEN_BASE_FILE_H

/*
 * Files: read whole, never through a link, never outside the given folder;
 * written beside their name and then renamed.
 *
 * Paths are relative to an open folder. Reading goes through openat2 with
 * RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS, so no symbolic link leads out of the
 * folder, however the path was put together. Absolute paths and paths with a
 * part `..` are refused by every function here.
 *
 * Opening never waits: a pipe is refused, not read. Only plain files are read.
 * Functions that return -1, false or FILE_FAILED leave the reason in errno.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/text.h"

enum file_result {
	FILE_OK,
	FILE_MISSING,	/* no such file or folder */
	FILE_IS_LINK,	/* a symbolic link, or a path that leads outside */
	FILE_NOT_PLAIN, /* a folder, device, socket or pipe */
	FILE_TOO_LARGE, /* more bytes than allowed */
	FILE_CHANGING,	/* it grew or changed while it was read */
	FILE_NO_PERMISSION,
	FILE_FAILED, /* anything else; errno says what */
};

/* What tells one state of a file from another without opening it. */
struct file_stamp {
	int64_t mtime_ns;
	int64_t ctime_ns;
	uint64_t size_bytes;
	uint64_t inode;
};

/*
 * Opens a folder beneath `folder` for reading. Returns a
 * descriptor (O_CLOEXEC) that the caller closes, or -1 with *result set.
 */
int file_open_folder(int folder, const char *path, enum file_result *result);
/*
 * Reads a whole file of at most `most` bytes beneath `folder`. *stamp may be
 * NULL. Memory: the bytes, followed by a NUL, in the arena.
 */
enum file_result file_read(struct arena *arena, int folder, const char *path,
			   size_t most, struct text *bytes,
			   struct file_stamp *stamp)
	__attribute__((warn_unused_result));

/*
 * The stamp of a file without opening it, by one system call. A link in the
 * last part of the path is refused; links above it are not looked for.
 */
enum file_result file_stamp(int folder, const char *path,
			    struct file_stamp *stamp);

/*
 * Writes the bytes to a temporary file in `folder` (".<thread>.tmp") and renames
 * that into place. *stamp (may be NULL) gets the state of the finished file.
 * Any number of threads may write at once. Nothing is synced to the disk.
 * Errors: false, errno says why; what was there before is untouched and nothing
 * temporary is left.
 */
bool file_write(int folder, const char *path, struct text bytes, mode_t mode,
		struct file_stamp *stamp) __attribute__((warn_unused_result));

/*
 * Creates a folder and those above it; one that exists is fine.
 * Errors: false, errno says why.
 */
bool file_make_folders(int folder, const char *path)
	__attribute__((warn_unused_result));

/* A sentence on a result, in the user's language, for a diagnostic. */
const char *file_reason(enum file_result result);

#endif
