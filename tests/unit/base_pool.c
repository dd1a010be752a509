/*
 * Every index is worked on once, by a worker whose number is its own, whatever
 * the number of threads; and what the workers wrote is seen afterwards.
 */

#include "base/pool.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST = 5000 };

struct job {
	size_t workers;
	unsigned char times[MOST]; /* each index is one thread's only */
	size_t done[POOL_WORKERS]; /* by worker; no two threads share one */
	atomic_bool is_wrong;
	atomic_size_t last; /* index handed out before */
};

static void count(void *context, size_t worker, size_t index)
{
	struct job *job = context;

	if (index >= MOST || worker >= job->workers) {
		job->is_wrong = true;
		return;
	}
	job->times[index]++;
	job->done[worker]++;
}

static void test_every_index_once(void **state)
{
	static const struct {
		size_t workers, count;
	} cases[] = { { 1, 0 },	    { 4, 0 },  { 0, 10 },
		      { 1, 100 },   { 2, 1 },  { 2, MOST },
		      { 16, MOST }, { 64, 3 }, { 256, 300 } };

	(void)state;
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct job job = { .workers = cases[c].workers };
		size_t sum = 0;

		if (!job.workers)
			job.workers = 1;
		pool_run(cases[c].workers, cases[c].count, count, &job);
		assert_false(job.is_wrong);
		for (size_t i = 0; i < MOST; i++)
			assert_int_equal(job.times[i], i < cases[c].count);
		for (size_t i = 0; i < POOL_WORKERS; i++)
			sum += job.done[i];
		assert_int_equal(sum, cases[c].count);
	}
}

static void test_too_many_workers(void **state)
{
	struct job job = { .workers = POOL_WORKERS };

	(void)state;
	pool_run(SIZE_MAX, MOST, count, &job);
	assert_false(job.is_wrong);
}

static void in_order(void *context, size_t worker, size_t index)
{
	struct job *job = context;

	(void)worker;
	if (index && job->last != index - 1)
		job->is_wrong = true;
	job->last = index;
}

static void test_one_worker_goes_in_order(void **state)
{
	struct job job = { .workers = 1 };

	(void)state;
	pool_run(1, 1000, in_order, &job);
	assert_false(job.is_wrong);
	assert_int_equal(job.last, 999);
}

struct caller {
	pthread_t thread;
	bool is_other;
};

static void compare_thread(void *context, size_t worker, size_t index)
{
	struct caller *caller = context;

	(void)index;
	if (!worker && !pthread_equal(caller->thread, pthread_self()))
		caller->is_other = true;
}

static void test_caller_is_worker_zero(void **state)
{
	struct caller caller = { pthread_self(), false };

	(void)state;
	pool_run(4, 1000, compare_thread, &caller);
	assert_false(caller.is_other);
}

/* Two workers must be at it at the same time, or neither comes through. */
static void meet(void *context, size_t worker, size_t index)
{
	(void)worker, (void)index;
	pthread_barrier_wait(context);
}

static void test_workers_run_at_once(void **state)
{
	pthread_barrier_t barrier;

	(void)state;
	pthread_barrier_init(&barrier, NULL, 2);
	alarm(20);
	pool_run(2, 2, meet, &barrier);
	alarm(0);
	pthread_barrier_destroy(&barrier);
}

static void test_processors(void **state)
{
	(void)state;
	assert_in_range(pool_processors(), 1, POOL_WORKERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_index_once),
		cmocka_unit_test(test_too_many_workers),
		cmocka_unit_test(test_one_worker_goes_in_order),
		cmocka_unit_test(test_caller_is_worker_zero),
		cmocka_unit_test(test_workers_run_at_once),
		cmocka_unit_test(test_processors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
