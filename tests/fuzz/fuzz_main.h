#ifndef TESTS_FUZZ_FUZZ_MAIN_H
#define TESTS_FUZZ_FUZZ_MAIN_H

/*
 * A main for fuzz targets where there is no fuzzer.
 *
 * A target is a .c file that defines LLVMFuzzerTestOneInput and FUZZ_CORPUS,
 * the folder of its inputs from the checkout's root, and includes this file
 * last. Compiled as it is, it runs the corpus and then FUZZ_ROUNDS (from the
 * environment; 2000) inputs made from it by changing, cutting and joining
 * bytes, the same ones each time; FUZZ_SEED makes others. With
 * -fsanitize=fuzzer, define FUZZ_ENGINE: that brings its own main.
 *
 * Prints TAP. An input that goes wrong ends the program; it is left in the
 * file fuzz-<corpus>.input of the working folder.
 */

#ifndef FUZZ_ENGINE

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

enum { FUZZ_INPUTS = 1000, FUZZ_BYTES = 1 << 20, FUZZ_USUAL_ROUNDS = 2000 };

struct fuzz {
	struct arena arena;
	struct text inputs[FUZZ_INPUTS];
	size_t count;
	uint64_t random; /* never 0 */
	char name[64];	 /* of the file that keeps the last input */
};

/* xorshift64: the same numbers everywhere. */
static size_t fuzz_random(struct fuzz *fuzz, size_t below)
{
	fuzz->random ^= fuzz->random << 13;
	fuzz->random ^= fuzz->random >> 7;
	fuzz->random ^= fuzz->random << 17;
	return below ? (size_t)(fuzz->random >> 11) % below : 0;
}

static void fuzz_read(struct fuzz *fuzz, const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = folder < 0 ? NULL : fdopendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) && fuzz->count < FUZZ_INPUTS) {
		struct text *input = &fuzz->inputs[fuzz->count];

		if (entry->d_name[0] != '.' &&
		    file_read(&fuzz->arena, folder, entry->d_name, FUZZ_BYTES,
			      input, NULL) == FILE_OK)
			fuzz->count++;
	}
	if (dir)
		closedir(dir);
}

/* readdir's order is the file system's; rounds shall not depend on it. */
static int fuzz_compare(const void *a, const void *b)
{
	const struct text *left = a, *right = b;

	return text_compare(*left, *right);
}

/* Runs one input from memory of exactly its size, so that a read behind its
 * end is seen. Keeps it in a file while it runs. */
static void fuzz_run(struct fuzz *fuzz, struct text input)
{
	int file = open(fuzz->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0644);
	uint8_t *copy = malloc(input.len ? input.len : 1);

	if (file < 0 || !copy ||
	    write(file, input.at, input.len) != (ssize_t)input.len) {
		printf("Bail out! %s cannot be written\n", fuzz->name);
		exit(1);
	}
	close(file);
	memcpy(copy, input.len ? input.at : "", input.len);
	LLVMFuzzerTestOneInput(copy, input.len);
	free(copy);
}

static struct text fuzz_pick(struct fuzz *fuzz)
{
	return fuzz->inputs[fuzz_random(fuzz, fuzz->count)];
}

/* Changes a byte, or cuts a piece out, doubles it, or takes one from another
 * input. */
static struct text fuzz_change(struct fuzz *fuzz, struct arena *arena,
			       struct text t)
{
	size_t at = fuzz_random(fuzz, t.len + 1);
	size_t len = fuzz_random(fuzz, t.len - at < 32 ? t.len - at + 1 : 32);
	struct text head = text_part(t, 0, at), tail = text_from(t, at);
	struct text other = fuzz_pick(fuzz);
	char byte = (char)fuzz_random(fuzz, 256);

	switch (fuzz_random(fuzz, 4)) {
	case 0:
		return arena_join3(arena, head, (struct text){ &byte, 1 },
				   text_from(tail, 1));
	case 1:
		return arena_join(arena, head, text_from(tail, len));
	case 2:
		return arena_join3(arena, head, text_part(tail, 0, len), tail);
	default:
		other = text_from(other, fuzz_random(fuzz, other.len + 1));
		return arena_join3(arena, head, text_part(other, 0, len), tail);
	}
}

static size_t fuzz_number(const char *variable, size_t usual)
{
	const char *value = getenv(variable);

	return value ? (size_t)strtoull(value, NULL, 10) : usual;
}

int main(int argc, char **argv)
{
	static struct fuzz fuzz;
	size_t rounds = fuzz_number("FUZZ_ROUNDS", FUZZ_USUAL_ROUNDS);
	const char *corpus = argc > 1 ? argv[1] : FUZZ_CORPUS;
	const char *slash = strrchr(corpus, '/');
	struct arena arena;

	arena_init(&fuzz.arena, ARENA_USUAL);
	arena_init(&arena, ARENA_USUAL);
	fuzz.random = 88172645463325252u ^ fuzz_number("FUZZ_SEED", 0);
	snprintf(fuzz.name, sizeof(fuzz.name), "fuzz-%s.input",
		 slash ? slash + 1 : corpus);
	fuzz_read(&fuzz, corpus);
	qsort(fuzz.inputs, fuzz.count, sizeof(*fuzz.inputs), fuzz_compare);
	printf("1..2\n");
	for (size_t i = 0; i < fuzz.count; i++)
		fuzz_run(&fuzz, fuzz.inputs[i]);
	printf("%sok 1 - %zu inputs of %s\n", fuzz.count ? "" : "not ",
	       fuzz.count, corpus);
	for (size_t i = 0; i < rounds && fuzz.count; i++) {
		struct text input = fuzz_pick(&fuzz);

		for (size_t n = fuzz_random(&fuzz, 8) + 1; n > 0; n--)
			input = fuzz_change(&fuzz, &arena, input);
		fuzz_run(&fuzz, input);
		arena_reset(&arena);
	}
	printf("ok 2 - %zu inputs made from them\n", fuzz.count ? rounds : 0);
	unlink(fuzz.name);
	arena_release(&arena);
	arena_release(&fuzz.arena);
	return fuzz.count ? 0 : 1;
}

#endif
#endif
