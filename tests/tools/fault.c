/*
 * Makes one system call of a program fail, to see what it does then.
 *
 *     LD_PRELOAD=fault.so FAULT_CALL=write FAULT_AT=12 FAULT_ERRNO=28 program …
 *
 * The FAULT_AT-th call of that kind which is about the FAULT_BENEATH folder (a
 * part of the path; all where it is not set) fails with FAULT_ERRNO; with
 * FAULT_STAYS=1 so do all later ones, as on a disk that is full. A call that
 * was made to fail, or the number of calls where none was, is written to
 * the file FAULT_REPORT at the end.
 *
 * Kinds: open (for writing), write, close (of a file opened for writing),
 * rename, unlink, mkdir, sync (fsync, fdatasync, ftruncate).
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;
static atomic_int failed;
static bool is_child; /* a decoder, whose jail allows us nothing */

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static bool is_about(const char *path)
{
	const char *beneath = setting("FAULT_BENEATH");

	return !*beneath || (path && strstr(path, beneath));
}

/* Counts a call; true where it is the one that fails. */
static bool fails(const char *kind, const char *path)
{
	long at = atol(setting("FAULT_AT")), now;

	if (strcmp(setting("FAULT_CALL"), kind) || !is_about(path))
		return false;
	now = atomic_fetch_add(&calls, 1) + 1;
	if (now != at && !(now > at && *setting("FAULT_STAYS") == '1'))
		return false;
	atomic_store(&failed, 1);
	errno = atoi(setting("FAULT_ERRNO"));
	return true;
}

/* The path of a descriptor, or of a name in a folder. */
static const char *path_of(int fd, const char *name, char room[PATH_MAX])
{
	char link[64];
	ssize_t len = 0;
	int error = errno;

	room[0] = '\0';
	if (name && name[0] == '/') {
		snprintf(room, PATH_MAX, "%s", name);
		return room;
	}
	if (fd == AT_FDCWD)
		snprintf(link, sizeof(link), "/proc/self/cwd");
	else
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, room, PATH_MAX - 1);
	room[len > 0 ? len : 0] = '\0';
	if (name && len > 0)
		snprintf(room + len, (size_t)(PATH_MAX - len), "/%s", name);
	errno = error;
	return room;
}

static bool fd_fails(const char *kind, int fd)
{
	char room[PATH_MAX];

	if (is_child || strcmp(setting("FAULT_CALL"), kind))
		return false;
	return fails(kind, path_of(fd, NULL, room));
}

static bool name_fails(const char *kind, int folder, const char *name)
{
	char room[PATH_MAX];

	if (is_child || strcmp(setting("FAULT_CALL"), kind))
		return false;
	return fails(kind, path_of(folder, name, room));
}

static bool writes(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY;
}

/* -- the calls --------------------------------------------------------------- */

static int open_any(int folder, const char *name, int flags, va_list ap)
{
	mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;

	if (writes(flags) && name_fails("open", folder, name))
		return -1;
	return (int)syscall(SYS_openat, folder, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = open_any(folder, name, flags, ap);
	va_end(ap);
	return fd;
}

int open(const char *name, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = open_any(AT_FDCWD, name, flags, ap);
	va_end(ap);
	return fd;
}

int open64(const char *name, int flags, ...)
{
	va_list ap;
	int fd;

	va_start(ap, flags);
	fd = open_any(AT_FDCWD, name, flags, ap);
	va_end(ap);
	return fd;
}

/* Half of the bytes are written before the disk is found to be full. */
ssize_t write(int fd, const void *bytes, size_t len)
{
	if (fd > STDERR_FILENO && fd_fails("write", fd)) {
		int error = errno;

		syscall(SYS_write, fd, bytes, len / 2);
		errno = error;
		return -1;
	}
	return syscall(SYS_write, fd, bytes, len);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
	return fd_fails("write", fd)
		       ? -1
		       : syscall(SYS_pwrite64, fd, bytes, len, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	return pwrite64(fd, bytes, len, at);
}

/* Closing fails as on a network share that finds its disk full only then. */
int close(int fd)
{
	bool is_bad = false;

	if (!is_child && !strcmp(setting("FAULT_CALL"), "close")) {
		int flags = fcntl(fd, F_GETFL);
		struct stat st;

		if (flags >= 0 && writes(flags) && !fstat(fd, &st) &&
		    S_ISREG(st.st_mode))
			is_bad = fd_fails("close", fd);
	}
	if (is_bad) {
		int error = errno;

		syscall(SYS_close, fd);
		errno = error;
		return -1;
	}
	return (int)syscall(SYS_close, fd);
}

int renameat(int from, const char *old, int to, const char *new)
{
	return name_fails("rename", to, new)
		       ? -1
		       : (int)syscall(SYS_renameat2, from, old, to, new, 0);
}

int rename(const char *old, const char *new)
{
	return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int unlinkat(int folder, const char *name, int flags)
{
	return name_fails("unlink", folder, name)
		       ? -1
		       : (int)syscall(SYS_unlinkat, folder, name, flags);
}

int mkdirat(int folder, const char *name, mode_t mode)
{
	return name_fails("mkdir", folder, name)
		       ? -1
		       : (int)syscall(SYS_mkdirat, folder, name, mode);
}

int fsync(int fd)
{
	return fd_fails("sync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return fd_fails("sync", fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int ftruncate64(int fd, off_t len)
{
	return fd_fails("sync", fd) ? -1 : (int)syscall(SYS_ftruncate, fd, len);
}

int ftruncate(int fd, off_t len)
{
	return ftruncate64(fd, len);
}

static void enter_child(void)
{
	is_child = true;
}

__attribute__((constructor)) static void begin(void)
{
	pthread_atfork(NULL, NULL, enter_child);
}

__attribute__((destructor)) static void report(void)
{
	const char *path = setting("FAULT_REPORT");
	FILE *file = *path && !is_child ? fopen(path, "we") : NULL;

	if (!file)
		return;
	fprintf(file, "%d %ld\n", atomic_load(&failed), atomic_load(&calls));
	fclose(file);
}
