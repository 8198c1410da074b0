// What the analyst has said of each claim, and the acts that say more. No screen, no network.
// A claim's *place* is its index in the article.

import { at } from "./at.js";
import { historyOf } from "./history.js";

/** @import { Act, Answer, ClaimData, Current, DeskData, Result } from "./types.js" */
/**
 * A claim and what is on screen for it. `event` is what the next act replaces; `sure` is what the server is
 * known to hold; `last` is the act on screen that the server may not have answered yet.
 * @typedef {{ claim: ClaimData, answer: Answer | null, event: string | null, last: string | null,
 *   note: string, noteEvent: string | null, lastNote: string | null,
 *   sure: { answer: Answer | null, event: string | null, note: string, noteEvent: string | null } }} Record
 */
/**
 * An answer or note that was given elsewhere meanwhile; `act` is the one here that it is asked against.
 * @typedef {{ place: number, kind: "answer" | "note", act: string, theirs: Current | null }} Conflict
 */
/** @typedef {{ tags: Map<string, number>, tagged: number, unsure: number, skipped: number, left: number, total: number }} Counts */

/**
 * @param {Pick<DeskData, "blocks" | "history" | "scheme">} desk
 * @param {() => string} newId
 */
export function makeActs(desk, newId) {
  /** @type {Record[]} */
  const records = desk.blocks.flatMap((block) => block.claims ?? []).map(recordOf);
  const places = new Map(records.map((record, place) => [record.claim.id, place]));
  const history = historyOf(desk.history, (claim) => places.get(claim));
  const known = new Set(desk.history.map(([id]) => id));
  /** @type {Map<string, Conflict>} */
  const conflicts = new Map();
  const counts = countsOf(desk, records);
  /** Everything cast or painted here; of other acts, another page is the one to tell. @type {Set<string>} */
  const painted = new Set();
  /** What an act that did not hold would have replaced, back to what the server once held. @type {Map<string, string | null>} */
  const failed = new Map();

  /** @param {Answer | null} answer @param {1 | -1} by */
  function count(answer, by) {
    if (!answer) counts.left += by;
    else if (answer.outcome === "skipped") counts.skipped += by;
    else if (answer.outcome === "unsure") counts.unsure += by;
    else counts.tagged += by;
    const tag = answer?.tag;
    if (tag) counts.tags.set(tag, (counts.tags.get(tag) ?? 0) + by);
  }

  /** @param {Record} record @param {Answer | null} answer @param {string | null} event */
  function show(record, answer, event) {
    count(record.answer, -1);
    count(answer, 1);
    record.answer = answer;
    record.event = answer ? event : null;
  }

  /** @param {Act} act @returns {Answer | null} */
  function answerOf(act) {
    if (act.kind !== "answer" || !act.outcome) return null;
    return {
      outcome: act.outcome,
      tag: act.tag ?? null,
      reason: act.reason ?? "",
      confidence: act.confidence ?? "",
    };
  }

  /** Let an act be what is on screen. @param {number} place @param {Act} act */
  function take(place, act) {
    const record = at(records, place);
    painted.add(act.id);
    if (act.kind === "note") {
      record.note = act.text ?? "";
      record.noteEvent = record.note === "" ? null : act.id; // an empty note is no note
      record.lastNote = act.id;
      return act;
    }
    const after = answerOf(act);
    history.add({ id: act.id, place, before: record.answer, after }, act);
    show(record, after, act.id);
    record.last = act.id;
    return act;
  }

  /** @param {Record} record */
  function head(record) {
    return { id: newId(), claim: record.claim.id, sha: record.claim.sha };
  }

  /**
   * @param {number} place
   * @param {Answer | null} answer null clears
   * @param {{ undo?: string, redo?: string }} of
   * @returns {Act}
   */
  function give(place, answer, of = {}) {
    const record = at(records, place);
    /** @type {Act} */
    const act = answer
      ? { ...head(record), kind: "answer", ...answer, scheme: desk.scheme.label, replaces: record.event, ...of }
      : { ...head(record), kind: "clear", replaces: record.event, ...of };
    return take(place, act);
  }

  /** @param {number} place @param {string} text @returns {Act} */
  function write(place, text) {
    const record = at(records, place);
    return take(place, { ...head(record), kind: "note", text, replaces: record.noteEvent });
  }

  /** @param {number} place @param {Act} act @param {Current | null} theirs */
  function conflictOver(place, act, theirs) {
    const record = at(records, place);
    const note = act.kind === "note";
    const base = fail(act);
    if ((note ? record.lastNote : record.last) !== act.id) {
      remember(record, note, theirs);
      return null; // a later act of the same claim will ask
    }
    const same = note
      ? (theirs?.text ?? "") === record.note
      : equal(answerIn(theirs), record.answer);
    const key = `${act.kind === "note" ? "note" : "answer"}:${place}`;
    if (same) {
      settleOn(place, note, theirs);
      conflicts.delete(key);
      return null;
    }
    if (base !== act.replaces && base === (theirs?.event ?? null) && !conflicts.has(key)) {
      // nobody else answered: an earlier act of ours did not hold, and this one replaced it
      const mine = record.answer;
      const text = record.note;
      settleOn(place, note, theirs);
      return note
        ? write(place, text)
        : give(place, mine, { undo: act.undo, redo: act.redo });
    }
    remember(record, note, theirs);
    conflicts.set(key, { place, kind: note ? "note" : "answer", act: act.id, theirs });
    return null;
  }

  /** Note that an act does not hold. @param {Act} act @returns {string | null} what it was meant to replace in the end */
  function fail(act) {
    history.forget(act);
    const { replaces } = act;
    const before = replaces === null ? undefined : failed.get(replaces);
    const base = before === undefined ? replaces : before;
    failed.set(act.id, base);
    return base;
  }

  /** Show what the server holds. @param {number} place @param {boolean} note @param {Current | null} theirs */
  function settleOn(place, note, theirs) {
    const record = at(records, place);
    remember(record, note, theirs);
    if (note) {
      record.note = record.sure.note;
      record.noteEvent = record.sure.noteEvent;
      record.lastNote = null;
    } else {
      show(record, record.sure.answer, record.sure.event);
      record.last = null;
    }
  }

  /** @param {Record} record @param {boolean} note @param {Current | null} theirs */
  function remember(record, note, theirs) {
    const event = theirs?.event ?? null;
    if (note) Object.assign(record.sure, { note: theirs?.text ?? "", noteEvent: event });
    else Object.assign(record.sure, { answer: answerIn(theirs), event });
  }

  return {
    records,
    counts,
    /** @returns {Conflict[]} */
    conflicts: () => [...conflicts.values()],
    /** Whether an act that conflicts still needs its question: here, or on a page that shows it. @param {string} act */
    asks: (act) => !painted.has(act) || [...conflicts.values()].some((one) => one.act === act),
    /** @param {number} claim */
    placeOf: (claim) => places.get(claim),
    canUndo: () => history.lastDone() !== undefined,
    canRedo: () => history.lastUndone() !== undefined,

    /**
     * @param {number} place
     * @param {Answer} answer
     * @returns {Act | null} null when that is what the claim has already
     */
    answer(place, answer) {
      return equal(at(records, place).answer, answer) ? null : give(place, answer);
    },

    /** @param {number} place @returns {Act | null} */
    clear: (place) => (at(records, place).answer ? give(place, null) : null),

    /** @param {number} place @param {string} text @returns {Act | null} */
    note: (place, text) => (at(records, place).note === text ? null : write(place, text)),

    /** @returns {{ place: number, act: Act } | null} */
    undo() {
      const step = history.lastDone();
      return step
        ? { place: step.place, act: give(step.place, step.before, { undo: step.id }) }
        : null;
    },

    /** @returns {{ place: number, act: Act } | null} */
    redo() {
      const step = history.lastUndone();
      return step
        ? { place: step.place, act: give(step.place, step.after, { redo: step.id }) }
        : null;
    },

    /**
     * Paint an act that was cast before this page was loaded and may not have arrived.
     * @param {Act} act
     */
    replay(act) {
      const place = places.get(act.claim);
      if (place === undefined || known.has(act.id)) return;
      const { claim, noteEvent } = at(records, place);
      if (act.sha !== claim.sha || act.id === noteEvent) return;
      take(place, act);
    },

    /**
     * The server has answered an act.
     * @param {Act} act
     * @param {Result} result
     * @returns {{ place: number, again: Act | null } | null} where the screen changed, and an act to send after it
     */
    settled(act, result) {
      const place = places.get(act.claim);
      if (place === undefined || !painted.has(act.id)) return null;
      const record = at(records, place);
      const note = act.kind === "note";
      if (result.status === "conflict")
        return { place, again: conflictOver(place, act, result.current ?? null) };
      if (result.status === "refused") {
        fail(act);
        if ((note ? record.lastNote : record.last) !== act.id) return null;
        settleOn(place, note, currentOf(record, note));
        return { place, again: null };
      }
      const { id: event, outcome, tag, reason, confidence, text } = act;
      remember(
        record,
        note,
        act.kind === "clear" || text === ""
          ? null
          : { event, outcome, tag, reason, confidence, text },
      );
      return null;
    },

    /**
     * The analyst has said which of two answers holds.
     * @param {Conflict} conflict
     * @param {"here" | "elsewhere"} keep
     * @returns {Act | null} the act that keeps what is here
     */
    resolve({ place, kind, theirs }, keep) {
      const { answer, note } = at(records, place);
      conflicts.delete(`${kind}:${place}`);
      settleOn(place, kind === "note", theirs);
      if (keep === "elsewhere") return null;
      if (kind === "note") return this.note(place, note);
      return answer ? this.answer(place, answer) : this.clear(place);
    },

    /**
     * The next claim that nobody has answered here, going round; where none is left, the next skipped one.
     * @param {number} from where to look behind, -1 for the beginning
     * @returns {number} -1 when all are answered
     */
    nextOpen(from) {
      const untouched = findRound(records, from, (record) => record.answer === null);
      return untouched >= 0
        ? untouched
        : findRound(records, from, (record) => record.answer?.outcome === "skipped");
    },

    /**
     * The next claim with this outcome, going round.
     * @param {number} from
     * @param {string} outcome
     */
    nextOf: (from, outcome) =>
      findRound(records, from, (record) => record.answer?.outcome === outcome),
  };
}

/** @param {Answer | null} a @param {Answer | null} b */
export function equal(a, b) {
  if (!a || !b) return a === b;
  return (
    a.outcome === b.outcome &&
    a.tag === b.tag &&
    a.reason === b.reason &&
    a.confidence === b.confidence
  );
}

/** @param {Current | null} current @returns {Answer | null} */
export function answerIn(current) {
  if (!current?.outcome) return null;
  const { outcome, tag = null, reason = "", confidence = "" } = current;
  return { outcome, tag, reason, confidence };
}

/** @param {Record} record @param {boolean} note @returns {Current | null} */
function currentOf({ sure }, note) {
  if (note) return sure.noteEvent ? { event: sure.noteEvent, text: sure.note } : null;
  return sure.answer && sure.event ? { event: sure.event, ...sure.answer } : null;
}

/** @param {ClaimData} claim @returns {Record} */
function recordOf(claim) {
  const {
    outcome,
    tag = null,
    reason = "",
    confidence = "",
    event = null,
    note = "",
    noteEvent = null,
  } = claim;
  const answer = outcome ? { outcome, tag, reason, confidence } : null;
  const sure = { answer, event, note, noteEvent };
  return { claim, answer, event, last: null, note, noteEvent, lastNote: null, sure };
}

/** @param {Pick<DeskData, "scheme">} desk @param {Record[]} records @returns {Counts} */
function countsOf({ scheme }, records) {
  const tags = new Map(
    scheme.tags.filter((tag) => tag.outcome === "tagged").map((tag) => [tag.name, 0]),
  );
  const counts = { tags, tagged: 0, unsure: 0, skipped: 0, left: 0, total: records.length };
  for (const { answer } of records) {
    if (!answer) counts.left += 1;
    else counts[answer.outcome] += 1;
    if (answer?.tag) tags.set(answer.tag, (tags.get(answer.tag) ?? 0) + 1);
  }
  return counts;
}

/** @param {Record[]} records @param {number} from @param {(record: Record) => boolean} wanted */
function findRound(records, from, wanted) {
  for (let step = 1; step <= records.length; step += 1) {
    const place = (Math.max(from, -1) + step) % records.length;
    if (wanted(at(records, place))) return place;
  }
  return -1;
}
