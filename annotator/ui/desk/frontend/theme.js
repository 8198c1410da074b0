// Light or dark is Streamlit's to draw, and it reads the choice from this browser's storage when a page is loaded:
// under an address of its own for each page. If Streamlit should keep it elsewhere one day, the system decides again.

const PAGES = ["", "tag", "review", "articles", "progress", "agreement", "sources", "export", "team", "guide"];

/** @param {string} page */
const keyOf = (page) => `stActiveTheme-/${page}-v2`;

/**
 * Write the choice where Streamlit looks for it.
 * @param {string} theme "light", "dark" or "", which leaves it to the system
 * @returns {boolean} whether the page has to be loaded again to be drawn so
 */
export function keepTheme(theme) {
  const value = theme && JSON.stringify(theme === "dark" ? "Dark" : "Light");
  try {
    const before = localStorage.getItem(keyOf("tag")) ?? "";
    for (const page of PAGES) {
      if (value) localStorage.setItem(keyOf(page), value);
      else localStorage.removeItem(keyOf(page));
    }
    return before !== value;
  } catch {
    return false; // a browser that forbids storage follows the system
  }
}

/** On another machine the choice is not written yet. @param {string | undefined} theme */
export function followTheme(theme) {
  if (theme && keepTheme(theme) && getComputedStyle(document.documentElement).colorScheme !== theme) location.reload();
}
