#ifndef GEN_CONTENT_YAMLSCAN_H
#define GEN_CONTENT_YAMLSCAN_H

/*
 * The mistakes of people who type YAML in Notepad with a Chinese keyboard.
 *
 * yamlscan looks at a document line by line before libyaml does, because
 * libyaml reports many of these a line too late, in words about its own parts,
 * or swallows them: a full-width colon, a colon without a blank, tabs and
 * full-width blanks in the indentation, other bullets than "- ", a full-width
 * comma inside [ ], a value that starts with a character YAML keeps for itself,
 * ": " or " #" inside a value, Chinese quotation marks around a value.
 *
 * Texts over several lines (block scalars, quoted texts) are left alone.
 */

#include <stdbool.h>

#include "content/yamldoc.h"

/* Errors: false if any was added; warnings may be added either way. */
bool yamlscan_check(const struct yaml_input *input, struct diags *diags)
	__attribute__((warn_unused_result));

/*
 * The value of a top-level entry that is written in the plainest way, one of
 * `names` (ended by NULL) at the start of a line and an unquoted or quoted word
 * behind its colon, without reading the document. The empty text where there is
 * none; whoever reads the document later must compare.
 */
struct text yamlscan_peek(struct text text, const char *const *names);

#endif
