// Themes of one's own: what a build takes from them, what check --theme says,
// and that the manual of themes knows what the program knows.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { DOCUMENT, viewsIn, viewsOf, withViews } from '../tools/views_doc.mjs';
import { programs, root, run, smallSite } from './lib.mjs';

const EN = { env: { LANG: 'C.UTF-8' } };
const defaults = path.join(root, 'themes/default');
const ofDefault = (name) => fs.readFileSync(path.join(defaults, name), 'utf8');

// A site with themes/mine; files: path → text.
function themed(files = {}, name = 'mine') {
  const site = smallSite();
  site.edit('careplan.yaml', 'language:', `theme: ${name}\nlanguage:`);
  fs.mkdirSync(site.at(`themes/${name}`), { recursive: true });
  for (const [file, text] of Object.entries(files)) site.write(`themes/${name}/${file}`, text);
  return site;
}

const checkTheme = (site, words = [], options = EN) =>
  run(['-C', site.folder, 'check', '--theme', ...words], options);

// What is wrong with themes/mine, as "file:line:column code".
function wrongs(files) {
  const done = checkTheme(themed(files), ['--format', 'json']);
  const told = done.stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  assert.equal(done.status, told.some(({ severity }) => severity === 'error') ? 1 : 0);
  return told.map(({ file, line, column, code }) => {
    assert.ok(file.startsWith('themes/mine'), `${file} is not the theme's own`);
    return `${file.slice('themes/mine/'.length)}${line ? `:${line}:${column}` : ''} ${code}`;
  });
}

// -- building -----------------------------------------------------------------

const MOTIF = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>\n';
const OWN = {
  'voucher.mustache': '<!doctype html>\n<html lang="{{language}}"><title>券</title>'
    + '<p class="own">{{>t.own_word}} {{store.name}} {{code}}</p>\n',
  'strings/zh-CN.yaml': 'revisits: 回来看看\nown_word: 请收好\n',
  'tokens.css': ':root{--hero:#1d5c45;--hero2:#123c2d}\n',
  'assets/motif.svg': MOTIF,
};

test('a theme holds what differs, and everything else is the default', () => {
  const site = themed(OWN);
  site.good();
  const plan = site.read(`out/${site.page('p', '甲女士')}`);
  assert.match(plan, /回来看看/);
  assert.match(plan, /--hero:#1d5c45/);
  assert.doesNotMatch(plan, /--hero:#1f5373/);
  assert.match(plan, /--paper:#/);

  const vouchers = fs.readdirSync(site.at('out/r'));
  assert.ok(vouchers.length);
  for (const name of vouchers)
    assert.match(site.read(`out/r/${name}`), /^<!doctype html>\n<html lang="zh-CN"><title>券<\/title><p class="own">请收好 [东西]店 [-0-9A-Z]+<\/p>\n$/);

  const motifs = fs.readdirSync(site.at('out/assets')).filter((name) => /^motif\./.test(name));
  assert.equal(motifs.length, 1);
  assert.equal(site.read(`out/assets/${motifs[0]}`), MOTIF);
  assert.ok(plan.includes(motifs[0]), 'the default style shows the motif of the theme');

  // Article pages use none of it but colours and motif.
  const other = smallSite();
  other.good();
  const plain = (text) => text.replaceAll(/\.[0-9a-f]{10}\./g, '.').replaceAll(/"#[0-9a-f]{6}"/g, '');
  for (const name of ['out/a/sleep.html', 'out/index.html'])
    assert.equal(plain(site.read(name)), plain(other.read(name)));
});

test('a good theme has nothing wrong with it', () => {
  const site = themed(OWN);
  assert.deepEqual(checkTheme(site), { status: 0, stdout: 'nothing is wrong\n', stderr: '' });
  // It speaks no English, so a site that does would show a Chinese word.
  site.edit('careplan.yaml', 'language: zh-CN', 'language: en');
  assert.match(checkTheme(site).stderr, /en\.yaml: warning: the string «own_word» is missing/);
});

test('a changed file of the theme changes the pages that show it', () => {
  const site = themed(OWN);
  site.good();
  const before = site.out();
  assert.equal(site.good().summary.written, 0);
  site.edit('themes/mine/strings/zh-CN.yaml', '请收好', '请带来');
  site.good();
  const after = site.out();
  for (const [name, { hash }] of before)
    assert.equal(hash !== after.get(name)?.hash, /^r\/.*html$/.test(name), name);
});

// -- what is checked ----------------------------------------------------------

test('the default theme is good in all its languages', () => {
  const site = smallSite();
  assert.deepEqual(checkTheme(site), { status: 0, stdout: 'nothing is wrong\n', stderr: '' });
  const copy = themed({}, 'copy');
  fs.cpSync(defaults, copy.at('themes/copy'), { recursive: true });
  assert.deepEqual(checkTheme(copy), { status: 0, stdout: 'nothing is wrong\n', stderr: '' });
});

test('what browsers refuse is told with its place and what to do', () => {
  const site = themed({
    'partials/foot.mustache': ofDefault('partials/foot.mustache')
      .replace(/^/, '<p style="color:red">{{clinic.name}}</p>\n'),
    'voucher.mustache': '<p>{{code}}\n<a href="{{root}}" onclick="go()">x</a>\n'
      + '<img src="https://example.cn/a.png" alt="" width="1" height="1">\n',
  });
  const done = checkTheme(site);
  assert.equal(done.status, 1);
  assert.equal(done.stdout, 'errors: 3, warnings: 0\n');
  assert.equal(done.stderr, `\
themes/mine/partials/foot.mustache:1:4: error: «style=» has no effect: pages allow style only from the style sheet
    1 | <p style="color:red">{{clinic.name}}</p>
      |    ^~~~~~~~~~~~~~~~~
   give the element a class, and write its style into assets/careplan.css
themes/mine/voucher.mustache:2:20: error: «onclick» has no effect: pages allow script only from the script file
    2 | <a href="{{root}}" onclick="go()">x</a>
      |                    ^~~~~~~~~~~~~~
   write it into assets/careplan.js
themes/mine/voucher.mustache:3:11: error: pages load nothing from elsewhere, so «https://example.cn/a.png» would not show
    3 | <img src="https://example.cn/a.png" alt="" width="1" height="1">
      |           ^~~~~~~~~~~~~~~~~~~~~~~~
   put the file into assets/, and name it in careplan.css
`);
  // A build makes the pages all the same: it is the browser that refuses.
  site.good();
});

test('in Chinese, for those who read it', () => {
  const done = checkTheme(themed({ 'voucher.mustache': '<img src="{{qr.src}}">' }), [],
    { env: { LANG: 'zh_CN.UTF-8' } });
  assert.equal(done.status, 0);
  assert.match(done.stdout, /警告/);
  for (const line of done.stderr.split('\n').filter((one) => /^themes\/|^ {3}\S/.test(one)))
    assert.match(line, /\p{Script=Han}/u, `untranslated: ${line}`);
});

const voucher = (text) => ({ 'voucher.mustache': text });
for (const [what, files, expected] of [
  ['script in a template', voucher('<script>go()</script>'),
    ['voucher.mustache:1:1 theme.lint.script']],
  ['addresses that are no addresses', voucher('<a href="javascript:go()">x</a>\n<a href="data:,x">y</a>'),
    ['voucher.mustache:1:10 theme.lint.address', 'voucher.mustache:2:10 theme.lint.address']],
  ['frames', voucher('<iframe src="{{root}}"></iframe>'), ['voucher.mustache:1:1 theme.lint.element']],
  ['letters that stay small',
    voucher('<meta name="viewport" content="width=device-width,user-scalable=no">'),
    ['voucher.mustache:1:51 theme.lint.zoom']],
  ['pictures', voucher('<p>\n<img src="{{qr.src}}">'),
    ['voucher.mustache:2:1 theme.lint.alt', 'voucher.mustache:2:1 theme.lint.size']],
  ['windows', voucher('<a target="_blank" href="https://example.cn/">x</a>'),
    ['voucher.mustache:1:4 theme.lint.opener']],
  ['a partial that no page shows', { 'partials/extra.mustache': '<p>{{root}}</p>' },
    ['partials/extra.mustache theme.lint.partial']],
  ['a string that no page shows', { 'strings/zh-CN.yaml': 'extra: 多余\nscript_extra: 也是\nrevisits: 回来\n' },
    ['strings/zh-CN.yaml:1:1 theme.lint.string']],
  ['markup in a string', { 'strings/zh-CN.yaml': 'revisits: \'<b style="x">回来</b>\'\n' },
    ['strings/zh-CN.yaml:1:15 theme.lint.style']],
  ['one language behind the other',
    { 'strings/zh-CN.yaml': 'revisits: 回来\ncare: 调理\n', 'strings/en.yaml': 'care: Care\n' },
    ['strings/en.yaml theme.lint.language']],
  ['a new string in one language only',
    { ...voucher('{{>t.own}}'), 'strings/zh-CN.yaml': 'own: 自己\n', 'strings/en.yaml': 'care: Care\n' },
    ['strings/en.yaml theme.string.missing', 'strings/zh-CN.yaml theme.lint.language']],
  ['a name that nobody knows, and more beside it',
    voucher('{{cdoe}}\n<p style="x">'),
    ['voucher.mustache:1:1 theme.name', 'voucher.mustache:2:4 theme.lint.style']],
  ['what the readers of a page may not see', voucher('{{#store}}{{points}}{{/store}}{{#clinic}}{{#points}}x{{/points}}{{/clinic}}'),
    ['voucher.mustache:1:11 theme.name', 'voucher.mustache:1:42 theme.audience']],
  ['a template of the wrong name', { 'vouchre.mustache': 'x' }, ['vouchre.mustache theme.template.unknown']],
  ['a token that nobody knows', { 'tokens.css': ':root{\n--heor:#123456}\n' },
    ['tokens.css:2:1 theme.token.unknown']],
  ['letters that are hard to read', { 'tokens.css': ':root{--ink2:#cccccc}\n' }, null],
]) {
  test(`check --theme tells of ${what}`, () => {
    const told = wrongs(files);
    if (expected) assert.deepEqual(told, expected);
    else assert.ok(told.length && told.every((one) => one === 'tokens.css:1:14 theme.token.contrast'), told.join('\n'));
  });
}

test('the example of the manual is a good theme', () => {
  const text = fs.readFileSync(path.join(root, DOCUMENT), 'utf8');
  const [, css] = /```css\n([^]*?)```/.exec(text);
  assert.match(css, /themes\/green\/tokens\.css/);
  const done = checkTheme(themed({ 'tokens.css': css }));
  assert.deepEqual(done, { status: 0, stdout: 'nothing is wrong\n', stderr: '' });
});

// -- the command --------------------------------------------------------------

test('themes are named like their folder, or by it', () => {
  const site = themed(voucher('<script>go()</script>'));
  site.write('themes/other/voucher.mustache', '<p style="x">{{code}}</p>\n');
  const files = (words) => checkTheme(site, [...words, '--format', 'json']).stdout.trim().split('\n')
    .filter(Boolean).map((line) => JSON.parse(line).file);
  const mine = 'themes/mine/voucher.mustache', other = 'themes/other/voucher.mustache';
  assert.deepEqual(files([]), [mine]);
  for (const word of ['other', 'themes/other', './themes/other/']) assert.deepEqual(files([word]), [other]);
  assert.deepEqual(files(['mine', 'default', 'other']), [mine, other]);
  assert.deepEqual(files(['default']), []);
});

test('a theme that is not there', () => {
  const site = themed();
  const done = checkTheme(site, ['non-such']);
  assert.equal(done.status, 2);
  assert.equal(done.stdout, 'errors: 1, warnings: 0\n');
  assert.match(done.stderr, /there is no theme “non-such”/);
  site.edit('careplan.yaml', 'theme: mine', 'theme: yours');
  const wanted = checkTheme(site);
  assert.equal(wanted.status, 2);
  assert.match(wanted.stderr, /careplan\.yaml:2:8: error: there is no theme “yours”/);
  assert.equal(checkTheme(site, ['mine']).status, 0);
  assert.equal(checkTheme(site, ['mine', 'non-such']).status, 2);
});

test('no content is read, and nothing is written', () => {
  const site = themed(OWN).remove('content');
  const before = fs.readdirSync(site.folder).sort();
  assert.deepEqual(checkTheme(site), { status: 0, stdout: 'nothing is wrong\n', stderr: '' });
  assert.deepEqual(fs.readdirSync(site.folder).sort(), before);
  assert.equal(checkTheme(site.remove('careplan.yaml')).status, 2);
});

test('check without --theme is about the content only', () => {
  const done = run(['-C', themed(voucher('{{nothing}}')).folder, 'check'], EN);
  assert.deepEqual(done, { status: 0, stdout: 'nothing is wrong\n', stderr: '' });
});

// -- names --------------------------------------------------------------------

const pages = () => run(['schema', '--views']).stdout.trim().split('\n').map((line) => JSON.parse(line));

test('schema --views tells every page, and only what its readers may see', () => {
  const known = Object.fromEntries(pages().map((page) => [page.template, page]));
  const templates = fs.readdirSync(defaults).filter((name) => name.endsWith('.mustache'))
    .map((name) => name.replace('.mustache', ''));
  for (const name of Object.keys(known)) assert.ok(templates.includes(name), `${name} has no template`);
  for (const { template, audience, root: own, tables } of Object.values(known)) {
    assert.match(audience, /^(patient|public|therapist)$/);
    assert.ok(tables[own], template);
    const reached = new Set([own]);
    for (const name of reached) {
      for (const [key, field] of Object.entries(tables[name])) {
        assert.ok(field.about, `${template}: ${name}.${key} says nothing of itself`);
        assert.notEqual(field.type, 'any');
        if (field.table) reached.add(field.table);
        else assert.ok(!/^(object|list)$/.test(field.type), `${name}.${key}`);
      }
    }
    assert.deepEqual([...reached].sort(), Object.keys(tables).sort(), template);
  }
  assert.equal(known.plan.audience, 'patient');
  assert.equal(known.share.audience, 'public');
  assert.ok(known.plan.tables.therapist.phone, 'patients may call their therapist');
  assert.ok(!known.shop.tables.therapist.phone, 'the public may not');
  assert.equal(known.plan.tables['plan page'].page.base, true);
});

test('schema --views goes alone', () => {
  const done = run(['schema', '--views', '--out', 'x'], EN);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /--views goes without --out/);
});

test('the manual of themes holds every name as the program knows it', () => {
  const text = fs.readFileSync(path.join(root, DOCUMENT), 'utf8');
  assert.equal(viewsIn(text), viewsIn(withViews(text, viewsOf(programs.checked))),
    `run: node tests/tools/views_doc.mjs (for ${DOCUMENT})`);
  const anchors = new Set([...text.matchAll(/^#+ (.*)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-')));
  for (const [, to] of text.matchAll(/\]\(#([^)]*)\)/g)) assert.ok(anchors.has(to), `#${to} leads nowhere`);
});
