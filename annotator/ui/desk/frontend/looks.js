// How a tag looks: the colour, underline and map mark that the scheme gives it, and its letter.

import { make } from "./dom.js";

/** @import { Answer, Tag } from "./types.js" */
/** `bars` are what is filled of its mark, from the top; `faint` says that the rest is seen too. @typedef {{ name: string, look: string, letter: string, bars: [number, number][], faint: boolean }} Shown */
/** @typedef {ReturnType<typeof makeLook>} Look */

/** @param {HTMLElement} root @param {Tag[]} tags */
export function makeLook(root, tags) {
  /** @type {Map<string, Shown>} */
  const shown = new Map();
  let rules = "";
  for (const { name, letter, colour, under, bars, faint } of tags) {
    shown.set(name, { name, letter, look: colour, bars, faint });
    const [mark, on] = [`--ca-${colour}`, `--ca-on-${colour}`];
    rules += `.ca-desk [data-look=${colour}]{--mark:var(${mark});--text:var(${mark}-text);--tint:var(${mark}-tint);--on:var(${on});--under:${under}}`;
  }
  root.querySelector("style")?.remove();
  root.append(make("style", {}, rules));
  const unsure = tags.find((tag) => tag.outcome === "unsure");

  return {
    colours: tags.map(({ colour }) => colour),

    /** @param {string} name @returns {Shown} */
    tag: (name) =>
      shown.get(name) ?? { name, look: "other", letter: name.slice(0, 1).toUpperCase(), bars: [[0, 18]], faint: false },

    /** @param {Answer | null} answer @returns {Shown | null} */
    of(answer) {
      if (answer?.outcome === "tagged" && answer.tag) return this.tag(answer.tag);
      return answer?.outcome === "unsure" ? this.tag(unsure?.name ?? "unsure") : null;
    },
  };
}
