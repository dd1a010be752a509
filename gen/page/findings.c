#include "page/findings.h"

#include "page/trend.h"

static const struct field report_fields[] = {
	VIEW_ROW(finding_report, path, FIELD_TEXT, SEES_OWNER,
		 "the address of the file, relative to the root of the site; "
		 "put {{root}} before it"),
	VIEW_ROW_OF(finding_report, date, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "the day of the check"),
};
static const struct table report_table =
	TABLE("report", finding_report, report_fields);

static const struct field finding_fields[] = {
	VIEW_ROW(finding, name, FIELD_TEXT, SEES_OWNER, "what was checked"),
	VIEW_ROW(finding, value, FIELD_TEXT, SEES_OWNER,
		 "the latest result, as written: a number or words"),
	VIEW_ROW(finding, unit, FIELD_TEXT, SEES_OWNER,
		 "the unit of the value; may be empty"),
	VIEW_ROW(finding, range, FIELD_TEXT, SEES_OWNER,
		 "the reference range, as written; may be empty"),
	VIEW_ROW(finding, note, FIELD_TEXT, SEES_OWNER,
		 "one line more; may be empty"),
	VIEW_ROW_OF(finding, date, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER, "the day of the latest check; may be empty"),
	VIEW_ROW(finding, verdict, FIELD_TEXT, SEES_OWNER,
		 "a string that says how the value stands to the range: "
		 "{{>*verdict}}; empty where nothing can be said"),
	VIEW_ROW(finding, verdict_class, FIELD_TEXT, SEES_OWNER,
		 "the class of the verdict: k-h within the range, k-m outside; "
		 "may be empty"),
	VIEW_ROW(finding, change, FIELD_TEXT, SEES_OWNER,
		 "a string for more or less than at first: {{>*change}}; empty "
		 "without a change"),
	VIEW_ROW_OF(finding, since, FIELD_STRUCT, 0, &view_date_table,
		    SEES_OWNER,
		    "the day of the first check, where there is a change"),
	VIEW_ROW(finding, difference, FIELD_TEXT, SEES_OWNER,
		 "how much more or less, a number without a sign; empty "
		 "without a change"),
	VIEW_ROW_OF(finding, reports, FIELD_LIST, 0, &report_table, SEES_OWNER,
		    "the reports that belong to it, by date"),
	VIEW_ROW_OF(finding, trend, FIELD_REF, 0, &trend_table, SEES_OWNER,
		    "a drawing of all its values; empty where there is one "
		    "value only"),
	VIEW_ROW(finding, has_about, FIELD_BOOL, SEES_OWNER,
		 "there is a range, a date, a change or a report to be shown"),
};
static const struct table finding_table =
	TABLE("finding", finding, finding_fields);

static const struct field findings_fields[] = {
	VIEW_ROW_OF(findings, items, FIELD_LIST, 0, &finding_table, SEES_OWNER,
		    "one for each name, in the order of the plan"),
};
const struct table findings_table =
	TABLE("findings", findings, findings_fields);

static const struct field item_fields[] = {
	VIEW_ROW(history_item, when, FIELD_HTML, SEES_OWNER,
		 "when it was; may be empty"),
	VIEW_ROW(history_item, text, FIELD_HTML, SEES_OWNER, "what happened"),
	VIEW_ROW(history_item, is_last, FIELD_BOOL, SEES_OWNER,
		 "it is the last of the line"),
};
static const struct table item_table =
	TABLE("history item", history_item, item_fields);

static const struct field history_fields[] = {
	VIEW_ROW(history, summary, FIELD_LINES, SEES_OWNER,
		 "the cause in plain words; may be empty"),
	VIEW_ROW(history, diagnosis, FIELD_LINES, SEES_OWNER,
		 "the diagnosis; may be empty"),
	VIEW_ROW(history, prose, FIELD_HTML, SEES_OWNER,
		 "the history, where it is no time line; may be empty"),
	VIEW_ROW(history, has_line, FIELD_BOOL, SEES_OWNER,
		 "the history is a time line"),
	VIEW_ROW_OF(history, line, FIELD_LIST, 0, &item_table, SEES_OWNER,
		    "what happened, one after the other"),
};
const struct table history_table = TABLE("history", history, history_fields);

/* -- checks --------------------------------------------------------------- */

/* A check, and where it stands in the plan: attachments go by that. */
struct entry {
	const struct check *check;
	size_t index;
};

/* The checks of one name, by date; those of a day stay in their order. */
struct series {
	struct entry *entries;
	size_t count;
};

static bool is_known(const struct check *check)
{
	return check->value.is_known && date_is_set(check->date);
}

static bool near_limit(int64_t value, int64_t limit)
{
	int64_t off = value > limit ? value - limit : limit - value;

	return off <= (limit < 0 ? -limit : limit) / 100 * FINDING_NEAR;
}

static void judge(struct finding *finding, const struct check *check)
{
	const struct range *range = &check->range;
	int64_t value = check->value.millionths;
	int side;

	if (!check->value.is_known || (!range->has_low && !range->has_high))
		return;
	side = values_compare(&check->value, range);
	finding->verdict_class = side ? T("k-m") : T("k-h");
	if (!side)
		finding->verdict = T("t.check_in");
	else if (side < 0)
		finding->verdict = near_limit(value, range->low)
					   ? T("t.check_below")
					   : T("t.check_low");
	else
		finding->verdict = near_limit(value, range->high)
					   ? T("t.check_above")
					   : T("t.check_high");
}

/* Millionths as people write them: 36, 0.5. */
static struct text decimal(struct arena *arena, int64_t millionths)
{
	const int64_t million = 1000000;
	struct text t = arena_format(arena, "%lld.%06lld",
				     (long long)(millionths / million),
				     (long long)(millionths % million));

	while (t.at[t.len - 1] == '0')
		t.len--;
	if (t.at[t.len - 1] == '.')
		t.len--;
	return t;
}

static void compare(struct arena *arena, struct finding *finding,
		    const struct check *first, const struct check *last)
{
	int64_t difference;

	if (__builtin_sub_overflow(last->value.millionths,
				   first->value.millionths, &difference) ||
	    !difference || difference == INT64_MIN)
		return;
	finding->change =
		difference > 0 ? T("t.check_more") : T("t.check_less");
	finding->since = view_date(arena, first->date);
	finding->difference =
		decimal(arena, difference < 0 ? -difference : difference);
}

static void add_reports(struct arena *arena, struct finding *finding,
			struct series series, struct texts attachments)
{
	struct finding_report *reports =
		ARENA_ARRAY(arena, series.count, struct finding_report);
	size_t count = 0;

	for (size_t i = 0; i < series.count; i++) {
		const struct entry *entry = &series.entries[i];

		if (entry->index >= attachments.count ||
		    !attachments.items[entry->index].len)
			continue;
		reports[count].path = attachments.items[entry->index];
		reports[count++].date = view_date(arena, entry->check->date);
	}
	finding->reports = (struct list){ reports, count };
	finding->has_about = !finding->trend || finding->range.len ||
			     finding->change.len || count;
}

static struct finding single(struct arena *arena, const struct entry *entry,
			     struct texts attachments)
{
	const struct check *check = entry->check;
	struct series self = { .entries = (struct entry[]){ *entry },
			       .count = 1 };
	struct finding finding = {
		.name = check->name,
		.value = check->value.text,
		.unit = check->unit,
		.range = check->range.text,
		.note = check->note,
		.date = view_date(arena, check->date),
	};

	judge(&finding, check);
	add_reports(arena, &finding, self, attachments);
	return finding;
}

/* All checks of the name of the first that is not taken yet. */
static struct series series_of(struct arena *arena, const struct list *checks,
			       size_t first, bool *taken)
{
	const struct check *items = checks->items;
	struct series series = { 0 };
	size_t count = 0;

	for (size_t i = first; i < checks->count; i++)
		count += !taken[i] &&
			 text_equal(items[i].name, items[first].name);
	series.entries = ARENA_ARRAY(arena, count, struct entry);
	for (size_t i = first; i < checks->count; i++) {
		size_t at = series.count;

		if (taken[i] || !text_equal(items[i].name, items[first].name))
			continue;
		taken[i] = true;
		for (;
		     at && date_compare(items[i].date,
					series.entries[at - 1].check->date) < 0;
		     at--)
			series.entries[at] = series.entries[at - 1];
		series.entries[at] = (struct entry){ &items[i], i };
		series.count++;
	}
	return series;
}

/* The trend of those that are numbers, if they are of two days at least. */
static bool make_trend(struct arena *arena, struct series series,
		       struct texts attachments, struct finding *finding)
{
	struct trend_point *points =
		ARENA_ARRAY(arena, series.count, struct trend_point);
	const struct check *first = NULL, *last = NULL;
	size_t count = 0;

	for (size_t i = 0; i < series.count; i++) {
		const struct check *check = series.entries[i].check;

		if (!is_known(check))
			return false;
		first = first ? first : check;
		last = check;
		points[count++] =
			(struct trend_point){ check->date, check->value };
	}
	if (count < 2 || !date_compare(first->date, last->date))
		return false;
	*finding = single(arena, &series.entries[series.count - 1],
			  (struct texts){ 0 });
	finding->trend = trend_make(arena, points, count, &last->range);
	compare(arena, finding, first, last);
	add_reports(arena, finding, series, attachments);
	return finding->trend;
}

const struct findings *findings_make(struct arena *arena,
				     const struct list *checks,
				     struct texts attachments)
{
	struct findings *findings;
	struct finding *items;
	bool *taken;
	size_t count = 0;

	if (!checks->count)
		return NULL;
	findings = ARENA_NEW(arena, struct findings);
	items = ARENA_ARRAY(arena, checks->count, struct finding);
	taken = ARENA_ARRAY(arena, checks->count, bool);
	for (size_t i = 0; i < checks->count; i++) {
		struct series series;

		if (taken[i])
			continue;
		series = series_of(arena, checks, i, taken);
		if (make_trend(arena, series, attachments, &items[count])) {
			count++;
			continue;
		}
		for (size_t k = 0; k < series.count; k++)
			items[count++] =
				single(arena, &series.entries[k], attachments);
	}
	findings->items = (struct list){ items, count };
	return findings;
}

/* -- history -------------------------------------------------------------- */

/* The part of t before the needle, and *rest behind it; false if not there. */
static bool cut_at(struct text t, const char *needle, struct text *before,
		   struct text *rest)
{
	size_t at = text_find(t, needle);

	if (at == SIZE_MAX)
		return false;
	*before = text_part(t, 0, at);
	*rest = text_from(t, at + strlen(needle));
	return true;
}

/* Leaves what stands between, if t begins and ends so. */
static bool unwrap(struct text *t, const char *begin, const char *end)
{
	if (!text_starts(*t, begin) || !text_ends(*t, end) ||
	    t->len < strlen(begin) + strlen(end))
		return false;
	*t = text_part(*t, strlen(begin), t->len - strlen(begin) - strlen(end));
	*t = text_trim(*t);
	return true;
}

static void split_when(struct history_item *item, struct text t)
{
	static const char *const colons[] = { "：", ": ", ":" };
	struct text when, rest;

	item->text = t;
	if (text_starts(t, "<strong>") &&
	    cut_at(text_from(t, strlen("<strong>")), "</strong>", &when,
		   &rest)) {
		for (size_t i = 0; i < 3; i++)
			if (text_starts(rest, colons[i]))
				rest = text_from(rest, strlen(colons[i]));
		item->when = when;
		item->text = text_trim(rest);
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		if (!cut_at(t, colons[i], &when, &rest) ||
		    text_chars(when) > HISTORY_WHEN_CHARS ||
		    text_find(when, "<") != SIZE_MAX)
			continue;
		item->when = when;
		item->text = text_trim(rest);
		return;
	}
}

/* One list and nothing else, its items a line each: the items; else false. */
static bool read_line(struct arena *arena, struct text html, struct list *line)
{
	struct history_item *items = NULL;
	size_t count = 0, room = 0;
	struct text item;

	html = text_trim(html);
	if (!unwrap(&html, "<ul>", "</ul>") && !unwrap(&html, "<ol>", "</ol>"))
		return false;
	while (html.len) {
		if (!text_starts(html, "<li>") ||
		    !cut_at(html, "</li>", &item, &html))
			return false;
		item = text_trim(text_from(item, strlen("<li>")));
		unwrap(&item, "<p>", "</p>");
		if (text_find(item, "<p>") != SIZE_MAX ||
		    text_find(item, "<li>") != SIZE_MAX)
			return false;
		items = arena_grow(arena, items, count, &room, sizeof(*items));
		items[count] = (struct history_item){ 0 };
		split_when(&items[count++], item);
		html = text_trim(html);
	}
	if (!count)
		return false;
	items[count - 1].is_last = true;
	*line = (struct list){ items, count };
	return true;
}

const struct history *history_make(struct arena *arena,
				   const struct cause *cause)
{
	struct history *history;

	if (!cause->summary.len && !cause->diagnosis.len &&
	    !cause->history.html.len)
		return NULL;
	history = ARENA_NEW(arena, struct history);
	history->summary = cause->summary;
	history->diagnosis = cause->diagnosis;
	history->has_line =
		read_line(arena, cause->history.html, &history->line);
	if (!history->has_line)
		history->prose = cause->history.html;
	return history;
}
