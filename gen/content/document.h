#ifndef GEN_CONTENT_DOCUMENT_H
#define GEN_CONTENT_DOCUMENT_H

/*
 * One text file of content/: opened beneath the folder, brought to UTF-8, and
 * for articles cut into front matter and body.
 *
 * Reads quietly: a byte order mark, CRLF or CR line ends, no last newline.
 * Reads with a warning (save as UTF-8): UTF-16, with or without a byte order
 * mark, and GB18030/GBK. Refuses, with an error: bytes that are neither,
 * damaged UTF-8 (which GB18030 would read as other characters), embedded NULs,
 * files of more bytes than the caller allows (YAML_FILE_BYTES, for articles
 * DOCUMENT_BYTES), symbolic links. The file itself is never rewritten.
 *
 * Calling sequence: document_read; for articles document_cut. Offsets are
 * bytes of source.text, which has no byte order mark and only LF line ends, so
 * that its lines and columns are those of the editor.
 */

#include "base/diag.h"
#include "base/file.h"
#include "base/source.h"

enum { DOCUMENT_BYTES = 2 << 20 };

struct document {
	struct source source; /* the whole file as UTF-8 with LF line ends */
	size_t front,
		front_len; /* front matter (without its ---); 0, 0: none */
	size_t body;	   /* where the body starts */
	struct text bytes; /* the file as it was read, for digests */
	struct file_stamp stamp;
};

/*
 * Reads a file beneath `folder`. `shown` is the path that messages show.
 * Memory: in the arena. Errors: false.
 */
bool document_read(struct arena *arena, int folder, const char *path,
		   struct text shown, size_t most, struct document *document,
		   struct diags *diags) __attribute__((warn_unused_result));

/*
 * Finds the front matter between a first line of --- and the next one; blanks
 * behind the --- are fine. Without front matter all is body.
 * Errors: false where the second --- is missing.
 */
bool document_cut(struct document *document, struct diags *diags)
	__attribute__((warn_unused_result));

#endif
