import assert from "node:assert/strict";
import { test } from "node:test";

import {
  duration,
  makeSession,
  sessionWords,
} from "../../annotator/ui/desk/frontend/session.js";

/** @import { Act, HistoryRow, Outcome } from "../../annotator/ui/desk/frontend/types.js" */

const GAP = 900;
const NOON = Date.parse("2026-11-22T12:00:00Z");
const at = (/** @type {number} */ minutes) => NOON + minutes * 60_000;
const iso = (/** @type {number} */ minutes) => new Date(at(minutes)).toISOString();
/** @param {number} claim @param {Outcome} [outcome] @returns {Pick<Act, "kind" | "claim" | "outcome">} */
const answer = (claim, outcome = "tagged") => ({
  kind: "answer",
  claim,
  outcome,
});
/** @param {number} claim @param {number} minutes @param {Outcome} [outcome] @returns {HistoryRow} */
const row = (claim, minutes, outcome = "tagged") => [
  `event-${minutes}`,
  claim,
  "answer",
  outcome,
  "sourced",
  null,
  null,
  "",
  "",
  iso(minutes),
];

test("before anything was said there is no session", () => {
  const session = makeSession(null, [], GAP, at(0));
  assert.deepEqual(session.at(at(30)), { claims: 0, minutes: 0 });
});

test("a claim counts once, and a skipped one not at all", () => {
  const session = makeSession(null, [], GAP, at(0));
  session.act(answer(1), at(0));
  session.act(answer(1, "unsure"), at(1));
  session.act(answer(2, "skipped"), at(2));
  session.act({ kind: "note", claim: 3 }, at(3));
  assert.deepEqual(session.at(at(4)), { claims: 1, minutes: 4 });
  session.act(answer(2), at(5));
  assert.deepEqual(session.at(at(5)), { claims: 2, minutes: 5 });
});

test("a session that the server knows goes on after a reload", () => {
  const known = { began: iso(0), last: iso(9), claims: 18 };
  const history = [row(1, -200), row(2, 3), row(3, 4, "skipped")];
  const session = makeSession(known, history, GAP, at(10));
  assert.deepEqual(session.at(at(10)), { claims: 18, minutes: 10 });
  session.act(answer(2), at(11));
  assert.equal(session.at(at(11)).claims, 18, "answered in this session already");
  session.act(answer(1), at(12));
  session.act(answer(3), at(12));
  assert.deepEqual(session.at(at(12)), { claims: 20, minutes: 12 });
});

test("in a long pause the clock stands still, and the next act begins a new session", () => {
  const session = makeSession({ began: iso(0), last: iso(9), claims: 18 }, [row(1, 5)], GAP, at(9));
  assert.equal(session.at(at(24)).minutes, 24);
  assert.deepEqual(session.at(at(25)), { claims: 18, minutes: 9 });
  session.act(answer(1), at(40));
  assert.deepEqual(session.at(at(42)), { claims: 1, minutes: 2 });
});

test("a session that was over before the page was opened is not this one", () => {
  const session = makeSession({ began: iso(0), last: iso(9), claims: 7 }, [row(1, 5)], GAP, at(40));
  assert.deepEqual(session.at(at(40)), { claims: 0, minutes: 0 });
  assert.deepEqual(session.at(at(55)), { claims: 0, minutes: 0 });
  session.act(answer(1), at(60));
  assert.deepEqual(session.at(at(62)), { claims: 1, minutes: 2 });
});

test("a clock here that is behind the server's lets no time run backwards", () => {
  const session = makeSession({ began: iso(0), last: iso(60), claims: 3 }, [], GAP, at(2));
  assert.equal(session.at(at(2)).minutes, 60);
  session.act(answer(9), at(3));
  assert.deepEqual(session.at(at(5)), { claims: 4, minutes: 63 });
});

test("the words of a session", () => {
  assert.equal(sessionWords(0, 0), "0 claims");
  assert.equal(sessionWords(1, 0), "1 claim");
  assert.equal(sessionWords(18, 9), "18 claims, 9 min");
  assert.deepEqual([59, 60, 61, 125].map(duration), ["59 min", "1 h", "1 h 1 min", "2 h 5 min"]);
});
