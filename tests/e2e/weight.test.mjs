// What a page weighs: on a cold connection the first round trip carries about
// 14 KiB, and that is to be the page with its style.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { sampleClinic } from './browser.mjs';

const MOST_PLAN_BYTES = 14 * 1024;
const MOST_SCRIPT_BYTES = 6 * 1024;

const { site, plans, all } = sampleClinic();
const gzipped = (file) => execFileSync('gzip', ['-9c', file]).length;

// The files that a page names: those of the link or script tags.
function named(name, pattern) {
  return [...site.read(`out/${name}`).matchAll(pattern)]
    .map(([, href]) => site.at(path.posix.join('out', path.posix.dirname(name), href)));
}
// What is for paper is fetched when all else is there.
const styles = (name) => named(name, /<link\b(?![^>]*media="print")[^>]*rel="stylesheet"[^>]*href="([^"]*)"/g);
const scripts = (name) => named(name, /<script\b[^>]*src="([^"]*)"/g);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

test('a plan and its style weigh at most 14 KiB over the wire', (t) => {
  const weights = plans.map((name) => [gzipped(site.at(`out/${name}`)) + sum(styles(name).map(gzipped)), name])
    .sort(([a], [b]) => b - a);
  t.diagnostic(`gzip -9: ${weights.map(([bytes]) => bytes).join(' ')} bytes`);
  assert.ok(weights[0][0] <= MOST_PLAN_BYTES, `${weights[0][1]}: ${weights[0][0]} bytes`);
});

test('scripts weigh at most 6 KiB, and wait for the page', (t) => {
  const seen = new Map();
  for (const name of all) {
    const bytes = sum(scripts(name).map((file) => seen.get(file) ?? seen.set(file, gzipped(file)).get(file)));
    assert.ok(bytes <= MOST_SCRIPT_BYTES, `${name}: ${bytes} bytes`);
    for (const [tag] of site.read(`out/${name}`).matchAll(/<script\b[^>]*>/g)) assert.match(tag, /\sdefer\b/, `${name}: ${tag}`);
  }
  t.diagnostic([...seen].map(([file, bytes]) => `${path.basename(file)} ${bytes}`).join(' '));
  assert.ok(seen.size);
});

test('there are no fonts to load', () => {
  const files = [...site.out().keys()];
  assert.deepEqual(files.filter((name) => /\.(woff2?|ttf|otf|eot)$/.test(name)), []);
  for (const name of files.filter((file) => /\.(html|css)$/.test(file)))
    assert.doesNotMatch(site.read(`out/${name}`), /@font-face/, name);
});
