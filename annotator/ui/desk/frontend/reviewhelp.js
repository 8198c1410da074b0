// All keys of the review desk in one table: the help and the line of hints are made from it.

import { fillKeys } from "./help.js";
import { RULINGS } from "./ruling.js";

/** @import { Tag } from "./types.js" */

/** @param {HTMLElement} root @param {Tag[]} tags */
export function fillReviewHelp(root, tags) {
  const keys = tags.map((tag) => tag.key.toUpperCase());
  const rows = [
    ...tags.map((tag) => ({
      keys: [tag.key.toUpperCase()],
      text: `${tag.name}: your own vote first, then the decision`,
    })),
    ...RULINGS.map(({ key, words }) => ({ keys: [key.toUpperCase()], text: words.toLowerCase() })),
    { keys: ["Enter"], text: "confirm, and go to the next claim" },
    { keys: ["N"], text: "write the reason; Esc returns to the claim" },
    { keys: ["Z", "Ctrl Z"], text: "undo the last decision made here, or take back your own that is shown" },
    { keys: ["↓", "G"], text: "next claim, undecided as it is" },
    { keys: ["↑"], text: "previous claim" },
    { keys: ["A"], text: "accept all claims on which everybody agrees" },
    { keys: ["M"], text: "write a comment; Enter sends it" },
    { keys: ["/"], text: "choose which claims the queue holds" },
    { keys: ["Esc"], text: "back to the claim" },
    { keys: ["?"], text: "all keys" },
  ];
  const hints = [
    { keys, hint: "vote, then decide" },
    ...RULINGS.map(({ key, words }) => ({ keys: [key.toUpperCase()], hint: words.toLowerCase() })),
    { keys: ["Enter"], hint: "confirm" },
    { keys: ["Z"], hint: "undo" },
  ];
  fillKeys(root, rows, hints);
}
