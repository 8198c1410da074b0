// The panel beside the article and the counts above it. It shows; what a button does is told by `data-do`.

import { at } from "./at.js";
import { make, mark, part, write } from "./dom.js";

/** @import { Confidence, Scheme } from "./types.js" */
/** @import { Look } from "./looks.js" */
/** @import { Counts, Record } from "./acts.js" */

/** The tag that takes a reason. */
export const REASONED = "none";

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {Look} look
 */
export function makePanel(root, scheme, look) {
  const panel = part(root, "panel");
  const done = part(root, "done");
  const where = part(root, "where");
  const of = part(root, "of");
  const words = part(root, "this");
  const sum = part(root, "sum");
  const reason = /** @type {HTMLSelectElement} */ (part(root, "reason"));
  const grip = part(root, "grip");
  const confidence = [...part(root, "confidence").querySelectorAll("button")];
  const undo = [...root.querySelectorAll('[data-do="undo"]')];
  const redo = [...root.querySelectorAll('[data-do="redo"]')];
  const clear = [...root.querySelectorAll('[data-do="clear"]')];
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
  reason.replaceChildren(
    make("option", { value: "" }, "no reason"),
    ...scheme.reasons.map((name) => make("option", { value: name }, name.replaceAll("_", " "))),
  );

  const counted = makeCounts(part(root, "counts"), part(root, "bar"), scheme, look);
  const share = makeShare(part(root, "share"), scheme, look);

  return {
    panel,
    done,
    reason,

    /**
     * @param {Record} record
     * @param {number} total
     * @param {{ reason: string, confidence: Confidence }} draft what is chosen before there is an answer
     * @param {{ undo: boolean, redo: boolean }} can
     */
    show({ claim, answer }, total, draft, can) {
      if (panel.hidden) panel.hidden = false;
      if (!done.hidden) done.hidden = true;
      write(where, `Claim ${claim.n}`);
      write(of, `of ${total}`);
      write(words, claim.text);
      for (const { tag, button } of tags) {
        mark(
          button,
          "aria-pressed",
          String(answer?.outcome === tag.outcome && (answer.tag ?? tag.name) === tag.name),
        );
      }
      const chosen = answer && answer.outcome !== "skipped" ? answer : draft;
      for (const button of confidence)
        mark(button, "aria-pressed", String(button.dataset.confidence === chosen.confidence));
      if (reason.value !== chosen.reason) reason.value = chosen.reason;
      reason.disabled =
        Boolean(answer?.tag && answer.tag !== REASONED) || answer?.outcome === "unsure";
      mark(panel, "data-skipped", answer?.outcome === "skipped" ? "" : null);
      for (const button of clear) mark(button, "aria-disabled", answer ? null : "true");
      for (const button of previous) mark(button, "aria-disabled", claim.n > 1 ? null : "true");
      this.can(can);
    },

    /** @param {{ undo: boolean, redo: boolean }} can */
    can(can) {
      for (const button of undo) mark(button, "aria-disabled", can.undo ? null : "true");
      for (const button of redo) mark(button, "aria-disabled", can.redo ? null : "true");
    },

    /** @param {Counts} counts */
    count(counts) {
      counted(counts);
      write(
        sum,
        `${counts.tagged} tagged · ${counts.unsure} unsure · ${counts.skipped} skipped · ${counts.left} left`,
      );
    },

    /** The end of the article: what is done and what is left. @param {Counts} counts */
    end(counts) {
      panel.hidden = true;
      done.hidden = false;
      const open = counts.left + counts.skipped;
      write(
        part(root, "done-title"),
        open ? "That was the last claim." : "Every claim is answered.",
      );
      write(
        part(root, "done-text"),
        `${counts.total - open} of ${counts.total} claims. ${openWords(counts)}`,
      );
      share(counts);
      for (const [name, what] of /** @type {const} */ ([
        ["left", "untouched"],
        ["skipped", "skipped"],
        ["unsure", "unsure"],
      ])) {
        write(part(root, `done-${name}`), String(counts[name]));
        const row = done.querySelector(`[data-do="${what}"]`);
        if (row instanceof HTMLElement) row.hidden = counts[name] === 0;
      }
      const next = done.querySelector('.is-go[data-do="next"]');
      if (next instanceof HTMLElement) next.hidden = open === 0;
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

/** @param {Counts} counts */
function openWords({ left, skipped }) {
  if (left + skipped === 0) return "Nothing is left.";
  const parts = [left ? `${left} not tagged yet` : "", skipped ? `${skipped} skipped` : ""].filter(
    Boolean,
  );
  return `Still open: ${parts.join(", ")}.`;
}

/**
 * Letters with figures, and the bar that fills.
 * @param {HTMLElement} place
 * @param {HTMLElement} bar
 * @param {Scheme} scheme
 * @param {Look} look
 */
function makeCounts(place, bar, scheme, look) {
  /** @type {{ figure: HTMLElement, piece: HTMLElement | null, of: (counts: Counts) => number, shown: number }[]} */
  const cells = [];
  const nodes = [];
  for (const tag of scheme.tags) {
    const shown = look.tag(tag.name);
    const figure = make("span", { "data-count": tag.name }, "0");
    const piece = make("i", { "data-look": shown.look });
    nodes.push(
      make(
        "span",
        { title: tag.name },
        make(
          "i",
          { class: "ca-letter", "data-look": shown.look, "aria-hidden": "true" },
          tag.letter,
        ),
        make("span", { class: "ca-unseen" }, tag.name),
        figure,
      ),
    );
    bar.append(piece);
    cells.push({
      figure,
      piece,
      shown: 0,
      of:
        tag.outcome === "unsure"
          ? (counts) => counts.unsure
          : (counts) => counts.tags.get(tag.name) ?? 0,
    });
  }
  for (const name of /** @type {const} */ (["skipped", "left"])) {
    const figure = make("b", { "data-count": name }, "0");
    const piece = make("i", { "data-part": `bar-${name}` });
    nodes.push(make("span", { class: `ca-${name}` }, figure, ` ${name}`));
    bar.append(piece);
    cells.push({ figure, piece, shown: 0, of: (counts) => counts[name] });
  }
  place.replaceChildren(...nodes);
  return (/** @type {Counts} */ counts) => {
    for (const cell of cells) {
      const now = cell.of(counts);
      if (now === cell.shown) continue;
      cell.shown = now;
      cell.figure.textContent = String(now);
      if (cell.piece) cell.piece.style.flexGrow = String(now);
    }
  };
}

/** How the tags share the article. @param {HTMLElement} place @param {Scheme} scheme @param {Look} look */
function makeShare(place, scheme, look) {
  return (/** @type {Counts} */ counts) => {
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
