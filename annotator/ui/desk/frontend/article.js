// The article as an article: headings, paragraphs and lists, each claim one focusable element with one text node.

import { at } from "./at.js";
import { directionOf } from "./direction.js";
import { make, mark } from "./dom.js";
import { roomIn } from "./lines.js";
import { all } from "./way.js";
import { claimName } from "./words.js";

/** @import { Block, ClaimData, DeskData } from "./types.js" */
/** @import { Look } from "./looks.js" */
/** @import { Record } from "./acts.js" */
/** @import { Wanted } from "./way.js" */
/** A stretch of the article's text and where it is drawn. @typedef {{ node: Text, begins: number, text: string, before: string | undefined }} Shown */

/** Where the current claim is kept, in shares of the visible height. */
const BAND = { top: 0.24, bottom: 0.62, far: 0.36, pinned: 0.3 };
/** Sizes are guessed until a block comes near the screen; after a jump the place is looked at again. */
const LOOKS_AGAIN = 4;
const CHARACTERS_A_LINE = 66;
const LINE_HEIGHT = 31;
/** What stands under a claim's letter. */
/** @type {{ on: (record: Record) => boolean, glyph: string, words: string }[]} */
const SIGNS = [
  { on: ({ note }) => note !== "", glyph: "■", words: "with a note" },
  { on: ({ split }) => split, glyph: "‖", words: "wants a split" },
  { on: ({ claim }) => Boolean(claim.question), glyph: "?", words: "a reviewer asks" },
  { on: ({ pieces }) => pieces.length > 0, glyph: "◆", words: "with evidence" },
];
/** What is out of sight is not laid out, in pieces of about so many claims. */
const PIECE = 40;
/** What stands between the parts of a byline. */
const BETWEEN = " · ";

/**
 * @param {HTMLElement} scroller
 * @param {DeskData} desk
 * @param {Record[]} records
 * @param {Look} look
 */
export function paintArticle(scroller, desk, records, look) {
  /** @type {HTMLElement[]} */
  const elements = [];
  const article = make("article", {
    class: "ca-read",
    dir: desk.article.dir,
    lang: desk.article.language,
  });
  const texts = /** @type {Shown[]} */ ([]);
  /** @param {string} text @param {{ at?: number, before?: string }} where */
  function textNode(text, { at: begins = -1, before }) {
    const node = document.createTextNode(text);
    if (begins >= 0) texts.push({ node, begins, text, before });
    return node;
  }
  const nodes = nodesOf(desk, textNode, (claim) => {
    if (claim.theirs) return make("span", { class: "ca-theirs", "data-n": String(claim.n) }, textNode(claim.text, claim));
    const element = make(
      "span",
      {
        class: "ca-claim",
        role: "button",
        tabindex: "-1",
        "data-claim": String(claim.id),
        "data-n": String(claim.n),
      },
      textNode(claim.text, claim),
    );
    elements.push(element);
    return element;
  });
  const end = make("p", { class: "ca-end" }, "end of the article");
  article.append(...piecesOf(nodes), end);
  let wanted = all;
  for (let place = 0; place < records.length; place += 1) paint(place);
  scroller.replaceChildren(article);

  let current = -1;
  let pinned = false;
  let asked = 0;
  /** The claim in the tab order. @type {HTMLElement | undefined} */
  let reached;

  /** @param {number} place */
  function paint(place) {
    const record = at(records, place);
    const { claim, answer } = record;
    const signs = SIGNS.filter(({ on }) => on(record));
    const element = at(elements, place);
    const shown = look.of(answer);
    mark(element, "data-tag", shown?.name ?? null);
    mark(element, "data-look", shown?.look ?? null);
    mark(element, "data-letter", shown?.letter ?? null);
    mark(element, "data-skipped", answer?.outcome === "skipped" ? "" : null);
    mark(element, "data-signs", signs.map(({ glyph }) => glyph).join("") || null);
    mark(element, "data-out", wanted(record) ? null : "");
    const words = signs.map((sign) => sign.words);
    mark(element, "aria-label", claimName(claim.n, answer, claim.text, words));
  }

  /** One look at the layout, of the current claim only. @param {number} again */
  function follow(again) {
    const element = elements[current];
    if (!element) return;
    const view = scroller.getBoundingClientRect();
    const claim = element.getBoundingClientRect();
    const room = roomIn(scroller);
    const top = claim.top - view.top - room;
    const bottom = claim.bottom - view.top - room;
    const height = view.height - room;
    let by = 0;
    if (pinned) by = top - BAND.pinned * height;
    else if (bottom < 0 || top > height)
      by = top - BAND.far * height; // a jump: put it in the middle
    else if (bottom > BAND.bottom * height) by = bottom - BAND.bottom * height;
    if (!pinned && top - by < BAND.top * height) by = top - BAND.top * height; // a long claim shows its beginning
    const before = scroller.scrollTop;
    if (Math.abs(by) >= 1) scroller.scrollTop = before + by;
    if (again > 0 && scroller.scrollTop !== before) lookAgain(again);
  }

  /** @param {number} again */
  function lookAgain(again) {
    const turn = asked;
    requestAnimationFrame(() => {
      if (turn === asked) follow(again - 1);
    });
  }

  /** An article that fits the window has no room below it, so that nothing moves it. */
  function fit() {
    const { bottom, height } = end.getBoundingClientRect();
    if (height === 0) return; // focus mode hides it
    const below = bottom - scroller.getBoundingClientRect().top + scroller.scrollTop;
    const fits = below - roomIn(scroller) <= scroller.clientHeight;
    mark(article, "data-fits", fits ? "" : null);
  }

  return {
    paint,
    root: article,
    /** The article's text, stretch by stretch, in reading order. @type {readonly Shown[]} */
    texts,
    /** What stands for a place on the page; behind the last claim, the end. */
    element: (/** @type {number} */ place) => (place < 0 ? end : at(elements, place)),

    /** In which direction the text of a claim runs. @param {number} place @returns {string} */
    direction: (place) => at(elements, place).closest("[dir]")?.getAttribute("dir") ?? "",

    /** Let only some claims stand out. @param {Wanted} among */
    narrow(among) {
      wanted = among;
      records.forEach((record, place) =>
        mark(at(elements, place), "data-out", wanted(record) ? null : ""),
      );
    },

    /** Keep the current claim at one height, whatever it is. @param {boolean} on */
    pin(on) {
      pinned = on;
    },

    /** Make a claim the current one; -1 for none. @param {number} place */
    show(place) {
      elements[current]?.removeAttribute("aria-current");
      current = place;
      elements[place]?.setAttribute("aria-current", "true");
    },

    /**
     * Let the Tab key lead to the current claim. Best when it has the focus: taking the claim that has it out of
     * the tab order makes the browser work out all styles at once.
     */
    rove() {
      const element = elements[current];
      if (!element || reached === element) return; // behind the last claim, Tab still leads back to it
      element.tabIndex = 0;
      if (reached) reached.tabIndex = -1;
      reached = element;
    },

    /** Bring the current claim into the middle, without gliding. */
    follow() {
      asked += 1;
      follow(LOOKS_AGAIN);
    },

    /** Look after the current claim when the room changes. @param {AbortSignal} signal */
    watch(signal) {
      const room = new ResizeObserver(() => {
        fit();
        follow(0);
      });
      room.observe(scroller, { box: "border-box" });
      const text = new ResizeObserver(fit); // letters that arrive late, or are made larger
      text.observe(article);
      signal.addEventListener("abort", () => {
        room.disconnect();
        text.disconnect();
      });
    },

    /** Bring the end of the article into view. */
    end() {
      asked += 1;
      end.scrollIntoView({ block: "end" });
    },

    /** The claim that an event happened on, or null. @param {Event} event @returns {number | null} */
    claimAt(event) {
      const element = event.target instanceof Element ? event.target.closest(".ca-claim") : null;
      return element instanceof HTMLElement ? Number(element.dataset.claim) : null;
    },
  };
}

/**
 * Blocks as elements; neighbouring list items and quotes share one list or quotation.
 * @param {DeskData} desk
 * @param {(text: string, where: { at?: number, before?: string }) => Text} textNode
 * @param {(claim: ClaimData) => HTMLElement} claimElement
 */
function nodesOf({ article, blocks }, textNode, claimElement) {
  /** @type {HTMLElement[]} */
  const nodes = [];
  const byline = article.byline ? [bylineOf(article.byline)] : [];
  if (!blocks.some((block) => block.kind === "title"))
    nodes.push(make("h1", { dir: directionOf(article.title, article.dir) }, article.title), ...byline);
  for (const block of blocks) {
    const last = nodes.at(-1);
    const content = contentOf(block, textNode, claimElement);
    const dir = directionOf(textOf(block), article.dir);
    if (block.kind === "list-item") {
      const tag = /[\p{L}\p{N}]/u.test(block.marker) ? "ol" : "ul";
      const list = last?.localName === tag ? last : make(tag, { class: "ca-list", role: "list" });
      if (list !== last) nodes.push(list);
      list.append(
        make(
          "li",
          { dir, "data-level": String(Math.min(block.level, 4)) },
          make("b", { class: "ca-marker" }, block.marker),
          make("div", {}, ...content),
        ),
      );
    } else if (
      block.kind === "list-continuation" &&
      last?.classList.contains("ca-list") &&
      last.lastElementChild
    ) {
      last.lastElementChild.append(make("div", { dir }, ...content));
    } else if (block.kind === "quote") {
      const quote =
        last?.localName === "blockquote" ? last : make("blockquote", { class: "ca-quote" });
      if (quote !== last) nodes.push(quote);
      quote.append(make("p", { dir }, ...content));
    } else {
      nodes.push(
        make(
          tagOf(block),
          { dir, class: block.kind === "title-repeat" ? "ca-repeat" : "ca-block" },
          ...content,
        ),
      );
      if (block.kind === "title") nodes.push(...byline);
    }
  }
  return nodes;
}

/** Each part for itself, or a date beside an Arabic name falls apart. @param {string} byline */
function bylineOf(byline) {
  const parts = byline.split(BETWEEN).flatMap((one) => [BETWEEN, make("bdi", {}, one)]);
  return make("p", { class: "ca-byline" }, ...parts.slice(1));
}

/** @param {Block} block */
function textOf({ claims, text = "" }) {
  return claims?.length ? claims.map((claim) => claim.text).join(" ") : text;
}

/** @param {Block} block @param {(text: string, where: Block) => Text} textNode @param {(claim: ClaimData) => HTMLElement} claimElement */
function contentOf(block, textNode, claimElement) {
  if (!block.claims?.length) return [textNode(block.text ?? "", block)];
  return block.claims.flatMap((claim, i) =>
    i > 0 ? [" ", claimElement(claim)] : [claimElement(claim)],
  );
}

/** @param {Block} block @returns {"h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p"} */
function tagOf({ kind, level }) {
  if (kind === "title") return "h1";
  if (kind !== "heading") return "p";
  const step = Math.min(Math.max(level, 0), 6);
  return at(/** @type {const} */ (["h2", "h2", "h2", "h3", "h4", "h5", "h6"]), step);
}

/**
 * Neighbouring blocks in pieces, so that a long article costs a key no more than a short one. A single block
 * that is longer than a piece is taken apart by its items.
 * @param {HTMLElement[]} nodes
 */
function piecesOf(nodes) {
  const pieces = [];
  /** @type {HTMLElement[]} */
  let piece = [];
  let claims = 0;
  for (const node of nodes) {
    const count = node.getElementsByClassName("ca-claim").length;
    if (count > PIECE)
      for (const item of node.children)
        if (item.localName === "li" || item.localName === "p") sized(item);
    piece.push(node);
    claims += count;
    if (claims >= PIECE) {
      pieces.push(sized(make("div", {}, ...piece)));
      piece = [];
      claims = 0;
    }
  }
  return [...pieces, make("div", {}, ...piece)];
}

/** @template {Element} T @param {T} element @returns {T} */
function sized(element) {
  const lines = Math.max(1, Math.ceil((element.textContent?.length ?? 0) / CHARACTERS_A_LINE));
  element.classList.add("ca-piece");
  if (element instanceof HTMLElement)
    element.style.setProperty("contain-intrinsic-block-size", `auto ${lines * LINE_HEIGHT}px`);
  return element;
}
