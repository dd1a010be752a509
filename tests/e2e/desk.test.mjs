// What the therapist's desk, a record and the lock before them do. They are
// drawn by tests/tools/draw_sealed, around the day of the demo.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { WECHAT, sampleClinic, skip } from './browser.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);
const { desk, record, lock, passphrase } = demo.pages;

test('the desk counts who comes today, whose birthday it is and who did not come', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(desk);
  const counts = () => page.locator('[data-count]').allInnerTexts();
  assert.deepEqual(await counts(), ['3', '1', '3']);
  assert.equal(await page.locator('#late li:visible').count(), 3);
  const day = await page.locator('[data-day]').innerText();
  for (const name of ['李春梅', '吴桂芳', '罗永强', '石玉兰']) assert.ok(day.includes(name), `${name} in ${day}`);
  assert.ok(!day.includes('周敏'));
  // Another day tapped, another day come.
  await page.locator('#m2026-11 td a').nth(24).tap();
  assert.match(await page.locator('[data-day]').innerText(), /周敏/);
  await visit.at('2026-11-25');
  await visit.to(desk);
  assert.equal((await counts())[0], '1');
  assert.match(await page.locator('[data-day]').innerText(), /周敏/);
  await visit.close();
});

test('without script the desk holds all reminders', { skip }, async () => {
  const visit = await demo.visitor({ javaScriptEnabled: false });
  const page = await visit.to(desk);
  const text = await page.locator('#list').evaluate((e) => e.textContent);
  for (const name of ['李春梅', '罗永强', '周敏', '张建军', '石玉兰']) assert.ok(text.includes(name), name);
  assert.match(text, /11月25日/);
  assert.equal(await page.locator('#all li').count(), 12);
  await visit.close();
});

test('patients are found by name, initials, pinyin and number', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(desk);
  const field = page.locator('[data-find]');
  const found = async (words) => {
    await field.fill(words);
    return page.locator('#all li:visible').allInnerTexts();
  };
  const all = (await found('')).length;
  assert.equal(all, 12);
  for (const words of ['王丽华', '丽华', 'wlh', 'WLH', 'wanglihua', '0007', '139 0000 0007'])
    assert.match((await found(words)).join('|'), /^王丽华[^|]*$/, words);
  assert.deepEqual(await found('zzzz'), []);
  assert.ok(await page.locator('.none').isVisible());
  assert.equal((await found('')).length, 12);
  assert.equal(await page.locator('.none').isVisible(), false);
  await visit.close();
});

// -- messages to copy -----------------------------------------------------------------

// Opens the first message of a page and copies it; what it says and what is told.
async function copyMessage(page) {
  const message = page.locator('details:has([data-copy])').filter({ visible: true }).first();
  await message.locator('summary').tap();
  const words = await message.locator('.msg').innerText();
  await message.locator('[data-copy]').tap();
  await page.locator('[role=status]').waitFor();
  return { words, told: await page.locator('[role=status]').innerText() };
}
// Ends of lines are a matter of who copies.
const flat = (text) => text.replace(/\s+/g, ' ').trim();

const NO_CLIPBOARD = () => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });
const REFUSED = () => {
  Object.defineProperty(Navigator.prototype, 'clipboard',
    { get: () => ({ writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }) });
};
const NO_COMMAND = () => { document.execCommand = () => false; };

test('a message is copied', { skip }, async () => {
  for (const name of [desk, record]) {
    const visit = await demo.visitor({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await visit.to(name);
    const { words, told } = await copyMessage(page);
    assert.ok(words.length > 10, words);
    assert.match(told, /已复制/);
    assert.equal(flat(await page.evaluate(() => navigator.clipboard.readText())), flat(words));
    await visit.close();
  }
});

test('a message is copied in the old way where the new one is not there, or refuses', { skip }, async () => {
  for (const lack of [NO_CLIPBOARD, REFUSED]) {
    const visit = await demo.visitor({ permissions: ['clipboard-read', 'clipboard-write'], userAgent: WECHAT });
    await visit.context.addInitScript(lack);
    const page = await visit.to(desk);
    const { words, told } = await copyMessage(page);
    assert.match(told, /已复制/);
    // What is in the clipboard shows when it is pasted.
    await page.locator('[data-find]').focus();
    await page.keyboard.press('Control+V');
    assert.equal(flat(await page.locator('[data-find]').inputValue()), flat(words));
    await visit.close();
  }
});

test('where nothing copies, the message is selected and it is said how', { skip }, async () => {
  for (const lack of [NO_CLIPBOARD, REFUSED]) {
    const visit = await demo.visitor();
    await visit.context.addInitScript(lack);
    await visit.context.addInitScript(NO_COMMAND);
    const page = await visit.to(desk);
    const { words, told } = await copyMessage(page);
    assert.match(told, /长按/);
    assert.equal(flat(await page.evaluate(() => String(getSelection()))), flat(words));
    await visit.close();
  }
});

// -- the lock ---------------------------------------------------------------------------

test('the lock asks for what there is, and shows it if one wants', { skip }, async () => {
  const visit = await demo.visitor();
  for (const [name, mode] of [[lock, 'numeric'], [passphrase, null]]) {
    const page = await visit.to(name);
    const field = page.locator('[data-lock] .field');
    assert.equal(await field.getAttribute('inputmode'), mode, name);
    assert.equal(await field.getAttribute('maxlength'), null, name);
    assert.equal(await field.getAttribute('autocomplete'), 'off', name);
    assert.equal(await field.getAttribute('type'), 'password', name);
    const see = page.locator('[data-see]');
    assert.equal(await see.innerText(), '显示');
    await see.tap();
    assert.deepEqual([await field.getAttribute('type'), await see.innerText()], ['text', '隐藏'], name);
    await see.tap();
    assert.deepEqual([await field.getAttribute('type'), await see.innerText()], ['password', '显示'], name);
    assert.match(await page.locator('#key-help').innerText(), /门店|养护卡/, name);
  }
  await visit.close();
});

test('a wrong key is told, and can be typed anew at once', { skip }, async () => {
  const visit = await demo.visitor();
  for (const name of [lock, passphrase]) {
    const page = await visit.to(name);
    const wrong = page.locator('.err');
    assert.equal(await wrong.isVisible(), false, name);
    const url = page.url();
    await page.locator('.field').fill('123456');
    await page.keyboard.press('Enter');
    await wrong.waitFor();
    assert.match(await wrong.innerText(), /不对/, name);
    assert.equal(await wrong.getAttribute('role'), 'alert');
    await page.keyboard.type('6');
    assert.equal(await page.locator('.field').inputValue(), '6', name);
    assert.equal(page.url(), url, 'nothing is sent');
    assert.deepEqual([visit.troubles, visit.foreign], [[], []], name);
  }
  await visit.close();
});

test('whoever opens the page hears the key first', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(lock);
  await page.evaluate(() => addEventListener('careplan:unlock', (event) => {
    event.preventDefault();
    globalThis.heard = event.detail.key;
    if (event.detail.key !== '246810') event.detail.wrong();
  }));
  await page.locator('.field').fill('246810');
  await page.locator('[type=submit]').tap();
  assert.equal(await page.evaluate(() => globalThis.heard), '246810');
  assert.equal(await page.locator('.err').isVisible(), false);
  await page.locator('.field').fill('1');
  await page.locator('[type=submit]').tap();
  assert.ok(await page.locator('.err').isVisible());
  await visit.close();
});

test('without script the lock says what is needed', { skip }, async () => {
  const visit = await demo.visitor({ javaScriptEnabled: false });
  for (const name of [lock, passphrase]) {
    const text = await (await visit.to(name)).locator('main').innerText();
    assert.match(text, /JavaScript/, name);
  }
  await visit.close();
});
