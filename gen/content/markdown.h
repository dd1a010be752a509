#ifndef GEN_CONTENT_MARKDOWN_H
#define GEN_CONTENT_MARKDOWN_H

/*
 * Markdown to safe HTML (cmark, CommonMark 0.30).
 *
 * Raw HTML is dropped. A link keeps its target only where link_kind allows it,
 * and is its text otherwise; links to other sites get rel="noopener
 * noreferrer". Pictures become their text, except in articles, where the caller
 * says what to put in their place. Headings keep their order and begin below the
 * page's own: at h2 in an article, at h3 in a card, whatever level they were
 * written with. Titles of links and languages of code blocks are left out.
 *
 * At most MARKDOWN_BYTES are read; what is longer is for the field's check to
 * report. Nesting ends after 100 levels. Text that no person writes (thousands
 * of brackets, a line that opens more levels than that) is shown as written,
 * because CommonMark readers take very long over it.
 */

#include "base/arena.h"
#include "base/text.h"

enum { MARKDOWN_BYTES = 256 << 10 };

struct markdown {
	struct text text; /* as written */
	struct text html; /* safe HTML */
};

/* Renders paragraphs, lists, headings. Memory: in the arena. */
struct text markdown_blocks(struct arena *arena, struct text source);

/*
 * Renders one line: emphasis, links and code, without a paragraph around it.
 * What would begin a list, heading or quote is shown as it stands; paragraphs
 * are joined with <br>. Memory: in the arena.
 */
struct text markdown_inline(struct arena *arena, struct text source);

/*
 * The text alone on one line, without markup (and not escaped), at most `chars`
 * characters, the last of them an ellipsis where it was cut.
 * Memory: in the arena.
 */
struct text markdown_plain(struct arena *arena, struct text source,
			   size_t chars);

/* A picture in the text; its size keeps a page from jumping while it loads. */
struct markdown_image {
	struct text url;
	uint32_t width_px, height_px; /* 0: not known */
};

/*
 * Renders an article. `picture` is called for each picture with its target as
 * written; what it returns replaces the target, and an empty url (or one that
 * link_kind refuses) leaves the picture out and keeps its text. It may be NULL.
 * Memory: in the arena.
 */
typedef struct markdown_image markdown_picture(void *context,
					       struct text target);
struct text markdown_article(struct arena *arena, struct text source,
			     markdown_picture *picture, void *context);

#endif
