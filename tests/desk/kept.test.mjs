import assert from "node:assert/strict";
import { test } from "node:test";

import { makeKept } from "../../annotator/ui/desk/frontend/kept.js";
import { PREFIX, Shelf, act, entry } from "./shelf.mjs";

const keptOn = (shelf = new Shelf()) => ({
  shelf,
  kept: makeKept({ storage: shelf, prefix: PREFIX, article: 1 }),
});
const ids = (/** @type {ReadonlyMap<string, unknown>} */ entries) => [...entries.keys()];

test("what an earlier page left is taken over in order, and nobody else's", () => {
  const { shelf, kept } = keptOn();
  for (const i of [3, 1, 2]) shelf.setItem(PREFIX + act(i).id, JSON.stringify(entry(i)));
  shelf.setItem("claims:p:b:00000009", JSON.stringify(entry(9)));
  shelf.setItem("claims:q:a:00000008", JSON.stringify(entry(8)));
  shelf.setItem(`${PREFIX}broken`, "{");
  kept.add(entry(4));
  assert.deepEqual(
    kept.adopt({ questions: true }).map(({ n }) => n),
    [1, 2, 3],
  );
  assert.deepEqual(ids(kept.waiting), [1, 2, 3, 4].map((i) => act(i).id));
  assert.deepEqual(kept.adopt({ questions: true }), []);
});

test("a storage that somebody cleared is filled again", () => {
  const { shelf, kept } = keptOn();
  for (const i of [1, 2, 3]) kept.add(entry(i));
  kept.settle(entry(2), { id: act(2).id, status: "refused", why: "No such tag." });
  kept.settle(entry(3), { id: act(3).id, status: "conflict" });
  kept.ask(entry(3));
  shelf.clear();
  kept.storeAll();
  assert.deepEqual([...shelf.items.keys()].sort(), [1, 2, 3].map((i) => PREFIX + act(i).id));
});

test("what finds no room is known to this page only, until there is room", () => {
  const { shelf, kept } = keptOn();
  shelf.full = true;
  kept.add(entry(1));
  kept.add(entry(2));
  kept.storeRest();
  assert.deepEqual([...kept.unstored], [act(1).id, act(2).id]);
  shelf.full = false;
  kept.storeRest();
  assert.deepEqual([kept.unstored.size, shelf.length], [0, 2]);
});

test("where the browser forbids storage, acts wait all the same", () => {
  const kept = makeKept({ storage: null, prefix: PREFIX, article: 1 });
  kept.add(entry(1));
  assert.deepEqual([kept.waiting.size, kept.unstored.size, kept.adopt({ questions: true })], [1, 1, []]);
});

test("what the server has answered no longer waits, and is settled once", () => {
  const { shelf, kept } = keptOn();
  kept.add(entry(1));
  assert.equal(kept.settle(entry(1), { id: act(1).id, status: "stored" }), true);
  assert.equal(kept.settle(entry(1), { id: act(1).id, status: "stored" }), false);
  assert.deepEqual([kept.waiting.size, shelf.length], [0, 0]);
});

test("the refused ones wait again in their place", () => {
  const { kept } = keptOn();
  const first = entry(1);
  for (const one of [first, entry(2)]) kept.add(one);
  kept.settle(first, { id: act(1).id, status: "refused", why: "No such tag." });
  assert.deepEqual(ids(kept.refused), [act(1).id]);
  kept.retry();
  assert.deepEqual([ids(kept.waiting), kept.refused.size], [[act(1).id, act(2).id], 0]);
  assert.equal(first.refused, undefined);
});
