// The queue of the review desk: read page by page, and left at once by what is settled.

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeQueue } from "../../annotator/ui/desk/frontend/queue.js";

/** @param {number} id @param {string[]} tags @param {number} weight */
const row = (id, tags = ["a", "b"], weight = 2) =>
  /** @type {any} */ ({ id, n: id, tags, place: [0, weight, id] });

/** @param {any} pages rows by address */
function bench(pages = {}) {
  /** @type {string[]} */
  const asked = [];
  const queue = makeQueue(
    "/api/review",
    async (url) => {
      asked.push(url);
      return { status: 200, body: { waiting: pages[url] ?? [] } };
    },
    () => {},
  );
  return { queue, asked };
}
/** @param {any[]} waiting @param {any[]} groups */
const data = (waiting, groups) => /** @type {any} */ ({ waiting, groups });
const settle = () => new Promise((done) => setTimeout(done, 0));
const full = Array.from({ length: 20 }, (_, n) => row(n + 1));

test("the first group comes with the queue, the others are asked for", async () => {
  const { queue, asked } = bench({ "/api/review?group=c": [row(9, ["c"])] });
  queue.open({}, data([row(1), row(2)], [{ tags: ["a", "b"], claims: 2 }, { tags: ["c"], claims: 1 }]));
  await settle();
  assert.deepEqual(asked, ["/api/review?group=c"]);
  assert.deepEqual(queue.line().map(({ id }) => id), [1, 2, 9]);
});

test("a further page is asked for before the end, behind the last row, with the words of the address", async () => {
  const { queue, asked } = bench();
  queue.open({ article: "3" }, data(full, [{ tags: ["a", "b"], claims: 30 }]));
  queue.near(2);
  assert.deepEqual(asked, []);
  queue.near(18);
  queue.near(19);
  await settle();
  assert.deepEqual(asked, ["/api/review?article=3&group=a%2Cb&after=0%2C2%2C20"]);
  queue.near(19);
  assert.equal(asked.length, 1, "the last page was shorter: there is no more");
});

test("what is settled leaves the queue and does not come back with a page read before", async () => {
  const { queue } = bench({ "/api/review?group=a%2Cb&after=0%2C2%2C20": [row(20), row(21)] });
  queue.open({}, data(full, [{ tags: ["a", "b"], claims: 22 }]));
  assert.equal(queue.settle(21), null);
  assert.equal(queue.settle(3)?.id, 3);
  queue.near(19);
  await settle();
  const ids = queue.line().map(({ id }) => id);
  assert.ok(!ids.includes(3) && !ids.includes(21));
  assert.equal(new Set(ids).size, ids.length);
});

test("what is open again stands where it stood", () => {
  const { queue } = bench();
  queue.open({}, data([row(1, ["a", "b"], 3), row(2), row(5)], [{ tags: ["a", "b"], claims: 3 }]));
  const taken = /** @type {any} */ (queue.settle(2));
  assert.equal(queue.shelves()[0]?.claims, 2);
  queue.reopen(taken);
  queue.reopen(taken);
  assert.deepEqual(queue.line().map(({ id }) => id), [1, 2, 5]);
  assert.equal(queue.shelves()[0]?.claims, 3);
});

test("answers about an older choice of claims are dropped", async () => {
  const { queue } = bench({ "/api/review?group=c": [row(9, ["c"])] });
  queue.open({}, data([row(1, ["a"])], [{ tags: ["a"], claims: 1 }, { tags: ["c"], claims: 1 }]));
  queue.open({ tag: "x" }, data([row(4)], [{ tags: ["a", "b"], claims: 1 }]));
  await settle();
  assert.deepEqual(queue.line().map(({ id }) => id), [4]);
});
