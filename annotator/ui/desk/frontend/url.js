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

  return {
    /** At once when nothing was written lately, else at the end of the pause. @param {number} claim */
    show(claim) {
      wanted = claim;
      if (timer !== null) return;
      write();
      timer = setTimeout(() => {
        timer = null;
        if (wanted !== null) this.show(wanted);
      }, PAUSE);
    },

    flush: write,

    close() {
      if (timer !== null) clearTimeout(timer);
      timer = wanted = null; // another page may own the address by now
    },
  };
}
