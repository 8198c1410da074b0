// Shapes that the modules share. Nothing here runs.

/** @typedef {"tagged" | "unsure" | "skipped"} Outcome */
/** @typedef {"" | "low" | "moderate" | "high"} Confidence */
/**
 * What an analyst says of a claim; `tag` is null unless it is tagged.
 * @typedef {{ outcome: Outcome, tag: string | null, reason: string, confidence: Confidence }} Answer
 */
/**
 * @typedef {{ id: number, n: number, sha: string, text: string, outcome?: Outcome, tag?: string | null,
 *   reason?: string, confidence?: Confidence, event?: string, note?: string, noteEvent?: string }} ClaimData
 */
/** @typedef {{ kind: string, level: number, marker: string, text?: string, claims?: ClaimData[] }} Block */
/** @typedef {{ name: string, key: string, letter: string, line: string, outcome: "tagged" | "unsure" }} Tag */
/** @typedef {{ label: string, tags: Tag[], reasons: string[] }} Scheme */
/**
 * An own act that took effect: event, claim, kind, outcome, tag, undo, redo, reason, confidence.
 * @typedef {[string, number, "answer" | "clear", Outcome | null, string | null, string | null, string | null, string, Confidence]} HistoryRow
 */
/**
 * What `GET …/desk` answers.
 * @typedef {{ project: string, analyst: { id: string, name: string },
 *   article: { id: number, title: string, byline: string, language: string, dir: "ltr" | "rtl", revision: number, claims: number },
 *   scheme: Scheme, blocks: Block[], history: HistoryRow[], head: number }} DeskData
 */
/**
 * What Python gives the component; the same at every rerun.
 * @typedef {{ project: string, analyst: { id: string, name: string }, article: number,
 *   desk: string, acts: string }} MountData
 */
/**
 * One act, as it is stored and sent.
 * @typedef {{ id: string, kind: "answer" | "clear" | "note", claim: number, sha: string, replaces: string | null,
 *   outcome?: Outcome, scheme?: string, tag?: string | null, reason?: string, confidence?: Confidence, text?: string,
 *   undo?: string, redo?: string }} Act
 */
/**
 * An act in the outbox: where it was cast, and why it was refused, if it was. With `conflict` the server has
 * it, without effect, and its analyst has not been asked yet which answer holds.
 * @typedef {{ act: Act, article: number, n: number, refused?: string, conflict?: true }} Entry
 */
/** @typedef {{ event: string, outcome?: Outcome, tag?: string | null, reason?: string, confidence?: Confidence, text?: string }} Current */
/** @typedef {{ id: string, status: "stored" | "conflict" | "refused", current?: Current | null, why?: string }} Result */
/** @typedef {{ status: number, body: any }} Reply `status` is 0 when nothing answered. */

export {};
