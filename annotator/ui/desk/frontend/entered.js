// From what stands in the fields to what is attached, or to what is wrong with it. Pure.

import { addressIn, doiIn, readPasted, wrongDate, wrongDoi, wrongGroup } from "./pasted.js";
import { saidBy, typeOfFile } from "./pieces.js";

/** @import { Draft } from "./entry.js" */
/** @import { Said, Sharing, Stance } from "./types.js" */
/** `said` is null where something is `wrong`; `about` is the field that is, if it is one of the details. @typedef {{ said: Said | null, wrong: string, about?: keyof Said }} Entered */

const NOTHING = "Paste a link or words first, or choose a file.";
const TOO_LATE = "Others have begun this article: what lies before all stays as it is, and nothing can be added. Take the tick away to keep it for yourself.";

/** Whether there is anything to attach. @param {Draft} draft */
export function isReady({ text, upload, said }) {
  return Boolean(text.trim() || upload || said.file || said.type === "in_text" || said.title || said.doi);
}

/** Whether the words of it, or the file, cannot be changed in the fields. @param {Draft} draft */
export const isFixed = ({ upload, said }) => Boolean(upload || said.file || said.type === "in_text");

/**
 * What is sent. What the server would refuse is wrong here already, while all of it still stands in the fields.
 * @param {Draft} draft
 * @param {Stance} stance
 * @param {{ today: string, sharing: Sharing }} given
 * @returns {Entered}
 */
export function enteredBy(draft, stance, { today, sharing }) {
  const { upload, said, text } = draft;
  if (!isReady(draft)) return not(NOTHING);
  if (upload?.state === "kept" && !upload.again) return not(upload.why);
  const entered = { ...saidBy(said), stance };
  if (upload) {
    Object.assign(entered, { type: typeOfFile(upload.file), fileName: upload.file.name });
  } else if (!isFixed(draft) && text.trim()) {
    const { said: found, wrong } = readPasted(text, today);
    if (wrong) return not(wrong);
    Object.assign(entered, found, { accessed: said.accessed || found.accessed, doi: found.doi || said.doi });
    if (found.type !== "url") entered.url = said.url;
  } else if (!isFixed(draft)) {
    Object.assign(entered, { type: "document", quote: "" });
  }
  for (const about of /** @type {const} */ (["url", "archive"])) {
    const { url, wrong } = addressIn(entered[about]);
    if (wrong) return not(`${about === "url" ? "Link" : "Archived copy"}: ${wrong}`, about);
    entered[about] = url;
  }
  /** @type {[keyof Said, string][]} */
  const details = [
    ["published", wrongDate(entered.published, today)],
    ["accessed", wrongDate(entered.accessed, today)],
    ["doi", wrongDoi(entered.doi)],
    ["group", wrongGroup(entered.group)],
    ["shared", entered.shared && sharing === "late" ? TOO_LATE : ""],
  ];
  const first = details.find(([, wrong]) => wrong);
  if (first) return not(first[1], first[0]);
  entered.doi = doiIn(entered.doi);
  return { said: entered, wrong: "" };
}

/** @param {string} wrong @param {keyof Said} [about] @returns {Entered} */
const not = (wrong, about) => ({ said: null, wrong, ...(about && { about }) });

/** What the text in the field is, as one reads it. @param {string} text @param {string} accessed when it was seen, if that was before @param {string} today */
export function readsAs(text, accessed, today) {
  if (!text.trim()) return "";
  const { said, wrong } = readPasted(text, today);
  if (wrong) return wrong;
  if (said.doi) return "a DOI";
  return said.type === "url" ? `a link to ${new URL(said.url).host}, seen ${accessed && accessed !== today ? `on ${accessed}` : "today"}` : "words from elsewhere";
}
