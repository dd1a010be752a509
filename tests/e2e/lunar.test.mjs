// The solar terms of careplan against lunar-javascript: every day of 1950-2100.
//
// CAREPLAN_TOOLS names the folder of the built tools; solar_terms prints the
// days that the program believes in.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const tool = process.env.CAREPLAN_TOOLS
	&& path.join(process.env.CAREPLAN_TOOLS, 'solar_terms');
const skip = !tool ? 'CAREPLAN_TOOLS is not set'
	: !existsSync(tool) ? `${tool} is not built` : false;

// The library keys the terms of the neighbouring years in Latin letters.
function theirs(Lunar) {
	const days = new Map();
	for (let year = 1950; year <= 2100; year++) {
		const table = Lunar.fromYmd(year, 6, 1).getJieQiTable();
		for (const [name, moment] of Object.entries(table)) {
			if (!/[A-Z]/.test(name) && moment.getYear() === year)
				days.set(moment.toYmd(), name);
		}
		const december = table.DONG_ZHI;
		days.set(december.toYmd(), '冬至');
	}
	return days;
}

test('solar terms agree with lunar-javascript', { skip }, async () => {
	const { default: { Lunar } } = await import('lunar-javascript');
	const ours = execFileSync(tool, { encoding: 'utf8' }).trim().split('\n')
		.map((line) => line.split(' '));
	const expected = theirs(Lunar);

	assert.equal(ours.length, 151 * 24);
	const different = ours.filter(([day, name]) =>
		expected.get(day) !== name);
	assert.deepEqual(different, []);
	assert.equal(new Set(ours.map(([day]) => day)).size, expected.size);
});
