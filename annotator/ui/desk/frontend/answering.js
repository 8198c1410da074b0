// What the analyst says of the current claim: from a tag, a confidence or a wish to the act that is sent.

import { at } from "./at.js";
import { isAnswered, makeDrafts } from "./drafts.js";
import { isOfEvidence } from "./pieces.js";
import { splitWords, steppedWords } from "./words.js";

/** @import { Stepped, makeActs } from "./acts.js" */
/** @import { makeCourse } from "./course.js" */
/** @import { Act, Answer, Confidence, Tag } from "./types.js" */

/**
 * @param {ReturnType<typeof makeActs>} acts
 * @param {ReturnType<typeof makeCourse>} course
 * @param {{ send: (place: number, act: Act | null) => void, say: (words: string) => void, show: () => void,
 *   stepped: (word: string) => void, shut: (place: number) => boolean }} out
 *   `say` is for whoever does not see the desk; `show` shows what is chosen for an answer to come; `stepped` says
 *   beside the claim that one has just arrived at what was undone there; `shut` says whether a claim takes no answer, and
 *   tells why
 */
export function makeAnswering(acts, course, { send, say, show, stepped, shut }) {
  const { records } = acts;
  const { here } = course;
  const drafts = makeDrafts();

  /** Say more about the answer that is there, or keep it for the answer to come. @param {Partial<Answer>} more */
  function refine(more) {
    const record = records[here()];
    if (!record || shut(here())) return;
    if (isAnswered(record.answer)) {
      send(here(), acts.answer(here(), { ...record.answer, ...more }));
    } else {
      drafts.add(here(), more);
      show();
    }
  }

  /** @param {Stepped | null} step */
  function back(step) {
    if (!step) return;
    say(steppedWords(step.act, at(records, step.place)));
    for (const act of [step.act, ...step.more]) send(step.place, act);
    course.go(step.place);
    stepped(`${isOfEvidence(step.act) ? "evidence" : "answer"} ${step.act.undo ? "undone" : "redone"}`);
  }

  return {
    refine,
    draft: () => drafts.of(here()),

    /** @param {Tag} tag */
    set(tag) {
      const record = records[here()];
      if (!record || shut(here())) return;
      const name = tag.outcome === "tagged" ? tag.name : null;
      const place = here();
      const before = record.answer;
      const again = before?.outcome === tag.outcome && before.tag === name;
      const { confidence, reason } = again ? before : drafts.of(place);
      const act = acts.answer(place, {
        outcome: tag.outcome,
        tag: name,
        confidence,
        reason: tag.reasoned ? reason : "",
      });
      drafts.used(place);
      course.move(1);
      send(place, act);
    },

    /** The same one again takes it back. @param {Confidence} confidence */
    beSure(confidence) {
      const answer = records[here()]?.answer ?? null;
      const now = isAnswered(answer) ? answer : drafts.of(here());
      const chosen = now.confidence === confidence ? "" : confidence;
      say(`confidence: ${chosen || "not said"}`);
      refine({ confidence: chosen });
    },

    /** The tag is about the main clause meanwhile, so the claim stays the current one. */
    split() {
      const record = records[here()];
      if (!record || shut(here())) return;
      say(`claim ${record.claim.n}: ${splitWords(!record.split)}`);
      send(here(), acts.split(here(), !record.split));
    },

    /** Somebody may take the letter of a tag for its key, while there is no answer yet. @param {Tag} tag */
    tellKey({ letter, key, name }) {
      if (isAnswered(records[here()]?.answer ?? null)) return;
      const pressed = key.toUpperCase();
      stepped(`${name}: ${pressed}`);
      say(`${letter} stands for ${name}; its key is ${pressed}.`);
      show();
    },

    skip() {
      const record = records[here()];
      if (!record || shut(here())) return;
      const place = here();
      const act = record.answer
        ? null
        : acts.answer(place, { outcome: "skipped", tag: null, reason: "", confidence: "" });
      course.move(1);
      send(place, act);
    },

    clear() {
      if (here() >= 0 && !shut(here())) send(here(), acts.clear(here()));
    },

    undo: () => shut(acts.stepsOn("undo")) || back(acts.undo()),
    redo: () => shut(acts.stepsOn("redo")) || back(acts.redo()),
  };
}
