#include "run/patient_pages.h"

#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "media/photo.h"
#include "media/qr.h"
#include "model/angle.h"
#include "page/plan.h"
#include "page/share.h"
#include "page/voucher.h"
#include "run/pictures.h"
#include "run/posters.h"

enum { ATTACHMENT_BYTES = 20 << 20 };

/* What goes onto the pages, and the digest that says whether it changed. */
struct making {
	struct unit_work *work;
	struct patient_pages *pages;
	struct plan_input input;
	struct plan_photo *photos;
	struct picture qr;
	struct digester *digester;
};

/* -- which pages exist ------------------------------------------------------ */

/* Notes a day after which something is different. */
static bool is_until(struct unit_work *work, struct date last_day)
{
	struct unit *now = &work->now;

	if (!date_is_set(last_day))
		return true;
	if (date_compare(work->ws->today, last_day) <= 0) {
		if (!date_is_set(now->valid_until) ||
		    date_compare(last_day, now->valid_until) < 0)
			now->valid_until = last_day;
		return true;
	}
	last_day = date_add(last_day, 1);
	if (date_compare(last_day, now->valid_from) > 0)
		now->valid_from = last_day;
	return false;
}

bool patient_pages_exist(struct unit_work *work, struct patient_pages *pages)
{
	const struct plan *plan = &pages->files->plan;

	pages->has_share = is_until(work, plan->share.until) &&
			   consent_allows_share(&plan->consent);
	return plan->status != PLAN_DRAFT && is_until(work, plan->expires);
}

/* -- photos ----------------------------------------------------------------- */

static bool is_hidden(const struct plan *plan, struct month month)
{
	for (size_t i = 0; i < plan->photos.hide.count; i++)
		if (plan->photos.hide.items[i].year == month.year &&
		    plan->photos.hide.items[i].month == month.month)
			return true;
	return false;
}

/* The place of an angle: as the plan orders them, then as usual. */
static size_t angle_order(const struct plan *plan, struct text angle)
{
	for (size_t i = 0; i < plan->photos.angles.count; i++)
		if (angle_equal(plan->photos.angles.items[i], angle))
			return i;
	return plan->photos.angles.count + angle_rank(angle);
}

static void warn_no_consent(struct making *m)
{
	struct diags *diags = &m->work->worker->diags;
	const struct plan *plan = &m->pages->files->plan;
	struct diag *diag = diag_add(
		diags, SEVERITY_WARNING,
		fields_place(&plan_table, plan, &plan->consent),
		"plan.photos.no-consent",
		_("photos are not shown (%zu), because the patient's consent "
		  "to photos is not entered"),
		m->pages->files->photo_count);

	diag_hint(diags, diag,
		  _("ask for it and enter the day: “consent:”, below it “  "
		    "photos: 2026-03-02”"));
}

static void record_made(struct making *m, const struct picture_made *made)
{
	for (size_t i = 0; i < made->output_count; i++)
		unit_record(m->work, &made->outputs[i]);
	crypto_digest_add_digest(m->digester, made->content);
}

static void make_photo(struct making *m, const struct photo_file *file)
{
	struct unit_work *work = m->work;
	struct picture_wanted wanted = { .path = file->path,
					 .stamp = &file->stamp,
					 .kind = PICTURE_PHOTO };
	struct picture_made made;
	struct plan_photo *photo;

	if (!pictures_make(work->ws, work->worker, &work->worker->unit, &wanted,
			   &made))
		return;
	record_made(m, &made);
	crypto_digest_add(m->digester, file->path);
	photo = &m->photos[m->input.photos.count++];
	photo->month = file->month;
	photo->angle = angle_name(file->angle, work->ws->site.language);
	photo->picture = made.picture;
	work->now.flags |= UNIT_HAS_PHOTOS;
}

static int month_number(struct month month)
{
	return month.year * 12 + month.month;
}

/* By month, then by the order of angles; files come sorted by name. */
static void sort_photos(const struct plan *plan, struct photo_file *photos,
			size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct photo_file photo = photos[i];
		size_t order = angle_order(plan, photo.angle), at = i;

		for (; at; at--) {
			const struct photo_file *before = &photos[at - 1];
			int months = month_number(before->month) -
				     month_number(photo.month);

			if (months < 0 ||
			    (!months &&
			     angle_order(plan, before->angle) <= order))
				break;
			photos[at] = photos[at - 1];
		}
		photos[at] = photo;
	}
}

static void make_photos(struct making *m)
{
	struct patient_files *files = m->pages->files;

	if (!files->photo_count)
		return;
	if (!consent_allows_photos(&files->plan.consent)) {
		warn_no_consent(m);
		return;
	}
	sort_photos(&files->plan, files->photos, files->photo_count);
	m->photos = ARENA_ARRAY(&m->work->worker->unit, files->photo_count,
				struct plan_photo);
	m->input.photos.items = m->photos;
	for (size_t i = 0; i < files->photo_count; i++)
		if (!is_hidden(&files->plan, files->photos[i].month))
			make_photo(m, &files->photos[i]);
}

/* -- attachments ------------------------------------------------------------ */

static struct text media_path(struct making *m, const char *kind,
			      struct digest of, const char *ending)
{
	struct arena *arena = &m->work->worker->unit;

	return arena_format(
		arena, "media/%.*s.%s",
		TEXT_ARG(identity_media(arena, &m->work->ws->key, kind, of)),
		ending);
}

/* A PDF is copied as it is; anything else has to be a picture. */
static bool attach_pdf(struct making *m, struct text path, struct text *target)
{
	struct unit_work *work = m->work;
	struct arena scratch;
	struct text bytes;
	bool is_pdf;

	arena_init(&scratch, ARENA_USUAL);
	is_pdf = file_read(&scratch, work->ws->content, path.at,
			   ATTACHMENT_BYTES, &bytes, NULL) == FILE_OK &&
		 text_starts(bytes, "%PDF-");
	if (is_pdf) {
		struct digest digest = crypto_digest(bytes);

		*target = media_path(m, "pdf", digest, "pdf");
		crypto_digest_add_digest(m->digester, digest);
		if (!work->ws->dry)
			unit_place(work, *target, bytes);
	}
	arena_release(&scratch);
	return is_pdf;
}

static void make_attachments(struct making *m)
{
	const struct plan *plan = &m->pages->files->plan;
	const struct check *checks = plan->checks.items;
	struct arena *arena = &m->work->worker->unit;
	struct text *targets =
		ARENA_ARRAY(arena, plan->checks.count, struct text);

	m->input.attachments = (struct texts){ targets, plan->checks.count };
	for (size_t i = 0; i < plan->checks.count; i++) {
		struct picture_wanted wanted = { .kind = PICTURE_REPORT };
		struct picture_made made;

		if (!checks[i].file.len)
			continue;
		wanted.path = arena_join3(arena, m->pages->files->path,
					  T("/files/"), checks[i].file);
		wanted.place =
			fields_place(&check_table, &checks[i], &checks[i].file);
		if (attach_pdf(m, wanted.path, &targets[i]))
			continue;
		if (!pictures_make(m->work->ws, m->work->worker, arena, &wanted,
				   &made))
			continue;
		record_made(m, &made);
		targets[i] = made.picture.path;
	}
}

/* -- the QR code ------------------------------------------------------------ */

static bool make_qr(struct making *m, struct qr_modules *code)
{
	struct unit_work *work = m->work;
	struct arena *arena = &work->worker->unit;
	struct text url = arena_format(arena, "%.*sr/%.*s.html",
				       TEXT_ARG(work->ws->site.base_url),
				       TEXT_ARG(m->input.code));
	struct qr_wish wish = { .module_px = 8 };
	struct text png;

	if (!qr_encode(arena, url, code) ||
	    !qr_modules_png(arena, code, wish, &png, &m->qr.width_px)) {
		struct diag *diag =
			diag_add(&work->worker->diags, SEVERITY_ERROR,
				 fields_place(&site_table, &work->ws->site,
					      &work->ws->site.base_url),
				 "site.url.too-long",
				 _("the address is too long for a QR code"));
		diag_hint(&work->worker->diags, diag,
			  _("use a shorter base_url"));
		return false;
	}
	m->qr.height_px = m->qr.width_px;
	m->qr.path = media_path(m, "qr", crypto_digest(url), "png");
	unit_place(work, m->qr.path, png);
	m->input.qr = &m->qr;
	return true;
}

/*
 * The poster is named after the QR code that is on it, and after its own bytes:
 * what is kept for a year under a name never changes. A page that has the one
 * name pays little for the other once it is compressed.
 */
static void make_poster(struct making *m, const struct qr_modules *code)
{
	enum { OWN_CHARS = 8 };
	struct unit_work *work = m->work;
	struct arena *arena = &work->worker->unit;
	struct text png, path = m->qr.path, own;

	switch (posters_make(work->ws, work->worker, &m->input, code, &png)) {
	case POSTERS_OFF:
		return;
	case POSTERS_LACKS:
		/* To be told again the next time. */
		work->now.flags |= UNIT_LACKS_POSTER;
		memset(&work->now.stamps, 0, sizeof(work->now.stamps));
		return;
	case POSTERS_MADE:
		break;
	}
	path.len -= strlen(".png");
	own = identity_media(arena, &work->ws->key, "poster",
			     crypto_digest(png));
	m->input.poster = arena_format(arena, "%.*s-%.*s.png", TEXT_ARG(path),
				       TEXT_ARG(text_head(own, OWN_CHARS)));
	unit_place(work, m->input.poster, png);
}

static void make_referral(struct making *m)
{
	struct qr_modules code;

	if (!m->pages->shop->store.voucher.title.len || !make_qr(m, &code))
		return;
	make_poster(m, &code);
}

/* -- pages ------------------------------------------------------------------ */

static struct text page_path(struct making *m, const char *folder,
			     struct text name, const char *ending)
{
	return arena_format(&m->work->worker->unit, "%s/%.*s.%s", folder,
			    TEXT_ARG(name), ending);
}

static void place_plan(struct making *m)
{
	struct worker *worker = m->work->worker;
	char version[13];

	buf_reset(&worker->html);
	plan_page_render(&worker->unit, &m->input, &worker->html, version);
	unit_page(m->work, page_path(m, "p", m->input.token, "html"),
		  buf_text(&worker->html));
	unit_place(m->work, page_path(m, "p", m->input.token, "ver"),
		   text_of(version));
	buf_reset(&worker->other);
	plan_ics_render(&worker->unit, &m->input, &worker->other);
	unit_place(m->work, page_path(m, "p", m->input.token, "ics"),
		   buf_text(&worker->other));
}

static void place_others(struct making *m)
{
	struct worker *worker = m->work->worker;

	if (m->input.qr) {
		buf_reset(&worker->html);
		voucher_page_render(&worker->unit, &m->input, &worker->html);
		unit_page(m->work, page_path(m, "r", m->input.code, "html"),
			  buf_text(&worker->html));
	}
	if (m->input.has_share) {
		buf_reset(&worker->html);
		share_page_render(&worker->unit, &m->input, &worker->html);
		unit_page(m->work, page_path(m, "s", m->input.code, "html"),
			  buf_text(&worker->html));
	}
}

static void take_input(struct making *m)
{
	struct unit_work *work = m->work;
	struct patient_files *files = m->pages->files;
	const struct plan *plan = &files->plan;
	struct arena *arena = &work->worker->unit;
	struct text code = identity_code(arena, &work->ws->key, plan->id,
					 plan->link_version);

	m->input = (struct plan_input){
		.site = &work->ws->view,
		.plan = plan,
		.store = &m->pages->shop->store,
		.therapist = &m->pages->therapist->card,
		.articles = m->pages->articles,
		.token = identity_token(arena, &work->ws->key, IDENTITY_PLAN,
					plan->id, plan->link_version),
		.code = code,
		.has_share = m->pages->has_share,
		.points = work->ws->clinic.points.shown == POINTS_ON_PLAN
				  ? points_find(m->pages->shop->points, code)
				  : NULL,
		.updated = date_of_time(
			(time_t)(files->document.stamp.mtime_ns / 1000000000)),
	};
}

static void take_fingerprint(struct making *m)
{
	struct unit_work *work = m->work;

	crypto_digest_add_digest(m->digester, work->now.references);
	crypto_digest_add(m->digester, m->pages->files->document.bytes);
	crypto_digest_add_number(m->digester, m->input.has_share);
	crypto_digest_add_number(m->digester, date_days(m->input.updated));
	work->now.fingerprint = crypto_digest_end(m->digester);
}

void patient_pages_build(struct unit_work *work, struct patient_pages *pages)
{
	struct making m = { .work = work, .pages = pages };
	size_t breakdowns = work->worker->breakdowns;

	m.digester = crypto_digest_begin();
	take_input(&m);
	if (m.input.has_share)
		work->now.flags |= UNIT_HAS_SHARE;
	if (m.input.points)
		work->now.flags |= UNIT_HAS_POINTS;
	make_photos(&m);
	make_attachments(&m);
	take_fingerprint(&m);
	if (!(work->has_last && (work->last.flags & UNIT_LACKS_POSTER)) &&
	    unit_is_current(work, work->now.fingerprint)) {
		unit_refresh(work);
		return;
	}
	make_referral(&m);
	/* Pictures first: no page may be seen that lacks one. */
	work->failed |= work->worker->breakdowns != breakdowns;
	if (!work->failed) {
		place_plan(&m);
		place_others(&m);
	}
	unit_end(work);
}

void patient_pages_check(struct workspace *ws, struct worker *worker,
			 struct patient_files *files)
{
	struct unit_work work = { .ws = ws, .worker = worker };
	struct patient_pages pages = { .files = files };
	struct making m = { .work = &work, .pages = &pages };

	m.digester = crypto_digest_begin();
	make_photos(&m);
	make_attachments(&m);
	(void)crypto_digest_end(m.digester);
}
