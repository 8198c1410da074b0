// All keys in one table: the help and the line of hints are made from it.

import { at } from "./at.js";
import { make, part } from "./dom.js";

/** @import { Tag } from "./types.js" */

/** @type {{ keys: string[], text: string, hint?: string }[]} */
const COMMANDS = [
  { keys: ["J", "↓", "→"], text: "next claim" },
  { keys: ["K", "↑", "←"], text: "previous claim" },
  { keys: ["Space"], text: "skip: come back later. An answer already given stays", hint: "skip" },
  { keys: ["G"], text: "next claim without an answer, then the skipped ones", hint: "next open" },
  {
    keys: ["Z", "Ctrl Z"],
    text: "undo answers and evidence, any number of times; notes and splits stay",
    hint: "undo",
  },
  { keys: ["Shift Z", "Ctrl Shift Z"], text: "redo" },
  {
    keys: ["E"],
    text: "evidence: paste a link or words, drop a file; then S, R or X. Esc returns to the claim",
    hint: "evidence",
  },
  {
    keys: ["V"],
    text: "select words of the article, from the claim on: arrows move, Shift and arrows extend, ↑ ↓ by sentence",
  },
  { keys: ["S", "R", "X"], text: "what is selected or pasted supports, refutes, or gives context for the claim" },
  { keys: ["A"], text: "attach the source that is offered after a tag" },
  { keys: ["N"], text: "write a note; Esc returns to the claim", hint: "note" },
  { keys: ["O"], text: "what others say of the claim, where that is open to you" },
  {
    keys: ["W"],
    text: "wants a split: cut wrongly, or two claims in one; tag its main clause meanwhile",
    hint: "split",
  },
  { keys: ["."], text: "search the codebook; Esc returns to the claim", hint: "codebook" },
  { keys: ["Backspace"], text: "clear the answer", hint: "clear" },
  { keys: ["L", "M", "H"], text: "low, moderate or high confidence; the same key again removes it" },
  {
    keys: ["B"],
    text: "choose the reason for the tag none, by its first letters; Enter or Esc returns to the claim",
  },
  { keys: ["Home", "End"], text: "first and last claim" },
  { keys: ["/"], text: "choose which claims to move among; Esc shows all again" },
  { keys: ["F"], text: "focus mode: one claim at a time, large; again to leave it" },
  { keys: ["Enter"], text: "to the tag buttons, and Esc back; behind the last claim: the next article" },
  { keys: ["Esc"], text: "back to the claim; closes what is open" },
  { keys: ["P"], text: "pause: end the session, and see what it came to" },
  { keys: [","], text: "settings: reading size, light or dark, and your own keys" },
  { keys: ["?"], text: "all keys" },
];

/** Commands whose key can be changed, by the key that they have as they come. */
const CHANGED = "JKGZEVANOW.LMHBFP/";

/** What they do, in short. @returns {{ name: string, label: string }[]} */
export function commandWords() {
  const sure = ["low", "moderate", "high"].map((value) => `${value} confidence`);
  return [...CHANGED].map((cap) => {
    const { keys, text } = at(COMMANDS.filter((command) => command.keys.includes(cap)), 0);
    const label = keys[0] === "L" ? at(sure, keys.indexOf(cap)) : at(text.split(/[:;,]/), 0);
    return { name: cap.toLowerCase(), label };
  });
}

/** @param {HTMLElement} root @param {Tag[]} tags @param {(cap: string) => string} own the key that a command has now */
export function fillHelp(root, tags, own) {
  const commands = COMMANDS.map((command) => ({ ...command, keys: command.keys.map(own) }));
  const rows = [
    ...tags.map((tag) => ({ keys: [tag.key.toUpperCase()], text: `${tag.name}: ${tag.line}` })),
    ...commands,
  ];
  const hints = [
    { keys: tags.map((tag) => tag.key.toUpperCase()), hint: "tag and go on" },
    { keys: ["J", "K"].map(own), hint: "move" },
    ...commands.filter((command) => command.hint).map(({ keys, hint }) => ({
      keys: keys.slice(0, 1),
      hint,
    })),
  ];
  fillKeys(root, rows, hints);
}

/**
 * @param {HTMLElement} root
 * @param {{ keys: string[], text: string }[]} rows
 * @param {{ keys: string[], hint?: string | undefined }[]} hints
 */
export function fillKeys(root, rows, hints) {
  part(root, "help-keys").replaceChildren(
    ...rows.map(({ keys, text }) =>
      make("div", {}, make("dt", {}, ...keys.map(cap)), make("dd", {}, text)),
    ),
  );
  part(root, "hints").replaceChildren(
    ...hints.map(({ keys, hint }) => make("span", {}, ...keys.map(cap), ` ${hint}`)),
  );
}

/** @param {string} key */
function cap(key) {
  return make("kbd", {}, key);
}
