// What a build leaves in out/, and what it leaves alone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {
  CONSENT, Site, TODAY, WRITTEN, demoSite, difference, patient, plan, png, programs, smallSite, start,
  temporary, tree, wait,
} from './lib.mjs';

const touched = { touched: true };
const east = (name) => `content/stores/east/${name}`;
const planOf = (name) => `${patient(name)}/plan.yaml`;

// A small site, built; what is in out/, and the pages of the four patients.
function built() {
  const site = smallSite();
  site.good();
  const pages = Object.fromEntries(['甲女士', '乙女士', '丙先生', '丁先生']
    .map((name) => [name[0], site.page('p', name)]));
  for (const page of Object.values(pages)) assert.ok(page);
  return { site, pages, before: site.out() };
}

// What may change with one patient's plan.
function ownFiles(page) {
  const token = path.basename(page, '.html');
  return ['html', 'ics', 'ver'].map((ending) => `p/${token}.${ending}`);
}

const changed = (site, before) => difference(before, site.out(), touched);
const names = (changes) => changes.map((change) => change.slice(1));
const privatePages = (changes) => names(changes).filter((name) => /^p\/.*html$/.test(name));

test('what a small site consists of', () => {
  const { site, before } = built();
  const kinds = {};
  for (const name of before.keys()) {
    const kind = path.dirname(name) === '.' ? name : `${path.dirname(name)}/${path.extname(name)}`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const photos = 2;
  assert.deepEqual({ ...kinds, 'assets/.css': 1, 'assets/.js': 1, 'assets/.svg': 1 }, {
    '404.html': 1, 'index.html': 1, 'robots.txt': 1,
    'a/.html': 3, 'c/.html': 2, 'p/.html': 4, 'p/.ics': 4, 'p/.ver': 4, 'r/.html': 4, 's/.html': 4,
    'media/.jpg': 2 * photos, 'media/.png': 8, // codes and posters
    'assets/.css': 1, 'assets/.js': 1, 'assets/.svg': 1,
  });
  assert.equal(site.exists('.careplan/site.key'), true);
  assert.equal(fs.statSync(site.at('.careplan/site.key')).mode & 0o777, 0o600);
});

test('a second build writes nothing', () => {
  const { site, before } = built();
  for (const words of [[], [], ['--full']]) {
    const { summary } = site.good(words);
    assert.equal(summary.written, 0);
    assert.equal(summary.removed, 0);
    assert.equal(summary.photos, 0);
    assert.deepEqual(changed(site, before), [], `build ${words}`);
  }
});

test('files that are only touched change nothing', () => {
  const { site, before } = built();
  for (const name of [planOf('甲'), `${patient('甲')}/photos/2026-05/正面.png`,
    east('therapists/li.yaml'), east('store.yaml'), 'content/clinic.yaml']) {
    // The page tells the day of the last change: the same day says the same.
    const later = new Date(WRITTEN.getTime() + 60_000);
    fs.utimesSync(site.at(name), later, later);
  }
  assert.equal(site.good().summary.written, 0);
  assert.deepEqual(changed(site, before), []);
});

test('every file that is deleted from out/ comes back the same', () => {
  const { site, before } = built();
  for (const name of before.keys()) {
    site.remove(`out/${name}`);
    const { summary } = site.good();
    assert.deepEqual(difference(before, site.out()), [], name);
    assert.ok(summary.written >= 1, name);
  }
  site.remove('out');
  site.good();
  assert.deepEqual(difference(before, site.out()), []);
});

test('a page that somebody changed in out/ is made again', () => {
  const { site, pages, before } = built();
  fs.appendFileSync(site.at(`out/${pages.甲}`), '<!-- mine -->');
  site.good();
  assert.deepEqual(difference(before, site.out()), []);
});

test('a changed plan rewrites its own pages only', () => {
  const { site, pages, before } = built();
  site.edit(planOf('乙'), '头皮导引', '艾叶热敷');
  site.good();
  const changes = names(changed(site, before));
  assert.ok(changes.includes(pages.乙));
  const own = [...ownFiles(pages.乙), site.page('s', '乙女士'), site.page('r', '乙女士')];
  changes.filter((name) => !/^[sr]\//.test(name)).forEach((name) =>
    assert.ok(own.includes(name), `${name} is not 乙's`));
  assert.ok(changes.length <= 5, changes.join(' '));
  assert.match(site.read(`out/${pages.乙}`), /艾叶热敷/);
});

test("a therapist's new phone rewrites what shows it", () => {
  const { site, pages, before } = built();
  site.edit(east('therapists/li.yaml'), '8000 0011', '8000 0099');
  site.good();
  const after = site.out();
  const rewritten = names(changed(site, before));
  for (const name of after.keys()) {
    const shows = /html$/.test(name) && site.read(`out/${name}`).includes('8000 0099');
    if (shows) assert.ok(rewritten.includes(name), `${name} shows the phone and is old`);
  }
  assert.deepEqual(privatePages(changed(site, before)).sort(), [pages.甲, pages.丙].sort());
  assert.equal(rewritten.some((name) => name.startsWith('c/west')), false);
  assert.equal(rewritten.includes('index.html'), false);
});

test("an article's new title rewrites what shows it", () => {
  const { site, pages, before } = built();
  site.edit('content/articles/sleep.md', '标题: 睡得好', '标题: 睡得更好');
  site.good();
  const changes = names(changed(site, before));
  assert.deepEqual(privatePages(changed(site, before)), [pages.甲]);
  for (const name of ['a/sleep.html', 'a/index.html']) assert.ok(changes.includes(name), name);
  assert.match(site.read(`out/${pages.甲}`), /睡得更好/);
});

test('a renamed folder keeps its links', () => {
  const { site, before } = built();
  site.rename(patient('乙'), patient('乙-改名'));
  const { summary } = site.good();
  assert.equal(summary.removed, 0);
  assert.deepEqual(difference(before, site.out()), []);
});

test('a patient that moves to another shop keeps the links', () => {
  const { site, pages } = built();
  site.rename(patient('丙'), 'content/stores/west/patients/丙');
  site.edit('content/stores/west/patients/丙/plan.yaml', '理疗师: li', '理疗师: zhao');
  site.good();
  assert.equal(site.page('p', '丙先生'), pages.丙);
  assert.match(site.read(`out/${pages.丙}`), /赵医师/);
});

test("a deleted patient's pages and pictures go", () => {
  const { site, pages, before } = built();
  const own = names(difference(before, (() => {
    site.remove(patient('甲'));
    site.good();
    return site.out();
  })()));
  assert.ok(own.includes(pages.甲));
  assert.equal(own.filter((name) => name.endsWith('.jpg')).length, 4);
  assert.equal(own.filter((name) => name.endsWith('.png')).length, 2);
  assert.equal(own.length, 3 + 2 + 4 + 2, own.join(' '));
  assert.ok(difference(before, site.out()).every((change) => change.startsWith('-')));
});

test('a picture that two patients show stays for the other', () => {
  const site = smallSite();
  const photo = png(300, 400, [200, 150, 100]);
  site.write(`${patient('乙')}/photos/2026-05/正面.png`, photo);
  site.good();
  const before = site.out();
  site.remove(patient('甲'));
  site.good();
  const page = site.read(`out/${site.page('p', '乙女士')}`);
  const shown = [...page.matchAll(/media\/[a-z0-9-]+\.jpg/g)].map(([name]) => name);
  assert.ok(shown.length >= 1);
  shown.forEach((name) => assert.ok(site.exists(`out/${name}`), name));
  assert.ok(difference(before, site.out()).length);
});

for (const [what, from, to] of [
  ['a plan that becomes a draft', '状态: 进行中', '状态: 草稿'],
  ['a plan that gets a PIN', '状态: 进行中', '状态: 进行中\n密码: 1234'],
]) {
  test(`${what} has no page`, () => {
    const { site, pages, before } = built();
    site.edit(planOf('甲'), from, to);
    const { status } = site.build();
    assert.equal(status, /PIN/.test(what) ? 1 : 0);
    const gone = difference(before, site.out());
    assert.equal(site.page('p', '甲女士'), null);
    assert.ok(gone.includes(`-${pages.甲}`));
    assert.equal(gone.length, 11, gone.join(' '));
    site.edit(planOf('甲'), to, from);
    fs.utimesSync(site.at(planOf('甲')), WRITTEN, WRITTEN);
    site.good();
    assert.deepEqual(difference(before, site.out()), []);
  });
}

test('a plan that has a PIN from the beginning has no page', () => {
  const site = smallSite();
  site.edit(planOf('甲'), '状态: 进行中', '密码: 4321');
  const done = site.build();
  assert.equal(done.status, 1);
  assert.match(done.stderr, /PIN/);
  assert.doesNotMatch(done.stderr, /4321/);
  for (const name of site.out().keys())
    assert.doesNotMatch(site.read(`out/${name}`), /4321|甲女士/, name);
});

test('pages of an expired plan go on the day after, and come back', () => {
  const { site, pages, before } = built();
  site.edit(planOf('甲'), '结束: 2026-08-31', '结束: 2026-08-31\n失效: 2026-09-30');
  fs.utimesSync(site.at(planOf('甲')), WRITTEN, WRITTEN);
  site.good(['--date', '2026-09-30']);
  assert.ok(site.exists(`out/${pages.甲}`));
  const last = site.out();
  site.good(['--date', '2026-10-01']);
  assert.equal(site.exists(`out/${pages.甲}`), false);
  assert.equal(difference(last, site.out()).length, 11);
  site.good(['--date', '2026-09-30']);
  assert.deepEqual(difference(last, site.out()), []);
  assert.ok(before.size);
});

test('without a date of its own a page goes 180 days after the end', () => {
  const { site, pages } = built();
  site.good(['--date', '2027-02-27']);
  assert.ok(site.exists(`out/${pages.乙}`));
  site.good(['--date', '2027-02-28']);
  assert.equal(site.exists(`out/${pages.乙}`), false);
});

test('a share page goes after its last day, the plan stays', () => {
  const { site, pages } = built();
  site.edit(planOf('甲'), '称呼: 谷雨姐', '称呼: 谷雨姐\n  至: 2026-06-30');
  site.good(['--date', '2026-06-30']);
  const share = site.page('s', '谷雨姐');
  assert.ok(share);
  site.good(['--date', '2026-07-01']);
  assert.equal(site.exists(`out/${share}`), false);
  assert.ok(site.exists(`out/${pages.甲}`));
});

test('raising 链接版本 revokes every link', () => {
  const { site, pages, before } = built();
  site.edit(planOf('甲'), '状态: 进行中', '状态: 进行中\n链接版本: 2');
  site.good();
  const now = site.page('p', '甲女士');
  assert.ok(now && now !== pages.甲);
  const gone = difference(before, site.out()).filter((change) => change.startsWith('-'));
  for (const name of [...ownFiles(pages.甲)])
    assert.ok(gone.includes(`-${name}`), name);
  assert.ok(gone.some((change) => change.startsWith('--') || /^-s\//.test(change)));
  assert.ok(gone.some((change) => /^-r\//.test(change)));
  for (const name of site.out().keys())
    assert.equal(site.read(`out/${name}`).includes(path.basename(pages.甲, '.html')), false, name);
});

// -- consent ------------------------------------------------------------------

for (const [mistake, spoil] of [
  ['', (site) => site],
  [', though the plan has another error', (site) =>
    site.edit(planOf('甲'), '理疗师: li', '理疗师: nobody')],
  [', though a date is wrong', (site) =>
    site.edit(planOf('甲'), '开始: 2026-05-01', '开始: 2026年13月1日')],
]) {
  test(`without consent to photos they are gone${mistake}`, () => {
    const { site, before } = built();
    site.edit(planOf('甲'), '  照片: 2026-05-01\n', '');
    spoil(site);
    site.build();
    const after = site.out();
    assert.equal([...after.keys()].filter((name) => /^media\/.*jpg$/.test(name)).length, 0);
    for (const name of after.keys()) {
      if (/^[ps]\/.*html$/.test(name))
        assert.doesNotMatch(site.read(`out/${name}`), /media\/[a-z0-9-]+\.jpg/, name);
    }
    assert.ok(difference(before, after).length);
  });

  test(`without consent to share there is no share page${mistake}`, () => {
    const { site } = built();
    const share = site.page('s', '谷雨姐');
    site.edit(planOf('甲'), '  分享: 2026-05-01\n', '');
    spoil(site);
    site.build();
    assert.equal(site.exists(`out/${share}`), false);
    assert.equal(site.page('s', '谷雨姐'), null);
  });
}

test('the share page shows only the months that were agreed to', () => {
  const site = smallSite();
  site.write(`${patient('甲')}/photos/2026-06/正面.png`, png(300, 400, [10, 20, 30]));
  site.good();
  const shared = site.read(`out/${site.page('s', '谷雨姐')}`).match(/media\/[a-z0-9-]+\.jpg/g);
  const all = site.read(`out/${site.page('p', '甲女士')}`).match(/media\/[a-z0-9-]+\.jpg/g);
  assert.ok(new Set(shared).size >= 1);
  assert.ok(new Set(all).size > new Set(shared).size);
});

// -- errors keep the last good page -------------------------------------------

test('broken YAML keeps the last good page and harms no other', () => {
  const { site, pages, before } = built();
  const good = site.read(planOf('甲'));
  site.write(planOf('甲'), `${good}检查:\n  - 名称: [没有关\n`, null);
  site.edit(planOf('丙'), '头皮导引', '木梳梳头');
  const done = site.build();
  assert.equal(done.status, 1);
  assert.match(done.stderr, /甲\/plan\.yaml:\d+:\d+: error/);
  const changes = names(changed(site, before));
  assert.equal(changes.includes(pages.甲), false);
  assert.ok(changes.includes(pages.丙));
  // It is told again as long as it lasts.
  assert.equal(site.build().status, 1);
  site.write(planOf('甲'), good);
  assert.equal(site.good().summary.errors, 0);
});

test('an empty plan.yaml keeps the last good page', () => {
  const { site, before } = built();
  site.write(planOf('甲'), '', null);
  assert.equal(site.build().status, 1);
  assert.deepEqual(difference(before, site.out()), []);
});

test('a missing plan.yaml keeps the last good page', () => {
  const { site, before } = built();
  site.remove(planOf('甲'));
  const done = site.build();
  assert.equal(done.status, 1);
  assert.match(done.stderr, /甲/);
  assert.deepEqual(difference(before, site.out()), []);
});

test("a broken therapist keeps that therapist's patients' pages", () => {
  const { site, before } = built();
  site.write(east('therapists/li.yaml'), '姓名：李医师\n电话: [', null);
  assert.equal(site.build().status, 1);
  const gone = difference(before, site.out()).filter((change) => change.startsWith('-'));
  assert.deepEqual(gone, []);
  const changes = privatePages(changed(site, before));
  assert.deepEqual(changes, []);
});

test("a broken store.yaml does not take its patients' pages away", () => {
  const { site, before } = built();
  site.write(east('store.yaml'), '名称: [东店\n', null);
  site.edit('content/stores/west/patients/丁/plan.yaml', '头皮导引', '木梳梳头');
  const done = site.build();
  assert.equal(done.status, 1);
  const gone = difference(before, site.out());
  assert.deepEqual(gone.filter((change) => !change.startsWith('~')), []);
  assert.ok(privatePages(changed(site, before)).length === 1);
});

test('a store.yaml that is gone does not take pages away', () => {
  const { site, before } = built();
  site.remove(east('store.yaml'));
  assert.equal(site.build().status, 1);
  assert.deepEqual(difference(before, site.out()), []);
});

test('two plans with one id: an error in both, and neither page changes', () => {
  const { site, before } = built();
  fs.cpSync(site.at(patient('甲')), site.at(patient('甲 复制')), { recursive: true });
  site.edit(planOf('甲 复制'), '称呼: 甲女士', '称呼: 另一位');
  const done = site.build();
  assert.equal(done.status, 1);
  for (const name of ['甲', '甲 复制'])
    assert.match(done.stderr, new RegExp(`${name}/plan\\.yaml:1:\\d+: error`), done.stderr);
  assert.deepEqual(difference(before, site.out()), []);
  assert.equal(site.build().status, 1);
  assert.deepEqual(difference(before, site.out()), []);
  site.edit(planOf('甲 复制'), '编号: p-', '编号: p-x');
  site.good();
  assert.ok(site.page('p', '另一位'));
  assert.ok(site.page('p', '甲女士'));
});

test('two plans with one id in two shops', () => {
  const { site, before } = built();
  fs.cpSync(site.at(patient('丙')), site.at('content/stores/west/patients/丙'),
    { recursive: true });
  site.edit('content/stores/west/patients/丙/plan.yaml', '理疗师: li', '理疗师: zhao');
  const done = site.build();
  assert.equal(done.status, 1);
  assert.match(done.stderr, /east\/patients\/丙/);
  assert.match(done.stderr, /west\/patients\/丙/);
  assert.deepEqual(difference(before, site.out()), []);
});

// -- content that vanishes ----------------------------------------------------

test('an empty content/ stops the run and removes nothing', () => {
  const { site, before } = built();
  site.rename('content', 'elsewhere');
  fs.mkdirSync(site.at('content'));
  assert.equal(site.build().status, 2);
  assert.deepEqual(difference(before, site.out()), []);
  site.remove('content');
  const done = site.build();
  assert.equal(done.status, 2);
  assert.match(done.stderr, /content/);
  assert.deepEqual(difference(before, site.out()), []);
  site.rename('elsewhere', 'content');
  assert.equal(site.good().summary.written, 0);
});

test('patients that vanish all at once stop the run', () => {
  const { site, before } = built();
  for (const shop of ['east', 'west'])
    site.rename(`content/stores/${shop}/patients`, `patients-${shop}`);
  const done = site.build();
  assert.equal(done.status, 2);
  assert.deepEqual(difference(before, site.out()), []);
});

test("a shop's folder that is deleted takes its pages with it", () => {
  const { site, pages, before } = built();
  site.remove('content/stores/west');
  site.good();
  const gone = names(difference(before, site.out()));
  for (const name of [pages.丁, 'c/west.html']) assert.ok(gone.includes(name), name);
});

// -- the key ------------------------------------------------------------------

test('a lost site key is never replaced', () => {
  const { site, before } = built();
  const key = fs.readFileSync(site.at('.careplan/site.key'));
  site.remove('.careplan/site.key');
  const done = site.build();
  assert.equal(done.status, 2);
  assert.match(done.stderr, /site\.key/);
  assert.equal(site.exists('.careplan/site.key'), false);
  assert.deepEqual(difference(before, site.out()), []);
  site.write('.careplan/site.key', key);
  fs.chmodSync(site.at('.careplan/site.key'), 0o600);
  assert.equal(site.good().summary.written, 0);
});

test('a site key of the wrong length is refused', () => {
  const { site, before } = built();
  site.write('.careplan/site.key', 'short');
  assert.equal(site.build().status, 2);
  assert.deepEqual(difference(before, site.out()), []);
});

test('a lost state is made again from the content', () => {
  const { site, before } = built();
  for (const name of fs.readdirSync(site.at('.careplan')))
    if (name.startsWith('state')) site.remove(`.careplan/${name}`);
  site.good();
  assert.deepEqual(difference(before, site.out()), []);
});

test('a damaged state is set aside', () => {
  const { site, before } = built();
  site.write('.careplan/state.db', 'this is no database at all, not even nearly');
  const done = site.build();
  assert.ok([0, 1].includes(done.status), done.stderr);
  assert.deepEqual(difference(before, site.out()), []);
});

// -- stray files --------------------------------------------------------------

test('stray pages are swept, files that others put at the top stay', () => {
  const { site, before } = built();
  for (const name of ['p/stray.html', 's/stray.html', 'r/x.html', 'media/x.jpg', 'c/gone.html',
    'a/gone.html', 'assets/old.css', 'p/.half.html.tmp'])
    site.write(`out/${name}`, 'stray');
  site.write('out/CNAME', 'plan.example.cn');
  site.good();
  assert.deepEqual(difference(before, site.out()), ['+CNAME']);
});

test('root/ is copied, and what leaves it leaves out/', () => {
  const { site, before } = built();
  site.write('root/MP_verify_abc.txt', 'abc');
  site.good();
  assert.equal(site.read('out/MP_verify_abc.txt'), 'abc');
  site.remove('root/MP_verify_abc.txt');
  site.good();
  assert.deepEqual(difference(before, site.out()), []);
});

// -- two at once --------------------------------------------------------------

test('two builds at once', async () => {
  const { site, before } = built();
  const both = [['--full'], []].map((words) =>
    start(['-C', site.folder, 'build', '--date', TODAY, ...words]));
  for (const { status } of await Promise.all(both.map((child) => child.ended)))
    assert.equal(status, 0);
  assert.deepEqual(difference(before, site.out()), []);
});

test('a second build waits for the first and says for whom', async () => {
  const site = demoSite();
  const words = ['-C', site.folder, 'build', '--date', TODAY];
  const first = start(words);
  const holder = () => (site.exists('.careplan/lock') ? site.read('.careplan/lock').trim() : '');
  while (!holder()) await wait(5);
  first.kill('SIGSTOP');
  const second = start(words);
  while (!second.heard.includes('waiting')) await wait(20);
  first.kill('SIGCONT');
  const [one, two] = await Promise.all([first.ended, second.ended]);
  assert.equal(holder(), String(second.pid));
  assert.match(two.stderr, new RegExp(`process ${first.pid}\\b`));
  assert.deepEqual([one.status, two.status], [1, 1]); // the sample has a plan with a PIN
});

test('a build waits for a lock that is held', async () => {
  const { site } = built();
  // The shell takes the lock in the same way and keeps it for a while.
  const holder = start(['.careplan/lock', '-c', 'echo held; sleep 1.5'],
    { program: 'flock', cwd: site.folder });
  while (!holder.said.includes('held')) await wait(20);
  const started = Date.now();
  const waiting = start(['-C', site.folder, 'build', '--date', TODAY]);
  const done = await waiting.ended;
  assert.equal(done.status, 0);
  assert.match(done.stderr, /waiting/);
  assert.ok(Date.now() - started > 1000);
  await holder.ended;
});

// -- the same everywhere ------------------------------------------------------

function builtWith(words, options) {
  const site = smallSite();
  fs.mkdirSync(site.at('.careplan'));
  site.write('.careplan/site.key', Buffer.alloc(32, 7));
  fs.chmodSync(site.at('.careplan/site.key'), 0o600);
  site.good(words, options);
  return site;
}

test('threads, time zone, language, umask and folder make no difference', () => {
  const reference = builtWith(['-j', '1']).out();
  for (const [words, options] of [
    [['-j', '4'], {}],
    [['-j', '3', '--full'], {}],
    [[], { env: { TZ: 'America/Anchorage' } }],
    [[], { env: { TZ: 'Pacific/Kiritimati', LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' } }],
    [[], { env: { LC_ALL: 'C', HOME: '/nowhere', NO_COLOR: '1' } }],
    [[], { cwd: '/' }],
    [[], { program: programs.release }],
  ]) {
    const site = builtWith(words, options);
    assert.deepEqual(difference(reference, site.out()), [], JSON.stringify([words, options]));
  }
});

test('the sample clinic is the same with one thread and with four', () => {
  const site = demoSite();
  fs.mkdirSync(site.at('.careplan'));
  site.write('.careplan/site.key', Buffer.alloc(32, 7));
  site.build(['-j', '1', '--date', '2026-11-21'], { program: programs.release });
  const one = site.out();
  assert.ok(one.size > 100);
  site.remove('out');
  fs.readdirSync(site.at('.careplan')).filter((name) => name.startsWith('state'))
    .forEach((name) => site.remove(`.careplan/${name}`));
  site.build(['-j', '4', '--date', '2026-11-21'], { program: programs.release });
  assert.deepEqual(difference(one, site.out()), []);
});

test('shards build what the whole build builds', () => {
  const whole = builtWith([]).out();
  const site = builtWith(['--shard', '1/2']);
  const half = site.out();
  assert.ok(difference(half, whole).length > 0);
  site.good(['--shard', '2/2']);
  assert.deepEqual(difference(whole, site.out()), []);
  site.good(['--shard', '1/2']);
  assert.deepEqual(difference(whole, site.out()), []);
});

test('the site may be the current folder', () => {
  const site = smallSite();
  const nested = new Site(site.folder);
  const done = nested.build([], { cwd: site.folder });
  assert.equal(done.status, 0);
});

// -- wrong usage --------------------------------------------------------------

test('wrong usage and a folder without a site are status 2', async () => {
  for (const words of [['build', '--nonsense'], ['build', 'too', 'much'], ['build', '-j', '0'],
    ['build', '--date', '2026-02-30'], ['build', '--shard', '3/2'], ['biuld'], ['build']]) {
    const child = start(words, { cwd: temporary() });
    const done = await child.ended;
    assert.equal(done.status, 2, words.join(' '));
    assert.notEqual(done.stderr, '', words.join(' '));
  }
});

test('check writes nothing', () => {
  const { site } = built();
  const before = tree(site.folder);
  site.write(planOf('丙'), plan('丙先生', { 理疗师: 'lli' }, CONSENT), null);
  const told = site.check();
  assert.deepEqual(told.map(({ code, file }) => [code, file]),
    [['plan.therapist.unknown', planOf('丙')]]);
  // SQLite notes its readers in the -shm file.
  const changes = difference(before, tree(site.folder))
    .filter((change) => !change.endsWith('.careplan/state.db-shm'));
  assert.deepEqual(changes, [`~${planOf('丙')}`]);
});
