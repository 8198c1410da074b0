// What the analyst has said of each claim, and the acts that say more. No screen, no network.
// A claim's *place* is its index in the article.

import { at } from "./at.js";
import { makeBacking } from "./backing.js";
import { historyOf } from "./history.js";
import { isOfEvidence, makePieces, wantingOf } from "./pieces.js";
import { filled, heldIn, isEmpty, isSlotted, read, same, slotOf } from "./slots.js";
import { storyOf } from "./story.js";

/** @import { Act, Answer, ClaimData, Current, DeskData, Piece, Result, Values } from "./types.js" */
/** @import { Step } from "./history.js" */
/** @import { SlotName } from "./slots.js" */
/**
 * Where a slot of a claim stands: `event` is what the next act replaces, `last` the act on screen that the
 * server may not have answered yet, `sure` what the server is known to hold.
 * @typedef {{ event: string | null, last: string | null, sure: Current | null }} Held
 */
/** A claim and what is on screen for it. @typedef {Values & { claim: ClaimData, pieces: Piece[], held: { [Name in SlotName]: Held } }} Record */
/** What was undone or redone; a step that is more than one act has `more`. @typedef {{ place: number, act: Act, more: Act[] }} Stepped */
/**
 * Something that was said elsewhere meanwhile; `act` is the one here that it is asked against.
 * @typedef {{ place: number, slot: SlotName, act: string, theirs: Current | null }} Conflict
 */
/** Names a conflict. @param {Pick<Conflict, "place" | "slot">} conflict */
export const conflictKey = ({ slot, place }) => `${slot}:${place}`;
/**
 * @typedef {{ tags: Map<string, number>, tagged: number, unsure: number, skipped: number, left: number,
 *   noted: number, split: number, asked: number, wanting: number, total: number }} Counts
 */

/**
 * @param {Pick<DeskData, "blocks" | "history" | "scheme" | "evidence" | "withdrawn" | "evidenceWanted" | "shut">} desk
 * @param {() => string} newId
 */
export function makeActs(desk, newId) {
  const attached = [...(desk.evidence ?? []), ...(desk.withdrawn ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  const evidence = makePieces(attached, desk.history);
  const wanting = wantingOf(desk);
  const records = desk.blocks
    .flatMap((block) => block.claims ?? [])
    .filter((claim) => !claim.theirs)
    .map((claim) => recordOf(claim, evidence.of(claim.id)));
  const places = new Map(records.map((record, place) => [record.claim.id, place]));
  const history = historyOf(desk.history, (claim) => places.get(claim));
  const story = storyOf(desk, records, (claim) => places.get(claim));
  const known = new Set(desk.history.map(([id]) => id));
  /** @type {Map<string, Conflict>} */
  const conflicts = new Map();
  const counts = noCounts(desk, records.length);
  for (const record of records) count(record, 1);
  /** Everything cast or painted here; of other acts, another page is the one to tell. @type {Set<string>} */
  const painted = new Set();
  /** What an act that did not hold would have replaced, back to what the server once held. @type {Map<string, string | null>} */
  const failed = new Map();
  const backing = makeBacking({ pieces: evidence, records, history, story, newId, count });

  /** @param {Record} record @param {1 | -1} by */
  function count(record, by) {
    const { claim, answer, note, split } = record;
    counts[answer?.outcome ?? "left"] += by;
    if (answer?.tag) counts.tags.set(answer.tag, (counts.tags.get(answer.tag) ?? 0) + by);
    if (note) counts.noted += by;
    if (split) counts.split += by;
    if (claim.question) counts.asked += by;
    if (wanting(record).length > 0) counts.wanting += by;
  }

  /**
   * @template {SlotName} Name
   * @param {Record} record
   * @param {Name} slot
   * @param {Values[Name]} value
   * @param {string | null} event
   */
  function show(record, slot, value, event) {
    count(record, -1);
    /** @type {Values} */ (record)[slot] = value;
    record.held[slot].event = isEmpty(slot, value) ? null : event;
    count(record, 1);
  }

  /** Let an act be what is on screen. @param {number} place @param {Act} act */
  function take(place, act) {
    const record = at(records, place);
    const slot = slotOf(act);
    const before = record.answer;
    painted.add(act.id);
    show(record, slot, read(slot, act), act.id);
    record.held[slot].last = act.id;
    story.add(place, act);
    // only answers are undone: a note has the keys of its own field, a wish the key that made it
    if (slot === "answer") history.add({ id: act.id, place, before, after: record.answer }, act);
    return act;
  }

  /**
   * @template {SlotName} Name
   * @param {number} place
   * @param {Name} slot
   * @param {Values[Name]} value
   * @param {{ undo?: string, redo?: string }} of
   */
  function cast(place, slot, value, of = {}) {
    const { claim, held } = at(records, place);
    return take(place, {
      id: newId(),
      claim: claim.id,
      sha: claim.sha,
      ...filled(slot, value, desk.scheme.label),
      replaces: held[slot].event,
      ...of,
    });
  }

  /**
   * @template {SlotName} Name
   * @param {number} place
   * @param {Name} slot
   * @param {Values[Name]} value
   * @returns {Act | null} null when that is what the claim has already
   */
  function say(place, slot, value) {
    return isShut(place) || same(slot, at(records, place)[slot], value) ? null : cast(place, slot, value);
  }

  /** @param {number} place @param {Act} act @param {Current | null} theirs @returns {Act | null} */
  function conflictOver(place, act, theirs) {
    const record = at(records, place);
    const slot = slotOf(act);
    const mine = record[slot];
    const base = fail(place, act);
    record.held[slot].sure = theirs;
    if (record.held[slot].last !== act.id) return null; // a later act of the same claim will ask
    const key = conflictKey({ place, slot });
    if (same(slot, read(slot, theirs), mine)) {
      showSure(record, slot);
      conflicts.delete(key);
      return null;
    }
    if (base !== act.replaces && base === (theirs?.event ?? null) && !conflicts.has(key)) {
      // nobody else said anything: an earlier act of ours did not hold, and this one replaced it
      showSure(record, slot);
      return cast(place, slot, mine, { undo: act.undo, redo: act.redo });
    }
    conflicts.set(key, { place, slot, act: act.id, theirs });
    return null;
  }

  /** Whether nothing can be said of a claim any more, or by this analyst. @param {number} place */
  const isShut = (place) => Boolean(desk.shut) && !records[place]?.claim.answerable;

  /** Note that an act does not hold. @param {number} place @param {Act} act @returns {string | null} what it was meant to replace in the end */
  function fail(place, act) {
    history.forget(act);
    story.forget(place, act.id);
    const { replaces } = act;
    const before = replaces === null ? undefined : failed.get(replaces);
    const base = before === undefined ? replaces : before;
    failed.set(act.id, base);
    return base;
  }

  /** Show what the server holds. @param {Record} record @param {SlotName} slot */
  function showSure(record, slot) {
    const held = record.held[slot];
    show(record, slot, read(slot, held.sure), held.sure?.event ?? null);
    held.last = null;
  }

  /** Take a step back, or take it again. @param {Step | undefined} found @param {"undo" | "redo"} way @returns {Stepped | null} */
  function step(found, way) {
    if (!found || found.evidence) return found ? backing.step(found, way) : null;
    const { id, place, before, after } = found;
    return { place, act: cast(place, "answer", way === "undo" ? before : after, { [way]: id }), more: [] };
  }

  return {
    records,
    counts,
    /** @returns {Conflict[]} */
    conflicts: () => [...conflicts.values()],
    /** @param {string} key as `conflictKey` makes it */
    conflict: (key) => conflicts.get(key),
    /** Whether an act that conflicts still needs its question: here, or on a page that shows it. @param {string} act */
    asks: (act) => !painted.has(act) || [...conflicts.values()].some((one) => one.act === act),
    /** @param {number} claim */
    placeOf: (claim) => places.get(claim),
    /** What the analyst did with a claim, oldest first. @param {number} place */
    story: (place) => story.of(place),
    /** The claims on which the analyst changed their mind. */
    revised: () => new Set([...history.revised()].map((place) => at(records, place))),
    isShut,
    /** The claim on which a step would be taken. @param {"undo" | "redo"} way */
    stepsOn: (way) => (way === "undo" ? history.lastDone() : history.lastUndone())?.place ?? -1,
    canUndo: () => history.lastDone() !== undefined,
    canRedo: () => history.lastUndone() !== undefined,

    /** @param {number} place @param {Answer} answer */
    answer(place, answer) {
      const { claim } = at(records, place);
      if (!claim.question || isShut(place)) return say(place, "answer", answer);
      delete claim.question; // the same answer again is an answer to it
      counts.asked -= 1;
      return cast(place, "answer", answer);
    },
    /** @param {number} place */
    clear: (place) => say(place, "answer", null),
    /** @param {number} place @param {string} text */
    note: (place, text) => say(place, "note", text),
    /** @param {number} place @param {boolean} wanted */
    split: (place, wanted) => say(place, "split", wanted),

    undo: () => step(history.lastDone(), "undo"),
    redo: () => step(history.lastUndone(), "redo"),

    wanting,
    backing,

    /**
     * Paint an act that was cast before this page was loaded and may not have arrived.
     * @param {Act} act
     */
    replay(act) {
      const place = places.get(act.claim);
      if (place === undefined || known.has(act.id)) return;
      const { claim, held } = at(records, place);
      if (isOfEvidence(act)) return backing.replay(place, act);
      if (!isSlotted(act)) return; // of another version: the server says what it thinks of it
      if (act.sha !== claim.sha || act.id === held[slotOf(act)].event) return;
      take(place, act);
    },

    /**
     * The server has answered an act.
     * @param {Act} act
     * @param {Result} result
     * @returns {{ place: number, again: Act | null } | null} where the screen changed, and an act to send after it
     */
    settled(act, result) {
      const place = places.get(act.claim);
      if (place === undefined) return null;
      if (isOfEvidence(act)) return backing.settled(place, act, result) ? { place, again: null } : null;
      if (!painted.has(act.id)) return null;
      const record = at(records, place);
      const slot = slotOf(act);
      if (result.status === "conflict")
        return { place, again: conflictOver(place, act, result.current ?? null) };
      if (result.status === "refused") {
        fail(place, act);
        if (record.held[slot].last !== act.id) return null;
        showSure(record, slot);
        return { place, again: null };
      }
      const { id: event, outcome, tag, reason, confidence, text, wanted } = act;
      record.held[slot].sure = isEmpty(slot, read(slot, act))
        ? null
        : { event, outcome, tag, reason, confidence, text, wanted };
      return null;
    },

    /**
     * The analyst has said which of two holds.
     * @param {Conflict} conflict
     * @param {"here" | "elsewhere"} keep
     * @returns {Act | null} the act that keeps what is here
     */
    resolve({ place, slot, theirs }, keep) {
      const record = at(records, place);
      const mine = record[slot];
      conflicts.delete(conflictKey({ place, slot }));
      record.held[slot].sure = theirs;
      showSure(record, slot);
      return keep === "here" ? say(place, slot, mine) : null;
    },
  };
}

/** @param {ClaimData} claim @param {Piece[]} pieces @returns {Record} */
function recordOf(claim, pieces) {
  const { answer, note, split } = heldIn(claim);
  return {
    claim,
    pieces,
    answer: read("answer", answer),
    note: read("note", note),
    split: read("split", split),
    held: { answer: heldOf(answer), note: heldOf(note), split: heldOf(split) },
  };
}

/** @param {Current | null} sure @returns {Held} */
function heldOf(sure) {
  return { event: sure?.event ?? null, last: null, sure };
}

/** @param {Pick<DeskData, "scheme">} desk @param {number} total @returns {Counts} */
function noCounts({ scheme }, total) {
  const names = scheme.tags.filter((tag) => tag.outcome === "tagged").map((tag) => tag.name);
  return {
    tags: new Map(names.map((name) => [name, 0])),
    ...{ tagged: 0, unsure: 0, skipped: 0, left: 0, noted: 0, split: 0, asked: 0, wanting: 0, total },
  };
}
