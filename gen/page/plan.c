#include "page/plan.h"

#include "base/map.h"
#include "page/album.h"
#include "page/care.h"
#include "page/findings.h"
#include "page/month.h"
#include "page/theme.h"

/*
 * The view is filled section by section; a section that has nothing to show is
 * NULL (or its has_… false), and the template leaves it out.
 */

/* A kind of dot in the legend of the calendar. */
struct plan_kind {
	struct text kind, word; /* t, t.dot_t */
	bool is_revisit;
};

struct plan_refer {
	struct text src;
	int64_t width, height;
	struct text code; /* as printed: 7K3M-Q9XD-T */
};

/* What referrals earned; nothing of who came. */
struct plan_points {
	int64_t total, friends;
	bool has_gifts;
	struct list gifts; /* struct clinic_gift */
};

struct plan_bill {
	struct text item, amount, link;
	bool is_due; /* not paid */
	struct view_date due, paid;
};

struct plan_bills {
	struct list items; /* struct plan_bill */
};

struct plan_view {
	struct view_page page;
	struct text name; /* how the page addresses the patient */
	struct text token, code_path;
	struct view_date start, end, updated;
	int64_t days;
	struct view_store store;
	const struct view_therapist *therapist;

	const struct care_visits *visits;
	bool has_calendar;
	struct list months, kinds;

	bool has_care;
	const struct care_items *treatments, *medicines;
	bool has_diet, has_eat, has_avoid;
	struct texts eat, avoid;
	const struct care_items *meals;
	bool has_precautions;
	struct inlines precautions;

	bool has_change;
	const struct album *photos;
	const struct findings *checks;
	const struct history *cause;

	bool has_more, has_articles;
	struct list articles;
	const struct plan_refer *refer;
	struct text poster; /* may be empty */
	bool has_share;
	const struct plan_points *points;
	const struct plan_bills *bills;
};

static const struct field kind_fields[] = {
	VIEW_ROW(plan_kind, kind, FIELD_TEXT, SEES_PATIENT,
		 "the letter of the class, k-{{kind}}: r revisit, t in the "
		 "shop, h at home, m medicine, b bill"),
	VIEW_ROW(plan_kind, word, FIELD_TEXT, SEES_PATIENT,
		 "the string of its name: {{>*word}}"),
	VIEW_ROW(plan_kind, is_revisit, FIELD_BOOL, SEES_PATIENT,
		 "it is the mark of revisits, which is no dot"),
};
static const struct table kind_table = TABLE("kind", plan_kind, kind_fields);

static const struct field refer_fields[] = {
	VIEW_ROW(plan_refer, src, FIELD_TEXT, SEES_PATIENT,
		 "the picture of the QR code that leads to the voucher; put "
		 "{{root}} before it"),
	VIEW_ROW(plan_refer, width, FIELD_INT, SEES_PATIENT,
		 "its width in pixels"),
	VIEW_ROW(plan_refer, height, FIELD_INT, SEES_PATIENT,
		 "its height in pixels"),
	VIEW_ROW(plan_refer, code, FIELD_TEXT, SEES_PATIENT,
		 "the code as people read it out: 7K3M-Q9XD-T"),
};
static const struct table refer_table =
	TABLE("referral card", plan_refer, refer_fields);

static const struct field points_fields[] = {
	VIEW_ROW(plan_points, total, FIELD_INT, SEES_PATIENT,
		 "the points earned in all"),
	VIEW_ROW(plan_points, friends, FIELD_INT, SEES_PATIENT,
		 "how many friends came"),
	VIEW_ROW(plan_points, has_gifts, FIELD_BOOL, SEES_PATIENT,
		 "there is something that points buy"),
	VIEW_ROW_OF(plan_points, gifts, FIELD_LIST, 0, &clinic_gift_table,
		    SEES_PATIENT, "what points buy, with what it costs"),
};
static const struct table points_table =
	TABLE("points card", plan_points, points_fields);

static const struct field bill_fields[] = {
	VIEW_ROW(plan_bill, item, FIELD_TEXT, SEES_PATIENT, "what it is for"),
	VIEW_ROW(plan_bill, amount, FIELD_TEXT, SEES_PATIENT,
		 "the amount: ¥1,280 or ¥12.50"),
	VIEW_ROW(plan_bill, link, FIELD_URL, SEES_PATIENT,
		 "where it can be paid, an absolute address; may be empty"),
	VIEW_ROW(plan_bill, is_due, FIELD_BOOL, SEES_PATIENT,
		 "it is not paid yet"),
	VIEW_ROW_OF(plan_bill, due, FIELD_STRUCT, 0, &view_date_table,
		    SEES_PATIENT, "the day until which to pay; may be empty"),
	VIEW_ROW_OF(plan_bill, paid, FIELD_STRUCT, 0, &view_date_table,
		    SEES_PATIENT,
		    "the day it was paid; empty where it was not"),
};
static const struct table bill_view_table =
	TABLE("bill card", plan_bill, bill_fields);

static const struct field bills_fields[] = {
	VIEW_ROW_OF(plan_bills, items, FIELD_LIST, 0, &bill_view_table,
		    SEES_PATIENT,
		    "those not paid by their day, then the paid ones, latest "
		    "first"),
};
static const struct table bills_table =
	TABLE("bill cards", plan_bills, bills_fields);

#define SHOWN(member_, type_, about_)                                          \
	VIEW_ROW(plan_view, member_, type_, SEES_PATIENT, about_)
#define SHOWN_OF(member_, type_, table_, about_)                               \
	VIEW_ROW_OF(plan_view, member_, type_, 0, table_, SEES_PATIENT, about_)

static const struct field plan_view_fields[] = {
	VIEW_ROW_OF(plan_view, page, FIELD_STRUCT, FIELD_BASE, &view_page_table,
		    SEES_PATIENT,
		    "what all pages know; its names are seen directly"),
	SHOWN(name, FIELD_TEXT, "how the page addresses the patient"),
	SHOWN(token, FIELD_TEXT,
	      "the name of the page's own files: {{token}}.ics is the calendar "
	      "beside it"),
	SHOWN(code_path, FIELD_TEXT,
	      "the name of the share page and the voucher: "
	      "s/{{code_path}}.html, r/{{code_path}}.html"),
	SHOWN_OF(start, FIELD_STRUCT, &view_date_table,
		 "the first day of the plan"),
	SHOWN_OF(end, FIELD_STRUCT, &view_date_table,
		 "the last day of the plan"),
	SHOWN_OF(updated, FIELD_STRUCT, &view_date_table,
		 "the day of the last change of the content"),
	SHOWN(days, FIELD_INT, "how many days the plan lasts"),
	SHOWN_OF(store, FIELD_STRUCT, &view_store_table, "the shop"),
	SHOWN_OF(therapist, FIELD_REF, &view_therapist_table, "the therapist"),
	SHOWN_OF(visits, FIELD_REF, &care_visits_table,
		 "the revisits; empty where there are none"),
	SHOWN(has_calendar, FIELD_BOOL,
	      "there are days to be shown in a calendar"),
	SHOWN_OF(months, FIELD_LIST, &month_grid_table,
		 "the calendar, month by month"),
	SHOWN_OF(kinds, FIELD_LIST, &kind_table,
		 "the legend of the calendar: only marks that are in it"),
	SHOWN(has_care, FIELD_BOOL,
	      "there are treatments, medicines, diet or precautions"),
	SHOWN_OF(treatments, FIELD_REF, &care_treatments_table,
		 "the treatments; empty where there are none"),
	SHOWN_OF(medicines, FIELD_REF, &care_medicines_table,
		 "the medicines; empty where there are none"),
	SHOWN(has_diet, FIELD_BOOL,
	      "there is something to eat or avoid, or a meal"),
	SHOWN(has_eat, FIELD_BOOL, "there is something to eat more of"),
	SHOWN(has_avoid, FIELD_BOOL, "there is something to avoid"),
	SHOWN(eat, FIELD_TEXTS, "what to eat more of; each is {{.}}"),
	SHOWN(avoid, FIELD_TEXTS, "what to avoid; each is {{.}}"),
	SHOWN_OF(meals, FIELD_REF, &care_meals_table,
		 "the meals; empty where there are none"),
	SHOWN(has_precautions, FIELD_BOOL, "there are precautions"),
	SHOWN(precautions, FIELD_INLINES,
	      "what to take care of; each is {{.}}"),
	SHOWN(has_change, FIELD_BOOL, "there are photos, checks or a history"),
	SHOWN_OF(photos, FIELD_REF, &album_table,
		 "the progress photos; empty without consent"),
	SHOWN_OF(checks, FIELD_REF, &findings_table,
		 "what was found; empty where there is nothing"),
	SHOWN_OF(cause, FIELD_REF, &history_table,
		 "the complaint and its history; empty where there is nothing"),
	SHOWN(has_more, FIELD_BOOL,
	      "there are articles, a therapist, a voucher or bills"),
	SHOWN(has_articles, FIELD_BOOL, "there are articles"),
	SHOWN_OF(articles, FIELD_LIST, &view_article_table,
		 "the articles that the plan recommends"),
	SHOWN_OF(refer, FIELD_REF, &refer_table,
		 "the voucher for a friend; empty where the shop gives none"),
	SHOWN(poster, FIELD_TEXT,
	      "the poster for friends, a picture; put {{root}} before it; "
	      "empty where there is none"),
	SHOWN(has_share, FIELD_BOOL,
	      "there is a share page, and consent to it"),
	SHOWN_OF(points, FIELD_REF, &points_table,
		 "points for friends who came; empty unless the clinic shows "
		 "them here"),
	SHOWN_OF(bills, FIELD_REF, &bills_table,
		 "the bills; empty where there are none"),
};
const struct table plan_view_table =
	TABLE("plan page", plan_view, plan_view_fields);

static struct list kinds_of(struct arena *arena, unsigned marks)
{
	static const struct {
		enum month_mark mark;
		struct plan_kind kind;
	} all[] = {
		{ MONTH_REVISIT, { TEXT("r"), TEXT("t.dot_r"), true } },
		{ MONTH_TREATMENT, { TEXT("t"), TEXT("t.dot_t"), false } },
		{ MONTH_HOME, { TEXT("h"), TEXT("t.dot_h"), false } },
		{ MONTH_MEDICINE, { TEXT("m"), TEXT("t.dot_m"), false } },
		{ MONTH_BILL, { TEXT("b"), TEXT("t.dot_b"), false } },
	};
	const size_t most = sizeof(all) / sizeof(all[0]);
	struct plan_kind *kinds = ARENA_ARRAY(arena, most, struct plan_kind);
	size_t count = 0;

	for (size_t i = 0; i < most; i++)
		if (marks & all[i].mark)
			kinds[count++] = all[i].kind;
	return (struct list){ kinds, count };
}

static bool is_due(const struct bill *bill)
{
	return !date_is_set(bill->paid);
}

/* Due ones by their day (without one: first), then the paid, latest first. */
static bool bill_is_before(const struct bill *a, const struct bill *b)
{
	if (is_due(a) != is_due(b))
		return is_due(a);
	if (is_due(a))
		return date_compare(a->due, b->due) < 0;
	return date_compare(a->paid, b->paid) > 0;
}

static const struct plan_bills *bills_of(struct arena *arena,
					 const struct plan *plan)
{
	const struct bill *items = plan->bills.items;
	size_t count = plan->bills.count;
	const struct bill **order =
		ARENA_ARRAY(arena, count, const struct bill *);
	struct plan_bill *views = ARENA_ARRAY(arena, count, struct plan_bill);
	struct plan_bills *bills;

	if (!count)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t at = i;

		for (; at && bill_is_before(&items[i], order[at - 1]); at--)
			order[at] = order[at - 1];
		order[at] = &items[i];
	}
	for (size_t i = 0; i < count; i++)
		views[i] = (struct plan_bill){
			.item = order[i]->item,
			.amount = values_money(arena, order[i]->amount.cents),
			.link = order[i]->link,
			.is_due = is_due(order[i]),
			.due = view_date(arena, order[i]->due),
			.paid = view_date(arena, order[i]->paid),
		};
	bills = ARENA_NEW(arena, struct plan_bills);
	bills->items = (struct list){ views, count };
	return bills;
}

static void fill_calendar(struct arena *arena, struct plan_view *view,
			  const struct plan *plan)
{
	struct care care = care_make(arena, plan);

	view->visits = care.visits;
	view->treatments = care.treatments;
	view->medicines = care.medicines;
	view->meals = care.meals;
	view->has_calendar =
		care.marks.count && (care.marks.all || care.treatments ||
				     care.medicines || care.meals);
	if (!view->has_calendar)
		return;
	view->months = month_grids(arena, &care.marks, view->page.is_chinese);
	view->kinds = kinds_of(arena, care.marks.all);
}

static void fill_care(struct plan_view *view, const struct plan *plan)
{
	view->eat = plan->diet.eat;
	view->avoid = plan->diet.avoid;
	view->has_eat = view->eat.count;
	view->has_avoid = view->avoid.count;
	view->has_diet = view->has_eat || view->has_avoid || view->meals;
	view->precautions = plan->precautions;
	view->has_precautions = view->precautions.count;
	view->has_care = view->treatments || view->medicines ||
			 view->has_diet || view->has_precautions;
}

static void fill_change(struct arena *arena, struct plan_view *view,
			const struct plan_input *input)
{
	const struct plan *plan = input->plan;

	if (consent_allows_photos(&plan->consent))
		view->photos = album_make(arena, input->photos, &plan->photos);
	view->checks = findings_make(arena, &plan->checks, input->attachments);
	view->cause = history_make(arena, &plan->cause);
	view->has_change = view->photos || view->checks || view->cause;
}

static const struct plan_points *points_of(struct arena *arena,
					   const struct plan_input *input)
{
	const struct clinic_points *rules = &input->site->clinic->points;
	struct plan_points *points;

	if (!input->points || rules->shown != POINTS_ON_PLAN)
		return NULL;
	points = ARENA_NEW(arena, struct plan_points);
	points->total = points_earned(input->points, rules);
	points->friends = input->points->friends;
	points->gifts = rules->gifts;
	points->has_gifts = rules->gifts.count;
	return points;
}

static void fill_more(struct arena *arena, struct plan_view *view,
		      const struct plan_input *input)
{
	struct plan_refer *refer;

	view->articles = view_articles(arena, input->articles);
	view->has_articles = view->articles.count;
	view->therapist = view_therapist(arena, input->therapist);
	view->bills = bills_of(arena, input->plan);
	view->has_share =
		input->has_share && consent_allows_share(&input->plan->consent);
	if (input->qr) {
		refer = ARENA_NEW(arena, struct plan_refer);
		refer->src = input->qr->path;
		refer->width = input->qr->width_px;
		refer->height = input->qr->height_px;
		refer->code = identity_code_printed(arena, input->code);
		view->refer = refer;
		view->poster = input->poster;
	}
	view->points = points_of(arena, input);
	view->has_more = view->has_articles || view->therapist || view->refer ||
			 view->points || view->bills;
}

static struct plan_view *plan_view_make(struct arena *arena,
					const struct plan_input *input)
{
	struct plan_view *view = ARENA_NEW(arena, struct plan_view);
	const struct plan *plan = input->plan;

	view->page = view_page(arena, input->site, VIEW_PRIVATE | VIEW_INLINE);
	view->name = plan->display_name;
	view->token = input->token;
	view->code_path = input->code;
	view->start = view_date(arena, plan->start);
	view->end = view_date(arena, plan->end);
	view->updated = view_date(arena, input->updated);
	view->days = date_days(plan->end) - date_days(plan->start) + 1;
	view->store = view_store(arena, input->store);
	fill_calendar(arena, view, plan);
	fill_care(view, plan);
	fill_change(arena, view, input);
	fill_more(arena, view, input);
	return view;
}

/* What stands in the page until its digest is known. */
static const char no_version[] = "000000000000";

static void set_version(struct buf *html, size_t start,
			char version[PLAN_VERSION_CHARS + 1])
{
	static const char before[] = "data-version=\"";
	struct text page = text_from(buf_text(html), start);
	struct text head;
	size_t at;

	snprintf(version, PLAN_VERSION_CHARS + 1, "%012llx",
		 (unsigned long long)(map_hash(page) >> 16));
	/* A theme may leave it out; the page does not ask then. */
	head = text_part(page, 0, 256);
	at = text_find(head, before);
	if (at == SIZE_MAX ||
	    !text_starts(text_from(head, at + strlen(before)), no_version))
		return;
	memcpy(html->at + start + at + strlen(before), version,
	       PLAN_VERSION_CHARS);
}

void plan_page_render(struct arena *scratch, const struct plan_input *input,
		      struct buf *html, char version[PLAN_VERSION_CHARS + 1])
{
	struct plan_view *view = plan_view_make(scratch, input);
	size_t start = html->len;

	view->page.version = text_of(no_version);
	theme_render(input->site->theme, "plan", &plan_view_table, view,
		     SEES_PATIENT, html);
	set_version(html, start, version);
}
