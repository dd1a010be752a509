/*
 * Draws the pages that are sealed in out/, as they are before, with invented
 * patients around 21 November 2026, and the locks before them:
 *
 *     draw_sealed FOLDER
 *
 * writes FOLDER/d/desk/index.html (the desk), record.html and lock-desk.html
 * beside it, FOLDER/p/lock.html (asks for a PIN) and the theme's assets. To be
 * run at the repository's root.
 */

#include "base/file.h"
#include "unit/page_sealed.h"

static bool put(int folder, const char *path, struct text bytes)
{
	if (file_write(folder, path, bytes, 0644, NULL))
		return true;
	fprintf(stderr, "draw_sealed: cannot write %s\n", path);
	return false;
}

static bool put_assets(int folder, const struct theme *theme)
{
	bool is_good = true;

	for (size_t i = 0; i < theme_asset_count(theme); i++) {
		const struct theme_asset *asset = theme_asset(theme, i);

		is_good &= put(folder, asset->path.at, asset->bytes);
	}
	return is_good;
}

static bool put_pages(int folder, struct sealed *s)
{
	struct arena *scratch = &s->patient->scratch;
	struct buf page = BUF_INIT;
	bool is_good;

	desk_render(scratch, &s->desk, &page);
	is_good = put(folder, "d/desk/index.html", buf_text(&page));
	buf_reset(&page);
	record_page_render(scratch, &s->input, &page);
	is_good &= put(folder, "d/desk/record.html", buf_text(&page));
	buf_reset(&page);
	lock_render(scratch, &s->lock, &page);
	is_good &= put(folder, "p/lock.html", buf_text(&page));
	buf_reset(&page);
	s->lock.key = LOCK_PASSPHRASE;
	s->lock.is_deep = true;
	lock_render(scratch, &s->lock, &page);
	is_good &= put(folder, "d/desk/lock-desk.html", buf_text(&page));
	buf_release(&page);
	return is_good;
}

int main(int argc, char **argv)
{
	struct sealed *s;
	bool is_good;
	int folder;

	if (argc != 2) {
		fprintf(stderr, "usage: draw_sealed FOLDER\n");
		return 2;
	}
	folder = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || !file_make_folders(folder, "assets") ||
	    !file_make_folders(folder, "d/desk") ||
	    !file_make_folders(folder, "p")) {
		fprintf(stderr, "draw_sealed: cannot use %s\n", argv[1]);
		return 1;
	}
	s = sealed_open("zh-CN");
	is_good = s->patient->view.theme && !s->patient->diags.errors;
	/* All records are the one that there is. */
	for (size_t i = 0; i < SEALED_PEOPLE; i++)
		s->cards[i].record_path = T("d/desk/record.html");
	if (is_good)
		is_good = put_assets(folder, s->patient->view.theme) &&
			  put_pages(folder, s);
	sealed_close(s);
	close(folder);
	return is_good ? 0 : 1;
}
