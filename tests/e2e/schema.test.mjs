// The JSON Schemas: valid, at one with the program about the sample content,
// and of use in an editor (yaml-language-server, which editors run).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

import { root, run, temporary } from './lib.mjs';

const NAMES = ['article', 'careplan', 'clinic', 'plan', 'queue', 'record', 'referrals',
  'store', 'therapist'];

let folder;
function schemas() {
  if (!folder) {
    folder = path.join(temporary(), 'schemas');
    const done = run(['schema', '--out', folder]);
    assert.equal(done.status, 0, done.stderr);
  }
  return Object.fromEntries(NAMES.map((name) =>
    [name, JSON.parse(fs.readFileSync(path.join(folder, `${name}.schema.json`), 'utf8'))]));
}

// -- the sample content -------------------------------------------------------

// Every document of the sample clinic: { file, kind, text }.
function documents() {
  const found = [];
  const add = (file, kind) => {
    let text = fs.readFileSync(path.join(root, file), 'utf8');
    if (kind === 'article') [, text] = /^---\n([^]*?)\n---\n/.exec(text);
    found.push({ file, kind, text });
  };
  const walk = (at) => {
    for (const entry of fs.readdirSync(path.join(root, at), { withFileTypes: true })) {
      const file = `${at}/${entry.name}`;
      if (entry.isDirectory()) walk(file);
      else if (file.endsWith('.md')) add(file, 'article');
      else if (/\/therapists\/[^/]*\.yaml$/.test(file)) add(file, 'therapist');
      else if (file.endsWith('.yaml')) add(file, path.basename(file, '.yaml'));
    }
  };
  add('careplan.yaml', 'careplan');
  walk('content');
  return found;
}

async function validators() {
  const { default: Ajv } = await import('ajv');
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  return Object.fromEntries(Object.entries(schemas())
    .map(([name, schema]) => [name, ajv.compile(schema)]));
}

const told = (validate) => (validate.errors ?? [])
  .map((error) => `${error.instancePath} ${error.message}`).join('\n');

test('one file for each kind of document', () => {
  schemas();
  assert.deepEqual(fs.readdirSync(folder).sort(), NAMES.map((name) => `${name}.schema.json`));
});

test('without --out the same schemas, one a line', () => {
  const done = run(['schema']);
  assert.equal(done.status, 0);
  const printed = done.stdout.trim().split('\n').map((line) => JSON.parse(line));
  const written = Object.values(schemas());
  const byId = (a, b) => (a.$id < b.$id ? -1 : 1);
  assert.deepEqual(printed.sort(byId), written.sort(byId));
});

test('all sample content is valid', async () => {
  const { parse } = await import('yaml');
  const all = await validators();
  const kinds = new Set();
  for (const { file, kind, text } of documents()) {
    assert.ok(all[kind], `${file} is of no known kind`);
    assert.ok(all[kind](parse(text)), `${file}\n${told(all[kind])}`);
    kinds.add(kind);
  }
  assert.deepEqual([...kinds].sort(), NAMES);
});

test('what `init` writes is valid, in both languages', async () => {
  const { parse } = await import('yaml');
  const all = await validators();
  for (const language of ['zh-CN', 'en']) {
    const site = path.join(temporary(), 'site');
    assert.equal(run(['init', site, '--language', language]).status, 0);
    const store = path.join(site, 'content/stores/main');
    const patient = path.join(store, 'patients', fs.readdirSync(`${store}/patients`)[0]);
    const files = { plan: `${patient}/plan.yaml`, record: `${patient}/record.yaml`,
      store: `${store}/store.yaml`, referrals: `${store}/referrals.yaml`,
      clinic: `${site}/content/clinic.yaml`, careplan: `${site}/careplan.yaml` };
    for (const [kind, file] of Object.entries(files))
      assert.ok(all[kind](parse(fs.readFileSync(file, 'utf8'))), `${kind}\n${told(all[kind])}`);
  }
});

const GOOD = { 编号: 'p-1', 姓名: '甲乙', display_name: '甲女士', 理疗师: 'li',
  开始: '2026-05-01', end: '２０２６年８月３１日' };

test('mistakes are found, and what the program takes is taken', async () => {
  const { plan, record, therapist } = await validators();
  const is = (good, validate, value, why) =>
    assert.equal(validate(value), good, `${why}: ${told(validate)}`);
  is(true, plan, GOOD, 'names of both languages together');
  is(false, plan, { ...GOOD, 编号: undefined, 姓名: '甲' }, 'the id is missing');
  is(false, plan, { ...GOOD, 疗成: [] }, 'a mistyped name');
  is(false, plan, { ...GOOD, 状态: '进行' }, 'no such status');
  is(true, plan, { ...GOOD, status: '草稿' }, 'a choice in the other language');
  is(false, plan, { ...GOOD, 失效: '明天' }, 'not a day');
  is(true, plan, { ...GOOD, 失效: 20270101 }, 'a day that YAML takes for a number');
  is(true, plan, { ...GOOD, 失效: null }, 'an entry left empty');
  is(true, plan, { ...GOOD, 文章: 'sleep' }, 'one scalar is a list of one');
  is(true, plan, { ...GOOD, 复诊: ['2026-06-01'] }, 'a bare day is a revisit');
  is(true, plan, { ...GOOD, 疗程: { 项目: '导引', 每: '每天' } }, 'one treatment, no list');
  is(false, plan, { ...GOOD, 疗程: [{ 项目: '导引' }] }, 'a treatment on no day');
  is(false, plan, { ...GOOD, 疗程: ['导引'] }, 'a treatment is no scalar');
  is(true, plan, { ...GOOD, 照片: { 说明: { '2026-05': '第一次' } } }, 'captions by month');
  is(false, plan, { ...GOOD, 照片: { 说明: { 五月: '第一次' } } }, 'a caption of no month');
  is(false, plan, { ...GOOD, 费用: [{ 项目: '护理', 金额: 1, 链接: 'javascript:1' }] }, 'no link');
  is(false, plan, { ...GOOD, 检查: [{ 名称: '铁', 日期: '2026-05-01', 附件: '../a' }] },
    'an attachment elsewhere');
  is(true, record, { 标签: [2026, true], 电话: 13800000000 }, 'what YAML guesses');
  is(false, therapist, { 姓名: '李', 从业年限: '很久' }, 'years are a number');
  is(true, therapist, { 姓名: '李', 从业年限: '１６', 排班: { 周一: '休' } }, 'full-width digits');
});

test('descriptions speak the language of who asks', () => {
  const about = (env) => JSON.parse(run(['schema'], { env }).stdout.split('\n')
    .find((line) => line.includes('"plan.schema.json"'))).definitions.plan.properties.编号;
  assert.match(about({ LANG: 'C.UTF-8' }).description, /the plan's own number/);
  assert.match(about({ LANG: 'zh_CN.UTF-8' }).description, /编号|身份/);
  assert.equal(about({}).title, 'id');
});

// -- in an editor -------------------------------------------------------------

// Speaks the Language Server Protocol over a process's pipes.
class Server {
  constructor(settings) {
    const program = path.join(root,
      'tests/node_modules/yaml-language-server/bin/yaml-language-server');
    this.settings = settings;
    this.child = spawn(process.execPath, [program, '--stdio'],
      { stdio: ['pipe', 'pipe', 'inherit'] });
    this.heard = Buffer.alloc(0);
    this.answers = new Map();
    this.findings = new Map();
    this.waiting = new Map();
    this.count = 0;
    this.child.stdout.on('data', (bytes) => this.hear(bytes));
  }

  hear(bytes) {
    this.heard = Buffer.concat([this.heard, bytes]);
    for (;;) {
      const head = this.heard.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.heard.toString('latin1', 0, head))[1]);
      if (this.heard.length < head + 4 + length) return;
      const message = JSON.parse(this.heard.toString('utf8', head + 4, head + 4 + length));
      this.heard = this.heard.subarray(head + 4 + length);
      this.take(message);
    }
  }

  take({ id, method, params, result }) {
    if (method === 'textDocument/publishDiagnostics') {
      this.findings.set(params.uri, params.diagnostics);
      this.waiting.get(params.uri)?.(params.diagnostics);
    } else if (method === 'workspace/configuration') {
      this.send({ id, result: params.items.map(({ section }) => this.settings[section] ?? {}) });
    } else if (method && id !== undefined) {
      this.send({ id, result: null });
    } else if (id !== undefined) {
      this.answers.get(id)(result);
    }
  }

  send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  ask(method, params) {
    const id = ++this.count;
    return new Promise((resolve) => {
      this.answers.set(id, resolve);
      this.send({ id, method, params });
    });
  }

  // What is found wrong with a text; waits for the server to say so.
  check(uri, text) {
    return new Promise((resolve) => {
      this.waiting.set(uri, resolve);
      this.send({ method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
    });
  }
}

async function serve() {
  schemas();
  const server = new Server({ yaml: { validate: true, hover: true, completion: true,
    schemaStore: { enable: false },
    schemas: Object.fromEntries(NAMES.map((name) =>
      [pathToFileURL(path.join(folder, `${name}.schema.json`)).href, [`**/${name}/*.yaml`]])) } });
  await server.ask('initialize', { processId: process.pid, rootUri: null,
    capabilities: { workspace: { configuration: true } } });
  server.send({ method: 'initialized', params: {} });
  server.send({ method: 'workspace/didChangeConfiguration', params: { settings: server.settings } });
  return server;
}

test('an editor finds nothing in the sample content, and the mistake in a wrong one', async () => {
  const server = await serve();
  try {
    await Promise.all(documents().map(async ({ file, kind, text }, i) => {
      const found = await server.check(`file:///sample/${kind}/${i}.yaml`, text);
      assert.deepEqual(found.map(({ range, message }) => `${range.start.line + 1}: ${message}`), [],
        file);
    }));
    const [wrong] = await server.check('file:///sample/plan/wrong.yaml',
      '编号: p-1\n姓名: 甲\n称呼: 甲\n理疗师: li\n开始: 2026-05-01\n结束: 2026-08-31\n疗成: []\n');
    assert.equal(wrong.range.start.line, 6);
    assert.match(wrong.message, /疗成/);
    const found = await server.check('file:///sample/plan/status.yaml',
      '编号: p-1\n姓名: 甲\n称呼: 甲\n理疗师: li\n开始: 2026-05-01\n结束: 2026-08-31\n状态: 进行\n');
    assert.equal(found[0].range.start.line, 6);
    assert.match(found[0].message, /进行中/);
  } finally {
    server.child.kill();
  }
});
