// The desk: mounts in Streamlit, then works alone. Streamlit calls the default function again whenever its data
// or theme changed, with the same element and without a cleanup: so what is mounted is remembered by element.

import { makeActs } from "./acts.js";
import { paintArticle } from "./article.js";
import { make, part } from "./dom.js";
import { guardFocus } from "./focus.js";
import { fillHelp } from "./help.js";
import { commandOf } from "./keys.js";
import { makeLook } from "./looks.js";
import { makeMessages, signIn } from "./messages.js";
import { getDesk, postActs } from "./net.js";
import { makeNote } from "./note.js";
import { makeOutbox } from "./outbox.js";
import { REASONED, makePanel } from "./panel.js";
import { claimInAddress, makeAddress } from "./url.js";
import { makeIds } from "./uuid.js";

/** @import { Act, Answer, Confidence, DeskData, Entry, MountData, Tag } from "./types.js" */
/** @typedef {{ data: MountData, root: HTMLElement, turn: number, close: () => void }} Mounted */

/** Shared by all versions of this module in a page, so that an updated one finds what the old one mounted. */
const KEY = Symbol.for("claim-annotator.desk");
/** @type {WeakMap<Node, Mounted>} */
const mounted = (/** @type {any} */ (globalThis)[KEY] ??= new WeakMap());

const DESK_DELAY = 500;
const DESK_LAST_DELAY = 8000;

/** @param {{ data: MountData, parentElement: ShadowRoot | HTMLElement }} component */
export default function desk({ data, parentElement }) {
  const root = parentElement.querySelector(".ca-desk");
  if (!(root instanceof HTMLElement)) throw new Error("The desk's skeleton is missing.");
  let here = mounted.get(parentElement);
  if (!here || here.root !== root || !sameDesk(here.data, data)) {
    here?.close();
    here = { data, root, turn: 0, close: mount(data, parentElement, root) };
    mounted.set(parentElement, here);
  }
  here.turn += 1;
  const { turn } = here;
  return () => {
    // a cleanup that comes late must not take down what a newer call relies on
    const last = mounted.get(parentElement);
    if (last?.root !== root || last.turn !== turn) return;
    last.close();
    mounted.delete(parentElement);
  };
}

/** The claim is not compared: once mounted, the desk knows better where it is. @param {MountData} a @param {MountData} b */
function sameDesk(a, b) {
  return a.project === b.project && a.analyst.id === b.analyst.id && a.article === b.article && a.desk === b.desk && a.acts === b.acts;
}

/**
 * @param {MountData} data
 * @param {ShadowRoot | HTMLElement} parent
 * @param {HTMLElement} root
 * @returns {() => void} takes everything down again
 */
function mount(data, parent, root) {
  const messages = makeMessages(root);
  /** @type {(() => void) | null} */
  let closeDesk = null;
  let closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  root.dataset.state = "loading";
  const fit = fitHeight(root);
  const ids = makeIds();
  const storage = openStorage();
  const outbox = makeOutbox({
    storage,
    prefix: `claims:${data.project}:${data.analyst.id}:`,
    post: (acts, leaving) => postActs(data, acts, leaving),
    settled: (entry, result) => settled(entry, result),
    changed: () => changed(),
  });
  /** @type {Parameters<typeof makeOutbox>[0]["settled"]} */
  let settled = () => {};
  let changed = () => {};
  // before the article is asked for: what is stored meanwhile must still be painted
  outbox.adopt();
  const pending = outbox.waiting();
  for (const { act } of pending) ids.follow(act.id);

  async function load(delay = DESK_DELAY) {
    const [{ status, body }] = await Promise.all([getDesk(data), styled(parent)]);
    if (closed) return;
    if (status === 200 && body?.blocks) {
      start(body);
      return;
    }
    root.dataset.state = "failed";
    const kept = pending.length ? " What you tagged is kept in this browser." : "";
    if (status === 401) messages.instead(`You are signed out here.${kept}`, [signIn()]);
    else if (status === 404) messages.instead(body?.message ?? "There is no such article in this project.");
    else {
      messages.instead(`${status === 0 ? "No connection." : (body?.message ?? "The server cannot show the article at the moment.")} The desk keeps trying.${kept}`);
      timer = setTimeout(() => void load(Math.min(delay * 2, DESK_LAST_DELAY)), delay);
    }
    outbox.start();
  }

  /** @param {DeskData} desk */
  function start(desk) {
    const other = desk.project !== data.project ? "project" : desk.analyst.id !== data.analyst.id ? "person" : "";
    if (other) {
      root.dataset.state = "failed";
      cover(messages, { error: other, message: other === "person" ? `You are now signed in as ${desk.analyst.name} here.` : "" }, data);
      return;
    }
    const opened = openDesk({ data, root, desk, pending, messages, outbox, ids, forbidden: storage === null });
    settled = opened.settled;
    changed = opened.changed;
    closeDesk = opened.close;
    root.dataset.state = "open";
    outbox.start();
    changed();
    if (document.querySelector("[role=dialog]") === null) opened.focus();
  }

  void load();
  return () => {
    closed = true;
    clearTimeout(timer);
    closeDesk?.();
    outbox.leave(true);
    outbox.close();
    fit.stop();
  };
}

/**
 * @param {{ data: MountData, root: HTMLElement, desk: DeskData, pending: Entry[], messages: ReturnType<typeof makeMessages>,
 *   outbox: ReturnType<typeof makeOutbox>, ids: ReturnType<typeof makeIds>, forbidden: boolean }} given
 */
function openDesk({ data, root, desk, pending, messages, outbox, ids, forbidden }) {
  for (const [id] of desk.history) ids.follow(id);
  const { tags } = desk.scheme;
  const look = makeLook(tags);
  const acts = makeActs(desk, ids.next);
  for (const { act } of pending) acts.replay(act);
  const { records, counts } = acts;
  const rightToLeft = desk.article.dir === "rtl";

  part(root, "title").textContent = desk.article.title;
  part(root, "title").dir = "auto";
  const article = paintArticle(part(root, "scroll"), desk, records, look);
  const panel = makePanel(root, desk.scheme, look);
  const note = makeNote(/** @type {HTMLTextAreaElement} */ (part(root, "note")), part(root, "note-state"), (place, text) => {
    send(place, acts.note(place, text));
  });
  const help = /** @type {HTMLDialogElement} */ (part(root, "help"));
  const refused = /** @type {HTMLDialogElement} */ (part(root, "refused"));
  fillHelp(root, tags);
  const address = makeAddress(data.article);

  let current = -1;
  /** What is chosen on a claim before it has an answer. @type {{ reason: string, confidence: Confidence }} */
  let draft = { reason: "", confidence: "" };
  let covered = false;
  let pointed = false;
  /** The frame in which the screen catches up with `current`. */
  let frame = 0;

  // --- showing ---

  function showPanel() {
    const record = records[current];
    if (!record) return;
    panel.show(record, records.length, draft, { undo: acts.canUndo(), redo: acts.canRedo() });
    note.show(current, record.note);
  }

  /** Focus and scroll need the layout, so they wait for the frame that paints it: once, however many keys came. */
  function catchUp() {
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      focus();
      if (current >= 0) article.follow();
      else article.end();
    });
  }

  function stay() {
    cancelAnimationFrame(frame);
    frame = 0;
  }

  function focus() {
    if (covered || help.open || refused.open) return;
    (current >= 0 ? article.element(current) : panel.done).focus({ preventScroll: true });
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
    article.show(current);
    showPanel();
    catchUp();
    address.show(records[current].claim.id);
  }

  /** Behind the last claim nothing is current, so that a key too many tags nothing. */
  function end() {
    current = -1;
    article.show(-1);
    panel.end(counts);
    panel.can({ undo: acts.canUndo(), redo: acts.canRedo() });
    catchUp();
  }

  function changed() {
    const state = outbox.state();
    messages.show(state, { conflicts: acts.conflicts(), records, forbidden });
    if (refused.open) messages.list(state.refused);
    if (state.stopped && !covered) {
      covered = true;
      note.flush();
      cover(messages, state.stopped, data);
    }
  }

  // --- acting ---

  /** @param {number} place @param {Act | null} act */
  function send(place, act) {
    if (act) outbox.add({ act, article: data.article, n: records[place].claim.n });
    article.paint(place);
    panel.count(counts);
    if (place === current) showPanel();
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
    const act = acts.answer(place, { outcome: tag.outcome, tag: name, confidence, reason: name === REASONED ? reason : "" });
    go(place + 1);
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
      showPanel();
    }
  }

  function skip() {
    const record = records[current];
    if (!record) return;
    const place = current;
    const act = record.answer ? null : acts.answer(place, { outcome: "skipped", tag: null, reason: "", confidence: "" });
    go(place + 1);
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
    if (current < 0 && by < 0) go(records.length - 1);
    else if (current >= 0 && by > 0 && current === records.length - 1) end();
    else if (current >= 0) go(current + by);
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

  function openHelp() {
    help.showModal();
  }

  /** @type {Record<string, (element: HTMLElement) => void>} */
  const ACTIONS = {
    skip,
    next: () => goTo(acts.nextOpen(current)),
    undo: () => back(acts.undo()),
    redo: () => back(acts.redo()),
    clear: () => current >= 0 && send(current, acts.clear(current)),
    previous: () => move(-1),
    following: () => move(1),
    note: openNote,
    help: openHelp,
    untouched: () => goTo(acts.nextOpen(-1)),
    skipped: () => goTo(acts.nextOf(current, "skipped")),
    unsure: () => goTo(acts.nextOf(current, "unsure")),
    refused: () => {
      messages.list(outbox.state().refused);
      refused.showModal();
    },
    dismiss: (element) => outbox.dismiss(/** @type {HTMLButtonElement} */ (element).value),
    retry: () => {
      refused.close();
      outbox.retry();
    },
    "keep-here": () => keep("here"),
    "keep-elsewhere": () => keep("elsewhere"),
    reload: () => location.reload(),
  };

  /** @param {"here" | "elsewhere"} which */
  function keep(which) {
    const conflict = acts.conflicts()[0];
    if (!conflict) return;
    send(conflict.place, acts.resolve(conflict, which));
    go(conflict.place);
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
      if (command.name !== "escape") return;
      note.flush();
      panel.sheet(false);
      focus();
    } else if ((event.key === " " || event.key === "Enter") && from.matches("button, a")) {
      return;
    } else if (!event.repeat || command.name === "move") {
      run(command);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {NonNullable<ReturnType<typeof commandOf>>} command */
  function run(command) {
    note.flush(); // before the command's own act, so that the outbox stays in the order cast
    if (command.name === "tag") set(command.tag);
    else if (command.name === "move") move(command.by);
    else if (command.name === "go") go(command.to === "first" ? 0 : records.length - 1);
    else if (command.name === "escape") {
      panel.sheet(false);
      focus();
    } else ACTIONS[command.name]?.(root);
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
    const element = event.target instanceof Element ? event.target.closest("button") : null;
    if (!element || element.getAttribute("aria-disabled") === "true") return;
    const { do: action, set: name, confidence, part: name_ } = element.dataset;
    const tag = tags.find((one) => one.name === name);
    if (tag) set(tag);
    else if (confidence) refine({ confidence: /** @type {Confidence} */ (element.getAttribute("aria-pressed") === "true" ? "" : confidence) });
    else if (name_ === "grip") panel.sheet();
    else if (action) ACTIONS[action]?.(element);
    else return;
    if (action !== "note" && action !== "help" && action !== "refused" && action !== "dismiss") focus();
  }

  root.addEventListener("keydown", pressed, { signal });
  root.addEventListener("click", clicked, { signal });
  root.addEventListener("pointerdown", () => (pointed = true), { signal });
  root.addEventListener("focusin", (event) => {
    // a screen reader moves the focus by itself; a press of the mouse is not yet a choice
    const claim = pointed ? null : article.claimAt(event);
    const place = claim === null ? undefined : acts.placeOf(claim);
    if (place !== undefined && place !== current) go(place);
  }, { signal });
  panel.reason.addEventListener("change", () => {
    refine({ reason: panel.reason.value });
    if (pointed) focus(); // chosen with the mouse: the keys go back to the article
  }, { signal });
  for (const dialog of [help, refused]) dialog.addEventListener("close", focus, { signal });
  swipe(part(root, "grip"), (open) => panel.sheet(open), signal);
  addEventListener("storage", (event) => outbox.noticed(event.key, event.newValue), { signal });
  addEventListener("online", () => outbox.wake(), { signal });
  addEventListener("pageshow", (event) => event.persisted && outbox.wake(), { signal });
  addEventListener("pagehide", () => {
    note.flush();
    address.flush();
    outbox.leave(true);
  }, { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      outbox.wake();
    } else {
      note.flush();
      outbox.leave(false);
    }
  }, { signal });
  const guard = guardFocus(root, focus);
  article.watch(signal);

  // --- where to begin ---

  panel.count(counts);
  const wanted = acts.placeOf(claimInAddress(data.article) ?? data.claim ?? -1);
  const open = acts.nextOpen(-1);
  if (records.length === 0) messages.instead("No sentence of this article became a claim.");
  else go(wanted ?? Math.max(open, 0));

  return {
    focus,
    changed,

    /** @param {Entry} entry @param {import("./types.js").Result} result */
    settled(entry, result) {
      const found = acts.settled(entry.act, result);
      if (found) send(found.place, found.again);
    },

    close() {
      stay();
      note.close();
      guard.stop();
      listening.abort();
      address.close();
      if (help.open) help.close();
      if (refused.open) refused.close();
    },
  };
}

/** @param {ReturnType<typeof makeMessages>} messages @param {{ error: string, message: string }} stopped @param {MountData} data */
function cover(messages, { error, message }, data) {
  const reload = make("button", { type: "button", class: "ca-button is-go" }, "Reload");
  reload.addEventListener("click", () => location.reload());
  const kept = `What ${data.analyst.name} tagged and was not sent yet is kept in this browser, and is sent when ${data.analyst.name} tags here again.`;
  if (error === "person") messages.cover(message || "Somebody else is signed in here now.", `This page was opened for ${data.analyst.name}, and nothing more is sent from it. ${kept}`, [reload, signIn()]);
  else messages.cover("Another project is open here now.", message || kept, [reload]);
}

/** @returns {Storage | null} null where the browser forbids it */
function openStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Sizes mean nothing before the style sheet is there. @param {ShadowRoot | HTMLElement} parent @returns {Promise<void>} */
function styled(parent) {
  const link = parent.querySelector('link[rel="stylesheet"]');
  if (!(link instanceof HTMLLinkElement) || link.sheet) return Promise.resolve();
  return new Promise((done) => {
    link.addEventListener("load", () => done(), { once: true });
    link.addEventListener("error", () => done(), { once: true });
  });
}

/** The desk fills the window from where it begins. @param {HTMLElement} root */
function fitHeight(root) {
  const measure = () => {
    const above = Math.max(0, Math.round(root.getBoundingClientRect().top + window.scrollY));
    root.style.setProperty("--ca-above", `${above}px`);
  };
  measure();
  addEventListener("resize", measure);
  return { stop: () => removeEventListener("resize", measure) };
}

/** @param {HTMLElement} grip @param {(open: boolean) => void} turn @param {AbortSignal} signal */
function swipe(grip, turn, signal) {
  let from = 0;
  grip.addEventListener("touchstart", (event) => (from = event.touches[0].clientY), { signal, passive: true });
  grip.addEventListener("touchend", (event) => {
    const by = event.changedTouches[0].clientY - from;
    if (Math.abs(by) < 24) return;
    event.preventDefault(); // a swipe is no tap
    turn(by < 0);
  }, { signal });
}
