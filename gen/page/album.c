#include "page/album.h"

#include "model/angle.h"

static const struct field side_fields[] = {
	VIEW_ROW_OF(album_side, month, FIELD_STRUCT, 0, &view_date_table,
		    SEES_ALL, "the month of the photo, as its first day"),
	VIEW_ROW_OF(album_side, view, FIELD_REF, 0, &view_image_table, SEES_ALL,
		    "the photo"),
	VIEW_ROW(album_side, is_first, FIELD_BOOL, SEES_ALL,
		 "it is the earlier of the two, and the first photo of its "
		 "page"),
};
static const struct table side_table = TABLE("side", album_side, side_fields);

static const struct field pair_fields[] = {
	VIEW_ROW(album_pair, angle, FIELD_TEXT, SEES_ALL,
		 "the angle that both photos show, in the words of the shop: "
		 "正面"),
	VIEW_ROW_OF(
		album_pair, sides, FIELD_LIST, 0, &side_table, SEES_ALL,
		"two of them: the first photo of this angle, then the latest"),
};
static const struct table pair_table = TABLE("pair", album_pair, pair_fields);

static const struct field shot_fields[] = {
	VIEW_ROW(album_shot, angle, FIELD_TEXT, SEES_ALL,
		 "the angle, in the words of the shop: 正面"),
	VIEW_ROW_OF(album_shot, view, FIELD_REF, 0, &view_image_table, SEES_ALL,
		    "the photo; empty where this month lacks the angle"),
	VIEW_ROW_OF(album_shot, thumb, FIELD_REF, 0, &view_image_table,
		    SEES_ALL,
		    "a small square cut of it; the photo itself where there is "
		    "none"),
};
static const struct table shot_table = TABLE("shot", album_shot, shot_fields);

static const struct field month_fields[] = {
	VIEW_ROW_OF(album_month, month, FIELD_STRUCT, 0, &view_date_table,
		    SEES_ALL, "the month, as its first day"),
	VIEW_ROW(album_month, caption, FIELD_TEXT, SEES_ALL,
		 "what the therapist wrote of this month; empty on shared "
		 "pages"),
	VIEW_ROW_OF(album_month, shots, FIELD_LIST, 0, &shot_table, SEES_ALL,
		    "one for each angle of the album, in the same order in "
		    "every month"),
};
static const struct table month_table =
	TABLE("month of photos", album_month, month_fields);

static const struct field album_fields[] = {
	VIEW_ROW_OF(album, months, FIELD_LIST, 0, &month_table, SEES_ALL,
		    "the months with photos, newest first"),
	VIEW_ROW(album, count, FIELD_INT, SEES_ALL,
		 "how many months there are"),
	VIEW_ROW(album, is_one, FIELD_BOOL, SEES_ALL,
		 "there is a single month"),
	VIEW_ROW(album, is_long, FIELD_BOOL, SEES_ALL,
		 "the months are of several years, so the year must be shown"),
	VIEW_ROW_OF(album, pair, FIELD_REF, 0, &pair_table, SEES_ALL,
		    "one angle before and after; empty where none was taken in "
		    "two months"),
};
const struct table album_table = TABLE("album", album, album_fields);

struct angles {
	struct text name[ALBUM_ANGLES];
	size_t count;
};

static size_t find_angle(const struct angles *angles, struct text name)
{
	for (size_t i = 0; i < angles->count; i++)
		if (text_equal(angles->name[i], name))
			return i;
	return SIZE_MAX;
}

static void insert_angle(struct angles *angles, size_t at, struct text name)
{
	if (angles->count == ALBUM_ANGLES)
		return;
	memmove(&angles->name[at + 1], &angles->name[at],
		(angles->count - at) * sizeof(*angles->name));
	angles->name[at] = name;
	angles->count++;
}

static bool same_month(struct month a, struct month b)
{
	return a.year == b.year && a.month == b.month;
}

/*
 * The angles of all months in one order: that of the plan, then that in which
 * the photos of each month stand. A new angle goes behind the one it follows.
 */
static struct angles angles_of(struct plan_photos_list photos,
			       const struct plan_photos *shown)
{
	struct angles wanted = { .count = 0 }, angles = { .count = 0 };
	size_t next = 0;

	for (size_t i = 0; i < photos.count; i++) {
		const struct plan_photo *photo = &photos.items[i];
		size_t at = find_angle(&angles, photo->angle);

		if (!i || !same_month(photo[-1].month, photo->month))
			next = 0;
		if (at == SIZE_MAX) {
			insert_angle(&angles, next, photo->angle);
			at = next;
		}
		next = at < angles.count ? at + 1 : angles.count;
	}
	for (size_t i = 0; shown && i < shown->angles.count; i++)
		for (size_t k = 0; k < angles.count; k++)
			if (angle_equal(angles.name[k],
					shown->angles.items[i]) &&
			    find_angle(&wanted, angles.name[k]) == SIZE_MAX)
				insert_angle(&wanted, wanted.count,
					     angles.name[k]);
	for (size_t i = 0; i < angles.count; i++)
		if (find_angle(&wanted, angles.name[i]) == SIZE_MAX)
			insert_angle(&wanted, wanted.count, angles.name[i]);
	return wanted;
}

static struct view_date month_view(struct arena *arena, struct month month)
{
	return view_date(arena, (struct date){ month.year, month.month, 1 });
}

static struct text caption_of(const struct plan_photos *shown,
			      struct month month)
{
	for (size_t i = 0; shown && i < shown->captions.count; i++)
		if (same_month(shown->captions.items[i].month, month))
			return shown->captions.items[i].text;
	return (struct text){ 0 };
}

/* Fills a month from its photos, which are `count` from `photos` on. */
static void fill_month(struct arena *arena, struct album_month *month,
		       const struct angles *angles,
		       const struct plan_photo *photos, size_t count)
{
	struct album_shot *shots =
		ARENA_ARRAY(arena, angles->count, struct album_shot);

	for (size_t i = 0; i < angles->count; i++)
		shots[i].angle = angles->name[i];
	for (size_t i = 0; i < count; i++) {
		size_t at = find_angle(angles, photos[i].angle);

		if (at == SIZE_MAX)
			continue;
		shots[at].view = view_image(arena, &photos[i].picture);
		shots[at].thumb = view_thumb(arena, &photos[i].picture);
	}
	month->month = month_view(arena, photos->month);
	month->shots = (struct list){ shots, angles->count };
}

static const struct album_pair *find_pair(struct arena *arena,
					  const struct album *album,
					  const struct angles *angles)
{
	const struct album_month *months = album->months.items;
	struct album_pair *pair;
	struct album_side *sides;

	for (size_t a = 0; a < angles->count; a++) {
		const struct album_month *first = NULL, *last = NULL;

		/* Months run from the newest to the oldest. */
		for (size_t m = 0; m < album->months.count; m++) {
			const struct album_shot *shots = months[m].shots.items;

			if (!shots[a].view)
				continue;
			first = &months[m];
			last = last ? last : first;
		}
		if (first == last)
			continue;
		pair = ARENA_NEW(arena, struct album_pair);
		sides = ARENA_ARRAY(arena, 2, struct album_side);
		sides[0].is_first = true;
		sides[0].month = first->month;
		sides[0].view =
			((const struct album_shot *)first->shots.items)[a].view;
		sides[1].month = last->month;
		sides[1].view =
			((const struct album_shot *)last->shots.items)[a].view;
		pair->angle = angles->name[a];
		pair->sides = (struct list){ sides, 2 };
		return pair;
	}
	return NULL;
}

const struct album *album_make(struct arena *arena,
			       struct plan_photos_list photos,
			       const struct plan_photos *shown)
{
	struct angles angles = angles_of(photos, shown);
	struct album *album;
	struct album_month *months;
	size_t count = 0, end = photos.count;

	if (!photos.count)
		return NULL;
	album = ARENA_NEW(arena, struct album);
	months = ARENA_ARRAY(arena, photos.count, struct album_month);
	while (end) {
		struct month month = photos.items[end - 1].month;
		size_t from = end;

		while (from && same_month(photos.items[from - 1].month, month))
			from--;
		fill_month(arena, &months[count], &angles, &photos.items[from],
			   end - from);
		months[count++].caption = caption_of(shown, month);
		end = from;
	}
	album->months = (struct list){ months, count };
	album->count = (int64_t)count;
	album->is_one = count == 1;
	album->is_long = months[0].month.year != months[count - 1].month.year;
	album->pair = find_pair(arena, album, &angles);
	return album;
}
