import assert from "node:assert/strict";
import { test } from "node:test";
import { claimName, saveState, troubleLine } from "../../annotator/ui/desk/frontend/words.js";

const state = (more) => ({
  waiting: 0,
  unstored: 0,
  refused: [],
  trouble: "",
  message: "",
  failures: 0,
  stopped: null,
  ...more,
});
const says = (more) => saveState(state(more)).text;

test("the save state says what is so", () => {
  assert.equal(says({}), "All saved");
  assert.equal(says({ waiting: 3 }), "3 waiting");
  assert.equal(says({ waiting: 12, trouble: "offline" }), "Offline, 12 kept here");
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
  assert.equal(troubleLine(state({ trouble: "offline", failures: 5 })), "");
});

test("a claim's name says its number, its state and its text", () => {
  const answer = { outcome: "tagged", tag: "sourced", reason: "", confidence: "" };
  assert.equal(claimName(7, answer, "Ships came."), "claim 7, sourced: Ships came.");
  assert.equal(claimName(7, null, "Ships came."), "claim 7, not tagged: Ships came.");
  assert.equal(
    claimName(7, { ...answer, outcome: "skipped", tag: null }, "x"),
    "claim 7, skipped: x",
  );
});
