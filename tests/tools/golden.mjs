#!/usr/bin/env node
// Shows where the expected outputs of tests/diag and tests/site are not what
// the program makes now, and asks for each whether that is right. With --yes
// all are, with --list nothing is replaced.

import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline/promises';

import { compare, diagnostics, sites } from './expected.mjs';
import { temporary } from '../e2e/lib.mjs';

const words = process.argv.slice(2);
const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });

async function agreed(question) {
  if (words.includes('--yes')) return true;
  if (words.includes('--list')) return false;
  return /^(y|yes|是)$/i.test((await terminal.question(`${question} [y/N] `)).trim());
}

let replaced = 0;
let left = 0;
async function settle(name, difference, replace) {
  if (!difference) return;
  console.log(`\n=== ${name}\n${difference}`);
  if (await agreed('is this what is expected from now on?')) {
    replace();
    replaced++;
  } else {
    left++;
  }
}

const scratch = path.join(temporary(), 'made');
for (const { name, file, make } of diagnostics()) {
  fs.writeFileSync(scratch, make());
  await settle(`diag ${name}`, compare(file, scratch), () => fs.copyFileSync(scratch, file));
}
for (const { name, folder, make } of sites()) {
  const made = make();
  await settle(`site ${name}`, compare(folder, made), () => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.cpSync(made, folder, { recursive: true });
  });
}
terminal.close();
console.log(`${replaced} replaced, ${left} left as they were`);
