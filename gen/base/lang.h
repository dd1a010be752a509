#ifndef GEN_BASE_LANG_H
#define GEN_BASE_LANG_H

/*
 * The language of messages: English in the source, Chinese by gettext.
 *
 * _("…") translates at run time; N_("…") only marks a literal of a table for
 * translation. The language is taken from LC_ALL, LC_MESSAGES, LANG (the first
 * that is set); the host needs no generated locale for it, numbers and sorting
 * stay those of the C locale.
 */

#include <libintl.h>
#include <stdbool.h>

#define _(string)  gettext(string)
#define N_(string) string

/*
 * Chooses the language; called once, before threads exist. Catalogues are
 * looked for beside the program (build/locale), then in PREFIX/share/locale.
 */
void lang_init(void);

/* Does the user read Chinese? */
bool lang_is_chinese(void);

#endif
