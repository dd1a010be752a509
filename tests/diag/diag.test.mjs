// One wrong file for each message: what is said of it, word for word.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

import { diagnostics } from '../tools/expected.mjs';

for (const { name, file, make } of diagnostics()) {
  test(name, () => {
    assert.ok(fs.existsSync(file), `there is no ${file}: make golden`);
    assert.equal(make().toString(), fs.readFileSync(file, 'utf8'));
  });
}
