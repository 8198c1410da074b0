// The line of the panel that tells what was done with the current claim; all of it on demand.

import { make, mark, part, write } from "./dom.js";
import { lastFew, when } from "./story.js";

/** @import { Look } from "./looks.js" */
/** @import { Moment } from "./story.js" */

/** @param {HTMLElement} root @param {Look} look */
export function makeStoryline(root, look) {
  const list = part(root, "story");
  const button = part(root, "story-all");
  let shown = "";
  let place = -1;
  let open = false;

  /** @param {Moment} moment @param {number} now */
  function item({ at, answer, words }, now) {
    const badge = look.of(answer);
    /** @type {HTMLElement[]} */
    const parts = [make("time", {}, when(at, now))];
    if (badge)
      parts.push(
        make(
          "i",
          { class: "ca-letter", "data-look": badge.look, "aria-hidden": "true" },
          badge.letter,
        ),
        make("span", open ? {} : { class: "ca-unseen" }, badge.name),
      );
    if (words) parts.push(make("span", {}, words));
    return make("li", {}, ...parts);
  }

  /** @param {readonly Moment[]} moments */
  function draw(moments) {
    const few = open ? moments : lastFew(moments);
    const now = Date.now();
    list.replaceChildren(
      ...(moments.length
        ? few.map((moment) => item(moment, now))
        : [make("li", {}, "nothing yet")]),
    );
    mark(list, "data-open", open ? "" : null);
    const more = moments.length - lastFew(moments).length;
    button.hidden = more === 0;
    mark(button, "aria-expanded", String(open));
    write(button, open ? "fewer" : `all ${moments.length}`);
    if (open) list.scrollIntoView({ block: "end" });
  }

  return {
    /** @param {number} now the claim's place @param {readonly Moment[]} moments */
    show(now, moments) {
      if (now !== place) open = false;
      place = now;
      const last = moments.at(-1);
      const key = last ? `${now} ${open} ${moments.length} ${last.id}` : "";
      if (key === shown) return;
      shown = key;
      draw(moments);
    },

    /** All of it, or the last few again. */
    turn() {
      open = !open;
    },
  };
}
