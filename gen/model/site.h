#ifndef GEN_MODEL_SITE_H
#define GEN_MODEL_SITE_H

/*
 * careplan.yaml: the operations side of a site. Never a secret.
 */

#include "model/fields.h"

enum site_photo_format { SITE_PHOTO_JPEG, SITE_PHOTO_WEBP };

struct site_photos {
	struct origin origin;
	int format; /* enum site_photo_format */
};

struct site {
	struct origin origin;
	struct text base_url; /* ends in "/"; what QR codes point at */
	struct text theme;    /* a folder of themes/; default: default */
	struct text language; /* zh-CN or en */
	struct text timezone; /* IANA name; default Asia/Shanghai */
	struct site_photos photos;
};

extern const struct table site_table;
extern const struct table site_photos_table;

/* Puts defaults where nothing was written and checks what was. */
bool site_check(struct arena *arena, struct site *site, struct diags *diags);

#endif
