#include "page/tokens.h"

#include "base/buf.h"
#include "base/lang.h"

enum { NAME_EDITS = 2 };

/* -- looking up ------------------------------------------------------------ */

/* As in CSS, of two that are alike the last one counts. */
static const struct token *find(const struct tokens *tokens, struct text name,
				struct text scheme)
{
	for (size_t i = tokens->count; i > 0; i--) {
		const struct token *token = &tokens->items[i - 1];

		if (text_equal(token->name, name) &&
		    text_equal(token->scheme, scheme))
			return token;
	}
	return NULL;
}

const struct token *tokens_find(const struct tokens *tokens, const char *name,
				const char *scheme)
{
	const struct token *token =
		find(tokens, text_of(name), text_of(scheme));

	return token ? token : find(tokens, text_of(name), T(""));
}

static bool has_name(const struct tokens *tokens, struct text name)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (text_equal(tokens->items[i].name, name))
			return true;
	return false;
}

static struct text nearest_name(const struct tokens *tokens, struct text name)
{
	struct text nearest = T("");
	size_t best = NAME_EDITS + 1;

	for (size_t i = 0; i < tokens->count; i++)
		if (text_is_nearer(name, tokens->items[i].name, &best))
			nearest = tokens->items[i].name;
	return nearest;
}

static void tell_unknown(const struct tokens *set, const struct token *token,
			 const struct tokens *known, struct diags *diags)
{
	struct text name = token->name, nearest = nearest_name(known, name);
	struct place place = source_place(
		set->source, (size_t)(name.at - set->source->text.at),
		name.len);
	struct diag *diag;

	if (has_name(known, name)) {
		diag = diag_add(diags, SEVERITY_ERROR, place,
				"theme.token.unknown",
				_("careplan.css does not set «%.*s» in this "
				  "place"),
				TEXT_ARG(name));
		diag_hint(diags, diag, "%s",
			  _("set it in :root or under the same @media as "
			    "careplan.css does"));
		return;
	}
	diag = diag_add(diags, SEVERITY_ERROR, place, "theme.token.unknown",
			_("careplan.css has no «%.*s»"), TEXT_ARG(name));
	if (nearest.len > 0)
		diag_hint(diags, diag, _("did you mean «%.*s»?"),
			  TEXT_ARG(nearest));
	else
		diag_hint(diags, diag, "%s",
			  _("only names that stand in a :root block of "
			    "careplan.css can be set"));
}

bool tokens_check_names(const struct tokens *set,
			const struct tokens_style *style, struct diags *diags)
{
	size_t errors = 0;

	for (size_t i = 0; i < set->count && errors < TOKENS_MOST_ERRORS; i++) {
		const struct token *token = &set->items[i];

		if (find(&style->tokens, token->name, token->scheme))
			continue;
		tell_unknown(set, token, &style->tokens, diags);
		errors++;
	}
	return errors == 0;
}

/* -- replacing ------------------------------------------------------------- */

static void add_piece(struct tokens_style *style, struct buf *css,
		      const struct source *source, size_t offset, size_t len)
{
	style->pieces[style->piece_count++] =
		(struct tokens_piece){ css->len, source, offset };
	buf_add_text(css, text_part(source->text, offset, len));
}

/* What is to stand for a token, and the set that says so; NULL: nothing. */
static const struct token *find_other(const struct token *token,
				      const struct tokens *const *sets,
				      size_t count, const struct tokens **set)
{
	for (size_t i = 0; i < count; i++) {
		const struct token *other =
			find(sets[i], token->name, token->scheme);

		*set = sets[i];
		if (other)
			return other;
	}
	return NULL;
}

/* Writes the sheet with new values where there are some. */
static void replace(struct buf *css, struct tokens_style *style,
		    const struct tokens *const *sets, size_t count)
{
	struct tokens *tokens = &style->tokens;
	const struct source *sheet = tokens->source;
	size_t done = 0; /* bytes of the sheet */

	for (size_t i = 0; i < tokens->count; i++) {
		struct token *token = &tokens->items[i];
		const struct tokens *set;
		const struct token *other =
			find_other(token, sets, count, &set);
		size_t at = token->offset, len = token->value.len;

		token->offset = css->len + (at - done);
		if (!other)
			continue;
		add_piece(style, css, sheet, done, at - done);
		add_piece(style, css, set->source, other->offset,
			  other->value.len);
		token->value = other->value;
		done = at + len;
	}
	add_piece(style, css, sheet, done, sheet->text.len - done);
}

void tokens_replace(struct arena *arena, const struct source *sheet,
		    const struct tokens *const *sets, size_t count,
		    struct tokens_style *style)
{
	struct buf css = BUF_INIT;

	*style = (struct tokens_style){ 0 };
	tokens_read_sheet(arena, sheet, &style->tokens);
	style->pieces = ARENA_ARRAY(arena, 2 * style->tokens.count + 1,
				    struct tokens_piece);
	replace(&css, style, sets, count);
	style->css = arena_text(arena, buf_text(&css));
	buf_release(&css);
}

struct place tokens_place(const struct tokens_style *style, size_t offset,
			  size_t len)
{
	const struct tokens_piece *piece = style->pieces;

	for (size_t i = 1; i < style->piece_count; i++)
		if (style->pieces[i].start <= offset)
			piece = &style->pieces[i];
	return source_place(piece->source,
			    piece->offset + (offset - piece->start), len);
}
