import assert from "node:assert/strict";
import { test } from "node:test";

import { questionWords, sumWords, timeWords, titleWords } from "../../annotator/ui/desk/frontend/summary.js";

test("the end says what is left", () => {
  const some = { left: 2, skipped: 1, asked: 0, total: 42 };
  assert.equal(titleWords(some), "End of the article.");
  assert.equal(sumWords(some), "39 of 42 claims answered, 2 left, 1 skipped.");
  assert.equal(sumWords({ left: 0, skipped: 1, total: 1 }), "0 of 1 claim answered, 1 skipped.");
});

test("the end of all says so", () => {
  const none = { left: 0, skipped: 0, asked: 0, total: 42 };
  assert.equal(titleWords(none), "Every claim is answered.");
  assert.equal(sumWords(none), "42 of 42 claims answered.");
  assert.equal(sumWords({ ...none, total: 1 }), "1 of 1 claim answered.");
});

test("a question from a reviewer is not the end", () => {
  assert.equal(titleWords({ left: 0, skipped: 0, asked: 1 }), "End of the article.");
  assert.equal(questionWords(1), "question from a reviewer");
  assert.equal(questionWords(2), "questions from a reviewer");
});

test("time and pace are told once they say something", () => {
  assert.equal(timeWords({ claims: 0, minutes: 3 }), "");
  assert.equal(timeWords({ claims: 3, minutes: 0 }), "");
  assert.equal(timeWords({ claims: 1, minutes: 2 }), "This session: 1 claim in 2 min.");
  assert.equal(
    timeWords({ claims: 39, minutes: 24 }),
    "This session: 39 claims in 24 min, about 37 seconds each.",
  );
  assert.equal(
    timeWords({ claims: 20, minutes: 90 }),
    "This session: 20 claims in 1 h 30 min, about 5 minutes each.",
  );
});
