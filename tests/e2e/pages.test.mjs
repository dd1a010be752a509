// Every kind of page as people open it: on phones, narrow and usual, in the
// light and in the dark, with larger text, with and without script, on wider
// screens, from a server and from disk. What a page does is in
// plan_page, photos, print, site_page and desk.test.mjs.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';

import { PHONE, SMALL_PHONE, loadAll, sampleClinic, setRootSize, skip, zoomText } from './browser.mjs';
import { layoutFaults, unfold } from './layout.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);

const COLOURS = ['light', 'dark'];

// Faults of a page as it is laid out now, in both colours, each told once.
async function look(visit, where, faults) {
  for (const colorScheme of COLOURS) {
    await visit.page.emulateMedia({ colorScheme }); // asking for a size lays out anew
    for (const fault of await visit.page.evaluate(layoutFaults)) {
      if (!faults.has(fault)) faults.set(fault, `${where}, ${colorScheme}`);
    }
  }
  for (const trouble of [...visit.troubles, ...visit.foreign]) faults.set(trouble, where);
}

const told = (faults) => [...faults].map(([fault, where]) => `${where}: ${fault}`);

// Text is enlarged in two ways, both while the page is open: nothing tells it.
async function lookAtSizes(visit, name, where, faults) {
  await visit.to(name);
  await unfold(visit.page);
  await look(visit, where, faults);
  await zoomText(visit, 2);
  await look(visit, `${where}, fonts doubled`, faults);
  await zoomText(visit, 1);
  await setRootSize(visit, 32);
  await visit.settled();
  await look(visit, `${where}, root doubled`, faults);
  await setRootSize(visit, 16);
}

// One window each for all pages: opening a window takes longer than a page.
const windows = new Map();
const windowOf = async (what, options) => windows.get(what)
  ?? windows.set(what, await demo.visitor(options)).get(what);

for (const [kind, name] of Object.entries(demo.pages)) {
  test(`${kind}: nothing is cut off, covered, too wide or too small to tap`, { skip }, async () => {
    const faults = new Map();
    for (const script of ['on', 'off']) {
      const visit = await windowOf(`script ${script}`, { javaScriptEnabled: script === 'on' });
      for (const viewport of [PHONE, SMALL_PHONE]) {
        await visit.page.setViewportSize(viewport);
        await lookAtSizes(visit, name, `${viewport.width} px, script ${script}`, faults);
      }
    }
    const visit = await windowOf('wide', { isMobile: false, hasTouch: false, deviceScaleFactor: 1 });
    for (const width of [768, 1024]) {
      await visit.page.setViewportSize({ width, height: 800 });
      await visit.to(name);
      await unfold(visit.page);
      await look(visit, `${width} px`, faults);
    }
    assert.deepEqual(told(faults), []);
  });
}

// Names, doses and lists differ from plan to plan: the longest of each must fit.
test('every other page fits the narrowest phone at twice the text', { skip }, async () => {
  const visit = await demo.visitor();
  const seen = new Set(Object.values(demo.pages));
  const all = [];
  await visit.page.setViewportSize(SMALL_PHONE);
  for (const name of demo.all.filter((page) => !seen.has(page))) {
    const faults = new Map();
    await lookAtSizes(visit, name, name, faults);
    all.push(...told(faults));
  }
  await visit.close();
  assert.deepEqual(all, []);
});

test('from disk every kind of page opens without complaint', { skip }, async () => {
  const visit = await demo.visitor({ from: `${pathToFileURL(demo.site.at('out')).href}/` });
  for (const name of Object.values(demo.pages)) {
    const page = await visit.to(name);
    assert.deepEqual(await loadAll(page), [], name);
    const styled = await page.evaluate(() => getComputedStyle(document.body).marginTop === '0px');
    assert.ok(styled, `${name} has no style`);
    assert.deepEqual([visit.troubles, visit.foreign], [[], []], name);
  }
  await visit.close();
});

test('without script there is no page without words', { skip }, async () => {
  const visit = await demo.visitor({ javaScriptEnabled: false });
  for (const name of Object.values(demo.pages)) {
    const page = await visit.to(name);
    const text = await page.locator('body').innerText();
    assert.ok(text.trim().length > 20, `${name}: ${text}`);
  }
  await visit.close();
});

// -- is the ruler straight? ----------------------------------------------------

// Small pages with one fault each, and what must be said of it.
const FAULTY = {
  'wider than the window': ['<p style="width:500px">长长的一行</p>', /the page is 500 px wide/],
  'cut off at the side': ['<p style="width:3em;overflow:hidden;white-space:nowrap">一二三四五六七八</p>', /cut off at the side/],
  'dots for the rest': ['<p style="width:3em;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">一二三四五六</p>',
    /cut off at the side/],
  'cut off below': ['<p style="height:2em;overflow:hidden">一二三<br>四五六<br>七八九</p>', /cut off above or below/],
  'only the first lines': ['<p style="width:3em;overflow:hidden;display:-webkit-box;-webkit-line-clamp:1;'
    + '-webkit-box-orient:vertical">一二三四五六七八</p>', /cut off above or below/],
  'a strip lower than what it holds': ['<div class="strip" style="height:2em;overflow-x:auto"><p>一<br>二<br>三<br>四</p></div>',
    /cut off above or below/],
  'hidden in a box that scrolls': ['<div style="width:3em;overflow:auto"><p style="width:20em">一二三四五六七八九</p></div>',
    /cut off at the side/],
  'beside its ground': ['<b style="display:block;width:3em;white-space:nowrap;background:#eee">一二三四五六</b>', /wider than/],
  'below its ground': ['<b style="display:block;width:3em;height:2em;background:#eee">一二三四五六七八九</b>', /higher than/],
  'left of the window': ['<p style="position:absolute;left:-2em">一二三</p>', /outside the window/],
  'on another text': ['<p>一二三四五</p><p style="margin-top:-2em">六七八九十</p>', /lie on each other/],
  'a picture cut off': ['<div style="width:40px;height:40px;overflow:hidden"><svg width="80" height="30"></svg></div>', /cut off/],
  'a field too short': ['<input value="一二三四五六七八九十" style="width:60px;height:50px">', /hides a part/],
  'a choice too short': ['<select style="width:60px;height:50px"><option>一二三四五六七八</select>', /hides a part/],
  'a low button': ['<button style="width:80px;height:30px">好</button>', /can be tapped on 80 px by 30 px/],
  'a narrow link': ['<a href="x" style="display:block;width:20px;height:50px">去</a>', /can be tapped on 20 px/],
  'a link alone in its line': ['<p><a href="x">去看看这个地方</a></p>', /can be tapped/],
};
const SOUND = {
  'a link in its text': '<p>先看<a href="x">这里</a>再来</p>',
  'what may be scrolled': '<div class="wide" style="width:90px;overflow-x:auto"><p style="width:20em">一二三四五六七八九</p></div>',
  'for screen readers': '<p class="sr" style="position:absolute;width:1px;height:1px;overflow:hidden">一二三</p>',
  'a heading and its label': '<h3 style="background:#eee;line-height:1.3">标题<span style="font-size:12px"> 次</span></h3>',
};

test('the ruler finds what is wrong, and only that', { skip }, async () => {
  const visit = await demo.visitor();
  const lay = (html) => visit.page.setContent(`<!doctype html><meta name="viewport" content="width=device-width">
    <style>body{margin:0;font:17px/1.6 sans-serif}p{margin:0}</style><body>${html}`);
  for (const [what, [html, expected]] of Object.entries(FAULTY)) {
    await lay(html);
    const faults = await visit.page.evaluate(layoutFaults);
    assert.ok(faults.some((fault) => expected.test(fault)), `${what}: ${JSON.stringify(faults)}`);
  }
  for (const [what, html] of Object.entries(SOUND)) {
    await lay(html);
    assert.deepEqual(await visit.page.evaluate(layoutFaults), [], what);
  }
  await visit.close();
});
