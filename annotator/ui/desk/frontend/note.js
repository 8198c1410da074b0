// The note: saved as typed, never in the way of tagging.

import { write } from "./dom.js";

const PAUSE = 600;

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} state
 * @param {{ typed: () => void, save: (place: number, text: string) => void }} to
 */
export function makeNote(field, state, { typed, save }) {
  let place = -1;
  let dirty = false;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  function flush() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!dirty) return;
    dirty = false;
    write(state, "");
    save(place, wellFormed(field.value));
  }

  function changed() {
    dirty = true;
    write(state, "not saved yet");
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
    typed();
  }

  field.addEventListener("input", changed);
  field.addEventListener("blur", flush);
  return {
    flush,

    /** Whether something is typed that is not saved yet. */
    writing: () => dirty,

    /** @param {number} now @param {string} text */
    show(now, text) {
      if (dirty) {
        if (now === place) return; // the analyst is writing here
        flush();
      }
      place = now;
      if (field.value !== text) field.value = text;
    },

    close() {
      flush();
      field.removeEventListener("input", changed);
      field.removeEventListener("blur", flush);
    },
  };
}

/** Half a surrogate pair is no text. @param {string} text */
function wellFormed(text) {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}
