// The panel beside the article and the counts above it. It shows; what a button does is told by `data-do`.

import { make, mark, part, write } from "./dom.js";
import { isAnswered } from "./drafts.js";

/** @import { Scheme } from "./types.js" */
/** @import { Chosen } from "./drafts.js" */
/** @import { Look } from "./looks.js" */
/** @import { Counts, Record } from "./acts.js" */

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {Look} look
 */
export function makePanel(root, scheme, look) {
  const panel = part(root, "panel");
  const where = part(root, "where");
  const of = part(root, "of");
  const stepped = part(root, "stepped");
  const steppedWord = part(root, "stepped-word");
  const steppedWhat = part(root, "stepped-what");
  const words = part(root, "this");
  const sum = part(root, "sum");
  const question = part(root, "question");
  const asked = part(root, "question-text");
  const reason = /** @type {HTMLSelectElement} */ (part(root, "reason"));
  const grip = part(root, "grip");
  const confidence = [...part(root, "confidence").querySelectorAll("button")];
  const undo = [...root.querySelectorAll('[data-do="undo"]')];
  const redo = [...root.querySelectorAll('[data-do="redo"]')];
  const clear = [...root.querySelectorAll('[data-do="clear"]')];
  const split = [...root.querySelectorAll('[data-do="split"]')];
  const previous = [...panel.querySelectorAll('[data-do="previous"]')];

  const tags = scheme.tags.map((tag) => {
    const shown = look.tag(tag.name);
    const button = make(
      "button",
      {
        type: "button",
        class: "ca-tag",
        "data-set": tag.name,
        "data-look": shown.look,
        "aria-pressed": "false",
      },
      make("kbd", { "aria-hidden": "true" }, tag.key.toUpperCase()),
      make("i", { class: "ca-letter", "data-look": shown.look, "aria-hidden": "true" }, tag.letter),
      make("span", {}, make("strong", {}, tag.name), make("small", {}, tag.line)),
    );
    return { tag, button };
  });
  part(root, "tags").replaceChildren(...tags.map(({ button }) => button));
  const reasoned = scheme.tags.filter((tag) => tag.reasoned).map(({ name }) => name);
  const takers = reasoned.join(", ");
  const told = part(root, "reason-for");
  write(told, `for ${takers}`);
  told.parentElement?.parentElement?.toggleAttribute("hidden", !takers);
  const noReason = make("option", { value: "" });
  reason.replaceChildren(
    noReason,
    ...scheme.reasons.map((name) =>
      make("option", { value: name }, reasonLine(name, scheme.reasonMeanings[name])),
    ),
  );

  return {
    panel,
    reason,
    /** To whoever asks for a reason where there can be none. */
    whose: takers ? `A reason is for ${takers} only.` : "This codebook has no reasons.",

    /**
     * @param {Record} record
     * @param {number} total how many claims the article has, those of others too
     * @param {number} mine how many of them are this analyst's to tag
     * @param {Chosen} draft what is chosen before there is an answer
     * @param {{ undo: boolean, redo: boolean }} can
     */
    show({ claim, answer, split: wanted }, total, mine, draft, can) {
      if (panel.hidden) panel.hidden = false;
      write(where, `Claim ${claim.n}`);
      write(of, mine < total ? `of ${total}, ${mine} of them yours` : `of ${total}`);
      write(words, claim.text);
      if (question.hidden !== !claim.question) question.hidden = !claim.question;
      write(asked, claim.question ?? "");
      for (const { tag, button } of tags) {
        mark(
          button,
          "aria-pressed",
          String(answer?.outcome === tag.outcome && (answer.tag ?? tag.name) === tag.name),
        );
      }
      const chosen = isAnswered(answer) ? answer : draft;
      for (const button of confidence)
        mark(button, "aria-pressed", String(button.dataset.confidence === chosen.confidence));
      if (reason.value !== chosen.reason) reason.value = chosen.reason;
      reason.disabled =
        !takers || Boolean(answer?.tag && !reasoned.includes(answer.tag)) || answer?.outcome === "unsure";
      write(noReason, reason.disabled ? `only for ${takers}` : "no reason");
      for (const button of split) mark(button, "aria-pressed", String(wanted));
      mark(panel, "data-skipped", answer?.outcome === "skipped" ? "" : null);
      for (const button of clear) mark(button, "aria-disabled", answer ? null : "true");
      for (const button of previous) mark(button, "aria-disabled", claim.n > 1 ? null : "true");
      this.can(can);
    },

    /** What has just been undone or redone here, or "": “answer undone”. @param {string} words */
    stepped(words) {
      if (stepped.hidden !== !words) stepped.hidden = !words;
      if (!words) return;
      const [what = "", word = ""] = words.split(" ");
      write(steppedWhat, `${what} `);
      write(steppedWord, word);
    },

    /** @param {{ undo: boolean, redo: boolean }} can */
    can(can) {
      for (const button of undo) mark(button, "aria-disabled", can.undo ? null : "true");
      for (const button of redo) mark(button, "aria-disabled", can.redo ? null : "true");
    },

    /** @param {Counts} counts */
    count(counts) {
      write(
        sum,
        `${counts.tagged} tagged · ${counts.unsure} unsure · ${counts.skipped} skipped · ${counts.left} left`,
      );
    },

    /** Behind the last claim there is none to show. */
    hide() {
      if (!panel.hidden) panel.hidden = true;
    },

    /** The sheet of narrow screens. @param {boolean} [open] */
    sheet(open = !panel.hasAttribute("data-open")) {
      mark(panel, "data-open", open ? "" : null);
      mark(grip, "aria-expanded", String(open));
      mark(
        grip,
        "aria-label",
        open ? "Hide note, confidence and more" : "Show note, confidence and more",
      );
    },
  };
}

/** @param {string} name @param {string | undefined} meaning */
function reasonLine(name, meaning) {
  const word = name.replaceAll("_", " ");
  return meaning ? `${word}: ${meaning}` : word;
}
