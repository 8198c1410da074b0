import assert from "node:assert/strict";
import { test } from "node:test";
import { codePoints, makeArticleText, unitAt } from "../../annotator/ui/desk/frontend/selection.js";

// As Python counts it: "Harbour 🚢 notes\n\nشُحنت 12 سفينة. Fine\u00a0café👩‍🚀 now.\n2. End."
const TEXTS = ["Harbour 🚢 notes", "شُحنت 12 سفينة.", "Fine\u00a0café👩‍🚀 now.", "End."];
const BEGINS = [0, 17, 33, 33 + codePoints(TEXTS[2] ?? "") + 4];
const article = makeArticleText(
  TEXTS.map((text, i) => ({ text, begins: BEGINS[i] ?? 0, ...(i === 3 ? { before: "\n2. " } : {}) })),
  "en",
);
/** @param {number} stretch @param {number} unit */
const spot = (stretch, unit) => ({ stretch, unit });

test("code points are counted, not UTF-16 units", () => {
  assert.equal(codePoints("a🚢b"), 3);
  assert.equal(codePoints("👩‍🚀"), 3);
  assert.equal(codePoints("\ud83d"), 1); // half a pair is one
  assert.equal(unitAt("a🚢b", 2), 3);
  assert.equal(unitAt("a🚢b", 9), 4);
});

test("a spot on the page and an offset lead to each other", () => {
  for (const [stretch, text] of TEXTS.entries())
    for (let unit = 0; unit < text.length; unit += 1) {
      if (/[\udc00-\udfff]/.test(text.charAt(unit))) continue;
      const offset = article.offsetOf(spot(stretch, unit));
      assert.deepEqual(article.spotOf(offset, "start"), spot(stretch, unit), `${stretch}:${unit}`);
    }
});

test("an end belongs to the text before it, a beginning to the one behind", () => {
  const end = article.offsetOf(spot(1, (TEXTS[1] ?? "").length));
  assert.deepEqual(article.spotOf(end, "end"), spot(1, (TEXTS[1] ?? "").length));
  assert.deepEqual(article.spotOf(end, "start"), spot(2, 0));
});

test("a selection across sentences is quoted as the article has it", () => {
  const span = article.span(spot(0, 8), spot(2, 4));
  assert.deepEqual(span, { start: 8, end: 37 });
  assert.equal(article.quote(span), "🚢 notes شُحنت 12 سفينة. Fine");
  const marked = article.span(spot(2, 5), spot(3, 3));
  assert.equal(article.quote(marked), "café👩‍🚀 now.\n2. End");
});

test("no letter is cut in two", () => {
  const text = TEXTS[2] ?? "";
  const emoji = text.indexOf("👩");
  assert.equal(article.quote(article.span(spot(2, emoji + 1), spot(2, emoji + 3))), "👩‍🚀");
  const hamza = (TEXTS[1] ?? "").indexOf("\u064f"); // a vowel sign over its letter
  assert.equal(article.quote(article.span(spot(1, 0), spot(1, hamza))), "شُ");
  assert.equal(article.quote(article.span(spot(1, hamza), spot(1, hamza + 2))), "شُح");
});

test("white space at the ends is left out, and within it is kept", () => {
  assert.equal(article.quote(article.span(spot(0, 7), spot(0, 11))), "🚢");
  assert.equal(article.quote(article.span(spot(2, 0), spot(2, 9))), "Fine\u00a0café");
  assert.equal(article.span(spot(0, 7), spot(0, 8)), null);
  assert.equal(article.span(spot(2, 4), spot(2, 5)), null);
  const across = article.span(spot(0, 16), spot(1, 3)); // begins behind the last letter of a heading
  assert.equal(article.quote(across).startsWith("ش"), true);
});

test("sentences that nothing stands between are quoted without a space", () => {
  const glued = makeArticleText([{ begins: 0, text: "港湾。" }, { begins: 3, text: "船。" }], "ja");
  assert.equal(glued.quote({ start: 0, end: 5 }), "港湾。船。");
});

test("a caret goes by words, and every text has one", () => {
  assert.deepEqual(
    article.wordsIn(0).map(({ from, to }) => (TEXTS[0] ?? "").slice(from, to)),
    ["Harbour", "notes"],
  );
  assert.deepEqual(makeArticleText([{ begins: 0, text: "…" }], "en").wordsIn(0), [{ from: 0, to: 1 }]);
});
