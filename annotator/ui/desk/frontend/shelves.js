// The queue as a list beside the claim: groups of tags that stand against each other, and the claims in each.

import { make, mark } from "./dom.js";

/** @import { Look } from "./looks.js" */
/** @import { Shelf } from "./queue.js" */

/** @param {HTMLElement} place @param {Look} look */
export function makeShelves(place, look) {
  let drawn = "";

  /** @param {Shelf} shelf @param {number} here */
  function group({ key, tags, claims, more, rows, whole }, here) {
    const title = tags.length > 0 ? tags.join(" or ") : "no tag";
    const count = `${claims.toLocaleString("en")}${more ? " +" : ""}`;
    return make(
      "section",
      { class: "ca-shelf", "aria-label": `${title}: ${count}` },
      make(
        "h2",
        {},
        ...tags.map((tag) => {
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
          ...(row.ruling ? [make("small", {}, row.ruling.replaceAll("_", " "))] : []),
        ),
      ),
      ...(whole || rows.length === 0
        ? []
        : [make("button", { type: "button", class: "ca-link", "data-do": "more", value: key }, "more")]),
    );
  }

  return {
    /** @param {Shelf[]} shelves @param {number} here the claim on the paper */
    show(shelves, here) {
      const now = JSON.stringify(shelves.map(({ key, claims, whole, rows }) => [key, claims, whole, rows.map(({ id }) => id)]));
      if (now !== drawn) {
        drawn = now;
        place.replaceChildren(...shelves.map((shelf) => group(shelf, here)));
      }
      for (const item of place.querySelectorAll("button.ca-item")) {
        const current = item instanceof HTMLButtonElement && item.value === String(here);
        if (current && item.getAttribute("aria-current") !== "true") item.scrollIntoView({ block: "nearest" });
        mark(item, "aria-current", current ? "true" : null);
      }
    },
  };
}
