// From keys and clicks on the review desk to what they mean. On the desk only, never on the document.

import { reviewCommandOf } from "./reviewkeys.js";

/** @import { ReviewCommand } from "./reviewkeys.js" */
/** @import { Tag } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {{ tags: Tag[], busy: () => boolean, run: (command: ReviewCommand) => void,
 *   press: (button: HTMLButtonElement) => void, comment: () => void, typed: () => void }} desk
 * @param {AbortSignal} signal
 */
export function listenReview(root, desk, signal) {
  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); // C and R are Streamlit's
    const from = /** @type {HTMLElement} */ (event.target);
    const command = reviewCommandOf(event, desk.tags);
    if (!command || (desk.busy() && command.name !== "help")) return;
    if (from.matches("textarea, select, input")) {
      const enter = command.name === "confirm" && !event.shiftKey && from.matches("textarea");
      if (!enter && command.name !== "escape") return;
      if (enter && from.dataset.part === "comment") desk.comment();
      else desk.run(command);
    } else if ((event.key === " " || event.key === "Enter") && from.matches("button, a")) {
      return;
    } else if (!event.repeat || command.name === "move") {
      desk.run(command);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  root.addEventListener("keydown", pressed, { signal });
  root.addEventListener("input", (event) => event.target instanceof HTMLTextAreaElement && desk.typed(), { signal });
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button && button.getAttribute("aria-disabled") !== "true") desk.press(button);
    },
    { signal },
  );
}
