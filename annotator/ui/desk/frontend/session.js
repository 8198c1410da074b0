// This tagging session: how long it lasts, and what was said in it. Times come in as milliseconds. A session is
// over when nothing was said for longer than the gap, or when it was ended by hand; the next act begins another.
// Python counts in the same way (`db/session_figures.py`); what both must say is in `tests/golden/sessions.json`.

/** @import { Act, HistoryRow, SessionData } from "./types.js" */
/** @typedef {Pick<Act, "id" | "kind" | "claim" | "outcome" | "tag" | "undo" | "redo" | "text">} Deed */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A pause so long is one from which somebody comes back rested. */
const REST = 5 * MINUTE;

/** @type {SessionData} what was counted of no session */
const NOTHING = {
  ...{ began: "", last: "", ended: true, rows: 0, rested: 0, noted: [] },
  ...{ claims: 0, new: 0, tags: {}, unsure: 0, skipped: 0, notes: 0, changes: 0, unbroken: 0 },
};

/**
 * @param {SessionData | null} known the last session that the server knows, over or not: its times, and what was
 *   said in other articles; what was said in this one are the last rows of the history
 * @param {HistoryRow[]} history
 * @param {number} gap in seconds
 * @param {number} now
 */
export function makeSession(known, history, gap, now) {
  let base = known ?? NOTHING;
  let began = known ? Date.parse(known.began) : -Infinity;
  let last = known ? Date.parse(known.last) : -Infinity;
  let { ended } = base;
  /** A clock here that is behind the server's would let time run backwards. */
  const behind = Math.max(0, last - now);
  const opened = now + behind;
  /** What holds of each claim: its tag, or how it was left. @type {Map<number, { outcome: string, tag: string }>} */
  const held = new Map();
  const ever = new Set();
  let here = nothing();
  let unbroken = 0;

  function nothing() {
    return {
      touched: new Set(),
      answered: new Set(),
      fresh: new Set(),
      noted: new Map(base.noted.map((claim) => [claim, true])),
      revised: new Map(),
      undone: new Map(),
    };
  }

  /** @param {Deed} deed */
  function take({ id, claim, outcome, tag, undo, redo }) {
    const { touched, answered, fresh, revised, undone } = here;
    const before = held.get(claim);
    const isNew = !ever.has(claim);
    if (outcome) held.set(claim, { outcome, tag: tag ?? "" });
    else held.delete(claim);
    if (answers(outcome)) ever.add(claim);
    if (undo) return move(revised, undone, undo);
    if (redo) move(undone, revised, redo);
    else if (before && answers(before.outcome) && answers(outcome) && (before.outcome !== outcome || before.tag !== (tag ?? "")))
      revised.set(id, claim);
    if (!outcome) return;
    touched.add(claim);
    if (!answers(outcome) || answered.has(claim)) return;
    answered.add(claim);
    unbroken += 1;
    if (isNew) fresh.add(claim);
  }

  const { rows, rested } = base;
  history.forEach(([id, claim, kind, outcome, tag, undo, redo], i) => {
    if (i === history.length - rows) here = nothing();
    if (i === history.length - rested) unbroken = 0;
    if (kind === "answer" || kind === "clear") take(/** @type {Deed} */ ({ id, claim, kind, outcome, tag, undo, redo }));
  });
  if (rows === 0) here = nothing();
  if (rested === 0) unbroken = 0;

  function begin(/** @type {number} */ time) {
    began = time;
    base = NOTHING;
    ended = false;
    here = nothing();
    unbroken = 0;
  }

  return {
    /** Something was said. @param {Deed} deed @param {number} now */
    act(deed, now) {
      const time = now + behind;
      const over = ended || time - last > gap * 1000;
      if (deed.kind === "session-end") {
        ended = true;
        if (!over) last = Math.max(last, time);
        return;
      }
      if (over) begin(time);
      else if (time - last > REST) {
        unbroken = 0;
        base = { ...base, unbroken: 0 };
      }
      last = Math.max(last, time);
      if (deed.kind === "answer" || deed.kind === "clear") take(deed);
      else if (deed.kind === "note") here.noted.set(deed.claim, Boolean(deed.text));
    },

    /** Whether it goes on: something was said not long ago. @param {number} now */
    running: (now) => !ended && now + behind - last <= gap * 1000,

    /** Claims answered, each once, and minutes since the first act; the clock stands still in a long pause. @param {number} now */
    at(now) {
      const over = ended || opened - last > gap * 1000; // and nothing was said since
      if (over) return { claims: 0, minutes: 0 };
      const time = now + behind;
      const end = time - last > gap * 1000 ? last : Math.max(last, time);
      return { claims: base.claims + here.answered.size, minutes: Math.floor((end - began) / MINUTE) };
    },

    /** Claims answered since the last pause. */
    unbroken: () => base.unbroken + unbroken,

    /** All figures, from the first act to the last. */
    figures() {
      /** @type {Map<string, number>} */
      const tags = new Map(Object.entries(base.tags));
      let { unsure, skipped } = base;
      for (const claim of here.touched) {
        const { outcome = "", tag = "" } = held.get(claim) ?? {};
        if (outcome === "tagged") tags.set(tag, (tags.get(tag) ?? 0) + 1);
        else if (outcome === "unsure") unsure += 1;
        else if (outcome === "skipped") skipped += 1;
      }
      const fresh = base.new + here.fresh.size;
      const lasted = last - began;
      return {
        ...{ lasted, tags, unsure, skipped },
        claims: base.claims + here.answered.size,
        new: fresh,
        notes: base.notes + [...here.noted.values()].filter(Boolean).length,
        changes: base.changes + new Set(here.revised.values()).size,
        unbroken: base.unbroken + unbroken,
        pace: fresh && (fresh * HOUR) / Math.max(lasted, MINUTE),
      };
    },
  };
}

/** @param {Map<string, number>} from @param {Map<string, number>} to @param {string} id */
function move(from, to, id) {
  const claim = from.get(id);
  if (from.delete(id)) to.set(id, /** @type {number} */ (claim));
}

/** @param {string | null | undefined} outcome */
function answers(outcome) {
  return outcome === "tagged" || outcome === "unsure";
}

/** @param {number} claims @param {number} minutes */
export function sessionWords(claims, minutes) {
  const count = claims === 1 ? "1 claim" : `${claims} claims`;
  return minutes > 0 ? `${count}, ${duration(minutes)}` : count;
}

/** @param {number} minutes */
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}
