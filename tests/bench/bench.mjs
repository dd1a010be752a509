// The benchmark: every figure is a ratio against a floor measured in the same
// run, interleaved, and the median of the rounds; the machines are shared.
//
//   node bench.mjs CAREPLAN TOOLS FOLDER
//
// TOOLS holds the compiled generate and measure. FOLDER is made and emptied.
// BENCH_FULL=1 adds the table for 100,000 patients, BENCH_ROUNDS sets the rounds.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const [careplan, tools, folder] = process.argv.slice(2, 5).map((p) => path.resolve(p));
const full = process.env.BENCH_FULL === '1';
const root = path.resolve(new URL('../..', import.meta.url).pathname);
const ROUNDS = Number(process.env.BENCH_ROUNDS || 5);
const SIZES = full ? [1000, 10000, 100000] : [1000, 10000];
// Files younger than two seconds are read again by the next run: let them age.
const AGE_MS = 2500;
// Of this size a tree takes gigabytes: fewer rounds, and no copies kept.
const LARGE = 100000;
const LARGE_ROUNDS = 3;
const DELETED_MS = 8000;

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const f = (x, digits = 2) => x.toFixed(digits);

function run(command, args, options = {}) {
  const made = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (made.status) throw new Error(`${command} ${args.join(' ')}: status ${made.status}`);
}

function measure(cwd, ...command) {
  const made = spawnSync(path.join(tools, 'measure'), command, {
    cwd, stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const figures = JSON.parse(made.output[3].toString());
  if (figures.status) throw new Error(`${command.join(' ')}: status ${figures.status}`);
  return figures;
}

// The whole tree's names and stamps, as a null build has to look at them.
const floor = (cwd) => measure(cwd, 'find', 'content', 'out', '-type', 'f', '-fprintf',
  '/dev/null', '%T@ %s %p\n');
const build = (cwd, ...more) => measure(cwd, careplan, 'build', '--quiet', ...more);

function prepare(patients, percent, pool) {
  const site = path.join(folder, `site-${patients}-${percent}`);
  fs.mkdirSync(path.join(site, 'old'), { recursive: true });
  run(path.join(tools, 'generate'), [site, String(patients), String(percent), ...pool]);
  fs.cpSync(path.join(root, 'themes'), path.join(site, 'themes'), { recursive: true });
  sleep(AGE_MS);
  return site;
}

// A file system that has just deleted many files is slow at making new ones
// (ext4 for five seconds): what is old is put aside, and deleted only where the
// disk could not hold it, with a pause.
function setAside(site, round, patients) {
  if (fs.existsSync(path.join(site, 'out')))
    fs.renameSync(path.join(site, 'out'), path.join(site, 'old', `out-${round}`));
  if (round && patients >= LARGE) {
    fs.rmSync(path.join(site, 'old'), { recursive: true });
    fs.mkdirSync(path.join(site, 'old'));
    sleep(DELETED_MS);
  }
  for (const name of ['state.db', 'state.db-wal', 'state.db-shm'])
    fs.rmSync(path.join(site, '.careplan', name), { force: true });
  spawnSync('sync');
}

function changeOnePlan(site, round) {
  const shop = path.join(site, 'content/stores/shop-000/patients');
  const plan = path.join(shop, fs.readdirSync(shop).sort()[17], 'plan.yaml');
  const text = fs.readFileSync(plan, 'utf8');
  fs.writeFileSync(plan, text.replace(/100 下|\d+ 遍/, `${round + 1} 遍`));
}

function buildTable(patients) {
  const site = prepare(patients, 0, []);
  const cold = [], copy = [], nothing = [], find = [], one = [];
  const rounds = patients >= LARGE ? Math.min(ROUNDS, LARGE_ROUNDS) : ROUNDS;
  for (let round = 0; round < rounds; round++) {
    setAside(site, round, patients);
    cold.push(build(site));
    spawnSync('sync');
    copy.push(measure(site, 'cp', '-r', 'out', `old/copy-${round}`));
    floor(site); // the copy has pushed names out of the cache: both start warm
    nothing.push(build(site));
    find.push(floor(site));
    changeOnePlan(site, round);
    one.push(build(site));
    build(site);
  }
  const wall = (list) => median(list.map((x) => x.wall));
  const cpu = (list) => median(list.map((x) => x.cpu));
  const ratio = (a, b) => median(a.map((x, i) => x.wall / b[i].wall));
  const rss = Math.max(...cold.map((x) => x.rss_kb)) / 1024;
  fs.rmSync(site, { recursive: true });
  console.log(`${patients} patients`);
  console.log(`  cold build          ${f(wall(cold), 3)} s  = ${f(ratio(cold, copy))} x cp -r (aim 1.5, at most 2)`);
  console.log(`  CPU a patient       ${f(cpu(cold) / patients * 1000, 3)} ms  (cp -r: ${f(cpu(copy) / patients * 1000, 3)} ms; Hugo 0.111: 3.6 ms)`);
  console.log(`  nothing changed     ${f(wall(nothing), 4)} s = ${f(ratio(nothing, find))} x find (at most 2)`);
  console.log(`  one plan changed    ${f((wall(one) - wall(nothing)) * 1000, 1)} ms above that (at most 20)`);
  console.log(`  peak memory         ${f(rss, 1)} MB`);
  return rss;
}

function photoTable(pool) {
  const site = prepare(1000, 5, pool);
  const figures = build(site);
  console.log(`1000 patients, 5 % with photos from a pool of ${pool.length}`);
  console.log(`  cold build          ${f(figures.wall, 3)} s`);
  fs.rmSync(site, { recursive: true });
}

function weightTable() {
  const site = path.join(folder, 'demo');
  fs.mkdirSync(site, { recursive: true });
  for (const name of ['careplan.yaml', 'content', 'root', 'themes'])
    fs.cpSync(path.join(root, name), path.join(site, name), { recursive: true });
  spawnSync(careplan, ['build', '--quiet', '--date', '2026-11-21'], { cwd: site, stdio: 'ignore' });
  const sizes = fs.readdirSync(path.join(site, 'out/p')).filter((n) => n.endsWith('.html'))
    .map((n) => spawnSync('gzip', ['-9c', path.join(site, 'out/p', n)]).stdout.length)
    .sort((a, b) => a - b);
  console.log(`weight of the demo's ${sizes.length} plan pages, gzip -9 with their style`);
  console.log(`  median ${median(sizes)} B, largest ${sizes.at(-1)} B (at most 14336)`);
  fs.rmSync(site, { recursive: true });
}

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const peaks = SIZES.map(buildTable);
console.log(`memory: ${SIZES.at(-1)} patients take ${f(peaks.at(-1) - peaks[0], 1)} MB more than ${SIZES[0]} (at most 64)`);
const pool = (process.env.BENCH_PHOTOS || '').split(':').filter(Boolean);
if (pool.length) photoTable(pool);
weightTable();
fs.rmSync(folder, { recursive: true });
