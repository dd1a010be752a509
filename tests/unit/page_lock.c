/* page/lock: it asks for the password and says nothing else; a theme that wants
 * more of it, or a record on another page, does not load. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "unit/page_sealed.h"

static struct buf page = BUF_INIT;

static void render(struct sealed *s)
{
	assert_int_equal(s->patient->diags.errors, 0);
	buf_reset(&page);
	lock_render(&s->patient->scratch, &s->lock, &page);
	assert_true(patient_has(&page, "</html>\n"));
}

static void test_pin(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	render(s);
	assert_true(patient_has(&page, "data-lock"));
	assert_true(patient_has(&page, "inputmode=\"numeric\""));
	assert_true(patient_has(&page, "type=\"password\""));
	assert_false(patient_has(&page, "maxlength"));
	assert_true(patient_has(&page, "养护卡背面"));
	assert_true(patient_has(&page, "href=\"tel:085180000000\""));
	assert_true(patient_has(&page, "href=\"../assets/"));
	assert_true(patient_has(&page, "<template data-sealed></template>"));
	sealed_close(s);
}

/* Words, not digits: no numeric keyboard, no greatest length. */
static void test_passphrase(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->lock.key = LOCK_PASSPHRASE;
	s->lock.is_deep = true;
	render(s);
	assert_false(patient_has(&page, "inputmode"));
	assert_false(patient_has(&page, "maxlength"));
	assert_false(patient_has(&page, "class=\"field pin\""));
	assert_true(patient_has(&page, "type=\"password\""));
	assert_true(patient_has(&page, "口令"));
	assert_true(patient_has(&page, "href=\"../../assets/"));
	sealed_close(s);
}

static void test_is_private(void **state)
{
	struct sealed *s = sealed_open("en");
	struct text title;

	(void)state;
	render(s);
	assert_true(sealed_is_private(&page, &title));
	assert_false(patient_has(&page, "og:"));
	assert_false(patient_has(&page, "<script>"));
	assert_false(patient_has(&page, "style=\""));
	sealed_close(s);
}

/* Of all that is at hand when a page is sealed, nothing gets out. */
static void test_nothing_personal(void **state)
{
	static const char *const secret[] = {
		"王丽华",  "王女士",	 "p-test-0007",	 "1390000", "139 0000",
		"1380000", "138 0000",	 "龙秀英",	 "发缝",    "复诊",
		"密度",	   "p7",	 "2026-",	 "膏方",    "生日",
		"您好",	   "主管理疗师", "data-version",
	};
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	for (int key = LOCK_PIN; key <= LOCK_PASSPHRASE; key++) {
		s->lock.key = (enum lock_key)key;
		render(s);
		for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
			if (patient_has(&page, secret[i]))
				fail_msg("the lock holds %s", secret[i]);
	}
	sealed_close(s);
}

static void test_carries_what_is_sealed(void **state)
{
	struct sealed *s = sealed_open("zh-CN");
	struct buf sealed = BUF_INIT;

	(void)state;
	for (int i = 0; i < 50000; i++)
		buf_add_string(&sealed, "Ab+/09z=");
	s->lock.sealed = buf_text(&sealed);
	render(s);
	assert_true(text_equal(patient_between(buf_text(&page),
					       "<template data-sealed>",
					       "</template>"),
			       buf_text(&sealed)));
	buf_release(&sealed);
	sealed_close(s);
}

/* Anything else could be markup: our own mistake, so the program stops. */
static void test_sealed_is_base64(void **state)
{
	static const struct text wrong[] = { TEXT("Ab</template>"), TEXT("A b"),
					     TEXT("王") };
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		pid_t child = fork();
		int status = 0;

		if (!child) {
			signal(SIGABRT, SIG_DFL);
			fclose(stderr);
			s->lock.sealed = wrong[i];
			lock_render(&s->patient->scratch, &s->lock, &page);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
	}
	sealed_close(s);
}

static void test_shop_without_number(void **state)
{
	struct sealed *s = sealed_open("zh-CN");

	(void)state;
	s->patient->store.phone = T("");
	render(s);
	assert_false(patient_has(&page, "tel:"));
	sealed_close(s);
}

/* -- what a theme can ask for ---------------------------------------------- */

struct theme_case {
	const char *file, *text;
	const char *code; /* NULL: it loads */
};

static const struct theme_case theme_cases[] = {
	{ "lock.mustache", "{{store_name}} {{call}} {{clinic.name}}", NULL },
	{ "lock.mustache", "{{name}}", "theme.name" },
	{ "lock.mustache", "{{display_name}}", "theme.name" },
	{ "lock.mustache", "{{#patient}}x{{/patient}}", "theme.name" },
	{ "lock.mustache", "{{plan.name}}", "theme.name" },
	{ "lock.mustache", "{{record.phone}}", "theme.name" },
	{ "lock.mustache", "{{#therapist}}{{name}}{{/therapist}}",
	  "theme.name" },
	{ "lock.mustache", "{{clinic.messages.revisit}}", "theme.audience" },
	{ "lock.mustache", "{{{sealed}}}", "theme.raw" },
	{ "plan.mustache", "{{record.notes}}", "theme.name" },
	{ "plan.mustache", "{{#rows}}{{name}}{{/rows}}", "theme.name" },
	{ "share.mustache", "{{record.birthday}}", "theme.name" },
	{ "desk.mustache", "{{#rows}}{{name}}{{/rows}}", NULL },
	{ "record.mustache", "{{record.family}} {{plan.name}}", NULL },
	/* Not even a therapist's page tells a PIN. */
	{ "record.mustache", "{{plan.pin}}", "theme.audience" },
};

static bool has_code(const struct diags *diags, const char *code)
{
	for (const struct diag *d = diags->first; d; d = d->next)
		if (!strcmp(d->code, code))
			return true;
	return false;
}

static void check_theme(const struct theme_case *c)
{
	char path[] = "/tmp/lock-test-XXXXXX";
	struct theme_layer layers[2];
	struct arena arena;
	struct diags diags;
	bool is_loaded;

	arena_init(&arena, ARENA_USUAL);
	diags_init(&diags);
	assert_non_null(mkdtemp(path));
	layers[0] = (struct theme_layer){
		open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), T("themes/x")
	};
	layers[1] =
		(struct theme_layer){ open("themes/default",
					   O_RDONLY | O_DIRECTORY | O_CLOEXEC),
				      T("themes/default") };
	assert_true(layers[0].folder >= 0 && layers[1].folder >= 0);
	assert_true(file_write(layers[0].folder, c->file, text_of(c->text),
			       0644, NULL));
	is_loaded = theme_load(&arena, layers, 2, T("zh-CN"), &diags);
	if (is_loaded == !!c->code || (c->code && !has_code(&diags, c->code)))
		fail_msg("%s: %s", c->file, c->text);
	unlinkat(layers[0].folder, c->file, 0);
	close(layers[0].folder);
	close(layers[1].folder);
	rmdir(path);
	diags_release(&diags);
	arena_release(&arena);
}

static void test_what_a_theme_can_ask_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(theme_cases) / sizeof(theme_cases[0]);
	     i++)
		check_theme(&theme_cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pin),
		cmocka_unit_test(test_passphrase),
		cmocka_unit_test(test_is_private),
		cmocka_unit_test(test_nothing_personal),
		cmocka_unit_test(test_carries_what_is_sealed),
		cmocka_unit_test(test_sealed_is_base64),
		cmocka_unit_test(test_shop_without_number),
		cmocka_unit_test(test_what_a_theme_can_ask_for),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_release(&page);
	return failed;
}
