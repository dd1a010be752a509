#include "model/record.h"

#include "base/lang.h"

static const struct field visit_fields[] = {
	FIELD_ROW(visit, date, "日期", FIELD_DATE, FIELD_REQUIRED,
		  SEES_THERAPIST, N_("the day of the visit")),
	FIELD_ROW(visit, item, "项目", FIELD_TEXT, 0, SEES_THERAPIST,
		  N_("what was done")),
	FIELD_ROW(visit, note, "说明", FIELD_LINES, 0, SEES_THERAPIST,
		  N_("what was noticed")),
};

const struct table visit_table = TABLE_DOCUMENT("visit", visit, visit_fields);

static const struct field note_fields[] = {
	FIELD_ROW(note, date, "日期", FIELD_DATE, 0, SEES_THERAPIST,
		  N_("the day of the note")),
	FIELD_ROW(note, text, "内容", FIELD_LINES, FIELD_REQUIRED,
		  SEES_THERAPIST, N_("the note")),
};

const struct table note_table = TABLE_ITEM("note", note, note_fields, "text");

#define RECORD_TEXT(member, zh, about)                                         \
	FIELD_ROW(record, member, zh, FIELD_LINES, 0, SEES_THERAPIST, about)

static const struct field record_fields[] = {
	FIELD_ROW(record, birthday, "生日", FIELD_BIRTHDAY, 0, SEES_THERAPIST,
		  N_("1975-08-16, or by the moon: lunar 1975-7-10")),
	FIELD_ROW(record, phone, "电话", FIELD_PHONE, 0, SEES_THERAPIST,
		  N_("the patient's telephone number")),
	RECORD_TEXT(wechat, "微信", N_("the patient's WeChat name")),
	RECORD_TEXT(address, "住址", N_("where the patient lives")),
	RECORD_TEXT(family, "家庭", N_("the family")),
	RECORD_TEXT(job, "工作", N_("the work")),
	RECORD_TEXT(diet_preference, "饮食喜好", N_("likes and dislikes")),
	RECORD_TEXT(sleep, "睡眠", N_("how the patient sleeps")),
	RECORD_TEXT(dress, "穿着", N_("how the patient dresses")),
	RECORD_TEXT(economy, "经济条件", N_("the means")),
	RECORD_TEXT(source, "来源", N_("how the patient found the shop")),
	RECORD_TEXT(referred_by, "介绍人",
		    N_("the referral code of the one who sent them")),
	FIELD_ROW(record, tags, "标签", FIELD_TEXTS, 0, SEES_THERAPIST,
		  N_("a few words to sort by")),
	FIELD_ROW_OF(record, visits, "到店", FIELD_LIST, &visit_table,
		     SEES_THERAPIST, N_("visits to the shop")),
	FIELD_ROW_OF(record, notes, "记录", FIELD_LIST, &note_table,
		     SEES_THERAPIST, N_("notes")),
};

const struct table record_table =
	TABLE_DOCUMENT("record", record, record_fields);
