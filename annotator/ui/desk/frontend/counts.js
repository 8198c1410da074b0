// How many claims have which answer: letters with figures, in the top bar.

import { at } from "./at.js";
import { make, part, write } from "./dom.js";

/** @import { Counts } from "./acts.js" */
/** @import { Look } from "./looks.js" */
/** @import { Scheme } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {Look} look
 * @param {boolean} wanted whether tags ask for evidence
 */
export function makeCounts(root, scheme, look, wanted = false) {
  /** @type {{ figure: HTMLElement, of: (counts: Counts) => number, shown: number }[]} */
  const cells = [];
  const nodes = [];
  for (const tag of scheme.tags) {
    const { look: kind } = look.tag(tag.name);
    const figure = make("span", { "data-count": tag.name }, "0");
    const letter = make(
      "i",
      { class: "ca-letter", "data-look": kind, "aria-hidden": "true" },
      tag.letter,
    );
    const name = make("span", { class: "ca-unseen" }, tag.name);
    nodes.push(make("span", { title: tag.name }, letter, name, figure));
    const unsure = tag.outcome === "unsure";
    const of = (/** @type {Counts} */ counts) =>
      unsure ? counts.unsure : (counts.tags.get(tag.name) ?? 0);
    cells.push({ figure, shown: 0, of });
  }
  if (wanted) {
    const figure = make("b", { "data-count": "wanting" }, "0");
    const title = "Claims that still want evidence";
    const attributes = { type: "button", class: "ca-wanting", "data-do": "only", value: "evidence", title };
    nodes.push(make("button", attributes, figure, make("span", {}, " want evidence")));
    cells.push({ figure, shown: 0, of: (counts) => counts.wanting });
  }
  for (const name of /** @type {const} */ (["skipped", "left"])) {
    const figure = make("b", { "data-count": name }, "0");
    nodes.push(make("span", { class: `ca-${name}` }, figure, ` ${name}`));
    cells.push({ figure, shown: 0, of: (counts) => counts[name] });
  }
  // a question stands where there is nothing left: or "0 left" would say that all is done
  const left = at(nodes, nodes.length - 1);
  const asked = make("span", { class: "ca-left", hidden: "" });
  part(root, "counts").replaceChildren(...nodes, asked);

  return (/** @type {Counts} */ counts) => {
    for (const cell of cells) {
      const now = cell.of(counts);
      if (now === cell.shown) continue;
      cell.shown = now;
      cell.figure.textContent = String(now);
    }
    const question = counts.left === 0 && counts.asked > 0;
    if (left.hidden !== question) left.hidden = question;
    if (asked.hidden === question) asked.hidden = !question;
    if (question) write(asked, counts.asked === 1 ? "1 question" : `${counts.asked} questions`);
  };
}
