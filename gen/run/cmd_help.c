#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "run/command.h"
#include "run/paragraph.h"

/* Everything here is made from the tables of the commands. */

enum { GAP = 2, INDENT = 2, WIDEST = 26 };

static const struct option_row common_options[] = {
	{ 'C', NULL, "DIR",
	  N_("the folder of the site; the current one where nothing is "
	     "said") },
	{ 0, "quiet", NULL, N_("print no progress and no summary") },
	{ 0, "verbose", NULL,
	  N_("name every file that a build writes (+) and removes (-)") },
	{ 0, "version", NULL, N_("print the version") },
	{ 0, "help", NULL,
	  N_("print what can be done; behind a command, its options") },
	{ 0, NULL, NULL, NULL },
};

/* A name in the left column, what it means in the right one. */
static void add_pair(struct buf *out, struct text name, const char *about,
		     size_t column)
{
	char prefix[WIDEST + INDENT + GAP + 1];
	size_t start;

	memset(prefix, ' ', column);
	prefix[column] = '\0';
	/* Names are ASCII: as many bytes as columns. */
	if (INDENT + name.len + GAP > column) {
		buf_format(out, "%*s%.*s\n", INDENT, "", TEXT_ARG(name));
		name.len = 0;
	}
	start = out->len;
	paragraph_add(out, text_of(about), prefix, PARAGRAPH_COLUMNS);
	memcpy(out->at + start + INDENT, name.at, name.len);
}

/* "-j, --jobs N" */
static void add_option_name(struct buf *out, const struct option_row *row)
{
	if (row->letter)
		buf_format(out, "-%c", row->letter);
	if (row->letter && row->name)
		buf_add_string(out, ", ");
	if (row->name)
		buf_format(out, "--%s", row->name);
	if (row->argument)
		buf_format(out, " %s", row->argument);
}

static void add_options(struct buf *out, const struct option_row *rows)
{
	struct buf name = BUF_INIT;

	for (; rows && (rows->name || rows->letter); rows++) {
		buf_reset(&name);
		add_option_name(&name, rows);
		add_pair(out, buf_text(&name), _(rows->about), WIDEST);
	}
	buf_release(&name);
}

static void print_list(struct buf *out)
{
	size_t column = 0;

	buf_format(out,
		   _("careplan %s: care plans, shop pages and articles "
		     "from a folder of text files\n\n"),
		   CAREPLAN_VERSION);
	buf_format(out, _("usage: careplan [-C DIR] COMMAND …\n\n"));
	for (size_t i = 0; i < command_count; i++) {
		size_t width = strlen(commands[i]->name) + INDENT + GAP;

		column = width > column ? width : column;
	}
	for (size_t i = 0; i < command_count; i++)
		add_pair(out, text_of(commands[i]->name),
			 _(commands[i]->summary), column);
	buf_format(out, _("\noptions of all commands:\n"));
	add_options(out, common_options);
	buf_format(out, _("\nexit status: 0 done; 1 the content has errors; 2 "
			  "wrong usage or settings; 4 the disk or the program "
			  "failed\n"));
	buf_format(out, _("more: careplan help COMMAND, man careplan\n"));
}

static void print_one(struct buf *out, const struct command *command)
{
	buf_format(out, "careplan %s: ", command->name);
	buf_format(out, "%s\n\n", _(command->summary));
	buf_format(out, _("usage: careplan %s%s%s%s\n"), command->name,
		   command->options ? _(" [OPTION…]") : "",
		   *command->words ? " " : "", command->words);
	if (command->details) {
		buf_add_char(out, '\n');
		paragraph_add(out, text_of(_(command->details)), "",
			      PARAGRAPH_COLUMNS);
	}
	if (command->options) {
		buf_format(out, _("\noptions:\n"));
		add_options(out, command->options);
	}
	buf_format(out, _("\noptions of all commands:\n"));
	add_options(out, common_options);
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static enum status run(const struct arguments *a)
{
	const struct command *command = NULL;
	struct buf out = BUF_INIT;

	if (a->count > 1)
		return command_usage(&command_help, _("“%s” is too much"),
				     a->words[1]);
	if (a->count) {
		command = find(a->words[0]);
		if (!command)
			return command_usage(&command_help,
					     _("there is no command “%s”"),
					     a->words[0]);
		print_one(&out, command);
	} else {
		print_list(&out);
	}
	fwrite(out.at, 1, out.len, stdout);
	buf_release(&out);
	return STATUS_DONE;
}

const struct command command_help = {
	.name = "help",
	.words = "[COMMAND]",
	.summary = N_("says what the commands do"),
	.details = NULL,
	.run = run,
};
