// The lines about trouble lie over the head of the article. It makes room for them, and what one reads stays
// where it is.

/** @param {HTMLElement} lines @param {HTMLElement} scroller @param {AbortSignal} signal */
export function makeRoomFor(lines, scroller, signal) {
  let room = 0;
  const watch = new ResizeObserver(() => {
    const height = lines.offsetHeight;
    if (height === room) return;
    const top = scroller.scrollTop;
    scroller.style.paddingBlockStart = `${height}px`;
    scroller.style.setProperty("--room", `${height}px`);
    scroller.scrollTop = top + height - room;
    room = height;
  });
  watch.observe(lines);
  signal.addEventListener("abort", () => watch.disconnect());
}

/** How much of the scroller's head they cover. @param {HTMLElement} scroller */
export function roomIn(scroller) {
  return Number.parseFloat(scroller.style.paddingBlockStart) || 0;
}
