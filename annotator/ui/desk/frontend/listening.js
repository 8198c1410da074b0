// From keys, clicks and a focus that moves by itself to what they mean. On the desk only, never on the document.

import { commandOf, latin } from "./keys.js";

/** @import { Tag } from "./types.js" */
/** @typedef {NonNullable<ReturnType<typeof commandOf>>} Command */

/** The tag whose letter was pressed as if it was its key. @param {KeyboardEvent} event @param {Tag[]} tags */
function withLetter(event, tags) {
  if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return tags.find(({ letter }) => letter.toLowerCase() === latin(event));
}

/** From one tag to the next by arrow, once the focus is among them. @param {KeyboardEvent} event @param {HTMLElement} from */
function besideTag({ key, ctrlKey, metaKey, altKey, shiftKey }, from) {
  const by = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (by === 0 || ctrlKey || metaKey || altKey || shiftKey || !from.matches(".ca-tag")) return null;
  const next = by > 0 ? from.nextElementSibling : from.previousElementSibling;
  return next instanceof HTMLElement ? next : from;
}

/**
 * @param {HTMLElement} root
 * @param {{
 *   tags: Tag[],
 *   rightToLeft: boolean,
 *   meant: (key: string) => string,
 *   flush: () => void,
 *   first: (event: KeyboardEvent) => boolean,
 *   busy: (command: Command) => boolean,
 *   run: (command: Command, from: Element) => void,
 *   tellKey: (tag: Tag) => void,
 *   leave: () => void,
 *   press: (button: HTMLElement) => void,
 *   claimAt: (event: Event) => number | null,
 *   spotAt: (event: MouseEvent) => number | null,
 *   current: () => number,
 *   go: (place: number) => void,
 * }} desk `flush` comes before everything that is done; `first` takes what is meant
 *   for words that are selected and for what lies in the evidence; `busy` says whether something lies over the desk and has
 *   the keys; `leave` leads from a field back to the claim; a claim in the article and a spot on the map are places
 * @param {AbortSignal} signal
 */
export function listen(root, desk, signal) {
  let pointed = false;

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    pointed = false;
    // Streamlit's own keys (C, R) hear everything that reaches the document, from inside a text field too
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    const from = /** @type {HTMLElement} */ (event.target);
    const beside = besideTag(event, from);
    if (beside) beside.focus();
    if (beside || desk.first(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const command = commandOf(event, desk.tags, desk.rightToLeft, desk.meant);
    const tag = command?.name !== "tag" && from.matches(".ca-claim") ? withLetter(event, desk.tags) : undefined;
    if (!command) {
      if (tag) desk.tellKey(tag);
      return;
    }
    if (desk.busy(command)) return;
    if (from.matches("textarea, select, input")) {
      const picked = from.matches("select") && event.key === "Enter";
      if (command.name !== "escape" && !picked) return;
      desk.flush();
      desk.leave();
    } else if ((event.key === " " || event.key === "Enter") && from.matches("button, a, summary")) {
      return;
    } else if (!event.repeat || command.name === "move") {
      desk.flush(); // before the command's own act, so that the outbox stays in the order cast
      desk.run(command, from);
      if (tag) desk.tellKey(tag); // the letter means something else here
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    pointed = false;
    desk.flush();
    const claim = desk.claimAt(event);
    const spot = claim ?? desk.spotAt(event);
    if (spot !== null) {
      if (claim === null || String(getSelection() ?? "") === "") desk.go(spot);
      return;
    }
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button && button.getAttribute("aria-disabled") !== "true") desk.press(button);
  }

  root.addEventListener("keydown", pressed, { signal });
  root.addEventListener("click", clicked, { signal });
  root.addEventListener("pointerdown", () => (pointed = true), { signal });
  root.addEventListener("pointercancel", () => (pointed = false), { signal }); // it became a scroll: no click comes
  root.addEventListener(
    "focusin",
    (event) => {
      // a screen reader moves the focus by itself; a press of the mouse is not yet a choice
      const place = pointed ? null : desk.claimAt(event);
      if (place !== null && place !== desk.current()) desk.go(place);
    },
    { signal },
  );

  /** Whether what happens now is done with a mouse or a finger. */
  return { pointed: () => pointed };
}
