// Requests to our own routes. Every answer is a status and a body; no connection is status 0.

/** @import { Act, MountData, Reply } from "./types.js" */

/** A connection that says nothing for so long is none. */
const PATIENCE = 20_000;
/** Enough for a server that only has to say that it is there. */
const SHORT_PATIENCE = 1500;

/** @param {string} url @returns {Promise<Reply>} */
export function getData(url) {
  return ask(url, { headers: { Accept: "application/json" } });
}

/** Whether the server is there; the question costs it nothing. */
export async function answers() {
  const { status } = await ask("/_stcore/health", {}, SHORT_PATIENCE);
  return status === 200;
}

/**
 * @param {MountData} data
 * @param {Act[]} acts
 * @param {boolean} leaving the request must outlive the page
 */
export function postActs(data, acts, leaving) {
  return post(data.acts, data, { acts }, leaving);
}

/**
 * What somebody says who the page was made for.
 * @param {string} url
 * @param {MountData} data
 * @param {object} body
 * @param {boolean} [leaving]
 * @returns {Promise<Reply>}
 */
export function post(url, data, body, leaving = false) {
  return ask(url, {
    method: "POST",
    keepalive: leaving,
    headers: { "Content-Type": "application/json", "X-Claims": "1" },
    body: JSON.stringify({ project: data.project, as: data.analyst.id, ...body }),
  });
}

/**
 * A file, by the one request that tells how far it has come.
 * @param {string} id
 * @param {File} file
 * @param {(share: number) => void} progress
 * @returns {Promise<Reply>}
 */
export function putFile(id, file, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/files/${id}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-Claims", "1");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) progress(loaded / total);
    });
    request.addEventListener("loadend", () => done({ status: request.status, body: request.response }));
    request.send(file);
  });
}

/** @param {string} url @param {RequestInit} init @param {number} most milliseconds @returns {Promise<Reply>} */
async function ask(url, init, most = PATIENCE) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), most);
  try {
    const response = await fetch(url, {
      credentials: "same-origin",
      cache: "no-store",
      signal: patience.signal,
      ...init,
    });
    return { status: response.status, body: await bodyOf(response) };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Response} response */
async function bodyOf(response) {
  try {
    return await response.json();
  } catch {
    return null; // a proxy's page, or an answer cut off: its status says enough
  }
}
