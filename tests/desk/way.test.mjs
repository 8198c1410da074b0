import assert from "node:assert/strict";
import { test } from "node:test";

import { kindsOf } from "../../annotator/ui/desk/frontend/filter.js";
import { makeWay } from "../../annotator/ui/desk/frontend/way.js";

/** @import { Record } from "../../annotator/ui/desk/frontend/acts.js" */
/** @import { Tag } from "../../annotator/ui/desk/frontend/types.js" */

/** @type {{ [letter: string]: any }} */
const ANSWERS = {
  "-": null,
  s: { outcome: "tagged", tag: "sourced" },
  o: { outcome: "tagged", tag: "opinion" },
  u: { outcome: "unsure", tag: null },
  ">": { outcome: "skipped", tag: null },
};
/** Records from letters: a dash is untagged, "s" sourced, "o" opinion, "u" unsure, ">" skipped. */
const records = (/** @type {string} */ letters) =>
  [...letters].map(
    (letter) => /** @type {Record} */ ({ claim: {}, answer: ANSWERS[letter], note: "", split: false }),
  );
const unsure = (/** @type {Record} */ one) => one.answer?.outcome === "unsure";

test("without a filter it is one claim on and back", () => {
  const way = makeWay(records("-s-"));
  assert.deepEqual([way.step(0, 1), way.step(1, -1), way.first(), way.last()], [1, 0, 0, 2]);
  assert.deepEqual([way.step(2, 1), way.step(0, -1), way.step(3, -1)], [3, -1, 2]);
});

test("a filter leads among its claims only", () => {
  const way = makeWay(records("u-s-u->u"));
  way.narrow(unsure);
  assert.deepEqual([way.first(), way.step(0, 1), way.step(4, 1), way.step(7, 1)], [0, 4, 7, 8]);
  assert.deepEqual([way.last(), way.step(8, -1), way.step(6, -1), way.step(0, -1)], [7, 7, 4, -1]);
  assert.deepEqual([way.next(4), way.next(7), way.leadsTo(3), way.leadsTo(4)], [7, 0, false, true]);
  assert.deepEqual(way.standing(4), { rank: 2, total: 3 });
  assert.deepEqual(way.standing(3), { rank: 0, total: 3 });
});

test("how many there are follows what is said, claim by claim", () => {
  const all = records("u-u");
  const way = makeWay(all);
  way.narrow(unsure);
  all[1].answer = ANSWERS.u;
  way.changed(1);
  way.changed(1);
  assert.deepEqual(way.standing(2), { rank: 3, total: 3 });
  all[0].answer = ANSWERS.s;
  way.changed(0);
  assert.deepEqual([way.standing(2), way.standing(0)], [{ rank: 2, total: 2 }, { rank: 0, total: 2 }]);
  way.narrow(() => true);
  assert.deepEqual(way.standing(0), { rank: 1, total: 3 });
});

test("where nothing is let through there is nowhere to go", () => {
  const way = makeWay(records("--"));
  way.narrow(unsure);
  assert.deepEqual([way.first(), way.last(), way.next(0), way.step(0, 1)], [2, -1, -1, 2]);
  const none = makeWay([]);
  assert.deepEqual([none.first(), none.last(), none.next(-1), none.open(-1)], [0, -1, -1, -1]);
});

test("the next open claim goes round: the untouched first, then the skipped, among the filter's", () => {
  const all = records("->s-u");
  const way = makeWay(all);
  assert.deepEqual([way.open(-1), way.open(0), way.open(3)], [0, 3, 0]);
  all[0].answer = all[3].answer = ANSWERS.o;
  assert.equal(way.open(2), 1);
  all[1].answer = ANSWERS.o;
  assert.equal(way.open(2), -1);
  const noted = records("--s");
  noted[1].note = "why";
  const among = makeWay(noted);
  among.narrow((one) => one.note !== "");
  assert.deepEqual([among.open(-1), among.open(1)], [1, 1]);
});

test("every kind of filter lets through what its name says", () => {
  /** @param {string} name @param {Tag["outcome"]} [outcome] */
  const tag = (name, outcome = "tagged") => ({ name, outcome });
  const all = records("-so>u");
  const scheme = { tags: [tag("sourced"), tag("opinion"), tag("unsure", "unsure")] };
  const { said, tags } = kindsOf(scheme, () => new Set([all[2], all[4]]));
  all[1].note = "why";
  all[3].split = true;
  all[0].claim.question = "Which table?";
  const through = [...said, ...tags].map(({ name, begin }) => {
    const wanted = begin();
    return [name, all.flatMap((one, place) => (wanted(one) ? [place] : [])).join()];
  });
  assert.deepEqual(through, [
    ["untagged", "0"],
    ["unsure", "4"],
    ["skipped", "3"],
    ["noted", "1"],
    ["split", "3"],
    ["asked", "0"],
    ["revised", "2,4"],
    ["tag:sourced", "1"],
    ["tag:opinion", "2"],
  ]);
});

/** The same numbers at every run. @param {number} seed */
function chance(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("on any article, forwards and backwards meet the same claims, each once", () => {
  const below = chance(7);
  for (let round = 0; round < 300; round += 1) {
    const all = records(Array.from({ length: below(12) }, () => "-sou>"[below(5)]).join(""));
    const way = makeWay(all);
    const { said, tags } = kindsOf({ tags: [{ name: "sourced", outcome: "tagged" }] });
    const wanted = [...said, ...tags][below(said.length + tags.length)].begin();
    way.narrow(wanted);
    const expected = all.flatMap((one, place) => (wanted(one) ? [place] : []));
    const on = [];
    for (let place = way.first(); place < all.length; place = way.step(place, 1)) on.push(place);
    const back = [];
    for (let place = way.last(); place >= 0; place = way.step(place, -1)) back.push(place);
    assert.deepEqual(on, expected);
    assert.deepEqual(back.reverse(), expected);
    expected.forEach((place, i) =>
      assert.deepEqual(way.standing(place), { rank: i + 1, total: expected.length }),
    );
    for (const start of all.keys()) {
      const later = expected.find((place) => place > start) ?? expected[0] ?? -1;
      assert.equal(way.next(start), later);
    }
  }
});
