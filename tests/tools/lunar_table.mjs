// Writes gen/model/lunar_table.h from a list of lunar months.
//
//   node tests/tools/lunar_table.mjs lunar-months-1901-2100.csv \
//       > gen/model/lunar_table.h
//
// The list has the columns lunar_year, month, leap (0 or 1), days and
// first_solar_day (YYYY-MM-DD). The script refuses a list with a gap.

import { readFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
if (!path) {
	console.error('usage: lunar_table.mjs lunar-months.csv');
	process.exit(2);
}

const day = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400000;
const years = new Map();
let expected;
for (const line of readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1)) {
	const [year, month, leap, days, first] = line.split(',');
	if (expected !== undefined && day(first) !== expected)
		throw new Error(`gap before ${first}`);
	expected = day(first) + Number(days);
	if (!years.has(year))
		years.set(year, { first, leap: 0, bits: 0, months: 0 });
	const y = years.get(year);
	if (leap === '1')
		y.leap = Number(month);
	if (days === '30')
		y.bits |= 1 << y.months;
	y.months++;
}

const all = [...years.keys()].map(Number);
const words = all.map((year) => {
	const y = years.get(String(year));
	const offset = day(y.first) - day(`${year}-01-01`);
	if (offset < 0 || offset > 63 || y.months !== (y.leap ? 13 : 12))
		throw new Error(`year ${year}`);
	return `0x${(y.bits | (y.leap << 13) | (offset << 17)).toString(16)
		.padStart(6, '0')}`;
});
for (let i = 0; i < all.length; i++)
	if (all[i] !== all[0] + i)
		throw new Error(`year ${all[i]} is out of order`);

const rows = [];
for (let i = 0; i < words.length; i += 6)
	rows.push(`\t${words.slice(i, i + 6).join(', ')},`);

process.stdout.write(`#ifndef GEN_MODEL_LUNAR_TABLE_H
#define GEN_MODEL_LUNAR_TABLE_H

/*
 * The months of the Chinese calendar, a word a lunar year. Made by
 * tests/tools/lunar_table.mjs; do not edit. Only lunar.c includes it.
 *
 * bits 0-12   the months in order, the leap month among them: 1 has 30 days
 * bits 13-16  the leap month's number, 0 in a year without one
 * bits 17-22  New Year's Day, in days after 1 January of the same number
 */

#include <stdint.h>

enum { LUNAR_TABLE_FIRST = ${all[0]}, LUNAR_TABLE_LAST = ${all.at(-1)} };

/* clang-format off */
static const uint32_t lunar_table[] = {
${rows.join('\n')}
};
/* clang-format on */

#endif
`);
