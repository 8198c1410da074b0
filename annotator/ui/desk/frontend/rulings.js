// The codebook over the panel, while the claim stays in sight: search, read, and back to the claim.

import { at } from "./at.js";
import { makeCodebook } from "./codebook.js";
import { make, mark, part, write } from "./dom.js";

/** @import { Scheme } from "./types.js" */
/** @import { Look } from "./looks.js" */
/** @import { Entry, Section } from "./codebook.js" */

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {Look} look
 */
export function makeRulings(root, scheme, look) {
  const dialog = /** @type {HTMLDialogElement} */ (part(root, "rulings"));
  const field = /** @type {HTMLInputElement} */ (part(root, "rulings-search"));
  const list = part(root, "rulings-list");
  const count = part(root, "rulings-count");
  const covered = [...root.querySelectorAll(".ca-panel")];
  const codebook = makeCodebook(scheme);
  write(part(root, "rulings-version"), scheme.label.replace("/", ", version "));
  /** @type {HTMLElement[]} */
  let options = [];
  let chosen = -1;
  /** @type {string | null} */
  let about = null;
  let meaningsFirst = false;

  function search() {
    const sections = codebook.find(field.value, about, meaningsFirst);
    options = [];
    list.replaceChildren(...sections.map(group));
    list.scrollTop = 0;
    choose(-1);
    write(count, countWords(options.length));
    count.classList.toggle("ca-unseen", options.length > 0);
  }

  /** @param {Section} section @param {number} i */
  function group({ title, entries }, i) {
    const id = `ca-rulings-${i}`;
    return make(
      "div",
      { role: "group", "aria-labelledby": id },
      make("p", { class: "ca-label", id }, title),
      ...entries.map(option),
    );
  }

  /** @param {Entry} entry */
  function option({ title, text, tags }) {
    const option = make(
      "div",
      { class: "ca-ruling", role: "option", id: `ca-ruling-${options.length}` },
      make("b", {}, title),
      make("span", { class: "ca-leads", "aria-hidden": "true" }, ...tags.map(badge)),
      make("span", {}, text),
    );
    options.push(option);
    return option;
  }

  /** @param {string} name */
  function badge(name) {
    const shown = look.tag(name);
    return make("i", { class: "ca-letter", "data-look": shown.look, title: name }, shown.letter);
  }

  /** @param {number} place -1 for none */
  function choose(place) {
    if (options[chosen]) mark(at(options, chosen), "aria-selected", null);
    chosen = Math.max(-1, Math.min(place, options.length - 1));
    const option = options[chosen];
    mark(field, "aria-activedescendant", option?.id ?? null);
    if (!option) return;
    mark(option, "aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} on */
  function cover(on) {
    for (const element of covered) element.toggleAttribute("inert", on);
  }

  return {
    dialog,
    focus: () => field.focus(),

    /** @param {string | null} tag the one whose rulings come first @param {boolean} [meanings] or what all tags mean */
    open(tag, meanings = false) {
      about = tag;
      meaningsFirst = meanings;
      field.value = "";
      search();
      dialog.show();
      // on a screen that is touched, a keyboard would cover what is to be read
      if (matchMedia("(hover: none)").matches) list.focus();
      else field.focus();
      cover(true);
    },

    /** Its own keys; nothing here tags a claim. @param {AbortSignal} signal */
    watch(signal) {
      field.addEventListener("input", search, { signal });
      dialog.addEventListener("close", () => cover(false), { signal });
      dialog.addEventListener(
        "keydown",
        (event) => {
          if (event.key !== "Escape" || event.isComposing) return;
          event.preventDefault();
          event.stopPropagation();
          dialog.close();
        },
        { signal },
      );
      field.addEventListener(
        "keydown",
        (event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by === undefined || event.isComposing) return;
          event.preventDefault();
          choose(chosen + by);
        },
        { signal },
      );
      dialog.addEventListener(
        "focusout",
        ({ relatedTarget }) => {
          // gone to the article or the page; a window that is left takes nothing with it
          if (relatedTarget instanceof Node && !dialog.contains(relatedTarget)) dialog.close();
        },
        { signal },
      );
    },
  };
}

/** @param {number} n */
function countWords(n) {
  if (n === 0) return "Nothing in the codebook has all these words. Try fewer of them.";
  return n === 1 ? "1 entry" : `${n} entries`;
}
