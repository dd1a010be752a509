// What the end-to-end tests share: running the program, small sites in
// temporary folders, looking at what was made.
//
// CAREPLAN names the program under test (the one with sanitizers, as it is
// installed), CAREPLAN_RELEASE the one that users run; tests/run sets both.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const inRoot = (name) => path.join(root, name);

export const programs = {
  checked: process.env.CAREPLAN ?? inRoot('build/asan/installed/bin/careplan'),
  release: process.env.CAREPLAN_RELEASE ?? inRoot('careplan'),
};

// The day on which tests build, and the time that their files carry.
export const TODAY = '2026-06-10';
export const WRITTEN = new Date('2026-06-01T04:00:00Z');

// A temporary folder that goes away with the process.
const folders = [];
process.on('exit', () => folders.forEach((folder) =>
  fs.rmSync(folder, { recursive: true, force: true })));
export function temporary(name = 'careplan-e2e') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
  folders.push(folder);
  return folder;
}

// -- running ------------------------------------------------------------------

const SANITIZER = /AddressSanitizer|LeakSanitizer|runtime error:|BUG at/;

function settings(options) {
  const env = { ...process.env, LANG: 'C.UTF-8', ...options.env };
  delete env.LC_ALL;
  return { cwd: options.cwd ?? os.tmpdir(), env: { ...env, ...options.env } };
}

function outcome(status, signal, stdout, stderr) {
  assert.doesNotMatch(stderr, SANITIZER, stderr);
  assert.equal(signal, null, `ended by ${signal}\n${stderr}`);
  return { status, stdout, stderr };
}

// Runs the program and waits for it.
export function run(words, options = {}) {
  const done = spawnSync(options.program ?? programs.checked, words, {
    ...settings(options), encoding: 'utf8', maxBuffer: 64 << 20, input: options.input ?? '',
  });
  if (done.error) throw done.error;
  return outcome(done.status, done.signal, done.stdout, done.stderr);
}

// Starts the program; .ended is what run() would have returned.
export function start(words, options = {}) {
  const child = spawn(options.program ?? programs.checked, words, settings(options));
  child.heard = '';
  child.said = '';
  child.stdout.on('data', (chunk) => { child.said += chunk; });
  child.stderr.on('data', (chunk) => { child.heard += chunk; });
  child.ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (options.mayBeKilled && signal) resolve({ signal });
      else resolve(outcome(status, signal, child.said, child.heard));
    });
  });
  return child;
}

// -- pictures -----------------------------------------------------------------

function chunk(type, body) {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), body, Buffer.alloc(4)]);
  bytes.writeUInt32BE(body.length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

// A picture of one colour, told from others by its colour. `claim` makes the
// header lie about the size.
export function png(width, height, [r, g, b], claim = {}) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claim.width ?? width, 0);
  header.writeUInt32BE(claim.height ?? height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + 3 * width);
  for (let x = 0; x < width; x++) row.set([r, g, b], 1 + 3 * x);
  const rows = Buffer.concat(Array(height).fill(row));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
    chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

// A real photo, from the sample content.
export function jpeg() {
  return fs.readFileSync(inRoot('content/stores/kaili/patients/龙金凤/photos/2026-06/头顶.jpg'));
}

// -- files --------------------------------------------------------------------

// All files beneath a folder: path → { size, mtime, inode, hash }.
export function tree(folder) {
  const files = new Map();
  if (!fs.existsSync(folder)) return files;
  const walk = (at) => {
    for (const entry of fs.readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = path.join(at, entry.name);
      if (entry.isDirectory()) {
        walk(name);
        continue;
      }
      const full = path.join(folder, name);
      const stat = fs.lstatSync(full, { bigint: true });
      files.set(name, {
        size: Number(stat.size), mtime: stat.mtimeNs, inode: stat.ino,
        hash: crypto.createHash('sha256').update(fs.readFileSync(full)).digest('hex'),
      });
    }
  };
  walk('.');
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

// What differs between two trees: names with +, - or ~; by bytes only, or by
// inode and time too ("touched").
export function difference(before, after, { touched = false } = {}) {
  const same = (a, b) => a.hash === b.hash
    && (!touched || (a.mtime === b.mtime && a.inode === b.inode));
  return [
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `-${name}`),
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => `+${name}`),
    ...[...after.keys()].filter((name) => before.has(name)
      && !same(before.get(name), after.get(name))).map((name) => `~${name}`),
  ].sort();
}

// -- sites --------------------------------------------------------------------

const CLINIC = `名称: 试验堂
口号: 一步一步
声明: 仅供参考
隐私说明:
  处理者: 试验公司
  联系: 打电话
  目的: 提醒
  保存期: 180 天
医疗机构: 否
栏目: [原理]
`;

const store = (name, phone) => `名称: ${name}
地址: ${name}路 1 号
电话: ${phone}
营业时间: 每天 9:30-20:00
体验券:
  名称: 头皮检测一次
  条款: [每人限一次]
  有效天数: 90
`;

const therapist = (name, phone) => `姓名: ${name}
职称: 理疗师
电话: ${phone}
排班:
  周一: 上午 下午
`;

const article = (title, text) => `---
标题: ${title}
栏目: 原理
摘要: ${title}的摘要
日期: 2026-03-01
---

${text}
`;

// A plan of the usual kind; `more` is put at its end, `fields` replace some.
export function plan(called, fields = {}, more = '') {
  const usual = {
    编号: `p-${Buffer.from(called).toString('hex')}`,
    姓名: `${called}全名`,
    称呼: called,
    状态: '进行中',
    理疗师: 'li',
    开始: '2026-05-01',
    结束: '2026-08-31',
    ...fields,
  };
  const lines = Object.entries(usual).filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}`);
  return `${lines.join('\n')}\n${more}`;
}

export const CONSENT = `同意:
  计划页: 2026-05-01
  照片: 2026-05-01
  分享: 2026-05-01
  同意人: 本人
`;
const CARE = `疗程:
  - 项目: 头皮导引
    每: 周二 周五
    时间: 14:30
复诊:
  - 日期: 2026-06-20
    时间: 15:00
`;

export class Site {
  constructor(folder = temporary()) {
    this.folder = folder;
  }

  at(name) {
    return path.join(this.folder, name);
  }

  // Writes a file of the content with a time of its own.
  write(name, bytes, time = WRITTEN) {
    fs.mkdirSync(path.dirname(this.at(name)), { recursive: true });
    fs.writeFileSync(this.at(name), bytes);
    if (time) fs.utimesSync(this.at(name), time, time);
    return this;
  }

  read(name) {
    return fs.readFileSync(this.at(name), 'utf8');
  }

  // Replaces a piece of a text, as somebody would who edits it now.
  edit(name, from, to) {
    const text = this.read(name);
    assert.ok(text.includes(from), `${name} has no “${from}”`);
    return this.write(name, text.replace(from, to), null);
  }

  remove(name) {
    fs.rmSync(this.at(name), { recursive: true });
    return this;
  }

  rename(from, to) {
    fs.renameSync(this.at(from), this.at(to));
    return this;
  }

  exists(name) {
    return fs.existsSync(this.at(name));
  }

  build(words = [], options = {}) {
    const date = words.includes('--date') ? [] : ['--date', TODAY];
    const done = run(['-C', this.folder, 'build', '--format', 'json', ...date, ...words],
      options);
    done.summary = done.stdout.trim() ? JSON.parse(done.stdout) : null;
    return done;
  }

  // Builds and expects nothing to be wrong.
  good(words = [], options = {}) {
    const done = this.build(words, options);
    assert.equal(done.status, 0, done.stderr);
    return done;
  }

  check() {
    const done = run(['-C', this.folder, 'check', '--format', 'json']);
    return done.stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  out() {
    return tree(this.at('out'));
  }

  // The page of a kind (p s r c a) that shows these words: its path in out/.
  page(kind, words) {
    const folder = this.at(`out/${kind}`);
    const found = fs.readdirSync(folder).filter((name) => name.endsWith('.html')
      && fs.readFileSync(path.join(folder, name), 'utf8').includes(words));
    assert.ok(found.length <= 1, `${found.length} pages show “${words}”`);
    return found.length ? `${kind}/${found[0]}` : null;
  }
}

export const patient = (name) => `content/stores/east/patients/${name}`;

// Two shops; in the eastern one 甲 has everything (photos, share page, an
// article), 乙 and 丙 have plans; in the western one is 丁.
export function smallSite() {
  const site = new Site();
  site.write('careplan.yaml', 'base_url: https://plan.example.cn/\nlanguage: zh-CN\n');
  site.write('content/clinic.yaml', CLINIC);
  site.write('content/articles/sleep.md', article('睡得好', '早一点睡。'));
  site.write('content/articles/food.md', article('吃得好', '慢一点吃。'));
  site.write('content/stores/east/store.yaml', store('东店', '025-8000 0001'));
  site.write('content/stores/west/store.yaml', store('西店', '025-8000 0002'));
  site.write('content/stores/east/therapists/li.yaml', therapist('李医师', '025-8000 0011'));
  site.write('content/stores/east/therapists/wang.yaml', therapist('王医师', '025-8000 0012'));
  site.write('content/stores/west/therapists/zhao.yaml', therapist('赵医师', '025-8000 0021'));
  site.write(`${patient('甲')}/plan.yaml`, plan('甲女士', {},
    `${CONSENT}${CARE}文章: [sleep]\n分享:\n  称呼: 谷雨姐\n  照片: [2026-05]\n  感言: 好多了\n`));
  site.write(`${patient('甲')}/record.yaml`, '电话: 138 0000 0101\n住址: 甲的秘密住址\n');
  site.write(`${patient('甲')}/photos/2026-05/正面.png`, png(300, 400, [200, 150, 100]));
  site.write(`${patient('甲')}/photos/2026-05/头顶.png`, png(320, 400, [190, 150, 100]));
  site.write(`${patient('乙')}/plan.yaml`, plan('乙女士', { 理疗师: 'wang' }, CONSENT + CARE));
  site.write(`${patient('丙')}/plan.yaml`, plan('丙先生', {}, CONSENT + CARE));
  site.write('content/stores/west/patients/丁/plan.yaml',
    plan('丁先生', { 理疗师: 'zhao' }, CONSENT + CARE));
  return site;
}

// The sample clinic's content in a folder of its own.
export function demoSite() {
  const site = new Site();
  for (const name of ['content', 'root', 'careplan.yaml'])
    fs.cpSync(inRoot(name), site.at(name), { recursive: true, preserveTimestamps: true });
  return site;
}

export const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// -- browsers -----------------------------------------------------------------

export const TYPES = {
  html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', json: 'application/json',
  svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', pdf: 'application/pdf',
  ics: 'text/calendar; charset=utf-8', ver: 'text/plain', txt: 'text/plain; charset=utf-8',
};

// As a web space should have it: pages are asked for anew each time, what
// carries its hash in its name is kept, texts travel compressed.
const KEPT = /^\/(assets|media)\//;
const SMALLER = /\.(html|css|js|svg|json|ics|txt|ver)$/;

// Serves a folder on loopback; .url ends in a slash, .close() ends it.
export async function serve(folder) {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const asked = path.join(folder, path.normalize(name));
    const isThere = fs.existsSync(asked) && fs.statSync(asked).isFile();
    const file = isThere ? asked : path.join(folder, '404.html');
    const headers = {
      'content-type': TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream',
      'cache-control': KEPT.test(name) && isThere ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    let bytes = fs.existsSync(file) ? fs.readFileSync(file) : Buffer.from('nothing here');
    if (SMALLER.test(file) && /\bgzip\b/.test(request.headers['accept-encoding'])) {
      headers['content-encoding'] = 'gzip';
      headers.vary = 'accept-encoding';
      bytes = zlib.gzipSync(bytes);
    }
    response.writeHead(isThere ? 200 : 404, headers);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections?.();
      server.close(resolve);
    }),
  };
}

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// A Chromium that talks to nobody but the page's own server.
export async function browser() {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
