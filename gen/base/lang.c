/*
 * Translation through gettext without help from the host. glibc looks into
 * LANGUAGE for the language, but only while the locale of messages is not the
 * plain "C", and from 2.39 on not the built-in "C.UTF-8" either. So any locale
 * that the host happens to have will do for messages, and LANGUAGE, set by us,
 * decides. All other categories stay those of C.
 */

#include "base/lang.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"

#ifndef CAREPLAN_PREFIX
#define CAREPLAN_PREFIX "/usr/local"
#endif

enum { PATH_MOST_BYTES = 4096 };

static const char domain[] = "careplan";
static bool is_chinese;

/* The locale that the user asked for messages in, or "". */
static const char *user_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "";
}

static void set_locale(const char *wanted)
{
	const char *const messages[] = { wanted, "zh_CN.UTF-8", "en_US.UTF-8" };

	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "C");
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		const char *name = messages[i];

		if (!*name || !strcmp(name, "C") || !strcmp(name, "POSIX") ||
		    text_starts(text_of(name), "C."))
			continue;
		if (setlocale(LC_MESSAGES, name))
			return;
	}
}

/* The folder this program lies in, or the empty text. */
static struct text program_folder(char room[PATH_MOST_BYTES])
{
	ssize_t len = readlink("/proc/self/exe", room, PATH_MOST_BYTES - 1);
	const char *slash;

	if (len <= 0)
		return (struct text){ 0 };
	slash = memrchr(room, '/', (size_t)len);
	return (struct text){ room, slash ? (size_t)(slash - room) : 0 };
}

/* The folder may hold other programs' catalogues: ours is asked for. */
static bool holds_catalogue(struct arena *arena, struct text folder)
{
	struct text file =
		arena_join(arena, folder, T("/zh_CN/LC_MESSAGES/careplan.mo"));

	return access(file.at, R_OK) == 0;
}

/* Where catalogues are: in the checkout, beside the program wherever it was
 * installed to, or where it was meant to be. */
static void bind_catalogues(void)
{
	static const char *const beside[] = { "/build/locale",
					      "/../share/locale" };
	struct text found = TEXT(CAREPLAN_PREFIX "/share/locale");
	char room[PATH_MOST_BYTES];
	struct arena arena;
	struct text folder;

	arena_init(&arena, ARENA_SMALL);
	folder = program_folder(room);
	for (size_t i = 0; folder.len && i < 2; i++) {
		struct text path =
			arena_join(&arena, folder, text_of(beside[i]));

		if (holds_catalogue(&arena, path)) {
			found = path;
			break;
		}
	}
	bindtextdomain(domain, found.at); /* keeps a copy */
	arena_release(&arena);
}

void lang_init(void)
{
	const char *wanted = user_locale();

	is_chinese = text_starts(text_of(wanted), "zh");
	set_locale(wanted);
	setenv("LANGUAGE", is_chinese ? "zh_CN" : "en", 1);
	bind_catalogues();
	bind_textdomain_codeset(domain, "UTF-8");
	textdomain(domain);
}

bool lang_is_chinese(void)
{
	return is_chinese;
}
