import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  duration,
  makeSession,
  sessionWords,
} from "../../annotator/ui/desk/frontend/session.js";

/** @import { Deed } from "../../annotator/ui/desk/frontend/session.js" */
/** @import { HistoryRow, Outcome, SessionData } from "../../annotator/ui/desk/frontend/types.js" */

const GAP = 900;
const NOON = Date.parse("2026-11-22T12:00:00Z");
const at = (/** @type {number} */ minutes) => NOON + minutes * 60_000;
const iso = (/** @type {number} */ minutes) => new Date(at(minutes)).toISOString();
let made = 0;
/** @param {number} claim @param {Outcome} [outcome] @param {Partial<Deed>} [more] @returns {Deed} */
const answer = (claim, outcome = "tagged", more = {}) => ({
  id: `a${(made += 1)}`,
  kind: "answer",
  claim,
  outcome,
  tag: outcome === "tagged" ? "sourced" : null,
  ...more,
});
/** @param {Partial<SessionData>} more @returns {SessionData} */
const told = (more) => ({
  ...{ began: iso(0), last: iso(9), ended: false, claims: 0, new: 0, tags: {}, unsure: 0, skipped: 0 },
  ...{ notes: 0, changes: 0, unbroken: 0, rows: 0, rested: 0, noted: [] },
  ...more,
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
  session.act({ id: "n", kind: "note", claim: 3, text: "Hm." }, at(3));
  assert.deepEqual(session.at(at(4)), { claims: 1, minutes: 4 });
  session.act(answer(2), at(5));
  assert.deepEqual(session.at(at(5)), { claims: 2, minutes: 5 });
});

test("a session that the server knows goes on after a reload", () => {
  const known = told({ claims: 17, rows: 2 });
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
  const session = makeSession(told({ claims: 17, rows: 1 }), [row(1, 5)], GAP, at(9));
  assert.equal(session.at(at(24)).minutes, 24);
  assert.deepEqual(session.at(at(25)), { claims: 18, minutes: 9 });
  session.act(answer(1), at(40));
  assert.deepEqual(session.at(at(42)), { claims: 1, minutes: 2 });
});

test("a session that was over before the page was opened is not this one", () => {
  const session = makeSession(told({ claims: 6, rows: 1 }), [row(1, 5)], GAP, at(40));
  assert.deepEqual(session.at(at(40)), { claims: 0, minutes: 0 });
  assert.deepEqual(session.at(at(55)), { claims: 0, minutes: 0 });
  session.act(answer(1), at(60));
  assert.deepEqual(session.at(at(62)), { claims: 1, minutes: 2 });
});

test("a clock here that is behind the server's lets no time run backwards", () => {
  const session = makeSession(told({ last: iso(60), claims: 3 }), [], GAP, at(2));
  assert.equal(session.at(at(2)).minutes, 60);
  session.act(answer(9), at(3));
  assert.deepEqual(session.at(at(5)), { claims: 4, minutes: 63 });
});

test("ended by hand, a session is over, and the next act begins another one at once", () => {
  const session = makeSession(null, [], GAP, at(0));
  session.act(answer(1), at(0));
  session.act({ id: "end", kind: "session-end", claim: 0 }, at(2));
  assert.equal(session.running(at(2)), false);
  assert.deepEqual(session.at(at(2)), { claims: 0, minutes: 0 });
  assert.equal(session.figures().lasted, 2 * 60_000);
  session.act(answer(2), at(3));
  assert.deepEqual(session.at(at(4)), { claims: 1, minutes: 1 });
});

/**
 * @typedef {{ id: string, at: string, kind: string, article: number | null, claim: number | null, outcome: Outcome | null,
 *   tag: string | null, undo: string | null, redo: string | null, worded: boolean, held: boolean }} Kept
 * @typedef {{ acts: Kept[], figures: any[], opened: number, known: SessionData | null }} Case
 */
/** @type {Case[]} */
const cases = JSON.parse(readFileSync(new URL("../golden/sessions.json", import.meta.url), "utf8"));
/** @type {Record<string, Deed["kind"]>} */
const KINDS = { "claim.answer": "answer", "claim.clear": "clear", "note.write": "note", "session.end": "session-end" };
const HERE = 1;

/** As the desk casts it; what did not take effect counts for the time. @param {Kept} act @returns {Deed} */
function cast({ id, kind, claim, outcome, tag, undo, redo, worded, held }) {
  const idle = kind.startsWith("claim.") && !held;
  return {
    ...{ id, kind: idle ? "split" : (KINDS[kind] ?? "split"), claim: claim ?? 0, outcome: outcome ?? undefined },
    ...{ tag, undo: undo ?? undefined, redo: redo ?? undefined, text: worded ? "Hm." : "" },
  };
}

/** @param {ReturnType<typeof makeSession>} session @param {any} expected @param {string} where */
function same(session, expected, where) {
  const { lasted, tags, pace, ...rest } = session.figures();
  const { began, last, ended, tags: wanted, pace: hourly, ...others } = expected;
  assert.ok(Math.abs(pace - hourly) < 1e-6, where);
  const shown = [...tags].filter(([, number]) => number > 0).sort();
  assert.deepEqual(shown, Object.entries(wanted).sort(), where);
  assert.deepEqual({ lasted, ...rest }, { lasted: Date.parse(last) - Date.parse(began), ...others }, where);
}

test("the figures are those that the log gives, case by case", () => {
  cases.forEach(({ acts, figures }, number) => {
    const session = makeSession(null, [], GAP, NOON);
    acts.forEach((act, i) => {
      session.act(cast(act), Date.parse(act.at));
      if (figures[i + 1]) same(session, figures[i + 1], `case ${number}, after act ${i + 1}`);
    });
  });
  assert.ok(cases.length > 20 && cases.some(({ figures }) => figures.at(-1).changes > 0));
});

test("a desk that is opened in between says the same from then on", () => {
  cases.forEach(({ acts, figures, opened, known }, number) => {
    const before = acts.slice(0, opened).filter(({ article }) => article === HERE);
    const rows = before.filter(({ held, kind }) => held || kind === "evidence.attach");
    const history = rows.map(({ id, claim, kind, outcome, tag, undo, redo, at }) =>
      /** @type {HistoryRow} */ ([id, claim, KINDS[kind] ?? "evidence", outcome, tag, undo, redo, "", "", at]),
    );
    const session = makeSession(known, history, GAP, Date.parse(acts[opened - 1].at));
    for (let i = opened; i < acts.length; i += 1) {
      if (acts[i].article && acts[i].article !== HERE) return; // undone elsewhere: no act of this desk
      session.act(cast(acts[i]), Date.parse(acts[i].at));
      if (figures[i + 1]) same(session, figures[i + 1], `case ${number}, after act ${i + 1}`);
    }
  });
});

test("the words of a session", () => {
  assert.equal(sessionWords(0, 0), "0 claims");
  assert.equal(sessionWords(1, 0), "1 claim");
  assert.equal(sessionWords(18, 9), "18 claims, 9 min");
  assert.deepEqual([59, 60, 61, 125].map(duration), ["59 min", "1 h", "1 h 1 min", "2 h 5 min"]);
});
