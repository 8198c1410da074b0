// Acts on their way to the server. They are kept in the browser until the server has said that they are
// stored (kept.js); here is when they are sent, and what becomes of them. An act that conflicts with another is
// kept until its analyst has said which holds: it may have been cast in another tab or article, and only a desk
// that shows it can ask.

import { at } from "./at.js";
import { LEAVING, USUAL, cut } from "./batch.js";
import { makeKept, parseEntry } from "./kept.js";

/** @import { Act, Entry, Reply, Result } from "./types.js" */

const FIRST_DELAY = 250;
const LAST_DELAY = 8000;
/** So many failures in a row are no chance any more. */
export const CERTAIN = 2;
/** How long another tab has for sending what it wrote before this one sends it too. */
const FOREIGN_DELAY = 5000;

/**
 * What the rest of the desk shows of the outbox. `trouble` says why nothing goes out, `failures` how often in
 * a row; `stopped` is set when this page must not send any more.
 * @typedef {{ waiting: number, unstored: number, refused: Entry[], trouble: "" | "offline" | "login" | "server",
 *   message: string, failures: number, stopped: { error: string, message: string } | null }} State
 */
/**
 * What the outbox needs from around it. `article` is the one on the desk; `settled` is told of every act the
 * server has answered.
 * @typedef {{
 *   storage: Storage | null, prefix: string, article: number,
 *   post: (acts: Act[], leaving: boolean) => Promise<Reply>, answers: () => Promise<boolean>,
 *   settled: (entry: Entry, result: Result) => void,
 *   changed: () => void,
 *   later?: (job: () => void, ms: number) => unknown, forget?: (timer: any) => void,
 * }} Surroundings
 */

/** @param {Surroundings} surroundings */
export function makeOutbox({
  storage,
  prefix,
  article,
  post,
  answers,
  settled,
  changed,
  later = (job, ms) => setTimeout(job, ms),
  forget = (timer) => clearTimeout(timer),
}) {
  const kept = makeKept({ storage, prefix, article });
  const { waiting } = kept;
  /** @type {Pick<State, "trouble" | "message" | "failures" | "stopped">} */
  const state = { trouble: "", message: "", failures: 0, stopped: null };
  let inFlight = false;
  let open = false;
  let closing = false;
  let delay = FIRST_DELAY;
  /** @type {unknown} */
  let timer = null;
  /** @type {unknown} */
  let foreignTimer = null;

  /** @param {number} ms */
  function schedule(ms) {
    if (timer !== null) forget(timer);
    timer = later(() => {
      timer = null;
      void send(false);
    }, ms);
  }

  /** @param {boolean} leaving */
  async function send(leaving) {
    const asking = waiting.size === 0; // nothing to send, but is anybody there again?
    if (!open || inFlight || state.stopped) return;
    if (asking && (leaving || state.trouble !== "offline")) return;
    if (timer !== null) forget(timer);
    timer = null;
    inFlight = true;
    let delivered = false;
    try {
      delivered = asking
        ? await answers()
        : await deliver(cut(waiting.values(), leaving ? LEAVING : USUAL), leaving);
    } catch (error) {
      console.error(error);
    } finally {
      inFlight = false;
    }
    if (kept.unstored.size > 0) kept.storeRest();
    if (delivered) {
      Object.assign(state, { trouble: "", message: "", failures: 0 });
      delay = FIRST_DELAY;
      if (waiting.size > 0) schedule(0);
    } else if (closing && kept.unstored.size === 0) {
      open = false; // the rest is in the storage, for the next desk
    } else if (!state.stopped) {
      state.failures += 1;
      schedule(delay);
      delay = Math.min(delay * 2, LAST_DELAY);
    }
    changed();
  }

  /**
   * Send one batch and take in what the server says of each act.
   * @param {Entry[]} batch
   * @param {boolean} leaving
   * @returns {Promise<boolean>} false when it has to be tried again later
   */
  async function deliver(batch, leaving) {
    const { status, body } = await post(
      batch.map((entry) => entry.act),
      leaving,
    );
    if (status === 200 && Array.isArray(body?.results)) return settle(batch, body.results);
    if (status === 400 || status === 413) {
      if (batch.length > 1) {
        // one act spoils the batch: halve until it stands alone, so that it never blocks the rest
        const half = batch.length >> 1;
        return (
          (await deliver(batch.slice(0, half), leaving)) && deliver(batch.slice(half), leaving)
        );
      }
      return settle(batch, [
        {
          id: at(batch, 0).act.id,
          status: "refused",
          why: sentence(body) || "The server cannot read this act.",
        },
      ]);
    }
    if (status === 409) {
      state.stopped = { error: String(body?.error ?? ""), message: sentence(body) };
      return false;
    }
    state.trouble = status === 0 ? "offline" : status === 401 ? "login" : "server";
    state.message = sentence(body);
    return false;
  }

  /**
   * @param {Entry[]} batch
   * @param {Result[]} results
   */
  function settle(batch, results) {
    const byId = new Map(results.map((result) => [result?.id, result]));
    /** @type {[Entry, Result][]} */
    const answered = [];
    let progress = false;
    for (const entry of batch) {
      const result = byId.get(entry.act.id);
      if (!result) continue;
      progress = true;
      if (kept.settle(entry, result)) answered.push([entry, result]);
    }
    for (const [entry, result] of answered) tell(entry, result);
    if (!progress) state.trouble = "server"; // an answer about other acts than ours is no answer
    return progress;
  }

  /** What fails while it is shown must not keep the rest from being sent. @param {Entry} entry @param {Result} result */
  function tell(entry, result) {
    if (result.status === "conflict") kept.ask(entry); // in turn: an earlier one may not settle it
    try {
      settled(entry, result);
    } catch (error) {
      console.error(error);
    }
  }

  function sendSoon() {
    delay = FIRST_DELAY;
    if (open && !inFlight && !state.stopped) schedule(0);
  }

  return {
    /** @returns {State} */
    state: () => ({
      ...state,
      waiting: waiting.size,
      unstored: kept.unstored.size,
      refused: [...kept.refused.values()],
    }),

    /** What waits, in the order cast. */
    waiting: () => [...waiting.values()],

    /** What earlier pages left, before anything is sent. */
    adopt: () => kept.adopt({ questions: true }),

    /** The acts whose question is open. */
    asked: () => [...kept.asked.keys()],

    /** The question of an act is answered, or needs none any more. @param {string} id */
    answered: (id) => kept.answered(id),

    /** Start sending; before this, nothing goes out. */
    start() {
      open = true;
      schedule(0);
    },

    /** @param {Entry} entry */
    add(entry) {
      kept.add(entry);
      if (timer === null && !inFlight && open) schedule(0);
    },

    /** A frame is about to be drawn: send before it what would go out after it. A retry waits on. */
    hurry() {
      if (timer !== null && state.failures === 0) void send(false);
    },

    /** Something may have changed for the better: try at once. */
    wake() {
      if (!open || state.stopped) return;
      kept.adopt({ questions: false });
      delay = FIRST_DELAY;
      if ((waiting.size > 0 || state.trouble === "offline") && !inFlight) schedule(0);
      changed();
    },

    /** Somebody has asked the server and got no answer: say so, also while there is nothing to send. */
    lost() {
      if (!open || state.stopped || state.trouble) return;
      Object.assign(state, { trouble: "offline", failures: CERTAIN });
      if (timer === null && !inFlight) schedule(delay);
      changed();
    },

    /**
     * The page is being hidden or left: one last small request that outlives it.
     * @param {boolean} gone the page may not come back, and takes a request in flight with it
     */
    leave(gone) {
      if (!inFlight) {
        void send(true);
      } else if (gone && !state.stopped && waiting.size > 0) {
        // the acts in flight are sent a second time: the server counts an id once
        void deliver(cut(waiting.values(), LEAVING), true).then(changed);
      }
    },

    /**
     * Another tab changed the storage. What happened to an act of ours there, only the server knows for sure:
     * sent again, it counts once, and gets the same answer.
     * @param {string | null} key
     * @param {string | null} value
     */
    noticed(key, value) {
      if (key === null) {
        kept.storeAll();
        changed();
        return;
      }
      const id = kept.idUnder(key);
      if (id === null) return;
      const entry = waiting.get(id);
      if (value === null) {
        kept.takenOut(id);
        if (entry) sendSoon();
      } else if (entry) {
        const theirs = parseEntry(value);
        if (theirs?.conflict) sendSoon();
        if (theirs?.refused && kept.refusedElsewhere(id, theirs)) {
          tell(entry, { id, status: "refused", why: theirs.refused });
        }
      } else if (foreignTimer === null) {
        foreignTimer = later(() => {
          foreignTimer = null;
          if (kept.adopt({ questions: false }).length > 0 && open && !inFlight && timer === null) schedule(0);
          changed();
        }, FOREIGN_DELAY);
      }
      changed();
    },

    /** Forget a refused act; it was never stored. @param {string} id */
    dismiss(id) {
      kept.dismiss(id);
      changed();
    },

    /** Offer the refused acts to the server once more. */
    retry() {
      kept.retry();
      this.wake();
    },

    /**
     * The desk is gone, the page is not: send what waits as long as that goes well, and without end while
     * an act is in this page only.
     */
    close() {
      closing = true;
      if (foreignTimer !== null) forget(foreignTimer);
      foreignTimer = null;
      void send(false);
    },
  };
}

/** @param {any} body */
function sentence(body) {
  return typeof body?.message === "string" ? body.message : "";
}
