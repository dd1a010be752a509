/*
 * Every open goes through openat2, which walks the path in the kernel and
 * refuses links and ways out in one call. Old kernels and some containers do
 * not have it; there the path is walked here, one folder at a time, with
 * O_NOFOLLOW. Both ways refuse the same paths.
 *
 * A build writes hundreds of thousands of small files, so a write is four
 * system calls (open, write, close, rename) and one more where the stamp is
 * wanted. There is no fsync: output can be made again, and a page torn by a
 * power cut differs from its stamp and is written anew.
 */

#include "base/file.h"

#include "base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
	FILE_CHANGING_WAIT_MS = 30,
	FILE_OPEN_TRIES = 8, /* while folders are being renamed (EAGAIN) */
	FILE_FOLDER_MODE = 0755,
};

/* The kernel answered once that it has no openat2, or may not use it. */
static atomic_bool openat2_is_missing;

static void close_quietly(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

/* Does the path start at the root, or have a part that is ".."? */
static bool leads_outside(const char *path)
{
	if (path[0] == '/')
		return true;
	for (const char *at = path; *at;) {
		if (at[0] == '.' && at[1] == '.' && (at[2] == '/' || !at[2]))
			return true;
		at = strchrnul(at, '/');
		at += strspn(at, "/");
	}
	return false;
}

/*
 * O_DIRECTORY on a link answers ENOTDIR, as it does on a file; only the first
 * is a link.
 */
static int open_part(int folder, const char *name, int flags)
{
	struct stat st;
	int fd;

	do {
		fd = openat(folder, name, flags | O_NOFOLLOW);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0 && errno == ENOTDIR) {
		if (!fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) &&
		    S_ISLNK(st.st_mode))
			errno = ELOOP;
		else
			errno = ENOTDIR;
	}
	return fd;
}

static int open_stepwise(int folder, const char *path, int flags)
{
	char name[NAME_MAX + 1];
	int at = folder;

	for (;;) {
		size_t len = strcspn(path, "/");
		const char *rest = path + len + strspn(path + len, "/");
		int step = *rest ? O_PATH | O_DIRECTORY | O_CLOEXEC : flags;
		int fd = -1;

		if (len <= NAME_MAX) {
			memcpy(name, path, len);
			name[len] = '\0';
			fd = open_part(at, name, step);
		} else {
			errno = ENAMETOOLONG;
		}
		if (at != folder)
			close_quietly(at);
		if (fd < 0 || !*rest)
			return fd;
		at = fd;
		path = rest;
	}
}

static int open_beneath(int folder, const char *path, int flags)
{
	struct open_how how = {
		.flags = (uint64_t)(unsigned)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};

	if (leads_outside(path)) {
		errno = EXDEV;
		return -1;
	}
	for (int tries = 0; !atomic_load_explicit(&openat2_is_missing,
						  memory_order_relaxed);) {
		long fd = syscall(SYS_openat2, folder, path, &how, sizeof how);

		if (fd >= 0)
			return (int)fd;
		if (errno == ENOSYS || errno == EPERM)
			atomic_store(&openat2_is_missing, true);
		else if (errno != EINTR &&
			 (errno != EAGAIN || ++tries >= FILE_OPEN_TRIES))
			return -1;
	}
	return open_stepwise(folder, path, flags);
}

static enum file_result result_of_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR: /* a part of the way is a file: nothing is beneath it */
		return FILE_MISSING;
	case ELOOP:
	case EXDEV:
		return FILE_IS_LINK;
	case ENXIO: /* a socket, or a device without its driver */
	case ENODEV:
		return FILE_NOT_PLAIN;
	case EACCES:
	case EPERM:
		return FILE_NO_PERMISSION;
	default:
		return FILE_FAILED;
	}
}

static void fill_stamp(const struct stat *st, struct file_stamp *stamp)
{
	const int64_t second = 1000000000;

	stamp->mtime_ns = st->st_mtim.tv_sec * second + st->st_mtim.tv_nsec;
	stamp->ctime_ns = st->st_ctim.tv_sec * second + st->st_ctim.tv_nsec;
	stamp->size_bytes = (uint64_t)st->st_size;
	stamp->inode = st->st_ino;
}

int file_open_folder(int folder, const char *path, enum file_result *result)
{
	int fd = open_beneath(folder, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	*result = fd < 0 ? result_of_errno() : FILE_OK;
	if (fd < 0 && errno == ENOTDIR &&
	    !fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW))
		*result = FILE_NOT_PLAIN;
	return fd;
}

/* O_NONBLOCK: opening a pipe that nobody writes to must not wait. */
static int open_plain(int folder, const char *path, struct stat *st,
		      enum file_result *result)
{
	int fd = open_beneath(folder, path,
			      O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	*result = FILE_OK;
	if (fd < 0 || fstat(fd, st))
		*result = result_of_errno();
	else if (!S_ISREG(st->st_mode))
		*result = FILE_NOT_PLAIN;
	else
		return fd;
	if (fd >= 0)
		close_quietly(fd);
	return -1;
}

/* Reads until len bytes, the end of the file, or an error (-1). */
static ssize_t read_all(int fd, char *at, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t got = read(fd, at + done, len - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

static enum file_result read_open(struct arena *arena, int fd,
				  const struct stat *before, struct text *bytes,
				  struct file_stamp *stamp)
{
	size_t len = (size_t)before->st_size;
	char *at = arena_alloc(arena, len + 1);
	ssize_t got = read_all(fd, at, len);
	struct file_stamp first, last;
	struct stat after;

	if (got < 0 || fstat(fd, &after))
		return result_of_errno();
	fill_stamp(before, &first);
	fill_stamp(&after, &last);
	if ((size_t)got != len || first.size_bytes != last.size_bytes ||
	    first.mtime_ns != last.mtime_ns)
		return FILE_CHANGING;
	at[len] = '\0';
	*bytes = (struct text){ at, len };
	if (stamp)
		*stamp = last;
	return FILE_OK;
}

static enum file_result read_once(struct arena *arena, int folder,
				  const char *path, size_t most,
				  struct text *bytes, struct file_stamp *stamp)
{
	struct stat st = { 0 };
	enum file_result result;
	int fd = open_plain(folder, path, &st, &result);

	if (fd < 0)
		return result;
	if ((uint64_t)st.st_size > most)
		result = FILE_TOO_LARGE;
	else
		result = read_open(arena, fd, &st, bytes, stamp);
	close_quietly(fd);
	return result;
}

enum file_result file_read(struct arena *arena, int folder, const char *path,
			   size_t most, struct text *bytes,
			   struct file_stamp *stamp)
{
	struct timespec wait = { 0, FILE_CHANGING_WAIT_MS * 1000000L };
	enum file_result result;

	result = read_once(arena, folder, path, most, bytes, stamp);
	if (result != FILE_CHANGING)
		return result;
	nanosleep(&wait, NULL);
	return read_once(arena, folder, path, most, bytes, stamp);
}

enum file_result file_stamp(int folder, const char *path,
			    struct file_stamp *stamp)
{
	struct stat st;

	if (leads_outside(path))
		return FILE_IS_LINK;
	if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW))
		return result_of_errno();
	if (S_ISLNK(st.st_mode))
		return FILE_IS_LINK;
	if (!S_ISREG(st.st_mode))
		return FILE_NOT_PLAIN;
	fill_stamp(&st, stamp);
	return FILE_OK;
}

/* folder/name -> folder/.name.tmp, a name that every listing ignores. */
static bool name_beside(const char *path, char beside[PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	size_t above = slash ? (size_t)(slash - path) + 1 : 0;
	size_t name_len = strlen(path + above);

	if (leads_outside(path) || !name_len) {
		errno = EINVAL;
		return false;
	}
	if (above + name_len + sizeof "..tmp" > PATH_MAX) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(beside, path, above);
	beside[above] = '.';
	memcpy(beside + above + 1, path + above, name_len);
	memcpy(beside + above + 1 + name_len, ".tmp", sizeof ".tmp");
	return true;
}

static bool write_all(int fd, struct text bytes)
{
	size_t done = 0;

	while (done < bytes.len) {
		ssize_t put = write(fd, bytes.at + done, bytes.len - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		done += (size_t)put;
	}
	return true;
}

/*
 * The file is closed before it is renamed, because a network share may report
 * a full disk only then. The stamp is taken after, because renaming changes
 * the ctime.
 */
static bool write_via(int folder, const char *temporary, const char *path,
		      struct text bytes, mode_t mode)
{
	int fd = openat(folder, temporary,
			O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
			mode);
	int error;

	if (fd < 0)
		return false;
	if (!write_all(fd, bytes)) {
		close_quietly(fd);
		goto undo;
	}
	if (!close(fd) && !renameat(folder, temporary, folder, path))
		return true;
undo:
	error = errno;
	unlinkat(folder, temporary, 0);
	errno = error;
	return false;
}

/*
 * The temporary file lies at the top of the folder, which is small: entering
 * and removing names in a folder of a hundred thousand pages would cost more
 * than the page itself. It has the thread's number, so that no two meet. Where
 * the path is on another file system it lies beside its name.
 */
bool file_write(int folder, const char *path, struct text bytes, mode_t mode,
		struct file_stamp *stamp)
{
	char temporary[PATH_MAX];
	struct stat st;

	if (leads_outside(path)) {
		errno = EINVAL;
		return false;
	}
	snprintf(temporary, sizeof(temporary), ".%ld.tmp", (long)gettid());
	if (!write_via(folder, temporary, path, bytes, mode)) {
		if (errno != EXDEV || !name_beside(path, temporary) ||
		    !write_via(folder, temporary, path, bytes, mode))
			return false;
	}
	if (!stamp)
		return true;
	if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	fill_stamp(&st, stamp);
	return true;
}

static bool make_folder(int folder, const char *path)
{
	struct stat st;

	if (!mkdirat(folder, path, FILE_FOLDER_MODE))
		return true;
	if (errno != EEXIST)
		return false;
	if (fstatat(folder, path, &st, 0))
		return false;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode);
}

bool file_make_folders(int folder, const char *path)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (leads_outside(path) || !len || len >= sizeof part) {
		errno = len >= sizeof part ? ENAMETOOLONG : EINVAL;
		return false;
	}
	if (make_folder(folder, path))
		return true;
	if (errno != ENOENT)
		return false;
	memcpy(part, path, len + 1);
	for (char *at = strchr(part, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		if (!make_folder(folder, part))
			return false;
		*at = '/';
	}
	return make_folder(folder, path);
}

const char *file_reason(enum file_result result)
{
	static const char *const reasons[] = {
		[FILE_OK] = N_("nothing is wrong with it"),
		[FILE_MISSING] = N_("there is no such file or folder"),
		[FILE_IS_LINK] = N_("it is a link to another place"),
		[FILE_NOT_PLAIN] = N_("it is not an ordinary file"),
		[FILE_TOO_LARGE] = N_("the file is too large"),
		[FILE_CHANGING] = N_("the file is being written right now"),
		[FILE_NO_PERMISSION] =
			N_("the program has no permission to read it"),
		[FILE_FAILED] = N_("the disk or the network failed"),
	};

	return _(reasons[result]);
}
