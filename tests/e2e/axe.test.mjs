// axe-core on every kind of page, in the states that people meet it in.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import test, { after, before } from 'node:test';

import { sampleClinic, setRootSize, skip } from './browser.mjs';
import { unfold } from './layout.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The rules that axe runs of itself, best practices among them.
async function faultsOf(page, runOnly) {
  await page.evaluate(source);
  return page.evaluate(async (only) => (await globalThis.axe.run(document, { resultTypes: ['violations'], ...only }))
    .violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary
      .split('\n')[1]?.trim()}`)), runOnly && { runOnly });
}

// axe is script itself: the page's own is taken from it, and what stands in
// noscript takes its place.
const showNoScript = (page) => page.evaluate(() => document.querySelectorAll('noscript').forEach((e) => {
  e.replaceWith(...new DOMParser().parseFromString(e.textContent, 'text/html').body.childNodes);
}));

const STATES = {
  light: {},
  // In the dark colours are other ones, and nothing else is.
  dark: { colorScheme: 'dark', runOnly: ['color-contrast', 'link-in-text-block'] },
  'without script': { noScript: true }, 'twice the text': { rootSize: 32 },
};

for (const [state, { rootSize, noScript, runOnly, ...options }] of Object.entries(STATES)) {
  test(`axe finds nothing: ${state}`, { skip }, async () => {
    const visit = await demo.visitor(options);
    const faults = [];
    if (rootSize) await setRootSize(visit, rootSize);
    if (noScript) await visit.page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    for (const name of Object.values(demo.pages)) {
      const page = await visit.to(name);
      await unfold(page);
      if (noScript) await showNoScript(page);
      faults.push(...(await faultsOf(page, runOnly)).map((fault) => `${name}: ${fault}`));
    }
    await visit.close();
    assert.deepEqual(faults, []);
  });
}

test('axe finds nothing in the viewer', { skip }, async () => {
  for (const colorScheme of ['light', 'dark']) {
    const visit = await demo.visitor({ colorScheme });
    const page = await visit.to(demo.pages.plan);
    await page.locator('.shots a').first().tap();
    await page.locator('dialog.view img').first().waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await visit.close();
  }
});

test('axe finds nothing where a key was wrong', { skip }, async () => {
  for (const name of [demo.pages.lock, demo.pages.passphrase]) {
    const visit = await demo.visitor();
    const page = await visit.to(name);
    await page.locator('[data-lock] .field').fill('000000');
    await page.locator('[data-lock] [type=submit]').tap();
    await page.locator('.err').waitFor();
    assert.deepEqual(await faultsOf(page), [], name);
    await visit.close();
  }
});

test('axe finds nothing where nobody was found', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(demo.pages.desk);
  await page.locator('[data-find]').fill('zzzz');
  assert.deepEqual(await faultsOf(page), []);
  await visit.close();
});

test('axe sees what is wrong', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(demo.pages.index);
  await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="x.png"><button></button>'));
  const faults = await faultsOf(page);
  assert.ok(faults.some((fault) => fault.startsWith('image-alt')) && faults.some((fault) => fault.startsWith('button-name')));
  await visit.close();
});
