// What is pasted on the desk, dropped on it, or chosen from the disk.

import { part } from "./dom.js";

const FIELDS = "textarea, select, input";
/** One thing: a file, an address, or words. @typedef {{ file: File | null, text: string }} Received */

/**
 * @param {HTMLElement} root
 * @param {{ field: HTMLTextAreaElement, can: () => boolean, receive: (received: Received) => void }} to `field` is where one pastes;
 *   elsewhere a field keeps what is pasted into it
 * @param {AbortSignal} signal
 */
export function listenForGifts(root, { field, can, receive }, signal) {
  const panel = part(root, "panel");
  const choose = /** @type {HTMLInputElement} */ (part(root, "choose"));

  /** @param {Event} event @param {DataTransfer | null} data */
  function take(event, data) {
    const received = receivedFrom(data);
    if (!can() || (!received.file && !received.text.trim())) return;
    event.preventDefault();
    receive(received);
  }

  root.addEventListener(
    "paste",
    (event) => {
      const { target, clipboardData } = event;
      const elsewhere = target instanceof Element && target.matches(FIELDS) && target !== field;
      const goesOn = target === field && field.value !== "" && !clipboardData?.files.length;
      if (!elsewhere && !goesOn) take(event, clipboardData);
    },
    { signal },
  );
  choose.addEventListener(
    "change",
    () => {
      const file = choose.files?.[0];
      if (file && can()) receive({ file, text: "" });
      choose.value = "";
    },
    { signal },
  );
  root.addEventListener(
    "dragover",
    (event) => {
      if (!can() || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      panel.setAttribute("data-drop", "");
    },
    { signal },
  );
  root.addEventListener(
    "dragleave",
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) panel.removeAttribute("data-drop");
    },
    { signal },
  );
  root.addEventListener(
    "drop",
    (event) => {
      event.preventDefault(); // or the browser would open the file in place of the desk
      panel.removeAttribute("data-drop");
      take(event, event.dataTransfer);
    },
    { signal },
  );
}

/** @param {DataTransfer | null} data @returns {Received} */
function receivedFrom(data) {
  const file = data?.files[0] ?? null;
  const link = data?.getData("text/uri-list").split(/\r?\n/).find((line) => line && !line.startsWith("#"));
  return { file, text: link || data?.getData("text/plain") || "" };
}
