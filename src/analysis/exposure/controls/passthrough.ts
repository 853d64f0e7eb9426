import { defineControl } from "../control.ts";

/** Whether TLS connections pass the edge unopened, so that no other control can apply. */
export type Passthrough = "off" | "on" | "unknown";

export const passthrough = defineControl<"passthrough", Passthrough>({
  name: "passthrough",
  none: "off",
  compare(before, after) {
    if (before === after) return "equal";
    if (before === "unknown" || after === "unknown") return "unknown";
    return after === "off" ? "stronger" : "weaker";
  },
  show: (value) => value,
});
