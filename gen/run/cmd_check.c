#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "page/theme_check.h"
#include "run/build.h"
#include "run/command.h"

enum { FORMAT, THEME };

static const struct option_row options[] = {
	{ 0, "format", "text|json", N_("how diagnostics are printed") },
	{ 0, "theme", NULL,
	  N_("check themes instead, by name; the site's where none is "
	     "named") },
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

/* All that is wrong in the content goes into the workspace's diagnostics. */
static bool check_content(const struct arguments *a, struct workspace *ws)
{
	bool good = build_check(ws);

	gather(ws);
	if (good)
		keep_wanted(a, &ws->diags);
	return good;
}

/* Of a folder as shells complete it (themes/mine/), the theme's name. */
static struct text theme_name(const char *word)
{
	struct text name = text_of(word);

	while (text_starts(name, "./"))
		name = text_from(name, 2);
	while (text_ends(name, "/"))
		name.len--;
	return text_starts(name, "themes/") ? text_from(name, 7) : name;
}

static bool check_theme(struct workspace *ws, struct text name)
{
	struct workspace_theme theme;

	if (!workspace_open_theme(ws, name, &theme)) {
		ws->status = STATUS_USAGE;
		return false;
	}
	/* What is wrong is in the diagnostics, which decide the status. */
	(void)!theme_check(&ws->run, theme.layers, theme.count,
			   ws->site.language, &ws->diags);
	workspace_close_theme(&theme);
	return true;
}

static bool check_themes(const struct arguments *a, struct workspace *ws)
{
	bool good = true;

	if (!a->count)
		return check_theme(ws, ws->site.theme);
	for (int i = 0; i < a->count; i++)
		good &= check_theme(ws, theme_name(a->words[i]));
	return good;
}

static enum status run(const struct arguments *a)
{
	const struct option_value *format = &a->option[FORMAT];
	bool as_json = format->given && !strcmp(format->argument, "json");
	bool themes = a->option[THEME].given;
	struct workspace_options open = { .folder = a->common.folder,
					  .needs = themes ? WORKSPACE_THEME
							  : WORKSPACE_SITE,
					  .quiet = a->common.quiet };
	struct workspace ws;
	enum status status;
	bool good;

	if (format->given && !as_json && strcmp(format->argument, "text"))
		return command_usage(&command_check,
				     _("--format is text or json"));
	good = workspace_open(&ws, &open) &&
	       (themes ? check_themes(a, &ws) : check_content(a, &ws));
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
		      "what lies under them is told. With --theme it reads no "
		      "content, but themes in all their languages, and tells "
		      "what a build tells of them and what browsers would "
		      "refuse or people could not use."),
	.options = options,
	.run = run,
};
