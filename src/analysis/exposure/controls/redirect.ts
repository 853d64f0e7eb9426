import { defineControl } from "../control.ts";

/** Whether plain HTTP is answered or sent to HTTPS; `unknown` where a template decides. */
export type Redirect = "none" | "redirect" | "unknown";

export const redirect = defineControl<"redirect", Redirect>({
  name: "redirect",
  none: "none",
  compare(before, after) {
    if (before === after) return "equal";
    if (before === "unknown" || after === "unknown") return "unknown";
    return after === "redirect" ? "stronger" : "weaker";
  },
  show: (value) => (value === "none" ? "no redirect to HTTPS" : value === "redirect" ? "a redirect to HTTPS" : value),
});
