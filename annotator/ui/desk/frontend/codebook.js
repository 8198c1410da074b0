// The codebook as something to search: rulings, the questions of the order, tags and reasons. Pure.

/** @import { Answer, Scheme, Step } from "./types.js" */
/** `tags` are what it can lead to; `folded` is what a search looks into. @typedef {{ title: string, text: string, tags: string[], folded: string }} Entry */
/** @typedef {{ title: string, entries: Entry[] }} Section */

/** @param {Scheme} scheme */
export function makeCodebook({ rulings, order, tags, reasons, reasonMeanings }) {
  const ruled = rulings.map((one) => entry(one.case, plain(one.ruling), one.tags));
  const meanings = { title: "Tags", entries: tags.map(({ name, meaning }) => entry(name, meaning, [name])) };
  const steps = { title: "The order: the first yes decides", entries: order.map(stepEntry) };
  const whys = { title: "Reasons", entries: reasons.map((name) => entry(plain(name), reasonMeanings[name] ?? "", [])) };

  return {
    /**
     * What holds all the words: the rulings about a tag first, or what the tags mean.
     * @param {string} query
     * @param {string | null} tag
     * @param {boolean} [meaningsFirst]
     * @returns {Section[]} none that is empty
     */
    find(query, tag, meaningsFirst = false) {
      const words = fold(query).split(/\s+/).filter(Boolean);
      /** @param {Entry} one */
      const found = ({ folded }) => words.every((word) => folded.includes(word));
      /** @param {Entry} one */
      const mine = (one) => tag !== null && one.tags.includes(tag);
      const left = ruled.filter(found);
      const first = left.filter(mine);
      return [
        ...(meaningsFirst ? [meanings] : []),
        { title: `Rulings about ${tag}`, entries: first },
        {
          title: first.length ? "Other rulings" : "Rulings",
          entries: left.filter((one) => !mine(one)),
        },
        steps,
        ...(meaningsFirst ? [] : [meanings]),
        whys,
      ]
        .map(({ title, entries }) => ({ title, entries: entries.filter(found) }))
        .filter(({ entries }) => entries.length > 0);
    },
  };
}

/** The tag of the codebook that an answer is, or null. @param {Scheme} scheme @param {Answer | null} answer */
export function tagIn({ tags }, answer) {
  if (answer?.tag) return answer.tag;
  return (
    tags.find(({ outcome }) => outcome !== "tagged" && outcome === answer?.outcome)?.name ?? null
  );
}

/** Without case and diacritics, and with the quotation marks of a keyboard. @param {string} text */
function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[‘’]/g, "'")
    .replace(/[“”„]/g, '"')
    .toLowerCase();
}

/** @param {string} title @param {string} text @param {string[]} tags @returns {Entry} */
function entry(title, text, tags) {
  return { title, text, tags, folded: fold(`${title} ${text} ${tags.join(" ")}`) };
}

/** @param {Step} step */
function stepEntry({ question, tag, reason, action }) {
  const leads = action || [tag, plain(reason)].filter(Boolean).join(", ");
  return entry(question, leads, tag ? [tag] : []);
}

/** @param {string} name */
function plain(name) {
  return name.replaceAll("_", " ");
}
