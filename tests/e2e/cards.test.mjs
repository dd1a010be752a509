// WeChat's link cards: a site that asks for them has them on public pages, in
// WeChat, and nowhere else.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { WECHAT, skip } from './browser.mjs';
import { browser, difference, png, serve, smallSite } from './lib.mjs';

const APPID = 'wx0123456789abcdef';
const SIGNER = 'https://sign.example.cn/wechat?for=plan';
const SDK = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js';

// What WeChat's script is to a page, as far as a card needs it.
const FAKE_SDK = `window.said = {};
window.wx = {
  config: (o) => { said.config = o; },
  ready: (f) => f(),
  updateAppMessageShareData: (o) => { said.friend = o; },
  updateTimelineShareData: (o) => { said.circle = o; },
};`;

const config = (lines) => `base_url: https://plan.example.cn/\nlanguage: zh-CN\n${lines}`;
const CARDS = config(`微信:\n  公众号: ${APPID}\n  签名地址: ${SIGNER}\n`);

function siteWith(settings) {
  const site = smallSite();
  site.write('careplan.yaml', settings);
  site.write('content/articles/sleep.jpg', png(960, 640, [10, 20, 30]));
  site.edit('content/articles/sleep.md', '栏目: 原理', '栏目: 原理\n封面: sleep.jpg');
  return site;
}

const site = siteWith(CARDS);
site.good();
const first = (folder) => [...site.out().keys()].find((name) =>
  name.startsWith(`${folder}/`) && name.endsWith('.html'));

let chromium;
let server;
before(async () => {
  if (skip) return;
  chromium = await browser();
  server = await serve(site.at('out'));
});
after(async () => {
  await chromium?.close();
  await server?.close();
});

// Opens a page; what it asked of others, and what it said to WeChat.
async function open(name, userAgent) {
  const context = await chromium.newContext(userAgent ? { userAgent } : {});
  const page = await context.newPage();
  const foreign = [];
  const refused = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await context.route(/^https:/, (route) => {
    const url = route.request().url();
    foreign.push(url);
    if (url === SDK) return route.fulfill({ contentType: 'text/javascript', body: FAKE_SDK });
    return route.fulfill({
      contentType: 'application/json', headers: { 'access-control-allow-origin': '*' },
      body: JSON.stringify({ timestamp: 1, nonceStr: 'n', signature: 's' }),
    });
  });
  await page.goto(server.url + name, { waitUntil: 'networkidle' });
  const said = await page.evaluate(() => globalThis.said ?? null);
  const at = page.url();
  await context.close();
  assert.deepEqual(refused, [], name);
  return { foreign, said, at };
}

test('in WeChat a public page gets a signature and a card', { skip }, async () => {
  for (const name of ['c/east.html', 'a/sleep.html', 'a/index.html', 'index.html']) {
    const { foreign, said, at } = await open(name, WECHAT);
    const asked = new URL(foreign.find((url) => url.startsWith('https://sign.')));
    assert.equal(asked.searchParams.get('url'), at, name);
    assert.equal(asked.searchParams.get('for'), 'plan');
    assert.deepEqual({ ...said.config, jsApiList: said.config.jsApiList.length },
      { appId: APPID, timestamp: 1, nonceStr: 'n', signature: 's', jsApiList: 2 });
    assert.deepEqual(said.friend, said.circle);
    assert.equal(said.friend.link, `https://plan.example.cn/${name}`);
    assert.ok(said.friend.title);
  }
  const { said } = await open('a/sleep.html', WECHAT);
  assert.equal(said.friend.title, '睡得好');
  assert.match(said.friend.imgUrl, /^https:\/\/plan\.example\.cn\/media\//);
});

test('other browsers load nothing of WeChat’s', { skip }, async () => {
  assert.deepEqual((await open('c/east.html')).foreign, []);
});

test('private pages have no card, in WeChat neither', { skip }, async () => {
  for (const folder of ['p', 's', 'r']) {
    const name = first(folder);
    assert.doesNotMatch(site.read(`out/${name}`), /wx\.qq\.com|wechat\.[0-9a-f]+\.js|sign\.example/, name);
    assert.deepEqual((await open(name, WECHAT)).foreign, [], name);
  }
});

test('a site that asks for no cards names WeChat nowhere', () => {
  const plain = siteWith(config(''));
  plain.good();
  for (const name of plain.out().keys()) {
    if (name.endsWith('.html')) assert.doesNotMatch(plain.read(`out/${name}`), /wx\.qq\.com/, name);
  }
});

test('asking for cards, or no longer, reaches every page', () => {
  const changed = siteWith(config(''));
  changed.good();
  const plain = changed.out();
  const publicPages = ['c/east.html', 'a/sleep.html', 'a/index.html', 'index.html'];
  changed.write('careplan.yaml', CARDS, null).good();
  for (const name of publicPages) assert.match(changed.read(`out/${name}`), /sign\.example\.cn/, name);
  changed.edit('careplan.yaml', 'sign.example.cn', 'signer.example.cn').good();
  for (const name of publicPages) assert.match(changed.read(`out/${name}`), /signer\.example\.cn/, name);
  changed.write('careplan.yaml', config(''), null).good();
  assert.deepEqual(difference(plain, changed.out()), []);
});

test('what cannot be a card is told', () => {
  const told = (lines) => siteWith(config(lines)).check().map((one) => one.code);
  assert.deepEqual(told(`微信:\n  公众号: gh_1234\n  签名地址: ${SIGNER}\n`), ['site.wechat.appid']);
  for (const url of ['http://sign.example.cn/', "https://sign.example.cn'/", 'https://a b/'])
    assert.equal(told(`wechat:\n  appid: ${APPID}\n  sign_url: "${url}"\n`).length, 1, url);
  assert.equal(told(`微信:\n  公众号: ${APPID}\n`).length, 1);
});
