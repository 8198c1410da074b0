import assert from "node:assert/strict";
import { test } from "node:test";
import { LEAVING, USUAL, cut } from "../../annotator/ui/desk/frontend/batch.js";

/** @import { Entry } from "../../annotator/ui/desk/frontend/types.js" */

/** @returns {Entry} */
const entry = (/** @type {string} */ text) => ({
  act: { id: "x", kind: "note", claim: 1, sha: "", replaces: null, text },
  article: 1,
  n: 1,
});
const bytes = (/** @type {Entry[]} */ batch) =>
  Buffer.byteLength(
    JSON.stringify({
      project: "0".repeat(32),
      as: "0".repeat(32),
      acts: batch.map((one) => one.act),
    }),
  );

test("at most 200 acts", () => {
  assert.equal(cut(Array(500).fill(entry("")), USUAL).length, 200);
});

test("never more bytes than the limit, counted as UTF-8", () => {
  for (const limits of [USUAL, LEAVING]) {
    for (const text of ["x".repeat(1000), "é".repeat(4000), "漢".repeat(5000)]) {
      const batch = cut(Array(500).fill(entry(text)), limits);
      assert.ok(bytes(batch) <= limits.bytes, `${bytes(batch)} of ${limits.bytes}`);
      assert.ok(
        batch.length === limits.acts || bytes([...batch, entry(text)]) > limits.bytes - 1024,
      );
    }
  }
});

test("an act that is too large goes alone, and does not stay for ever", () => {
  assert.equal(cut([entry("x".repeat(300_000)), entry("")], USUAL).length, 1);
});

test("nothing waits, nothing goes", () => {
  assert.deepEqual(cut([], USUAL), []);
});
