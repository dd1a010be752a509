// What must never reach out/, looked for in every byte of the sample clinic.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';

import { CONSENT, demoSite, jpeg, patient, plan, programs, smallSite } from './lib.mjs';

const { parse } = createRequire(import.meta.url)('yaml');

const site = demoSite();
site.build(['--date', '2026-11-21'], { program: programs.release });
const names = [...site.out().keys()];
const bytes = new Map(names.map((name) => [name, fs.readFileSync(site.at(`out/${name}`))]));
const yaml = (name) => (site.exists(name)
  ? parse(site.read(name), { schema: 'failsafe', uniqueKeys: false }) : {}) ?? {};

const patients = fs.readdirSync(site.at('content/stores')).flatMap((shop) =>
  fs.readdirSync(site.at(`content/stores/${shop}/patients`)).map((folder) => {
    const at = `content/stores/${shop}/patients/${folder}`;
    return { at, folder, plan: yaml(`${at}/plan.yaml`), record: yaml(`${at}/record.yaml`) };
  }));
const consentOf = ({ plan: one }, key, english) => (one.同意 ?? one.consent)?.[key]
  ?? (one.同意 ?? one.consent)?.[english];
const called = ({ plan: one }) => one.称呼 ?? one.display_name;

// All texts of a document, however deep.
function texts(value) {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return value && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

function where(text) {
  const needle = Buffer.from(text);
  return names.filter((name) => name.includes(text) || bytes.get(name).includes(needle));
}

test('there are patients to look for', () => {
  assert.ok(patients.length >= 10 && names.length > 100);
});

test('no full name is anywhere', () => {
  for (const one of patients) {
    const name = one.plan.姓名 ?? one.plan.name;
    assert.ok(name);
    // Whose full name is what the page calls them has agreed to that.
    if ((called(one) ?? '').includes(name)) continue;
    assert.deepEqual(where(name), [], name);
    for (const [file, content] of bytes)
      if (/\.(html|ics|json)$/.test(file))
        assert.equal(decodeURIComponent(escapeFree(content)).includes(name), false, `${name} in ${file}`);
  }
});

// Percent-encoded names hide from a plain search.
function escapeFree(content) {
  return content.toString('utf8').replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
      try {
        return encodeURIComponent(decodeURIComponent(run));
      } catch {
        return '';
      }
    });
}

test('nothing of a record is anywhere', () => {
  // Words that other documents publish too say nothing about a patient.
  const published = patients.flatMap((one) => texts(one.plan)).join('\n');
  const common = names.filter((name) => /^(a|c)\/|^index/.test(name))
    .map((name) => bytes.get(name).toString('utf8')).join('\n');
  let looked = 0;
  for (const one of patients) {
    for (const text of texts(one.record).map((line) => line.trim())) {
      if ([...text].length < 4 || published.includes(text) || common.includes(text)) continue;
      if (/^\d{4}-\d\d-\d\d$/.test(text)) continue;
      looked++;
      assert.deepEqual(where(text), [], `${one.folder}: ${text}`);
    }
    const phone = one.record.电话 ?? one.record.phone;
    if (phone) {
      for (const form of [phone, phone.replace(/\D/g, '')].filter((text) => text.length > 6))
        assert.deepEqual(where(form), [], `${one.folder}: ${form}`);
    }
  }
  assert.ok(looked > 50, `only ${looked} texts`);
});

test('a folder name and an id are nowhere', () => {
  for (const one of patients) {
    const id = one.plan.编号 ?? one.plan.id;
    assert.deepEqual(where(id), [], id);
    if (!(called(one) ?? '').includes(one.folder)) assert.deepEqual(where(one.folder), [], one.folder);
  }
});

test('without consent to photos there are none', () => {
  const without = patients.filter((one) => !consentOf(one, '照片', 'photos'));
  assert.ok(without.length >= 1, 'the sample clinic should have such a patient');
  for (const one of without) {
    const page = names.find((name) => name.startsWith('p/') && name.endsWith('.html')
      && bytes.get(name).includes(Buffer.from(`<h1>${called(one)}`)));
    if (!page) continue;
    const photos = fs.existsSync(site.at(`${one.at}/photos`))
      ? fs.readdirSync(site.at(`${one.at}/photos`)) : [];
    const therapist = /(class="[^"]*face[^"]*"|portrait)/;
    const shown = [...bytes.get(page).toString().matchAll(/<img[^>]*>/g)].map(([tag]) => tag)
      .filter((tag) => /media\//.test(tag) && !/class="(qr|face)/.test(tag) && !therapist.test(tag));
    assert.equal(/data-photos|data-ba/.test(bytes.get(page).toString()), false,
      `${one.folder} (${photos.length} months): ${shown}`);
  }
});

// The same clinic, with the same key, before anybody was its patient.
function withoutPatients() {
  const twin = demoSite();
  fs.cpSync(site.at('.careplan/site.key'), (fs.mkdirSync(twin.at('.careplan')),
  twin.at('.careplan/site.key')));
  for (const one of patients) twin.remove(one.at);
  twin.build(['--date', '2026-11-21'], { program: programs.release });
  return new Set(twin.out().keys());
}

test('every picture of a patient is on a page', () => {
  const clinic = withoutPatients();
  assert.ok(clinic.has('index.html'));
  const media = names.filter((name) => /^media\//.test(name));
  const shown = new Set(names.filter((name) => name.endsWith('.html'))
    .flatMap((name) => bytes.get(name).toString().match(/media\/[a-z0-9-]+\.\w+/g) ?? []));
  assert.deepEqual(media.filter((name) => !shown.has(name) && !clinic.has(name)), [],
    'a picture that no page shows');
  assert.deepEqual([...shown].filter((name) => !media.includes(name)), [], 'a picture that is not there');
});

test('without consent to share there is no share page', () => {
  const agreed = patients.filter((one) => consentOf(one, '分享', 'share')
    && !one.plan.密码 && !one.plan.pin);
  const shared = names.filter((name) => /^s\/.*html$/.test(name));
  assert.equal(shared.length, agreed.length);
});

test('a share page names neither what the patient is called nor the condition', () => {
  for (const name of names.filter((file) => /^[sr]\/.*html$/.test(file))) {
    const page = bytes.get(name).toString();
    for (const one of patients) {
      if (called(one) && called(one) !== (one.plan.分享 ?? one.plan.share)?.称呼)
        assert.equal(page.includes(called(one)), false, `${called(one)} in ${name}`);
      const cause = (one.plan.病因 ?? one.plan.cause) ?? {};
      texts(cause).filter((text) => [...text].length > 5).forEach((text) =>
        assert.equal(page.includes(text), false, `${text} in ${name}`));
    }
  }
});

test('no private link is in a public file', () => {
  const tokens = names.filter((name) => /^p\/.*html$/.test(name))
    .map((name) => path.basename(name, '.html'));
  assert.ok(tokens.length >= 10);
  for (const token of tokens) {
    assert.match(token, /^[a-z2-7]{26}$/);
    const files = where(token);
    assert.ok(files.every((name) => name.startsWith(`p/${token}.`)), files.join(' '));
  }
  // A plan says nothing of another plan.
  for (const name of names.filter((file) => file.startsWith('p/'))) {
    for (const token of tokens)
      if (!name.includes(token)) assert.equal(bytes.get(name).includes(token), false);
  }
});

test('a referral code is on its own pages only', () => {
  const codes = names.filter((name) => /^r\/.*html$/.test(name)).map((name) => path.basename(name, '.html'));
  for (const code of codes) {
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{8}[0-9A-Z*~$=]$/);
    const files = where(code).filter((name) => !/^[rs]\//.test(name));
    assert.ok(files.length <= 1 && files.every((name) => name.startsWith('p/')), files.join(' '));
  }
});

test('robots.txt and the open pages name no private folder', () => {
  assert.doesNotMatch(site.read('out/robots.txt'), /\/?[psd]\/|token/);
  for (const name of ['index.html', '404.html', 'a/index.html'])
    assert.doesNotMatch(site.read(`out/${name}`), /href="(\.\.\/)?[psrd]\//, name);
});

test('a private page tells nobody about itself', () => {
  for (const name of names.filter((file) => /^p\/.*html$/.test(file))) {
    const page = bytes.get(name).toString();
    assert.match(page, /<meta name="robots" content="noindex,nofollow,noarchive">/, name);
    assert.match(page, /<meta name="referrer" content="no-referrer">/, name);
    assert.match(page, /http-equiv="Content-Security-Policy" content="default-src 'none'/, name);
    assert.doesNotMatch(page, /og:|twitter:|canonical/, name);
    const [, title] = /<title>(.*?)<\/title>/.exec(page);
    assert.ok([...title].length <= 20, title);
    for (const one of patients)
      assert.equal(title.includes(called(one) ?? '\0'), false, title);
  }
});

test('no page asks anything of another server', () => {
  for (const [name, content] of bytes) {
    if (!/\.(html|css|js|svg)$/.test(name)) continue;
    const text = content.toString();
    assert.doesNotMatch(text, /(src|poster|action)=["']?(https?:)?\/\//, name);
    assert.doesNotMatch(text, /url\(["']?(https?:)?\/\/|@import/, name);
    assert.doesNotMatch(text, /<link[^>]*(stylesheet|preload|icon)[^>]*href=["'](https?:)?\/\//, name);
  }
});

const exiftool = spawnSync('exiftool', ['-ver']).error ? 'exiftool is not here' : false;

// The tags that a picture has to have; all others would be somebody's.
const ALLOWED = /^(ExifTool:|System:|File:|Composite:|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette)|JFIF:|RIFF:(ImageWidth|ImageHeight|WebP_Flags|VP8Version|HorizontalScale|VerticalScale)|SourceFile)/;

function metadata(folder) {
  const all = JSON.parse(execFileSync('exiftool', ['-json', '-a', '-G1', '-ee', '-r', folder],
    { encoding: 'utf8', maxBuffer: 64 << 20 }));
  return all.flatMap((one) => Object.keys(one).filter((tag) => !ALLOWED.test(tag))
    .map((tag) => `${path.basename(one.SourceFile)} ${tag}: ${one[tag]}`));
}

test('no picture carries metadata', { skip: exiftool }, () => {
  assert.deepEqual(metadata(site.at('out/media')).filter((one) => !/\.pdf /.test(one)), []);
});

test('the place and camera of a photo are left out', { skip: exiftool }, () => {
  const small = smallSite();
  const photo = `${patient('乙')}/photos/2026-05/正面.jpg`;
  small.write(photo, jpeg());
  execFileSync('exiftool', ['-q', '-overwrite_original', '-GPSLatitude=26.566', '-GPSLatitudeRef=N',
    '-GPSLongitude=107.975', '-Make=Spy', '-SerialNumber=12345', '-UserComment=乙的秘密',
    '-XMP:Creator=somebody', '-IPTC:Caption-Abstract=caption', '-Comment=a comment',
    '-Orientation#=6', small.at(photo)]);
  small.good();
  assert.deepEqual(metadata(small.at('out/media')), []);
  for (const name of small.out().keys())
    assert.doesNotMatch(small.read(`out/${name}`), /Spy|乙的秘密|somebody|a comment/, name);
});

test('one patient is not in the files of another', () => {
  const small = smallSite();
  small.write(`${patient('乙')}/plan.yaml`, plan('乙女士', { 理疗师: 'wang' },
    `${CONSENT}病因:\n  小结: 只有乙才有的话\n`));
  small.good();
  for (const name of small.out().keys()) {
    if (small.read(`out/${name}`).includes('只有乙才有的话'))
      assert.equal(name, small.page('p', '乙女士'));
  }
});

test('the site key and the state are kept from others', () => {
  const small = smallSite();
  small.good();
  assert.equal(fs.statSync(small.at('.careplan')).mode & 0o077, 0);
  assert.equal(fs.statSync(small.at('.careplan/site.key')).mode & 0o077, 0);
  const key = fs.readFileSync(small.at('.careplan/site.key'));
  for (const name of small.out().keys())
    assert.equal(fs.readFileSync(small.at(`out/${name}`)).includes(key), false, name);
});

test('what the state keeps is no content', () => {
  const small = smallSite();
  small.good();
  for (const name of fs.readdirSync(small.at('.careplan'))) {
    const kept = fs.readFileSync(small.at(`.careplan/${name}`));
    for (const text of ['甲女士', '甲的秘密住址', '138 0000 0101', '头皮导引'])
      assert.equal(kept.includes(Buffer.from(text)), false, `${text} in ${name}`);
  }
});
