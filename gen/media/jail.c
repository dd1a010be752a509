/*
 * The child says twice something to its parent: which walls are missing, as
 * soon as it is inside, and then its answer with its length before it. The
 * parent needs no end of file to know that the answer is whole; it kills the
 * child then in any case, which does no harm to one that is already leaving.
 *
 * The list of system calls is compiled once, in the parent, because libseccomp
 * allocates and takes a millisecond; the child only hands it to the kernel.
 * Everything between fork and the walls is plain system calls.
 */

#include "media/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>

enum {
	PIPE_FD = 3,		 /* the child's only descriptor */
	DESCRIPTORS_MOST = 4096, /* closed one by one on an old kernel */
	FILTER_MOST = 512,	 /* instructions */
	EXIT_NO_MEMORY = 4,	 /* of arena_out_of_memory */
	MS_PER_S = 1000,
	TURN_MS = 500,
	STUCK_MS = 3000,
	ATTEMPTS = 3,
	WATCHED = JAIL_PART_MEMORY | JAIL_PART_CALLS,
};

/* What mmap's memory is counted from where /proc is not there to ask. */
static const uint64_t mapped_guess_bytes = (uint64_t)1 << 30;

/* Walls that stand in the way of a tool that watches this program. */
static unsigned given_up(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return WATCHED;
#else
	return 0;
#endif
}

static struct sock_filter filter[FILTER_MOST];
static struct sock_fprog program = { 0, filter };
static pthread_once_t program_once = PTHREAD_ONCE_INIT;

/* What computing, malloc, threads (libde265 starts one) and leaving need. */
static const int allowed_calls[] = {
	SCMP_SYS(brk),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(futex),
	SCMP_SYS(getpid),
	SCMP_SYS(getrandom),
	SCMP_SYS(gettid),
	SCMP_SYS(madvise),
	SCMP_SYS(mremap),
	SCMP_SYS(munmap),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rseq),
	SCMP_SYS(rt_sigaction), /* glibc, before its first thread */
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_yield),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(write), /* the pipe is the only thing that is open */
};

/*
 * Memory never becomes code, and a new thread is no new process. clone3 hides
 * its arguments from a filter; glibc falls back to clone when it is missing.
 * Opening fails rather than kills, since libraries look for files they can do
 * without (a translation, a plug-in).
 */
static bool add_rules(scmp_filter_ctx list)
{
	int bad = 0;

	for (size_t i = 0; i < sizeof(allowed_calls) / sizeof(int); i++)
		bad |= seccomp_rule_add(list, SCMP_ACT_ALLOW, allowed_calls[i],
					0);
	bad |= seccomp_rule_add(list, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	bad |= seccomp_rule_add(list, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	bad |= seccomp_rule_add(
		list, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
		SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
	bad |= seccomp_rule_add(list, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3),
				0);
	bad |= seccomp_rule_add(list, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat),
				0);
	return !bad;
}

/* libseccomp hands its program out through a descriptor only. */
static void export_program(scmp_filter_ctx list)
{
	int fd = memfd_create("jail", MFD_CLOEXEC);
	ssize_t len = -1;

	if (fd < 0)
		return;
	if (!seccomp_export_bpf(list, fd))
		len = pread(fd, filter, sizeof(filter), 0);
	if (len > 0 && (size_t)len < sizeof(filter))
		program.len = (unsigned short)((size_t)len / sizeof(*filter));
	close(fd);
}

static void compile_program(void)
{
	scmp_filter_ctx list = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (!list)
		return;
	seccomp_attr_set(list, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	seccomp_attr_set(list, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (add_rules(list))
		export_program(list);
	seccomp_release(list);
}

/* The kernel's struct landlock_ruleset_attr, as of its sixth version. */
struct ruleset {
	uint64_t files, network, scoped;
};

/*
 * A ruleset that handles everything and allows nothing. What can be handled
 * grew with the versions of Landlock (Linux, Documentation/userspace-api/
 * landlock.rst), and a kernel refuses what it does not know.
 */
static bool forbid_files(void)
{
	enum { CREATE = 444, RESTRICT = 446, ASK_VERSION = 1 };
	/* Rights to files that versions 1 to 5 know, as bits from 0 on. */
	static const int rights[] = { 13, 14, 15, 15, 16 };
	struct ruleset rules = { 0 };
	size_t size = sizeof(rules.files);
	long version = syscall(CREATE, NULL, 0, ASK_VERSION);
	long fd;

	if (version < 1)
		return false;
	rules.files = (1U << rights[version < 5 ? version - 1 : 4]) - 1;
	if (version >= 4) {
		rules.network = 3;
		size += sizeof(rules.network);
	}
	if (version >= 6) {
		rules.scoped = 3;
		size += sizeof(rules.scoped);
	}
	fd = syscall(CREATE, &rules, size, 0);
	if (fd < 0)
		return false;
	if (syscall(RESTRICT, (int)fd, 0))
		return false;
	return !close((int)fd);
}

static bool forbid_calls(void)
{
	if (!program.len)
		return false;
	return !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/* Sets a limit, and a last one behind it, as far as the caller may. */
static bool limit(__rlimit_resource_t what, uint64_t most, uint64_t last)
{
	struct rlimit wanted = { most, last }, now;

	if (!getrlimit(what, &now) && now.rlim_max < last)
		wanted.rlim_max = now.rlim_max;
	if (wanted.rlim_cur > wanted.rlim_max)
		wanted.rlim_cur = wanted.rlim_max;
	return !setrlimit(what, &wanted);
}

/*
 * What the process has mapped already counts against a limit of its address
 * space: a program with many threads and large caches may have gigabytes.
 */
static uint64_t mapped_bytes(void)
{
	char words[32];
	uint64_t pages = 0;
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return mapped_guess_bytes;
	len = read(fd, words, sizeof(words));
	close(fd);
	for (ssize_t i = 0; i < len && words[i] >= '0' && words[i] <= '9'; i++)
		pages = pages * 10 + (uint64_t)(words[i] - '0');
	return pages ? pages * (uint64_t)sysconf(_SC_PAGESIZE)
		     : mapped_guess_bytes;
}

/* All descriptors go but the pipe, which becomes PIPE_FD. */
static void drop_descriptors(int pipe_fd)
{
	int first_kept = given_up() ? STDERR_FILENO : PIPE_FD;

	if (pipe_fd != PIPE_FD)
		dup2(pipe_fd, PIPE_FD);
	for (int fd = 0; fd < first_kept; fd++)
		close(fd);
	if (!syscall(SYS_close_range, PIPE_FD + 1, ~0U, 0))
		return;
	for (int fd = PIPE_FD + 1; fd < DESCRIPTORS_MOST; fd++)
		close(fd);
}

/* Builds the walls around the calling process; returns those missing. */
static unsigned enter(const struct jail_limits *limits)
{
	unsigned skipped = given_up(), missing = skipped;
	/* Measured before the walls, as it takes a file. */
	uint64_t memory = mapped_bytes() + limits->memory_bytes;

	if (!(skipped & JAIL_PART_MEMORY) && !limit(RLIMIT_AS, memory, memory))
		missing |= JAIL_PART_MEMORY;
	/* SIGXCPU first, which says more than the SIGKILL after it. */
	limit(RLIMIT_CPU, limits->cpu_s, limits->cpu_s + 1);
	limit(RLIMIT_FSIZE, 0, 0);
	limit(RLIMIT_CORE, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (!(skipped & JAIL_PART_LANDLOCK) && !forbid_files())
		missing |= JAIL_PART_LANDLOCK;
	limit(RLIMIT_NOFILE, 0, 0);
	if (!(skipped & JAIL_PART_CALLS) && !forbid_calls())
		missing |= JAIL_PART_CALLS;
	return missing;
}

static void tell(const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t some = write(PIPE_FD, at, len);

		if (some < 0 && errno != EINTR)
			_exit(1);
		if (some > 0) {
			at += some;
			len -= (size_t)some;
		}
	}
}

static _Noreturn void be_child(const struct jail_job *job, int pipe_fd,
			       pid_t parent)
{
	struct buf answer = BUF_INIT;
	unsigned missing;
	uint64_t len;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	drop_descriptors(pipe_fd);
	missing = enter(&job->limits);
	tell(&missing, sizeof(missing));
	job->work(job->context, job->input, &answer);
	len = answer.len;
	tell(&len, sizeof(len));
	tell(answer.at, answer.len);
	_exit(0);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / 1000000;
}

/*
 * Signals meant for the caller (an interrupt from the terminal reaches both)
 * stay with it: the child blocks all but those that its own faults raise.
 */
static void block_signals(sigset_t *before)
{
	static const int faults[] = { SIGSEGV, SIGBUS,	SIGFPE,	 SIGILL,
				      SIGSYS,  SIGTRAP, SIGABRT, SIGXCPU };
	sigset_t all;

	sigfillset(&all);
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		sigdelset(&all, faults[i]);
	pthread_sigmask(SIG_SETMASK, &all, before);
}

struct child {
	pid_t pid;
	int fd;
	int64_t left_ms;		 /* of waiting */
	int64_t still_ms;		 /* how long it has not computed */
	int64_t cpu_ns;			 /* what it had computed then */
	bool is_late, is_stuck, is_long; /* its answer, for is_long */
	int system_error;		 /* why it could not be started */
};

static bool start(const struct jail_job *job, struct child *child)
{
	int ends[2];
	sigset_t before;
	pid_t parent = getpid();

	pthread_once(&program_once, compile_program);
	if (pipe2(ends, O_CLOEXEC)) {
		child->system_error = errno;
		return false;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK); /* wait_for waits */
	child->left_ms = job->limits.wait_ms;
	block_signals(&before);
	child->pid = fork();
	if (!child->pid)
		be_child(job, ends[1], parent);
	child->system_error = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close(ends[1]);
	child->fd = ends[0];
	if (child->pid > 0)
		return true;
	close(ends[0]);
	return false;
}

static int64_t computed_ns(const struct child *child)
{
	clockid_t clock;
	struct timespec used;

	if (clock_getcpuclockid(child->pid, &clock) ||
	    clock_gettime(clock, &used))
		return -1;
	return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

/*
 * Waits for something to read; false when there is no sense in waiting more.
 * Time is counted in short turns, so that a program that was stopped for an
 * hour does not find its child late when it goes on.
 */
static bool wait_for(struct child *child)
{
	struct pollfd wait = { child->fd, POLLIN, 0 };
	int64_t start_ms = now_ms(), turn_ms, cpu_ns;
	int heard = poll(&wait, 1, TURN_MS);

	turn_ms = now_ms() - start_ms;
	if (turn_ms > TURN_MS)
		turn_ms = TURN_MS;
	child->left_ms -= turn_ms;
	if (child->left_ms <= 0)
		child->is_late = true;
	if (heard > 0 || child->is_late)
		return !child->is_late;
	cpu_ns = computed_ns(child);
	child->still_ms =
		cpu_ns == child->cpu_ns ? child->still_ms + turn_ms : 0;
	child->cpu_ns = cpu_ns;
	child->is_stuck = child->still_ms >= STUCK_MS;
	return !child->is_stuck;
}

/* Reads all of it; false at the end of the pipe and when waiting is over. */
static bool hear(struct child *child, void *to, size_t len)
{
	char *at = to;

	while (len) {
		ssize_t some;

		if (!wait_for(child))
			return false;
		some = read(child->fd, at, len);
		if (!some || (some < 0 && errno != EINTR && errno != EAGAIN))
			return false;
		if (some > 0) {
			at += some;
			len -= (size_t)some;
		}
	}
	return true;
}

static bool hear_answer(struct arena *arena, struct child *child, size_t most,
			struct text *answer)
{
	uint64_t len;
	char *bytes;

	if (!hear(child, &len, sizeof(len)))
		return false;
	child->is_long = len > most;
	if (child->is_long)
		return false;
	bytes = arena_alloc(arena, (size_t)len + 1);
	if (!hear(child, bytes, (size_t)len))
		return false;
	*answer = (struct text){ bytes, (size_t)len };
	return true;
}

/*
 * Ends and reaps the child. One that closed its pipe by dying has its status
 * already, which being killed once more does not change.
 */
static int reap(const struct child *child, struct rusage *used)
{
	int status = 0;

	kill(child->pid, SIGKILL);
	while (wait4(child->pid, &status, 0, used) < 0)
		if (errno != EINTR)
			break;
	return status;
}

static enum jail_end end_of(const struct child *child, int status)
{
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (child->is_late || child->is_stuck || signal == SIGXCPU)
		return JAIL_TIMEOUT;
	if (child->is_long)
		return JAIL_CRASHED;
	if (signal == SIGSYS)
		return JAIL_FORBIDDEN;
	if (signal == SIGKILL) /* the kernel's, when memory runs out */
		return JAIL_MEMORY;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_MEMORY)
		return JAIL_MEMORY;
	return JAIL_CRASHED;
}

static uint64_t milliseconds(struct timeval t)
{
	return (uint64_t)t.tv_sec * MS_PER_S + (uint64_t)t.tv_usec / 1000;
}

static void run_once(struct arena *arena, const struct jail_job *job,
		     struct jail_result *result, bool *is_stuck)
{
	struct child child = { 0 };
	struct rusage used = { 0 };
	uint64_t cpu_ms;
	bool is_whole;
	int status;

	*result = (struct jail_result){ .end = JAIL_FAILED,
					.given_up = given_up() };
	if (!start(job, &child)) {
		result->system_error = child.system_error;
		return;
	}
	is_whole = hear(&child, &result->missing, sizeof(result->missing)) &&
		   hear_answer(arena, &child, job->limits.answer_bytes,
			       &result->answer);
	close(child.fd);
	status = reap(&child, &used);
	cpu_ms = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
	result->cpu_ms = (uint32_t)cpu_ms;
	result->peak_kb = (uint32_t)used.ru_maxrss;
	result->end = is_whole ? JAIL_DONE : end_of(&child, status);
	*is_stuck = child.is_stuck;
}

/*
 * A lock that another thread held at the fork is held for ever in the child.
 * glibc sees to its own, but not everybody does (AddressSanitizer's malloc); a
 * child that neither answers nor computes is started once more.
 */
bool jail_run(struct arena *arena, const struct jail_job *job,
	      struct jail_result *result)
{
	bool is_stuck = true;

	for (int i = 0; is_stuck && i < ATTEMPTS; i++) {
		is_stuck = false;
		run_once(arena, job, result, &is_stuck);
	}
	return result->end == JAIL_DONE;
}
