// In which direction a text runs: in that of most of its letters, so that a paragraph that begins with a foreign
// name is not turned round by it. Pure.

/** The scripts that run from right to left lie together. */
const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LETTER = /\p{L}/u;
const LETTERS = new RegExp(LETTER, "gu");

/**
 * @param {string} text
 * @param {"ltr" | "rtl"} otherwise where the text has no letters
 * @returns {"ltr" | "rtl"}
 */
export function directionOf(text, otherwise) {
  if (!RIGHT.test(text)) return LETTER.test(text) ? "ltr" : otherwise; // most texts end here
  const letters = text.match(LETTERS) ?? [];
  const right = letters.filter((letter) => RIGHT.test(letter)).length;
  if (letters.length === 0) return otherwise;
  return right * 2 >= letters.length ? "rtl" : "ltr";
}
