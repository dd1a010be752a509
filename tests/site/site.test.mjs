// A small site and every byte that is made of it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

import { compare, sites } from '../tools/expected.mjs';

for (const { name, folder, make } of sites()) {
  test(name, () => {
    assert.ok(fs.existsSync(folder), `there is no ${folder}: make golden`);
    assert.equal(compare(folder, make()), '');
  });
}
