import assert from "node:assert/strict";
import { test } from "node:test";
import { lastFew, storyOf, when } from "../../annotator/ui/desk/frontend/story.js";
import { timeOf } from "../../annotator/ui/desk/frontend/uuid.js";

/** @import { Act, ClaimData, Confidence, HistoryRow, Outcome } from "../../annotator/ui/desk/frontend/types.js" */

const AT = "2026-11-22T14:02:00.000000Z";
const later = (/** @type {number} */ minutes) => new Date(Date.parse(AT) + minutes * 60_000).toISOString();
/** @typedef {{ undo?: string, redo?: string, reason?: string, confidence?: Confidence, at?: string }} More */
/** @param {string} id @param {Outcome} outcome @param {string} tag @param {More} [more] @returns {HistoryRow} */
const row = (id, outcome, tag, more = {}) => [
  id,
  100,
  outcome ? "answer" : "clear",
  outcome,
  tag,
  more.undo ?? null,
  more.redo ?? null,
  more.reason ?? "",
  more.confidence ?? "",
  more.at ?? AT,
];
/** @param {HistoryRow[]} history @param {Partial<ClaimData>} [more] */
const storyWith = (history, more = {}) =>
  storyOf({ history }, [{ claim: { id: 100, n: 1, sha: "s", text: "t", ...more } }], (claim) =>
    claim === 100 ? 0 : undefined,
  );
const told = (/** @type {ReturnType<typeof storyOf>} */ story) =>
  story.of(0).map(({ answer, words }) => [answer && (answer.tag ?? answer.outcome), words]);

test("what the server knows is told oldest first, an undo by what it took back", () => {
  const story = storyWith([
    row("a", "skipped", null),
    row("b", "tagged", "opinion", { confidence: "high" }),
    row("c", "tagged", "none", { reason: "vague_source" }),
    row("d", "tagged", "opinion", { undo: "c", confidence: "high" }),
    row("e", "tagged", "none", { redo: "c", reason: "vague_source" }),
    row("f", null, null),
    row("g", "unsure", null),
  ]);
  assert.deepEqual(told(story), [
    [null, "skipped"],
    ["opinion", "high"],
    ["none", "vague source"],
    ["none", "undone"],
    ["none", "redone"],
    [null, "cleared"],
    ["unsure", ""],
  ]);
});

test("the undo of the first answer, and of what is no answer", () => {
  const story = storyWith([
    row("a", "skipped", null),
    row("b", null, null, { undo: "a" }),
    row("c", "tagged", "none"),
    row("d", null, null, { undo: "c" }),
  ]);
  assert.deepEqual(told(story).slice(1), [
    [null, "skipped undone"],
    ["none", ""],
    ["none", "undone"],
  ]);
});

test("notes and wishes stand where they belong in time", () => {
  const story = storyWith(
    [row("a", "skipped", null), row("b", "tagged", "none", { at: later(9) })],
    {
      note: "Why?",
      noteEvent: "n",
      noteAt: later(5),
      split: true,
      splitEvent: "01900000-0000-7000-8000-000000000000",
    },
  );
  assert.deepEqual(
    told(story).map(([, words]) => words),
    ["wants a split", "skipped", "note", ""],
  );
});

test("acts of this page come at once, a note once, and what does not hold goes", () => {
  const story = storyWith([row("a", "tagged", "none")]);
  for (const act of /** @type {Act[]} */ ([
    { id: "b", kind: "note", text: "o" },
    { id: "c", kind: "note", text: "on" },
    { id: "d", kind: "note", text: "" },
    { id: "e", kind: "split", wanted: true },
    { id: "f", kind: "split", wanted: false },
    { id: "g", kind: "clear", undo: "a" },
  ]))
    story.add(0, act);
  const words = () => told(story).map(([, said]) => said);
  assert.deepEqual(words(), ["", "note", "note removed", "wants a split", "no split", "undone"]);
  story.forget(0, "e");
  story.forget(0, "unknown");
  assert.deepEqual(words(), ["", "note", "note removed", "no split", "undone"]);
  assert.deepEqual(story.of(1), []);
});

test("an act's time is in its id", () => {
  const ms = Date.parse(AT);
  const hex = ms.toString(16).padStart(12, "0");
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  const story = storyWith([]);
  story.add(0, { id, kind: "clear" });
  assert.equal(story.of(0)[0].at, ms);
  assert.ok(Number.isNaN(timeOf("00000000-0000-4000-8000-000000000000")));
});

test("today by the clock, before that by the day", () => {
  const now = new Date(2026, 10, 22, 23, 59).getTime();
  const at = (/** @type {[number, number, number, number, number]} */ ...date) =>
    when(new Date(...date).getTime(), now);
  assert.equal(at(2026, 10, 22, 0, 5), "00:05");
  assert.equal(at(2026, 10, 21, 23, 58), "21 Nov");
  assert.equal(at(2025, 10, 22, 23, 58), "22 Nov 2025");
  assert.equal(when(NaN, now), "");
});

test("the line holds the newest that fit, and never nothing", () => {
  const moment = (/** @type {string} */ words) => ({ id: "", at: 0, answer: /** @type {any} */ (null), words });
  const words = (/** @type {string[]} */ ...all) => lastFew(all.map(moment), 30).map((one) => one.words);
  assert.deepEqual(words("", "", "", ""), ["", "", ""]);
  assert.deepEqual(words("a", "skipped", "undone"), ["undone"]);
  assert.deepEqual(words("x".repeat(40)), ["x".repeat(40)]);
  assert.deepEqual(words(), []);
});
