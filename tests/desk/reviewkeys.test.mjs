// Which command a key means on the review desk.

import assert from "node:assert/strict";
import { test } from "node:test";

import { reviewCommandOf } from "../../annotator/ui/desk/frontend/reviewkeys.js";

const TAGS = /** @type {any[]} */ ([
  { name: "sourced", key: "1" },
  { name: "none", key: "0" },
]);
/** @param {string} key @param {any} more */
const press = (key, more = {}) =>
  /** @type {any} */ (
    reviewCommandOf(
      { key, code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more },
      TAGS,
    )
  );

test("tags by their keys", () => {
  assert.equal(press("1").tag.name, "sourced");
  assert.equal(press("&", { code: "Digit1" }).tag.name, "sourced");
});

test("rulings", () => {
  const rulings = ["k", "f", "x", "b"].map((key) => press(key).ruling);
  assert.deepEqual(rulings, ["split_kept", "no_tag_fits", "rule_unclear", "sent_back"]);
});

test("the rest", () => {
  const names = ["Enter", "z", "n", "m", "a", "/", "?", "Escape"].map((key) => press(key).name);
  assert.deepEqual(names, ["confirm", "undo", "reason", "comment", "accept", "filter", "help", "escape"]);
  assert.equal(press("ArrowDown").by, 1);
  assert.equal(press("ArrowUp").by, -1);
  assert.equal(press("z", { ctrlKey: true }).name, "undo");
});

test("what means nothing", () => {
  for (const key of ["c", "r", "q", "7"]) assert.equal(press(key), null);
  assert.equal(press("k", { shiftKey: true }), null);
  assert.equal(press("k", { altKey: true }), null);
  assert.equal(press("k", { isComposing: true }), null);
  assert.equal(press("b", { ctrlKey: true }), null);
});
