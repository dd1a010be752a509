#include "model/clinic.h"

#include "base/lang.h"

static const struct field privacy_fields[] = {
	FIELD_ROW(clinic_privacy, who, "处理者", FIELD_TEXT, 0, SEES_ALL,
		  N_("who answers for the data: the company's full name")),
	FIELD_ROW(clinic_privacy, contact, "联系", FIELD_TEXT, 0, SEES_ALL,
		  N_("how to have data shown, corrected or deleted")),
	FIELD_ROW(clinic_privacy, purpose, "目的", FIELD_TEXT, 0, SEES_ALL,
		  N_("what the data is used for")),
	FIELD_ROW(clinic_privacy, retention, "保存期", FIELD_TEXT, 0, SEES_ALL,
		  N_("how long it is kept")),
};

const struct table clinic_privacy_table =
	TABLE_DOCUMENT("privacy", clinic_privacy, privacy_fields);

static const struct field gift_fields[] = {
	FIELD_ROW(clinic_gift, name, "名称", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_ALL, N_("what the points buy")),
	FIELD_ROW(clinic_gift, cost, "积分", FIELD_INT, FIELD_REQUIRED,
		  SEES_ALL, N_("how many points it costs")),
	FIELD_ROW(clinic_gift, photo, "图片", FIELD_FILE, 0, SEES_ALL,
		  N_("a picture beside this file")),
};

const struct table clinic_gift_table =
	TABLE_DOCUMENT("gift", clinic_gift, gift_fields);

static const struct choice shown_choices[] = {
	{ "shop", "门店" },
	{ "plan", "患者页" },
	{ NULL, NULL },
};

static const struct field points_fields[] = {
	FIELD_ROW(clinic_points, referral, "转介绍", FIELD_INT, 0, SEES_OWNER,
		  N_("points for a friend who comes for a trial")),
	FIELD_ROW(clinic_points, deal, "成交", FIELD_INT, 0, SEES_OWNER,
		  N_("points for a friend who starts a plan")),
	FIELD_ROW_OF(clinic_points, gifts, "礼品", FIELD_LIST,
		     &clinic_gift_table, SEES_OWNER,
		     N_("what points can be exchanged for")),
	FIELD_ROW_CHOICE(clinic_points, shown, "显示", shown_choices,
			 SEES_NOBODY,
			 N_("where points show: in the shop only, or on the "
			    "patient's page too")),
};

const struct table clinic_points_table =
	TABLE_DOCUMENT("points", clinic_points, points_fields);

static const struct field messages_fields[] = {
	FIELD_ROW(clinic_messages, revisit, "复诊", FIELD_LINES, 0,
		  SEES_THERAPIST,
		  N_("a message before a revisit, with {{称呼}} (who), "
		     "{{日期}} (date), {{时间}} (time) and {{带}} (what to "
		     "bring)")),
	FIELD_ROW(clinic_messages, birthday, "生日", FIELD_LINES, 0,
		  SEES_THERAPIST, N_("a message on a birthday")),
	FIELD_ROW(clinic_messages, missed, "未到", FIELD_LINES, 0,
		  SEES_THERAPIST, N_("a message after a missed revisit")),
	FIELD_ROW(clinic_messages, referral, "转介绍", FIELD_LINES, 0,
		  SEES_THERAPIST, N_("thanks for a referral")),
};

const struct table clinic_messages_table =
	TABLE_DOCUMENT("messages", clinic_messages, messages_fields);

static const struct field clinic_fields[] = {
	FIELD_ROW(clinic, name, "名称", FIELD_TEXT, FIELD_REQUIRED, SEES_ALL,
		  N_("the brand's name")),
	FIELD_ROW(clinic, slogan, "口号", FIELD_TEXT, 0, SEES_ALL,
		  N_("a line below the name")),
	FIELD_ROW(clinic, logo, "标志", FIELD_FILE, 0, SEES_ALL,
		  N_("a picture beside this file")),
	FIELD_ROW(clinic, about, "介绍", FIELD_MARKDOWN, 0, SEES_ALL,
		  N_("a few sentences about the clinic (Markdown)")),
	FIELD_ROW(clinic, icp, "备案号", FIELD_TEXT, 0, SEES_ALL,
		  N_("the ICP number, shown at the foot of every page")),
	FIELD_ROW(clinic, disclaimer, "声明", FIELD_LINES, 0, SEES_ALL,
		  N_("a sentence at the foot of every page")),
	FIELD_ROW_OF(clinic, privacy, "隐私说明", FIELD_STRUCT,
		     &clinic_privacy_table, SEES_ALL,
		     N_("the privacy notice at the foot of private pages")),
	FIELD_ROW(clinic, licensed, "医疗机构", FIELD_BOOL, 0, SEES_NOBODY,
		  N_("is this a licensed medical institution?")),
	FIELD_ROW(clinic, licence, "许可证号", FIELD_TEXT, 0, SEES_ALL,
		  N_("the number of the licence")),
	FIELD_ROW_OF(clinic, points, "积分", FIELD_STRUCT, &clinic_points_table,
		     SEES_OWNER, N_("points for referrals")),
	FIELD_ROW_OF(clinic, messages, "消息", FIELD_STRUCT,
		     &clinic_messages_table, SEES_THERAPIST,
		     N_("messages that therapists copy")),
	FIELD_ROW(clinic, categories, "栏目", FIELD_TEXTS, 0, SEES_ALL,
		  N_("categories of articles, in the order of the index")),
};

const struct table clinic_table =
	TABLE_DOCUMENT("clinic", clinic, clinic_fields);
