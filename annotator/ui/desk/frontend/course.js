// The analyst's course through the article: where one is, and the ways on from there. A claim's *place* is its
// index; behind the last claim nothing is current, so that a key too many tags nothing, and the place is -1.

/** @import { makeFilter } from "./filter.js" */
/** @import { Wanted, makeWay } from "./way.js" */

/**
 * @param {number} claims how many there are
 * @param {ReturnType<typeof makeWay>} way
 * @param {ReturnType<typeof makeFilter>} filter
 * @param {{ leave: () => void, arrive: (place: number) => void, narrowed: (wanted: Wanted) => void }} tell
 *   `leave` comes before every step
 */
export function makeCourse(claims, way, filter, { leave, arrive, narrowed }) {
  let current = -1;
  /** Where one was before the end, for the way back. */
  let stood = 0;

  /** @param {number} place behind the last claim is the end; -1 leads nowhere */
  function go(place) {
    if (place < 0 || claims === 0) return;
    if (place >= claims) {
      end();
      return;
    }
    leave();
    current = stood = place;
    arrive(current);
  }

  function end() {
    leave();
    current = -1;
    arrive(current);
  }

  /** Move among some claims only: on from here, or from the next one that is left. @param {string} name */
  function narrow(name) {
    const from = current < 0 ? stood : current;
    narrowed(filter.choose(name));
    const place = way.leadsTo(from) ? from : way.next(from);
    if (place >= 0) go(place);
    else end();
  }

  return {
    here: () => current,
    go,
    end,
    narrow,

    /** @param {number} by */
    move(by) {
      const place = way.step(current < 0 ? claims : current, by);
      if (place < claims || current >= 0) go(place);
    },

    first: () => go(way.first()),
    last: () => go(way.last()),

    /** To the next claim without an answer; where none is left, to the next one that the filter lets through, or to the end. */
    nextOpen() {
      const place = way.open(current);
      if (place >= 0 || filter.on()) go(place >= 0 ? place : way.next(current));
      else end();
    },

    /** Take up a filter where it was left: at the claim one stood on, whatever it is by now. @param {string} name @param {number} [place] */
    resume(name, place) {
      narrow(name);
      if (place !== undefined) go(place);
    },

    /** Look at the claims of a kind, from the first one on. @param {string} name */
    only(name) {
      narrow(name);
      go(way.first());
    },

    /** To the end of the whole article. */
    summary() {
      if (filter.on()) narrow("");
      end();
    },
  };
}
