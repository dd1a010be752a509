/* page/poster and page/poster_picture: which words, which blocks, the same
 * bytes however often. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <png.h>

#include "fonts.h"
#include "page/poster_picture.h"
#include "unit/page_patient.h"

static const char *text_of_poster(struct patient *patient)
{
	return arena_string(&patient->scratch,
			    poster_text(&patient->scratch, &patient->input).at);
}

static const struct date never = { 0 };

static void test_words_of_the_demo_theme(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	const char *text = text_of_poster(patient);

	(void)state;
	assert_non_null(strstr(text, "[brand 青丝] 苗岭青丝\n"));
	assert_non_null(strstr(text, "[code] 7K3M-Q9XD-T\n"));
	assert_non_null(strstr(text, "\n头皮检测加苗药养护，约 60 分钟\n"));
	assert_non_null(strstr(text, "## 贵阳花果园店\n"));
	assert_non_null(strstr(text, "0851-8000 0000\n"));
	assert_non_null(strstr(text, "\n[gap]\n- "));
	assert_non_null(strstr(text, "长按识别二维码"));
	patient_close(patient);
}

/* Only share.name, and only while there is a share page. */
static void test_consent_decides_about_the_name(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	const struct text name = patient->plan.share.name;

	(void)state;
	assert_true(name.len > 0);
	assert_non_null(strstr(text_of_poster(patient), name.at));
	patient->input.has_share = false;
	assert_null(strstr(text_of_poster(patient), name.at));
	patient->input.has_share = true;
	patient->plan.consent.share = never;
	assert_null(strstr(text_of_poster(patient), name.at));
	patient->plan.consent.share = (struct date){ 2026, 1, 1 };
	patient->plan.share.name = T("");
	patient->plan.name = T("全名在此");
	patient->plan.display_name = T("称呼在此");
	assert_null(strstr(text_of_poster(patient), "在此"));
	assert_non_null(strstr(text_of_poster(patient), "# 请您来体验一次\n"));
	patient_close(patient);
}

/* Content cannot begin a block, and comes out as it was typed. */
static void test_hostile_words(void **state)
{
	struct patient *patient = patient_open("zh-CN", patient_plan);
	struct poster_blocks blocks;
	size_t codes = 0, found = 0;

	(void)state;
	patient->clinic.disclaimer = T("一\n[qr]\n二 <b>&amp; \"'");
	patient->plan.share.name = T("<script>&quot;");
	blocks = poster_blocks(&patient->scratch,
			       poster_text(&patient->scratch, &patient->input));
	for (size_t i = 0; i < blocks.count; i++) {
		struct text text = blocks.items[i].text;

		codes += blocks.items[i].kind == POSTER_QR;
		found += text_is(text, "一 [qr] 二 <b>&amp; \"'");
		found += text_starts(text, "<script>&quot; ");
	}
	assert_int_equal(codes, 1);
	assert_int_equal(found, 2);
	patient_close(patient);
}

/* A value is words wherever it stands, whatever it looks like. */
static void test_values_begin_no_block(void **state)
{
	static const char *const values[] = {
		"[qr]",
		"[brand 印] 名",
		"[code] 0000-0000-0",
		"# 1",
		"## 2",
		"- 三",
		" - 三",
		"\n- 四",
		"-",
		"#",
		"]",
		"一\n[qr]\n二",
	};
	struct patient *patient = patient_open("zh-CN", patient_plan);
	struct store store = *patient->input.store;
	struct poster_blocks usual, blocks;

	(void)state;
	usual = poster_blocks(&patient->arena,
			      poster_text(&patient->arena, &patient->input));
	patient->input.store = &store;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		store.voucher.title = text_of(values[i]);
		store.address = text_of(values[i]);
		store.name = text_of(values[i]);
		store.phone = text_of(values[i]);
		patient->plan.share.name = text_of(values[i]);
		patient->clinic.disclaimer = text_of(values[i]);
		arena_reset(&patient->scratch);
		blocks = poster_blocks(
			&patient->scratch,
			poster_text(&patient->scratch, &patient->input));
		assert_int_equal(blocks.count, usual.count);
		for (size_t n = 0; n < blocks.count; n++)
			if (blocks.items[n].kind != usual.items[n].kind)
				fail_msg("\"%s\" became kind %d: \"%.*s\"",
					 values[i], blocks.items[n].kind,
					 TEXT_ARG(blocks.items[n].text));
	}
	patient_close(patient);
}

static void test_lines_become_blocks(void **state)
{
	static const struct {
		const char *line;
		enum poster_kind kind;
		const char *word, *text;
	} cases[] = {
		{ "# 请您来", POSTER_HEADING, "", "请您来" },
		{ "## 店", POSTER_SUBHEADING, "", "店" },
		{ "  - 小字 ", POSTER_SMALL, "", "小字" },
		{ "地址", POSTER_PARAGRAPH, "", "地址" },
		{ "#没有空格", POSTER_PARAGRAPH, "", "#没有空格" },
		{ "-", POSTER_PARAGRAPH, "", "-" },
		{ "[brand 青丝] 苗岭 青丝", POSTER_BRAND, "青丝", "苗岭 青丝" },
		{ "[brand] x", POSTER_BRAND, "", "x" },
		{ "[ticket]", POSTER_TICKET, "", "" },
		{ "[ticket rosette]", POSTER_TICKET, "rosette", "" },
		{ "[end]", POSTER_END, "", "" },
		{ "[cut]", POSTER_CUT, "", "" },
		{ "[gap]", POSTER_GAP, "", "" },
		{ "[qr]", POSTER_QR, "", "" },
		{ "[code] 7K3M", POSTER_CODE, "", "7K3M" },
		{ "[unknown] x", POSTER_PARAGRAPH, "", "[unknown] x" },
		{ "[qr", POSTER_PARAGRAPH, "", "[qr" },
		{ "[]", POSTER_PARAGRAPH, "", "[]" },
		{ "&#91;qr&#93;", POSTER_PARAGRAPH, "", "[qr]" },
		{ "&#35; a &#45; b", POSTER_PARAGRAPH, "", "# a - b" },
		/* Blanks of any kind, together as one. */
		{ "一  \t 二\xE3\x80\x80\xE3\x80\x80三", POSTER_PARAGRAPH, "",
		  "一 二 三" },
		{ "a &lt;b&gt; &amp;amp; &#39;", POSTER_PARAGRAPH, "",
		  "a <b> &amp; '" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text lines =
			arena_format(&arena, "\n \n%s\n\n", cases[i].line);
		struct poster_blocks blocks = poster_blocks(&arena, lines);

		if (blocks.count != 1 ||
		    blocks.items[0].kind != cases[i].kind ||
		    !text_is(blocks.items[0].word, cases[i].word) ||
		    !text_is(blocks.items[0].text, cases[i].text))
			fail_msg("\"%s\" became %zu blocks: kind %d, \"%.*s\"",
				 cases[i].line, blocks.count,
				 blocks.items[0].kind,
				 TEXT_ARG(blocks.items[0].text));
	}
	arena_release(&arena);
}

static void test_too_many_blocks(void **state)
{
	struct buf lines = BUF_INIT;
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < 5000; i++)
		buf_add_string(&lines, "[qr]\n");
	assert_int_equal(poster_blocks(&arena, buf_text(&lines)).count,
			 POSTER_MOST_BLOCKS);
	buf_release(&lines);
	arena_release(&arena);
}

static void test_templates_are_checked(void **state)
{
	static const struct {
		const char *template;
		uint32_t line, column; /* 0: it is fine */
		const char *hint;
	} cases[] = {
		{ "[qr]\n# {{name}}\n[ticket rosette]\n", 0, 0, NULL },
		{ "{{#a}}\n[cut]\n{{/a}}[end] {{x}}\n[qr]", 0, 0, NULL },
		{ "text [no part] of it\n[qr]\n", 0, 0, NULL },
		{ "[qr]\n# a\n  [qrr]\n", 3, 4, "qr" },
		{ "{{#a}}[tickets]{{/a}}\n[qr]\n", 1, 8, "ticket" },
		{ "[qr]\n[picture]\n", 2, 2, "[brand]" },
		/* One QR code, as far as that is known. */
		{ "# a\n{{>t.poster_invite}}\n", 0, 0, "[qr]" },
		{ "\n \n", 0, 0, NULL },
		{ "a [qr]\n", 0, 0, "[qr]" },
		{ "{{! [qr] }}\n", 0, 0, "[qr]" },
		{ "[qr]\n# a\n{{x}} [qr]\n  [qr]\n", 4, 4, "[qr]" },
		{ "{{#a}}[qr]{{/a}}\n{{^a}}\n[qr]\n{{/a}}\n", 0, 0, NULL },
		{ "{{#a}}\n{{#b}}x{{/b}}\n[qr]\n{{/a}}\n[qr]", 0, 0, NULL },
		{ "{{#a}}x{{/a}}\n[qr]\n[qr]\n", 3, 2, "[qr]" },
		{ "{{>code}}\n", 0, 0, NULL },
		{ "{{<parent}}{{/parent}}\n", 0, 0, NULL },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena, ARENA_SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct source source = { .path = T("poster.mustache"),
					 .text = text_of(cases[i].template) };
		struct diags diags;
		bool is_good;

		diags_init(&diags);
		is_good = poster_check(&source, &diags);
		if (is_good != !cases[i].hint || diags.errors != !is_good)
			fail_msg("\"%s\": %d, %zu errors", cases[i].template,
				 is_good, diags.errors);
		if (!is_good) {
			assert_string_equal(
				diags.first->code,
				text_is(text_of(cases[i].hint), "[qr]")
					? "theme.poster.qr"
					: "theme.poster.block");
			assert_int_equal(diags.first->span.line, cases[i].line);
			assert_int_equal(diags.first->span.column,
					 cases[i].column);
			assert_int_not_equal(
				text_find(diags.first->hint, cases[i].hint),
				SIZE_MAX);
		}
		diags_release(&diags);
	}
	arena_release(&arena);
}

/* -- the picture ------------------------------------------------------------ */

struct world {
	struct patient *patient;
	struct lettering_font fonts[LETTERING_FONTS];
	struct qr_modules code;
};

static void open_world(struct world *w)
{
	w->patient = patient_open("zh-CN", patient_plan);
	if (!fonts_open(&w->patient->arena, w->fonts)) {
		print_message("no font with Chinese characters is installed\n");
		patient_close(w->patient);
		skip();
	}
	assert_true(qr_encode(&w->patient->arena,
			      T("https://care.example.cn/r/7K3MQ9XDT.html"),
			      &w->code));
}

static void close_world(struct world *w)
{
	fonts_close(w->fonts);
	patient_close(w->patient);
}

static struct poster_maker *open_maker(struct world *w)
{
	enum lettering_kind bad;

	return poster_maker_open(w->patient->view.theme, w->fonts, &bad);
}

static struct poster draw(struct world *w, struct poster_maker *maker,
			  const char *name)
{
	struct arena *arena = &w->patient->scratch;

	w->patient->plan.share.name = text_of(name);
	return poster_draw(
		arena, maker,
		poster_blocks(arena, poster_text(arena, &w->patient->input)),
		&w->code);
}

static void assert_is_picture(const struct poster *poster)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	uint8_t *pixels;

	assert_true(png_image_begin_read_from_memory(&image, poster->png.at,
						     poster->png.len));
	assert_int_equal(image.width, poster->width_px);
	assert_int_equal(image.height, poster->height_px);
	assert_int_equal(poster->width_px, POSTER_WIDTH_PX);
	assert_in_range(poster->height_px, 100, POSTER_MOST_HEIGHT_PX);
	image.format = PNG_FORMAT_RGB;
	pixels = malloc(PNG_IMAGE_SIZE(image));
	assert_non_null(pixels);
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	free(pixels);
}

/* One that has drawn much before draws the same as a new one. */
static void test_the_same_bytes_however_often(void **state)
{
	static const char *const names[] = { "", "王女士", "谷雨姐",
					     "一位很久以前就认识的老朋友",
					     "Anna" };
	struct world w;
	struct poster_maker *used;
	char name[16];

	(void)state;
	open_world(&w);
	used = open_maker(&w);
	/* More strips than are kept. */
	for (uint32_t i = 0; i < 700; i++) {
		snprintf(name, sizeof(name), "No. %u", i);
		draw(&w, used, name);
		arena_reset(&w.patient->scratch);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct poster_maker *fresh = open_maker(&w);
		struct poster one = draw(&w, used, names[i]);
		struct poster other = draw(&w, fresh, names[i]);

		assert_true(text_equal(one.png, other.png));
		assert_is_picture(&one);
		assert_true(one.png.len < 40000);
		poster_maker_close(fresh);
	}
	poster_maker_close(used);
	close_world(&w);
}

/* Whatever stands in them, blocks make a picture of bounded size. */
static void test_blocks_of_any_kind(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"[end]\n[end]\n",
		"[ticket]\n[ticket]\n[qr]\n",
		"[qr]\n[cut]\n",
		"[code]\n",
		"# \n## \n- \n",
		"[ticket]\n[brand 青丝] 名",
		"[brand 一二三四五六] \n",
		"[brand] 名\n[gap]\n[gap]\n",
	};
	struct poster_maker *maker;
	struct buf many = BUF_INIT;
	struct poster poster;
	struct world w;

	(void)state;
	open_world(&w);
	maker = open_maker(&w);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		poster = poster_draw(
			&w.patient->scratch, maker,
			poster_blocks(&w.patient->scratch, text_of(texts[i])),
			&w.code);
		if (poster.height_px >= 100)
			assert_is_picture(&poster);
		else
			assert_in_range(poster.height_px, 56, 99);
	}
	for (size_t i = 0; i < 60; i++) {
		buf_add_string(&many,
			       i % 7 ? "[qr]\n# " : "[ticket rosette]\n");
		for (size_t n = 0; n < 50; n++)
			buf_add_string(&many, "很长的一段话，");
		buf_add_char(&many, '\n');
	}
	poster = poster_draw(
		&w.patient->scratch, maker,
		poster_blocks(&w.patient->scratch, buf_text(&many)), &w.code);
	assert_is_picture(&poster);
	assert_true(poster.has_qr);
	buf_release(&many);
	poster_maker_close(maker);
	close_world(&w);
}

/* A code that found no room is no code. */
static void test_a_poster_knows_whether_it_has_its_code(void **state)
{
	static const struct {
		const char *line; /* before the code */
		size_t count;
		bool has_qr;
	} cases[] = {
		{ "# 请您来\n", 3, true },
		{ "# 请您来\n", 40, false }, /* too high */
		{ "# 请您来\n", POSTER_MOST_BLOCKS, false },
		{ "地址\n", 1, true },
	};
	struct poster_maker *maker;
	struct world w;

	(void)state;
	open_world(&w);
	maker = open_maker(&w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf lines = BUF_INIT;
		struct poster poster;

		for (size_t n = 0; n < cases[i].count; n++)
			buf_add_string(&lines, cases[i].line);
		buf_add_string(&lines, "[qr]\n[ticket]\n");
		poster = poster_draw(
			&w.patient->scratch, maker,
			poster_blocks(&w.patient->scratch, buf_text(&lines)),
			&w.code);
		assert_int_equal(poster.has_qr, cases[i].has_qr);
		buf_release(&lines);
	}
	assert_false(poster_draw(&w.patient->scratch, maker,
				 poster_blocks(&w.patient->scratch, T("# a")),
				 &w.code)
			     .has_qr);
	poster_maker_close(maker);
	close_world(&w);
}

/* Wider lines may be fewer than those that were to be made even. */
static void test_lines_that_become_fewer(void **state)
{
	struct poster_maker *maker;
	struct poster first, second;
	struct text lines;
	struct world w;

	(void)state;
	open_world(&w);
	maker = open_maker(&w);
	for (size_t blanks = 1; blanks < 1200; blanks += 37) {
		char gap[2048] = "";

		for (size_t i = 0; i < blanks; i++)
			memcpy(gap + strlen(gap), i % 2 ? " " : "\t", 2);
		lines = arena_format(&w.patient->scratch,
				     "- "
				     "请您来体验一次请您来体验一次请您来体验一"
				     "次请您来体验一次"
				     "请您%s来体验一次\n[qr]\n",
				     gap);
		first = poster_draw(&w.patient->scratch, maker,
				    poster_blocks(&w.patient->scratch, lines),
				    &w.code);
		assert_true(first.has_qr);
		if (blanks == 1)
			second = first;
		/* However many they are. */
		assert_true(text_equal(first.png, second.png));
	}
	poster_maker_close(maker);
	close_world(&w);
}

/* The same, where nobody has put the blanks together. */
static void test_blocks_with_many_blanks(void **state)
{
	enum { BLANKS = 600 };
	struct poster_block block = { .kind = POSTER_SMALL };
	struct poster_blocks blocks = { &block, 1 };
	struct poster_maker *maker;
	struct buf words = BUF_INIT;
	uint32_t height_px;
	struct world w;

	(void)state;
	open_world(&w);
	maker = open_maker(&w);
	for (size_t i = 0; i < 30; i++)
		buf_add_string(&words, "请");
	block.text = buf_text(&words);
	height_px = poster_draw(&w.patient->scratch, maker, blocks, &w.code)
			    .height_px;
	for (size_t i = 0; i < BLANKS; i++)
		buf_add_char(&words, ' ');
	buf_add_string(&words, "来体验一次");
	block.text = buf_text(&words);
	/* Two lines either time. */
	assert_int_equal(
		poster_draw(&w.patient->scratch, maker, blocks, &w.code)
			.height_px,
		height_px);
	buf_release(&words);
	poster_maker_close(maker);
	close_world(&w);
}

static void test_missing_characters_are_told(void **state)
{
	struct poster_maker *maker;
	uint32_t missing = 0;
	struct world w;

	(void)state;
	open_world(&w);
	maker = open_maker(&w);
	assert_false(poster_lacks(
		maker,
		poster_blocks(&w.patient->scratch, T("# 王女士\n[qr]\n")),
		&missing));
	assert_true(
		poster_lacks(maker,
			     poster_blocks(&w.patient->scratch,
					   T("# 王\xF3\xB0\x80\x80\n[qr]\n")),
			     &missing));
	assert_int_equal(missing, 0xF0000);
	poster_maker_close(maker);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_of_the_demo_theme),
		cmocka_unit_test(test_consent_decides_about_the_name),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_values_begin_no_block),
		cmocka_unit_test(test_lines_become_blocks),
		cmocka_unit_test(test_too_many_blocks),
		cmocka_unit_test(test_templates_are_checked),
		cmocka_unit_test(test_the_same_bytes_however_often),
		cmocka_unit_test(test_blocks_of_any_kind),
		cmocka_unit_test(test_a_poster_knows_whether_it_has_its_code),
		cmocka_unit_test(test_lines_that_become_fewer),
		cmocka_unit_test(test_blocks_with_many_blanks),
		cmocka_unit_test(test_missing_characters_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
