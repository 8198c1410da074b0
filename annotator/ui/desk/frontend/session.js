// How long this tagging session lasts and how many claims it has seen. Times come in as milliseconds.
// A session is over when nothing was said for longer than the gap; the next act begins a new one.

/** @import { Act, HistoryRow, SessionData } from "./types.js" */

const MINUTE = 60_000;

/**
 * @param {SessionData | null} known the last session that the server knows, over or not
 * @param {HistoryRow[]} history
 * @param {number} gap in seconds
 * @param {number} now
 */
export function makeSession(known, history, gap, now) {
  let began = known ? Date.parse(known.began) : -Infinity;
  let last = known ? Date.parse(known.last) : -Infinity;
  let claims = known ? known.claims : 0;
  /** A clock here that is behind the server's would let time run backwards. */
  const behind = Math.max(0, last - now);
  const opened = now + behind;
  const counted = new Set(
    history.filter((row) => answers(row[3]) && Date.parse(row[9]) >= began).map((row) => row[1]),
  );

  return {
    /** Something was said of a claim. @param {Pick<Act, "kind" | "claim" | "outcome">} act @param {number} now */
    act(act, now) {
      const time = now + behind;
      if (time - last > gap * 1000) {
        began = time;
        claims = 0;
        counted.clear();
      }
      last = Math.max(last, time);
      if (!answers(act.outcome) || counted.has(act.claim)) return;
      counted.add(act.claim);
      claims += 1;
    },

    /** Claims answered, each once, and minutes since the first act; the clock stands still in a long pause. @param {number} now */
    at(now) {
      const over = opened - last > gap * 1000; // and nothing was said since
      if (over) return { claims: 0, minutes: 0 };
      const time = now + behind;
      const end = time - last > gap * 1000 ? last : Math.max(last, time);
      return { claims, minutes: Math.floor((end - began) / MINUTE) };
    },
  };
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
