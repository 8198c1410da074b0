import assert from "node:assert/strict";
import { test } from "node:test";
import { isAnswered, makeDrafts } from "../../annotator/ui/desk/frontend/drafts.js";

/** @import { Answer } from "../../annotator/ui/desk/frontend/types.js" */

test("what is chosen is kept for each claim until its answer takes it", () => {
  const drafts = makeDrafts();
  drafts.add(3, { confidence: "high" });
  drafts.add(3, { reason: "bare" });
  drafts.add(5, { confidence: "low" });
  assert.deepEqual(drafts.of(3), { reason: "bare", confidence: "high" });
  drafts.used(3);
  assert.deepEqual(
    [3, 4, 5].map((place) => drafts.of(place).confidence),
    ["", "", "low"],
  );
});

test("a skipped claim has no answer to say more about", () => {
  /** @type {Answer} */
  const answer = { outcome: "skipped", tag: null, reason: "", confidence: "" };
  assert.deepEqual([null, answer, { ...answer, outcome: "unsure" }].map(isAnswered), [
    false,
    false,
    true,
  ]);
});
