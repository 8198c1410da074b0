// What the queue holds, chosen in fields; the address says it too, so that links lead into it.

import { make } from "./dom.js";
import { RULINGS } from "./ruling.js";

/** @import { QueueData, Wanted } from "./reviewtypes.js" */
/** @typedef {{ name: string, label: string, all: string, options: [string, string][] }} Field */

/** The words of the address that are about the queue. */
export const WORDS = ["state", "article", "pair", "between", "tag", "analyst", "ruling", "only"];

/** @param {string} search @returns {Wanted} */
export function wantedIn(search) {
  const query = new URLSearchParams(search);
  /** @type {Wanted} */
  const wanted = {};
  for (const word of WORDS) {
    const value = query.get(word);
    if (value) wanted[word] = value;
  }
  return wanted;
}

/** An address of the API with the same words. @param {string} address @param {Wanted} wanted */
export function withWords(address, wanted) {
  const words = new URLSearchParams(wanted).toString();
  return words ? `${address}?${words}` : address;
}

/** The same in an address that may say other things too. @param {string} href @param {Wanted} wanted @param {number} claim */
export function addressOf(href, wanted, claim) {
  const url = new URL(href);
  for (const word of WORDS) {
    const value = wanted[word];
    if (value) url.searchParams.set(word, value);
    else url.searchParams.delete(word);
  }
  if (claim > 0) url.searchParams.set("claim", String(claim));
  else url.searchParams.delete("claim");
  return url.href;
}

/**
 * @param {HTMLElement} place
 * @param {QueueData} data
 * @param {(wanted: Wanted) => void} chosen
 */
export function makeFilters(place, data, chosen) {
  /** @type {Wanted} */
  let wanted = {};
  const tags = data.scheme.tags.filter(({ outcome }) => outcome === "tagged");
  /** @type {Field[]} */
  const fields = [
    { name: "state", label: "State", all: "Undecided", options: [["decided", "Settled"], ["all", "All in dispute"]] },
    { name: "article", label: "Article", all: "All articles", options: data.articles.map(({ id, title }) => [String(id), title]) },
    { name: "only", label: "With", all: "Any claim", options: [["unsure", "with unsure"], ["split", "wants a split"], ["noted", "with a note"]] },
    { name: "tag", label: "Tag", all: "Any tag", options: tags.map(({ name }) => [name, `voted ${name}`]) },
    { name: "analyst", label: "Analyst", all: "Anybody", options: data.analysts.map(({ id, name }) => [id, name]) },
    { name: "ruling", label: "Ruling", all: "Any ruling", options: RULINGS.map(({ ruling, settled }) => [ruling, settled]) },
  ];
  const selects = new Map(
    fields.map(({ name, label, all, options }) => {
      const select = make(
        "select",
        { "aria-label": label, name },
        make("option", { value: "" }, all),
        ...options.map(([value, words]) => make("option", { value }, words)),
      );
      return [name, select];
    }),
  );
  const away = make("button", { type: "button", class: "ca-link", "data-do": "narrow" });
  place.replaceChildren(...selects.values(), away);
  place.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement)) return;
    const { [field.name]: _, ...rest } = wanted;
    const next = field.value ? { ...rest, [field.name]: field.value } : rest;
    // a ruling stands on what is settled only
    if (field.name === "ruling" && field.value) next.state = "decided";
    chosen(next);
  });

  /** What no field says: a link led here. @param {Wanted} now */
  function words({ pair, between }) {
    if (pair) return pair.replace(",", " or ");
    if (!between) return "";
    const names = between.split(",").map((id) => data.analysts.find((one) => one.id === id)?.name ?? "somebody");
    return `${names.join(" and ")} differ`;
  }

  return {
    first: /** @type {HTMLSelectElement} */ ([...selects.values()][0]),

    /** @param {Wanted} now */
    show(now) {
      wanted = now;
      for (const [name, select] of selects) {
        select.value = now[name] ?? "";
        select.toggleAttribute("data-on", Boolean(now[name]));
      }
      const more = words(now);
      away.hidden = more === "";
      away.textContent = more ? `${more} ✕` : "";
      away.setAttribute("aria-label", more ? `Only ${more}: show all` : "Show all");
    },

    /** Without what a link asked for. @returns {Wanted} */
    widened() {
      const { pair: _pair, between: _between, ...rest } = wanted;
      return rest;
    },
  };
}
