// The focus into a field that has just appeared, and a paste taken at once.

const PATIENCE = 3000; // milliseconds until a field that does not come is no longer waited for

/** @param {string} key */
function fieldOf(key) {
  const found = document.querySelector(`.st-key-${CSS.escape(key)} :is(textarea, input)`);
  return found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement ? found : null;
}

/** Streamlit takes a text when its field loses the focus.
 * @param {Event} event
 */
function commit(event) {
  const field = event.currentTarget;
  if (!(field instanceof HTMLElement)) return;
  setTimeout(() => {
    field.blur();
    field.focus({ preventScroll: true });
  });
}

/**
 * @param {{ data: { field: string }, parentElement: HTMLElement | ShadowRoot }} component
 */
export default function focus({ data, parentElement }) {
  const begun = performance.now();
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement;
  const look = () => {
    const field = fieldOf(data.field);
    if (field) {
      field.addEventListener("paste", commit);
      // a touch keyboard that covers half of the dialog is better asked for
      if (matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
    } else if (host.isConnected && performance.now() - begun < PATIENCE) {
      requestAnimationFrame(look);
    }
  };
  look();
  return () => fieldOf(data.field)?.removeEventListener("paste", commit);
}
