import assert from "node:assert/strict";
import { test } from "node:test";

import { layTicks } from "../../annotator/ui/desk/frontend/ticks.js";

/** Paragraphs of some claims each. @param {number} claims @param {number} of */
const paragraphs = (claims, of) => Array.from({ length: claims }, (_, place) => place % of === 0);
const cells = (/** @type {{ count: number }} */ ticks) =>
  Array.from({ length: ticks.count }, (_, i) => i);

for (const [claims, width, scale] of [
  [1, 800, 1],
  [42, 740, 1],
  [42, 310, 2],
  [120, 700, 1],
  [300, 700, 1.25],
  [600, 606, 1],
  [5000, 700, 1],
  [5000, 1400, 2],
  [5000, 130, 1],
  [7, 1, 1],
]) {
  test(`${claims} claims in ${width} pixels lie in order, in sight, and are found again`, () => {
    const ticks = layTicks(paragraphs(claims, 6), width, scale);
    let right = 0;
    for (const cell of cells(ticks)) {
      assert.ok(ticks.left(cell) >= right, "no mark covers another");
      right = ticks.right(cell);
      assert.ok(right > ticks.left(cell), "every mark has a width");
      assert.equal(ticks.cellAt(ticks.left(cell)), cell);
      assert.equal(ticks.cellAt(right - 1), cell);
      assert.equal(ticks.cellOf(ticks.first(cell)), cell);
    }
    assert.ok(right <= width);
    assert.ok(right >= width - 1, "the strip is used up");
    for (let place = 0; place < claims; place += 1) {
      const cell = ticks.cellOf(place);
      const end = cell + 1 < ticks.count ? ticks.first(cell + 1) : claims;
      assert.ok(ticks.first(cell) <= place && place < end, "every claim is in its own cell");
    }
  });
}

test("a paragraph begins after a wider gap, as long as there is room", () => {
  const roomy = layTicks(paragraphs(12, 6), 700, 1);
  const gap = (/** @type {number} */ cell) => roomy.left(cell) - roomy.right(cell - 1);
  assert.ok(gap(6) >= gap(5) + 4);
  const dense = layTicks(paragraphs(600, 6), 606, 1);
  assert.equal(dense.left(6), dense.right(5));
});

test("a long article has one column for each pixel", () => {
  assert.equal(layTicks(paragraphs(5000, 6), 700, 1).count, 700);
  assert.equal(layTicks(paragraphs(5000, 6), 1400, 2).count, 700);
});
