// A swipe to the side turns to the next claim or back, as one turns pages. Up and down stays scrolling.

import { at } from "./at.js";

/** Less than this is no swipe; in pixels. */
const FAR = 44;
/** A swipe is flatter than a slip of the thumb while scrolling. */
const FLAT = 1.8;
/** Where it begins: on the claim in the sheet, on the current one in the article, on the summary. */
const HELD = ".ca-this, .ca-where, .ca-claim[aria-current='true'], .ca-done";

/**
 * Where a touch that went so far leads: 1 on, -1 back, 0 nowhere. Pages of Arabic turn the other way.
 * @param {number} x
 * @param {number} y
 * @param {boolean} rightToLeft
 */
export function turnOf(x, y, rightToLeft) {
  if (Math.abs(x) < FAR || Math.abs(x) < Math.abs(y) * FLAT) return 0;
  return (x < 0) === rightToLeft ? -1 : 1;
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} words what follows the thumb
 * @param {boolean} rightToLeft
 * @param {(by: number) => void} turn
 * @param {AbortSignal} signal
 */
export function turnBySwipe(root, words, rightToLeft, turn, signal) {
  /** @type {Touch | null} */
  let from = null;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /** @param {number} by */
  function shift(by) {
    words.style.translate = by === 0 || still.matches ? "" : `${by}px`;
  }

  /** @param {TouchEvent} event */
  function began({ touches, target }) {
    const alone = touches.length === 1 && target instanceof Element && target.closest(HELD);
    from = alone && String(getSelection() ?? "") === "" ? at(touches, 0) : null;
  }

  /** @param {TouchEvent} event */
  function moved({ touches }) {
    if (!from) return;
    const { clientX, clientY } = at(touches, 0);
    const [x, y] = [clientX - from.clientX, clientY - from.clientY];
    shift(Math.abs(x) > Math.abs(y) * FLAT ? x / 3 : 0);
  }

  /** @param {TouchEvent} event */
  function ended({ type, changedTouches }) {
    if (!from) return;
    const { clientX, clientY } = at(changedTouches, 0);
    const by = turnOf(clientX - from.clientX, clientY - from.clientY, rightToLeft);
    from = null;
    shift(0);
    if (by !== 0 && type === "touchend") turn(by);
  }

  root.addEventListener("touchstart", began, { signal, passive: true });
  root.addEventListener("touchmove", moved, { signal, passive: true });
  root.addEventListener("touchend", ended, { signal, passive: true });
  root.addEventListener("touchcancel", ended, { signal, passive: true });
}
