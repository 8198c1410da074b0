// The acts that a page keeps: those that wait for the server, those it refused, and those whose question is
// open. Each lies under a key of its own in the browser's storage, so that two tabs of one person cannot
// overwrite each other. No network.

/** @import { Entry, Result } from "./types.js" */

/**
 * @param {{ storage: Storage | null, prefix: string, article: number }} where `article` is the one on the desk
 */
export function makeKept({ storage, prefix, article }) {
  /** @type {Map<string, Entry>} in the order cast, which is the order of the ids */
  const waiting = new Map();
  /** @type {Map<string, Entry>} */
  const refused = new Map();
  /** @type {Map<string, Entry>} conflicts: the server has them, their question is open */
  const asked = new Map();
  /** @type {Set<string>} acts that only this page knows */
  const unstored = new Set();

  /** @param {Entry} entry */
  function store(entry) {
    try {
      if (!storage) throw new Error("no storage");
      storage.setItem(prefix + entry.act.id, JSON.stringify(entry));
      unstored.delete(entry.act.id);
    } catch {
      unstored.add(entry.act.id); // full or forbidden: said at once, and tagging goes on in memory
    }
  }

  /** @param {string} id */
  function drop(id) {
    unstored.delete(id);
    try {
      storage?.removeItem(prefix + id);
    } catch {
      // what cannot be removed is sent again, and the server knows its id
    }
  }

  /** Keep an act for its question, unless another tab has asked it meanwhile. @param {Entry} entry */
  function storeConflict(entry) {
    const { id } = entry.act;
    entry.conflict = true;
    if (unstored.has(id) || readEntry(storage, prefix + id)) storeQuestion(entry);
  }

  /** @param {Entry} entry */
  function storeQuestion(entry) {
    store(entry);
    unstored.delete(entry.act.id); // the act itself is on the server
  }

  function sortWaiting() {
    const sorted = [...waiting].sort(([a], [b]) => (a < b ? -1 : 1));
    waiting.clear();
    for (const [id, entry] of sorted) waiting.set(id, entry);
  }

  return {
    /** @type {ReadonlyMap<string, Entry>} */
    waiting,
    /** @type {ReadonlyMap<string, Entry>} */
    refused,
    /** @type {ReadonlyMap<string, Entry>} */
    asked,
    /** @type {ReadonlySet<string>} */
    unstored,

    /** @param {Entry} entry */
    add(entry) {
      waiting.set(entry.act.id, entry);
      store(entry);
    },

    /** Try again to store what only this page knows. */
    storeRest() {
      for (const id of [...unstored]) {
        const entry = waiting.get(id) ?? refused.get(id);
        if (entry) store(entry);
        if (unstored.has(id)) return; // still full
      }
    },

    /** Somebody cleared the storage: put everything back. */
    storeAll() {
      for (const entry of [...waiting.values(), ...refused.values()]) store(entry);
      for (const entry of asked.values()) storeQuestion(entry);
    },

    /**
     * Take over what lies in the storage, whichever tab or article it came from. An act that only has to be
     * asked about is taken by the desk that can: one of its article, when it opens.
     * @param {{ questions: boolean }} take
     * @returns {Entry[]} what is new
     */
    adopt({ questions }) {
      const found = [];
      for (const key of keysOf(storage)) {
        const id = key.slice(prefix.length);
        if (!key.startsWith(prefix) || waiting.has(id) || refused.has(id) || asked.has(id)) continue;
        const entry = readEntry(storage, key);
        if (!entry || entry.act.id !== id) continue; // not ours to judge; it stays where it is
        if (entry.conflict && !(questions && entry.article === article)) continue;
        if (entry.refused) refused.set(id, entry);
        else found.push(entry);
      }
      for (const entry of found) waiting.set(entry.act.id, entry);
      if (found.length > 0) sortWaiting();
      return found.sort((a, b) => (a.act.id < b.act.id ? -1 : 1));
    },

    /**
     * The server has an act, or does not want it.
     * @param {Entry} entry
     * @param {Result} result
     * @returns {boolean} false when another tab had the answer first
     */
    settle(entry, result) {
      if (!waiting.delete(entry.act.id)) return false;
      if (result.status === "refused") {
        entry.refused = result.why || "The server refused this act.";
        refused.set(entry.act.id, entry);
        store(entry);
      } else if (result.status === "conflict") {
        storeConflict(entry);
      } else {
        drop(entry.act.id);
      }
      return true;
    },

    /** Its question is open from now on. @param {Entry} entry */
    ask(entry) {
      asked.set(entry.act.id, entry);
    },

    /** The question of an act is answered, or needs none any more. @param {string} id */
    answered(id) {
      if (asked.delete(id)) drop(id);
    },

    /** Forget a refused act; it was never stored by the server. @param {string} id */
    dismiss(id) {
      if (refused.delete(id)) drop(id);
    },

    /** Let the refused acts wait once more. */
    retry() {
      for (const [id, entry] of refused) {
        delete entry.refused;
        refused.delete(id);
        waiting.set(id, entry);
        store(entry);
      }
      sortWaiting();
    },

    /** The act under a storage key; null for a key of somebody else. @param {string} key */
    idUnder: (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : null),

    /** Another tab has taken an act out of the storage. @param {string} id */
    takenOut(id) {
      refused.delete(id);
      asked.delete(id);
    },

    /** Another tab was told that an act is refused. @param {string} id @param {Entry} entry as it has it @returns {boolean} whether it waited here */
    refusedElsewhere(id, entry) {
      if (!waiting.delete(id)) return false;
      refused.set(id, entry);
      return true;
    },
  };
}

/** @param {Storage | null} storage @returns {string[]} */
function keysOf(storage) {
  try {
    return storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "") : [];
  } catch {
    return [];
  }
}

/** @param {Storage | null} storage @param {string} key */
function readEntry(storage, key) {
  try {
    return parseEntry(storage?.getItem(key) ?? "");
  } catch {
    return null;
  }
}

/** @param {string} value @returns {Entry | null} */
export function parseEntry(value) {
  try {
    const entry = JSON.parse(value);
    return typeof entry?.act?.id === "string" && typeof entry.act.claim === "number" ? entry : null;
  } catch {
    return null;
  }
}
