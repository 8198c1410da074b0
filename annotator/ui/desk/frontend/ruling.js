// How a claim can be settled, and what is still missing before it is. Pure.

/** @import { CaseData, Cause, Draft, Ruling } from "./reviewtypes.js" */

/** @type {{ ruling: Ruling, key: string, words: string, settled: string }[]} */
export const RULINGS = [
  { ruling: "split_kept", key: "k", words: "Keep the split", settled: "split kept" },
  { ruling: "no_tag_fits", key: "f", words: "No tag fits", settled: "no tag fits" },
  { ruling: "rule_unclear", key: "x", words: "Rule unclear", settled: "rule unclear" },
  { ruling: "sent_back", key: "b", words: "Send back", settled: "sent back" },
];

/** @type {[Cause, string][]} */
export const CAUSES = [
  ["", "not said"],
  ["reading", "reading of the claim"],
  ["source", "source not seen"],
  ["rule", "rule unclear"],
  ["slip", "slip"],
  ["evidence", "missing evidence"],
];

/** @returns {Draft} */
export const emptyDraft = () => ({
  ruling: null,
  tag: null,
  reason: "",
  cause: "",
  majority: "",
  minority: "",
});

/** A decision in a word or a few. @param {{ ruling: Ruling, tag: string | null }} decision */
export function rulingWords({ ruling, tag }) {
  if (tag !== null) return tag;
  return RULINGS.find((one) => one.ruling === ruling)?.settled ?? ruling;
}

/** Whether this goes against what most analysts said. @param {Draft} draft @param {CaseData} shown */
export function overrules({ ruling, tag }, { majority }) {
  if (!majority) return false;
  return ruling === "no_tag_fits" || (ruling === "tag" && tag !== majority);
}

/** What has to be done before this can be confirmed, or "". @param {Draft} draft @param {CaseData} shown */
export function lacking(draft, shown) {
  if (shown.own === null) return "Vote yourself first. Then the votes open, with names.";
  if (draft.ruling === null) return "Choose how to settle it.";
  const reason = draft.reason.trim();
  if (draft.ruling === "sent_back" && !reason) return "Write the question that the analysts are to look at.";
  if (overrules(draft, shown) && !reason)
    return `Most analysts said ${shown.majority}. Write a reason for deciding otherwise.`;
  return "";
}

/** What stands beside the field of the reason. @param {Draft} draft @param {CaseData} shown */
export function reasonHint(draft, shown) {
  if (draft.ruling === "sent_back") return "the question, needed";
  if (overrules(draft, shown)) return `needed: most said ${shown.majority}`;
  if (draft.ruling === "tag" && shown.majority) return "optional: you follow the majority";
  return "optional";
}

/** How the others voted beside one's own vote, in a sentence. @param {CaseData} shown */
export function besideOwn({ own, votes = [] }) {
  const others = votes.filter((vote) => vote.tag !== null);
  if (own === null || others.length === 0) return "";
  const agreeing = others.filter((vote) => vote.tag === own.tag).length;
  return `${agreeing} of ${others.length} ${others.length === 1 ? "agrees" : "agree"} with you`;
}
