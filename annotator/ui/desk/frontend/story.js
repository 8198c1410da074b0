// A claim's own history: what its analyst did with it, oldest first, in the words of the panel.

import { isEvidenceRow, isOfEvidence } from "./pieces.js";
import { heldIn, isEmpty, read, slotOf } from "./slots.js";
import { timeOf } from "./uuid.js";

/** @import { Act, Answer, ClaimData, DeskData, EvidenceRow } from "./types.js" */
/** One thing that was done; `at` is NaN where nobody knows when. @typedef {{ id: string, at: number, answer: Answer | null, words: string }} Moment */

const NOTE = "note";
const EVIDENCE = { evidence: "evidence", "evidence-withdraw": "evidence taken back", "evidence-restore": "evidence" };
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** About so many characters fit into the panel's line. */
const ROOM = 34;
const TIME_AND_BADGE = 9;

/**
 * @param {Pick<DeskData, "history">} desk
 * @param {{ claim: ClaimData }[]} records
 * @param {(claim: number) => number | undefined} placeOf
 */
export function storyOf({ history }, records, placeOf) {
  /** @type {Map<number, Moment[]>} */
  const told = new Map();
  /** The last step back, or again, in the history of each claim's evidence. @type {Map<number, string>} */
  const steps = new Map();

  /** @param {number} place @param {Omit<Act, "claim" | "sha" | "replaces">} act @param {number} [time] */
  function add(place, act, time = timeOf(act.id)) {
    const moments = told.get(place) ?? [];
    const moment = momentOf(act, time, moments);
    // a note is saved at every pause of its writer
    if (moment.words === NOTE && moments.at(-1)?.words === NOTE) moments.pop();
    told.set(place, moments);
    moments.push(moment);
  }

  /** One step back may be two acts, of which the first tells. @param {number} place @param {EvidenceRow} row */
  function addEvidence(place, [id, , kind, , , undo, redo, , , at]) {
    const step = undo ? `undo ${undo}` : redo && `redo ${redo}`;
    if (step && step === steps.get(place)) return;
    if (step) steps.set(place, step);
    else steps.delete(place);
    add(place, { id, kind, undo: undo ?? undefined, redo: redo ?? undefined }, Date.parse(at));
  }

  for (const row of history) {
    const place = placeOf(row[1]);
    if (place === undefined) continue;
    if (isEvidenceRow(row)) {
      addEvidence(place, row);
      continue;
    }
    const [id, , kind, outcome, tag, undo, redo, reason, confidence, at] = row;
    if (!outcome !== (kind === "clear")) continue;
    const said = { outcome: outcome ?? undefined, tag, reason, confidence };
    add(
      place,
      { id, kind, ...said, undo: undo ?? undefined, redo: redo ?? undefined },
      Date.parse(at),
    );
  }
  records.forEach(({ claim }, place) => {
    const { note, split } = heldIn(claim);
    if (note)
      add(place, { id: note.event, kind: "note", text: note.text }, Date.parse(claim.noteAt ?? ""));
    if (split) add(place, { id: split.event, kind: "split", wanted: true });
    if (note || split) told.get(place)?.sort((a, b) => a.at - b.at);
  });

  return {
    add,
    /** @param {number} place @returns {readonly Moment[]} */
    of: (place) => told.get(place) ?? [],

    /** An act turned out not to hold. @param {number} place @param {string} id */
    forget(place, id) {
      const moments = told.get(place) ?? [];
      const found = moments.findIndex((moment) => moment.id === id);
      if (found >= 0) moments.splice(found, 1);
    },
  };
}

/**
 * The newest that fit into one line, at least one.
 * @param {readonly Moment[]} moments
 * @returns {readonly Moment[]}
 */
export function lastFew(moments, room = ROOM) {
  let from = moments.length;
  let left = room;
  while (from > 0) {
    left -= TIME_AND_BADGE + (moments[from - 1]?.words.length ?? 0);
    if (left < 0 && from < moments.length) break;
    from -= 1;
  }
  return moments.slice(from);
}

/** When it was, as somebody remembers it: today by the clock, before that by the day. @param {number} at @param {number} now */
export function when(at, now) {
  if (Number.isNaN(at)) return "";
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toDateString() === today.toDateString())
    return [then.getHours(), then.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
  const day = `${then.getDate()} ${MONTHS[then.getMonth()]}`;
  return then.getFullYear() === today.getFullYear() ? day : `${day} ${then.getFullYear()}`;
}

/**
 * @param {Omit<Act, "claim" | "sha" | "replaces">} act
 * @param {number} at
 * @param {Moment[]} before
 * @returns {Moment}
 */
function momentOf(act, at, before) {
  const { id } = act;
  const of = act.undo ?? act.redo;
  if (!of) return { id, at, ...said(act) };
  const { answer, words } = before.find((moment) => moment.id === of) ?? said(act);
  const whole = answer ? [] : [words];
  return { id, at, answer, words: [...whole, act.undo ? "undone" : "redone"].join(" ") };
}

/** @param {Omit<Act, "claim" | "sha" | "replaces">} act @returns {Pick<Moment, "answer" | "words">} */
function said(act) {
  if (isOfEvidence(act)) return { answer: null, words: EVIDENCE[act.kind] };
  const slot = slotOf(act);
  if (slot === "note")
    return { answer: null, words: isEmpty("note", read("note", act)) ? "note removed" : NOTE };
  if (slot === "split") return { answer: null, words: act.wanted ? "wants a split" : "no split" };
  const answer = read("answer", act);
  if (!answer) return { answer, words: "cleared" };
  if (answer.outcome === "skipped") return { answer: null, words: "skipped" };
  const more = [answer.reason.replaceAll("_", " "), answer.confidence].filter(Boolean);
  return { answer, words: more.join(", ") };
}
