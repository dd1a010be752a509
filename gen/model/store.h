#ifndef GEN_MODEL_STORE_H
#define GEN_MODEL_STORE_H

/*
 * store.yaml and queue.yaml: one shop.
 */

#include "model/fields.h"
#include "model/values.h"

struct department {
	struct origin origin;
	struct text name;
	struct markdown intro;
};

struct booking {
	struct origin origin;
	struct text phone, link;
	struct markdown note;
};

struct voucher {
	struct origin origin;
	struct text title;    /* what it is good for; empty: no voucher */
	struct inlines terms; /* one line each */
	int64_t valid_days;   /* after the end of the referrer's plan */
};

struct store {
	struct origin origin;
	struct text name, address, phone;
	struct hours hours;
	struct point map;
	struct list departments; /* struct department */
	struct markdown notice;
	struct booking booking;
	struct voucher voucher;
	/* Not in the file: */
	struct text key; /* its folder's name */
};

struct queue {
	struct origin origin;
	struct text now;
	struct texts waiting;
	struct text updated;
};

extern const struct table store_table;
extern const struct table department_table;
extern const struct table booking_table;
extern const struct table voucher_table;
extern const struct table queue_table;

#endif
