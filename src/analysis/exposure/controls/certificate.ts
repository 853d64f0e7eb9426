import { defineControl } from "../control.ts";

/** The Secrets that hold a host's certificate, `namespace/name`; having one at all is told by `tls`. */
export const certificate = defineControl<"certificate", readonly string[]>({
  name: "certificate",
  none: [],
  compare(before, after) {
    if (before.length === 0 || after.length === 0) return "equal";
    return before.join() === after.join() ? "equal" : "incomparable";
  },
  show: (secrets) => secrets.join(", ") || "none",
  incomparable: "neutral",
});
