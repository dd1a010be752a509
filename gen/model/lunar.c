/*
 * A lunar year is a word of lunar_table.h: its months' lengths, its leap month
 * and its New Year's Day. Months are counted here by their place in the year
 * ("index", 0 to 12), in which the leap month follows the one of its number.
 *
 * The rule for birthdays in leap months and on the 30th is what families do
 * where the year lacks the day; the tables of ../shared/data/lunar hold it too.
 */

#include "model/lunar.h"

#include "base/arena.h"
#include "base/lang.h"
#include "base/scan.h"
#include "model/lunar_table.h"
#include "model/solarterm.h"

enum { MONTH_BITS = 13, LEAP_BITS = 4 };

static bool is_known_year(int year)
{
	return year >= LUNAR_TABLE_FIRST && year <= LUNAR_TABLE_LAST;
}

static uint32_t year_word(int year)
{
	return lunar_table[year - LUNAR_TABLE_FIRST];
}

/* Days since 1970 of the year's first day. */
static int32_t year_start(int year)
{
	struct date january = { (int16_t)year, 1, 1 };

	return date_days(january) +
	       (int32_t)(year_word(year) >> (MONTH_BITS + LEAP_BITS));
}

int lunar_leap_month(int year)
{
	if (!is_known_year(year))
		return 0;
	return (int)(year_word(year) >> MONTH_BITS & 15);
}

static int index_days(int year, int index)
{
	return 29 + (int)(year_word(year) >> index & 1);
}

/* The place of a month in its year; -1 where the year does not have it. */
static int month_index(int year, int month, bool is_leap)
{
	int leap = lunar_leap_month(year);

	if (!is_known_year(year) || month < 1 || month > 12 ||
	    (is_leap && month != leap))
		return -1;
	return month - 1 + (is_leap || (leap && month > leap));
}

int lunar_month_days(int year, int month, bool is_leap)
{
	int index = month_index(year, month, is_leap);

	return index < 0 ? 0 : index_days(year, index);
}

struct lunar_date lunar_of_date(struct date date)
{
	struct lunar_date lunar = { 0 };
	int32_t days = date_days(date), left;
	int year = date.year, index = 0, leap;

	if (is_known_year(year) && days < year_start(year))
		year--;
	else if (year == LUNAR_TABLE_LAST + 1)
		year--;
	if (!is_known_year(year))
		return lunar;
	left = days - year_start(year);
	leap = lunar_leap_month(year);
	while (index < 12 + (leap > 0) && left >= index_days(year, index))
		left -= index_days(year, index++);
	if (index == 12 + (leap > 0))
		return lunar; /* behind the table's end */
	lunar.year = (int16_t)year;
	lunar.is_leap = leap && index == leap;
	lunar.month = (uint8_t)(index + 1 - (leap && index >= leap));
	lunar.day = (uint8_t)(left + 1);
	return lunar;
}

struct date lunar_to_date(struct lunar_date lunar)
{
	int index = month_index(lunar.year, lunar.month, lunar.is_leap);
	int32_t days;

	if (index < 0 || lunar.day < 1 ||
	    lunar.day > index_days(lunar.year, index))
		return (struct date){ 0 };
	days = year_start(lunar.year) + lunar.day - 1;
	for (int i = 0; i < index; i++)
		days += index_days(lunar.year, i);
	return date_of_days(days);
}

/* -- names ---------------------------------------------------------------- */

struct text lunar_day_name(int day)
{
	static const struct text names[] = {
		TEXT("初一"), TEXT("初二"), TEXT("初三"), TEXT("初四"),
		TEXT("初五"), TEXT("初六"), TEXT("初七"), TEXT("初八"),
		TEXT("初九"), TEXT("初十"), TEXT("十一"), TEXT("十二"),
		TEXT("十三"), TEXT("十四"), TEXT("十五"), TEXT("十六"),
		TEXT("十七"), TEXT("十八"), TEXT("十九"), TEXT("二十"),
		TEXT("廿一"), TEXT("廿二"), TEXT("廿三"), TEXT("廿四"),
		TEXT("廿五"), TEXT("廿六"), TEXT("廿七"), TEXT("廿八"),
		TEXT("廿九"), TEXT("三十"),
	};

	if (day < 1 || day > 30)
		return (struct text){ 0 };
	return names[day - 1];
}

struct text lunar_month_name(int month)
{
	static const struct text names[] = {
		TEXT("正月"), TEXT("二月"), TEXT("三月"), TEXT("四月"),
		TEXT("五月"), TEXT("六月"), TEXT("七月"), TEXT("八月"),
		TEXT("九月"), TEXT("十月"), TEXT("冬月"), TEXT("腊月"),
	};

	if (month < 1 || month > 12)
		return (struct text){ 0 };
	return names[month - 1];
}

struct text lunar_name(struct arena *arena, struct lunar_date lunar)
{
	struct text leap = TEXT("闰");

	if (!lunar.is_leap)
		leap.len = 0;
	return arena_join3(arena, leap, lunar_month_name(lunar.month),
			   lunar_day_name(lunar.day));
}

struct festival {
	uint8_t month, day;
	struct text name;
};

static const struct festival solar_festivals[] = {
	{ 1, 1, TEXT("元旦") },
	{ 5, 1, TEXT("五一") },
	{ 10, 1, TEXT("国庆") },
};

static const struct festival lunar_festivals[] = {
	{ 1, 1, TEXT("春节") },	 { 1, 15, TEXT("元宵") },
	{ 5, 5, TEXT("端午") },	 { 7, 7, TEXT("七夕") },
	{ 8, 15, TEXT("中秋") }, { 9, 9, TEXT("重阳") },
	{ 12, 8, TEXT("腊八") },
};

static const struct text *find_festival(const struct festival *festivals,
					size_t count, int month, int day)
{
	for (size_t i = 0; i < count; i++)
		if (festivals[i].month == month && festivals[i].day == day)
			return &festivals[i].name;
	return NULL;
}

#define FIND_FESTIVAL(festivals, month, day)                                   \
	find_festival((festivals), sizeof(festivals) / sizeof((festivals)[0]), \
		      (month), (day))

/* The first day of a leap month has no room for three characters. */
static struct text month_label(const struct lunar_date *lunar)
{
	static const struct text leap[] = {
		TEXT("闰正"), TEXT("闰二"), TEXT("闰三"), TEXT("闰四"),
		TEXT("闰五"), TEXT("闰六"), TEXT("闰七"), TEXT("闰八"),
		TEXT("闰九"), TEXT("闰十"), TEXT("闰冬"), TEXT("闰腊"),
	};

	return lunar->is_leap ? leap[lunar->month - 1]
			      : lunar_month_name(lunar->month);
}

static bool is_new_years_eve(const struct lunar_date *lunar)
{
	int leap = lunar_leap_month(lunar->year);

	return lunar->month == 12 && lunar->is_leap == (leap == 12) &&
	       lunar->day == lunar_month_days(lunar->year, 12, lunar->is_leap);
}

struct text lunar_label(struct date date)
{
	struct lunar_date lunar = lunar_of_date(date);
	const struct text *festival =
		FIND_FESTIVAL(solar_festivals, date.month, date.day);
	int term;

	if (!lunar.year)
		return (struct text){ 0 };
	if (!festival && !lunar.is_leap)
		festival =
			FIND_FESTIVAL(lunar_festivals, lunar.month, lunar.day);
	if (festival)
		return *festival;
	if (is_new_years_eve(&lunar))
		return T("除夕");
	term = solarterm_on(date);
	if (term >= 0)
		return solarterm_name(term);
	return lunar.day == 1 ? month_label(&lunar) : lunar_day_name(lunar.day);
}

/* -- reading birthdays ---------------------------------------------------- */

static bool scan_any(struct scan *scan, const char *const *words)
{
	for (; *words; words++)
		if (scan_word(scan, *words))
			return true;
	return false;
}

/* A year in digits of either script: 1975, 一九七五. */
static bool scan_year(struct scan *scan, int *year)
{
	int count = scan_digits(scan, year), digit;

	while (count < 9 && scan_chinese_digit(scan, &digit)) {
		*year = *year * 10 + digit;
		count++;
	}
	return count > 0;
}

/* How a day's words tell the calendar it belongs to. */
enum calendar_hint { HINT_NONE, HINT_LUNAR, HINT_UNCLEAR };

/* 正月, 七月, 冬月, 腊月, 7月 */
static bool scan_month(struct scan *scan, int *month, enum calendar_hint *hint)
{
	static const struct {
		const char *word;
		int month;
	} words[] = {
		{ "正月", 1 },
		{ "冬月", 11 },
		{ "腊月", 12 },
		{ "臘月", 12 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (scan_word(scan, words[i].word)) {
			*month = words[i].month;
			*hint = HINT_LUNAR;
			return true;
		}
	}
	return scan_number(scan, month) && scan_word(scan, "月");
}

/*
 * 初十, 廿一, 三十, 十五日, 10, 16日. Only the moon has a 初十; a 十五 without
 * 日 may be either's.
 */
static bool scan_day(struct scan *scan, int *day, enum calendar_hint *hint)
{
	static const char *const ends[] = { "日", "号", NULL };
	bool is_moons = scan_word(scan, "初") || scan_peek(scan) == 0x5EFF;
	bool is_chinese = false;

	if (!scan_digits(scan, day)) {
		is_chinese = true;
		if (!scan_chinese(scan, day))
			return false;
	}
	if (is_moons)
		*hint = HINT_LUNAR;
	if (!scan_any(scan, ends) && is_chinese && *hint == HINT_NONE)
		*hint = HINT_UNCLEAR;
	return true;
}

/* 年七月初十 with an optional 闰: what follows a year. */
static bool scan_month_and_day(struct scan *scan, struct birthday *birthday,
			       enum calendar_hint *hint)
{
	int month, day;

	birthday->is_leap = scan_word(scan, "闰") || scan_word(scan, "閏") ||
			    scan_word(scan, "leap");
	if (birthday->is_leap)
		*hint = HINT_LUNAR;
	if (!scan_month(scan, &month, hint) || !scan_day(scan, &day, hint) ||
	    !scan_is_done(scan) || month > 99 || day > 99)
		return false;
	birthday->month = (uint8_t)month;
	birthday->day = (uint8_t)day;
	return true;
}

/* 1975-7-10 behind the word 农历, with "leap" or 闰 before the month. */
static bool scan_dashed(struct scan *scan, struct birthday *birthday)
{
	int month, day;
	uint32_t dash = scan_peek(scan);

	if (dash != '-' && dash != '/' && dash != '.')
		return false;
	scan_skip(scan);
	birthday->is_leap = scan_word(scan, "闰") || scan_word(scan, "閏") ||
			    scan_word(scan, "leap");
	if (!scan_digits(scan, &month) || scan_peek(scan) != dash)
		return false;
	scan_skip(scan);
	if (!scan_digits(scan, &day) || !scan_is_done(scan) || month > 99 ||
	    day > 99)
		return false;
	birthday->month = (uint8_t)month;
	birthday->day = (uint8_t)day;
	return true;
}

/* The form alone; which days exist is checked afterwards. */
static bool scan_birthday(struct scan *scan, struct birthday *birthday,
			  enum calendar_hint *hint)
{
	struct scan start = *scan;
	int year;

	if (scan_year(scan, &year) && year <= 9999) {
		birthday->year = (int16_t)year;
		if (scan_word(scan, "年"))
			return scan_month_and_day(scan, birthday, hint);
		if (scan_dashed(scan, birthday))
			return true;
	}
	*scan = start;
	birthday->year = 0;
	*hint = HINT_NONE;
	return scan_month_and_day(scan, birthday, hint);
}

static enum birthday_fault check_lunar(const struct birthday *birthday)
{
	int days = 30;

	if (birthday->month < 1 || birthday->month > 12)
		return BIRTHDAY_NO_SUCH_MONTH;
	if (birthday->year) {
		if (!is_known_year(birthday->year))
			return BIRTHDAY_OUT_OF_RANGE;
		days = lunar_month_days(birthday->year, birthday->month,
					birthday->is_leap);
		if (!days)
			return BIRTHDAY_NO_LEAP_MONTH;
	}
	if (birthday->day < 1 || birthday->day > days)
		return BIRTHDAY_NO_SUCH_DAY;
	return BIRTHDAY_OK;
}

static enum birthday_fault check_solar(const struct birthday *birthday)
{
	enum { A_LEAP_YEAR = 2000 };
	int year = birthday->year ? birthday->year : A_LEAP_YEAR;

	if (year < DATE_FIRST_YEAR || year > DATE_LAST_YEAR)
		return BIRTHDAY_OUT_OF_RANGE;
	if (birthday->month < 1 || birthday->month > 12)
		return BIRTHDAY_NO_SUCH_MONTH;
	if (!date_is_valid(year, birthday->month, birthday->day))
		return BIRTHDAY_NO_SUCH_DAY;
	return BIRTHDAY_OK;
}

/* 1975-08-16 and its other spellings, where no word says lunar. */
static enum birthday_fault read_solar(struct text t, struct birthday *birthday)
{
	struct date date;

	switch (date_read(t, &date)) {
	case DATE_OK:
		birthday->year = date.year;
		birthday->month = date.month;
		birthday->day = date.day;
		return BIRTHDAY_OK;
	case DATE_NO_SUCH_DAY:
		return BIRTHDAY_NO_SUCH_DAY;
	case DATE_NO_SUCH_MONTH:
		return BIRTHDAY_NO_SUCH_MONTH;
	case DATE_OUT_OF_RANGE:
		return BIRTHDAY_OUT_OF_RANGE;
	default:
		return BIRTHDAY_NOT_A_DAY;
	}
}

enum birthday_fault lunar_read_birthday(struct arena *arena, struct text t,
					struct birthday *birthday)
{
	static const char *const lunar_words[] = { "农历",  "農曆", "阴历",
						   "陰曆",  "旧历", "老历",
						   "lunar", NULL };
	static const char *const solar_words[] = { "公历", "阳历", "新历",
						   NULL };
	enum calendar_hint hint = HINT_NONE;
	struct scan scan = scan_of(t);
	enum birthday_fault fault;
	bool is_solar;

	*birthday =
		(struct birthday){ .text = arena_text(arena, text_trim(t)) };
	birthday->is_lunar = scan_any(&scan, lunar_words);
	is_solar = !birthday->is_lunar && scan_any(&scan, solar_words);
	if (scan_peek(&scan) == ':')
		scan_skip(&scan);
	if (!birthday->is_lunar) {
		fault = read_solar(scan_rest(&scan), birthday);
		if (fault != BIRTHDAY_NOT_A_DAY)
			return fault;
	}
	if (!scan_birthday(&scan, birthday, &hint) ||
	    (is_solar && hint == HINT_LUNAR))
		return BIRTHDAY_NOT_A_DAY;
	if (hint == HINT_UNCLEAR && !birthday->is_lunar && !is_solar)
		return BIRTHDAY_WHICH_CALENDAR;
	if (hint == HINT_LUNAR)
		birthday->is_lunar = true;
	return birthday->is_lunar ? check_lunar(birthday)
				  : check_solar(birthday);
}

const char *lunar_birthday_why(enum birthday_fault fault)
{
	switch (fault) {
	case BIRTHDAY_OK:
		break;
	case BIRTHDAY_NOT_A_DAY:
		return _("that is not a birthday");
	case BIRTHDAY_WHICH_CALENDAR:
		return _("this may be a day of the lunar or of the solar "
			 "calendar");
	case BIRTHDAY_NO_SUCH_MONTH:
		return _("there is no such month");
	case BIRTHDAY_NO_SUCH_DAY:
		return _("that month has no such day");
	case BIRTHDAY_NO_LEAP_MONTH:
		return _("that year has no such leap month");
	case BIRTHDAY_OUT_OF_RANGE:
		return _("the year cannot be right");
	}
	return "";
}

/* -- keeping birthdays ---------------------------------------------------- */

static struct date lunar_birthday_in(const struct birthday *birthday, int year)
{
	struct lunar_date lunar = { .year = (int16_t)year,
				    .month = birthday->month,
				    .day = birthday->day,
				    .is_leap = birthday->is_leap };
	int days;

	if (lunar.is_leap && lunar_leap_month(year) != lunar.month)
		lunar.is_leap = false;
	days = lunar_month_days(year, lunar.month, lunar.is_leap);
	if (lunar.day > days)
		lunar.day = (uint8_t)days;
	return lunar_to_date(lunar);
}

static struct date solar_birthday_in(const struct birthday *birthday, int year)
{
	int days = date_month_days(year, birthday->month);

	if (year > DATE_LAST_YEAR)
		return (struct date){ 0 };
	return (struct date){
		.year = (int16_t)year,
		.month = birthday->month,
		.day = (uint8_t)(birthday->day > days ? days : birthday->day)
	};
}

static struct date birthday_in(const struct birthday *birthday, int year)
{
	return birthday->is_lunar ? lunar_birthday_in(birthday, year)
				  : solar_birthday_in(birthday, year);
}

struct date lunar_next_birthday(const struct birthday *birthday,
				struct date on_or_after)
{
	/* A lunar year ends within the next solar one. */
	int year = on_or_after.year - birthday->is_lunar;
	struct date next = { 0 };

	if (!birthday->month || !date_is_set(on_or_after))
		return next;
	if (birthday->is_lunar && year < LUNAR_TABLE_FIRST)
		year = LUNAR_TABLE_FIRST;
	if (year < birthday->year)
		year = birthday->year;
	do
		next = birthday_in(birthday, year++);
	while (date_is_set(next) && date_compare(next, on_or_after) < 0);
	return next;
}

struct text lunar_birthday_name(struct arena *arena,
				const struct birthday *birthday)
{
	return lunar_name(arena,
			  (struct lunar_date){ .year = birthday->year,
					       .month = birthday->month,
					       .day = birthday->day,
					       .is_leap = birthday->is_leap });
}

int lunar_birthday_age(const struct birthday *birthday, struct date on)
{
	int year = birthday->is_lunar ? lunar_of_date(on).year : on.year;

	if (!birthday->year || year < birthday->year)
		return -1;
	return year - birthday->year;
}
