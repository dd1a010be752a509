#ifndef GEN_RUN_SITE_PAGES_H
#define GEN_RUN_SITE_PAGES_H

/*
 * The site's own files: index.html, 404.html, robots.txt, the theme's assets,
 * the logo, and what lies in root/ (verification files), copied byte for byte.
 */

#include "run/workspace.h"

enum { SITE_ROOT_FILES = 200, SITE_ROOT_BYTES = 1 << 20 };

void site_pages_build(struct workspace *ws, struct worker *worker);

#endif
