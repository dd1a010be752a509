#ifndef GEN_BASE_BUG_H
#define GEN_BASE_BUG_H

/*
 * Our own mistakes: BUG("…") prints where and aborts. For states that the
 * program's own code rules out; never for anything that input, the disk or the
 * network can bring about.
 */

#define BUG(...) bug_abort(__FILE__, __LINE__, __VA_ARGS__)

void bug_abort(const char *file, int line, const char *format, ...)
	__attribute__((noreturn, format(printf, 3, 4)));

#endif
