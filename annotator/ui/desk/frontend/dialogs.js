// Streamlit covers the page with a dialog when its server does not answer, and takes the keys. The desk goes on
// without a server and says so itself. So it closes that dialog as a person would, by its own button, once it
// has seen for itself that nobody answers; Streamlit then shows it no more until the server is back. What is
// typed meanwhile is kept for the desk. If Streamlit's dialog should change, it stays, as for any other page.

/** A dialog that is still there so many milliseconds after its button was pressed is not to be closed. */
const PATIENCE = 1000;
const FIELDS = "input, textarea, select, a[href], [contenteditable]";

/**
 * @param {HTMLElement} host the desk as the document sees it
 * @param {{ answers: () => Promise<boolean>, lost: () => void, ours: () => boolean, closed: () => void }} given
 */
export function watchDialogs(host, { answers, lost, ours, closed }) {
  /** @type {WeakSet<Element>} */
  const known = new WeakSet();
  /** @type {KeyboardEvent[]} */
  let held = [];
  /** Whether what is typed is kept: from a dialog that may be the one, until the desk has the focus again. */
  let holding = false;
  let gone = false;

  async function look() {
    const dialog = suspect();
    if (!dialog || known.has(dialog)) return;
    known.add(dialog);
    const mine = ours();
    if (mine) hold();
    const answered = await answers();
    if (gone) return;
    if (answered) {
      if (dialog.isConnected) release(); // it is about something else, and whoever types means it
      else if (mine) closed();
      return;
    }
    lost();
    if (dialog.isConnected) dialog.querySelector("button")?.click();
    if (!mine) return;
    closed();
    setTimeout(() => dialog.isConnected && letPass(), PATIENCE);
  }

  /** A dialog over the desk that says something and can only be closed. @returns {Element | null} */
  function suspect() {
    for (const dialog of document.querySelectorAll("[role=dialog]")) {
      const buttons = dialog.querySelectorAll("button, [role=button]");
      if (host.contains(dialog) || buttons.length !== 1) continue;
      if (!dialog.querySelector(FIELDS)) return dialog;
    }
    return null;
  }

  function hold() {
    if (!holding) addEventListener("keydown", keep, { capture: true });
    holding = true;
  }

  /** @param {KeyboardEvent} event */
  function keep(event) {
    const { activeElement: active } = document;
    const { key, ctrlKey, altKey, metaKey, isComposing } = event;
    if (ctrlKey || altKey || metaKey || isComposing || key === "Escape" || key === "Tab") return;
    if (active === host || active instanceof HTMLButtonElement) return; // these keys find their way
    if (active && !active.contains(host) && !active.closest("[role=dialog]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(event);
  }

  /** From now on the dialog has the keys; what was typed before waits until it is closed. */
  function letPass() {
    if (holding) removeEventListener("keydown", keep, { capture: true });
    holding = false;
  }

  /** What was typed in the meantime; it is kept no longer. */
  function release() {
    letPass();
    const keys = held;
    held = [];
    return keys;
  }

  // Streamlit puts its dialogs straight into the body; the focus leaving the desk is the other sign of one.
  const watch = new MutationObserver(() => void look());
  watch.observe(document.body, { childList: true });
  return {
    look: () => void look(),
    holding: () => holding || held.length > 0,
    release,
    stop() {
      gone = true;
      watch.disconnect();
      release();
    },
  };
}
