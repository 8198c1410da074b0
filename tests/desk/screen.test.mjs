import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { makeScreen } from "../../annotator/ui/desk/frontend/screen.js";

/** @type {(() => void)[]} */
let frames = [];
/** @type {string[]} */
let drawn = [];

beforeEach(() => {
  frames = [];
  drawn = [];
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ job) => frames.push(job),
    cancelAnimationFrame: (/** @type {number} */ number) => frames.splice(number - 1, 1),
  });
});

/** @param {Partial<Parameters<typeof makeScreen>[0]>} [other] */
function aScreen(other) {
  return makeScreen({
    before: () => drawn.push("before"),
    claim: (place) => drawn.push(`claim ${place}`),
    panel: () => drawn.push("panel"),
    counts: () => drawn.push("counts"),
    state: () => drawn.push("state"),
    arrive: () => drawn.push("arrive"),
    ...other,
  });
}

test("many changes are drawn once, in one frame, and arriving comes last", () => {
  const screen = aScreen();
  screen.draw("arrive", "panel");
  screen.draw(3, "panel", "counts");
  screen.draw(3, 4, "state");
  assert.equal(frames.length, 1);
  assert.deepEqual(drawn, []);
  frames[0]();
  assert.deepEqual(drawn, ["before", "claim 3", "claim 4", "panel", "counts", "state", "arrive"]);
});

test("the next change has a frame of its own and draws nothing twice", () => {
  const screen = aScreen();
  screen.draw(1);
  frames[0]();
  drawn = [];
  screen.draw("state");
  frames[1]();
  assert.deepEqual(drawn, ["before", "state"]);
});

test("what changes while the screen is drawn is drawn in the next frame", () => {
  const screen = aScreen({ state: () => screen.draw(2, "panel", "state") });
  screen.draw("panel", "state");
  frames[0]();
  assert.deepEqual(drawn, ["before", "panel"]);
  drawn = [];
  frames[1]();
  assert.deepEqual(drawn, ["before", "claim 2", "panel"]);
});

test("what cannot be drawn is not tried again in every frame", () => {
  const screen = aScreen({
    claim() {
      throw new Error("cannot paint");
    },
  });
  screen.draw(1);
  assert.throws(() => frames[0](), /cannot paint/);
  screen.draw("panel");
  frames[1]();
  assert.deepEqual(drawn, ["before", "before", "panel"]);
});

test("drawing at once leaves the focus where it is", () => {
  const screen = aScreen();
  screen.draw("panel", "arrive");
  screen.now();
  assert.deepEqual(drawn, ["panel"]);
  frames[0]();
  assert.deepEqual(drawn, ["panel", "before"]);
});

test("a screen that is taken down draws no more", () => {
  const screen = aScreen();
  screen.draw("panel");
  screen.stop();
  assert.equal(frames.length, 0);
});
