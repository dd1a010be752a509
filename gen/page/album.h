#ifndef GEN_PAGE_ALBUM_H
#define GEN_PAGE_ALBUM_H

/*
 * Progress photos, arranged: months from the newest to the oldest, each with
 * the same angles in the same order, and one pair before and after.
 *
 * In goes the list of photos by month; out comes what the partials
 * before-after and photo-months show. An angle that a month lacks has an empty
 * place in it. The pair is of the first angle that was taken in two months or
 * more, its first and its last month. Which photos may be shown at all is
 * decided before: see consent in page/plan.c and page/share.h.
 */

#include "page/view.h"

enum { ALBUM_ANGLES = 16 /* further ones are left out */ };

struct album_side {
	struct view_date month; /* its first day */
	const struct view_image *view;
	bool is_first;
};

struct album_pair {
	struct text angle;
	struct list sides; /* two struct album_side: before and after */
};

struct album_shot {
	struct text angle;
	const struct view_image *view, *thumb; /* NULL: not taken */
};

struct album_month {
	struct view_date month;
	struct text caption;
	struct list shots; /* struct album_shot, one for each angle */
};

struct album {
	struct list months; /* struct album_month, newest first */
	int64_t count;	    /* months */
	bool is_one;
	bool is_long; /* more than one year: months need the year's number */
	const struct album_pair *pair; /* NULL: nothing to compare */
};

extern const struct table album_table;

/*
 * `shown` may be NULL: captions, and the order of angles, where the photos
 * leave it open. NULL without photos. Memory: in the arena.
 */
const struct album *album_make(struct arena *arena,
			       struct plan_photos_list photos,
			       const struct plan_photos *shown);

#endif
