// The desk's keys work only while the desk has the focus. Whatever drops it — Streamlit's modal “Connection
// error”, a page element that disappears — gives it back here.

const POLL = 200;

/**
 * @param {HTMLElement} root
 * @param {() => void} takeBack
 */
export function guardFocus(root, takeBack) {
  /** @type {ReturnType<typeof setInterval> | null} */
  let timer = null;

  function stop() {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  function check() {
    if (document.querySelector("[role=dialog]")) return; // it will fall back to body when this closes
    if (!document.hasFocus()) return;
    if (document.activeElement === document.body || document.activeElement === null) takeBack();
    stop();
  }

  function lost() {
    if (timer === null) timer = setInterval(check, POLL);
  }

  root.addEventListener("focusout", lost);
  return {
    stop() {
      stop();
      root.removeEventListener("focusout", lost);
    },
  };
}
