// How a tag looks: colour, underline and letter. The five known looks carry the default scheme; another
// scheme's tags take them in order, and beyond five the letter decides.

/** @import { Answer, Tag } from "./types.js" */
/** @typedef {{ name: string, look: string, letter: string }} Shown */
/** @typedef {ReturnType<typeof makeLook>} Look */

const LOOKS = ["sourced", "contested", "opinion", "none", "unsure"];

/** @param {Tag[]} tags */
export function makeLook(tags) {
  const taken = new Set(tags.map((tag) => tag.name).filter((name) => LOOKS.includes(name)));
  const free = LOOKS.filter((look) => !taken.has(look));
  /** @type {Map<string, Shown>} */
  const shown = new Map();
  for (const { name, letter } of tags) {
    shown.set(name, {
      name,
      letter,
      look: LOOKS.includes(name) ? name : (free.shift() ?? "other"),
    });
  }
  const unsure = tags.find((tag) => tag.outcome === "unsure");

  return {
    /** @param {string} name @returns {Shown} */
    tag: (name) =>
      shown.get(name) ?? { name, look: "other", letter: name.slice(0, 1).toUpperCase() },

    /** @param {Answer | null} answer @returns {Shown | null} */
    of(answer) {
      if (answer?.outcome === "tagged" && answer.tag) return this.tag(answer.tag);
      return answer?.outcome === "unsure" ? this.tag(unsure?.name ?? "unsure") : null;
    },
  };
}
