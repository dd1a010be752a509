/*
 * Prints the days of the 24 solar terms of the years 1950 to 2100, one
 * "YYYY-MM-DD name" a line, for tests/e2e/lunar.test.mjs to compare.
 */

#include <stdio.h>

#include "base/date.h"
#include "model/solarterm.h"

int main(void)
{
	for (int year = 1950; year <= 2100; year++) {
		for (int term = 0; term < SOLARTERM_COUNT; term++) {
			char iso[11];

			date_write_iso(iso, solarterm_date(year, term));
			printf("%s %.*s\n", iso,
			       TEXT_ARG(solarterm_name(term)));
		}
	}
	return 0;
}
