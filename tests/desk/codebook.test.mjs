import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCodebook, tagIn } from "../../annotator/ui/desk/frontend/codebook.js";
import { LOOK } from "./shelf.mjs";

/** @import { Answer, Scheme, Tag } from "../../annotator/ui/desk/frontend/types.js" */

/** @param {string} name @param {string} meaning @param {Tag["outcome"]} [outcome] @returns {Tag} */
const tag = (name, meaning, outcome = "tagged") => ({
  ...{ name, key: "", letter: "", line: "" },
  ...{ meaning, outcome, ...LOOK },
});
/** @type {Scheme} */
const scheme = {
  label: "t/1",
  tags: [
    tag("sourced", "A reader could go to the source."),
    tag("none", "None of the others."),
    tag("unsure", "Two answers are left.", "unsure"),
  ],
  reasons: ["vague_source"],
  reasonMeanings: { vague_source: "nobody could be asked" },
  order: [
    { question: "Is anything claimed?", tag: "none", reason: "vague_source", action: "" },
    { question: "Two claims in one?", tag: "", reason: "", action: "split the claim" },
  ],
  rulings: [
    { case: "The café’s opening hours", ruling: "none, vague_source", tags: ["none"] },
    { case: "“As she said”", ruling: "sourced if she is named", tags: ["sourced", "none"] },
    { case: "A doubt", ruling: "Ask yourself twice.", tags: [] },
  ],
};
/** @param {string} query @param {string} [about] */
const found = (query, about = null) =>
  makeCodebook(scheme)
    .find(query, about)
    .map(({ title, entries }) => [title, entries.map((entry) => entry.title)]);

test("nothing asked for shows everything, in the order of need", () => {
  assert.deepEqual(
    found("").map(([title, entries]) => [title, entries.length]),
    [
      ["Rulings", 3],
      ["The order: the first yes decides", 2],
      ["Tags", 3],
      ["Reasons", 1],
    ],
  );
});

test("the rulings about the claim's tag come first, and none is lost or doubled", () => {
  assert.deepEqual(found("", "sourced").slice(0, 2), [
    ["Rulings about sourced", ["“As she said”"]],
    ["Other rulings", ["The café’s opening hours", "A doubt"]],
  ]);
  assert.equal(found("", "unsure")[0][0], "Rulings");
  assert.deepEqual(found("doubt", "sourced"), [["Rulings", ["A doubt"]]]);
  assert.deepEqual(
    makeCodebook(scheme).find("", null, true).map(({ title }) => title),
    ["Tags", "Rulings", "The order: the first yes decides", "Reasons"],
  );
});

test("all words must occur, in any order and place; case and diacritics do not matter", () => {
  assert.deepEqual(found("HOURS cafe"), [["Rulings", ["The café’s opening hours"]]]);
  assert.deepEqual(found("  café's "), [["Rulings", ["The café’s opening hours"]]]);
  assert.deepEqual(found("cafe twice"), []);
});

test("answers, reasons and actions are found by their words", () => {
  assert.deepEqual(
    found("vague source").map(([title]) => title),
    ["Rulings", "The order: the first yes decides", "Reasons"],
  );
  assert.deepEqual(found("split"), [["The order: the first yes decides", ["Two claims in one?"]]]);
  const [{ entries }] = makeCodebook(scheme).find("anything", null);
  assert.equal(entries[0].text, "none, vague source");
});

test("the tag of an answer, also where the answer has none", () => {
  const answers = [
    { outcome: "tagged", tag: "none" },
    { outcome: "unsure", tag: null },
    { outcome: "skipped", tag: null },
    null,
  ];
  assert.deepEqual(
    answers.map((answer) => tagIn(scheme, /** @type {Answer} */ (answer))),
    ["none", "unsure", null, null],
  );
});
