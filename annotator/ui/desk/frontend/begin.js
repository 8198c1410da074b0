// Where a desk begins: where the address says, where a filter was left, at a reviewer's question, or where work is open.

/** @import { makeActs } from "./acts.js" */
/** @import { makeCourse } from "./course.js" */
/** @import { makeFilter } from "./filter.js" */
/** @import { makeWay } from "./way.js" */

/**
 * @param {ReturnType<typeof makeActs>} acts
 * @param {ReturnType<typeof makeCourse>} course
 * @param {ReturnType<typeof makeWay>} way
 * @param {ReturnType<typeof makeFilter>} filter
 * @param {number | null} claim what the address names
 */
export function begin({ records, placeOf }, course, way, filter, claim) {
  const wanted = placeOf(claim ?? -1);
  const open = way.open(-1);
  const asked = records.findIndex(({ claim }) => claim.question);
  if (filter.before()) course.resume(filter.before(), wanted);
  else course.go(wanted ?? (asked >= 0 ? asked : Math.max(open, 0)));
}
