// The top bar beside the save state: the article's title, the map of its claims, the counts, the session.

import { makeCounts } from "./counts.js";
import { directionOf } from "./direction.js";
import { part, write } from "./dom.js";
import { makeMap } from "./minimap.js";
import { makeSession, sessionWords } from "./session.js";

/** @import { Counts, Record } from "./acts.js" */
/** @import { Look } from "./looks.js" */
/** @import { Act, DeskData } from "./types.js" */

const MINUTE = 60_000;

/**
 * @param {HTMLElement} root
 * @param {DeskData} desk
 * @param {Record[]} records
 * @param {Look} look
 */
export function makeTop(root, desk, records, look) {
  const { article, blocks, scheme, session, session_gap, history } = desk;
  const title = part(root, "title");
  title.textContent = article.title;
  title.dir = directionOf(article.title, article.dir);
  for (const text of [title, part(root, "this")]) text.lang = article.language;
  const begins = blocks.flatMap(({ claims }) => claims?.filter(({ theirs }) => !theirs).map((_, i) => i === 0) ?? []);
  const map = makeMap(root, records, begins, look, article.dir === "rtl");
  const counted = makeCounts(root, scheme, look, desk.evidenceWanted);
  const course = makeSession(session, history, session_gap, Date.now());
  const words = part(root, "session");

  return {
    map,

    /** Something was said of a claim. @param {Act} act @param {number} now */
    acted: (act, now) => course.act(act, now),

    unbroken: course.unbroken,

    /** Whether the session goes on, and all its figures. @param {number} now */
    session: (now) => ({ runs: course.running(now), figures: course.figures() }),

    /** This session: claims answered, and minutes. @param {number} now */
    course: (now) => course.at(now),

    /** @param {Counts} counts @param {number} now */
    count(counts, now) {
      counted(counts);
      map.sum(counts);
      const { claims, minutes } = course.at(now);
      write(words, `This session ${sessionWords(claims, minutes)}`);
    },

    /** Keep the map to its room, and the clock to the time. @param {() => void} ticked @param {AbortSignal} signal */
    watch(ticked, signal) {
      map.watch(signal);
      const clock = setInterval(ticked, MINUTE);
      signal.addEventListener("abort", () => clearInterval(clock));
    },
  };
}
