// init, new, links, help: what they make, print and refuse, in both languages;
// and that the manuals say what the program does.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { DOCUMENTS, keysIn, keysOf, withKeys } from '../tools/keys_doc.mjs';
import { CONSENT, Site, patient, plan, programs, root, run, smallSite, temporary, tree }
  from './lib.mjs';

const ZH = { env: { LANG: 'zh_CN.UTF-8' } };
const EN = { env: { LANG: 'C.UTF-8' } };
const HAN = /\p{Script=Han}/u;

const careplan = (site, words, options) => run(['-C', site.folder, ...words], options);

// -- init ---------------------------------------------------------------------

function init(words = [], options = EN) {
  const site = new Site(path.join(temporary(), 'a/site'));
  return { site, done: run(['init', site.folder, ...words], options) };
}

for (const [language, options] of [['zh-CN', EN], ['en', EN], [null, ZH], [null, EN]]) {
  test(`init makes a site that builds without a word: ${language ?? options.env.LANG}`, () => {
    const { site, done } = init(language ? ['--language', language] : [], options);
    assert.equal(done.status, 0, done.stderr);
    const isChinese = (language ?? (options === ZH ? 'zh-CN' : 'en')) === 'zh-CN';
    assert.equal(HAN.test(site.read('careplan.yaml')), isChinese);
    assert.match(site.read('careplan.yaml'), isChinese ? /语言: zh-CN/ : /language: en/);

    const checked = careplan(site, ['check'], EN);
    assert.equal(checked.stdout + checked.stderr, 'nothing is wrong\n');
    const built = careplan(site, ['build', '--format', 'json'], EN);
    assert.equal(built.status, 0);
    const { plans, errors, warnings } = JSON.parse(built.stdout);
    assert.deepEqual({ plans, errors, warnings }, { plans: 1, errors: 0, warnings: 0 });

    const [link] = jsonLines(careplan(site, ['links', '--format', 'json']).stdout);
    const base = isChinese ? 'https://plan.example.cn/' : 'https://plan.example.com/';
    for (const page of [link.plan, link.share, link.voucher]) {
      assert.ok(page.startsWith(base), page);
      assert.ok(site.exists(`out/${page.slice(base.length)}`), `${page} leads nowhere`);
    }
    // The example in the ledger is the example patient's own code.
    const ledger = site.read('content/stores/main/referrals.yaml');
    assert.ok(ledger.includes(link.code), `${link.code} is not in the ledger`);
  });
}

test('the site key is random, private and kept out of version control', () => {
  const { site } = init();
  const other = init().site;
  const key = fs.readFileSync(site.at('.careplan/site.key'));
  assert.equal(key.length, 32);
  assert.notDeepEqual(key, fs.readFileSync(other.at('.careplan/site.key')));
  assert.equal(fs.statSync(site.at('.careplan/site.key')).mode & 0o777, 0o600);
  assert.equal(fs.statSync(site.at('.careplan')).mode & 0o777, 0o700);
  assert.match(site.read('.gitignore'), /^\/\.careplan\/$/m);
});

test('init leaves what is there alone', () => {
  const { site } = init();
  const before = tree(site.folder);
  const again = run(['init', site.folder], EN);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /holds a site already/);
  assert.deepEqual(tree(site.folder), before);

  for (const name of ['content/notes.txt', '.careplan/site.key']) {
    const folder = new Site();
    folder.write(name, 'mine');
    assert.equal(run(['init', folder.folder], EN).status, 2);
    assert.deepEqual([...tree(folder.folder).keys()], [name]);
  }
  const used = new Site();
  used.write('.gitignore', '*.o\n').write('README', 'mine');
  assert.equal(run(['init', used.folder], EN).status, 0);
  assert.equal(used.read('.gitignore'), '*.o\n');
  assert.equal(used.read('README'), 'mine');
});

test('init tells what is wrong with its words and with the disk', () => {
  assert.equal(run(['init'], EN).status, 2);
  assert.equal(run(['init', 'a', 'b'], EN).status, 2);
  const folder = path.join(temporary(), 'x');
  assert.equal(run(['init', folder, '--language', 'fr'], EN).status, 2);
  assert.ok(!fs.existsSync(folder));
  fs.writeFileSync(folder, '');
  const done = run(['init', path.join(folder, 'y')], EN);
  assert.equal(done.status, 4);
  assert.match(done.stderr, /cannot be made/);
});

test('English texts name English words', () => {
  // Messages have Chinese names for what they are filled with; so has the ICP.
  const known = /\{\{\p{Script=Han}+\}\}|京ICP备\d+号-\d/gu;
  const { site } = init(['--language', 'en']);
  careplan(site, ['new', 'patient', 'main/mary'], EN);
  for (const name of tree(site.folder).keys())
    if (/\.(yaml|md)$/.test(name))
      assert.doesNotMatch(site.read(name).replaceAll(known, ''), HAN, name);
  const about = (value) => (value && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, below]) =>
      (key === 'description' && typeof below === 'string' ? [below] : about(below))) : []);
  const texts = jsonLines(run(['schema'], EN).stdout).flatMap(about);
  assert.ok(texts.length > 200, `${texts.length} descriptions`);
  for (const text of texts) assert.doesNotMatch(text.replaceAll(known, ''), HAN);
});

// -- new ----------------------------------------------------------------------

test('what `new` makes is read without a word, and is a draft', () => {
  for (const language of ['zh-CN', 'en']) {
    const { site } = init(['--language', language]);
    for (const words of [['store', 'nanjing'], ['therapist', 'nanjing/王立'],
      ['patient', 'nanjing/王秀兰'], ['patient', "nanjing/Emily O'Neil"], ['article', 'tea-2']]) {
      const done = careplan(site, ['new', ...words], EN);
      assert.equal(done.status, 0, done.stderr);
      const [first] = done.stdout.split('\n');
      assert.ok(site.exists(first), `${first} was not made`);
    }
    const checked = careplan(site, ['check'], EN);
    assert.equal(checked.stdout + checked.stderr, 'nothing is wrong\n');
    const made = site.read('content/stores/nanjing/patients/王秀兰/plan.yaml');
    assert.match(made, language === 'en' ? /^status: draft$/m : /^状态: 草稿$/m);
    assert.match(made, language === 'en' ? /^therapist: 王立$/m : /^理疗师: 王立$/m);
    const links = jsonLines(careplan(site, ['links', 'nanjing/王秀兰', '--format', 'json']).stdout);
    assert.equal(links[0].plan, null);
  }
});

test('every patient gets an id of their own', () => {
  const site = smallSite();
  const id = (name) => {
    assert.equal(careplan(site, ['new', 'patient', `east/${name}`]).status, 0);
    return /^编号: (p-[a-z2-7]{13})$/m.exec(site.read(`${patient(name)}/plan.yaml`))[1];
  };
  assert.notEqual(id('戊'), id('己'));
});

test('new dates a plan by the clinic\'s day', () => {
  const site = smallSite();
  careplan(site, ['new', 'patient', 'east/戊']);
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
  assert.match(site.read(`${patient('戊')}/plan.yaml`), new RegExp(`^开始: ${today}$`, 'm'));
});

test('new refuses what is there, unknown shops and bad names', () => {
  const site = smallSite();
  const refused = (words, status, code, hint = /./) => {
    const before = tree(site.folder);
    const done = careplan(site, ['new', ...words], EN);
    assert.equal(done.status, status, `${words}: ${done.stdout}${done.stderr}`);
    assert.match(done.stderr, code, String(words));
    assert.match(done.stderr, hint, String(words));
    assert.deepEqual(tree(site.folder), before, String(words));
  };
  refused(['patient', 'east/甲'], 2, /a patient of this name already/);
  refused(['store', 'east'], 2, /something of this name already/);
  refused(['therapist', 'east/li'], 2, /something of this name already/);
  refused(['article', 'sleep'], 2, /something of this name already/);
  refused(['patient', 'eats/戊'], 2, /no shop called “eats”/, /did you mean “east”/);
  refused(['therapist', 'nowhere/li'], 2, /no shop/, /careplan new store/);
  refused(['store', '南京'], 2, /becomes part of a link/, /for example nanjing/);
  refused(['store', '../x'], 2, /becomes part of a link/);
  refused(['article', 'index'], 2, /becomes part of a link/);
  for (const name of ['..', 'a/b', 'a:b', 'a\\b', 'a?', 'b ', ' b', 'b.', 'a\nb', '\u3000'])
    refused(['patient', `east/${name}`], 2, /cannot be the name of a file everywhere/);
  refused(['patient', 'east/.hidden'], 2, /left out/);
  refused(['patient', 'east/甲 - 副本'], 2, /left out/);
  refused(['patient', `east/${'长'.repeat(41)}`], 2, /too long/);
  refused(['patient', '戊'], 2, /careplan new patient STORE\/NAME/);
  refused(['patient', 'east/'], 2, /careplan new patient STORE\/NAME/);
  refused(['shop', 'east'], 2, /store, therapist, patient or article/);
  refused([], 2, /store, therapist, patient or article/);
});

// -- links --------------------------------------------------------------------

const jsonLines = (text) => text.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));

// RFC 4180, as a spreadsheet reads it.
function csv(text) {
  const rows = [[]];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (isQuoted && text.startsWith('""', i)) { field += '"'; i++; }
    else if (text[i] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && text[i] === ',') { rows.at(-1).push(field); field = ''; }
    else if (!isQuoted && text.startsWith('\r\n', i)) {
      rows.at(-1).push(field);
      field = '';
      rows.push([]);
      i++;
    } else field += text[i];
  }
  assert.equal(field, '');
  assert.deepEqual(rows.pop(), []);
  return rows;
}

// The small site, built, and a patient for each reason to have no link.
function linked() {
  const site = smallSite();
  const today = new Date();
  const day = (offset) => new Date(today.getTime() + offset * 86400e3).toISOString().slice(0, 10);
  const current = { 开始: day(-30), 结束: day(30) };
  const add = (name, fields, more = CONSENT) =>
    site.write(`${patient(name)}/plan.yaml`, plan(name, { ...current, ...fields }, more));
  for (const name of ['甲', '乙', '丙']) site.remove(patient(name));
  site.remove('content/stores/west');
  add('全');
  add('草', { 状态: '草稿' });
  add('过', { 开始: day(-300), 结束: day(-200) });
  add('密', { 密码: '1234' });
  add('私', {}, '同意:\n  计划页: 2026-05-01\n');
  add('止', {}, `${CONSENT}分享:\n  至: ${day(-2)}\n`);
  site.write('content/stores/bare/store.yaml', '名称: 无券店\n');
  site.write('content/stores/bare/therapists/li.yaml', '姓名: 李\n');
  site.write('content/stores/bare/patients/a, "b"/plan.yaml', plan('逗', current, CONSENT));
  const built = careplan(site, ['build']);
  assert.equal(built.status, 1, built.stderr); // the plan with a PIN
  return site;
}

test('links: JSON as the manual has it, and only to pages that exist', () => {
  const site = linked();
  const done = careplan(site, ['links', '--format', 'json']);
  assert.equal(done.status, 0, done.stderr);
  const rows = jsonLines(done.stdout);
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), ['patient', 'id', 'plan', 'share', 'voucher', 'code']);
    assert.match(row.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]$/);
  }
  const has = Object.fromEntries(rows.map((row) => [row.patient,
    ['plan', 'share', 'voucher'].filter((kind) => row[kind]).join(' ')]));
  assert.deepEqual(has, {
    'bare/a, "b"': 'plan share',
    'east/全': 'plan share voucher',
    'east/密': '',
    'east/止': 'plan voucher',
    'east/私': 'plan voucher',
    'east/草': '',
    'east/过': '',
  });
  const base = 'https://plan.example.cn/';
  const linkedTo = rows.flatMap((row) => [row.plan, row.share, row.voucher]).filter(Boolean)
    .map((link) => link.slice(base.length)).sort();
  const pages = [...site.out().keys()].filter((name) => /^[psr]\/.*\.html$/.test(name)).sort();
  assert.deepEqual(linkedTo, pages);
});

test('links: CSV that a spreadsheet opens', () => {
  const site = linked();
  const done = careplan(site, ['links', '--format', 'csv']);
  assert.equal(done.status, 0);
  assert.equal(done.stdout[0], '\ufeff');
  const [header, ...rows] = csv(done.stdout.slice(1));
  const json = jsonLines(careplan(site, ['links', '--format', 'json']).stdout);
  assert.deepEqual(header, Object.keys(json[0]));
  assert.deepEqual(rows, json.map((row) => Object.values(row).map((value) => value ?? '')));
});

test('links: text for people, lined up by columns of the terminal', () => {
  const site = linked();
  const done = careplan(site, ['links', '全', '草', '密', '过'], ZH);
  const lines = done.stdout.split('\n');
  const link = lines.find((line) => line.includes('https://plan.example.cn/p/'));
  const code = lines.find((line) => line.includes('专享码'));
  const wide = (text) => [...text].reduce((sum, c) => sum + (HAN.test(c) ? 2 : 1), 0);
  assert.equal(wide(link.slice(0, link.indexOf('https'))),
    wide(code.slice(0, code.search(/[0-9A-Z]{4}-/))));
  for (const why of [/没有：计划还是草稿/, /没有：计划有密码/, /没有：计划已经过期/])
    assert.match(done.stdout, why);
  assert.match(careplan(site, ['links', '草'], EN).stdout, /none: the plan is a draft/);
});

test('links: --qr', () => {
  const site = linked();
  const done = careplan(site, ['links', '--qr', '全', '草']);
  assert.equal(done.status, 0);
  const codes = done.stdout.split('\n').filter((line) => /^[█▀▄ ]{25,}$/.test(line));
  assert.ok(codes.length > 12 && codes.length < 40, `${codes.length} lines`);
  assert.equal(careplan(site, ['links', '--qr', '--format', 'json']).status, 2);
});

test('links: one patient, whatever they are called by', () => {
  const site = linked();
  const [row] = jsonLines(careplan(site, ['links', 'east/全', '--format', 'json']).stdout);
  for (const word of ['全', '全全名', row.id, row.code, row.code.toLowerCase().replaceAll('-', '')]) {
    const done = careplan(site, ['links', word, '--format', 'json']);
    assert.equal(done.status, 0, `${word}: ${done.stderr}`);
    assert.deepEqual(jsonLines(done.stdout), [row], word);
  }
});

test('links: unknown and ambiguous patients', () => {
  const site = linked();
  site.write('content/stores/bare/patients/全/plan.yaml',
    plan('全', { 编号: 'p-other', 姓名: '别人' }, CONSENT));
  const unknown = careplan(site, ['links', '全全明'], EN);
  assert.equal(unknown.status, 2);
  assert.equal(unknown.stdout, '');
  assert.match(unknown.stderr, /no patient “全全明”[^]*did you mean “全全名”/);
  assert.match(careplan(site, ['links', '全全明'], ZH).stderr, /没有叫“全全明”的病人/);
  const ambiguous = careplan(site, ['links', '全', '草'], EN);
  assert.equal(ambiguous.status, 2);
  assert.equal(ambiguous.stdout, '');
  assert.match(ambiguous.stderr, /“全” could be 2 patients[^]*bare\/全, east\/全/);
  assert.equal(careplan(site, ['links', 'bare/全']).status, 0);
  assert.equal(careplan(site, ['links', '']).status, 2);
});

test('links: a broken plan costs its own row only', () => {
  const site = linked();
  site.write(`${patient('坏')}/plan.yaml`, '编号: p-bad\n姓名: 坏\n');
  const done = careplan(site, ['links', '--format', 'json'], EN);
  assert.equal(done.status, 1);
  assert.equal(jsonLines(done.stdout).length, 7);
  assert.match(done.stderr, /坏\/plan\.yaml/);
});

test('links: two plans of one id get none', () => {
  const site = linked();
  fs.cpSync(site.at(patient('全')), site.at('content/stores/bare/patients/抄'), { recursive: true });
  for (const words of [['links', '--format', 'json'], ['links', 'east/全', '--format', 'json']]) {
    const done = careplan(site, words, EN);
    assert.equal(done.status, 1);
    assert.match(done.stderr, /another plan has the same number/);
    assert.deepEqual(jsonLines(done.stdout).filter(({ patient: name }) => /[全抄]/.test(name)), []);
  }
});

test('links: no key is made where one is missing', () => {
  const site = smallSite();
  const done = careplan(site, ['links'], EN);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /site key is missing/);
  assert.ok(!site.exists('.careplan'));
});

// -- help ---------------------------------------------------------------------

const NAMES = ['build', 'check', 'help', 'init', 'links', 'new', 'schema'];

test('help lists the commands, in both languages', () => {
  for (const [options, words] of [[EN, /usage: careplan/], [ZH, /用法：careplan/]]) {
    const done = run(['help'], options);
    assert.equal(done.status, 0);
    assert.match(done.stdout, words);
    const listed = done.stdout.split('\n').map((line) => /^ {2}([a-z]+) /.exec(line)?.[1]);
    assert.deepEqual(listed.filter(Boolean).sort(), NAMES);
    for (const line of done.stdout.split('\n'))
      assert.doesNotMatch(line, /\s$/, 'a blank at the end of a line');
    assert.deepEqual(run([], options).stdout, done.stdout);
    assert.deepEqual(run(['--help'], options).stdout, done.stdout);
  }
});

test('help tells each command, and nothing is left untranslated', () => {
  for (const name of NAMES) {
    const english = run(['help', name], EN);
    const chinese = run(['help', name], ZH);
    assert.equal(english.status, 0);
    assert.doesNotMatch(english.stdout, HAN);
    assert.equal(run([name, '--help'], EN).stdout, english.stdout);
    assert.equal(chinese.status, 0);
    assert.match(chinese.stdout, HAN);
    for (const line of chinese.stdout.split('\n')) {
      const prose = line.replace(/^ {2}\S.*? {2,}/, '').replace(/careplan [a-z]+:? ?/, '');
      if (prose && !line.startsWith('用法') && !/^ {2}\S+( \S+)?$/.test(line))
        assert.match(prose, HAN, `untranslated: ${line}`);
    }
  }
  assert.equal(run(['help', 'nothing']).status, 2);
});

test('wrong words end with status 2 and advice', () => {
  const done = run(['bild'], EN);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /did you mean “build”/);
  assert.equal(run(['links', '--formt', 'json']).status, 2);
  assert.equal(run(['links', '--format', 'xml']).status, 2);
  assert.equal(run(['schema', 'x']).status, 2);
});

test('--version', () => {
  const done = run(['--version']);
  assert.equal(done.status, 0);
  assert.match(done.stdout, /^careplan \d+\.\d+\.\d+\n$/);
});

test('output that cannot be written is told', { skip: !fs.existsSync('/dev/full') && 'no /dev/full' },
  async () => {
    const { spawnSync } = await import('node:child_process');
    const full = fs.openSync('/dev/full', 'w');
    const done = spawnSync(programs.checked, ['help'], { stdio: ['ignore', full, 'pipe'] });
    assert.equal(done.status, 4);
  });

// -- manuals ------------------------------------------------------------------

const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');

test('manual page, manual and completions know every command and option', () => {
  const manual = read('docs/careplan.1').replaceAll('\\-', '-').replaceAll(/\\f./g, '');
  const others = ['docs/commands.md', 'docs/completion/careplan.bash',
    'docs/completion/_careplan'].map((name) => [name, read(name)]);
  for (const name of NAMES) {
    const help = run(['help', name], EN).stdout;
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z]+)/gm)].map(([, option]) => option);
    for (const word of [name, ...options]) {
      assert.ok(manual.includes(word), `the manual page lacks ${word}`);
      for (const [file, text] of others)
        assert.ok(text.includes(word.replace(/^--(version|help)$/, '$1')), `${file} lacks ${word}`);
    }
  }
});

test('the manual lists every code that the program can give', () => {
  const listed = new Set([...read('docs/commands.md').matchAll(/`([a-z]+(?:\.[a-z-]+)+)`/g)]
    .map(([, code]) => code));
  const places = /diag_add(?:_path)?\(|\b(?:complain|refuse|wrong|found|fail)\w*\(/;
  const used = new Set();
  for (const layer of fs.readdirSync(path.join(root, 'gen'))) {
    const folder = path.join(root, 'gen', layer);
    if (!fs.statSync(folder).isDirectory()) continue;
    for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.c'))) {
      const text = fs.readFileSync(path.join(folder, name), 'utf8');
      if (!places.test(text) || name === 'skeleton_words.c') continue;
      for (const [, code] of text.matchAll(/"([a-z]+(?:\.[a-z][a-z-]*)+)"/g)) used.add(code);
    }
  }
  const isFile = /(?<!^yaml)\.(ya?ml|key|db|lock|css|js|svg|html|md|txt|jpg|png|webp|pdf|mustache|ics|json|ver)$/;
  const codes = [...used].filter((code) => !isFile.test(code));
  assert.ok(codes.length > 80, `only ${codes.length} codes were found`);
  assert.deepEqual(codes.filter((code) => !listed.has(code) && code !== 'plan.date.invalid'), []);
  const gone = [...listed].filter((code) => !used.has(code) && !isFile.test(code)
    && !/^(plan\.date\.invalid|content\.)/.test(code));
  assert.deepEqual(gone, []);
});

test('the manuals of the content hold every entry as the program knows it', () => {
  for (const document of DOCUMENTS) {
    const text = read(document.file);
    const expected = keysIn(withKeys(text, keysOf(programs.checked, document)));
    assert.equal(keysIn(text), expected,
      `run: node tests/tools/keys_doc.mjs (for ${document.file})`);
  }
});

test('the map of gen/ names every file', () => {
  const map = read('gen/README.md');
  for (const layer of ['base', 'content', 'media', 'model', 'page', 'publish', 'run']) {
    const [, part] = new RegExp(`\n## ${layer}/\n([^]*?)(?:\n## |$)`).exec(map);
    const named = new Set([...part.matchAll(/`([a-z_]+)(?:\.h)?`/g)].map(([, name]) => name));
    const files = fs.readdirSync(path.join(root, 'gen', layer))
      .map((name) => /^(\w+)\.[ch]$/.exec(name)?.[1]).filter(Boolean);
    for (const name of files) assert.ok(named.has(name), `${layer}/${name} is not on the map`);
    for (const name of named)
      assert.ok(files.includes(name), `${layer}/${name} is on the map and not there`);
  }
});

test('every message is translated', async (context) => {
  const { spawnSync } = await import('node:child_process');
  if (spawnSync('xgettext', ['--version']).error) {
    context.skip('there is no xgettext');
    return;
  }
  const layers = ['base', 'content', 'media', 'model', 'page', 'publish', 'run'];
  const sources = layers.flatMap((layer) => fs.readdirSync(path.join(root, 'gen', layer))
    .filter((name) => name.endsWith('.c')).map((name) => `gen/${layer}/${name}`));
  const template = path.join(temporary(), 'careplan.pot');
  const tool = (name, words) => {
    const done = spawnSync(name, words, { cwd: root, encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
  };
  tool('xgettext', ['--from-code=UTF-8', '-L', 'C', '-k_', '-kN_', '-o', template, ...sources]);
  tool('msgcmp', ['po/zh_CN.po', template]);
  tool('msgfmt', ['--check', '-o', '/dev/null', 'po/zh_CN.po']);
});
