#ifndef GEN_CONTENT_LINK_H
#define GEN_CONTENT_LINK_H

/*
 * Targets of links that therapists wrote: which of them a page may carry, and
 * how they are written into an attribute.
 *
 * Allowed are http:, https:, tel:, mailto: and paths without a scheme; never a
 * path that starts with //, which leads to another host. Everything else
 * (javascript:, data:, weixin:, however it is spelled or encoded) is refused.
 */

#include "base/buf.h"
#include "base/text.h"

enum link_kind {
	LINK_REFUSED, /* not to be written into a page; the empty text too */
	LINK_OUTSIDE, /* http and https: gets rel="noopener noreferrer" */
	LINK_ALLOWED, /* tel, mailto, and paths within the site */
};

enum link_kind link_kind(struct text target);

/*
 * Adds the target, safe between double quotation marks: what no URL may hold is
 * percent-encoded, & becomes &amp;. Percent signs stay: what has them is taken
 * as encoded already.
 */
void link_add(struct buf *out, struct text target);

#endif
