#include "model/angle.h"

static const struct {
	const char *key, *zh, *en;
} angles[] = {
	{ "front", "正面", "Front" }, { "top", "头顶", "Top" },
	{ "left", "左侧", "Left" },   { "right", "右侧", "Right" },
	{ "back", "后脑", "Back" },
};

enum { ANGLES = sizeof(angles) / sizeof(angles[0]) };

size_t angle_rank(struct text name)
{
	for (size_t i = 0; i < ANGLES; i++)
		if (text_is(name, angles[i].key) ||
		    text_is(name, angles[i].zh) || text_is(name, angles[i].en))
			return i;
	return ANGLES;
}

bool angle_equal(struct text a, struct text b)
{
	size_t rank = angle_rank(a);

	return rank < ANGLES ? rank == angle_rank(b) : text_equal(a, b);
}

struct text angle_name(struct text name, struct text language)
{
	size_t rank = angle_rank(name);

	if (rank == ANGLES)
		return name;
	return text_of(text_starts(language, "zh") ? angles[rank].zh
						   : angles[rank].en);
}
