// What a screen reader says of its own accord: only what the focus that moves does not tell.

import { make } from "./dom.js";

/** @param {HTMLElement} place a polite live region */
export function makeAnnouncer(place) {
  return {
    /** A new element each time, so that the same words are said again. @param {string} text */
    say(text) {
      place.replaceChildren(make("p", {}, text));
    },
  };
}
