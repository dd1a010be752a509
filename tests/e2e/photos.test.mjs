// Progress photos: compared two at a time, looked at in full, and arriving
// without moving what is read.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { RICH_FOLDER, between, fingers, sampleClinic, skip, swipe } from './browser.mjs';
import { wait } from './lib.mjs';

// One photo of sixteen was not taken.
const demo = sampleClinic((site) => site.remove(`${RICH_FOLDER}/photos/2026-09/left.jpg`));
before(demo.open);
after(demo.close);
const { plan: rich, share } = demo.pages;
const MONTHS = 4; // of the rich plan, and as many angles

// -- two at a time ----------------------------------------------------------------

// How much of the picture on top is covered, of 100.
const covered = (page) => page.locator('.ba figure + figure').evaluate((figure) => {
  const [, left] = /inset\([^)]*?([\d.]+)%\)/.exec(getComputedStyle(figure).clipPath) ?? [];
  return Number(left);
});

test('the slider goes by keys', { skip }, async () => {
  const visit = await demo.visitor();
  for (const name of [rich, share]) {
    const page = await visit.to(name);
    const slider = page.locator('.ba input[type=range]');
    assert.equal(await covered(page), 50, name);
    assert.ok((await slider.getAttribute('aria-label')).length > 3);
    await slider.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
    assert.equal(await covered(page), 60, name);
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
    assert.equal(await covered(page), 57, name);
    await page.keyboard.press('Home');
    assert.equal(await covered(page), 0, name);
    await page.keyboard.press('End');
    assert.equal(await covered(page), 100, name);
  }
  await visit.close();
});

test('the slider goes with a finger, and the page does not', { skip }, async () => {
  const visit = await demo.visitor();
  for (const name of [rich, share]) {
    const page = await visit.to(name);
    const picture = page.locator('.ba');
    await picture.evaluate((e) => e.scrollIntoView({ block: 'center' }));
    const box = await picture.boundingBox();
    const y = box.y + box.height / 2;
    const scrolled = await page.evaluate(() => scrollY);
    await fingers(visit, between([box.x + box.width * 0.5, y], [box.x + box.width * 0.8, y]).map((place) => [place]));
    const right = await covered(page);
    assert.ok(Math.abs(right - 80) < 4, `${name}: ${right}`);
    await fingers(visit, between([box.x + box.width * 0.8, y], [box.x + box.width * 0.25, y]).map((place) => [place]));
    const left = await covered(page);
    assert.ok(Math.abs(left - 25) < 4, `${name}: ${left}`);
    assert.equal(await page.evaluate(() => scrollY), scrolled, name);
    // Upwards it is the page that moves.
    await swipe(visit, [box.x + box.width / 2, y], [0, -150]);
    assert.ok(await page.evaluate(() => scrollY) > scrolled + 80, name);
  }
  await visit.close();
});

test('without script both halves are there, and both whole pictures', { skip }, async () => {
  const visit = await demo.visitor({ javaScriptEnabled: false });
  for (const name of [rich, share]) {
    const page = await visit.to(name);
    assert.equal(await covered(page), 50, name);
    const links = await page.locator('.ba ~ noscript a, .ba + noscript a').evaluateAll((all) => all.map((a) => a.href));
    const pictures = await page.locator('.ba img').evaluateAll((all) => all.map((image) => image.src));
    assert.deepEqual(links, pictures, name);
    // A thumbnail leads to its picture.
    const thumbnails = await page.locator('.shots a').evaluateAll((all) => all.map((a) => a.href));
    assert.ok(thumbnails.length >= 4, name);
    for (const href of new Set(thumbnails)) {
      const answer = await page.request.get(href);
      assert.match(answer.headers()['content-type'], /^image\//, href);
    }
  }
  await visit.close();
});

const pair = (page) => page.locator('.ba figure').evaluateAll((all) => all.map((figure) => ({
  month: figure.querySelector('figcaption').textContent,
  alt: figure.querySelector('img').alt,
  src: figure.querySelector('img').src,
  seen: getComputedStyle(figure.querySelector('img')).visibility === 'visible',
})));

// The picture of a month and an angle, from its thumbnail.
const pictureOf = (page, month, angle) => page.locator('.shots a').evaluateAll((all, [m, g]) =>
  all.find((a) => a.querySelector('img').alt === m && a.textContent.trim() === g)?.href, [month, angle]);

test('months and angles are chosen', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  const [first, last] = await pair(page);
  const selects = page.locator('.picks select');
  const months = await selects.first().locator('option').allTextContents();
  assert.equal(months.length, MONTHS);
  assert.deepEqual([await selects.nth(0).inputValue(), await selects.nth(1).inputValue()], [first.month, last.month]);

  const angle = first.alt.slice(first.month.length).trim();
  await selects.nth(0).selectOption(months[1]);
  let [left, right] = await pair(page);
  assert.equal(left.month, months[1]);
  assert.equal(left.src, await pictureOf(page, months[1], angle));
  assert.equal(left.alt, `${months[1]} ${angle}`);
  assert.equal(right.src, last.src);

  const angles = page.locator('.ba ~ .picks button');
  for (const button of await angles.all()) {
    await button.tap();
    const name = await button.innerText();
    [left, right] = await pair(page);
    for (const side of [left, right]) {
      const there = await pictureOf(page, side.month.replace(/\s*未拍$/, ''), name);
      assert.equal(side.seen, Boolean(there), `${side.month} ${name}`);
      if (there) assert.equal(side.src, there);
    }
    assert.deepEqual(await angles.evaluateAll((all) => all.filter((b) => b.getAttribute('aria-pressed') === 'true')
      .map((b) => b.textContent)), [name]);
  }
  assert.deepEqual(visit.troubles, []);
  await visit.close();
});

test('an angle that a month lacks is said to be missing', { skip }, async () => {
  const visit = await demo.visitor();
  const page = await visit.to(rich);
  const gap = page.locator('.shots li:has(> i)');
  assert.match(await gap.innerText(), /未拍\s*左侧/);
  await page.locator('.picks select').first().selectOption('9月');
  await page.locator('.ba ~ .picks button', { hasText: '左侧' }).tap();
  const [left, right] = await pair(page);
  assert.deepEqual([left.seen, right.seen], [false, true]);
  assert.match(left.month, /^9月\s*未拍$/);
  // The viewer goes through the months that have it.
  await page.locator('.shots a', { hasText: '左侧' }).first().tap();
  assert.equal((await viewer(page)).count, MONTHS - 1);
  await visit.close();
});

// -- in full --------------------------------------------------------------------------

// How the viewer stands: what its caption says, and where and how large the
// picture is that is looked at, whatever it was enlarged with.
const viewer = (page) => page.evaluate(() => {
  const dialog = document.querySelector('dialog.view');
  if (!dialog?.open) return { open: false, focus: document.activeElement.getAttribute('href') };
  const list = dialog.querySelector('ul').getBoundingClientRect();
  const middle = list.left + list.width / 2;
  const boxes = [...dialog.querySelectorAll('ul img')].map((image) => {
    const { x, y, width, height } = image.getBoundingClientRect();
    return { x, y, width, height, src: image.src };
  });
  const image = boxes.find(({ x, width }) => x <= middle && middle <= x + width);
  const zoom = visualViewport.scale;
  return {
    open: true, caption: dialog.querySelector('p').textContent, count: boxes.length, src: image?.src,
    scale: zoom, width: image?.width * zoom,
    x: (image?.x - visualViewport.offsetLeft) * zoom, y: (image?.y - visualViewport.offsetTop) * zoom,
    holdsFocus: dialog.contains(document.activeElement), modal: dialog.matches(':modal'),
  };
});
const captioned = (page, words) => page.waitForFunction((wanted) =>
  document.querySelector('dialog.view p').textContent.includes(wanted), words);
const at = (i) => `${i}/${MONTHS}`;

// Gone, and its step of the history too, which takes a moment longer.
const closed = (page) => page.waitForFunction(() => !document.querySelector('dialog.view').open
  && !history.state?.view);

async function openViewer(visit, name = rich) {
  const page = await visit.to(name);
  const thumbnail = page.locator('.shots a').first();
  await thumbnail.scrollIntoViewIfNeeded();
  await thumbnail.tap();
  await page.locator('dialog.view img').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('dialog.view img')].every((image) => image.complete));
  return { page, href: await thumbnail.getAttribute('href') };
}

test('a tapped thumbnail opens in full, and so it does by Enter', { skip }, async () => {
  const visit = await demo.visitor();
  const { page, href } = await openViewer(visit);
  let seen = await viewer(page);
  assert.deepEqual([seen.modal, seen.holdsFocus, seen.count], [true, true, MONTHS]);
  assert.ok(seen.src.endsWith(href.replace(/^\.\.\//, '/')), seen.src);
  await page.keyboard.press('Escape');
  await closed(page);
  assert.equal((await viewer(page)).focus, href);
  await page.keyboard.press('Enter');
  seen = await viewer(page);
  assert.ok(seen.open);
  assert.ok(seen.src.endsWith(href.replace(/^\.\.\//, '/')), seen.src);
  assert.deepEqual(visit.troubles, []);
  await visit.close();
});

test('a swipe goes through the months, buttons through the angles', { skip }, async () => {
  const visit = await demo.visitor();
  const { page } = await openViewer(visit);
  const { caption } = await viewer(page);
  const first = Number(/(\d)\/\d/.exec(caption)[1]);
  const step = first === MONTHS ? -1 : 1;
  await swipe(visit, [187 + step * 120, 400], [step * -240, 0]);
  await captioned(page, at(first + step));
  await swipe(visit, [187 - step * 120, 400], [step * 240, 0]);
  await captioned(page, at(first));
  const before = await viewer(page);
  assert.equal(before.caption, caption);
  const button = page.locator('dialog.view .picks button').nth(1);
  await button.tap();
  await captioned(page, await button.innerText());
  const other = await viewer(page);
  assert.notEqual(other.src, before.src);
  assert.equal(other.caption.split(' ')[0], before.caption.split(' ')[0], 'the same month');
  await visit.close();
});

test('two fingers enlarge a picture, one moves it, and two make it small again', { skip }, async () => {
  const visit = await demo.visitor();
  const { page } = await openViewer(visit);
  const before = await viewer(page);
  // Two fingers, so far from the middle.
  const places = (apart) => [[187 - apart, 390 - apart / 2], [187 + apart, 390 + apart / 2]];
  const pinch = (from, to) => fingers(visit, between([from, 0], [to, 0]).map(([apart]) => places(apart)));
  await pinch(40, 130);
  const large = await viewer(page);
  assert.ok(large.width > before.width * 1.8, `${before.width} px became ${large.width} px`);
  // A web view may not enlarge pages, and its buttons are to stay where they are.
  assert.equal(large.scale, 1, 'the page was enlarged, not the picture');
  assert.equal(large.src, before.src);
  // One finger moves it, and does not go on to the next.
  await swipe(visit, [250, 420], [-90, 0]);
  await swipe(visit, [250, 420], [0, -90]);
  const moved = await viewer(page);
  assert.ok(moved.x < large.x - 40, `from ${large.x} px to the left to ${moved.x} px`);
  assert.ok(moved.y < large.y - 40, `from ${large.y} px upwards to ${moved.y} px`);
  assert.ok(Math.abs(moved.width - large.width) < 2);
  assert.deepEqual([moved.src, moved.caption], [before.src, before.caption]);
  await pinch(130, 25);
  const small = await viewer(page);
  assert.ok(Math.abs(small.width - before.width) < 2, `${small.width} px, ${before.width} px before`);
  assert.deepEqual(visit.troubles, []);
  await visit.close();
});

test('a picture can be enlarged without two fingers', { skip }, async () => {
  const visit = await demo.visitor();
  const { page } = await openViewer(visit);
  const before = await viewer(page);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  assert.ok((await viewer(page)).width > before.width * 1.5);
  for (let i = 0; i < 4; i++) await page.keyboard.press('-');
  assert.ok(Math.abs((await viewer(page)).width - before.width) < 2);
  await visit.close();
});

test('the button, Esc and the back button close it, and the thumbnail has the focus again', { skip }, async () => {
  const visit = await demo.visitor();
  await visit.to('index.html');
  const ways = {
    button: (page) => page.locator('dialog.view .x').tap(),
    Esc: (page) => page.keyboard.press('Escape'),
    back: (page) => page.evaluate(() => history.back()),
  };
  const { page, href } = await openViewer(visit);
  const url = page.url();
  const length = await page.evaluate(() => history.length);
  for (const [way, close] of Object.entries(ways)) {
    if (way !== 'button') await page.locator('.shots a').first().tap();
    await page.waitForFunction(() => document.querySelector('dialog.view').open);
    await close(page);
    await closed(page);
    assert.deepEqual(await viewer(page), { open: false, focus: href }, way);
    assert.equal(page.url(), url, way);
    assert.equal(await page.evaluate(() => history.length), length, way);
  }
  // Nothing is left behind: the next step back leaves the page.
  await page.goBack();
  assert.match(page.url(), /index\.html$/);
  await visit.close();
});

test('the viewer holds its words at every size', { skip }, async () => {
  for (const viewport of [{ width: 320, height: 640 }, { width: 812, height: 375 }, { width: 1024, height: 700 }]) {
    const visit = await demo.visitor({ viewport });
    const { page } = await openViewer(visit);
    const parts = await page.locator('dialog.view .x, dialog.view p, dialog.view .picks button').evaluateAll((all) =>
      all.map((e) => ({ what: e.textContent, box: e.getBoundingClientRect().toJSON(), button: e.tagName === 'BUTTON' })));
    for (const { what, box, button } of parts) {
      assert.ok(box.left >= 0 && box.right <= viewport.width && box.top >= 0 && box.bottom <= viewport.height,
        `${viewport.width} px: ${what} ${JSON.stringify(box)}`);
      if (button) assert.ok(box.height >= 44 && box.width >= 44, `${viewport.width} px: ${what}`);
    }
    const picture = await viewer(page);
    assert.ok(picture.width > 80, `${viewport.width} px: the picture is ${picture.width} px wide`);
    await visit.close();
  }
});

// -- arriving ----------------------------------------------------------------------------

test('every picture has a size and words, and codes do not wait', () => {
  let count = 0;
  for (const name of demo.all) {
    for (const [tag] of demo.site.read(`out/${name}`).matchAll(/<img\b[^>]*>/g)) {
      assert.match(tag, /\swidth="?[1-9]\d*/, `${name}: ${tag}`);
      assert.match(tag, /\sheight="?[1-9]\d*/, `${name}: ${tag}`);
      assert.match(tag, /\salt=/, `${name}: ${tag}`);
      if (/class="?[^">]*\bqr\b/.test(tag)) assert.doesNotMatch(tag, /loading="?lazy/, `${name}: ${tag}`);
      count++;
    }
  }
  assert.ok(count > 100);
});

test('photos wait until they are wanted, but for the first where it is seen at once', { skip }, async () => {
  const visit = await demo.visitor({ javaScriptEnabled: false });
  for (const name of [...demo.plans, share]) {
    const page = await visit.to(name);
    const photos = await page.locator('[data-photos] img').evaluateAll((all) => all.map((image) =>
      ({ html: image.outerHTML.slice(0, 160), lazy: image.loading === 'lazy', top: image.getBoundingClientRect().top })));
    photos.slice(1).forEach((photo) => assert.ok(photo.lazy, `${name}: ${photo.html}`));
    if (photos[0]?.top < 812) assert.equal(photos[0].lazy, false, `${name}: ${photos[0].html}`);
  }
  await visit.close();
});

// What moved and was not touched, as browsers count it.
const watchShifts = () => {
  globalThis.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (!entry.hadRecentInput) globalThis.shifts.push([entry.value, ...entry.sources.map(({ node }) => {
      const e = node?.nodeType === 1 ? node : node?.parentElement;
      return e ? e.outerHTML.slice(0, 70) : 'something gone';
    })]);
  })).observe({ type: 'layout-shift', buffered: true });
};

test('nothing moves while a slow line brings the photos', { skip }, async () => {
  for (const name of [rich, share, demo.pages.articles]) {
    const visit = await demo.visitor();
    const cdp = await visit.cdp();
    await visit.context.addInitScript(watchShifts);
    await cdp.send('Network.emulateNetworkConditions',
      { offline: false, latency: 60, downloadThroughput: 400e3, uploadThroughput: 100e3 });
    const page = await visit.to(name);
    await page.evaluate(async () => {
      const step = () => new Promise((resolve) => { setTimeout(resolve, 60); });
      while (scrollY + innerHeight < document.documentElement.scrollHeight - 2) {
        const was = scrollY;
        scrollBy(0, innerHeight * 0.8);
        await step();
        if (scrollY === was) break;
      }
    });
    await page.waitForFunction(() => [...document.images].every((image) => image.complete || !image.getAttribute('src')));
    await visit.settled();
    assert.deepEqual(await page.evaluate(() => globalThis.shifts), [], name);
    await visit.close();
  }
});

test('a script that comes late moves next to nothing', { skip }, async () => {
  for (const name of [rich, share, ...['shop', 'desk', 'record'].map((kind) => demo.pages[kind])]) {
    const visit = await demo.visitor();
    await visit.context.addInitScript(watchShifts);
    await visit.page.route('**/*.js', async (route) => {
      await wait(400); // the page has been painted by then
      await route.continue();
    });
    const page = await visit.to(name);
    await visit.settled();
    const shifts = await page.evaluate(() => globalThis.shifts);
    const sum = shifts.reduce((all, [value]) => all + value, 0);
    assert.ok(sum <= 0.05, `${name}: ${sum.toFixed(3)} ${JSON.stringify(shifts)}`);
    await visit.close();
  }
});
