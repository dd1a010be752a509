#include "page/theme_assets.h"

#include "base/lang.h"
#include "page/script.h"
#include "page/stylesheet.h"

#include <string.h>
#include <strings.h>

struct loading {
	struct theme_folder *folder;
	struct theme_assets *assets;
	const struct theme_files *root;
	struct theme_files files; /* of assets/ */
	struct text words;	  /* of the script */
	/* What changes the styles of a layer: the sets of that layer and of
	 * those above are the first set_count[layer], uppermost first. */
	const struct tokens *sets[THEME_MOST_LAYERS];
	size_t set_count[THEME_MOST_LAYERS];
};

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

static const char *path_of(struct loading *l, struct text name)
{
	return arena_join(l->folder->arena, T("assets/"), name).at;
}

static const struct type *check_name(struct loading *l,
				     const struct theme_file *file)
{
	const struct type *type = type_of(file->name);
	struct diags *diags = l->folder->diags;
	struct text shown = theme_folder_shown(l->folder, file->layer,
					       path_of(l, file->name));
	struct diag *diag;

	if (!type) {
		diag = diag_add_path(diags, SEVERITY_WARNING, shown,
				     "theme.asset.type",
				     _("files of this kind are not published"));
		diag_hint(diags, diag, "%s",
			  _("assets/ may hold css, js, svg, png, jpg, webp, "
			    "ico and woff2 files"));
		return NULL;
	}
	if (!is_plain_name(file->name)) {
		diag = diag_add_path(diags, SEVERITY_ERROR, shown,
				     "theme.asset.name",
				     _("this name cannot be part of a link"));
		diag_hint(diags, diag, "%s",
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

static void add_asset(struct loading *l, struct text name, struct text bytes)
{
	struct arena *arena = l->folder->arena;
	struct theme_assets *assets = l->assets;
	const struct type *type = type_of(name);
	size_t stem = name.len - strlen(type->ending);

	assets->names[assets->count] = name;
	assets->items[assets->count++] = (struct theme_asset){
		.path = arena_format(arena, "assets/%.*s.%.*s%s",
				     TEXT_ARG(text_part(name, 0, stem)),
				     TEXT_ARG(hash_of(arena, bytes)),
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

static bool load_file(struct loading *l, const struct theme_file *file);

/*
 * The asset that a style or a page names, as far as it can be had: one of the
 * layers below is loaded when it is needed. *is_bad is set where that fails.
 */
static const struct theme_asset *find_or_load(struct loading *l,
					      struct text name, bool *is_bad)
{
	const struct theme_asset *asset = find(l->assets, name);
	const struct theme_file *file = theme_folder_find(&l->files, name);

	/* A style sheet cannot name another one. */
	if (asset || !file || file->layer == 0 || text_ends(name, ".css"))
		return asset;
	if (!type_of(name) || !is_plain_name(name))
		return NULL;
	if (!load_file(l, file)) {
		*is_bad = true;
		return NULL;
	}
	return find(l->assets, name);
}

/* -- tokens ---------------------------------------------------------------- */

/* Reads tokens.css of the layers from which a style comes, and those above. */
static bool load_tokens(struct loading *l, size_t lowest)
{
	struct theme_folder *folder = l->folder;
	size_t count = 0;
	bool is_good = true;

	for (size_t i = 0; i <= lowest; i++) {
		const struct source *source;
		struct tokens *tokens;

		if (theme_folder_has(l->root, i, T("tokens.css"))) {
			source = theme_folder_text(folder, i, "tokens.css");
			tokens = ARENA_NEW(folder->arena, struct tokens);
			if (source && tokens_read(folder->arena, source, tokens,
						  folder->diags))
				l->sets[count++] = tokens;
			else
				is_good = false;
		}
		l->set_count[i] = count;
	}
	return is_good;
}

/* The layer that a file comes from; the lowest where there is none. */
static size_t layer_of(const struct loading *l, const struct theme_files *files,
		       struct text name)
{
	const struct theme_file *file = theme_folder_find(files, name);

	return file ? file->layer : l->folder->count - 1;
}

static void read_style(struct loading *l, const struct source *source,
		       size_t layer, struct tokens_style *style)
{
	tokens_replace(l->folder->arena, source, l->sets, l->set_count[layer],
		       style);
}

/* -- style sheets ---------------------------------------------------------- */

struct rewriting {
	struct loading *l;
	const struct tokens_style *style;
	bool is_quiet;		 /* the same style was written before */
	bool is_alone;		 /* may name no other file */
	bool is_bad;		 /* an error was added */
	const char *from_folder; /* from the page or style to assets/ */
};

static void refuse_target(struct rewriting *r, struct text target,
			  size_t offset)
{
	struct place place = tokens_place(r->style, offset, target.len);
	struct diags *diags = r->l->folder->diags;
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
	asset = r->is_alone ? NULL : find_or_load(r->l, name, &r->is_bad);
	if (!asset) {
		refuse_target(r, target, offset);
		return T("");
	}
	return arena_join(r->l->folder->arena, text_of(r->from_folder),
			  text_from(asset->path, strlen("assets/")));
}

/* A style inside a page: a closing tag in it would end it early. */
static bool check_inline(struct rewriting *r, struct text css)
{
	struct diags *diags = r->l->folder->diags;

	for (size_t i = 0; i + 7 <= css.len; i++) {
		struct diag *diag;

		if (css.at[i] != '<' || strncasecmp(css.at + i, "</style", 7))
			continue;
		diag = diag_add(diags, SEVERITY_ERROR,
				source_whole(r->style->tokens.source),
				"theme.style.tag",
				_("the style contains «</style», which would "
				  "end it inside a page"));
		diag_hint(diags, diag, "%s", _("write it as «<\\/style»"));
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

/* careplan.css for pages that carry it inside. */
static bool load_inline(struct rewriting *r)
{
	struct arena *arena = r->l->folder->arena;
	struct theme_links *links = &r->l->assets->links;

	r->is_quiet = true;
	r->from_folder = "../assets/";
	links->style = stylesheet_write(
		arena, without_linked(arena, r->style->css), resolve, r);
	links->style_hash = policy_hash(arena, links->style);
	return check_inline(r, links->style);
}

/* A style sheet of assets/: as a file, and careplan.css for pages as well. */
static bool load_style(struct loading *l, struct text name,
		       const struct source *source, size_t layer)
{
	bool is_main = text_is(name, "careplan.css");
	struct tokens_style style = { .css = source->text };
	struct tokens_piece whole = { .source = source };
	struct rewriting r = { .l = l, .style = &style, .from_folder = "" };
	struct text css;

	if (is_main) {
		read_style(l, source, layer, &l->assets->style);
		r.style = &l->assets->style;
		for (size_t i = 0; i < l->set_count[layer]; i++)
			r.is_bad |= !tokens_check_names(l->sets[i], r.style,
							l->folder->diags);
	} else {
		style.pieces = &whole;
		style.piece_count = 1;
		style.tokens.source = source;
	}
	css = stylesheet_write(l->folder->arena, r.style->css, resolve, &r);
	if (is_main && !r.is_bad)
		r.is_bad = !load_inline(&r);
	add_asset(l, name, css);
	return !r.is_bad;
}

static bool load_bare(struct loading *l)
{
	struct theme_folder *folder = l->folder;
	struct theme_links *links = &l->assets->links;
	size_t layer = layer_of(l, l->root, T("404.css"));
	const struct source *source =
		theme_folder_text(folder, layer, "404.css");
	struct tokens_style style;
	struct rewriting r = { .l = l, .style = &style, .is_alone = true };

	if (!source)
		return false;
	read_style(l, source, layer, &style);
	links->bare = stylesheet_write(folder->arena, style.css, resolve, &r);
	links->bare_hash = policy_hash(folder->arena, links->bare);
	return !r.is_bad && check_inline(&r, links->bare);
}

/* -- scripts --------------------------------------------------------------- */

static bool load_script(struct loading *l, struct text name,
			const struct source *source)
{
	struct arena *arena = l->folder->arena;
	struct text script = script_write(arena, source->text);
	size_t marks = 0;
	struct diag *diag;

	if (text_is(name, "careplan.js"))
		marks = script_fill(arena, script, l->words, &script);
	add_asset(l, name, script);
	if (marks < 2)
		return true;
	diag = diag_add(l->folder->diags, SEVERITY_ERROR, source_whole(source),
			"theme.script.words",
			_("the place for the words, %s, is there more than "
			  "once"),
			SCRIPT_WORDS);
	diag_hint(l->folder->diags, diag, "%s",
		  _("keep the first one and use what it gives"));
	return false;
}

/* -- all of them ----------------------------------------------------------- */

static bool load_file(struct loading *l, const struct theme_file *file)
{
	const char *path = path_of(l, file->name);
	bool is_style = text_ends(file->name, ".css");
	const struct source *source;
	struct text bytes;

	if (is_style || text_ends(file->name, ".js")) {
		source = theme_folder_text(l->folder, file->layer, path);
		if (!source)
			return false;
		return is_style ? load_style(l, file->name, source, file->layer)
				: load_script(l, file->name, source);
	}
	if (!theme_folder_bytes(l->folder, file->layer, path, &bytes))
		return false;
	add_asset(l, file->name, bytes);
	return true;
}

/* Of the upper layer all is published. */
static bool load_own(struct loading *l, bool styles)
{
	bool is_good = true;

	for (size_t i = 0; i < l->files.count; i++) {
		const struct theme_file *file = &l->files.items[i];

		if (file->layer > 0 || text_ends(file->name, ".css") != styles)
			continue;
		if (check_name(l, file))
			is_good &= load_file(l, file);
		else if (type_of(file->name))
			is_good = false;
	}
	return is_good;
}

/* careplan.css of a layer below, unless there is one in the upper layer. */
static bool load_style_below(struct loading *l)
{
	const struct theme_file *file =
		theme_folder_find(&l->files, T("careplan.css"));

	return !file || file->layer == 0 || load_file(l, file);
}

static bool find_link(struct loading *l, const char *name, struct text *link)
{
	bool is_bad = false;
	const struct theme_asset *asset =
		find_or_load(l, text_of(name), &is_bad);
	struct diag *diag;

	if (asset) {
		*link = asset->path;
		return true;
	}
	if (is_bad)
		return false;
	diag = diag_add_path(l->folder->diags, SEVERITY_ERROR,
			     l->folder->layers[0].shown, "theme.asset.missing",
			     _("this theme has no file assets/%s"), name);
	diag_hint(l->folder->diags, diag, "%s",
		  _("copy it from the theme «default» that comes with the "
		    "program"));
	return false;
}

/* A theme that has no wechat.js has no link cards. */
static bool find_optional_link(struct loading *l, const char *name,
			       struct text *link)
{
	bool is_bad = false;
	const struct theme_asset *asset =
		find_or_load(l, text_of(name), &is_bad);

	if (asset)
		*link = asset->path;
	return !is_bad;
}

/* A colour for what is around the page; dark where there is one for it. */
static struct text frame_colour(const struct theme_assets *assets,
				const char *scheme)
{
	const struct token *token =
		tokens_find(&assets->style.tokens, "--hero", scheme);
	uint8_t rgb[3];

	return token && tokens_colour(token->value, rgb) ? token->value : T("");
}

static bool load_styles(struct loading *l)
{
	size_t css = layer_of(l, &l->files, T("careplan.css"));
	size_t bare = layer_of(l, l->root, T("404.css"));
	bool is_good = load_tokens(l, css > bare ? css : bare);

	is_good &= load_own(l, true);
	is_good &= load_style_below(l);
	is_good &= load_bare(l);
	return is_good;
}

bool theme_assets_load(struct theme_folder *folder,
		       const struct theme_files *root, struct text words,
		       struct theme_assets *assets)
{
	struct theme_links *links = &assets->links;
	struct loading l = {
		.folder = folder, .assets = assets, .root = root, .words = words
	};
	bool is_good;

	if (!theme_folder_list(folder, "assets", &l.files))
		return false;
	assets->items =
		ARENA_ARRAY(folder->arena, l.files.count, struct theme_asset);
	assets->names = ARENA_ARRAY(folder->arena, l.files.count, struct text);
	/* Styles name the others, so the others get their names first. */
	is_good = load_own(&l, false);
	is_good &= load_styles(&l);
	if (!is_good)
		return false;
	is_good = find_link(&l, "careplan.css", &links->css);
	is_good &= find_link(&l, "careplan.js", &links->script);
	is_good &= find_link(&l, "icon.svg", &links->icon);
	is_good &= find_optional_link(&l, "wechat.js", &links->wechat);
	links->theme_color = frame_colour(assets, "");
	links->theme_color_dark = frame_colour(assets, TOKENS_DARK);
	return is_good;
}
