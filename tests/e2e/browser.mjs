// The sample clinic's pages in a browser: built, served and opened, for the
// tests that look at them. One Chromium, one site and one server a file:
//
//   const demo = sampleClinic();         // builds at once
//   before(demo.open); after(demo.close);
//   const visit = await demo.visitor({ colorScheme: 'dark' });
//   const page = await visit.to(demo.pages.plan);
//   visit.troubles                       // what went wrong since

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { CHROMIUM, browser, demoSite, programs, root, serve } from './lib.mjs';

const { parse } = createRequire(import.meta.url)('yaml');

export const TODAY = '2026-11-21';
export const noonOf = (day) => new Date(`${day}T12:00:00+08:00`);
export const PHONE = { width: 375, height: 812 };
export const SMALL_PHONE = { width: 320, height: 640 };
export const WECHAT = 'Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A.231005.007; wv) AppleWebKit/537.36 '
  + '(KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240301 '
  + 'MicroMessenger/8.0.49.2600(0x28003137) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64';

// Whose plan has everything in it (and where), and whose has next to nothing.
export const RICH = '韦女士';
export const RICH_FOLDER = 'content/stores/guiyang/patients/韦秀芬';
const BARE = '吴女士';

export const skip = fs.existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;

const TOOLS = process.env.CAREPLAN_TOOLS ?? path.join(root, 'build/asan/tests/tools');
const SEALED = path.join(TOOLS, 'draw_sealed');

// Of several pages of a kind the largest shows most.
function byLength(site, folder) {
  const size = (name) => fs.statSync(site.at(`out/${name}`)).size;
  return fs.readdirSync(site.at(`out/${folder}`)).filter((name) => name.endsWith('.html') && name !== 'index.html')
    .map((name) => `${folder}/${name}`).sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
}

// Builds the sample clinic, after `change` to its content, and names its pages.
export function sampleClinic(change = () => {}) {
  const site = demoSite();
  change(site);
  const { status, stderr } = site.build(['--date', TODAY], { program: programs.release });
  if (status > 1) throw new Error(stderr); // 1: something in the content is wrong, on purpose
  const plans = byLength(site, 'p');
  const [share, voucher, shop, article] = ['s', 'r', 'c', 'a'].map((kind) => byLength(site, kind)[0]);
  const pages = {
    plan: site.page('p', `<h1>${RICH}`), bare: site.page('p', `<h1>${BARE}`), share, voucher, shop, article,
    articles: 'a/index.html', index: 'index.html', missing: '404.html',
    desk: 'd/desk/index.html', record: 'd/desk/record.html', lock: 'p/lock.html', passphrase: 'd/desk/lock-desk.html',
  };
  // Pages that no command makes yet are drawn by a tool, from the same templates.
  if (!fs.existsSync(SEALED)) throw new Error(`${SEALED} is not built: make check-programs`);
  execFileSync(SEALED, [site.at('out')], { cwd: root, stdio: 'pipe' });
  const demo = { site, plans, pages };
  demo.all = [...new Set([...Object.values(pages), ...plans, ...['s', 'r', 'c', 'a'].flatMap((kind) => byLength(site, kind))])];
  demo.isPrivate = (name) => /^[psrd]\//.test(name);
  demo.planOf = (name) => planOf(site, name);
  demo.open = async () => {
    if (skip) return;
    demo.server = await serve(site.at('out'));
    demo.chromium = await browser();
  };
  demo.close = async () => {
    await demo.chromium?.close();
    await demo.server?.close();
  };
  demo.visitor = (options) => visitor(demo, options);
  return demo;
}

// What the plan of a page says, in its own words.
function planOf(site, name) {
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

// Opens pages one after another in a window of its own; what goes wrong on each
// is in .troubles, what it asks of others in .foreign.
async function visitor(demo, { from = demo.server.url, now = noonOf(TODAY), ...options } = {}) {
  const context = await demo.chromium.newContext({
    viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true,
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const visit = { page, context, troubles: [], foreign: [], close: () => context.close() };
  page.on('console', (message) => visit.troubles.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => visit.troubles.push(String(error)));
  page.on('requestfailed', (request) => {
    // What is still on its way is given up when the window goes on.
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') visit.troubles.push(`${request.url()}: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) visit.troubles.push(`${response.url()}: ${response.status()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(from) && !request.url().startsWith('data:'))
      visit.foreign.push(request.url());
  });
  if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(now);
  visit.at = (day) => page.clock.setFixedTime(noonOf(day));
  visit.to = async (name) => {
    visit.troubles.length = 0;
    visit.foreign.length = 0;
    await page.goto(from + name);
    return page;
  };
  // Two frames: what a change leads to has been laid out. Without script there
  // are none, and asking for a size lays out at once.
  visit.settled = () => options.javaScriptEnabled !== false && page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  }));
  // Talks to Chromium in its own words, for what Playwright has none for.
  visit.cdp = () => (visit.session ??= context.newCDPSession(page));
  return visit;
}

// -- a finger, two fingers -----------------------------------------------------

// Fingers put down at the first places, moved along the rest and lifted: each
// of `path` is a list of places, one a finger.
export async function fingers(visit, path) {
  const cdp = await visit.cdp();
  const points = (places) => places.map(([x, y], id) => ({ x, y, id, radiusX: 8, radiusY: 8, force: 1 }));
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(path[0]) });
  for (const places of path.slice(1)) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(places) });
    await visit.settled();
  }
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await visit.settled();
}

// The places from one to another, so many steps.
export const between = ([x, y], [toX, toY], steps = 10) => Array.from({ length: steps + 1 }, (_, i) =>
  [x + (toX - x) * i / steps, y + (toY - y) * i / steps]);

// One finger that pulls the page at a place by so much.
export const swipe = (visit, [x, y], [dx, dy]) =>
  fingers(visit, between([x, y], [x + dx, y + dy]).map((place) => [place]));

// All pictures, those below the fold too, without waiting for a scroll.
export const loadAll = (page) => page.evaluate(async () => {
  const all = [...document.images].filter((image) => image.getAttribute('src'));
  all.forEach((image) => { image.loading = 'eager'; });
  await Promise.all(all.map((image) => image.decode().catch(() => {})));
  return all.filter((image) => !image.naturalWidth).map((image) => image.src);
});

// -- larger text --------------------------------------------------------------

// The size that 1rem is, as the browser's own setting gives it: for the page
// that is open and for those opened from now on.
export async function setRootSize(visit, px) {
  const cdp = await visit.cdp();
  await cdp.send('Page.setFontSizes', { fontSizes: { standard: px, fixed: px * 13 / 16 } });
}

// So many times the usual size, as WeChat's slider gives it: every computed
// font is multiplied, lengths stay, and the page is not told.
export async function zoomText(visit, factor) {
  const size = await visit.page.evaluate((by) => {
    const root = document.documentElement;
    const ofBody = () => parseFloat(getComputedStyle(document.body).fontSize);
    root.style.removeProperty('text-size-adjust');
    const usual = ofBody();
    root.style.setProperty('text-size-adjust', `${by * 100}%`, 'important');
    return ofBody() / usual;
  }, factor);
  if (Math.abs(size - factor) > 0.05) throw new Error(`text became ${size} times as large, not ${factor} times`);
  await visit.settled();
}
