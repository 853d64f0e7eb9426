import { defineControl } from "../control.ts";
import { moreIsStronger } from "../control-order.ts";

/** Identity headers that the edge overwrites or removes, so that a client cannot set them itself: lower-case names, sorted. */
export const requestHeaders = defineControl<"requestHeaders", readonly string[]>({
  name: "requestHeaders",
  none: [],
  compare: moreIsStronger,
  show: (names) => names.join(", ") || "none",
});
