// The address names the article and the claim, so that a reload returns to it.

/** Chromium lets a page replace its address about 200 times in 10 seconds. */
const PAUSE = 100;

/**
 * The claim that the address asks for, if it speaks of this article.
 * @param {number} article
 * @param {string} search
 */
export function claimInAddress(article, search = location.search) {
  const query = new URLSearchParams(search);
  const claim = Number(query.get("claim"));
  return Number(query.get("article")) === article && Number.isInteger(claim) && claim > 0 ? claim : null;
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

  function turn() {
    timer = wanted === null ? null : setTimeout(turn, PAUSE);
    write();
  }

  return {
    /** Behind the key that moved, or at the end of the pause if something was written lately. @param {number} claim */
    show(claim) {
      wanted = claim;
      timer ??= setTimeout(turn, 0);
    },

    flush: write,

    close() {
      if (timer !== null) clearTimeout(timer);
      timer = wanted = null; // another page may own the address by now
    },
  };
}
