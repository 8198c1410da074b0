// What the desk says about itself. Pure: from states to sentences.

import { CERTAIN } from "./outbox.js";
import { isOfEvidence, saidBy } from "./pieces.js";
import { evidenceWords } from "./stances.js";

/** @import { Act, Answer, Current, Shut, Values } from "./types.js" */
/** @import { State } from "./outbox.js" */
/** @import { SlotName } from "./slots.js" */

const KEPT = { offline: "Offline, ", login: "Signed out, ", server: "Not saved yet, ", "": "" };

/**
 * The save state in the top bar.
 * @param {Pick<State, "waiting" | "refused" | "trouble" | "stopped">} state
 * @param {boolean} writing whether a note is being written that is no act yet
 * @returns {{ kind: "saved" | "waiting" | "offline" | "refused", text: string }}
 */
export function saveState({ waiting, refused, trouble, stopped }, writing = false) {
  const lost = refused.length ? `${refused.length} refused` : "";
  if (waiting === 0 && lost) return { kind: "refused", text: lost };
  if (waiting === 0 && writing) return { kind: "waiting", text: "Note not saved yet" };
  const away = trouble === "offline";
  if (waiting === 0 && away) return { kind: "offline", text: "Offline, all saved" };
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
  if (!trouble || (waiting === 0 && trouble !== "offline")) return "";
  if (trouble === "login")
    return `${message || "You are signed out here."} ${these(waiting)} kept in this browser and sent when you are back.`;
  if (failures < CERTAIN) return ""; // a single failed request is mostly over before it could be read
  if (trouble === "offline" && waiting === 0)
    return "No connection. Keep tagging: what you tag is kept in this browser and sent when the connection is back.";
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
  const more = reasonWords(answer);
  const word = answer.tag ?? answer.outcome;
  return more ? `${word} (${more})` : word;
}

/** Why, and how surely, or "". @param {Partial<Answer>} answer */
export function reasonWords({ reason, confidence }) {
  return [reason?.replaceAll("_", " "), confidence && `${confidence} confidence`]
    .filter(Boolean)
    .join(", ");
}

/** @param {boolean} wanted */
export function splitWords(wanted) {
  return wanted ? "wants a split" : "no split";
}

/** What an act says, in the list of those refused. @param {Act} act */
export function actWords(act) {
  if (isOfEvidence(act)) return evidenceWords(act, saidBy(act));
  if (act.kind === "note") return `note: “${(act.text ?? "").slice(0, 80)}”`;
  if (act.kind === "split") return splitWords(act.wanted === true);
  if (act.kind === "review-vote") return `own vote: ${act.tag}`;
  if (act.kind === "decide") return `decision: ${act.tag ?? act.ruling?.replaceAll("_", " ")}`;
  if (act.kind === "withdraw") return "decision taken back";
  if (act.kind === "comment") return `comment: “${(act.text ?? "").slice(0, 80)}”`;
  if (act.kind === "accept") return "all that agree accepted";
  if (act.kind === "unaccept") return "acceptance taken back";
  if (act.kind === "session-end") return "end of the session";
  return act.kind === "clear" ? "cleared" : answerWords(act);
}

/**
 * What to ask where two things were said of one claim.
 * @param {SlotName} slot
 * @param {number} n
 * @param {{ theirs: Current | null, record: Values }} said
 * @returns {{ text: string, elsewhere: string, here: string }} the question, and its two answers
 */
export function conflictWords(slot, n, { theirs, record }) {
  if (slot === "note")
    return {
      text: `The note on claim ${n} was written elsewhere: “${theirs?.text ?? ""}”. Here: “${record.note}”.`,
      elsewhere: "Keep the one from elsewhere",
      here: "Keep the one here",
    };
  const [there, here] =
    slot === "split"
      ? [splitWords(theirs?.wanted === true), splitWords(record.split)]
      : [answerWords(theirs), answerWords(record.answer)];
  const said = slot === "split" ? "marked" : "answered";
  return {
    text: `Claim ${n} was ${said} elsewhere: ${there}. Here: ${here}.`,
    elsewhere: `Keep ${there}`,
    here: `Keep ${here}`,
  };
}

/**
 * The accessible name of a claim.
 * @param {number} n
 * @param {Answer | null} answer
 * @param {string} text
 * @param {string[]} signs what else can be seen of it
 */
export function claimName(n, answer, text, signs = []) {
  const state = answer ? (answer.tag ?? answer.outcome) : "not tagged";
  return `${[`claim ${n}`, state, ...signs].join(", ")}: ${text}`;
}

/** What undo or redo has done. @param {Act} act @param {{ claim: { n: number }, answer: Answer | null }} record */
export function steppedWords(act, { claim, answer }) {
  const now = isOfEvidence(act) ? evidenceWords(act, saidBy(act)) : answer ? answerWords(answer) : "not tagged";
  return `${act.undo ? "Undone" : "Redone"}: claim ${claim.n}, ${now}.`;
}

/** Why an article cannot be tagged, and who can change that. @param {Shut} shut */
export function shutWords(shut) {
  if (shut === "other") return "This article was given to others to tag. You can read it.";
  if (shut === "nobody") return "This article is given to nobody yet. You can read it.";
  return `The round of this article is closed: answers can no longer be changed or undone.${shut === "reviewed" ? " Its review is finished." : ""}`;
}
