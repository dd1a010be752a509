#include "model/therapist.h"

#include "base/lang.h"

static const struct field schedule_fields[] = {
	FIELD_ROW(schedule, monday, "周一", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
	FIELD_ROW(schedule, tuesday, "周二", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
	FIELD_ROW(schedule, wednesday, "周三", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
	FIELD_ROW(schedule, thursday, "周四", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
	FIELD_ROW(schedule, friday, "周五", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
	FIELD_ROW(schedule, saturday, "周六", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
	FIELD_ROW(schedule, sunday, "周日", FIELD_HOURS, 0, SEES_ALL,
		  N_("09:00-12:00 14:00-18:00, or off")),
};

const struct table schedule_table =
	TABLE_DOCUMENT("schedule", schedule, schedule_fields);

static const struct field therapist_fields[] = {
	FIELD_ROW(therapist, name, "姓名", FIELD_TEXT, FIELD_REQUIRED, SEES_ALL,
		  N_("the therapist's full name")),
	FIELD_ROW(therapist, title, "职称", FIELD_TEXT, 0, SEES_ALL,
		  N_("the professional title, as on the certificate")),
	FIELD_ROW(therapist, years, "从业年限", FIELD_INT, 0, SEES_ALL,
		  N_("years in the trade")),
	FIELD_ROW(therapist, specialties, "专长", FIELD_TEXTS, 0, SEES_ALL,
		  N_("what the therapist is good at, a list of a few words")),
	FIELD_ROW(therapist, bio, "介绍", FIELD_MARKDOWN, 0, SEES_ALL,
		  N_("a few sentences about the therapist (Markdown)")),
	FIELD_ROW(therapist, phone, "电话", FIELD_PHONE, 0, SEES_OWNER,
		  N_("the number patients may call")),
	FIELD_ROW(therapist, wechat_qr, "微信二维码", FIELD_FILE, 0, SEES_OWNER,
		  N_("a picture of the WeChat QR code, beside this file")),
	FIELD_ROW_OF(therapist, schedule, "排班", FIELD_STRUCT, &schedule_table,
		     SEES_ALL, N_("working hours of each weekday")),
	FIELD_ROW(therapist, leave, "休假", FIELD_PERIODS, 0, SEES_ALL,
		  N_("days or ranges of days off")),
};

const struct table therapist_table =
	TABLE_DOCUMENT("therapist", therapist, therapist_fields);

const struct hours *therapist_hours(const struct therapist *therapist, int day)
{
	const struct schedule *s = &therapist->schedule;
	const struct hours *const week[WEEK_DAYS] = {
		&s->monday, &s->tuesday,  &s->wednesday, &s->thursday,
		&s->friday, &s->saturday, &s->sunday,
	};

	return week[day];
}
