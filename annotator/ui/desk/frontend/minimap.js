// The map: one mark per claim in reading order, drawn on a canvas. A key repaints only what it changed.

import { at } from "./at.js";
import { make, mark, part } from "./dom.js";
import { layTicks } from "./ticks.js";
import { all } from "./way.js";
import { answerWords } from "./words.js";

/** @import { Counts, Record } from "./acts.js" */
/** @import { Look } from "./looks.js" */
/** @import { Wanted } from "./way.js" */
/** @typedef {{ [name: string]: string }} Palette */

/** In pixels of the page: how high a mark is, and the room that the frame of the current one takes around it. */
const HEIGHT = 18;
const ROOM = 4;
const FRAME = 2;
const SIDE = 3;
const LEAST = 3;
/** Of a claim that the filter leaves out: still seen beside the paper, 1.6 : 1 and more. */
const FAINT = 0.45;

const NAMES = ["paper", "line", "edge", "accent"];
/** Where the system's colours are forced, the shapes tell the tags apart. @type {Palette} */
const FORCED = {
  paper: "Canvas",
  line: "color-mix(in srgb, CanvasText 20%, Canvas)",
  edge: "CanvasText",
  accent: "Highlight",
};

/**
 * @param {HTMLElement} root
 * @param {Record[]} records
 * @param {boolean[]} begins whether the claim at a place begins a block
 * @param {Look} look
 * @param {boolean} mirrored for an article that is read from right to left
 */
export function makeMap(root, records, begins, look, mirrored) {
  const strip = part(root, "map");
  const canvas = make("canvas", {});
  const probe = make("i", { hidden: "" });
  strip.replaceChildren(canvas, probe);
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const forced = matchMedia("(forced-colors: active)");

  let palette = readPalette();
  let wanted = all;
  let current = -1;
  let scale = 1;
  let ticks = layTicks(begins, 0, 1);
  let pointed = -1;

  function readPalette() {
    /** @type {Palette} */
    const read = {};
    for (const name of [...NAMES, ...look.colours]) {
      probe.style.color = forced.matches ? (FORCED[name] ?? "CanvasText") : `var(--ca-${name})`;
      read[name] = getComputedStyle(probe).color;
    }
    return read;
  }

  /** @param {string} name */
  function colour(name) {
    return palette[name] ?? palette.edge ?? "";
  }

  /** Whether nothing can be drawn: no claims, or the strip is not laid out. */
  const blank = () => records.length === 0 || canvas.width === 0;

  function paintAll() {
    if (blank()) return;
    paper.clearRect(0, 0, canvas.width, canvas.height);
    for (let cell = 0; cell < ticks.count; cell += 1) paintCell(cell);
    paintFrame();
  }

  /** The first claim in the cell that nobody answered here decides that it is open. @param {number} cell */
  function deciding(cell) {
    const first = ticks.first(cell);
    const end = cell + 1 < ticks.count ? ticks.first(cell + 1) : records.length;
    for (let place = first; place < end; place += 1)
      if (at(records, place).answer === null && wanted(at(records, place))) return place;
    for (let place = first; place < end; place += 1)
      if (wanted(at(records, place))) return place;
    return first;
  }

  /** @param {number} cell */
  function paintCell(cell) {
    const [left, width] = span(ticks.left(cell), ticks.right(cell));
    paper.clearRect(left, 0, width, canvas.height);
    const place = deciding(cell);
    paper.globalAlpha = wanted(at(records, place)) ? 1 : FAINT;
    paintMark(place, left, width);
    paper.globalAlpha = 1;
  }

  /** @param {number} place @param {number} left @param {number} width */
  function paintMark(place, left, width) {
    const { answer } = at(records, place);
    const top = Math.round(ROOM * scale);
    const height = Math.round(HEIGHT * scale);
    if (answer?.outcome === "skipped") {
      const line = Math.max(1, Math.round(scale));
      paper.fillStyle = colour("edge");
      paper.fillRect(left, top, width, line);
      paper.fillRect(left, top + height - line, width, line);
      if (width < 3 * line) return;
      paper.fillRect(left, top, line, height);
      paper.fillRect(left + width - line, top, line, height);
      return;
    }
    const shape = look.of(answer);
    if (!shape || shape.faint) {
      // an open mark is faint by itself: under a filter it is darker, so that it is seen when left out, too
      paper.fillStyle = colour(!shape && wanted !== all ? "edge" : "line");
      paper.fillRect(left, top, width, height);
    }
    if (!shape) return;
    paper.fillStyle = colour(shape.look);
    for (const [from, to] of shape.bars) {
      const begin = Math.round(from * scale);
      paper.fillRect(left, top + begin, width, Math.round(to * scale) - begin);
    }
  }

  /** Where the current claim's mark lies; wide enough to be seen in a narrow column. */
  function framed() {
    const cell = ticks.cellOf(current);
    const [left, width] = span(ticks.left(cell), ticks.right(cell));
    const least = Math.round(LEAST * scale);
    return width >= least
      ? { left, width }
      : { left: Math.round(left + (width - least) / 2), width: least };
  }

  function paintFrame() {
    if (current < 0) return;
    const { left, width } = framed();
    const line = Math.max(1, Math.round(FRAME * scale));
    const out = line + Math.max(1, Math.round(scale));
    paper.fillStyle = colour("accent");
    paper.beginPath();
    paper.roundRect(left - out, 0, width + 2 * out, canvas.height, ROOM * scale);
    paper.fill();
    paper.fillStyle = colour("paper");
    paper.fillRect(left - out + line, line, width + 2 * (out - line), canvas.height - 2 * line);
    paintMark(current, left, width);
  }

  /** Paint again what the frame covered. */
  function liftFrame() {
    if (current < 0) return;
    const { left, width } = framed();
    const reach = Math.ceil(ROOM * scale);
    const [from, until] = [left - reach, left + width + reach];
    paper.clearRect(from, 0, until - from, canvas.height);
    const [a, b] = [cellAt(from), cellAt(until)];
    for (let cell = Math.min(a, b); cell <= Math.max(a, b); cell += 1) paintCell(cell);
  }

  /** The room for the frame at both ends, in pixels of the screen. */
  const side = () => Math.round(SIDE * scale);

  /** @param {number} left @param {number} right @returns {[number, number]} from the left, and how wide */
  function span(left, right) {
    const inset = side();
    return [mirrored ? canvas.width - inset - right : inset + left, Math.max(1, right - left)];
  }

  /** @param {number} x */
  function cellAt(x) {
    return ticks.cellAt((mirrored ? canvas.width - 1 - x : x) - side());
  }

  /** Zoom, or a window on another screen, changes how fine the pixels are; that may leave the room as it is. @param {AbortSignal} signal */
  function watchScale(signal) {
    const same = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      fit(strip.getBoundingClientRect().width);
      watchScale(signal);
    };
    same.addEventListener("change", changed, { once: true, signal });
  }

  /** @param {number} width in pixels of the page */
  function fit(width) {
    scale = devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round((HEIGHT + 2 * ROOM) * scale);
    ticks = layTicks(begins, Math.max(1, canvas.width - 2 * side()), scale);
    paintAll();
  }

  function recolour() {
    palette = readPalette();
    paintAll();
  }

  /** @param {MouseEvent} event */
  function placeUnder(event) {
    const { left, width } = strip.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * canvas.width;
    return ticks.first(cellAt(Math.min(Math.max(x, 0), canvas.width - 1)));
  }

  /** @param {PointerEvent} event */
  function tell(event) {
    if (blank()) return;
    const place = placeUnder(event);
    if (place === pointed) return;
    pointed = place;
    const { claim, answer } = at(records, place);
    strip.title = `claim ${claim.n}: ${answer ? answerWords({ ...answer, reason: "", confidence: "" }) : "not tagged"}`;
  }

  return {
    /** The answer of a claim has changed. @param {number} place */
    paint(place) {
      if (blank()) return;
      liftFrame();
      paintCell(ticks.cellOf(place));
      paintFrame();
      if (place === pointed) pointed = -1;
    },

    /** Frame another claim; -1 for none. @param {number} place */
    show(place) {
      if (place === current) return;
      if (!blank()) liftFrame();
      current = place;
      if (!blank()) paintFrame();
    },

    /** Let only some claims stand out. @param {Wanted} among */
    narrow(among) {
      wanted = among;
      paintAll();
    },

    /** For whoever does not see it. @param {Counts} counts */
    sum({ tags, unsure, skipped, left, total }) {
      const parts = [...tags, ["unsure", unsure], ["skipped", skipped], ["not tagged", left]];
      const words = parts.filter(([, count]) => count).map(([name, count]) => `${count} ${name}`);
      mark(strip, "aria-label", `Map of ${total === 1 ? "1 claim" : `${total} claims`}: ${words.join(", ")}`);
    },

    /** The claim that was clicked on the map, or null. @param {MouseEvent} event @returns {number | null} */
    placeAt(event) {
      const hit = event.target instanceof Node && strip.contains(event.target);
      return hit && !blank() ? placeUnder(event) : null;
    },

    /** Keep to the room there is, and to the theme. @param {AbortSignal} signal */
    watch(signal) {
      const room = new ResizeObserver(([entry]) => entry && fit(entry.contentRect.width));
      room.observe(strip);
      signal.addEventListener("abort", () => room.disconnect());
      watchScale(signal);
      strip.addEventListener("pointermove", tell, { signal });
      forced.addEventListener("change", recolour, { signal });
      // the style sheet lets the strip's own colour glide for a moment: so every change of theme is heard of
      strip.addEventListener("transitionend", recolour, { signal });
    },
  };
}
