// Event ids: UUIDv7, made without `crypto.randomUUID`, which plain http://<office address> does not have.

import { at } from "./at.js";

const LAST_COUNT = 0xfff;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const VERSION_7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7([0-9a-f]{3})-/;

/**
 * Ids that strictly grow, also within one millisecond and when the clock is set back.
 * @param {() => number} now
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} fill
 */
export function makeIds(now = Date.now, fill = (bytes) => crypto.getRandomValues(bytes)) {
  let ms = 0;
  let count = 0;

  function tick() {
    const time = now();
    if (time > ms) {
      ms = time;
      count = 0;
    } else if (count < LAST_COUNT) {
      count += 1;
    } else {
      ms += 1;
      count = 0;
    }
  }

  return {
    next() {
      tick();
      const random = fill(new Uint8Array(8));
      const time = ms.toString(16).padStart(12, "0");
      const order = count.toString(16).padStart(3, "0");
      let id = `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${HEX[(at(random, 0) & 0x3f) | 0x80]}${HEX[at(random, 1)]}-`;
      for (let i = 2; i < 8; i += 1) id += HEX[at(random, i)];
      return id;
    },

    /** Let every later id sort after this one, whoever made it. @param {string} id */
    follow(id) {
      const found = VERSION_7.exec(id);
      if (!found) return;
      const time = parseInt(at(found, 1) + at(found, 2), 16);
      const place = parseInt(at(found, 3), 16);
      if (time > ms || (time === ms && place > count)) {
        ms = time;
        count = place;
      }
    },
  };
}

/** When an id was made, in milliseconds; NaN of one that does not say. @param {string} id */
export function timeOf(id) {
  const found = VERSION_7.exec(id);
  return found ? parseInt(at(found, 1) + at(found, 2), 16) : NaN;
}
