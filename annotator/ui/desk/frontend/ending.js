// What a tagging session came to: shown when it is ended by hand. And the quiet word after many claims without a pause.

import { make, part, write } from "./dom.js";
import { duration } from "./session.js";
import { makeShare } from "./summary.js";

/** @import { Counts } from "./acts.js" */
/** @import { Look } from "./looks.js" */
/** @import { makeSession } from "./session.js" */
/** @import { makeTop } from "./top.js" */
/** @import { Act, Scheme } from "./types.js" */
/** @typedef {ReturnType<ReturnType<typeof makeSession>["figures"]>} Figures */

/** So many claims without a pause, and again so many. */
const MANY = 100;
const MINUTE = 60_000;

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {Look} look
 * @param {{ top: Pick<ReturnType<typeof makeTop>, "session" | "unbroken">, counts: Counts, newId: () => string, cast: (act: Act) => void, say: (words: string) => void }} desk
 */
export function makeEnding(root, scheme, look, { top, counts, newId, cast, say }) {
  const dialog = /** @type {HTMLDialogElement} */ (part(root, "ended"));
  const share = makeShare(part(root, "ended-share"), scheme, look);
  const pause = part(root, "pause");
  /** After how many claims a pause was suggested last. */
  let suggested = 0;

  /** @param {boolean} ended whether something has just been ended */
  function show(ended) {
    const { figures } = top.session(Date.now());
    const some = figures.lasted >= 0;
    write(part(root, "ended-title"), ended ? "Session ended" : some ? "Your last session" : "No session yet");
    const rows = some ? figureWords(figures) : [];
    rows.push(["Left here", `${counts.left + counts.skipped} of ${counts.total} claims`]);
    part(root, "ended-figures").replaceChildren(
      ...rows.map(([name, words]) => make("div", {}, make("dt", {}, name), make("dd", {}, words))),
    );
    share(figures);
    dialog.showModal();
  }

  return {
    dialog,

    /** By hand; nothing is ended that is over, and what it came to is shown anyway. */
    end() {
      const { runs } = top.session(Date.now());
      if (runs) cast({ id: newId(), kind: "session-end", claim: 0, sha: "", replaces: null });
      pause.hidden = true;
      show(runs);
    },

    /** Something was said: suggest a pause where one is due. */
    acted() {
      const unbroken = top.unbroken();
      const due = unbroken - (unbroken % MANY);
      if (due <= suggested) {
        if (due < suggested) pause.hidden = true; // there was a pause
        suggested = due;
        return;
      }
      suggested = due;
      pause.hidden = false;
      const words = `${due} claims without a pause. A few minutes off keep the judgement fresh.`;
      write(part(root, "pause-words"), words);
      say(words);
    },

    /** The suggestion was read. */
    goOn() {
      pause.hidden = true;
    },
  };
}

/** @param {Figures} figures @returns {[string, string][]} */
export function figureWords({ lasted, claims, unsure, skipped, notes, changes, pace }) {
  const minutes = Math.floor(lasted / MINUTE);
  const more = [unsure && `${unsure} unsure`, skipped && `${skipped} skipped`, notes && `${notes} with a note`];
  /** @type {[string, string][]} */
  const rows = [
    ["Time", minutes ? duration(minutes) : "less than a minute"],
    ["Claims", [`${claims} answered`, ...more.filter(Boolean)].join(", ")],
    ["Changes", changes === 1 ? "1 change of mind" : `${changes} changes of mind`],
  ];
  if (pace && minutes) rows.push(["Pace", `${Math.round(pace)} new ${Math.round(pace) === 1 ? "claim" : "claims"} an hour`]);
  return rows;
}
