#include "run/patient_files.h"

#include <string.h>

#include "base/lang.h"
#include "content/yamlscan.h"
#include "model/documents.h"

/* -- listing ---------------------------------------------------------------- */

struct stamping {
	struct workspace *ws;
	struct worker *worker;
	struct patient_files *files;
	struct digester *digester;
	size_t capacity; /* of files->photos */
	bool is_young;
};

static void add_stamp(struct stamping *s, const struct entry *entry)
{
	const struct file_stamp *stamp = &entry->stamp;

	crypto_digest_add(s->digester, entry->name);
	if (entry->kind != ENTRY_FILE)
		return;
	crypto_digest_add_number(s->digester, stamp->mtime_ns);
	crypto_digest_add_number(s->digester, stamp->ctime_ns);
	crypto_digest_add_number(s->digester, (int64_t)stamp->size_bytes);
	crypto_digest_add_number(s->digester, (int64_t)stamp->inode);
	if (stamp->mtime_ns >
	    s->ws->started_ns - PATIENT_YOUNG_MS * INT64_C(1000000))
		s->is_young = true;
}

static bool list(struct stamping *s, struct text path, struct listing *listing)
{
	struct arena *arena = &s->worker->unit;

	if (!listing_read(arena, s->ws->content, path.at,
			  workspace_shown(arena, path), LISTING_WITH_STAMPS,
			  listing, &s->worker->diags))
		return false;
	for (size_t i = 0; i < listing->count; i++)
		add_stamp(s, &listing->entries[i]);
	return true;
}

static struct text stem_of(struct text name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.at[i - 1] == '.')
			return text_part(name, 0, i - 1);
	return name;
}

static void add_photo(struct stamping *s, struct month month, struct text path,
		      const struct entry *entry)
{
	struct arena *arena = &s->worker->unit;
	struct patient_files *files = s->files;
	struct photo_file *photo;

	files->photos = arena_grow(arena, files->photos, files->photo_count,
				   &s->capacity, sizeof(*files->photos));
	photo = &files->photos[files->photo_count++];
	photo->month = month;
	photo->angle = arena_text(arena, stem_of(entry->name));
	photo->path = arena_join3(arena, path, T("/"), entry->name);
	photo->stamp = entry->stamp;
}

static void complain_month(struct stamping *s, struct text path)
{
	struct diag *diag = diag_add_path(
		&s->worker->diags, SEVERITY_WARNING,
		workspace_shown(&s->worker->unit, path), "photos.month",
		_("the photos here are left out, because it is not a folder "
		  "of a month"));

	diag_hint(&s->worker->diags, diag,
		  _("put photos into folders that are called like their "
		    "month, for example photos/2026-03/"));
}

/* photos/<YYYY-MM>/<angle>.jpg */
static bool list_photos(struct stamping *s, struct text path)
{
	struct arena *arena = &s->worker->unit;
	struct listing months, photos;

	if (!list(s, path, &months))
		return false;
	for (size_t i = 0; i < months.count; i++) {
		const struct entry *entry = &months.entries[i];
		struct text folder =
			arena_join3(arena, path, T("/"), entry->name);
		struct month month;

		if (entry->kind != ENTRY_FOLDER ||
		    date_read_month(entry->name, &month) != DATE_OK) {
			complain_month(s, folder);
			continue;
		}
		if (!list(s, folder, &photos))
			return false;
		for (size_t n = 0; n < photos.count; n++)
			if (photos.entries[n].kind == ENTRY_FILE)
				add_photo(s, month, folder, &photos.entries[n]);
	}
	return true;
}

static bool list_folder(struct stamping *s)
{
	struct arena *arena = &s->worker->unit;
	struct text path = s->files->path;
	struct listing listing, attached;

	if (!list(s, path, &listing))
		return false;
	for (size_t i = 0; i < listing.count; i++) {
		const struct entry *entry = &listing.entries[i];
		struct text inner =
			arena_join3(arena, path, T("/"), entry->name);

		if (entry->kind == ENTRY_FILE) {
			s->files->has_plan |= text_is(entry->name, "plan.yaml");
			s->files->has_record |=
				text_is(entry->name, "record.yaml");
		} else if (text_is(entry->name, "photos")) {
			if (!list_photos(s, inner))
				return false;
		} else if (text_is(entry->name, "files") &&
			   !list(s, inner, &attached)) {
			return false;
		}
	}
	return true;
}

bool patient_files_list(struct workspace *ws, struct worker *worker,
			struct text path, struct patient_files *files)
{
	struct stamping s = {
		ws, worker, files, crypto_digest_begin(), 0, false
	};
	bool good;

	memset(files, 0, sizeof(*files));
	files->path = path;
	good = list_folder(&s);
	files->stamps = crypto_digest_end(s.digester);
	if (s.is_young || !good)
		memset(&files->stamps, 0, sizeof(files->stamps));
	return good;
}

/* -- reading ---------------------------------------------------------------- */

static bool read_plan(struct workspace *ws, struct worker *worker,
		      struct patient_files *files)
{
	struct arena *arena = &worker->unit;
	struct document *document = &files->document;
	struct yaml_input input = { .source = &document->source,
				    .is_key = documents_know };
	struct text path = arena_join(arena, files->path, T("/plan.yaml"));
	struct node *root;
	bool good;

	if (!document_read(arena, ws->content, path.at,
			   workspace_shown(arena, path), YAML_FILE_BYTES,
			   document, &worker->diags))
		return false;
	input.len = document->source.text.len;
	root = yamldoc_read(arena, &input, &worker->diags);
	if (!root)
		return false;
	good = fields_read(arena, &plan_table, &files->plan, &document->source,
			   root, &worker->diags);
	files->is_parsed = root->kind == NODE_MAP;
	return good && plan_check(&files->plan, &worker->diags);
}

/* A record reaches no page yet; what is wrong in it is told all the same. */
static void read_record(struct workspace *ws, struct worker *worker,
			const struct patient_files *files)
{
	struct arena *arena = &worker->unit;
	struct document *document = ARENA_NEW(arena, struct document);
	struct record *record = ARENA_NEW(arena, struct record);
	struct text path = arena_join(arena, files->path, T("/record.yaml"));

	if (!workspace_read(ws, arena, path.at, &record_table, record, document,
			    &worker->diags))
		return;
}

void patient_files_read(struct workspace *ws, struct worker *worker,
			struct patient_files *files)
{
	if (files->has_plan) {
		files->is_good = read_plan(ws, worker, files);
	} else {
		struct diag *diag = diag_add_path(
			&worker->diags, SEVERITY_ERROR,
			workspace_shown(&worker->unit, files->path),
			"plan.missing",
			_("there is no plan.yaml in this patient's folder"));
		diag_hint(&worker->diags, diag,
			  _("was it renamed, or is it still being copied? the "
			    "page stays as it was; to take it away, delete "
			    "the folder"));
	}
	if (files->has_record)
		read_record(ws, worker, files);
}

/* The file in another encoding than UTF-8: converted, then looked at. */
static struct text id_of_converted(struct workspace *ws, struct arena *arena,
				   struct text path, const char *const *names)
{
	struct document document;
	struct diags ignored;
	struct text id = { "", 0 };

	/* Building reads the file again and tells what is wrong with it. */
	diags_init(&ignored);
	if (document_read(arena, ws->content, path.at, path, YAML_FILE_BYTES,
			  &document, &ignored))
		id = yamlscan_peek(document.source.text, names);
	diags_release(&ignored);
	return id;
}

struct text patient_files_id(struct workspace *ws, struct worker *worker,
			     const struct patient_files *files)
{
	static const char *const names[] = { "编号", "id", NULL };
	struct arena *arena = &worker->unit;
	struct text path = arena_join(arena, files->path, T("/plan.yaml"));
	struct text bytes, id;

	if (!files->has_plan ||
	    file_read(arena, ws->content, path.at, YAML_FILE_BYTES, &bytes,
		      NULL) != FILE_OK)
		return T("");
	if (text_starts(bytes, "\xEF\xBB\xBF"))
		bytes = text_from(bytes, 3);
	id = yamlscan_peek(bytes, names);
	return id.len ? id : id_of_converted(ws, arena, path, names);
}
