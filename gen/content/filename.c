/*
 * The rules are the tables below and, for copies, a reading of the name from
 * its end: a program that copies or cannot merge a file leaves a mark of its
 * own before the ending.
 */

#include "content/filename.h"

#include <strings.h>

/* plan(2026).yaml is a year, not the 2026th copy. */
enum { COPY_DIGITS = 3 };

/* ASCII letters match in either case: Windows does not tell them apart. */
static const char *const ignored_starts[] = { ".", "~$", "~syncthing~" };

static const char *const ignored_ends[] = {
	"~", ".tmp", ".temp", ".bak", ".swp", ".swo", ".part", ".crdownload",
};

static const struct text ignored_names[] = {
	TEXT("Thumbs.db"),
	TEXT("ehthumbs.db"),
	TEXT("desktop.ini"),
	TEXT("Icon\r"), /* macOS: a folder's own icon */
	TEXT("@eaDir"), /* Synology: thumbnails */
	TEXT("#recycle"),
	TEXT("#snapshot"),
	TEXT("@Recycle"), /* QNAP */
	TEXT("__MACOSX"),
	TEXT("$RECYCLE.BIN"),
	TEXT("System Volume Information"),
	TEXT("lost+found"),
	TEXT("请看这里.txt"),
};

/* Behind the name in a copy that Windows or macOS made. */
static const char *const copy_ends[] = {
	" - 副本",
	" - Copy",
	"的副本",
	" 副本",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool ends_alike(struct text name, const char *end)
{
	size_t len = strlen(end);

	return name.len >= len &&
	       lower(name.at[name.len - 1]) == end[len - 1] &&
	       !strncasecmp(name.at + name.len - len, end, len);
}

bool filename_is_ignored(struct text name)
{
	for (size_t i = 0; i < COUNT(ignored_starts); i++)
		if (text_starts(name, ignored_starts[i]))
			return true;
	for (size_t i = 0; i < COUNT(ignored_ends); i++)
		if (ends_alike(name, ignored_ends[i]))
			return true;
	for (size_t i = 0; i < COUNT(ignored_names); i++)
		if (name.len == ignored_names[i].len &&
		    !strncasecmp(name.at, ignored_names[i].at, name.len))
			return true;
	return false;
}

static bool take_end(struct text *t, const char *end)
{
	if (!text_ends(*t, end))
		return false;
	t->len -= strlen(end);
	return true;
}

/* ASCII or full-width (U+FF10 to U+FF19). */
static bool take_digit(struct text *t)
{
	const char *end = t->at + t->len;

	if (t->len >= 1 && end[-1] >= '0' && end[-1] <= '9') {
		t->len -= 1;
		return true;
	}
	if (t->len >= 3 && !memcmp(end - 3, "\xEF\xBC", 2) &&
	    (unsigned char)end[-1] >= 0x90 && (unsigned char)end[-1] <= 0x99) {
		t->len -= 3;
		return true;
	}
	return false;
}

/* Takes "(1)" or "（１）" and the blank before it off the end. */
static bool take_number(struct text *stem)
{
	struct text t = *stem;
	int digits = 0;

	if (!take_end(&t, ")") && !take_end(&t, "）"))
		return false;
	while (digits <= COPY_DIGITS && take_digit(&t))
		digits++;
	if (!digits || digits > COPY_DIGITS)
		return false;
	if (!take_end(&t, "(") && !take_end(&t, "（"))
		return false;
	*stem = text_trim(t);
	return stem->len > 0;
}

/* What stands before the last bracket that is open at `offset`. */
static struct text before_bracket(struct text stem, size_t offset)
{
	static const char *const brackets[] = { "(", "（" };
	struct text best = { NULL, 0 };

	for (size_t i = 0; i < COUNT(brackets); i++) {
		size_t at = 0, step;

		while ((step = text_find(text_part(stem, at, offset - at),
					 brackets[i])) != SIZE_MAX) {
			at += step;
			if (at > best.len)
				best = text_part(stem, 0, at);
			at += strlen(brackets[i]);
		}
	}
	return text_trim(best);
}

/* *origin gets the stem of the name it was made from, as far as can be told. */
static bool is_copy_stem(struct text stem, bool has_ending, struct text *origin)
{
	size_t at = text_find(stem, ".sync-conflict-");
	struct text t = stem;
	bool is_numbered;

	if (at != SIZE_MAX) {
		*origin = text_part(stem, 0, at);
		return true;
	}
	at = text_find(stem, "conflicted copy");
	if (at == SIZE_MAX)
		at = text_find(stem, "冲突");
	if (at != SIZE_MAX) {
		*origin = before_bracket(stem, at);
		return true;
	}
	is_numbered = take_number(&t);
	*origin = t;
	for (size_t i = 0; i < COUNT(copy_ends); i++)
		if (take_end(origin, copy_ends[i]) && origin->len)
			return true;
	return is_numbered && has_ending;
}

/*
 * The ending (.yaml) is split off, because a copy's mark stands before it. A
 * folder has none: 李明(1) may well be a second patient of that name.
 */
bool filename_is_copy(struct arena *arena, struct text name, bool is_folder,
		      struct text *original)
{
	const char *dot = is_folder ? NULL : memrchr(name.at, '.', name.len);
	struct text stem = name, ending = { NULL, 0 }, origin = { NULL, 0 };

	*original = origin;
	if (dot && dot > name.at) {
		stem = text_part(name, 0, (size_t)(dot - name.at));
		ending = text_from(name, stem.len);
	}
	if (text_starts(ending, ".sync-conflict-")) {
		stem = name;
		ending.len = 0;
	}
	if (!is_copy_stem(stem, ending.len > 1, &origin))
		return false;
	if (origin.len)
		*original = arena_join(arena, origin, ending);
	return true;
}
