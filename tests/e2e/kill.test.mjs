// A build that is killed at any moment leaves whole pages, and the next one
// makes of them what an undisturbed build would have made.
//
// CAREPLAN_KILLS sets the number of builds, CAREPLAN_SEED other moments.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {
  CONSENT, Site, TODAY, difference, patient, plan, png, programs, smallSite, start, wait,
} from './lib.mjs';

const KILLS = Number(process.env.CAREPLAN_KILLS ?? 200);
const release = { program: programs.release };

// xorshift: the same moments each time.
let state = Number(process.env.CAREPLAN_SEED ?? 20260610);
function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

// A change of the content, of another kind each time.
function change(site, round) {
  const photo = `${patient('乙')}/photos/2026-05/正面.png`;
  const guest = patient(`客${round % 3}`);
  switch (round % 5) {
  case 0: // touches every page
    site.write('content/clinic.yaml', site.read('content/clinic.yaml')
      .replace(/口号: .*/, `口号: 第 ${round} 步`));
    break;
  case 1:
    site.write(photo, png(200, 260, [round % 256, 80, 120]));
    break;
  case 2:
    if (site.exists(guest)) site.remove(guest);
    else site.write(`${guest}/plan.yaml`, plan(`客${round % 3}`, {}, CONSENT));
    break;
  case 3:
    site.write(`${patient('丙')}/plan.yaml`, plan('丙先生', { 链接版本: round % 4 }, CONSENT));
    break;
  default:
    if (site.exists(photo)) site.remove(photo);
  }
}

function checkWhole(site, round) {
  for (const [name, { size }] of site.out()) {
    if (path.basename(name).startsWith('.')) continue;
    assert.ok(size > 0 || name.startsWith('.'), `${name} is empty after round ${round}`);
    if (name.endsWith('.html'))
      assert.match(site.read(`out/${name}`), /<\/html>\s*$/, `${name} is torn in round ${round}`);
    if (name.endsWith('.ics'))
      assert.match(site.read(`out/${name}`), /END:VCALENDAR\r\n$/, `${name} is torn`);
    if (name.endsWith('.jpg'))
      assert.equal(fs.readFileSync(site.at(`out/${name}`)).subarray(-2).toString('hex'), 'ffd9');
  }
}

// The same content and key, built in peace.
function undisturbed(site) {
  const twin = new Site();
  for (const name of ['content', 'careplan.yaml', '.careplan/site.key'])
    fs.cpSync(site.at(name), twin.at(name), { recursive: true, preserveTimestamps: true });
  twin.good([], release);
  return twin;
}

test(`${KILLS} builds that are killed`, async () => {
  const site = smallSite();
  const started = Date.now();
  site.good(['--full'], release);
  const usual = Date.now() - started;
  let killed = 0;
  for (let round = 0; round < KILLS; round++) {
    if (random(3)) change(site, round);
    const words = ['-C', site.folder, 'build', '--quiet', '--date', TODAY,
      ...(random(8) ? [] : ['--full'])];
    const child = start(words, { ...release, mayBeKilled: true });
    await Promise.race([child.ended, wait(random(usual + 10))]);
    child.kill('SIGKILL');
    const done = await child.ended;
    if (done.signal) killed++;
    else assert.equal(done.status, 0, done.stderr);
    if (round % 10 === 0) checkWhole(site, round);
  }
  assert.ok(killed > KILLS / 5, `only ${killed} builds were killed in time`);
  checkWhole(site, KILLS);
  const last = site.good([], release);
  assert.equal(last.summary.errors, 0);
  const twin = undisturbed(site);
  assert.deepEqual(difference(twin.out(), site.out()), []);
  assert.equal(site.good([], release).summary.written, 0);
});

test('a killed build of photos alone', async () => {
  const site = smallSite();
  for (let month = 1; month <= 12; month++) {
    const folder = `${patient('乙')}/photos/2025-${String(month).padStart(2, '0')}`;
    for (const angle of ['正面', '头顶', '左侧', '右侧'])
      site.write(`${folder}/${angle}.png`, png(900, 1200, [month * 20, random(256), random(256)]));
  }
  let killed = 0;
  for (let round = 0; round < 10; round++) {
    const child = start(['-C', site.folder, 'build', '--quiet', '--date', TODAY],
      { ...release, mayBeKilled: true });
    await Promise.race([child.ended, wait(20 + random(250))]);
    child.kill('SIGKILL');
    killed += Boolean((await child.ended).signal);
  }
  assert.ok(killed >= 1);
  checkWhole(site, 'photos');
  site.good([], release);
  assert.deepEqual(difference(undisturbed(site).out(), site.out()), []);
});
