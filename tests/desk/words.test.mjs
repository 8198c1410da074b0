import assert from "node:assert/strict";
import { test } from "node:test";
import {
  actWords,
  claimName,
  conflictWords,
  saveState,
  troubleLine,
} from "../../annotator/ui/desk/frontend/words.js";

/** @import { Answer } from "../../annotator/ui/desk/frontend/types.js" */
/** @import { State } from "../../annotator/ui/desk/frontend/outbox.js" */

/** @returns {State} */
const state = (/** @type {any} */ more) => ({
  waiting: 0,
  unstored: 0,
  refused: [],
  trouble: "",
  message: "",
  failures: 0,
  stopped: null,
  ...more,
});
const says = (/** @type {any} */ more) => saveState(state(more)).text;

test("the save state says what is so", () => {
  assert.equal(says({}), "All saved");
  assert.equal(says({ waiting: 3 }), "3 waiting");
  assert.equal(says({ waiting: 12, trouble: "offline" }), "Offline, 12 kept here");
  assert.equal(says({ trouble: "offline" }), "Offline, all saved");
  assert.equal(says({ refused: [1, 2] }), "2 refused");
  assert.equal(
    says({ waiting: 1, trouble: "login", refused: [1] }),
    "Signed out, 1 kept here, 1 refused",
  );
  assert.equal(says({ waiting: 2, stopped: { error: "person", message: "" } }), "2 kept here");
});

test("never “All saved” while anything waits or was refused", () => {
  for (const trouble of ["", "offline", "login", "server"])
    for (const [waiting, refused] of [
      [1, []],
      [0, [1]],
      [1, [1]],
    ])
      assert.notEqual(saveState(state({ waiting, refused, trouble })).kind, "saved");
});

test("nor while a note is being written", () => {
  assert.deepEqual(saveState(state({}), true), { kind: "waiting", text: "Note not saved yet" });
  assert.equal(saveState(state({ waiting: 2 }), true).text, "2 waiting");
  assert.equal(saveState(state({ refused: [1] }), true).text, "1 refused");
});

test("every kind of act has words, for the list of those refused", () => {
  const answer = { kind: "answer", outcome: "tagged", tag: "none", reason: "vague_source" };
  assert.deepEqual(
    [
      answer,
      { kind: "clear" },
      { kind: "note", text: "Why?" },
      { kind: "split", wanted: true },
      { kind: "split", wanted: false },
    ].map((act) => actWords(/** @type {any} */ (act))),
    ["none (vague source)", "cleared", "note: “Why?”", "wants a split", "no split"],
  );
});

test("every conflict is a question with two answers", () => {
  const record = /** @type {any} */ ({ answer: { outcome: "skipped" }, note: "mine", split: false });
  const asked = (/** @type {any} */ slot, /** @type {any} */ theirs) => Object.values(conflictWords(slot, 7, { theirs, record }));
  assert.deepEqual(asked("answer", { outcome: "tagged", tag: "opinion" }), [
    "Claim 7 was answered elsewhere: opinion. Here: skipped.",
    "Keep opinion",
    "Keep skipped",
  ]);
  assert.deepEqual(asked("split", { wanted: true }), [
    "Claim 7 was marked elsewhere: wants a split. Here: no split.",
    "Keep wants a split",
    "Keep no split",
  ]);
  assert.match(asked("note", { text: "theirs" })[0], /elsewhere: “theirs”\. Here: “mine”\.$/);
});

test("a line comes with the second failure, and goes with the last waiting act", () => {
  assert.equal(troubleLine(state({ waiting: 1, trouble: "offline", failures: 1 })), "");
  assert.match(
    troubleLine(state({ waiting: 1, trouble: "offline", failures: 2 })),
    /^No connection\./,
  );
  assert.match(
    troubleLine(
      state({ waiting: 2, trouble: "server", failures: 2, message: "The disk is full." }),
    ),
    /^The disk is full\. Keep tagging: your last 2 changes are kept/,
  );
  assert.match(troubleLine(state({ trouble: "offline", failures: 2 })), /what you tag is kept/);
  assert.equal(troubleLine(state({ trouble: "login", failures: 5 })), "");
});

test("a claim's name says its number, its state and its text", () => {
  /** @type {Answer} */
  const answer = { outcome: "tagged", tag: "sourced", reason: "", confidence: "" };
  assert.equal(claimName(7, answer, "Ships came."), "claim 7, sourced: Ships came.");
  assert.equal(claimName(7, null, "Ships came."), "claim 7, not tagged: Ships came.");
  assert.equal(
    claimName(7, { ...answer, outcome: "skipped", tag: null }, "x"),
    "claim 7, skipped: x",
  );
  assert.equal(
    claimName(7, answer, "x", ["with a note", "wants a split"]),
    "claim 7, sourced, with a note, wants a split: x",
  );
});
