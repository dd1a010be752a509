#include "run/workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/pool.h"
#include "content/yamldoc.h"
#include "model/documents.h"
#include "run/articles.h"
#include "run/pictures.h"
#include "run/posters.h"

#define PRIVATE_FOLDER ".careplan"
#define KEY_FILE       PRIVATE_FOLDER "/site.key"
#define STATE_FILE     PRIVATE_FOLDER "/state.db"
#define LOCK_FILE      PRIVATE_FOLDER "/lock"

enum { LOCK_WORDS = 32, DIAGS_PER_FILE = 20 };

static bool fail(struct workspace *ws, enum status status)
{
	ws->status = status;
	return false;
}

static struct diag *complain(struct workspace *ws, const char *path,
			     const char *code, const char *message)
{
	return diag_add_path(&ws->diags, SEVERITY_ERROR, text_of(path), code,
			     "%s", message);
}

/* -- reading documents ------------------------------------------------------ */

struct text workspace_shown(struct arena *arena, struct text path)
{
	return arena_join(arena, T("content/"), path);
}

/* Front matter and whole documents alike: the tree into the struct. */
static bool read_document(struct arena *arena, const struct table *table,
			  void *object, struct document *document,
			  struct diags *diags)
{
	struct yaml_input input = {
		.source = &document->source,
		.len = document->source.text.len,
		.is_key = documents_know,
	};
	struct node *root = yamldoc_read(arena, &input, diags);

	return root && fields_read(arena, table, object, &document->source,
				   root, diags);
}

bool workspace_read(struct workspace *ws, struct arena *arena, const char *path,
		    const struct table *table, void *object,
		    struct document *document, struct diags *diags)
{
	return document_read(arena, ws->content, path,
			     workspace_shown(arena, text_of(path)),
			     YAML_FILE_BYTES, document, diags) &&
	       read_document(arena, table, object, document, diags);
}

static bool read_site(struct workspace *ws)
{
	struct document *document = ARENA_NEW(&ws->run, struct document);

	if (faccessat(ws->folder, "careplan.yaml", F_OK, 0)) {
		struct diag *diag = complain(
			ws, "careplan.yaml", "site.missing",
			_("there is no site in this folder: careplan.yaml is "
			  "missing"));
		diag_hint(&ws->diags, diag,
			  _("go to the folder that holds it, or name it with "
			    "-C; `careplan init DIR` makes a new site"));
		return fail(ws, STATUS_USAGE);
	}
	if (!document_read(&ws->run, ws->folder, "careplan.yaml",
			   T("careplan.yaml"), YAML_FILE_BYTES, document,
			   &ws->diags) ||
	    !read_document(&ws->run, &site_table, &ws->site, document,
			   &ws->diags) ||
	    !site_check(&ws->run, &ws->site, &ws->diags))
		return fail(ws, STATUS_USAGE);
	/* Dates are the clinic's, wherever the server stands. */
	setenv("TZ", ws->site.timezone.at, 1);
	tzset();
	return true;
}

static bool open_content(struct workspace *ws)
{
	enum file_result result;
	struct diag *diag;

	ws->content = file_open_folder(ws->folder, "content", &result);
	if (ws->content >= 0)
		return true;
	diag = complain(ws, "content", "content.missing",
			_("the folder with the content is not there"));
	diag_hint(&ws->diags, diag,
		  _("is the shared folder connected? nothing was changed or "
		    "removed"));
	diag_detail(&ws->diags, diag, file_reason(result));
	return fail(ws, STATUS_USAGE);
}

/* -- the lock --------------------------------------------------------------- */

static void tell_who(struct workspace *ws)
{
	char who[LOCK_WORDS] = "";
	ssize_t len = pread(ws->lock, who, sizeof(who) - 1, 0);

	who[len > 0 ? len : 0] = 0;
	who[strcspn(who, "\n")] = 0;
	if (!ws->quiet)
		fprintf(stderr,
			_("careplan: another build of this site is running "
			  "(process %s); waiting for it\n"),
			who[0] ? who : "?");
}

static bool take_lock(struct workspace *ws)
{
	char who[LOCK_WORDS];
	int len = snprintf(who, sizeof(who), "%ld\n", (long)getpid());

	ws->lock = openat(ws->folder, LOCK_FILE,
			  O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (ws->lock >= 0 && flock(ws->lock, LOCK_EX | LOCK_NB) &&
	    errno == EWOULDBLOCK) {
		tell_who(ws);
		while (flock(ws->lock, LOCK_EX) && errno == EINTR)
			continue;
	}
	if (ws->lock < 0 || ftruncate(ws->lock, 0) ||
	    pwrite(ws->lock, who, (size_t)len, 0) != len) {
		struct diag *diag =
			complain(ws, LOCK_FILE, "lock.failed",
				 _("the lock of the site cannot be taken"));
		diag_hint(&ws->diags, diag,
			  _("is there room on the disk, and may this user "
			    "write here?"));
		diag_detail(&ws->diags, diag, strerror(errno));
		return fail(ws, STATUS_FAILED);
	}
	return true;
}

/* -- the site key ----------------------------------------------------------- */

static bool make_key(struct workspace *ws)
{
	struct text bytes = { (const char *)ws->key.byte, IDENTITY_KEY_BYTES };

	crypto_random(ws->key.byte, IDENTITY_KEY_BYTES);
	if (file_make_folders(ws->folder, PRIVATE_FOLDER) &&
	    !fchmodat(ws->folder, PRIVATE_FOLDER, 0700, 0) &&
	    file_write(ws->folder, KEY_FILE, bytes, 0600, NULL))
		return true;
	diag_detail(&ws->diags,
		    complain(ws, KEY_FILE, "key.failed",
			     _("the site key cannot be written")),
		    strerror(errno));
	return fail(ws, STATUS_FAILED);
}

/*
 * All links hang on the key. A lost one must never be replaced in silence:
 * every link and QR code that was given out would die.
 */
static bool key_is_lost(struct workspace *ws)
{
	struct diag *diag = complain(
		ws, KEY_FILE, "key.missing",
		_("the site key is missing; all links and QR codes depend on "
		  "it"));

	diag_hint(&ws->diags, diag,
		  _("bring %s back from a backup; only if no link was ever "
		    "given out, delete %s and a new key is made"),
		  KEY_FILE, STATE_FILE);
	return fail(ws, STATUS_USAGE);
}

static bool read_key(struct workspace *ws, bool may_make)
{
	struct text bytes;
	enum file_result result =
		file_read(&ws->run, ws->folder, KEY_FILE, 4096, &bytes, NULL);
	struct stat st;
	struct diag *diag;

	if (result == FILE_MISSING) {
		if (!may_make || !faccessat(ws->folder, STATE_FILE, F_OK, 0))
			return key_is_lost(ws);
		return make_key(ws);
	}
	if (result != FILE_OK || bytes.len != IDENTITY_KEY_BYTES) {
		diag_detail(&ws->diags,
			    complain(ws, KEY_FILE, "key.invalid",
				     _("the site key cannot be read")),
			    result == FILE_OK ? "" : file_reason(result));
		return fail(ws, STATUS_USAGE);
	}
	memcpy(ws->key.byte, bytes.at, IDENTITY_KEY_BYTES);
	if (fstatat(ws->folder, KEY_FILE, &st, 0) || !(st.st_mode & 077))
		return true;
	diag = diag_add_path(&ws->diags, SEVERITY_WARNING, T(KEY_FILE),
			     "key.readable",
			     _("other users of this computer can read the "
			       "site key"));
	diag_hint(&ws->diags, diag, _("run: chmod 600 %s"), KEY_FILE);
	return true;
}

/* -- the theme -------------------------------------------------------------- */

/* The site's own themes/<name>; -1 where it has none. Errors: false. */
static bool open_own_theme(struct workspace *ws, struct theme_layer *layer)
{
	enum file_result result;
	struct diag *diag;

	layer->folder = file_open_folder(ws->folder, layer->shown.at, &result);
	if (layer->folder >= 0 || result == FILE_MISSING)
		return true;
	diag = diag_add_path(&ws->diags, SEVERITY_ERROR, layer->shown,
			     "theme.folder",
			     _("the folder of the theme cannot be opened: %s"),
			     file_reason(result));
	diag_hint(&ws->diags, diag, "%s",
		  _("put the folder itself here, where this user may read "
		    "it"));
	return false;
}

/* The theme of that name beside the program, else the installed one; -1. */
static int open_program_theme(struct workspace *ws, struct text shown)
{
	char exe[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	struct text paths[3];
	int fd = -1;

	while (len > 0 && exe[len - 1] != '/')
		len--;
	exe[len > 0 ? len : 0] = 0;
	paths[0] = arena_format(&ws->run, "%s%s", exe, shown.at);
	paths[1] =
		arena_format(&ws->run, "%s../share/careplan/%s", exe, shown.at);
	paths[2] = arena_format(&ws->run, "%s/share/careplan/%s",
				CAREPLAN_PREFIX, shown.at);
	for (size_t i = 0; fd < 0 && i < 3; i++)
		fd = open(paths[i].at, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	return fd;
}

/* Adds a layer where there is a theme of that name. Errors: false. */
static bool add_theme_layer(struct workspace *ws, struct text name,
			    struct workspace_theme *theme)
{
	struct theme_layer *layer = &theme->layers[theme->count];

	layer->shown = arena_join(&ws->run, T("themes/"), name);
	if (!open_own_theme(ws, layer))
		return false;
	if (layer->folder < 0)
		layer->folder = open_program_theme(ws, layer->shown);
	theme->count += layer->folder >= 0;
	return true;
}

static void miss_theme(struct workspace *ws, struct text name)
{
	struct diag *diag;

	if (text_equal(name, ws->site.theme))
		diag = diag_add(
			&ws->diags, SEVERITY_ERROR,
			fields_place(&site_table, &ws->site, &ws->site.theme),
			"theme.missing", _("there is no theme “%.*s”"),
			TEXT_ARG(name));
	else
		diag = diag_add_path(&ws->diags, SEVERITY_ERROR, T("themes"),
				     "theme.missing",
				     _("there is no theme “%.*s”"),
				     TEXT_ARG(name));
	diag_hint(&ws->diags, diag,
		  _("themes are folders of themes/; the one that comes with "
		    "the program is “default”"));
}

bool workspace_open_theme(struct workspace *ws, struct text name,
			  struct workspace_theme *theme)
{
	static const char lowest[] = "default";

	*theme = (struct workspace_theme){ 0 };
	/* Only a name, not a way to somewhere else. */
	if (text_find(name, "/") == SIZE_MAX && !text_starts(name, ".") &&
	    !add_theme_layer(ws, name, theme))
		return false;
	if (theme->count == 0) {
		miss_theme(ws, name);
		return false;
	}
	if (text_is(name, lowest) ||
	    add_theme_layer(ws, text_of(lowest), theme))
		return true;
	workspace_close_theme(theme);
	return false;
}

void workspace_close_theme(struct workspace_theme *theme)
{
	for (size_t i = 0; i < theme->count; i++)
		close(theme->layers[i].folder);
	theme->count = 0;
}

static bool load_theme(struct workspace *ws)
{
	struct workspace_theme theme;

	if (!workspace_open_theme(ws, ws->site.theme, &theme))
		return fail(ws, STATUS_USAGE);
	ws->theme = theme_load(&ws->run, theme.layers, theme.count,
			       ws->site.language, &ws->diags);
	workspace_close_theme(&theme);
	return ws->theme || fail(ws, STATUS_USAGE);
}

/* -- the clinic ------------------------------------------------------------- */

static bool read_clinic(struct workspace *ws, struct digest *digest)
{
	struct document *document = ARENA_NEW(&ws->run, struct document);

	if (!workspace_read(ws, &ws->run, "clinic.yaml", &clinic_table,
			    &ws->clinic, document, &ws->diags))
		return fail(ws, STATUS_CONTENT);
	*digest = crypto_digest(document->bytes);
	return true;
}

/* A share that is not connected is an empty folder. */
static bool check_content(struct workspace *ws)
{
	static const char *const names[] = { "clinic.yaml", "stores",
					     "articles" };
	struct diag *diag;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!faccessat(ws->content, names[i], F_OK,
			       AT_SYMLINK_NOFOLLOW))
			return true;
	diag = complain(ws, "content", "content.empty",
			_("there is nothing in the folder with the content"));
	diag_hint(&ws->diags, diag,
		  _("is the shared folder connected? nothing was changed or "
		    "removed"));
	return fail(ws, STATUS_USAGE);
}

/* -- opening and closing ---------------------------------------------------- */

static void open_workers(struct workspace *ws, size_t count)
{
	ws->workers = count ? count : pool_processors();
	ws->worker = ARENA_ARRAY(&ws->run, ws->workers, struct worker);
	for (size_t i = 0; i < ws->workers; i++) {
		struct worker *worker = &ws->worker[i];

		arena_init(&worker->unit, ARENA_USUAL);
		arena_init(&worker->keep, ARENA_USUAL);
		diags_init(&worker->diags);
		worker->reader = state_reader_open(&ws->run, ws->state_path);
	}
}

static void take_environment(struct workspace *ws, struct digest clinic)
{
	struct digester *d = crypto_digest_begin();

	crypto_digest_add(d, T(CAREPLAN_VERSION));
	crypto_digest_add(d, (struct text){ (const char *)ws->key.byte,
					    IDENTITY_KEY_BYTES });
	crypto_digest_add(d, ws->site.base_url);
	crypto_digest_add(d, ws->site.timezone);
	crypto_digest_add_number(d, ws->site.photos.format);
	crypto_digest_add(d, ws->site.wechat.appid);
	crypto_digest_add(d, ws->site.wechat.sign_url);
	crypto_digest_add(d, ws->logo.path);
	crypto_digest_add_digest(d, clinic);
	if (ws->theme)
		crypto_digest_add_digest(d, theme_digest(ws->theme));
	ws->environment = crypto_digest_end(d);
}

static bool open_build(struct workspace *ws, bool may_make_key)
{
	if (!file_make_folders(ws->folder, PRIVATE_FOLDER)) {
		diag_detail(&ws->diags,
			    complain(ws, PRIVATE_FOLDER, "state.failed",
				     _("this folder cannot be made")),
			    strerror(errno));
		return fail(ws, STATUS_FAILED);
	}
	/* The key before the state: a state without a key is a lost key. */
	if (!take_lock(ws) || !read_key(ws, may_make_key) || !load_theme(ws))
		return false;
	ws->state = state_open(&ws->run, ws->state_path, &ws->diags);
	if (!ws->state || !out_open(&ws->out, ws->folder, &ws->diags))
		return fail(ws, STATUS_FAILED);
	ws->out.is_verbose = ws->verbose;
	return true;
}

bool workspace_open(struct workspace *ws,
		    const struct workspace_options *options)
{
	const char *folder = options->folder ? options->folder : ".";
	struct timespec now;
	struct digest clinic = { { 0 } };

	memset(ws, 0, sizeof(*ws));
	arena_init(&ws->run, ARENA_USUAL);
	diags_init(&ws->diags);
	ws->content = ws->lock = ws->out.folder = -1;
	ws->full = options->full;
	ws->quiet = options->quiet;
	ws->verbose = options->verbose;
	ws->dry = !(options->needs & WORKSPACE_BUILD);
	clock_gettime(CLOCK_REALTIME, &now);
	ws->started_ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
	ws->folder = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	ws->state_path = arena_format(&ws->run, "%s/%s", folder, STATE_FILE).at;
	if (ws->folder < 0) {
		diag_detail(&ws->diags,
			    complain(ws, folder, "site.missing",
				     _("this folder cannot be opened")),
			    strerror(errno));
		return fail(ws, STATUS_USAGE);
	}
	if (!read_site(ws))
		return false;
	if (options->needs & WORKSPACE_THEME)
		return true;
	if (!open_content(ws))
		return false;
	ws->today = date_is_set(options->today) ? options->today : date_today();
	if (!ws->dry && !open_build(ws, options->needs & WORKSPACE_NEW_KEY))
		return false;
	if (ws->dry && (options->needs & WORKSPACE_KEY) && !read_key(ws, false))
		return false;
	open_workers(ws, options->workers);
	ws->view = (struct view_site){ .theme = ws->theme,
				       .site = &ws->site,
				       .clinic = &ws->clinic };
	if (!check_content(ws) || !read_clinic(ws, &clinic))
		return false;
	ws->pictures = pictures_open(ws);
	if (!ws->dry)
		ws->posters = posters_open(ws);
	pictures_logo(ws);
	if (ws->worker[0].breakdowns)
		return fail(ws, STATUS_FAILED);
	take_environment(ws, clinic);
	return true;
}

void workspace_close(struct workspace *ws)
{
	for (size_t i = 0; i < ws->workers; i++) {
		struct worker *worker = &ws->worker[i];

		state_reader_close(worker->reader);
		arena_release(&worker->unit);
		arena_release(&worker->keep);
		diags_release(&worker->diags);
		buf_release(&worker->html);
		buf_release(&worker->other);
		out_set_release(&worker->kept);
		out_set_release(&worker->seen);
	}
	/* Still open only where the run had to stop before it was built. */
	if (ws->state && !state_close(ws->state, &ws->diags))
		ws->status = STATUS_FAILED;
	pictures_close(ws->pictures);
	posters_close(ws->posters);
	out_close(&ws->out);
	if (ws->lock >= 0)
		close(ws->lock);
	if (ws->content >= 0)
		close(ws->content);
	if (ws->folder >= 0)
		close(ws->folder);
	diags_release(&ws->diags);
	arena_release(&ws->run);
}

void workspace_print(struct workspace *ws, enum diag_format format, FILE *to)
{
	struct diag_style style = {
		.format = format,
		.colour = isatty(fileno(to)) && !getenv("NO_COLOR"),
		.most_per_file = DIAGS_PER_FILE,
	};

	for (size_t i = 0; i < ws->workers; i++)
		diags_move(&ws->diags, &ws->worker[i].diags);
	posters_tell(ws);
	diags_print(&ws->diags, to, style);
}
