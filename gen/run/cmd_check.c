#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "run/build.h"
#include "run/command.h"

enum { FORMAT };

static const struct option_row options[] = {
	{ 0, "format", "text|json", N_("how diagnostics are printed") },
	{ 0, NULL, NULL, NULL },
};

/* Only what lies under one of the paths; all where there are none. */
static bool is_wanted(const struct arguments *a, struct text path)
{
	for (int i = 0; i < a->count; i++) {
		struct text wanted = text_of(a->words[i]);

		while (text_starts(wanted, "./"))
			wanted = text_from(wanted, 2);
		while (text_ends(wanted, "/"))
			wanted.len--;
		if (text_equal(text_part(path, 0, wanted.len), wanted) &&
		    (path.len == wanted.len || path.at[wanted.len] == '/'))
			return true;
	}
	return !a->count;
}

static void keep_wanted(const struct arguments *a, struct diags *diags)
{
	struct diag **at = &diags->first;

	while (*at) {
		if (is_wanted(a, (*at)->path)) {
			at = &(*at)->next;
			continue;
		}
		if ((*at)->severity == SEVERITY_ERROR)
			diags->errors--;
		else
			diags->warnings--;
		*at = (*at)->next;
	}
	diags->last = at;
}

static void gather(struct workspace *ws)
{
	for (size_t i = 0; i < ws->workers; i++)
		diags_move(&ws->diags, &ws->worker[i].diags);
}

static enum status run(const struct arguments *a)
{
	const struct option_value *format = &a->option[FORMAT];
	bool as_json = format->given && !strcmp(format->argument, "json");
	struct workspace_options open = { .folder = a->common.folder,
					  .needs = WORKSPACE_SITE,
					  .quiet = a->common.quiet };
	struct workspace ws;
	enum status status;
	bool good;

	if (format->given && !as_json && strcmp(format->argument, "text"))
		return command_usage(&command_check,
				     _("--format is text or json"));
	good = workspace_open(&ws, &open) && build_check(&ws);
	gather(&ws);
	if (good)
		keep_wanted(a, &ws.diags);
	workspace_print(&ws, as_json ? DIAG_FORMAT_JSON : DIAG_FORMAT_TEXT,
			as_json ? stdout : stderr);
	status = good ? STATUS_DONE : ws.status;
	if (!status && ws.diags.errors)
		status = STATUS_CONTENT;
	if (!as_json && !a->common.quiet) {
		if (ws.diags.errors || ws.diags.warnings)
			printf(_("errors: %zu, warnings: %zu\n"),
			       ws.diags.errors, ws.diags.warnings);
		else
			printf(_("nothing is wrong\n"));
	}
	workspace_close(&ws);
	return status;
}

const struct command command_check = {
	.name = "check",
	.words = "[PATH…]",
	.summary = N_("tells everything that is wrong or doubtful in the "
		      "content"),
	.details = N_("Reads all content and writes nothing. With paths, only "
		      "what lies under them is told."),
	.options = options,
	.run = run,
};
