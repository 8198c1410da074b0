// A storage as the browser's, which may be full, and acts to put into it.

/** @import { Act, Entry } from "../../annotator/ui/desk/frontend/types.js" */

/** How a tag looks, for tests that see none. @type {{ reasoned: boolean, colour: string, under: string, bars: [number, number][], faint: boolean }} */
export const LOOK = { reasoned: false, colour: "teal", under: "solid 1px", bars: [[0, 18]], faint: false };

export const PREFIX = "claims:p:a:";

/** @param {number} i @param {Partial<Act>} [more] @returns {Act} */
export const act = (i, more = {}) => ({
  id: `0000000${i}`,
  kind: "answer",
  claim: i,
  sha: "",
  replaces: null,
  outcome: "tagged",
  tag: "sourced",
  ...more,
});

/** @param {number} i @param {Partial<Act>} [more] @returns {Entry} */
export const entry = (i, more) => ({ act: act(i, more), article: 1, n: i });

/** @implements {Storage} */
export class Shelf {
  /** @type {Map<string, string>} */
  items = new Map();
  full = false;

  get length() {
    return this.items.size;
  }

  clear() {
    this.items.clear();
  }

  /** @param {number} i */
  key(i) {
    return [...this.items.keys()][i] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    if (this.full) throw new Error("full");
    this.items.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.items.delete(key);
  }
}
