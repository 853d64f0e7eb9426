import { defineControl } from "../control.ts";

/**
 * How the path that the service sees differs from the one that was asked for. `to` may hold captures (`/$1`). `reach` says which
 * paths of the service the public ones can name: `same`, `fixed` (one), `below` (everything below `to`), `whole` (any), `unknown`.
 */
export type Rewrite = {
  readonly to: string;
  readonly reach: "same" | "fixed" | "below" | "whole" | "unknown";
};

export const rewrite = defineControl<"rewrite", Rewrite>({
  name: "rewrite",
  none: { to: "", reach: "same" },
  compare(before, after) {
    if (before.to === after.to && before.reach === after.reach) return "equal";
    if (before.reach === "unknown" || after.reach === "unknown") return "unknown";
    if (after.reach === "whole" && before.reach !== "whole") return "weaker";
    if (before.reach === "whole" && after.reach !== "whole") return "stronger";
    return "incomparable";
  },
  show: (value) => (value.reach === "same" ? "the path as asked for" : `the path ${value.to}`),
});
