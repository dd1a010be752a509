#ifndef GEN_RUN_COMMAND_H
#define GEN_RUN_COMMAND_H

/*
 * Commands and their options, as tables: what is parsed, what `help` prints and
 * what shells complete come from the same rows.
 *
 * A command gets its options already parsed, in the order of its rows, and the
 * words that are no options. Options of all commands (-C, --quiet …) are in
 * struct common.
 */

#include <stdbool.h>
#include <stddef.h>

#include "run/workspace.h"

enum { COMMAND_OPTIONS = 12 };

struct option_row {
	char letter;	      /* 0: only long */
	const char *name;     /* without -- ; NULL ends the rows */
	const char *argument; /* its name in the help; NULL: takes none */
	const char *about;    /* N_() */
};

struct option_value {
	bool given;
	const char *argument;
};

struct common {
	const char *folder; /* -C; NULL: the current one */
	bool quiet, verbose, help;
};

struct arguments {
	struct common common;
	struct option_value option[COMMAND_OPTIONS]; /* as the rows */
	char **words;
	int count; /* of words */
};

struct command {
	const char *name;
	const char *words;   /* "[PATIENT…]" for the usage line; may be "" */
	const char *summary; /* N_(), half a line */
	const char *details; /* N_(), a few sentences, or NULL */
	const struct option_row *options;
	enum status (*run)(const struct arguments *arguments);
};

extern const struct command *const commands[];
extern const size_t command_count;

extern const struct command command_build, command_check, command_help,
	command_init, command_links, command_new, command_schema;

/* Prints to standard error that the words are wrong; returns STATUS_USAGE. */
enum status command_usage(const struct command *command, const char *format,
			  ...) __attribute__((format(printf, 2, 3)));

/* Reads an option's whole number. Errors: false. */
bool command_number(const struct option_value *value, int64_t least,
		    int64_t most, int64_t *number);

/* Reads an option's date. Errors: false. */
bool command_date(const struct option_value *value, struct date *date);

/* Parses argv behind the command's name. Errors: false, usage was printed. */
bool command_parse(const struct command *command, int argc, char **argv,
		   struct arguments *arguments)
	__attribute__((warn_unused_result));

#endif
