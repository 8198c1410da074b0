// Which command a key press means on the review desk. Pure: no state, no screen.

import { latin, tagOf } from "./keys.js";
import { RULINGS } from "./ruling.js";

/** @import { Press } from "./keys.js" */
/** @import { Ruling } from "./reviewtypes.js" */
/** @import { Tag } from "./types.js" */
/**
 * @typedef {{ name: "tag", tag: Tag } | { name: "ruling", ruling: Ruling } | { name: "move", by: number }
 *   | { name: "confirm" | "undo" | "reason" | "comment" | "accept" | "filter" | "help" | "escape" }} ReviewCommand
 */

/** @type {Record<string, ReviewCommand>} */
const PLAIN = {
  ArrowDown: { name: "move", by: 1 },
  ArrowUp: { name: "move", by: -1 },
  Enter: { name: "confirm" },
  Escape: { name: "escape" },
  a: { name: "accept" },
  g: { name: "move", by: 1 },
  m: { name: "comment" },
  n: { name: "reason" },
  z: { name: "undo" },
};

/** @param {Press} press @param {Tag[]} tags @returns {ReviewCommand | null} */
export function reviewCommandOf(press, tags) {
  const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = press;
  if (isComposing || altKey) return null;
  const letter = latin(press);
  if (ctrlKey || metaKey) return letter === "z" && !shiftKey ? { name: "undo" } : null;
  if (key === "?") return { name: "help" };
  if (key === "/") return { name: "filter" };
  const tag = tagOf(press, letter, tags);
  if (tag) return { name: "tag", tag };
  if (shiftKey) return null;
  const ruling = RULINGS.find((one) => one.key === letter)?.ruling;
  if (ruling) return { name: "ruling", ruling };
  return PLAIN[letter] ?? null;
}
