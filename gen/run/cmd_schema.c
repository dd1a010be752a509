#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "run/command.h"
#include "run/schema.h"
#include "run/views.h"

/* Schemas follow from the program alone: no site is needed. */

enum { OUT, VIEWS };

static const struct option_row options[] = {
	{ 0, "out", "DIR",
	  N_("write NAME.schema.json into this folder; else one schema a line "
	     "is printed") },
	{ 0, "views", NULL,
	  N_("print what each page's template may ask for instead, for authors "
	     "of themes") },
	{ 0, NULL, NULL, NULL },
};

static enum status fail(const char *folder)
{
	fprintf(stderr, _("careplan schema: %s cannot be written: %s\n"),
		folder, strerror(errno));
	return STATUS_FAILED;
}

static enum status write_all(const char *path, bool quiet)
{
	struct buf out = BUF_INIT;
	enum status status = STATUS_DONE;
	int folder;

	if (mkdir(path, 0777) && errno != EEXIST)
		return fail(path);
	folder = open(path, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (folder < 0)
		return fail(path);
	for (size_t i = 0; i < document_kind_count && !status; i++) {
		const struct document_kind *kind = &document_kinds[i];
		char name[64];

		snprintf(name, sizeof(name), "%s.schema.json", kind->name);
		buf_reset(&out);
		schema_add(&out, kind);
		buf_add_char(&out, '\n');
		if (!file_write(folder, name, buf_text(&out), 0666, NULL))
			status = fail(path);
		else if (!quiet)
			printf("%s/%s  %s\n", path, name, kind->pattern);
	}
	buf_release(&out);
	close(folder);
	return status;
}

static void print_all(void)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < document_kind_count; i++) {
		schema_add(&out, &document_kinds[i]);
		buf_add_char(&out, '\n');
	}
	fwrite(out.at, 1, out.len, stdout);
	buf_release(&out);
}

static void print_views(void)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < theme_page_count(); i++) {
		struct theme_page page = theme_page(i);

		views_add(&out, &page);
		buf_add_char(&out, '\n');
	}
	fwrite(out.at, 1, out.len, stdout);
	buf_release(&out);
}

static enum status run(const struct arguments *a)
{
	if (a->count)
		return command_usage(&command_schema, _("“%s” is too much"),
				     a->words[0]);
	if (a->option[OUT].given && a->option[VIEWS].given)
		return command_usage(&command_schema,
				     _("--views goes without --out"));
	if (a->option[OUT].given)
		return write_all(a->option[OUT].argument, a->common.quiet);
	if (a->option[VIEWS].given)
		print_views();
	else
		print_all();
	return STATUS_DONE;
}

const struct command command_schema = {
	.name = "schema",
	.words = "",
	.summary = N_("writes JSON Schemas of the content's files, for "
		      "editors"),
	.details = N_("With them an editor completes the names of entries in "
		      "both languages and marks mistakes while one types. "
		      "Printed beside each file that is written is which files "
		      "of a site it is for. With --views it prints a line of "
		      "JSON for each page instead."),
	.options = options,
	.run = run,
};
