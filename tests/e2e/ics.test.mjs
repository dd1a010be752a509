// The calendar files of the sample clinic, read by another implementation: the
// days in them are those that the page shows.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

import { demoSite, programs } from './lib.mjs';

const { default: ICAL } = await import('ical.js');

const site = demoSite();
site.build(['--date', '2026-11-21'], { program: programs.release });
const files = fs.readdirSync(site.at('out/p')).filter((name) => name.endsWith('.ics'));
const bytesOf = (name) => fs.readFileSync(site.at(`out/p/${name}`));
const pageOf = (name) => site.read(`out/p/${name.replace(/ics$/, 'html')}`);

const iso = (date) => date.toISOString().slice(0, 10);
const addDays = (day, count) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return iso(date);
};

// What data-on stands for: days and ranges, the year where it changes, /7 for
// every seventh day of a range.
function daysOf(on) {
  let year;
  const full = (text) => {
    if (text.length === 10) year = text.slice(0, 5);
    return text.length === 10 ? text : year + text;
  };
  return on.split(' ').flatMap((range) => {
    const [first, last, step] = range.split('/');
    const days = [];
    const from = full(first);
    const until = last ? full(last) : from;
    for (let day = from; day <= until; day = addDays(day, Number(step ?? 1))) days.push(day);
    return days;
  });
}

const plain = (html) => html.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g,
  (all, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);

// What the page says: revisits, and treatments by their names.
function shown(page) {
  const all = [];
  for (const [, head, body] of page.matchAll(/<li( data-[^>]*)>(.*?)<\/li>/gs)) {
    const data = Object.fromEntries([...head.matchAll(/data-(\w+)="([^"]*)"/g)]
      .map(([, key, value]) => [key, value]));
    if (!['r', 't', 'h'].includes(data.k) || !data.on) continue;
    const title = data.k === 'r' ? 'revisit' : plain(/<h3>(.*?)<\/h3>/s.exec(body)[1].replace(/<span class="tag.*?<\/span>/s, '')).trim();
    const time = /^\d\d:\d\d$/.test(data.l ?? '') ? data.l : '';
    const days = data.on === '*' || data.on[0] === 'w' ? [] : daysOf(data.on);
    days.forEach((day) => all.push(`${day} ${time} ${title}`));
  }
  return all.sort();
}

function occurrences(event) {
  const days = [];
  const steps = event.iterator();
  for (let next = steps.next(); next && days.length < 5000; next = steps.next())
    days.push(next);
  return days;
}

function told(name) {
  const calendar = new ICAL.Component(ICAL.parse(bytesOf(name).toString('utf8')));
  // What is called like no treatment is a revisit.
  const treatments = new Set(shown(pageOf(name)).map((line) => line.slice(line.indexOf(' ', 11) + 1)));
  return calendar.getAllSubcomponents('vevent').flatMap((component) => {
    const event = new ICAL.Event(component);
    const title = treatments.has(event.summary) ? event.summary : 'revisit';
    return occurrences(event).map((at) => `${at.toString().slice(0, 10)} ${
      at.isDate ? '' : at.toString().slice(11, 16)} ${title}`);
  }).sort();
}

test('there are calendars', () => {
  assert.ok(files.length >= 10, `${files.length}`);
});

test('the days in a file are the days on its page', () => {
  let days = 0;
  for (const name of files) {
    const on = shown(pageOf(name));
    assert.deepEqual(told(name), on, name);
    days += on.length;
  }
  assert.ok(days > 1000, `only ${days} days`);
});

test("the page's month marks the same days", () => {
  for (const name of files) {
    const page = pageOf(name);
    const wanted = { r: new Set(), t: new Set(), h: new Set() };
    for (const [, kind, on] of page.matchAll(/<li[^>]* data-k="([rth])"[^>]* data-on="([^"*w]*)"/g))
      daysOf(on).forEach((day) => wanted[kind].add(day));
    for (const [, on] of page.matchAll(/<li data-on="([^"]*)" data-k="r"/g)) wanted.r.add(on);
    for (const [, id, table] of page.matchAll(/<div class="month" id="m([\d-]+)">.*?<table>(.*?)<\/table>/gs)) {
      for (const [, visit, day, marks] of table.matchAll(/<td( class="k-r")?><a>(\d+)(.*?)<\/a>/gs)) {
        const full = `${id}-${day.padStart(2, '0')}`;
        assert.equal(Boolean(visit), wanted.r.has(full), `${name} ${full}: revisit`);
        assert.equal(/class="k-t"/.test(marks), wanted.t.has(full), `${name} ${full}: in the shop`);
      }
    }
  }
});

test('lines end in CRLF and have at most 75 octets', () => {
  for (const name of files) {
    const bytes = bytesOf(name);
    assert.equal(bytes.subarray(-2).toString(), '\r\n', name);
    for (const line of bytes.toString('latin1').slice(0, -2).split('\r\n')) {
      assert.ok(line.length <= 75, `${name}: ${line.length} octets`);
      assert.doesNotMatch(line, /[\r\n]/, name);
      // A line is not folded inside a character.
      assert.doesNotThrow(() => new TextDecoder('utf-8', { fatal: true })
        .decode(Buffer.from(line, 'latin1')), `${name}: ${line}`);
    }
  }
});

test('every time is in a time zone that the file describes', () => {
  for (const name of files) {
    const calendar = new ICAL.Component(ICAL.parse(bytesOf(name).toString('utf8')));
    assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
    assert.ok(calendar.getFirstPropertyValue('prodid'));
    const zones = calendar.getAllSubcomponents('vtimezone')
      .map((zone) => zone.getFirstPropertyValue('tzid'));
    if (calendar.getFirstSubcomponent('vevent'))
      assert.deepEqual(zones, ['Asia/Shanghai'], name);
    const uids = new Set();
    for (const event of calendar.getAllSubcomponents('vevent')) {
      const start = event.getFirstProperty('dtstart');
      if (!start.getFirstValue().isDate)
        assert.equal(start.getParameter('tzid'), 'Asia/Shanghai', name);
      assert.ok(event.getFirstPropertyValue('dtstamp'));
      const uid = event.getFirstPropertyValue('uid');
      assert.equal(uids.has(uid), false, `${name}: ${uid} twice`);
      uids.add(uid);
    }
  }
});

test('a lock screen that shows an event names nobody', () => {
  for (const name of files) {
    const calendar = new ICAL.Component(ICAL.parse(bytesOf(name).toString('utf8')));
    for (const event of calendar.getAllSubcomponents('vevent'))
      assert.doesNotMatch(event.getFirstPropertyValue('summary'), /女士|先生|阿姨|脱发|病/, name);
  }
});
