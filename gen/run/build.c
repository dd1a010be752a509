#include "run/build.h"

#include <string.h>

#include "base/lang.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/progress.h"
#include "content/listing.h"
#include "model/claims.h"
#include "model/points.h"
#include "run/articles.h"
#include "run/patients.h"
#include "run/shops.h"
#include "run/site_pages.h"

/* One shop between survey and build. */
struct shard {
	struct text key;
	struct patient_list patients;
	size_t stale;	/* patients to build */
	bool is_broken; /* its store.yaml cannot be read: nothing is removed */
};

struct building {
	struct workspace *ws;
	struct shard *shards;
	size_t count;
	size_t patients;
	bool is_incomplete; /* something could not be listed */
	const struct build_options *options;
	/* The shop that is being worked on: */
	struct shop shop;
	struct shard *shard;
};

static bool stop(struct workspace *ws, enum status status)
{
	ws->status = status;
	return false;
}

/* -- what there is ---------------------------------------------------------- */

static bool is_ours(const struct build_options *options, struct text key)
{
	return !options->shards ||
	       map_hash(key) % options->shards == options->shard - 1;
}

static bool list_shops(struct building *b)
{
	struct workspace *ws = b->ws;
	struct listing listing;

	if (!listing_read(&ws->run, ws->content, "stores", T("content/stores"),
			  LISTING_MAY_MISS, &listing, &ws->diags))
		return stop(ws, STATUS_FAILED);
	b->shards = ARENA_ARRAY(&ws->run, listing.count, struct shard);
	for (size_t i = 0; i < listing.count; i++)
		if (listing.entries[i].kind == ENTRY_FOLDER &&
		    is_ours(b->options, listing.entries[i].name))
			b->shards[b->count++].key = listing.entries[i].name;
	return true;
}

/* -- survey ----------------------------------------------------------------- */

static void survey_one(void *context, size_t worker, size_t index)
{
	struct building *b = context;

	patients_survey(b->ws, &b->ws->worker[worker], &b->shop,
			&b->shard->patients.items[index]);
}

/* Opens the shop that the next steps work on. */
static bool open_shop(struct building *b, struct shard *shard)
{
	b->shard = shard;
	if (shops_read(b->ws, &b->ws->worker[0], shard->key, &b->shop))
		return true;
	shops_forget(&b->shop);
	shard->is_broken = true;
	b->is_incomplete = true;
	return false;
}

static void survey_shop(struct building *b, struct shard *shard)
{
	struct workspace *ws = b->ws;

	if (!open_shop(b, shard))
		return;
	shard->is_broken = b->shop.is_broken;
	arena_reset(&ws->worker[0].unit);
	if (patients_list(ws, &ws->worker[0], &ws->run, &b->shop,
			  &shard->patients)) {
		b->patients += shard->patients.count;
		pool_run(ws->workers, shard->patients.count, survey_one, b);
	} else {
		b->is_incomplete = true;
	}
	shops_build(ws, &ws->worker[0], &b->shop);
	shops_forget(&b->shop);
}

/* Two plans of one id: an error in both, and neither page changes. */
static void find_rivals(struct building *b)
{
	struct claim *claims =
		ARENA_ARRAY(&b->ws->run, b->patients, struct claim);
	struct patient **patients =
		ARENA_ARRAY(&b->ws->run, b->patients, struct patient *);
	struct text *stores =
		ARENA_ARRAY(&b->ws->run, b->patients, struct text);
	size_t count = 0;

	for (size_t i = 0; i < b->count; i++)
		for (size_t n = 0; n < b->shards[i].patients.count; n++) {
			stores[count] = b->shards[i].key;
			patients[count] = &b->shards[i].patients.items[n];
			claims[count].id = patients[count]->id;
			claims[count].claimant = count;
			count++;
		}
	if (!claims_find_rivals(claims, count))
		return;
	for (size_t i = 0; i < count; i++) {
		struct patient *patient = patients[claims[i].claimant];
		size_t rival = (size_t)claims[i].rival;

		if (claims[i].rival < 0)
			continue;
		patient->is_claimed = true;
		patient->is_current = false;
		patient->rival = arena_join3(&b->ws->run, stores[rival], T("/"),
					     patients[rival]->name);
	}
}

/* -- build ------------------------------------------------------------------ */

static void build_one(void *context, size_t worker, size_t index)
{
	struct building *b = context;
	const struct patient *patient = &b->shard->patients.items[index];

	if (patient->is_current)
		return;
	patients_build(b->ws, &b->ws->worker[worker], &b->shop, patient);
	progress_step();
}

static void build_shops(struct building *b)
{
	size_t stale = 0;

	for (size_t i = 0; i < b->count; i++) {
		struct shard *shard = &b->shards[i];

		for (size_t n = 0; n < shard->patients.count; n++)
			shard->stale += !shard->patients.items[n].is_current;
		stale += shard->stale;
	}
	progress_begin(_("building"), stale, b->ws->quiet);
	for (size_t i = 0; i < b->count; i++) {
		if (!b->shards[i].stale || !open_shop(b, &b->shards[i]))
			continue;
		pool_run(b->ws->workers, b->shards[i].patients.count, build_one,
			 b);
		shops_forget(&b->shop);
	}
	progress_end();
}

static void article_one(void *context, size_t worker, size_t index)
{
	struct building *b = context;

	articles_build_one(b->ws, &b->ws->worker[worker],
			   &b->ws->articles->items[index]);
}

/* -- what is gone ----------------------------------------------------------- */

struct gone {
	struct building *building;
	struct out_set *kept;
	struct text *keys;
	size_t count, capacity;
	struct out_set seen; /* the keys of the units that were met */
};

/* The store of "p/<store>/<patient>" or "c/<store>"; empty for other keys. */
static struct text store_of(struct text key)
{
	struct text rest = text_from(key, 2), store;

	if (!text_starts(key, "p/") && !text_starts(key, "c/"))
		return T("");
	return text_cut(&rest, '/', &store) ? store : T("");
}

/* Must the unit stay although it was not met? */
static bool is_spared(const struct building *b, struct text key)
{
	struct text store = store_of(key);

	if (b->is_incomplete)
		return true;
	if (!store.len)
		return false;
	if (!is_ours(b->options, store))
		return true;
	for (size_t i = 0; i < b->count; i++)
		if (text_equal(b->shards[i].key, store))
			return b->shards[i].is_broken;
	return false;
}

static void visit_unit(void *context, struct text key, const struct unit *unit)
{
	struct gone *gone = context;
	struct arena *arena = &gone->building->ws->run;

	if (out_set_has(&gone->seen, key))
		return;
	if (is_spared(gone->building, key)) {
		for (size_t i = 0; i < unit->output_count; i++)
			out_keep(gone->kept, unit->outputs[i].path);
		return;
	}
	gone->keys = arena_grow(arena, gone->keys, gone->count, &gone->capacity,
				sizeof(*gone->keys));
	gone->keys[gone->count++] = arena_text(arena, key);
}

/* Forgets the units that are gone, then sweeps what nobody stands for. */
static bool remove_gone(struct building *b)
{
	struct workspace *ws = b->ws;
	struct gone gone = { .building = b, .kept = &ws->worker[0].kept };
	struct out_set kept;
	bool good;

	gone.seen = out_set_join(&ws->worker[0].seen, ws->workers,
				 sizeof(ws->worker[0]));
	state_each_unit(ws->state, "", visit_unit, &gone);
	for (size_t i = 0; i < gone.count; i++)
		state_drop_unit(ws->state, gone.keys[i]);
	kept = out_set_join(&ws->worker[0].kept, ws->workers,
			    sizeof(ws->worker[0]));
	good = out_sweep(&ws->out, &kept, &ws->diags);
	out_set_release(&gone.seen);
	out_set_release(&kept);
	return good;
}

/* -- the whole -------------------------------------------------------------- */

static void count_patients(void *context, struct text key,
			   const struct unit *unit)
{
	size_t *count = context;

	(void)key;
	*count += unit->output_count > 0;
}

/* Content that vanishes wholesale is a share that is not connected. */
static bool check_vanished(struct building *b)
{
	struct workspace *ws = b->ws;
	struct diag *diag;
	size_t known = 0;

	if (b->patients || b->options->shards)
		return true;
	state_each_unit(ws->state, "p/", count_patients, &known);
	if (!known && (b->count || ws->articles->count))
		return true;
	diag = diag_add_path(
		&ws->diags, SEVERITY_ERROR, T("content"), "content.empty",
		known ? _("all patients are gone; %zu pages stay as they are")
		      : _("there is nothing in the content (%zu pages)"),
		known);
	diag_hint(&ws->diags, diag,
		  _("is the shared folder connected? nothing was removed"));
	return stop(ws, STATUS_USAGE);
}

static void sum_counts(const struct workspace *ws, struct build_result *result)
{
	memset(result, 0, sizeof(*result));
	for (size_t i = 0; i < ws->workers; i++) {
		const struct build_counts *c = &ws->worker[i].counts;

		result->counts.plans += c->plans;
		result->counts.drafts += c->drafts;
		result->counts.built += c->built;
		result->counts.failed += c->failed;
		result->counts.photos += c->photos;
		result->pages += ws->worker[i].kept.count;
	}
	result->written = ws->out.written;
	result->removed = ws->out.removed;
}

static bool build_all(struct building *b)
{
	struct workspace *ws = b->ws;

	for (size_t i = 0; i < ws->workers; i++)
		state_reader_hold(ws->worker[i].reader);
	if (!articles_read(ws) || !list_shops(b))
		return false;
	for (size_t i = 0; i < b->count; i++)
		survey_shop(b, &b->shards[i]);
	for (size_t i = 0; i < ws->workers; i++)
		state_reader_let_go(ws->worker[i].reader);
	if (!check_vanished(b))
		return false;
	find_rivals(b);
	build_shops(b);
	pool_run(ws->workers, ws->articles->count, article_one, b);
	articles_build_index(ws, &ws->worker[0]);
	site_pages_build(ws, &ws->worker[0]);
	if (ws->out.error)
		return stop(ws, STATUS_FAILED);
	return remove_gone(b) || stop(ws, STATUS_FAILED);
}

bool build_site(struct workspace *ws, const struct build_options *options,
		struct build_result *result)
{
	struct building b = { .ws = ws, .options = options };
	bool good = build_all(&b);

	if (!state_close(ws->state, &ws->diags))
		good = stop(ws, STATUS_FAILED);
	ws->state = NULL;
	sum_counts(ws, result);
	return good;
}

/* -- check ------------------------------------------------------------------ */

static void check_one(void *context, size_t worker, size_t index)
{
	struct building *b = context;

	patients_check(b->ws, &b->ws->worker[worker], &b->shop,
		       &b->shard->patients.items[index]);
	progress_step();
}

static void check_shop(struct building *b, struct shard *shard)
{
	struct workspace *ws = b->ws;

	if (!open_shop(b, shard))
		return;
	pool_run(ws->workers, shard->patients.count, check_one, b);
	shops_forget(&b->shop);
}

bool build_check(struct workspace *ws)
{
	static const struct build_options all;
	struct building b = { .ws = ws, .options = &all };

	points_check(&ws->clinic, &ws->diags);
	if (!articles_read(ws) || !list_shops(&b))
		return false;
	for (size_t i = 0; i < b.count; i++) {
		struct shard *shard = &b.shards[i];

		if (!open_shop(&b, shard))
			continue;
		arena_reset(&ws->worker[0].unit);
		if (patients_list(ws, &ws->worker[0], &ws->run, &b.shop,
				  &shard->patients)) {
			b.patients += shard->patients.count;
			pool_run(ws->workers, shard->patients.count, survey_one,
				 &b);
		}
		shops_forget(&b.shop);
	}
	find_rivals(&b);
	progress_begin(_("checking"), b.patients, ws->quiet);
	for (size_t i = 0; i < b.count; i++)
		check_shop(&b, &b.shards[i]);
	progress_end();
	return true;
}
