// What holds inside WeChat, and for everybody's privacy: titles that go into
// chats, what a page may load, who may keep it, QR codes that a long press
// reads, and nothing promised for passing a page on.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { PHONE, WECHAT, loadAll, sampleClinic, skip } from './browser.mjs';
import { temporary } from './lib.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);
const { site, pages } = demo;
const BASE = 'https://plan.example.cn/';

const html = new Map(demo.all.map((name) => [name, site.read(`out/${name}`)]));
const privates = demo.all.filter(demo.isPrivate);
const publics = demo.all.filter((name) => !demo.isPrivate(name) && name !== '404.html');
const words = (text) => text.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<');
const titleOf = (name) => words(/<title>([^]*?)<\/title>/.exec(html.get(name))[1]).trim();
const meta = (name, key) => [...html.get(name).matchAll(/<meta\b[^>]*>/g)].map(([tag]) => tag)
  .filter((tag) => new RegExp(`(name|property|http-equiv)="${key}"`, 'i').test(tag))
  .map((tag) => words(/content="([^"]*)"/.exec(tag)[1]));

// -- what is seen in a chat -------------------------------------------------------

const { parse } = createRequire(import.meta.url)('yaml');
const patients = fs.readdirSync(site.at('content/stores')).flatMap((shop) => {
  const folder = `content/stores/${shop}/patients`;
  return fs.readdirSync(site.at(folder)).map((name) =>
    parse(site.read(`${folder}/${name}/plan.yaml`), { schema: 'failsafe', uniqueKeys: false }));
});

test('titles of private pages are short and tell nobody anything', () => {
  const names = patients.flatMap((plan) => [plan.姓名 ?? plan.name, plan.称呼 ?? plan.display_name, plan.分享?.称呼])
    .filter(Boolean).flatMap((name) => [name, name.slice(0, 3)]).filter((name) => name.length > 1);
  assert.ok(names.length > 20);
  for (const name of privates) {
    const title = titleOf(name);
    assert.ok(title && [...title].length <= 20, `${name}: ${[...title].length} characters, ${title}`);
    for (const one of names) assert.ok(!title.includes(one), `${name}: ${title} names ${one}`);
    assert.doesNotMatch(title, /脱发|斑秃|掉发|秃|白发|发缝|出油|病|症|患|PIN/, name);
  }
});

test('only public pages say what a card may show', () => {
  for (const name of privates) {
    assert.doesNotMatch(html.get(name), /property="og:|name="(description|twitter:)/, name);
  }
  for (const name of publics) {
    for (const key of ['og:title', 'og:description', 'og:type', 'og:site_name']) {
      const [text] = meta(name, key);
      assert.ok(text?.trim(), `${name} has no ${key}`);
    }
    assert.ok([name, name.replace(/(^|\/)index\.html$/, '$1')].includes(meta(name, 'og:url')[0].replace(BASE, '')), name);
    for (const image of meta(name, 'og:image'))
      assert.ok(image.startsWith(BASE) && site.exists(`out/${image.slice(BASE.length)}`), `${name}: ${image}`);
  }
});

test('nobody keeps a private page, and no link from it tells where it was', () => {
  for (const name of privates) {
    assert.deepEqual(meta(name, 'robots'), ['noindex,nofollow,noarchive'], name);
    assert.deepEqual(meta(name, 'referrer'), ['no-referrer'], name);
  }
  for (const name of publics) assert.deepEqual([meta(name, 'robots'), meta(name, 'referrer')], [[], []], name);
  assert.deepEqual(meta('404.html', 'robots'), ['noindex']);
});

// -- what a page may do --------------------------------------------------------------

const sha256 = (text) => `'sha256-${crypto.createHash('sha256').update(text).digest('base64')}'`;

test('each page forbids what it does not need, before it needs anything', () => {
  for (const name of demo.all) {
    const page = html.get(name);
    const [csp, ...more] = meta(name, 'Content-Security-Policy');
    assert.ok(csp && !more.length, `${name} has ${more.length} more`);
    const rules = Object.fromEntries(csp.split(';').map((rule) => rule.trim().split(/\s+/)).map(([key, ...rest]) => [key, rest]));
    assert.deepEqual(rules['default-src'], ["'none'"], name);
    assert.deepEqual(rules['base-uri'], ["'none'"], name);
    assert.deepEqual(rules['form-action'], ["'none'"], name);
    assert.doesNotMatch(csp, /unsafe|\*|https?:|data:|blob:/, name);
    // Nothing is loaded before it is said what may be.
    assert.ok(page.indexOf('Content-Security-Policy') < page.search(/<(link|script|style|img)\b/), name);
    // What stands in the page is named by its hash, and nothing else is.
    const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text]) => sha256(text));
    assert.deepEqual((rules['style-src'] ?? []).filter((one) => one.startsWith("'sha")), styles, name);
    assert.deepEqual((rules['script-src'] ?? []).filter((one) => one.startsWith("'sha")), [], name);
    assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|javascript:/i, name);
  }
});

test('browsers apply the style, text is large, and nobody else is asked for anything', { skip }, async () => {
  const visit = await demo.visitor({ userAgent: WECHAT });
  for (const name of demo.all) {
    const page = await visit.to(name);
    assert.deepEqual(await loadAll(page), [], name);
    const { marginTop, fontSize } = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return { marginTop: style.marginTop, fontSize: parseFloat(style.fontSize) };
    });
    assert.equal(marginTop, '0px', name);
    assert.ok(fontSize >= 17, `${name}: ${fontSize} px`);
    assert.deepEqual([visit.troubles, visit.foreign], [[], []], name);
  }
  // The same browser refuses what nobody has allowed.
  const page = await visit.to(pages.plan);
  await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body{margin-top:99px}';
    document.head.append(style);
  });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), '0px');
  assert.match(visit.troubles.join(), /Content Security Policy/);
  await visit.close();
});

test('no page names anything to load from elsewhere', () => {
  const loads = /<(?:script|img|link|source|iframe|video|audio|embed|object)\b[^>]*?\b(?:src|href|srcset|data)="([^"]*)"/g;
  for (const name of demo.all) {
    for (const [, url] of html.get(name).matchAll(loads)) assert.doesNotMatch(url, /^(https?:)?\/\/|^data:/, `${name}: ${url}`);
    for (const [, tag] of html.get(name).matchAll(/<a\b([^>]*href="https?:[^>]*)>/g))
      assert.match(tag, /rel="[^"]*noreferrer/, `${name}: ${tag}`);
  }
  for (const name of fs.readdirSync(site.at('out/assets')).filter((file) => file.endsWith('.css')))
    assert.doesNotMatch(site.read(`out/assets/${name}`), /url\(["']?(https?:|\/\/|data:)|@import|@font-face/, name);
});

// -- text and telephone -----------------------------------------------------------------

test('nobody is kept from making text larger', () => {
  for (const name of demo.all) {
    const [viewport] = meta(name, 'viewport');
    assert.match(viewport, /width=device-width/, name);
    assert.doesNotMatch(viewport, /user-scalable|maximum-scale|minimum-scale/, name);
  }
  for (const name of fs.readdirSync(site.at('out/assets')).filter((file) => file.endsWith('.js')))
    assert.doesNotMatch(site.read(`out/assets/${name}`), /setFontSizeCallback|gesturestart/, name);
});

test('numbers can be called, and are numbers', () => {
  for (const name of demo.all) {
    for (const [, number] of html.get(name).matchAll(/href="tel:([^"]*)"/g)) assert.match(number, /^\+?[\d-]{5,20}$/, name);
  }
  for (const name of [...demo.plans, pages.shop, pages.voucher, pages.share])
    assert.match(html.get(name), /href="tel:/, `${name} has no number to call`);
});

test('a page knows its version, and a plan says when it was changed', () => {
  for (const name of demo.plans) {
    const [, version] = /<html\b[^>]*data-version="([^"]*)"/.exec(html.get(name));
    assert.match(version, /^[0-9a-f]{12}$/);
    assert.equal(site.read(`out/${name.replace(/html$/, 'ver')}`).trim(), version, name);
    assert.match(html.get(name), /更新于\s*20\d\d年\d+月\d+日|20\d\d年\d+月\d+日\s*更新/, name);
  }
});

// -- QR codes ---------------------------------------------------------------------------

// Of each code in a page how it is shown and, from its pixels, how it is made:
// the width of a module, the quiet zone, the number of modules.
const codesIn = async (page) => {
  const codes = [];
  for (const image of await page.locator('img.qr').all()) codes.push(await image.evaluate(lookAtCode));
  return codes;
};
async function lookAtCode(image) {
  image.scrollIntoView({ block: 'center' });
  await image.decode();
  const canvas = document.createElement('canvas');
  const [w, h] = [image.naturalWidth, image.naturalHeight];
  Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, w, h);
  const isDark = (x, y) => data[(y * w + x) * 4] < 128;
  const greys = new Set();
  for (let i = 0; i < data.length; i += 4) greys.add(data[i]);
  let quiet = 0;
  while (quiet < w && !Array.from({ length: h }, (_, y) => y).some((y) => isDark(quiet, y))) quiet++;
  let finder = 0;
  while (isDark(quiet + finder, quiet)) finder++;
  const style = getComputedStyle(image);
  const others = [...document.querySelectorAll('img.qr')].filter((other) => {
    const box = other.getBoundingClientRect();
    return other !== image && box.top >= 0 && box.bottom <= innerHeight;
  }).length;
  const answer = await fetch(image.src);
  const magic = [...new Uint8Array(await answer.arrayBuffer()).slice(0, 4)];
  return {
    shown: image.getBoundingClientRect().width, w, h, quiet, module: finder / 7, greys: greys.size, others, magic,
    ours: Boolean(image.closest('.ticket')), alt: image.alt, lazy: image.loading === 'lazy', linked: Boolean(image.closest('a')), src: image.getAttribute('src'),
    declared: [image.getAttribute('width'), image.getAttribute('height')].map(Number), filter: style.filter, opacity: style.opacity,
  };
}

test('QR codes are as a long press wants them', { skip }, async () => {
  let ours = 0;
  for (const colorScheme of ['light', 'dark']) {
    const visit = await demo.visitor({ colorScheme });
    for (const name of demo.all) {
      const page = await visit.to(name);
      for (const code of await codesIn(page)) {
        const told = `${name}: ${JSON.stringify(code)}`;
        assert.ok(code.shown >= 160 && code.shown <= (name.startsWith('r/') ? 240 : 200), told);
        assert.ok(code.alt.length > 2 && !code.linked && !code.lazy, told);
        assert.deepEqual([code.filter, code.opacity], ['none', '1'], told);
        assert.equal(code.others, 0, `${told}: another one is on the screen`);
        assert.equal(code.w, code.h, told);
        assert.equal(code.declared[0], code.declared[1], told);
        // A therapist's own code is as WeChat drew it, with a portrait in it.
        if (!code.ours) continue;
        ours++;
        assert.match(code.src, /\.png$/, told);
        assert.deepEqual(code.magic, [0x89, 0x50, 0x4e, 0x47], told);
        assert.equal(code.greys, 2, told);
        assert.ok(Number.isInteger(code.module) && code.module >= 1, told);
        assert.ok(code.quiet >= 4 * code.module, told);
        // 17 + 4 modules for each version.
        assert.equal(((code.w - 2 * code.quiet) / code.module - 17) % 4, 0, told);
      }
    }
    await visit.close();
  }
  assert.ok(ours > 30, `${ours} codes`);
});

const zbar = spawnSync('zbarimg', ['--version']).error ? 'zbarimg is not here' : false;

function decode(picture) {
  const file = path.join(temporary(), 'screen.png');
  fs.writeFileSync(file, picture);
  return execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trim().split('\n');
}

test('the screen with a QR code on it is read by a scanner', { skip: skip || zbar }, async () => {
  const link = /https:\/\/plan\.example\.cn\/r\/[0-9A-Z]{9}\.html/;
  for (const name of [pages.plan, pages.bare, pages.share, pages.voucher]) {
    for (const [colorScheme, deviceScaleFactor] of [['light', 3], ['dark', 2]]) {
      const visit = await demo.visitor({ colorScheme, deviceScaleFactor, viewport: PHONE });
      const page = await visit.to(name);
      const all = page.locator('img.qr');
      const links = [];
      for (let i = 0; i < await all.count(); i++) {
        await all.nth(i).evaluate(async (image) => {
          image.scrollIntoView({ block: 'center' });
          await image.decode();
        });
        const read = decode(await page.screenshot());
        assert.equal(read.length, 1, `${name}: ${read.length} codes on one screen`);
        links.push(...read);
      }
      assert.ok(links.some((one) => link.test(one)), `${name}: ${links}`);
      for (const one of links.filter((url) => link.test(url))) assert.ok(site.exists(`out/${one.slice(BASE.length)}`), one);
      await visit.close();
    }
  }
});

// -- words -------------------------------------------------------------------------------

// WeChat forbids pages that promise something for passing them on.
const PROMISES = /返现|红包|奖励|奖品|有奖|赚|积分|抵扣|佣金|提成|返利|好礼|礼品|(分享|推荐|转发|邀请|介绍)(好友|朋友)?(就|可|即)?(得|送|领|享|减)/;

test('no page promises anything for passing it on', { skip }, async () => {
  const visit = await demo.visitor();
  let count = 0;
  for (const name of demo.all.filter((page) => /^[psrc]\//.test(page))) {
    const page = await visit.to(name);
    const text = await page.evaluate(() => document.body.textContent);
    assert.doesNotMatch(text.replace(/\s/g, ''), PROMISES, name);
    count++;
  }
  assert.ok(count > 20);
  await visit.close();
});
