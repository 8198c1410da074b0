// What is chosen and written about a claim and not confirmed yet: kept for the tab, over a reload too.

import { emptyDraft } from "./ruling.js";

/** @import { Memory } from "./memory.js" */
/** @import { Draft } from "./reviewtypes.js" */

/** @param {Memory} memory */
export function makeRulingDrafts(memory) {
  /** @type {Map<number, Draft>} */
  const drafts = new Map(parsed(memory.read()));

  function store() {
    memory.write(drafts.size > 0 ? JSON.stringify([...drafts]) : "");
  }

  return {
    /** @param {number} id of a claim @returns {Draft} */
    of: (id) => ({ ...emptyDraft(), ...drafts.get(id) }),

    /** @param {number} id @param {Draft} draft */
    keep(id, draft) {
      const { ruling, reason, majority, minority, cause } = draft;
      if (ruling || reason || majority || minority || cause) drafts.set(id, { ...draft });
      else drafts.delete(id);
      store();
    },

    /** It was confirmed. @param {number} id */
    forget(id) {
      if (drafts.delete(id)) store();
    },
  };
}

/** @param {string} text @returns {[number, Draft][]} */
function parsed(text) {
  try {
    const found = JSON.parse(text || "[]");
    return Array.isArray(found) ? found.filter((one) => Array.isArray(one) && typeof one[0] === "number") : [];
  } catch {
    return []; // another version's, or damaged
  }
}
