// When the screen is drawn: what changed is noted, and drawn once before the browser paints, however many
// keys came. A key's own handler stays short, and a key held down costs one drawing a frame.

/**
 * @param {{
 *   before: () => void, claim: (place: number) => void, panel: () => void, counts: () => void,
 *   state: () => void, arrive: () => void,
 * }} draw `before` comes first in a frame; `arrive` last: it moves the focus and scrolls, which need the layout
 */
export function makeScreen(draw) {
  /** @type {Set<number>} */
  const claims = new Set();
  const stale = { panel: false, counts: false, state: false, arrive: false };
  let frame = 0;

  function now() {
    // taken first: what is noted while this is drawn is for the next frame
    const places = [...claims];
    const { panel, counts, state } = stale;
    claims.clear();
    stale.panel = stale.counts = stale.state = false;
    for (const place of places) draw.claim(place);
    if (panel) draw.panel();
    if (counts) draw.counts();
    if (state) draw.state();
  }

  function turn() {
    frame = 0;
    draw.before();
    now();
    if (!stale.arrive) return;
    stale.arrive = false;
    draw.arrive();
  }

  return {
    /** Draw this before the next paint. @param {...("panel" | "counts" | "state" | "arrive" | number)} what a number is a claim's place */
    draw(...what) {
      for (const one of what) {
        if (typeof one === "number") claims.add(one);
        else stale[one] = true;
      }
      frame ||= requestAnimationFrame(turn);
    },

    /** Draw it at once, and leave the focus and the scrolling as they are. */
    now() {
      stale.arrive = false;
      now();
    },

    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
