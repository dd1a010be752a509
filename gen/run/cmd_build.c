#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/lang.h"
#include "media/photo.h"
#include "run/build.h"
#include "run/command.h"

enum { JOBS, FULL, SHARD, DATE, FORMAT };

static const struct option_row options[] = {
	{ 'j', "jobs", "N",
	  N_("threads to use; as many as processors where "
	     "nothing is said") },
	{ 0, "full", NULL, N_("make every page anew") },
	{ 0, "shard", "I/N", N_("only the I-th of N parts of the shops") },
	{ 0, "date", "DATE", N_("decide as on this day which pages exist") },
	{ 0, "format", "text|json", N_("how the summary is printed") },
	{ 0, NULL, NULL, NULL },
};

static bool read_shard(const char *text, struct build_options *build)
{
	struct text rest = text_of(text), part;
	int64_t shard, shards;

	if (!text_cut(&rest, '/', &part) || !text_number(part, &shard) ||
	    !text_number(rest, &shards) || shard < 1 || shards < shard ||
	    shards > 100000)
		return false;
	build->shard = (size_t)shard;
	build->shards = (size_t)shards;
	return true;
}

static enum status read_options(const struct arguments *a,
				struct workspace_options *open,
				struct build_options *build)
{
	const struct command *self = &command_build;
	int64_t jobs = 0;

	if (a->count)
		return command_usage(self, _("“%s” is too much"), a->words[0]);
	if (a->option[JOBS].given &&
	    !command_number(&a->option[JOBS], 1, 256, &jobs))
		return command_usage(self,
				     _("-j wants a number from 1 to 256"));
	if (a->option[SHARD].given &&
	    !read_shard(a->option[SHARD].argument, build))
		return command_usage(self, _("--shard wants I/N, such as 2/4"));
	if (a->option[DATE].given &&
	    !command_date(&a->option[DATE], &open->today))
		return command_usage(self, _("--date wants a day, such as "
					     "2026-12-06"));
	if (a->option[FORMAT].given &&
	    strcmp(a->option[FORMAT].argument, "json") &&
	    strcmp(a->option[FORMAT].argument, "text"))
		return command_usage(self, _("--format is text or json"));
	open->folder = a->common.folder;
	open->workers = (size_t)jobs;
	open->full = a->option[FULL].given;
	open->quiet = a->common.quiet;
	open->verbose = a->common.verbose;
	return STATUS_DONE;
}

/* -- the summary ------------------------------------------------------------ */

static void print_json(const struct workspace *ws, const struct build_result *r,
		       double seconds)
{
	printf("{\"plans\":%zu,\"pages\":%zu,\"written\":%zu,\"removed\":%zu,"
	       "\"photos\":%zu,\"errors\":%zu,\"warnings\":%zu,"
	       "\"seconds\":%.3f}\n",
	       r->counts.plans, r->pages, r->written, r->removed,
	       r->counts.photos, ws->diags.errors, ws->diags.warnings, seconds);
}

static void print_summary(const struct workspace *ws,
			  const struct build_result *r, double seconds)
{
	size_t errors = ws->diags.errors, failed = r->counts.failed;

	printf(_("plans: %zu; files in out/: %zu (written: %zu, removed: "
		 "%zu); photos made: %zu (%.1f s)\n"),
	       r->counts.plans, r->pages, r->written, r->removed,
	       r->counts.photos, seconds);
	if (errors || ws->diags.warnings)
		printf(_("errors: %zu, warnings: %zu\n"), errors,
		       ws->diags.warnings);
	if (failed)
		printf(_("pages or groups of pages that stay as they were "
			 "until their errors are mended: %zu\n"),
		       failed);
}

static void warn_jail(struct workspace *ws)
{
	const char *warning = photo_jail_warning();
	struct diag *diag;

	if (!warning)
		return;
	diag = diag_add_path(&ws->diags, SEVERITY_WARNING, T(""), "photo.jail",
			     "%s", warning);
	diag_hint(&ws->diags, diag,
		  _("photos are still decoded in a process of their own with "
		    "limited memory and time"));
}

static enum status run(const struct arguments *a)
{
	struct workspace_options open = { .needs = WORKSPACE_BUILD |
						   WORKSPACE_KEY |
						   WORKSPACE_NEW_KEY };
	struct build_options build = { 0, 0 };
	struct build_result result = { .pages = 0 };
	struct timespec start, end;
	struct workspace ws;
	enum status status = read_options(a, &open, &build);
	double seconds;
	bool good;

	if (status)
		return status;
	clock_gettime(CLOCK_MONOTONIC, &start);
	good = workspace_open(&ws, &open) && build_site(&ws, &build, &result);
	warn_jail(&ws);
	clock_gettime(CLOCK_MONOTONIC, &end);
	seconds = (double)(end.tv_sec - start.tv_sec) +
		  (double)(end.tv_nsec - start.tv_nsec) / 1e9;
	workspace_print(&ws, DIAG_FORMAT_TEXT, stderr);
	status = good ? STATUS_DONE : ws.status;
	if (!status && ws.diags.errors)
		status = STATUS_CONTENT;
	if (a->option[FORMAT].given &&
	    !strcmp(a->option[FORMAT].argument, "json"))
		print_json(&ws, &result, seconds);
	else if (good && !a->common.quiet)
		print_summary(&ws, &result, seconds);
	workspace_close(&ws);
	return status;
}

const struct command command_build = {
	.name = "build",
	.words = "",
	.summary = N_("brings out/ up to date"),
	.details = N_("Reads content/ and makes the pages in out/. Pages that "
		      "did not change are not rewritten, pages whose source "
		      "has errors stay as they were, and pages nobody stands "
		      "for any more are removed."),
	.options = options,
	.run = run,
};
