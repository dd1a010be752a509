/* model/fields_value: what templates see of each type of field, written or not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "model/fields.h"
#include "model/values.h"

struct part {
	struct origin origin;
	struct text name;
};

struct all {
	struct text text;
	struct markdown markdown;
	int64_t integer;
	bool yes;
	struct date date;
	struct month month;
	struct clock clock;
	int choice;
	struct number number;
	struct money money;
	struct range range;
	struct hours hours;
	struct point point;
	struct texts texts;
	struct inlines inlines;
	struct months months;
	struct periods periods;
	struct captions captions;
	struct part part;
	struct list parts;
	const struct part *reference;
	struct value value;
};

static const struct choice choices[] = { { "active", "进行中" },
					 { "finished", "已结束" },
					 { NULL, NULL } };
static const struct field part_fields[] = {
	VIEW_ROW(part, name, FIELD_TEXT, SEES_ALL, NULL),
};
static const struct table part_table =
	TABLE_DOCUMENT("part", part, part_fields);

#define ROW(member_, type_)                                                    \
	{                                                                      \
		.key = #member_, .type = (type_), .audience = SEES_ALL,        \
		.offset = offsetof(struct all, member_), .table = &part_table, \
		.choices = choices                                             \
	}

static const struct source source = { TEXT("plan.yaml"), TEXT("") };
static struct text texts[] = { TEXT("a"), TEXT("b") };
static struct markdown inlines[] = { { TEXT("*a*"), TEXT("<em>a</em>") } };
static struct month months[] = { { 2026, 3 } };
static struct period periods[] = { { { 2026, 3, 1 }, { 2026, 3, 2 } } };
static struct caption captions[] = { { { 2026, 3 }, TEXT("c") } };
static struct part parts[3];

static const struct all nothing = { .clock = { -1 }, .choice = -1 };
static const struct all full = {
	.text = TEXT("a&b"),
	.markdown = { TEXT("*x*"), TEXT("<p>x</p>") },
	.integer = -7,
	.yes = true,
	.date = { 2026, 3, 2 },
	.month = { 2026, 3 },
	.clock = { 9 * 60 + 5 },
	.choice = 1,
	.number = { .text = TEXT("阴性") },
	.money = { .text = TEXT("3600元"), .cents = 360000 },
	.range = { .text = TEXT("<5") },
	.hours = { .text = TEXT("9:00-12:00") },
	.point = { .text = TEXT("106.6,26.5") },
	.texts = { texts, 2 },
	.inlines = { inlines, 1 },
	.months = { months, 1 },
	.periods = { periods, 1 },
	.captions = { captions, 1 },
	.part = { .origin = { .source = &source } },
	.parts = { parts, 3 },
	.reference = &parts[1],
	.value = { .kind = VALUE_NUMBER, .number = 5 },
};

static const struct {
	struct field field;
	enum value_kind kind; /* of full */
	const char *text;     /* TEXT and HTML */
	size_t count;	      /* lists */
	const void *at;	      /* OBJECT and lists */
} rows[] = {
	{ ROW(text, FIELD_TEXT), VALUE_TEXT, "a&b", 0, NULL },
	{ ROW(text, FIELD_LINES), VALUE_TEXT, "a&b", 0, NULL },
	{ ROW(text, FIELD_URL), VALUE_TEXT, "a&b", 0, NULL },
	{ ROW(text, FIELD_PHONE), VALUE_TEXT, "a&b", 0, NULL },
	{ ROW(text, FIELD_FILE), VALUE_TEXT, "a&b", 0, NULL },
	{ ROW(text, FIELD_SLUG), VALUE_TEXT, "a&b", 0, NULL },
	{ ROW(text, FIELD_HTML), VALUE_HTML, "a&b", 0, NULL },
	{ ROW(markdown, FIELD_MARKDOWN), VALUE_HTML, "<p>x</p>", 0, NULL },
	{ ROW(markdown, FIELD_INLINE), VALUE_HTML, "<p>x</p>", 0, NULL },
	{ ROW(yes, FIELD_BOOL), VALUE_TRUE, NULL, 0, NULL },
	{ ROW(date, FIELD_DATE), VALUE_TEXT, "2026-03-02", 0, NULL },
	{ ROW(month, FIELD_MONTH), VALUE_TEXT, "2026-03", 0, NULL },
	{ ROW(clock, FIELD_CLOCK), VALUE_TEXT, "09:05", 0, NULL },
	{ ROW(choice, FIELD_CHOICE), VALUE_TEXT, "finished", 0, NULL },
	{ ROW(number, FIELD_NUMBER), VALUE_TEXT, "阴性", 0, NULL },
	{ ROW(money, FIELD_MONEY), VALUE_TEXT, "3600元", 0, NULL },
	{ ROW(range, FIELD_RANGE), VALUE_TEXT, "<5", 0, NULL },
	{ ROW(hours, FIELD_HOURS), VALUE_TEXT, "9:00-12:00", 0, NULL },
	{ ROW(point, FIELD_POINT), VALUE_TEXT, "106.6,26.5", 0, NULL },
	{ ROW(texts, FIELD_TEXTS), VALUE_TEXTS, NULL, 2, texts },
	{ ROW(inlines, FIELD_INLINES), VALUE_HTMLS, NULL, 1, inlines },
	{ ROW(months, FIELD_MONTHS), VALUE_TRUE, NULL, 0, NULL },
	{ ROW(periods, FIELD_PERIODS), VALUE_TRUE, NULL, 0, NULL },
	{ ROW(captions, FIELD_CAPTIONS), VALUE_TRUE, NULL, 0, NULL },
	{ ROW(part, FIELD_STRUCT), VALUE_OBJECT, NULL, 0, &full.part },
	{ ROW(parts, FIELD_LIST), VALUE_LIST, NULL, 3, parts },
	{ ROW(reference, FIELD_REF), VALUE_OBJECT, NULL, 0, &parts[1] },
};

static void test_written(void **state)
{
	char scratch[FIELDS_SCRATCH];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct field *field = &rows[i].field;
		struct value value = fields_value(field, &full, scratch);

		print_message("# %s\n", field->key);
		assert_int_equal(value.kind, rows[i].kind);
		if (rows[i].text)
			assert_true(text_is(value.text, rows[i].text));
		assert_int_equal(value.count, rows[i].count);
		assert_ptr_equal(value.at, rows[i].at);
		if (value.kind == VALUE_OBJECT || value.kind == VALUE_LIST)
			assert_ptr_equal(value.table, &part_table);
	}
}

static void test_not_written(void **state)
{
	char scratch[FIELDS_SCRATCH];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("# %s\n", rows[i].field.key);
		assert_int_equal(
			fields_value(&rows[i].field, &nothing, scratch).kind,
			VALUE_NONE);
	}
}

/* A struct inside a view has no origin to be missing; a number is a number. */
static void test_always_there(void **state)
{
	static const struct table view = TABLE("part", part, part_fields);
	struct field field = ROW(part, FIELD_STRUCT);
	const struct field integer = ROW(integer, FIELD_INT);
	const struct field any = ROW(value, FIELD_VALUE);
	char scratch[FIELDS_SCRATCH];

	(void)state;
	field.table = &view;
	assert_int_equal(fields_value(&field, &nothing, scratch).kind,
			 VALUE_OBJECT);
	assert_int_equal(fields_value(&integer, &nothing, scratch).kind,
			 VALUE_NUMBER);
	assert_int_equal(fields_value(&integer, &full, scratch).number, -7);
	assert_int_equal(fields_value(&any, &full, scratch).number, 5);
	assert_int_equal(fields_value(&any, &nothing, scratch).kind,
			 VALUE_NONE);
}

static void test_clocks(void **state)
{
	const struct field field = ROW(clock, FIELD_CLOCK);
	static const struct {
		int16_t minutes;
		const char *text;
	} clocks[] = { { 0, "00:00" },
		       { 59, "00:59" },
		       { 14 * 60 + 30, "14:30" },
		       { 24 * 60, "24:00" } };
	char scratch[FIELDS_SCRATCH];

	(void)state;
	for (size_t i = 0; i < sizeof(clocks) / sizeof(*clocks); i++) {
		struct all all = { .clock = { clocks[i].minutes } };
		struct value value = fields_value(&field, &all, scratch);

		assert_true(text_is(value.text, clocks[i].text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_not_written),
		cmocka_unit_test(test_always_there),
		cmocka_unit_test(test_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
