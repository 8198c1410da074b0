import assert from "node:assert/strict";
import { test } from "node:test";

import { directionOf } from "../../annotator/ui/desk/frontend/direction.js";

test("a text runs as most of its letters do", () => {
  assert.equal(directionOf("The quay was rebuilt in May.", "rtl"), "ltr");
  assert.equal(directionOf("أُغلق الميناء أمس.", "ltr"), "rtl");
  assert.equal(directionOf("הנמל נסגר אתמול.", "ltr"), "rtl");
  assert.equal(directionOf("بندر دیروز بسته شد.", "ltr"), "rtl");
});

test("a foreign name at the beginning turns nothing round", () => {
  assert.equal(directionOf("Norvik Lines هي أكبر شركة في الميناء الشرقي.", "rtl"), "rtl");
  assert.equal(directionOf("مرفأ is the word for a small harbour.", "ltr"), "ltr");
});

test("what has no letters runs as its article does", () => {
  for (const text of ["", "12.5", "14/03/2026 – 15/03/2026", "…"])
    for (const otherwise of /** @type {const} */ (["ltr", "rtl"])) assert.equal(directionOf(text, otherwise), otherwise);
});
