// Shapes that the modules share. Nothing here runs.

/** @typedef {"tagged" | "unsure" | "skipped"} Outcome */
/** @typedef {"" | "low" | "moderate" | "high"} Confidence */
/**
 * What an analyst says of a claim; `tag` is null unless it is tagged.
 * @typedef {{ outcome: Outcome, tag: string | null, reason: string, confidence: Confidence }} Answer
 */
/**
 * All that an analyst holds of a claim: an answer, a note, and whether it should be split.
 * @typedef {{ answer: Answer | null, note: string, split: boolean }} Values
 */
/**
 * @typedef {{ id: number, n: number, sha: string, text: string, outcome?: Outcome, tag?: string | null,
 *   reason?: string, confidence?: Confidence, event?: string, note?: string, noteEvent?: string, noteAt?: string,
 *   split?: boolean, splitEvent?: string, question?: string }} ClaimData
 */
/** @typedef {{ kind: string, level: number, marker: string, text?: string, claims?: ClaimData[] }} Block */
/** @typedef {{ name: string, key: string, letter: string, line: string, meaning: string, outcome: "tagged" | "unsure" }} Tag */
/** How one kind of doubt is settled; `tags` are the answers it can lead to. @typedef {{ case: string, ruling: string, tags: string[] }} Ruling */
/** A question of the order; a yes leads to a tag or an action. @typedef {{ question: string, tag: string, reason: string, action: string }} Step */
/** @typedef {{ label: string, tags: Tag[], reasons: string[], reasonMeanings: Record<string, string>, order: Step[], rulings: Ruling[] }} Scheme */
/**
 * An own act that took effect: event, claim, kind, outcome, tag, undo, redo, reason, confidence, when (ISO 8601).
 * @typedef {[string, number, "answer" | "clear", Outcome | null, string | null, string | null, string | null, string, Confidence, string]} HistoryRow
 */
/** The last tagging session, over or not: times in ISO 8601, and how many claims were answered. @typedef {{ began: string, last: string, claims: number }} SessionData */
/**
 * What `GET …/desk` answers.
 * @typedef {{ project: string, analyst: { id: string, name: string },
 *   article: { id: number, title: string, byline: string, language: string, dir: "ltr" | "rtl", revision: number, claims: number },
 *   scheme: Scheme, blocks: Block[], history: HistoryRow[],
 *   next: { id: number, title: string } | null, session: SessionData | null, session_gap: number, head: number }} DeskData
 */
/**
 * What Python gives the component; the same at every rerun.
 * @typedef {{ project: string, analyst: { id: string, name: string }, article: number,
 *   desk: string, acts: string }} MountData
 */
/**
 * One act, as it is stored and sent.
 * @typedef {{ id: string, kind: ActKind, claim: number, sha: string, replaces: string | null,
 *   outcome?: Outcome, scheme?: string, tag?: string | null, reason?: string, confidence?: Confidence, text?: string,
 *   wanted?: boolean, undo?: string, redo?: string, ruling?: string | null, cause?: string, like?: number | null, majority?: string,
 *   minority?: string }} Act
 */
/** @typedef {"answer" | "clear" | "note" | "split"} TaggingKind */
/** @typedef {TaggingKind | "review-vote" | "decide" | "withdraw" | "comment" | "accept" | "unaccept"} ActKind */
/**
 * An act in the outbox: where it was cast, and why it was refused, if it was. With `conflict` the server has
 * it, without effect, and its analyst has not been asked yet which answer holds.
 * @typedef {{ act: Act, article: number, n: number, refused?: string, conflict?: true }} Entry
 */
/** @typedef {{ event: string, outcome?: Outcome, tag?: string | null, reason?: string, confidence?: Confidence, text?: string, wanted?: boolean }} Current */
/** @typedef {{ id: string, status: "stored" | "conflict" | "refused", current?: Current | null, why?: string }} Result */
/** @typedef {{ status: number, body: any }} Reply `status` is 0 when nothing answered. */

export {};
