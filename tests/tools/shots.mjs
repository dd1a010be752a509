#!/usr/bin/env node
/*
 * Takes pictures of every kind of page of the sample clinic, as on 21 November
 * 2026, into build/shots/: to be looked at after a change of the theme.
 *
 *	node tests/tools/shots.mjs [--readme]
 *
 * KIND-light, -dark	375 x 812 at twice the pixels, the whole page
 * KIND-200		the same with text of twice the size
 * KIND-1024		a wide window
 * viewer, compare, lock-wrong, voucher-expired	states
 * plan-paper, plan.pdf	as it is printed
 *
 * Long pages are cut into sheets: KIND-light-1, -2 … With --readme the two that
 * stand in README.md are taken too, their colours reduced, into docs/images/.
 *
 * Needs `npm ci` in tests/ and chromium (or CHROMIUM=/path/to/it); --readme
 * needs vips (libvips-tools). Pages that no command makes yet are drawn by
 * draw_sealed, which is looked for where CAREPLAN_TOOLS says.
 */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { PHONE, TODAY, loadAll, noonOf, sampleClinic, setRootSize, skip } from '../e2e/browser.mjs';
import { root, temporary } from '../e2e/lib.mjs';

const SHEET_PX = 3000;
const README_BYTES = 150e3;
const README_WINDOW = { width: 375, height: 1150 };
const folder = path.join(root, 'build/shots');
const isForReadme = process.argv.includes('--readme');

const demo = sampleClinic();
let count = 0;

// What the window shows from `y` on. Playwright's own screenshot would make
// Chromium forget the size of the text.
async function shoot(visit, name, y = 0, height = visit.page.viewportSize().height) {
  const scale = await visit.page.evaluate(() => devicePixelRatio);
  const { data } = await (await visit.cdp()).send('Page.captureScreenshot',
    { format: 'png', clip: { x: 0, y, width: visit.page.viewportSize().width, height, scale } });
  fs.writeFileSync(path.join(folder, `${name}.png`), data, 'base64');
  count++;
}

// The whole page, in sheets: in a window as high as it, so that what stands at
// the window's bottom stands at the page's.
async function shootAll(visit, name, rootSize) {
  const { page } = visit;
  const { width } = page.viewportSize();
  let height = 0;
  for (let i = 0; i < 2; i++) {
    height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
    await setRootSize(visit, rootSize);
    await visit.settled();
  }
  const sheets = Math.ceil(height / SHEET_PX);
  for (let i = 0; i < sheets; i++)
    await shoot(visit, `${name}${sheets > 1 ? `-${i + 1}` : ''}`, i * SHEET_PX, Math.min(SHEET_PX, height - i * SHEET_PX));
}

// Opens a page as `options` say, lets `act` do something with it, takes it.
async function take(name, shotName, { rootSize = 16, act, whole = true, ...options } = {}) {
  const visit = await demo.visitor(options);
  await setRootSize(visit, rootSize);
  const page = await visit.to(name);
  await loadAll(page);
  await act?.(page);
  await visit.settled();
  await (whole ? shootAll(visit, shotName, rootSize) : shoot(visit, shotName, await page.evaluate(() => scrollY)));
  await visit.close();
}

const A4 = { format: 'A4', margin: { top: '10mm', bottom: '10mm', left: '10mm', right: '10mm' } };
const WIDE = { viewport: { width: 1024, height: 768 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };

async function takePages() {
  for (const [kind, name] of Object.entries(demo.pages)) {
    await take(name, `${kind}-light`);
    await take(name, `${kind}-dark`, { colorScheme: 'dark' });
    await take(name, `${kind}-200`, { rootSize: 32, deviceScaleFactor: 1 });
    await take(name, `${kind}-1024`, WIDE);
  }
}

async function takeStates() {
  const { plan, lock, voucher } = demo.pages;
  const compare = async (page) => page.locator('.ba').evaluate((e) => e.scrollIntoView({ block: 'center' }));
  const view = async (page) => {
    await page.locator('.shots a').first().press('Enter');
    await page.waitForFunction(() => [...document.querySelectorAll('dialog img')].every((image) => image.complete));
  };
  const fail = async (page) => {
    await page.locator('.field').fill('123456');
    await page.keyboard.press('Enter');
  };
  await take(plan, 'compare', { act: compare, whole: false });
  await take(plan, 'viewer', { act: view, whole: false });
  await take(voucher, 'voucher-expired', { now: noonOf('2028-01-01') });
  await take(lock, 'lock-wrong', { act: fail });
}

async function takePaper() {
  const { plan } = demo.pages;
  const paper = { viewport: { width: 718, height: 1047 }, isMobile: false, hasTouch: false };
  await take(plan, 'plan-paper', { ...paper, deviceScaleFactor: 1, act: async (page) => {
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
  } });
  const visit = await demo.visitor(paper);
  const page = await visit.to(plan);
  await loadAll(page);
  await page.pdf({ path: path.join(folder, 'plan.pdf'), ...A4 });
  await visit.close();
}

// The first window of a plan and of a shop, in few colours.
async function takeForReadme() {
  for (const kind of ['plan', 'shop']) {
    const raw = path.join(temporary(), 'raw.png');
    const visit = await demo.visitor({ viewport: README_WINDOW });
    const page = await visit.to(demo.pages[kind]);
    await loadAll(page);
    await page.screenshot({ path: raw });
    await visit.close();
    const target = path.join(root, `docs/images/${kind}.png`);
    execFileSync('vips', ['copy', raw, `${target}[palette,Q=80,compression=9,strip]`]);
    const { size } = fs.statSync(target);
    console.log(`docs/images/${kind}.png: ${size} bytes`);
    if (size > README_BYTES) throw new Error(`docs/images/${kind}.png is over ${README_BYTES} bytes`);
  }
}

if (skip) throw new Error(skip);
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
await demo.open();
try {
  await takePages();
  await takeStates();
  await takePaper();
  if (isForReadme) await takeForReadme();
} finally {
  await demo.close();
}
console.log(`${count} pictures of ${TODAY} at ${PHONE.width} px and more in ${path.relative(process.cwd(), folder)}/`);
