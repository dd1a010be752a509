// What tests/diag and tests/site make now, for their tests and `make golden`.
//
// A case of tests/diag is a folder with what is wrong in it. Its plan.yaml,
// record.yaml, photos/ … are those of one patient, therapist.yaml, store.yaml,
// queue.yaml, referrals.yaml, clinic.yaml, careplan.yaml and article.md stand
// for the others, site/ is laid over the whole site. What `careplan check`
// says is in expected.en.txt and expected.zh.txt.
//
// A case of tests/site is a site; what is to be in out/ is in expected/.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { Site, WRITTEN, root, run, smallSite, temporary, tree } from '../e2e/lib.mjs';

const LANGUAGES = { en: 'C.UTF-8', zh: 'zh_CN.UTF-8' };
const PATIENT = 'content/stores/east/patients/张试试';
const PLACES = {
  'therapist.yaml': 'content/stores/east/therapists/li.yaml',
  'store.yaml': 'content/stores/east/store.yaml',
  'queue.yaml': 'content/stores/east/queue.yaml',
  'referrals.yaml': 'content/stores/east/referrals.yaml',
  'clinic.yaml': 'content/clinic.yaml',
  'careplan.yaml': 'careplan.yaml',
  'article.md': 'content/articles/sleep.md',
};

const folders = (at) => fs.readdirSync(at, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

// -- tests/diag ---------------------------------------------------------------

const DIAG = path.join(root, 'tests/diag');

function wrongSite(name) {
  const site = smallSite();
  for (const shop of ['east', 'west']) site.remove(`content/stores/${shop}/patients`);
  const folder = path.join(DIAG, name);
  for (const file of tree(folder).keys()) {
    if (/^expected\.\w+\.txt$/.test(file)) continue;
    const place = file.startsWith('site/') ? file.slice('site/'.length)
      : PLACES[file] ?? `${PATIENT}/${file}`;
    site.write(place, fs.readFileSync(path.join(folder, file)));
  }
  return site;
}

// Each thing that is expected: its name, the file that says what, and how to
// make it now.
export function diagnostics() {
  return folders(DIAG).flatMap((name) => Object.entries(LANGUAGES).map(([language, locale]) => ({
    name: `${name} (${language})`,
    file: path.join(DIAG, name, `expected.${language}.txt`),
    make() {
      const done = run(['-C', wrongSite(name).folder, 'check'], { env: { LANG: locale } });
      return Buffer.from(`${done.stderr}${done.stdout}(status ${done.status})\n`);
    },
  })));
}

// -- tests/site ---------------------------------------------------------------

const SITES = path.join(root, 'tests/site');

// A copy with the times and the key that never change.
function sampleSite(name) {
  const from = path.join(SITES, name);
  const site = new Site(temporary());
  for (const file of tree(from).keys())
    if (!file.startsWith('expected/')) site.write(file, fs.readFileSync(path.join(from, file)), WRITTEN);
  site.write('.careplan/site.key', Buffer.alloc(32, 'careplan'));
  fs.chmodSync(site.at('.careplan/site.key'), 0o600);
  return site;
}

export function sites() {
  return folders(SITES).map((name) => ({
    name,
    folder: path.join(SITES, name, 'expected'),
    // The folder with what is made now.
    make() {
      const site = sampleSite(name);
      site.good();
      return site.at('out');
    },
  }));
}

// A difference as people read it; empty where there is none.
export function compare(expected, made) {
  return spawnSync('diff', ['-urN', expected, made], { encoding: 'utf8', maxBuffer: 64 << 20 }).stdout;
}
