#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

/* One pool_run, shared by its threads. */
struct run {
	pool_work *work;
	void *context;
	size_t count;
	atomic_size_t next; /* the next index; beyond count: all are taken */
};

struct worker {
	struct run *run;
	size_t number;
	pthread_t thread;
};

static void *work_through(void *context)
{
	struct worker *worker = context;
	struct run *run = worker->run;

	for (;;) {
		size_t index = atomic_fetch_add_explicit(&run->next, 1,
							 memory_order_relaxed);

		if (index >= run->count)
			return NULL;
		run->work(run->context, worker->number, index);
	}
}

/*
 * Starts the workers from 1 on; returns how many there are with worker 0,
 * which is the caller. A system that refuses a thread gives fewer of them.
 * They are born with all signals blocked: those are the first thread's.
 */
static size_t start(struct worker *workers, size_t count)
{
	sigset_t all, before;
	size_t started = 1;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started < count &&
	       !pthread_create(&workers[started].thread, NULL, work_through,
			       &workers[started]))
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

void pool_run(size_t workers, size_t count, pool_work *work, void *context)
{
	struct run run = { .work = work, .context = context, .count = count };
	struct worker all[POOL_WORKERS];
	size_t started;

	if (workers > POOL_WORKERS)
		workers = POOL_WORKERS;
	if (workers > count)
		workers = count;
	if (!workers)
		workers = 1;
	for (size_t i = 0; i < workers; i++)
		all[i] = (struct worker){ .run = &run, .number = i };
	started = start(all, workers);
	work_through(&all[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(all[i].thread, NULL);
}

size_t pool_processors(void)
{
	cpu_set_t set;
	long count;

	if (!sched_getaffinity(0, sizeof set, &set))
		count = CPU_COUNT(&set);
	else /* more processors than a cpu_set_t has room for */
		count = sysconf(_SC_NPROCESSORS_ONLN);
	if (count < 1)
		return 1;
	return count < POOL_WORKERS ? (size_t)count : POOL_WORKERS;
}
