#include "page/site_page.h"

#include "page/theme.h"

static const struct field og_fields[] = {
	VIEW_ROW(site_og, url, FIELD_TEXT, SEES_PUBLIC,
		 "the absolute address of the page; empty without base_url in "
		 "careplan.yaml"),
	VIEW_ROW(site_og, image, FIELD_TEXT, SEES_PUBLIC,
		 "the absolute address of its picture; may be empty"),
};
const struct table site_og_table = TABLE("og", site_og, og_fields);

struct index_view {
	struct view_page page;
	struct site_og og;
};

static const struct field index_fields[] = {
	VIEW_ROW_OF(index_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
	VIEW_ROW_OF(index_view, og, FIELD_STRUCT, 0, &site_og_table,
		    SEES_PUBLIC, "the addresses that other apps ask for"),
};
const struct table site_index_table = TABLE("index", index_view, index_fields);

struct missing_view {
	struct view_page page;
};

static const struct field missing_fields[] = {
	VIEW_ROW_OF(missing_view, page, FIELD_STRUCT, FIELD_BASE,
		    &view_page_table, SEES_PUBLIC,
		    "what all pages know; its names are seen directly"),
};
const struct table site_404_table = TABLE("404", missing_view, missing_fields);

/* base_url ends in "/"; the path is percent-encoded. */
static struct text absolute(struct arena *arena, struct text base,
			    struct text path)
{
	struct buf url = BUF_INIT;
	struct text result;

	if (base.len == 0 || path.len == 0)
		return T("");
	buf_add_text(&url, base);
	buf_add_url(&url, path);
	result = arena_text(arena, buf_text(&url));
	buf_release(&url);
	return result;
}

struct site_og site_og(struct arena *arena, const struct view_site *site,
		       struct text path, const struct picture *picture)
{
	struct text base = site->site->base_url;

	if (!picture)
		picture = site->logo;
	return (struct site_og){
		.url = absolute(arena, base, path),
		.image = absolute(arena, base, picture ? picture->path : T("")),
	};
}

void site_index_render(struct arena *arena, const struct view_site *site,
		       struct buf *out)
{
	struct index_view view = {
		.page = view_page(arena, site, VIEW_TOP),
		.og = site_og(arena, site, T("index.html"), NULL),
	};

	theme_render(site->theme, "index", &site_index_table, &view,
		     SEES_PUBLIC, out);
}

void site_404_render(struct arena *arena, const struct view_site *site,
		     struct buf *out)
{
	struct missing_view view = {
		.page = view_page(arena, site, VIEW_TOP),
	};

	theme_render(site->theme, "404", &site_404_table, &view, SEES_PUBLIC,
		     out);
}

void site_robots(struct buf *out)
{
	buf_add_string(out, "User-agent: *\nDisallow:\n");
}
