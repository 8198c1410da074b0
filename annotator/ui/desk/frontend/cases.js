// The claims that were read from the server, one answer for each: the next one is there before it is asked for.

/** @import { Reply } from "./types.js" */
/** @import { CaseData } from "./reviewtypes.js" */

export const UNREAD = "No connection. It is shown when the server answers again.";

/**
 * A claim of which something is still on its way is not read: the answer could be from before it arrived, and what
 * is then decided would seem to contradict it. Whoever sent it reads the claim when the server has it.
 * @param {(id: number) => Promise<Reply>} get
 * @param {(id: number) => boolean} sending
 * @param {(id: number, shown: CaseData | null, why: string) => void} arrived
 * @param {() => void} lost nothing answered
 */
export function makeCases(get, sending, arrived, lost) {
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
      if (sending(id)) return;
      const turn = (turns.get(id) ?? 0) + 1;
      turns.set(id, turn);
      const { status, body } = await get(id);
      if (turns.get(id) !== turn || sending(id)) return;
      if (status === 0) lost();
      if (status === 200) {
        known.set(id, body);
        arrived(id, body, "");
      } else if (!known.has(id)) {
        arrived(id, null, status === 0 ? UNREAD : (body?.message ?? ""));
      }
    },
  };
}
