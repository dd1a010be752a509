#ifndef GEN_BASE_BANNED_H
#define GEN_BASE_BANNED_H

/*
 * Functions that this program never calls, refused by the compiler.
 *
 * Included before everything else (-include, see Makefile). Each of these
 * either writes past its buffer, keeps hidden state that two threads would
 * share, or depends on the locale; the right-hand column says what to use.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(function) function##_is_banned_see_gen_base_banned_h

#undef strcpy
#define strcpy(a, b) BANNED(strcpy) /* text, arena_text */
#undef strcat
#define strcat(a, b) BANNED(strcat) /* buf_add */
#undef strncpy
#define strncpy(a, b, n) BANNED(strncpy) /* memcpy with a length */
#undef strncat
#define strncat(a, b, n) BANNED(strncat) /* buf_add */
#undef strtok
#define strtok(a, b) BANNED(strtok) /* text_cut */
#undef sprintf
#define sprintf(...) BANNED(sprintf) /* snprintf, arena_format, buf_format */
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gets
#define gets(s) BANNED(gets)
#undef gmtime
#define gmtime(t) BANNED(gmtime) /* gmtime_r */
#undef localtime
#define localtime(t) BANNED(localtime) /* localtime_r */
#undef ctime
#define ctime(t) BANNED(ctime)
#undef asctime
#define asctime(t) BANNED(asctime)
#undef atoi
#define atoi(s) BANNED(atoi) /* text_number */
#undef atol
#define atol(s) BANNED(atol)
#undef strtod
#define strtod(s, e) BANNED(strtod) /* locale; text_decimal */
#undef atof
#define atof(s) BANNED(atof)
#undef rand
#define rand() BANNED(rand) /* crypto_random */
#undef system
#define system(s) BANNED(system)
#undef tmpnam
#define tmpnam(s) BANNED(tmpnam)
#undef mktemp
#define mktemp(s) BANNED(mktemp)

#endif
