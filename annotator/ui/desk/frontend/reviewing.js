// One reviewer and the queue: which claim is on the paper, what is said of it, and what comes next.

import { makeAnnouncer } from "./announce.js";
import { UNREAD, makeCases } from "./cases.js";
import { makeDeciding } from "./deciding.js";
import { part, write } from "./dom.js";
import { guardFocus } from "./focus.js";
import { live } from "./life.js";
import { makeMemory } from "./memory.js";
import { makeLook } from "./looks.js";
import { answers, getData } from "./net.js";
import { makePaper } from "./paper.js";
import { makeQueue } from "./queue.js";
import { addressOf, makeFilters, wantedIn, withWords } from "./queuefilters.js";
import { listenReview } from "./reviewhands.js";
import { fillReviewHelp } from "./reviewhelp.js";
import { makeRulingDrafts } from "./rulingdrafts.js";
import { makeShelves } from "./shelves.js";

/** @import { Opening } from "./mounting.js" */
/** @import { Entry, Result } from "./types.js" */
/** @import { CaseData, QueueData, Ruling, Wanted } from "./reviewtypes.js" */
/** @import { ReviewCommand } from "./reviewkeys.js" */

/** @param {Opening<QueueData>} given */
export function openReview({ data, root, desk, pending, messages, outbox, ids, forbidden }) {
  for (const { act } of pending) ids.follow(act.id);
  const look = makeLook(root, desk.scheme.tags);
  const paper = makePaper(root, desk.scheme, look);
  const shelves = makeShelves(part(root, "shelves"), look, () => desk.articles.length > 1 && !wanted.article);
  const announcer = makeAnnouncer(part(root, "said"));
  const help = /** @type {HTMLDialogElement} */ (part(root, "help"));
  const refused = /** @type {HTMLDialogElement} */ (part(root, "refused"));
  const queue = makeQueue(data.desk, getData, () => draw());
  const cases = makeCases(
    (id) => getData(`${data.desk}/claims/${id}`),
    (id) => outbox.waiting().some(({ act }) => act.claim === id),
    arrived,
    () => outbox.lost(),
  );
  fillReviewHelp(root, desk.scheme.tags.filter(({ outcome }) => outcome === "tagged"));

  let wanted = wantedIn(location.search);
  const filters = makeFilters(part(root, "filters"), desk, narrow);
  /** The claim on the paper; 0 for none. */
  let here = 0;
  let unanimous = desk.unanimous;
  let unsure = desk.unsure;
  let covered = false;
  /** The last claim known may have left the queue: the server says what else there is. */
  let emptied = false;
  const drafts = makeRulingDrafts(
    makeMemory(`claim-annotator:review:${data.project}:${data.analyst.id}`, () => sessionStorage),
  );
  const deciding = makeDeciding(
    { desk, ids, drafts, outbox, cases, queue, paper, announcer, messages },
    {
      here: () => here,
      leave() {
        here = 0;
        emptied = true;
        blur();
      },
      go,
      show,
      draw,
      focus,
      changed,
      keeps: () => keepsSettled(),
      article: () => Number(wanted.article ?? 0),
    },
  );
  const { choose, confirm, undo, withdraw, comment, unaccept } = deciding;
  const accept = () => unanimous > 0 && deciding.accept();

  // --- showing ---

  const line = () => queue.line();
  const keepsSettled = () => wanted.state === "decided" || wanted.state === "all";

  function draw() {
    const accepted = deciding.accepted();
    shelves.show(queue.shelves(), here, !keepsSettled());
    const open = queue.shelves().reduce((sum, { claims }) => sum + claims, 0);
    const words = keepsSettled() ? (open === 1 ? "1 claim" : `${open.toLocaleString("en")} claims`) : `${open.toLocaleString("en")} in dispute`;
    write(part(root, "session"), deciding.settledHere() ? `${words} · ${deciding.settledHere()} settled now` : words);
    part(root, "agreed").hidden = unanimous === 0 && !accepted;
    const agreed = unanimous === 1 ? "1 claim has the same tag from everybody." : `${unanimous.toLocaleString("en")} claims have the same tag from everybody.`;
    write(part(root, "agreed-text"), accepted ? "Accepted: the tag that everybody gave is final." : agreed);
    part(root, "agreed-accept").hidden = accepted;
    part(root, "agreed-undo").hidden = !accepted;
    if (here === 0) showNext();
  }

  /** @param {number} id */
  function go(id) {
    deciding.keep();
    here = id;
    deciding.begin(id);
    history.replaceState(history.state, "", addressOf(location.href, wanted, id));
    const shown = cases.of(id);
    if (shown) show(shown);
    else cases.load(id);
    shelves.show(queue.shelves(), here, !keepsSettled());
    queue.near(id);
    const rows = line();
    const next = rows[rows.findIndex((row) => row.id === id) + 1];
    if (next && !cases.of(next.id)) cases.load(next.id);
  }

  /** Where nothing is on the paper: the first of the queue, or that it is empty. */
  function showNext() {
    const first = line()[0];
    if (first) return go(first.id);
    if (queue.shelves().some(({ claims, whole }) => claims > 0 && !whole)) return;
    const words = keepsSettled()
      ? ["Nothing here", "No claim matches these filters."]
      : deciding.settledHere() > 0
        ? ["All settled", "No claim waits for you. The adjudicated table is on the Export page."]
        : ["Nothing in dispute", "Where analysts give a claim different tags, it waits here."];
    paper.none(words[0] ?? "", words[1] ?? "", {
      undo: deciding.canUndo(),
      unsure: keepsSettled() || wanted.only ? 0 : unsure,
      widen: Object.values(wanted).some(Boolean),
    });
  }

  /** @param {CaseData} shown */
  function show(shown) {
    const own = deciding.own(shown);
    paper.show(shown, own);
    paper.choose(shown, deciding.draft(), own);
    paper.offerAll(keepsSettled() ? 0 : queue.beside(shown.claim.id).length);
  }

  /** The server has told of a claim. @param {number} id @param {CaseData | null} shown @param {string} why */
  function arrived(id, shown, why) {
    if (id !== here) return;
    if (shown) {
      show(shown);
      focus();
    } else if (why) {
      paper.none("This claim cannot be shown", why);
    }
  }

  function focus() {
    if (covered || help.open || refused.open) return;
    const active = /** @type {ShadowRoot | Document} */ (root.getRootNode()).activeElement;
    if (active instanceof HTMLElement && active.matches("textarea, select, input") && root.contains(active)) return;
    (here === 0 ? part(root, "empty") : paper.title).focus({ preventScroll: true });
  }

  function showState() {
    const state = outbox.state();
    messages.show(state, { conflicts: [], records: [], forbidden, writing: false });
    if (refused.open) messages.list(state.refused, 0);
  }

  function changed() {
    const { stopped, trouble, waiting } = outbox.state();
    showState();
    if (emptied && waiting === 0 && here === 0) {
      emptied = false;
      void reread(() => here === 0); // unless the last one was undone meanwhile
    }
    if (here !== 0 && !cases.of(here)) {
      if (trouble) arrived(here, null, UNREAD);
      else void cases.load(here); // the server answers again, or has what was said of the claim
    }
    if (!stopped || covered) return;
    covered = true;
    messages.stop(stopped, data);
  }

  /** @param {Wanted} next */
  function narrow(next) {
    wanted = next;
    history.replaceState(history.state, "", addressOf(location.href, wanted, 0));
    void reread();
  }

  /** The queue anew, from the server. @param {() => boolean} still whether that is wanted when it is there */
  async function reread(still = () => true) {
    const mine = wanted;
    const { status, body } = await getData(withWords(data.desk, wanted));
    if (mine !== wanted || status !== 200 || !still()) return;
    deciding.keep();
    here = 0;
    unanimous = body.unanimous;
    unsure = body.unsure;
    deciding.renewed();
    queue.open(wanted, body);
    filters.show(wanted);
    draw();
    focus();
  }

  /** On a phone the queue lies over the claim while it is asked for; elsewhere it is always there. @param {boolean} open */
  function showQueue(open) {
    root.toggleAttribute("data-queue", open);
    part(root, "to-queue").setAttribute("aria-expanded", String(open));
    write(part(root, "to-queue"), open ? "Close" : "Queue");
    if (open) shelves.reach();
  }

  function blur() {
    const active = /** @type {ShadowRoot | Document} */ (root.getRootNode()).activeElement;
    if (active instanceof HTMLElement) active.blur();
  }

  /** @param {number} by */
  function move(by) {
    const rows = line();
    const place = rows.findIndex((row) => row.id === here);
    const next = rows[Math.max(0, Math.min(rows.length - 1, place + by))];
    if (next && next.id !== here) go(next.id);
    focus();
  }

  /** @param {ReviewCommand} command */
  function run(command) {
    switch (command.name) {
      case "tag":
        return choose("tag", command.tag.name);
      case "ruling":
        return choose(command.ruling, null);
      case "move":
        return move(command.by);
      case "confirm":
        return confirm();
      case "undo":
        return undo();
      case "reason":
        return part(root, "reason").focus();
      case "comment":
        return part(root, "comment").focus();
      case "accept":
        return accept();
      case "filter":
        showQueue(true);
        return filters.first.focus();
      case "help":
        return help.open ? help.close() : help.showModal();
      case "escape":
        showQueue(false);
        blur();
        return focus();
    }
  }

  /** @type {Record<string, (button: HTMLButtonElement) => void>} */
  const actions = {
    go({ value }) {
      showQueue(false);
      go(Number(value));
      focus();
    },
    queue: () => showQueue(!root.hasAttribute("data-queue")),
    heard({ value }) {
      messages.heard(Number(value));
      cases.forget(Number(value));
      go(Number(value));
      showState();
    },
    more: ({ value }) => queue.more(value),
    narrow: () => narrow(filters.widened()),
    widen: () => narrow(wantedIn("")),
    unsure: () => narrow({ only: "unsure" }),
    confirm,
    all: deciding.confirmAll,
    undo,
    withdraw,
    accept,
    unaccept,
    help: () => help.showModal(),
    refused: () => {
      messages.list(outbox.state().refused, 0);
      refused.showModal();
    },
    dismiss({ value }) {
      outbox.dismiss(value);
      if (outbox.state().refused.length === 0) refused.close();
    },
    retry: () => {
      refused.close();
      outbox.retry();
    },
  };

  /** @param {HTMLButtonElement} button */
  function press(button) {
    const { do: action, set: tag, ruling } = button.dataset;
    if (tag) choose("tag", tag);
    else if (ruling) choose(/** @type {Ruling} */ (ruling), null);
    else if (action) actions[action]?.(button);
  }

  // --- listening ---

  const listening = new AbortController();
  const { signal } = listening;
  listenReview(
    root,
    {
      tags: desk.scheme.tags.filter(({ outcome }) => outcome === "tagged"),
      busy: () => covered || help.open || refused.open,
      run,
      press,
      comment,
      typed() {
        const shown = cases.of(here);
        if (!shown) return;
        deciding.keep();
        paper.choose(shown, deciding.draft(), deciding.own(shown));
        paper.say("");
      },
    },
    signal,
  );
  for (const dialog of [help, refused]) dialog.addEventListener("close", focus, { signal });
  live(outbox, { hidden: deciding.keep, left: deciding.keep }, signal);
  const guard = guardFocus(root, focus, { answers, lost: outbox.lost });

  // --- where to begin ---

  queue.open(wanted, desk);
  filters.show(wanted);
  const asked = Number(new URLSearchParams(location.search).get("claim")) || 0;
  if (asked > 0) go(asked);
  draw();

  return {
    focus,
    changed,

    /** @param {Entry} entry @param {Result} result */
    settled: ({ act, n }, result) => deciding.settled(act, n, result),

    close() {
      guard.stop();
      listening.abort();
      for (const dialog of [help, refused]) if (dialog.open) dialog.close();
    },
  };


}
