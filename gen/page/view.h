#ifndef GEN_PAGE_VIEW_H
#define GEN_PAGE_VIEW_H

/*
 * What pages are made from.
 *
 * run/ reads and checks the content, gives every picture its name in out/, and
 * fills one of the inputs below; a page's render function turns it into bytes.
 * A page is a pure function of its input: no clock, no disk, no host.
 *
 * All paths here are relative to the root of out/ ("media/x.jpg"); a page in a
 * sub-folder puts "../" before them (view_root). Inputs and everything they
 * point at must live until the page is rendered; nothing of them is kept.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "model/article.h"
#include "model/clinic.h"
#include "model/identity.h"
#include "model/ledger.h"
#include "model/plan.h"
#include "model/points.h"
#include "model/site.h"
#include "model/store.h"
#include "model/therapist.h"

struct theme;
struct theme_links;

/* A picture that was made for out/. */
struct picture {
	struct text path; /* media/….jpg */
	uint32_t width_px, height_px;
	struct text thumb; /* a square one, or empty */
	uint32_t thumb_px;
	uint32_t average, thumb_average; /* colours, 0xRRGGBB */
};

/* What every page of the site knows. */
struct view_site {
	const struct theme *theme;
	const struct site *site;
	const struct clinic *clinic;
	const struct picture *logo; /* NULL: none */
};

/* An article as a card that leads to it. */
struct article_card {
	struct text slug, title, category, summary;
	int64_t minutes; /* to read */
	struct date date;
	const struct picture *cover; /* NULL: none */
};

struct article_cards {
	const struct article_card **items;
	size_t count;
};

/* A therapist with the pictures that belong to the profile. */
struct therapist_card {
	const struct therapist *therapist;
	const struct picture *portrait;	 /* NULL: none */
	const struct picture *wechat_qr; /* NULL: none */
};

/* One progress photo. */
struct plan_photo {
	struct month month;
	struct text angle; /* as it is shown: 正面 */
	struct picture picture;
};

struct plan_photos_list {
	const struct plan_photo *items; /* by month, then by angle order */
	size_t count;
};

/* The plan, share and voucher pages of one patient, and the calendar file. */
struct plan_input {
	const struct view_site *site;
	const struct plan *plan;
	const struct store *store;
	const struct therapist_card *therapist;
	struct plan_photos_list photos; /* empty without consent */
	struct article_cards articles;
	struct texts attachments; /* per check: media/… or empty */
	struct text token;	  /* of p/<token>.html */
	struct text code;	  /* of r/<code>.html and s/<code>.html */
	const struct picture *qr; /* leads to the voucher; NULL: no voucher */
	bool has_share;		  /* s/<code>.html exists */
	struct text poster;	  /* media/….png, or empty */
	/* What referrals earned; NULL: nothing, or not to be shown. */
	const struct points_account *points;
	struct date updated; /* last change of the content */
};

/* Which of the patient's photos the share page may show is decided here, from
 * consent and share.photos; see share_photos in page/share.h. */

struct shop_input {
	const struct view_site *site;
	const struct store *store;
	const struct queue *queue;		 /* NULL: none */
	const struct therapist_card *therapists; /* in the order of names */
	size_t therapist_count;
	struct article_cards articles; /* a few of the newest */
};

struct article_input {
	const struct view_site *site;
	const struct article *article;
	const struct picture *cover;  /* NULL: none */
	struct text html;	      /* the body, safe, pictures resolved */
	struct article_cards related; /* others of its category first */
};

struct article_index_input {
	const struct view_site *site;
	struct article_cards articles; /* all, newest first */
};

/* -- parts of views ------------------------------------------------------- */

/*
 * The structs below are what templates see, made by view.c for every page that
 * needs them. A page's view holds a struct view_page with FIELD_BASE, so that
 * the partials head, brand and foot find their names. "t.weekday_6" and the
 * like name strings of the theme: {{>*weekday}} prints them.
 */

/* A date, for the strings date_long, date_short, … */
struct view_date {
	struct text iso; /* empty: no date */
	int64_t year, month, day;
	struct text weekday;	/* t.weekday_0 (Sunday) .. t.weekday_6 */
	struct text month_name; /* t.month_1 .. t.month_12 */
	bool more;		/* not the last of its list */
};

struct view_dates {
	struct view_date from, until; /* the same day where not is_range */
	bool is_range;
	bool more;
};

enum { VIEW_TONES = 8 };

struct view_image {
	struct text src; /* relative to the root of out/ */
	int64_t width, height;
	int64_t tone; /* 1..VIEW_TONES: of the place before it is loaded */
};

struct view_article {
	const struct article_card *card;
	struct text slug, title, category, summary;
	int64_t minutes;
	struct view_date date;
	const struct view_image *cover; /* NULL: none; the thumb, if any */
};

/* What public pages need for WeChat's link cards. */
struct view_wechat {
	struct text appid, sign_url;
	struct text origin; /* of sign_url, for the policy: https://host */
};

/* What the head, the brand line and the foot of every page say. */
struct view_page {
	struct text root;     /* "../" or "" */
	struct text language; /* zh-CN */
	bool is_chinese;
	bool is_private;     /* not to be indexed, no referrer */
	bool is_inline;	     /* the style stands in the page */
	struct text version; /* empty, but for plan pages */
	const struct theme_links *links;
	const struct clinic *clinic;
	struct text title_name; /* the clinic, if it fits into a title */
	struct text seal;	/* one or two characters of its name */
	const struct view_image *logo;
	const struct view_wechat *wechat; /* NULL on private pages */
};

struct view_store {
	const struct store *store; /* FIELD_BASE */
	struct text key;	   /* of c/<key>.html */
	struct text call;	   /* the number to dial: booking or shop */
	struct text place;	   /* "106.683,26.563", or empty */
};

/* Days of the week one after the other with the same hours. */
struct view_hours {
	struct text from, until; /* t.weekday_1; until empty: one day */
	struct text days;	 /* "12": as in data-on, 0 is Sunday */
	struct text hours;	 /* as written; empty where closed */
	bool is_closed;
};

struct view_therapist {
	const struct therapist *therapist; /* FIELD_BASE */
	const struct view_image *portrait, *wechat;
	struct text call;
	bool has_week;
	struct list week;  /* struct view_hours; empty: not said */
	struct list leave; /* struct view_dates */
};

extern const struct table view_date_table;
extern const struct table view_dates_table;
extern const struct table view_image_table;
extern const struct table view_article_table;
extern const struct table view_page_table;
extern const struct table view_store_table;
extern const struct table view_hours_table;
extern const struct table view_therapist_table;

enum view_flags {
	VIEW_PRIVATE = 1, /* noindex */
	VIEW_INLINE = 2,  /* the style goes into the page */
	VIEW_TOP = 4,	  /* the page lies in the root of out/ */
	VIEW_DEEP = 8,	  /* the page lies two folders deep */
};

/* Everything below: memory in the arena, or in what was given. */

struct view_page view_page(struct arena *arena, const struct view_site *site,
			   unsigned flags);
struct view_date view_date(struct arena *arena, struct date date);

/* The picture, or its thumb where there is one; NULL of NULL. */
const struct view_image *view_image(struct arena *arena,
				    const struct picture *picture);
const struct view_image *view_thumb(struct arena *arena,
				    const struct picture *picture);

/* A list of struct view_article. */
struct list view_articles(struct arena *arena, struct article_cards cards);

struct view_store view_store(struct arena *arena, const struct store *store);

/* NULL of NULL. */
const struct view_therapist *view_therapist(struct arena *arena,
					    const struct therapist_card *card);

#endif
