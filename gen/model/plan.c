#include "model/plan.h"

#include "base/lang.h"
#include "model/identity.h"

static const struct choice status_choices[] = {
	{ "active", "进行中" },
	{ "finished", "已结束" },
	{ "draft", "草稿" },
	{ NULL, NULL },
};

static const struct choice place_choices[] = {
	{ "shop", "门店" },
	{ "home", "居家" },
	{ NULL, NULL },
};

static const struct field cause_fields[] = {
	FIELD_ROW(cause, summary, "小结", FIELD_LINES, 0, SEES_OWNER,
		  N_("a sentence or two on what brought it on")),
	FIELD_ROW(cause, history, "经过", FIELD_MARKDOWN, 0, SEES_OWNER,
		  N_("how it went so far (Markdown; a list makes a time "
		     "line)")),
	FIELD_ROW(cause, diagnosis, "辨证", FIELD_LINES, 0, SEES_OWNER,
		  N_("the pattern in the terms of the house")),
};

const struct table cause_table = TABLE_DOCUMENT("cause", cause, cause_fields);

static const struct field check_fields[] = {
	FIELD_ROW(check, name, "名称", FIELD_TEXT, FIELD_REQUIRED, SEES_OWNER,
		  N_("what was measured; the same name at several dates makes "
		     "a trend")),
	FIELD_ROW(check, value, "数值", FIELD_NUMBER, 0, SEES_OWNER,
		  N_("the result, a number or a word")),
	FIELD_ROW(check, unit, "单位", FIELD_TEXT, 0, SEES_OWNER,
		  N_("the unit of the number")),
	FIELD_ROW(check, range, "参考", FIELD_RANGE, 0, SEES_OWNER,
		  N_("the reference range: 120-180, <5 or >60")),
	FIELD_ROW(check, date, "日期", FIELD_DATE, FIELD_REQUIRED, SEES_OWNER,
		  N_("the day of the check")),
	FIELD_ROW(check, file, "附件", FIELD_FILE, 0, SEES_OWNER,
		  N_("a report in the folder files/, PDF or picture")),
	FIELD_ROW(check, note, "说明", FIELD_TEXT, 0, SEES_OWNER,
		  N_("a remark")),
};

const struct table check_table = TABLE_DOCUMENT("check", check, check_fields);

static const struct field treatment_fields[] = {
	FIELD_ROW(treatment, item, "项目", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_OWNER, N_("what is done")),
	FIELD_ROW(treatment, every, "每", FIELD_EVERY, FIELD_REQUIRED,
		  SEES_OWNER,
		  N_("on which days: daily, every other day, every 3 days, tue "
		     "fri, weekdays, monthly on 5, every 2 weeks on wed or "
		     "RRULE:…")),
	FIELD_ROW(treatment, time, "时间", FIELD_CLOCK, 0, SEES_OWNER,
		  N_("the time of day: 14:30")),
	FIELD_ROW(treatment, duration, "时长", FIELD_TEXT, 0, SEES_OWNER,
		  N_("how long it takes: 60 minutes")),
	FIELD_ROW(treatment, from, "从", FIELD_DATE, 0, SEES_OWNER,
		  N_("the first possible day; the plan's start where nothing "
		     "is said")),
	FIELD_ROW(treatment, until, "到", FIELD_DATE, 0, SEES_OWNER,
		  N_("the last possible day; the plan's end where nothing is "
		     "said")),
	FIELD_ROW(treatment, except, "除", FIELD_DATES, 0, SEES_OWNER,
		  N_("days on which it does not take place")),
	FIELD_ROW_CHOICE(treatment, place, "地点", place_choices, SEES_OWNER,
			 N_("where it is done: shop or home")),
	FIELD_ROW(treatment, note, "说明", FIELD_INLINE, 0, SEES_OWNER,
		  N_("what to mind")),
};

const struct table treatment_table =
	TABLE_DOCUMENT("treatment", treatment, treatment_fields);

static const struct field medicine_fields[] = {
	FIELD_ROW(medicine, name, "名称", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_OWNER, N_("the medicine's name")),
	FIELD_ROW(medicine, dose, "用量", FIELD_TEXT, 0, SEES_OWNER,
		  N_("how much each time: 10 g")),
	FIELD_ROW(medicine, frequency, "频次", FIELD_TEXT, 0, SEES_OWNER,
		  N_("how often: twice a day, once every sunday")),
	FIELD_ROW(medicine, timing, "时机", FIELD_TEXT, 0, SEES_OWNER,
		  N_("when: after breakfast and supper")),
	FIELD_ROW(medicine, from, "从", FIELD_DATE, 0, SEES_OWNER,
		  N_("the first day; the plan's start where nothing is said")),
	FIELD_ROW(medicine, until, "到", FIELD_DATE, 0, SEES_OWNER,
		  N_("the last day; the plan's end where nothing is said")),
	FIELD_ROW(medicine, note, "说明", FIELD_INLINE, 0, SEES_OWNER,
		  N_("what to mind")),
};

const struct table medicine_table =
	TABLE_DOCUMENT("medicine", medicine, medicine_fields);

static const struct field meal_fields[] = {
	FIELD_ROW(meal, meal, "餐", FIELD_TEXT, FIELD_REQUIRED, SEES_OWNER,
		  N_("which meal: breakfast")),
	FIELD_ROW(meal, content, "内容", FIELD_LINES, FIELD_REQUIRED,
		  SEES_OWNER, N_("what to eat")),
	FIELD_ROW(meal, day, "日", FIELD_EVERY, 0, SEES_OWNER,
		  N_("on which weekdays: mon wed; every day where nothing is "
		     "said")),
};

const struct table meal_table = TABLE_DOCUMENT("meal", meal, meal_fields);

static const struct field diet_fields[] = {
	FIELD_ROW(diet, eat, "宜", FIELD_TEXTS, 0, SEES_OWNER,
		  N_("what does good, a list")),
	FIELD_ROW(diet, avoid, "忌", FIELD_TEXTS, 0, SEES_OWNER,
		  N_("what to avoid, a list")),
	FIELD_ROW_OF(diet, meals, "食谱", FIELD_LIST, &meal_table, SEES_OWNER,
		     N_("what to eat at which meal")),
};

const struct table diet_table = TABLE_DOCUMENT("diet", diet, diet_fields);

static const struct field revisit_fields[] = {
	FIELD_ROW(revisit, date, "日期", FIELD_DATE, FIELD_REQUIRED, SEES_OWNER,
		  N_("the day of the revisit")),
	FIELD_ROW(revisit, time, "时间", FIELD_CLOCK, 0, SEES_OWNER,
		  N_("the time of day: 14:30")),
	FIELD_ROW(revisit, bring, "带", FIELD_TEXT, 0, SEES_OWNER,
		  N_("what to bring along")),
	FIELD_ROW(revisit, note, "说明", FIELD_INLINE, 0, SEES_OWNER,
		  N_("what it is for")),
	FIELD_ROW(revisit, done, "已到", FIELD_BOOL, 0, SEES_OWNER,
		  N_("yes once the patient has come")),
};

const struct table revisit_table =
	TABLE_ITEM("revisit", revisit, revisit_fields, "date");

static const struct field photos_fields[] = {
	FIELD_ROW(plan_photos, captions, "说明", FIELD_CAPTIONS, 0, SEES_OWNER,
		  N_("a text for a month: 2026-03: a narrower parting")),
	FIELD_ROW(plan_photos, angles, "角度", FIELD_TEXTS, 0, SEES_OWNER,
		  N_("the order of the angles: front, top, left, right, back")),
	FIELD_ROW(plan_photos, hide, "不显示", FIELD_MONTHS, 0, SEES_NOBODY,
		  N_("months whose photos stay off the page")),
};

const struct table plan_photos_table =
	TABLE_DOCUMENT("photos", plan_photos, photos_fields);

static const struct field bill_fields[] = {
	FIELD_ROW(bill, item, "项目", FIELD_TEXT, FIELD_REQUIRED, SEES_OWNER,
		  N_("what it is for")),
	FIELD_ROW(bill, amount, "金额", FIELD_MONEY, FIELD_REQUIRED, SEES_OWNER,
		  N_("how much: 3600")),
	FIELD_ROW(bill, due, "截止", FIELD_DATE, 0, SEES_OWNER,
		  N_("to be paid by this day")),
	FIELD_ROW(bill, paid, "已付", FIELD_DATE, 0, SEES_OWNER,
		  N_("the day it was paid")),
	FIELD_ROW(bill, link, "链接", FIELD_URL, 0, SEES_OWNER,
		  N_("where it can be paid")),
};

const struct table bill_table = TABLE_DOCUMENT("bill", bill, bill_fields);

static const struct field share_fields[] = {
	FIELD_ROW(share, name, "称呼", FIELD_TEXT, 0, SEES_ALL,
		  N_("how the patient is called there; a neutral word where "
		     "nothing is said")),
	FIELD_ROW(share, photos, "照片", FIELD_MONTHS, 0, SEES_NOBODY,
		  N_("the months whose photos may be shown there")),
	FIELD_ROW(share, quote, "感言", FIELD_LINES, 0, SEES_ALL,
		  N_("the patient's own words")),
	FIELD_ROW(share, until, "至", FIELD_DATE, 0, SEES_ALL,
		  N_("the last day of the page for friends")),
};

const struct table share_table = TABLE_DOCUMENT("share", share, share_fields);

static const struct field plan_fields[] = {
	FIELD_ROW(plan, id, "编号", FIELD_SLUG, FIELD_REQUIRED, SEES_NOBODY,
		  N_("the plan's own number, made by `careplan new patient`; "
		     "links depend on it, so it is never changed or copied")),
	FIELD_ROW(plan, name, "姓名", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_THERAPIST,
		  N_("the full name; seen by the therapist only")),
	FIELD_ROW(plan, display_name, "称呼", FIELD_TEXT, FIELD_REQUIRED,
		  SEES_OWNER,
		  N_("how the page addresses the patient: Ms Wang")),
	FIELD_ROW_CHOICE(plan, status, "状态", status_choices, SEES_OWNER,
			 N_("active, finished or draft (no page)")),
	FIELD_ROW(plan, therapist, "理疗师", FIELD_SLUG, FIELD_REQUIRED,
		  SEES_NOBODY,
		  N_("the name of the therapist's file in the shop's "
		     "therapists/, without .yaml")),
	FIELD_ROW(plan, start, "开始", FIELD_DATE, FIELD_REQUIRED, SEES_OWNER,
		  N_("the first day of the plan")),
	FIELD_ROW(plan, end, "结束", FIELD_DATE, FIELD_REQUIRED, SEES_OWNER,
		  N_("the last day of the plan")),
	FIELD_ROW(plan, expires, "失效", FIELD_DATE, 0, SEES_OWNER,
		  N_("the last day of the page; 180 days after the end where "
		     "nothing is said")),
	FIELD_ROW(plan, link_version, "链接版本", FIELD_INT, 0, SEES_NOBODY,
		  N_("a number; raising it makes every link given out before "
		     "invalid")),
	FIELD_ROW(plan, pin, "密码", FIELD_TEXT, FIELD_SECRET, SEES_NOBODY,
		  N_("with it the page opens only for who knows it")),
	FIELD_ROW_OF(plan, consent, "同意", FIELD_STRUCT, &consent_table,
		     SEES_OWNER,
		     N_("what the patient agreed to, each with its date")),
	FIELD_ROW_OF(plan, cause, "病因", FIELD_STRUCT, &cause_table,
		     SEES_OWNER, N_("where it comes from")),
	FIELD_ROW_OF(plan, checks, "检查", FIELD_LIST, &check_table, SEES_OWNER,
		     N_("results of checks")),
	FIELD_ROW_OF(plan, treatments, "疗程", FIELD_LIST, &treatment_table,
		     SEES_OWNER, N_("what is done on which days")),
	FIELD_ROW_OF(plan, medicines, "用药", FIELD_LIST, &medicine_table,
		     SEES_OWNER, N_("which medicines, and how they are taken")),
	FIELD_ROW_OF(plan, diet, "膳食", FIELD_STRUCT, &diet_table, SEES_OWNER,
		     N_("what to eat and what to avoid")),
	FIELD_ROW(plan, precautions, "注意事项", FIELD_INLINES, 0, SEES_OWNER,
		  N_("what to mind, one line each (Markdown)")),
	FIELD_ROW_OF(plan, revisits, "复诊", FIELD_LIST, &revisit_table,
		     SEES_OWNER, N_("on which days the patient comes again")),
	FIELD_ROW(plan, articles, "文章", FIELD_TEXTS, 0, SEES_NOBODY,
		  N_("names of articles, in reading order")),
	FIELD_ROW_OF(plan, photos, "照片", FIELD_STRUCT, &plan_photos_table,
		     SEES_OWNER, N_("captions and order of the photos")),
	FIELD_ROW_OF(plan, bills, "费用", FIELD_LIST, &bill_table, SEES_OWNER,
		     N_("what is to be paid")),
	FIELD_ROW_OF(plan, share, "分享", FIELD_STRUCT, &share_table, SEES_ALL,
		     N_("what friends may see")),
};

const struct table plan_table = TABLE_DOCUMENT("plan", plan, plan_fields);

/* -- what one field alone cannot show --------------------------------------- */

static bool complain(struct diags *diags, struct place place, const char *code,
		     const char *message, const char *hint)
{
	struct diag *diag =
		diag_add(diags, SEVERITY_ERROR, place, code, "%s", message);

	diag_hint(diags, diag, "%s", hint);
	return false;
}

static bool check_span(struct diags *diags, struct place place,
		       struct date from, struct date until)
{
	if (date_compare(from, until) > 0)
		return complain(diags, place, "plan.dates.order",
				_("it ends before it starts"),
				_("exchange the two dates, or correct the "
				  "year"));
	if (date_days(until) - date_days(from) > PLAN_MOST_DAYS)
		return complain(diags, place, "plan.dates.too-long",
				_("it lasts more than three years"),
				_("correct the year, or start a new plan"));
	return true;
}

static bool check_treatments(struct plan *plan, struct diags *diags)
{
	struct treatment *items = plan->treatments.items;
	bool good = true;

	for (size_t i = 0; i < plan->treatments.count; i++) {
		struct treatment *t = &items[i];

		if (!date_is_set(t->from))
			t->from = plan->start;
		if (!date_is_set(t->until))
			t->until = plan->end;
		good &= check_span(diags,
				   fields_place(&treatment_table, t, &t->until),
				   t->from, t->until);
	}
	return good;
}

static bool check_medicines(struct plan *plan, struct diags *diags)
{
	struct medicine *items = plan->medicines.items;
	bool good = true;

	for (size_t i = 0; i < plan->medicines.count; i++) {
		struct medicine *m = &items[i];

		if (!date_is_set(m->from))
			m->from = plan->start;
		if (!date_is_set(m->until))
			m->until = plan->end;
		good &= check_span(diags,
				   fields_place(&medicine_table, m, &m->until),
				   m->from, m->until);
	}
	return good;
}

/* A revisit far from the plan is a mistyped year. */
static void check_revisits(const struct plan *plan, struct diags *diags)
{
	const struct revisit *items = plan->revisits.items;

	for (size_t i = 0; i < plan->revisits.count; i++) {
		const struct revisit *r = &items[i];
		struct diag *diag;

		if (!date_is_set(r->date) ||
		    (date_compare(r->date, plan->start) >= 0 &&
		     date_compare(r->date, plan->expires) <= 0))
			continue;
		diag = diag_add(diags, SEVERITY_WARNING,
				fields_place(&revisit_table, r, &r->date),
				"plan.revisit.outside",
				_("this revisit lies outside the plan"));
		diag_hint(diags, diag,
			  _("is the year right? otherwise move the plan's "
			    "start or end"));
	}
}

static bool check_consent(const struct plan *plan, struct diags *diags)
{
	struct diag *diag;

	if (date_is_set(plan->consent.plan_page) || plan->status == PLAN_DRAFT)
		return true;
	diag = diag_add(diags, SEVERITY_WARNING,
			fields_place(&plan_table, plan, &plan->consent),
			"plan.consent.missing",
			_("the patient's consent to a page of their own is "
			  "not entered"));
	diag_hint(diags, diag,
		  _("ask for it and enter the day: “consent:”, below it “  "
		    "plan_page: 2026-03-02”"));
	return true;
}

/* A page has to be readable, and to be made: lists are bounded together. */
static bool check_size(const struct plan *plan, struct diags *diags)
{
	size_t items = plan->treatments.count + plan->medicines.count +
		       plan->checks.count + plan->revisits.count +
		       plan->bills.count + plan->diet.meals.count +
		       plan->diet.eat.count + plan->diet.avoid.count +
		       plan->precautions.count + plan->articles.count;

	return items <= PLAN_MOST_ITEMS ||
	       complain(diags, source_whole(plan->origin.source),
			"plan.too-long",
			_("there are too many entries in this plan"),
			_("a page can show about 500; start a new plan, or "
			  "delete what is long past"));
}

bool plan_check(struct plan *plan, struct diags *diags)
{
	bool good;

	if (!identity_is_id(plan->id))
		return complain(
			diags, fields_place(&plan_table, plan, &plan->id),
			"plan.id.invalid",
			_("this number cannot be used in links"),
			_("letters a-z, digits, - and _ only, at most 64; "
			  "`careplan new patient` makes one"));
	good = check_span(diags, fields_place(&plan_table, plan, &plan->end),
			  plan->start, plan->end);
	if (!good || !check_size(plan, diags))
		return false;
	if (!date_is_set(plan->expires))
		plan->expires = date_add(plan->end, PLAN_EXPIRES_DAYS);
	good = check_treatments(plan, diags);
	good &= check_medicines(plan, diags);
	check_revisits(plan, diags);
	return check_consent(plan, diags) && good;
}
