// The Nu Html Checker (vnu) on every page and on the styles: no error, no
// warning. It runs in Java and asks nobody but this test's own server.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { sampleClinic } from './browser.mjs';
import { root, serve, temporary } from './lib.mjs';

const JAR = path.join(root, 'tests/node_modules/vnu-jar/build/dist/vnu.jar');
const LEAST_JAVA = 17; // the Java that vnu was made for

function whyNot() {
  const { error, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error) return 'java is not here';
  const [, version] = /version "(\d+)/.exec(stderr) ?? [];
  if (Number(version) < LEAST_JAVA) return `java is ${version}, vnu wants ${LEAST_JAVA}`;
  return fs.existsSync(JAR) ? false : 'vnu-jar is not installed';
}
const skip = whyNot();

// What vnu does not know, and CSS does.
const UNKNOWN = [
  /^CSS: “vector-effect”: Property “vector-effect” doesn't exist/, // SVG 2
];

const demo = skip ? null : sampleClinic();
let server;
before(async () => { server = skip ? null : await serve(demo.site.at('out')); });
after(() => server?.close());

// Not from disk: there 'self' of a page's own policy is nobody.
const SETTINGS = ['-Xss2m', '-Dnu.validator.servlet.allow-forbidden-hosts=true',
  '-Dnu.validator.servlet.allowed-address-type=all'];

function vnu(words) {
  return new Promise((resolve, reject) => {
    const child = spawn('java', [...SETTINGS, '-jar', JAR, '--format', 'json', '--stdout', ...words]);
    const heard = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => { heard[stream] += chunk; });
    child.on('error', reject);
    child.on('close', () => {
      try {
        resolve(JSON.parse(heard.stdout).messages.filter(({ message }) => !UNKNOWN.some((known) => known.test(message))));
      } catch {
        reject(new Error(heard.stdout + heard.stderr));
      }
    });
  });
}

// Information that is no warning is about taste, such as slashes before >.
const faultsOf = (messages) => messages.filter(({ type, subType }) => type !== 'info' || subType === 'warning')
  .map(({ url, lastLine, lastColumn, message, extract }) =>
    `${url.replace(/^(file:|http:\/\/[^/]*)\/?/, '')}:${lastLine}:${lastColumn}: ${message} ${extract ?? ''}`);

test('vnu finds nothing in any page, style or drawing', { skip }, async (t) => {
  const assets = fs.readdirSync(demo.site.at('out/assets')).filter((name) => /\.(css|svg)$/.test(name));
  assert.ok(assets.length >= 3);
  const messages = await vnu(['--also-check-css', '--also-check-svg', ...demo.all.map((name) => server.url + name),
    ...assets.map((name) => demo.site.at(`out/assets/${name}`))]);
  t.diagnostic(`${demo.all.length} pages, ${assets.length} other files`);
  assert.deepEqual(faultsOf(messages), []);
});

test('vnu sees what is wrong', { skip }, async () => {
  const folder = temporary();
  const wrong = {
    'wrong.html': '<!doctype html><html lang="en"><title>x</title><p><img src="y"></p><foo>',
    'wrong.css': 'p{color:#12}',
    'wrong.svg': '<svg xmlns="http://www.w3.org/2000/svg"><rect widht="1"/></svg>',
  };
  for (const [name, text] of Object.entries(wrong)) fs.writeFileSync(path.join(folder, name), text);
  const files = Object.keys(wrong).map((name) => path.join(folder, name));
  const faults = faultsOf(await vnu(['--also-check-css', '--also-check-svg', ...files]));
  for (const pattern of [/alt/, /foo/, /wrong\.css.*color/, /wrong\.svg.*widht/])
    assert.ok(faults.some((fault) => pattern.test(fault)), `${pattern}: ${faults.join('\n')}`);
});
