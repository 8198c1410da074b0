// The settings of one analyst: reading size, theme and keys. They are kept on the server, so they are the same in
// every browser; keys and theme hold from the next time the page is loaded, which closing the settings does.

import { make, mark, part, write } from "./dom.js";
import { commandWords } from "./help.js";
import { latin } from "./keys.js";
import { followTheme, keepTheme } from "./theme.js";

/** @import { DeskData, Reply } from "./types.js" */
/** @typedef {{ label: string, name: string, key: string }} Row a command or a tag, and the key that it has */

/** C and R are Streamlit's; S, R and X say what evidence does. */
const TAKEN = "crsx";

/**
 * @param {HTMLElement} root
 * @param {DeskData} desk
 * @param {(preferences: Record<string, string>) => Promise<Reply>} save
 * @param {AbortSignal} signal
 */
export function makeSettings(root, desk, save, signal) {
  const dialog = /** @type {HTMLDialogElement} */ (part(root, "settings"));
  const selects = [...dialog.querySelectorAll("select")];
  const list = part(root, "settings-keys");
  const { times, ...before } = desk.preferences ?? {};
  /** @type {Record<string, string>} */
  let chosen = before;
  let keys = desk.keys ?? {};
  let tagKeys = Object.fromEntries(desk.scheme.tags.map(({ name, key }) => [name, key]));
  /** Whether the page has to be loaded again. */
  let stale = false;
  /** The row that waits for a key. @type {Row | null} */
  let waiting = null;
  let saved = Promise.resolve();

  /** @param {string} words */
  const say = (words) => write(part(root, "settings-said"), words);

  function show() {
    for (const select of selects) select.value = chosen[select.name] ?? "";
    mark(root, "data-size", chosen.size || null);
  }

  /** @returns {Row[]} */
  function rows() {
    return [
      ...Object.entries(tagKeys).map(([name, key]) => ({ label: name, name: `tag.${name}`, key })),
      ...commandWords().map(({ name, label }) => ({ label, name: `key.${name}`, key: keys[name] ?? name })),
    ];
  }

  function fill() {
    const buttons = rows().map((row) => {
      const words = waiting?.name === row.name ? "press a key" : row.key.toUpperCase();
      const button = make("button", { type: "button", class: "ca-button", "aria-label": `${row.label}: ${words}` }, words);
      button.addEventListener("click", () => wait(row), { signal });
      return make("li", { "data-row": row.name }, make("span", {}, row.label), button);
    });
    list.replaceChildren(...buttons);
  }

  /** @param {Row} row */
  function wait(row) {
    waiting = row;
    say(`Press the new key for “${row.label}”. Esc leaves it as it is.`);
    refill(row);
  }

  /** @param {Row} row whose button keeps the focus */
  function refill(row) {
    fill();
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-row="${CSS.escape(row.name)}"] button`))?.focus();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (!waiting || event.key === "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const row = waiting;
    const key = latin(event);
    const other = rows().find((one) => one.key === key && one.name !== row.name);
    if (event.key === "Escape") say("");
    else if (!(row.name.startsWith("tag.") ? /^[a-z0-9]$/ : /^[a-z]$/).test(key)) return say("A letter from A to Z is needed; for a tag also a digit.");
    else if (TAKEN.includes(key)) return say(`${key.toUpperCase()} is taken: C and R are Streamlit’s, S, R and X are for evidence.`);
    else if (other) return say(`${key.toUpperCase()} is “${other.label}” already. Choose another key.`);
    else keep(() => ({ ...chosen, [row.name]: key }));
    waiting = null;
    refill(row);
  }

  /** One after the other: each choice is made beside those before it. @param {() => Record<string, string>} change from what is chosen by then */
  function keep(change) {
    saved = saved.then(async () => take(change(), await save(change())));
  }

  /** @param {Record<string, string>} wanted @param {Reply} reply */
  function take(wanted, { status, body }) {
    if (status !== 200) {
      say(status === 0 ? "Not saved: there is no connection. Everything stays as it was." : (body?.message ?? "Not saved."));
      return show();
    }
    stale ||= JSON.stringify([keys, tagKeys]) !== JSON.stringify([body.keys, body.tags]);
    chosen = wanted;
    ({ keys, tags: tagKeys } = body);
    if (keepTheme(chosen.theme ?? "")) stale = true;
    say(stale ? "Saved. It holds when you close this." : "Saved.");
    show();
    const { activeElement } = /** @type {ShadowRoot} */ (root.getRootNode());
    const row = rows().find(({ name }) => activeElement?.closest("li")?.dataset.row === name);
    if (row) refill(row);
    else fill();
  }

  for (const select of selects)
    select.addEventListener(
      "change",
      () => {
        const { name, value } = select;
        keep(() => ({ ...chosen, ...(name === "keys" ? reset() : {}), [name]: value }));
      },
      { signal },
    );
  part(root, "settings-reset").addEventListener("click", () => keep(() => ({ ...chosen, ...reset(), keys: "" })), { signal });
  dialog.addEventListener("keydown", pressed, { capture: true, signal });
  dialog.addEventListener("close", () => stale && location.reload(), { signal });
  show();
  followTheme(chosen.theme);

  /** No single key is changed. */
  function reset() {
    return Object.fromEntries(Object.keys(chosen).filter((name) => name.includes(".")).map((name) => [name, ""]));
  }

  return {
    dialog,

    open() {
      waiting = null;
      say("");
      show();
      fill();
      dialog.showModal();
    },
  };
}
