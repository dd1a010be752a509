/* page/desk: what is on which day, who is overdue and who can be found; the
 * calendar follows from the cards, whatever the clock says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "unit/page_sealed.h"

#define HOSTILE "<script>alert(1)</script>\"'&{{clinic.name}}"

static struct buf page = BUF_INIT;

static void render(struct sealed *s)
{
	assert_non_null(s->patient->view.theme);
	buf_reset(&page);
	desk_render(&s->patient->scratch, &s->desk, &page);
	assert_true(patient_has(&page, "</html>\n"));
}

static size_t count(const char *needle)
{
	return patient_count(buf_text(&page), needle);
}

/* The cell of a day of a month of the page: "21 <i>…". */
static struct text cell(const char *month, const char *day)
{
	struct text grid = patient_between(buf_text(&page), month, "</table>");

	return patient_between(grid, day, "</a>");
}

/* The rows of reminders that hold a text. */
static size_t rows_with(const char *needle)
{
	struct text rest = buf_text(&page);
	size_t found = 0;

	for (;;) {
		size_t at = text_find(rest, "<li data-k=");
		struct text row;

		if (at == SIZE_MAX)
			return found;
		rest = text_from(rest, at);
		row = text_part(rest, 0, text_find(rest, "</div></li>"));
		found += text_find(row, needle) != SIZE_MAX;
		rest = text_from(rest, 1);
	}
}

static void test_days(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct text today;

	(void)state;
	render(s);
	today = cell("id=\"m2026-11\"", "<a>21 ");
	assert_true(text_find(today, "<b class=\"k-r\">3<") != SIZE_MAX);
	assert_true(text_find(today, "<b class=\"k-b\">1<") != SIZE_MAX);
	assert_true(text_find(today, "十三") != SIZE_MAX);
	assert_true(text_find(cell("id=\"m2026-11\"", "<a>19 "), "<b") ==
		    SIZE_MAX);
	/* The numbers are those of the list. */
	assert_int_equal(rows_with("data-k=\"r\" data-on=\"2026-11-21\""), 3);
	assert_int_equal(rows_with("data-k=\"b\" data-on=\"2026-11-21\""), 1);
	sealed_close(s);
}

/* On a day by time, birthdays last, in whatever order the patients stand. */
static void test_order(void **state)
{
	static const char *const names[] = { "李春梅", "吴桂芳", "罗永强",
					     "石玉兰" };
	struct sealed *s = sealed_open("zh-CN");
	struct text rest;

	(void)state;
	for (size_t i = 0; i < SEALED_PEOPLE / 2; i++) {
		struct desk_card first = s->cards[i];

		s->cards[i] = s->cards[SEALED_PEOPLE - 1 - i];
		s->cards[SEALED_PEOPLE - 1 - i] = first;
	}
	render(s);
	rest = buf_text(&page);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		rest = text_from(rest,
				 text_find(rest, "data-on=\"2026-11-21\""));
		if (!text_is(patient_between(rest, "h3\">", "<"), names[i]))
			fail_msg("row %zu is not of %s", i, names[i]);
		rest = text_from(rest, 1);
	}
	sealed_close(s);
}

/* Open revisits are due, with both messages; done ones are neither. */
static void test_due(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	size_t open = 0;

	(void)state;
	for (size_t i = 0; i < SEALED_PEOPLE; i++)
		for (size_t k = 0; k < s->cards[i].revisits.count; k++)
			open += !s->cards[i].revisits.items[k].is_done;
	render(s);
	assert_int_equal(rows_with("data-due="), open);
	assert_int_equal(rows_with("data-past="), open);
	assert_int_equal(rows_with("data-late="), open);
	/* Of the done ones, that of this month; the others are history. */
	assert_int_equal(rows_with("已到"), 1);
	assert_int_equal(rows_with("2026-11-20"), 1);
	assert_false(patient_has(&page, "data-due=\"2026-11-20\""));
	assert_false(patient_has(&page, "2026-10-"));
	sealed_close(s);
}

static void test_messages(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	assert_true(patient_has(
		&page, "李女士您好，我是龙秀英。您 11月21日 周六 09:30 复诊，"
		       "请带上剩下的膏方和木梳，当天先别洗头。"));
	/* Nothing to bring, and no time. */
	assert_true(patient_has(&page, "您 11月21日 周六 14:30 复诊，"
				       "当天先别洗头。"));
	assert_true(patient_has(&page, "您 1月9日 周六 复诊，当天先别洗头。"));
	assert_true(patient_has(&page, "11月13日 周五的复诊您没来"));
	assert_true(patient_has(&page, "石阿姨，今天是您的生日"));
	assert_false(patient_has(&page, "{{"));
	/* A clinic without messages. */
	s->patient->clinic.messages.revisit = T("");
	s->patient->clinic.messages.missed = T("");
	s->patient->clinic.messages.birthday = T("");
	render(s);
	assert_false(patient_has(&page, "data-copy"));
	assert_int_equal(rows_with("2026-11-21"), 4);
	sealed_close(s);
}

static void test_birthdays(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	/* Born in a leap month; 2027 has none of that number. */
	assert_int_equal(rows_with("data-k=\"b\" data-on=\"2027-09-10\""), 1);
	assert_true(patient_has(&page, "农历闰八月初十，满 51 岁"));
	/* The 30th of a month that has 29 days, and 29 February. */
	assert_int_equal(rows_with("data-k=\"b\" data-on=\"2027-02-05\""), 1);
	assert_int_equal(rows_with("data-k=\"b\" data-on=\"2027-02-28\""), 1);
	/* The year is not known: no age. */
	assert_int_equal(rows_with("data-k=\"b\" data-on=\"2026-11-30\""), 1);
	assert_false(patient_has(&page, "满 0 岁"));
	assert_false(patient_has(&page, "满 -"));
	sealed_close(s);
}

/* In a year that has the leap month, the birthday is in it. */
static void test_birthday_in_a_leap_month(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct date expected =
		lunar_to_date((struct lunar_date){ 2025, 6, 3, true });
	struct date plain =
		lunar_to_date((struct lunar_date){ 2025, 6, 3, false });
	char on[64];

	(void)state;
	s->desk.card_count = 1;
	s->desk.updated = (struct date){ 2025, 6, 1 };
	s->cards[0].revisits =
		sealed_revisits(&s->patient->arena, "2025-06-02T09:00");
	assert_int_equal(lunar_read_birthday(&s->patient->arena,
					     T("农历1987年闰六月初三"),
					     &s->cards[0].birthday),
			 BIRTHDAY_OK);
	s->cards[0].last_visit = (struct date){ 0 };
	render(s);
	assert_int_equal(rows_with("data-k=\"b\""), 1);
	snprintf(on, sizeof(on), "data-k=\"b\" data-on=\"%.*s\"",
		 TEXT_ARG(date_iso(&s->patient->arena, expected)));
	assert_int_equal(rows_with(on), 1);
	assert_true(date_compare(plain, expected) < 0);
	assert_true(patient_has(&page, "农历闰六月初三，满 38 岁"));
	sealed_close(s);
}

static void test_without_birthday_or_number(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->cards[0] = s->cards[8]; /* without a number */
	s->cards[0].birthday = (struct birthday){ 0 };
	s->desk.card_count = 1;
	render(s);
	assert_int_equal(rows_with("data-k=\"b\""), 0);
	assert_false(patient_has(&page, "tel:"));
	assert_true(patient_has(&page, "data-q=\"田秀芝 田奶奶 txz "
				       "tianxiuzhi\""));
	sealed_close(s);
}

static void test_search(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->cards[0].name = T("Dilnur Abdu 热合曼");
	s->cards[0].display_name = s->cards[0].name;
	s->cards[0].search = T("DLN Dilnur");
	s->cards[0].phone = T("+86 139-0000-0099");
	render(s);
	assert_true(patient_has(&page, "data-q=\"dilnurabdu热合曼 "
				       "+8613900000099 dln dilnur\""));
	assert_int_equal(count("data-q="), SEALED_PEOPLE);
	assert_true(patient_has(&page, "href=\"../../d/desk/p2.html\""));
	sealed_close(s);
}

static void test_points(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	assert_true(patient_has(&page, "350 分"));
	assert_int_equal(count(" 分</span>"), 3);
	assert_false(patient_has(&page, ">0 分"));
	s->cards[2].points = -20;
	render(s);
	assert_int_equal(count(" 分</span>"), 2);
	sealed_close(s);
}

static void test_empty(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->desk.card_count = 0;
	render(s);
	assert_true(patient_has(&page, "还没有患者"));
	assert_true(patient_has(&page, "我的排班"));
	assert_int_equal(count("data-cal"), 0);
	assert_int_equal(count("data-find"), 0);
	assert_int_equal(count("href=\"#"), 0);
	s->desk.therapist = NULL;
	s->desk.updated = (struct date){ 0 };
	render(s);
	assert_false(patient_has(&page, "我的排班"));
	assert_false(patient_has(&page, "更新于"));
	/* A patient of whom nothing is known but the name. */
	s->desk.card_count = 1;
	s->cards[0] = (struct desk_card){ .name = T("石玉兰") };
	render(s);
	assert_int_equal(count("data-cal"), 0);
	assert_int_equal(count("data-find"), 1);
	sealed_close(s);
}

static void test_escapes(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct text notice = TEXT(HOSTILE);

	(void)state;
	s->cards[1].name = s->cards[1].display_name = T(HOSTILE);
	s->cards[1].problem = s->cards[1].search = T(HOSTILE);
	s->cards[1].phone = T(HOSTILE);
	s->cards[1].record_path = T(HOSTILE);
	s->desk.notices = (struct texts){ &notice, 1 };
	render(s);
	assert_false(patient_has(&page, "<script>"));
	assert_false(patient_has(&page, "\"'&{{"));
	assert_true(patient_has(&page, "<li>&lt;script&gt;"));
	assert_true(patient_has(&page, "&lt;/script&gt;&quot;&#39;&amp;"
				       "{{clinic.name}}您好"));
	sealed_close(s);
}

static void test_is_private(void **state)
{
	struct sealed *s = sealed_open("en");
	struct text title;

	(void)state;
	render(s);
	assert_true(sealed_is_private(&page, &title));
	assert_true(patient_has(&page, "href=\"../../assets/"));
	assert_false(patient_has(&page, "<style"));
	assert_true(text_find(title, "龙") == SIZE_MAX);
	/* Days without lunar names: the number stays apart from the counts. */
	assert_true(patient_has(&page, "<a>21 <span><b class=\"k-r\">3<"));
	assert_true(patient_has(&page, "turns 51"));
	assert_false(patient_has(&page, "闰八月"));
	sealed_close(s);
}

/* -- the calendar ---------------------------------------------------------- */

struct months_case {
	const char *revisits, *last_visit, *updated;
	const char *first, *last; /* NULL: no calendar */
	size_t count;
};

static const struct months_case months_cases[] = {
	/* Nothing is open behind what is known: from that month, a year. */
	{ "2026-12-01", "", "2026-11-20", "2026-11", "2027-10", 12 },
	{ "2026-12-01", "2026-11-20", "", "2026-11", "2027-10", 12 },
	{ "+2026-11-20 2026-12-01", "", "", "2026-11", "2027-10", 12 },
	/* Open ones before it are in it, up to a point. */
	{ "2026-09-01", "", "2026-11-20", "2026-09", "2027-08", 12 },
	{ "2025-01-01", "", "2026-11-20", "2026-06", "2027-05", 12 },
	/* Only open ones: from the first. */
	{ "2026-12-01 2027-03-01", "", "", "2026-12", "2027-11", 12 },
	/* To the last revisit, up to a point. */
	{ "2026-12-01 2027-12-31", "", "2026-11-20", "2026-11", "2027-12", 14 },
	{ "2026-12-01 2029-06-01", "", "2026-11-20", "2026-11", "2028-04", 18 },
	/* A year that was mistyped, of a visit or a revisit that is done. */
	{ "2026-12-01", "2062-11-03", "2026-11-20", "2026-11", "2027-10", 12 },
	{ "+2062-11-03 2026-12-01", "", "2026-11-20", "2026-11", "2028-04",
	  18 },
	/* At the end of all time. */
	{ "2199-12-01", "", "2199-11-20", "2199-11", "2199-12", 2 },
};

static void test_months(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->desk.card_count = 1;
	s->cards[0].birthday = (struct birthday){ 0 };
	for (size_t i = 0; i < sizeof(months_cases) / sizeof(months_cases[0]);
	     i++) {
		const struct months_case *c = &months_cases[i];
		struct text ids, id = { 0 };

		s->cards[0].revisits =
			sealed_revisits(&s->patient->arena, c->revisits);
		s->cards[0].last_visit = s->desk.updated = (struct date){ 0 };
		if (c->last_visit[0])
			assert_int_equal(date_read(text_of(c->last_visit),
						   &s->cards[0].last_visit),
					 DATE_OK);
		if (c->updated[0])
			assert_int_equal(date_read(text_of(c->updated),
						   &s->desk.updated),
					 DATE_OK);
		render(s);
		ids = buf_text(&page);
		if (!text_is(patient_between(ids, "id=\"m", "\""), c->first))
			fail_msg("%s: the first month", c->revisits);
		assert_int_equal(count("class=\"month\""), c->count);
		for (size_t at; (at = text_find(ids, "id=\"m")) != SIZE_MAX;) {
			ids = text_from(ids, at + 5);
			id = text_part(ids, 0, 7);
		}
		if (!text_is(id, c->last))
			fail_msg("%s: the last month is %.*s", c->revisits,
				 TEXT_ARG(id));
	}
	sealed_close(s);
}

/* An open revisit before the calendar is in the list all the same. */
static void test_long_overdue(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->cards[0].revisits =
		sealed_revisits(&s->patient->arena, "2024-01-01T09:00");
	render(s);
	assert_true(patient_has(&page, "data-due=\"2024-01-01\""));
	assert_false(patient_has(&page, "id=\"m2024"));
	sealed_close(s);
}

/* Neither the day nor the zone of the computer is in the page. */
static void test_no_clock(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct buf first = BUF_INIT;
	char today[11];

	(void)state;
	render(s);
	buf_add_text(&first, buf_text(&page));
	setenv("TZ", "Pacific/Kiritimati", 1);
	tzset();
	render(s);
	assert_true(text_equal(buf_text(&page), buf_text(&first)));
	date_write_iso(today, date_today());
	assert_false(patient_has(&page, "data-today"));
	/* All days it names are those of the cards. */
	s->desk.card_count = 1;
	s->desk.updated = (struct date){ 2019, 5, 1 };
	s->cards[0].last_visit = (struct date){ 2019, 4, 30 };
	s->cards[0].birthday = (struct birthday){ 0 };
	s->cards[0].revisits =
		sealed_revisits(&s->patient->arena, "2019-05-02T09:00");
	render(s);
	assert_int_equal(count("data-on=\"2019-05-02\""), 1);
	assert_int_equal(count("data-on="), 1);
	assert_false(patient_has(&page, today));
	setenv("TZ", "", 1);
	buf_release(&first);
	sealed_close(s);
}

/* Many patients: the earliest reminders, and a page all the same. */
static void test_limit(void **state)
{
	enum { MANY = 700 };
	struct sealed *s = sealed_open("zh-CN");
	struct arena *arena = &s->patient->arena;
	struct desk_card *cards = ARENA_ARRAY(arena, MANY, struct desk_card);
	struct desk_revisits revisits = sealed_revisits(
		arena, "2026-11-01T09:00 2026-12-01T09:00 2027-01-01T09:00 "
		       "2027-02-01T09:00 2027-03-01T09:00 2027-04-01T09:00 "
		       "2027-05-01T09:00 2027-06-01T09:00");

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		cards[i] = s->cards[0];
		cards[i].revisits = revisits;
	}
	s->desk.cards = cards;
	s->desk.card_count = MANY;
	render(s);
	assert_int_equal(count("data-q="), MANY);
	assert_int_equal(count("data-on="), DESK_MOST_ROWS);
	assert_int_equal(count("data-on=\"2026-11-01\""), MANY);
	assert_int_equal(count("data-on=\"2027-06-01\""), 0);
	sealed_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_birthdays),
		cmocka_unit_test(test_birthday_in_a_leap_month),
		cmocka_unit_test(test_without_birthday_or_number),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_is_private),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_long_overdue),
		cmocka_unit_test(test_no_clock),
		cmocka_unit_test(test_limit),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_release(&page);
	return failed;
}
