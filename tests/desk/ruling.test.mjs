// What is missing before a decision can be confirmed.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  besideOwn,
  emptyDraft,
  lacking,
  overrules,
  reasonHint,
  rulingWords,
} from "../../annotator/ui/desk/frontend/ruling.js";

/** @param {any} more */
const shown = (more = {}) => ({ own: { tag: "none", event: "e" }, majority: "none", votes: [], ...more });
/** @param {any} more */
const draft = (more = {}) => ({ ...emptyDraft(), ...more });

test("nobody decides before an own vote", () => {
  assert.match(lacking(draft({ ruling: "tag", tag: "none" }), shown({ own: null })), /Vote yourself first/);
});

test("something has to be chosen, never the majority by itself", () => {
  assert.match(lacking(draft(), shown()), /Choose/);
  assert.equal(draft().tag, null);
});

test("going against the majority needs a reason", () => {
  const against = { ruling: "tag", tag: "sourced" };
  assert.ok(overrules(draft(against), shown()));
  assert.match(lacking(draft(against), shown()), /Most analysts said none/);
  assert.match(lacking(draft({ ...against, reason: "  " }), shown()), /Most analysts said none/);
  assert.equal(lacking(draft({ ...against, reason: "The table names it." }), shown()), "");
  assert.equal(reasonHint(draft(against), shown()), "needed: most said none");
});

test("that no tag fits goes against a majority too", () => {
  assert.ok(lacking(draft({ ruling: "no_tag_fits" }), shown()));
  assert.equal(lacking(draft({ ruling: "no_tag_fits" }), shown({ majority: null })), "");
});

test("at a tie nothing is overruled", () => {
  assert.equal(lacking(draft({ ruling: "tag", tag: "sourced" }), shown({ majority: null })), "");
  assert.equal(reasonHint(draft({ ruling: "tag", tag: "sourced" }), shown({ majority: null })), "optional");
});

test("following the majority, a kept split and an unclear rule need no reason", () => {
  assert.equal(lacking(draft({ ruling: "tag", tag: "none" }), shown()), "");
  assert.equal(lacking(draft({ ruling: "split_kept" }), shown()), "");
  assert.equal(lacking(draft({ ruling: "rule_unclear" }), shown()), "");
});

test("a claim is sent back with a question", () => {
  assert.match(lacking(draft({ ruling: "sent_back" }), shown()), /question/);
  assert.equal(lacking(draft({ ruling: "sent_back", reason: "Which table?" }), shown()), "");
});

test("how many agree with the reviewer", () => {
  const votes = [{ tag: "none" }, { tag: "sourced" }, { tag: null }];
  assert.equal(besideOwn(/** @type {any} */ (shown({ votes }))), "1 of 2 agree with you");
  assert.equal(besideOwn(/** @type {any} */ (shown({ votes: [] }))), "");
});

test("a ruling in words", () => {
  assert.equal(rulingWords({ ruling: "tag", tag: "sourced" }), "sourced");
  assert.equal(rulingWords({ ruling: "split_kept", tag: null }), "split kept");
  assert.equal(rulingWords({ ruling: "accepted", tag: null }), "accepted");
});
