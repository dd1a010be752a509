#include "run/articles.h"

#include <string.h>

#include "base/lang.h"
#include "content/document.h"
#include "content/listing.h"
#include "content/markdown.h"
#include "model/documents.h"
#include "page/article_page.h"
#include "run/pictures.h"
#include "run/unit.h"

enum { RELATED = 3, NEAREST_EDITS = 3 };

static bool cut_front_matter(struct workspace *ws, struct document *document,
			     struct article_file *file)
{
	struct yaml_input input = { .source = &document->source,
				    .is_key = documents_know };
	struct node *root;

	if (!document_cut(document, &ws->diags))
		return false;
	if (!document->front_len) {
		struct diag *diag = diag_add(
			&ws->diags, SEVERITY_ERROR,
			source_whole(&document->source), "article.front-matter",
			_("the article does not start with its title"));
		diag_hint(&ws->diags, diag,
			  _("start the file with a line ---, then title: …, "
			    "then a line ---"));
		return false;
	}
	input.offset = document->front;
	input.len = document->front_len;
	root = yamldoc_read(&ws->run, &input, &ws->diags);
	return root && fields_read(&ws->run, &article_table, &file->article,
				   &document->source, root, &ws->diags);
}

static void make_cover(struct workspace *ws, struct article_file *file)
{
	struct picture_wanted wanted = { .kind = PICTURE_COVER };
	struct picture_made *made = ARENA_NEW(&ws->run, struct picture_made);

	if (!file->article.cover.len)
		return;
	wanted.path = arena_join(&ws->run, T("articles/"), file->article.cover);
	wanted.place = fields_place(&article_table, &file->article,
				    &file->article.cover);
	if (!pictures_make(ws, &ws->worker[0], &ws->run, &wanted, made))
		return;
	file->cover = made->picture;
	file->cover_made = made;
	file->card.cover = &file->cover;
}

static void take_digest(struct article_file *file, struct text bytes)
{
	struct digester *d = crypto_digest_begin();

	crypto_digest_add(d, bytes);
	if (file->cover_made)
		crypto_digest_add_digest(d, file->cover_made->content);
	file->digest = crypto_digest_end(d);
}

static void read_article(struct workspace *ws, struct article_file *file,
			 struct text name)
{
	struct document *document = ARENA_NEW(&ws->run, struct document);
	struct text path = arena_join(&ws->run, T("articles/"), name);
	struct text slug = text_part(name, 0, name.len - 3);
	struct article *article = &file->article;
	size_t breakdowns;

	file->source = &document->source;
	file->is_broken =
		!document_read(&ws->run, ws->content, path.at,
			       workspace_shown(&ws->run, path), DOCUMENT_BYTES,
			       document, &ws->diags) ||
		!cut_front_matter(ws, document, file) ||
		!article_check(&ws->run, article, slug,
			       text_from(document->source.text, document->body),
			       &ws->diags);
	if (file->is_broken) {
		article->slug = arena_text(&ws->run, slug);
		return;
	}
	file->card = (struct article_card){
		.slug = article->slug,
		.title = article->title,
		.category = article->category,
		.summary = article->summary,
		.minutes = article->minutes,
		.date = article->date,
	};
	breakdowns = ws->worker[0].breakdowns;
	make_cover(ws, file);
	file->is_broken = ws->worker[0].breakdowns != breakdowns;
	take_digest(file, document->bytes);
}

static int newest_first(const void *a, const void *b)
{
	const struct article_card *x = *(const struct article_card *const *)a;
	const struct article_card *y = *(const struct article_card *const *)b;
	int order = date_compare(y->date, x->date);

	return order ? order : text_compare(x->slug, y->slug);
}

static void sort_cards(struct workspace *ws, struct articles *articles)
{
	struct article_cards *newest = &articles->newest;
	struct digester *d = crypto_digest_begin();

	newest->items = ARENA_ARRAY(&ws->run, articles->count,
				    const struct article_card *);
	for (size_t i = 0; i < articles->count; i++) {
		crypto_digest_add_digest(d, articles->items[i].digest);
		if (!articles->items[i].is_broken)
			newest->items[newest->count++] =
				&articles->items[i].card;
	}
	articles->digest = crypto_digest_end(d);
	qsort(newest->items, newest->count, sizeof(*newest->items),
	      newest_first);
}

bool articles_read(struct workspace *ws)
{
	struct articles *articles = ARENA_NEW(&ws->run, struct articles);
	struct listing listing;

	ws->articles = articles;
	map_init(&articles->by_slug, &ws->run);
	if (!listing_read(&ws->run, ws->content, "articles",
			  T("content/articles"), LISTING_MAY_MISS, &listing,
			  &ws->diags))
		return false;
	articles->items =
		ARENA_ARRAY(&ws->run, listing.count, struct article_file);
	for (size_t i = 0; i < listing.count; i++) {
		const struct entry *entry = &listing.entries[i];
		struct article_file *file = &articles->items[articles->count];

		if (entry->kind != ENTRY_FILE || !text_ends(entry->name, ".md"))
			continue;
		read_article(ws, file, entry->name);
		map_set(&articles->by_slug, file->article.slug, file);
		articles->count++;
	}
	sort_cards(ws, articles);
	return true;
}

const struct article_file *articles_find(const struct articles *articles,
					 struct text slug)
{
	return map_find(&articles->by_slug, slug);
}

struct text articles_nearest(const struct articles *articles, struct text slug)
{
	size_t best = NEAREST_EDITS + 1;
	struct text nearest = { "", 0 };

	for (size_t i = 0; i < articles->count; i++) {
		struct text candidate = articles->items[i].article.slug;

		if (text_is_nearer(slug, candidate, &best))
			nearest = candidate;
	}
	return nearest;
}

/* -- pages ------------------------------------------------------------------ */

/* Others of its category first, then the newest. */
static struct article_cards related_to(struct arena *arena,
				       const struct articles *articles,
				       const struct article_file *file)
{
	struct article_cards related = {
		ARENA_ARRAY(arena, RELATED, const struct article_card *), 0
	};

	for (int same = 1; same >= 0; same--)
		for (size_t i = 0; i < articles->newest.count; i++) {
			const struct article_card *card =
				articles->newest.items[i];

			if (related.count < RELATED && card != &file->card &&
			    text_equal(card->category, file->card.category) ==
				    (bool)same)
				related.items[related.count++] = card;
		}
	return related;
}

/* Pictures in an article's text: made when they are met. */
struct body_pictures {
	struct unit_work *work;
	const struct article_file *file;
};

static struct markdown_image body_picture(void *context, struct text target)
{
	struct body_pictures *body = context;
	struct worker *worker = body->work->worker;
	struct picture_wanted wanted = { .kind = PICTURE_COVER };
	struct picture_made made;

	wanted.path = arena_join(&worker->unit, T("articles/"), target);
	wanted.place = source_whole(body->file->source);
	if (!pictures_make(body->work->ws, worker, &worker->unit, &wanted,
			   &made))
		return (struct markdown_image){ .width_px = 0 };
	for (size_t i = 0; i < made.output_count; i++)
		unit_record(body->work, &made.outputs[i]);
	return (struct markdown_image){
		.url = arena_join(&worker->unit, T("../"), made.picture.path),
		.width_px = made.picture.width_px,
		.height_px = made.picture.height_px,
	};
}

static void render_article(struct unit_work *work,
			   const struct article_file *file,
			   struct article_cards related)
{
	struct arena *arena = &work->worker->unit;
	struct body_pictures body = { work, file };
	size_t breakdowns = work->worker->breakdowns;
	struct article_input input = {
		.site = &work->ws->view,
		.article = &file->article,
		.cover = file->card.cover,
		.html = markdown_article(arena, file->article.body,
					 body_picture, &body),
		.related = related,
	};

	if (work->worker->breakdowns != breakdowns) {
		work->failed = true;
		return;
	}
	buf_reset(&work->worker->html);
	article_page_render(arena, &input, &work->worker->html);
	unit_page(work,
		  arena_format(arena, "a/%.*s.html",
			       TEXT_ARG(file->article.slug)),
		  buf_text(&work->worker->html));
	for (size_t i = 0;
	     file->cover_made && i < file->cover_made->output_count; i++)
		unit_record(work, &file->cover_made->outputs[i]);
}

void articles_build_one(struct workspace *ws, struct worker *worker,
			const struct article_file *file)
{
	struct article_cards related;
	struct digester *d;
	struct unit_work work;

	arena_reset(&worker->unit);
	unit_open(&work, ws, worker,
		  arena_join(&worker->unit, T("a/"), file->article.slug));
	if (file->is_broken) {
		unit_fail(&work);
		return;
	}
	related = related_to(&worker->unit, ws->articles, file);
	d = crypto_digest_begin();
	crypto_digest_add_digest(d, ws->environment);
	crypto_digest_add_digest(d, file->digest);
	for (size_t i = 0; i < related.count; i++)
		crypto_digest_add_digest(
			d, articles_find(ws->articles, related.items[i]->slug)
				   ->digest);
	work.now.fingerprint = crypto_digest_end(d);
	/* Stamps that are not trusted: a picture in the text had trouble. */
	if (unit_is_current(&work, work.now.fingerprint) &&
	    crypto_digest_equal(work.last.stamps, work.now.fingerprint)) {
		unit_keep(&work);
		return;
	}
	work.now.stamps = work.now.fingerprint;
	render_article(&work, file, related);
	unit_end(&work);
}

void articles_build_index(struct workspace *ws, struct worker *worker)
{
	struct article_index_input input = { .site = &ws->view,
					     .articles = ws->articles->newest };
	struct digester *d = crypto_digest_begin();
	struct unit_work work;

	arena_reset(&worker->unit);
	unit_open(&work, ws, worker, T("site/articles"));
	crypto_digest_add_digest(d, ws->environment);
	crypto_digest_add_digest(d, ws->articles->digest);
	work.now.fingerprint = crypto_digest_end(d);
	if (unit_is_current(&work, work.now.fingerprint)) {
		unit_keep(&work);
		return;
	}
	buf_reset(&worker->html);
	article_index_render(&worker->unit, &input, &worker->html);
	unit_page(&work, T("a/index.html"), buf_text(&worker->html));
	unit_end(&work);
}
