#ifndef GEN_RUN_VIEWS_H
#define GEN_RUN_VIEWS_H

/*
 * What templates may ask for, from the tables that pages are made with: for
 * the manual of themes, and for editors that complete names.
 *
 * A page is a JSON object:
 *
 *   {"template":"plan","audience":"patient","root":"plan page","tables":{
 *    "plan page":{"store":{"type":"object","about":"…","table":"shop"},…},…}}
 *
 * Each table that the page's readers may see anything of stands there once, its
 * fields in their order. A field with "base" lends its names to the table that
 * it is in. What these readers may not see is left out, because a template
 * cannot reach it. Types are in a theme author's words: text, number (0 counts
 * as no), yes/no, html (not escaped), date, month, time, choice with its
 * "choices", object, list, and list of text or html. Everything is English.
 */

#include "base/buf.h"
#include "page/theme.h"

/* Adds one page as a JSON object on one line, without a line end. */
void views_add(struct buf *to, const struct theme_page *page);

#endif
