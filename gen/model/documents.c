#include "model/documents.h"

#include "base/lang.h"
#include "model/article.h"
#include "model/clinic.h"
#include "model/ledger.h"
#include "model/plan.h"
#include "model/record.h"
#include "model/site.h"
#include "model/store.h"
#include "model/therapist.h"

const struct document_kind document_kinds[] = {
	{ "careplan", "careplan.yaml", &site_table, false,
	  N_("the settings of the whole site") },
	{ "clinic", "content/clinic.yaml", &clinic_table, false,
	  N_("the brand, and what holds for all shops") },
	{ "store", "content/stores/*/store.yaml", &store_table, false,
	  N_("one shop") },
	{ "queue", "content/stores/*/queue.yaml", &queue_table, false,
	  N_("today's waiting line") },
	{ "referrals", "content/stores/*/referrals.yaml", &ledger_table, true,
	  N_("the referral ledger") },
	{ "therapist", "content/stores/*/therapists/*.yaml", &therapist_table,
	  false, N_("one therapist") },
	{ "plan", "content/stores/*/patients/*/plan.yaml", &plan_table, false,
	  N_("what the patient sees") },
	{ "record", "content/stores/*/patients/*/record.yaml", &record_table,
	  false, N_("what only the therapist sees") },
	{ "article", "content/articles/*.md", &article_table, false,
	  N_("the front matter of an article") },
};

const size_t document_kind_count =
	sizeof(document_kinds) / sizeof(document_kinds[0]);

static bool table_knows(const struct table *table, struct text name)
{
	if (fields_find(table, name))
		return true;
	for (size_t i = 0; i < table->count; i++)
		if (table->fields[i].table &&
		    table_knows(table->fields[i].table, name))
			return true;
	return false;
}

bool documents_know(struct text name)
{
	for (size_t i = 0; i < document_kind_count; i++)
		if (table_knows(document_kinds[i].table, name))
			return true;
	return false;
}
