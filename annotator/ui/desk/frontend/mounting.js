// How a desk comes into Streamlit's page: mounted, it works alone. Streamlit calls the component again whenever its
// data or theme changed, with the same element and without a cleanup: so what is mounted is remembered by element.

import { makeMessages, signIn } from "./messages.js";
import { answers, getData, postActs } from "./net.js";
import { makeOutbox } from "./outbox.js";
import { makeIds } from "./uuid.js";

/** @import { Entry, MountData, Result } from "./types.js" */
/** @typedef {{ data: MountData, root: HTMLElement, turn: number, close: () => void }} Mounted */
/**
 * What is opened gets all of this; `desk` is what the server answered.
 * @template Data
 * @typedef {{ data: MountData, root: HTMLElement, desk: Data, pending: Entry[],
 *   messages: ReturnType<typeof makeMessages>, outbox: ReturnType<typeof makeOutbox>, ids: ReturnType<typeof makeIds>,
 *   forbidden: boolean }} Opening
 */
/**
 * What an open desk can be told: the focus is its, the outbox has changed, an act was answered, and it ends.
 * @typedef {{ focus: () => void, changed: () => void, settled: (entry: Entry, result: Result) => void,
 *   close: () => void }} Opened
 */
/**
 * What sorts of desk differ in: where the data lie, whether an answer of the server holds its data, what is said where there are none, and
 * how it opens.
 * @template Data
 * @typedef {{ address: (data: MountData) => string, holds: (body: any) => boolean, missing: string, open: (given: Opening<Data>) => Opened }} Sort
 */

/** Shared by all versions of this module in a page, so that an updated one finds what the old one mounted. */
const KEY = Symbol.for("claim-annotator.desk");
const page = /** @type {any} */ (globalThis);
/** @type {WeakMap<Node, Mounted>} */
const mounted = page[KEY] ?? new WeakMap();
page[KEY] = mounted;

const DESK_DELAY = 500;
const DESK_LAST_DELAY = 8000;

/**
 * @template {{ project: string, analyst: { id: string, name: string } }} Data
 * @param {{ data: MountData, parentElement: ShadowRoot | HTMLElement }} component
 * @param {Sort<Data>} sort
 */
export function mounting({ data, parentElement }, sort) {
  const root = parentElement.querySelector(".ca-desk");
  if (!(root instanceof HTMLElement)) throw new Error("The desk's skeleton is missing.");
  let here = mounted.get(parentElement);
  if (!here || here.root !== root || !sameDesk(here.data, data)) {
    here?.close();
    here = { data, root, turn: 0, close: mount(data, parentElement, root, sort) };
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

/** @param {MountData} a @param {MountData} b */
const sameDesk = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * @template {{ project: string, analyst: { id: string, name: string } }} Data
 * @param {MountData} data
 * @param {ShadowRoot | HTMLElement} parent
 * @param {HTMLElement} root
 * @param {Sort<Data>} sort
 * @returns {() => void} takes everything down again
 */
function mount(data, parent, root, sort) {
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
    article: data.article,
    post: (acts, leaving) => postActs(data, acts, leaving),
    answers,
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
    const [{ status, body }] = await Promise.all([getData(sort.address(data)), styled(parent)]);
    if (closed) return;
    if (status === 200 && sort.holds(body)) {
      start(body);
      return;
    }
    root.dataset.state = "failed";
    const kept = pending.length ? " What you tagged is kept in this browser." : "";
    if (status === 401) {
      messages.instead(`You are signed out here.${kept}`, [signIn()]);
      outbox.start();
    } else if (status === 404 || status === 403 || status === 400) {
      messages.instead(body?.message ?? sort.missing);
      outbox.start();
    } else {
      // nothing is sent before the desk is there to show what came of it
      messages.instead(
        `${status === 0 ? "No connection." : (body?.message ?? "The server cannot show the article at the moment.")} The desk keeps trying.${kept}`,
      );
      timer = setTimeout(() => void load(Math.min(delay * 2, DESK_LAST_DELAY)), delay);
    }
  }

  /** @param {Data} desk */
  function start(desk) {
    const other =
      desk.project !== data.project
        ? "project"
        : desk.analyst.id !== data.analyst.id
          ? "person"
          : "";
    if (other) {
      root.dataset.state = "failed";
      const message =
        other === "person" ? `You are now signed in as ${desk.analyst.name} here.` : "";
      messages.stop({ error: other, message }, data);
      return;
    }
    const opened = sort.open({
      data,
      root,
      desk,
      pending,
      messages,
      outbox,
      ids,
      forbidden: storage === null,
    });
    settled = opened.settled;
    changed = opened.changed;
    closeDesk = opened.close;
    root.dataset.state = "open";
    fit.measure();
    outbox.start();
    changed();
    if (document.querySelector("[role=dialog]") === null) opened.focus();
  }

  const guard = new AbortController();
  addEventListener(
    "beforeunload",
    (event) => {
      if (outbox.state().unstored > 0) event.preventDefault(); // these are in this tab and nowhere else
    },
    { signal: guard.signal },
  );

  void load();
  return () => {
    closed = true;
    clearTimeout(timer);
    closeDesk?.();
    // the screen is another page's now; whatever has to be asked waits in the storage for the next desk
    settled = () => {};
    changed = () => {
      if (outbox.state().unstored === 0) guard.abort();
    };
    changed();
    addEventListener("pagehide", () => outbox.leave(true), { signal: guard.signal });
    outbox.close();
    fit.stop();
  };
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

/**
 * A keyboard on the screen lies over the page and leaves its size as it is: the desk ends above it, and what is
 * being written stays in sight.
 * @param {HTMLElement} root
 */
function yieldToKeyboard(root) {
  const seen = visualViewport;
  if (!seen || seen.scale > 1.01) return; // magnified by two fingers: no keyboard
  const covered = Math.max(0, Math.round(innerHeight - seen.height));
  root.style.setProperty("--ca-keys", `${covered}px`);
  const field = root.querySelector("textarea:focus, input:focus");
  requestAnimationFrame(() => field?.scrollIntoView({ block: "nearest" }));
}

/** The desk fills the window from where it begins. @param {HTMLElement} root */
function fitHeight(root) {
  const measure = () => {
    const above = Math.max(0, Math.round(root.getBoundingClientRect().top + window.scrollY));
    root.style.setProperty("--ca-above", `${above}px`);
  };
  const listening = new AbortController();
  const { signal } = listening;
  measure();
  addEventListener("resize", measure, { signal });
  visualViewport?.addEventListener("resize", () => yieldToKeyboard(root), { signal });
  return { measure, stop: () => listening.abort() };
}
