// The focus into a field that has just appeared; what is pasted or typed there, taken at once.

const PATIENCE = 20_000; // milliseconds until a field that does not come is no longer waited for
const PAUSE = 700; // milliseconds without a key after which what was typed is taken

/** @param {string} key */
function fieldOf(key) {
  const found = document.querySelector(`.st-key-${CSS.escape(key)} :is(textarea, input)`);
  return found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement ? found : null;
}

/** Streamlit takes a text when its field loses the focus; it need not really lose it.
 * @param {HTMLElement} field
 */
function commit(field) {
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  if (document.activeElement === field) {
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  }
}

/**
 * @param {{ data: { field: string }, parentElement: HTMLElement | ShadowRoot }} component
 */
export default function focus({ data, parentElement }) {
  const begun = performance.now();
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement;
  let pause = 0;
  /** @param {Event} event */
  const taken = (event) => {
    const field = event.currentTarget;
    if (!(field instanceof HTMLElement)) return;
    clearTimeout(pause);
    if (event instanceof InputEvent && event.isComposing) return;
    const pasted = event instanceof InputEvent && event.inputType === "insertFromPaste";
    pause = setTimeout(() => commit(field), pasted ? 0 : PAUSE);
  };
  const look = () => {
    const field = fieldOf(data.field);
    if (field) {
      field.addEventListener("input", taken);
      field.addEventListener("compositionend", taken);
      // What came before this script did has told nobody; told twice, Streamlit takes it once.
      if (field.value) pause = setTimeout(() => commit(field), PAUSE);
      // a touch keyboard that covers half of the dialog is better asked for
      if (matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
    } else if (host.isConnected && performance.now() - begun < PATIENCE) {
      requestAnimationFrame(look);
    }
  };
  look();
  return () => {
    clearTimeout(pause);
    fieldOf(data.field)?.removeEventListener("input", taken);
    fieldOf(data.field)?.removeEventListener("compositionend", taken);
  };
}
