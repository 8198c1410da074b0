// The claim before the reviewer, drawn: its passage, the votes, how it can be settled, the comments.

import { make, mark, part, write } from "./dom.js";
import { CAUSES, RULINGS, besideOwn, reasonHint, rulingWords } from "./ruling.js";
import { commentRow, evidenceOf, letterAnd, voteCards } from "./votes.js";

/** @import { Look } from "./looks.js" */
/** @import { CaseData, Cause, Draft } from "./reviewtypes.js" */
/** @import { Scheme } from "./types.js" */

/** A day of this year in a few letters. @param {string} iso */
function day(iso) {
  const date = new Date(iso);
  const now = new Date();
  const year = date.getFullYear() === now.getFullYear() ? {} : /** @type {const} */ ({ year: "numeric" });
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...year });
}

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {Look} look
 */
export function makePaper(root, scheme, look) {
  const paper = part(root, "paper");
  const whole = part(root, "case");
  const title = part(root, "decide-title");
  const passage = part(root, "passage");
  const reasons = part(root, "reasons");
  const settled = part(root, "settled");
  const fields = {
    reason: /** @type {HTMLTextAreaElement} */ (part(root, "reason")),
    majority: /** @type {HTMLTextAreaElement} */ (part(root, "majority")),
    minority: /** @type {HTMLTextAreaElement} */ (part(root, "minority")),
  };
  const cause = /** @type {HTMLSelectElement} */ (part(root, "cause"));
  cause.replaceChildren(...CAUSES.map(([value, words]) => make("option", { value }, words)));
  const tags = scheme.tags.filter(({ outcome }) => outcome === "tagged");

  const tagButtons = tags.map(({ name, key }) => {
    const { look: shown, letter } = look.tag(name);
    const button = make(
      "button",
      { type: "button", class: "ca-out", "data-set": name, "data-look": shown, "aria-pressed": "false" },
      make("i", { class: "ca-letter", "data-look": shown, "aria-hidden": "true" }, letter),
      make("span", {}, name),
      make("kbd", { "aria-hidden": "true" }, key.toUpperCase()),
    );
    return { name, button };
  });
  const rulingButtons = RULINGS.map(({ ruling, key, words }) => {
    const button = make(
      "button",
      { type: "button", class: "ca-out", "data-ruling": ruling, "aria-pressed": "false" },
      make("span", {}, words),
      make("kbd", { "aria-hidden": "true" }, key.toUpperCase()),
    );
    return { ruling, button };
  });
  part(root, "rulings").replaceChildren(
    ...tagButtons.map(({ button }) => button),
    ...rulingButtons.map(({ button }) => button),
  );
  for (const link of part(root, "empty").querySelectorAll("a[data-to]"))
    link.setAttribute("href", link.getAttribute("data-to") ?? "");
  /** The claim whose words are on the paper. */
  let drawn = 0;

  /** @param {CaseData} shown */
  function showPassage({ claim, article, passage: pieces, marker }) {
    write(part(root, "source"), `Claim ${claim.n} · ${article.title}`);
    passage.lang = article.language;
    passage.dir = article.dir;
    passage.replaceChildren(
      ...(marker ? [make("span", { class: "ca-note" }, `${marker} `)] : []),
      ...pieces.map(([text, isClaim]) => (isClaim ? make("mark", {}, text) : text)),
    );
    if (drawn === claim.id) return;
    drawn = claim.id;
    paper.scrollTop = 0;
    const longer = passage.scrollHeight > passage.clientHeight;
    mark(passage, "tabindex", longer ? "0" : null); // what scrolls can be reached by the keyboard
    const claimed = passage.querySelector("mark");
    if (longer && claimed) passage.scrollTop = claimed.offsetTop - passage.offsetTop - passage.clientHeight / 3;
  }

  /** @param {CaseData} shown @param {string | null} own a vote that is on its way counts as cast */
  function headline(shown, own) {
    if (shown.sealed && own !== null)
      return [make("span", {}, "Your vote is "), ...letterAnd(own, look), make("small", {}, "the votes open when it is saved")];
    if (shown.own === null && shown.decision === null)
      return [make("span", {}, "Your own vote first"), make("small", {}, "then the votes open, with names")];
    if (shown.own === null) return [make("span", {}, "Your own vote"), make("small", {}, "needed before you decide anew")];
    const beside = besideOwn(shown);
    return [
      make("span", {}, "Decide"),
      make("small", {}, "your vote was ", ...letterAnd(shown.own.tag, look), beside ? `· ${beside}` : ""),
    ];
  }

  /** @param {CaseData} shown */
  function showSettled({ decision }) {
    settled.hidden = decision === null;
    if (!decision) return;
    const { ruling, tag, by, at, reason, majority, minority, stale, mine } = decision;
    settled.replaceChildren(
      make("b", {}, ruling === "sent_back" ? "Sent back" : "Settled"),
      ` by ${mine ? "you" : by}, ${day(at)}: `,
      ...(tag === null ? [rulingWords({ ruling, tag })] : letterAnd(tag, look)),
      ...(reason ? [make("q", { dir: "auto" }, reason)] : []),
      ...(majority ? [make("span", { class: "ca-note", dir: "auto" }, `Majority: ${majority}`)] : []),
      ...(minority ? [make("span", { class: "ca-note", dir: "auto" }, `Minority: ${minority}`)] : []),
      ...(stale ? [make("em", {}, "A vote has changed since.")] : []),
      make("button", { type: "button", class: "ca-button", "data-do": "withdraw" }, "Take it back"),
    );
  }

  return {
    cause,
    title,
    fields,
    comment: /** @type {HTMLTextAreaElement} */ (part(root, "comment")),

    /** The draft as the fields have it. @param {Draft} draft */
    read(draft) {
      draft.reason = fields.reason.value;
      draft.majority = fields.majority.value;
      draft.minority = fields.minority.value;
      draft.cause = /** @type {Cause} */ (cause.value);
    },

    /** @param {Draft} draft */
    write(draft) {
      for (const name of /** @type {const} */ (["reason", "majority", "minority"]))
        if (fields[name].value !== draft[name]) fields[name].value = draft[name];
      cause.value = draft.cause;
    },

    /** @param {CaseData} shown @param {string | null} own */
    show(shown, own) {
      whole.hidden = false;
      part(root, "empty").hidden = true;
      showPassage(shown);
      part(root, "votes").replaceChildren(...voteCards(shown, look, day));
      part(root, "grounds").replaceChildren(...evidenceOf(shown));
      showSettled(shown);
      title.replaceChildren(...headline(shown, own));
      const open = shown.comments !== undefined;
      part(root, "comments-sealed").hidden = open;
      part(root, "commenting").hidden = !open;
      part(root, "comments").replaceChildren(...(shown.comments ?? []).map((one) => commentRow(one, day)));
    },

    /** @param {CaseData} shown @param {Draft} draft @param {string | null} own */
    choose(shown, draft, own) {
      const voting = shown.own === null;
      for (const { name, button } of tagButtons)
        mark(button, "aria-pressed", String(voting ? own === name : draft.tag === name));
      for (const { ruling, button } of rulingButtons) {
        button.hidden = voting;
        mark(button, "aria-pressed", String(draft.ruling === ruling));
      }
      reasons.hidden = voting;
      mark(whole, "data-voting", voting ? "" : null);
      part(root, "statements").hidden = draft.ruling !== "split_kept";
      const [more, less] = shown.majority ? ["Majority statement", "Minority statement"] : ["One statement", "The other statement"];
      write(part(root, "majority-label"), more ?? "");
      write(part(root, "minority-label"), less ?? "");
      write(part(root, "reason-label"), draft.ruling === "sent_back" ? "Question" : "Reason");
      write(part(root, "reason-hint"), voting ? "" : reasonHint(draft, shown));
    },

    /** The same ruling for the others of the group. @param {number} others */
    offerAll(others) {
      const all = part(root, "all");
      all.hidden = others === 0;
      write(all, `Use for all ${others + 1} of this group`);
    },

    /** What confirms comes into sight, however long the fields above it are. */
    reveal: () => part(root, "acts").scrollIntoView({ block: "nearest" }),

    /** @param {string} words */
    say(words) {
      write(part(root, "lacking"), words);
    },

    /** Nothing to settle. @param {string} head @param {string} text @param {{ undo?: boolean, unsure?: number, widen?: boolean }} ways what else there is to do */
    none(head, text, { undo = false, unsure = 0, widen = false } = {}) {
      drawn = 0;
      whole.hidden = true;
      const empty = part(root, "empty");
      empty.hidden = false;
      write(part(root, "empty-title"), head);
      write(part(root, "empty-text"), text);
      part(root, "empty-undo").hidden = !undo;
      part(root, "empty-widen").hidden = !widen;
      part(root, "empty-unsure").hidden = unsure === 0;
      write(part(root, "empty-unsure"), unsure === 1 ? "Look at 1 claim on which somebody is unsure" : `Look at ${unsure} claims on which somebody is unsure`);
    },
  };
}
