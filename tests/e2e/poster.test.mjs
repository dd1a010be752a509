// The referral poster: what can be read off it, when it is there at all, and
// that it is always the same; and the card of points beside it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {
  CONSENT, demoSite, difference, patient, plan, programs, smallSite, temporary,
} from './lib.mjs';

const DAY = ['--date', '2026-11-21'];
const POSTER = /media\/[a-z2-7]{26}-[a-z2-7]{8}\.png/;

const fontless = path.join(temporary('careplan-fonts'), 'fonts.conf');
fs.writeFileSync(fontless, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
  + '<fontconfig></fontconfig>\n');
const withoutFonts = { env: { FONTCONFIG_FILE: fontless } };

const hasFonts = spawnSync('fc-list', [':lang=zh-cn', 'file'], { encoding: 'utf8' });
const skip = hasFonts.status === 0 && !hasFonts.stdout.trim()
  ? 'no font with Chinese characters is installed' : false;
const zbar = spawnSync('zbarimg', ['--version']).error ? 'zbarimg is not installed' : false;

const html = (site, page) => site.read(`out/${page}`);
const posterOf = (site, page) => html(site, page).match(POSTER)?.[0] ?? null;
const posters = (site) => [...site.out().keys()].filter((name) => POSTER.test(name));
const planOf = (name) => `${patient(name)}/plan.yaml`;
const warnings = (done) => done.stderr.split('\n').filter((line) => /warning:.*poster/.test(line));

function sizeOf(bytes) {
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function codesOn(file) {
  const read = spawnSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8' });
  return read.stdout.trim().split('\n').filter(Boolean);
}

test('every plan of the sample clinic has a poster whose code is its voucher', { skip: skip || zbar }, () => {
  const site = demoSite();
  site.build(DAY, { program: programs.release });
  const pages = [...site.out().keys()].filter((name) => /^p\/.*\.html$/.test(name));
  assert.ok(pages.length >= 10);
  for (const page of pages) {
    const poster = posterOf(site, page);
    assert.ok(poster, `${page} has no poster`);
    const file = site.at(`out/${poster}`);
    const bytes = fs.readFileSync(file);
    const { width, height } = sizeOf(bytes);
    assert.equal(width, 750);
    assert.ok(height > 1000 && height < 1800, `${height} pixels high`);
    assert.ok(bytes.length < 30000, `${bytes.length} bytes`);
    const [link, ...others] = codesOn(file);
    assert.deepEqual(others, []);
    const voucher = link.replace('https://plan.example.cn/', '');
    assert.match(voucher, /^r\/[0-9A-Z]{9}\.html$/);
    assert.ok(site.exists(`out/${voucher}`));
    const code = path.basename(voucher, '.html').replace(/(.{4})(.{4})(.)/, '$1-$2-$3');
    assert.ok(html(site, page).includes(code));
  }
  assert.equal(posters(site).length, pages.length);
});

// Nothing but pixels: no chunk could carry a word.
test('a poster holds nothing but its picture', { skip }, () => {
  const site = smallSite();
  site.good();
  for (const poster of posters(site)) {
    const bytes = fs.readFileSync(site.at(`out/${poster}`));
    const chunks = [];
    for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
      chunks.push(bytes.toString('latin1', at + 4, at + 8));
    assert.deepEqual(chunks, ['IHDR', 'PLTE', 'IDAT', 'IEND']);
  }
});

test('full name and name of address change nothing on it, the chosen name does', { skip }, () => {
  const site = smallSite();
  site.good();
  const page = site.page('p', '甲女士');
  const before = fs.readFileSync(site.at(`out/${posterOf(site, page)}`));
  site.edit(planOf('甲'), '姓名: 甲女士全名', '姓名: 另外一个名字');
  site.edit(planOf('甲'), '称呼: 甲女士', '称呼: 别的称呼');
  site.good();
  assert.ok(html(site, page).includes('别的称呼'));
  assert.ok(fs.readFileSync(site.at(`out/${posterOf(site, page)}`)).equals(before));
  site.edit(planOf('甲'), '谷雨姐', '立夏姐');
  site.good();
  assert.ok(!fs.readFileSync(site.at(`out/${posterOf(site, page)}`)).equals(before));
});

test('without consent, or past its last day, the name is gone and so is the old file', { skip }, () => {
  const withdrawals = [
    (site) => site.edit(planOf('甲'), '  分享: 2026-05-01\n', ''),
    (site) => site.edit(planOf('甲'), '  称呼: 谷雨姐\n', ''),
  ];
  const nameless = [];
  for (const withdraw of withdrawals) {
    const site = smallSite();
    site.write('.careplan/site.key', Buffer.alloc(32, 7));
    site.good();
    const page = site.page('p', '甲女士');
    const named = posterOf(site, page);
    withdraw(site);
    site.good();
    const now = posterOf(site, page);
    assert.ok(now && now !== named);
    assert.ok(!site.exists(`out/${named}`));
    nameless.push(fs.readFileSync(site.at(`out/${now}`)));
  }
  assert.ok(nameless[0].equals(nameless[1]));

  const site = smallSite();
  site.edit(planOf('甲'), '  称呼: 谷雨姐\n', '  称呼: 谷雨姐\n  至: 2026-06-12\n');
  site.good();
  const page = site.page('p', '甲女士');
  const named = posterOf(site, page);
  site.good(['--date', '2026-06-12']);
  assert.equal(posterOf(site, page), named);
  site.good(['--date', '2026-06-13']);
  assert.notEqual(posterOf(site, page), named);
  assert.ok(!site.exists(`out/${named}`));
});

test('a new link version, a draft and a shop without voucher take it away', { skip }, () => {
  const site = smallSite();
  site.good();
  const page = site.page('p', '乙女士');
  const poster = posterOf(site, page);
  site.edit(planOf('乙'), '状态: 进行中', '状态: 进行中\n链接版本: 2');
  site.good();
  assert.ok(!site.exists(`out/${poster}`));
  const next = posterOf(site, site.page('p', '乙女士'));
  assert.ok(next && next !== poster);
  site.edit(planOf('乙'), '状态: 进行中', '状态: 草稿');
  site.good();
  assert.ok(!site.exists(`out/${next}`));
  const shop = 'content/stores/east/store.yaml';
  site.write(shop, site.read(shop).split('体验券')[0], null);
  site.good();
  assert.equal(posterOf(site, site.page('p', '丙先生')), null);
});

test('threads, locale and a second build make no difference', { skip }, () => {
  const sites = [['-j1'], ['-j4'], ['-j1', { LANG: 'zh_CN.UTF-8', LC_ALL: 'tr_TR.UTF-8' }]]
    .map(([jobs, env]) => {
      const site = smallSite();
      for (let i = 0; i < 12; i++)
        site.write(`${patient(`多${i}`)}/plan.yaml`, plan(`多${i}`, {},
          `${CONSENT}分享:\n  称呼: 友人${i}\n`));
      site.write('.careplan/site.key', Buffer.alloc(32, 9));
      site.good([jobs], { env });
      return site;
    });
  assert.ok(posters(sites[0]).length === 16);
  for (const site of sites.slice(1))
    assert.deepEqual(difference(sites[0].out(), site.out()), []);
  const before = sites[1].out();
  sites[1].good(['-j4']);
  assert.deepEqual(difference(before, sites[1].out(), { touched: true }), []);
  sites[1].good(['--full']);
  assert.deepEqual(difference(before, sites[1].out()), []);
});

test('careplan.yaml switches them off and on', { skip }, () => {
  const site = smallSite();
  site.good();
  const before = site.out();
  site.edit('careplan.yaml', 'language: zh-CN\n', 'language: zh-CN\n海报: 否\n');
  const off = site.good();
  assert.deepEqual(posters(site), []);
  assert.deepEqual(warnings(off), []);
  assert.equal(posterOf(site, site.page('p', '甲女士')), null);
  site.edit('careplan.yaml', '海报: 否\n', '海报: 是\n');
  site.good();
  assert.deepEqual(difference(before, site.out()), []);
});

test('a computer without fonts makes all but the posters, and says so once', () => {
  const site = smallSite();
  for (const words of [[], ['-j4'], []]) {
    const done = site.good(words, withoutFonts);
    assert.equal(warnings(done).length, 1, done.stderr);
    assert.match(done.stderr, /fonts-noto-cjk/);
    assert.deepEqual(posters(site), []);
    assert.ok(site.page('p', '甲女士'));
  }
});

test('the fonts that were found are remembered', { skip }, () => {
  const site = smallSite();
  site.good();
  const before = site.out();
  // The fonts are still where they were: nobody asks where fonts are.
  assert.deepEqual(warnings(site.good([], withoutFonts)), []);
  assert.deepEqual(difference(before, site.out(), { touched: true }), []);
  // A record of another file is not believed.
  site.edit('.careplan/fonts', / (\d{5,}) /.exec(site.read('.careplan/fonts'))[0], ' 12345 ');
  site.good();
  assert.deepEqual(difference(before, site.out()), []);
  for (const nonsense of ['', 'careplan fonts 1\n', 'careplan fonts 1\nzh-CN\n9 0 0 0 /x\n',
    'careplan fonts 1\nzh-CN\n0 0 1 1 /nowhere\n1 0 1 1 /nowhere\n', '\0\0\0']) {
    site.write('.careplan/fonts', nonsense);
    site.good();
    assert.deepEqual(difference(before, site.out()), []);
  }
});

// Only Latin letters at first.
const latin = '/usr/share/fonts/truetype/dejavu';
test('a font that is installed after the warning is found by the next build', {
  skip: skip || (fs.existsSync(latin) ? false : 'the fonts of DejaVu are not installed'),
}, () => {
  const conf = path.join(temporary('careplan-latin'), 'fonts.conf');
  fs.writeFileSync(conf, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>${latin}</dir><cachedir>${path.dirname(conf)}</cachedir></fontconfig>\n`);
  const site = smallSite();
  site.edit('careplan.yaml', 'language: zh-CN', 'language: en');
  const done = site.good([], { env: { FONTCONFIG_FILE: conf } });
  assert.equal(warnings(done).length, 1, done.stderr);
  assert.match(warnings(done)[0], /careplan\.yaml.*no font has the character/);
  assert.deepEqual(posters(site), []);
  assert.ok(!site.exists('.careplan/fonts'));
  assert.deepEqual(warnings(site.good()), []);
  assert.equal(posters(site).length, 4);
  assert.ok(site.exists('.careplan/fonts'));
});

test('a font of the site', { skip }, () => {
  const record = smallSite();
  record.good();
  const [, size, font] = /^1 \d+ (\d+) \d+ (.*)$/m.exec(record.read('.careplan/fonts'));
  const site = smallSite();
  site.write('.careplan/site.key', Buffer.alloc(32, 3));
  fs.mkdirSync(site.at('fonts'));
  fs.copyFileSync(font, site.at('fonts/one.otf'));
  assert.equal(fs.statSync(site.at('fonts/one.otf')).size, Number(size));
  site.edit('careplan.yaml', 'language: zh-CN\n', 'language: zh-CN\n海报字体: fonts/one.otf\n');
  assert.deepEqual(warnings(site.good([], withoutFonts)), []);
  const first = posterOf(site, site.page('p', '甲女士'));
  assert.ok(first);
  assert.ok(!site.exists('.careplan/fonts'));
  for (const [name, bytes] of [['fonts/two.otf', null], ['fonts/three.otf', 'no font']]) {
    if (bytes) site.write(name, bytes);
    site.write('careplan.yaml', `base_url: https://plan.example.cn/\nlanguage: zh-CN\nposter_fonts: ${name}\n`);
    const done = site.good();
    assert.equal(warnings(done).length, 1, done.stderr);
    assert.match(done.stderr, new RegExp(name));
    assert.deepEqual(posters(site), []);
  }
  // Like all that lies there, it is read, and never through a link.
  fs.symlinkSync(font, site.at('fonts/link.otf'));
  site.write('careplan.yaml', 'base_url: https://plan.example.cn/\nlanguage: zh-CN\nposter_fonts: fonts/link.otf\n');
  assert.match(site.good().stderr, /fonts\/link\.otf/);
  assert.deepEqual(posters(site), []);
  for (const wrong of ['/etc/passwd', '../../etc/passwd', '[a.otf, b.otf, c.otf]']) {
    site.write('careplan.yaml', `base_url: https://plan.example.cn/\nposter_fonts: ${wrong}\n`);
    const done = site.build();
    assert.equal(done.status, 2);
    assert.match(done.stderr, /font files/);
  }
});

test('one name that no font has costs one poster, every time it is built', { skip }, () => {
  const site = smallSite();
  site.edit(planOf('甲'), '谷雨姐', '谷雨\u{F0000}');
  for (let run = 0; run < 2; run++) {
    const done = site.good();
    assert.equal(warnings(done).length, 1, done.stderr);
    assert.match(done.stderr, /U\+F0000/);
    assert.match(warnings(done)[0], /甲.*\/plan\.yaml:\d+:\d+: warning: 1 referral poster is not made/);
    assert.match(done.stderr, /fonts-noto-cjk/);
    assert.equal(posters(site).length, 3);
    assert.equal(posterOf(site, site.page('p', '甲女士')), null);
    // A font with it may be installed by the next time.
    assert.ok(!site.exists('.careplan/fonts'));
  }
  site.edit(planOf('甲'), '谷雨\u{F0000}', '谷雨姐');
  assert.deepEqual(warnings(site.good()), []);
  assert.equal(posters(site).length, 4);
  assert.ok(site.exists('.careplan/fonts'));
});

test('many such names are one warning, at the first of them', { skip }, () => {
  const named = (n, name) => plan(`多${n}`, {}, `${CONSENT}分享:\n  称呼: ${name}\n`);
  const told = ['-j1', '-j4'].map((jobs) => {
    const site = smallSite();
    for (let n = 0; n < 8; n++)
      site.write(`${patient(`多${n}`)}/plan.yaml`, named(n, n < 3 ? '友人' : `友${String.fromCodePoint(0xF0000 + n)}`));
    const lines = warnings(site.good([jobs]));
    assert.equal(lines.length, 1);
    assert.match(lines[0], /多3\/plan\.yaml:\d+:\d+: warning: 5 referral posters are not made: .*U\+F0003/);
    return lines;
  });
  assert.deepEqual(told[0], told[1]);
});

test('letters that join are no matter of fonts', { skip }, () => {
  for (const [name, code] of [['\u0627\u0628', '0627'], ['e\u0301va', '0301']]) {
    const site = smallSite();
    site.edit(planOf('甲'), '谷雨姐', name);
    const done = site.good();
    assert.match(done.stderr, /stand alone, as Chinese/);
    assert.match(warnings(done)[0], new RegExp(`plan\\.yaml:.*U\\+${code}`));
    assert.doesNotMatch(done.stderr, /fonts-noto-cjk|poster_fonts/);
    assert.ok(site.exists('.careplan/fonts'));
    assert.equal(posters(site).length, 3);
  }
});

test('characters of the clinic’s own words are told once, at careplan.yaml', { skip }, () => {
  const site = smallSite();
  site.edit('content/clinic.yaml', /^(名称|name): .*$/m.exec(site.read('content/clinic.yaml'))[0], '名称: 青\u{F0001}');
  const lines = warnings(site.good());
  assert.equal(lines.length, 1);
  assert.match(lines[0], /careplan\.yaml:\d+:\d+: warning: 4 referral posters are not made: .*U\+F0001/);
  assert.deepEqual(posters(site), []);
});

test('a poster without its QR code is not made', { skip }, () => {
  const site = smallSite();
  const usual = fs.readFileSync(new URL('../../themes/default/poster.mustache', import.meta.url), 'utf8');
  site.edit('careplan.yaml', 'language:', 'theme: mine\nlanguage:');
  site.write('themes/mine/poster.mustache', `${'# 请您来\n'.repeat(60)}${usual}`);
  const done = site.good();
  assert.match(warnings(done)[0], /plan\.yaml: warning: 4 referral posters are not made/);
  assert.match(done.stderr, /the QR code has no place on it/);
  assert.deepEqual(posters(site), []);
  site.write('themes/mine/poster.mustache', usual.replace('[qr]', ''));
  const refused = site.build();
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /themes\/mine\/poster\.mustache: error: the poster has no QR code/);
});

// -- points -------------------------------------------------------------------

const RULES = `积分:
  转介绍: 50
  成交: 200
  显示: 患者页
  礼品:
    - 名称: 黄杨木梳一把
      积分: 300
`;

function pointsSite() {
  const site = smallSite();
  site.write('content/clinic.yaml', site.read('content/clinic.yaml') + RULES);
  site.good();
  const codeOn = (name) => html(site, site.page('p', name)).match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/)[0];
  return { site, codes: { 甲: codeOn('甲女士'), 乙: codeOn('乙女士') } };
}

const entry = (code, status, name = '谭女士', phone = '138 0000 0091') =>
  `- 日期: 2026-05-18\n  码: ${code}\n  姓名: ${name}\n  电话: ${phone}\n  状态: ${status}\n`;
const LEDGER = 'content/stores/east/referrals.yaml';

test('points of the own code, without anybody’s name', () => {
  const { site, codes } = pointsSite();
  assert.ok(!html(site, site.page('p', '甲女士')).includes('id="points"'));
  site.write(LEDGER, entry(codes.甲, '体验') + entry(codes.甲.toLowerCase().replaceAll('-', ''), '成交')
    + entry(codes.乙, '体验', '李女士', '138 0000 0092'));
  site.good();
  const own = html(site, site.page('p', '甲女士'));
  const card = own.slice(own.indexOf('id="points"')).split('</section>')[0];
  assert.match(card, />250</);
  assert.match(card, /1 位/);
  assert.ok(card.includes('累计') && card.includes('黄杨木梳一把') && card.includes('300 分'));
  assert.match(html(site, site.page('p', '乙女士')).split('id="points"')[1], />50</);
  assert.ok(!html(site, site.page('p', '丙先生')).includes('id="points"'));
  for (const name of site.out().keys())
    if (/\.(html|ics|json)$/.test(name))
      assert.doesNotMatch(html(site, name), /谭女士|李女士|138 ?0000 ?009/, name);
});

test('an entry builds the page of its own patient and no other', () => {
  const { site, codes } = pointsSite();
  site.write(LEDGER, entry(codes.甲, '体验') + entry(codes.乙, '体验'));
  site.good();
  const pages = Object.fromEntries(['甲女士', '乙女士', '丙先生', '丁先生'].map((name) => [name, site.page('p', name)]));
  const before = site.out();
  site.write(LEDGER, site.read(LEDGER) + entry(codes.乙, '成交'), null);
  site.good();
  const changes = difference(before, site.out(), { touched: true });
  assert.deepEqual(changes.map((change) => change.slice(1)).filter((name) => /html$/.test(name)), [pages.乙女士]);
  // A remark in the ledger is no news for anybody.
  const still = site.out();
  site.write(LEDGER, `${site.read(LEDGER)}  说明: 朋友陪着来的\n`, null);
  site.good();
  assert.deepEqual(difference(still, site.out(), { touched: true }), []);
});

test('points stay in the shop unless the clinic says otherwise, and check warns', () => {
  const { site, codes } = pointsSite();
  site.write(LEDGER, entry(codes.甲, '体验'));
  site.good();
  assert.ok(html(site, site.page('p', '甲女士')).includes('id="points"'));
  const shown = site.check().filter((one) => one.code === 'clinic.points.shown');
  assert.equal(shown.length, 1);
  assert.equal(shown[0].severity, 'warning');
  assert.equal(shown[0].file, 'content/clinic.yaml');
  site.edit('content/clinic.yaml', '  显示: 患者页\n', '  显示: 门店\n');
  site.good();
  assert.ok(!html(site, site.page('p', '甲女士')).includes('id="points"'));
  assert.deepEqual(site.check().filter((one) => one.code === 'clinic.points.shown'), []);
});

test('a ledger that is broken takes no points away', () => {
  const { site, codes } = pointsSite();
  site.write(LEDGER, entry(codes.甲, '体验'));
  site.good();
  const before = site.out();
  site.write(LEDGER, '- 日期: [\n', null);
  assert.equal(site.build().status, 1);
  assert.deepEqual(difference(before, site.out()), []);
  // Pages without points go on; the one with points does where it must.
  site.edit(`${patient('乙')}/plan.yaml`, '称呼: 乙女士', '称呼: 乙阿姨');
  assert.equal(site.build().status, 1);
  assert.ok(site.page('p', '乙阿姨'));
  site.edit(`${patient('甲')}/plan.yaml`, '状态: 进行中', '状态: 草稿');
  assert.equal(site.build().status, 1);
  assert.equal(site.page('p', '甲女士'), null);
  site.edit(`${patient('甲')}/plan.yaml`, '状态: 草稿', '状态: 进行中');
  site.write(LEDGER, entry(codes.甲, '体验'), null);
  site.good();
  assert.ok(html(site, site.page('p', '甲女士')).includes('id="points"'));
});
