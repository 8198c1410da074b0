// The sheet of narrow screens: its grip follows the thumb.

import { at } from "./at.js";

/** Less than this is a tap; in pixels. */
const SWIPE = 24;

/** @param {HTMLElement} grip @param {(open: boolean) => void} turn @param {AbortSignal} signal */
export function swipe(grip, turn, signal) {
  let from = 0;
  grip.addEventListener("touchstart", (event) => (from = at(event.touches, 0).clientY), {
    signal,
    passive: true,
  });
  grip.addEventListener(
    "touchend",
    (event) => {
      const by = at(event.changedTouches, 0).clientY - from;
      if (Math.abs(by) < SWIPE) return;
      event.preventDefault(); // a swipe is no tap
      turn(by < 0);
    },
    { signal },
  );
}
