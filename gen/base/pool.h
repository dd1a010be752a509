#ifndef GEN_BASE_POOL_H
#define GEN_BASE_POOL_H

/*
 * Work shared out among threads.
 *
 * pool_run calls work(context, worker, index) once for each index below count,
 * from up to `workers` threads, and returns when all have returned. Indexes are
 * handed out in order, one at a time, so that early ones start first; `worker`
 * (0 .. workers-1) names the thread, for memory of its own. The calling thread
 * is worker 0: with one worker everything runs in it, and where the system
 * gives no more threads the work is done by fewer. All that the workers wrote
 * is seen by the caller afterwards.
 */

#include <stddef.h>

enum { POOL_WORKERS = 256 }; /* at most; more are taken as that many */

typedef void pool_work(void *context, size_t worker, size_t index);

void pool_run(size_t workers, size_t count, pool_work *work, void *context);

/* The processors this process may use; 1 .. POOL_WORKERS. */
size_t pool_processors(void);

#endif
