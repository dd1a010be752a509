// A plan on paper: what many old patients ask for. All of it is readable,
// nothing is there that only a screen can do, and no ink is spent on the dark.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { sampleClinic, skip } from './browser.mjs';
import { layoutFaults } from './layout.mjs';
import { temporary } from './lib.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);
const { plan: rich } = demo.pages;

// A4 less the margins that browsers leave, in CSS px.
const SHEET = { width: 718, height: 1047 };

// The page as the printer gets it, opened from a phone.
async function onPaper(options = {}) {
  const visit = await demo.visitor({ isMobile: false, hasTouch: false, viewport: SHEET, ...options });
  const page = await visit.to(rich);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', colorScheme: options.colorScheme });
  await visit.settled();
  return { visit, page };
}

// The words that are really there: laid out, and not transparent.
const printed = (page) => page.evaluate(() => {
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (e.closest('script, style, .sr') || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if ([...range.getClientRects()].some((rect) => rect.width > 0.5 && rect.height > 0.5)) words.push(node.nodeValue.trim());
  }
  return words.filter(Boolean).join(' ');
});

const dateWords = (on) => {
  const [, year, month, day] = /(\d{4})-(\d+)-(\d+)/.exec(on);
  return [Number(year), Number(month), Number(day)];
};

for (const javaScriptEnabled of [true, false]) {
  test(`all of it is on paper, script ${javaScriptEnabled ? 'on' : 'off'}`, { skip }, async () => {
    const { visit, page } = await onPaper({ javaScriptEnabled });
    const plan = demo.planOf(rich);
    const words = await printed(page);
    const wanted = [
      ...plan.疗程.map((one) => one.项目), ...plan.用药.flatMap((one) => [one.名称, one.用量.replace(/\s/g, '')]),
      ...plan.膳食.宜, ...plan.膳食.忌, ...plan.费用.map((one) => one.项目), ...plan.照片.说明 ? Object.values(plan.照片.说明) : [],
      '头顶毛发密度', '112', '理疗师', plan.称呼,
    ];
    const squeezed = words.replace(/\s/g, '');
    for (const what of wanted) assert.ok(squeezed.includes(what.replace(/\s/g, '')), `${what} is not on paper`);
    for (const { 日期: on, 说明: note } of plan.复诊) {
      const [, month, day] = dateWords(on);
      assert.match(words, new RegExp(`(^|\\D)${month}月${day}日`), `the revisit of ${on}`);
      assert.ok(squeezed.includes(note.split(/[，；、]/)[0]), `${note} is not on paper`);
    }
    // Each month is a whole table on the sheet, not a strip to be pulled.
    const months = await page.locator('.month').evaluateAll((all) => all.map((month) => {
      const { left, right, width, height } = month.getBoundingClientRect();
      const days = [...month.querySelectorAll('td a')].filter((a) => a.getBoundingClientRect().height > 8).length;
      return { id: month.id.slice(1), left, right, width, height, days };
    }));
    assert.equal(months.length, 7);
    for (const { id, left, right, days } of months) {
      const [year, month] = id.split('-').map(Number);
      assert.ok(left >= 0 && right <= SHEET.width + 1, `${id} is from ${left} to ${right} px`);
      assert.equal(days, new Date(Date.UTC(year, month, 0)).getUTCDate(), id);
    }
    await visit.close();
  });
}

test('nothing is on paper that only a screen can do', { skip }, async () => {
  const { visit, page } = await onPaper();
  const left = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input, .tabs, .picks, .btn, .mhead a, [data-copy], dialog, .toast')]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 0)
      .map((e) => e.outerHTML.slice(0, 100)));
  assert.deepEqual(left, []);
  // Both photos, side by side or one below the other, not one half of each.
  const halves = await page.locator('.ba figure').evaluateAll((all) => all.map((figure) => {
    const { left: x, top: y, width, height } = figure.getBoundingClientRect();
    return { x, y, width, height, clip: getComputedStyle(figure).clipPath };
  }));
  assert.equal(halves.length, 2);
  assert.ok(halves[0].x !== halves[1].x || halves[0].y !== halves[1].y, 'the photos lie on each other');
  halves.forEach(({ clip, width, height }) => assert.ok(clip === 'none' && width > 80 && height > 80, `${clip} ${width} px`));
  assert.deepEqual(visit.troubles, []);
  await visit.close();
});

test('nothing is cut off at the side of the sheet', { skip }, async () => {
  const { visit, page } = await onPaper();
  // What can be tapped is no matter on paper.
  const faults = (await page.evaluate(layoutFaults)).filter((fault) => !/can be tapped/.test(fault));
  assert.deepEqual(faults, []);
  await visit.close();
});

// How readable each text is on what is printed beneath it.
const contrasts = (page) => page.evaluate(() => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const low = [];
  const grounds = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.nodeValue.trim() || e.closest('script, style, .sr, .month b, figcaption')) continue;
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    let ground = [255, 255, 255];
    for (let x = e; x; x = x.parentElement) {
      const style = getComputedStyle(x);
      const { rgb, a } = parse(style.backgroundColor);
      // A printer leaves grounds out, unless it is told not to.
      if (a > 0.5 && style.printColorAdjust === 'exact') {
        ground = rgb;
        break;
      }
    }
    const ink = parse(getComputedStyle(e).color).rgb;
    const [high, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (dark + 0.05);
    if (ratio < 4) low.push(`${ratio.toFixed(1)}: ${node.nodeValue.trim().slice(0, 20)}`);
  }
  for (const selector of ['html', 'body', '.card', '.ticket', '.top']) {
    const e = document.querySelector(selector);
    const { rgb, a } = e ? parse(getComputedStyle(e).backgroundColor) : { a: 0 };
    if (a > 0.5 && luminance(rgb) < 0.7) grounds.add(`${selector}: ${rgb}`);
    if (e && /gradient/.test(getComputedStyle(e).backgroundImage) && getComputedStyle(e).printColorAdjust === 'exact')
      grounds.add(`${selector}: a gradient`);
  }
  return { low, grounds: [...grounds] };
});

for (const colorScheme of ['light', 'dark']) {
  test(`paper is light: ${colorScheme}`, { skip }, async () => {
    const { visit, page } = await onPaper({ colorScheme });
    assert.deepEqual(await contrasts(page), { low: [], grounds: [] });
    await visit.close();
  });
}

const poppler = spawnSync('pdftotext', ['-v']).error ? 'pdftotext is not here' : false;

test('the printed sheets say it too', { skip: skip || poppler }, async () => {
  const file = path.join(temporary(), 'plan.pdf');
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  fs.writeFileSync(file, await page.pdf({ format: 'A4', printBackground: false,
    margin: { top: '10mm', bottom: '10mm', left: '10mm', right: '10mm' } }));
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  const sheets = text.split('\f').filter((sheet) => sheet.trim());
  assert.ok(sheets.length >= 2 && sheets.length <= 9, `${sheets.length} sheets`);
  const words = sheets.join('').replace(/\s/g, '');
  for (const what of ['苗药头皮导引', '桑葚黑豆膏', '2月20日', '8月24日', '2026年8月', '2027年2月', '黑豆'])
    assert.ok(words.includes(what), `${what} is not on the sheets`);
  await visit.close();
});
