// Words of the article selected by keys: a caret that goes from word to word, beginning at the current claim. The
// focus stays where it is.

import { at } from "./at.js";
import { shortened } from "./stances.js";

/** @import { makePicking } from "./picking.js" */
/** A word: its stretch, and which of its words. @typedef {{ stretch: number, word: number }} Word */

const SPOKEN = 80;

/**
 * @param {ReturnType<typeof makePicking>} picking
 * @param {{ follow: (range: Range) => void, say: (words: string) => void }} to `follow` brings words into view
 */
export function makeCaret(picking, { follow, say }) {
  const { text } = picking;
  /** @type {{ anchor: Word, head: Word } | null} */
  let now = null;

  /** @param {Word} word */
  const order = ({ stretch, word }) => stretch * 1e6 + word;

  /** @param {Word} from @param {number} by */
  function step({ stretch, word }, by) {
    let [s, w] = [stretch, word + by];
    while (w < 0 || w >= text.wordsIn(s).length) {
      s += by;
      if (s < 0 || s >= text.stretches.length) return { stretch, word };
      w = by > 0 ? 0 : text.wordsIn(s).length - 1;
    }
    return { stretch: s, word: w };
  }

  /** To the beginning of a sentence, or of the one before. @param {Word} from @param {number} by @param {boolean} extend */
  function leap({ stretch, word }, by, extend) {
    if (extend && by > 0) {
      const last = text.wordsIn(stretch).length - 1;
      if (word < last) return { stretch, word: last };
      const next = step({ stretch, word: last }, 1);
      return { stretch: next.stretch, word: text.wordsIn(next.stretch).length - 1 };
    }
    if (by < 0 && word > 0) return { stretch, word: 0 };
    const beyond = step({ stretch, word: by > 0 ? text.wordsIn(stretch).length - 1 : 0 }, by);
    if (beyond.stretch === stretch) return { stretch, word };
    return { stretch: beyond.stretch, word: 0 };
  }

  function span() {
    if (!now) return null;
    const [first, last] = order(now.anchor) <= order(now.head) ? [now.anchor, now.head] : [now.head, now.anchor];
    const [from, to] = [at(text.wordsIn(first.stretch), first.word), at(text.wordsIn(last.stretch), last.word)];
    return text.span({ stretch: first.stretch, unit: from.from }, { stretch: last.stretch, unit: to.to });
  }

  function show() {
    const found = span();
    if (!found || !now) return;
    picking.show(found, true);
    const { stretch, word } = now.head;
    const { from, to } = at(text.wordsIn(stretch), word);
    const begins = text.offsetOf({ stretch, unit: from });
    follow(picking.rangeOf({ start: begins, end: Math.max(begins + 1, text.offsetOf({ stretch, unit: to })) }));
    say(shortened(text.quote(found), SPOKEN));
  }

  return {
    on: () => now !== null,

    /** @param {Element} element the claim to begin at */
    start(element) {
      const stretch = picking.stretchIn(element);
      if (text.wordsIn(stretch).length === 0) return;
      now = { anchor: { stretch, word: 0 }, head: { stretch, word: 0 } };
      show();
    },

    stop() {
      now = null;
    },

    /** @param {string} key @param {boolean} extend @returns {boolean} whether the key was the caret's */
    move(key, extend) {
      if (!now) return false;
      const { head } = now;
      const mirrored = picking.directionOf(head.stretch) === "rtl";
      /** @type {Record<string, () => Word>} */
      const moves = {
        ArrowRight: () => step(head, mirrored ? -1 : 1),
        ArrowLeft: () => step(head, mirrored ? 1 : -1),
        ArrowDown: () => leap(head, 1, extend),
        ArrowUp: () => leap(head, -1, extend),
        Home: () => ({ stretch: head.stretch, word: 0 }),
        End: () => ({ stretch: head.stretch, word: text.wordsIn(head.stretch).length - 1 }),
      };
      const next = moves[key]?.();
      if (!next) return false;
      now = { anchor: extend ? now.anchor : next, head: next };
      show();
      return true;
    },
  };
}
