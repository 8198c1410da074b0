// Which command a key press means. Pure: no state, no screen.

/** @import { Tag } from "./types.js" */
/**
 * @typedef {{ name: "tag", tag: Tag } | { name: "move", by: number } | { name: "go", to: "first" | "last" }
 *   | { name: "skip" | "next" | "undo" | "redo" | "clear" | "note" | "tags" | "help" | "escape" | "focus" | "filter" | "reason" | "split" | "rulings" | "evidence" | "caret" | "offer" | "end" | "others" | "settings" }
 *   | { name: "confidence", value: "low" | "moderate" | "high" }} Command
 */
/** @typedef {Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "isComposing">} Press */

/** @type {Record<string, Command>} */
const PLAIN = {
  ArrowDown: { name: "move", by: 1 },
  ArrowUp: { name: "move", by: -1 },
  Home: { name: "go", to: "first" },
  End: { name: "go", to: "last" },
  " ": { name: "skip" },
  Backspace: { name: "clear" },
  Enter: { name: "tags" },
  Escape: { name: "escape" },
  j: { name: "move", by: 1 },
  k: { name: "move", by: -1 },
  a: { name: "offer" },
  b: { name: "reason" },
  e: { name: "evidence" },
  f: { name: "focus" },
  g: { name: "next" },
  h: { name: "confidence", value: "high" },
  l: { name: "confidence", value: "low" },
  m: { name: "confidence", value: "moderate" },
  n: { name: "note" },
  o: { name: "others" },
  p: { name: "end" },
  v: { name: "caret" },
  w: { name: "split" },
  z: { name: "undo" },
  ",": { name: "settings" },
  "/": { name: "filter" },
  ".": { name: "rulings" },
};

/**
 * @param {Press} press
 * @param {Tag[]} tags
 * @param {boolean} rightToLeft
 * @param {(key: string) => string} [meant] which command's key it is, for whoever changed some
 * @returns {Command | null}
 */
export function commandOf(press, tags, rightToLeft, meant = (key) => key) {
  const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = press;
  if (isComposing || altKey) return null;
  const letter = latin(press);
  if (ctrlKey || metaKey) return ctrlKey && metaKey ? null : withControl(letter, shiftKey);
  if (key === "?") return { name: "help" }; // on most keyboards only with Shift
  if (key === "/" && meant(key)) return { name: "filter" }; // on some
  if (key === "." && meant(key)) return { name: "rulings" }; // on some
  const tag = tagOf(press, letter, tags);
  if (tag) return { name: "tag", tag };
  const name = meant(letter);
  if (shiftKey) return name === "z" ? { name: "redo" } : null;
  if (key === "ArrowRight" || key === "ArrowLeft")
    return { name: "move", by: (key === "ArrowRight") === rightToLeft ? -1 : 1 };
  return PLAIN[name] ?? null;
}

/** @param {string} letter @param {boolean} shiftKey @returns {Command | null} */
function withControl(letter, shiftKey) {
  if (letter === "z") return { name: shiftKey ? "redo" : "undo" };
  return letter === "y" && !shiftKey ? { name: "redo" } : null;
}

/**
 * Digits also by their place: unshifted, the upper row of an AZERTY keyboard writes “&é"'(”.
 * Shift only where a sign needs it.
 * @param {Press} press
 * @param {string} letter
 * @param {Tag[]} tags
 */
export function tagOf({ key, code, shiftKey }, letter, tags) {
  if (shiftKey && /^[\p{L}\p{N}]/u.test(letter)) return undefined;
  const digit =
    shiftKey || key.length !== 1 ? undefined : /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  return tags.find((tag) => tag.key === letter) ?? tags.find((tag) => tag.key === digit);
}

/** The key in small letters; on a keyboard of another script, the letter that is printed beside it. @param {Press} press */
export function latin({ key, code }) {
  if (key.length !== 1) return key;
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return key > "\x7f" && place ? place.toLowerCase() : key.toLowerCase();
}
