// The evidence of the current claim, drawn: in short beside its tag, and piece by piece in the strip.

import { make, mark, part, write } from "./dom.js";
import { hostOf } from "./pieces.js";
import { STANCES, gradeWords, isMarked, pieceWords, shortened, signOf, sizeWords, wantsWords } from "./stances.js";

/** @import { Record } from "./acts.js" */
/** @import { Piece, Stance } from "./types.js" */
/** @import { Upload } from "./uploads.js" */
/** A file on its way that has been said of already. @typedef {{ upload: Upload, stance: Stance, place: number }} Going */

const IN_SHORT = 40;
/** As much of a quotation is shown at once, in letters: about four lines. */
const AT_ONCE = 160;
/** More than these are counted, beside the tag. */
const FEW = 2;
const MORE = "M4 8h.01M8 8h.01M12 8h.01";
const SHAPES = { supports: "M8 4.5v7M4.5 8h7", refutes: "M4.5 8h7", context: MORE };
const EDIT = "M3 13l.6-2.8 7-7 2.2 2.2-7 7zM9.2 4.6l2.2 2.2";
const AWAY = "M4 4l8 8M12 4l-8 8";

/**
 * @param {HTMLElement} root
 * @param {(record: Record) => Stance[]} wanting
 * @param {(piece: Piece) => string} whereIn where in the article the words of a piece are
 */
export function makeStrip(root, wanting, whereIn) {
  const panel = part(root, "panel");
  const strip = part(root, "strip");
  const opener = part(root, "strip-open");
  const basis = part(root, "basis");
  const wants = part(root, "wants");
  const list = part(root, "pieces");
  /** @type {readonly Piece[] | null} */
  let shown = null;
  let wanted = "";
  let drawn = "";

  /** @param {Record} record @param {Going[]} going */
  function draw({ pieces }, going) {
    list.replaceChildren(
      ...pieces.map((piece) => pieceItem(piece, whereIn(piece))),
      ...going.map(goingItem),
      ...(pieces.length + going.length === 0 ? [make("li", { class: "ca-nothing" }, "No evidence yet.")] : []),
    );
  }

  return {
    strip,
    list,
    isOpen: () => !strip.hidden,

    /** @param {boolean} open */
    turn(open) {
      strip.hidden = !open;
      if (!open) panel.scrollTop = 0;
      mark(panel, "data-strip", open ? "" : null);
      mark(opener, "aria-expanded", String(open));
      drawn = "";
    },

    /** @param {number} place @param {Record} record @param {Going[]} going what of this claim is on its way */
    show(place, record, going) {
      const { pieces } = record;
      if (pieces !== shown) {
        shown = pieces;
        basis.replaceChildren(...(pieces.length > FEW ? countItems(pieces) : pieces.map(shortItem)));
      }
      const now = wantsWords(wanting(record));
      if (now !== wanted) write(wants, (wanted = now));
      if (strip.hidden) return;
      const key = [place, ...pieces.map(({ id }) => id), "|", ...going.map(({ upload }) => upload.id + upload.state)].join(" ");
      if (key !== drawn) draw(record, going);
      drawn = key;
      for (const { upload } of going) {
        const bar = list.querySelector(`[data-upload="${upload.id}"] progress`);
        if (bar instanceof HTMLProgressElement) bar.value = upload.share;
      }
    },

    /** Draw it anew next time. */
    forget() {
      drawn = "";
    },
  };
}

/** @param {Stance} stance */
export function stanceSign(stance) {
  const svg = svgOf(SHAPES[stance], 12);
  const sign = make("span", { class: "ca-stance", "data-stance": stance, "aria-hidden": "true" });
  sign.append(svg);
  return sign;
}

/** @param {string} path @param {number} size */
export function svgOf(path, size) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ width: size, height: size, viewBox: "0 0 16 16", "aria-hidden": "true" }))
    svg.setAttribute(name, String(value));
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** @param {Piece} piece */
function shortItem(piece) {
  return make(
    "li",
    { "data-stance": piece.stance },
    stanceSign(piece.stance),
    make("span", { class: "ca-unseen" }, `${signOf(piece.stance).word}: `),
    make("span", { dir: "auto" }, pieceWords(piece, IN_SHORT)),
  );
}

/** @param {readonly Piece[]} pieces */
function countItems(pieces) {
  return STANCES.flatMap(({ stance, word }) => {
    const number = pieces.filter((piece) => piece.stance === stance).length;
    if (number === 0) return [];
    const words = make("span", { class: "ca-unseen" }, ` ${word}`);
    return [make("li", { class: "is-count", "data-stance": stance }, stanceSign(stance), make("span", {}, String(number)), words)];
  });
}

/** @param {Piece} piece @param {string} [where] @param {boolean} [toRead] nothing can be done with it */
export function pieceItem(piece, where = "", toRead = false) {
  const { id, stance, mine, note, shared } = piece;
  const meta = [
    signOf(stance).word,
    where,
    piece.source,
    piece.title && piece.title !== pieceWords(piece) ? piece.title : "",
    piece.locator,
    piece.published && `published ${piece.published}`,
    gradeWords(piece.credibility),
    piece.group === null ? "" : `group ${piece.group}`,
    piece.fileName && piece.size !== null ? sizeWords(piece.size) : "",
    piece.assisted ? "offered by the program" : "",
    !mine && shared ? "from the lead" : mine && shared ? "laid before all" : "",
  ].filter(Boolean);
  return make(
    "li",
    { class: "ca-proof", "data-piece": id },
    stanceSign(stance),
    make(
      "div",
      { class: "ca-said" },
      ...mainOf(piece, toRead),
      make("small", {}, ...meta.flatMap((one, i) => [...(i > 0 ? [" · "] : []), make("bdi", {}, one)])),
      ...(note ? [make("p", { class: "ca-proof-note", dir: "auto" }, note)] : []),
      ...(piece.archive && hostOf(piece.archive) ? [link(piece.archive, "archived copy")] : []),
    ),
    ...(mine && !toRead ? [handsOf(piece)] : []),
  );
}

/** What a piece is, and the way to it. @param {Piece} piece @param {boolean} toRead @returns {HTMLElement[]} */
function mainOf(piece, toRead) {
  const { type, quote, url, file, fileName, doi } = piece;
  if (type === "in_text" && !toRead)
    return [make("button", { type: "button", class: "ca-words", "data-show": piece.id, title: "Show the words" }, make("q", { dir: "auto" }, shortened(quote, AT_ONCE)))];
  /** @type {HTMLElement[]} */
  const parts = quote ? [quotation(quote)] : [];
  if (hostOf(url)) parts.push(link(url, hostOf(url), fullTitle(url), placeIn(url)));
  if (file) parts.push(fileLink(file, fileName || "file"));
  if (doi) parts.push(link(`https://doi.org/${encodeURI(doi)}`, doi));
  return parts.length > 0 ? parts : [make("cite", { dir: "auto" }, pieceWords(piece))];
}

/** What is longer than a few lines opens. @param {string} quote */
function quotation(quote) {
  const first = quoted(shortened(quote, AT_ONCE));
  if (quote.length <= AT_ONCE) return first;
  return make("details", { class: "ca-long" }, make("summary", {}, first), quoted(quote));
}

/** Words that bring their own quotation marks get no more of them. @param {string} words */
function quoted(words) {
  return make("q", { dir: "auto", ...(isMarked(words) && { class: "is-marked" }) }, words);
}

/** @param {string} url */
function fullTitle(url) {
  return url.length > 300 ? `${url.slice(0, 300)}…` : url;
}

/** @param {string} url @param {string} words @param {string} [title] @param {string} [more] which page of the host it is */
function link(url, words, title = url, more = "") {
  return make("a", { class: "ca-away", href: url, target: "_blank", rel: "noopener noreferrer", title }, words, ...(more ? [make("span", {}, more)] : []));
}

/** What tells a page from others of its host, in short: the end says more than the beginning. @param {string} url */
function placeIn(url) {
  const { pathname, search, hash } = new URL(url);
  const place = `${pathname}${search}${hash}`;
  if (place.length <= IN_SHORT) return place === "/" ? "" : place;
  return `/…${place.slice(2 - IN_SHORT)}`;
}

/** @param {string} sha256 @param {string} name */
function fileLink(sha256, name) {
  return make("a", { class: "ca-away", href: `/api/files/${sha256}`, download: name, "data-file": sha256 }, name);
}

/** @param {Piece} piece */
function handsOf(piece) {
  const words = pieceWords(piece);
  /** @param {string} what @param {string} path @param {string} label */
  const hand = (what, path, label) => {
    const button = make("button", { type: "button", class: "ca-icon", [`data-${what}`]: piece.id, "aria-label": `${label}: ${words}`, title: label });
    button.append(svgOf(path, 14));
    return button;
  };
  return make("span", { class: "ca-hands" }, hand("edit", EDIT, "Edit"), hand("back", AWAY, "Take back"));
}

/** @param {Going} going */
function goingItem({ upload, stance }) {
  const { id, file, state, share, why, again } = upload;
  const bar = make("progress", { max: "1", "aria-label": `Sending ${file.name}` });
  bar.value = share;
  /** @param {string} what @param {string} words */
  const hand = (what, words) => make("button", { type: "button", class: "ca-link", [`data-${what}`]: id }, words);
  return make(
    "li",
    { class: "ca-proof", "data-upload": id, "data-state": state },
    stanceSign(stance),
    make(
      "div",
      { class: "ca-said" },
      make("cite", { dir: "auto" }, file.name),
      ...(state === "kept" ? [make("p", { class: "ca-kept" }, why)] : [bar]),
    ),
    make("span", { class: "ca-hands" }, ...(state === "kept" && again ? [hand("again", "Try again")] : []), hand("drop", "Remove")),
  );
}
