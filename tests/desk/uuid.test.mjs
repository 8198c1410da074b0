import assert from "node:assert/strict";
import { test } from "node:test";
import { makeIds } from "../../annotator/ui/desk/frontend/uuid.js";

test("ids are UUIDv7 of the clock", () => {
  const id = makeIds(() => 0x0123456789ab).next();
  assert.match(id, /^01234567-89ab-7000-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids grow within a millisecond, past its counter, and when the clock is set back", () => {
  let now = 5000;
  const ids = makeIds(() => now);
  const made = Array.from({ length: 9000 }, () => ids.next());
  now = 10;
  made.push(ids.next(), ids.next());
  now = 6000;
  made.push(ids.next());
  assert.deepEqual(made, [...made].sort());
  assert.equal(new Set(made).size, made.length);
});

test("ids follow what another clock made", () => {
  const ahead = makeIds(() => 99_000).next();
  const ids = makeIds(() => 1_000);
  ids.follow(ahead);
  ids.follow("no id at all");
  assert.ok(ids.next() > ahead);
});
