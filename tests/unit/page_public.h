#ifndef TESTS_UNIT_PAGE_PUBLIC_H
#define TESTS_UNIT_PAGE_PUBLIC_H

/*
 * A clinic and the theme themes/default, for the tests of public pages. Tests
 * run at the repository's root.
 *
 * Calling sequence: public_open; public_read what the case needs; render into
 * .out; public_has and friends; public_close.
 */

#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "content/yamldoc.h"
#include "page/theme.h"
#include "page/view.h"

struct public_world {
	struct arena arena, scratch;
	struct diags diags;
	struct clinic clinic;
	struct site settings;
	struct view_site site;
	struct buf out;
};

/* What must come out harmless wherever it goes in. */
#define HOSTILE "<script>alert(1)</script>\"'&{{clinic.name}}"
#define HOSTILE_HTML                                                           \
	"&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{clinic.name}}"

/* Fills a document from YAML as content/ would. */
static inline void public_read(struct public_world *w,
			       const struct table *table, void *object,
			       const char *yaml)
{
	struct source *source = ARENA_NEW(&w->arena, struct source);
	struct yaml_input input = { .source = source, .len = strlen(yaml) };
	struct node *map;

	source->path = T("test.yaml");
	source->text = text_of(yaml);
	map = yamldoc_read(&w->arena, &input, &w->diags);
	if (!map ||
	    !fields_read(&w->arena, table, object, source, map, &w->diags)) {
		diags_print(&w->diags, stderr, (struct diag_style){ 0 });
		fail_msg("the test's own %s cannot be read", table->name);
	}
}

static inline void public_open(struct public_world *w, const char *language)
{
	int folder = open("themes/default", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*w = (struct public_world){ 0 };
	arena_init(&w->arena, ARENA_USUAL);
	arena_init(&w->scratch, ARENA_SMALL);
	diags_init(&w->diags);
	if (folder < 0)
		fail_msg("run this test at the root of the repository");
	w->settings.base_url = T("https://care.example.cn/");
	w->settings.language = text_of(language);
	w->site.site = &w->settings;
	w->site.clinic = &w->clinic;
	w->site.theme = theme_load(
		&w->arena, &(struct theme_layer){ folder, T("themes/default") },
		1, w->settings.language, &w->diags);
	close(folder);
	if (!w->site.theme || w->diags.warnings > 0) {
		diags_print(&w->diags, stderr, (struct diag_style){ 0 });
		fail_msg("the theme default has faults");
	}
	public_read(w, &clinic_table, &w->clinic,
		    "名称: 苗岭青丝\n"
		    "口号: 看得见的生长\n"
		    "备案号: 黔ICP备2026000000号\n"
		    "介绍: 三十年，只做一件事\n"
		    "栏目: [原理, 案例, 膳食]\n");
}

static inline void public_close(struct public_world *w)
{
	buf_release(&w->out);
	diags_release(&w->diags);
	arena_release(&w->scratch);
	arena_release(&w->arena);
}

static inline size_t public_count(const struct public_world *w,
				  const char *needle)
{
	struct text rest = buf_text(&w->out);
	size_t count = 0, at;

	while ((at = text_find(rest, needle)) != SIZE_MAX) {
		rest = text_from(rest, at + strlen(needle));
		count++;
	}
	return count;
}

static inline bool public_has(const struct public_world *w, const char *needle)
{
	return public_count(w, needle) > 0;
}

/* What holds for every public page; false after telling what does not. */
static inline bool public_is_sound(const struct public_world *w)
{
	static const char *const never[] = {
		"<script>", "style=\"", "onclick", "javascript:", "data:",
		"{{>",	    "<style",	"http://", "noindex",
	};
	static const char *const always[] = {
		"<!doctype html>\n<html lang=\"",
		"default-src 'none'",
		"</html>\n",
		"property=\"og:title\"",
		"property=\"og:url\" content=\"https://care.example.cn/",
	};

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (public_has(w, never[i])) {
			print_error("the page holds %s\n", never[i]);
			return false;
		}
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (!public_has(w, always[i])) {
			print_error("the page lacks %s\n", always[i]);
			return false;
		}
	return true;
}

#endif
