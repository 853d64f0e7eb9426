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
    if (after.reach === "below" && liesBelow(before, after)) return "weaker";
    if (before.reach === "below" && liesBelow(after, before)) return "stronger";
    return "incomparable";
  },
  show: (value) => (value.reach === "same" ? "the path as asked for" : `the path ${value.to}`),
});

/** Whether every path that `inner` names is one that `outer` names below its prefix. */
function liesBelow(inner: Rewrite, outer: Rewrite): boolean {
  if (inner.reach !== "below" && inner.reach !== "fixed") return false;
  const [prefix, wider] = [prefixOf(inner), prefixOf(outer)];
  return prefix !== wider && prefix.startsWith(wider.endsWith("/") ? wider : `${wider}/`);
}

function prefixOf({ to }: Rewrite): string {
  return to.replace(/[$\\{(].*$/s, "");
}
