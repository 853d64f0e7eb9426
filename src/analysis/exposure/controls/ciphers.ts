import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/** The weak cipher suites that are accepted (see `weak-ciphers.ts`), sorted; `unreadable` is a template or an unknown name of a list. */
export type Ciphers = { readonly weak: readonly string[] } | { readonly unreadable: string };

export const ciphers = defineControl<"ciphers", Ciphers>({
  name: "ciphers",
  none: { weak: [] },
  compare(before, after) {
    if ("unreadable" in before || "unreadable" in after)
      return JSON.stringify(before) === JSON.stringify(after) ? "equal" : "unknown";
    return fewerIsStronger(before.weak, after.weak);
  },
  show: (value) =>
    "unreadable" in value ? `not readable (${value.unreadable})` : value.weak.join(", ") || "none weak",
});
