import { defineControl } from "../control.ts";
import { byRank, combined } from "../control-order.ts";

/** Strict-Transport-Security: for how many seconds browsers refuse plain HTTP. Null: the edge sends no such header. */
export type Hsts = { readonly maxAge: number; readonly includeSubDomains: boolean } | null;

export const hsts = defineControl<"hsts", Hsts>({
  name: "hsts",
  none: null,
  compare(before, after) {
    return combined([
      byRank(before?.maxAge ?? 0, after?.maxAge ?? 0),
      byRank(Number(before?.includeSubDomains ?? false), Number(after?.includeSubDomains ?? false)),
    ]);
  },
  show(value) {
    if (!value) return "no HSTS";
    return `HSTS for ${value.maxAge} seconds${value.includeSubDomains ? " with subdomains" : ""}`;
  },
});
