// One analyst on one article: the parts of the desk, and what leads from one to another.

import { makeActs } from "./acts.js";
import { makeAnnouncer } from "./announce.js";
import { makeAnswering } from "./answering.js";
import { paintArticle } from "./article.js";
import { at } from "./at.js";
import { begin } from "./begin.js";
import { makeCommands } from "./commands.js";
import { makeCourse } from "./course.js";
import { mark, part } from "./dom.js";
import { makeEnding } from "./ending.js";
import { makeEvidencing } from "./evidencing.js";
import { guardFocus } from "./focus.js";
import { makeFilter } from "./filter.js";
import { makeFocusMode } from "./focusmode.js";
import { fillHelp } from "./help.js";
import { restOnTag, tintUnderMouse } from "./hover.js";
import { live } from "./life.js";
import { makeRoomFor } from "./lines.js";
import { listen } from "./listening.js";
import { makeLook } from "./looks.js";
import { answers, post } from "./net.js";
import { makeNote } from "./note.js";
import { makeOwnKeys } from "./ownkeys.js";
import { makePanel } from "./panel.js";
import { isOfEvidence } from "./pieces.js";
import { makeRulings } from "./rulings.js";
import { makeScreen } from "./screen.js";
import { makeSettings } from "./settings.js";
import { makeShut } from "./shut.js";
import { makeStoryline } from "./storyline.js";
import { makeTimes } from "./times.js";
import { makeTop } from "./top.js";
import { swipe } from "./sheet.js";
import { makeSummary } from "./summary.js";
import { turnBySwipe } from "./swipe.js";
import { claimInAddress, makeAddress } from "./url.js";
import { timeOf } from "./uuid.js";
import { makeWay } from "./way.js";

/** @import { Record } from "./acts.js" */
/** @import { Act, DeskData, Entry, MountData, Result } from "./types.js" */
/** @import { makeMessages } from "./messages.js" */
/** @import { makeOutbox } from "./outbox.js" */
/** @import { makeIds } from "./uuid.js" */

const FINISHED = "Every claim is answered. G leads to the summary.";

/**
 * @param {{ data: MountData, root: HTMLElement, desk: DeskData, pending: Entry[], messages: ReturnType<typeof makeMessages>,
 *   outbox: ReturnType<typeof makeOutbox>, ids: ReturnType<typeof makeIds>, forbidden: boolean }} given
 */
export function openDesk({ data, root, desk, pending, messages, outbox, ids, forbidden }) {
  for (const [id] of desk.history) ids.follow(id);
  const { tags } = desk.scheme;
  const look = makeLook(root, tags);
  const acts = makeActs(desk, ids.next);
  for (const { act } of pending) acts.replay(act);
  const { records, counts } = acts;
  const rightToLeft = desk.article.dir === "rtl";
  const listening = new AbortController();
  const { signal } = listening;
  const ownKeys = makeOwnKeys(root, desk.keys ?? {});
  const settings = makeSettings(root, desk, (preferences) => post("/api/preferences", data, { preferences }), signal);

  const top = makeTop(root, desk, records, look);
  for (const { act } of pending) top.acted(act, timeOf(act.id));
  const way = makeWay(records);
  const wanting = desk.evidenceWanted ? (/** @type {Record} */ one) => acts.wanting(one).length > 0 : null;
  const filter = makeFilter(root, desk.scheme, way, acts.revised, wanting, `${data.project}:${data.analyst.id}:${data.article}`);
  const focusMode = makeFocusMode(root);
  const article = paintArticle(part(root, "scroll"), desk, records, look);
  const panel = makePanel(root, desk.scheme, look);
  const words = part(root, "this");
  const summary = makeSummary(root, desk, look);
  const announcer = makeAnnouncer(part(root, "said"));
  const ending = makeEnding(root, desk.scheme, look, { top, counts, newId: ids.next, cast, say: announcer.say });
  const shut = makeShut(root, desk, acts, look, (chip, said) => {
    stepped = chip;
    announcer.say(said);
    screen.draw("panel");
  });
  const note = makeNote(
    /** @type {HTMLTextAreaElement} */ (part(root, "note")),
    part(root, "note-state"),
    {
      typed: () => screen.draw("state"),
      save: (place, text) => send(place, acts.note(place, text)),
    },
  );
  fillHelp(root, tags, ownKeys.shown);
  const address = makeAddress(data.article);
  const times = desk.preferences?.times
    ? makeTimes(desk.history, (times, leaving) => post("/api/times", data, { times }, leaving))
    : null;
  const storyline = makeStoryline(root, look);
  const rulings = makeRulings(root, desk.scheme, look);

  let covered = false;
  /** What undo or redo did, while one is on the claim where it did it. */
  let stepped = "";

  const course = makeCourse(records.length, way, filter, {
    leave() {
      note.flush();
      evidencing.leave();
      stepped = "";
    },
    arrive(place) {
      screen.draw("panel", "arrive");
      if (place >= 0) address.show(at(records, place).claim.id);
      times?.at(records[place]?.claim.id ?? 0);
    },
    narrowed(wanted) {
      article.narrow(wanted);
      top.map.narrow(wanted);
      announcer.say(filter.words());
    },
  });
  const { here, go } = course;

  // --- showing ---

  const screen = makeScreen({
    before: () => outbox.hurry(), // what was tagged goes out first: the server works while the browser paints
    claim(place) {
      way.changed(place);
      article.paint(place);
      top.map.paint(place);
    },
    panel: showPanel,
    counts() {
      mark(root, "data-fresh", counts.left + counts.skipped === counts.total ? "" : null); // nothing answered yet
      panel.count(counts);
      top.count(counts, Date.now());
      if (summary.finish(counts) && here() >= 0) announcer.say(FINISHED);
    },
    state: showState,
    arrive,
  });

  function showPanel() {
    const record = records[here()];
    const can = { undo: acts.canUndo(), redo: acts.canRedo() };
    article.show(here());
    focusMode.show(article.element(here()));
    top.map.show(here());
    filter.show(here());
    if (record) {
      panel.show(record, desk.article.claims, records.length, answering.draft(), can);
      shut.show(here());
      panel.stepped(stepped);
      mark(words, "dir", article.direction(here()));
      storyline.show(here(), acts.story(here()));
      note.show(here(), record.note);
      evidencing.show(here());
    } else {
      panel.hide();
      panel.can(can);
      evidencing.show(-1);
    }
    if (record || filter.on()) summary.hide();
    else summary.show(counts, { course: top.course(Date.now()), revised: acts.revised().size });
  }

  function showState() {
    const state = outbox.state();
    messages.show(state, {
      conflicts: acts.conflicts(),
      records,
      forbidden,
      writing: note.writing(),
    });
    if (commands.refused.open) messages.list(state.refused, data.article);
  }

  function arrive() {
    focus();
    article.rove();
    if (here() >= 0) article.follow();
    else article.end();
  }

  /** The focus goes elsewhere: the claim must not take it back in the next frame. */
  function stay() {
    screen.now();
    article.rove();
  }

  function focus() {
    if (covered) return;
    if (rulings.dialog.open) return rulings.focus();
    if (commands.over()) return;
    const end = filter.on() ? filter.rest : summary.place;
    (here() >= 0 ? article.element(here()) : end).focus({ preventScroll: true });
  }

  function changed() {
    const { stopped } = outbox.state();
    screen.draw("state");
    if (!stopped || covered) return;
    covered = true;
    note.flush();
    screen.now();
    messages.stop(stopped, data);
  }

  // --- acting ---

  /** @param {number} place @param {Act | null} act */
  function send(place, act) {
    if (act) {
      stepped = act.kind === "evidence" ? "evidence attached" : act.kind === "evidence-withdraw" ? "evidence withdrawn" : "";
      outbox.add({ act, article: data.article, n: at(records, place).claim.n });
      top.acted(act, Date.now());
      if (isOfEvidence(act)) evidencing.changed();
      ending.acted();
      times?.acted(act);
    }
    screen.draw(place, "panel", "counts");
    changed();
  }

  /** No act on a claim, but one as safe. @param {Act} act */
  function cast(act) {
    outbox.add({ act, article: data.article, n: 0 });
    top.acted(act, Date.now());
    screen.draw("counts");
    changed();
  }

  const answering = makeAnswering(acts, course, {
    send,
    say: announcer.say,
    show: () => screen.draw("panel"),
    stepped: (word) => void (stepped = word),
    shut: shut.tell,
  });

  function forgetAnswered() {
    for (const id of outbox.asked()) if (!acts.asks(id)) outbox.answered(id);
  }

  const evidencing = makeEvidencing(
    root,
    { desk, acts, article, course, panel, newId: ids.next, key: `${data.project}:${data.analyst.id}:${data.article}` },
    { send, focus, stay, say: announcer.say, show: () => screen.draw("panel"), shut: shut.tell },
  );

  const commands = makeCommands(
    root,
    {
      ...{ scheme: desk.scheme, articleId: data.article, acts, answering, article, course, ending, evidencing, filter },
      ...{ focusMode, messages, outbox, panel, rulings, screen, settings, shut, storyline, summary },
    },
    { focus, stay, send, say: announcer.say, settled: forgetAnswered },
  );

  // --- listening ---

  const hands = listen(
    root,
    {
      tags,
      rightToLeft,
      meant: ownKeys.meant,
      flush: note.flush,
      first: (event) => !covered && !commands.over() && evidencing.first(event),
      busy: (command) => covered || commands.busy(command),
      run: commands.run,
      tellKey: answering.tellKey,
      leave: () => (panel.sheet(false), focus()),
      press: commands.press,
      claimAt: (event) => acts.placeOf(article.claimAt(event) ?? -1) ?? null,
      spotAt: top.map.placeAt,
      current: here,
      go,
    },
    signal,
  );
  panel.reason.addEventListener(
    "change",
    () => {
      answering.refine({ reason: panel.reason.value });
      if (hands.pointed()) focus(); // chosen with the mouse: the keys go back to the article
    },
    { signal },
  );
  filter.watch((name, stays) => {
    course.narrow(name);
    if (stays) stay();
  }, signal);
  top.watch(() => screen.draw("counts"), signal);
  for (const dialog of commands.dialogs) dialog.addEventListener("close", focus, { signal });
  rulings.watch(signal);
  swipe(part(root, "grip"), (open) => panel.sheet(open), signal);
  const last = () => {
    note.flush();
    address.flush();
    times?.leave();
  };
  times?.watch(signal);
  live(outbox, { hidden: last, left: last }, signal);
  const guard = guardFocus(root, focus, { answers, lost: outbox.lost });
  article.watch(signal);
  evidencing.watch(signal);
  turnBySwipe(root, words, rightToLeft, course.move, signal);
  makeRoomFor(part(root, "lines"), part(root, "scroll"), signal);
  tintUnderMouse(part(root, "scroll"), root, signal);
  restOnTag(part(root, "tags"), signal);

  // --- where to begin ---

  summary.finish(counts); // nothing to announce yet
  screen.draw("counts", "state");
  screen.now();
  article.pin(focusMode.on());
  if (records.length === 0) messages.instead("No sentence of this article became a claim.");
  else begin(acts, course, way, filter, claimInAddress(data.article));

  return {
    focus,
    changed,

    /** @param {Entry} entry @param {Result} result */
    settled(entry, result) {
      if (result.shut) desk.shut = result.shut; // the round was closed meanwhile
      const found = acts.settled(entry.act, result);
      if (found) send(found.place, found.again);
      if (found && isOfEvidence(entry.act)) evidencing.changed();
      evidencing.settled(entry, result);
      forgetAnswered();
    },

    close() {
      note.close();
      screen.stop();
      guard.stop();
      listening.abort();
      address.close();
      for (const dialog of commands.dialogs) if (dialog.open) dialog.close();
    },
  };
}
