#include "base/scan.h"

static uint32_t plain_char(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFF01 + '!';
	if (c == 0x3000 || c == 0xA0 || c == '\t')
		return ' ';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	if (c == 0x3002)
		return '.';
	if (c == 0x2236) /* the ratio sign that some keyboards offer for : */
		return ':';
	return c;
}

uint32_t scan_peek(const struct scan *scan)
{
	const char *at = scan->at;

	return at < scan->end ? plain_char(text_next(&at, scan->end)) : 0;
}

static void skip_one(struct scan *scan)
{
	text_next(&scan->at, scan->end);
}

static void skip_blanks(struct scan *scan)
{
	while (scan_peek(scan) == ' ')
		skip_one(scan);
}

struct scan scan_of(struct text t)
{
	struct scan scan = { t.at, t.len ? t.at + t.len : t.at };

	skip_blanks(&scan);
	return scan;
}

bool scan_is_done(const struct scan *scan)
{
	return scan->at >= scan->end;
}

struct text scan_rest(const struct scan *scan)
{
	if (scan_is_done(scan))
		return (struct text){ 0 };
	return text_trim(
		(struct text){ scan->at, (size_t)(scan->end - scan->at) });
}

void scan_skip(struct scan *scan)
{
	if (scan_is_done(scan))
		return;
	skip_one(scan);
	skip_blanks(scan);
}

static uint32_t lower(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool is_letter(uint32_t c)
{
	c = lower(c);
	return c >= 'a' && c <= 'z';
}

bool scan_word(struct scan *scan, const char *word)
{
	struct scan try = *scan;
	const char *at = word, *end = word + strlen(word);
	uint32_t c = 0;

	while (at < end) {
		c = lower(scan_peek(&try));
		if (scan_is_done(&try) || c != text_next(&at, end))
			return false;
		skip_one(&try);
	}
	if (is_letter(c) && is_letter(scan_peek(&try)))
		return false;
	skip_blanks(&try);
	*scan = try;
	return true;
}

int scan_digits(struct scan *scan, int *number)
{
	int count = 0;
	uint32_t c;

	*number = 0;
	while ((c = scan_peek(scan)) >= '0' && c <= '9' && count < 9) {
		*number = *number * 10 + (int)(c - '0');
		skip_one(scan);
		count++;
	}
	if (count)
		skip_blanks(scan);
	return count;
}

bool scan_chinese_digit(struct scan *scan, int *number)
{
	static const struct {
		const char *word;
		int number;
	} digits[] = {
		{ "一", 1 }, { "二", 2 }, { "两", 2 }, { "三", 3 }, { "四", 4 },
		{ "五", 5 }, { "六", 6 }, { "七", 7 }, { "八", 8 }, { "九", 9 },
		{ "零", 0 }, { "〇", 0 }, { "○", 0 },
	};

	for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++) {
		if (scan_word(scan, digits[i].word)) {
			*number = digits[i].number;
			return true;
		}
	}
	return false;
}

bool scan_chinese(struct scan *scan, int *number)
{
	struct scan start = *scan;
	int tens = 1, ones = 0;

	if (scan_word(scan, "廿")) {
		tens = 2;
	} else if (scan_word(scan, "卅")) {
		tens = 3;
	} else {
		bool has_digit = scan_chinese_digit(scan, &tens);

		if (!scan_word(scan, "十")) {
			*number = tens;
			return has_digit;
		}
		if (has_digit && tens == 0) {
			*scan = start;
			return false;
		}
	}
	scan_chinese_digit(scan, &ones);
	*number = tens * 10 + ones;
	return true;
}

bool scan_number(struct scan *scan, int *number)
{
	return scan_digits(scan, number) > 0 || scan_chinese(scan, number);
}
