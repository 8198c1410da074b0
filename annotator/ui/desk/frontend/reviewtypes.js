// Shapes that the modules of the review desk share. Nothing here runs.

/** @import { Scheme, Confidence, Piece } from "./types.js" */

/** @typedef {"tag" | "split_kept" | "no_tag_fits" | "rule_unclear" | "sent_back" | "accepted"} Ruling */
/** @typedef {"" | "reading" | "source" | "rule" | "slip" | "evidence"} Cause */
/** A claim in the queue; `place` is what the next page begins behind. @typedef {{ id: number, article: number, title: string, n: number, sha: string, text: string, tags: string[], tied: boolean, ruling: Ruling | null, place: [number, number, number] }} Waiting */
/** @typedef {{ tags: string[], claims: number, more: boolean }} Group */
/**
 * What `GET /api/review` answers.
 * @typedef {{ project: string, analyst: { id: string, name: string }, head: number, scheme: Scheme,
 *   articles: { id: number, title: string }[], analysts: { id: string, name: string }[], groups: Group[],
 *   waiting: Waiting[], unanimous: number, unsure: number }} QueueData
 */
/**
 * An analyst's vote; `before` is what they had said before it, `now` what they say since they saw others' work.
 * @typedef {{ analyst: string, name: string, outcome: string | null, tag: string | null, reason: string,
 *   confidence: Confidence, at: string | null, note: string, noteAt: string | null, split: boolean, before: string | null,
 *   now: string | null, nowAt: string | null, evidence: Piece[] }} Vote
 */
/**
 * @typedef {{ ruling: Ruling, tag: string | null, reason: string, cause: Cause, majority: string, minority: string,
 *   by: string, mine: boolean, at: string, event: string, stale: boolean }} Decision
 */
/** @typedef {{ id: string, name: string, text: string, at: string }} Comment */
/**
 * What `GET /api/review/claims/…` answers. Without votes while it is sealed.
 * @typedef {{ claim: { id: number, n: number, sha: string },
 *   article: { id: number, title: string, language: string, dir: "ltr" | "rtl" }, kind: string, marker: string,
 *   passage: [string, boolean][], sealed: boolean, count: number, own: { tag: string, event: string | null } | null,
 *   decision: Decision | null, evidence: Piece[], rests?: Standing[], votes?: Vote[], majority?: string | null, comments?: Comment[] }} CaseData
 */
/**
 * What different tags rest on: evidence that all who differ cite, evidence that some do not, or none; one tag on evidence
 * that does not meet; evidence for the claim from one, and against it from another.
 * @typedef {"same" | "not_shared" | "missing" | "apart" | "opposed"} Standing
 */
/** What is chosen on the screen and not sent yet. @typedef {{ ruling: Ruling | null, tag: string | null, reason: string, cause: Cause, majority: string, minority: string }} Draft */
/** Which claims the queue is about, as the address says it. @typedef {Record<string, string>} Wanted */

export {};
