#include "run/pictures.h"

#include <pthread.h>
#include <string.h>

#include "base/lang.h"
#include "base/map.h"
#include "media/photo.h"

/*
 * Two workers may meet the same bytes at the same time (a shared cover, a
 * copied photo). One of a few locks, chosen by content, makes the second wait
 * and find what the first has made.
 */

enum { LOCKS = 64 };

struct pictures {
	pthread_mutex_t made_lock; /* guards arena and made */
	struct arena arena;
	struct map made; /* content digest → struct picture_row, of this run */
	pthread_mutex_t locks[LOCKS];
};

static const struct {
	uint32_t view_px, thumb_px;
	const char *name; /* separates the names of different wishes */
} kinds[PICTURE_KINDS] = {
	[PICTURE_PHOTO] = { 1080, 240, "photo" },
	[PICTURE_PORTRAIT] = { 480, 240, "portrait" },
	[PICTURE_COVER] = { 960, 0, "cover" },
	[PICTURE_REPORT] = { 1600, 0, "report" },
	[PICTURE_CODE] = { 640, 0, "code" },
};

struct pictures *pictures_open(struct workspace *ws)
{
	struct pictures *pictures = ARENA_NEW(&ws->run, struct pictures);

	arena_init(&pictures->arena, ARENA_USUAL);
	map_init(&pictures->made, &pictures->arena);
	pthread_mutex_init(&pictures->made_lock, NULL);
	for (size_t i = 0; i < LOCKS; i++)
		pthread_mutex_init(&pictures->locks[i], NULL);
	return pictures;
}

void pictures_close(struct pictures *pictures)
{
	if (!pictures)
		return;
	for (size_t i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&pictures->locks[i]);
	pthread_mutex_destroy(&pictures->made_lock);
	arena_release(&pictures->arena);
}

/* -- finding ---------------------------------------------------------------- */

static enum photo_format format_of(const struct workspace *ws)
{
	return ws->site.photos.format == SITE_PHOTO_WEBP ? PHOTO_WEBP
							 : PHOTO_JPEG;
}

/* What a picture's bytes depend on beside the original: the wish. */
static void add_wish(struct digester *d, const struct workspace *ws,
		     enum picture_kind kind)
{
	crypto_digest_add(d, text_of(kinds[kind].name));
	crypto_digest_add_number(d, kinds[kind].view_px);
	crypto_digest_add_number(d, kinds[kind].thumb_px);
	crypto_digest_add_number(d, format_of(ws));
	crypto_digest_add_number(d, PHOTO_PIPELINE_VERSION);
	crypto_digest_add(d, (struct text){ (const char *)ws->key.byte,
					    IDENTITY_KEY_BYTES });
}

static struct digest stamp_digest(const struct workspace *ws,
				  const struct picture_wanted *wanted,
				  const struct file_stamp *stamp)
{
	struct digester *d = crypto_digest_begin();

	crypto_digest_add_number(d, stamp->mtime_ns);
	crypto_digest_add_number(d, stamp->ctime_ns);
	crypto_digest_add_number(d, (int64_t)stamp->size_bytes);
	crypto_digest_add_number(d, (int64_t)stamp->inode);
	add_wish(d, ws, wanted->kind);
	return crypto_digest_end(d);
}

static struct digest content_digest(const struct workspace *ws,
				    const struct picture_wanted *wanted,
				    struct text bytes)
{
	struct digester *d = crypto_digest_begin();

	crypto_digest_add(d, bytes);
	add_wish(d, ws, wanted->kind);
	return crypto_digest_end(d);
}

static bool is_in_place(const struct workspace *ws,
			const struct picture_row *row)
{
	return ws->dry || row->fault ||
	       (out_is_in_place(&ws->out, &row->view) &&
		(!row->thumb.path.len ||
		 out_is_in_place(&ws->out, &row->thumb)));
}

static struct text digest_text(const struct digest *digest)
{
	return (struct text){ (const char *)digest->byte, CRYPTO_DIGEST_BYTES };
}

static bool find_made_now(struct pictures *pictures,
			  const struct digest *content, struct picture_row *row)
{
	const struct picture_row *found;

	pthread_mutex_lock(&pictures->made_lock);
	found = map_find(&pictures->made, digest_text(content));
	if (found)
		*row = *found;
	pthread_mutex_unlock(&pictures->made_lock);
	return found != NULL;
}

static struct output keep_output(struct arena *arena,
				 const struct output *output)
{
	struct output kept = *output;

	kept.path = arena_text(arena, output->path);
	return kept;
}

static void remember_made(struct pictures *pictures,
			  const struct picture_row *row)
{
	struct picture_row *kept;

	pthread_mutex_lock(&pictures->made_lock);
	kept = ARENA_NEW(&pictures->arena, struct picture_row);
	*kept = *row;
	kept->view = keep_output(&pictures->arena, &row->view);
	kept->thumb = keep_output(&pictures->arena, &row->thumb);
	map_set(&pictures->made, digest_text(&kept->content), kept);
	pthread_mutex_unlock(&pictures->made_lock);
}

/* -- making ----------------------------------------------------------------- */

struct making {
	struct workspace *ws;
	struct worker *worker;
	struct arena *arena;
	const struct picture_wanted *wanted;
	struct text detail; /* why a decoder refused it */
};

/* The thumb is named after its view: a page of photos names each of them twice,
 * and what is said twice costs nothing once it is compressed. */
static bool place(const struct making *m, const struct picture_row *row,
		  const char *suffix, const struct photo_picture *picture,
		  struct output *output)
{
	struct text name =
		identity_media(m->arena, &m->ws->key, "view", row->content);
	struct text path =
		arena_format(m->arena, "media/%.*s%s.%s", TEXT_ARG(name),
			     suffix, photo_extension(format_of(m->ws)));

	return out_place(&m->ws->out, NULL, path, picture->bytes, output,
			 &m->worker->diags);
}

/* Decodes; false only where the machine failed. */
static bool decode(struct making *m, struct text bytes, struct picture_row *row)
{
	struct photo_wish wish = {
		.view_width_px = kinds[m->wanted->kind].view_px,
		.thumb_px = kinds[m->wanted->kind].thumb_px,
		.format = format_of(m->ws),
	};
	struct photo photo;

	m->worker->counts.photos++;
	if (!photo_make(m->arena, bytes, wish, &photo)) {
		row->fault = photo.fault;
		m->detail = photo.detail;
		return true;
	}
	row->width_px = photo.view.width_px;
	row->height_px = photo.view.height_px;
	row->thumb_px = photo.thumb.width_px;
	row->average = photo.view.average;
	row->thumb_average = photo.thumb.average;
	if (m->ws->dry)
		return true;
	return place(m, row, "", &photo.view, &row->view) &&
	       (!photo.thumb.bytes.len ||
		place(m, row, "-s", &photo.thumb, &row->thumb));
}

/* Faults of the machine and not of the picture: tried again the next time. */
static bool is_passing(int32_t fault)
{
	return fault == PHOTO_JAIL_FAILED || fault == PHOTO_TIMEOUT ||
	       fault == PHOTO_MEMORY;
}

static bool make_locked(struct making *m, struct text bytes,
			struct picture_row *row)
{
	struct digest content = content_digest(m->ws, m->wanted, bytes);

	if (find_made_now(m->ws->pictures, &content, row))
		return true;
	if (!(state_find_picture_made(m->worker->reader, m->arena, content,
				      row) &&
	      is_in_place(m->ws, row))) {
		memset(row, 0, sizeof(*row));
		row->content = content;
		if (!decode(m, bytes, row))
			return false;
	}
	remember_made(m->ws->pictures, row);
	return true;
}

static bool make_from_bytes(struct making *m, struct text bytes,
			    struct picture_row *row)
{
	pthread_mutex_t *lock =
		&m->ws->pictures->locks[map_hash(bytes) % LOCKS];
	bool good;

	pthread_mutex_lock(lock);
	good = make_locked(m, bytes, row);
	pthread_mutex_unlock(lock);
	return good;
}

static struct place place_of(const struct making *m)
{
	struct source *source;

	if (m->wanted->place.source)
		return m->wanted->place;
	source = ARENA_NEW(m->arena, struct source);
	source->path = workspace_shown(m->arena, m->wanted->path);
	return source_whole(source);
}

static bool complain_file(const struct making *m, enum file_result result)
{
	struct diag *diag = diag_add(
		&m->worker->diags, SEVERITY_ERROR, place_of(m),
		result == FILE_MISSING ? "picture.missing" : "picture.unread",
		_("the file “%.*s” cannot be read: %s"),
		TEXT_ARG(workspace_shown(m->arena, m->wanted->path)),
		file_reason(result));

	diag_hint(&m->worker->diags, diag,
		  _("the page is made without it; check the file's name and "
		    "copy it again"));
	return false;
}

static bool complain_fault(const struct making *m, int32_t fault)
{
	struct diag *diag = diag_add(
		&m->worker->diags, SEVERITY_ERROR, place_of(m),
		"picture.refused", _("the picture “%.*s” cannot be used: %s"),
		TEXT_ARG(workspace_shown(m->arena, m->wanted->path)),
		photo_reason((enum photo_fault)fault));

	diag_hint(&m->worker->diags, diag, "%s",
		  photo_advice((enum photo_fault)fault));
	if (m->detail.len)
		diag_detail(&m->worker->diags, diag, m->detail.at);
	return false;
}

static void hand_over(const struct picture_row *row, struct picture_made *made)
{
	*made = (struct picture_made){
		.picture = { .path = row->view.path,
			     .width_px = row->width_px,
			     .height_px = row->height_px,
			     .thumb = row->thumb.path,
			     .thumb_px = row->thumb_px,
			     .average = row->average,
			     .thumb_average = row->thumb_average },
		.content = row->content,
		.outputs = { row->view, row->thumb },
		.output_count = row->thumb.path.len ? 2 : 1,
	};
}

/*
 * Reads and makes a picture that is not known by its path. The original and
 * the derivatives are large: they live in an arena of their own.
 */
static bool make_anew(struct making *m, struct picture_row *row)
{
	struct arena *keep = m->arena, scratch;
	struct file_stamp stamp;
	enum file_result result;
	struct text bytes;
	bool good = false;

	arena_init(&scratch, ARENA_USUAL);
	m->arena = &scratch;
	result = file_read(&scratch, m->ws->content, m->wanted->path.at,
			   PHOTO_MOST_BYTES, &bytes, &stamp);
	if (result == FILE_OK)
		good = make_from_bytes(m, bytes, row);
	m->arena = keep;
	m->detail = arena_text(keep, m->detail);
	row->view = keep_output(keep, &row->view);
	row->thumb = keep_output(keep, &row->thumb);
	arena_release(&scratch);
	if (result == FILE_FAILED || result == FILE_CHANGING ||
	    (result == FILE_OK && !good) || row->fault == PHOTO_JAIL_FAILED)
		m->worker->breakdowns++;
	if (result != FILE_OK)
		return complain_file(m, result);
	row->stamp = stamp_digest(m->ws, m->wanted, &stamp);
	if (good && !m->ws->dry && !is_passing(row->fault))
		state_put_picture(m->ws->state, m->wanted->path, row);
	return good;
}

bool pictures_make(struct workspace *ws, struct worker *worker,
		   struct arena *arena, const struct picture_wanted *wanted,
		   struct picture_made *made)
{
	struct making m = { ws, worker, arena, wanted, { NULL, 0 } };
	struct picture_row row = { .fault = 0 };
	struct file_stamp stamp;
	enum file_result result;

	memset(made, 0, sizeof(*made));
	if (wanted->stamp)
		stamp = *wanted->stamp;
	result = wanted->stamp
			 ? FILE_OK
			 : file_stamp(ws->content, wanted->path.at, &stamp);
	if (result != FILE_OK)
		return complain_file(&m, result);
	if (!(state_find_picture(worker->reader, arena, wanted->path, &row) &&
	      crypto_digest_equal(row.stamp,
				  stamp_digest(ws, wanted, &stamp)) &&
	      is_in_place(ws, &row)) &&
	    !make_anew(&m, &row))
		return false;
	if (row.fault)
		return complain_fault(&m, row.fault);
	hand_over(&row, made);
	return true;
}

void pictures_logo(struct workspace *ws)
{
	struct picture_wanted wanted = { .kind = PICTURE_PORTRAIT };
	struct picture_made made;

	if (!ws->clinic.logo.len)
		return;
	wanted.path = ws->clinic.logo;
	wanted.place =
		fields_place(&clinic_table, &ws->clinic, &ws->clinic.logo);
	if (!pictures_make(ws, &ws->worker[0], &ws->run, &wanted, &made))
		return;
	ws->logo = made.picture;
	ws->view.logo = &ws->logo;
	ws->logo_outputs = arena_array(&ws->run, 2, sizeof(struct output));
	memcpy(ws->logo_outputs, made.outputs, sizeof(made.outputs));
	ws->logo_output_count = made.output_count;
}
