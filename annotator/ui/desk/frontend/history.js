// Undo and redo: a fold over the analyst's own acts, so that it survives a reload.

import { isEvidenceRow, turnOf } from "./pieces.js";

/** @import { Answer, HistoryRow } from "./types.js" */
/**
 * An act that can be taken back: the claim's place, and its answer before and after; or which evidence came with it
 * and which went.
 * @typedef {{ id: string, place: number, before: Answer | null, after: Answer | null, evidence?: Turn }} Step
 */
/** @typedef {{ on: string[], off: string[] }} Turn */

export function makeHistory() {
  /** @type {Step[]} */
  const done = [];
  /** @type {Step[]} */
  const undone = [];

  return {
    /**
     * An act took place. An undo or a redo names the act that it takes back or restores; anything else
     * ends what could be redone.
     * @param {Step} step
     * @param {{ undo?: string | null, redo?: string | null }} of
     */
    add(step, { undo, redo }) {
      if (undo) {
        move(undo, done, undone);
      } else if (redo) {
        move(redo, undone, done);
      } else {
        done.push(step);
        undone.length = 0;
      }
    },

    /** @returns {Step | undefined} what `undo` would take back */
    lastDone: () => done.at(-1),
    /** @returns {Step | undefined} what `redo` would restore */
    lastUndone: () => undone.at(-1),

    /** Where an answer was replaced by another one; what was taken back does not count. */
    revised: () => new Set(done.filter(isRevision).map(({ place }) => place)),

    /** An act turned out not to hold. @param {{ id: string, undo?: string, redo?: string }} act */
    forget({ id, undo, redo }) {
      if (undo) {
        move(undo, undone, done);
      } else if (redo) {
        move(redo, done, undone);
      } else {
        take(id, done);
        take(id, undone);
      }
    },
  };
}

/**
 * Fold what the server knows into a history: answers, and acts on evidence.
 * @param {HistoryRow[]} rows oldest first
 * @param {(claim: number) => number | undefined} placeOf
 */
export function historyOf(rows, placeOf) {
  const history = makeHistory();
  /** @type {Map<number, Answer | null>} */
  const current = new Map();
  for (const row of rows) {
    const place = placeOf(row[1]);
    if (place === undefined) continue;
    if (isEvidenceRow(row)) {
      const [id, , kind, piece, replaced, undo, redo] = row;
      history.add({ id, place, before: null, after: null, evidence: turnOf(kind, piece, replaced) }, { undo, redo });
      continue;
    }
    const [id, , kind, outcome, tag, undo, redo, reason, confidence] = row;
    const after = kind === "answer" && outcome ? { outcome, tag, reason, confidence } : null;
    history.add({ id, place, before: current.get(place) ?? null, after }, { undo, redo });
    current.set(place, after);
  }
  return history;
}

/** @param {Step} step */
function isRevision({ before, after }) {
  if (!before || !after || before.outcome === "skipped" || after.outcome === "skipped") return false;
  return before.outcome !== after.outcome || before.tag !== after.tag;
}

/** @param {string} id @param {Step[]} from @param {Step[]} to */
function move(id, from, to) {
  const step = take(id, from);
  if (step) to.push(step);
}

/** @param {string} id @param {Step[]} steps */
function take(id, steps) {
  const place = steps.findLastIndex((step) => step.id === id);
  return place < 0 ? undefined : steps.splice(place, 1)[0];
}
