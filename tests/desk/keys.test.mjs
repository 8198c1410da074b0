import assert from "node:assert/strict";
import { test } from "node:test";
import { commandWords } from "../../annotator/ui/desk/frontend/help.js";
import { commandOf } from "../../annotator/ui/desk/frontend/keys.js";
import { makeOwnKeys } from "../../annotator/ui/desk/frontend/ownkeys.js";
import { LOOK } from "./shelf.mjs";

/** @import { Tag } from "../../annotator/ui/desk/frontend/types.js" */

/** @type {Tag[]} */
const TAGS = [
  ["sourced", "1"],
  ["none", "0"],
  ["unsure", "u"],
  ["strange", "!"],
].map(([name, key]) => ({ name, key, letter: "", line: "", meaning: "", outcome: "tagged", ...LOOK }));
/** @returns {any} whichever command it is */
const press = (/** @type {string} */ key, /** @type {any} */ more = {}) =>
  commandOf(
    {
      key,
      code: "",
      shiftKey: false,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      isComposing: false,
      ...more,
    },
    TAGS,
    more.rtl ?? false,
  );
const name = (/** @type {string} */ key, /** @type {any} */ more = {}) => press(key, more)?.tag?.name ?? press(key, more)?.name ?? null;

test("tag keys come from the scheme, in small and capital letters alike", () => {
  assert.deepEqual(
    ["1", "0", "u", "2", "!"].map((key) => name(key)),
    ["sourced", "none", "unsure", null, "strange"],
  );
  assert.equal(name("U"), "unsure", "Caps Lock");
});

test("digits by their place, for keyboards that write something else there", () => {
  assert.equal(name("&", { code: "Digit1" }), "sourced");
  assert.equal(name("à", { code: "Digit0" }), "none");
  assert.equal(name("End", { code: "Numpad1" }), "go", "without Num Lock it is no digit");
  assert.equal(name("@", { code: "Digit1", shiftKey: true }), null);
});

test("letters by their place on keyboards of another script", () => {
  assert.equal(name("о", { code: "KeyJ" }), "move");
  assert.equal(name("г", { code: "KeyU" }), "unsure");
  assert.equal(name("z", { code: "KeyY" }), "undo", "QWERTZ says z and means it");
});

test("Enter goes to the buttons, Escape comes back", () => {
  assert.deepEqual([name("Enter"), name("Escape")], ["tags", "escape"]);
});

test("undo and redo", () => {
  assert.deepEqual([name("z"), name("Z", { shiftKey: true })], ["undo", "redo"]);
  for (const control of ["ctrlKey", "metaKey"]) {
    assert.equal(name("z", { [control]: true }), "undo");
    assert.equal(name("Z", { [control]: true, shiftKey: true }), "redo");
    assert.equal(name("y", { [control]: true }), "redo");
  }
});

test("other modifiers and composition are somebody else's", () => {
  for (const more of [
    { altKey: true },
    { ctrlKey: true },
    { metaKey: true },
    { shiftKey: true },
    { isComposing: true },
  ]) {
    assert.equal(name("1", more), null, JSON.stringify(more));
    assert.equal(name("j", more), null, JSON.stringify(more));
  }
  assert.equal(name("z", { altKey: true }), null);
});

test("arrows follow the direction of the text", () => {
  assert.deepEqual(
    [press("ArrowRight").by, press("ArrowLeft").by, press("ArrowDown").by],
    [1, -1, 1],
  );
  assert.deepEqual(
    [
      press("ArrowRight", { rtl: true }).by,
      press("ArrowLeft", { rtl: true }).by,
      press("ArrowDown", { rtl: true }).by,
    ],
    [-1, 1, 1],
  );
});

test("signs that some keyboards write only with Shift", () => {
  for (const [key, wanted] of [
    [".", "rulings"],
    ["/", "filter"],
    ["?", "help"],
  ])
    for (const shiftKey of [true, false]) assert.equal(name(key, { shiftKey }), wanted, key);
});

test("confidence by the first letter of its word", () => {
  assert.deepEqual(
    ["l", "m", "H"].map((key) => press(key)?.value),
    ["low", "moderate", "high"],
  );
  assert.equal(name("m", { ctrlKey: true }), null);
});

test("the rest", () => {
  assert.deepEqual(
    [" ", "g", "n", "b", "w", "Escape", "Backspace", "Tab", "c", "r"].map((key) =>
      name(key),
    ),
    ["skip", "next", "note", "reason", "split", "escape", "clear", null, null, null],
  );
});

test("own keys lead to the commands they were given, and a key that was taken leads nowhere", () => {
  const root = { querySelectorAll: () => /** @type {any[]} */ ([]), toggleAttribute() {} };
  const { meant, shown } = makeOwnKeys(/** @type {any} */ (root), { j: "d", k: "e", e: "q", "/": "i", z: "y" });
  /** @param {string} key @param {any} [more] @returns {any} */
  const own = (key, more = {}) =>
    commandOf(
      { key, code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more },
      TAGS,
      false,
      meant,
    );
  assert.deepEqual([own("d"), own("e").by, own("q").name, own("i").name], [{ name: "move", by: 1 }, -1, "evidence", "filter"]);
  assert.deepEqual([own("j"), own("/"), own("z")], [null, null, null]);
  assert.equal(own("y").name, "undo");
  assert.equal(own("Y", { shiftKey: true }).name, "redo");
  assert.equal(own("z", { ctrlKey: true }).name, "undo", "with Control the keys are those of every program");
  assert.equal(own("в", { code: "KeyD" }).by, 1, "on a keyboard of another script");
  assert.equal(own(",").name, "settings");
  assert.equal(own("?").name, "help");
  assert.deepEqual(["J", "Shift Z", "⇧Z", "G", "Esc", "S"].map(shown), ["D", "Shift Y", "⇧Y", "G", "Esc", "S"]);
});

test("every key that can be changed has a command and words of its own", () => {
  const words = commandWords();
  assert.equal(new Set(words.map(({ label }) => label)).size, words.length);
  for (const { name: key } of words) assert.ok(press(key), key);
});
