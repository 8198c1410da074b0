// The desk's keys work only while the desk has the focus. Whatever drops it — Streamlit's modal “Connection
// error”, a page element that disappears — gives it back here.

import { watchDialogs } from "./dialogs.js";

const POLL = 200;
const SOON = 30;
/** For so long after the desk has opened, Streamlit may still be moving the page around it. */
const SETTLING = 5000;

/**
 * @param {HTMLElement} root
 * @param {() => void} takeBack
 * @param {{ answers: () => Promise<boolean>, lost: () => void }} server whether it answers, and what to do if not
 */
export function guardFocus(root, takeBack, server) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  const host = hostOf(root);
  const settled = performance.now() + SETTLING;
  /** What led here, a link perhaps: it needs the focus no more, unless somebody goes back to it. */
  let origin = document.activeElement;
  /** What had the focus last, if the desk had it. @type {HTMLElement | null} */
  let last = null;
  const dialogs = watchDialogs(host, {
    ...server,
    ours: () => last !== null,
    closed: () => look(SOON),
  });

  /** @param {number} ms */
  function look(ms) {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(check, ms);
  }

  /** Goes on until the desk has the focus again: a dialog may take it from where it went first. */
  function check() {
    timer = null;
    if (!root.matches(":focus-within")) {
      if (document.querySelector("[role=dialog]") || host.closest("[inert]")) {
        look(dialogs.holding() ? SOON : POLL);
        return;
      }
      if (!document.hasFocus() || !nowhere(document.activeElement)) {
        look(POLL);
        return;
      }
      if (dialogs.holding() && last?.matches("textarea, input, select")) last.focus();
      if (!root.matches(":focus-within")) takeBack();
      if (!root.matches(":focus-within")) {
        look(POLL);
        return;
      }
    }
    for (const key of dialogs.release()) type(focused(), key);
    if (performance.now() < settled) look(POLL); // an element that is moved loses the focus without a word
  }

  /** The body, or a part of the page around the desk that only scrolls. @param {Element | null} active */
  function nowhere(active) {
    if (active === null || (active === origin && performance.now() < settled)) return true;
    return active !== host && active.contains(host);
  }

  function focused() {
    const tree = root.getRootNode();
    const { activeElement } = tree instanceof ShadowRoot ? tree : document;
    return activeElement instanceof HTMLElement ? activeElement : root;
  }

  /** @param {FocusEvent} event */
  function arrived(event) {
    last = event.composedPath().find((one) => one instanceof HTMLElement) ?? null;
  }

  function left() {
    dialogs.look();
    if (timer === null) look(POLL);
  }

  /** Somewhere else on the page, by somebody's will. @param {FocusEvent} event */
  function elsewhere(event) {
    const { target } = event;
    if (target === host || !(target instanceof Element)) return;
    if (!target.closest("[role=dialog]")) last = origin = null;
  }

  look(POLL);
  root.addEventListener("focusin", arrived);
  root.addEventListener("focusout", left);
  document.addEventListener("focusin", elsewhere);
  return {
    stop() {
      if (timer !== null) clearTimeout(timer);
      dialogs.stop();
      root.removeEventListener("focusin", arrived);
      root.removeEventListener("focusout", left);
      document.removeEventListener("focusin", elsewhere);
    },
  };
}

/** A key that was held back, where it was meant for. @param {HTMLElement} element @param {KeyboardEvent} key */
function type(element, key) {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) {
    const text = key.key === "Enter" ? "\n" : key.key;
    if (text.length > 1) return;
    element.setRangeText(text, element.selectionStart ?? 0, element.selectionEnd ?? 0, "end");
    element.dispatchEvent(new InputEvent("input", { bubbles: true, data: text }));
    return;
  }
  const { key: name, code, shiftKey, repeat } = key;
  element.dispatchEvent(
    new KeyboardEvent("keydown", {
      key: name,
      code,
      shiftKey,
      repeat,
      bubbles: true,
      cancelable: true,
      composed: true,
    }),
  );
}

/** The desk as the document sees it. @param {HTMLElement} root */
function hostOf(root) {
  const tree = root.getRootNode();
  return tree instanceof ShadowRoot ? /** @type {HTMLElement} */ (tree.host) : root;
}
