// What the other pages do: vouchers that lapse, shops that open and close,
// their waiting lines, the way back from an article.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test, { after, before } from 'node:test';

import { noonOf, sampleClinic, skip } from './browser.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);
const { voucher, share, shop, article } = demo.pages;

const dayAfter = (day, n) => new Date(noonOf(day).getTime() + n * 864e5).toISOString().slice(0, 10);

test('a voucher says how long it is good for, and that it is no more', { skip }, async () => {
  const visit = await demo.visitor();
  for (const name of [voucher, share]) {
    const page = await visit.to(name);
    const line = page.locator('[data-until]').first();
    const until = await line.getAttribute('data-until');
    const [, month, day] = until.split('-').map(Number);
    for (const [away, words] of [[-30, /还有 30 天/], [-1, /还有 1 天/], [0, /今天最后一天/], [1, /已过期/], [400, /已过期/]]) {
      await visit.at(dayAfter(until, away));
      await visit.to(name);
      const text = await line.innerText();
      assert.match(text, words, `${name} ${away}`);
      assert.match(text, new RegExp(`${month}月${day}日`), `${name} ${away}`);
    }
  }
  await visit.close();
});

test('without script a voucher still says until when', { skip }, async () => {
  const visit = await demo.visitor({ javaScriptEnabled: false });
  const line = (await visit.to(voucher)).locator('[data-until]');
  const [, month, day] = (await line.getAttribute('data-until')).split('-').map(Number);
  assert.match(await line.innerText(), new RegExp(`${month}月${day}日`));
  await visit.close();
});

test('a shop is open or closed by the clock', { skip }, async () => {
  const open = /data-open="([^"]+)"/.exec(demo.site.read(`out/${shop}`))[1];
  const [from, to] = open.split(' ')[0].split('-');
  const clock = (time, minutes) => {
    const [h, m] = time.split(':').map(Number);
    return new Date(new Date('2026-11-21T00:00:00+08:00').getTime() + (h * 60 + m + minutes) * 60e3);
  };
  for (const [time, words] of [[clock(from, -1), /已打烊/], [clock(from, 0), /营业中/], [clock(to, -1), /营业中/],
    [clock(to, 0), /已打烊/], [clock('03:00', 0), /已打烊/]]) {
    const visit = await demo.visitor({ now: time });
    const page = await visit.to(shop);
    assert.match(await page.locator('[data-open]').innerText(), words, time.toISOString());
    await visit.close();
  }
});

test('today is picked out of the week', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(shop); // a Saturday
  const columns = await page.locator('.week tr').evaluateAll((all) =>
    all.map((row) => [...row.children].findIndex((cell) => cell.classList.contains('now'))));
  assert.ok(columns.length > 1);
  assert.deepEqual([...new Set(columns)], [6]);
  await visit.at('2026-11-23');
  await visit.to(shop);
  assert.equal(await page.locator('.week thead .now').innerText(), '一');
  await visit.close();
});

test('the waiting line is that of now', { skip }, async () => {
  const name = demo.all.find((page) => demo.site.read(`out/${page}`).includes('data-queue='));
  const feed = demo.site.at(`out/${name.replace(/html$/, 'queue.json')}`);
  const was = fs.readFileSync(feed);
  const line = JSON.parse(was);
  const visit = await demo.visitor();
  fs.writeFileSync(feed, JSON.stringify({ ...line, now: 'Z77', waiting: ['Z78', 'Z79'], updated: '15:45' }));
  const page = await visit.to(name);
  await page.waitForFunction(() => document.querySelector('#queue .num').textContent === 'Z77');
  const text = await page.locator('#queue').innerText();
  assert.match(text, /2 位/);
  assert.match(text, /15:45/);
  assert.match(text, /Z78\s*Z79/);
  fs.writeFileSync(feed, JSON.stringify({ ...line, waiting: [] }));
  await visit.to(name);
  await page.waitForFunction(() => !document.querySelector('#queue .tag'));
  assert.deepEqual(visit.troubles, []);
  // Gone or broken, the page keeps what was built into it.
  fs.writeFileSync(feed, '<html>');
  await visit.to(name);
  await page.waitForLoadState('networkidle');
  assert.equal(await page.locator('#queue .num').innerText(), line.now || '–');
  assert.deepEqual(visit.troubles, []);
  fs.writeFileSync(feed, was);
  await visit.close();
});

test('an article leads back to where one came from', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(demo.pages.plan);
  await page.locator('a[href*="/a/"]').first().tap();
  await page.waitForURL(/\/a\//);
  await page.locator('[data-back]').tap();
  await page.waitForURL(/\/p\//);
  await visit.close();
  // Where one came from nowhere, to the other articles.
  const other = await demo.visitor({ javaScriptEnabled: false });
  const alone = await other.to(article);
  await alone.locator('[data-back]').tap();
  await alone.waitForURL(/\/a\/index\.html$/);
  await other.close();
});
