// What an analyst holds of a claim: an answer, a note, a wish for a split. Each lies in a slot of its own, with
// its own line of acts. For another one: a field of `Values`, a line in `SLOTS`, and the kind of its act.

/** @import { Act, Answer, ClaimData, Current, TaggingKind, Values } from "./types.js" */
/** @typedef {keyof Values} SlotName */
/** What an act or the server says of a slot. @typedef {Partial<Omit<Act, "event"> & Current>} Said */
/** The part of an act that a slot fills. @typedef {Pick<Act, "kind"> & Partial<Act>} Filled */
/**
 * @template T
 * @typedef {{ empty: T, read: (said: Said) => T, same: (a: T, b: T) => boolean,
 *   act: (value: T, scheme: string) => Filled }} Slot
 */

/** @type {{ [Name in SlotName]: Slot<Values[Name]> }} */
const SLOTS = {
  answer: {
    empty: null,
    read: answerIn,
    same: equal,
    act: (answer, scheme) => (answer ? { kind: "answer", ...answer, scheme } : { kind: "clear" }),
  },
  note: {
    empty: "",
    read: ({ text = "" }) => text,
    same: Object.is,
    act: (text) => ({ kind: "note", text }),
  },
  split: {
    empty: false,
    read: ({ wanted = false }) => wanted,
    same: Object.is,
    act: (wanted) => ({ kind: "split", wanted }),
  },
};

/** @type {Record<TaggingKind, SlotName>} */
const SLOT_OF = { answer: "answer", clear: "answer", note: "note", split: "split" };

/** Whether an act is of a kind that is known here. @param {{ kind: string }} act */
export const isSlotted = ({ kind }) => Object.hasOwn(SLOT_OF, kind);

/** The slot that an analyst's act goes into. @param {Pick<Act, "kind">} act */
export const slotOf = ({ kind }) => SLOT_OF[/** @type {TaggingKind} */ (kind)];

/**
 * What a slot holds once this is said; nothing said leaves it empty.
 * @template {SlotName} Name
 * @param {Name} name
 * @param {Said | null} said
 * @returns {Values[Name]}
 */
export const read = (name, said) => (said ? SLOTS[name].read(said) : SLOTS[name].empty);

/**
 * @template {SlotName} Name
 * @param {Name} name
 * @param {Values[Name]} a
 * @param {Values[Name]} b
 */
export const same = (name, a, b) => SLOTS[name].same(a, b);

/**
 * @template {SlotName} Name
 * @param {Name} name
 * @param {Values[Name]} value
 */
export const isEmpty = (name, value) => same(name, value, SLOTS[name].empty);

/**
 * @template {SlotName} Name
 * @param {Name} name
 * @param {Values[Name]} value
 * @param {string} scheme
 */
export const filled = (name, value, scheme) => SLOTS[name].act(value, scheme);

/** What the server knows of a claim, slot by slot. @param {ClaimData} claim @returns {{ [Name in SlotName]: Current | null }} */
export function heldIn(claim) {
  const { event, outcome, tag, reason, confidence, note, noteEvent, split, splitEvent } = claim;
  return {
    answer: event ? { event, outcome, tag, reason, confidence } : null,
    note: noteEvent ? { event: noteEvent, text: note } : null,
    split: splitEvent ? { event: splitEvent, wanted: split } : null,
  };
}

/** @param {Answer | null} a @param {Answer | null} b */
export function equal(a, b) {
  if (!a || !b) return a === b;
  return (
    a.outcome === b.outcome &&
    a.tag === b.tag &&
    a.reason === b.reason &&
    a.confidence === b.confidence
  );
}

/** @param {Said} said @returns {Answer | null} */
function answerIn({ outcome, tag = null, reason = "", confidence = "" }) {
  return outcome ? { outcome, tag, reason, confidence } : null;
}
