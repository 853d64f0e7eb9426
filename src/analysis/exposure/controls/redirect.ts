import { defineControl } from "../control.ts";

/**
 * The plaintext door: `none` serves requests over HTTP, `redirect` sends them to HTTPS, `closed` does not answer HTTP at all;
 * `unknown` where a template decides.
 */
export type Redirect = "none" | "redirect" | "closed" | "unknown";

const rank = { none: 0, redirect: 1, closed: 2 };

export const redirect = defineControl<"redirect", Redirect>({
  name: "redirect",
  none: "none",
  compare(before, after) {
    if (before === after) return "equal";
    if (before === "unknown" || after === "unknown") return "unknown";
    // A door that only sends to HTTPS gives nothing away that a closed one keeps.
    if (before !== "none" && after !== "none") return "equal";
    return rank[after] > rank[before] ? "stronger" : "weaker";
  },
  show(value) {
    if (value === "none") return "no redirect to HTTPS";
    return value === "redirect" ? "a redirect to HTTPS" : value === "closed" ? "no plain HTTP at all" : value;
  },
});
