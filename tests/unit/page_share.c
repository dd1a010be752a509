/* page/share and page/voucher: consent decides, and nothing else gets out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/share.h"
#include "page/voucher.h"
#include "unit/page_patient.h"

static struct buf page = BUF_INIT;

typedef void render_page(struct arena *scratch, const struct plan_input *input,
			 struct buf *html);

static void render(struct patient *patient, render_page *make)
{
	assert_int_equal(patient->diags.errors, 0);
	assert_non_null(patient->view.theme);
	buf_reset(&page);
	make(&patient->scratch, &patient->input, &page);
}

static const struct date never = { 0 };

static void test_photos_of_the_months_agreed_to(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	struct plan_photos_list photos;

	(void)state;
	assert_true(share_photos(&patient->scratch, &patient->input, &photos));
	assert_int_equal(photos.count, 8);
	for (size_t i = 0; i < photos.count; i++)
		assert_true(photos.items[i].month.month == 1 ||
			    photos.items[i].month.month == 4);
	render(patient, share_page_render);
	assert_true(patient_has(&page, "media/top-1.webp"));
	assert_true(patient_has(&page, "media/top-4.webp"));
	assert_false(patient_has(&page, "-2.webp"));
	assert_false(patient_has(&page, "-3-t.webp"));
	/* The angle that the plan puts first is the pair's. */
	assert_true(patient_has(&page, "data-ba=\"头顶\""));
	patient_close(patient);
}

static void test_no_photos_without_both_consents(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	struct plan_photos_list photos;

	(void)state;
	patient->plan.consent.photos = never;
	assert_false(share_photos(&patient->scratch, &patient->input, &photos));
	assert_int_equal(photos.count, 0);
	render(patient, share_page_render);
	assert_true(page.len > 0);
	assert_false(patient_has(&page, "media/front"));
	assert_false(patient_has(&page, "data-photos"));

	patient->plan.consent.photos = (struct date){ 2026, 1, 1 };
	patient->plan.consent.share = never;
	assert_false(share_photos(&patient->scratch, &patient->input, &photos));
	patient_close(patient);
}

static void test_no_months_no_photos(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	struct plan_photos_list photos;

	(void)state;
	patient->plan.share.photos.count = 0;
	assert_false(share_photos(&patient->scratch, &patient->input, &photos));
	render(patient, share_page_render);
	assert_false(patient_has(&page, "media/front"));
	patient_close(patient);
}

static void test_no_page_without_consent(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);

	(void)state;
	patient->plan.consent.share = never;
	render(patient, share_page_render);
	assert_int_equal(page.len, 0);
	patient_close(patient);
}

/* Of the plan there is only what was meant for others. */
static void test_nothing_of_the_plan_gets_out(void **state)
{
	static render_page *const pages[] = { share_page_render,
					      voucher_page_render };
	static const char *const secret[] = {
		"王秀兰",     "王女士",	    "p-test-0001",  "abcdefghijklm",
		"二至养发膏", "血虚风燥",   "铁蛋白",	    "发缝约 5",
		"138",	      "wechat",	    "3,600",	    "pay.example.cn",
		"report.pdf", "2026-05-16", "data-version",
	};
	struct patient *patient = patient_open("zh-CN", patient_plan);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		render(patient, pages[i]);
		assert_true(page.len > 0);
		for (size_t k = 0; k < sizeof(secret) / sizeof(secret[0]); k++)
			if (patient_has(&page, secret[k]))
				fail_msg("page %zu holds %s", i, secret[k]);
		assert_true(patient_has(&page, "noindex,nofollow,noarchive"));
		assert_true(patient_has(&page, "7K3M-Q9XD-T"));
	}
	patient_close(patient);
}

static void test_who_it_comes_from(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	struct text title;

	(void)state;
	render(patient, voucher_page_render);
	assert_true(patient_has(&page, "介绍人：王姐"));
	render(patient, share_page_render);
	assert_true(patient_has(&page, "王姐请您来体验一次"));
	title = patient_between(buf_text(&page), "<title>", "</title>");
	assert_true(text_chars(title) <= 20);
	assert_true(text_find(title, "王") == SIZE_MAX);

	patient->plan.share.name = T("");
	render(patient, voucher_page_render);
	assert_false(patient_has(&page, "介绍人"));
	render(patient, share_page_render);
	assert_true(patient_has(&page, "朋友请您来体验一次"));

	patient->plan.share.name = T("王姐");
	patient->plan.consent.share = never;
	render(patient, voucher_page_render);
	assert_true(page.len > 0);
	assert_false(patient_has(&page, "王姐"));
	patient_close(patient);
}

struct until_case {
	struct date until, end;
	int64_t valid_days;
	struct date expected;
};

static void test_until_when_it_is_good(void **state)
{
	static const struct until_case cases[] = {
		{ { 0 }, { 2026, 6, 30 }, 184, { 2026, 12, 31 } },
		{ { 2026, 9, 1 }, { 2026, 6, 30 }, 184, { 2026, 9, 1 } },
		{ { 0 }, { 2026, 6, 30 }, 0, { 0 } },
		{ { 0 }, { 2026, 6, 30 }, -5, { 0 } },
		{ { 0 }, { 2026, 6, 30 }, INT64_MAX, { 0 } },
		{ { 0 }, { 2026, 12, 31 }, 1, { 2027, 1, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct plan plan = { .end = cases[i].end };
		struct store store = { .voucher.valid_days =
					       cases[i].valid_days };

		plan.share.until = cases[i].until;
		assert_int_equal(date_compare(voucher_until(&plan, &store),
					      cases[i].expected),
				 0);
	}
}

static void test_until_is_on_both_pages(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);

	(void)state;
	render(patient, share_page_render);
	assert_true(patient_has(&page, "data-until=\"2026-12-31\""));
	render(patient, voucher_page_render);
	assert_true(patient_has(&page, "data-until=\"2026-12-31\""));
	patient->store.voucher.valid_days = 0;
	render(patient, voucher_page_render);
	assert_false(patient_has(&page, "data-until"));
	patient_close(patient);
}

static void test_terms_of_the_shop(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);

	(void)state;
	render(patient, voucher_page_render);
	assert_true(patient_has(&page, "头皮检测加苗药养护，约 60 分钟"));
	assert_true(patient_has(
		&page,
		"<li><p>首次到店可用一次，不兑现金，不与其他优惠同享。"));
	assert_true(patient_has(&page, "href=\"tel:085180000001\""));
	assert_true(patient_has(&page, "marker?position=106.683,26.563\""));
	assert_true(patient_has(&page, "href=\"../c/huaguoyuan.html\""));
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
		cmocka_unit_test(test_photos_of_the_months_agreed_to),
		cmocka_unit_test(test_no_photos_without_both_consents),
		cmocka_unit_test(test_no_months_no_photos),
		cmocka_unit_test(test_no_page_without_consent),
		cmocka_unit_test(test_nothing_of_the_plan_gets_out),
		cmocka_unit_test(test_who_it_comes_from),
		cmocka_unit_test(test_until_when_it_is_good),
		cmocka_unit_test(test_until_is_on_both_pages),
		cmocka_unit_test(test_terms_of_the_shop),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
