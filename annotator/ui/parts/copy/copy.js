// A text to take along: selected by one click or by the focus, copied by a button.
//
// Colleagues open the page by plain http, where no page may reach the clipboard: the button
// does what Ctrl+C does, and says so where a browser does not let it.

const COPIED = "Copied.";
const BY_HAND = "This browser does not copy for a page. The text is selected: press Ctrl+C, or ⌘C.";

/**
 * Streamlit calls this again, with the same parent, whenever the data have changed.
 *
 * @param {{ data: { label: string, text: string }, parentElement: HTMLElement | ShadowRoot }} component
 */
export default function copy({ data, parentElement }) {
  const label = parentElement.querySelector("label");
  const input = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("output");
  if (!label || !input || !button || !said) return;
  label.textContent = data.label;
  if (input.value !== data.text) {
    said.textContent = "";
    input.value = data.text;
    input.focus({ preventScroll: true }); // what was pressed to come here is gone
    input.select();
  }
  input.onfocus = () => input.select();
  input.onmousedown = (event) => {
    event.preventDefault(); // else a click into what is selected leaves nothing selected
    input.focus({ preventScroll: true });
    input.select();
  };
  button.onclick = () => {
    input.focus({ preventScroll: true });
    input.select();
    said.textContent = document.execCommand("copy") ? COPIED : BY_HAND;
  };
}
