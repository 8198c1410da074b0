// Which claim comes next. While a filter is on, the way leads among the claims that it lets through only.

import { at } from "./at.js";

/** @import { Record } from "./acts.js" */
/** @typedef {(record: Record) => boolean} Wanted */

/** @type {Wanted} */
export const all = () => true;

/** @param {Record[]} records in reading order */
export function makeWay(records) {
  let wanted = all;
  const behind = records.length;
  /** For each claim 1 where the filter lets it through: what is asked at every key is not asked of every record. */
  const through = new Uint8Array(behind).fill(1);
  let total = behind;

  /** @param {number} place */
  function weigh(place) {
    const now = Number(wanted(at(records, place)));
    total += now - (through[place] ?? 0);
    through[place] = now;
  }

  /** @param {number} place @param {1 | -1} by */
  function from(place, by) {
    let next = place;
    while (next >= 0 && next < behind && !wanted(at(records, next))) next += by;
    return next;
  }

  return {
    /** Let only some claims through. @param {Wanted} among */
    narrow(among) {
      wanted = among;
      for (let place = 0; place < behind; place += 1) weigh(place);
    },

    /** What is said of a claim has changed. @param {number} place */
    changed: (place) => weigh(place),

    /** @param {number} place */
    leadsTo: (place) => place >= 0 && place < behind && wanted(at(records, place)),

    /**
     * One claim on or back. Where none comes any more it is the number of claims, or -1.
     * @param {number} place the number of claims stands behind the last one
     * @param {number} by
     */
    step: (place, by) => from(place + Math.sign(by), by < 0 ? -1 : 1),

    first: () => from(0, 1),
    last: () => from(behind - 1, -1),

    /** The next one, going round; -1 where none is left. @param {number} place */
    next: (place) => nextOf(records, place, wanted),

    /** The next one without an answer, else the next skipped one, going round; -1 where all are answered. @param {number} place */
    open: (place) => nextOpen(records, place, wanted),

    /** The how manieth of how many the claim at a place is; no rank where the way does not lead. @param {number} place */
    standing(place) {
      let rank = 0;
      if (through[place]) for (let one = 0; one <= place; one += 1) rank += through[one] ?? 0;
      return { rank, total };
    },
  };
}

/**
 * The next record of a kind, going round; the last one looked at is the one where the search began.
 * @param {Record[]} records
 * @param {number} from -1 for the beginning
 * @param {Wanted} wanted
 * @returns {number} -1 when there is none
 */
export function nextOf(records, from, wanted) {
  for (let step = 1; step <= records.length; step += 1) {
    const place = (Math.max(from, -1) + step) % records.length;
    if (wanted(at(records, place))) return place;
  }
  return -1;
}

/**
 * The next record that nobody has answered here, going round; where none is left, the next skipped one.
 * @param {Record[]} records
 * @param {number} from -1 for the beginning
 * @param {Wanted} among
 * @returns {number} -1 when all are answered
 */
export function nextOpen(records, from, among = all) {
  const untouched = nextOf(records, from, (one) => one.answer === null && among(one));
  return untouched >= 0
    ? untouched
    : nextOf(records, from, (one) => one.answer?.outcome === "skipped" && among(one));
}
