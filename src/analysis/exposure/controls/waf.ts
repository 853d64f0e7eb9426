import { defineControl } from "../control.ts";
import { byRank, combined, fewerIsStronger } from "../control-order.ts";

/** A web application firewall in front of the route. */
export interface Waf {
  readonly mode: "off" | "detect" | "block" | "unknown";
  /** What is switched off of its rules: each a short text, sorted. */
  readonly exclusions: readonly string[];
  /** Named policy or ACL that decides, empty if the configuration stands beside the route. */
  readonly policy: string;
  /** How closely the OWASP core rules look, where it is not the usual level 1. */
  readonly paranoia?: number;
}

export const waf = defineControl<"waf", { readonly [K in keyof Waf]: Waf[K] }>({
  name: "waf",
  none: { mode: "off", exclusions: [], policy: "" },
  compare(before, after) {
    if (JSON.stringify(before) === JSON.stringify(after)) return "equal";
    if (before.mode === "unknown" || after.mode === "unknown") return "unknown";
    const mode = byRank(rank[before.mode], rank[after.mode]);
    if (before.mode === "off" || after.mode === "off") return mode;
    const policy = before.policy === after.policy ? "equal" : "incomparable";
    const paranoia = byRank(before.paranoia ?? 1, after.paranoia ?? 1);
    return combined([mode, fewerIsStronger(before.exclusions, after.exclusions), policy, paranoia]);
  },
  show({ mode, exclusions, policy, paranoia }) {
    if (mode === "off") return "no WAF";
    const words = {
      detect: "a WAF that only logs",
      block: "a WAF that blocks",
      unknown: "a WAF whose mode is not known",
    };
    const without = exclusions.length > 0 ? ` without ${exclusions.slice(0, 5).join(", ")}` : "";
    const level = paranoia === undefined ? "" : ` at paranoia level ${paranoia}`;
    return `${words[mode]}${policy === "" ? "" : ` (${policy})`}${level}${without}`;
  },
});

const rank = { off: 0, detect: 1, block: 2 };

/** What the firewall looked for and no longer does. */
export function newExclusions(before: Waf, after: Waf): readonly string[] {
  const known = new Set(before.exclusions);
  const [was, is] = [before.paranoia ?? 1, after.paranoia ?? 1];
  return [...after.exclusions.filter((one) => !known.has(one)), ...(is < was ? [`paranoia level ${was}`] : [])];
}
