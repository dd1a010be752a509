// Content that is broken or means harm: told at the right place, and the rest
// of the site builds.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {
  CONSENT, TODAY, difference, jpeg, patient, plan, png, programs, run, smallSite, temporary,
} from './lib.mjs';

const planOf = (name) => `${patient(name)}/plan.yaml`;
const THERAPIST = 'content/stores/east/therapists/li.yaml';

// Builds a good site, does harm, changes 乙's plan, builds again: what is told,
// and that 乙's page is the new one.
function harm(spoil, { status = 1 } = {}) {
  const site = smallSite();
  site.good();
  const before = site.out();
  const page = site.page('p', '乙女士');
  spoil(site);
  site.edit(planOf('乙'), '头皮导引', '木梳梳头');
  const told = site.check();
  const started = Date.now();
  const done = site.build();
  assert.ok(Date.now() - started < 20_000, 'it took too long');
  assert.equal(done.status, status, done.stderr);
  assert.match(site.read(`out/${page}`), /木梳梳头/);
  return { site, told, done, changes: difference(before, site.out()) };
}

const brief = (told) => told.map(({ code, file, line }) => `${code} ${file}:${line ?? '-'}`);

function tells(told, code, file, line) {
  const found = told.filter((one) => one.code === code && one.file === file);
  assert.equal(found.length, 1, `${code} of ${file} in ${brief(told)}`);
  if (line !== undefined) assert.equal(found[0].line, line, brief(told).join(' '));
  assert.ok(found[0].message && found[0].hint !== undefined);
  return found[0];
}

const keepsPagesOf = (changes, name, site) => {
  assert.ok(site.page('p', name), `${name} has no page any more`);
  assert.deepEqual(changes.filter((change) => change.startsWith('-')), []);
};

// -- YAML ---------------------------------------------------------------------

test('a truncated plan.yaml', () => {
  const { site, told, changes } = harm((s) => {
    const text = fs.readFileSync(s.at(planOf('甲')));
    s.write(planOf('甲'), `${text.subarray(0, 200).toString().replace(/\n[^\n]*$/, '')}\n检查: [{`);
  });
  assert.equal(told.length, 1, brief(told).join(' '));
  assert.equal(told[0].file, planOf('甲'));
  const lines = site.read(planOf('甲')).split('\n').length;
  assert.ok(Math.abs(told[0].line - lines) <= 1, brief(told).join(' '));
  keepsPagesOf(changes, '甲女士', site);
});

test('ten megabytes of [', () => {
  const { site, told, changes } = harm((s) => s.write(planOf('甲'), Buffer.alloc(10 << 20, '[')));
  tells(told, 'file.too-large', planOf('甲'));
  keepsPagesOf(changes, '甲女士', site);
});

test('a megabyte of [', () => {
  const { site, told, changes } = harm((s) =>
    s.write(planOf('甲'), `检查: ${'['.repeat(1_000_000)}`));
  tells(told, 'yaml.too-deep', planOf('甲'), 1);
  keepsPagesOf(changes, '甲女士', site);
});

test('a hundred thousand entries', () => {
  const { told } = harm((s) => s.write(planOf('甲'), `检查: [${'a,'.repeat(100_000)}b]`));
  tells(told, 'yaml.too-many', planOf('甲'), 1);
});

test('an alias bomb', () => {
  const { told } = harm((s) => s.write(planOf('甲'),
    plan('甲女士', {}, `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`)));
  for (const line of [8, 9])
    assert.ok(told.some((one) => one.severity === 'error' && one.line === line),
      brief(told).join(' '));
});

test('several documents in a file', () => {
  const { told } = harm((s) => s.write(planOf('甲'),
    `${plan('甲女士')}---\n${plan('甲女士')}`));
  tells(told, 'yaml.documents', planOf('甲'), 8);
});

test('bytes that are no UTF-8 and no Chinese encoding', () => {
  const { site, told, changes } = harm((s) => s.write(planOf('甲'),
    Buffer.concat([Buffer.from('编号: p-1\n姓名: '), Buffer.from([0xff, 0xfe, 0x80, 0x0a, 0xc0])])));
  assert.equal(told.filter(({ severity }) => severity === 'error').length, 1);
  assert.equal(told[0].file, planOf('甲'));
  keepsPagesOf(changes, '甲女士', site);
});

test('GB18030 is read, with a warning', () => {
  // 称呼 and the rest in GB18030, as Notepad saves it.
  const gbk = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'],
    { input: plan('甲女士', {}, CONSENT) });
  const { site, told } = harm((s) => s.write(planOf('甲'), gbk), { status: 0 });
  assert.deepEqual([...new Set(told.map(({ code, severity }) => `${severity} ${code}`))],
    ['warning file.encoding']);
  assert.ok(site.page('p', '甲女士'));
});

test('NUL bytes', () => {
  const { told } = harm((s) =>
    s.write(planOf('甲'), `${plan('甲女士')}说明: a\0b\n`));
  assert.ok(told.some(({ code, line }) => code === 'file.nul' && line === 8),
    brief(told).join(' '));
});

test('a binary file called plan.yaml', () => {
  const { site, told, changes } = harm((s) => s.write(planOf('甲'), jpeg()));
  assert.ok(told.length >= 1);
  assert.ok(told.every(({ file }) => file === planOf('甲')));
  keepsPagesOf(changes, '甲女士', site);
});

test('markup in a plan is text on the page', () => {
  const { site } = harm((s) => s.write(planOf('甲'), plan('甲女士', {
    称呼: '"甲<script>alert(1)</script>女士"',
  }, `${CONSENT}注意事项:\n  - '<img src=x onerror=alert(2)> [x](javascript:alert(3))'\n`
    + `病因:\n  经过: |\n    <iframe src="https://evil.example/"></iframe>\n`
    + `    ![x](https://evil.example/x.png)\n    [y](javascript:alert(4))\n`)), { status: 0 });
  for (const name of site.out().keys()) {
    if (!name.endsWith('.html')) continue;
    const page = site.read(`out/${name}`);
    assert.doesNotMatch(page, /<script>alert|<img[^>]*onerror|<iframe|href="javascript/, name);
    assert.doesNotMatch(page, /src="https?:/, name);
  }
});

// -- names that lead elsewhere ------------------------------------------------

for (const [field, spoil, file] of [
  ['therapist', (s) => s.edit(planOf('甲'), '理疗师: li', '理疗师: ../../west/therapists/zhao'),
    planOf('甲')],
  ['article', (s) => s.edit(planOf('甲'), '文章: [sleep]', '文章: [../../careplan]'),
    planOf('甲')],
  ['attachment', (s) => s.write(planOf('甲'), plan('甲女士', {},
    `${CONSENT}检查:\n  - 名称: 血\n    日期: 2026-05-05\n    附件: ../../../../../careplan.yaml\n`)),
    planOf('甲')],
  ['absolute attachment', (s) => s.write(planOf('甲'), plan('甲女士', {},
    `${CONSENT}检查:\n  - 名称: 血\n    日期: 2026-05-05\n    附件: /etc/passwd\n`)),
    planOf('甲')],
  ['QR picture', (s) => s.write(THERAPIST, `${s.read(THERAPIST)}微信二维码: ../../../../secret.png\n`),
    THERAPIST],
  ['id', (s) => s.edit(planOf('甲'), '编号: p-', '编号: ../p-'), planOf('甲')],
]) {
  test(`../ as ${field}`, () => {
    const { site, told } = harm((s) => {
      s.write('secret.png', png(50, 60, [1, 2, 3]));
      spoil(s);
    });
    const line = site.read(file).split('\n').findIndex((text) =>
      /\.\.\/|\/etc\/passwd/.test(text)) + 1;
    assert.ok(told.some((one) => one.file === file && one.line === line
      && one.severity === 'error'), `line ${line} in ${brief(told)}`);
    for (const name of site.out().keys())
      assert.doesNotMatch(site.read(`out/${name}`), /root:x:0:0|base_url/, name);
  });
}

function linked(target, at) {
  return (s) => {
    if (fs.existsSync(s.at(at))) s.remove(at);
    fs.mkdirSync(path.dirname(s.at(at)), { recursive: true });
    fs.symlinkSync(target, s.at(at));
  };
}

for (const [what, at] of [
  ['a plan', planOf('甲')],
  ['a photo', `${patient('甲')}/photos/2026-05/左侧.jpg`],
  ['a therapist', 'content/stores/east/therapists/passwd.yaml'],
  ['an article', 'content/articles/passwd.md'],
  ['a portrait', 'content/stores/east/therapists/li.jpg'],
]) {
  test(`a link to /etc/passwd as ${what}`, () => {
    const { site, told } = harm(linked('/etc/passwd', at));
    assert.ok(told.some(({ file, severity }) => file === at && severity === 'error'),
      brief(told).join(' '));
    for (const name of site.out().keys())
      assert.doesNotMatch(site.read(`out/${name}`), /root:x:0:0/, name);
  });
}

test('a link as a folder of photos, of a patient, of a shop', () => {
  const elsewhere = temporary();
  fs.mkdirSync(path.join(elsewhere, 'photos/2026-04'), { recursive: true });
  fs.writeFileSync(path.join(elsewhere, 'photos/2026-04/正面.png'), png(70, 80, [9, 8, 7]));
  fs.writeFileSync(path.join(elsewhere, 'plan.yaml'), plan('外人', {}, CONSENT));
  const { site, told, changes } = harm((s) => {
    linked(path.join(elsewhere, 'photos/2026-04'), `${patient('甲')}/photos/2026-04`)(s);
    linked(elsewhere, patient('外人'))(s);
    linked('/etc', 'content/stores/etc')(s);
  });
  for (const at of [`${patient('甲')}/photos/2026-04`, patient('外人'), 'content/stores/etc'])
    assert.ok(told.some(({ file }) => file === at), `${at} in ${brief(told)}`);
  assert.equal(site.page('p', '外人'), null);
  assert.deepEqual(changes.filter((change) => change.startsWith('+media')), []);
});

test('out/ that is a link is refused', () => {
  const site = smallSite();
  const elsewhere = temporary();
  fs.writeFileSync(path.join(elsewhere, 'mine.txt'), 'mine');
  fs.symlinkSync(elsewhere, site.at('out'));
  assert.equal(site.build().status, 4);
  assert.deepEqual(fs.readdirSync(elsewhere), ['mine.txt']);
});

test('a pipe and a socket as files do not hang the run', () => {
  const { told } = harm((s) => {
    execFileSync('mkfifo', [s.at(`${patient('甲')}/photos/2026-05/左侧.jpg`)]);
    execFileSync('mkfifo', [s.at('content/articles/pipe.md')]);
  });
  assert.ok(told.some(({ file }) => file.endsWith('左侧.jpg')), brief(told).join(' '));
  assert.ok(told.some(({ file }) => file.endsWith('pipe.md')), brief(told).join(' '));
});

test('conflict copies are told and not built', () => {
  const { site, told } = harm((s) => {
    s.write(`${patient('甲')}/plan.sync-conflict-20260601-120000-ABCDEFG.yaml`, plan('冲突版'));
    s.write(`${patient('甲')}/plan - 副本.yaml`, plan('副本版'));
    s.write(`${patient('甲')}/plan(1).yaml`, plan('又一版'));
  });
  assert.equal(told.filter(({ code }) => code === 'file.conflict').length, 3,
    brief(told).join(' '));
  assert.ok(site.page('p', '甲女士'));
});

// -- pictures -----------------------------------------------------------------

const brokenPhotos = [
  ['a 50,000 × 50,000 PNG', 'png', png(10, 10, [1, 2, 3], { width: 50_000, height: 50_000 })],
  ['a PNG that is longer than it says', 'png', png(10, 10, [1, 2, 3], { width: 9000, height: 9000 })],
  ['a zero-byte JPEG', 'jpg', Buffer.alloc(0)],
  ['a truncated JPEG', 'jpg', jpeg().subarray(0, 9000)],
  ['a JPEG header alone', 'jpg', jpeg().subarray(0, 30)],
  ['an SVG called .jpg', 'jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>')],
  ['a text called .jpg', 'jpg', Buffer.from('not a photo at all\n')],
  ['random bytes behind a JPEG header', 'jpg', Buffer.concat([jpeg().subarray(0, 2000), Buffer.alloc(20_000, 0xa5)])],
  ['a GIF', 'jpg', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
  ['a TIFF with a ring of directories', 'jpg', Buffer.from('II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1')],
  ['a JPEG of thousands of scans', 'jpg', manyScans()],
];

// A progressive JPEG (one that the program itself made) whose last scan is
// repeated, each a pass over the whole picture: small on disk, hours to decode.
function manyScans() {
  const site = smallSite();
  site.write(`${patient('乙')}/photos/2026-05/正面.jpg`, jpeg());
  site.good();
  const [, name] = /media\/([a-z0-9-]+\.jpg)/.exec(site.read(`out/${site.page('p', '乙女士')}`));
  const bytes = fs.readFileSync(site.at(`out/media/${name}`));
  assert.ok(bytes.includes(Buffer.from([0xff, 0xc2])), 'it is not progressive');
  let at = 2;
  let last = 0;
  while (at < bytes.length - 2) { // segments, then entropy-coded data to the next marker
    if (bytes[at] !== 0xff) at++;
    else if (bytes[at + 1] === 0xda) {
      last = at;
      at += 2 + bytes.readUInt16BE(at + 2);
    } else if (bytes[at + 1] === 0 || bytes[at + 1] === 0xff
      || (bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd9)) at += 2;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  const scan = bytes.subarray(last, -2);
  return Buffer.concat([bytes.subarray(0, last), ...Array(5000).fill(scan), Buffer.from([0xff, 0xd9])]);
}

for (const [what, ending, bytes] of brokenPhotos) {
  test(`${what} as a photo`, () => {
    const at = `${patient('甲')}/photos/2026-05/左侧.${ending}`;
    const { site, told, changes } = harm((s) => s.write(at, bytes));
    const one = told.find(({ file }) => file === at);
    assert.ok(one, brief(told).join(' '));
    assert.equal(one.severity, 'error');
    assert.equal(told.length, 1, brief(told).join(' '));
    // The page is there, with the two good photos and without this one.
    const page = site.read(`out/${site.page('p', '甲女士')}`);
    assert.equal(new Set(page.match(/media\/[a-z0-9-]+\.jpg/g)).size >= 2, true);
    assert.deepEqual(changes.filter((change) => /media/.test(change)), []);
    // It is told again, and not taken for good.
    assert.equal(site.build().status, 1);
  });
}

test('a broken portrait, cover, logo and attachment harm only themselves', () => {
  const { told } = harm((s) => {
    s.write('content/stores/east/therapists/li.jpg', Buffer.alloc(0));
    s.write('content/clinic.yaml', `${s.read('content/clinic.yaml')}标志: logo.png\n`);
    s.write('content/logo.png', 'no logo');
    s.edit('content/articles/food.md', '日期:', '封面: food.jpg\n日期:');
    s.write('content/articles/food.jpg', jpeg().subarray(0, 500));
    s.write(planOf('丙'), plan('丙先生', {},
      `${CONSENT}检查:\n  - 名称: 血\n    日期: 2026-05-05\n    附件: 单.pdf\n`));
    s.write(`${patient('丙')}/files/单.pdf`, '<html>no PDF</html>');
  });
  const files = new Set(told.map(({ file }) => file));
  for (const name of ['content/stores/east/therapists/li.jpg', 'content/clinic.yaml',
    'content/articles/food.md', planOf('丙')])
    assert.ok([...files].some((file) => file.startsWith(name.replace(/\.\w+$/, ''))
      || (name === 'content/clinic.yaml' && file === 'content/logo.png')),
    `${name} in ${brief(told)}`);
});

test('an attachment that is HTML is not published', () => {
  const { site } = harm((s) => {
    s.write(planOf('丙'), plan('丙先生', {},
      `${CONSENT}检查:\n  - 名称: 血\n    日期: 2026-05-05\n    附件: 单.html\n`));
    s.write(`${patient('丙')}/files/单.html`, '<script>alert(1)</script>');
  });
  for (const name of site.out().keys())
    assert.doesNotMatch(site.read(`out/${name}`), /<script>alert/, name);
});

// -- the machine --------------------------------------------------------------

// The program where another user may run it.
function forNobody() {
  const folder = temporary();
  fs.chmodSync(folder, 0o755);
  const prefix = path.dirname(path.dirname(programs.checked));
  fs.cpSync(prefix, path.join(folder, 'installed'), { recursive: true });
  return path.join(folder, 'installed/bin/careplan');
}

const isRoot = process.getuid() === 0;
const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0;

test('a file without permission to read', { skip: isRoot && !hasSetpriv
  ? 'root may read everything, and setpriv is not here' : false }, () => {
  const site = smallSite();
  const photo = `${patient('甲')}/photos/2026-05/正面.png`;
  fs.chmodSync(site.at(planOf('丙')), 0);
  fs.chmodSync(site.at(photo), 0);
  let done;
  const words = ['-C', site.folder, 'build', '--date', TODAY];
  if (isRoot) {
    const program = forNobody();
    execFileSync('chown', ['-R', '65534:65534', site.folder]);
    done = run(['--reuid=65534', '--regid=65534', '--clear-groups', program, ...words],
      { program: 'setpriv', cwd: '/' });
  } else {
    done = run(words);
  }
  assert.equal(done.status, 1, done.stderr);
  for (const name of [planOf('丙'), photo])
    assert.ok(done.stderr.includes(name), `${name} in ${done.stderr}`);
  assert.match(done.stderr, /permission/);
  assert.ok(site.page('p', '甲女士') && site.page('p', '乙女士'));
  fs.chmodSync(site.at(planOf('丙')), 0o644);
});

test('a folder without permission to read: nothing is removed', {
  skip: isRoot && !hasSetpriv ? 'root may read everything, and setpriv is not here' : false,
}, () => {
  const site = smallSite();
  const program = isRoot ? forNobody() : programs.checked;
  const build = () => {
    const words = ['-C', site.folder, 'build', '--date', TODAY];
    if (!isRoot) return run(words);
    return run(['--reuid=65534', '--regid=65534', '--clear-groups', program, ...words],
      { program: 'setpriv', cwd: '/' });
  };
  if (isRoot) execFileSync('chown', ['-R', '65534:65534', site.folder]);
  assert.equal(build().status, 0);
  const before = site.out();
  const folder = site.at('content/stores/east/patients');
  fs.chmodSync(folder, 0);
  const done = build();
  fs.chmodSync(folder, 0o755);
  assert.notEqual(done.status, 0);
  assert.match(done.stderr, /content\/stores\/east\/patients/);
  assert.deepEqual(difference(before, site.out()), []);
});

// A small file system of its own, where that may be mounted.
function smallDisk(kilobytes) {
  const folder = temporary();
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  if (done.error || done.status) return null;
  return folder;
}

test('a full disk: status 4, said once, and nothing is torn', (t) => {
  const disk = smallDisk(1024);
  if (!disk) {
    t.skip('a small disk cannot be mounted here');
    return;
  }
  t.after(() => spawnSync('umount', [disk]));
  const site = smallSite();
  site.good();
  const good = site.out();
  fs.mkdirSync(path.join(disk, 'out'));
  fs.mkdirSync(path.join(disk, 'site'));
  fs.cpSync(site.folder, path.join(disk, 'site'), { recursive: true, preserveTimestamps: true });
  site.folder = path.join(disk, 'site');
  // Longer pages than there is room for, then hardly any room at all.
  const padding = path.join(disk, 'padding');
  const free = () => Number(execFileSync('df', ['--output=avail', '-k', disk]).toString()
    .split('\n')[1]);
  for (const name of ['甲', '乙', '丙'])
    site.edit(planOf(name), '头皮导引', '木梳梳头');
  fs.writeFileSync(padding, Buffer.alloc(Math.max(0, free() - 24) * 1024));
  const done = site.build();
  assert.equal(done.status, 4, done.stderr);
  assert.match(done.stderr, /No space left|full/);
  for (const [name, { size, hash }] of site.out()) {
    if (good.has(name) && good.get(name).hash === hash) continue;
    assert.ok(size > 0, `${name} is empty`);
    if (name.endsWith('.html'))
      assert.match(site.read(`out/${name}`), /<\/html>\s*$/, `${name} is torn`);
  }
  assert.deepEqual([...good.keys()].filter((name) => !site.out().has(name)), []);
  fs.rmSync(padding);
  site.good();
  assert.match(site.read(`out/${site.page('p', '乙女士')}`), /木梳梳头/);
});

test('out/ that may not be written: status 4', { skip: isRoot && !hasSetpriv
  ? 'root may write everything, and setpriv is not here' : false }, () => {
  const site = smallSite();
  site.good();
  const before = site.out();
  const program = isRoot ? forNobody() : programs.checked;
  if (isRoot) execFileSync('chown', ['-R', '65534:65534', site.folder]);
  for (const folder of ['out', 'out/p']) fs.chmodSync(site.at(folder), 0o555);
  site.edit(planOf('乙'), '头皮导引', '木梳梳头');
  const words = ['-C', site.folder, 'build', '--date', TODAY];
  const done = isRoot ? run(['--reuid=65534', '--regid=65534', '--clear-groups', program, ...words],
    { program: 'setpriv', cwd: '/' }) : run(words);
  for (const folder of ['out', 'out/p']) fs.chmodSync(site.at(folder), 0o755);
  assert.equal(done.status, 4, done.stderr);
  assert.match(done.stderr, /out\//);
  assert.deepEqual(difference(before, site.out())
    .filter((change) => /^.p\//.test(change)), []);
});
