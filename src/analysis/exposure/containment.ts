/** Whether one set of requests lies inside another; `unknown` where a regular expression or glob would have to be decided. */
export type Containment = boolean | "unknown";

/** How a control after the change relates to the one before it. `unknown`: we cannot tell; `incomparable`: neither is stronger. */
export type Order = "equal" | "stronger" | "weaker" | "incomparable" | "unknown";

/** The order of two sets of accepted requests: the smaller set is the stronger control. */
export function orderOf(afterInBefore: Containment, beforeInAfter: Containment): Order {
  if (afterInBefore === true && beforeInAfter === true) return "equal";
  if (afterInBefore === true) return "stronger";
  if (beforeInAfter === true) return "weaker";
  return afterInBefore === "unknown" || beforeInAfter === "unknown" ? "unknown" : "incomparable";
}
