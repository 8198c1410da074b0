// What is chosen on a claim before it has an answer: kept as long as the page, given with the answer.

/** @import { Answer } from "./types.js" */
/** @typedef {Pick<Answer, "reason" | "confidence">} Chosen */

/** @type {Chosen} */
const NOTHING = { reason: "", confidence: "" };

export function makeDrafts() {
  /** @type {Map<number, Chosen>} */
  const drafts = new Map();

  return {
    /** What is chosen for an answer to come. @param {number} place */
    of: (place) => drafts.get(place) ?? NOTHING,

    /** @param {number} place @param {Partial<Chosen>} more */
    add(place, more) {
      drafts.set(place, { ...this.of(place), ...more });
    },

    /** There is an answer now. @param {number} place */
    used: (place) => drafts.delete(place),
  };
}

/**
 * Whether more can be said about an answer: to skip a claim is none yet.
 * @param {Answer | null} answer
 * @returns {answer is Answer}
 */
export function isAnswered(answer) {
  return answer !== null && answer.outcome !== "skipped";
}
