// The tables of docs/content.md and docs/content.zh-CN.md: every entry of every
// document, from the program's own schemas.
//
//   node tests/tools/keys_doc.mjs [PROGRAM]
//
// writes them anew between the marks <!-- keys --> … <!-- /keys -->. Without
// being run, the module gives a test the same texts (keysOf).

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const DOCUMENTS = [
  { file: 'docs/content.md', lang: 'C.UTF-8', isChinese: false },
  { file: 'docs/content.zh-CN.md', lang: 'zh_CN.UTF-8', isChinese: true },
];

function schemasOf(program, lang) {
  const env = { ...process.env, LANG: lang };
  delete env.LC_ALL;
  return execFileSync(program, ['schema'], { env, encoding: 'utf8' })
    .trim().split('\n').map((line) => JSON.parse(line));
}

// The table of the entries below this one, if there are any.
function below(schema) {
  const refs = JSON.stringify(schema.anyOf ?? '').match(/#\/definitions\/([^"]+)/);
  return refs?.[1];
}

const isList = (schema) => (schema.anyOf ?? []).some((form) => form.type === 'array');
const isRequired = (table, key) => (table.allOf ?? [])
  .some((either) => either.anyOf?.[0].required[0] === key);

function tableOf(table, isChinese) {
  const words = isChinese ? ['名目', '英文名', '说明'] : ['Chinese', 'English', 'what it is'];
  const lines = [`| ${words.join(' | ')} |`, '|---|---|---|'];
  for (const [key, schema] of Object.entries(table.properties)) {
    if (/[^ -~]/.test(key)) continue;
    const notes = [];
    if (isRequired(table, key)) notes.push(isChinese ? '必写' : 'required');
    if (isList(schema)) notes.push(isChinese ? '可以列几条' : 'a list');
    if (schema.enum) {
      const choices = schema.enum.filter((choice) => choice !== null);
      notes.push(`${isChinese ? '可以写' : 'one of'} ${choices.join(', ')}`);
    }
    const about = schema.description.replaceAll('|', '\\|').replaceAll('<', '&lt;');
    lines.push(`| ${schema.title} | \`${key}\` | ${about}${
      notes.length ? ` *(${notes.join('; ')})*` : ''} |`);
  }
  return lines.join('\n');
}

// A document's tables: its own, then those below it, in the order they appear.
function sections(schema, isChinese) {
  const start = (schema.allOf ? schema.allOf[0] : schema.items).$ref.split('/').pop();
  const parts = [`## ${schema.description}\n\n\`${schema.title}\`\n`];
  const queue = [[start, null]];
  while (queue.length) {
    const [name, heading] = queue.shift();
    const table = schema.definitions[name];
    if (heading) parts.push(`### ${heading}\n`);
    parts.push(`${tableOf(table, isChinese)}\n`);
    for (const [key, field] of Object.entries(table.properties))
      if (!/[^ -~]/.test(key) && below(field))
        queue.push([below(field), `${field.title} \`${key}\``]);
  }
  return parts.join('\n');
}

export function keysOf(program, { lang, isChinese }) {
  return schemasOf(program, lang).map((schema) => sections(schema, isChinese)).join('\n');
}

const MARKS = /(<!-- keys -->\n)[^]*(<!-- \/keys -->)/;
export const keysIn = (text) => MARKS.exec(text)[0];
export const withKeys = (text, keys) => text.replace(MARKS, (_, start, end) =>
  `${start}\n${keys}\n${end}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const program = path.resolve(process.argv[2] ?? path.join(root, 'careplan'));
  for (const document of DOCUMENTS) {
    const file = path.join(root, document.file);
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, withKeys(text, keysOf(program, document)));
  }
}
