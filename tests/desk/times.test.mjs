import assert from "node:assert/strict";
import { test } from "node:test";

import { makeTimes } from "../../annotator/ui/desk/frontend/times.js";

/** @import { HistoryRow } from "../../annotator/ui/desk/frontend/types.js" */

/** @param {number} claim */
const answer = (claim) => ({ kind: /** @type {const} */ ("answer"), claim, outcome: /** @type {const} */ ("tagged") });

/** @param {HistoryRow[]} [history] */
function clocked(history = []) {
  const world = { time: 0, here: true };
  /** @type {{ times: [number, number][], leaving: boolean }[]} */
  const sent = [];
  const times = makeTimes(history, (times, leaving) => sent.push({ times, leaving }), {
    now: () => world.time,
    there: () => world.here,
  });
  return { world, sent, times };
}

test("the time of a claim is what it was in front, over several visits, up to the first answer", () => {
  const { world, sent, times } = clocked();
  times.at(1);
  world.time = 4000;
  times.at(2);
  world.time = 9000;
  times.at(1);
  world.time = 12_400;
  times.acted(answer(1));
  world.time = 90_000;
  times.acted(answer(1));
  times.leave();
  assert.deepEqual(sent, [{ times: [[1, 7]], leaving: true }]);
});

test("while nobody is there no time passes, and at most ten minutes count", () => {
  const { world, sent, times } = clocked();
  times.at(1);
  world.time = 3000;
  world.here = false;
  times.look();
  world.time = 50_000;
  world.here = true;
  times.look();
  world.time = 52_000;
  times.acted(answer(1));
  times.at(2);
  world.time = 2_000_000;
  times.acted(answer(2));
  times.leave();
  assert.deepEqual(sent, [{ times: [[1, 5], [2, 600]], leaving: true }]);
});

test("a claim that was answered before, and one that was only passed, have no time", () => {
  /** @type {HistoryRow} */
  const before = ["e", 1, "answer", "tagged", "sourced", null, null, "", "", ""];
  /** @type {HistoryRow} */
  const skipped = ["f", 2, "answer", "skipped", null, null, null, "", "", ""];
  const { world, sent, times } = clocked([before, skipped]);
  for (const claim of [1, 2, 3]) {
    times.at(claim);
    world.time += claim === 3 ? 100 : 2000;
    times.acted(answer(claim));
  }
  times.acted({ ...answer(4), outcome: "skipped" });
  times.leave();
  times.leave();
  assert.deepEqual(sent, [{ times: [[2, 2]], leaving: true }]);
});

test("many are sent in between", () => {
  const { world, sent, times } = clocked();
  for (let claim = 1; claim <= 21; claim += 1) {
    times.at(claim);
    world.time += 1000;
    times.acted(answer(claim));
  }
  assert.equal(sent.length, 1);
  assert.equal(sent[0].leaving, false);
  assert.equal(sent[0].times.length, 20);
});
