// Lighthouse as it looks at pages on a phone: on the plan that has everything,
// a page for friends, a shop and an article. Run alone (see tests/run): what it
// measures of speed suffers from whatever else is running.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import test, { after, before } from 'node:test';

import { sampleClinic, skip } from './browser.mjs';
import { CHROMIUM, FLAGS, serve, temporary } from './lib.mjs';

// How long the main thread is busy depends on what else this computer does:
// of so many runs the best one counts, and the first good one is enough.
const MOST_RUNS = 5;
const LEAST = { performance: 98, accessibility: 100, 'best-practices': 100 };
const STARTED_S = 30;

const require = createRequire(import.meta.url);
const isThere = (() => {
  try {
    return Boolean(require.resolve('lighthouse'));
  } catch {
    return false;
  }
})();
const why = skip || (isThere ? false : 'lighthouse is not installed');

const demo = why ? null : sampleClinic();
let server;
let chromium;
let lighthouse;

// A Chromium that listens on a port of its own; its number comes on stderr.
async function startChromium() {
  const child = spawn(CHROMIUM, [...FLAGS, '--remote-debugging-port=0', `--user-data-dir=${temporary('careplan-chromium')}`,
    'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Chromium said nothing for ${STARTED_S} s`)), STARTED_S * 1000);
    let heard = '';
    child.stderr.on('data', (chunk) => {
      heard += chunk;
      const [, number] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(heard) ?? [];
      if (!number) return;
      clearTimeout(timer);
      resolve(Number(number));
    });
    child.on('exit', () => reject(new Error(heard)));
  });
  return { port, end: () => new Promise((resolve) => {
    child.on('exit', resolve);
    child.kill();
  }) };
}

before(async () => {
  if (why) return;
  server = await serve(demo.site.at('out'));
  chromium = await startChromium();
  ({ default: lighthouse } = await import('lighthouse'));
});
after(async () => {
  await chromium?.end();
  await server?.close();
});

async function lookAt(url) {
  const { lhr } = await lighthouse(url, {
    port: chromium.port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(LEAST),
  });
  assert.equal(lhr.runtimeError, undefined, lhr.runtimeError?.message);
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round(score * 100)]));
  const faults = Object.keys(LEAST).filter((id) => id !== 'performance')
    .flatMap((id) => lhr.categories[id].auditRefs.filter(({ weight }) => weight > 0).map((ref) => lhr.audits[ref.id]))
    .filter(({ score }) => score !== null && score < 1)
    .map(({ id, title, details }) => `${id}: ${title} ${details?.items?.[0]?.node?.snippet ?? ''}`);
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time',
    'cumulative-layout-shift', 'speed-index']
    .map((id) => `${id.replace(/(\w)\w*-?/g, '$1')} ${lhr.audits[id].displayValue}`).join(', ');
  return { scores, faults, times };
}

for (const kind of ['plan', 'share', 'shop', 'article']) {
  test(`Lighthouse is content: ${kind}`, { skip: why }, async (t) => {
    const told = [];
    let best = 0;
    for (let i = 0; i < MOST_RUNS && best < LEAST.performance; i++) {
      const { scores, faults, times } = await lookAt(server.url + demo.pages[kind]);
      assert.deepEqual(faults, []);
      assert.equal(scores.accessibility, LEAST.accessibility);
      assert.equal(scores['best-practices'], LEAST['best-practices']);
      best = Math.max(best, scores.performance);
      told.push(`${scores.performance} (${times})`);
    }
    t.diagnostic(`performance ${told.join('; ')}`);
    assert.ok(best >= LEAST.performance, told.join('; '));
  });
}
