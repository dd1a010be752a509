/* page/plan: what is on a patient's page, what is not, and how it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"
#include "model/recurrence.h"
#include "page/plan.h"
#include "unit/page_patient.h"

static struct buf page = BUF_INIT;
static char version[PLAN_VERSION_CHARS + 1];

static void render(struct patient *patient)
{
	assert_int_equal(patient->diags.errors, 0);
	assert_non_null(patient->view.theme);
	buf_reset(&page);
	plan_page_render(&patient->scratch, &patient->input, &page, version);
}

static struct patient *open_and_render(const char *language, const char *plan)
{
	struct patient *patient = patient_open(language, plan);

	render(patient);
	return patient;
}

/* -- days ------------------------------------------------------------------ */

static void test_items_name_their_days(void **state)
{
	static const char *const expected[] = {
		/* the Saturdays but those left out */
		"data-s=\"门店，60 分钟\" data-on=\"2026-01-17 01-24 01-31"
		" 02-28 03-07 03-21 03-28 04-04 04-18/05-09/7 05-23 05-30"
		" 06-06 06-20 06-27\"",
		/* every other Tuesday, from the first one on */
		"data-on=\"2026-01-06 01-20 02-03 03-03/06-23/14\"",
		"data-on=\"2026-01-05/06-29/7 01-09/06-26/7\"",
		"data-l=\"21:00\" data-s=\"居家，100 下\""
		" data-on=\"2026-01-05/06-30\"",
		"data-l=\"早起睡前\" data-s=\"喷 6 下\""
		" data-on=\"2026-02-07/06-30\"",
		"data-on=\"2026-04-12/06-28/7\"",
		"<li data-k=\"f\" data-on=\"*\"><h3 class=\"l\">早餐</h3>",
		"<li data-k=\"f\" data-on=\"w135\"><h3 class=\"l\">午餐</h3>",
		"<li data-k=\"f\" data-on=\"w0246\"><h3 class=\"l\">午餐</h3>",
		"data-k=\"b\" data-l=\"缴费\" data-s=\"¥3,600\""
		" data-on=\"2026-05-20\"",
		"data-on=\"2026-03-14\" data-k=\"r\" data-l=\"14:30\""
		" data-t=\"第 3 次复诊\" data-done",
	};
	struct patient *patient = open_and_render("zh-CN", patient_plan);

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!patient_has(&page, expected[i]))
			fail_msg("not on the page: %s", expected[i]);
	patient_close(patient);
}

static void test_days_over_the_new_year(void **state)
{
	static const char plan[] =
		"编号: p-1\n姓名: 王秀兰\n称呼: 王女士\n理疗师: a\n"
		"开始: 2026-12-20\n结束: 2027-01-20\n"
		"疗程:\n"
		"  - {项目: 甲, 每: 每7天}\n"
		"  - {项目: 乙, 每: 每天, 除: 2026-12-31}\n"
		"  - {项目: 丙, 每: \"RRULE:FREQ=DAILY;COUNT=2\"}\n";
	struct patient *patient = open_and_render("zh-CN", plan);

	(void)state;
	assert_true(patient_has(&page, "data-on=\"2026-12-20/2027-01-17/7\""));
	assert_true(patient_has(&page, "data-on=\"2026-12-20/12-30 "
				       "2027-01-01/01-20\""));
	assert_true(patient_has(&page, "data-on=\"2026-12-20 12-21\""));
	/* The rule in words of RFC 5545 is no reading: its days stand there. */
	assert_false(patient_has(&page, "RRULE"));
	assert_true(patient_has(&page, ">12月20日、12月21日</p>"));
	patient_close(patient);
}

/* Does a treatment of that place, not done every day, fall on the day? */
static bool falls(const struct patient *patient, int place, struct date date)
{
	const struct treatment *items = patient->plan.treatments.items;

	for (size_t i = 0; i < patient->plan.treatments.count; i++) {
		struct arena arena;
		struct dates days;
		bool found = false;

		if (items[i].place != place ||
		    text_is(items[i].item, "木梳通络"))
			continue;
		arena_init(&arena, ARENA_USUAL);
		days = recurrence_expand(&arena, &items[i].every, items[i].from,
					 items[i].until, items[i].except);
		for (size_t k = 0; k < days.count; k++)
			found |= !date_compare(days.items[k], date);
		arena_release(&arena);
		if (found)
			return true;
	}
	return false;
}

static bool is_revisit(const struct patient *patient, struct date date)
{
	const struct revisit *items = patient->plan.revisits.items;

	for (size_t i = 0; i < patient->plan.revisits.count; i++)
		if (!date_compare(items[i].date, date))
			return true;
	return false;
}

/* The cell of a day: from its <td to its </a>. */
static struct text cell_of(struct date date)
{
	struct arena arena;
	struct text month, cell;
	char before[32];

	arena_init(&arena, ARENA_SMALL);
	month = patient_between(
		buf_text(&page),
		arena_format(&arena, "id=\"m%d-%02d\"", date.year, date.month)
			.at,
		"</table>");
	arena_release(&arena);
	snprintf(before, sizeof(before), "<a>%d<", date.day);
	cell = patient_between(month, before, "</a>");
	assert_true(cell.len);
	/* With the attributes of its td. */
	while (cell.at[0] != 't' || cell.at[1] != 'd')
		cell.at--, cell.len++;
	return cell;
}

static void test_every_dot_is_a_day_of_its_rule(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	struct date date = { 2026, 1, 1 };
	size_t dots = 0;

	(void)state;
	for (; date_compare(date, (struct date){ 2026, 6, 30 }) <= 0;
	     date = date_add(date, 1)) {
		struct text cell = cell_of(date);
		bool shop = text_find(cell, "<b class=\"k-t\">") != SIZE_MAX;
		bool home = text_find(cell, "<b class=\"k-h\">") != SIZE_MAX;
		bool revisit = text_starts(cell, "td class=\"k-r\"");

		assert_int_equal(shop, falls(patient, PLAN_IN_SHOP, date));
		assert_int_equal(home, falls(patient, PLAN_AT_HOME, date));
		assert_int_equal(revisit, is_revisit(patient, date));
		dots += (size_t)shop + home + revisit;
	}
	assert_int_equal(dots, 17 + 12 + 51 + 6);
	assert_true(patient_count(buf_text(&page), "<b class=\"k-m\">") == 12);
	assert_true(patient_count(buf_text(&page), "<b class=\"k-b\">") == 1);
	patient_close(patient);
}

static void test_calendar_reaches_the_last_revisit(void **state)
{
	static const char plan[] =
		"编号: p-1\n姓名: 王秀兰\n称呼: 王女士\n理疗师: a\n"
		"开始: 2026-01-05\n结束: 2026-02-20\n"
		"复诊: [2026-04-02, 2036-01-01]\n";
	struct patient *patient = open_and_render("zh-CN", plan);

	(void)state;
	/* To a revisit after the end, but not to a slip of the year. */
	assert_true(patient_has(&page, "id=\"m2026-04\""));
	assert_int_equal(patient_count(buf_text(&page), "class=\"month\""), 4);
	assert_true(patient_has(&page, "data-on=\"2036-01-01\""));
	patient_close(patient);
}

static void test_revisits_stand_by_date(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	struct text list =
		patient_between(buf_text(&page), "<details>", "</ol>");
	struct text date, last = T("");

	(void)state;
	for (int i = 0; i < 6; i++) {
		date = patient_between(list, "<li data-on=\"", "\"");
		assert_int_equal(date.len, 10);
		assert_true(text_compare(last, date) < 0);
		last = date;
		list = text_from(list, text_find(list, "</li>") + 5);
	}
	assert_int_equal(
		patient_count(buf_text(&page), "<span class=\"tag k-h\">已到"),
		4);
	patient_close(patient);
}

/* -- privacy --------------------------------------------------------------- */

static void test_full_name_is_not_there(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);

	(void)state;
	assert_true(patient_has(&page, "王女士，您好"));
	assert_false(patient_has(&page, "王秀兰"));
	assert_false(patient_has(&page, "p-test-0001"));
	patient_close(patient);
}

static void test_photos_only_with_consent(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);

	(void)state;
	assert_true(patient_has(&page, "media/front-1.webp"));
	assert_true(patient_has(&page, "发缝约 5 毫米"));
	patient->plan.consent.photos = (struct date){ 0 };
	render(patient);
	assert_false(patient_has(&page, "media/front"));
	assert_false(patient_has(&page, "id=\"photos\""));
	assert_false(patient_has(&page, "发缝约 5 毫米"));
	patient_close(patient);
}

static void test_share_link_only_with_consent(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);

	(void)state;
	assert_true(patient_has(&page, "href=\"../s/7K3MQ9XDT.html\""));
	patient->plan.consent.share = (struct date){ 0 };
	render(patient);
	assert_false(patient_has(&page, "../s/"));
	patient->plan.consent.share = (struct date){ 2026, 1, 1 };
	patient->input.has_share = false;
	render(patient);
	assert_false(patient_has(&page, "../s/"));
	patient_close(patient);
}

static void test_head_keeps_the_page_private(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	struct text title =
		patient_between(buf_text(&page), "<title>", "</title>");

	(void)state;
	assert_true(title.len > 0);
	assert_true(text_chars(title) <= 20);
	assert_true(text_find(title, "王") == SIZE_MAX);
	assert_true(
		patient_has(&page, "content=\"noindex,nofollow,noarchive\""));
	assert_true(patient_has(
		&page, "<meta name=\"referrer\" content=\"no-referrer\">"));
	assert_true(patient_has(&page, "content=\"telephone=no\""));
	assert_false(patient_has(&page, " style=\""));
	assert_false(patient_has(&page, "url(data:"));
	assert_int_equal(patient_count(buf_text(&page), "<script"), 1);
	patient_close(patient);
}

static void test_long_names_do_not_fill_the_title(void **state)
{
	struct patient *patient = patient_open("en", patient_plan);
	struct text title;

	(void)state;
	patient->clinic.name = T("A Very Long Name for a Chain of Clinics");
	render(patient);
	title = patient_between(buf_text(&page), "<title>", "</title>");
	assert_true(text_is(title, "Plan"));
	patient_close(patient);
}

static int base64_value(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = strchr(digits, c);

	assert_non_null(at);
	return (int)(at - digits);
}

/* The policy's hash is that of the bytes between <style> and </style>. */
static void test_policy_allows_exactly_this_style(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	struct text hash = patient_between(buf_text(&page), "'sha256-", "'");
	struct text style =
		patient_between(buf_text(&page), "<style>", "</style>");
	struct digest digest = crypto_digest(style);

	(void)state;
	assert_true(style.len > 10000);
	assert_int_equal(hash.len, 44);
	/* A digest here is the first 16 bytes of SHA-256. */
	for (size_t i = 0; i < sizeof(digest.byte); i++) {
		size_t bit = i * 8;
		unsigned pair = (unsigned)(base64_value(hash.at[bit / 6]) << 6 |
					   base64_value(hash.at[bit / 6 + 1]));

		assert_int_equal(pair >> (4 - bit % 6) & 0xff, digest.byte[i]);
	}
	patient_close(patient);
}

/* -- languages ------------------------------------------------------------- */

static bool has_chinese(struct text t)
{
	const char *at = t.at, *end = t.at + t.len;

	while (at < end)
		if (text_next(&at, end) >= 0x2e80)
			return true;
	return false;
}

static void test_english_page_has_no_chinese_of_ours(void **state)
{
	static const char plan[] =
		"id: p-1\nname: Wang Xiulan\ndisplay_name: Ms Wang\n"
		"therapist: a\nstart: 2026-01-05\nend: 2026-03-30\n"
		"revisits: [2026-02-07, 2026-03-07]\n"
		"treatments:\n"
		"  - {item: Massage, every: sat, time: 14:30, except: "
		"2026-01-10}\n"
		"medicines:\n"
		"  - {name: Tonic, dose: 10 g, frequency: daily, timing: "
		"a.m.}\n"
		"checks:\n"
		"  - {name: Iron, value: 10, range: 15-150, date: 2026-01-10}\n"
		"  - {name: Iron, value: 14, range: 15-150, date: 2026-02-10}\n"
		"diet: {eat: [nuts], avoid: [beer]}\n"
		"precautions: [Sleep before 11]\n"
		"bills: [{item: Part 1, amount: 100, due: 2026-02-01}]\n";
	struct patient *patient = patient_open("en", plan);
	struct text html;

	(void)state;
	patient->input.therapist = NULL;
	patient->input.articles.count = 0;
	patient->input.photos.count = 0;
	patient->store.name = patient->store.address = T("Main Street");
	patient->store.voucher.title = T("A trial");
	patient->clinic.name = T("Highland");
	patient->clinic.icp = T("");
	memset(&patient->clinic.privacy, 0, sizeof(patient->clinic.privacy));
	render(patient);
	html = buf_text(&page);
	html = text_from(html, text_find(html, "</style>"));
	assert_true(patient_has(&page, "<html lang=\"en\""));
	assert_true(patient_has(&page, "Sat 7 Feb"));
	assert_true(patient_has(&page, "4 more than on 10 Jan"));
	assert_true(patient_has(&page, "A little below reference"));
	/* No label of the moon under the days. */
	assert_true(patient_has(&page, "<a>8</a>"));
	if (has_chinese(html))
		fail_msg("there is Chinese on the English page");
	patient_close(patient);
}

/* -- content is not trusted ------------------------------------------------ */

static const struct text hostile =
	TEXT("\"><script>alert(1)</script>'&\" onload=\"x");

static void spoil(const struct table *table, void *object);

static void spoil_list(const struct table *table, struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		spoil(table, (char *)list->items + i * table->size);
}

static void spoil_markdown(struct markdown *markdown)
{
	static struct arena arena;

	markdown->text = hostile;
	markdown->html = markdown_inline(&arena, markdown->text);
}

/* Puts hostile words into every text of a document, however deep. */
static void spoil(const struct table *table, void *object)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		void *at = (char *)object + field->offset;
		struct texts *texts = at;
		struct inlines *inlines = at;
		struct captions *captions = at;

		switch (field->type) {
		case FIELD_STRUCT:
			spoil(field->table, at);
			break;
		case FIELD_LIST:
			spoil_list(field->table, at);
			break;
		case FIELD_TEXTS:
			for (size_t k = 0; k < texts->count; k++)
				texts->items[k] = hostile;
			break;
		case FIELD_CAPTIONS:
			for (size_t k = 0; k < captions->count; k++)
				captions->items[k].text = hostile;
			break;
		case FIELD_MARKDOWN:
		case FIELD_INLINE:
			spoil_markdown(at);
			break;
		case FIELD_INLINES:
			for (size_t k = 0; k < inlines->count; k++)
				spoil_markdown(&inlines->items[k]);
			break;
		case FIELD_INT:
		case FIELD_BOOL:
		case FIELD_DATE:
		case FIELD_MONTH:
		case FIELD_MONTHS:
		case FIELD_CLOCK:
		case FIELD_CHOICE:
		case FIELD_DATES:
		case FIELD_PERIODS:
			break;
		default: /* all that begin with a text */
			*(struct text *)at = hostile;
		}
	}
}

static void test_hostile_texts_stay_texts(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);

	(void)state;
	spoil(&plan_table, &patient->plan);
	spoil(&store_table, &patient->store);
	spoil(&clinic_table, &patient->clinic);
	spoil(&therapist_table, &patient->therapist);
	for (size_t i = 0; i < 3; i++)
		patient->articles[i].title = patient->articles[i].slug =
			patient->articles[i].category = hostile;
	for (size_t i = 0; i < 15; i++)
		patient->photos[i].angle = hostile;
	patient->attachments[4] = hostile;
	patient->input.token = patient->input.code = hostile;
	render(patient);
	/* Nearly every value is on the page, and none of them as markup. */
	assert_true(patient_count(buf_text(&page), "&lt;script&gt;alert(1)") >
		    100);
	assert_int_equal(patient_count(buf_text(&page), "<script"), 1);
	assert_int_equal(patient_count(buf_text(&page), "alert(1)</script>"),
			 0);
	assert_int_equal(patient_count(buf_text(&page), "\" onload=\""), 0);
	patient_close(patient);
}

/* -- what is missing leaves nothing ---------------------------------------- */

static void test_empty_plan_has_no_empty_parts(void **state)
{
	static const char *const absent[] = {
		"id=\"next\"",	   "id=\"today\"",  "id=\"care\"",
		"id=\"treatments", "id=\"medicine", "id=\"diet",
		"id=\"care-notes", "id=\"change\"", "id=\"photos",
		"id=\"checks",	   "id=\"cause",    "id=\"articles",
		"id=\"doctor",	   "id=\"refer",    "id=\"bills",
		"href=\"#",	   "class=\"rows",  "class=\"group",
		"<p></p>",	   "<ul></ul>",
	};
	struct patient *patient = patient_open("zh-CN", patient_bare_plan);

	(void)state;
	patient->input.therapist = NULL;
	patient->input.qr = NULL;
	patient->input.articles.count = 0;
	patient->input.photos.count = 0;
	render(patient);
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		if (patient_has(&page, absent[i]))
			fail_msg("on the empty page: %s", absent[i]);
	assert_true(patient_has(&page, "王女士，您好"));
	patient_close(patient);
}

static void test_tabs_lead_to_what_is_there(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	struct text tabs = patient_between(buf_text(&page), "<nav", "</nav>");
	size_t count = 0, at;

	(void)state;
	while ((at = text_find(tabs, "href=\"#")) != SIZE_MAX) {
		struct text id;
		char needle[40];

		tabs = text_from(tabs, at);
		id = patient_between(tabs, "href=\"#", "\"");
		snprintf(needle, sizeof(needle), "id=\"%.*s\"", TEXT_ARG(id));
		assert_int_equal(patient_count(buf_text(&page), needle), 1);
		tabs = text_from(tabs, 1);
		count++;
	}
	assert_int_equal(count, 5);
	patient_close(patient);
}

static void test_legend_shows_the_kinds_in_use(void **state)
{
	static const char plan[] =
		"编号: p-1\n姓名: 王秀兰\n称呼: 王女士\n理疗师: a\n"
		"开始: 2026-01-05\n结束: 2026-02-20\n"
		"疗程: [{项目: 甲, 每: 周一, 地点: 居家}]\n"
		"用药: [{名称: 乙, 频次: 每天2次}]\n";
	struct patient *patient = open_and_render("zh-CN", plan);
	struct text legend =
		patient_between(buf_text(&page), "class=\"legend\">", "</ul>");

	(void)state;
	assert_true(text_is(legend, "<li><i class=\"dot k-h\"></i>居家</li>"));
	/* Taken every day: no dot, but in the list of each day. */
	assert_false(patient_has(&page, "k-m\"></i>"));
	assert_true(patient_has(&page, "data-on=\"2026-01-05/02-20\""));
	/* Without revisits the calendar file is offered below the months. */
	assert_true(
		patient_has(&page, "href=\"abcdefghijklmnopqrstuvwxyz.ics\""));
	patient_close(patient);
}

/* -- version --------------------------------------------------------------- */

static void test_version_is_a_hash_of_the_page(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	struct text shown =
		patient_between(buf_text(&page), "data-version=\"", "\"");
	char first[PLAN_VERSION_CHARS + 1];

	(void)state;
	assert_true(text_is(shown, version));
	assert_int_equal(strlen(version), PLAN_VERSION_CHARS);
	memset(page.at + (shown.at - page.at), '0', PLAN_VERSION_CHARS);
	snprintf(first, sizeof(first), "%012llx",
		 (unsigned long long)(map_hash(buf_text(&page)) >> 16));
	assert_string_equal(version, first);
	memcpy(first, version, sizeof(first));
	render(patient);
	assert_string_equal(version, first);
	patient->input.updated.day++;
	render(patient);
	assert_string_not_equal(version, first);
	patient_close(patient);
}

static void test_page_goes_behind_what_is_there(void **state)
{
	struct patient *patient = open_and_render("zh-CN", patient_plan);
	size_t len = page.len;
	char first[PLAN_VERSION_CHARS + 1];

	(void)state;
	memcpy(first, version, sizeof(first));
	plan_page_render(&patient->scratch, &patient->input, &page, version);
	assert_int_equal(page.len, 2 * len);
	assert_memory_equal(page.at, page.at + len, len);
	assert_string_equal(version, first);
	patient_close(patient);
}

static int teardown(void **state)
{
	(void)state;
	buf_release(&page);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_name_their_days),
		cmocka_unit_test(test_days_over_the_new_year),
		cmocka_unit_test(test_every_dot_is_a_day_of_its_rule),
		cmocka_unit_test(test_calendar_reaches_the_last_revisit),
		cmocka_unit_test(test_revisits_stand_by_date),
		cmocka_unit_test(test_full_name_is_not_there),
		cmocka_unit_test(test_photos_only_with_consent),
		cmocka_unit_test(test_share_link_only_with_consent),
		cmocka_unit_test(test_head_keeps_the_page_private),
		cmocka_unit_test(test_long_names_do_not_fill_the_title),
		cmocka_unit_test(test_policy_allows_exactly_this_style),
		cmocka_unit_test(test_english_page_has_no_chinese_of_ours),
		cmocka_unit_test(test_hostile_texts_stay_texts),
		cmocka_unit_test(test_empty_plan_has_no_empty_parts),
		cmocka_unit_test(test_tabs_lead_to_what_is_there),
		cmocka_unit_test(test_legend_shows_the_kinds_in_use),
		cmocka_unit_test(test_version_is_a_hash_of_the_page),
		cmocka_unit_test(test_page_goes_behind_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
