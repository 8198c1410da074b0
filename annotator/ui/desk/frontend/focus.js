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
  const host = hostOf(root);

  function stop() {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  /** Goes on until the desk has the focus again: a dialog may take it from where it went first. */
  function check() {
    if (root.matches(":focus-within")) stop();
    else if (document.querySelector("[role=dialog]") || !document.hasFocus()) return;
    else if (nowhere(document.activeElement)) takeBack();
  }

  /** The body, or a part of the page around the desk that only scrolls. @param {Element | null} active */
  function nowhere(active) {
    return active === null || (active !== host && active.contains(host));
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

/** The desk as the document sees it. @param {HTMLElement} root */
function hostOf(root) {
  const tree = root.getRootNode();
  return tree instanceof ShadowRoot ? tree.host : root;
}
