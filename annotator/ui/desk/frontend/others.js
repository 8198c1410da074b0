// What others say of a claim, where that is open: in a closed round, or after the own answer where the lead allows it.
// It is fetched only when it is asked for, because whoever has seen it answers the article's other claims otherwise.

import { make, mark, part } from "./dom.js";
import { isAnswered } from "./drafts.js";
import { getData } from "./net.js";

/** @import { Record } from "./acts.js" */
/** @import { Look } from "./looks.js" */
/** @import { DeskData } from "./types.js" */
const WARNING =
  "Once you have seen others’ tags, what you answer in this article counts as given after seeing them. O again shows them.";

/**
 * @typedef {{ votes: { name: string, outcome: string, tag: string | null, note: string, evidence: string[] }[],
 *   decision: { words: string, tag: string | null, by: string, reason: string } | null, message?: string }} Others
 */

/**
 * @param {HTMLElement} root
 * @param {DeskData} desk
 * @param {Look} look
 */
export function makeOthers(root, desk, look) {
  const whole = part(root, "others");
  const open = part(root, "others-open");
  const list = part(root, "others-list");
  let wanted = false;
  /** Whether the one who looks for the first time has read what it means. */
  let agreed = desk.others !== "ask";
  let claim = 0;
  let drawn = 0;

  async function draw() {
    mark(open, "aria-expanded", String(wanted));
    list.hidden = !wanted;
    if (!wanted || whole.hidden || drawn === claim) return;
    const asked = claim;
    drawn = asked;
    if (!agreed) return list.replaceChildren(make("li", {}, WARNING));
    list.replaceChildren(make("li", {}, "…"));
    const { status, body } = await getData(`/api/claims/${asked}/others`);
    if (asked !== claim) return;
    if (status !== 200) drawn = 0;
    list.replaceChildren(...(status === 200 ? rowsOf(body) : [make("li", {}, body?.message ?? "The server does not answer.")]));
  }

  /** @param {Others} found */
  function rowsOf({ votes, decision }) {
    const rows = votes.map(({ name, tag, outcome, note, evidence }) =>
      make("li", {}, ...badge(tag ?? outcome), make("span", { dir: "auto" }, `${name}: ${tag ?? outcome}`), ...small(note), ...evidence.flatMap(small)),
    );
    if (decision)
      rows.push(make("li", {}, ...badge(decision.tag), make("b", { dir: "auto" }, `${decision.words}, by ${decision.by}`), ...small(decision.reason)));
    return rows.length > 0 ? rows : [make("li", {}, "Nobody else has said anything of this claim.")];
  }

  /** @param {string | null} word */
  function badge(word) {
    if (word === null) return [];
    const { look: name, letter } = look.tag(word);
    return [make("i", { class: "ca-letter", "data-look": name, "aria-hidden": "true" }, letter)];
  }

  return {
    /** @param {Record} record */
    show({ claim: { id }, answer }) {
      whole.hidden = !desk.others || (desk.others !== "closed" && !isAnswered(answer));
      if (claim !== id) list.replaceChildren();
      claim = id;
      if (drawn !== id) drawn = 0;
      draw();
    },

    turn() {
      const read = wanted && !agreed;
      if (read) drawn = 0; // the warning makes room
      agreed ||= read;
      wanted = (read || !wanted) && !whole.hidden;
      draw();
    },
  };
}

/** @param {string} text */
function small(text) {
  return text ? [make("small", { dir: "auto" }, text)] : [];
}
