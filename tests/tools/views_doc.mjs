// The tables of docs/themes.md: every name that every page's template may ask
// for, from the program's own tables (careplan schema --views).
//
//   node tests/tools/views_doc.mjs [PROGRAM]
//
// writes them anew between the marks <!-- views --> … <!-- /views -->. Without
// being run, the module gives a test the same text (viewsOf).

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const DOCUMENT = 'docs/themes.md';

const READERS = {
  patient: 'The patient reads it.',
  public: 'Anyone with the link may read it.',
  therapist: 'The therapist reads it.',
};

function pagesOf(program) {
  return execFileSync(program, ['schema', '--views'], { encoding: 'utf8' })
    .trim().split('\n').map((line) => JSON.parse(line));
}

// The objects that pages share, by name: their fields in the order of the page
// that sees most of them, and who sees each. Two that differ in more than what
// is seen of them must not have one name.
function objectsOf(pages) {
  const objects = new Map();
  for (const { audience, root: own, tables } of pages) {
    for (const [name, fields] of Object.entries(tables)) {
      if (name === own) continue;
      const object = objects.get(name) ?? { fields: new Map(), audiences: new Set() };
      objects.set(name, object);
      object.audiences.add(audience);
      for (const [key, field] of Object.entries(fields)) {
        const seen = object.fields.get(key) ?? { field, audiences: new Set() };
        if (JSON.stringify(seen.field) !== JSON.stringify(field))
          throw new Error(`two different objects are called “${name}” (${key})`);
        seen.audiences.add(audience);
        object.fields.set(key, seen);
      }
      const order = Object.keys(fields);
      if (order.length === object.fields.size)
        object.fields = new Map(order.map((key) => [key, object.fields.get(key)]));
    }
  }
  return new Map([...objects].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const escaped = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const anchor = (name) => name.replaceAll(' ', '-');

function typeOf(field) {
  if (field.choices) return `one of ${field.choices.map((key) => `\`${key}\``).join(', ')}`;
  if (!field.table) return field.type;
  const link = `[${field.table}](#${anchor(field.table)})`;
  return field.type === 'list' ? `list of ${link}` : link;
}

function tableOf(rows) {
  const lines = ['| name | type | what it is |', '|---|---|---|'];
  for (const [key, field, note] of rows)
    lines.push(`| \`${key}\` | ${typeOf(field)} | ${escaped(field.about)}${note ? ` *(${note})*` : ''} |`);
  return lines.join('\n');
}

function pageSection({ template, audience, root: own, tables }) {
  return `### ${template}.mustache\n\n${READERS[audience]}\n\n${
    tableOf(Object.entries(tables[own]))}\n`;
}

function objectSection([name, { fields, audiences }]) {
  const rows = [...fields].map(([key, { field, audiences: seen }]) =>
    [key, field, seen.size === audiences.size ? '' : `${[...seen].sort().join(' and ')} pages only`]);
  return `### ${name}\n\n${tableOf(rows)}\n`;
}

export function viewsOf(program) {
  const pages = pagesOf(program);
  return [...pages.map(pageSection), '## The objects in them\n',
    ...[...objectsOf(pages)].map(objectSection)].join('\n');
}

const MARKS = /(<!-- views -->\n)[^]*(<!-- \/views -->)/;
export const viewsIn = (text) => MARKS.exec(text)[0];
export const withViews = (text, views) => text.replace(MARKS, (_, start, end) =>
  `${start}\n${views}\n${end}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const program = path.resolve(process.argv[2] ?? path.join(root, 'careplan'));
  const file = path.join(root, DOCUMENT);
  fs.writeFileSync(file, withViews(fs.readFileSync(file, 'utf8'), viewsOf(program)));
}
