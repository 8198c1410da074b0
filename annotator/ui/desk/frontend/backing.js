// Acts on evidence: a piece is put to a claim, taken back, and brought back. Nothing is replaced by them, so none of
// them conflicts; they are undone in one history with the answers. No screen, no network.

import { at } from "./at.js";
import { pieceId, saidBy, turnOf } from "./pieces.js";

/** @import { Record, Stepped } from "./acts.js" */
/** @import { Step, makeHistory } from "./history.js" */
/** @import { makePieces } from "./pieces.js" */
/** @import { Act, EvidenceKind, Piece, Result, Said } from "./types.js" */

/**
 * @param {{ pieces: ReturnType<typeof makePieces>, records: Record[], history: ReturnType<typeof makeHistory>,
 *   story: { add: (place: number, act: Act) => void, forget: (place: number, id: string) => void },
 *   newId: () => string, count: (record: Record, by: 1 | -1) => void }} given `count` counts a record out and in again
 */
export function makeBacking({ pieces, records, history, story, newId, count }) {
  /** @param {number} place @param {() => void} change */
  function weigh(place, change) {
    const record = at(records, place);
    count(record, -1);
    change();
    record.pieces = pieces.of(record.claim.id);
    count(record, 1);
  }

  /** Let an act be what is on screen. @param {number} place @param {Act} act @param {boolean} told whether another act tells of it */
  function lay(place, act, told = false) {
    weigh(place, () => pieces.take(act));
    if (!told) story.add(place, act);
    const evidence = turnOf(/** @type {EvidenceKind} */ (act.kind), pieceId(act), act.replaces);
    history.add({ id: act.id, place, before: null, after: null, evidence }, act);
    return act;
  }

  /** @param {number} place @param {Partial<Act> & { kind: EvidenceKind }} act @param {boolean} [told] */
  function cast(place, act, told) {
    const { id, sha } = at(records, place).claim;
    return lay(place, { replaces: null, ...act, id: newId(), claim: id, sha }, told);
  }

  return {
    /** @param {string} id */
    piece: (id) => pieces.get(id),

    /** Put a piece of evidence to a claim; one that `replaces` another takes its place. @param {number} place @param {Said} said @param {string | null} [replaces] */
    attach: (place, said, replaces = null) => cast(place, { ...said, kind: "evidence", replaces }),

    /** Take a piece of one's own back. @param {number} place @param {Piece} piece */
    takeBack: (place, piece) =>
      cast(place, { ...saidBy(piece), kind: "evidence-withdraw", evidence: piece.id }),

    /** Take a step back, or take it again. @param {Step} step @param {"undo" | "redo"} way @returns {Stepped | null} */
    step({ id, place, evidence: turn = { on: [], off: [] } }, way) {
      const { on, off } = way === "undo" ? { on: turn.off, off: turn.on } : turn;
      /** @param {EvidenceKind} kind */
      const each = (kind) => (/** @type {string} */ piece) => ({
        ...saidBy(pieces.get(piece) ?? {}),
        ...{ kind, evidence: piece, [way]: id },
      });
      const steps = [...off.map(each("evidence-withdraw")), ...on.map(each("evidence-restore"))];
      const [act, ...more] = steps.map((one, i) => cast(place, one, i > 0));
      return act ? { place, act, more } : null;
    },

    /** Paint an act that was cast before this page was loaded. @param {number} place @param {Act} act */
    replay(place, act) {
      if (act.sha === at(records, place).claim.sha && !pieces.has(act)) lay(place, act);
    },

    /** The server has answered. @param {number} place @param {Act} act @param {Result} result @returns {boolean} whether the screen changed */
    settled(place, act, { status }) {
      if (status === "stored") {
        if (pieces.has(act)) return false;
        lay(place, act); // refused once, and sent again
        return true;
      }
      history.forget(act);
      story.forget(place, act.id);
      weigh(place, () => pieces.fail(act));
      return true;
    },
  };
}
