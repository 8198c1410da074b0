// Where evidence is entered: a link, words or a file, what it does to the claim, and what more is known. Each claim
// has a draft of its own, which stays until it is attached.

import { make, mark, part, write } from "./dom.js";
import { enteredBy, isFixed, isReady, readsAs } from "./entered.js";
import { archiveOf, addressIn, dayOf, isAddress } from "./pasted.js";
import { NOTHING_SAID, hostOf, saidBy } from "./pieces.js";
import { STANCES, pieceWords, sizeWords } from "./stances.js";
import { stanceSign } from "./strip.js";

/** @import { Memory } from "./memory.js" */
/** @import { Piece, Said, Sharing, Stance } from "./types.js" */
/** @import { Upload } from "./uploads.js" */
/**
 * What is entered for a claim: the text of the field, what more is said, the piece it takes the place of, and a file.
 * @typedef {{ text: string, said: Said, replaces: string | null, upload: Upload | null }} Draft
 */
/** What is attached: `upload` is a file that has to be stored first. @typedef {{ place: number, said: Said, replaces: string | null, upload: Upload | null }} Entered */

/** @returns {Draft} */
const emptyDraft = () => ({ text: "", said: { ...NOTHING_SAID }, replaces: null, upload: null });

/**
 * @param {HTMLElement} root
 * @param {{ sources: string[], sharing: Sharing }} known
 * @param {Memory} memory
 * @param {{ attach: (entered: Entered) => void, take: (file: File) => Upload, drop: (upload: Upload) => void, say: (words: string) => void }} to
 */
export function makeEntry(root, { sources, sharing }, memory, { attach, take, drop, say }) {
  const entry = part(root, "entry");
  const field = /** @type {HTMLTextAreaElement} */ (part(root, "paste"));
  const label = part(root, "paste-label");
  const row = /** @type {HTMLElement} */ (field.parentElement);
  const what = part(root, "entry-is");
  const details = /** @type {HTMLDetailsElement} */ (part(root, "details"));
  const lookup = part(root, "lookup");
  const link = part(root, "link-field");
  const address = /** @type {HTMLInputElement} */ (part(root, "lookup-address"));
  const chooser = part(root, "choose-word");
  const save = part(root, "entry-save");
  const away = part(root, "entry-drop");
  const more = /** @type {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */ ([
    ...entry.querySelectorAll("[data-say]"),
  ]);
  const names = new Set(sources);
  part(root, "sources").replaceChildren(...sources.map((name) => make("option", { value: name })));
  part(root, "share-field").hidden = sharing === "";
  write(part(root, "share-word"), sharing === "late" ? "Laid before all analysts (others have begun: too late for more)" : "Lay it before all analysts");
  const buttons = STANCES.map(({ stance, key, word }) =>
    make(
      "button",
      { type: "button", "data-attach": stance },
      stanceSign(stance),
      make("span", {}, word),
      make("kbd", { "aria-hidden": "true" }, key.toUpperCase()),
    ),
  );
  part(root, "stances").replaceChildren(...buttons);

  /** @type {Map<number, Draft>} */
  const drafts = restored(memory.read());
  let place = -1;
  let wrong = "";

  function draft() {
    let found = drafts.get(place);
    if (!found) drafts.set(place, (found = emptyDraft()));
    return found;
  }

  /** @param {Draft} [one] */
  function isEmpty({ text, said, upload, replaces } = draft()) {
    return !text.trim() && !upload && !replaces && JSON.stringify({ ...said, shared: false }) === JSON.stringify(NOTHING_SAID);
  }

  function keep() {
    const kept = [...drafts].filter(([, one]) => !isEmpty(one)).map(([at, { text, said, replaces }]) => [at, { text, said, replaces }]);
    memory.write(kept.length > 0 ? JSON.stringify(kept) : "");
  }

  /** What stands there is read into the draft. */
  function read() {
    const one = draft();
    one.text = field.value;
    for (const input of more) {
      const name = /** @type {keyof Said} */ (input.dataset.say);
      Object.assign(one.said, { [name]: valueOf(input, name) });
    }
    wrong = "";
    for (const input of [field, ...more]) mark(input, "aria-invalid", null);
    keep();
    tell();
  }

  /** The draft is written into the fields. */
  function fill() {
    const { text, said } = draft();
    if (field.value !== text) field.value = text;
    for (const input of more) {
      const value = said[/** @type {keyof Said} */ (input.dataset.say)];
      if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = value === true;
      else if (input.value !== String(value ?? "")) input.value = String(value ?? "");
    }
    const fixed = isFixed(draft());
    field.hidden = fixed;
    row.hidden = fixed && !draft().upload;
    if (details.open && isEmpty()) details.open = false;
    tell();
  }

  /** Say what it is that stands there. */
  function tell() {
    const one = draft();
    const { upload, said, replaces, text } = one;
    const { url } = isAddress(text) ? addressIn(text) : { url: said.url };
    write(label, replaces ? "Change this piece" : "Paste a link or words");
    write(chooser, upload ? "another file" : "or a file");
    write(what, wrong || wordsOf(one));
    mark(what, "data-wrong", wrong || upload?.why ? "" : null);
    mark(entry, "data-ready", isReady(one) ? "" : null);
    for (const button of buttons) mark(button, "aria-pressed", replaces ? String(button.dataset.attach === said.stance) : null);
    save.hidden = !replaces;
    mark(entry, "data-change", replaces ? "" : null);
    away.hidden = isEmpty();
    write(away, replaces ? "Cancel" : "Leave it");
    link.hidden = isAddress(text);
    lookup.hidden = !hostOf(url);
    if (hostOf(url) && address.value !== archiveOf(url)) address.value = archiveOf(url);
  }

  /** @param {Stance} stance */
  function commit(stance) {
    const one = draft();
    const { upload, replaces } = one;
    const { said, wrong, about } = enteredBy(one, stance, { today: dayOf(new Date()), sharing });
    if (!said) return complain(wrong, about);
    drafts.delete(place);
    keep();
    known(said.source);
    attach({ place, said, replaces, upload });
    fill();
  }

  /** @param {string} name of a source, for the next time */
  function known(name) {
    if (!name || names.has(name)) return;
    names.add(name);
    part(root, "sources").append(make("option", { value: name }));
  }

  /** @param {string} why @param {keyof Said} [name] of the field that it is about */
  function complain(why, name) {
    wrong = why;
    tell();
    say(why);
    const about = more.find((input) => input.dataset.say === name && (name !== "url" || !link.hidden));
    if (about) details.open = true;
    mark(about ?? field, "aria-invalid", "true");
    if (about) about.focus();
    else if (!field.hidden) field.focus();
  }

  return {
    entry,
    field,
    commit,
    known,

    /** The change, with the stance that it has. */
    save: () => commit(draft().said.stance),

    /** Whether something stands there that can be attached. */
    ready: () => isReady(draft()),

    /** The claim whose draft it is. @param {number} now */
    show(now) {
      if (now === place) return;
      place = now;
      wrong = "";
      fill();
    },

    /** Take up a text as if it was pasted. @param {string} text */
    paste(text) {
      const one = draft();
      if (isFixed(one)) drafts.set(place, emptyDraft());
      draft().text = one.text.trim() && !isFixed(one) ? `${one.text}\n${text}` : text;
      wrong = "";
      keep();
      fill();
    },

    /** @param {File} file */
    file(file) {
      const one = draft();
      if (one.upload) drop(one.upload);
      Object.assign(one, { upload: take(file), text: "" });
      wrong = "";
      fill();
    },

    /** Change a piece that is attached. @param {Piece} piece */
    edit(piece) {
      const fixed = piece.type === "in_text" || piece.file !== "";
      const text = fixed ? "" : piece.type === "url" ? piece.url : piece.quote;
      drafts.set(place, { text, said: saidBy(piece), replaces: piece.id, upload: null });
      details.open = true;
      keep();
      fill();
    },

    /** What is there is ready: to what it does to the claim, or to the end of the change. */
    choose() {
      (draft().replaces ? save : buttons[0])?.focus();
    },

    /** @param {HTMLElement} from @param {number} by along the stances */
    step(from, by) {
      const i = buttons.findIndex((button) => button === from);
      if (i >= 0) buttons[(i + by + buttons.length) % buttons.length]?.focus();
      return i >= 0;
    },

    /** A file has come further, or not. */
    progressed: tell,

    /** @param {AbortSignal} signal */
    watch(signal) {
      entry.addEventListener("input", read, { signal });
      entry.addEventListener("change", read, { signal });
      address.addEventListener("focus", () => address.select(), { signal });
      away.addEventListener(
        "click",
        () => {
          const { upload } = draft();
          if (upload) drop(upload);
          drafts.delete(place);
          wrong = "";
          keep();
          fill();
          if (!field.hidden) field.focus();
        },
        { signal },
      );
    },
  };
}

/** @param {Draft} draft */
function wordsOf({ text, said, upload }) {
  if (upload) {
    if (upload.state === "kept") return upload.why;
    const size = sizeWords(upload.file.size);
    const state = upload.state === "stored" ? "is here" : `${Math.round(upload.share * 100)} %`;
    return `${upload.file.name}, ${size}, ${state}`;
  }
  if (said.type === "in_text" || said.file) return pieceWords(said);
  return readsAs(text, said.accessed, dayOf(new Date()));
}

/** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input @param {keyof Said} name */
function valueOf(input, name) {
  if (input instanceof HTMLInputElement && input.type === "checkbox") return input.checked;
  const value = input.value.trim();
  if (name === "credibility" || name === "group") return value === "" ? null : Number(value);
  return name === "note" ? input.value : value;
}

/** @param {string} kept @returns {Map<number, Draft>} */
function restored(kept) {
  try {
    /** @type {[number, Partial<Draft>][]} */
    const rows = JSON.parse(kept || "[]");
    return new Map(rows.map(([place, { text = "", said = {}, replaces = null }]) => [place, { ...emptyDraft(), text, said: saidBy(said), replaces }]));
  } catch {
    return new Map(); // of another version
  }
}
