#include "page/theme_assets.h"

#include "base/lang.h"
#include "page/stylesheet.h"

#include <strings.h>

static const struct type {
	const char *ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".jpg", "image/jpeg" },
	{ ".webp", "image/webp" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
};

enum { TYPES = sizeof(types) / sizeof(types[0]) };

static const struct type *type_of(struct text name)
{
	for (size_t i = 0; i < TYPES; i++)
		if (text_ends(name, types[i].ending))
			return &types[i];
	return NULL;
}

/* Only what needs no escape in a URL or in url(). */
static bool is_plain_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '-' || c == '_' ||
		      c == '.'))
			return false;
	}
	return true;
}

static const struct type *check_name(struct theme_folder *folder,
				     struct text name)
{
	const struct type *type = type_of(name);
	struct text shown = theme_folder_shown(
		folder, arena_join(folder->arena, T("assets/"), name).at);
	struct diag *diag;

	if (!type) {
		diag = diag_add_path(folder->diags, SEVERITY_WARNING, shown,
				     "theme.asset.type",
				     _("files of this kind are not published"));
		diag_hint(folder->diags, diag, "%s",
			  _("assets/ may hold css, js, svg, png, jpg, webp, "
			    "ico and woff2 files"));
		return NULL;
	}
	if (!is_plain_name(name)) {
		diag = diag_add_path(folder->diags, SEVERITY_ERROR, shown,
				     "theme.asset.name",
				     _("this name cannot be part of a link"));
		diag_hint(folder->diags, diag, "%s",
			  _("use only letters a to z, digits, - and _"));
		return NULL;
	}
	return type;
}

static struct text hash_of(struct arena *arena, struct text bytes)
{
	static const char digits[] = "0123456789abcdef";
	struct digest digest = crypto_digest(bytes);
	char hash[THEME_HASH_CHARS];

	for (size_t i = 0; i < THEME_HASH_CHARS; i++) {
		unsigned byte = digest.byte[i / 2];

		hash[i] = digits[i % 2 ? byte & 15 : byte >> 4];
	}
	return arena_text(arena, (struct text){ hash, sizeof(hash) });
}

static void add_asset(struct theme_folder *folder, struct theme_assets *assets,
		      struct text name, struct text bytes)
{
	const struct type *type = type_of(name);
	size_t stem = name.len - strlen(type->ending);

	assets->names[assets->count] = name;
	assets->items[assets->count++] = (struct theme_asset){
		.path = arena_format(folder->arena, "assets/%.*s.%.*s%s",
				     TEXT_ARG(text_part(name, 0, stem)),
				     TEXT_ARG(hash_of(folder->arena, bytes)),
				     type->ending),
		.bytes = bytes,
		.type = text_of(type->type),
	};
}

static const struct theme_asset *find(const struct theme_assets *assets,
				      struct text name)
{
	for (size_t i = 0; i < assets->count; i++)
		if (text_equal(assets->names[i], name))
			return &assets->items[i];
	return NULL;
}

/* -- style sheets ---------------------------------------------------------- */

struct rewriting {
	struct theme_folder *folder;
	const struct theme_assets *assets;
	const struct source *source;
	bool is_quiet;		 /* the same source was written before */
	bool is_alone;		 /* may name no other file */
	bool is_bad;		 /* an error was added */
	const char *from_folder; /* from the page or style to assets/ */
};

static void refuse_target(struct rewriting *r, struct text target,
			  size_t offset)
{
	struct place place = source_place(r->source, offset, target.len);
	struct diags *diags = r->folder->diags;
	const char *hint;
	struct diag *diag;

	r->is_bad = true;
	if (r->is_quiet)
		return;
	if (r->is_alone) {
		diag = diag_add(diags, SEVERITY_ERROR, place,
				"theme.style.alone",
				_("the style of 404.html names another file"));
		hint = _("a server shows this page under any address, where no "
			 "other file can be found; remove the url()");
	} else if (text_find(target, ":") != SIZE_MAX ||
		   text_starts(target, "//")) {
		diag = diag_add(
			diags, SEVERITY_ERROR, place, "theme.style.foreign",
			_("pages load nothing from elsewhere, so «%.*s» "
			  "would not show"),
			TEXT_ARG(target));
		hint = _("put the file into assets/ and write its name");
	} else {
		diag = diag_add(
			diags, SEVERITY_ERROR, place, "theme.style.missing",
			_("assets/ has no file «%.*s»"), TEXT_ARG(target));
		hint = _("add the file, or mend the name; a style sheet cannot "
			 "name another style sheet");
	}
	diag_hint(diags, diag, "%s", hint);
}

static struct text resolve(void *context, struct text target, size_t offset)
{
	struct rewriting *r = context;
	const struct theme_asset *asset;
	struct text name = target;

	if (text_starts(target, "#")) /* inside the page's own pictures */
		return is_plain_name(text_from(target, 1)) ? target : T("");
	if (text_starts(name, "./"))
		name = text_from(name, 2);
	asset = r->is_alone ? NULL : find(r->assets, name);
	if (!asset) {
		refuse_target(r, target, offset);
		return T("");
	}
	return arena_join(r->folder->arena, text_of(r->from_folder),
			  text_from(asset->path, strlen("assets/")));
}

/* A style inside a page: a closing tag in it would end it early. */
static bool check_inline(struct rewriting *r, struct text css)
{
	for (size_t i = 0; i + 7 <= css.len; i++) {
		struct diag *diag;

		if (css.at[i] != '<' || strncasecmp(css.at + i, "</style", 7))
			continue;
		diag = diag_add(r->folder->diags, SEVERITY_ERROR,
				source_whole(r->source), "theme.style.tag",
				_("the style contains «</style», which would "
				  "end it inside a page"));
		diag_hint(r->folder->diags, diag, "%s",
			  _("write it as «<\\/style»"));
		return false;
	}
	return true;
}

/* 'sha256-…' of a policy: base64 of all 32 bytes (CSP level 3). */
static struct text policy_hash(struct arena *arena, struct text css)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t sum[33] = { 0 }; /* a byte of 0 fills the last group */
	char out[44];

	crypto_sha256(css, sum);
	for (size_t i = 0; i < sizeof(out); i += 4) {
		const uint8_t *group = sum + i / 4 * 3;
		unsigned bits = (unsigned)group[0] << 16 |
				(unsigned)group[1] << 8 | group[2];

		out[i] = digits[bits >> 18];
		out[i + 1] = digits[bits >> 12 & 63];
		out[i + 2] = digits[bits >> 6 & 63];
		out[i + 3] = digits[bits & 63];
	}
	out[43] = '='; /* 32 bytes are ten groups and two bytes */
	return arena_join(arena, T("sha256-"),
			  (struct text){ out, sizeof(out) });
}

/*
 * What stands between these two lines of careplan.css serves only pages that
 * link to it: the first bytes of a patient's page are dear.
 */
static const char linked_begin[] = "/* only linked: */";
static const char linked_end[] = "/* :only linked */";

static struct text without_linked(struct arena *arena, struct text css)
{
	char *out = arena_alloc(arena, css.len + 1);
	size_t len = 0;

	while (css.len) {
		size_t begin = text_find(css, linked_begin), end;

		if (begin == SIZE_MAX)
			begin = css.len;
		memcpy(out + len, css.at, begin);
		len += begin;
		css = text_from(css, begin);
		end = text_find(css, linked_end);
		css = text_from(css, end == SIZE_MAX
					     ? css.len
					     : end + strlen(linked_end));
	}
	return (struct text){ out, len };
}

/* A style sheet of assets/: as a file, and careplan.css for pages as well. */
static bool load_style(struct theme_folder *folder, struct theme_assets *assets,
		       struct text name, const char *path)
{
	struct rewriting r = { .folder = folder,
			       .assets = assets,
			       .from_folder = "" };
	struct text css;

	r.source = theme_folder_text(folder, path);
	if (!r.source)
		return false;
	css = stylesheet_write(folder->arena, r.source->text, resolve, &r);
	if (text_is(name, "careplan.css") && !r.is_bad) {
		r.is_quiet = true;
		r.from_folder = "../assets/";
		assets->links.style = stylesheet_write(
			folder->arena,
			without_linked(folder->arena, r.source->text), resolve,
			&r);
		assets->links.style_hash =
			policy_hash(folder->arena, assets->links.style);
		if (!check_inline(&r, assets->links.style))
			return false;
	}
	add_asset(folder, assets, name, css);
	return !r.is_bad;
}

static bool load_bare(struct theme_folder *folder, struct theme_links *links)
{
	struct rewriting r = { .folder = folder, .is_alone = true };

	r.source = theme_folder_text(folder, "404.css");
	if (!r.source)
		return false;
	links->bare =
		stylesheet_write(folder->arena, r.source->text, resolve, &r);
	links->bare_hash = policy_hash(folder->arena, links->bare);
	return !r.is_bad && check_inline(&r, links->bare);
}

/* -- all of them ----------------------------------------------------------- */

static bool load_file(struct theme_folder *folder, struct theme_assets *assets,
		      struct text name, bool styles)
{
	const char *path = arena_join(folder->arena, T("assets/"), name).at;
	struct text bytes;

	if (styles)
		return load_style(folder, assets, name, path);
	if (!theme_folder_bytes(folder, path, &bytes))
		return false;
	add_asset(folder, assets, name, bytes);
	return true;
}

static bool load_files(struct theme_folder *folder,
		       const struct listing *listing,
		       struct theme_assets *assets, bool styles)
{
	bool is_good = true;

	for (size_t i = 0; i < listing->count; i++) {
		const struct entry *entry = &listing->entries[i];

		if (entry->kind != ENTRY_FILE ||
		    text_ends(entry->name, ".css") != styles)
			continue;
		if (check_name(folder, entry->name))
			is_good &=
				load_file(folder, assets, entry->name, styles);
		else if (type_of(entry->name))
			is_good = false;
	}
	return is_good;
}

static bool find_link(struct theme_folder *folder,
		      const struct theme_assets *assets, const char *name,
		      struct text *link)
{
	const struct theme_asset *asset = find(assets, text_of(name));
	struct diag *diag;

	if (asset) {
		*link = asset->path;
		return true;
	}
	diag = diag_add_path(folder->diags, SEVERITY_ERROR, folder->shown,
			     "theme.asset.missing",
			     _("this theme has no file assets/%s"), name);
	diag_hint(folder->diags, diag, "%s",
		  _("copy it from the theme «default»"));
	return false;
}

bool theme_assets_load(struct theme_folder *folder, struct theme_assets *assets)
{
	struct theme_links *links = &assets->links;
	struct listing listing;
	bool is_good;

	if (!theme_folder_list(folder, "assets", &listing))
		return false;
	assets->items =
		ARENA_ARRAY(folder->arena, listing.count, struct theme_asset);
	assets->names = ARENA_ARRAY(folder->arena, listing.count, struct text);
	/* Styles name the others, so the others get their names first. */
	is_good = load_files(folder, &listing, assets, false);
	is_good &= load_files(folder, &listing, assets, true);
	is_good &= load_bare(folder, links);
	if (!is_good)
		return false;
	is_good = find_link(folder, assets, "careplan.css", &links->css);
	is_good &= find_link(folder, assets, "careplan.js", &links->script);
	is_good &= find_link(folder, assets, "icon.svg", &links->icon);
	return is_good;
}
