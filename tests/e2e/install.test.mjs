// An installed program finds its theme and its languages, wherever it lies.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { TODAY, difference, programs, root, run, smallSite, temporary, tree } from './lib.mjs';

const prefix = path.join(temporary(), 'usr');
execFileSync(path.join(root, 'tests/tools/install.sh'), [programs.release, prefix]);
const installed = path.join(prefix, 'bin/careplan');

test('what is installed', () => {
  const files = tree(prefix);
  for (const name of ['bin/careplan', 'share/careplan/themes/default/plan.mustache',
    'share/careplan/themes/default/assets/careplan.css'])
    assert.ok(files.has(name), name);
  assert.equal(fs.statSync(installed).mode & 0o777, 0o755);
  assert.deepEqual(difference(tree(path.join(root, 'themes/default')),
    tree(path.join(prefix, 'share/careplan/themes/default'))), []);
  for (const page of fs.readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.1')))
    assert.ok(files.has(`share/man/man1/${page}`), page);
});

test('it builds a site without a theme of its own', () => {
  const site = smallSite();
  const done = site.build([], { program: installed, cwd: '/' });
  assert.equal(done.status, 0, done.stderr);
  assert.ok(site.page('p', '甲女士'));
});

test('it speaks Chinese where its user does', () => {
  const site = smallSite();
  const said = (LANG) => run(['-C', site.folder, 'build', '--date', TODAY],
    { program: installed, env: { LANG } }).stdout;
  assert.match(said('zh_CN.UTF-8'), /份计划|个计划|计划/);
  assert.match(said('en_US.UTF-8'), /plans/);
  assert.match(said('C'), /plans/);
});

test('it tells its version and its commands', () => {
  assert.match(run(['--version'], { program: installed }).stdout, /^careplan \d+\.\d+\.\d+\n$/);
  const { status, stdout } = run(['help'], { program: installed });
  assert.equal(status, 0);
  for (const command of ['build', 'check', 'init', 'new', 'links', 'schema'])
    assert.match(stdout, new RegExp(`\\b${command}\\b`));
});

test('a full standard output is a failure', { skip: fs.existsSync('/dev/full') ? false : 'no /dev/full' }, () => {
  const site = smallSite();
  const script = `"$0" -C "$1" build --date ${TODAY} >/dev/full`;
  assert.throws(() => execFileSync('sh', ['-c', script, installed, site.folder], { stdio: 'pipe' }),
    (error) => error.status === 4);
});
