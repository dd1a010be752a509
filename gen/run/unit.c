#include "run/unit.h"

#include <string.h>

#include "base/lang.h"

static size_t troubles_of(const struct worker *worker)
{
	return worker->diags.errors + worker->diags.warnings;
}

void unit_open(struct unit_work *work, struct workspace *ws,
	       struct worker *worker, struct text key)
{
	memset(work, 0, sizeof(*work));
	work->ws = ws;
	work->worker = worker;
	work->key = key;
	work->troubles = troubles_of(worker);
	work->has_last = state_find_unit(worker->reader, &worker->unit, key,
					 &work->last);
	out_keep(&worker->seen, key);
}

bool unit_in_place(const struct unit_work *work)
{
	for (size_t i = 0; i < work->last.output_count; i++)
		if (!out_is_in_place(&work->ws->out, &work->last.outputs[i]))
			return false;
	return true;
}

bool unit_is_current(const struct unit_work *work, struct digest fingerprint)
{
	return work->has_last && !work->ws->full &&
	       crypto_digest_equal(work->last.fingerprint, fingerprint) &&
	       unit_in_place(work);
}

static void keep_outputs(struct unit_work *work, const struct unit *unit)
{
	for (size_t i = 0; i < unit->output_count; i++)
		out_keep(&work->worker->kept, unit->outputs[i].path);
}

void unit_keep(struct unit_work *work)
{
	keep_outputs(work, &work->last);
}

void unit_refresh(struct unit_work *work)
{
	work->now.outputs = work->last.outputs;
	work->now.output_count = work->last.output_count;
	if (troubles_of(work->worker) != work->troubles)
		memset(&work->now.stamps, 0, sizeof(work->now.stamps));
	unit_keep(work);
	state_put_unit(work->ws->state, work->key, &work->now);
}

void unit_fail(struct unit_work *work)
{
	work->worker->counts.failed++;
	if (!work->has_last)
		return;
	unit_keep(work);
	memset(&work->last.stamps, 0, sizeof(work->last.stamps));
	state_put_unit(work->ws->state, work->key, &work->last);
}

void unit_record(struct unit_work *work, const struct output *output)
{
	struct unit *now = &work->now;

	now->outputs =
		arena_grow(&work->worker->unit, now->outputs, now->output_count,
			   &work->capacity, sizeof(*now->outputs));
	now->outputs[now->output_count++] = *output;
}

void unit_place(struct unit_work *work, struct text path, struct text bytes)
{
	struct output output;

	if (out_place(&work->ws->out, work->has_last ? &work->last : NULL, path,
		      bytes, &output, &work->worker->diags))
		unit_record(work, &output);
	else
		work->failed = true;
}

void unit_page(struct unit_work *work, struct text path, struct text bytes)
{
	struct diags *diags = &work->worker->diags;
	struct diag *diag;

	if (bytes.len) {
		unit_place(work, path, bytes);
		return;
	}
	work->failed = true;
	diag = diag_add_path(diags, SEVERITY_ERROR,
			     arena_join(&work->worker->unit, T("out/"), path),
			     "page.too-large",
			     _("this page would be too large to make (%.*s)"),
			     TEXT_ARG(work->key));
	diag_hint(diags, diag,
		  _("shorten the longest texts and lists; the page stays as "
		    "it was until then"));
}

void unit_end(struct unit_work *work)
{
	/* A page that could not be written: the old one, or what there is of
	 * the new ones, stays until a run succeeds. */
	if (work->failed) {
		keep_outputs(work, &work->now);
		unit_fail(work);
		return;
	}
	if (troubles_of(work->worker) != work->troubles)
		memset(&work->now.stamps, 0, sizeof(work->now.stamps));
	keep_outputs(work, &work->now);
	state_put_unit(work->ws->state, work->key, &work->now);
	work->worker->counts.built++;
}
