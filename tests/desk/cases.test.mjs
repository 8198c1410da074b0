// The claims that were read: of two answers the later one counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeCases } from "../../annotator/ui/desk/frontend/cases.js";

/** @param {Set<number>} sent claims of which something is on its way */
function bench(sent = new Set()) {
  /** @type {((reply: any) => void)[]} */
  const waiting = [];
  /** @type {any[]} */
  const told = [];
  const cases = makeCases(
    () => new Promise((answer) => waiting.push(answer)),
    (id) => sent.has(id),
    (id, shown, why) => told.push([id, shown && /** @type {any} */ (shown).word, why]),
    () => told.push("lost"),
  );
  return { cases, waiting, told };
}
const settle = () => new Promise((done) => setTimeout(done, 0));
/** @param {string} word */
const body = (word) => ({ status: 200, body: { word } });

test("what was read is there, until it may have changed", async () => {
  const { cases, waiting, told } = bench();
  void cases.load(3);
  assert.equal(cases.of(3), null);
  waiting[0](body("one"));
  await settle();
  assert.equal(/** @type {any} */ (cases.of(3)).word, "one");
  assert.deepEqual(told, [[3, "one", ""]]);
  cases.forget(3);
  assert.equal(cases.of(3), null);
});

test("an answer that is overtaken by a later question is dropped", async () => {
  const { cases, waiting, told } = bench();
  void cases.load(3);
  void cases.load(3);
  waiting[1](body("new"));
  waiting[0](body("old"));
  await settle();
  assert.deepEqual(told, [[3, "new", ""]]);
});

test("without a connection what is known stays, and else it is said", async () => {
  const { cases, waiting, told } = bench();
  void cases.load(3);
  waiting[0]({ status: 0, body: null });
  await settle();
  assert.equal(told[0], "lost");
  assert.match(told[1][2], /No connection/);
  void cases.load(4);
  waiting[1]({ status: 403, body: { message: "Not yours." } });
  await settle();
  assert.deepEqual(told[2], [4, null, "Not yours."]);
});

test("what is on its way arrives before the claim is read", async () => {
  const sent = new Set([3]);
  const { cases, waiting, told } = bench(sent);
  void cases.load(3);
  assert.equal(waiting.length, 0);
  sent.delete(3);
  void cases.load(3);
  sent.add(3); // said while the answer is under way
  waiting[0](body("from before"));
  await settle();
  assert.equal(cases.of(3), null);
  assert.deepEqual(told, []);
});
