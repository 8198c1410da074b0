// How long a claim is in front of its analyst, up to the first answer: only for who has switched it on. Sent apart
// from the acts, which wait for nothing here; what does not arrive is lost, and that is all right.

/** @import { Act, HistoryRow } from "./types.js" */

/** Seconds; who takes longer was not at the claim. */
const LONGEST = 600;
const TOGETHER = 20;

/**
 * @param {HistoryRow[]} history claims that were answered before have had their time
 * @param {(times: [number, number][], leaving: boolean) => unknown} send
 * @param {{ now?: () => number, there?: () => boolean }} [world]
 */
export function makeTimes(history, send, { now = () => performance.now(), there = seen } = {}) {
  const had = new Set(history.filter(([, , kind, outcome]) => kind === "answer" && outcome !== "skipped").map((row) => row[1]));
  /** @type {Map<number, number>} milliseconds, of claims without an answer */
  const sums = new Map();
  /** @type {[number, number][]} */
  let waiting = [];
  let claim = 0;
  let since = -1;

  /** Take the time up to now; it goes on only while somebody is there. */
  function look() {
    const time = now();
    if (since >= 0 && claim) sums.set(claim, (sums.get(claim) ?? 0) + time - since);
    since = there() ? time : -1;
  }

  /** @param {boolean} leaving */
  function flush(leaving) {
    if (waiting.length > 0) send(waiting, leaving);
    waiting = [];
  }

  return {
    look,

    /** Another claim is in front; 0 is none. @param {number} next */
    at(next) {
      look();
      claim = next;
    },

    /** @param {Pick<Act, "kind" | "claim" | "outcome" | "undo">} act */
    acted({ kind, claim: answered, outcome, undo }) {
      look();
      if (kind !== "answer" || outcome === "skipped" || undo || had.has(answered)) return;
      had.add(answered);
      const seconds = Math.round((sums.get(answered) ?? 0) / 1000);
      sums.delete(answered);
      if (seconds > 0) waiting.push([answered, Math.min(seconds, LONGEST)]);
      if (waiting.length >= TOGETHER) flush(false);
    },

    /** The page is hidden or left. */
    leave() {
      look();
      flush(true);
    },

    /** @param {AbortSignal} signal */
    watch(signal) {
      for (const turn of ["focus", "blur"]) addEventListener(turn, look, { signal });
    },
  };
}

/** Whether the page is in front of somebody. */
function seen() {
  return document.visibilityState === "visible" && document.hasFocus();
}
