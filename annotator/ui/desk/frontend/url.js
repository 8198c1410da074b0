// The address names the article and the claim, so that a reload returns to it.

/** Chromium lets a page replace its address 200 times in 10 seconds: one write in 100 ms, and some at once. */
const PAUSE = 100;
const AT_ONCE = 50;

/**
 * The claim that the address asks for, if it speaks of this article.
 * @param {number} article
 * @param {string} search
 */
export function claimInAddress(article, search = location.search) {
  const query = new URLSearchParams(search);
  const claim = Number(query.get("claim"));
  return Number(query.get("article")) === article && Number.isInteger(claim) && claim > 0
    ? claim
    : null;
}

/** @param {number} article */
export function makeAddress(article) {
  /** @type {number | null} */
  let wanted = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  function write() {
    if (wanted === null) return;
    const url = new URL(location.href);
    url.searchParams.set("article", String(article));
    url.searchParams.set("claim", String(wanted));
    wanted = null;
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  let spare = AT_ONCE;
  let refilled = performance.now();

  function turn() {
    timer = null;
    write();
  }

  /** How long the next write has to wait. */
  function pause() {
    const now = performance.now();
    spare = Math.min(AT_ONCE, spare + (now - refilled) / PAUSE) - 1;
    refilled = now;
    return spare >= 0 ? 0 : PAUSE;
  }

  return {
    /** Behind the key that moved; under a long run of keys, the last one at the end of the pause. @param {number} claim */
    show(claim) {
      wanted = claim;
      timer ??= setTimeout(turn, pause());
    },

    flush: write,

    close() {
      if (timer !== null) clearTimeout(timer);
      timer = wanted = null; // another page may own the address by now
    },
  };
}
