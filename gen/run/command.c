#include "run/command.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"

const struct command *const commands[] = {
	&command_init,	&command_new,	 &command_build, &command_check,
	&command_links, &command_schema, &command_help,
};
const size_t command_count = sizeof(commands) / sizeof(commands[0]);

/* Codes of long options that have no letter; above any character. */
enum { CODE_FIRST = 256, CODE_QUIET = 512, CODE_VERBOSE, CODE_HELP };

enum status command_usage(const struct command *command, const char *format,
			  ...)
{
	va_list ap;

	fprintf(stderr, "careplan %s: ", command->name);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fprintf(stderr, "\n");
	fprintf(stderr, _("see: careplan help %s\n"), command->name);
	return STATUS_USAGE;
}

bool command_number(const struct option_value *value, int64_t least,
		    int64_t most, int64_t *number)
{
	return text_number(text_of(value->argument), number) &&
	       *number >= least && *number <= most;
}

bool command_date(const struct option_value *value, struct date *date)
{
	return date_read(text_of(value->argument), date) == DATE_OK;
}

/* The rows as getopt_long wants them. */
static void fill_getopt(const struct command *command, struct option *longs,
			char *shorts)
{
	size_t s = 0, i = 0;

	shorts[s++] = '+';
	shorts[s++] = ':';
	shorts[s++] = 'C';
	shorts[s++] = ':';
	for (; command->options && command->options[i].name; i++) {
		const struct option_row *row = &command->options[i];

		longs[i] = (struct option){ row->name,
					    row->argument ? required_argument
							  : no_argument,
					    NULL, CODE_FIRST + (int)i };
		if (!row->letter)
			continue;
		shorts[s++] = row->letter;
		if (row->argument)
			shorts[s++] = ':';
	}
	shorts[s] = 0;
	longs[i++] = (struct option){ "quiet", no_argument, NULL, CODE_QUIET };
	longs[i++] =
		(struct option){ "verbose", no_argument, NULL, CODE_VERBOSE };
	longs[i++] = (struct option){ "help", no_argument, NULL, CODE_HELP };
	longs[i] = (struct option){ NULL, 0, NULL, 0 };
}

/* The row of what getopt_long returned, or -1. */
static int row_of(const struct command *command, int code)
{
	if (code >= CODE_FIRST && code < CODE_QUIET)
		return code - CODE_FIRST;
	for (int i = 0; command->options && command->options[i].name; i++)
		if (command->options[i].letter == code)
			return i;
	return -1;
}

static bool take(const struct command *command, int code,
		 struct arguments *arguments)
{
	int row = row_of(command, code);

	if (code == 'C')
		arguments->common.folder = optarg;
	else if (code == CODE_QUIET)
		arguments->common.quiet = true;
	else if (code == CODE_VERBOSE)
		arguments->common.verbose = true;
	else if (code == CODE_HELP)
		arguments->common.help = true;
	else if (row < 0)
		return false;
	else
		arguments->option[row] = (struct option_value){ true, optarg };
	return true;
}

bool command_parse(const struct command *command, int argc, char **argv,
		   struct arguments *arguments)
{
	struct option longs[COMMAND_OPTIONS + 4];
	char shorts[3 * COMMAND_OPTIONS + 8];
	int code;

	fill_getopt(command, longs, shorts);
	/* Options and words may be mixed: parsing goes on behind each word. */
	arguments->words = argv;
	arguments->count = 0;
	optind = 0;
	for (;;) {
		code = getopt_long(argc, argv, shorts, longs, NULL);
		if (code == -1) {
			bool was_end = optind && optind <= argc &&
				       !strcmp(argv[optind - 1], "--");

			if (optind >= argc)
				return true;
			if (was_end) {
				while (optind < argc)
					arguments->words[arguments->count++] =
						argv[optind++];
				return true;
			}
			arguments->words[arguments->count++] = argv[optind++];
			continue;
		}
		if (code == '?' || code == ':' ||
		    !take(command, code, arguments)) {
			command_usage(command,
				      code == ':'
					      ? _("“%s” wants a value")
					      : _("there is no option “%s”"),
				      argv[optind - 1]);
			return false;
		}
	}
}
