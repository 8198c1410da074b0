// In the margin, beside words that are evidence: which claims rest on them, and the way there. What stands there is
// taken out of the flow, so that no text moves.

import { at } from "./at.js";
import { make, mark } from "./dom.js";
import { pieceWords, signOf } from "./stances.js";

/** @import { paintArticle } from "./article.js" */
/** @import { Record } from "./acts.js" */
/** @import { makePicking } from "./picking.js" */
/** @import { Piece } from "./types.js" */
/** A chip: the piece, and the claim that rests on it. @typedef {{ piece: Piece, n: number }} Marked */

/** Words that begin within so many pixels begin on one line. */
const LINE = 9;
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6";

/**
 * @param {ReturnType<typeof paintArticle>} article
 * @param {ReturnType<typeof makePicking>} picking
 * @param {Record[]} records
 */
export function makeMargin(article, picking, records) {
  const { texts, root } = article;
  /** What is drawn at each block, under the pieces that it was drawn for. @type {Map<Element, { key: string, piles: HTMLElement[] }>} */
  const drawn = new Map();
  let frame = 0;

  /** What begins in which block, in the order of the text. @returns {Map<Element, { stretch: number, marked: Marked }[]>} */
  function wanted() {
    const found = new Map();
    const all = records.flatMap(({ claim, pieces }) =>
      pieces.flatMap((piece) => (piece.type === "in_text" && piece.start !== null && piece.end !== null ? [{ piece, n: claim.n }] : [])),
    );
    all.sort((a, b) => (a.piece.start ?? 0) - (b.piece.start ?? 0) || a.n - b.n);
    for (const marked of all) {
      const { stretch } = picking.text.spotOf(marked.piece.start ?? 0, "start");
      const block = at(texts, stretch).node.parentElement?.closest(BLOCKS);
      if (block) found.set(block, [...(found.get(block) ?? []), { stretch, marked }]);
    }
    return found;
  }

  /** Where the words of a piece begin, from the top of its block. @param {Element} block @param {Piece} piece */
  function heightIn(block, { start, end }) {
    const range = picking.rangeOf({ start: start ?? 0, end: end ?? 0 });
    const rect = [...range.getClientRects()].find(({ width }) => width > 0) ?? range.getBoundingClientRect();
    return rect.top + rect.height / 2 - block.getBoundingClientRect().top;
  }

  function draw() {
    frame = 0;
    const now = wanted();
    for (const [block, { piles }] of drawn) {
      if (now.has(block)) continue;
      for (const pile of piles) pile.remove();
      drawn.delete(block);
    }
    for (const [block, marks] of now) {
      const key = marks.map(({ marked: { piece } }) => piece.id).join(" ");
      const there = drawn.get(block);
      if (there?.key === key) continue;
      for (const pile of there?.piles ?? []) pile.remove();
      drawn.set(block, { key, piles: drawBlock(block, marks) });
    }
  }

  /** @param {Element} block @param {{ stretch: number, marked: Marked }[]} marks */
  function drawBlock(block, marks) {
    /** @type {{ y: number, stretch: number, all: Marked[] }[]} */
    const lines = [];
    for (const { stretch, marked } of marks) {
      const y = heightIn(block, marked.piece);
      const line = lines.find((one) => Math.abs(one.y - y) < LINE);
      if (line) line.all.push(marked);
      else lines.push({ y, stretch, all: [marked] });
    }
    return lines.map(({ y, stretch, all }) => {
      const pile = all.length === 1 ? single(at(all, 0)) : several(all);
      pile.style.insetBlockStart = `${y}px`;
      const { node } = at(texts, stretch);
      const beside = node.parentElement?.classList.contains("ca-claim") ? node.parentElement : node;
      beside.after(pile);
      return pile;
    });
  }

  /** The places are worked out anew: the text runs in another width. */
  function redo() {
    for (const { piles } of drawn.values()) for (const pile of piles) pile.remove();
    drawn.clear();
    draw();
  }

  /** Every chip, in the order of the text. */
  const chips = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".ca-chip")].filter((chip) => chip.checkVisibility?.() !== false));

  return {
    /** Evidence has changed: it is drawn before the next paint. */
    changed() {
      frame ||= requestAnimationFrame(draw);
    },

    /** Let the Tab key lead to the chip beside a claim, or to the next one. @param {Element} from @param {boolean} back */
    reach(from, back) {
      const all = chips();
      const behind = (/** @type {Element} */ chip) => Boolean(from.compareDocumentPosition(chip) & Node.DOCUMENT_POSITION_FOLLOWING);
      const near = back ? all.findLast((chip) => !behind(chip)) : all.find(behind) ?? all.at(-1);
      for (const chip of all) chip.tabIndex = chip === near ? 0 : -1;
    },

    /** From chip to chip. @param {Element} from @param {number} by @returns {boolean} */
    step(from, by) {
      const all = chips();
      const i = all.findIndex((chip) => chip === from);
      all[i + by]?.focus();
      return i >= 0;
    },

    /** @param {AbortSignal} signal */
    watch(signal) {
      let width = 0;
      const room = new ResizeObserver(() => {
        const now = root.clientWidth;
        if (width !== 0 && now !== width) redo();
        width = now;
      });
      room.observe(root);
      root.addEventListener("click", ({ target }) => target instanceof Element && turn(root, target.closest(".ca-pile > .ca-chip")), { signal });
      root.addEventListener("focusout", ({ target, relatedTarget }) => {
        const pile = target instanceof Element ? target.closest(".ca-pile") : null;
        if (pile && !(relatedTarget instanceof Node && pile.contains(relatedTarget))) close(pile);
      }, { signal });
      document.fonts?.ready.then(() => !signal.aborted && redo());
      signal.addEventListener("abort", () => {
        cancelAnimationFrame(frame);
        room.disconnect();
      });
    },

    /** What lies open is closed. @param {Element} from @returns {boolean} whether something was open */
    close(from) {
      const pile = from.closest(".ca-pile[data-open]");
      if (pile) {
        close(pile);
        const button = pile.firstElementChild;
        if (button instanceof HTMLElement) button.focus();
      }
      return pile !== null;
    },
  };
}

/** @param {Element} root @param {Element | null} button of a pile */
function turn(root, button) {
  const pile = button?.closest(".ca-pile") ?? null;
  for (const other of root.querySelectorAll(".ca-pile[data-open]")) if (other !== pile) close(other);
  if (!pile || !button?.hasAttribute("aria-expanded")) return;
  const open = !pile.hasAttribute("data-open");
  mark(pile, "data-open", open ? "" : null);
  mark(button, "aria-expanded", String(open));
}

/** @param {Element} pile */
function close(pile) {
  mark(pile, "data-open", null);
  pile.firstElementChild?.setAttribute("aria-expanded", "false");
}

/** @param {Marked} marked */
function single({ piece, n }) {
  const { sign, does } = signOf(piece.stance);
  return make(
    "span",
    { class: "ca-pile" },
    make(
      "button",
      { type: "button", class: "ca-chip", tabindex: "-1", "data-stance": piece.stance, "data-to-claim": String(piece.claim), title: `${does} claim ${n}`, "aria-label": `${pieceWords(piece)} ${does} claim ${n}` },
      make("i", { "aria-hidden": "true" }, sign),
      String(n),
    ),
  );
}

/** @param {Marked[]} all */
function several(all) {
  const signs = [...new Set(all.map(({ piece }) => signOf(piece.stance).sign))];
  const label = `${all.length} pieces of evidence begin here`;
  return make(
    "span",
    { class: "ca-pile" },
    make(
      "button",
      { type: "button", class: "ca-chip", tabindex: "-1", "aria-expanded": "false", title: label, "aria-label": label, "data-stance": signs.length === 1 ? at(all, 0).piece.stance : "context" },
      make("i", { "aria-hidden": "true" }, signs.length === 1 ? at(signs, 0) : "±"),
      `×${all.length}`,
    ),
    make(
      "span",
      { class: "ca-flown", role: "group", "aria-label": label },
      ...all.map(({ piece, n }) => {
        const { sign, does } = signOf(piece.stance);
        return make(
          "button",
          { type: "button", class: "ca-chip", tabindex: "-1", "data-stance": piece.stance, "data-to-claim": String(piece.claim), "aria-label": `${pieceWords(piece)} ${does} claim ${n}` },
          make("i", { "aria-hidden": "true" }, sign),
          String(n),
          make("span", { dir: "auto" }, pieceWords(piece, 28)),
        );
      }),
    ),
  );
}
