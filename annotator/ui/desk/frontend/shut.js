// Claims that take no answer: in a closed round, or given to others. What is tried there is answered with a sentence.

import { mark, part } from "./dom.js";
import { makeOthers } from "./others.js";
import { shutWords } from "./words.js";

/** @import { makeActs } from "./acts.js" */
/** @import { Look } from "./looks.js" */
/** @import { DeskData } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {DeskData} desk
 * @param {ReturnType<typeof makeActs>} acts
 * @param {Look} look
 * @param {(chip: string, words: string) => void} told the chip beside the claim, and the words for who does not see it
 */
export function makeShut(root, desk, acts, look, told) {
  const note = /** @type {HTMLTextAreaElement} */ (part(root, "note"));
  const others = makeOthers(root, desk, look);
  const why = part(root, "shut");
  const tags = part(root, "tags").children;

  return {
    /** What others say of the claim is shown, or not any more. */
    turn: others.turn,

    /** Whether a claim takes nothing, and then the reason is told. @param {number} place */
    tell(place) {
      if (!acts.isShut(place)) return false;
      const given = desk.shut === "other" || desk.shut === "nobody";
      told(given ? "not yours" : "round closed", shutWords(desk.shut ?? ""));
      return true;
    },

    /** @param {number} place */
    show(place) {
      const record = acts.records[place];
      if (record) others.show(record);
      const shut = acts.isShut(place);
      note.readOnly = shut;
      why.hidden = !shut;
      why.textContent = shut ? shutWords(desk.shut ?? "") : "";
      const lays = Boolean(desk.sharing) && desk.shut !== "closed" && desk.shut !== "reviewed";
      for (const tag of tags) mark(tag, "aria-disabled", shut ? "true" : null);
      mark(root, "data-shut", shut && !lays ? "" : null); // evidence may be laid before all
    },
  };
}
