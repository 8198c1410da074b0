// What evidence does to a claim, and how a piece of it is told in words. Pure.

import { at } from "./at.js";

/** @import { Act, Said, Stance } from "./types.js" */

/** @type {{ stance: Stance, key: string, sign: string, word: string, does: string }[]} */
export const STANCES = [
  { stance: "supports", key: "s", sign: "+", word: "supports", does: "supports" },
  { stance: "refutes", key: "r", sign: "−", word: "refutes", does: "refutes" },
  { stance: "context", key: "x", sign: "…", word: "context", does: "gives context for" },
];
const SHORT = 80;

/** @param {Stance} stance */
export function signOf(stance) {
  return STANCES.find((one) => one.stance === stance) ?? at(STANCES, 2);
}

/** A text of at most so many characters. @param {string} text @param {number} most */
export function shortened(text, most = SHORT) {
  const letters = [...text.replace(/\s+/g, " ").trim()];
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : letters.join("");
}

/** Whether words bring their own quotation marks. @param {string} words */
export const isMarked = (words) => /^[\p{Pi}\p{Pf}"'„‚]/u.test(words);

/** What a piece is, in a few words: its words, where it lies, or what it is called. @param {Said & { host?: string }} piece @param {number} [most] */
export function pieceWords({ type, quote, title, url, host, fileName, doi, source }, most = SHORT) {
  const words = shortened(quote, most);
  if (quote && (type === "in_text" || type === "quote")) return isMarked(words) ? words : `“${words}”`;
  return shortened(title || fileName || host || url || doi || source || type, most);
}

/** What an act on evidence says, in the list of those refused. @param {Act} act @param {Said} said */
export function evidenceWords(act, said) {
  const words = `${signOf(said.stance).word}: ${pieceWords(said)}`;
  if (act.kind === "evidence") return `evidence that ${act.stance === "context" ? "gives " : ""}${words}`;
  return `evidence ${act.kind === "evidence-withdraw" ? "taken back" : "brought back"} (${words})`;
}

/** What a tag still asks for. @param {Stance[]} wanted */
export function wantsWords(wanted) {
  return wanted.length === 0 ? "" : `wants evidence that ${wanted.map((one) => signOf(one).does).join(" it, and some that ")} it`;
}

/** How sure a piece is, in the words of the scale. @param {number | null} grade */
export function gradeWords(grade) {
  if (grade === null) return "";
  return grade === 6 ? "cannot be judged" : `credibility ${grade}`;
}

/** @param {number} bytes */
export function sizeWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Which stance a key means, if any. @param {string} letter */
export function stanceOf(letter) {
  return STANCES.find(({ key }) => key === letter)?.stance ?? null;
}
