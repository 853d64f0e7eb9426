import { defineControl } from "../control.ts";

/**
 * `default-certificate`: no entry names the host, so clients see the controller's certificate, by default a self-signed one.
 * `without-secret`: an entry names the host and no Secret, which asks for the certificate that the controller was given.
 */
export type TlsMode = "none" | "default-certificate" | "without-secret" | "terminated" | "passthrough";

const strength: Readonly<Record<TlsMode, number>> = {
  none: 0,
  "default-certificate": 1,
  "without-secret": 2,
  terminated: 3,
  passthrough: 3,
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
  show(mode) {
    if (mode === "default-certificate") return "the controller's default certificate";
    return mode === "without-secret" ? "the controller's default certificate (no Secret named)" : mode;
  },
});
