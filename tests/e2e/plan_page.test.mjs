// What a plan's page does: today and the next revisit picked out, days and
// months chosen by finger and by key, the calendar file, the copy that is out
// of date. And that without script it says the same.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test, { after, before } from 'node:test';

import { TODAY, WECHAT, sampleClinic, skip, swipe } from './browser.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);
const { plan: rich } = demo.pages;

const isoOf = (text) => {
  const [, year, month, day] = /(\d{4})\D+(\d{1,2})\D+(\d{1,2})/.exec(text.normalize('NFKC'));
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
const revisitsOf = (plan) => [plan.复诊 ?? plan.revisits ?? []].flat()
  .map((one) => isoOf(one.日期 ?? one.date ?? one)).sort();
const hasDays = (plan) => ['疗程', 'treatments', '用药', 'medicines', '复诊', 'revisits', '费用', 'bills']
  .some((key) => plan[key]?.length);

// -- without script -----------------------------------------------------------

test('without script every date is there to read', { skip }, async () => {
  let revisits = 0;
  const visit = await demo.visitor({ javaScriptEnabled: false });
  for (const name of demo.plans) {
    const plan = demo.planOf(name);
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

// -- today --------------------------------------------------------------------

test('on every plan today and the next revisit are picked out', { skip }, async () => {
  const visit = await demo.visitor();
  for (const name of demo.plans) {
    const plan = demo.planOf(name);
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

const calendar = (page) => page.evaluate(() => {
  const strip = document.querySelector('.strip');
  const dayOf = (td) => td && `${td.closest('.month').id.slice(1)}-${String(parseInt(td.textContent, 10)).padStart(2, '0')}`;
  const left = strip.getBoundingClientRect().left;
  const shown = [...document.querySelectorAll('.month')].reduce((a, b) =>
    (Math.abs(b.getBoundingClientRect().left - left) < Math.abs(a.getBoundingClientRect().left - left) ? b : a));
  return {
    now: [...document.querySelectorAll('td.now')].map(dayOf),
    current: [...document.querySelectorAll('td [aria-current=date]')].map((a) => dayOf(a.closest('td'))),
    chosen: [...document.querySelectorAll('td.sel')].map(dayOf),
    pressed: [...document.querySelectorAll('td [aria-pressed=true]')].map((a) => dayOf(a.closest('td'))),
    stops: [...document.querySelectorAll('.strip td a')].filter((a) => a.tabIndex === 0).map((a) => dayOf(a.closest('td'))),
    focus: dayOf(document.activeElement.closest('td')),
    month: shown.id.slice(1),
    panel: document.querySelector('[data-day]').innerText,
    phase: document.querySelector('[data-phase]').innerText,
    word: document.querySelector('td.now i')?.textContent,
    ground: document.querySelector('td.now a') && getComputedStyle(document.querySelector('td.now a')).backgroundColor,
    other: getComputedStyle(document.querySelector('td:not(.now,.sel,.k-r) a')).backgroundColor,
  };
});

// [the day it is, the day that is shown, its month, what the header says]
const DAYS = [
  ['2026-11-21', '2026-11-21', '2026-11', /第 90 天，共 181 天/],
  ['2026-08-24', '2026-08-24', '2026-08', /第 1 天，共 181 天/],
  ['2027-02-20', '2027-02-20', '2027-02', /第 181 天，共 181 天/],
  ['2026-12-31', '2026-12-31', '2026-12', /第 130 天，共 181 天/],
];

test('today is the one day that stands out', { skip }, async () => {
  const visit = await demo.visitor();
  for (const [day, shown, month, phase] of DAYS) {
    await visit.at(day);
    const seen = await calendar(await visit.to(rich));
    assert.deepEqual([seen.now, seen.current, seen.chosen, seen.pressed, seen.stops], Array(5).fill([shown]), day);
    assert.equal(seen.month, month, day);
    assert.match(seen.phase, phase, day);
    assert.equal(seen.word, '今天', day);
    assert.notEqual(seen.ground, seen.other, day);
    assert.match(seen.panel, new RegExp(`^${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 周.[^]*今天`), day);
  }
  await visit.close();
});

test('before the plan and after it no day is today', { skip }, async () => {
  const visit = await demo.visitor();
  for (const [day, month, phase] of [['2026-05-01', '2026-08', /8月24日|2026/], ['2027-04-01', '2027-02', /已完成/]]) {
    await visit.at(day);
    const seen = await calendar(await visit.to(rich));
    assert.deepEqual([seen.now, seen.current], [[], []], day);
    assert.equal(seen.month, month, day);
    assert.equal(seen.chosen.length, 1, day);
    assert.match(seen.phase, phase, day);
    assert.deepEqual(visit.troubles, [], day);
  }
  await visit.close();
});

// [the day it is, the next revisit, what the tear-off leaf says, what to bring]
const REVISITS = [
  ['2026-11-21', /^11月28日 周六 13:30/, /还有\s*7\s*天/, /没用完的膏/],
  ['2026-11-26', /^11月28日/, /还有\s*2\s*天/, /没用完的膏/],
  ['2026-11-27', /^11月28日/, /就在\s*明\s*天/, /没用完的膏/],
  ['2026-11-28', /^11月28日/, /就在\s*今\s*天/, /没用完的膏/],
  ['2026-11-29', /^1月2日 周六 13:30/, /还有\s*34\s*天/, /记录本/],
  ['2027-01-03', /^2月20日 周六 14:30/, /还有\s*48\s*天/, /记录本、木梳/],
];

test('the next revisit is the one to come', { skip }, async () => {
  const visit = await demo.visitor();
  for (const [day, when, leaf, bring] of REVISITS) {
    await visit.at(day);
    const page = await visit.to(rich);
    const card = page.locator('[data-next]');
    assert.match(await card.locator('.big').innerText(), when, day);
    assert.match(await card.locator('.leaf').innerText(), leaf, day);
    assert.match(await card.locator('.bring').first().innerText(), bring, day);
  }
  // Past the last one: only what was ticked off is said to be done.
  await visit.at('2027-02-21');
  const page = await visit.to(rich);
  assert.match(await page.locator('[data-next] .big').innerText(), /共 6 次/);
  await page.route('**/*.html', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/(<li data-on="[^>]*data-k="r"[^>]*?)(?: data-done)?>/g, '$1 data-done>');
    await route.fulfill({ response, body });
  });
  await page.reload();
  assert.match(await page.locator('[data-next] .big').innerText(), /完成/);
  assert.equal(await page.locator('[data-next] .leaf').isVisible(), false);
  await visit.close();
});

// -- a day, a month -------------------------------------------------------------

// What is on some days, by the plan: there and not there.
const ON = {
  '2026-11-21': [['苗药头皮导引', '木梳梳头', '桑葚黑豆膏', '侧柏姜露'], ['维生素D3', '梅花针', '侧柏叶淋洗', '第 4 次']],
  '2026-11-22': [['维生素D3', '木梳梳头'], ['苗药头皮导引', '梅花针']],
  '2026-11-23': [['侧柏叶淋洗', '20:00'], ['梅花针', '维生素D3']],
  '2026-11-24': [['梅花针养护', '10:00'], ['苗药头皮导引']],
  '2026-11-28': [['第 4 次', '13:30', '苗药头皮导引'], ['梅花针']],
};

test('a tapped day shows what is on it', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  for (const [day, [there, absent]] of Object.entries(ON)) {
    const cell = page.locator(`#m${day.slice(0, 7)} td a`).nth(Number(day.slice(8)) - 1);
    await cell.tap();
    const seen = await calendar(page);
    assert.deepEqual([seen.chosen, seen.pressed, seen.stops], Array(3).fill([day]), day);
    assert.deepEqual(seen.now, [TODAY], day);
    for (const what of there) assert.ok(seen.panel.includes(what), `${day}: ${what} in ${seen.panel}`);
    for (const what of absent) assert.ok(!seen.panel.includes(what), `${day}: no ${what} in ${seen.panel}`);
  }
  assert.equal(await page.locator('[data-day]').getAttribute('aria-live'), 'polite');
  await visit.close();
});

test('arrow keys go from day to day, across months, and end with the plan', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  await page.locator('td.now a').focus();
  const press = async (key, day) => {
    await page.keyboard.press(key);
    await page.waitForFunction((id) => {
      const month = document.getElementById(id);
      const strip = month.parentElement.getBoundingClientRect();
      return Math.abs(month.getBoundingClientRect().left - strip.left) < 8;
    }, `m${day.slice(0, 7)}`);
    const seen = await calendar(page);
    assert.deepEqual([seen.chosen, seen.stops, seen.focus, seen.month], [[day], [day], day, day.slice(0, 7)], key);
  };
  await press('ArrowRight', '2026-11-22');
  await press('ArrowLeft', '2026-11-21');
  await press('ArrowUp', '2026-11-14');
  await press('ArrowDown', '2026-11-21');
  await press('ArrowDown', '2026-11-28');
  await press('ArrowDown', '2026-12-05');
  assert.match((await calendar(page)).panel, /第三期护理/);
  assert.doesNotMatch((await calendar(page)).panel, /苗药头皮导引/); // a day it is left out
  await press('ArrowLeft', '2026-12-04');
  await press('ArrowUp', '2026-11-27');
  await visit.at('2027-02-20');
  await visit.to(rich);
  await page.locator('td.now a').focus();
  for (let day = 21; day <= 28; day++) await press('ArrowRight', `2027-02-${day}`);
  await press('ArrowRight', '2027-02-28');
  await visit.close();
});

// The month that is shown now, when the strip has come to rest.
const monthShown = (page, id) => page.waitForFunction((wanted) => {
  const month = document.getElementById(wanted);
  const strip = month.parentElement;
  const [box, frame] = [month.getBoundingClientRect(), strip.getBoundingClientRect()];
  return Math.abs(box.left - frame.left) < 8 && Math.abs(frame.height - box.height) < 12;
}, id);

test('months are changed by their arrows and by a swipe', { skip }, async () => {
  const visit = await demo.visitor({ reducedMotion: 'reduce' });
  const page = await visit.to(rich);
  await page.locator('#m2026-11 .mhead h3 + a').tap();
  await monthShown(page, 'm2026-12');
  await page.locator('#m2026-12 .mhead a').first().tap();
  await monthShown(page, 'm2026-11');
  const box = await page.locator('#m2026-11 table').boundingBox();
  const y = Math.min(box.y + box.height / 2, 700);
  await swipe(visit, [box.x + 300, y], [-260, 0]);
  await monthShown(page, 'm2026-12');
  await swipe(visit, [box.x + 40, y], [260, 0]);
  await monthShown(page, 'm2026-11');
  assert.equal((await calendar(page)).chosen[0], TODAY);
  await visit.close();
});

// -- parts, the calendar file, copies -------------------------------------------

test('the tabs lead to the parts and say which one is read', { skip }, async () => {
  const visit = await demo.visitor({ reducedMotion: 'reduce' });
  const page = await visit.to(rich);
  const tabs = page.locator('.tabs a');
  assert.ok(await tabs.count() >= 4);
  for (let i = 0; i < await tabs.count(); i++) {
    await tabs.nth(i).tap();
    await page.waitForFunction((n) => document.querySelectorAll('.tabs a')[n].getAttribute('aria-current') === 'true', i);
    assert.equal(await page.locator('.tabs [aria-current=true]').count(), 1);
    const top = await tabs.nth(i).evaluate((a) => document.querySelector(a.hash).getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 400, `tab ${i} leads to ${top} px`);
  }
  await visit.close();
});

test('the calendar file is saved, and WeChat is told how', { skip }, async () => {
  for (const userAgent of [WECHAT, WECHAT.replace(/Linux; Android 14;[^)]*/, 'iPhone; CPU iPhone OS 17_4 like Mac OS X')]) {
    const visit = await demo.visitor({ userAgent });
    const page = await visit.to(rich);
    const before = page.url();
    await page.locator('a[href$=".ics"]').first().tap();
    const told = page.locator('[role=status]');
    await told.waitFor();
    assert.match(await told.innerText(), /在浏览器打开/);
    assert.equal(page.url(), before);
    assert.deepEqual(visit.troubles, []);
    await visit.close();
  }
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  const [download, response] = await Promise.all([page.waitForEvent('download'), page.waitForResponse(/\.ics$/),
    page.locator('a[href$=".ics"]').first().tap()]);
  assert.match(response.headers()['content-type'], /^text\/calendar/);
  assert.match(download.suggestedFilename(), /\.ics$/);
  assert.match(fs.readFileSync(await download.path(), 'utf8'), /^BEGIN:VCALENDAR\r\n/);
  assert.equal(await page.locator('[role=status]').count(), 0);
  await visit.close();
});

test('an out-of-date copy reloads itself once', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  await page.waitForLoadState('networkidle');
  const ver = demo.site.at(`out/${rich.replace(/html$/, 'ver')}`);
  const good = fs.readFileSync(ver);
  fs.writeFileSync(ver, 'ffffffffffff');
  let loads = 0;
  page.on('load', () => { loads++; });
  await page.reload();
  await page.waitForURL(/[?&]v=ffffffffffff/);
  await page.waitForLoadState('networkidle');
  fs.writeFileSync(ver, good);
  assert.equal(loads, 2);
  await visit.close();
});

// -- the keyboard ----------------------------------------------------------------

test('the tab key comes to everything, and one sees where it is', { skip }, async () => {
  const visit = await demo.visitor({ isMobile: false, hasTouch: false });
  for (const name of Object.values(demo.pages)) {
    const page = await visit.to(name);
    const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href],button,input,select,summary')]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0).length);
    const reached = new Set();
    for (let i = 0; i < wanted + 6; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        if (e === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(e);
        const ringed = [e, e.nextElementSibling].filter(Boolean).some((x) => ['', '::after'].some((pseudo) => {
          const style = getComputedStyle(x, pseudo || undefined);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }));
        e.dataset.reached ??= String(document.querySelectorAll('[data-reached]').length);
        const box = e.getBoundingClientRect();
        return { id: e.dataset.reached, ringed, html: e.outerHTML.slice(0, 80), outline: `${outlineStyle} ${outlineWidth}`,
          seen: box.bottom > 0 && box.top < innerHeight };
      });
      if (!at) break;
      reached.add(at.id);
      assert.ok(at.ringed, `${name}: no ring on ${at.html} (${at.outline})`);
      assert.ok(at.seen, `${name}: ${at.html} is not in the window`);
    }
    assert.ok(reached.size >= wanted, `${name}: ${reached.size} of ${wanted} were reached`);
  }
  await visit.close();
});
