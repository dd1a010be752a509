// What stands in a photo's place until it is loaded: the class of the style
// sheet whose colour is nearest to the photo's own average.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { loadAll, sampleClinic, skip } from './browser.mjs';

const demo = sampleClinic();
before(demo.open);
after(demo.close);

const TONES = Array.from({ length: 8 }, (_, i) => `p${i + 1}`);
const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));

// Photos as [class, average colour], and the classes' colours.
const look = (page) => page.evaluate((names) => {
  const rgb = (text) => text.match(/\d+/g).slice(0, 3).map(Number);
  const tones = Object.fromEntries(names.map((name) => {
    const box = document.body.appendChild(document.createElement('div'));
    box.className = name;
    return [name, rgb(getComputedStyle(box).backgroundColor)];
  }));
  const photos = [...document.querySelectorAll('img[class*=p]')]
    .filter((image) => names.some((name) => image.classList.contains(name)));
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  const average = (image) => {
    paper.drawImage(image, 0, 0, 64, 64);
    const { data } = paper.getImageData(0, 0, 64, 64);
    const sum = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) for (const c of [0, 1, 2]) sum[c] += data[i + c];
    return sum.map((value) => value / 4096);
  };
  return { tones, photos: photos.map((image) => [[...image.classList].find((name) => names.includes(name)), average(image)]) };
}, TONES);

test('a photo’s place has the nearest of eight colours', { skip }, async () => {
  const visit = await demo.visitor();
  const used = new Set();
  for (const name of [demo.pages.plan, demo.pages.share, demo.pages.shop, demo.pages.articles]) {
    const page = await visit.to(name);
    assert.deepEqual(await loadAll(page), [], name);
    const { tones, photos } = await look(page);
    assert.equal(new Set(Object.values(tones).map(String)).size, TONES.length, 'the colours differ');
    assert.ok(photos.length > 0, `${name} has no photo`);
    for (const [tone, average] of photos) {
      const nearest = Math.min(...TONES.map((other) => distance(tones[other], average)));
      // A thumb is cut from the middle of the photo whose average counts.
      assert.ok(distance(tones[tone], average) < nearest + 24, `${name}: ${tone} for ${average.map(Math.round)}`);
      used.add(tone);
    }
  }
  assert.ok(used.size > 2, [...used].join(' '));
  await visit.close();
});
