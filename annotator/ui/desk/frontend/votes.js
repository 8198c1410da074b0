// The votes on a claim, as cards: sealed, or opened with names. Texts of others enter as text.

import { make } from "./dom.js";
import { pieceItem } from "./strip.js";
import { reasonWords } from "./words.js";

/** @import { Look } from "./looks.js" */
/** @import { CaseData, Comment, Standing, Vote } from "./reviewtypes.js" */
/** @import { Piece } from "./types.js" */

const LOCK =
  "M4.75 7h6.5c.6 0 1 .4 1 1v4c0 .6-.4 1-1 1h-6.5c-.6 0-1-.4-1-1V8c0-.6.4-1 1-1zM5.5 7V5.2a2.5 2.5 0 0 1 5 0V7";

/** @param {CaseData} shown @param {Look} look @param {(iso: string) => string} day */
export function voteCards(shown, look, day) {
  if (!shown.votes) return Array.from({ length: shown.count }, (_, place) => sealed(place));
  const some = shown.evidence.length > 0 || shown.votes.some(({ evidence }) => evidence.length > 0);
  return shown.votes.map((vote) => opened(vote, look, day, some));
}

/** @param {number} place */
function sealed(place) {
  const letter = String.fromCharCode(65 + (place % 26));
  return make(
    "article",
    { class: "ca-vote", "data-sealed": "" },
    make("header", {}, make("span", { class: "ca-who", "aria-hidden": "true" }, letter), make("strong", {}, `Vote ${letter}`)),
    make("p", {}, icon(LOCK), "sealed until you vote"),
  );
}

/** @param {Vote} vote @param {Look} look @param {(iso: string) => string} day @param {boolean} some whether anybody cites evidence */
function opened(vote, look, day, some) {
  const { name, outcome, tag, before, now, at, nowAt, note, noteAt, split } = vote;
  const notes = note ? [make("p", { class: "ca-text", dir: "auto" }, note)] : [];
  /** Written after the vote, it explains what is said since. */
  const since = now !== null && at !== null && noteAt !== null && noteAt > at;
  const card = make(
    "article",
    { class: "ca-vote" },
    make(
      "header",
      {},
      make("span", { class: "ca-who", "aria-hidden": "true" }, monogram(name)),
      make("strong", { dir: "auto" }, name),
      ...(at ? [make("time", { datetime: at }, day(at))] : []),
    ),
  );
  const word = tag ?? outcome;
  if (word) {
    const more = reasonWords({ reason: vote.reason, confidence: vote.confidence });
    card.append(make("p", { class: "ca-said" }, ...letterAnd(word, look), ...(more ? [make("small", {}, more)] : [])));
  } else {
    card.append(make("p", { class: "ca-note" }, "no vote that counts: answered after seeing others’ work"));
  }
  if (!since) card.append(...notes);
  if (split) card.append(make("p", { class: "ca-note" }, "wants a split"));
  if (before && before !== word) card.append(make("p", { class: "ca-note" }, "changed from ", ...letterAnd(before, look)));
  if (now) card.append(make("p", { class: "ca-note" }, `answered again${nowAt ? `, ${day(nowAt)}` : ""}: `, ...letterAnd(now, look)));
  if (since) card.append(...notes);
  if (vote.evidence.length > 0)
    card.append(make("ul", { class: "ca-proofs", "aria-label": `Evidence of ${name}` }, ...vote.evidence.map(toRead)));
  else if (some) card.append(make("p", { class: "ca-note" }, "no evidence"));
  return card;
}

/** @type {Record<Standing, string>} */
const RESTS = {
  same: "Different tags on the same evidence.",
  not_shared: "Evidence not shared: not everyone who differs cites it.",
  missing: "Nobody who voted cites evidence.",
  apart: "The same tag on different evidence.",
  opposed: "One’s evidence supports the claim, another’s refutes it.",
};

/** @param {Piece & { n?: number | null }} piece */
const toRead = (piece) =>
  pieceItem(piece, piece.n ? `words in claim ${piece.n}` : piece.type === "in_text" ? "words in a heading" : "", true);

/** What lies before everybody, and what the tags rest on. @param {CaseData} shown */
export function evidenceOf({ evidence, rests = [] }) {
  const [first] = rests;
  const words = first ? [make("p", { class: "ca-grounds", "data-grounds": first }, rests.map((one) => RESTS[one]).join(" "))] : [];
  if (evidence.length === 0) return words;
  const list = make("ul", { class: "ca-proofs", "aria-label": "Evidence laid before all" }, ...evidence.map(toRead));
  return [make("p", { class: "ca-note" }, "Laid before all:"), list, ...words];
}

/** @param {string} word @param {Look} look */
export function letterAnd(word, look) {
  const { look: name, letter } = look.tag(word);
  return [make("i", { class: "ca-letter", "data-look": name, "aria-hidden": "true" }, letter), make("span", {}, word)];
}

/** @param {Comment} comment @param {(iso: string) => string} day */
export function commentRow({ name, text, at }, day) {
  return make(
    "li",
    {},
    make("span", { class: "ca-who", "aria-hidden": "true" }, monogram(name)),
    make("p", { dir: "auto" }, text, make("small", { dir: "auto" }, `${name}, ${day(at)}`)),
  );
}

/** At most two letters of a name. @param {string} name */
function monogram(name) {
  const words = name.split(/\s+/u).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  const letters = [...first].slice(0, last ? 1 : 2).join("") + [...last].slice(0, 1).join("");
  return letters.toUpperCase() || "?";
}

/** @param {string} path */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ width: "16", height: "16", viewBox: "0 0 16 16", "aria-hidden": "true" }))
    svg.setAttribute(name, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
