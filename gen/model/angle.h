#ifndef GEN_MODEL_ANGLE_H
#define GEN_MODEL_ANGLE_H

/*
 * The angles of progress photos: front 正面, top 头顶, left 左侧, right 右侧,
 * back 后脑. A file may have either name; other names are shown as they are.
 */

#include "base/text.h"

/* The usual place of an angle in the order; unknown ones come last. */
size_t angle_rank(struct text name);

/* Are both names of the same angle, in whatever language? */
bool angle_equal(struct text a, struct text b);

/* The name to show in a language ("zh-CN" or "en"). */
struct text angle_name(struct text name, struct text language);

#endif
