#include "content/link.h"

#include <strings.h>

/*
 * What comes before the first colon is a scheme, unless the path has begun
 * (RFC 3986, 4.2). Whatever is not one of ours to the letter is refused, so
 * tricks with blanks, control characters and encodings need no list.
 */
enum link_kind link_kind(struct text target)
{
	static const struct {
		struct text scheme;
		enum link_kind kind;
	} schemes[] = {
		{ TEXT("http"), LINK_OUTSIDE },
		{ TEXT("https"), LINK_OUTSIDE },
		{ TEXT("tel"), LINK_ALLOWED },
		{ TEXT("mailto"), LINK_ALLOWED },
	};
	size_t len = 0;

	while (len < target.len && !strchr(":/?#", target.at[len]))
		len++;
	if (!target.len || text_starts(target, "//"))
		return LINK_REFUSED;
	if (len == target.len || target.at[len] != ':')
		return LINK_ALLOWED;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (schemes[i].scheme.len == len &&
		    !strncasecmp(schemes[i].scheme.at, target.at, len))
			return schemes[i].kind;
	return LINK_REFUSED;
}

static bool stays(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') ||
	       (c && strchr("-._~!*(),%#@?=;:/+$", c));
}

void link_add(struct buf *out, struct text target)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < target.len; i++) {
		unsigned char c = (unsigned char)target.at[i];

		if (c == '&') {
			buf_add_string(out, "&amp;");
		} else if (stays(c)) {
			buf_add_char(out, (char)c);
		} else {
			buf_add_char(out, '%');
			buf_add_char(out, hex[c >> 4]);
			buf_add_char(out, hex[c & 15]);
		}
	}
}
