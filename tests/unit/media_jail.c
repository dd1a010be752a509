/* media/jail: what a hostile child tries, and that the parent lives on. */

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/lang.h"
#include "media/jail.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct jail_limits usual = { 256 << 20, 2, 10000, 1 << 20 };

static int inherited = -1; /* a file the parent has open */

/* A work says "refused" when it could not do what it tried. */
static void answer_if(struct buf *answer, bool is_refused)
{
	buf_add_string(answer, is_refused ? "refused" : "ESCAPED");
}

static void try_open(const void *context, struct text input, struct buf *answer)
{
	(void)context;
	(void)input;
	answer_if(answer, open("/etc/passwd", O_RDONLY) < 0);
}

static void try_create(const void *context, struct text input,
		       struct buf *answer)
{
	(void)context;
	(void)input;
	answer_if(answer, open("/tmp/escaped", O_WRONLY | O_CREAT, 0600) < 0);
}

static void try_inherited(const void *context, struct text input,
			  struct buf *answer)
{
	char c;

	(void)context;
	(void)input;
	answer_if(answer, read(inherited, &c, 1) < 0);
}

static void try_socket(const void *context, struct text input,
		       struct buf *answer)
{
	(void)context;
	(void)input;
	answer_if(answer, socket(AF_INET, SOCK_STREAM, 0) < 0);
}

static void try_exec(const void *context, struct text input, struct buf *answer)
{
	char *arguments[] = { (char[]){ "true" }, NULL };

	(void)context;
	(void)input;
	execv("/bin/true", arguments);
	answer_if(answer, true);
}

static void try_fork(const void *context, struct text input, struct buf *answer)
{
	pid_t pid = fork();

	(void)context;
	(void)input;
	if (!pid)
		_exit(0);
	answer_if(answer, pid < 0);
}

static void try_kill(const void *context, struct text input, struct buf *answer)
{
	(void)context;
	(void)input;
	answer_if(answer, kill(getppid(), SIGUSR1) < 0);
}

static void try_code(const void *context, struct text input, struct buf *answer)
{
	(void)context;
	(void)input;
	answer_if(answer,
		  mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
}

static void try_protect(const void *context, struct text input,
			struct buf *answer)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)context;
	(void)input;
	answer_if(answer, mprotect(at, 4096, PROT_READ | PROT_EXEC) < 0);
}

static void try_memory(const void *context, struct text input,
		       struct buf *answer)
{
	void *volatile at = malloc((size_t)2 << 30);

	(void)context;
	(void)input;
	answer_if(answer, !at);
}

static void try_much_memory(const void *context, struct text input,
			    struct buf *answer)
{
	struct arena arena;

	(void)context;
	(void)input;
	arena_init(&arena, ARENA_USUAL);
	for (int i = 0; i < 1000; i++)
		arena_alloc(&arena, 1 << 20);
	answer_if(answer, false);
}

static void try_forever(const void *context, struct text input,
			struct buf *answer)
{
	volatile int turn = 0;

	(void)context;
	(void)input;
	(void)answer;
	while (turn >= 0)
		turn = !turn;
}

/* Hangs as on a lock: only the parent's patience ends it. */
static void try_sleep(const void *context, struct text input,
		      struct buf *answer)
{
	struct timespec long_time = { 1000, 0 };

	(void)context;
	(void)input;
	(void)answer;
	clock_nanosleep(CLOCK_REALTIME, 0, &long_time, NULL);
}

static void try_too_much(const void *context, struct text input,
			 struct buf *answer)
{
	(void)context;
	(void)input;
	memset(buf_reserve(answer, 2 << 20), 'x', 2 << 20);
	answer->len = 2 << 20;
}

/* Claims a long answer on the pipe itself and leaves. */
static void try_a_lie(const void *context, struct text input,
		      struct buf *answer)
{
	uint64_t len = 1000;

	(void)context;
	(void)input;
	(void)answer;
	if (write(3, &len, sizeof(len)) == sizeof(len))
		_exit(0);
}

static void try_crash(const void *context, struct text input,
		      struct buf *answer)
{
	(void)context;
	(void)input;
	(void)answer;
	_exit(7);
}

enum {
	DONE = 1 << JAIL_DONE, /* with the answer "refused" */
	TIMEOUT = 1 << JAIL_TIMEOUT,
	MEMORY = 1 << JAIL_MEMORY,
	FORBIDDEN = 1 << JAIL_FORBIDDEN,
	CRASHED = 1 << JAIL_CRASHED,
};

struct attempt {
	const char *name;
	jail_work *work;
	unsigned ends;	/* what may come of it */
	unsigned walls; /* jail_part: which of them stop it, any one does */
};

enum {
	FILES = JAIL_PART_LANDLOCK | JAIL_PART_CALLS,
	CALLS = JAIL_PART_CALLS,
	SPACE = JAIL_PART_MEMORY,
};

static const struct attempt attempts[] = {
	{ "open", try_open, DONE | FORBIDDEN, FILES },
	{ "create", try_create, DONE | FORBIDDEN, FILES },
	{ "inherited", try_inherited, DONE | FORBIDDEN, 0 },
	{ "socket", try_socket, DONE | FORBIDDEN, FILES },
	{ "exec", try_exec, DONE | FORBIDDEN, FILES },
	{ "fork", try_fork, DONE | FORBIDDEN, CALLS },
	{ "kill", try_kill, DONE | FORBIDDEN, CALLS },
	{ "code", try_code, DONE | FORBIDDEN, CALLS },
	{ "protect", try_protect, DONE | FORBIDDEN, CALLS },
	{ "memory", try_memory, DONE | FORBIDDEN, SPACE },
	{ "much memory", try_much_memory, MEMORY, SPACE },
	{ "forever", try_forever, TIMEOUT, 0 },
	{ "sleep", try_sleep, TIMEOUT, 0 },
	{ "too much", try_too_much, CRASHED, 0 },
	{ "a lie", try_a_lie, CRASHED, 0 },
	{ "crash", try_crash, CRASHED, 0 },
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void test_nothing_gets_out(void **state)
{
	(void)state;
	signal(SIGUSR1, SIG_IGN);
	inherited = fcntl(STDIN_FILENO, F_DUPFD, 10);
	assert_true(inherited >= 10);
	for (size_t i = 0; i < COUNT(attempts); i++) {
		const struct attempt *attempt = &attempts[i];
		struct jail_job job = { .work = attempt->work,
					.limits = usual };
		struct jail_result result;
		struct arena arena;
		int64_t start = now_ms();
		bool is_done;

		job.limits.cpu_s = 1;
		job.limits.wait_ms = 2500;
		arena_init(&arena, ARENA_USUAL);
		is_done = jail_run(&arena, &job, &result);
		assert_true(now_ms() - start < 6000);
		assert_int_equal(is_done, result.end == JAIL_DONE);
		if (attempt->walls && !(attempt->walls & ~result.missing))
			print_message("%s: no wall here against it\n",
				      attempt->name);
		else if (!(attempt->ends & 1U << result.end) ||
			 (is_done && !text_is(result.answer, "refused")))
			fail_msg("%s: end %d, answer of %zu bytes",
				 attempt->name, (int)result.end,
				 result.answer.len);
		arena_release(&arena);
	}
	close(inherited);
}

static void reverse(const void *context, struct text input, struct buf *answer)
{
	buf_add_string(answer, context);
	for (size_t i = input.len; i-- > 0;)
		buf_add_char(answer, input.at[i]);
}

static void test_bytes_go_in_and_come_out(void **state)
{
	struct arena arena;
	struct jail_job job = { .work = reverse,
				.context = ">",
				.limits = usual };
	struct jail_result result;
	char *large;

	(void)state;
	arena_init(&arena, ARENA_USUAL);
	job.input = T("abc");
	assert_true(jail_run(&arena, &job, &result));
	assert_true(text_is(result.answer, ">cba"));
	job.input = T("");
	job.context = "";
	assert_true(jail_run(&arena, &job, &result));
	assert_int_equal(result.answer.len, 0);
	/* More than a pipe holds. */
	large = arena_alloc(&arena, 900000);
	memset(large, 'y', 900000);
	large[0] = 'z';
	job.input = (struct text){ large, 900000 };
	assert_true(jail_run(&arena, &job, &result));
	assert_int_equal(result.answer.len, 900000);
	assert_int_equal(result.answer.at[899999], 'z');
	assert_true(result.peak_kb > 0);
	arena_release(&arena);
}

/* The program's own threads and caches must not eat the child's limit. */
static void test_a_large_parent(void **state)
{
	size_t bytes = (size_t)4 << 30;
	struct arena arena;
	struct jail_job job = { .work = reverse,
				.context = "",
				.input = T("ab"),
				.limits = usual };
	struct jail_result result;
	void *at = mmap(NULL, bytes, PROT_READ,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	(void)state;
	assert_true(at != MAP_FAILED);
	arena_init(&arena, ARENA_USUAL);
	assert_true(jail_run(&arena, &job, &result));
	assert_true(text_is(result.answer, "ba"));
	arena_release(&arena);
	munmap(at, bytes);
}

static void test_other_children_are_left_alone(void **state)
{
	struct arena arena;
	struct jail_job job = { .work = reverse,
				.context = "",
				.input = T("ab"),
				.limits = usual };
	struct jail_result result;
	int status;
	pid_t other = fork();

	(void)state;
	if (!other)
		_exit(42);
	arena_init(&arena, ARENA_USUAL);
	assert_true(jail_run(&arena, &job, &result));
	assert_int_equal(waitpid(other, &status, 0), other);
	assert_int_equal(WEXITSTATUS(status), 42);
	/* And none of its own is left. */
	assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	arena_release(&arena);
}

static void test_no_descriptor_is_lost(void **state)
{
	struct arena arena;
	struct jail_job job = { .work = try_crash, .limits = usual };
	struct jail_result result;
	int before = dup(0), after;

	(void)state;
	close(before);
	arena_init(&arena, ARENA_USUAL);
	for (int i = 0; i < 20; i++)
		assert_false(jail_run(&arena, &job, &result));
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
	arena_release(&arena);
}

/* Hangs in its first child and answers in the second, which shares a page. */
static void hang_once(const void *context, struct text input,
		      struct buf *answer)
{
	int *turns = *(int *const *)context;
	struct timespec long_time = { 1000, 0 };

	(void)input;
	if (!(*turns)++)
		clock_nanosleep(CLOCK_REALTIME, 0, &long_time, NULL);
	buf_add_string(answer, "second");
}

static void test_a_hanging_child_gets_a_second_chance(void **state)
{
	int *turns = mmap(NULL, sizeof(*turns), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct arena arena;
	struct jail_job job = { .work = hang_once,
				.context = &turns,
				.limits = usual };
	struct jail_result result;

	(void)state;
	assert_true(turns != MAP_FAILED);
	arena_init(&arena, ARENA_USUAL);
	assert_true(jail_run(&arena, &job, &result));
	assert_true(text_is(result.answer, "second"));
	assert_int_equal(*turns, 2);
	arena_release(&arena);
	munmap(turns, sizeof(*turns));
}

enum { FORKERS = 3, EATERS = 2, ROUNDS = 60 };

static volatile bool is_over;

/*
 * AddressSanitizer's malloc holds locks over a fork, and most of the time if it
 * is called all of the time; so there are pauses here, of 0.1 ms.
 */
static void pause_a_little(void)
{
#ifdef __SANITIZE_ADDRESS__
	clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){ 0, 100000 },
			NULL);
#endif
}

/* Holds locks of malloc, stdio and gettext as often as it can. */
static void *eat(void *nothing)
{
	void *held[64] = { 0 };
	FILE *out = fopen("/dev/null", "w");

	for (unsigned i = 0; !is_over; i++) {
		pause_a_little();
		free(held[i % 64]);
		held[i % 64] = malloc(i * 37 % 100000 + 1);
		fprintf(out, "%s %u\n", _("some sentence"), i);
	}
	for (int i = 0; i < 64; i++)
		free(held[i]);
	fclose(out);
	return nothing;
}

static void allocate(const void *context, struct text input, struct buf *answer)
{
	struct arena arena;

	(void)context;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < 300; i++)
		arena_text(&arena, (struct text){ input.at, i % input.len });
	buf_add_text(answer, input);
	arena_release(&arena);
}

static void *fork_often(void *failures)
{
	struct arena arena;
	struct jail_job job = { .work = allocate,
				.input = T("what is to be computed"),
				.limits = usual };
	struct jail_result result;

	arena_init(&arena, ARENA_SMALL);
	for (int i = 0; i < ROUNDS; i++) {
		if (!jail_run(&arena, &job, &result) ||
		    !text_equal(result.answer, job.input))
			++*(int *)failures;
		arena_reset(&arena);
	}
	arena_release(&arena);
	return NULL;
}

static void test_many_threads(void **state)
{
	pthread_t forker[FORKERS], eater[EATERS];
	int failures[FORKERS] = { 0 };

	(void)state;
	for (int i = 0; i < EATERS; i++)
		pthread_create(&eater[i], NULL, eat, NULL);
	for (int i = 0; i < FORKERS; i++)
		pthread_create(&forker[i], NULL, fork_often, &failures[i]);
	for (int i = 0; i < FORKERS; i++)
		pthread_join(forker[i], NULL);
	is_over = true;
	for (int i = 0; i < EATERS; i++)
		pthread_join(eater[i], NULL);
	for (int i = 0; i < FORKERS; i++)
		assert_int_equal(failures[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes_go_in_and_come_out),
		cmocka_unit_test(test_nothing_gets_out),
		cmocka_unit_test(test_a_large_parent),
		cmocka_unit_test(test_other_children_are_left_alone),
		cmocka_unit_test(test_no_descriptor_is_lost),
		cmocka_unit_test(test_a_hanging_child_gets_a_second_chance),
		cmocka_unit_test(test_many_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
