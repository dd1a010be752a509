#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "base/lang.h"
#include "model/identity.h"
#include "run/command.h"
#include "run/newfile.h"
#include "run/skeleton.h"

/*
 * A new site: everything a site can have, once, so that there is something to
 * look at and to copy from.
 */

enum { LANGUAGE };

static const struct option_row options[] = {
	{ 0, "language", "zh-CN|en",
	  N_("the language of the pages and of the names in the files; yours "
	     "where nothing is said") },
	{ 0, NULL, NULL, NULL },
};

struct site_start {
	struct arena arena;
	struct diags diags;
	struct newfiles files;
	struct skeleton skeleton;
	struct site_key key;
};

/* -- the folder ------------------------------------------------------------- */

static bool make_folder(int base, const char *path)
{
	return !mkdirat(base, path, 0777) || errno == EEXIST;
}

/* Makes the folder and those above it. Errors: -1 and errno. */
static int open_new_folder(struct arena *arena, int base, const char *path)
{
	char *part = arena_string(arena, path);

	for (char *at = strchr(part + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		if (!make_folder(base, part))
			return -1;
		*at = '/';
	}
	if (!make_folder(base, part))
		return -1;
	return openat(base, path, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
}

static bool open_folder(struct site_start *start, const char *base,
			const char *path)
{
	struct arena *arena = &start->arena;
	struct diag *diag;
	int fd = base ? open(base, O_DIRECTORY | O_RDONLY | O_CLOEXEC)
		      : AT_FDCWD;

	start->files.folder = fd == -1 ? -1 : open_new_folder(arena, fd, path);
	if (start->files.folder < 0) {
		diag = diag_add_path(&start->diags, SEVERITY_ERROR,
				     text_of(path), "file.failed",
				     _("this folder cannot be made"));
		diag_detail(&start->diags, diag, strerror(errno));
	}
	if (fd >= 0)
		close(fd);
	return start->files.folder >= 0;
}

/* Whatever belongs to a site says that one is here. */
static bool is_free(struct site_start *start)
{
	static const char *const names[] = { "careplan.yaml", "content",
					     ".careplan" };
	struct diag *diag;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!newfile_exists(&start->files, names[i]))
			continue;
		diag = diag_add_path(
			&start->diags, SEVERITY_ERROR,
			arena_join(&start->arena, start->files.shown,
				   text_of(names[i])),
			"init.exists", _("this folder holds a site already"));
		diag_hint(&start->diags, diag,
			  _("nothing was changed; choose a folder that is new "
			    "or empty"));
		return false;
	}
	return true;
}

/* -- its files -------------------------------------------------------------- */

static bool make_key(struct site_start *start)
{
	struct text bytes = { (const char *)start->key.byte,
			      IDENTITY_KEY_BYTES };

	crypto_random(start->key.byte, IDENTITY_KEY_BYTES);
	return newfile_folder(&start->files, T(".careplan"), 0700) &&
	       newfile_place(&start->files, T(".careplan/site.key"), bytes,
			     0600);
}

/* A file that is there already (not of a site: .gitignore) stays as it is. */
static bool place_ignore(struct site_start *start)
{
	static const char lines[] = "/.careplan/\n/out/\n";

	return newfile_exists(&start->files, ".gitignore") ||
	       newfile_place(&start->files, T(".gitignore"), text_of(lines),
			     0666);
}

struct page {
	const char *document, *path; /* of the skeleton */
	const char *name_zh, *name_en;
};

static const struct page pages[] = {
	{ "clinic", "content/clinic.yaml", "", "" },
	{ "article", "content/articles/first-wash.md", "回家怎么洗头",
	  "How to wash your hair at home" },
	{ "store", "content/stores/main/store.yaml", "示例门店",
	  "Example shop" },
	{ "queue", "content/stores/main/queue.yaml", "", "" },
	{ "referrals", "content/stores/main/referrals.yaml", "", "" },
	{ "therapist", "content/stores/main/therapists/anna.yaml", "安娜",
	  "Anna Example" },
	{ "plan", "content/stores/main/patients/%s/plan.yaml", "王示例",
	  "Mary Example" },
	{ "record", "content/stores/main/patients/%s/record.yaml", "", "" },
	/* Last: what makes the folder a site. */
	{ "careplan", "careplan.yaml", "", "" },
};

static bool place_page(struct site_start *start, const struct page *page)
{
	struct arena *arena = &start->arena;
	struct skeleton *skeleton = &start->skeleton;
	bool is_chinese = skeleton->is_chinese;
	struct text folder = is_chinese ? T("示例") : T("example");
	struct text path = text_of(page->path);
	size_t hole = text_find(path, "%s");
	struct buf out = BUF_INIT;
	bool good;

	if (hole != SIZE_MAX)
		path = arena_join3(arena, text_part(path, 0, hole), folder,
				   text_from(path, hole + 2));
	skeleton->name = text_of(is_chinese ? page->name_zh : page->name_en);
	skeleton_add(arena, page->document, skeleton, &out);
	good = newfile_place(&start->files, path, buf_text(&out), 0666);
	buf_release(&out);
	return good;
}

static bool place_all(struct site_start *start)
{
	struct arena *arena = &start->arena;
	struct skeleton *skeleton = &start->skeleton;

	/* The zone that the skeleton of careplan.yaml names. */
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	skeleton->today = date_today();
	skeleton->is_example = true;
	skeleton->therapist = T("anna");
	skeleton->id = identity_new(arena);
	if (!make_key(start) || !place_ignore(start))
		return false;
	skeleton->code = identity_code(arena, &start->key, skeleton->id, 1);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (!place_page(start, &pages[i]))
			return false;
	return true;
}

/* -- the command ------------------------------------------------------------ */

static void print_done(const struct site_start *start, const char *path)
{
	newfiles_print(&start->files);
	printf(_("\nThe new site is in %s. Next:\n"
		 "  careplan -C %s build    makes its pages in %s/out/\n"
		 "  careplan -C %s links    prints the patients' links\n"
		 "Enter the address of your site (base_url) in careplan.yaml "
		 "before you give out links.\n"
		 "Keep a backup of %s/.careplan/site.key: all links and QR "
		 "codes depend on it.\n"),
	       path, path, path, path, path);
}

static enum status init_site(struct site_start *start,
			     const struct arguments *a, const char *path)
{
	struct text shown = text_of(path);

	while (text_ends(shown, "/"))
		shown.len--;
	start->files.arena = &start->arena;
	start->files.diags = &start->diags;
	start->files.shown = arena_join(&start->arena, shown, T("/"));
	if (!open_folder(start, a->common.folder, path))
		return STATUS_FAILED;
	if (!is_free(start))
		return STATUS_USAGE;
	if (!place_all(start))
		return STATUS_FAILED;
	if (!a->common.quiet)
		print_done(start, arena_text(&start->arena, shown).at);
	return STATUS_DONE;
}

static bool read_language(const struct option_value *value, bool *is_chinese)
{
	*is_chinese = lang_is_chinese();
	if (!value->given)
		return true;
	*is_chinese = !strcmp(value->argument, "zh-CN");
	return *is_chinese || !strcmp(value->argument, "en");
}

static enum status run(const struct arguments *a)
{
	const struct command *self = &command_init;
	struct diag_style style = { .colour = isatty(STDERR_FILENO) &&
					      !getenv("NO_COLOR") };
	struct site_start start = { .files = { .folder = -1 } };
	enum status status;

	if (a->count != 1 || !*a->words[0])
		return command_usage(self, "%s",
				     _("say in which folder the new site "
				       "shall be"));
	if (!read_language(&a->option[LANGUAGE], &start.skeleton.is_chinese))
		return command_usage(self, "%s",
				     _("--language is zh-CN or en"));
	arena_init(&start.arena, ARENA_USUAL);
	diags_init(&start.diags);
	status = init_site(&start, a, a->words[0]);
	diags_print(&start.diags, stderr, style);
	if (start.files.folder >= 0)
		close(start.files.folder);
	diags_release(&start.diags);
	arena_release(&start.arena);
	return status;
}

const struct command command_init = {
	.name = "init",
	.words = "DIR",
	.summary = N_("makes a new site with an example of everything"),
	.details = N_("Makes the folder with careplan.yaml, a content/ that "
		      "holds one shop, therapist, patient and article to copy "
		      "from, and the site key. Nothing that exists is "
		      "overwritten."),
	.options = options,
	.run = run,
};
