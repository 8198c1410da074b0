// The review desk: the same component in its second mode.

import { mounting } from "./mounting.js";
import { wantedIn, withWords } from "./queuefilters.js";
import { openReview } from "./reviewing.js";

/** @import { MountData } from "./types.js" */

/** @param {{ data: MountData, parentElement: ShadowRoot | HTMLElement }} component */
export default function review(component) {
  return mounting(component, {
    address: (data) => withWords(data.desk, wantedIn(location.search)),
    holds: (body) => Array.isArray(body?.groups),
    missing: "There is no such article in this project.",
    open: openReview,
  });
}
