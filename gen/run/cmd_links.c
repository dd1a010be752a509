#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/pool.h"
#include "media/qr.h"
#include "model/plan.h"
#include "model/store.h"
#include "run/command.h"
#include "run/roster.h"

/*
 * The links of patients. A link is printed only where its page exists once the
 * site is built: the rules are those of run/patient_pages.
 */

enum { FORMAT, QR };

static const struct option_row options[] = {
	{ 0, "format", "text|csv|json", N_("how the links are printed") },
	{ 0, "qr", NULL,
	  N_("with a QR code of the plan page, for the terminal") },
	{ 0, NULL, NULL, NULL },
};

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

/* Is there a page, and if not, why? */
enum absence {
	PRESENT,
	ABSENT_BROKEN, /* the plan cannot be read: no row at all */
	ABSENT_DRAFT,
	ABSENT_EXPIRED,
	ABSENT_PIN,
	ABSENT_SHOP,
};

struct link_row {
	const struct roster_entry *entry;
	struct text id;
	enum absence absence;
	bool has_share, has_voucher;
	char token[IDENTITY_TOKEN_CHARS + 1];
	char code[16]; /* as printed */
};

struct shop_fact {
	struct text key;
	bool has_voucher, is_nameless; /* its folder cannot be in a link */
};

struct links {
	struct workspace *ws;
	struct link_row *rows;
	size_t count;
	struct shop_fact *shops; /* by key, in the order they are met */
	size_t shop_count, shop_capacity;
	enum format format;
	bool with_qr;
};

/* -- what links there are --------------------------------------------------- */

static void read_shop(struct links *links, struct text key)
{
	struct workspace *ws = links->ws;
	struct document *document = ARENA_NEW(&ws->run, struct document);
	struct store *store = ARENA_NEW(&ws->run, struct store);
	struct text path =
		arena_join3(&ws->run, T("stores/"), key, T("/store.yaml"));
	struct shop_fact *shop;

	links->shops = arena_grow(&ws->run, links->shops, links->shop_count,
				  &links->shop_capacity, sizeof(*shop));
	shop = &links->shops[links->shop_count++];
	*shop = (struct shop_fact){ .key = key,
				    .is_nameless = !identity_is_slug(key) };
	if (workspace_read(ws, &ws->run, path.at, &store_table, store, document,
			   &ws->diags))
		shop->has_voucher = store->voucher.title.len;
}

static const struct shop_fact *find_shop(const struct links *links,
					 struct text key)
{
	for (size_t i = links->shop_count; i > 0; i--)
		if (text_equal(links->shops[i - 1].key, key))
			return &links->shops[i - 1];
	return NULL;
}

static enum absence absence_of(const struct links *links,
			       const struct link_row *row,
			       const struct plan *plan)
{
	if (plan->pin.len)
		return ABSENT_PIN;
	if (plan->status == PLAN_DRAFT)
		return ABSENT_DRAFT;
	if (date_compare(links->ws->today, plan->expires) > 0)
		return ABSENT_EXPIRED;
	if (find_shop(links, row->entry->store)->is_nameless)
		return ABSENT_SHOP;
	return PRESENT;
}

static bool has_share(const struct links *links, const struct plan *plan)
{
	return consent_allows_share(&plan->consent) &&
	       (!date_is_set(plan->share.until) ||
		date_compare(links->ws->today, plan->share.until) <= 0);
}

static void fill_row(const struct links *links, struct worker *worker,
		     struct link_row *row, const struct plan *plan)
{
	struct arena *arena = &worker->unit;
	const struct site_key *key = &links->ws->key;
	struct text token = identity_token(arena, key, IDENTITY_PLAN, plan->id,
					   plan->link_version);
	struct text code = identity_code_printed(
		arena, identity_code(arena, key, plan->id, plan->link_version));

	row->id = arena_text(&worker->keep, plan->id);
	row->absence = absence_of(links, row, plan);
	memcpy(row->token, token.at, token.len);
	memcpy(row->code, code.at, code.len);
	if (row->absence != PRESENT)
		return;
	row->has_share = has_share(links, plan);
	row->has_voucher = find_shop(links, row->entry->store)->has_voucher;
}

static void complain_rival(struct diags *diags, const struct plan *plan,
			   struct text rival)
{
	struct diag *diag = diag_add(diags, SEVERITY_ERROR,
				     fields_place(&plan_table, plan, &plan->id),
				     "plan.id.twice", "%s",
				     _("another plan has the same number"));

	diag_hint(diags, diag,
		  _("it is in %.*s; was a folder copied? give the newer one a "
		    "number of its own (`careplan new patient` makes one), "
		    "until then neither page changes"),
		  TEXT_ARG(rival));
}

/* What is wrong is told only where it costs the row: `check` tells the rest. */
static void make_row(void *context, size_t index_of_worker, size_t index)
{
	struct links *links = context;
	struct worker *worker = &links->ws->worker[index_of_worker];
	struct link_row *row = &links->rows[index];
	struct document document;
	struct diags diags;
	struct plan *plan;
	bool good;

	arena_reset(&worker->unit);
	diags_init(&diags);
	plan = ARENA_NEW(&worker->unit, struct plan);
	good = workspace_read(links->ws, &worker->unit, row->entry->path.at,
			      &plan_table, plan, &document, &diags) &&
	       plan_check(plan, &diags);
	if (good && row->entry->rival) {
		complain_rival(&diags, plan,
			       roster_name(&worker->unit, row->entry->rival));
		good = false;
	}
	if (good)
		fill_row(links, worker, row, plan);
	else
		diags_move(&worker->diags, &diags);
	diags_release(&diags);
}

/* -- printing --------------------------------------------------------------- */

/* The address of a page, or the empty text. Memory: in the arena. */
static struct text address(const struct links *links, struct arena *arena,
			   const char *folder, const char *name)
{
	return arena_format(arena, "%.*s%s/%s.html",
			    TEXT_ARG(links->ws->site.base_url), folder, name);
}

struct printed {
	struct text patient, id, plan, share, voucher, code;
};

/* Pages are named by the code without its dashes. */
static void bare_code(const char *code, char bare[16])
{
	size_t len = 0;

	for (; *code; code++)
		if (*code != '-')
			bare[len++] = *code;
	bare[len] = '\0';
}

static struct printed printed_of(const struct links *links, struct arena *arena,
				 const struct link_row *row)
{
	struct printed p = { .patient = roster_name(arena, row->entry),
			     .id = row->id,
			     .code = text_of(row->code) };
	char bare[16];

	bare_code(row->code, bare);
	if (row->absence == PRESENT)
		p.plan = address(links, arena, "p", row->token);
	if (row->has_share)
		p.share = address(links, arena, "s", bare);
	if (row->has_voucher)
		p.voucher = address(links, arena, "r", bare);
	return p;
}

static void add_json(struct buf *out, const char *key, struct text value)
{
	buf_format(out, "%s\"%s\":", out->at[out->len - 1] == '{' ? "" : ",",
		   key);
	if (value.len)
		buf_add_json(out, value);
	else
		buf_add_string(out, "null");
}

static void print_json(struct buf *out, const struct printed *p)
{
	buf_add_char(out, '{');
	add_json(out, "patient", p->patient);
	add_json(out, "id", p->id);
	add_json(out, "plan", p->plan);
	add_json(out, "share", p->share);
	add_json(out, "voucher", p->voucher);
	add_json(out, "code", p->code);
	buf_add_string(out, "}\n");
}

/* RFC 4180: quoted where a value holds what separates values. */
static void add_csv(struct buf *out, struct text value, const char *end)
{
	bool is_quoted = false;

	for (size_t i = 0; i < value.len; i++)
		is_quoted |= strchr("\",\r\n", value.at[i]) != NULL;
	if (is_quoted)
		buf_add_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, value.at[i]);
	}
	buf_add_string(out, is_quoted ? "\"" : "");
	buf_add_string(out, end);
}

static void print_csv(struct buf *out, const struct printed *p)
{
	add_csv(out, p->patient, ",");
	add_csv(out, p->id, ",");
	add_csv(out, p->plan, ",");
	add_csv(out, p->share, ",");
	add_csv(out, p->voucher, ",");
	add_csv(out, p->code, "\r\n");
}

static const char *const labels[] = {
	N_("plan page"),
	N_("page for friends"),
	N_("voucher"),
	N_("referral code"),
};

static const char *const reasons[] = {
	[PRESENT] = "",
	[ABSENT_BROKEN] = "",
	[ABSENT_DRAFT] = N_("none: the plan is a draft"),
	[ABSENT_EXPIRED] = N_("none: the plan has expired"),
	[ABSENT_PIN] = N_("none: the plan has a PIN, and pages with a PIN "
			  "cannot be made yet"),
	[ABSENT_SHOP] = N_("none: the name of the shop's folder cannot be "
			   "part of a link"),
};

static void add_labelled(struct buf *out, size_t label, struct text value)
{
	size_t widest = 0, own = text_columns(text_of(_(labels[label])));

	if (!value.len)
		return;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t width = text_columns(text_of(_(labels[i])));

		widest = width > widest ? width : widest;
	}
	buf_format(out, "  %s%*s  ", _(labels[label]), (int)(widest - own), "");
	buf_add_text(out, value);
	buf_add_char(out, '\n');
}

static void print_text(struct buf *out, const struct printed *p,
		       const struct link_row *row)
{
	buf_add_text(out, p->patient);
	buf_add_char(out, '\n');
	add_labelled(out, 0,
		     p->plan.len ? p->plan : text_of(_(reasons[row->absence])));
	add_labelled(out, 1, p->share);
	add_labelled(out, 2, p->voucher);
	add_labelled(out, 3, p->code);
}

static void print_qr(struct buf *out, const struct printed *p)
{
	bool in_colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");

	if (p->plan.len && !qr_terminal(out, p->plan, in_colour))
		buf_format(out, "%s\n",
			   _("(the address is too long for a QR code)"));
}

static void print_rows(struct links *links)
{
	struct arena *arena = &links->ws->worker[0].unit;
	struct buf out = BUF_INIT;

	if (links->format == FORMAT_CSV)
		fputs("\xef\xbb\xbfpatient,id,plan,share,voucher,code\r\n",
		      stdout);
	for (size_t i = 0; i < links->count; i++) {
		const struct link_row *row = &links->rows[i];
		struct printed p;

		if (row->absence == ABSENT_BROKEN)
			continue;
		arena_reset(arena);
		buf_reset(&out);
		p = printed_of(links, arena, row);
		if (links->format == FORMAT_JSON)
			print_json(&out, &p);
		else if (links->format == FORMAT_CSV)
			print_csv(&out, &p);
		else
			print_text(&out, &p, row);
		if (links->with_qr)
			print_qr(&out, &p);
		fwrite(out.at, 1, out.len, stdout);
	}
	buf_release(&out);
}

/* -- the command ------------------------------------------------------------ */

static void add_row(struct links *links, const struct roster_entry *entry)
{
	links->rows[links->count++] = (struct link_row){
		.entry = entry,
		.absence = ABSENT_BROKEN,
	};
	if (!find_shop(links, entry->store))
		read_shop(links, entry->store);
}

/* Errors: false where a word means no patient, or several. */
static bool select_rows(struct links *links, const struct roster *roster,
			const struct arguments *a)
{
	size_t most = a->count ? (size_t)a->count : roster->count;
	bool good = true;

	links->rows = ARENA_ARRAY(&links->ws->run, most, struct link_row);
	for (size_t i = 0; !a->count && i < roster->count; i++)
		add_row(links, &roster->items[i]);
	for (int i = 0; i < a->count; i++) {
		const struct roster_entry *entry =
			roster_find(links->ws, roster, text_of(a->words[i]));

		if (entry)
			add_row(links, entry);
		else
			good = false;
	}
	return good;
}

static enum status print_links(struct links *links, const struct arguments *a)
{
	struct workspace *ws = links->ws;
	struct roster roster;

	if (!roster_read(ws, &roster))
		return STATUS_FAILED;
	if (!select_rows(links, &roster, a))
		return STATUS_USAGE;
	pool_run(ws->workers, links->count, make_row, links);
	print_rows(links);
	for (size_t i = 0; i < ws->workers; i++)
		diags_move(&ws->diags, &ws->worker[i].diags);
	return ws->diags.errors ? STATUS_CONTENT : STATUS_DONE;
}

static enum status read_options(const struct arguments *a, struct links *links)
{
	static const char *const names[] = { "text", "csv", "json" };
	const char *name =
		a->option[FORMAT].given ? a->option[FORMAT].argument : "text";
	size_t i = 0;

	while (i < sizeof(names) / sizeof(names[0]) && strcmp(names[i], name))
		i++;
	if (i == sizeof(names) / sizeof(names[0]))
		return command_usage(&command_links, "%s",
				     _("--format is text, csv or json"));
	links->format = (enum format)i;
	links->with_qr = a->option[QR].given;
	if (links->with_qr && links->format != FORMAT_TEXT)
		return command_usage(&command_links, "%s",
				     _("--qr goes with --format text only"));
	return STATUS_DONE;
}

static enum status run(const struct arguments *a)
{
	struct workspace_options open = { .folder = a->common.folder,
					  .needs = WORKSPACE_SITE |
						   WORKSPACE_KEY,
					  .quiet = a->common.quiet };
	struct links links = { .ws = NULL };
	struct workspace ws;
	enum status status = read_options(a, &links);

	if (status)
		return status;
	links.ws = &ws;
	if (workspace_open(&ws, &open))
		status = print_links(&links, a);
	else
		status = ws.status;
	fflush(stdout);
	workspace_print(&ws, DIAG_FORMAT_TEXT, stderr);
	workspace_close(&ws);
	return status;
}

const struct command command_links = {
	.name = "links",
	.words = "[PATIENT…]",
	.summary = N_("prints the links to send to patients"),
	.details = N_("PATIENT is shop/folder, a name, an id or a referral "
		      "code; without one all patients are printed. Where a "
		      "page does not exist (drafts, expired plans, plans with "
		      "a PIN, no consent to a page for friends) there is no "
		      "link to it."),
	.options = options,
	.run = run,
};
