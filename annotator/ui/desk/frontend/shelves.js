// The queue as a list beside the claim: groups of tags that stand against each other, and the claims in each.

import { make, mark } from "./dom.js";

/** @import { Look } from "./looks.js" */
/** @import { Shelf } from "./queue.js" */
/** @import { Waiting } from "./reviewtypes.js" */

/** @param {HTMLElement} place @param {Look} look @param {() => boolean} several whether claims of more than one article may be in the queue */
export function makeShelves(place, look, several = () => false) {
  let drawn = "";

  /** @param {Shelf} shelf @param {number} here @param {boolean} open whether the queue holds what is undecided */
  function group({ key, tags, claims, more, rows, whole }, here, open) {
    // one tag alone would be somebody's vote, which is sealed
    const against = tags.length > 1 ? tags : [];
    const title = tags.length > 1 ? tags.join(" or ") : tags.length === 1 ? "one tag" : "no tag";
    const count = `${claims.toLocaleString("en")}${more ? " +" : ""}`;
    return make(
      "section",
      { class: "ca-shelf", "aria-label": `${title}: ${count}` },
      make(
        "h2",
        {},
        ...against.map((tag) => {
          const shown = look.tag(tag);
          return make("i", { class: "ca-letter", "data-look": shown.look, "aria-hidden": "true" }, shown.letter);
        }),
        make("span", {}, title),
        make("em", {}, count),
      ),
      ...rows.map((row) =>
        make(
          "button",
          {
            type: "button",
            class: "ca-item",
            value: String(row.id),
            "data-do": "go",
            title: row.title,
            ...(row.id === here ? { "aria-current": "true" } : {}),
          },
          make("b", {}, String(row.n)),
          make("span", { dir: "auto" }, row.text),
          ...(several() ? [make("small", { class: "ca-from", dir: "auto" }, row.title)] : []),
          ...(row.ruling ? [make("small", {}, stateWords(row, open))] : []),
        ),
      ),
      ...(whole || rows.length === 0
        ? []
        : [make("button", { type: "button", class: "ca-link", "data-do": "more", value: key }, "more")]),
    );
  }

  return {
    /** Where the current claim is out of sight, bring it into it. */
    reach: () => place.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }),

    /** @param {Shelf[]} all @param {number} here the claim on the paper @param {boolean} open */
    show(all, here, open) {
      const shelves = all.filter(({ claims, rows }) => claims > 0 || rows.length > 0);
      const now = JSON.stringify([several(), ...shelves.map(({ key, claims, whole, rows }) => [key, claims, whole, rows.map(({ id }) => id)])]);
      if (now !== drawn) {
        drawn = now;
        place.replaceChildren(...shelves.map((shelf) => group(shelf, here, open)));
      }
      for (const item of place.querySelectorAll("button.ca-item")) {
        const current = item instanceof HTMLButtonElement && item.value === String(here);
        if (current && item.getAttribute("aria-current") !== "true") item.scrollIntoView({ block: "nearest" });
        mark(item, "aria-current", current ? "true" : null);
      }
    },
  };
}

/** @param {Waiting} row @param {boolean} open */
function stateWords({ ruling }, open) {
  if (ruling === "sent_back") return open ? "answered again" : "sent back";
  return ruling === "tag" ? "settled" : (ruling ?? "").replaceAll("_", " ");
}
