// A choice that the browser remembers for the next page.

/** @typedef {{ read: () => string, write: (choice: string) => void }} Memory */

/**
 * @param {string} key
 * @param {() => Storage} where a browser that forbids storage refuses to name it even
 * @returns {Memory}
 */
export function makeMemory(key, where) {
  return {
    read() {
      try {
        return where().getItem(key) ?? "";
      } catch {
        return ""; // a browser that forbids storage forgets
      }
    },

    /** "" is no choice. */
    write(choice) {
      try {
        if (choice) where().setItem(key, choice);
        else where().removeItem(key);
      } catch {
        // the choice holds for this page
      }
    },
  };
}
