import assert from "node:assert/strict";
import { test } from "node:test";
import { conflictKey, makeActs } from "../../annotator/ui/desk/frontend/acts.js";
import { LOOK } from "./shelf.mjs";

/** @import { Answer, HistoryRow, Scheme, Tag } from "../../annotator/ui/desk/frontend/types.js" */

const TAGS = ["sourced", "contested", "opinion", "none"];
/** @param {string} name @param {Tag["outcome"]} outcome @returns {Tag} */
const tagOf = (name, outcome) => ({ name, key: "", letter: "", line: "", meaning: "", outcome, ...LOOK });
/** @type {Scheme} */
const scheme = {
  label: "t/1",
  reasons: [],
  reasonMeanings: {},
  order: [],
  rulings: [],
  tags: [...TAGS.map((name) => tagOf(name, "tagged")), tagOf("unsure", "unsure")],
};
/** @param {string} tag @returns {Answer} */
const tagged = (tag) => ({ outcome: "tagged", tag, reason: "", confidence: "" });
let made = 0;
const newId = () => `id-${String((made += 1)).padStart(6, "0")}`;

function deskOf(/** @type {object[]} */ claims, /** @type {HistoryRow[]} */ history = []) {
  return {
    scheme,
    history,
    blocks: [
      {
        kind: "paragraph",
        level: 0,
        marker: "",
        claims: claims.map((more, i) => ({
          id: 100 + i,
          n: i + 1,
          sha: `sha${i}`,
          text: `t${i}`,
          ...more,
        })),
      },
    ],
  };
}
/** @param {object[]} claims @param {HistoryRow[]} history */
const open = (claims = [{}, {}, {}], history = []) => makeActs(deskOf(claims, history), newId);
/** @returns {HistoryRow} */
const row = (/** @type {any} */ { id, claim, kind, outcome, tag, undo, redo, reason, confidence }) => [
  id,
  claim,
  kind,
  outcome ?? null,
  tag ?? null,
  undo ?? null,
  redo ?? null,
  reason ?? "",
  confidence ?? "",
  "2026-11-22T14:02:00.000000Z",
];
const shown = (/** @type {ReturnType<typeof makeActs>} */ acts) => acts.records.map(({ answer }) => answer && (answer.tag ?? answer.outcome));

test("each act names what it replaces; after a clear that is nothing", () => {
  const acts = open([{ ...tagged("opinion"), event: "old" }]);
  const first = acts.answer(0, tagged("sourced"));
  const second = acts.answer(0, tagged("contested"));
  const third = acts.clear(0);
  const fourth = acts.answer(0, tagged("none"));
  assert.deepEqual(
    [first, second, third, fourth].map((act) => act.replaces),
    ["old", first.id, second.id, null],
  );
  assert.deepEqual([first.claim, first.sha], [100, "sha0"]);
});

test("an answer says under which scheme it was given", () => {
  assert.equal(open().answer(0, tagged("sourced"))?.scheme, "t/1");
});

test("an answer that is there already is no act, nor is clearing nothing", () => {
  const acts = open([{ ...tagged("opinion"), event: "old" }, {}]);
  assert.equal(acts.answer(0, tagged("opinion")), null);
  assert.equal(acts.clear(1), null);
  assert.notEqual(acts.answer(0, { ...tagged("opinion"), confidence: "high" }), null);
});

test("notes have a chain of their own, and an empty note is none", () => {
  const acts = open();
  const [a, b, c] = [acts.note(0, "one"), acts.note(0, ""), acts.note(0, "two")];
  assert.deepEqual(
    [a, b, c].map((act) => act.replaces),
    [null, a.id, null],
  );
  assert.equal(acts.note(0, "two"), null);
  assert.equal(acts.answer(0, tagged("none")).replaces, null);
});

test("a wish for a split has a chain of its own, and is on until it is taken back", () => {
  const acts = open([{ split: true, splitEvent: "old" }, {}]);
  const [a, b, c] = [acts.split(0, false), acts.split(0, true), acts.split(1, true)];
  assert.deepEqual(
    [a, b, c].map(({ kind, wanted, replaces }) => [kind, wanted, replaces]),
    [
      ["split", false, "old"],
      ["split", true, null],
      ["split", true, null],
    ],
  );
  assert.equal(acts.split(0, true), null);
  assert.equal(acts.answer(0, tagged("none")).replaces, null);
  assert.deepEqual(
    acts.records.map(({ split }) => split),
    [true, true],
  );
  assert.equal(acts.undo().act.kind, "clear", "undo takes back the answer, not the wish");
});

test("undo and redo append acts to any depth, and a new answer ends what could be redone", () => {
  const acts = open();
  acts.answer(0, tagged("sourced"));
  const retag = acts.answer(0, tagged("none"));
  acts.answer(1, { outcome: "skipped", tag: null, reason: "", confidence: "" });
  acts.clear(1);
  assert.deepEqual([acts.undo().place, shown(acts)], [1, ["none", "skipped", null]]);
  acts.undo();
  const third = acts.undo();
  assert.deepEqual(
    [third.act.undo, third.act.tag, third.act.replaces],
    [retag.id, "sourced", retag.id],
  );
  assert.equal(acts.undo().act.kind, "clear");
  assert.equal(acts.undo(), null);
  for (let i = 0; i < 4; i += 1) acts.redo();
  assert.deepEqual(shown(acts), ["none", null, null]);
  assert.equal(acts.redo(), null);
  acts.undo();
  acts.answer(2, tagged("opinion"));
  assert.equal(acts.redo(), null);
});

test("after a reload everything can be undone and redone as before", () => {
  let seed = 7;
  const random = (/** @type {number} */ n) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n;
  for (let round = 0; round < 60; round += 1) {
    const live = open();
    const log = [];
    for (let i = 0; i < 40; i += 1) {
      const what = random(6);
      const place = random(3);
      const act =
        what < 3
          ? live.answer(place, tagged(TAGS[random(4)]))
          : what === 3
            ? live.clear(place)
            : (what === 4 ? live.undo() : live.redo())?.act;
      if (act) log.push(act);
    }
    const claims = live.records.map(({ answer, held }) =>
      answer ? { ...answer, event: held.answer.event } : {},
    );
    const again = open(claims, log.map(row));
    assert.deepEqual(shown(again), shown(live));
    for (const step of /** @type {const} */ (["redo", "undo"])) {
      for (;;) {
        const [a, b] = [live[step](), again[step]()];
        assert.equal(a?.act.claim, b?.act.claim);
        assert.deepEqual(shown(again), shown(live));
        if (!a) break;
      }
    }
    assert.deepEqual(shown(live), [null, null, null]);
  }
});

test("counts follow every act", () => {
  const acts = open([{ ...tagged("none"), event: "e" }, {}, {}]);
  acts.answer(1, { outcome: "unsure", tag: null, reason: "", confidence: "" });
  acts.answer(2, { outcome: "skipped", tag: null, reason: "", confidence: "" });
  acts.answer(0, tagged("sourced"));
  acts.clear(1);
  const { tagged: n, unsure, skipped, left, tags } = acts.counts;
  assert.deepEqual(
    [n, unsure, skipped, left, tags.get("none"), tags.get("sourced")],
    [1, 0, 1, 1, 0, 1],
  );
});

test("a question counts until it is answered, with the same tag too", () => {
  const acts = open([{ ...tagged("none"), event: "e", question: "Who?" }, {}]);
  assert.equal(acts.counts.asked, 1);
  acts.note(0, "not clear");
  assert.equal(acts.counts.asked, 1);
  acts.answer(0, tagged("none"));
  assert.deepEqual([acts.counts.asked, acts.counts.left], [0, 1]);
});

test("counts follow notes and wishes too", () => {
  const acts = open([{ note: "n", noteEvent: "e" }, { split: true, splitEvent: "f" }, {}]);
  assert.deepEqual([acts.counts.noted, acts.counts.split], [1, 1]);
  acts.note(0, "");
  acts.note(1, "one");
  acts.note(2, "two");
  acts.split(1, false);
  assert.deepEqual([acts.counts.noted, acts.counts.split, acts.counts.left], [2, 0, 3]);
});

test("an answer from elsewhere is asked about once, and each choice holds", () => {
  for (const [keep, wanted] of /** @type {const} */ ([
    ["here", "sourced"],
    ["elsewhere", "contested"],
  ])) {
    const acts = open();
    const [a, b] = [acts.answer(0, tagged("none")), acts.answer(0, tagged("sourced"))];
    const current = { event: "theirs", ...tagged("contested") };
    acts.settled(a, { id: a.id, status: "conflict", current });
    assert.equal(acts.conflicts().length, 0, "the later act of the same claim asks");
    acts.settled(b, { id: b.id, status: "conflict", current });
    assert.equal(acts.conflicts().length, 1);
    assert.equal(acts.canUndo(), false, "what does not hold cannot be undone");
    const act = acts.resolve(acts.conflicts()[0], keep);
    assert.equal(act?.replaces ?? null, keep === "here" ? "theirs" : null);
    assert.deepEqual([shown(acts)[0], acts.conflicts().length], [wanted, 0]);
    assert.equal(acts.answer(0, tagged("opinion")).replaces, act?.id ?? "theirs");
  }
});

test("notes and wishes from elsewhere are asked about one by one", () => {
  for (const [keep, wanted] of /** @type {const} */ ([
    ["here", ["mine", false]],
    ["elsewhere", ["theirs", true]],
  ])) {
    const acts = open([{ split: true, splitEvent: "old" }]);
    const [note, wish] = [acts.note(0, "mine"), acts.split(0, false)];
    acts.settled(note, {
      id: note.id,
      status: "conflict",
      current: { event: "n", text: "theirs" },
    });
    acts.settled(wish, { id: wish.id, status: "conflict", current: { event: "w", wanted: true } });
    assert.deepEqual(
      acts.conflicts().map(({ slot }) => slot),
      ["note", "split"],
    );
    const again = acts
      .conflicts()
      .map((conflict) => acts.resolve(conflict, keep)?.replaces ?? null);
    assert.deepEqual(again, keep === "here" ? ["n", "w"] : [null, null]);
    assert.deepEqual([acts.records[0].note, acts.records[0].split], wanted);
    assert.equal(acts.conflicts().length, 0);
  }
});

test("a wish that both made, or took back, is no conflict", () => {
  const acts = open();
  const wish = acts.split(0, true);
  acts.settled(wish, { id: wish.id, status: "conflict", current: { event: "w", wanted: true } });
  assert.equal(acts.conflicts().length, 0);
  const back = acts.split(0, false);
  assert.equal(back.replaces, "w");
  acts.settled(back, { id: back.id, status: "conflict", current: null });
  assert.equal(acts.conflicts().length, 0);
  assert.equal(acts.split(0, true).replaces, null);
});

test("a refused wish or note is taken off the screen", () => {
  const acts = open([{ note: "sure", noteEvent: "n" }]);
  for (const act of [acts.note(0, "long"), acts.split(0, true)])
    acts.settled(act, { id: act.id, status: "refused", why: "" });
  assert.deepEqual([acts.records[0].note, acts.records[0].split], ["sure", false]);
  assert.equal(acts.note(0, "next").replaces, "n");
});

test("the same answer from elsewhere is no conflict", () => {
  const acts = open();
  const act = acts.answer(0, tagged("sourced"));
  acts.settled(act, {
    id: act.id,
    status: "conflict",
    current: { event: "theirs", ...tagged("sourced") },
  });
  assert.equal(acts.conflicts().length, 0);
  assert.equal(acts.clear(0).replaces, "theirs");
});

test("a refused act is taken off the screen; one that replaced it is cast again", () => {
  const acts = open([{ ...tagged("opinion"), event: "sure" }, {}]);
  const alone = acts.answer(1, tagged("contested"));
  acts.settled(alone, { id: alone.id, status: "refused", why: "" });
  assert.deepEqual([shown(acts)[1], acts.canUndo()], [null, false]);
  const [first, second] = [acts.answer(0, tagged("contested")), acts.answer(0, tagged("sourced"))];
  assert.equal(acts.settled(first, { id: first.id, status: "refused", why: "" }), null);
  const { again } = acts.settled(second, {
    id: second.id,
    status: "conflict",
    current: { event: "sure", ...tagged("opinion") },
  });
  assert.deepEqual([again.tag, again.replaces, again.id === second.id], ["sourced", "sure", false]);
  assert.equal(acts.conflicts().length, 0);
  assert.equal(acts.undo().act.tag, "opinion");
});

test("acts that wait are painted on what the server knows, and what it knows is not done twice", () => {
  const before = open();
  const [a, b] = [before.answer(0, tagged("sourced")), before.answer(1, tagged("none"))];
  const acts = open([{ ...tagged("sourced"), event: a.id }, {}, {}], [row(a)]);
  acts.replay(a);
  acts.replay(b);
  acts.replay({ ...b, id: "other", claim: 102, sha: "another text", tag: "opinion" });
  acts.replay({ ...b, id: "other", claim: 999 });
  assert.deepEqual(shown(acts), ["sourced", "none", null]);
  acts.undo();
  acts.undo();
  assert.equal(acts.undo(), null);
});

test("notes and wishes that wait are painted, and those that arrived are not painted again", () => {
  const before = open();
  const waiting = [before.note(0, "one"), before.split(0, true), before.split(1, true)];
  const [note, , arrived] = waiting;
  const acts = open([{}, { split: true, splitEvent: arrived.id }, {}]);
  for (const act of waiting) acts.replay(act);
  assert.deepEqual([acts.records[0].note, acts.records[0].split], ["one", true]);
  assert.equal(acts.note(0, "two").replaces, note.id);
  assert.equal(acts.asks(arrived.id), true, "not painted by this page");
});

test("an act that this page does not show is not its to ask about, and changes nothing here", () => {
  const acts = open();
  const mine = acts.answer(0, tagged("sourced"));
  const theirs = { ...mine, id: "other-tab", tag: "opinion" };
  const current = { event: mine.id, ...tagged("sourced") };
  assert.equal(acts.settled(theirs, { id: theirs.id, status: "conflict", current }), null);
  assert.deepEqual([acts.conflicts().length, acts.asks(theirs.id)], [0, true]);
  acts.settled({ ...theirs, claim: 101 }, { id: theirs.id, status: "stored" });
  const next = acts.answer(1, tagged("contested"));
  const held = { event: theirs.id, ...tagged("opinion") };
  assert.equal(acts.settled(next, { id: next.id, status: "conflict", current: held }).again, null);
  assert.equal(acts.conflicts().length, 1, "nothing that was never seen here is overwritten");
});

test("an act from before the reload is asked about, though the page knows the other answer", () => {
  const before = open();
  const [a, b] = [before.answer(0, tagged("none")), before.answer(0, tagged("sourced"))];
  const current = { event: "theirs", ...tagged("contested") };
  const acts = open([{ ...tagged("contested"), event: "theirs" }]);
  acts.replay(a);
  acts.replay(b);
  for (const act of [a, b]) {
    assert.equal(
      acts.settled(act, { id: act.id, status: "conflict", current })?.again ?? null,
      null,
    );
  }
  assert.deepEqual(
    acts.conflicts().map((one) => one.act),
    [b.id],
  );
  assert.deepEqual([acts.asks(a.id), acts.asks(b.id)], [false, true]);
  acts.resolve(acts.conflicts()[0], "elsewhere");
  assert.deepEqual([acts.asks(b.id), shown(acts)[0]], [false, "contested"]);
});

test("the conflict that was asked about is the one that is answered", () => {
  const acts = open();
  const theirs = { event: "theirs", ...tagged("none") };
  for (const place of [0, 1]) {
    const act = acts.answer(place, tagged("opinion"));
    acts.settled(act, { id: act.id, status: "conflict", current: theirs });
  }
  const second = acts.conflict(conflictKey({ place: 1, slot: "answer" }));
  assert.equal(second?.place, 1);
  acts.resolve(second, "elsewhere");
  assert.deepEqual(shown(acts), ["opinion", "none", null]);
  assert.equal(acts.conflict("answer:1"), undefined);
  assert.deepEqual(acts.conflicts().map(conflictKey), ["answer:0"]);
});

test("an act of a kind that is not known here is left unpainted", () => {
  const acts = open();
  for (const kind of ["praise", "constructor"])
    acts.replay(
      /** @type {any} */ ({ id: newId(), kind, claim: 100, sha: "sha0", replaces: null }),
    );
  assert.deepEqual(shown(acts), [null, null, null]);
  assert.equal(acts.canUndo(), false);
  assert.deepEqual(acts.story(0), []);
});
