#ifndef GEN_CONTENT_YAMLDOC_H
#define GEN_CONTENT_YAMLDOC_H

/*
 * YAML as a tree that remembers its places (libyaml events).
 *
 * A document becomes nodes in an arena: scalars are texts, whatever they look
 * like (YAML's own guesses, `no` or `12:30`, never happen), maps keep the order
 * they were written in. Before libyaml sees the text, a scan finds the mistakes
 * of people who type YAML in Notepad with a Chinese keyboard and points at the
 * line they are on; libyaml reports many of them a line too late or not at all.
 *
 * Refused, each with its own message: anchors, aliases, tags, several
 * documents, duplicate keys, more than YAML_DEPTH levels, more than YAML_NODES
 * nodes. An empty document is an error (yaml.empty).
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

enum {
	YAML_DEPTH = 12,
	YAML_NODES = 60000,
	YAML_FILE_BYTES = 1 << 20,
};

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	bool is_plain;	      /* a scalar without quotation marks */
	struct span span;     /* of the value; of a map or list: its start */
	struct text text;     /* NODE_SCALAR: its text, in the arena */
	struct node *first;   /* first element or pair, or NULL */
	struct node *next;    /* the next in the same list or map, or NULL */
	struct text key;      /* in a map: the key */
	struct span key_span; /* in a map: where the key stands */
	size_t count;	      /* elements or pairs */
};

/* What is to be read. */
struct yaml_input {
	const struct source *source;
	size_t offset, len; /* the part of the source; a whole file: 0, all */
	/* Is this a key that some document knows? May be NULL. With it, a
	 * colon that was typed full-width or without a blank is told from one
	 * that belongs to the text. */
	bool (*is_key)(struct text name);
};

/*
 * Reads a document. Memory: the tree in the arena.
 * Errors: NULL, with at least one error added; warnings may be added either way
 */
struct node *yamldoc_read(struct arena *arena, const struct yaml_input *input,
			  struct diags *diags);

/* The value of a key of a map, or NULL. */
const struct node *yamldoc_find(const struct node *map, struct text key);

#endif
