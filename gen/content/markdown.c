/*
 * cmark reads the text into a tree; this file writes the HTML of the tree
 * itself. Raw HTML has no function in the table below, so it cannot get out,
 * and a link or picture is written only after its target has been looked at.
 *
 * A line of a list in plan.yaml is not a document: "1. 饭后吃" is to be shown
 * as it stands and not to start a list. cmark has no way to read a line without
 * its block structure, so each line of inline text gets a mark before it that
 * no block can start with; being a blank to cmark, it changes nothing about
 * emphasis. The mark is a Unicode blank that no Chinese text holds, and is
 * dropped wherever it comes out.
 *
 * Some texts make cmark 0.30 take time that grows with the square of their
 * length: many brackets, and many blank lines below deeply nested lists. Texts
 * with so much of either that no person wrote them are shown as written.
 */

#include "content/markdown.h"

#include "base/buf.h"
#include "content/link.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

enum {
	MARKDOWN_DEPTH = 100,	    /* levels of quotes, lists, emphasis */
	MARKDOWN_BRACKETS = 4096,   /* of [ in one text */
	MARKDOWN_LOWEST_LEVEL = 6,  /* h6 */
	MARKDOWN_ARTICLE_LEVEL = 2, /* below the page's h1 */
	MARKDOWN_CARD_LEVEL = 3,    /* below the h2 of a card */
};

/* OGHAM SPACE MARK, see above. */
static const char line_mark[] = "\xE1\x9A\x80";

struct render {
	struct buf *out;
	markdown_picture *picture; /* NULL: pictures become their text */
	void *context;
	bool is_inline;
	bool is_plain;	 /* no tags, one blank for each run of them */
	bool is_apart;	 /* plain: a blank goes before what comes next */
	size_t blocks;	 /* inline: paragraphs begun */
	size_t depth;	 /* open quotes, lists, items, emphasis and links */
	size_t pictures; /* open ones whose text goes into an alt attribute */
	int top;	 /* the level of the highest heading on the page */
	int lowered;	 /* added to the levels of the source */
};

typedef void render_node(struct render *r, cmark_node *node, bool enter);

static void add_unmarked(struct render *r, struct text t)
{
	size_t at;

	while (r->is_inline && (at = text_find(t, line_mark)) != SIZE_MAX) {
		buf_add_html(r->out, text_part(t, 0, at));
		t = text_from(t, at + sizeof line_mark - 1);
	}
	buf_add_html(r->out, t);
}

static void add_plain(struct render *r, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (c == ' ' || c == '\t' || c == '\n') {
			r->is_apart = true;
			continue;
		}
		if (r->is_apart && r->out->len)
			buf_add_char(r->out, ' ');
		r->is_apart = false;
		buf_add_char(r->out, c);
	}
}

static void add_literal(struct render *r, cmark_node *node)
{
	struct text t = text_of(cmark_node_get_literal(node));

	if (r->is_plain)
		add_plain(r, t);
	else
		add_unmarked(r, t);
}

/* Tags are left out of plain text and of alt attributes. */
static void add_tag(struct render *r, const char *tag)
{
	if (r->is_plain)
		r->is_apart = true;
	else if (!r->pictures)
		buf_add_string(r->out, tag);
}

/* A tag within a line, which does not part words. */
static void add_inline_tag(struct render *r, const char *tag)
{
	if (!r->is_plain)
		add_tag(r, tag);
}

/* Beyond MARKDOWN_DEPTH the text goes on without its tags. */
static bool step_in(struct render *r, bool enter)
{
	size_t depth = enter ? ++r->depth : r->depth--;

	return depth <= MARKDOWN_DEPTH;
}

static void render_quote(struct render *r, cmark_node *node, bool enter)
{
	(void)node;
	if (step_in(r, enter))
		add_tag(r, enter ? "<blockquote>\n" : "</blockquote>\n");
}

/* A list is written only where its items still may be, hence the + 1. */
static void render_list(struct render *r, cmark_node *node, bool enter)
{
	bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(node);
	size_t depth = enter ? ++r->depth : r->depth--;

	if (depth + 1 > MARKDOWN_DEPTH)
		return;
	if (!enter)
		add_tag(r, is_ordered ? "</ol>\n" : "</ul>\n");
	else if (is_ordered && start != 1 && !r->is_plain)
		buf_format(r->out, "<ol start=\"%d\">\n", start);
	else
		add_tag(r, is_ordered ? "<ol>\n" : "<ul>\n");
}

static void render_item(struct render *r, cmark_node *node, bool enter)
{
	(void)node;
	if (step_in(r, enter))
		add_tag(r, enter ? "<li>" : "</li>\n");
}

static void render_code_block(struct render *r, cmark_node *node, bool enter)
{
	(void)enter;
	add_tag(r, "<pre><code>");
	add_literal(r, node);
	add_tag(r, "</code></pre>\n");
}

/* An item of a tight list holds its text without a paragraph around it. */
static bool is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;

	return list && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

static void render_paragraph(struct render *r, cmark_node *node, bool enter)
{
	if (r->is_inline) {
		if (enter && r->blocks++)
			add_tag(r, "<br>\n");
	} else if (!is_tight(node)) {
		add_tag(r, enter ? "<p>" : "</p>\n");
	} else if (r->is_plain) {
		r->is_apart = true;
	} else if (!enter && cmark_node_next(node)) {
		add_tag(r, "\n"); /* a list within the item follows */
	}
}

static void render_heading(struct render *r, cmark_node *node, bool enter)
{
	char tag[] = "<h?>", end[] = "</h?>\n";
	int level = cmark_node_get_heading_level(node) + r->lowered;

	if (level > MARKDOWN_LOWEST_LEVEL)
		level = MARKDOWN_LOWEST_LEVEL;
	tag[2] = end[3] = (char)('0' + level);
	add_tag(r, enter ? tag : end);
}

static void render_rule(struct render *r, cmark_node *node, bool enter)
{
	(void)node, (void)enter;
	add_tag(r, "<hr>\n");
}

static void render_text(struct render *r, cmark_node *node, bool enter)
{
	(void)enter;
	add_literal(r, node);
}

static void render_soft_break(struct render *r, cmark_node *node, bool enter)
{
	(void)node, (void)enter;
	if (r->is_plain)
		r->is_apart = true;
	else
		buf_add_char(r->out, r->pictures ? ' ' : '\n');
}

static void render_line_break(struct render *r, cmark_node *node, bool enter)
{
	if (r->is_plain || r->pictures)
		render_soft_break(r, node, enter);
	else
		add_tag(r, "<br>\n");
}

static void render_code(struct render *r, cmark_node *node, bool enter)
{
	(void)enter;
	add_inline_tag(r, "<code>");
	add_literal(r, node);
	add_inline_tag(r, "</code>");
}

static void render_emphasis(struct render *r, cmark_node *node, bool enter)
{
	(void)node;
	if (step_in(r, enter))
		add_inline_tag(r, enter ? "<em>" : "</em>");
}

static void render_strong(struct render *r, cmark_node *node, bool enter)
{
	(void)node;
	if (step_in(r, enter))
		add_inline_tag(r, enter ? "<strong>" : "</strong>");
}

static void render_link(struct render *r, cmark_node *node, bool enter)
{
	struct text url = text_of(cmark_node_get_url(node));
	enum link_kind kind = link_kind(url);

	if (!step_in(r, enter) || kind == LINK_REFUSED || r->pictures ||
	    r->is_plain)
		return;
	if (!enter) {
		add_tag(r, "</a>");
		return;
	}
	add_tag(r, "<a href=\"");
	link_add(r->out, url);
	add_tag(r, kind == LINK_OUTSIDE ? "\" rel=\"noopener noreferrer\">"
					: "\">");
}

/*
 * The text of a picture becomes its alt attribute, or stands in its place
 * where the picture is left out.
 */
static void render_picture(struct render *r, cmark_node *node, bool enter)
{
	struct markdown_image image = { .width_px = 0 };

	if (r->pictures) { /* pictures in an alt attribute are text */
		r->pictures = enter ? r->pictures + 1 : r->pictures - 1;
		if (!r->pictures)
			add_tag(r, "\" loading=\"lazy\">");
		return;
	}
	if (enter && r->picture)
		image = r->picture(r->context,
				   text_of(cmark_node_get_url(node)));
	if (link_kind(image.url) == LINK_REFUSED)
		return;
	add_tag(r, "<img src=\"");
	link_add(r->out, image.url);
	if (image.width_px && image.height_px)
		buf_format(r->out, "\" width=\"%u\" height=\"%u",
			   image.width_px, image.height_px);
	add_tag(r, "\" alt=\"");
	r->pictures = 1;
}

/* Raw HTML and what we never make have no function: they vanish. */
static render_node *const render_of[] = {
	[CMARK_NODE_BLOCK_QUOTE] = render_quote,
	[CMARK_NODE_LIST] = render_list,
	[CMARK_NODE_ITEM] = render_item,
	[CMARK_NODE_CODE_BLOCK] = render_code_block,
	[CMARK_NODE_PARAGRAPH] = render_paragraph,
	[CMARK_NODE_HEADING] = render_heading,
	[CMARK_NODE_THEMATIC_BREAK] = render_rule,
	[CMARK_NODE_TEXT] = render_text,
	[CMARK_NODE_SOFTBREAK] = render_soft_break,
	[CMARK_NODE_LINEBREAK] = render_line_break,
	[CMARK_NODE_CODE] = render_code,
	[CMARK_NODE_EMPH] = render_emphasis,
	[CMARK_NODE_STRONG] = render_strong,
	[CMARK_NODE_LINK] = render_link,
	[CMARK_NODE_IMAGE] = render_picture,
};

static void render_tree(struct render *r, cmark_node *tree)
{
	cmark_iter *iter = cmark_iter_new(tree);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		size_t type = (size_t)cmark_node_get_type(node);

		if (type < sizeof render_of / sizeof *render_of &&
		    render_of[type])
			render_of[type](r, node, event == CMARK_EVENT_ENTER);
	}
	cmark_iter_free(iter);
}

/*
 * How many levels the start of a line can open or keep open: a level is a
 * quote's > or a list's mark, or two columns of indentation.
 */
static size_t levels_of(struct text line)
{
	size_t marks = 0, columns = 0;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.at[i];
		bool is_last = i + 1 == line.len || line.at[i + 1] == ' ' ||
			       line.at[i + 1] == '\t';

		if (c == ' ')
			columns++;
		else if (c == '\t')
			columns += 4;
		else if (c == '>' || (is_last && strchr("-*+.)", c)))
			marks++;
		else if (c < '0' || c > '9')
			break;
	}
	return marks + columns / 2;
}

/* Did no person write this? See the top of the file. */
static bool is_absurd(struct text source)
{
	struct text rest = source, line;
	size_t brackets = 0;

	for (size_t i = 0; i < source.len; i++)
		brackets += source.at[i] == '[';
	if (brackets > MARKDOWN_BRACKETS)
		return true;
	while (text_cut(&rest, '\n', &line))
		if (levels_of(line) > MARKDOWN_DEPTH)
			return true;
	return false;
}

static void render_as_written(struct render *r, struct text source)
{
	struct text rest = source, line;
	const char *between = "";

	if (r->is_plain) {
		add_plain(r, source);
		return;
	}
	add_tag(r, r->is_inline ? "" : "<p>");
	while (text_cut(&rest, '\n', &line)) {
		add_tag(r, between);
		add_unmarked(r, line);
		between = "<br>\n";
	}
	add_tag(r, r->is_inline ? "" : "</p>\n");
}

/* Not more than MARKDOWN_BYTES, and no character cut in two. */
static struct text bounded(struct text source)
{
	size_t len = MARKDOWN_BYTES;

	if (source.len <= MARKDOWN_BYTES)
		return source;
	while (len && ((unsigned char)source.at[len] & 0xC0) == 0x80)
		len--;
	return text_part(source, 0, len);
}

/* What brings the highest heading of a text to the level r->top. */
static int lowered_by(const struct render *r, cmark_node *tree)
{
	cmark_iter *iter = cmark_iter_new(tree);
	int highest = MARKDOWN_LOWEST_LEVEL;
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER &&
		    cmark_node_get_type(node) == CMARK_NODE_HEADING &&
		    cmark_node_get_heading_level(node) < highest)
			highest = cmark_node_get_heading_level(node);
	}
	cmark_iter_free(iter);
	return r->top - highest;
}

static void render_source(struct render *r, struct text source)
{
	cmark_node *tree;

	if (!source.len)
		return;
	if (is_absurd(source)) {
		render_as_written(r, text_trim(source));
		return;
	}
	tree = cmark_parse_document(source.at, source.len, CMARK_OPT_DEFAULT);
	r->lowered = lowered_by(r, tree);
	render_tree(r, tree);
	cmark_node_free(tree);
}

static struct text render_blocks(struct arena *arena, struct render *r,
				 struct text source)
{
	struct buf out = BUF_INIT;
	struct text html;

	r->out = &out;
	render_source(r, bounded(source));
	html = arena_text(arena, buf_text(&out));
	buf_release(&out);
	return html;
}

struct text markdown_article(struct arena *arena, struct text source,
			     markdown_picture *picture, void *context)
{
	struct render r = { .picture = picture,
			    .context = context,
			    .top = MARKDOWN_ARTICLE_LEVEL };

	return render_blocks(arena, &r, source);
}

struct text markdown_blocks(struct arena *arena, struct text source)
{
	struct render r = { .top = MARKDOWN_CARD_LEVEL };

	return render_blocks(arena, &r, source);
}

static bool has_markup(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (strchr("\\`*_[]<&!\r\n", t.at[i])) /* NUL too */
			return true;
	return text_find(t, line_mark) != SIZE_MAX;
}

static void add_marked_lines(struct buf *out, struct text source)
{
	struct text rest = source, line;

	while (text_cut(&rest, '\n', &line)) {
		while (text_starts(line, " ") || text_starts(line, "\t"))
			line = text_from(line, 1);
		if (text_trim(line).len)
			buf_add_string(out, line_mark);
		buf_add_text(out, line);
		buf_add_char(out, '\n');
	}
}

struct text markdown_inline(struct arena *arena, struct text source)
{
	struct buf marked = BUF_INIT, out = BUF_INIT;
	struct render r = { .out = &out, .is_inline = true };
	struct text html;

	source = text_trim(bounded(source));
	if (has_markup(source)) {
		add_marked_lines(&marked, source);
		render_source(&r, buf_text(&marked));
	} else {
		buf_add_html(&out, source);
	}
	html = arena_text(arena, buf_text(&out));
	buf_release(&marked);
	buf_release(&out);
	return html;
}

struct text markdown_plain(struct arena *arena, struct text source,
			   size_t chars)
{
	struct buf out = BUF_INIT;
	struct render r = { .out = &out, .is_plain = true };
	struct text all, plain;

	render_source(&r, bounded(source));
	all = buf_text(&out);
	if (!chars)
		plain = T("");
	else if (text_head(all, chars).len == all.len)
		plain = arena_text(arena, all);
	else
		plain = arena_join(arena, text_trim(text_head(all, chars - 1)),
				   T("…"));
	buf_release(&out);
	return plain;
}
