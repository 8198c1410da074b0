// How much goes into one request.

/** @import { Entry } from "./types.js" */
/** @typedef {{ bytes: number, acts: number }} Limits */

/** @type {Limits} */
export const USUAL = { bytes: 256 * 1024, acts: 200 };
/** A request that outlives its page (`keepalive`) fails from about 60 KB. @type {Limits} */
export const LEAVING = { bytes: 48 * 1024, acts: 200 };
/** Room for the project, the analyst and the brackets around the acts. */
const ENVELOPE = 512;

/**
 * The first entries that fit into one request, at least one: a single act is never cut.
 * @param {Iterable<Entry>} entries
 * @param {Limits} limits
 * @returns {Entry[]}
 */
export function cut(entries, limits) {
  const encoder = new TextEncoder();
  const batch = [];
  let bytes = ENVELOPE;
  for (const entry of entries) {
    bytes += encoder.encode(JSON.stringify(entry.act)).length + 1;
    if (batch.length > 0 && (bytes > limits.bytes || batch.length >= limits.acts)) break;
    batch.push(entry);
  }
  return batch;
}
