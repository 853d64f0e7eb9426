import { defineControl } from "../control.ts";
import { moreIsStronger } from "../control-order.ts";

/** Rules that refuse requests which would be accepted otherwise, one text each, sorted: `paths /admin*`. */
export const denials = defineControl<"denials", readonly string[]>({
  name: "denials",
  none: [],
  compare: moreIsStronger,
  show: (rules) => rules.slice(0, 5).join("; ") || "no rule that refuses",
});
