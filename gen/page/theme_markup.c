#include "page/theme_markup.h"

#include <string.h>
#include <strings.h>

/*
 * A tokeniser for the part of HTML that templates are written in. It is more
 * forgiving than a browser's in what it steps over, and never less: a tag that
 * a browser sees is seen here.
 */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct text between(const char *from, const char *to)
{
	return (struct text){ from, (size_t)(to - from) };
}

bool theme_markup_is(struct text t, const char *word)
{
	return t.len == strlen(word) && !strncasecmp(t.at, word, t.len);
}

static bool comes(const struct theme_markup *m, struct text what)
{
	return what.len && (size_t)(m->end - m->at) >= what.len &&
	       !memcmp(m->at, what.at, what.len);
}

/* Moves behind the next `what`, or to the end. */
static void skip_to(struct theme_markup *m, struct text what)
{
	while (m->at < m->end && !comes(m, what))
		m->at++;
	if (m->at < m->end)
		m->at += what.len;
}

/* -- Mustache tags ---------------------------------------------------------- */

static void set_delimiter(struct text *delimiter, char *kept, struct text to)
{
	if (!to.len || to.len > MARKUP_DELIMITER)
		return;
	memcpy(kept, to.at, to.len);
	*delimiter = (struct text){ kept, to.len };
}

/* {{=<% %>=}}: what stands between the two signs. */
static void set_delimiters(struct theme_markup *m, struct text inside)
{
	size_t blank = 0;

	inside = text_trim(inside);
	while (blank < inside.len && !is_blank(inside.at[blank]))
		blank++;
	if (blank == inside.len)
		return;
	set_delimiter(&m->open, m->kept[0], text_part(inside, 0, blank));
	set_delimiter(&m->close, m->kept[1],
		      text_trim(text_from(inside, blank)));
}

/* Steps over a Mustache tag if one comes; returns its sign (# ^ / > ! …), 'v'
 * for a value, or 0: none comes. */
static char skip_mustache(struct theme_markup *m)
{
	const char *inside;
	char sign;

	if (!comes(m, m->open))
		return 0;
	m->at += m->open.len;
	inside = m->at;
	sign = m->at < m->end ? *m->at : 'v';
	if (sign == '{') {
		skip_to(m, T("}"));
		skip_to(m, m->close);
		return 'v';
	}
	skip_to(m, m->close);
	if (sign == '=' && m->at - inside > (ptrdiff_t)m->close.len + 2)
		set_delimiters(m,
			       between(inside + 1, m->at - m->close.len - 1));
	return sign && strchr("#^/>!=$<", sign) ? sign : 'v';
}

/* -- tags ------------------------------------------------------------------- */

static struct text read_value(struct theme_markup *m)
{
	const char *from;
	char quote = 0;

	if (m->at < m->end && (*m->at == '"' || *m->at == '\''))
		quote = *m->at++;
	from = m->at;
	while (m->at < m->end &&
	       (quote ? *m->at != quote : !is_blank(*m->at) && *m->at != '>'))
		if (!skip_mustache(m))
			m->at++;
	if (quote && m->at < m->end)
		return between(from, m->at++);
	return between(from, m->at);
}

static void read_attribute(struct theme_markup *m, struct markup_tag *tag)
{
	struct markup_attribute attribute = { .name = { m->at, 0 } };
	const char *from = m->at;

	while (m->at < m->end && !is_blank(*m->at) && *m->at != '>' &&
	       *m->at != '=' && *m->at != '/' && !comes(m, m->open))
		m->at++;
	attribute.name = between(from, m->at);
	while (m->at < m->end && is_blank(*m->at))
		m->at++;
	if (m->at < m->end && *m->at == '=') {
		m->at++;
		while (m->at < m->end && is_blank(*m->at))
			m->at++;
		attribute.value = read_value(m);
	} else {
		m->at = attribute.name.at + attribute.name.len;
	}
	attribute.whole = between(from, m->at);
	if (tag->count < MARKUP_ATTRIBUTES)
		tag->attributes[tag->count++] = attribute;
	else
		tag->is_open = true;
}

static void read_attributes(struct theme_markup *m, struct markup_tag *tag)
{
	while (m->at < m->end && *m->at != '>') {
		char sign = skip_mustache(m);

		if (sign == 'v' || sign == '>' || sign == '<')
			tag->is_open = true;
		if (sign)
			continue;
		/* A lone = is where an attribute's name has gone missing. */
		if (is_blank(*m->at) || *m->at == '/' || *m->at == '=')
			m->at++;
		else
			read_attribute(m, tag);
	}
	if (m->at < m->end)
		m->at++;
}

/* What stands in a <script> or <style>, up to its end tag. */
static struct text read_raw(struct theme_markup *m, struct text name)
{
	const char *from = m->at;

	for (; m->at < m->end; m->at++) {
		struct text rest = between(m->at, m->end);

		if (text_starts(rest, "</") && rest.len >= name.len + 2 &&
		    !strncasecmp(rest.at + 2, name.at, name.len))
			break;
	}
	return between(from, m->at);
}

static void read_tag(struct theme_markup *m, struct markup_tag *tag)
{
	const char *from = m->at;

	memset(tag, 0, sizeof(*tag));
	m->at++;
	while (m->at < m->end && !is_blank(*m->at) && *m->at != '>' &&
	       *m->at != '/' && !comes(m, m->open))
		m->at++;
	tag->name = between(from + 1, m->at);
	read_attributes(m, tag);
	tag->whole = between(from, m->at);
	if (theme_markup_is(tag->name, "script") ||
	    theme_markup_is(tag->name, "style"))
		tag->inside = read_raw(m, tag->name);
}

void theme_markup_begin(struct theme_markup *markup, struct text text)
{
	*markup = (struct theme_markup){
		.at = text.at,
		.end = text.at + text.len,
		.open = T("{{"),
		.close = T("}}"),
	};
}

bool theme_markup_next(struct theme_markup *m, struct markup_tag *tag)
{
	while (m->at < m->end) {
		if (skip_mustache(m))
			continue;
		if (comes(m, T("<!--"))) {
			skip_to(m, T("-->"));
		} else if (*m->at == '<' && m->end - m->at > 1 &&
			   is_letter(m->at[1])) {
			read_tag(m, tag);
			return true;
		} else {
			m->at++;
		}
	}
	return false;
}

const struct markup_attribute *theme_markup_find(const struct markup_tag *tag,
						 const char *name)
{
	for (size_t i = 0; i < tag->count; i++)
		if (theme_markup_is(tag->attributes[i].name, name))
			return &tag->attributes[i];
	return NULL;
}
