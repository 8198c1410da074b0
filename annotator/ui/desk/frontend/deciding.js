// What a reviewer does with the claim on the paper: an own vote, a decision, a comment; and back again.

import { at } from "./at.js";
import { emptyDraft, lacking, rulingWords } from "./ruling.js";

/** @import { makeAnnouncer } from "./announce.js" */
/** @import { makeCases } from "./cases.js" */
/** @import { makeMessages } from "./messages.js" */
/** @import { makeOutbox } from "./outbox.js" */
/** @import { makePaper } from "./paper.js" */
/** @import { makeQueue } from "./queue.js" */
/** @import { makeRulingDrafts } from "./rulingdrafts.js" */
/** @import { makeIds } from "./uuid.js" */
/** @import { Act, Result } from "./types.js" */
/** @import { CaseData, QueueData, Ruling, Waiting } from "./reviewtypes.js" */
/** A claim that was decided here. @typedef {{ claim: CaseData["claim"], event: string, row: Waiting | null }} Decided */
/** What was done here with one key, and is taken back with one: decisions, or the acceptance of all that agree. @typedef {{ decided: Decided[], accepted: string }} Step */

/**
 * @param {{ desk: QueueData, ids: ReturnType<typeof makeIds>, drafts: ReturnType<typeof makeRulingDrafts>, outbox: ReturnType<typeof makeOutbox>,
 *   cases: ReturnType<typeof makeCases>, queue: ReturnType<typeof makeQueue>, paper: ReturnType<typeof makePaper>,
 *   announcer: ReturnType<typeof makeAnnouncer>, messages: ReturnType<typeof makeMessages> }} parts
 * @param {{ here: () => number, leave: () => void, go: (id: number) => void, show: (shown: CaseData) => void,
 *   draw: () => void, focus: () => void, changed: () => void, keeps: () => boolean, article: () => number }} desk
 *   `leave` takes the claim from the paper; `keeps` says whether what is settled stays in the queue; `article` is the
 *   one that the queue is narrowed to, or 0
 */
export function makeDeciding(parts, desk) {
  const { ids, drafts, outbox, cases, queue, paper, announcer, messages } = parts;
  const scheme = parts.desk.scheme.label;
  const { here } = desk;
  let draft = emptyDraft();
  /** Own votes on their way, by claim: the tag. @type {Map<number, string>} */
  const cast = new Map();
  /** @type {Step[]} */
  const done = [];
  let settledHere = 0;
  let accepted = "";
  /** The claim to read again once the server has what was said of it. */
  let again = 0;

  /** @param {Pick<CaseData, "claim">} shown @param {Omit<Act, "id" | "claim" | "sha">} what */
  function send(shown, what) {
    const act = /** @type {Act} */ ({ id: ids.next(), claim: shown.claim.id, sha: shown.claim.sha, ...what });
    outbox.add({ act, article: 0, n: shown.claim.n });
    desk.changed();
    return act.id;
  }

  /** @param {string} tag */
  function vote(tag) {
    const shown = cases.of(here());
    if (!shown) return;
    cast.set(here(), tag);
    send(shown, { kind: "review-vote", tag, scheme: scheme, replaces: shown.own?.event ?? null });
    announcer.say(`Your vote: ${tag}. The votes open when it is saved.`);
    desk.show(shown);
  }

  /** @param {Ruling} ruling @param {string | null} tag */
  function choose(ruling, tag) {
    const shown = cases.of(here());
    if (!shown) return;
    if (shown.own === null) {
      if (tag !== null && !cast.has(here())) vote(tag);
      else if (tag === null) paper.say("Vote yourself first. Then the votes open, with names.");
      return;
    }
    paper.read(draft);
    draft = { ...draft, ruling, tag };
    drafts.keep(here(), draft);
    paper.choose(shown, draft, shown.own.tag);
    paper.say("");
    announcer.say(`${rulingWords({ ruling, tag })} chosen. Enter confirms.`);
    if (ruling === "split_kept") paper.fields.majority.focus({ preventScroll: true });
    else if (ruling !== "tag") paper.fields.reason.focus({ preventScroll: true });
    paper.reveal();
  }

  /** What has to be decided, if nothing is missing; else what is, is said. @returns {CaseData | null} */
  function ready() {
    const shown = cases.of(here());
    if (!shown) return null;
    paper.read(draft);
    const missing = lacking(draft, shown);
    if (!missing) return shown;
    paper.say(missing);
    if (draft.ruling !== null) paper.fields.reason.focus();
    return null;
  }

  function confirm() {
    const shown = ready();
    if (!shown) return;
    const id = here();
    const next = following(id);
    done.push({ decided: [decide(shown, null)], accepted: "" });
    announcer.say(`Claim ${shown.claim.n}: ${rulingWords({ ruling: /** @type {Ruling} */ (draft.ruling), tag: draft.tag })}.`);
    draft = emptyDraft();
    desk.leave();
    if (next) desk.go(next);
    desk.draw();
    desk.focus();
  }

  /** The same ruling for the whole group, as far as it was read: it rests on one's own vote on this claim. */
  function confirmAll() {
    const shown = ready();
    if (!shown?.own || desk.keeps()) return;
    const others = queue.beside(here());
    const first = shown.claim.id;
    const rest = others.map(({ id, n, sha }) => decide({ claim: { id, n, sha }, decision: null }, first));
    done.push({ decided: [decide(shown, null), ...rest], accepted: "" });
    announcer.say(`${others.length + 1} claims: ${rulingWords({ ruling: /** @type {Ruling} */ (draft.ruling), tag: draft.tag })}.`);
    draft = emptyDraft();
    desk.leave();
    desk.draw();
    desk.focus();
  }

  /**
   * @param {Pick<CaseData, "claim" | "decision">} shown
   * @param {number | null} like the claim whose ruling this one follows
   * @returns {Decided}
   */
  function decide(shown, like) {
    const { id } = shown.claim;
    const event = send(shown, { kind: "decide", ...draft, scheme, like, replaces: shown.decision?.event ?? null });
    settledHere += 1;
    cases.forget(id);
    drafts.forget(id);
    return { claim: shown.claim, event, row: desk.keeps() ? null : queue.settle(id) };
  }

  /** The claim behind this one, or before it at the end. @param {number} id */
  function following(id) {
    const rows = queue.line();
    const place = rows.findIndex((row) => row.id === id);
    return (rows[place + 1] ?? rows[place - 1])?.id ?? 0;
  }

  function undo() {
    const step = done.at(-1);
    if (!step) {
      const shown = cases.of(here());
      if (shown?.decision?.mine) return withdraw();
      return paper.say("Nothing was decided here yet.");
    }
    done.pop();
    if (step.accepted) return unaccept(step.accepted);
    settledHere = Math.max(0, settledHere - step.decided.length);
    for (const { claim, event, row } of step.decided) {
      send({ claim }, { kind: "withdraw", replaces: event });
      cases.forget(claim.id);
      if (row) queue.reopen(row);
    }
    const { claim } = at(step.decided, 0);
    again = claim.id;
    desk.go(claim.id);
    desk.draw();
    tell(step.decided.length > 1 ? `Undone: ${step.decided.length} claims are undecided again.` : `Undone: claim ${claim.n} is undecided again.`);
  }

  /** In sight, and said aloud. @param {string} words */
  function tell(words) {
    paper.say(words);
    announcer.say(words);
  }

  function withdraw() {
    const shown = cases.of(here());
    if (!shown?.decision) return;
    send(shown, { kind: "withdraw", replaces: shown.decision.event });
    cases.forget(here());
    tell(`Taken back: claim ${shown.claim.n} is undecided again.`);
    again = here();
  }

  function comment() {
    const field = paper.comment;
    const shown = cases.of(here());
    const text = field.value.trim();
    if (!shown?.comments || !text) return;
    send(shown, { kind: "comment", text, replaces: null });
    shown.comments.push({ id: "", name: parts.desk.analyst.name, text, at: new Date().toISOString() });
    field.value = "";
    field.blur();
    desk.show(shown);
  }

  function accept() {
    if (accepted) return;
    accepted = ids.next();
    const article = desk.article() > 0 ? { article: desk.article() } : {};
    outbox.add({ act: /** @type {any} */ ({ id: accepted, kind: "accept", claim: 0, ...article }), article: 0, n: 0 });
    done.push({ decided: [], accepted });
    announcer.say("Accepted: all claims on which everybody agrees.");
    desk.changed();
    desk.draw();
  }

  /** The whole of it. @param {string} which */
  function unaccept(which) {
    if (!which) return;
    outbox.add({ act: /** @type {any} */ ({ id: ids.next(), kind: "unaccept", claim: 0, accepted: which }), article: 0, n: 0 });
    const place = done.findIndex((step) => step.accepted === which);
    if (place >= 0) done.splice(place, 1);
    if (which === accepted) accepted = "";
    announcer.say("Undone: what was accepted is undecided again.");
    desk.changed();
    desk.draw();
  }

  /** Somebody was first: say who and what, and that the own one does not count. @param {Act} act @param {number} n @param {Result} result */
  function conflict(act, n, { current }) {
    for (const step of done) {
      const place = step.decided.findIndex(({ event }) => event === act.id);
      if (place < 0) continue;
      step.decided.splice(place, 1);
      settledHere = Math.max(0, settledHere - 1);
    }
    const left = done.filter(({ decided, accepted: all }) => decided.length > 0 || all);
    done.splice(0, done.length, ...left);
    desk.draw();
    if (act.kind === "review-vote") return;
    const said = /** @type {any} */ (current);
    const words = said?.ruling ? rulingWords(said) : "undecided again";
    const mine = "Yours is kept in the history and does not count.";
    messages.tell(`Claim ${n} was settled by somebody else meanwhile: ${words}. ${mine}`, act.claim);
    void cases.load(act.claim).then(() => {
      const by = cases.of(act.claim)?.decision?.by;
      if (by) messages.tell(`Claim ${n} was settled by ${by} meanwhile: ${words}. ${mine}`, act.claim);
      desk.changed();
    });
  }

  return {
    vote,
    choose,
    confirm,
    confirmAll,
    undo,
    withdraw,
    comment,
    accept,
    unaccept: () => unaccept(accepted),

    draft: () => draft,

    /** Another claim comes onto the paper, with what was chosen there before. @param {number} id */
    begin(id) {
      draft = drafts.of(id);
      paper.write(draft);
      paper.say("");
    },

    /** What is typed belongs to the draft. */
    keep() {
      if (here() === 0) return;
      paper.read(draft);
      drafts.keep(here(), draft);
    },

    /** The reviewer's own vote, saved or on its way. @param {CaseData} shown */
    own: (shown) => cast.get(shown.claim.id) ?? shown.own?.tag ?? null,

    /** How many were settled here since the page was opened. */
    settledHere: () => settledHere,

    canUndo: () => done.length > 0,

    /** Whether all that agree were accepted here. */
    accepted: () => accepted !== "",

    /** The queue was read anew. */
    renewed() {
      accepted = "";
    },

    /** @param {Act} act @param {number} n @param {Result} result */
    settled(act, n, result) {
      if (result.status === "conflict") {
        outbox.answered(act.id);
        conflict(act, n, result);
      }
      if (act.kind === "accept" || act.kind === "unaccept") {
        if (result.status !== "stored") accepted = "";
        return;
      }
      if (act.kind === "review-vote") cast.delete(act.claim);
      if (act.claim === here() || act.claim === again) void cases.load(act.claim);
      else cases.forget(act.claim);
      if (act.claim === again) again = 0;
    },
  };
}
