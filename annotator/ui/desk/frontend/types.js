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
 *   split?: boolean, splitEvent?: string, question?: string, theirs?: boolean, answerable?: boolean, at?: number, before?: string }} ClaimData
 *   `at` is where its text begins, in code points of the article's; `before` what stands between it and the text
 *   before it, where that is more than white space. `theirs`: it was given to others and is only read; `answerable`:
 *   a reviewer sent it back, so it can be answered where the round is closed
 */
/** @typedef {{ kind: string, level: number, marker: string, text?: string, at?: number, before?: string, claims?: ClaimData[] }} Block */
/**
 * `requires` are the stances of the evidence that whoever gives the tag is reminded of; `reasoned` says that a
 * reason can go with it.
 * @typedef {{ name: string, key: string, letter: string, line: string, meaning: string, outcome: "tagged" | "unsure",
 *   requires?: Stance[], reasoned: boolean, colour: string, under: string, bars: [number, number][], faint: boolean }} Tag
 */
/** What evidence does to a claim. @typedef {"supports" | "refutes" | "context"} Stance */
/** @typedef {"in_text" | "quote" | "url" | "document" | "dataset" | "image"} EvidenceType */
/**
 * What somebody says of a piece of evidence. `start` and `end` are code points of the article's text, of words in
 * it only; `file` is a sha256 or "".
 * @typedef {{ type: EvidenceType, stance: Stance, group: number | null, source: string, title: string, url: string,
 *   doi: string, locator: string, quote: string, start: number | null, end: number | null, published: string,
 *   accessed: string, archive: string, file: string, fileName: string, credibility: number | null, note: string,
 *   shared: boolean, assisted: boolean }} Said
 */
/**
 * A piece of evidence that lies before the analyst: an own one, or a shared one.
 * @typedef {Said & { id: string, claim: number, host: string, mediaType: string, size: number | null, mine: boolean,
 *   by: string, at: string }} Piece
 */
/** How one kind of doubt is settled; `tags` are the answers it can lead to. @typedef {{ case: string, ruling: string, tags: string[] }} Ruling */
/** A question of the order; a yes leads to a tag or an action. @typedef {{ question: string, tag: string, reason: string, action: string }} Step */
/** @typedef {{ label: string, tags: Tag[], reasons: string[], reasonMeanings: Record<string, string>, order: Step[], rulings: Ruling[] }} Scheme */
/**
 * An own act that took effect: event, claim, kind, outcome, tag, undo, redo, reason, confidence, when (ISO 8601).
 * @typedef {[string, number, "answer" | "clear", Outcome | null, string | null, string | null, string | null, string, Confidence, string]} AnswerRow
 */
/**
 * An own act on evidence: event, claim, kind, piece, the piece it takes the place of, undo, redo, "", "", when.
 * @typedef {[string, number, EvidenceKind, string, string | null, string | null, string | null, "", "", string]} EvidenceRow
 */
/** @typedef {AnswerRow | EvidenceRow} HistoryRow */
/** Why the article cannot be tagged now, if it cannot: `other` means that it was given to others. @typedef {"" | "closed" | "reviewed" | "other" | "nobody"} Shut */
/** Where others' work may be looked at: everywhere, or on claims that were answered, `ask` for the first time. @typedef {"" | "closed" | "answer" | "ask"} Shown */
/** Whether evidence can be laid before all: by whoever leads, until others have begun the article. @typedef {"open" | "late" | ""} Sharing */
/**
 * The last tagging session, over or not: times in ISO 8601, and what was said in it in other articles. `rows` of the
 * history are of it, `rested` of those come after its last pause; `noted` are claims of this article.
 * @typedef {{ began: string, last: string, ended: boolean, claims: number, new: number, tags: Record<string, number>,
 *   unsure: number, skipped: number, notes: number, changes: number, unbroken: number, rows: number, rested: number,
 *   noted: number[] }} SessionData
 */
/**
 * What `GET …/desk` answers.
 * @typedef {{ project: string, analyst: { id: string, name: string },
 *   article: { id: number, title: string, byline: string, language: string, dir: "ltr" | "rtl", revision: number, claims: number },
 *   scheme: Scheme, blocks: Block[], history: HistoryRow[],
 *   evidence?: Piece[], withdrawn?: Piece[], sources?: string[], evidenceWanted?: boolean, sharing?: Sharing,
 *   shut?: Shut, others?: Shown,
 *   keys?: Record<string, string>, preferences?: Record<string, string>,
 *   next: { id: number, title: string } | null, session: SessionData | null, session_gap: number, head: number }} DeskData
 */
/**
 * What Python gives the component; the same at every rerun.
 * @typedef {{ project: string, analyst: { id: string, name: string }, article: number,
 *   desk: string, acts: string }} MountData
 */
/**
 * One act, as it is stored and sent. `evidence` is the piece that it takes back or brings back.
 * @typedef {Partial<Said> & { id: string, kind: ActKind, claim: number, sha: string, replaces: string | null,
 *   outcome?: Outcome, scheme?: string, tag?: string | null, reason?: string, confidence?: Confidence, text?: string,
 *   wanted?: boolean, undo?: string, redo?: string, ruling?: string | null, cause?: string, like?: number | null, majority?: string,
 *   minority?: string, evidence?: string }} Act
 */
/** @typedef {"answer" | "clear" | "note" | "split"} TaggingKind */
/** @typedef {"evidence" | "evidence-withdraw" | "evidence-restore"} EvidenceKind */
/** @typedef {TaggingKind | EvidenceKind | "review-vote" | "decide" | "withdraw" | "comment" | "accept" | "unaccept" | "session-end"} ActKind */
/**
 * An act in the outbox: where it was cast, and why it was refused, if it was. With `conflict` the server has
 * it, without effect, and its analyst has not been asked yet which answer holds.
 * @typedef {{ act: Act, article: number, n: number, refused?: string, conflict?: true }} Entry
 */
/** @typedef {{ event: string, outcome?: Outcome, tag?: string | null, reason?: string, confidence?: Confidence, text?: string, wanted?: boolean }} Current */
/** @typedef {{ id: string, status: "stored" | "conflict" | "refused", current?: Current | null, why?: string, shut?: Shut }} Result */
/** @typedef {{ status: number, body: any }} Reply `status` is 0 when nothing answered. */

export {};
