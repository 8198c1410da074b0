// The claim under the mouse is tinted while the mouse moves. A mouse that rests leaves no tint on whatever the
// keys bring under it, which `:hover` would.

/** @param {HTMLElement} scroller @param {HTMLElement} root @param {AbortSignal} signal */
export function tintUnderMouse(scroller, root, signal) {
  /** @type {Element | null} */
  let tinted = null;
  let seen = "";

  /** @param {Element | null} claim */
  function tint(claim) {
    if (claim === tinted) return;
    tinted?.removeAttribute("data-pointed");
    claim?.setAttribute("data-pointed", "");
    tinted = claim;
  }

  const off = () => tint(null);
  scroller.addEventListener(
    "pointermove",
    ({ pointerType, screenX, screenY, target }) => {
      const here = `${screenX} ${screenY}`;
      if (pointerType !== "mouse" || here === seen) return; // after a scroll the browser tells of a move that was none
      seen = here;
      tint(target instanceof Element ? target.closest(".ca-claim") : null);
    },
    { signal },
  );
  scroller.addEventListener("pointerleave", off, { signal });
  root.addEventListener("keydown", off, { signal });
}

/** A tag that was clicked is under the mouse for the next claim too: it looks chosen until the mouse moves. @param {HTMLElement} tags @param {AbortSignal} signal */
export function restOnTag(tags, signal) {
  let seen = "";
  tags.addEventListener(
    "click",
    ({ screenX, screenY }) => {
      seen = `${screenX} ${screenY}`;
      tags.setAttribute("data-still", "");
    },
    { signal },
  );
  tags.addEventListener(
    "pointermove",
    ({ screenX, screenY }) => {
      if (`${screenX} ${screenY}` !== seen) tags.removeAttribute("data-still");
    },
    { signal },
  );
}
