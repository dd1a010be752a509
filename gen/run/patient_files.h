#ifndef GEN_RUN_PATIENT_FILES_H
#define GEN_RUN_PATIENT_FILES_H

/*
 * The files of one patient's folder, read and checked.
 */

#include "content/listing.h"
#include "model/plan.h"
#include "model/record.h"
#include "run/pictures.h"
#include "run/workspace.h"

/* A file that changed less than this before a run may change again within the
 * clock's grain (two seconds on some shares): its stamp is not trusted. */
enum { PATIENT_YOUNG_MS = 2000 };

struct photo_file {
	struct month month;
	struct text angle; /* the file's name without its ending */
	struct text path;  /* relative to content/ */
	struct file_stamp stamp;
};

struct patient_files {
	struct text path;     /* stores/<store>/patients/<patient> */
	struct digest stamps; /* zero: a file is too young to trust */
	bool has_plan, has_record;
	struct photo_file *photos; /* by month and name */
	size_t photo_count;
	struct document document; /* plan.yaml */
	struct plan plan;
	bool is_parsed; /* the plan's entries are known, good or not */
	bool is_good;	/* and none of them is wrong */
};

/*
 * Lists the folder and its photos and takes the stamps; opens no file.
 * Memory: in the arena. Errors: false.
 */
bool patient_files_list(struct workspace *ws, struct worker *worker,
			struct text path, struct patient_files *files)
	__attribute__((warn_unused_result));

/* Reads plan.yaml and record.yaml of a listed folder. */
void patient_files_read(struct workspace *ws, struct worker *worker,
			struct patient_files *files);

/* Reads no more of plan.yaml than its id; empty where there is none. */
struct text patient_files_id(struct workspace *ws, struct worker *worker,
			     const struct patient_files *files);

#endif
