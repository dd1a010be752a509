#include "run/roster.h"

#include <string.h>

#include "base/lang.h"
#include "base/pool.h"
#include "content/listing.h"
#include "content/yamlscan.h"
#include "model/claims.h"

enum { NEAREST_EDITS = 3, SHOWN_MATCHES = 10 };

struct text roster_name(struct arena *arena, const struct roster_entry *entry)
{
	return arena_join3(arena, entry->store, T("/"), entry->folder);
}

/* -- reading ---------------------------------------------------------------- */

struct reading {
	struct workspace *ws;
	struct roster *roster;
	size_t capacity;
};

static bool list_store(struct reading *r, struct text store)
{
	struct workspace *ws = r->ws;
	struct roster *roster = r->roster;
	struct text path =
		arena_join3(&ws->run, T("stores/"), store, T("/patients"));
	struct listing listing;

	if (!listing_read(&ws->run, ws->content, path.at,
			  workspace_shown(&ws->run, path), LISTING_MAY_MISS,
			  &listing, &ws->diags))
		return false;
	for (size_t i = 0; i < listing.count; i++) {
		struct roster_entry *entry;

		if (listing.entries[i].kind != ENTRY_FOLDER)
			continue;
		roster->items =
			arena_grow(&ws->run, roster->items, roster->count,
				   &r->capacity, sizeof(*roster->items));
		entry = &roster->items[roster->count++];
		*entry = (struct roster_entry){
			.store = store,
			.folder = listing.entries[i].name,
			.path = arena_format(&ws->run, "%.*s/%.*s/plan.yaml",
					     TEXT_ARG(path),
					     TEXT_ARG(listing.entries[i].name)),
		};
	}
	return true;
}

static void peek(void *context, size_t worker, size_t index)
{
	static const char *const ids[] = { "编号", "id", NULL };
	static const char *const names[] = { "姓名", "name", NULL };
	static const char *const versions[] = { "链接版本", "link_version",
						NULL };
	struct reading *r = context;
	struct worker *w = &r->ws->worker[worker];
	struct roster_entry *entry = &r->roster->items[index];
	struct document document;
	struct diags ignored;

	arena_reset(&w->unit);
	diags_init(&ignored);
	if (document_read(&w->unit, r->ws->content, entry->path.at, entry->path,
			  YAML_FILE_BYTES, &document, &ignored)) {
		struct text text = document.source.text;

		entry->id = arena_text(&w->keep, yamlscan_peek(text, ids));
		entry->name = arena_text(&w->keep, yamlscan_peek(text, names));
		if (!text_number(
			    text_plain(&w->unit, yamlscan_peek(text, versions)),
			    &entry->link_version))
			entry->link_version = 0;
	}
	diags_release(&ignored);
}

static void mark_rivals(struct workspace *ws, struct roster *roster)
{
	struct claim *claims =
		ARENA_ARRAY(&ws->run, roster->count, struct claim);

	for (size_t i = 0; i < roster->count; i++) {
		claims[i].id = roster->items[i].id;
		claims[i].claimant = i;
	}
	if (!claims_find_rivals(claims, roster->count))
		return;
	for (size_t i = 0; i < roster->count; i++)
		if (claims[i].rival >= 0)
			roster->items[claims[i].claimant].rival =
				&roster->items[claims[i].rival];
}

bool roster_read(struct workspace *ws, struct roster *roster)
{
	struct reading r = { ws, roster, 0 };
	struct listing stores;

	*roster = (struct roster){ NULL, 0 };
	if (!listing_read(&ws->run, ws->content, "stores", T("content/stores"),
			  LISTING_MAY_MISS, &stores, &ws->diags))
		return false;
	for (size_t i = 0; i < stores.count; i++)
		if (stores.entries[i].kind == ENTRY_FOLDER &&
		    !list_store(&r, stores.entries[i].name))
			return false;
	pool_run(ws->workers, roster->count, peek, &r);
	mark_rivals(ws, roster);
	return true;
}

/* -- finding ---------------------------------------------------------------- */

struct search {
	struct workspace *ws;
	const struct roster *roster;
	struct text word;
	struct text code; /* the word as a referral code, or empty */
};

static bool is_meant(const struct search *s, const struct roster_entry *entry)
{
	struct arena *scratch = &s->ws->worker[0].unit;

	arena_reset(scratch);
	if (text_equal(s->word, entry->folder) ||
	    text_equal(s->word, entry->id) ||
	    text_equal(s->word, entry->name) ||
	    text_equal(s->word, roster_name(scratch, entry)))
		return true;
	return s->code.len && entry->id.len &&
	       text_equal(s->code,
			  identity_code(scratch, &s->ws->key, entry->id,
					entry->link_version));
}

static void tell_unknown(const struct search *s)
{
	struct workspace *ws = s->ws;
	size_t best = NEAREST_EDITS + 1;
	struct text nearest = { "", 0 };
	struct diag *diag = diag_add_path(
		&ws->diags, SEVERITY_ERROR, T(""), "patient.unknown",
		_("there is no patient “%.*s”"), TEXT_ARG(s->word));

	for (size_t i = 0; i < s->roster->count; i++) {
		const struct roster_entry *entry = &s->roster->items[i];

		const struct text names[] = { entry->folder, entry->name,
					      roster_name(&ws->run, entry) };

		for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
			if (text_is_nearer(s->word, names[n], &best))
				nearest = names[n];
	}
	if (nearest.len)
		diag_hint(&ws->diags, diag, _("did you mean “%.*s”?"),
			  TEXT_ARG(nearest));
	else
		diag_hint(&ws->diags, diag,
			  _("name the patient by shop/folder, full name, id "
			    "or referral code"));
}

static void tell_ambiguous(const struct search *s)
{
	struct workspace *ws = s->ws;
	struct buf names = BUF_INIT;
	size_t count = 0;
	struct diag *diag;

	for (size_t i = 0; i < s->roster->count; i++) {
		if (!is_meant(s, &s->roster->items[i]))
			continue;
		if (count++ < SHOWN_MATCHES) {
			buf_add_string(&names, count > 1 ? ", " : "");
			buf_add_text(&names, roster_name(&ws->run,
							 &s->roster->items[i]));
		}
	}
	if (count > SHOWN_MATCHES)
		buf_add_string(&names, " …");
	diag = diag_add_path(
		&ws->diags, SEVERITY_ERROR, T(""), "patient.ambiguous",
		_("“%.*s” could be %zu patients"), TEXT_ARG(s->word), count);
	diag_hint(&ws->diags, diag, _("say which one: %.*s"),
		  TEXT_ARG(buf_text(&names)));
	buf_release(&names);
}

const struct roster_entry *
roster_find(struct workspace *ws, const struct roster *roster, struct text word)
{
	struct search s = { .ws = ws, .roster = roster, .word = word };
	const struct roster_entry *found = NULL;

	if (!identity_code_read(&ws->run, word, &s.code))
		s.code = T("");
	for (size_t i = 0; word.len && i < roster->count; i++) {
		if (!is_meant(&s, &roster->items[i]))
			continue;
		if (found) {
			tell_ambiguous(&s);
			return NULL;
		}
		found = &roster->items[i];
	}
	if (!found)
		tell_unknown(&s);
	return found;
}
