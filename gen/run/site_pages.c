#include "run/site_pages.h"

#include <string.h>

#include "base/lang.h"
#include "content/listing.h"
#include "page/site_page.h"
#include "run/unit.h"

/* A file of root/ may not stand where a page of ours does. */
static bool is_reserved(struct text name)
{
	static const char *const names[] = { "index.html", "404.html",
					     "robots.txt" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(name, names[i]))
			return true;
	return false;
}

static void complain(struct worker *worker, struct text shown,
		     const char *message, const char *hint)
{
	struct diag *diag = diag_add_path(&worker->diags, SEVERITY_ERROR, shown,
					  "root.failed", "%s", message);

	diag_hint(&worker->diags, diag, "%s", hint);
}

static void place_root_file(struct unit_work *work, struct text name)
{
	struct arena *arena = &work->worker->unit;
	struct text path = arena_join(arena, T("root/"), name);
	struct text bytes;
	enum file_result result;

	if (is_reserved(name)) {
		complain(work->worker, path,
			 _("a page of the site has this name"),
			 _("rename or delete this file; the theme's templates "
			   "say what that page shows"));
		return;
	}
	result = file_read(arena, work->ws->folder, path.at, SITE_ROOT_BYTES,
			   &bytes, NULL);
	if (result != FILE_OK) {
		complain(work->worker, path, file_reason(result),
			 _("only small files of your own belong here"));
		return;
	}
	unit_place(work, arena_text(arena, name), bytes);
}

static void place_root(struct unit_work *work)
{
	struct worker *worker = work->worker;
	struct listing listing;

	if (!listing_read(&worker->unit, work->ws->folder, "root", T("root"),
			  LISTING_MAY_MISS, &listing, &worker->diags)) {
		work->failed = true;
		return;
	}
	for (size_t i = 0; i < listing.count && i < SITE_ROOT_FILES; i++) {
		if (listing.entries[i].kind == ENTRY_FILE)
			place_root_file(work, listing.entries[i].name);
		else
			complain(worker,
				 arena_join(&worker->unit, T("root/"),
					    listing.entries[i].name),
				 _("a folder in root/ is not copied"),
				 _("put the files themselves into root/"));
	}
}

static void place_pages(struct unit_work *work)
{
	struct workspace *ws = work->ws;
	struct worker *worker = work->worker;

	buf_reset(&worker->html);
	site_index_render(&worker->unit, &ws->view, &worker->html);
	unit_page(work, T("index.html"), buf_text(&worker->html));
	buf_reset(&worker->html);
	site_404_render(&worker->unit, &ws->view, &worker->html);
	unit_page(work, T("404.html"), buf_text(&worker->html));
	buf_reset(&worker->html);
	site_robots(&worker->html);
	unit_page(work, T("robots.txt"), buf_text(&worker->html));
	for (size_t i = 0; i < theme_asset_count(ws->theme); i++) {
		const struct theme_asset *asset = theme_asset(ws->theme, i);

		/* A site without link cards holds nothing of WeChat's. */
		if (!ws->site.wechat.appid.len &&
		    text_equal(asset->path, theme_links(ws->theme)->wechat))
			continue;
		unit_place(work, asset->path, asset->bytes);
	}
	for (size_t i = 0; i < ws->logo_output_count; i++)
		unit_record(work, &ws->logo_outputs[i]);
}

static bool is_made_now(const struct unit *now, struct text path)
{
	for (size_t i = 0; i < now->output_count; i++)
		if (text_equal(now->outputs[i].path, path))
			return true;
	return false;
}

/* The top of out/ is not swept: what was there for us goes by name. */
static void remove_old(struct unit_work *work)
{
	for (size_t i = 0; i < work->last.output_count; i++) {
		struct text path = work->last.outputs[i].path;

		if (!memchr(path.at, '/', path.len) &&
		    !is_made_now(&work->now, path))
			out_remove(&work->ws->out, path, &work->worker->diags);
	}
}

void site_pages_build(struct workspace *ws, struct worker *worker)
{
	struct unit_work work;

	arena_reset(&worker->unit);
	unit_open(&work, ws, worker, T("site/pages"));
	place_pages(&work);
	place_root(&work);
	if (!work.failed)
		remove_old(&work);
	unit_end(&work);
}
