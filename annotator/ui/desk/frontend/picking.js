// Words of the article that are selected, by mouse, finger or keyboard: what they are, and the few buttons above
// them that make them evidence. The selection is the browser's own, so that it can be copied as ever.

import { at } from "./at.js";
import { directionOf } from "./direction.js";
import { make, write } from "./dom.js";
import { makeArticleText } from "./selection.js";
import { STANCES, shortened } from "./stances.js";
import { stanceSign } from "./strip.js";

/** @import { paintArticle } from "./article.js" */
/** @import { Span, Spot } from "./selection.js" */
/** @import { Stance } from "./types.js" */
/** @typedef {{ startContainer: Node, startOffset: number, endContainer: Node, endOffset: number }} Ends */

const PICKED = "ca-pick";
/** A finger that moves the ends of a selection tells of it again and again. */
const PAUSE = 120;
const GAP = 8;
/** Below words that a finger selected, where the handles hang. */
const HANDLES = 34;

/**
 * @param {ReturnType<typeof paintArticle>} article
 * @param {string} language
 * @param {{ number: () => number, use: (stance: Stance, span: Span, quote: string) => void, say: (words: string) => void, left: () => void }} to
 *   `number` is that of the current claim, 0 where none is; `left` comes when nothing is selected any more
 */
export function makePicking(article, language, { number, use, say, left }) {
  const { texts, root } = article;
  const text = makeArticleText(texts, language);
  const stretchOf = new Map(texts.map(({ node }, i) => [/** @type {Node} */ (node), i]));
  const highlight = paintable(PICKED);
  /** @type {Span | null} */
  let span = null;
  let touched = false;
  let down = false;
  let byKeys = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const claim = make("b", {}, "");
  const pop = make(
    "div",
    { class: "ca-pop", role: "group", "aria-label": "Use the selected words as evidence" },
    make("p", {}, make("b", {}, "Selected words"), " are evidence for claim ", claim, make("kbd", { "aria-hidden": "true" }, "Esc")),
    make(
      "div",
      { class: "ca-stances" },
      ...STANCES.map(({ stance, key, word }) =>
        make(
          "button",
          { type: "button", "data-stance-of-words": stance },
          stanceSign(stance),
          make("span", {}, word),
          make("kbd", { "aria-hidden": "true" }, key.toUpperCase()),
        ),
      ),
    ),
  );

  /** @param {Span} of */
  function rangeOf({ start, end }) {
    const [from, to] = [text.spotOf(start, "start"), text.spotOf(end, "end")];
    const range = document.createRange();
    range.setStart(at(texts, from.stretch).node, from.unit);
    range.setEnd(at(texts, to.stretch).node, to.unit);
    return range;
  }

  /** The place on the page as a place in the text: in a stretch, or at the edge of the next one inwards. @param {Node} container @param {number} offset @param {"start" | "end"} side @returns {Spot | null} */
  function spotAt(container, offset, side) {
    const stretch = stretchOf.get(container);
    if (stretch !== undefined) return { stretch, unit: offset };
    const point = document.createRange();
    point.setStart(container, offset);
    let low = 0;
    let high = texts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { node } = at(texts, middle);
      const behind = point.comparePoint(node, side === "start" ? 0 : node.length) >= (side === "start" ? 0 : 1);
      if (behind) high = middle;
      else low = middle + 1;
    }
    if (side === "start") return low < texts.length ? { stretch: low, unit: 0 } : null;
    return low > 0 ? { stretch: low - 1, unit: at(texts, low - 1).text.length } : null;
  }

  /** @param {Ends} ends @returns {Span | null} */
  function spanOf({ startContainer, startOffset, endContainer, endOffset }) {
    if (!root.contains(startContainer) && !root.contains(endContainer)) return null;
    if (startContainer.getRootNode() !== endContainer.getRootNode()) return null;
    const from = spotAt(startContainer, startOffset, "start");
    const to = spotAt(endContainer, endOffset, "end");
    return from && to && from.stretch <= to.stretch ? text.span(from, to) : null;
  }

  function look() {
    clearTimeout(timer);
    timer = undefined;
    const ends = selectedIn(root);
    const found = ends && number() > 0 ? spanOf(ends) : null;
    if (found) show(found, false);
    else if (!byKeys) hide();
  }

  /** @param {Span} now @param {boolean} keys whether it is moved by keys, and spoken of elsewhere */
  function show(now, keys) {
    const again = span !== null && span.start === now.start && span.end === now.end;
    span = now;
    byKeys = keys;
    write(claim, String(number()));
    const range = rangeOf(now);
    highlight.show(keys ? [range] : []);
    if (!pop.isConnected) root.append(pop);
    place(range);
    if (!keys && !again) say(`Selected: ${shortened(text.quote(now), 60)}. S supports, R refutes, X gives context for claim ${number()}.`);
  }

  /** Above the words, or below them where there is no room, or where a finger's handles are. @param {Range} range */
  function place(range) {
    const box = root.getBoundingClientRect();
    const view = root.parentElement?.getBoundingClientRect() ?? box;
    const rects = range.getClientRects();
    const [first, last] = [rects[0], rects[rects.length - 1]];
    if (!first || !last) return;
    const { offsetHeight: height, offsetWidth: width } = pop;
    const above = first.top - height - GAP;
    const below = last.bottom + (touched ? HANDLES : GAP);
    const fits = below + height <= view.bottom;
    const top = (touched && fits) || (above < view.top && fits) ? below : Math.max(above, view.top + GAP);
    const left = Math.min(Math.max(first.left, box.left + GAP), Math.min(box.right, view.right) - width - GAP);
    pop.style.top = `${top - box.top}px`;
    pop.style.left = `${Math.max(left, view.left + GAP) - box.left}px`;
  }

  function hide() {
    if (span === null) return;
    span = null;
    byKeys = false;
    pop.remove();
    highlight.show([]);
    left();
  }

  /** Nothing is selected any more, for the browser neither. */
  function drop() {
    if (span === null) return;
    if (selectedIn(root)) getSelection()?.removeAllRanges();
    hide();
  }

  /** @param {Stance} stance */
  function attach(stance) {
    if (!span) return;
    const used = span;
    drop();
    use(stance, used, text.quote(used));
  }

  return {
    text,
    rangeOf,
    /** @type {() => boolean} */
    shown: () => span !== null,
    show,
    drop,
    attach,

    /** A key comes right behind the mouse: what is selected is known before it. */
    catchUp() {
      if (timer !== undefined) look();
    },

    /** In which direction a stretch runs. @param {number} stretch */
    directionOf: (stretch) => directionOf(at(texts, stretch).text, root.dir === "rtl" ? "rtl" : "ltr"),

    /** Where a claim's text is among the stretches. @param {Element} element */
    stretchIn: (element) => stretchOf.get(element.firstChild ?? element) ?? 0,

    /** @param {AbortSignal} signal */
    watch(signal) {
      const scope = { signal, capture: true };
      /** Pressed, the buttons stay where they are: the click comes after this. @param {Event} event */
      const onButtons = (event) => event.composedPath().includes(pop);
      document.addEventListener("pointerdown", (event) => {
        if (!onButtons(event)) [down, touched] = [true, event.pointerType !== "mouse"];
      }, scope);
      /** @param {Event} event */
      const released = (event) => {
        down = false;
        if (onButtons(event)) return;
        clearTimeout(timer);
        timer = setTimeout(look); // a press on what is selected takes it away after this
      };
      document.addEventListener("pointerup", released, scope);
      document.addEventListener("pointercancel", () => (down = false), scope);
      document.addEventListener(
        "selectionchange",
        () => {
          if (down && !touched) return; // it is still being drawn
          clearTimeout(timer);
          timer = setTimeout(look, touched ? PAUSE : 0);
        },
        { signal },
      );
      // pressed, it must not take the selection away
      pop.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
      pop.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
      pop.addEventListener(
        "click",
        ({ target }) => {
          const button = target instanceof Element ? target.closest("button") : null;
          const stance = STANCES.find((one) => one.stance === button?.dataset.stanceOfWords);
          if (stance) attach(stance.stance);
        },
        { signal },
      );
      const room = new ResizeObserver(() => span && place(rangeOf(span)));
      room.observe(root);
      signal.addEventListener("abort", () => {
        room.disconnect();
        clearTimeout(timer);
        highlight.end();
        pop.remove();
      });
    },
  };
}

/** What is selected inside the tree of an element, or null; selections do not show through shadow roots by themselves. @param {Element} root @returns {Ends | null} */
function selectedIn(root) {
  const selection = getSelection();
  if (!selection) return null;
  const tree = root.getRootNode();
  const ends = endsOf(selection, tree);
  if (!ends || (ends.startContainer === ends.endContainer && ends.startOffset === ends.endOffset)) return null;
  return ends;
}

/** @param {Selection} selection @param {Node} tree @returns {Ends | null} */
function endsOf(selection, tree) {
  if (tree instanceof ShadowRoot) {
    if ("getComposedRanges" in selection) return selection.getComposedRanges({ shadowRoots: [tree] })[0] ?? null;
    const inner = /** @type {{ getSelection?: () => Selection | null }} */ (/** @type {unknown} */ (tree)).getSelection?.();
    if (inner) return inner.rangeCount > 0 ? inner.getRangeAt(0) : null;
  }
  return selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
}

/** Words that are painted without a change to the page, where the browser can. @param {string} name */
export function paintable(name) {
  const can = typeof Highlight === "function" && "highlights" in CSS;
  let painted = false;
  return {
    /** @param {Range[]} ranges */
    show(ranges) {
      if (!can || (ranges.length === 0 && !painted)) return;
      painted = ranges.length > 0;
      if (painted) CSS.highlights.set(name, new Highlight(...ranges));
      else CSS.highlights.delete(name);
    },
    end() {
      this.show([]);
    },
  };
}
