#ifndef GEN_CONTENT_FILENAME_H
#define GEN_CONTENT_FILENAME_H

/*
 * What a file's name alone says about it: whether it is somebody's by-product
 * that no therapist meant as content, or a copy that a program left behind
 * because it could not merge two people's changes.
 *
 * Listing a folder and watching one ask the same questions, so that a change
 * of an ignored file causes no work. A name is one part of a path, at most 255
 * bytes; it need not be UTF-8.
 */

#include "base/arena.h"
#include "base/text.h"

/*
 * Is it ignored silently? Dot files, ~$*, *~, *.tmp, *.bak, *.swp, downloads
 * under way, Thumbs.db, desktop.ini, the folders of NAS boxes and their kind.
 */
bool filename_is_ignored(struct text name);

/*
 * Is it a copy of Syncthing, Dropbox, OneDrive, WPS, Windows or macOS
 * (*.sync-conflict-*, *conflicted copy*, *冲突*, * - 副本*, and for files
 * *(1).yaml with up to three digits)? *original gets the name it was made
 * from, empty where its own name does not tell. Memory: in the arena.
 */
bool filename_is_copy(struct arena *arena, struct text name, bool is_folder,
		      struct text *original);

#endif
