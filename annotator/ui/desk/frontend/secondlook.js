// The second look: after the analyst's own tag, a source that the sentence names may be offered. Only where the
// analyst asked for it, and never in the way: nothing waits for it, and the focus stays where it is.

import { make, mark, part, write } from "./dom.js";
import { shortened } from "./stances.js";

/** @import { Memory } from "./memory.js" */
/** @import { Reply } from "./types.js" */
/** @typedef {{ place: number, n: number, who: string, start: number, end: number }} Offer */

const WHO = 48;

/**
 * @param {HTMLElement} root
 * @param {Memory} memory
 * @param {{ ask: (claim: number) => Promise<Reply>, wanted: (offer: Offer) => boolean, say: (words: string) => void }} to
 *   `wanted` says whether an offer is still one
 */
export function makeSecondLook(root, memory, { ask, wanted, say }) {
  const box = /** @type {HTMLInputElement} */ (part(root, "second"));
  const panel = part(root, "panel");
  const line = part(root, "offer");
  const text = part(root, "offer-text");
  const take = part(root, "offer-take");
  const not = part(root, "offer-not");
  box.checked = memory.read() === "on";
  /** @type {Offer | null} */
  let offer = null;
  show();

  function show() {
    line.hidden = !box.checked;
    mark(panel, "data-second", box.checked ? "" : null);
    take.hidden = not.hidden = offer === null;
    if (!offer) return write(text, "");
    text.replaceChildren(`Claim ${offer.n}: `, make("q", { dir: "auto" }, shortened(offer.who, WHO)), " as in-text source?");
  }

  return {
    /** What is offered, once: it is taken or left. */
    take() {
      const taken = offer;
      offer = null;
      show();
      return taken;
    },

    /** The analyst's own tag is stored. @param {number} place @param {number} n @param {number} claim */
    async tagged(place, n, claim) {
      if (!box.checked) return;
      const { status, body } = await ask(claim);
      const found = status === 200 ? body?.attribution : null;
      if (!found || typeof found.who !== "string" || !box.checked) return;
      const next = { place, n, who: found.who, start: Number(found.start), end: Number(found.end) };
      if (!wanted(next)) return;
      offer = next;
      show();
      say(`Claim ${n} names a source: ${shortened(found.who, WHO)}. A attaches it.`);
    },

    /** @param {AbortSignal} signal */
    watch(signal) {
      box.addEventListener(
        "change",
        () => {
          memory.write(box.checked ? "on" : "");
          offer = null;
          show();
        },
        { signal },
      );
    },
  };
}
