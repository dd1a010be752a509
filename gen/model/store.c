#include "model/store.h"

#include "base/lang.h"

static const struct field department_fields[] = {
	FIELD_ROW(department, name, "名称", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_ALL, N_("the department's name")),
	FIELD_ROW(department, intro, "介绍", FIELD_INLINE, 0, SEES_ALL,
		  N_("what it does, one or two sentences")),
};

const struct table department_table =
	TABLE_ITEM("department", department, department_fields, "name");

static const struct field booking_fields[] = {
	FIELD_ROW(booking, phone, "电话", FIELD_PHONE, 0, SEES_ALL,
		  N_("the number for appointments; the shop's own where "
		     "nothing is said")),
	FIELD_ROW(booking, link, "链接", FIELD_URL, 0, SEES_ALL,
		  N_("the address of an online booking page")),
	FIELD_ROW(booking, note, "说明", FIELD_INLINE, 0, SEES_ALL,
		  N_("what to know before booking")),
};

const struct table booking_table =
	TABLE_DOCUMENT("booking", booking, booking_fields);

static const struct field voucher_fields[] = {
	FIELD_ROW(voucher, title, "名称", FIELD_TEXT, FIELD_REQUIRED, SEES_ALL,
		  N_("what the newcomer gets")),
	FIELD_ROW(voucher, terms, "条款", FIELD_INLINES, 0, SEES_ALL,
		  N_("how it is used, one line each")),
	FIELD_ROW(voucher, valid_days, "有效天数", FIELD_INT, 0, SEES_ALL,
		  N_("days it stays good after the end of the plan it hangs "
		     "on")),
};

const struct table voucher_table =
	TABLE_DOCUMENT("voucher", voucher, voucher_fields);

static const struct field store_fields[] = {
	FIELD_ROW(store, name, "名称", FIELD_TEXT, FIELD_REQUIRED, SEES_ALL,
		  N_("the shop's name")),
	FIELD_ROW(store, address, "地址", FIELD_TEXT, 0, SEES_ALL,
		  N_("street and number")),
	FIELD_ROW(store, phone, "电话", FIELD_PHONE, 0, SEES_ALL,
		  N_("the shop's telephone number")),
	FIELD_ROW(store, hours, "营业时间", FIELD_HOURS, 0, SEES_ALL,
		  N_("when it is open: daily 9:00-20:00")),
	FIELD_ROW(store, map, "地图", FIELD_POINT, 0, SEES_ALL,
		  N_("longitude, latitude: 106.683, 26.563")),
	FIELD_ROW_OF(store, departments, "科室", FIELD_LIST, &department_table,
		     SEES_ALL, N_("the shop's departments")),
	FIELD_ROW(store, notice, "公告", FIELD_MARKDOWN, 0, SEES_ALL,
		  N_("what visitors should know now (Markdown)")),
	FIELD_ROW_OF(store, booking, "预约", FIELD_STRUCT, &booking_table,
		     SEES_ALL, N_("how to make an appointment")),
	FIELD_ROW_OF(store, voucher, "体验券", FIELD_STRUCT, &voucher_table,
		     SEES_ALL,
		     N_("what a newcomer gets who brings a patient's code")),
};

const struct table store_table = TABLE_DOCUMENT("store", store, store_fields);

static const struct field queue_fields[] = {
	FIELD_ROW(queue, now, "当前号", FIELD_TEXT, 0, SEES_ALL,
		  N_("the number that is being served")),
	FIELD_ROW(queue, waiting, "等候", FIELD_TEXTS, 0, SEES_ALL,
		  N_("numbers or masked names that wait, in order")),
	FIELD_ROW(queue, updated, "更新", FIELD_TEXT, 0, SEES_ALL,
		  N_("when this was last changed: 10:15")),
};

const struct table queue_table = TABLE_DOCUMENT("queue", queue, queue_fields);
