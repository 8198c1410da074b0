// Focus mode: one claim at a time, large, in its paragraph. The style sheet hides the rest; here is only said
// which paragraph stays. The browser remembers the choice.

import { mark, part } from "./dom.js";
import { makeMemory } from "./memory.js";

const KEY = "claim-annotator:focus-mode";

/** @param {HTMLElement} root */
export function makeFocusMode(root) {
  const button = part(root, "focus-mode");
  const memory = makeMemory(KEY, () => localStorage);
  let on = memory.read() === "on";
  /** The paragraph that stays and what it stands in, up to the article. @type {Element[]} */
  let here = [];

  /** @param {Element[]} chain */
  function keep(chain) {
    for (const element of here) if (!chain.includes(element)) element.removeAttribute("data-here");
    for (const element of chain) if (!here.includes(element)) element.setAttribute("data-here", "");
    here = chain;
  }

  function tell() {
    mark(root, "data-focus", on ? "" : null);
    mark(button, "aria-pressed", String(on));
  }

  tell();
  return {
    on: () => on,

    turn() {
      on = !on;
      memory.write(on ? "on" : "");
      tell();
    },

    /** Let the paragraph of this element stay. @param {Element | null} element */
    show(element) {
      if (on) keep(chainOf(element));
      else if (here.length > 0) keep([]);
    },
  };
}

/** @param {Element | null} element @returns {Element[]} what the element stands in, below the article */
function chainOf(element) {
  const chain = [];
  let one = element?.classList.contains("ca-claim") ? element.parentElement : element;
  while (one && one.localName !== "article") {
    chain.push(one);
    one = one.parentElement;
  }
  return chain;
}
