/* Lines for terminals and comments. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run/paragraph.h"

static void expect(const char *words, const char *prefix, size_t columns,
		   const char *expected)
{
	struct buf out = BUF_INIT;

	paragraph_add(&out, text_of(words), prefix, columns);
	assert_string_equal(out.at, expected);
	buf_release(&out);
}

static void lines_end_at_blanks(void **state)
{
	(void)state;
	expect("one two three four five six", "", 20,
	       "one two three four\nfive six\n");
	expect("one two three four five six", "  # ", 24,
	       "  # one two three four\n  # five six\n");
	expect("12345678901234567890 b", "", 20, "12345678901234567890\nb\n");
}

static void chinese_ends_anywhere_but_before_a_sign(void **state)
{
	(void)state;
	expect("一二三四五六七八九十甲乙", "", 20,
	       "一二三四五六七八九十\n甲乙\n");
	expect("一二三四五六七八九十，甲乙", "", 20,
	       "一二三四五六七八九\n十，甲乙\n");
	expect("一二三四五六七八九（甲乙）", "", 20,
	       "一二三四五六七八九\n（甲乙）\n");
}

static void long_words_stay_whole(void **state)
{
	(void)state;
	expect("see https://plan.example.cn/a/long/way here", "", 20,
	       "see\nhttps://plan.example.cn/a/long/way\nhere\n");
}

static void line_ends_stay(void **state)
{
	(void)state;
	expect("one\n\ntwo", "# ", 40, "# one\n#\n# two\n");
	expect("", "# ", 40, "#\n");
}

/* However narrow, a line holds something, and the work ends. */
static void narrow_columns_end(void **state)
{
	(void)state;
	expect("one two three four five six seven", "        ", 4,
	       "        one two three four\n        five six seven\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_at_blanks),
		cmocka_unit_test(chinese_ends_anywhere_but_before_a_sign),
		cmocka_unit_test(long_words_stay_whole),
		cmocka_unit_test(line_ends_stay),
		cmocka_unit_test(narrow_columns_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
