// The tagging desk.

import { mounting } from "./mounting.js";
import { openDesk } from "./tagging.js";

/** @import { MountData } from "./types.js" */

/** @param {{ data: MountData, parentElement: ShadowRoot | HTMLElement }} component */
export default function desk(component) {
  return mounting(component, {
    address: (data) => data.desk,
    holds: (body) => Array.isArray(body?.blocks),
    missing: "There is no such article in this project.",
    open: openDesk,
  });
}
