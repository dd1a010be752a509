#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "content/filename.h"
#include "content/listing.h"
#include "model/identity.h"
#include "run/command.h"
#include "run/newfile.h"
#include "run/skeleton.h"

/*
 * Skeletons of a site's documents: what is needed is written out, the rest
 * stands there as comments.
 */

enum { NAME_BYTES = 120, NEAREST_EDITS = 3 };

struct making {
	struct workspace *ws;
	struct newfiles files;
	struct skeleton skeleton;
	struct text store; /* empty: not in a shop */
	struct text name;
};

/* -- names ------------------------------------------------------------------ */

static bool refuse(struct making *m, const char *code, const char *message,
		   const char *hint)
{
	struct diag *diag = diag_add_path(&m->ws->diags, SEVERITY_ERROR,
					  m->name, code, "%s", message);

	diag_hint(&m->ws->diags, diag, "%s", hint);
	return false;
}

static bool check_slug(struct making *m)
{
	if (identity_is_slug(m->name) && !text_is(m->name, "index"))
		return true;
	return refuse(m, "new.name.slug",
		      _("this name becomes part of a link and cannot be used"),
		      _("use a-z, digits, - and _ only, for example nanjing or "
			"winter-tea"));
}

/* A folder of this name must survive Windows, where therapists work. */
static bool check_name(struct making *m)
{
	struct arena *arena = &m->ws->run;
	struct text original, name = m->name;
	bool is_good = name.len && text_is_utf8(name, NULL) &&
		       text_equal(name, text_trim(name)) &&
		       !text_ends(name, ".");

	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] < ' ' || name.at[i] == 127 ||
		    strchr("/\\<>:\"|?*", name.at[i]))
			is_good = false;
	if (!is_good)
		return refuse(m, "new.name.invalid",
			      _("this cannot be the name of a file everywhere"),
			      _("leave out / \\ < > : \" | ? * and blanks or "
				"dots at its ends"));
	if (name.len > NAME_BYTES)
		return refuse(m, "new.name.too-long",
			      _("this name is too long"),
			      _("at most 120 letters or 40 Chinese "
				"characters"));
	if (filename_is_ignored(name) ||
	    filename_is_copy(arena, name, true, &original))
		return refuse(m, "new.name.ignored",
			      _("files and folders of this name are left out, "
				"because programs leave such names behind"),
			      _("choose another name"));
	return true;
}

static struct text nearest_store(const struct making *m,
				 const struct listing *stores)
{
	size_t best = NEAREST_EDITS + 1;
	struct text nearest = { "", 0 };

	for (size_t i = 0; i < stores->count; i++) {
		struct text name = stores->entries[i].name;

		if (text_is_nearer(m->store, name, &best))
			nearest = name;
	}
	return nearest;
}

static bool check_store(struct making *m)
{
	struct workspace *ws = m->ws;
	struct listing stores;
	const struct entry *entry;
	struct text nearest;
	struct diag *diag;

	if (!listing_read(&ws->run, ws->content, "stores", T("content/stores"),
			  LISTING_MAY_MISS, &stores, &ws->diags))
		return false;
	entry = listing_find(&stores, m->store);
	if (entry && entry->kind == ENTRY_FOLDER)
		return true;
	nearest = nearest_store(m, &stores);
	diag = diag_add_path(&ws->diags, SEVERITY_ERROR, T("content/stores"),
			     "new.store.unknown",
			     _("there is no shop called “%.*s”"),
			     TEXT_ARG(m->store));
	if (nearest.len)
		diag_hint(&ws->diags, diag, _("did you mean “%.*s”?"),
			  TEXT_ARG(nearest));
	else
		diag_hint(&ws->diags, diag,
			  _("a shop's name is the name of its folder in "
			    "content/stores; `careplan new store NAME` makes "
			    "one"));
	return false;
}

/* -- making ----------------------------------------------------------------- */

static bool place(struct making *m, const char *document, struct text path)
{
	struct buf out = BUF_INIT;
	bool good;

	skeleton_add(&m->ws->run, document, &m->skeleton, &out);
	good = newfile_place(&m->files, path, buf_text(&out), 0666);
	buf_release(&out);
	return good;
}

static bool folder(struct making *m, struct text path)
{
	return newfile_folder(&m->files, path, NEWFILE_USUAL);
}

/* "content/stores/<store>" and what follows. */
static struct text in_store(const struct making *m, struct text store,
			    const char *rest)
{
	return arena_join3(&m->ws->run, T("content/stores/"), store,
			   text_of(rest));
}

static bool make_store(struct making *m)
{
	if (!check_slug(m))
		return false;
	return place(m, "store", in_store(m, m->name, "/store.yaml")) &&
	       folder(m, in_store(m, m->name, "/therapists")) &&
	       folder(m, in_store(m, m->name, "/patients"));
}

static bool make_therapist(struct making *m)
{
	return check_name(m) && check_store(m) &&
	       place(m, "therapist",
		     arena_join3(&m->ws->run,
				 in_store(m, m->store, "/therapists/"), m->name,
				 T(".yaml")));
}

/* The first therapist of the shop, or the empty text. */
static bool find_therapist(struct making *m)
{
	struct workspace *ws = m->ws;
	struct text path = in_store(m, m->store, "/therapists");
	struct listing listing;

	if (!listing_read(&ws->run, ws->folder, path.at, path, LISTING_MAY_MISS,
			  &listing, &ws->diags))
		return false;
	for (size_t i = 0; i < listing.count; i++) {
		struct text name = listing.entries[i].name;

		if (listing.entries[i].kind == ENTRY_FILE &&
		    text_ends(name, ".yaml") && !m->skeleton.therapist.len)
			m->skeleton.therapist =
				text_part(name, 0, name.len - 5);
	}
	return true;
}

static bool make_patient(struct making *m)
{
	struct arena *arena = &m->ws->run;
	struct text home, month;

	if (!check_name(m) || !check_store(m) || !find_therapist(m))
		return false;
	m->skeleton.id = identity_new(arena);
	home = arena_join(arena, in_store(m, m->store, "/patients/"), m->name);
	if (newfile_exists(&m->files, home.at))
		return refuse(m, "file.exists",
			      _("this shop has a patient of this name already"),
			      _("add something that tells them apart, for "
				"example the year of birth"));
	month = text_part(date_iso(arena, m->ws->today), 0, 7);
	return place(m, "plan", arena_join(arena, home, T("/plan.yaml"))) &&
	       place(m, "record", arena_join(arena, home, T("/record.yaml"))) &&
	       folder(m, arena_join3(arena, home, T("/photos/"), month)) &&
	       folder(m, arena_join(arena, home, T("/files")));
}

static bool make_article(struct making *m)
{
	return check_slug(m) &&
	       place(m, "article",
		     arena_join3(&m->ws->run, T("content/articles/"), m->name,
				 T(".md")));
}

/* -- the command ------------------------------------------------------------ */

struct what {
	const char *name, *form;
	bool in_store;
	bool (*make)(struct making *m);
	const char *next; /* N_(), what to do now */
};

static const struct what whats[] = {
	{ "store", "store NAME", false, make_store,
	  N_("Fill in store.yaml, then make a therapist: careplan new "
	     "therapist STORE/NAME") },
	{ "therapist", "therapist STORE/NAME", true, make_therapist,
	  N_("Fill in the file; a portrait of the same name goes beside it.") },
	{ "patient", "patient STORE/NAME", true, make_patient,
	  N_("Fill in plan.yaml. It is a draft: the page is made once its "
	     "status is active and the patient's consent is entered.") },
	{ "article", "article SLUG", false, make_article,
	  N_("Write the text; a plan names the article by the file's name "
	     "without .md.") },
};

static const struct what *find_what(const char *name)
{
	for (size_t i = 0; i < sizeof(whats) / sizeof(whats[0]); i++)
		if (!strcmp(whats[i].name, name))
			return &whats[i];
	return NULL;
}

static enum status usage(const char *form)
{
	if (form)
		return command_usage(&command_new,
				     _("write it like this: "
				       "careplan new %s"),
				     form);
	return command_usage(&command_new, "%s",
			     _("say what shall be made: store, therapist, "
			       "patient or article"));
}

static enum status make(struct making *m, const struct what *what,
			const struct arguments *a)
{
	struct workspace *ws = m->ws;

	m->files = (struct newfiles){ .arena = &ws->run,
				      .diags = &ws->diags,
				      .folder = ws->folder,
				      .shown = T("") };
	m->skeleton.is_chinese = text_starts(ws->site.language, "zh");
	m->skeleton.today = ws->today;
	m->skeleton.name = m->name;
	if (!what->make(m))
		return m->files.has_failed ? STATUS_FAILED : STATUS_USAGE;
	newfiles_print(&m->files);
	if (!a->common.quiet)
		printf("%s\n", _(what->next));
	return STATUS_DONE;
}

static enum status run(const struct arguments *a)
{
	struct workspace_options open = { .folder = a->common.folder,
					  .needs = WORKSPACE_SITE,
					  .workers = 1,
					  .quiet = a->common.quiet };
	const struct what *what = a->count ? find_what(a->words[0]) : NULL;
	struct making m = { .ws = NULL };
	struct workspace ws;
	enum status status;

	if (!what || a->count != 2)
		return usage(what ? what->form : NULL);
	m.name = text_of(a->words[1]);
	if (what->in_store &&
	    (!text_cut(&m.name, '/', &m.store) || !m.store.len || !m.name.len))
		return usage(what->form);
	m.ws = &ws;
	if (workspace_open(&ws, &open))
		status = make(&m, what, a);
	else
		status = ws.status;
	workspace_print(&ws, DIAG_FORMAT_TEXT, stderr);
	workspace_close(&ws);
	return status;
}

const struct command command_new = {
	.name = "new",
	.words = "store NAME | therapist STORE/NAME | patient STORE/NAME | "
		 "article SLUG",
	.summary = N_("makes a commented file to fill in"),
	.details = N_("What is made has the names in the site's language, "
		      "with what they mean beside them, and a patient gets an "
		      "id of their own. Nothing is overwritten."),
	.run = run,
};
