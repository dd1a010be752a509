/* base/buf: growth, numbers, and the three ways of writing texts safely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

struct written {
	struct text from;
	const char *to;
};

static void check_all(const struct written *cases, size_t count,
		      void (*add)(struct buf *buf, struct text t))
{
	struct buf buf = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		buf_reset(&buf);
		add(&buf, cases[i].from);
		assert_string_equal(buf_text(&buf).at, cases[i].to);
		assert_int_equal(buf.len, strlen(cases[i].to));
	}
	buf_release(&buf);
}

static void test_html(void **state)
{
	static const struct written cases[] = {
		{ { NULL, 0 }, "" },
		{ TEXT("plain"), "plain" },
		{ TEXT("&"), "&amp;" },
		{ TEXT("a<b>c\"d'e&f"), "a&lt;b&gt;c&quot;d&#39;e&amp;f" },
		{ TEXT("1234567<"), "1234567&lt;" },
		{ TEXT("12345678<"), "12345678&lt;" },
		{ TEXT("123456789012345'x"), "123456789012345&#39;x" },
		{ TEXT("\"\"\"\"\"\"\"\"\""),
		  "&quot;&quot;&quot;&quot;&quot;&quot;&quot;&quot;&quot;" },
		{ TEXT("南京&理疗,每次<30分钟>"),
		  "南京&amp;理疗,每次&lt;30分钟&gt;" },
	};

	(void)state;
	check_all(cases, sizeof(cases) / sizeof(cases[0]), buf_add_html);
}

/* Each byte, at each place of the eight that are looked at together. */
static void test_html_finds_special_bytes_everywhere(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		for (size_t at = 0; at < 16; at++) {
			char room[16];
			bool is_special = strchr("&<>\"'", byte) != NULL;

			memset(room, 'x', sizeof(room));
			room[at] = (char)byte;
			buf_reset(&buf);
			buf_add_html(&buf, (struct text){ room, 16 });
			assert_int_equal(buf.len > 16, is_special);
			if (!is_special)
				assert_memory_equal(buf.at, room, 16);
		}
	}
	buf_release(&buf);
}

static void test_json(void **state)
{
	static const struct written cases[] = {
		{ { NULL, 0 }, "\"\"" },
		{ TEXT("王秀兰"), "\"王秀兰\"" },
		{ TEXT("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"" },
		{ TEXT("\n\t\r\b\f"), "\"\\n\\t\\r\\b\\f\"" },
		{ TEXT("\x01\x1F\x7F"), "\"\\u0001\\u001f\\u007f\"" },
		{ TEXT("a\0b"), "\"a\\u0000b\"" },
		{ TEXT("</script>"), "\"\\u003c/script>\"" },
		{ TEXT("\xE2\x80\xA8\xE2\x80\xA9"), "\"\\u2028\\u2029\"" },
		{ TEXT("a\xFFz"), "\"a\xEF\xBF\xBDz\"" },
		{ TEXT("\xE5\x8D"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ TEXT("😀"), "\"😀\"" },
	};

	(void)state;
	check_all(cases, sizeof(cases) / sizeof(cases[0]), buf_add_json);
}

static void test_url(void **state)
{
	static const struct written cases[] = {
		{ TEXT("p/AZaz09-._~/x.html"), "p/AZaz09-._~/x.html" },
		{ TEXT("a b?c&d=%"), "a%20b%3Fc%26d%3D%25" },
		{ TEXT("王"), "%E7%8E%8B" },
		{ TEXT("\0\xFF"), "%00%FF" },
	};

	(void)state;
	check_all(cases, sizeof(cases) / sizeof(cases[0]), buf_add_url);
}

static void test_numbers(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ -1, "-1" },
		{ 1234567890123, "1234567890123" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	};
	struct buf buf = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&buf);
		buf_add_number(&buf, cases[i].number);
		assert_string_equal(buf.at, cases[i].text);
	}
	buf_release(&buf);
}

static void test_growth_keeps_bytes_and_nul(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	assert_string_equal(buf_text(&buf).at, "");
	for (int i = 0; i < 5000; i++) {
		buf_add_char(&buf, (char)('a' + i % 26));
		assert_int_equal(buf.at[buf.len], 0);
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(buf.at[i], 'a' + i % 26);
	buf_reset(&buf);
	assert_string_equal(buf_text(&buf).at, "");
	buf_add_string(&buf, "ab");
	buf_add_text(&buf, T("cd"));
	buf_add(&buf, NULL, 0);
	assert_string_equal(buf.at, "abcd");
	buf_release(&buf);
	assert_null(buf.at);
}

static void test_format_of_any_length(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	for (int width = 1; width < 2000; width += 37) {
		size_t before = buf.len;

		buf_format(&buf, "%*d", width, 7);
		assert_int_equal(buf.len - before, width);
		assert_int_equal(strlen(buf.at), buf.len);
		assert_int_equal(buf.at[buf.len - 1], '7');
	}
	buf_release(&buf);
}

static void test_reserve(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	memset(buf_reserve(&buf, 1000), 'x', 1000);
	buf.len += 1000;
	assert_int_equal(strlen(buf_text(&buf).at), 1000);
	buf_release(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_html_finds_special_bytes_everywhere),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_url),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_growth_keeps_bytes_and_nul),
		cmocka_unit_test(test_format_of_any_length),
		cmocka_unit_test(test_reserve),
	};

	return cmocka_run_group_tests_name("base/buf", tests, NULL, NULL);
}
