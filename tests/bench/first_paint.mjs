#!/usr/bin/env node
// When a patient's page shows something on a cold connection, with the style
// inlined (as it is published) and linked, in one run.
//
//   node tests/bench/first_paint.mjs     (needs tests/node_modules, Chromium)
//
// The server stands for a far one: a new connection costs two round trips (TCP,
// TLS 1.3), each answer one more, and an answer goes out in windows that begin
// with ten segments and double (RFC 6928, slow start). Loopback does the rest.

import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import zlib from 'node:zlib';

import { TYPES, browser, demoSite, programs } from '../e2e/lib.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const ROUND_TRIPS_MS = [80, 200, 400];
const FIRST_WINDOW = 10 * 1460;

const site = demoSite();
site.build([], { program: programs.release });
const out = site.at('out');

const inOut = (name) => fs.readFileSync(path.join(out, name));
const squeeze = (bytes) => zlib.gzipSync(bytes, { level: 9 });

// The largest plan, and the same page as it would be with a linked style.
function variants() {
  const name = fs.readdirSync(path.join(out, 'p')).filter((file) => file.endsWith('.html'))
    .map((file) => `p/${file}`).sort((a, b) => inOut(b).length - inOut(a).length)[0];
  const inlined = inOut(name).toString();
  const linked = inlined.replace(
    /<style>.*?<\/style>\n<link rel="stylesheet" href="([^"]*)" media="print">/s,
    '<link rel="stylesheet" href="$1">');
  if (linked === inlined) throw new Error(`${name} has no inlined style`);
  return new Map([['/p/inlined.html', inlined], ['/p/linked.html', linked]]);
}

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

function answer(url, pages) {
  let body = pages.get(url);
  try {
    body ??= inOut(url.slice(1));
  } catch {
    return Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  }
  const ending = path.extname(url).slice(1);
  const isText = /^(html|css|js|svg)$/.test(ending);
  if (isText) body = squeeze(body);
  return Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'
    + `Content-Type: ${TYPES[ending] ?? 'application/octet-stream'}\r\n`
    + `Content-Length: ${body.length}\r\n${isText ? 'Content-Encoding: gzip\r\n' : ''}\r\n`), body]);
}

function serveFromAfar(pages, roundTripMs) {
  const server = net.createServer((socket) => {
    let window = FIRST_WINDOW;
    let asked = '';
    let turn = wait(2 * roundTripMs);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    const send = async (url) => {
      await wait(roundTripMs);
      for (let rest = answer(url, pages); rest.length;) {
        socket.write(rest.subarray(0, window));
        rest = rest.subarray(window);
        window *= 2;
        if (rest.length) await wait(roundTripMs);
      }
    };
    socket.on('data', (bytes) => {
      asked += bytes;
      for (let end = asked.indexOf('\r\n\r\n'); end >= 0; end = asked.indexOf('\r\n\r\n')) {
        const url = new URL(asked.split(' ')[1], 'http://x').pathname;
        asked = asked.slice(end + 4);
        turn = turn.then(() => send(url));
      }
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function firstPaint(chromium, url) {
  const context = await chromium.newContext({ viewport: { width: 375, height: 812 } });
  const page = await context.newPage();
  await page.goto(url);
  const at = await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime))
      .observe({ type: 'paint', buffered: true });
  }));
  await context.close();
  return at;
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

const pages = variants();
for (const [url, html] of pages) console.log(`${path.basename(url)}: ${squeeze(html).length} bytes compressed`);
const chromium = await browser();
for (const roundTripMs of ROUND_TRIPS_MS) {
  const server = await serveFromAfar(pages, roundTripMs);
  const times = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    let which = 0;
    for (const url of pages.keys())
      times[which++].push(await firstPaint(chromium, `http://127.0.0.1:${server.address().port}${url}`));
  }
  const [inlined, linked] = times.map(median);
  console.log(`round trip ${roundTripMs} ms: first paint inlined ${inlined.toFixed(0)} ms, `
    + `linked ${linked.toFixed(0)} ms: ${(inlined / linked).toFixed(2)}`);
  server.close();
}
await chromium.close();
