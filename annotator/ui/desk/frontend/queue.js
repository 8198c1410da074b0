// The queue of the review desk: groups of claims with the same tags against each other, read page by page. What was
// settled here leaves it at once. No screen.

import { at } from "./at.js";
import { withWords } from "./queuefilters.js";

/** @import { Reply } from "./types.js" */
/** @import { Group, QueueData, Waiting, Wanted } from "./reviewtypes.js" */
/** @typedef {Group & { key: string, rows: Waiting[], whole: boolean }} Shelf */

const SOON = 5;
/** As many rows as the server sends at once; fewer are the last. */
const PAGE = 20;

/**
 * @param {string} address
 * @param {(url: string) => Promise<Reply>} get
 * @param {() => void} changed something more is known
 */
export function makeQueue(address, get, changed) {
  /** @type {Shelf[]} */
  let shelves = [];
  /** @type {Wanted} */
  let wanted = {};
  /** Settled here: they do not come back with a page that was read before. @type {Set<number>} */
  const settled = new Set();
  /** @type {Set<string>} */
  const reading = new Set();
  let turn = 0;

  /** @param {Shelf} shelf */
  async function read(shelf) {
    if (shelf.whole || reading.has(shelf.key)) return;
    const mine = turn;
    reading.add(shelf.key);
    const last = shelf.rows.at(-1);
    /** @type {Wanted} */
    const query = { ...wanted, group: shelf.key };
    if (last) query.after = last.place.join(",");
    const { status, body } = await get(withWords(address, query));
    reading.delete(shelf.key);
    if (mine !== turn || status !== 200) return;
    take(shelf, body.waiting);
    changed();
  }

  /** @param {Shelf} shelf @param {Waiting[]} rows */
  function take(shelf, rows) {
    const known = new Set(shelf.rows.map(({ id }) => id));
    shelf.whole = rows.length < PAGE;
    shelf.rows.push(...rows.filter(({ id }) => !known.has(id) && !settled.has(id)));
  }

  return {
    shelves: () => shelves,

    /** Everything that is known, in the order of the queue. */
    line: () => shelves.flatMap((shelf) => shelf.rows),

    /** @param {Wanted} query @param {QueueData} data */
    open(query, data) {
      turn += 1;
      wanted = query;
      reading.clear();
      shelves = data.groups.map((group) => shelfOf(group));
      const first = shelves[0];
      if (first) take(first, data.waiting);
      for (const shelf of shelves.slice(1)) void read(shelf);
    },

    /** More of the group that a claim is in, before its end is reached. @param {number} id */
    near(id) {
      const shelf = shelves.find(({ rows }) => rows.some((row) => row.id === id));
      if (!shelf) return;
      const place = shelf.rows.findIndex((row) => row.id === id);
      if (place >= shelf.rows.length - SOON) void read(shelf);
    },

    /** @param {string} key of a group */
    more(key) {
      const shelf = shelves.find((one) => one.key === key);
      if (shelf) void read(shelf);
    },

    /** The other claims of a claim's group, as far as they were read. @param {number} id */
    beside(id) {
      const shelf = shelves.find(({ rows }) => rows.some((row) => row.id === id));
      return (shelf?.rows ?? []).filter((row) => row.id !== id);
    },

    /** A claim was settled here: it leaves the queue. @param {number} id @returns {Waiting | null} */
    settle(id) {
      settled.add(id);
      for (const shelf of shelves) {
        const place = shelf.rows.findIndex((row) => row.id === id);
        if (place < 0) continue;
        shelf.claims -= 1;
        return at(shelf.rows.splice(place, 1), 0);
      }
      return null;
    },

    /** It is open again. @param {Waiting} row */
    reopen(row) {
      settled.delete(row.id);
      const key = row.tags.join(",");
      const shelf = shelves.find((one) => one.key === key);
      if (!shelf) {
        /** @type {Shelf} */
        const back = { tags: row.tags, claims: 1, more: false, key, rows: [row], whole: true };
        shelves.unshift(back);
        return;
      }
      if (shelf.rows.some(({ id }) => id === row.id)) return;
      shelf.claims += 1;
      const place = shelf.rows.findIndex((one) => before(row, one));
      shelf.rows.splice(place < 0 ? shelf.rows.length : place, 0, row);
    },
  };
}

/** @param {Group} group @returns {Shelf} */
const shelfOf = (group) => ({ ...group, key: group.tags.join(","), rows: [], whole: false });

/** Whether one claim stands before another in the queue. @param {Waiting} a @param {Waiting} b */
function before({ place: [tiedA, weightA, a] }, { place: [tiedB, weightB, b] }) {
  return tiedA !== tiedB ? tiedA > tiedB : weightA !== weightB ? weightA > weightB : a < b;
}
