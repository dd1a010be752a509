#ifndef GEN_BASE_PROGRESS_H
#define GEN_BASE_PROGRESS_H

/*
 * A line on the terminal that says how far long work has come: count, rate and
 * time left. Silent where standard error is no terminal, and for the first
 * half second, so that short work prints nothing.
 *
 * Calling sequence: progress_begin; progress_step from any thread;
 * progress_end, which wipes the line. One at a time in a process.
 */

#include <stdbool.h>
#include <stddef.h>

/* `what` is translated text that is used as it is; quiet keeps it silent. */
void progress_begin(const char *what, size_t total, bool quiet);
void progress_step(void);
void progress_end(void);

#endif
