// What is written and not confirmed outlives a reload of its tab.

import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyDraft } from "../../annotator/ui/desk/frontend/ruling.js";
import { makeRulingDrafts } from "../../annotator/ui/desk/frontend/rulingdrafts.js";

function shelf(kept = "") {
  return {
    read: () => kept,
    /** @param {string} choice */
    write(choice) {
      kept = choice;
    },
  };
}

test("what is kept comes back, also to a new page", () => {
  const memory = shelf();
  const written = { ...emptyDraft(), reason: "Because." };
  makeRulingDrafts(memory).keep(3, written);
  assert.deepEqual(makeRulingDrafts(memory).of(3), written);
  assert.deepEqual(makeRulingDrafts(memory).of(4), emptyDraft());
});

test("nothing written is nothing kept, and what was confirmed is forgotten", () => {
  const memory = shelf();
  const drafts = makeRulingDrafts(memory);
  drafts.keep(3, { ...emptyDraft(), ruling: "tag", tag: "none" });
  drafts.forget(3);
  drafts.keep(4, emptyDraft());
  assert.equal(memory.read(), "");
});

test("a memory that is damaged is none", () => {
  for (const text of ["{", "3", '[["a",{}],7]'])
    assert.deepEqual(makeRulingDrafts(shelf(text)).of(3), emptyDraft());
});
