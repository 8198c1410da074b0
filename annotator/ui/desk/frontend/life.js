// The life of the page around the desk: hidden, left, come back, in another tab, without a network.

/** @import { makeOutbox } from "./outbox.js" */

/**
 * @param {ReturnType<typeof makeOutbox>} outbox
 * @param {{ hidden: () => void, left: () => void }} last what has to be put into the outbox before it goes
 * @param {AbortSignal} signal
 */
export function live(outbox, last, signal) {
  addEventListener("storage", (event) => outbox.noticed(event.key, event.newValue), { signal });
  addEventListener("online", () => outbox.wake(), { signal });
  addEventListener("pageshow", (event) => event.persisted && outbox.wake(), { signal });
  addEventListener(
    "pagehide",
    () => {
      last.left();
      outbox.leave(true);
    },
    { signal },
  );
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "visible") {
        outbox.wake();
      } else {
        last.hidden();
        outbox.leave(false);
      }
    },
    { signal },
  );
}
