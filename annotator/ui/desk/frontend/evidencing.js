// Evidence on the desk: the strip beside the claim, the words of the article, what stands in the margin, files, and
// the second look; and what leads from one to another.

import { at } from "./at.js";
import { part } from "./dom.js";
import { makeCaret } from "./caret.js";
import { makeEntry } from "./entry.js";
import { latin } from "./keys.js";
import { makeMargin } from "./margin.js";
import { makeMemory } from "./memory.js";
import { getData, putFile } from "./net.js";
import { makePicking, paintable } from "./picking.js";
import { NOTHING_SAID } from "./pieces.js";
import { listenForGifts } from "./receiving.js";
import { makeSecondLook } from "./secondlook.js";
import { pieceWords, signOf, stanceOf } from "./stances.js";
import { makeStrip } from "./strip.js";
import { makeUploads } from "./uploads.js";

/** @import { makeActs } from "./acts.js" */
/** @import { paintArticle } from "./article.js" */
/** @import { makeCourse } from "./course.js" */
/** @import { makePanel } from "./panel.js" */
/** @import { Act, DeskData, Entry as Sent, Piece, Result, Said, Stance } from "./types.js" */
/** @import { Entered } from "./entry.js" */
/** @import { Received } from "./receiving.js" */
/** @import { Going } from "./strip.js" */
/** @import { Span } from "./selection.js" */

const FIELDS = "textarea, select, input";
/** Words that are led to stay away from the edges of what is seen, in shares of it. */
const ROOM = 0.2;
const LED = 1600;

/**
 * @param {HTMLElement} root
 * @param {{ desk: DeskData, acts: ReturnType<typeof makeActs>, article: ReturnType<typeof paintArticle>,
 *   course: ReturnType<typeof makeCourse>, panel: ReturnType<typeof makePanel>, newId: () => string, key: string }} parts
 *   `key` begins the names of what the browser remembers
 * @param {{ send: (place: number, act: Act) => void, focus: () => void, stay: () => void, say: (words: string) => void,
 *   show: () => void, shut: (place: number) => boolean }} to `focus` leads back to the claim; `stay` comes before the focus goes elsewhere; `show` draws the panel;
 *   `shut` says whether a claim takes nothing any more, and tells why
 */
export function makeEvidencing(root, { desk, acts, article, course, panel, newId, key }, { send, focus, stay, say, show, shut }) {
  const { records, backing } = acts;
  const { here } = course;
  const scroller = part(root, "scroll");
  /** @type {Going[]} */
  let going = [];
  const quoted = paintable("ca-quote");
  const led = paintable("ca-led");
  /** @type {readonly Piece[] | null} */
  let painted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fading;

  const picking = makePicking(article, desk.article.language, {
    number: () => records[here()]?.claim.n ?? 0,
    use: quoteWords,
    say,
    left: () => caret.stop(),
  });
  const caret = makeCaret(picking, { follow: bring, say });
  const margin = makeMargin(article, picking, records);
  const strip = makeStrip(root, acts.wanting, whereIn);
  const uploads = makeUploads({ put: putFile, newId, changed: progressed });
  const entry = makeEntry(
    root,
    { sources: desk.sources ?? [], sharing: desk.sharing ?? "" },
    makeMemory(`claim-annotator:evidence:${key}`, () => sessionStorage),
    { attach: attachEntered, take: uploads.add, drop: uploads.drop, say },
  );
  const second = makeSecondLook(root, makeMemory("claim-annotator:second-look", () => localStorage), {
    ask: (claim) => getData(`/api/claims/${claim}/attribution`),
    wanted: ({ place, start, end }) =>
      records[place]?.answer?.outcome === "tagged" && !records[place]?.pieces.some((piece) => piece.start === start && piece.end === end),
    say,
  });

  function progressed() {
    entry.progressed();
    show();
  }

  // --- what is said of evidence ---

  /** @param {number} place @param {Said} said @param {string | null} [replaces] */
  function attach(place, said, replaces) {
    if (!(said.shared && desk.sharing) && shut(place)) return;
    const { claim } = at(records, place);
    say(`${pieceWords(said)} ${signOf(said.stance).does} claim ${claim.n}.`);
    send(place, backing.attach(place, said, replaces));
  }

  /** Words of the article for the current claim. @param {Stance} stance @param {Span} span @param {string} quote */
  function quoteWords(stance, { start, end }, quote) {
    if (here() < 0) return;
    attach(here(), { ...NOTHING_SAID, type: "in_text", stance, quote, start, end });
    focus();
  }

  /** @param {Entered} entered */
  function attachEntered({ place, said, replaces, upload }) {
    if (upload) {
      const one = { upload, stance: said.stance, place };
      going.push(one);
      uploads.then(upload, ({ sha256 }) => {
        going = going.filter((other) => other !== one);
        attach(place, { ...said, file: sha256 }, replaces);
      });
    } else {
      attach(place, said, replaces);
    }
    show();
    panel.panel.scrollTop = 0; // the tags are what comes next
    focus();
  }

  /** @param {Piece} piece */
  function whereIn({ type, start }) {
    if (type !== "in_text" || start === null) return "";
    const { node } = at(article.texts, picking.text.spotOf(start, "start").stretch);
    const n = node.parentElement?.dataset.n;
    return n ? `words in claim ${n}` : "words in a heading";
  }

  // --- ways ---

  /** Bring words into view, without gliding. @param {Range} range */
  function bring(range) {
    const view = scroller.getBoundingClientRect();
    const words = range.getBoundingClientRect();
    const room = ROOM * view.height;
    if (words.top < view.top + room) scroller.scrollTop += words.top - view.top - room;
    else if (words.bottom > view.bottom - room) scroller.scrollTop += words.bottom - view.bottom + room;
  }

  /** From a piece to its words. @param {Piece} piece */
  function leadTo({ start, end, quote }) {
    if (start === null || end === null) return;
    const range = picking.rangeOf({ start, end });
    bring(range);
    led.show([range]);
    clearTimeout(fading);
    fading = setTimeout(() => led.show([]), LED);
    say(`The words: ${quote}`);
  }

  /** @param {boolean} open */
  function turn(open) {
    strip.turn(open);
    show();
  }

  /** Open the strip, with the keys in its field unless a finger did it. @param {boolean} byHand */
  function open(byHand = false) {
    if (here() < 0) return;
    caret.stop();
    if (!strip.isOpen()) strip.turn(true);
    show();
    stay(); // or the claim would take the focus back in this frame
    panel.sheet(true);
    if (byHand) entry.entry.scrollIntoView({ block: "nearest" });
    else if (entry.field.hidden) entry.choose();
    else entry.field.focus();
  }

  /** What it does to the claim is the next key. @param {Received} received */
  function receive({ file, text }) {
    open(true);
    if (file) entry.file(file);
    else entry.paste(text);
    show();
    stay();
    entry.choose();
  }

  // --- listening ---

  /** @param {HTMLElement} from @param {string} name */
  const dataOf = (from, name) => from.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;

  /** @param {MouseEvent} event */
  function pressed({ target, detail }) {
    if (detail > 1) return; // the second half of a double click would meet what came into its place
    const button = target instanceof HTMLElement || target instanceof SVGElement ? target.closest("button") : null;
    if (!button) return;
    const stance = stanceOf(signKey(button.dataset.attach));
    if (stance) return entry.commit(stance);
    if (button.dataset.part === "entry-save") return entry.save();
    const piece = backing.piece(dataOf(button, "edit") ?? dataOf(button, "back") ?? dataOf(button, "show") ?? "");
    if (piece && button.dataset.show) return leadTo(piece);
    if (piece && button.dataset.edit) {
      entry.edit(piece);
      if (entry.field.hidden) entry.choose();
      else entry.field.focus();
      return;
    }
    if (piece && button.dataset.back) {
      if (shut(here())) return;
      say(`${pieceWords(piece)}: taken back. Z brings it back.`);
      send(here(), backing.takeBack(here(), piece));
      return focus();
    }
    const one = going.find(({ upload }) => upload.id === (button.dataset.again ?? button.dataset.drop));
    if (one && button.dataset.again) uploads.retry(one.upload);
    if (one && button.dataset.drop) {
      uploads.drop(one.upload);
      going = going.filter((other) => other !== one);
      show();
      focus();
    }
  }

  /** @param {string | undefined} stance */
  const signKey = (stance) => (stance === "supports" || stance === "refutes" || stance === "context" ? signOf(stance).key : "");

  /** What a key means for words that are selected, for the strip, for the margin. @param {KeyboardEvent} event @returns {boolean} */
  function first(event) {
    const { key: name, ctrlKey, metaKey, altKey, shiftKey, isComposing, target } = event;
    if (ctrlKey || metaKey || altKey || isComposing || !(target instanceof HTMLElement)) return false;
    picking.catchUp();
    // most keys, and the fastest way out
    if (!picking.shown() && name !== "Tab" && target.classList.contains("ca-claim")) return false;
    const inside = strip.strip.contains(target);
    if (target.matches(FIELDS)) {
      if (target !== entry.field || name !== "Enter" || shiftKey || !entry.ready()) return false;
      entry.choose();
      return true;
    }
    const stance = stanceOf(latin(event));
    const along = name === "ArrowRight" || name === "ArrowDown" ? 1 : name === "ArrowLeft" || name === "ArrowUp" ? -1 : 0;
    if (target.matches(".ca-chip")) {
      if (name === "Escape" && margin.close(target)) return true;
      return along !== 0 && margin.step(target, along);
    }
    if (inside && along !== 0 && entry.step(target, along)) return true;
    if (inside && stance && !event.repeat) {
      entry.commit(stance);
      return true;
    }
    if (picking.shown()) {
      if (stance && !event.repeat) picking.attach(stance);
      else if (name === "Escape") {
        picking.drop();
        focus();
      } else if (!caret.move(name, shiftKey)) {
        if (name !== "Shift" && name !== "Tab") picking.drop(); // another key, and it means what it always does
        return false;
      }
      return true;
    }
    if (name === "Tab" && target.matches(".ca-claim")) margin.reach(target, shiftKey);
    return false;
  }

  return {
    first,
    open,
    turn: () => turn(!strip.isOpen()),

    /** The word caret, from the current claim on. */
    caret() {
      if (here() < 0) return;
      if (caret.on()) return picking.drop();
      caret.start(article.element(here()));
    },

    /** What is selected was for the claim that one leaves. */
    leave: picking.drop,

    /** What is offered is attached, to the claim that it was offered for. */
    takeOffer() {
      const offer = second.take();
      if (!offer) return;
      const { place, who, start, end } = offer;
      const quote = picking.text.quote({ start, end });
      attach(place, { ...NOTHING_SAID, type: "in_text", quote, start, end, source: who, assisted: true });
      entry.known(who);
    },
    leaveOffer: () => void second.take(),

    /** One thing that is open is closed. @returns {boolean} whether something was */
    close() {
      if (!strip.isOpen()) return false;
      turn(false);
      return true;
    },

    /** The note and the rest come back into the panel. */
    shut: () => strip.isOpen() && turn(false),

    /** @param {string} claim that a chip names @returns {number} */
    placeOf: (claim) => acts.placeOf(Number(claim)) ?? -1,

    /** Show what the current claim has. @param {number} place */
    show(place) {
      const record = records[place];
      if (!record) {
        painted = null;
        return quoted.show([]);
      }
      entry.show(place);
      strip.show(place, record, going.filter((one) => one.place === place));
      if (record.pieces === painted) return;
      painted = record.pieces;
      const words = record.pieces.filter(({ type }) => type === "in_text");
      quoted.show(words.map(({ start, end }) => picking.rangeOf({ start: start ?? 0, end: end ?? 0 })));
    },

    /** An act on evidence is on screen, or does not hold any more. */
    changed: margin.changed,

    /** @param {Sent} sent @param {Result} result */
    settled({ act }, { status }) {
      const place = acts.placeOf(act.claim);
      if (act.kind !== "answer" || act.outcome !== "tagged" || status !== "stored" || act.undo || place === undefined) return;
      void second.tagged(place, at(records, place).claim.n, act.claim);
    },

    /** @param {AbortSignal} signal */
    watch(signal) {
      picking.watch(signal);
      margin.watch(signal);
      entry.watch(signal);
      second.watch(signal);
      margin.changed();
      strip.strip.addEventListener("click", pressed, { signal });
      listenForGifts(root, { field: entry.field, can: () => here() >= 0, receive }, signal);
      addEventListener("online", () => uploads.retryAll(), { signal });
      addEventListener("beforeunload", (event) => {
        if (uploads.unsent()) event.preventDefault();
      }, { signal });
      signal.addEventListener("abort", () => {
        clearTimeout(fading);
        quoted.end();
        led.end();
      });
    },
  };
}
