// Files on their way to the server, each under an id of its own. What fails stays and can be tried again. No screen.

import { sizeWords } from "./stances.js";

/** @import { Reply } from "./types.js" */
/**
 * `share` is how much of it is on its way, 0 to 1; `why` says what keeps it here; `again` whether another try can help.
 * @typedef {{ id: string, file: File, state: "going" | "kept" | "stored", share: number, why: string, again: boolean,
 *   sha256: string, mediaType: string, then: ((upload: Upload) => void) | null }} Upload
 */
/** @typedef {(id: string, file: File, progress: (share: number) => void) => Promise<Reply>} Put */

/** As the server has it. */
export const MOST = 10 * 1024 * 1024;

/** @param {{ put: Put, newId: () => string, changed: () => void }} given */
export function makeUploads({ put, newId, changed }) {
  /** @type {Set<Upload>} */
  const all = new Set();

  /** @param {Upload} upload */
  async function send(upload) {
    Object.assign(upload, { state: "going", share: 0, why: "" });
    changed();
    const { status, body } = await put(upload.id, upload.file, (share) => {
      upload.share = share;
      changed();
    });
    if (!all.has(upload)) return;
    if (status === 200 && typeof body?.sha256 === "string") {
      Object.assign(upload, { state: "stored", share: 1, sha256: body.sha256, mediaType: String(body.mediaType ?? "") });
      finish(upload);
    } else {
      const again = status !== 413 && status !== 415;
      Object.assign(upload, { state: "kept", why: whyKept(upload.file.name, status, body?.message), again });
    }
    changed();
  }

  /** @param {Upload} upload */
  function finish(upload) {
    if (upload.state !== "stored" || !upload.then) return;
    all.delete(upload);
    upload.then(upload);
  }

  return {
    /** @param {File} file @returns {Upload} */
    add(file) {
      /** @type {Upload} */
      const upload = { id: newId(), file, state: "kept", share: 0, why: "", again: false, sha256: "", mediaType: "", then: null };
      all.add(upload);
      if (file.size > MOST) upload.why = `“${file.name}” has ${sizeWords(file.size)}; at most 10 MB are kept. Attach a part of it.`;
      else if (file.size === 0) upload.why = `“${file.name}” is empty. Choose another file.`;
      else void send(upload);
      return upload;
    },

    /** What comes once it is stored. @param {Upload} upload @param {(upload: Upload) => void} then */
    then(upload, then) {
      upload.then = then;
      finish(upload);
    },

    /** @param {Upload} upload */
    retry(upload) {
      if (upload.state === "kept" && upload.again) void send(upload);
    },

    /** The connection is back. */
    retryAll() {
      for (const upload of all) this.retry(upload);
    },

    /** @param {Upload} upload */
    drop(upload) {
      all.delete(upload);
    },

    /** Whether a file is here and nowhere else. */
    unsent: () => [...all].some(({ state, then }) => state !== "stored" || then !== null),
  };
}

/** @param {string} name @param {number} status @param {unknown} message */
export function whyKept(name, status, message) {
  if (typeof message === "string" && message) return message;
  if (status === 0) return `No connection: “${name}” waits here, and is sent when the connection is back.`;
  if (status === 401) return `You are signed out here. “${name}” waits; sign in in another tab, then try again.`;
  if (status === 413) return `“${name}” is too large; at most 10 MB are kept.`;
  if (status === 415) return `“${name}” is empty or not what its name says. Choose another file.`;
  return `The server did not store “${name}”. It waits here; try again.`;
}
