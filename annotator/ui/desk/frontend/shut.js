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
  const shut = desk.shut ?? "";
  const others = makeOthers(root, desk, look);
  const why = part(root, "shut");
  why.textContent = shut && shutWords(shut);
  const tags = part(root, "tags").children;
  const lays = shut === "other" && Boolean(desk.sharing);

  return {
    /** What others say of the claim is shown, or not any more. */
    turn: others.turn,

    /** Whether a claim takes nothing, and then the reason is told. @param {number} place */
    tell(place) {
      if (!acts.isShut(place)) return false;
      told(shut === "other" ? "not yours" : "round closed", shutWords(shut));
      return true;
    },

    /** @param {number} place */
    show(place) {
      const record = acts.records[place];
      if (record) others.show(record);
      note.readOnly = acts.isShut(place);
      why.hidden = !note.readOnly;
      for (const tag of tags) mark(tag, "aria-disabled", note.readOnly ? "true" : null);
      mark(root, "data-shut", note.readOnly && !lays ? "" : null); // evidence may be laid before all
    },
  };
}
