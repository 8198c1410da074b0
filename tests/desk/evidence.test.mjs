import assert from "node:assert/strict";
import { test } from "node:test";
import { makeActs } from "../../annotator/ui/desk/frontend/acts.js";
import { enteredBy } from "../../annotator/ui/desk/frontend/entered.js";
import { addressIn, dayOf, isAddress, readPasted, wrongDate, wrongDoi, wrongGroup } from "../../annotator/ui/desk/frontend/pasted.js";
import { NOTHING_SAID, hostOf, typeOfFile } from "../../annotator/ui/desk/frontend/pieces.js";
import { evidenceWords, pieceWords, stanceOf, wantsWords } from "../../annotator/ui/desk/frontend/stances.js";
import { MOST, makeUploads, whyKept } from "../../annotator/ui/desk/frontend/uploads.js";
import { actWords, steppedWords } from "../../annotator/ui/desk/frontend/words.js";
import { LOOK } from "./shelf.mjs";

/** @import { Draft } from "../../annotator/ui/desk/frontend/entry.js" */
/** @import { Act, Answer, HistoryRow, Piece, Said, Scheme, Sharing, Stance } from "../../annotator/ui/desk/frontend/types.js" */

/** @type {Scheme} */
const scheme = {
  ...{ label: "t/1", reasons: [], reasonMeanings: {}, order: [], rulings: [] },
  tags: ["sourced", "contested", "none"].map((name) => ({
    ...{ name, key: "", letter: "", line: "", meaning: "", outcome: "tagged", ...LOOK },
    requires: name === "sourced" ? ["supports"] : name === "contested" ? ["supports", "refutes"] : [],
  })),
};
/** @param {string} tag @returns {Answer} */
const tagged = (tag) => ({ outcome: "tagged", tag, reason: "", confidence: "" });
/** @param {Stance} stance @param {Partial<Said>} [more] @returns {Said} */
const said = (stance, more = {}) => ({ ...NOTHING_SAID, stance, quote: "The quay leaks.", ...more });
let made = 0;
const newId = () => `0190${String((made += 1)).padStart(4, "0")}-0000-7000-8000-000000000000`;

/** @param {{ evidence?: Piece[], withdrawn?: Piece[], history?: HistoryRow[], evidenceWanted?: boolean }} [more] */
function open({ evidence = [], withdrawn = [], history = [], evidenceWanted = true } = {}) {
  const claims = [0, 1, 2].map((i) => ({ id: 100 + i, n: i + 1, sha: `sha${i}`, text: `t${i}`, at: i * 3 }));
  return makeActs(
    { scheme, history, evidence, withdrawn, evidenceWanted, blocks: [{ kind: "paragraph", level: 0, marker: "", claims }] },
    newId,
  );
}
/** @param {ReturnType<typeof makeActs>} acts @param {number} place */
const stances = (acts, place) => acts.records[place].pieces.map((/** @type {Piece} */ { stance }) => stance).join();
/** @param {string} id @param {Partial<Piece>} [more] @returns {Piece} */
const piece = (id, more = {}) => ({
  ...said("supports"),
  ...{ id, claim: 100, host: "", mediaType: "", size: null, mine: true, by: "Ines", at: "2026-11-22T14:02:00Z" },
  ...more,
});

/** @param {string} id @returns {HistoryRow} */
const attached = (id) => [id, 100, "evidence", id, null, null, null, "", "", "2026-11-22T14:02:00Z"];

/** What a server says that has stored these acts. @param {Act[]} stored */
function served(stored) {
  /** @type {Map<string, Piece>} */
  const counts = new Map();
  /** @type {Map<string, Piece>} */
  const withdrawn = new Map();
  /** @param {string} id @param {Map<string, Piece>} from @param {Map<string, Piece>} to */
  const move = (id, from, to) => {
    const one = from.get(id);
    if (one && from.delete(id)) to.set(id, one);
  };
  /** @type {HistoryRow[]} */
  const history = [];
  for (const { id, claim, kind, evidence = "", replaces, undo = null, redo = null, ...more } of stored) {
    const time = "2026-11-22T14:02:00Z";
    if (kind === "evidence") {
      counts.set(id, piece(id, { ...NOTHING_SAID, ...more, claim }));
      if (replaces) move(replaces, counts, withdrawn);
      history.push([id, claim, kind, id, replaces, undo, redo, "", "", time]);
    } else if (kind === "evidence-withdraw" || kind === "evidence-restore") {
      if (kind === "evidence-restore") move(evidence, withdrawn, counts);
      else move(evidence, counts, withdrawn);
      history.push([id, claim, kind, evidence, null, undo, redo, "", "", time]);
    } else if (kind === "answer" || kind === "clear") {
      const { outcome = null, tag = null } = more;
      history.push([id, claim, kind, outcome, tag, undo, redo, "", "", time]);
    }
  }
  return { history, evidence: [...counts.values()], withdrawn: [...withdrawn.values()] };
}

test("a reload at any moment leaves undo and redo as they were", () => {
  let seed = 7;
  const any = (/** @type {number} */ n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 60; round += 1) {
    let acts = open();
    /** @type {Act[]} */
    const stored = [];
    for (let turn = 0; turn < 25; turn += 1) {
      const place = any(2);
      const pieces = acts.records[place].pieces;
      const step = [
        () => acts.backing.attach(place, said("supports", { quote: `Words ${turn}.` })),
        () => pieces[0] && acts.backing.takeBack(place, pieces[0]),
        () => pieces[0] && acts.backing.attach(place, said("refutes"), pieces[0].id),
        () => acts.answer(place, tagged(["sourced", "contested"][any(2)] ?? "")),
        acts.undo,
        acts.undo,
        acts.redo,
      ][any(7)]?.();
      if (!step) continue;
      stored.push(...("act" in step ? [step.act, ...step.more] : [step]));
      const again = open(served(stored));
      for (const at of [0, 1]) {
        const ids = (/** @type {ReturnType<typeof open>} */ one) => one.records[at].pieces.map(({ id }) => id).sort();
        assert.deepEqual(ids(again), ids(acts));
        assert.deepEqual(again.story(at).map(({ words }) => words), acts.story(at).map(({ words }) => words));
      }
      assert.deepEqual([again.canUndo(), again.canRedo()], [acts.canUndo(), acts.canRedo()]);
      if (any(3) === 0) acts = again; // and on from there
    }
  }
});

test("attached, taken back by undo, brought back by redo", () => {
  const acts = open();
  const act = acts.backing.attach(0, said("refutes"));
  assert.equal(act.kind, "evidence");
  assert.equal(act.claim, 100);
  assert.equal(stances(acts, 0), "refutes");
  const undone = acts.undo();
  assert.deepEqual([undone.act.kind, undone.act.evidence, undone.place], ["evidence-withdraw", act.id, 0]);
  assert.equal(stances(acts, 0), "");
  const redone = acts.redo();
  assert.deepEqual([redone.act.kind, redone.act.evidence], ["evidence-restore", act.id]);
  assert.equal(stances(acts, 0), "refutes");
  assert.equal(acts.canRedo(), false);
});

test("one history holds answers and evidence, last one first", () => {
  const acts = open();
  acts.answer(0, tagged("sourced"));
  const held = acts.backing.attach(0, said("supports"));
  acts.answer(1, tagged("none"));
  assert.equal(acts.undo().act.kind, "clear");
  assert.equal(acts.undo().act.evidence, held.id);
  assert.equal(acts.undo().act.kind, "clear");
  assert.equal(acts.undo(), null);
});

test("undo of taking back brings back", () => {
  const acts = open({ evidence: [piece("a")] });
  acts.backing.takeBack(0, acts.records[0].pieces[0]);
  assert.equal(stances(acts, 0), "");
  assert.deepEqual([acts.undo().act.kind, stances(acts, 0)], ["evidence-restore", "supports"]);
});

test("a piece that takes another's place goes, and the other one comes back", () => {
  const acts = open({ history: [attached("a")], evidence: [piece("a")] });
  const act = acts.backing.attach(0, said("context"), "a");
  assert.equal(act.replaces, "a");
  assert.equal(stances(acts, 0), "context");
  const { act: first, more } = acts.undo();
  assert.deepEqual([first, ...more].map(({ kind, evidence }) => `${kind} ${evidence}`), [
    `evidence-withdraw ${act.id}`,
    "evidence-restore a",
  ]);
  assert.equal(stances(acts, 0), "supports");
  acts.redo();
  assert.equal(stances(acts, 0), "context");
});

test("what the server holds can be undone, in the order of time; another's cannot", () => {
  /** @type {HistoryRow} */
  const row = ["e1", 101, "answer", "tagged", "none", null, null, "", "", "2026-11-22T15:00:00Z"];
  const theirs = piece("b", { mine: false, shared: true, at: "2026-11-22T16:00:00Z" });
  const acts = open({ history: [attached("a"), row], evidence: [piece("a"), theirs] });
  assert.equal(acts.undo().place, 1);
  assert.equal(acts.undo().act.evidence, "a");
  assert.equal(acts.undo(), null);
  assert.equal(stances(acts, 0), "supports");
});

test("refused evidence goes from the screen and from the history; taken back in vain, it stays", () => {
  const acts = open({ history: [attached("a")], evidence: [piece("a")] });
  const act = acts.backing.attach(0, said("refutes"));
  const back = acts.backing.takeBack(0, acts.records[0].pieces[0]);
  assert.equal(stances(acts, 0), "refutes");
  assert.deepEqual(acts.settled(act, { id: act.id, status: "refused", why: "" }), { place: 0, again: null });
  acts.settled(back, { id: back.id, status: "refused", why: "" });
  assert.equal(stances(acts, 0), "supports");
  assert.equal(acts.undo().act.evidence, "a"); // and no step of what was refused
});

test("refused once and sent again, it is there", () => {
  const acts = open();
  const act = acts.backing.attach(0, said("refutes"));
  acts.settled(act, { id: act.id, status: "refused", why: "" });
  assert.deepEqual(acts.settled(act, { id: act.id, status: "stored" }), { place: 0, again: null });
  assert.equal(stances(acts, 0), "refutes");
  assert.equal(acts.settled(act, { id: act.id, status: "stored" }), null);
});

test("acts of before the reload are replayed once", () => {
  const before = open();
  const act = before.backing.attach(0, said("refutes"));
  const { act: undone } = before.undo();
  const acts = open();
  for (const one of [act, undone, act]) acts.replay(one);
  assert.equal(stances(acts, 0), "");
  assert.equal(acts.redo().act.evidence, act.id);
  const known = open({ evidence: [piece(act.id, { stance: "refutes" })] });
  known.replay(act);
  assert.equal(stances(known, 0), "refutes");
  // brought back, where the server had it taken back: the act says what it is
  const restored = open();
  restored.replay({ ...undone, kind: "evidence-restore" });
  assert.equal(stances(restored, 0), "refutes");
});

test("a claim that has changed takes nothing over", () => {
  const acts = open();
  acts.replay({ ...open().backing.attach(0, said("refutes")), sha: "other" });
  assert.equal(stances(acts, 0), "");
});

test("what a tag asks for is counted until it is there", () => {
  const acts = open();
  acts.answer(0, tagged("contested"));
  acts.answer(1, tagged("sourced"));
  acts.answer(2, tagged("none"));
  assert.equal(acts.counts.wanting, 2);
  assert.deepEqual(acts.wanting(acts.records[0]), ["supports", "refutes"]);
  acts.backing.attach(1, said("supports"));
  acts.backing.attach(0, said("supports"));
  acts.backing.attach(0, said("context"));
  assert.deepEqual(acts.wanting(acts.records[0]), ["refutes"]);
  assert.equal(acts.counts.wanting, 1);
  acts.answer(0, tagged("none"));
  assert.equal(acts.counts.wanting, 0);
  const unasked = open({ evidenceWanted: false });
  unasked.answer(0, tagged("contested"));
  assert.equal(unasked.counts.wanting, 0);
});

test("evidence is no change of mind", () => {
  const acts = open();
  acts.answer(0, tagged("sourced"));
  acts.backing.attach(0, said("supports"));
  assert.equal(acts.revised().size, 0);
});

test("the claim's history tells of it", () => {
  const acts = open();
  acts.backing.attach(0, said("supports"));
  acts.undo();
  assert.deepEqual(acts.story(0).map((/** @type {{ words: string }} */ { words }) => words), ["evidence", "evidence undone"]);
});

test("what is pasted is an address or words", () => {
  assert.equal(isAddress(" https://example.org/a "), true);
  assert.equal(isAddress("www.example.org/a"), true);
  for (const text of ["example.org", "example.org/a?b=c", "bbc.co.uk/news", "пример.рф/новости", "ftp://example.org/a", "https://10.1000/182"])
    assert.equal(isAddress(text), true, text);
  for (const text of ["see https://example.org", "report.pdf", "1.5/2.5", "e.g.", "and/or", "javascript:alert(1)", "10.1000/182", "doi:10.1000/182", ""])
    assert.equal(isAddress(text), false, text);
  assert.deepEqual(readPasted("www.example.org/a", "2026-11-30").said, {
    ...{ type: "url", url: "https://www.example.org/a", quote: "", doi: "", accessed: "2026-11-30" },
  });
  assert.match(readPasted("ftp://example.org/a", "2026-11-30").wrong, /http/);
  assert.equal(readPasted(" “It leaks.” ", "2026-11-30").said.quote, "“It leaks.”");
});

test("a DOI is one however it is written", () => {
  for (const text of ["10.1000/182", " doi:10.1000/182", "DOI: 10.1000/182", "https://doi.org/10.1000/182", "http://dx.doi.org/10.1000/182"])
    assert.deepEqual(readPasted(text, "2026-11-30").said, { type: "document", url: "", quote: "", doi: "10.1000/182", accessed: "" }, text);
});

/** @param {Partial<Draft>} draft @param {Partial<Said>} [details] @param {Sharing} [sharing] */
const entering = (draft, details = {}, sharing = "late") =>
  enteredBy({ text: "", said: { ...NOTHING_SAID, ...details }, replaces: null, upload: null, ...draft }, "refutes", { today: "2026-11-30", sharing });

test("what stands in the fields becomes evidence, or a sentence", () => {
  const { said } = entering({ text: "example.org/a" }, { accessed: "2026-11-02", doi: "doi: 10.1000/182", archive: "archive.org/x" });
  assert.deepEqual(
    [said?.type, said?.stance, said?.url, said?.accessed, said?.doi, said?.archive],
    ["url", "refutes", "https://example.org/a", "2026-11-02", "10.1000/182", "https://archive.org/x"],
  );
  assert.equal(entering({ text: "It leaks." }, { url: "https://example.org" }).said?.url, "https://example.org");
  assert.equal(entering({ text: "10.1000/182" }, { url: "https://example.org" }).said?.url, "https://example.org");
  const titled = entering({}, { title: "Annual report", url: "https://example.org" }).said;
  assert.deepEqual([titled?.type, titled?.url], ["document", "https://example.org"]);
  assert.match(entering({}).wrong, /first/);
  assert.deepEqual([entering({ text: "w" }, { published: "2027" }).about, entering({ text: "w" }, { accessed: "2026-12-01" }).about], ["published", "accessed"]);
  assert.equal(entering({ text: "w" }, { published: "2026" }).wrong, "");
});

test("nothing is laid before all once others have begun", () => {
  assert.deepEqual([entering({ text: "w" }, { shared: true }).about, entering({ text: "w" }, { shared: true }).said], ["shared", null]);
  assert.equal(entering({ text: "w" }, { shared: true }, "open").said?.shared, true);
});

test("words that the server would not take are not sent", () => {
  assert.equal(readPasted("😀".repeat(10_000), "2026-11-22").wrong, "");
  assert.match(readPasted("w".repeat(10_001), "2026-11-22").wrong, /10,001 characters; at most 10,000/);
});

test("an address that the server would not take is not sent", () => {
  assert.match(addressIn("https://me:secret@example.org/").wrong, /login/);
  assert.match(addressIn("https://example.org/\u202egpj.exe").wrong, /hides/);
  assert.match(addressIn("javascript:alert(1)").wrong, /http/);
  assert.match(addressIn(`https://example.org/${"a".repeat(2000)}`).wrong, /2,000/);
  assert.deepEqual(addressIn(""), { url: "", wrong: "" });
});

test("dates, DOIs and groups are looked at before they are sent", () => {
  for (const fine of ["", "2021", "2021-02", "2024-02-29", "0001-01-01"]) assert.equal(wrongDate(fine, "2026-11-30"), "");
  for (const odd of ["31/02/2021", "2021-02-31", "2021-13", "yesterday", "0000", "21"]) assert.match(wrongDate(odd, "2026-11-30"), /no date/);
  for (const early of ["2027", "2026-12", "2026-12-01"]) assert.match(wrongDate(early, "2026-11-30"), /not come yet/);
  for (const fine of ["2026", "2026-11", "2026-11-30"]) assert.equal(wrongDate(fine, "2026-11-30"), "");
  for (const fine of ["", "10.1000/182", "doi:10.1000/182", "https://doi.org/10.1000/182"]) assert.equal(wrongDoi(fine), "");
  for (const odd of ["not a doi", "10.1/2", "11.1000/182"]) assert.match(wrongDoi(odd), /no DOI/);
  for (const fine of [null, 1, 1000]) assert.equal(wrongGroup(fine), "");
  for (const odd of [0, -3, 2000, 1.5, NaN]) assert.match(wrongGroup(odd), /whole number/);
});

test("only web addresses have a host to be shown", () => {
  assert.equal(hostOf("https://example.org:8080/a"), "example.org:8080");
  for (const url of ["javascript:alert(1)", "data:text/html,a", "file:///etc", "//example.org", ""])
    assert.equal(hostOf(url), "", url);
});

test("today is the day of the clock here", () => {
  assert.equal(dayOf(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("words for pieces, for acts, for what is wanted", () => {
  assert.equal(stanceOf("x"), "context");
  assert.equal(stanceOf("q"), null);
  assert.equal(pieceWords(said("supports", { type: "url", quote: "", url: "https://e.org" })), "https://e.org");
  assert.equal(pieceWords(said("supports", { quote: "a".repeat(200) }), 10), `“${"a".repeat(9)}…”`);
  assert.equal(wantsWords(["supports", "refutes"]), "wants evidence that supports it, and some that refutes it");
  const acts = open();
  const act = acts.backing.attach(0, said("refutes"));
  assert.equal(actWords(act), "evidence that refutes: “The quay leaks.”");
  assert.equal(evidenceWords({ ...act, stance: "context" }, said("context")), "evidence that gives context: “The quay leaks.”");
  assert.equal(steppedWords(acts.undo().act, acts.records[0]), "Undone: claim 1, evidence taken back (refutes: “The quay leaks.”).");
});

/** @param {{ status: number, body: any }[]} replies */
function uploading(replies) {
  let changes = 0;
  const sent = /** @type {string[]} */ ([]);
  const uploads = makeUploads({
    newId: () => "u",
    changed: () => (changes += 1),
    put: async (_, file, progress) => {
      sent.push(file.name);
      progress(0.5);
      return replies.shift() ?? { status: 0, body: null };
    },
  });
  return { uploads, sent, changes: () => changes };
}
const file = (/** @type {number} */ size, name = "notes.pdf") => /** @type {File} */ ({ size, name, type: "" });
const settle = () => new Promise((done) => setImmediate(done));

test("a file's evidence follows the file, also after a failure", async () => {
  const { uploads, sent } = uploading([{ status: 0, body: null }, { status: 200, body: { sha256: "ab", mediaType: "application/pdf" } }]);
  const upload = uploads.add(file(5));
  /** @type {string[]} */
  const then = [];
  uploads.then(upload, ({ sha256 }) => then.push(sha256));
  await settle();
  assert.equal(upload.state, "kept");
  assert.match(upload.why, /No connection.*notes\.pdf/);
  assert.equal(uploads.unsent(), true);
  uploads.retryAll();
  await settle();
  assert.deepEqual([then, sent.length, uploads.unsent()], [["ab"], 2, false]);
});

test("said of it after it is stored, the evidence comes at once", async () => {
  const { uploads } = uploading([{ status: 200, body: { sha256: "ab" } }]);
  const upload = uploads.add(file(5));
  await settle();
  let sha = "";
  uploads.then(upload, ({ sha256 }) => (sha = sha256));
  assert.equal(sha, "ab");
});

test("a file that cannot be stored is not sent, and not tried again", async () => {
  const { uploads, sent } = uploading([{ status: 415, body: { message: "It is not a PDF." } }]);
  assert.match(uploads.add(file(MOST + 1)).why, /at most 10 MB/);
  assert.match(uploads.add(file(0)).why, /empty/);
  assert.equal(sent.length, 0);
  const lying = uploads.add(file(5));
  await settle();
  assert.deepEqual([lying.why, lying.again], ["It is not a PDF.", false]);
  uploads.retryAll();
  assert.equal(sent.length, 1);
  assert.match(whyKept("a", 413, ""), /too large/);
  assert.match(whyKept("a", 500, ""), /try again/);
});

test("a file is an image, data or a document", () => {
  /** @param {string} name @param {string} [type] */
  const sort = (name, type = "") => typeOfFile({ name, type });
  assert.equal(sort("quay.png", "image/png"), "image");
  assert.equal(sort("Counts.CSV", "text/csv"), "dataset");
  assert.equal(sort("counts.xlsx"), "dataset");
  assert.equal(sort("report.pdf", "application/pdf"), "document");
  assert.equal(sort("csv"), "document");
});
