#include "run/patients.h"

#include <string.h>

#include "base/lang.h"
#include "run/articles.h"
#include "run/patient_files.h"
#include "run/patient_pages.h"
#include "run/posters.h"
#include "run/unit.h"

enum { NEAREST_EDITS = 3 };

struct text patients_key(struct arena *arena, struct text store,
			 struct text name)
{
	return arena_format(arena, "p/%.*s/%.*s", TEXT_ARG(store),
			    TEXT_ARG(name));
}

bool patients_list(struct workspace *ws, struct worker *worker,
		   struct arena *arena, const struct shop *shop,
		   struct patient_list *list)
{
	struct arena *scratch = &worker->unit;
	struct text path = arena_join(scratch, shop->path, T("/patients"));
	struct listing listing;

	*list = (struct patient_list){ NULL, 0 };
	if (!listing_read(scratch, ws->content, path.at,
			  workspace_shown(scratch, path), LISTING_MAY_MISS,
			  &listing, &worker->diags))
		return false;
	list->items = ARENA_ARRAY(arena, listing.count, struct patient);
	for (size_t i = 0; i < listing.count; i++)
		if (listing.entries[i].kind == ENTRY_FOLDER)
			list->items[list->count++].name =
				arena_text(arena, listing.entries[i].name);
	return true;
}

static struct text patient_path(struct arena *arena, const struct shop *shop,
				const struct patient *patient)
{
	return arena_join3(arena, shop->path, T("/patients/"), patient->name);
}

/* -- references ------------------------------------------------------------- */

/*
 * The digest of all that a patient's pages show from elsewhere: the site, the
 * shop, the therapist ("t:…"), the articles ("a:…"), what the ledger has of the
 * patient's code ("l:…"), the fonts of the poster. What is broken or gone counts
 * as nothing, so its return is a change too.
 */
static struct digest references_digest(const struct workspace *ws,
				       const struct shop *shop,
				       const struct text *refs, size_t count)
{
	struct digester *d = crypto_digest_begin();

	crypto_digest_add_digest(d, ws->environment);
	crypto_digest_add_digest(d, shop->store_digest);
	if (shop->store.voucher.title.len)
		crypto_digest_add_digest(d, posters_digest(ws));
	for (size_t i = 0; i < count; i++) {
		struct text name = text_from(refs[i], 2);
		const struct therapist_file *t =
			text_starts(refs[i], "t:") ? shops_therapist(shop, name)
						   : NULL;
		const struct article_file *a =
			text_starts(refs[i], "a:")
				? articles_find(ws->articles, name)
				: NULL;
		const struct points_account *p =
			text_starts(refs[i], "l:")
				? points_find(shop->points, name)
				: NULL;

		crypto_digest_add(d, refs[i]);
		if (t && !t->is_broken)
			crypto_digest_add_digest(d, t->digest);
		if (a && !a->is_broken)
			crypto_digest_add_digest(d, a->digest);
		if (p) {
			crypto_digest_add_number(d, p->trials);
			crypto_digest_add_number(d, p->deals);
			crypto_digest_add_number(d, p->friends);
		}
	}
	return crypto_digest_end(d);
}

static void take_references(struct unit_work *work, const struct shop *shop,
			    const struct plan *plan)
{
	struct arena *arena = &work->worker->unit;
	struct unit *now = &work->now;

	now->refs = ARENA_ARRAY(arena, 2 + plan->articles.count, struct text);
	now->refs[now->ref_count++] =
		arena_join(arena, T("t:"), plan->therapist);
	for (size_t i = 0; i < plan->articles.count; i++)
		now->refs[now->ref_count++] =
			arena_join(arena, T("a:"), plan->articles.items[i]);
	if (work->ws->clinic.points.shown == POINTS_ON_PLAN)
		now->refs[now->ref_count++] =
			arena_join(arena, T("l:"),
				   identity_code(arena, &work->ws->key,
						 plan->id, plan->link_version));
	now->references =
		references_digest(work->ws, shop, now->refs, now->ref_count);
}

/* -- survey ----------------------------------------------------------------- */

static bool is_zero(struct digest digest)
{
	static const struct digest zero;

	return crypto_digest_equal(digest, zero);
}

/* Do the same pages exist today as on the day of the last run? */
static bool is_valid_today(const struct workspace *ws, const struct unit *unit)
{
	return (!date_is_set(unit->valid_from) ||
		date_compare(ws->today, unit->valid_from) >= 0) &&
	       (!date_is_set(unit->valid_until) ||
		date_compare(ws->today, unit->valid_until) <= 0);
}

static void count_plan(struct worker *worker, const struct unit *unit)
{
	if (unit->output_count)
		worker->counts.plans++;
	else
		worker->counts.drafts++;
}

void patients_survey(struct workspace *ws, struct worker *worker,
		     const struct shop *shop, struct patient *patient)
{
	struct arena *arena = &worker->unit;
	struct patient_files files;
	struct unit_work work;

	arena_reset(arena);
	unit_open(&work, ws, worker,
		  patients_key(arena, shop->key, patient->name));
	if (!patient_files_list(ws, worker, patient_path(arena, shop, patient),
				&files))
		return;
	if (work.has_last && !ws->full && !is_zero(files.stamps) &&
	    crypto_digest_equal(files.stamps, work.last.stamps) &&
	    is_valid_today(ws, &work.last) &&
	    crypto_digest_equal(references_digest(ws, shop, work.last.refs,
						  work.last.ref_count),
				work.last.references) &&
	    unit_in_place(&work)) {
		patient->is_current = true;
		patient->id = arena_text(&worker->keep, work.last.id);
		unit_keep(&work);
		count_plan(worker, &work.last);
		return;
	}
	patient->id =
		arena_text(&worker->keep, patient_files_id(ws, worker, &files));
}

/* -- build ------------------------------------------------------------------ */

static struct diag *complain_plan(struct worker *worker,
				  const struct plan *plan, const void *member,
				  const char *code, const char *message)
{
	return diag_add(&worker->diags, SEVERITY_ERROR,
			fields_place(&plan_table, plan, member), code, "%s",
			message);
}

static void complain_rival(struct worker *worker, const struct plan *plan,
			   const struct patient *patient)
{
	struct diag *diag =
		complain_plan(worker, plan, &plan->id, "plan.id.twice",
			      _("another plan has the same number"));

	diag_hint(&worker->diags, diag,
		  _("it is in %.*s; was a folder copied? give the newer one a "
		    "number of its own (`careplan new patient` makes one), "
		    "until then neither page changes"),
		  TEXT_ARG(patient->rival));
}

/* The plan's therapist. Errors: NULL; a broken file has told its own. */
static const struct therapist_file *find_therapist(struct worker *worker,
						   const struct shop *shop,
						   const struct plan *plan)
{
	const struct therapist_file *found =
		shops_therapist(shop, plan->therapist);
	struct text nearest = { NULL, 0 };
	struct diag *diag;
	size_t best = NEAREST_EDITS + 1;

	if (found)
		return found->is_broken ? NULL : found;
	if (!plan->therapist.len) /* missing or unreadable: told already */
		return NULL;
	/* Names are short here: “li” for “lee” is a good guess, although every
	 * letter but one differs, so text_is_nearer would be too strict. */
	for (size_t i = 0; i < shop->therapist_count; i++) {
		size_t distance = text_distance(plan->therapist,
						shop->therapists[i].key, best);

		if (distance < best) {
			best = distance;
			nearest = shop->therapists[i].key;
		}
	}
	diag = diag_add(&worker->diags, SEVERITY_ERROR,
			fields_place(&plan_table, plan, &plan->therapist),
			"plan.therapist.unknown",
			_("this shop has no therapist called “%.*s”"),
			TEXT_ARG(plan->therapist));
	if (nearest.len)
		diag_hint(&worker->diags, diag,
			  _("did you mean “%.*s”? a therapist's name is the "
			    "name of the file in therapists/"),
			  TEXT_ARG(nearest));
	else
		diag_hint(&worker->diags, diag,
			  _("a therapist's name is the name of the file in "
			    "therapists/, without .yaml"));
	return NULL;
}

/* The cards of the plan's articles. Errors: false. */
static bool find_articles(struct workspace *ws, struct worker *worker,
			  const struct plan *plan, struct article_cards *cards)
{
	bool good = true;

	cards->items = ARENA_ARRAY(&worker->unit, plan->articles.count,
				   const struct article_card *);
	for (size_t i = 0; i < plan->articles.count; i++) {
		struct text slug = plan->articles.items[i];
		const struct article_file *file =
			articles_find(ws->articles, slug);
		struct text nearest;
		struct diag *diag;

		if (file && !file->is_broken)
			cards->items[cards->count++] = &file->card;
		good &= file && !file->is_broken;
		if (file)
			continue;
		diag = diag_add(
			&worker->diags, SEVERITY_ERROR,
			fields_place(&plan_table, plan, &plan->articles),
			"plan.article.unknown",
			_("there is no article called “%.*s”"), TEXT_ARG(slug));
		nearest = articles_nearest(ws->articles, slug);
		if (nearest.len)
			diag_hint(&worker->diags, diag,
				  _("did you mean “%.*s”?"), TEXT_ARG(nearest));
		else
			diag_hint(&worker->diags, diag,
				  _("an article's name is the name of its "
				    "file in articles/, without .md"));
	}
	return good;
}

/*
 * Must the pages go, whatever else is wrong with the plan? A page that shows
 * what its patient no longer agrees to is worse than no page.
 */
static bool is_withdrawn(const struct unit_work *work, const struct plan *plan)
{
	const struct consent *consent = &plan->consent;
	uint32_t flags = work->has_last ? work->last.flags : 0;

	if (plan->status == PLAN_DRAFT || plan->pin.len)
		return true;
	if ((flags & UNIT_HAS_PHOTOS) &&
	    !fields_is_written(&consent_table, consent, &consent->photos))
		return true;
	return (flags & UNIT_HAS_SHARE) &&
	       !fields_is_written(&consent_table, consent, &consent->share);
}

static void refuse_pin(struct worker *worker, const struct plan *plan)
{
	struct diag *diag = complain_plan(
		worker, plan, &plan->pin, "plan.pin.unsupported",
		_("this plan has a PIN, and pages with a PIN cannot be made "
		  "yet"));

	diag->line = T(""); /* a PIN is shown nowhere */
	diag_hint(&worker->diags, diag,
		  _("there is no page until then; with the patient's consent "
		    "to an open link, delete this line"));
}

/* A unit without pages: drafts, expired and withdrawn plans. */
static void build_nothing(struct unit_work *work, bool trusted)
{
	work->now.output_count = 0;
	work->now.flags = 0;
	if (!trusted)
		memset(&work->now.stamps, 0, sizeof(work->now.stamps));
	unit_end(work);
	work->worker->counts.drafts++;
}

/* Points that are on the page must not vanish because somebody mistyped a line
 * of the ledger. */
static bool would_lose_points(const struct unit_work *work,
			      const struct shop *shop)
{
	return shop->ledger_is_broken && work->has_last &&
	       (work->last.flags & UNIT_HAS_POINTS) &&
	       work->ws->clinic.points.shown == POINTS_ON_PLAN;
}

static void build_good(struct unit_work *work, const struct shop *shop,
		       struct patient_files *files)
{
	struct patient_pages pages = { .shop = shop, .files = files };
	struct worker *worker = work->worker;

	pages.therapist = find_therapist(worker, shop, &files->plan);
	if (!find_articles(work->ws, worker, &files->plan, &pages.articles) ||
	    !pages.therapist || shop->is_broken ||
	    would_lose_points(work, shop)) {
		if (is_withdrawn(work, &files->plan))
			build_nothing(work, false);
		else
			unit_fail(work);
		return;
	}
	take_references(work, shop, &files->plan);
	if (!patient_pages_exist(work, &pages)) {
		build_nothing(work, true);
		return;
	}
	patient_pages_build(work, &pages);
	worker->counts.plans++;
}

void patients_build(struct workspace *ws, struct worker *worker,
		    const struct shop *shop, const struct patient *patient)
{
	struct arena *arena = &worker->unit;
	struct patient_files files;
	struct unit_work work;

	arena_reset(arena);
	unit_open(&work, ws, worker,
		  patients_key(arena, shop->key, patient->name));
	if (!patient_files_list(ws, worker, patient_path(arena, shop, patient),
				&files)) {
		unit_fail(&work);
		return;
	}
	patient_files_read(ws, worker, &files);
	work.now.stamps = files.stamps;
	work.now.id = files.plan.id;
	if (files.is_parsed && patient->is_claimed) {
		complain_rival(worker, &files.plan, patient);
		unit_fail(&work);
	} else if (files.is_parsed && files.plan.pin.len) {
		refuse_pin(worker, &files.plan);
		build_nothing(&work, false);
	} else if (files.is_good) {
		build_good(&work, shop, &files);
	} else if (files.is_parsed && is_withdrawn(&work, &files.plan)) {
		build_nothing(&work, false);
	} else {
		unit_fail(&work);
	}
}

void patients_check(struct workspace *ws, struct worker *worker,
		    const struct shop *shop, const struct patient *patient)
{
	struct patient_files files;
	struct article_cards cards = { NULL, 0 };

	arena_reset(&worker->unit);
	if (!patient_files_list(ws, worker,
				patient_path(&worker->unit, shop, patient),
				&files))
		return;
	patient_files_read(ws, worker, &files);
	if (!files.is_parsed)
		return;
	if (patient->is_claimed)
		complain_rival(worker, &files.plan, patient);
	if (files.plan.pin.len)
		refuse_pin(worker, &files.plan);
	(void)find_therapist(worker, shop, &files.plan);
	(void)find_articles(ws, worker, &files.plan, &cards);
	patient_pages_check(ws, worker, &files);
}
