#include "model/claims.h"

#include "base/map.h"

static int compare(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (!text_equal(x->id, y->id))
		return text_compare(x->id, y->id);
	return x->claimant < y->claimant ? -1 : 1;
}

static int same(const struct claim *a, const struct claim *b)
{
	return a->id.len && a->hash == b->hash && text_equal(a->id, b->id);
}

size_t claims_find_rivals(struct claim *claims, size_t count)
{
	size_t rivals = 0;

	for (size_t i = 0; i < count; i++) {
		claims[i].hash = map_hash(claims[i].id);
		claims[i].rival = -1;
	}
	qsort(claims, count, sizeof(*claims), compare);
	for (size_t i = 0; i < count; i++) {
		if (i && same(&claims[i - 1], &claims[i]))
			claims[i].rival = (ptrdiff_t)claims[i - 1].claimant;
		else if (i + 1 < count && same(&claims[i], &claims[i + 1]))
			claims[i].rival = (ptrdiff_t)claims[i + 1].claimant;
		rivals += claims[i].rival >= 0;
	}
	return rivals;
}
