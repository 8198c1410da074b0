import assert from "node:assert/strict";
import { test } from "node:test";

import { makeOutbox } from "../../annotator/ui/desk/frontend/outbox.js";
import { PREFIX, Shelf, act, entry } from "./shelf.mjs";

/** @import { Act, Entry, Reply } from "../../annotator/ui/desk/frontend/types.js" */
/**
 * An outbox, its clock, and what it did.
 * @typedef {{
 *   shelf: Shelf, sent: { ids: number[], leaving: boolean }[], settled: [number, string][],
 *   timers: { job: () => void, ms: number }[], asked: number, there: boolean, open: number, most: number,
 *   broken: boolean, server: (acts: Act[]) => Reply, outbox: ReturnType<typeof makeOutbox>,
 *   turn: () => Promise<number>,
 * }} Bench
 */

const settle = () => new Promise((done) => setImmediate(done));
const stored = (/** @type {Act[]} */ acts) => ({
  status: 200,
  body: { results: acts.map(({ id }) => ({ id, status: "stored", seq: 1 })) },
});

const conflicts = (/** @type {Act[]} */ acts) => ({
  status: 200,
  body: { results: acts.map(({ id }) => ({ id, status: "conflict", seq: 1 })) },
});

/** An outbox with a clock that is turned by hand, and a server that is a function. */
function bench(/** @type {Bench["server"]} */ server, shelf = new Shelf(), { adopt = false } = {}) {
  const here = /** @type {Bench} */ ({
    ...{ shelf, sent: [], settled: [], timers: [], server },
    ...{ asked: 0, there: false, open: 0, most: 0, broken: false },
  });
  here.outbox = makeOutbox({
    storage: shelf,
    prefix: PREFIX,
    article: 1,
    post: async (acts, leaving) => {
      here.sent.push({ ids: acts.map(({ claim }) => claim), leaving });
      here.most = Math.max(here.most, ++here.open);
      await settle();
      here.open -= 1;
      return here.server(acts);
    },
    answers: async () => {
      here.asked += 1;
      return here.there;
    },
    settled: ({ act }, { status }) => {
      here.settled.push([act.claim, status]);
      if (here.broken) throw new Error("cannot paint");
    },
    changed: () => {},
    later: (job, ms) => {
      const timer = { job, ms };
      here.timers.push(timer);
      return timer;
    },
    forget: (timer) => {
      here.timers = here.timers.filter((one) => one !== timer);
    },
  });
  here.turn = async () => {
    const timer = here.timers.shift();
    timer?.job();
    for (let i = 0; i < 12; i += 1) await settle();
    return timer?.ms;
  };
  if (adopt) here.outbox.adopt();
  here.outbox.start();
  return here;
}

test("before a frame is drawn goes out what would go out after it, but no retry and nothing twice", async () => {
  const here = bench(() => ({ status: 0, body: null }));
  here.outbox.hurry();
  assert.equal(here.sent.length, 0);
  here.outbox.add(entry(1));
  here.outbox.hurry();
  here.outbox.hurry();
  assert.deepEqual(here.sent, [{ ids: [1], leaving: false }]);
  for (let i = 0; i < 12; i += 1) await settle();
  here.outbox.hurry();
  assert.equal(here.sent.length, 1);
  assert.equal(here.timers.length, 1);
});

test("acts go in the order cast, one request at a time, and leave the storage when stored", async () => {
  const here = bench(stored);
  for (let i = 1; i <= 3; i += 1) here.outbox.add(entry(i));
  assert.equal(here.shelf.length, 3);
  await here.turn();
  here.outbox.add(entry(4));
  await here.turn();
  assert.deepEqual(
    here.sent.map(({ ids }) => ids),
    [[1, 2, 3], [4]],
  );
  assert.equal(here.most, 1);
  assert.equal(here.shelf.length, 0);
  assert.equal(here.outbox.state().waiting, 0);
});

test("an act stays in the storage until the server has answered", async () => {
  const here = bench(() => ({ status: 0, body: null }));
  here.outbox.add(entry(1));
  await here.turn();
  assert.equal(here.shelf.length, 1);
  assert.equal(here.outbox.state().trouble, "offline");
  here.server = () => ({ status: 200, body: { results: [] } });
  await here.turn();
  assert.equal(here.shelf.length, 1, "an answer about nothing is no answer");
  here.server = stored;
  await here.turn();
  assert.deepEqual([here.shelf.length, here.outbox.state().trouble], [0, ""]);
});

test("waits 0.25 to 8 seconds between tries, and wakes at once", async () => {
  const here = bench(() => ({ status: 503, body: { message: "The disk is full." } }));
  here.outbox.add(entry(1));
  const waits = [];
  for (let i = 0; i < 8; i += 1) waits.push(await here.turn());
  assert.deepEqual(waits, [0, 250, 500, 1000, 2000, 4000, 8000, 8000]);
  assert.equal(here.outbox.state().message, "The disk is full.");
  here.outbox.wake();
  assert.equal(await here.turn(), 0);
  assert.equal(await here.turn(), 250);
});

test("an act that spoils its batch is found and set aside, and the rest is stored in order", async () => {
  const here = bench((acts) =>
    acts.some(({ claim }) => claim === 4)
      ? { status: 400, body: { message: "Malformed." } }
      : stored(acts),
  );
  for (let i = 1; i <= 7; i += 1) here.outbox.add(entry(i));
  await here.turn();
  await here.turn();
  assert.deepEqual(
    here.settled.filter(([, status]) => status === "stored").map(([i]) => i),
    [1, 2, 3, 5, 6, 7],
  );
  assert.deepEqual(
    here.outbox.state().refused.map((one) => [one.act.claim, one.refused]),
    [[4, "Malformed."]],
  );
  assert.deepEqual([...here.shelf.items.keys()], [PREFIX + act(4).id]);
  assert.equal(here.most, 1);
});

test("a refused act survives a reload, can be sent again and can be dismissed", async () => {
  const refuse = (/** @type {Act[]} */ acts) => ({
    status: 200,
    body: { results: acts.map(({ id }) => ({ id, status: "refused", why: "No such tag." })) },
  });
  const first = bench(refuse);
  first.outbox.add(entry(1));
  first.outbox.add(entry(2));
  await first.turn();
  const here = bench(stored, first.shelf);
  assert.deepEqual(here.outbox.adopt(), []);
  assert.equal(here.outbox.state().refused.length, 2);
  here.outbox.dismiss(act(1).id);
  assert.equal(here.shelf.length, 1);
  here.outbox.retry();
  await here.turn();
  assert.deepEqual([here.shelf.length, here.settled], [0, [[2, "stored"]]]);
});

test("another person or project stops this page and keeps the acts", async () => {
  const here = bench(() => ({
    status: 409,
    body: { error: "person", message: "You are now signed in as Bo here." },
  }));
  here.outbox.add(entry(1));
  await here.turn();
  here.server = stored;
  here.outbox.add(entry(2));
  here.outbox.wake();
  here.outbox.leave(true);
  await here.turn();
  assert.equal(here.sent.length, 1);
  assert.equal(here.shelf.length, 2);
  assert.equal(here.outbox.state().stopped.error, "person");
});

test("what another tab took out of the storage is asked of the server, which alone knows what became of it", async () => {
  const here = bench((acts) => ({
    status: 200,
    body: {
      results: acts.map(({ id, claim }) => ({ id, status: claim === 1 ? "conflict" : "stored" })),
    },
  }));
  here.outbox.add(entry(1));
  here.outbox.add(entry(2));
  for (const i of [1, 2]) {
    here.shelf.removeItem(PREFIX + act(i).id);
    here.outbox.noticed(PREFIX + act(i).id, null);
  }
  assert.deepEqual([here.settled, here.outbox.state().waiting], [[], 2]);
  await here.turn();
  assert.deepEqual(here.settled, [
    [1, "conflict"],
    [2, "stored"],
  ]);
  assert.equal(here.shelf.length, 0, "what another tab has done with is not brought back");
});

test("a conflict stays in the storage until its question is answered, and does not count as waiting", async () => {
  const here = bench(conflicts);
  here.outbox.add(entry(1));
  here.outbox.add(entry(2));
  await here.turn();
  assert.deepEqual([here.outbox.state().waiting, here.shelf.length], [0, 2]);
  here.outbox.wake();
  for (let i = 0; i < 5; i += 1) await here.turn();
  assert.equal(here.sent.length, 1, "it is asked, and not sent over and over");
  here.outbox.noticed(null, null);
  assert.deepEqual(here.outbox.asked(), [act(1).id, act(2).id]);
  here.outbox.answered(act(1).id);
  assert.deepEqual([...here.shelf.items.keys()], [PREFIX + act(2).id]);
});

test("an open question is taken up by the next desk of its article, and by no other", async () => {
  const shelf = new Shelf();
  /** @param {number} i @param {number} article @returns {Entry} */
  const kept = (i, article) => ({ ...entry(i), article, conflict: true });
  shelf.setItem(PREFIX + act(1).id, JSON.stringify(kept(1, 1)));
  shelf.setItem(PREFIX + act(2).id, JSON.stringify(kept(2, 2)));
  const here = bench(conflicts, shelf, { adopt: true });
  assert.deepEqual(
    here.outbox.waiting().map((one) => one.n),
    [1],
  );
  for (let i = 0; i < 5; i += 1) await here.turn();
  assert.deepEqual([here.settled, shelf.length], [[[1, "conflict"]], 2]);
  const late = bench(conflicts, shelf);
  late.outbox.wake();
  for (let i = 0; i < 5; i += 1) await late.turn();
  assert.equal(late.sent.length, 0, "a desk that is open does not show them, and cannot ask");
});

test("a conflict that another tab got is asked by the tab that cast the act", async () => {
  const here = bench(() => ({ status: 0, body: null }));
  here.outbox.add(entry(1));
  await here.turn();
  here.server = conflicts;
  here.outbox.noticed(PREFIX + act(1).id, JSON.stringify({ ...entry(1), conflict: true }));
  assert.equal(await here.turn(), 0);
  assert.deepEqual(here.settled, [[1, "conflict"]]);
});

test("a conflict is on the server: it is no change that exists only in this tab", async () => {
  const here = bench(conflicts);
  here.shelf.full = true;
  here.outbox.add(entry(1));
  await here.turn();
  assert.deepEqual([here.outbox.state().unstored, here.outbox.asked().length], [0, 1]);
});

test("what cannot be painted does not keep the rest from being sent, and is reported", async (/** @type {any} */ t) => {
  const report = t.mock.method(console, "error", () => {});
  const here = bench(stored);
  here.broken = true;
  for (let i = 1; i <= 250; i += 1) here.outbox.add(entry(i, { id: String(i).padStart(8, "0") }));
  await here.turn();
  here.broken = false;
  await here.turn();
  assert.deepEqual([here.sent.length, here.shelf.length, here.settled.length], [2, 0, 250]);
  assert.equal(report.mock.callCount(), 200);
});

test("a request that breaks is reported and made again", async (/** @type {any} */ t) => {
  const report = t.mock.method(console, "error", () => {});
  const here = bench(() => {
    throw new Error("broken");
  });
  here.outbox.add(entry(1));
  await here.turn();
  here.server = stored;
  assert.equal(await here.turn(), 250);
  assert.deepEqual([here.shelf.length, report.mock.callCount()], [0, 1]);
});

test("acts that only this page has are sent again and again after the desk is closed", async () => {
  const here = bench(() => ({ status: 0, body: null }));
  here.shelf.full = true;
  here.outbox.add(entry(1));
  here.outbox.close();
  for (let i = 0; i < 12; i += 1) await settle();
  assert.equal(await here.turn(), 250);
  here.server = stored;
  assert.equal(await here.turn(), 500);
  assert.deepEqual([here.settled, here.outbox.state().unstored], [[[1, "stored"]], 0]);
  const room = bench(() => ({ status: 0, body: null }));
  room.shelf.full = true;
  room.outbox.add(entry(1));
  room.shelf.full = false;
  room.outbox.close();
  for (let i = 0; i < 12; i += 1) await settle();
  assert.deepEqual([room.shelf.length, room.timers.length], [1, 0], "the storage has it now");
});

test("what a closed tab left behind is sent by the one that is open", async () => {
  const here = bench(stored);
  here.shelf.setItem(PREFIX + act(5).id, JSON.stringify(entry(5)));
  here.outbox.noticed(PREFIX + act(5).id, JSON.stringify(entry(5)));
  assert.equal(here.sent.length, 0);
  for (let i = 0; i < 20 && here.timers.length; i += 1) await here.turn();
  assert.deepEqual(
    here.sent.map(({ ids }) => ids),
    [[5]],
  );
  assert.equal(here.shelf.length, 0);
});

test("a cleared storage loses nothing that waits", () => {
  const here = bench(stored);
  here.outbox.add(entry(1));
  here.shelf.items.clear();
  here.outbox.noticed(null, null);
  assert.equal(here.shelf.length, 1);
});

test("full storage is said, tagging goes on in memory, and room is used when it comes", async () => {
  const here = bench(() => ({ status: 0, body: null }));
  here.shelf.full = true;
  here.outbox.add(entry(1));
  here.outbox.add(entry(2));
  assert.equal(here.outbox.state().unstored, 2);
  here.shelf.full = false;
  here.server = (acts) => stored(acts.slice(0, 1));
  await here.turn();
  assert.deepEqual(
    [here.outbox.state().waiting, here.outbox.state().unstored, here.shelf.length],
    [1, 0, 1],
  );
});

test("leaving sends one small request that outlives the page, even past one in flight", async () => {
  const here = bench(stored);
  for (let i = 1; i <= 90; i += 1)
    here.outbox.add(
      entry(i, { id: String(i).padStart(8, "0"), kind: "note", text: "x".repeat(1000) }),
    );
  here.timers.shift().job();
  here.outbox.leave(true);
  for (let i = 0; i < 9; i += 1) await settle();
  const leaving = here.sent.find((one) => one.leaving);
  assert.equal(leaving.ids[0], 1);
  assert.ok(leaving.ids.length > 30 && leaving.ids.length < 48, String(leaving.ids.length));
  for (let i = 0; i < 20 && here.timers.length; i += 1) await here.turn();
  assert.deepEqual([here.shelf.length, here.settled.length], [0, 90], "told once of each act");
});

test("a desk that is closed goes on sending while that goes well, and leaves the rest in the storage", async () => {
  const here = bench(stored);
  for (let i = 1; i <= 450; i += 1) here.outbox.add(entry(i, { id: String(i).padStart(8, "0") }));
  here.outbox.close();
  for (let i = 0; i < 4; i += 1) await settle();
  here.server = (acts) => (acts[0].claim > 200 ? { status: 0, body: null } : stored(acts));
  for (let i = 0; i < 20 && here.timers.length; i += 1) await here.turn();
  assert.deepEqual(
    here.sent.map(({ ids }) => ids[0]),
    [1, 201],
  );
  assert.equal(here.shelf.length, 250);
  const full = bench(stored);
  for (let i = 1; i <= 450; i += 1) full.outbox.add(entry(i, { id: String(i).padStart(8, "0") }));
  full.outbox.close();
  for (let i = 0; i < 20; i += 1) await full.turn();
  assert.equal(full.shelf.length, 0);
});

test("a lost connection is said while nothing waits, and looked for until it is back", async () => {
  const here = bench(stored);
  await here.turn();
  here.outbox.lost();
  assert.deepEqual([here.outbox.state().trouble, here.timers.length], ["offline", 1]);
  const first = await here.turn();
  assert.deepEqual([here.asked, here.outbox.state().trouble], [1, "offline"]);
  here.there = true;
  assert.ok((await here.turn()) >= first);
  assert.deepEqual([here.asked, here.outbox.state().trouble, here.timers.length], [2, "", 0]);
});

test("what is tagged without a connection goes out with the next try", async () => {
  const here = bench(stored);
  await here.turn();
  here.outbox.lost();
  here.outbox.add(entry(1));
  here.outbox.hurry();
  assert.deepEqual([here.sent.length, here.timers.length], [0, 1]);
  await here.turn();
  assert.deepEqual([here.asked, here.sent.length, here.outbox.state().trouble], [0, 1, ""]);
});

test("a page that is left asks nobody, and one that is woken asks at once", async () => {
  const here = bench(stored);
  await here.turn();
  here.outbox.lost();
  here.outbox.leave(false);
  assert.equal(here.asked, 0);
  here.there = true;
  here.outbox.wake();
  const asking = here.turn();
  here.outbox.leave(true);
  assert.equal(await asking, 0);
  assert.deepEqual([here.asked, here.sent, here.outbox.state().trouble], [1, [], ""]);
});
