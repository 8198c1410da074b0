// The article as one text, of which the page shows the pieces: from a place on the page to code points of the text,
// and back. Pure: a piece knows what it says and where it begins, not how it is drawn.

import { at } from "./at.js";

/**
 * A stretch of the article that stands in one text node: a claim, or a block without claims. `begins` counts code
 * points of the article's text; `before` is what stands between it and the piece before, where that is more than
 * white space.
 * @typedef {{ begins: number, text: string, before: string, length: number }} Stretch
 */
/** A place in a stretch, in UTF-16 units as the page counts. @typedef {{ stretch: number, unit: number }} Spot */
/** Code points from `start` up to, not including, `end`. @typedef {{ start: number, end: number }} Span */

const SPACE = /^[\s\u200b\u200c\u200d\u2060\ufeff]$/u;
const HIGH = /[\ud800-\udbff]/;
const LOW = /[\udc00-\udfff]/;

/** @param {string} text */
export function codePoints(text) {
  let count = 0;
  for (let unit = 0; unit < text.length; unit += 1) {
    count += 1;
    if (HIGH.test(text.charAt(unit)) && LOW.test(text.charAt(unit + 1))) unit += 1;
  }
  return count;
}

/** Where a text has so many code points before it, in UTF-16 units. @param {string} text @param {number} points */
export function unitAt(text, points) {
  let unit = 0;
  for (let left = points; left > 0 && unit < text.length; left -= 1)
    unit += HIGH.test(text.charAt(unit)) && LOW.test(text.charAt(unit + 1)) ? 2 : 1;
  return unit;
}

/**
 * @param {readonly { begins: number, text: string, before?: string | undefined }[]} given in reading order
 * @param {string} language
 */
export function makeArticleText(given, language) {
  /** @type {Stretch[]} */
  const stretches = given.map(({ begins, text, before = "" }) => ({
    ...{ begins, text, before, length: codePoints(text) },
  }));
  const letters = segmenterOf(language, "grapheme");
  const speech = segmenterOf(language, "word");
  /** @type {Map<number, { from: number, to: number }[]>} */
  const words = new Map();

  /** The last stretch that begins at or before an offset. @param {number} offset */
  function stretchAt(offset) {
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (at(stretches, middle).begins <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {Spot} spot */
  function offsetOf({ stretch, unit }) {
    const { begins, text } = at(stretches, stretch);
    return begins + codePoints(text.slice(0, unit));
  }

  /** What stands before a stretch in the article, as far as it is known. @param {number} stretch */
  function gap(stretch) {
    const { begins, before } = at(stretches, stretch);
    if (before) return before;
    const last = stretches[stretch - 1];
    return last && begins > last.begins + last.length ? " " : "";
  }

  /** @param {number} stretch */
  function wordsIn(stretch) {
    let found = words.get(stretch);
    if (!found) words.set(stretch, (found = wordsOf(at(stretches, stretch).text, speech)));
    return found;
  }

  return {
    stretches,
    offsetOf,
    gap,
    wordsIn,

    /** Where an offset stands on the page; between two stretches, at the one beside it. @param {number} offset @param {"start" | "end"} side @returns {Spot} */
    spotOf(offset, side) {
      let stretch = stretchAt(side === "end" ? offset - 1 : offset);
      let here = at(stretches, stretch);
      const next = stretches[stretch + 1];
      if (side === "start" && next && offset >= here.begins + here.length) {
        stretch += 1;
        here = next;
      }
      return { stretch, unit: unitAt(here.text, Math.max(0, offset - here.begins)) };
    },

    /** The words of a span; where the page does not show what stands between, a space. @param {Span} span */
    quote({ start, end }) {
      let quote = "";
      for (let i = stretchAt(start); i < stretches.length; i += 1) {
        const { begins, text, length } = at(stretches, i);
        if (begins >= end) break;
        if (quote) quote += gap(i);
        const from = unitAt(text, Math.max(0, start - begins));
        quote += text.slice(from, unitAt(text, Math.min(length, end - begins)));
      }
      return quote;
    },

    /**
     * The span between two spots: no half letters, no white space at its ends; null where nothing is left.
     * @param {Spot} from
     * @param {Spot} to
     * @returns {Span | null}
     */
    span(from, to) {
      const first = at(stretches, from.stretch).text;
      const last = at(stretches, to.stretch).text;
      let [a, b] = [from.stretch, to.stretch];
      let start = whole(letters, first, from.unit, "start");
      let end = whole(letters, last, to.unit, "end");
      for (let text = first; a <= b; text = stretches[a]?.text ?? "") {
        start = inwards(text, start, 1);
        if (start < text.length) break;
        [a, start] = [a + 1, 0];
      }
      for (let text = last; b >= a; text = stretches[b]?.text ?? "") {
        end = inwards(text, end, -1);
        if (end > 0) break;
        [b, end] = [b - 1, stretches[b - 1]?.text.length ?? 0];
      }
      if (a > b || (a === b && start >= end)) return null;
      return { start: offsetOf({ stretch: a, unit: start }), end: offsetOf({ stretch: b, unit: end }) };
    },
  };
}

/** Past the white space at one end. @param {string} text @param {number} unit @param {1 | -1} by */
function inwards(text, unit, by) {
  const step = by > 0 ? 0 : -1;
  while (unit + step >= 0 && unit + step < text.length && SPACE.test(text.charAt(unit + step))) unit += by;
  return unit;
}

/** An offset that cuts no letter in two. @param {Intl.Segmenter | null} letters @param {string} text @param {number} unit @param {"start" | "end"} side */
function whole(letters, text, unit, side) {
  if (unit <= 0 || unit >= text.length) return Math.max(0, Math.min(unit, text.length));
  if (!letters) return HIGH.test(text.charAt(unit - 1)) && LOW.test(text.charAt(unit)) ? unit + (side === "end" ? 1 : -1) : unit;
  const letter = letters.segment(text).containing(unit);
  if (!letter || letter.index === unit) return unit;
  return side === "start" ? letter.index : letter.index + letter.segment.length;
}

/** @param {string} text @param {Intl.Segmenter | null} speech */
function wordsOf(text, speech) {
  const found = [];
  if (speech) {
    for (const { index, segment, isWordLike } of speech.segment(text))
      if (isWordLike) found.push({ from: index, to: index + segment.length });
  } else {
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu))
      found.push({ from: match.index, to: match.index + match[0].length });
  }
  return found.length > 0 || text === "" ? found : [{ from: 0, to: text.length }];
}

/** @param {string} language @param {"grapheme" | "word"} granularity */
function segmenterOf(language, granularity) {
  try {
    return new Intl.Segmenter(language || undefined, { granularity });
  } catch {
    return typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity }) : null;
  }
}
