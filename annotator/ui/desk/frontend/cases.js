// The claims that were read from the server, one answer for each: the next one is there before it is asked for.

/** @import { Reply } from "./types.js" */
/** @import { CaseData } from "./reviewtypes.js" */

/**
 * @param {(id: number) => Promise<Reply>} get
 * @param {(id: number, shown: CaseData | null, why: string) => void} arrived
 * @param {() => void} lost nothing answered
 */
export function makeCases(get, arrived, lost) {
  /** @type {Map<number, CaseData>} */
  const known = new Map();
  /** @type {Map<number, number>} */
  const turns = new Map();

  return {
    /** @param {number} id */
    of: (id) => known.get(id) ?? null,

    /** It may have changed. @param {number} id */
    forget: (id) => known.delete(id),

    /** Read it, again if it was read before; of two answers the later one counts. @param {number} id */
    async load(id) {
      const turn = (turns.get(id) ?? 0) + 1;
      turns.set(id, turn);
      const { status, body } = await get(id);
      if (turns.get(id) !== turn) return;
      if (status === 0) lost();
      if (status === 200) {
        known.set(id, body);
        arrived(id, body, "");
      } else if (!known.has(id)) {
        arrived(id, null, status === 0 ? "No connection. It is shown when the server answers again." : (body?.message ?? ""));
      }
    },
  };
}
