// What somebody pasted or typed: a web address, or words. Pure.

import { codePoints } from "./selection.js";

/** @import { Said } from "./types.js" */

/** As many characters of a quotation are kept. */
const LONGEST = 10_000;

/** What hides in an address, or does not belong in one. */
const ODD = /[\u0000-\u0020\u007f-\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\<>"]/;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const DOI = /^10\.\d{4,9}\/[^\s]{1,300}$/;
const BEFORE_DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A host and what follows, as people write it down: www.example.org, example.org/page, example.org. */
const HOST = /^(?:www\.[^\s./]+\.\S+|(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?\/\S*|(?:[\p{L}\p{N}-]+\.)+(?:com|edu|gov|info|int|mil|net|news|org))$/iu;
/** Where anybody looks for kept copies of a page. */
const ARCHIVE = "https://web.archive.org/web/*/";

/** @param {string} text */
export function isAddress(text) {
  const one = text.trim();
  return !/\s/.test(one) && doiIn(one) === "" && (SCHEME.test(one) || HOST.test(one));
}

/** The DOI that a text is, however it is written, or "". @param {string} text */
export function doiIn(text) {
  const bare = text.trim().replace(BEFORE_DOI, "");
  return DOI.test(bare) ? bare : "";
}

/**
 * An address as it is sent, or what is wrong with it.
 * @param {string} text
 * @returns {{ url: string, wrong: string }}
 */
export function addressIn(text) {
  const one = text.trim();
  const whole = !SCHEME.test(one) && HOST.test(one) ? `https://${one}` : one;
  /** @param {string} wrong */
  const not = (wrong) => ({ url: "", wrong });
  if (whole === "") return not("");
  if (whole.length > 2000) return not("The address is longer than 2,000 characters.");
  if (ODD.test(whole)) return not("The address holds a space or a character that hides. Copy it again.");
  try {
    const { protocol, host, username, password } = new URL(whole);
    if (username || password) return not("The address holds a login before the @. Leave it out.");
    if ((protocol === "http:" || protocol === "https:") && host) return { url: whole, wrong: "" };
  } catch {
    // no address at all
  }
  return not("A web address begins with http:// or https:// and a host.");
}

/**
 * What a text is as evidence.
 * @param {string} text
 * @param {string} today
 * @returns {{ said: Pick<Said, "type" | "url" | "quote" | "doi" | "accessed">, wrong: string }}
 */
export function readPasted(text, today) {
  const doi = doiIn(text);
  if (doi) return { said: { type: "document", url: "", quote: "", doi, accessed: "" }, wrong: "" };
  if (!isAddress(text)) {
    const quote = wellFormed(text.trim());
    const length = codePoints(quote);
    const wrong = length > LONGEST ? `The words have ${length.toLocaleString("en")} characters; at most ${LONGEST.toLocaleString("en")} are kept. Shorten them.` : "";
    return { said: { type: "quote", url: "", quote, doi: "", accessed: "" }, wrong };
  }
  const { url, wrong } = addressIn(text);
  return { said: { type: "url", url, quote: "", doi: "", accessed: today }, wrong };
}

/** What is wrong with a date, or "". @param {string} value @param {string} today */
export function wrongDate(value, today) {
  const [, year = "", month = "01", day = "01"] = DATE.exec(value) ?? [];
  const known = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const there = year > "0000" && !Number.isNaN(known.getTime()) && known.getUTCDate() === Number(day);
  if (value !== "" && !there) return `“${value}” is no date: write 2026-11-30, 2026-11 or 2026.`;
  return value > today.slice(0, value.length) ? `${value} has not come yet. Check the date.` : "";
}

/** What is wrong with a DOI, or "". @param {string} value */
export function wrongDoi(value) {
  return value === "" || doiIn(value) ? "" : `“${value}” is no DOI: one looks like 10.1000/182.`;
}

/** What is wrong with the number of a group, or "". @param {number | null} value */
export function wrongGroup(value) {
  const fine = value === null || (Number.isInteger(value) && value >= 1 && value <= 1000);
  return fine ? "" : "A group is a whole number from 1 to 1,000.";
}

/** The day here, as ISO 8601 writes it. @param {Date} now */
export function dayOf(now) {
  const [month, day] = [now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0"));
  return `${now.getFullYear()}-${month}-${day}`;
}

/** Where kept copies of a page would be found. @param {string} url */
export const archiveOf = (url) => ARCHIVE + url;

/** Half a surrogate pair is no text. @param {string} text */
function wellFormed(text) {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}
