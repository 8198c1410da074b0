// Where the marks of the map lie. Pure: from a width to pixels.
// A cell is a mark of its own: one claim, or in a long article the neighbours that share a column of pixels.

import { at } from "./at.js";

/** @typedef {{ count: number, left: (cell: number) => number, right: (cell: number) => number,
 *   cellOf: (place: number) => number, first: (cell: number) => number, cellAt: (x: number) => number }} Ticks */

/** From roomy to narrow: between claims, before a block, and how wide a mark has to stay. */
const ROOMS = [
  { gap: 2, block: 5, least: 4 },
  { gap: 1, block: 3, least: 3 },
  { gap: 1, block: 1, least: 2 },
];

/**
 * @param {boolean[]} begins whether the claim at a place begins a block
 * @param {number} width in pixels of the screen
 * @param {number} scale pixels of the screen in one of the page
 * @returns {Ticks}
 */
export function layTicks(begins, width, scale) {
  const places = begins.length;
  for (const room of ROOMS) {
    const laid = spaced(begins, width, room.gap * scale, room.block * scale);
    if (laid.unit >= room.least * scale) return laid.ticks;
  }
  return dense(places, width, Math.max(1, Math.round(scale)));
}

/** @param {boolean[]} begins @param {number} width @param {number} gap @param {number} block */
function spaced(begins, width, gap, block) {
  const places = begins.length;
  const blocks = begins.filter((begin, place) => begin && place > 0).length;
  const unit = (width - (places - 1) * gap - blocks * block) / places;
  /** @type {number[]} */
  const lefts = [];
  let x = 0;
  begins.forEach((begin, place) => {
    if (begin && place > 0) x += block;
    lefts.push(x);
    x += unit + gap;
  });
  const left = (/** @type {number} */ cell) => Math.round(at(lefts, cell));
  return {
    unit,
    ticks: {
      count: places,
      left,
      right: (/** @type {number} */ cell) => Math.round(at(lefts, cell) + unit),
      cellOf: (/** @type {number} */ place) => place,
      first: (/** @type {number} */ cell) => cell,
      cellAt: (/** @type {number} */ x) => lastAtMost(left, places, x),
    },
  };
}

/** One column after the other without gaps, each as wide as a pixel or wider. @param {number} places @param {number} width @param {number} pixel @returns {Ticks} */
function dense(places, width, pixel) {
  const count = Math.max(1, Math.min(places, Math.floor(width / pixel)));
  const left = (/** @type {number} */ cell) => Math.floor((cell * width) / count);
  return {
    count,
    left,
    right: (cell) => left(cell + 1),
    cellOf: (place) => Math.floor((place * count) / places),
    first: (cell) => Math.ceil((cell * places) / count),
    cellAt: (x) => lastAtMost(left, count, x),
  };
}

/** @param {(cell: number) => number} left @param {number} count @param {number} x */
function lastAtMost(left, count, x) {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (left(middle) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
