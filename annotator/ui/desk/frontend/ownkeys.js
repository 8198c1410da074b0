// The keys that somebody changed. A command is named by the key that it has as it comes; what stands on the screen
// about keys is written with those that hold.

/** @param {HTMLElement} root @param {Record<string, string>} keys the changed ones, by command */
export function makeOwnKeys(root, keys) {
  const meant = new Map(Object.entries(keys).map(([name, key]) => [key, name]));

  /** The key of a command, as it is written. @param {string} cap as the program comes: “J”, “Shift Z”, “Esc” */
  function shown(cap) {
    const [, before = "", name = ""] = /^(Shift |⇧)?(.)$/u.exec(cap) ?? [];
    const key = keys[name.toLowerCase()];
    return key ? before + key.toUpperCase() : cap;
  }

  // What came first is remembered, for another analyst here.
  for (const cap of root.querySelectorAll("kbd")) {
    cap.dataset.cap ??= cap.textContent ?? "";
    cap.textContent = shown(cap.dataset.cap);
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[title]"))) {
    element.dataset.tip ??= element.title;
    element.title = element.dataset.tip.replace(/\((.)\)$/u, (_, cap) => `(${shown(cap)})`);
  }
  root.toggleAttribute("data-own-sure", ["l", "m", "h"].some((name) => name in keys));

  return {
    shown,

    /** Which command's key was pressed; "" for a key that lost its command. @param {string} key */
    meant: (key) => meant.get(key) ?? (key in keys ? "" : key),
  };
}
