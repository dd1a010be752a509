#ifndef TESTS_FONTS_H
#define TESTS_FONTS_H

/*
 * Fonts of this computer with Chinese characters, for tests that draw. Tests
 * skip where there are none.
 */

#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "media/fontfind.h"
#include "media/lettering.h"

static inline bool fonts_map(const struct fontfind_font *found,
			     struct lettering_font *font)
{
	int fd = open(found->path.at, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *bytes = MAP_FAILED;

	if (fd < 0)
		return false;
	if (!fstat(fd, &st))
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
			     fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return false;
	font->bytes = (struct text){ bytes, (size_t)st.st_size };
	font->index = found->index;
	return true;
}

/* One for headings and one for texts; false where there is none. */
static inline bool fonts_open(struct arena *arena,
			      struct lettering_font fonts[LETTERING_FONTS])
{
	struct fontfind_wish wish = { T("zh-CN"), "serif", true, "请您" };
	struct fontfind_font head, body;

	fonts[LETTERING_SPARE] = (struct lettering_font){ { NULL, 0 }, 0 };
	if (!fontfind(arena, &wish, &head))
		return false;
	wish = (struct fontfind_wish){ T("zh-CN"), "sans-serif", false,
				       "请您" };
	return fontfind(arena, &wish, &body) &&
	       fonts_map(&head, &fonts[LETTERING_HEAD]) &&
	       fonts_map(&body, &fonts[LETTERING_BODY]);
}

static inline void fonts_close(struct lettering_font fonts[LETTERING_FONTS])
{
	for (int i = 0; i < LETTERING_FONTS; i++)
		if (fonts[i].bytes.len)
			munmap((void *)fonts[i].bytes.at, fonts[i].bytes.len);
}

#endif
