// The sample clinic's pages as people open them: on a phone, in the light and
// in the dark, with and without script, from a server and from disk.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';

import { CHROMIUM, browser, demoSite, programs, serve, temporary } from './lib.mjs';

const TODAY = '2026-11-21';
const NOON = new Date(`${TODAY}T12:00:00+08:00`);
const PHONE = { width: 375, height: 720 };
const MOST_PLAN_BYTES = 14 * 1024;

const site = demoSite();
site.build(['--date', TODAY], { program: programs.release });
const inOut = (folder) => fs.readdirSync(site.at(`out/${folder}`))
  .filter((name) => name.endsWith('.html')).map((name) => `${folder}/${name}`);
const plans = inOut('p');
// One of each kind; of the plans, all.
const PAGES = [...plans, inOut('s')[0], inOut('r')[0], ...inOut('c'), inOut('a')[0], 'a/index.html',
  'index.html', '404.html'];

const skip = fs.existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;
let chromium;
let server;
before(async () => {
  if (skip) return;
  server = await serve(site.at('out'));
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await server?.close();
});

// Opens pages one after another in a window of its own; what goes wrong on each
// is in .troubles, what it asks of others in .foreign.
async function visitor({ from = server.url, now = NOON, ...options } = {}) {
  const context = await chromium.newContext({
    viewport: PHONE, deviceScaleFactor: 2, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options,
  });
  const page = await context.newPage();
  const visit = { page, troubles: [], foreign: [], close: () => context.close() };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) visit.troubles.push(message.text());
  });
  page.on('pageerror', (error) => visit.troubles.push(String(error)));
  page.on('requestfailed', (request) => {
    // The probe for a newer version is given up when the window goes on.
    if (!/\.(ver|queue\.json)$/.test(request.url()))
      visit.troubles.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(from) && !request.url().startsWith('data:'))
      visit.foreign.push(request.url());
  });
  if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(now);
  visit.to = async (name) => {
    visit.troubles.length = 0;
    visit.foreign.length = 0;
    await page.goto(from + name);
    return page;
  };
  return visit;
}

// All pictures, those below the fold too, without waiting for a scroll.
const loadAll = (page) => page.evaluate(async () => {
  const all = [...document.images].filter((image) => image.getAttribute('src'));
  all.forEach((image) => { image.loading = 'eager'; });
  await Promise.all(all.map((image) => image.decode().catch(() => {})));
  return all.filter((image) => !image.naturalWidth).map((image) => image.src);
});

for (const colorScheme of ['light', 'dark']) {
  test(`no page is wider than a phone or complains: ${colorScheme}`, { skip }, async () => {
    const visit = await visitor({ colorScheme });
    for (const name of PAGES) {
      const page = await visit.to(name);
      const broken = await loadAll(page);
      const { wide, culprits } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        culprits: [...document.querySelectorAll('body *')]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.strip,.shots,.tabs'))
          .slice(0, 3).map((e) => e.outerHTML.slice(0, 90)),
      }));
      assert.ok(wide <= PHONE.width, `${name} is ${wide} px wide: ${culprits.join(' ')}`);
      assert.deepEqual(broken, [], name);
      assert.deepEqual(visit.troubles, [], name);
      assert.deepEqual(visit.foreign, [], name);
    }
    await visit.close();
  });
}

test('twice as large a text fits a narrow phone', { skip }, async () => {
  const visit = await visitor({ viewport: { width: 360, height: 640 } });
  for (const name of PAGES) {
    const page = await visit.to(name);
    const wide = await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
      return document.documentElement.scrollWidth;
    });
    assert.ok(wide <= 360, `${name} is ${wide} px wide`);
  }
  await visit.close();
});

test('from disk every page opens without complaint', { skip }, async () => {
  const visit = await visitor({ from: `${pathToFileURL(site.at('out')).href}/` });
  for (const name of PAGES) {
    const page = await visit.to(name);
    assert.deepEqual(await loadAll(page), [], name);
    const styled = await page.evaluate(() => getComputedStyle(document.body).marginTop === '0px');
    assert.ok(styled, `${name} has no style`);
    assert.deepEqual(visit.troubles, [], name);
    assert.deepEqual(visit.foreign, [], name);
  }
  await visit.close();
});

// What the plan of a page says, from its own list of patients.
const { parse } = createRequire(import.meta.url)('yaml');
function planOf(name) {
  const shown = site.read(`out/${name}`);
  for (const shop of fs.readdirSync(site.at('content/stores'))) {
    const folder = `content/stores/${shop}/patients`;
    for (const patient of fs.readdirSync(site.at(folder))) {
      const text = site.read(`${folder}/${patient}/plan.yaml`);
      const plan = parse(text, { schema: 'failsafe', uniqueKeys: false });
      const called = plan.称呼 ?? plan.display_name;
      if (shown.includes(`<h1>${called}`) || shown.includes(`>${called}<`)) return plan;
    }
  }
  return null;
}

const isoOf = (text) => {
  const [, year, month, day] = /(\d{4})\D+(\d{1,2})\D+(\d{1,2})/.exec(text.normalize('NFKC'));
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
const revisitsOf = (plan) => [plan.复诊 ?? plan.revisits ?? []].flat()
  .map((one) => isoOf(one.日期 ?? one.date ?? one)).sort();

const hasDays = (plan) => ['疗程', 'treatments', '用药', 'medicines', '复诊', 'revisits', '费用', 'bills']
  .some((key) => plan[key]?.length);

test('without script every date is there to read', { skip }, async () => {
  let revisits = 0;
  const visit = await visitor({ javaScriptEnabled: false });
  for (const name of plans) {
    const plan = planOf(name);
    assert.ok(plan, `whose plan is ${name}?`);
    const page = await visit.to(name);
    assert.deepEqual(visit.troubles, [], name);
    const shown = await page.locator('li[data-k="r"]').evaluateAll((all) =>
      all.map((li) => [li.dataset.on, li.textContent]));
    assert.deepEqual(shown.map(([on]) => on).sort(), revisitsOf(plan), name);
    for (const [on, text] of shown) {
      const [, month, day] = on.split('-').map(Number);
      assert.match(text, new RegExp(`(^|\\D)${month}月${day}日|(^|\\D)${day} `), `${name} ${on}`);
    }
    revisits += shown.length;
    // Each month is a whole table; each revisit is marked in it.
    const months = await page.locator('.month').evaluateAll((all) => all.map((month) => ({
      id: month.id.slice(1),
      days: [...month.querySelectorAll('td a')].map((a) => parseInt(a.textContent, 10)),
      revisits: [...month.querySelectorAll('td.k-r a')].map((a) => parseInt(a.textContent, 10)),
      seen: month.getBoundingClientRect().height > 0,
    })));
    // A plan that has just been begun has nothing to put into a calendar.
    assert.equal(months.length > 0, hasDays(plan), name);
    const marked = [];
    for (const { id, days, revisits: on, seen } of months) {
      const [year, month] = id.split('-').map(Number);
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
      assert.deepEqual(days, Array.from({ length: last }, (_, i) => i + 1), `${name} ${id}`);
      assert.ok(seen, `${name} ${id} is not to be seen`);
      marked.push(...on.map((day) => `${id}-${String(day).padStart(2, '0')}`));
    }
    const inMonths = revisitsOf(plan).filter((on) => months.some(({ id }) => on.startsWith(id)));
    assert.deepEqual(marked, [...new Set(inMonths)], name);
  }
  await visit.close();
  assert.ok(revisits > 10);
});

test('without script the other pages are there to read', { skip }, async () => {
  const visit = await visitor({ javaScriptEnabled: false });
  for (const name of PAGES.filter((page) => !plans.includes(page))) {
    const page = await visit.to(name);
    const text = await page.locator('body').innerText();
    assert.ok(text.trim().length > 20, `${name}: ${text}`);
  }
  await visit.close();
});

test('with script today and the next revisit are picked out', { skip }, async () => {
  const visit = await visitor();
  for (const name of plans) {
    const plan = planOf(name);
    const page = await visit.to(name);
    const seen = await page.evaluate(() => ({
      today: [...document.querySelectorAll('td.now')].map((td) =>
        `${td.closest('.month').id.slice(1)}-${td.textContent.match(/\d+/)[0].padStart(2, '0')}`),
      next: document.querySelector('[data-next] .big')?.textContent,
      leaf: document.querySelector('[data-next] .leaf')?.textContent,
    }));
    const [start, end] = [isoOf(plan.开始 ?? plan.start), isoOf(plan.结束 ?? plan.end)];
    if (hasDays(plan) && start <= TODAY && TODAY <= end) assert.deepEqual(seen.today, [TODAY], name);
    const next = [plan.复诊 ?? plan.revisits ?? []].flat()
      .filter((one) => !(one.已到 ?? one.done))
      .map((one) => isoOf(one.日期 ?? one.date ?? one)).filter((on) => on >= TODAY).sort()[0];
    if (next) {
      const [, month, day] = next.split('-').map(Number);
      assert.match(seen.next, new RegExp(`${month}月${day}日`), name);
      const away = Math.round((new Date(next) - new Date(TODAY)) / 864e5);
      if (away > 1) assert.match(seen.leaf, new RegExp(`${away}`), name);
    }
    assert.deepEqual(visit.troubles, [], name);
  }
  await visit.close();
});

test('a tapped day shows what is on it', { skip }, async () => {
  const name = plans.find((page) => /data-k="t"/.test(site.read(`out/${page}`)));
  const visit = await visitor();
  const page = await visit.to(name);
  const cell = page.locator('td.k-r a').first();
  await cell.evaluate((a) => a.click());
  await page.waitForFunction(() => !document.querySelector('[data-day]').hidden);
  assert.match(await page.locator('[data-day]').innerText(), /第 1 次/);
  await visit.close();
});

test('an out-of-date copy reloads itself once', { skip }, async () => {
  const visit = await visitor();
  const page = await visit.to(plans[0]);
  await page.waitForLoadState('networkidle');
  const ver = site.at(`out/${plans[0].replace(/html$/, 'ver')}`);
  const good = fs.readFileSync(ver);
  fs.writeFileSync(ver, 'ffffffffffff');
  let loads = 0;
  page.on('load', () => { loads++; });
  await page.reload();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
  fs.writeFileSync(ver, good);
  assert.equal(loads, 2);
  await visit.close();
});

// -- weight -------------------------------------------------------------------

test('a plan weighs at most 14 KiB over the wire', (t) => {
  const weights = plans.map((name) =>
    [execFileSync('gzip', ['-9c', site.at(`out/${name}`)]).length, name])
    .sort(([a], [b]) => b - a);
  const all = weights.map(([bytes]) => bytes);
  t.diagnostic(`gzip -9: ${all.join(' ')} bytes`);
  assert.ok(all[0] <= MOST_PLAN_BYTES, `${weights[0][1]}: ${all[0]} bytes`);
});

// -- QR codes -----------------------------------------------------------------

const zbar = spawnSync('zbarimg', ['--version']).error ? 'zbarimg is not here' : false;

function decode(picture) {
  const file = path.join(temporary(), 'screen.png');
  fs.writeFileSync(file, picture);
  return execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trim().split('\n');
}

test('the screen with a QR code on it is read by a scanner', { skip: skip || zbar }, async () => {
  const voucher = /https:\/\/plan\.example\.cn\/r\/[0-9A-Z]{9}\.html/;
  const pages = [plans.find((name) => site.read(`out/${name}`).includes('data-ba')) ?? plans[0],
    plans[0], inOut('s')[0], inOut('r')[0]];
  for (const name of pages) {
    for (const colorScheme of ['light', 'dark']) {
      for (const deviceScaleFactor of [2, 3]) {
        const visit = await visitor({ colorScheme, deviceScaleFactor });
        const page = await visit.to(name);
        const all = page.locator('img.qr');
        assert.ok(await all.count() >= 1, name);
        const links = [];
        for (let i = 0; i < await all.count(); i++) {
          await all.nth(i).evaluate((image) => {
            for (let e = image; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
            image.scrollIntoView({ block: 'center' });
          });
          await page.waitForFunction((n) => document.querySelectorAll('img.qr')[n].complete, i);
          links.push(...decode(await page.screenshot()));
        }
        assert.ok(links.some((link) => voucher.test(link)), `${name}: ${links}`);
        for (const link of links.filter((one) => voucher.test(one)))
          assert.ok(site.exists(`out/${link.slice('https://plan.example.cn/'.length)}`), link);
        await visit.close();
      }
    }
  }
});

test('a QR code is a picture of its own size, by itself on the screen', { skip }, async () => {
  const visit = await visitor();
  const page = await visit.to(inOut('r')[0]);
  const qr = page.locator('img.qr').first();
  const seen = await qr.evaluate((image) => ({
    width: image.getBoundingClientRect().width, natural: image.naturalWidth, lazy: image.loading,
    link: Boolean(image.closest('a')), alt: image.alt, src: image.getAttribute('src'),
    declared: [image.width, image.height],
  }));
  assert.ok(seen.width >= 160 && seen.width <= 220, JSON.stringify(seen));
  assert.equal(seen.link, false);
  assert.notEqual(seen.lazy, 'lazy');
  assert.ok(seen.alt);
  assert.match(seen.src, /\.png$/);
  await visit.close();
});

// -- for everybody ------------------------------------------------------------

test('axe finds nothing', { skip }, async () => {
  const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const colorScheme of ['light', 'dark']) {
    const visit = await visitor({ colorScheme, bypassCSP: true });
    for (const name of [plans[0], ...PAGES.slice(plans.length)]) {
      const page = await visit.to(name);
      await page.evaluate(source);
      const faults = await page.evaluate(async () => (await globalThis.axe.run(document, {
        resultTypes: ['violations'],
      })).violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`)));
      assert.deepEqual(faults, [], `${name} ${colorScheme}`);
    }
    await visit.close();
  }
});

test('what can be tapped is large enough', { skip }, async () => {
  const visit = await visitor();
  for (const name of [plans[0], inOut('s')[0], inOut('r')[0], inOut('c')[0], 'a/index.html']) {
    const page = await visit.to(name);
    const small = await page.evaluate(() => [...document.querySelectorAll('a.btn,button,summary,nav a,.tabs a')]
      .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
      .filter(([box]) => box.width && box.height && box.height < 44)
      .map(([box, html]) => `${box.height.toFixed(0)} px: ${html}`));
    assert.deepEqual(small, [], name);
  }
  await visit.close();
});
