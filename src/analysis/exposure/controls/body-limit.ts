import { defineControl } from "../control.ts";
import { byRank } from "../control-order.ts";

/** The largest request body in bytes; null is unlimited, `default` what the controller does unasked. */
export const bodyLimit = defineControl<"bodyLimit", number | null | "default">({
  name: "bodyLimit",
  none: "default",
  compare(before, after) {
    if (before === after) return "equal";
    if (before === null || after === null) return before === null ? "stronger" : "weaker";
    if (before === "default" || after === "default") return "incomparable";
    return byRank(-before, -after);
  },
  show: (value) =>
    value === null ? "bodies of any size" : value === "default" ? "the default size" : `${value} bytes`,
  incomparable: "neutral",
});
