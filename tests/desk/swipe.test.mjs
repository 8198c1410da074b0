import assert from "node:assert/strict";
import { test } from "node:test";

import { turnOf } from "../../annotator/ui/desk/frontend/swipe.js";

test("a swipe to the left turns on, to the right back", () => {
  assert.equal(turnOf(-90, 10, false), 1);
  assert.equal(turnOf(90, -10, false), -1);
});

test("from right to left it is the other way round", () => {
  assert.equal(turnOf(-90, 10, true), -1);
  assert.equal(turnOf(90, -10, true), 1);
});

test("a tap and a scroll turn nothing", () => {
  for (const [x, y] of [[0, 0], [-30, 2], [-60, 200], [60, -40], [0, 300]])
    assert.equal(turnOf(x, y, false), 0, `${x} ${y}`);
});
