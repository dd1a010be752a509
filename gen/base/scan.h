#ifndef GEN_BASE_SCAN_H
#define GEN_BASE_SCAN_H

/*
 * A cursor over what people type: dates, times, rules in a few words.
 *
 * It sees plain characters: full-width signs and digits as ASCII, U+3000,
 * U+00A0 and tabs as blanks, long dashes as '-', 。 as '.'. Nothing is copied.
 * Every function that takes something also takes the blanks behind it, so that
 * "2026 年 3 月" and "2026年3月" read alike.
 *
 * Calling sequence: scan_of, then scan_word, scan_digits and friends, which
 * take what they name or leave the cursor alone; scan_is_done at the end.
 * To try something longer, copy the struct and put it back.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct scan {
	const char *at, *end;
};

/* Starts at the first character that is no blank. */
struct scan scan_of(struct text t);

bool scan_is_done(const struct scan *scan);

/* What is left, without blanks at both ends. */
struct text scan_rest(const struct scan *scan);

/* The next plain character, not taken; 0 at the end. */
uint32_t scan_peek(const struct scan *scan);

/* Takes one character and the blanks behind it. */
void scan_skip(struct scan *scan);

/*
 * Takes the word (lower case, plain characters) if it comes next in any case.
 * A word that ends in a Latin letter must not go on with one: "tue" is not
 * taken from "tuesday".
 */
bool scan_word(struct scan *scan, const char *word);

/* Takes up to nine digits; returns how many there were. */
int scan_digits(struct scan *scan, int *number);

/* Takes one Chinese digit: 〇 零 一 二 两 … 九. */
bool scan_chinese_digit(struct scan *scan, int *number);

/* Takes a Chinese number up to 99: 三, 十五, 二十, 廿一, 三十. */
bool scan_chinese(struct scan *scan, int *number);

/* Takes a number in either script. */
bool scan_number(struct scan *scan, int *number);

#endif
