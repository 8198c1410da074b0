// The evidence that lies before the analyst, claim by claim: what the server knows, and what the acts of this page
// make of it. A piece is attached once; then it is taken back and brought back. No screen, no network.

import { timeOf } from "./uuid.js";

/** @import { Act, EvidenceKind, EvidenceRow, HistoryRow, Piece, Said, Stance } from "./types.js" */
/** Which acts said of a piece that it counts, or that it does not, oldest first. @typedef {{ piece: Piece | null, said: { act: string, on: boolean }[] }} Held */

/** @type {Said} */
export const NOTHING_SAID = {
  ...{ type: "quote", stance: "supports", group: null, source: "", title: "", url: "", doi: "", locator: "" },
  ...{ quote: "", start: null, end: null, published: "", accessed: "", archive: "", file: "", fileName: "" },
  ...{ credibility: null, note: "", shared: false, assisted: false },
};
const FIELDS = /** @type {(keyof Said)[]} */ (Object.keys(NOTHING_SAID));
/** @type {Record<EvidenceKind, true>} */
const KINDS = { evidence: true, "evidence-withdraw": true, "evidence-restore": true };

/** Whether an act is about evidence. @param {{ kind: string }} act @returns {act is Act & { kind: EvidenceKind }} */
export function isOfEvidence(act) {
  return Object.hasOwn(KINDS, act.kind);
}

/** Whether a row of the history is about evidence. @param {HistoryRow} row @returns {row is EvidenceRow} */
export const isEvidenceRow = (row) => Object.hasOwn(KINDS, row[2]);

/** Which pieces count through an act on evidence, and which count no more. @param {EvidenceKind} kind @param {string} piece @param {string | null | undefined} replaced */
export function turnOf(kind, piece, replaced) {
  if (kind === "evidence-withdraw") return { on: [], off: [piece] };
  return { on: [piece], off: replaced ? [replaced] : [] };
}

/** What a piece or an act says, and nothing else. @param {Partial<Said>} one @returns {Said} */
export function saidBy(one) {
  return Object.assign({}, ...FIELDS.map((field) => ({ [field]: one[field] ?? NOTHING_SAID[field] })));
}

/** The piece that an act speaks of. @param {Act} act */
export const pieceId = (act) => (act.kind === "evidence" ? act.id : (act.evidence ?? ""));

/** The host of an address that may be a link, or "". @param {string} url */
export function hostOf(url) {
  try {
    const { protocol, host } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? host : "";
  } catch {
    return "";
  }
}

/** What is mostly read by programs. */
const DATA = /\.(?:csv|tsv|xlsx?|ods|parquet|jsonl?|dta|sav)$/i;

/** What sort of evidence a file is. @param {{ name: string, type: string }} file @returns {"image" | "dataset" | "document"} */
export function typeOfFile({ name, type }) {
  if (type.startsWith("image/")) return "image";
  return DATA.test(name) ? "dataset" : "document";
}

/** @param {Piece[]} known those that were taken back too @param {HistoryRow[]} rows the analyst's own acts, oldest first */
export function makePieces(known, rows = []) {
  /** @type {Map<string, Held>} */
  const all = new Map(known.map((piece) => [piece.id, { piece, said: [{ act: piece.id, on: true }] }]));
  /** @type {Map<number, Set<Held>>} */
  const ofClaim = new Map();
  for (const held of all.values()) file(held);
  for (const [id, , kind, piece, replaced] of rows.filter(isEvidenceRow)) {
    const { on, off } = turnOf(kind, piece, replaced);
    for (const one of on) say(one, id, true);
    for (const one of off) say(one, id, false);
  }

  /** @param {Held} held */
  function file(held) {
    if (!held.piece) return;
    const there = ofClaim.get(held.piece.claim) ?? new Set();
    ofClaim.set(held.piece.claim, there.add(held));
  }

  /** @param {string} id */
  function held(id) {
    let found = all.get(id);
    if (!found) all.set(id, (found = { piece: null, said: [] }));
    return found;
  }

  /** @param {string} id @param {string} act @param {boolean} on */
  function say(id, act, on) {
    const { said } = held(id);
    if (!said.some((one) => one.act === act)) said.push({ act, on });
  }

  return {
    /** What counts of a claim, oldest first. @param {number} claim @returns {Piece[]} */
    of: (claim) =>
      [...(ofClaim.get(claim) ?? [])].flatMap(({ piece, said }) => (piece && said.at(-1)?.on ? [piece] : [])),

    /** @param {string} id @returns {Piece | null} */
    get: (id) => all.get(id)?.piece ?? null,

    /** Whether an act has been taken in, and holds. @param {Act} act */
    has: (act) => Boolean(all.get(pieceId(act))?.said.some((one) => one.act === act.id)),

    /** Take an act in. @param {Act} act */
    take(act) {
      const one = held(pieceId(act));
      if (!one.piece) {
        one.piece = pieceOf(act);
        file(one);
      }
      say(pieceId(act), act.id, act.kind !== "evidence-withdraw");
      if (act.kind === "evidence" && act.replaces) say(act.replaces, act.id, false);
    },

    /** An act turned out not to hold. @param {Act} act */
    fail(act) {
      for (const id of [pieceId(act), act.replaces]) {
        const one = id ? all.get(id) : undefined;
        if (one) one.said = one.said.filter((say) => say.act !== act.id);
      }
    },
  };
}

/** @param {Act} act @returns {Piece} */
function pieceOf(act) {
  const said = saidBy(act);
  const time = timeOf(pieceId(act));
  return {
    ...said,
    ...{ id: pieceId(act), claim: act.claim, host: hostOf(said.url), mediaType: "", size: null, mine: true, by: "" },
    at: Number.isNaN(time) ? "" : new Date(time).toISOString(),
  };
}

/**
 * Which evidence a tag still asks for.
 * @param {{ evidenceWanted?: boolean, scheme: { tags: { name: string, requires?: Stance[] }[] } }} desk
 * @returns {(record: { answer: { tag: string | null } | null, pieces: Piece[] }) => Stance[]}
 */
export function wantingOf({ evidenceWanted = false, scheme }) {
  const asked = new Map(scheme.tags.map(({ name, requires = [] }) => [name, evidenceWanted ? requires : []]));
  return ({ answer, pieces }) => {
    const stances = answer?.tag ? (asked.get(answer.tag) ?? []) : [];
    return stances.length === 0 ? stances : stances.filter((stance) => !pieces.some((piece) => piece.stance === stance));
  };
}
