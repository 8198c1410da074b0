// What the desk says about itself. Pure: from states to sentences.

/** @import { Answer } from "./types.js" */
/** @import { State } from "./outbox.js" */

const KEPT = { offline: "Offline, ", login: "Signed out, ", server: "Not saved yet, ", "": "" };

/**
 * The save state in the top bar.
 * @param {Pick<State, "waiting" | "refused" | "trouble" | "stopped">} state
 * @returns {{ kind: "saved" | "waiting" | "offline" | "refused", text: string }}
 */
export function saveState({ waiting, refused, trouble, stopped }) {
  const lost = refused.length ? `${refused.length} refused` : "";
  if (waiting === 0 && lost) return { kind: "refused", text: lost };
  if (waiting === 0) return { kind: "saved", text: "All saved" };
  const kept = Boolean(trouble || stopped);
  const text = kept ? `${KEPT[trouble]}${waiting} kept here` : `${waiting} waiting`;
  const kind = kept ? "offline" : lost ? "refused" : "waiting";
  return { kind, text: lost ? `${text}, ${lost}` : text };
}

/**
 * One line that says why nothing goes out, or "".
 * @param {State} state
 */
export function troubleLine({ trouble, waiting, failures, message }) {
  if (!trouble || waiting === 0) return "";
  if (trouble === "login")
    return `${message || "You are signed out here."} ${these(waiting)} kept in this browser and sent when you are back.`;
  if (failures < 2) return ""; // a single failed request is mostly over before it could be read
  if (trouble === "offline")
    return `No connection. Keep tagging: ${these(waiting).toLowerCase()} kept in this browser and sent when the connection is back.`;
  return `${message || "The server cannot save at the moment."} Keep tagging: ${these(waiting).toLowerCase()} kept in this browser and sent again.`;
}

/** One line about the browser's storage, or "". @param {State} state @param {boolean} forbidden */
export function storageLine({ unstored }, forbidden) {
  if (unstored === 0) return "";
  const why = forbidden
    ? "This browser does not let the desk keep anything"
    : "This browser's storage is full";
  return `${why}: ${changes(unstored)} exist${unstored === 1 ? "s" : ""} only in this tab. Go on tagging, and leave the tab open until “All saved” stands above.`;
}

/** @param {number} n */
export function changes(n) {
  return n === 1 ? "1 change" : `${n} changes`;
}

/** @param {number} n */
function these(n) {
  return n === 1 ? "Your last change is" : `Your last ${n} changes are`;
}

/** What somebody said of a claim, in one or a few words. @param {Partial<Answer> | null} answer */
export function answerWords(answer) {
  if (!answer?.outcome) return "no answer";
  const more = [
    answer.reason?.replaceAll("_", " "),
    answer.confidence && `${answer.confidence} confidence`,
  ].filter(Boolean);
  const word = answer.tag ?? answer.outcome;
  return more.length ? `${word} (${more.join(", ")})` : word;
}

/** The accessible name of a claim. @param {number} n @param {Answer | null} answer @param {string} text */
export function claimName(n, answer, text) {
  return `claim ${n}, ${answer ? (answer.tag ?? answer.outcome) : "not tagged"}: ${text}`;
}
