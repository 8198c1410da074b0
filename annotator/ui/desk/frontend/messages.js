// Everything the desk has to say to the analyst beside the article: the save state, the lines under the top
// bar, the list of what was refused, and the cover that ends the work of this page.

import { conflictKey } from "./acts.js";
import { at } from "./at.js";
import { make, mark, part, write } from "./dom.js";
import {
  actWords,
  answerWords,
  conflictWords,
  saveState,
  storageLine,
  troubleLine,
} from "./words.js";

/** @import { Conflict, Record } from "./acts.js" */
/** @import { State } from "./outbox.js" */
/** @import { Entry, MountData } from "./types.js" */

/** @param {HTMLElement} root */
export function makeMessages(root) {
  const saved = part(root, "saved");
  const savedText = part(root, "saved-text");
  const lines = part(root, "lines");
  const list = part(root, "refused-list");
  let shown = "";
  /** What has to be read once, until it is closed. @type {{ text: string, claim: number }[]} */
  let told = [];

  return {
    /** Say something beside the states, with a way to the claim it is about. @param {string} text @param {number} claim */
    tell(text, claim) {
      told = [...told.filter((one) => one.claim !== claim), { text, claim }];
    },

    /** It was read. @param {number} claim */
    heard(claim) {
      told = told.filter((one) => one.claim !== claim);
    },

    /**
     * @param {State} state
     * @param {{ conflicts: Conflict[], records: Record[], forbidden: boolean, writing: boolean }} more
     */
    show(state, { conflicts, records, forbidden, writing }) {
      const { kind, text } = saveState(state, writing);
      mark(saved, "data-kind", kind);
      write(savedText, text);
      const trouble = troubleLine(state);
      const storage = storageLine(state, forbidden);
      // most calls come with every tag and change nothing here
      const key = [
        trouble,
        state.trouble,
        storage,
        state.refused.length,
        ...conflicts.map((one) => keyOf(one, records)),
        ...told.map(({ text }) => text),
      ].join("\n");
      if (key === shown) return;
      shown = key;
      const rows = [];
      if (storage) rows.push(line("warn", storage));
      if (trouble)
        rows.push(line("warn", trouble, ...(state.trouble === "login" ? [signIn()] : [])));
      if (conflicts.length > 0) rows.push(conflictLine(conflicts, records));
      for (const { text, claim } of told)
        rows.push(line("warn", text, withData(button("Look at it", "heard"), String(claim))));
      if (state.refused.length > 0)
        rows.push(line("danger", refusedWords(state.refused.length), button("Show", "refused")));
      lines.replaceChildren(...rows);
    },

    /** @param {Entry[]} refused @param {number} here the article on the desk */
    list(refused, here) {
      list.replaceChildren(
        ...refused.map(({ act, n, article, refused: why }) =>
          make(
            "li",
            {},
            make(
              "span",
              {},
              make("b", {}, n > 0 ? `Claim ${n}` : article ? "Session" : "Review"),
              `${article === here || article === 0 ? "" : " of another article"} · ${actWords(act)}`,
            ),
            make("small", {}, why ?? ""),
            withData(button("Dismiss", "dismiss"), act.id),
          ),
        ),
      );
    },

    /**
     * End the work of this page: it is no longer its analyst's, or no longer its project's turn.
     * @param {{ error: string, message: string }} why
     * @param {MountData} data
     */
    stop({ error, message }, { analyst: { name } }) {
      const cover = part(root, "cover");
      const person = error === "person";
      const kept = `What ${name} tagged and was not sent yet is kept in this browser, and is sent when ${name} tags here again.`;
      const title = person
        ? message || "Somebody else is signed in here now."
        : "Another project is open here now.";
      const text = person
        ? `This page was opened for ${name}, and nothing more is sent from it. ${kept}`
        : message || kept;
      const reload = button("Reload", "reload");
      reload.classList.add("is-go");
      reload.addEventListener("click", () => location.reload());
      write(part(root, "cover-title"), title);
      write(part(root, "cover-text"), text);
      part(root, "cover-actions").replaceChildren(reload, ...(person ? [signIn()] : []));
      for (const element of root.children)
        if (element instanceof HTMLElement && element !== cover) element.inert = true;
      cover.hidden = false;
      reload.focus();
    },

    /** In the article's place, while there is none. @param {string} text @param {HTMLElement[]} actions */
    instead(text, actions = []) {
      part(root, "scroll").replaceChildren(
        make("div", { class: "ca-instead" }, make("p", {}, text), ...actions),
      );
    },
  };
}

/** A link to the page where one says who one is, and back. */
export function signIn() {
  const link = make(
    "a",
    {
      class: "ca-button",
      href: `/who?next=${encodeURIComponent(location.pathname + location.search)}`,
    },
    "Choose your name",
  );
  return link;
}

/** @param {string} text @param {string} action */
function button(text, action) {
  return make("button", { type: "button", class: "ca-button", "data-do": action }, text);
}

/** @param {"warn" | "danger"} kind @param {string} text @param {...HTMLElement} actions */
function line(kind, text, ...actions) {
  return make(
    "div",
    { class: "ca-line", "data-kind": kind, role: "group" },
    make("span", {}, text),
    ...actions,
  );
}

/** @param {Conflict[]} conflicts @param {Record[]} records */
function conflictLine(conflicts, records) {
  const { place, slot, theirs } = at(conflicts, 0);
  const record = at(records, place);
  const { text, elsewhere, here } = conflictWords(slot, record.claim.n, { theirs, record });
  const more = conflicts.length > 1 ? ` (${conflicts.length - 1} more)` : "";
  return line(
    "warn",
    text + more,
    withData(button(elsewhere, "keep-elsewhere"), conflictKey({ place, slot })),
    withData(button(here, "keep-here"), conflictKey({ place, slot })),
  );
}

/** @param {Conflict} conflict @param {Record[]} records */
function keyOf({ place, slot, theirs }, records) {
  const { answer, note, split } = at(records, place);
  return [place, slot, theirs?.event, answerWords(answer), note, split].join();
}

/** @param {number} n */
function refusedWords(n) {
  return n === 1
    ? "1 change was refused by the server. It is kept here."
    : `${n} changes were refused by the server. They are kept here.`;
}

/** @param {HTMLButtonElement} element @param {string} value */
function withData(element, value) {
  element.value = value;
  return element;
}
