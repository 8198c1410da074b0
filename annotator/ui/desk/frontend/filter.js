// The filter: which claims the way leads among, how many they are, and what stands there when none is left.

import { make, mark, part, write } from "./dom.js";
import { all } from "./way.js";
import { makeMemory } from "./memory.js";

/** @import { Scheme, Tag } from "./types.js" */
/** @import { Record } from "./acts.js" */
/** @import { Wanted, makeWay } from "./way.js" */
/** `begin` comes once, when the kind is chosen. @typedef {{ name: string, label: string, one: string, many: string, begin: () => Wanted }} Kind */

/** @param {{ tags: Pick<Tag, "name" | "outcome">[] }} scheme @param {() => Set<Record>} revised @param {Wanted | null} wanting where tags ask for evidence @returns {{ said: Kind[], tags: Kind[] }} */
export function kindsOf({ tags }, revised = () => new Set(), wanting = null) {
  const evidence = {
    ...kind("evidence", wanting ?? (() => false)),
    ...{ label: "Wants evidence", one: "claim that wants evidence", many: "claims that want evidence" },
  };
  return {
    said: [
      kind("untagged", (record) => record.answer === null),
      kind("unsure", (record) => record.answer?.outcome === "unsure"),
      kind("skipped", (record) => record.answer?.outcome === "skipped"),
      {
        ...kind("noted", (record) => record.note !== ""),
        ...{ one: "claim with a note", many: "claims with a note" },
      },
      {
        ...kind("to split", (record) => record.split),
        ...{ name: "split", label: "Wants a split" },
        ...{ one: "claim that wants a split", many: "claims that want a split" },
      },
      {
        ...kind("asked", (record) => Boolean(record.claim.question)),
        ...{ label: "A reviewer asks" },
        ...{ one: "claim that a reviewer asks about", many: "claims that a reviewer asks about" },
      },
      ...(wanting ? [evidence] : []),
      {
        ...kind("revised", () => false),
        ...{ label: "Changes of mind", begin: () => among(revised()) },
        ...{ one: "claim with a change of mind", many: "claims with a change of mind" },
      },
    ],
    tags: tags
      .filter((tag) => tag.outcome === "tagged")
      .map((tag) => ({
        ...kind(tag.name, (record) => record.answer?.tag === tag.name),
        name: `tag:${tag.name}`,
      })),
  };
}

/** @param {Set<Record>} records @returns {Wanted} */
function among(records) {
  return (record) => records.has(record);
}

/** @param {string} word @param {Wanted} wanted @returns {Kind} */
function kind(word, wanted) {
  const label = word.slice(0, 1).toUpperCase() + word.slice(1);
  return { name: word, label, one: `${word} claim`, many: `${word} claims`, begin: () => wanted };
}

/**
 * @param {HTMLElement} root
 * @param {Scheme} scheme
 * @param {ReturnType<typeof makeWay>} way
 * @param {() => Set<Record>} revised the claims on which the analyst changed their mind
 * @param {Wanted | null} wanting which claims still want evidence, where tags ask for it
 * @param {string} key under which a tab remembers the choice, and only a tab: who comes back another day finds all claims
 */
export function makeFilter(root, scheme, way, revised, wanting, key) {
  const memory = makeMemory(`claim-annotator:filter:${key}`, () => sessionStorage);
  const field = /** @type {HTMLSelectElement} */ (part(root, "filter"));
  const standing = part(root, "standing");
  const rest = part(root, "rest");
  const { said, tags } = kindsOf(scheme, revised, wanting);
  const kinds = new Map([...said, ...tags].map((one) => [one.name, one]));
  field.replaceChildren(
    make("option", { value: "" }, "All claims"),
    ...said.map(option),
    make("optgroup", { label: "By tag" }, ...tags.map(option)),
  );
  /** @type {Kind | undefined} */
  let chosen;
  let met = false;

  return {
    field,
    rest,
    on: () => chosen !== undefined,
    /** What was chosen when this page was left, or "". */
    before: () => (kinds.has(memory.read()) ? memory.read() : ""),

    /** What the way leads among now. */
    words() {
      if (!chosen) return "All claims.";
      const { total } = way.standing(-1);
      return `${total === 1 ? `1 ${chosen.one}` : `${total} ${chosen.many}`}.`;
    },

    /** Lead only among these from now on; "" for all. @param {string} name @returns {Wanted} */
    choose(name) {
      chosen = kinds.get(name);
      met = false;
      if (field.value !== (chosen?.name ?? "")) field.value = chosen?.name ?? "";
      mark(root, "data-filter", chosen ? chosen.name : null);
      memory.write(chosen?.name ?? "");
      const wanted = chosen?.begin() ?? all;
      way.narrow(wanted);
      return wanted;
    },

    /**
     * Hear of a choice. It `stays` in the field where one goes through the list with the arrows, and does not
     * where one has opened the list and picked from it.
     * @param {(name: string, stays: boolean) => void} chose
     * @param {AbortSignal} signal
     */
    watch(chose, signal) {
      let stepping = false;
      field.addEventListener(
        "keydown",
        () => {
          stepping = true;
          setTimeout(() => (stepping = false));
        },
        { signal },
      );
      field.addEventListener("change", () => chose(field.value, stepping), { signal });
    },

    /** @param {number} current -1 behind the last one */
    show(current) {
      const away = !chosen || current >= 0;
      met ||= current >= 0;
      if (rest.hidden !== away) rest.hidden = away;
      if (standing.hidden !== !chosen) standing.hidden = !chosen;
      if (!chosen) return;
      const { rank, total } = way.standing(current);
      write(standing, rank > 0 ? `${rank} of ${total}` : String(total));
      if (away) return;
      write(part(rest, "rest-title"), `${met ? "No more" : "No"} ${chosen.many}.`);
      write(part(rest, "rest-text"), restWords(chosen, total, met));
      const again = part(rest, "rest-again");
      again.hidden = total === 0;
      write(part(rest, "rest-word"), `First ${chosen.one}`);
    },
  };
}

/** @param {Kind} kind @param {number} total @param {boolean} met whether there was one when it was chosen */
function restWords({ one, many }, total, met) {
  if (total === 0) return met ? "Each of them is done." : "There are none in this article.";
  return `That was the last of ${total === 1 ? `1 ${one}` : `${total} ${many}`}.`;
}

/** @param {Kind} kind */
function option({ name, label }) {
  return make("option", { value: name }, label);
}
