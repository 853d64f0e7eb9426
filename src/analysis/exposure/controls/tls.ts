import { defineControl } from "../control.ts";

/** `default-certificate`: the host has no certificate of its own, so clients see the controller's self-signed one. */
export type TlsMode = "none" | "default-certificate" | "terminated" | "passthrough";

const strength: Readonly<Record<TlsMode, number>> = {
  none: 0,
  "default-certificate": 1,
  terminated: 2,
  passthrough: 2,
};

/** How a host's connections are encrypted at the edge. Who ends the encryption is told by `passthrough`. */
export const tls = defineControl<"tls", TlsMode>({
  name: "tls",
  none: "none",
  compare(before, after) {
    if (before === after) return "equal";
    if (before !== "none" && after !== "none" && (before === "passthrough" || after === "passthrough")) return "equal";
    return strength[after] > strength[before] ? "stronger" : "weaker";
  },
  show: (mode) => (mode === "default-certificate" ? "the controller's default certificate" : mode),
});
