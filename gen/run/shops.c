#include "run/shops.h"

#include <string.h>

#include "base/lang.h"
#include "content/listing.h"
#include "model/documents.h"
#include "model/ledger.h"
#include "page/shop.h"
#include "run/articles.h"
#include "run/pictures.h"
#include "run/unit.h"

enum { SHOP_ARTICLES = 3 };

static struct text beneath(struct shop *shop, const char *name)
{
	return arena_join3(&shop->arena, shop->path, T("/"), text_of(name));
}

static bool is_there(const struct listing *listing, const char *name)
{
	const struct entry *entry = listing_find(listing, text_of(name));

	return entry && entry->kind == ENTRY_FILE;
}

/* -- therapists ------------------------------------------------------------- */

/* The portrait lies beside the file under the same name. */
static struct text portrait_name(struct arena *arena, struct text key,
				 const struct listing *listing)
{
	static const char *const endings[] = { ".jpg",	".jpeg", ".png",
					       ".webp", ".heic", ".JPG",
					       ".JPEG", ".PNG",	 ".HEIC" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct text name = arena_join(arena, key, text_of(endings[i]));

		if (listing_find(listing, name))
			return name;
	}
	return T("");
}

static void add_picture(struct workspace *ws, struct worker *worker,
			struct shop *shop, struct therapist_file *file,
			struct picture_wanted *wanted, struct picture *picture)
{
	struct picture_made made;
	struct digester *d;

	if (!pictures_make(ws, worker, &shop->arena, wanted, &made))
		return;
	*picture = made.picture;
	for (size_t i = 0; i < made.output_count; i++)
		file->outputs[file->output_count++] = made.outputs[i];
	d = crypto_digest_begin();
	crypto_digest_add_digest(d, file->digest);
	crypto_digest_add_digest(d, made.content);
	file->digest = crypto_digest_end(d);
	if (wanted->kind == PICTURE_CODE)
		file->card.wechat_qr = picture;
	else
		file->card.portrait = picture;
}

static void add_pictures(struct workspace *ws, struct worker *worker,
			 struct shop *shop, struct therapist_file *file,
			 const struct listing *listing)
{
	struct text portrait = portrait_name(&shop->arena, file->key, listing);
	struct text folder = beneath(shop, "therapists/");
	struct picture_wanted wanted = { .kind = PICTURE_PORTRAIT };

	if (portrait.len) {
		wanted.path = arena_join(&shop->arena, folder, portrait);
		add_picture(ws, worker, shop, file, &wanted, &file->portrait);
	}
	if (file->therapist.wechat_qr.len) {
		wanted.kind = PICTURE_CODE;
		wanted.path = arena_join(&shop->arena, folder,
					 file->therapist.wechat_qr);
		wanted.place = fields_place(&therapist_table, &file->therapist,
					    &file->therapist.wechat_qr);
		add_picture(ws, worker, shop, file, &wanted, &file->wechat_qr);
	}
}

static void read_therapist(struct workspace *ws, struct worker *worker,
			   struct shop *shop, struct therapist_file *file,
			   struct text name)
{
	struct document *document = ARENA_NEW(&shop->arena, struct document);
	struct text path =
		arena_join3(&shop->arena, shop->path, T("/therapists/"), name);

	file->key = arena_text(&shop->arena, text_part(name, 0, name.len - 5));
	file->card.therapist = &file->therapist;
	file->is_broken =
		!workspace_read(ws, &shop->arena, path.at, &therapist_table,
				&file->therapist, document, &worker->diags);
	file->therapist.key = file->key;
	if (!file->is_broken)
		file->digest = crypto_digest(document->bytes);
}

static bool read_therapists(struct workspace *ws, struct worker *worker,
			    struct shop *shop)
{
	struct text path = beneath(shop, "therapists");
	struct listing listing;

	if (!listing_read(&shop->arena, ws->content, path.at,
			  workspace_shown(&shop->arena, path), LISTING_MAY_MISS,
			  &listing, &worker->diags))
		return false;
	shop->therapists =
		ARENA_ARRAY(&shop->arena, listing.count, struct therapist_file);
	for (size_t i = 0; i < listing.count; i++) {
		const struct entry *entry = &listing.entries[i];
		struct therapist_file *file;

		if (entry->kind != ENTRY_FILE ||
		    !text_ends(entry->name, ".yaml"))
			continue;
		file = &shop->therapists[shop->therapist_count++];
		read_therapist(ws, worker, shop, file, entry->name);
		if (!file->is_broken)
			add_pictures(ws, worker, shop, file, &listing);
	}
	return true;
}

const struct therapist_file *shops_therapist(const struct shop *shop,
					     struct text key)
{
	for (size_t i = 0; i < shop->therapist_count; i++)
		if (text_equal(shop->therapists[i].key, key))
			return &shop->therapists[i];
	return NULL;
}

/* -- the shop --------------------------------------------------------------- */

static void read_store(struct workspace *ws, struct worker *worker,
		       struct shop *shop)
{
	struct document *document = ARENA_NEW(&shop->arena, struct document);

	shop->is_broken = !workspace_read(
		ws, &shop->arena, beneath(shop, "store.yaml").at, &store_table,
		&shop->store, document, &worker->diags);
	shop->store.key = shop->key;
	if (!shop->is_broken)
		shop->store_digest = crypto_digest(document->bytes);
	if (!shop->is_broken && !identity_is_slug(shop->key)) {
		struct diag *diag = diag_add(
			&worker->diags, SEVERITY_ERROR,
			source_whole(&document->source), "store.name.invalid",
			_("the shop's folder “%.*s” becomes part of a link"),
			TEXT_ARG(shop->key));
		diag_hint(&worker->diags, diag,
			  _("name the folder with a-z, digits, - and _ only, "
			    "for example nanjing"));
		shop->is_broken = true;
	}
}

static void read_queue(struct workspace *ws, struct worker *worker,
		       struct shop *shop)
{
	struct document *document = ARENA_NEW(&shop->arena, struct document);
	struct queue *queue = ARENA_NEW(&shop->arena, struct queue);

	if (!workspace_read(ws, &shop->arena, beneath(shop, "queue.yaml").at,
			    &queue_table, queue, document, &worker->diags))
		return;
	shop->queue = queue;
	shop->queue_digest = crypto_digest(document->bytes);
}

/* The ledger is a bare list; it is read as the one field of a map. */
static void read_ledger(struct workspace *ws, struct worker *worker,
			struct shop *shop)
{
	struct document *document = ARENA_NEW(&shop->arena, struct document);
	struct ledger *ledger = ARENA_NEW(&shop->arena, struct ledger);
	struct text path = beneath(shop, "referrals.yaml");
	struct yaml_input input = { .source = &document->source,
				    .is_key = documents_know };
	struct node map = { .kind = NODE_MAP, .count = 1 }, *root;

	shop->ledger_is_broken = true;
	if (!document_read(&shop->arena, ws->content, path.at,
			   workspace_shown(&shop->arena, path), YAML_FILE_BYTES,
			   document, &worker->diags))
		return;
	input.len = document->source.text.len;
	root = yamldoc_read(&shop->arena, &input, &worker->diags);
	if (!root)
		return;
	root->key = T("referrals");
	map.first = root;
	/* What is wrong is told; the entries that can be read count. */
	if (!fields_read(&shop->arena, &ledger_table, ledger, &document->source,
			 &map, &worker->diags) &&
	    !ledger->referrals.count)
		return;
	shop->ledger_is_broken = false;
	shop->points = points_make(&shop->arena, ledger);
}

bool shops_read(struct workspace *ws, struct worker *worker, struct text key,
		struct shop *shop)
{
	struct listing listing;
	size_t breakdowns;

	memset(shop, 0, sizeof(*shop));
	arena_init(&shop->arena, ARENA_USUAL);
	shop->key = arena_text(&shop->arena, key);
	shop->path = arena_join(&shop->arena, T("stores/"), key);
	if (!listing_read(&shop->arena, ws->content, shop->path.at,
			  workspace_shown(&shop->arena, shop->path), 0,
			  &listing, &worker->diags))
		return false;
	breakdowns = worker->breakdowns;
	read_store(ws, worker, shop);
	if (is_there(&listing, "queue.yaml"))
		read_queue(ws, worker, shop);
	if (is_there(&listing, "referrals.yaml"))
		read_ledger(ws, worker, shop);
	if (!read_therapists(ws, worker, shop))
		return false;
	/* Without a portrait that the machine failed to write no page of the
	 * shop is what it should be: they stay as they are. */
	shop->is_broken |= worker->breakdowns != breakdowns;
	return true;
}

void shops_forget(struct shop *shop)
{
	arena_release(&shop->arena);
}

/* -- its pages -------------------------------------------------------------- */

static struct digest shop_fingerprint(const struct workspace *ws,
				      const struct shop *shop)
{
	struct digester *d = crypto_digest_begin();

	crypto_digest_add_digest(d, ws->environment);
	crypto_digest_add_digest(d, shop->store_digest);
	crypto_digest_add_digest(d, shop->queue_digest);
	for (size_t i = 0; i < shop->therapist_count; i++)
		crypto_digest_add_digest(d, shop->therapists[i].digest);
	for (size_t i = 0; i < ws->articles->newest.count && i < SHOP_ARTICLES;
	     i++)
		crypto_digest_add_digest(
			d, articles_find(ws->articles,
					 ws->articles->newest.items[i]->slug)
				   ->digest);
	return crypto_digest_end(d);
}

static void render(struct unit_work *work, const struct shop *shop)
{
	struct worker *worker = work->worker;
	struct workspace *ws = work->ws;
	struct therapist_card *cards = ARENA_ARRAY(
		&worker->unit, shop->therapist_count, struct therapist_card);
	struct shop_input input = { .site = &ws->view,
				    .store = &shop->store,
				    .queue = shop->queue,
				    .therapists = cards,
				    .articles = ws->articles->newest };

	for (size_t i = 0; i < shop->therapist_count; i++)
		if (!shop->therapists[i].is_broken)
			cards[input.therapist_count++] =
				shop->therapists[i].card;
	if (input.articles.count > SHOP_ARTICLES)
		input.articles.count = SHOP_ARTICLES;
	buf_reset(&worker->html);
	shop_page_render(&worker->unit, &input, &worker->html);
	unit_page(
		work,
		arena_format(&worker->unit, "c/%.*s.html", TEXT_ARG(shop->key)),
		buf_text(&worker->html));
	if (!shop->queue)
		return;
	buf_reset(&worker->other);
	shop_queue_json(&input, &worker->other);
	unit_place(work,
		   arena_format(&worker->unit, "c/%.*s.queue.json",
				TEXT_ARG(shop->key)),
		   buf_text(&worker->other));
}

void shops_build(struct workspace *ws, struct worker *worker,
		 const struct shop *shop)
{
	struct unit_work work;

	arena_reset(&worker->unit);
	unit_open(&work, ws, worker,
		  arena_join(&worker->unit, T("c/"), shop->key));
	work.now.fingerprint = shop_fingerprint(ws, shop);
	if (shop->is_broken) {
		unit_fail(&work);
	} else if (unit_is_current(&work, work.now.fingerprint)) {
		unit_keep(&work);
	} else {
		render(&work, shop);
		for (size_t i = 0; i < shop->therapist_count; i++)
			for (size_t n = 0; n < shop->therapists[i].output_count;
			     n++)
				unit_record(&work,
					    &shop->therapists[i].outputs[n]);
		unit_end(&work);
	}
}
