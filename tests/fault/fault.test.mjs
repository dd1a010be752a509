// Each call that changes the disk fails once: out/ stays whole, the message and
// the status are right, and the next run makes everything good.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { CONSENT, Site, TODAY, difference, patient, plan, png, programs, root, run, smallSite } from '../e2e/lib.mjs';

const library = process.env.CAREPLAN_FAULT ?? path.join(root, 'build/fault.so');
const skip = fs.existsSync(library) ? false : `${library} is not built`;
const { ENOSPC, EIO, EACCES } = os.constants.errno;
const MANY = 400; // calls of a kind, at most

// A build in which the at-th call of a kind beneath a folder fails; `met` says
// whether there was such a call.
function faulty(site, { call, at, errno = ENOSPC, beneath = '/out', stays = false }) {
  const report = path.join(site.folder, 'report');
  const done = run(['-C', site.folder, 'build', '-j', '1', '--date', TODAY], {
    program: programs.release,
    env: {
      LD_PRELOAD: library, FAULT_CALL: call, FAULT_AT: String(at), FAULT_ERRNO: String(errno),
      FAULT_BENEATH: beneath, FAULT_STAYS: stays ? '1' : '0', FAULT_REPORT: report,
    },
  });
  const [met, calls] = fs.readFileSync(report, 'utf8').split(' ').map(Number);
  fs.rmSync(report);
  return { ...done, met: Boolean(met), calls };
}

const release = { program: programs.release };
const KEY = Buffer.alloc(32, 9);

function copy(site) {
  const twin = new Site();
  fs.cpSync(site.folder, twin.folder, { recursive: true, preserveTimestamps: true });
  return twin;
}

function keyed() {
  const site = smallSite();
  fs.mkdirSync(site.at('.careplan'), { mode: 0o700 });
  site.write('.careplan/site.key', KEY);
  fs.chmodSync(site.at('.careplan/site.key'), 0o600);
  return site;
}

// Something new, something changed, something gone.
function change(site) {
  site.write('content/clinic.yaml', site.read('content/clinic.yaml').replace('一步一步', '慢慢来'));
  site.write(`${patient('新')}/plan.yaml`, plan('新女士', {}, CONSENT));
  site.write(`${patient('新')}/photos/2026-05/正面.png`, png(100, 120, [1, 2, 3]));
  site.remove(patient('丙'));
  return site;
}

const scenes = {
  'a first build': { begin: keyed, before: () => new Map() },
  'a later build': {
    begin: () => {
      const site = keyed();
      site.good([], release);
      return site;
    },
    change,
    before: (site) => site.out(),
  },
};

for (const [scene, { begin, change: alter, before }] of Object.entries(scenes)) {
  for (const [call, errno] of [['open', EACCES], ['write', ENOSPC], ['close', EIO],
    ['rename', EIO]]) {
    // A disk that is full stays full; other faults come and go.
    for (const stays of call === 'write' ? [false, true] : [false]) {
      test(`${scene}: a ${call} beneath out/ fails${stays ? ' and all after it' : ''}`, { skip }, () => {
        const start = begin();
        const old = before(start);
        alter?.(start);
        const peace = copy(start);
        peace.good([], release);
        const wanted = peace.out();
        let at = 1;
        for (; at <= MANY; at++) {
          const site = copy(start);
          const done = faulty(site, { call, at, errno, stays });
          if (!done.met) break;
          const where = `${call} ${at} of ${done.calls}`;
          assert.equal(done.status, 4, `${where}: ${done.stderr}`);
          const told = done.stderr.split('\n').filter((line) => /^out\/.*error/.test(line));
          assert.equal(told.length, 1, `${where}: ${done.stderr}`);
          for (const [name, { hash }] of site.out()) {
            assert.doesNotMatch(path.basename(name), /^\./, `${where}: ${name} was left behind`);
            assert.ok(hash === old.get(name)?.hash || hash === wanted.get(name)?.hash,
              `${where}: ${name} is neither old nor new`);
          }
          for (const name of old.keys())
            if (wanted.has(name)) assert.ok(site.exists(`out/${name}`), `${where}: ${name} is gone`);
          site.good([], release);
          assert.deepEqual(difference(wanted, site.out()), [], where);
        }
        assert.ok(at > 10, `only ${at - 1} calls of ${call} were met`);
      });
    }
  }
}

for (const call of ['open', 'write', 'close', 'rename', 'sync', 'unlink']) {
  test(`a ${call} of the state fails`, { skip }, () => {
    const start = scenes['a later build'].begin();
    change(start);
    const peace = copy(start);
    peace.good([], release);
    const wanted = peace.out();
    const old = start.out();
    for (let at = 1; at <= MANY; at++) {
      const site = copy(start);
      const done = faulty(site, { call, at, errno: EIO, beneath: '/.careplan/' });
      if (!done.met) break;
      const where = `${call} ${at} of ${done.calls}`;
      assert.ok([0, 4].includes(done.status), `${where}: ${done.status} ${done.stderr}`);
      // What went well in spite of it is right; what did not is told.
      if (done.status === 0) assert.deepEqual(difference(wanted, site.out()), [], where);
      else assert.match(done.stderr, /\.careplan|state/, where);
      for (const [name, { hash }] of site.out())
        assert.ok(hash === old.get(name)?.hash || hash === wanted.get(name)?.hash,
          `${where}: ${name} is neither old nor new`);
      site.good([], release);
      assert.deepEqual(difference(wanted, site.out()), [], where);
      assert.equal(site.good([], release).summary.written, 0, where);
    }
  });
}

test('a site key that cannot be written is no key', { skip }, () => {
  for (const call of ['open', 'write', 'close', 'rename', 'mkdir']) {
    for (let at = 1; at <= MANY; at++) {
      const site = smallSite();
      const done = faulty(site, { call, at, beneath: call === 'mkdir' ? '.careplan' : 'site.key' });
      if (!done.met) break;
      assert.equal(done.status, 4, `${call} ${at}: ${done.stderr}`);
      assert.equal(site.exists('.careplan/site.key'), false, `${call} ${at}`);
      assert.equal(site.exists('out/index.html'), false, `${call} ${at}`);
      site.good([], release);
      assert.equal(fs.statSync(site.at('.careplan/site.key')).size, 32);
    }
  }
});

test('a page that cannot be removed is told', { skip }, () => {
  const start = scenes['a later build'].begin();
  const page = start.page('p', '丙先生');
  start.remove(patient('丙'));
  let met = 0;
  for (let at = 1; at <= MANY; at++) {
    const site = copy(start);
    const done = faulty(site, { call: 'unlink', at, errno: EACCES, beneath: '/out/' });
    if (!done.met) break;
    met++;
    assert.equal(done.status, 4, `unlink ${at}: a private page stays online, and nobody knows`);
    assert.match(done.stderr, /^out\/.*error/m);
    site.good([], release);
    assert.equal(site.exists(`out/${page}`), false);
  }
  assert.ok(met > 1);
});

test('a folder of out/ that cannot be made', { skip }, () => {
  for (let at = 1; at <= MANY; at++) {
    const site = keyed();
    const done = faulty(site, { call: 'mkdir', at, beneath: '/out' });
    if (!done.met) break;
    assert.equal(done.status, 4, done.stderr);
    assert.match(done.stderr, /^out/m);
    site.good([], release);
  }
});
