#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "run/command.h"

/*
 * careplan [-C DIR] [--quiet] COMMAND …: finds the command and hands it its
 * options. Options before the command and behind it mean the same.
 */

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static enum status unknown(const char *name)
{
	size_t best = 3;
	const char *nearest = NULL;

	for (size_t i = 0; i < command_count; i++)
		if (text_is_nearer(text_of(name), text_of(commands[i]->name),
				   &best))
			nearest = commands[i]->name;
	fprintf(stderr, _("careplan: there is no command “%s”\n"), name);
	if (nearest)
		fprintf(stderr, _("did you mean “%s”?\n"), nearest);
	fprintf(stderr, _("see: careplan help\n"));
	return STATUS_USAGE;
}

/* Takes the options before the command's name; returns its index in argv. */
static int take_common(int argc, char **argv, struct common *common)
{
	int at = 1;

	for (; at < argc && argv[at][0] == '-'; at++) {
		if (!strcmp(argv[at], "-C") && at + 1 < argc)
			common->folder = argv[++at];
		else if (!strcmp(argv[at], "--quiet"))
			common->quiet = true;
		else if (!strcmp(argv[at], "--verbose"))
			common->verbose = true;
		else
			break;
	}
	return at;
}

static bool flush_output(void)
{
	return !fflush(stdout) && !ferror(stdout);
}

int main(int argc, char **argv)
{
	static struct arguments arguments;
	const struct command *command;
	enum status status;
	int at;

	lang_init();
	/* A reader that goes away ends output, not the program mid-write. */
	signal(SIGPIPE, SIG_IGN);
	at = take_common(argc, argv, &arguments.common);
	if (at < argc &&
	    (!strcmp(argv[at], "--version") || !strcmp(argv[at], "-V"))) {
		printf("careplan %s\n", CAREPLAN_VERSION);
		return flush_output() ? (int)STATUS_DONE : (int)STATUS_FAILED;
	}
	if (at >= argc || !strcmp(argv[at], "--help") ||
	    !strcmp(argv[at], "-h"))
		command = &command_help;
	else
		command = find(argv[at]);
	if (!command)
		return (int)unknown(argv[at]);
	if (at < argc &&
	    !command_parse(command, argc - at, argv + at, &arguments))
		return STATUS_USAGE;
	if (arguments.common.help) {
		static char *name[1];

		name[0] = argv[at];
		arguments.words = name;
		arguments.count = 1;
		command = &command_help;
	}
	status = command->run(&arguments);
	return (int)(flush_output() || status ? status : STATUS_FAILED);
}
