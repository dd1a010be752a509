#ifndef GEN_MEDIA_JAIL_H
#define GEN_MEDIA_JAIL_H

/*
 * Runs a function on untrusted bytes in a child process that can do nothing but
 * compute: no files, no network, no other processes, no new code, little memory
 * and little time. Bytes go in, bytes come out over a pipe.
 *
 * The child is a fork of the caller, so the function sees the caller's memory
 * as it was (the input is not copied) and whatever it changes is lost. In a
 * process with threads it must keep to what works after a fork: computing and
 * malloc do; stdio, gettext and locks that another thread may hold do not.
 *
 * Calling sequence: jail_run, from any number of threads at once.
 *
 * Promises: it returns after wait_ms at the latest, or three times that for a
 * child that hangs; the child is gone by then, and no other child of the
 * process was waited for. What the child answers is
 * as untrusted as the input: whoever reads it checks it.
 *
 * Three walls are built: limits of the system (setrlimit), Landlock (no files,
 * no network, no signals), and a list of allowed system calls (seccomp). Where
 * the kernel refuses one, the others stand and `missing` tells. Address-
 * Sanitizer maps terabytes and calls the system on its own account: there, walls
 * are given up, and `given_up` tells.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

struct jail_limits {
	size_t memory_bytes; /* beyond what the caller's process has mapped */
	uint32_t cpu_s;	     /* seconds of computing */
	uint32_t wait_ms;    /* until the child is killed */
	size_t answer_bytes; /* the longest answer that is accepted */
};

/* The work of the child; its answer is what it leaves in `answer`. */
typedef void jail_work(const void *context, struct text input,
		       struct buf *answer);

struct jail_job {
	jail_work *work;
	const void *context;
	struct text input;
	struct jail_limits limits;
};

enum jail_end {
	JAIL_DONE,
	JAIL_TIMEOUT,	/* of computing or of waiting */
	JAIL_MEMORY,	/* it said so itself, or the kernel ended it for that */
	JAIL_FORBIDDEN, /* a system call that is not allowed */
	JAIL_CRASHED,	/* it died in another way, or answered nonsense */
	JAIL_FAILED,	/* the machine: no child could be started */
};

enum jail_part {
	JAIL_PART_MEMORY = 1,	/* the limit of memory */
	JAIL_PART_LANDLOCK = 2, /* no files and network */
	JAIL_PART_CALLS = 4,	/* the list of system calls */
};

struct jail_result {
	enum jail_end end;
	struct text answer; /* in the arena; empty unless JAIL_DONE */
	unsigned missing;   /* jail_part: walls that could not be built */
	unsigned given_up;  /* those of them that were not even tried */
	int system_error;   /* errno where end is JAIL_FAILED */
	uint32_t peak_kb;   /* the child's largest resident set */
	uint32_t cpu_ms;
};

/* True where result->end is JAIL_DONE. */
bool jail_run(struct arena *arena, const struct jail_job *job,
	      struct jail_result *result) __attribute__((warn_unused_result));

#endif
