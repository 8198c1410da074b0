// The end of an article: what is done, what is left, how long it took, and the ways on from here.

import { at } from "./at.js";
import { make, part, write } from "./dom.js";
import { duration } from "./session.js";

/** @import { DeskData, Scheme } from "./types.js" */
/** @import { Look } from "./looks.js" */
/** @import { Counts } from "./acts.js" */
/** @typedef {{ claims: number, minutes: number }} Course */

/** From here on a pace is told in minutes. */
const SECONDS = 90;

/**
 * @param {HTMLElement} root
 * @param {{ scheme: Scheme, next: DeskData["next"] }} desk
 * @param {Look} look
 */
export function makeSummary(root, { scheme, next }, look) {
  const done = part(root, "done");
  const finished = part(root, "finished");
  const share = makeShare(part(root, "share"), scheme, look);
  const go = part(root, "done-go");
  const onward = /** @type {HTMLAnchorElement} */ (part(root, "done-onward"));
  const articles = part(root, "done-articles");
  onward.hidden = next === null;
  if (next) {
    onward.href = addressOf(next.id);
    write(part(root, "done-next"), next.title);
  }
  for (const link of root.querySelectorAll("a[data-to]"))
    link.setAttribute("href", link.getAttribute("data-to") ?? "");
  const onto = /** @type {HTMLAnchorElement} */ (part(root, "finished-onward"));
  onto.hidden = next === null;
  onto.href = onward.href;

  /** @param {string} name @param {number} number @param {string} text */
  function row(name, number, text) {
    const button = part(root, `done-${name}`);
    button.hidden = number === 0;
    const [figure, words] = [at(button.children, 0), at(button.children, 1)];
    write(figure, String(number));
    write(words, text);
  }

  return {
    place: done,

    /** From the end to what is next: an open claim, another article, or the list of them. */
    lead() {
      if (!done.hidden) [go, onward, articles].find((way) => !way.hidden)?.click();
    },

    /** Behind the last claim. @param {Counts} counts @param {{ course: Course, revised: number }} more */
    show(counts, { course, revised }) {
      done.hidden = false;
      const open = counts.left + counts.skipped;
      write(part(root, "done-title"), titleWords(counts));
      write(part(root, "done-text"), sumWords(counts));
      write(part(root, "done-time"), timeWords(course));
      share(counts);
      row("untagged", counts.left, "not tagged yet");
      row("skipped", counts.skipped, "skipped, still to do");
      row("unsure", counts.unsure, `unsure: look at ${counts.unsure === 1 ? "it" : "them"} again`);
      row("asked", counts.asked, questionWords(counts.asked));
      row("split", counts.split, counts.split === 1 ? "wants a split" : "want a split");
      row("evidence", counts.wanting, `still want${counts.wanting === 1 ? "s" : ""} evidence`);
      row("revised", revised, revised === 1 ? "change of mind" : "changes of mind");
      go.hidden = open === 0;
      onward.classList.toggle("is-go", open === 0);
      articles.classList.toggle("is-go", open === 0 && next === null);
    },

    hide() {
      if (!done.hidden) done.hidden = true;
    },

    /**
     * A way on for whoever answers the last open claim in the middle of the article.
     * @param {Counts} counts
     * @returns {boolean} whether it has just been answered
     */
    finish({ left, skipped, asked }) {
      const hidden = left + skipped + asked > 0;
      if (finished.hidden === hidden) return false;
      finished.hidden = hidden;
      return !hidden;
    },
  };
}

/** @param {number} id */
function addressOf(id) {
  return `/tag?article=${id}`;
}

/** What follows the number. @param {number} asked */
export function questionWords(asked) {
  return asked === 1 ? "question from a reviewer" : "questions from a reviewer";
}

/** @param {Pick<Counts, "left" | "skipped" | "asked">} counts */
export function titleWords({ left, skipped, asked }) {
  return left + skipped + asked ? "End of the article." : "Every claim is answered.";
}

/** In the words of the top bar. @param {Pick<Counts, "left" | "skipped" | "total">} counts */
export function sumWords({ left, skipped, total }) {
  const claims = total === 1 ? "1 claim" : `${total} claims`;
  const open = [left && `${left} left`, skipped && `${skipped} skipped`].filter(Boolean);
  return `${[`${total - left - skipped} of ${claims} answered`, ...open].join(", ")}.`;
}

/** How long, and how fast; "" where that says nothing yet. @param {Course} course */
export function timeWords({ claims, minutes }) {
  if (claims === 0 || minutes === 0) return "";
  const count = claims === 1 ? "1 claim" : `${claims} claims`;
  const words = `This session: ${count} in ${duration(minutes)}`;
  return claims > 1 ? `${words}, ${paceWords(claims, minutes)}.` : `${words}.`;
}

/** @param {number} claims @param {number} minutes */
function paceWords(claims, minutes) {
  const seconds = (minutes * 60) / claims;
  return seconds < SECONDS
    ? `about ${Math.max(1, Math.round(seconds))} seconds each`
    : `about ${Math.round(seconds / 60)} minutes each`;
}

/** How the tags share the article, or a session. @param {HTMLElement} place @param {Scheme} scheme @param {Look} look */
export function makeShare(place, scheme, look) {
  return (/** @type {Pick<Counts, "tags" | "unsure">} */ counts) => {
    const numbers = scheme.tags.map((tag) =>
      tag.outcome === "unsure" ? counts.unsure : (counts.tags.get(tag.name) ?? 0),
    );
    const most = Math.max(1, ...numbers);
    place.replaceChildren(
      ...scheme.tags.map((tag, i) => {
        const { look: kind } = look.tag(tag.name);
        const number = at(numbers, i);
        const bar = make("i", {});
        bar.style.width = `${(number / most) * 100}%`;
        return make(
          "div",
          { "data-look": kind },
          make("i", { class: "ca-letter", "data-look": kind, "aria-hidden": "true" }, tag.letter),
          make("span", {}, tag.name),
          bar,
          make("b", {}, String(number)),
        );
      }),
    );
  };
}
