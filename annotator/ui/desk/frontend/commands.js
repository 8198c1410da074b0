// What each command does, whether it came by a key or by a button (`data-do`, `data-set`, `data-confidence`).

import { tagIn } from "./codebook.js";
import { part } from "./dom.js";

/** @import { makeActs } from "./acts.js" */
/** @import { makeAnswering } from "./answering.js" */
/** @import { paintArticle } from "./article.js" */
/** @import { makeCourse } from "./course.js" */
/** @import { makeEnding } from "./ending.js" */
/** @import { makeEvidencing } from "./evidencing.js" */
/** @import { makeFilter } from "./filter.js" */
/** @import { makeFocusMode } from "./focusmode.js" */
/** @import { Command } from "./listening.js" */
/** @import { makeMessages } from "./messages.js" */
/** @import { makeOutbox } from "./outbox.js" */
/** @import { makePanel } from "./panel.js" */
/** @import { makeRulings } from "./rulings.js" */
/** @import { makeScreen } from "./screen.js" */
/** @import { makeSettings } from "./settings.js" */
/** @import { makeShut } from "./shut.js" */
/** @import { makeStoryline } from "./storyline.js" */
/** @import { makeSummary } from "./summary.js" */
/** @import { Act, Confidence, Scheme } from "./types.js" */

/** Buttons that lead somewhere else than back to the claim. */
const KEEPS_FOCUS = new Set(["note", "help", "refused", "dismiss", "rulings", "meanings", "story", "evidence", "strip", "end", "settings"]);

/**
 * @param {HTMLElement} root
 * @param {{
 *   scheme: Scheme, articleId: number,
 *   acts: ReturnType<typeof makeActs>, answering: ReturnType<typeof makeAnswering>,
 *   article: ReturnType<typeof paintArticle>, course: ReturnType<typeof makeCourse>,
 *   ending: ReturnType<typeof makeEnding>, evidencing: ReturnType<typeof makeEvidencing>, filter: ReturnType<typeof makeFilter>, focusMode: ReturnType<typeof makeFocusMode>,
 *   messages: ReturnType<typeof makeMessages>, outbox: ReturnType<typeof makeOutbox>,
 *   panel: ReturnType<typeof makePanel>, rulings: ReturnType<typeof makeRulings>,
 *   screen: ReturnType<typeof makeScreen>, settings: ReturnType<typeof makeSettings>, shut: ReturnType<typeof makeShut>, storyline: ReturnType<typeof makeStoryline>,
 *   summary: ReturnType<typeof makeSummary>,
 * }} parts
 * @param {{ focus: () => void, stay: () => void, send: (place: number, act: Act | null) => void, say: (words: string) => void, settled: () => void }} desk
 *   `focus` leads back to the claim; `stay` comes before the focus goes elsewhere; `say` is for whoever does not see
 *   the desk; `settled` comes after a question is answered
 */
export function makeCommands(root, parts, { focus, stay, send, say, settled }) {
  const { acts, answering, article, course, evidencing, filter, focusMode, panel, rulings, screen } = parts;
  const { tags } = parts.scheme;
  const help = /** @type {HTMLDialogElement} */ (part(root, "help"));
  const refused = /** @type {HTMLDialogElement} */ (part(root, "refused"));
  const dialogs = [help, refused, rulings.dialog, parts.ending.dialog, parts.settings.dialog];
  const { here } = course;

  function openNote() {
    if (here() < 0) return;
    evidencing.shut();
    stay(); // or the claim would take the focus back in this frame
    panel.sheet(true);
    part(root, "note").focus();
  }

  function openReason() {
    if (here() < 0) return;
    evidencing.shut();
    stay();
    if (panel.reason.disabled) {
      say(panel.whose);
      screen.draw("arrive");
      return;
    }
    panel.sheet(true);
    panel.reason.focus();
  }

  /** To the buttons, for whoever works without knowing the keys; Escape comes back. */
  function openTags() {
    if (here() < 0) return parts.summary.lead();
    stay();
    part(root, "tags").querySelector("button")?.focus();
  }

  function openFilter() {
    stay();
    filter.field.focus();
  }

  function turnFocusMode() {
    focusMode.turn();
    article.pin(focusMode.on());
    screen.draw("panel", "arrive");
  }

  /** What is open is closed, one at a time: the sheet, the filter, focus mode. @param {Element} from */
  function close(from) {
    const open = panel.panel.hasAttribute("data-open");
    panel.sheet(false);
    if (!open && from.matches(".ca-claim, [data-part=rest]")) {
      if (evidencing.close()) return focus();
      if (filter.on()) return course.narrow("");
      if (focusMode.on()) return turnFocusMode();
    }
    focus();
  }

  /** Before a dialog opens: when it closes, the browser gives the focus back to whatever had it. */
  function settle() {
    stay();
    focus();
  }

  function endSession() {
    settle();
    parts.ending.end();
  }

  function openSettings() {
    settle();
    parts.settings.open();
  }

  function openHelp() {
    settle();
    help.showModal();
  }

  /** @param {boolean} [meanings] what the tags mean comes first */
  function turnRulings(meanings) {
    if (rulings.dialog.open) return rulings.dialog.close();
    settle();
    rulings.open(tagIn(parts.scheme, acts.records[here()]?.answer ?? null), meanings);
  }

  function turnStory() {
    parts.storyline.turn();
    screen.draw("panel");
  }

  function openRefused() {
    parts.messages.list(parts.outbox.state().refused, parts.articleId);
    refused.showModal();
  }

  function retry() {
    refused.close();
    parts.outbox.retry();
  }

  /** @param {"here" | "elsewhere"} which @param {string} key of the conflict that was asked about */
  function keep(which, key) {
    const conflict = acts.conflict(key);
    if (!conflict) return;
    send(conflict.place, acts.resolve(conflict, which));
    settled();
    course.go(conflict.place);
  }

  /** @param {HTMLElement} element */
  const valueOf = (element) => /** @type {HTMLButtonElement} */ (element).value;

  /** @type {Record<string, (element: HTMLElement) => void>} */
  const actions = {
    skip: answering.skip,
    next: course.nextOpen,
    summary: course.summary,
    only: (element) => course.only(valueOf(element)),
    filter: openFilter,
    focus: turnFocusMode,
    all: () => course.narrow(""),
    first: course.first,
    undo: answering.undo,
    redo: answering.redo,
    clear: answering.clear,
    previous: () => course.move(-1),
    following: () => course.move(1),
    note: openNote,
    reason: openReason,
    tags: openTags,
    split: answering.split,
    rulings: () => turnRulings(),
    meanings: () => turnRulings(true),
    story: turnStory,
    others() {
      screen.now(); // or they would be those of the claim before
      parts.shut.turn();
    },
    evidence: (element) => evidencing.open(element !== root && matchMedia("(pointer: coarse)").matches),
    strip: evidencing.turn,
    caret: evidencing.caret,
    offer: evidencing.takeOffer,
    "no-offer": evidencing.leaveOffer,
    help: openHelp,
    end: endSession,
    settings: openSettings,
    "go-on": parts.ending.goOn,
    refused: openRefused,
    dismiss(element) {
      parts.outbox.dismiss(valueOf(element));
      if (parts.outbox.state().refused.length === 0) refused.close();
    },
    retry,
    "keep-here": (element) => keep("here", valueOf(element)),
    "keep-elsewhere": (element) => keep("elsewhere", valueOf(element)),
  };

  return {
    /** What lies over the desk while it is open. */
    dialogs,
    refused,

    /** Whether a dialog lies over the desk and has the keys. */
    over: () => dialogs.some((dialog) => dialog.open),

    /** The same for a command; the key that opened the help closes it. @param {Command} command */
    busy(command) {
      const over = this.over();
      if (command.name === "help" && help.open) help.close();
      return over;
    },

    /** @param {Command} command @param {Element} from */
    run(command, from) {
      if (command.name === "tag") answering.set(command.tag);
      else if (command.name === "move") course.move(command.by);
      else if (command.name === "go") course[command.to]();
      else if (command.name === "escape") close(from);
      else if (command.name === "confidence") answering.beSure(command.value);
      else actions[command.name]?.(root);
    },

    /** @param {HTMLElement} button */
    press(button) {
      const { do: action, set: name, confidence, part: name_, toClaim } = button.dataset;
      const tag = tags.find((one) => one.name === name);
      if (tag) answering.set(tag);
      else if (confidence) answering.beSure(/** @type {Confidence} */ (confidence));
      else if (name_ === "grip") panel.sheet();
      else if (action) actions[action]?.(button);
      else if (toClaim) course.go(evidencing.placeOf(toClaim));
      else return;
      if (!KEEPS_FOCUS.has(action ?? "")) focus();
    },
  };
}
