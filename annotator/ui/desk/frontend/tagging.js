// One analyst on one article: what keys, buttons and the server's answers do to the screen and the record.

import { makeActs } from "./acts.js";
import { paintArticle } from "./article.js";
import { at } from "./at.js";
import { part } from "./dom.js";
import { guardFocus } from "./focus.js";
import { makeFilter } from "./filter.js";
import { makeFocusMode } from "./focusmode.js";
import { fillHelp } from "./help.js";
import { commandOf } from "./keys.js";
import { live } from "./life.js";
import { makeLook } from "./looks.js";
import { answers } from "./net.js";
import { makeNote } from "./note.js";
import { REASONED, makePanel } from "./panel.js";
import { makeScreen } from "./screen.js";
import { makeTop } from "./top.js";
import { swipe } from "./sheet.js";
import { claimInAddress, makeAddress } from "./url.js";
import { timeOf } from "./uuid.js";
import { makeWay } from "./way.js";

/** @import { Act, Answer, Confidence, DeskData, Entry, MountData, Result, Tag } from "./types.js" */
/** @import { makeMessages } from "./messages.js" */
/** @import { makeOutbox } from "./outbox.js" */
/** @import { makeIds } from "./uuid.js" */

/**
 * @param {{ data: MountData, root: HTMLElement, desk: DeskData, pending: Entry[], messages: ReturnType<typeof makeMessages>,
 *   outbox: ReturnType<typeof makeOutbox>, ids: ReturnType<typeof makeIds>, forbidden: boolean }} given
 */
export function openDesk({ data, root, desk, pending, messages, outbox, ids, forbidden }) {
  for (const [id] of desk.history) ids.follow(id);
  const { tags } = desk.scheme;
  const look = makeLook(tags);
  const acts = makeActs(desk, ids.next);
  for (const { act } of pending) acts.replay(act);
  const { records, counts } = acts;
  const rightToLeft = desk.article.dir === "rtl";

  const top = makeTop(root, desk, records, look);
  for (const { act } of pending) top.acted(act, timeOf(act.id));
  const way = makeWay(records);
  const filter = makeFilter(root, desk.scheme, way);
  const focusMode = makeFocusMode(root);
  const article = paintArticle(part(root, "scroll"), desk, records, look);
  const panel = makePanel(root, desk.scheme, look);
  const note = makeNote(
    /** @type {HTMLTextAreaElement} */ (part(root, "note")),
    part(root, "note-state"),
    {
      typed: () => screen.draw("state"),
      save: (place, text) => send(place, acts.note(place, text)),
    },
  );
  const help = /** @type {HTMLDialogElement} */ (part(root, "help"));
  const refused = /** @type {HTMLDialogElement} */ (part(root, "refused"));
  fillHelp(root, tags);
  const address = makeAddress(data.article);

  let current = -1;
  /** What is chosen on a claim before it has an answer. @type {{ reason: string, confidence: Confidence }} */
  let draft = { reason: "", confidence: "" };
  let covered = false;
  let pointed = false;

  // --- showing ---

  const screen = makeScreen({
    before: () => outbox.hurry(), // what was tagged goes out first: the server works while the browser paints
    claim(place) {
      article.paint(place);
      top.map.paint(place);
    },
    panel: showPanel,
    counts() {
      panel.count(counts);
      top.count(counts, Date.now());
    },
    state: showState,
    arrive,
  });

  function showPanel() {
    const record = records[current];
    const can = { undo: acts.canUndo(), redo: acts.canRedo() };
    article.show(current);
    focusMode.show(article.element(current));
    top.map.show(current);
    filter.show(current);
    if (record) {
      panel.show(record, records.length, draft, can);
      note.show(current, record.note);
    } else {
      panel.end(counts);
      panel.done.hidden = filter.on();
      panel.can(can);
    }
  }

  function showState() {
    const state = outbox.state();
    messages.show(state, {
      conflicts: acts.conflicts(),
      records,
      forbidden,
      writing: note.writing(),
    });
    if (refused.open) messages.list(state.refused, data.article);
  }

  function arrive() {
    focus();
    article.rove();
    if (current >= 0) article.follow();
    else article.end();
  }

  /** The focus goes elsewhere: the claim must not take it back in the next frame. */
  function stay() {
    screen.now();
    article.rove();
  }

  function focus() {
    if (covered || help.open || refused.open) return;
    const end = filter.on() ? filter.rest : panel.done;
    (current >= 0 ? article.element(current) : end).focus({ preventScroll: true });
  }

  /** @param {number} place */
  function go(place) {
    if (records.length === 0) return;
    note.flush();
    if (place >= records.length) {
      end();
      return;
    }
    draft = { reason: "", confidence: "" };
    current = Math.max(0, place);
    screen.draw("panel", "arrive");
    address.show(at(records, current).claim.id);
  }

  /** Behind the last claim nothing is current, so that a key too many tags nothing. */
  function end() {
    current = -1;
    screen.draw("panel", "arrive");
  }

  function changed() {
    const { stopped } = outbox.state();
    screen.draw("state");
    if (!stopped || covered) return;
    covered = true;
    note.flush();
    screen.now();
    messages.stop(stopped, data);
  }

  // --- acting ---

  /** @param {number} place @param {Act | null} act */
  function send(place, act) {
    if (act) {
      outbox.add({ act, article: data.article, n: at(records, place).claim.n });
      top.acted(act, Date.now());
    }
    screen.draw(place, "panel", "counts");
    changed();
  }

  /** @param {Tag} tag */
  function set(tag) {
    const record = records[current];
    if (!record) return;
    const name = tag.outcome === "tagged" ? tag.name : null;
    const place = current;
    const before = record.answer;
    const again = before?.outcome === tag.outcome && before.tag === name;
    const { confidence, reason } = again ? before : draft;
    const act = acts.answer(place, {
      outcome: tag.outcome,
      tag: name,
      confidence,
      reason: name === REASONED ? reason : "",
    });
    go(way.step(place, 1));
    send(place, act);
  }

  /** Say more about the answer that is there, or keep it for the answer to come. @param {Partial<Answer>} more */
  function refine(more) {
    const record = records[current];
    if (!record) return;
    if (record.answer && record.answer.outcome !== "skipped") {
      send(current, acts.answer(current, { ...record.answer, ...more }));
    } else {
      draft = { ...draft, ...more };
      screen.draw("panel");
    }
  }

  function skip() {
    const record = records[current];
    if (!record) return;
    const place = current;
    const act = record.answer
      ? null
      : acts.answer(place, { outcome: "skipped", tag: null, reason: "", confidence: "" });
    go(way.step(place, 1));
    send(place, act);
  }

  /** @param {{ place: number, act: Act } | null} step */
  function back(step) {
    if (!step) return;
    send(step.place, step.act);
    go(step.place);
  }

  /** @param {number} by */
  function move(by) {
    const place = way.step(current < 0 ? records.length : current, by);
    if (place < records.length) goTo(place);
    else if (current >= 0) end();
  }

  /** @param {number} place */
  function goTo(place) {
    if (place >= 0) go(place);
  }

  function openNote() {
    if (current < 0) return;
    stay(); // or the claim would take the focus back in this frame
    panel.sheet(true);
    part(root, "note").focus();
  }

  /** To the buttons, for whoever works without knowing the keys; Escape comes back. */
  function openTags() {
    if (current < 0) return;
    stay();
    part(root, "tags").querySelector("button")?.focus();
  }

  /** Move among some claims only: on from here, or from the next one that is left. @param {string} name */
  function narrow(name) {
    const from = current < 0 ? filter.stood() : current;
    const wanted = filter.choose(name);
    article.narrow(wanted);
    top.map.narrow(wanted);
    const place = way.leadsTo(from) ? from : way.next(from);
    if (place >= 0) go(place);
    else end();
  }

  /** To the next claim without an answer; while the filter lets none through, to the next one. */
  function openOne() {
    const place = way.open(current);
    goTo(place < 0 && filter.on() ? way.next(current) : place);
  }

  function turnFocusMode() {
    focusMode.turn();
    article.pin(focusMode.on());
    screen.draw("panel", "arrive");
  }

  /** What is open is closed, one at a time: the sheet, the filter, focus mode. @param {Element} from */
  function close(from) {
    const open = panel.panel.hasAttribute("data-open");
    panel.sheet(false);
    if (!open && from.matches(".ca-claim, [data-part=rest]")) {
      if (filter.on()) return narrow("");
      if (focusMode.on()) return turnFocusMode();
    }
    focus();
  }

  function openHelp() {
    help.showModal();
  }

  /** @type {Record<string, (element: HTMLElement) => void>} */
  const ACTIONS = {
    skip,
    next: openOne,
    filter: () => {
      stay();
      filter.field.focus();
    },
    focus: turnFocusMode,
    all: () => narrow(""),
    first: () => goTo(way.first()),
    undo: () => back(acts.undo()),
    redo: () => back(acts.redo()),
    clear: () => current >= 0 && send(current, acts.clear(current)),
    previous: () => move(-1),
    following: () => move(1),
    note: openNote,
    tags: openTags,
    help: openHelp,
    untouched: () => goTo(way.open(-1)),
    skipped: () => goTo(acts.nextOf(current, "skipped")),
    unsure: () => goTo(acts.nextOf(current, "unsure")),
    refused: () => {
      messages.list(outbox.state().refused, data.article);
      refused.showModal();
    },
    dismiss: (element) => outbox.dismiss(/** @type {HTMLButtonElement} */ (element).value),
    retry: () => {
      refused.close();
      outbox.retry();
    },
    "keep-here": () => keep("here"),
    "keep-elsewhere": () => keep("elsewhere"),
  };

  /** @param {"here" | "elsewhere"} which */
  function keep(which) {
    const conflict = acts.conflicts()[0];
    if (!conflict) return;
    send(conflict.place, acts.resolve(conflict, which));
    forgetAnswered();
    go(conflict.place);
  }

  function forgetAnswered() {
    for (const id of outbox.asked()) if (!acts.asks(id)) outbox.answered(id);
  }

  // --- listening: on the desk only, never on the document ---

  const listening = new AbortController();
  const { signal } = listening;

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    // Streamlit's own keys (C, R) hear everything that reaches the document, from inside a text field too
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    const from = /** @type {HTMLElement} */ (event.target);
    const command = commandOf(event, tags, rightToLeft);
    if (!command || covered) return;
    if (help.open || refused.open) {
      if (command.name === "help" && help.open) help.close();
      return;
    }
    if (from.matches("textarea, select, input")) {
      const chosen = from === filter.field && command.name === "tags";
      if (command.name !== "escape" && !chosen) return;
      note.flush();
      panel.sheet(false);
      focus();
    } else if ((event.key === " " || event.key === "Enter") && from.matches("button, a")) {
      return;
    } else if (!event.repeat || command.name === "move") {
      run(command, from);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {NonNullable<ReturnType<typeof commandOf>>} command @param {Element} from */
  function run(command, from) {
    note.flush(); // before the command's own act, so that the outbox stays in the order cast
    if (command.name === "tag") set(command.tag);
    else if (command.name === "move") move(command.by);
    else if (command.name === "go") goTo(command.to === "first" ? way.first() : way.last());
    else if (command.name === "escape") close(from);
    else ACTIONS[command.name]?.(root);
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    pointed = false;
    note.flush();
    const claim = article.claimAt(event);
    if (claim !== null) {
      if (String(getSelection() ?? "") === "") goTo(acts.placeOf(claim) ?? -1);
      return;
    }
    const spot = top.map.placeAt(event);
    if (spot !== null) {
      go(spot);
      return;
    }
    const element = event.target instanceof Element ? event.target.closest("button") : null;
    if (!element || element.getAttribute("aria-disabled") === "true") return;
    const { do: action, set: name, confidence, part: name_ } = element.dataset;
    const tag = tags.find((one) => one.name === name);
    if (tag) set(tag);
    else if (confidence)
      refine({
        confidence: /** @type {Confidence} */ (
          element.getAttribute("aria-pressed") === "true" ? "" : confidence
        ),
      });
    else if (name_ === "grip") panel.sheet();
    else if (action) ACTIONS[action]?.(element);
    else return;
    if (action !== "note" && action !== "help" && action !== "refused" && action !== "dismiss")
      focus();
  }

  root.addEventListener("keydown", pressed, { signal });
  root.addEventListener("click", clicked, { signal });
  root.addEventListener("pointerdown", () => (pointed = true), { signal });
  root.addEventListener(
    "focusin",
    (event) => {
      // a screen reader moves the focus by itself; a press of the mouse is not yet a choice
      const claim = pointed ? null : article.claimAt(event);
      const place = claim === null ? undefined : acts.placeOf(claim);
      if (place !== undefined && place !== current) go(place);
    },
    { signal },
  );
  panel.reason.addEventListener(
    "change",
    () => {
      refine({ reason: panel.reason.value });
      if (pointed) focus(); // chosen with the mouse: the keys go back to the article
    },
    { signal },
  );
  filter.watch((name, stays) => {
    narrow(name);
    if (stays) stay();
  }, signal);
  top.watch(() => screen.draw("counts"), signal);
  for (const dialog of [help, refused]) dialog.addEventListener("close", focus, { signal });
  swipe(part(root, "grip"), (open) => panel.sheet(open), signal);
  const last = () => {
    note.flush();
    address.flush();
  };
  live(outbox, { hidden: note.flush, left: last }, signal);
  const guard = guardFocus(root, focus, { answers, lost: outbox.lost });
  article.watch(signal);

  // --- where to begin ---

  screen.draw("counts", "state");
  screen.now();
  const wanted = acts.placeOf(claimInAddress(data.article) ?? -1);
  const open = way.open(-1);
  article.pin(focusMode.on());
  if (records.length === 0) messages.instead("No sentence of this article became a claim.");
  else go(wanted ?? Math.max(open, 0));

  return {
    focus,
    changed,

    /** @param {Entry} entry @param {Result} result */
    settled(entry, result) {
      const found = acts.settled(entry.act, result);
      if (found) send(found.place, found.again);
      forgetAnswered();
    },

    close() {
      note.close();
      screen.stop();
      guard.stop();
      listening.abort();
      address.close();
      if (help.open) help.close();
      if (refused.open) refused.close();
    },
  };
}
