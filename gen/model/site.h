#ifndef GEN_MODEL_SITE_H
#define GEN_MODEL_SITE_H

/*
 * careplan.yaml: the operations side of a site. Never a secret.
 */

#include "model/fields.h"

enum site_photo_format { SITE_PHOTO_JPEG, SITE_PHOTO_WEBP };

enum { SITE_POSTER_FONTS = 2 };

struct site_photos {
	struct origin origin;
	int format; /* enum site_photo_format */
};

/* WeChat's signed link cards, on public pages only. */
struct site_wechat {
	struct origin origin;
	struct text appid;    /* of the official account; empty: no cards */
	struct text sign_url; /* https: answers with a signature for ?url= */
};

struct site {
	struct origin origin;
	struct text base_url; /* ends in "/"; what QR codes point at */
	struct text theme;    /* a folder of themes/; default: default */
	struct text language; /* zh-CN or en */
	struct text timezone; /* IANA name; default Asia/Shanghai */
	struct site_photos photos;
	struct site_wechat wechat;
	bool posters;		   /* referral posters are made; the default */
	struct texts poster_fonts; /* files beneath the site: for headings, for
				    * the rest; empty: fonts of the computer */
};

extern const struct table site_table;
extern const struct table site_photos_table;
extern const struct table site_wechat_table;

/* Puts defaults where nothing was written and checks what was. */
bool site_check(struct arena *arena, struct site *site, struct diags *diags);

#endif
